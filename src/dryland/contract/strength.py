"""Strength on the wire: a set and what follows from it, loads, rest, form.

The plan is in `strength_plan`. Knows no formula: an advised figure comes with its reason from elsewhere.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    Code,
    Command,
    Delivery,
    EventId,
    Identifier,
    Load,
    Name,
    PlayerFact,
    PlayerOrAllFact,
    Rpe,
    Seconds,
    ShortText,
    Side,
    Text,
    Timestamp,
    WeightUnit,
    Wire,
    WorkoutType,
)
from dryland.contract.errors import Notice
from dryland.contract.event_spec import ATHLETE, SENSOR, STAFF, EventSpec, Pace, Subject
from dryland.contract.sayings import Sayings
from dryland.contract.strength_plan import AdviceSettings, Reps, SetKind, Tempo

__all__ = [
    "EVENTS",
    "AdviceDecided",
    "AdviceDecision",
    "AdviceLimits",
    "AdviceLimitsChanged",
    "AdviceVerdict",
    "EstimatedOneRepMax",
    "ExercisePointer",
    "FormCorrection",
    "FormFeedback",
    "FormFeedbackGiven",
    "FormSource",
    "LoadProgression",
    "NextSetPreview",
    "PersonalRecord",
    "RecordKind",
    "RestAction",
    "RestCommand",
    "RestNext",
    "RestTimer",
    "RestTimerState",
    "SetCompleted",
    "SetCompletion",
    "SetData",
    "SetOutcome",
    "Trend",
    "WeightUpdate",
    "WeightUpdated",
]

SetNumber = Annotated[int, Meta(ge=1, le=50, description="counts from 1")]
Confidence = Annotated[float, Meta(ge=0, le=1)]
Rating = Annotated[int, Meta(ge=1, le=5)]


class SetOutcome(enum.StrEnum):
    """How a set ended."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


class Trend(enum.StrEnum):
    """Which way something goes; unknown while there is too little to say."""

    IMPROVING = "improving"
    STABLE = "stable"
    DECLINING = "declining"
    UNKNOWN = "unknown"


class SetData(Wire, frozen=True, kw_only=True):
    """A set as it was done. No `weightUnit` means kg, no `outcome` means completed; `holdTime` in s."""

    set_number: SetNumber
    total_sets: SetNumber
    reps: Reps
    weight: Load
    weight_unit: WeightUnit | None = None
    rpe: Rpe | None = None
    tempo: Tempo | None = None
    form_rating: Rating | None = None
    velocities: Annotated[
        tuple[Annotated[float, Meta(ge=0, le=10)], ...] | None, Meta(description="mean velocity of each rep, m/s")
    ] = None
    outcome: SetOutcome | None = None
    kind: SetKind | None = None
    side: Side | None = None
    hold_time: Seconds | None = None


class SetCompletion(Command, frozen=True, kw_only=True):
    """A set is done. `corrects` names the event that this one replaces; `confirmed` answers IMPLAUSIBLE_LOAD."""

    session_id: Identifier
    player_id: Identifier
    exercise_id: Identifier
    exercise_name: Name | None = None
    set_data: SetData
    corrects: EventId | None = None
    confirmed: bool | None = None


class NextSetPreview(Wire, frozen=True, kw_only=True):
    """Advice for the next set: loadable on that rack, bounded, explained."""

    weight: Load
    weight_unit: WeightUnit
    target_reps: Reps
    target_rpe: Rpe | None = None
    estimated_rest: Seconds
    reason: Text
    reason_sayings: Sayings | None = None
    confidence: Confidence
    plates_per_side: tuple[float, ...] | None = None
    plates_to_add: Annotated[tuple[float, ...] | None, Meta(description="per side, to the bar as it is")] = None
    plates_to_strip: Annotated[tuple[float, ...] | None, Meta(description="per side, from the bar as it is")] = None
    advice_id: Identifier | None = None
    exercise_id: Identifier | None = None
    exercise_name: Name | None = None
    set_number: SetNumber | None = None
    change: Annotated[float | None, Meta(description="% from the set just done")] = None
    limited_by: ShortText | None = None
    limited_by_sayings: Sayings | None = None
    rest_reason: ShortText | None = None
    rest_reason_sayings: Sayings | None = None
    inputs: dict[str, float] | None = None


class EstimatedOneRepMax(Wire, frozen=True, kw_only=True):
    """What one repetition would be, in kg, with the bounds of a 90 % interval."""

    value: float
    low: float
    high: float
    method: Name
    sets: int | None = None


class RecordKind(enum.StrEnum):
    """In what a player was never better."""

    ONE_REP_MAX = "one_rep_max"
    REPS_AT_LOAD = "reps_at_load"
    LOAD_AT_REPS = "load_at_reps"


