"""Agility on the wire: attempts, faults, pattern steps, timing.

The plan is in `agility_plan`. Times in ms as measured, positions in m on the drill's grid. Knows no norm and no rating.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.agility_plan import AttemptNumber, Cone, DrillPattern, FaultKind, Metres
from dryland.contract.base import (
    Command,
    Delivery,
    Identifier,
    Milliseconds,
    Name,
    Percent,
    PlayerFact,
    ShortText,
    Side,
    Text,
    Timestamp,
    Wire,
    WorkoutType,
)
from dryland.contract.errors import Notice
from dryland.contract.event_spec import SENSOR, EventSpec, Pace, Subject
from dryland.contract.sayings import Sayings

__all__ = [
    "EVENTS",
    "DrillCompleted",
    "DrillCompletion",
    "DrillCorrection",
    "DrillError",
    "DrillFault",
    "DrillImprovement",
    "DrillPhase",
    "DrillPointer",
    "DrillResult",
    "DrillTrend",
    "ErrorTracked",
    "ErrorTracking",
    "PatternProgress",
    "PatternProgressed",
    "PatternSteps",
    "PerformanceRating",
    "Point",
    "RatingBasis",
    "Split",
    "TimingSource",
    "TimingUpdate",
    "TimingUpdated",
    "VisualCues",
]

StepNumber = Annotated[int, Meta(ge=0, le=200)]
Splits = Annotated[tuple[Milliseconds, ...], Meta(max_length=50, description="ms from the start, one per gate")]
SignedMilliseconds = Annotated[float, Meta(ge=-3_600_000, le=3_600_000, description="ms; below zero is faster")]


class TimingSource(enum.StrEnum):
    """What measured the time."""

    GATES = "gates"
    LIGHT = "light"
    MANUAL = "manual"


class Point(Wire, frozen=True, kw_only=True):
    """A place on the drill's grid, in m."""

    x: Metres
    y: Metres


class DrillFault(Wire, frozen=True, kw_only=True):
    """A fault seen in an attempt."""

    type: FaultKind
    description: ShortText | None = None
    description_sayings: Sayings | None = None


class DrillResult(Wire, frozen=True, kw_only=True):
    """An attempt as it was timed; raw times in ms, faults beside them."""

    drill_id: Identifier
    drill_name: Name | None = None
    pattern: DrillPattern | None = None
    attempt_number: AttemptNumber
    total_attempts: AttemptNumber | None = None
    completion_time: Annotated[float, Meta(gt=0, le=3_600_000, description="ms")]
    splits: Splits | None = None
    errors: Annotated[tuple[DrillFault, ...], Meta(max_length=50)] = ()
    source: TimingSource | None = None
    side: Side | None = None
    reaction_time: Annotated[float, Meta(ge=-10_000, le=60_000, description="ms after the start signal")] | None = None


class DrillCompletion(Command, frozen=True, kw_only=True):
    """An attempt is done. The same attempt told again replaces the former word; `confirmed` answers a question."""

    session_id: Identifier
    player_id: Identifier
    drill_result: DrillResult
    confirmed: bool | None = None


class DrillTrend(enum.StrEnum):
    """Which way the times go; unknown before there is something to compare."""

    IMPROVING = "improving"
    STABLE = "stable"
    DECLINING = "declining"
    UNKNOWN = "unknown"


class DrillImprovement(Wire, frozen=True, kw_only=True):
    """Against the player's own attempts, in ms; `beyondNoise` when larger than the typical error allows.

    `fromBest` is against the best ever known before; trend and noise judge against the mean of the earlier valid
    attempts of the session, or of former sessions when this is the first.
    """

    from_previous: SignedMilliseconds | None = None
    from_best: SignedMilliseconds | None = None
    trend: DrillTrend
    beyond_noise: bool
    from_mean: SignedMilliseconds | None = None
    typical_error: Annotated[float | None, Meta(description="ms; the error of one attempt")] = None
    typical_error_basis: ShortText | None = None


class PerformanceRating(enum.StrEnum):
    """Where an attempt stands within its basis."""

    EXCELLENT = "excellent"
    GOOD = "good"
    AVERAGE = "average"
    NEEDS_IMPROVEMENT = "needs_improvement"


class RatingBasis(Wire, frozen=True, kw_only=True):
    """What an attempt was rated against: the team's own times or a named norm."""

    population: Name
    size: int | None = None
    percentile: Percent | None = None


class DrillCorrection(Wire, frozen=True, kw_only=True):
    """What to say for one kind of fault."""

    type: FaultKind
    cue: Text
    cue_sayings: Sayings | None = None


class DrillCompleted(PlayerFact, frozen=True, kw_only=True):
    """An attempt was done, whether it counts, and how it compares. Times in ms."""

    drill_result: DrillResult
    valid: bool
    performance_rating: PerformanceRating | None = None
    rating_basis: RatingBasis | None = None
    improvement: DrillImprovement | None = None
    best_time: Milliseconds | None = None
    average_time: Milliseconds | None = None
    corrections: tuple[DrillCorrection, ...] = ()
    void_reasons: tuple[FaultKind, ...] | None = None
    questioned: Annotated[bool | None, Meta(description="kept, but not compared with until confirmed")] = None
    notice: Notice | None = None
    asymmetry: Annotated[float | None, Meta(description="% between the sides' best times")] = None
    drill_finished: Annotated[bool | None, Meta(description="enough attempts count, or none is left")] = None


