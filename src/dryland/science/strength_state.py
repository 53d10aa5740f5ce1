"""One player's strength as the floor holds it: learn a set, say the 1RM with its uncertainty, foretell the next set.

A state is plain data (JSON through msgspec), a function of the sets seen and nothing else. Joins the strength filter
of each exercise with the player's rating habit. Must not know plans, plates, sessions, stores or clocks.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

from dryland.science.effort_curve import curve_depth
from dryland.science.rating_habit import RatingHabit, Witnesses, expect_rating, learn_rating
from dryland.science.set_evidence import (
    SetObservation,
    effort_evidence,
    first_guess_effort,
    is_countable,
    readable,
    was_failure,
)
from dryland.science.strength_filter import (
    BIAS,
    CURVE,
    STRENGTH,
    CapacityFilter,
    advance,
    begin,
    expected_effort,
    knows_velocity,
    learn_effort,
    learn_velocity,
    ln_strength_now,
    tired_by_a_set,
)
from dryland.science.strength_priors import StrengthPriors

__all__ = [
    "PRIORS",
    "Estimate",
    "ExerciseStrength",
    "PlannedSet",
    "SetObservation",
    "StrengthPriors",
    "StrengthState",
    "estimate",
    "load_for",
    "observe",
    "predict_rpe",
]

PRIORS = StrengthPriors()
_Z_90 = 1.6448536269514722
_CLOSE = math.log(1.05)
_MS_PER_H = 3_600_000.0
_NOISE_PRIOR_SETS = 30.0
_NOISE_MEMORY_SETS = 300.0
_NOISE_RANGE = (0.25, 4.0)
_MOST_SURPRISE = 9.0
_FASTEST_MS = 5.0
_VELOCITY_SHARES = (0.45, 1.05)
"""Shares of 1RM between which the load-velocity line is straight enough in ln(load)."""


class PlannedSet(msgspec.Struct, frozen=True, kw_only=True):
    """A set that is about to be done, with everything known before it."""

    exercise: str
    load_kg: float
    reps: int
    at_ms: int
    target_rpe: float | None = None


class ExerciseStrength(msgspec.Struct, frozen=True):
    """What is known about one exercise of one player: capacity, the last rated set, the kinds of evidence so far."""

    capacity: CapacityFilter
    last_rpe: float | None = None
    last_load_kg: float = 0.0
    last_reps: int = 0
    last_rated_ms: int = 0
    rated_sets: int = 0
    failed_sets: int = 0
    velocity_sets: int = 0


class StrengthState(msgspec.Struct, frozen=True):
    """One player: the exercises apart, the rating habit and the noise of the ratings shared.

    `noise_ratio` is the variance of this player's ratings over the expected one.
    """

    exercises: Mapping[str, ExerciseStrength] = {}
    habit: RatingHabit = RatingHabit()
    noise_ratio: float = 1.0
    noise_sets: float = 0.0


class Estimate(msgspec.Struct, frozen=True):
    """1RM rested on an ordinary day with its 90 % interval; `confidence` is the probability of being within 5 %.

    `method` names the evidence: rpe, failure, velocity joined by +, or reps where nothing but sets done is known.
    """

    value_kg: float
    low_kg: float
    high_kg: float
    method: str
    confidence: float


def observe(state: StrengthState, done: SetObservation, priors: StrengthPriors = PRIORS) -> StrengthState:
    """The state after one set; a skipped set or one without load or countable repetitions changes nothing."""
    if not is_countable(done):
        return state
    done = readable(done)
    known = state.exercises.get(done.exercise)
    before = known or ExerciseStrength(
        begin(math.log(done.load_kg), done.reps, first_guess_effort(done), done.at_ms, priors)
    )
    situation = _situation(before, done, priors)
    capacity = advance(before.capacity, done.at_ms, priors)
    felt = None if known is None else expected_effort(capacity, math.log(done.load_kg), done.reps)
    habit = state.habit
    if done.rpe is not None and done.reps > 0:
        habit = learn_rating(habit, Witnesses(felt, before.last_rpe, done.target_rpe, situation), done.rpe)
    repeated = situation == "repeat" and before.last_rpe == done.rpe
    capacity, noise = _learn(state, capacity, done, repeated, priors)
    exercises = {**state.exercises, done.exercise: _after(before, tired_by_a_set(capacity), done)}
    return StrengthState(exercises, habit, *noise)


def estimate(
    state: StrengthState, exercise: str, at_ms: int | None = None, priors: StrengthPriors = PRIORS
) -> Estimate | None:
    """1RM of an exercise at a time (of its last set when None); None before the first set."""
    known = state.exercises.get(exercise)
    if known is None:
        return None
    capacity = known.capacity if at_ms is None else advance(known.capacity, at_ms, priors)
    ln_1rm = capacity.belief.mean[STRENGTH]
    sd = math.sqrt(max(capacity.belief.cov[STRENGTH][STRENGTH], 1e-12))
    return Estimate(
        value_kg=math.exp(ln_1rm),
        low_kg=math.exp(ln_1rm - _Z_90 * sd),
        high_kg=math.exp(ln_1rm + _Z_90 * sd),
        method=_method(known),
        confidence=math.erf(_CLOSE / sd / math.sqrt(2.0)),
    )


def predict_rpe(state: StrengthState, ahead: PlannedSet, priors: StrengthPriors = PRIORS) -> float:
    """The RPE that the player will give a set (median of the prediction, half points, 6-10)."""
    known = state.exercises.get(ahead.exercise)
    if known is None:
        return expect_rating(state.habit, Witnesses(None, None, ahead.target_rpe, "first"))
    felt = None
    if ahead.load_kg > 0.0:
        felt = expected_effort(advance(known.capacity, ahead.at_ms, priors), math.log(ahead.load_kg), ahead.reps)
    situation = _situation(known, ahead, priors)
    return expect_rating(state.habit, Witnesses(felt, known.last_rpe, ahead.target_rpe, situation))


def load_for(
    state: StrengthState, exercise: str, reps: int, *, rpe: float, at_ms: int, priors: StrengthPriors = PRIORS
) -> float | None:
    """Load in kg at which `reps` will feel like `rpe` now, form of the day and fatigue included; None if unknown."""
    known = state.exercises.get(exercise)
    if known is None or reps < 1:
        return None
    capacity = advance(known.capacity, at_ms, priors)
    mean = capacity.belief.mean
    reps_in_all = reps + 10.0 - (rpe - mean[BIAS])
    return math.exp(ln_strength_now(capacity) - mean[CURVE] * curve_depth(reps_in_all))


def _situation(known: ExerciseStrength, ahead: PlannedSet | SetObservation, priors: StrengthPriors) -> str:
    pause_ms = ahead.at_ms - known.last_rated_ms
    if known.last_rpe is None or pause_ms >= priors.session_gap_h * _MS_PER_H:
        return "first"
    return "repeat" if (known.last_load_kg, known.last_reps) == (ahead.load_kg, ahead.reps) else "changed"


def _learn(
    state: StrengthState, capacity: CapacityFilter, done: SetObservation, repeated: bool, priors: StrengthPriors
) -> tuple[CapacityFilter, tuple[float, float]]:
    ln_load = math.log(done.load_kg)
    if done.velocities_ms:
        capacity = _learn_velocities(capacity, ln_load, done.velocities_ms, priors)
    rates, noise_ratio = state.habit.rates, state.noise_ratio
    said = effort_evidence(done, rates=rates, noise_ratio=noise_ratio, repeated=repeated, priors=priors)
    if said is None:
        return capacity, (noise_ratio, state.noise_sets)
    capacity, surprise = learn_effort(capacity, ln_load, done.reps, said)
    # A copied rating would make any lifter look exact.
    teaches_noise = said.rated and not repeated
    return capacity, _noise_after(state, surprise) if teaches_noise else (noise_ratio, state.noise_sets)


def _learn_velocities(
    capacity: CapacityFilter, ln_load: float, velocities_ms: Sequence[float], priors: StrengthPriors
) -> CapacityFilter:
    share = math.exp(ln_load - capacity.belief.mean[STRENGTH])
    fastest_ms = max(velocities_ms)
    if not 0.0 < fastest_ms <= _FASTEST_MS or not _VELOCITY_SHARES[0] <= share <= _VELOCITY_SHARES[1]:
        return capacity
    return learn_velocity(capacity, ln_load, fastest_ms, priors)


def _noise_after(state: StrengthState, surprise: float) -> tuple[float, float]:
    """Running mean of the squared surprises, begun with as many sets of the expected size as the prior counts."""
    sets = min(state.noise_sets + 1.0, _NOISE_MEMORY_SETS)
    step = state.noise_ratio * (min(surprise, _MOST_SURPRISE) - 1.0) / (_NOISE_PRIOR_SETS + sets)
    return min(max(state.noise_ratio + step, _NOISE_RANGE[0]), _NOISE_RANGE[1]), sets


def _after(before: ExerciseStrength, capacity: CapacityFilter, done: SetObservation) -> ExerciseStrength:
    rated, failed = done.rpe is not None, was_failure(done)
    return ExerciseStrength(
        capacity=capacity,
        last_rpe=done.rpe if rated else before.last_rpe,
        last_load_kg=done.load_kg if rated else before.last_load_kg,
        last_reps=done.reps if rated else before.last_reps,
        last_rated_ms=done.at_ms if rated else before.last_rated_ms,
        rated_sets=before.rated_sets + (rated and not failed),
        failed_sets=before.failed_sets + failed,
        velocity_sets=before.velocity_sets + (bool(done.velocities_ms) and knows_velocity(capacity)),
    )


def _method(known: ExerciseStrength) -> str:
    kinds = (("rpe", known.rated_sets), ("failure", known.failed_sets), ("velocity", known.velocity_sets))
    return "+".join(kind for kind, sets in kinds if sets) or "reps"