class PersonalRecord(Wire, frozen=True, kw_only=True):
    """A record from a verified set; weights in kg."""

    kind: RecordKind
    value: float
    previous: float | None = None
    achieved_at: Timestamp | None = None


class SetCompleted(PlayerFact, frozen=True, kw_only=True):
    """A set was done, and what follows from it. A questioned entry is kept but not used for advice.

    `withdrawn`: the event in `corrects` is undone and the set is open again. A rest runs when `restEndsAt` is there.
    """

    exercise_id: Identifier
    exercise_name: Name
    set_data: SetData
    next_set_preview: NextSetPreview | None = None
    estimated_one_rep_max: EstimatedOneRepMax | None = None
    personal_record: PersonalRecord | None = None
    velocity_loss: Annotated[float | None, Meta(description="% of the best rep of the set")] = None
    corrects: EventId | None = None
    needs_confirmation: bool | None = None
    notice: Notice | None = None
    verified: Annotated[bool | None, Meta(description="may count as a personal record")] = None
    withdrawn: bool | None = None
    rest_duration: Seconds | None = None
    rest_ends_at: Timestamp | None = None


class WeightUpdate(Command, frozen=True, kw_only=True):
    """Another load for the coming sets."""

    session_id: Identifier
    player_id: Identifier
    exercise_id: Identifier
    weight: Load
    weight_unit: WeightUnit | None = None
    reason: ShortText | None = None
    set_number: SetNumber | None = None
    confirmed: bool | None = None


class LoadProgression(Wire, frozen=True, kw_only=True):
    """The load against the last sessions of the same exercise; `changePerSession` in %."""

    sessions: int
    trend: Trend
    last_weight: float | None = None
    best_weight: float | None = None
    change_from_last: float | None = None
    change_per_session: float | None = None


class WeightUpdated(PlayerFact, frozen=True, kw_only=True):
    """The load of the coming sets has changed; `change` in %."""

    exercise_id: Identifier
    weight: Load
    weight_unit: WeightUnit
    previous_weight: Load | None = None
    change: float | None = None
    progression: LoadProgression | None = None
    loadable: bool | None = None
    nearest: tuple[float, ...] | None = None
    plates_per_side: tuple[float, ...] | None = None
    reason: ShortText | None = None
    set_number: SetNumber | None = None
    needs_confirmation: bool | None = None
    notice: Notice | None = None


class RestTimerState(enum.StrEnum):
    """What a rest timer does; `over` counts up past zero."""

    STARTED = "started"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    SKIPPED = "skipped"
    OVER = "over"


class RestAction(enum.StrEnum):
    """What somebody may ask of a rest timer."""

    SKIP = "skip"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"


class RestCommand(Command, frozen=True, kw_only=True):
    """Skips, pauses, resumes a rest, or extends it by `extendBy` s."""

    session_id: Identifier
    player_id: Identifier
    action: RestAction
    exercise_id: Identifier | None = None
    extend_by: Annotated[float, Meta(gt=0, le=900, description="s")] | None = None

    def __post_init__(self) -> None:
        """Refuse an extension by nothing."""
        if self.action is RestAction.EXTEND and self.extend_by is None:
            raise ValueError("extend needs extendBy")


class RestNext(Wire, frozen=True, kw_only=True):
    """What comes after the rest."""

    exercise_name: Name
    set_number: SetNumber
    weight: Load | None = None
    weight_unit: WeightUnit | None = None
    exercise_id: Identifier | None = None
    target_reps: Reps | None = None


class RestTimer(PlayerFact, frozen=True, kw_only=True):
    """A player's rest. `timeRemaining` in s, below zero when over; screens count down to `endsAt`."""

    exercise_id: Identifier
    rest_duration: Seconds
    time_remaining: Annotated[float, Meta(ge=-86_400, le=86_400, description="s")]
    timer_state: RestTimerState
    ends_at: Timestamp | None = None
    next: RestNext | None = None
    action: RestAction | None = None


class FormSource(enum.StrEnum):
    """Who or what judged the form."""

    TRAINER = "trainer"
    VIDEO = "video"
    SENSOR = "sensor"


class FormFeedback(Command, frozen=True, kw_only=True):
    """How a set looked: 1 poor to 5 perfect, with the issues seen."""

    session_id: Identifier
    player_id: Identifier
    exercise_id: Identifier
    set_number: SetNumber
    rating: Rating
    issues: Annotated[tuple[Code, ...], Meta(max_length=20)] = ()
    source: FormSource | None = None
    note: Text | None = None