class DrillError(Wire, frozen=True, kw_only=True):
    """A fault with its place and time in the attempt."""

    type: FaultKind
    position: Point | None = None
    at_ms: Milliseconds | None = None
    description: ShortText | None = None
    description_sayings: Sayings | None = None


class ErrorTracking(Command, frozen=True, kw_only=True):
    """A fault was seen."""

    session_id: Identifier
    player_id: Identifier
    drill_id: Identifier
    attempt_number: AttemptNumber
    error: DrillError


class ErrorTracked(PlayerFact, frozen=True, kw_only=True):
    """A fault was seen; how often this session, whether it repeats from attempt to attempt and voids this one."""

    drill_id: Identifier
    attempt_number: AttemptNumber
    error: DrillError
    correction_suggestions: tuple[Text, ...]
    suggestion_sayings: Sayings | None = None
    count_this_session: int
    repeats: bool
    voids: bool | None = None
    notice: Notice | None = None


class DrillPhase(enum.StrEnum):
    """Where an attempt is."""

    SETUP = "setup"
    EXECUTION = "execution"
    RECOVERY = "recovery"
    FEEDBACK = "feedback"


class PatternSteps(Wire, frozen=True, kw_only=True):
    """Where a player is in the pattern; names and words come from the plan."""

    current_step: StepNumber
    total_steps: StepNumber | None = None
    step_name: Name | None = None
    step_instructions: Text | None = None


class VisualCues(Wire, frozen=True, kw_only=True):
    """What a screen draws, in m."""

    cone_positions: Annotated[tuple[Cone, ...], Meta(max_length=100)] | None = None
    path_trace: (
        Annotated[
            tuple[Point, ...], Meta(max_length=1_000, description="behind the player; in the phase setup the whole way")
        ]
        | None
    ) = None
    current_position: Point | None = None


class PatternProgress(Command, frozen=True, kw_only=True):
    """Where a player is in a drill's pattern; the phase `execution` starts the attempt."""

    session_id: Identifier
    player_id: Identifier
    drill_id: Identifier
    current_phase: DrillPhase
    pattern_progress: PatternSteps
    visual_cues: VisualCues | None = None
    attempt_number: AttemptNumber | None = None


class PatternProgressed(PlayerFact, frozen=True, kw_only=True):
    """Where a player is in a drill's pattern, with everything a screen draws."""

    drill_id: Identifier
    attempt_number: AttemptNumber
    current_phase: DrillPhase
    pattern_progress: PatternSteps
    visual_cues: VisualCues | None = None


class Split(Wire, frozen=True, kw_only=True):
    """A gate passed; `index` counts from 0, `time` in ms from the start."""

    index: Annotated[int, Meta(ge=0, le=50)]
    time: Milliseconds


class TimingUpdate(Command, frozen=True, kw_only=True):
    """The running time of an attempt; a split by gate, or as ms alone for the next gate."""

    session_id: Identifier
    player_id: Identifier
    drill_id: Identifier
    attempt_number: AttemptNumber
    elapsed_ms: Milliseconds
    split: Split | Milliseconds | None = None


class TimingUpdated(PlayerFact, frozen=True, kw_only=True):
    """The running time with its distance to the player's best and to the attempt before, at the same gate."""

    drill_id: Identifier
    attempt_number: AttemptNumber
    elapsed_ms: Milliseconds
    split: Split | None = None
    delta_to_best: SignedMilliseconds | None = None
    delta_to_previous: SignedMilliseconds | None = None


class DrillPointer(Wire, frozen=True, kw_only=True):
    """Where a player is in an agility plan; times in ms."""

    index: int
    id: Identifier
    name: Name
    pattern: DrillPattern
    total: Annotated[int | None, Meta(description="drills in the plan")] = None
    attempt_number: AttemptNumber
    total_attempts: AttemptNumber
    phase: DrillPhase
    step: StepNumber | None = None
    started_at: Timestamp | None = None
    rest_ends_at: Timestamp | None = None
    last_time: Milliseconds | None = None
    best_time: Milliseconds | None = None
    start_position: Annotated[int | None, Meta(description="place in the start list, counts from 1")] = None
    starts_at: Annotated[Timestamp | None, Meta(description="the player's turn where starts are timed")] = None
    side: Side | None = None
    next_name: Name | None = None


_D = Delivery
_A = WorkoutType.AGILITY
_P = Subject.PLAYER

EVENTS: Final = (
    EventSpec(constant="AGILITY_DRILL_COMPLETION", wire="training:agility:drill:completion",
              summary="An attempt is done.", workout=_A, delivery=_D.DURABLE, senders=SENSOR, subject=_P,
              command=DrillCompletion, event=DrillCompleted),
    EventSpec(constant="AGILITY_ERROR_TRACKING", wire="training:agility:error:tracking", summary="A fault was seen.",
              workout=_A, delivery=_D.DURABLE, senders=SENSOR, subject=_P, command=ErrorTracking, event=ErrorTracked),
    EventSpec(constant="AGILITY_PATTERN_PROGRESS", wire="training:agility:pattern:progress",
              summary="Where a player is in a pattern.", workout=_A, delivery=_D.LIVE, senders=SENSOR, subject=_P,
              command=PatternProgress, event=PatternProgressed, pace=Pace.AGILITY_PATTERN),
    EventSpec(constant="AGILITY_TIMING_UPDATE", wire="training:agility:timing:update",
              summary="The running time of an attempt.", workout=_A, delivery=_D.LIVE, senders=SENSOR, subject=_P,
              command=TimingUpdate, event=TimingUpdated, pace=Pace.AGILITY_TIMING),
)  # fmt: skip
