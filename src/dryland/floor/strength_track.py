"""One player's way through a strength plan: sets done, the rest that runs, the load that is to come, the estimates.

Everything here follows from facts; a track knows its player's programme, history and body, but no session and no
clock, so that other kinds of workout can hold one too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from dryland.contract.base import Restriction, WeightUnit
from dryland.contract.strength import NextSetPreview, SetData, SetOutcome
from dryland.contract.strength_plan import AdviceSettings, PlannedExercise, SetKind
from dryland.floor.profile import PlayerProfile
from dryland.floor.programme import Programme, Step, set_key
from dryland.floor.rest_timer import Rest
from dryland.floor.state import WorkState
from dryland.floor.strength_history import LiftingHistory
from dryland.floor.strength_settings import StrengthSettings
from dryland.science.strength_state import SetObservation, StrengthState, observe

__all__ = [
    "ChosenLoad",
    "DoneSet",
    "FormMark",
    "Lifter",
    "StrengthTrack",
    "body_kg",
    "current_step",
    "is_done",
    "learned",
    "next_step",
    "observation_of",
    "place_after",
]

_LEARNING_KINDS: Final = frozenset({SetKind.WORKING, SetKind.AMRAP})
"""Sets that tell of strength: warm-ups are too easy, drops and clusters too tired or too rested, holds have no reps."""


class DoneSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """A set as it was done. `bar_kg` was on the bar, `load_kg` moved in all, body mass included."""

    exercise_id: str
    exercise_name: str
    lift: str
    at_ms: int
    seq: int
    data: SetData
    bar_kg: float
    load_kg: float
    kind: SetKind = SetKind.WORKING
    drop: bool = False
    target_rpe: float | None = None
    target_reps: int | None = None
    event_id: str | None = None
    questioned: bool = False
    verified: bool = True
    velocity_loss: float | None = None

    @property
    def learns(self) -> bool:
        """Whether the set says something about strength."""
        return self.kind in _LEARNING_KINDS and not self.drop and not self.questioned

    @property
    def outcome(self) -> SetOutcome:
        """How it ended; completed where nothing else was told."""
        return self.data.outcome or SetOutcome.COMPLETED


class ChosenLoad(msgspec.Struct, frozen=True):
    """A load that a person chose for the coming sets of an exercise, as entered."""

    weight: float
    unit: WeightUnit
    at_ms: int
    set_number: int | None = None


class FormMark(msgspec.Struct, frozen=True):
    """A rating of form, 1-5, and the set it was for."""

    set_number: int
    rating: int


class StrengthTrack(WorkState):
    """Where one player is. `at` is the key of a set: the one just done while its rest runs, else the one to do."""

    strength: StrengthState = StrengthState()
    learned_ms: int = 0
    done: dict[str, DoneSet] = msgspec.field(default_factory=dict[str, DoneSet])
    at: str | None = None
    rest: Rest | None = None
    preview: NextSetPreview | None = None
    refused_advice: bool = False
    loads: dict[str, ChosenLoad] = msgspec.field(default_factory=dict[str, ChosenLoad])
    marks: dict[str, list[FormMark]] = msgspec.field(default_factory=dict[str, list[FormMark]])
    advice: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    """Each advice shown and what a person made of it, empty while nobody has."""
    limits: AdviceSettings | None = None
    """How far a person lets the system advise, in place of what the plan says."""
    finished: bool = False


class Lifter(NamedTuple):
    """A track and all that its rules look at beside it."""

    track: StrengthTrack
    programme: Programme
    history: LiftingHistory
    profile: PlayerProfile
    restrictions: tuple[Restriction, ...]
    settings: StrengthSettings
    banned: Mapping[str, PlannedExercise] = MappingProxyType({})
    """Exercises of the plan that restrictions have taken out."""


def body_kg(exercise: PlannedExercise | None, profile: PlayerProfile) -> float:
    """The part of body mass that an exercise lifts, kg; 0 where either is not known."""
    share = None if exercise is None else exercise.bodyweight_share
    return share * profile.mass_kg if share and profile.mass_kg else 0.0


def is_done(track: StrengthTrack, step: Step) -> bool:
    """Whether a step's set was done, on its side or on both."""
    if step.key in track.done:
        return True
    return step.side is not None and set_key(step.exercise.id, step.number, None) in track.done


def current_step(track: StrengthTrack, programme: Programme) -> Step | None:
    """The step a player is at; the first that is not done where the plan has changed under the player."""
    known = programme.step(track.at)
    if known is not None or track.finished:
        return known
    return place_after(track, programme, -1)


def next_step(track: StrengthTrack, programme: Programme) -> Step | None:
    """The step to do next: the current one where it is not done, else the first undone one after it."""
    at = current_step(track, programme)
    if at is None or not is_done(track, at):
        return at
    return place_after(track, programme, programme.places[at.key])


def place_after(track: StrengthTrack, programme: Programme, place: int) -> Step | None:
    """The first undone step after a place, then from the start; None when everything is done."""
    steps = programme.steps
    for step in (*steps[place + 1 :], *steps[: place + 1]):
        if not is_done(track, step):
            return step
    return None


def observation_of(done: DoneSet) -> SetObservation:
    """A set as the estimates learn it; an AMRAP set without a rating went to failure."""
    data = done.data
    amrap = done.kind is SetKind.AMRAP and data.rpe is None
    return SetObservation(
        exercise=done.lift,
        load_kg=done.load_kg,
        reps=data.reps,
        at_ms=done.at_ms,
        rpe=data.rpe,
        to_failure=amrap,
        outcome=done.outcome.value,
        velocities_ms=data.velocities or (),
        target_rpe=done.target_rpe,
    )


class _LastLearned:
    """The newest lesson: deciding learns a set to advise from it, evolving learns the very same set again."""

    __slots__ = ("after", "before", "done")

    def __init__(self) -> None:
        self.before: StrengthState | None = None
        self.done: SetObservation | None = None
        self.after = StrengthState()

    def learn(self, before: StrengthState, done: SetObservation) -> StrengthState:
        if before is not self.before or done != self.done:
            self.after = observe(before, done)
            self.before, self.done = before, done
        return self.after


_last_learned: Final = _LastLearned()


def learned(lifter: Lifter, done: DoneSet | None, replaced: tuple[str, ...]) -> StrengthState:
    """The estimates with one more set in the place of those replaced (by key); None only takes them out.

    Sets are learned in the order of their own time, so a set that comes late or is corrected counts as if it had come
    in its turn.
    """
    track = lifter.track
    if not replaced and done is not None and done.at_ms >= track.learned_ms:
        return _last_learned.learn(track.strength, observation_of(done)) if done.learns else track.strength
    sets = [each for key, each in track.done.items() if key not in replaced]
    if done is not None:
        sets.append(done)
    state = lifter.history.strength
    for each in sorted(sets, key=lambda each: (each.at_ms, each.seq)):
        if each.learns:
            state = observe(state, observation_of(each))
    return state