class FormCorrection(Wire, frozen=True, kw_only=True):
    """What to say for one issue."""

    issue: Code
    cue: Text
    cue_sayings: Sayings | None = None


class FormFeedbackGiven(PlayerFact, frozen=True, kw_only=True):
    """A judgement of form with a cue for each issue and the trend over the last sets."""

    exercise_id: Identifier
    set_number: SetNumber
    rating: Rating
    issues: tuple[Code, ...]
    source: FormSource
    corrections: tuple[FormCorrection, ...]
    trend: Trend
    note: Text | None = None
    note_sayings: Sayings | None = None


class AdviceVerdict(enum.StrEnum):
    """What a person made of an advice."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class AdviceDecision(Command, frozen=True, kw_only=True):
    """Accepts or refuses an advice that was shown."""

    session_id: Identifier
    player_id: Identifier
    advice_id: Identifier
    verdict: AdviceVerdict
    reason: ShortText | None = None


class AdviceDecided(PlayerFact, frozen=True, kw_only=True):
    """An advice was accepted or refused; kept, so that advice can be judged by what came of it."""

    advice_id: Identifier
    verdict: AdviceVerdict
    reason: ShortText | None = None
    intensity_change: Annotated[
        float | None,
        Meta(description="% of the planned power of this player's work intervals from `fromIndex` on, 0 as planned"),
    ] = None
    from_index: Annotated[int | None, Meta(description="the first interval that the change is for")] = None


class AdviceLimits(Command, frozen=True, kw_only=True):
    """Switches advice off or on, or limits it, for one player or for all; it holds until it is said anew."""

    session_id: Identifier
    player_id: Identifier | None = None
    advice: AdviceSettings
    reason: ShortText | None = None


class AdviceLimitsChanged(PlayerOrAllFact, frozen=True, kw_only=True):
    """Advice was switched off or on, or limited; in place of what the plan says of it."""

    advice: AdviceSettings
    reason: ShortText | None = None


class ExercisePointer(Wire, frozen=True, kw_only=True):
    """Where a player is in a strength plan; a rest runs while `restEndsAt` is set."""

    index: int
    id: Identifier
    name: Name
    set_number: SetNumber
    total_sets: SetNumber
    total: Annotated[int | None, Meta(description="exercises in the plan")] = None
    target_reps: Reps | None = None
    target_rpe: Rpe | None = None
    weight: Load | None = None
    weight_unit: WeightUnit | None = None
    tempo: Tempo | None = None
    kind: SetKind | None = None
    side: Side | None = None
    rest_state: RestTimerState | None = None
    rest_ends_at: Timestamp | None = None
    rest_duration: Seconds | None = None
    next_set_preview: NextSetPreview | None = None
    next_name: Name | None = None


_D = Delivery
_S = WorkoutType.STRENGTH
_P = Subject.PLAYER

EVENTS: Final = (
    EventSpec(constant="STRENGTH_SET_COMPLETION", wire="training:strength:set:completion", summary="A set is done.",
              workout=_S, delivery=_D.DURABLE, senders=ATHLETE, subject=_P, command=SetCompletion, event=SetCompleted,
              pace=Pace.STRENGTH),
    EventSpec(constant="STRENGTH_WEIGHT_UPDATE", wire="training:strength:weight:update",
              summary="Another load for the coming sets.", workout=_S, delivery=_D.DURABLE, senders=ATHLETE, subject=_P,
              command=WeightUpdate, event=WeightUpdated, pace=Pace.STRENGTH),
    EventSpec(constant="STRENGTH_REST_TIMER", wire="training:strength:rest:timer", summary="A player rests.",
              workout=_S, delivery=_D.DERIVED, command_delivery=_D.DURABLE, senders=ATHLETE, subject=_P,
              command=RestCommand, event=RestTimer, pace=Pace.REST),
    EventSpec(constant="STRENGTH_FORM_FEEDBACK", wire="training:strength:form:feedback", summary="How a set looked.",
              workout=_S, delivery=_D.DURABLE, senders=SENSOR, subject=_P, command=FormFeedback,
              event=FormFeedbackGiven, pace=Pace.STRENGTH),
    EventSpec(constant="ADVICE_DECISION", wire="training:advice:decision", summary="An advice is accepted or refused.",
              delivery=_D.DURABLE, senders=ATHLETE, subject=_P, command=AdviceDecision, event=AdviceDecided),
    EventSpec(constant="ADVICE_LIMITS", wire="training:advice:limits",
              summary="Advice is switched off or on, or limited.", delivery=_D.DURABLE, senders=STAFF,
              command=AdviceLimits, event=AdviceLimitsChanged),
)  # fmt: skip
