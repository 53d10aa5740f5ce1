"""What one lifter can do in one exercise: a filter that learns from every set and separates what moves it.

Six things stand behind a set's effort, each with its own uncertainty: strength (ln 1RM, rested, on an ordinary day),
the form of the day, the stretch of the repetition curve, the strength that a set costs within the session, the
lifter's habit of rating too high or too low, and (once velocities are seen) the personal load-velocity line. Effort
is on the RPE scale (10 − repetitions left), not cut at 6 or 10. Must not know plans, habits of filling in forms,
stores or clocks.
"""

import math
from collections.abc import Sequence

import msgspec

from dryland.science.belief import Belief, condition, independent, project, truncated_normal
from dryland.science.effort_curve import curve_depth, curve_slope, reps_at_depth
from dryland.science.strength_priors import StrengthPriors

__all__ = [
    "BIAS",
    "CURVE",
    "DAY",
    "STRENGTH",
    "CapacityFilter",
    "EffortEvidence",
    "advance",
    "begin",
    "effort_gradient",
    "expected_effort",
    "knows_velocity",
    "learn_effort",
    "learn_velocity",
    "ln_strength_now",
    "tired_by_a_set",
]

STRENGTH, DAY, CURVE, FATIGUE, BIAS, VELOCITY_AT_MAX, VELOCITY_SLOPE = range(7)
_MS_PER_DAY = 86_400_000.0
_MS_PER_MIN = 60_000.0
_LONGEST_DRIFT_DAYS = 60.0
_MOST_SDS = 3.0
_CURVE_RANGE = (0.5, 1.8)
_FATIGUE_RANGE = (-0.01, 0.04)


class EffortEvidence(msgspec.Struct, frozen=True):
    """Effort of a set in [low, high] with a noise (sd, RPE points).

    `rated`: it is the lifter's own number, which carries the lifter's rating bias; a failed repetition does not.
    """

    low: float
    high: float
    noise_sd: float
    rated: bool


class CapacityFilter(msgspec.Struct, frozen=True):
    """Belief about one exercise and when it was last touched; `fatigue` counts set costs not yet recovered."""

    belief: Belief
    at_ms: int
    fatigue: float = 0.0


def begin(ln_load: float, reps: int, effort: float, at_ms: int, priors: StrengthPriors) -> CapacityFilter:
    """A first belief around the chart's 1RM for a set of this effort."""
    ln_1rm = ln_load + curve_depth(reps + 10.0 - effort)
    mean = (ln_1rm, 0.0, 1.0, priors.fatigue_per_set, 0.0)
    sd = (priors.first_guess_sd, priors.day_form_sd, priors.curve_sd, priors.fatigue_per_set_sd, priors.bias_sd)
    return CapacityFilter(independent(mean, sd), at_ms)


def advance(capacity: CapacityFilter, at_ms: int, priors: StrengthPriors) -> CapacityFilter:
    """The same belief at a later time: strength may have drifted, fatigue has gone down, the day may be another.

    A time before the last one counts as the same moment.
    """
    gap_ms = float(at_ms - capacity.at_ms)
    if gap_ms <= 0.0:
        return capacity
    if gap_ms < priors.session_gap_h * 60.0 * _MS_PER_MIN:
        left = 0.5 ** (gap_ms / _MS_PER_MIN / priors.fatigue_half_life_min)
        return CapacityFilter(capacity.belief, at_ms, capacity.fatigue * left)
    days = min(gap_ms / _MS_PER_DAY, _LONGEST_DRIFT_DAYS)
    drift_var = priors.drift_sd_per_day**2 * days
    return CapacityFilter(_another_day(capacity.belief, drift_var, priors.day_form_sd**2), at_ms)


def _another_day(belief: Belief, drift_var: float, day_var: float) -> Belief:
    strength, _, *others = belief.mean
    rows = [[row[STRENGTH], 0.0, *row[CURVE:]] for row in belief.cov]
    rows[STRENGTH][STRENGTH] += drift_var
    rows[DAY] = [0.0] * len(rows)
    rows[DAY][DAY] = day_var
    return Belief((strength, 0.0, *others), tuple([tuple(row) for row in rows]))


def expected_effort(capacity: CapacityFilter, ln_load: float, reps: int) -> float:
    """Effort that the lifter would report for a set if the scale had no ends."""
    mean = capacity.belief.mean
    return 10.0 + reps - reps_at_depth((ln_strength_now(capacity) - ln_load) / mean[CURVE]) + mean[BIAS]


def effort_gradient(capacity: CapacityFilter, ln_load: float) -> list[float]:
    """How the expected effort changes with each part of the belief."""
    mean = capacity.belief.mean
    stretch = mean[CURVE]
    depth = (ln_strength_now(capacity) - ln_load) / stretch
    step = 1.0 / (stretch * curve_slope(reps_at_depth(depth)))
    gradient = [-step, -step, depth * step, capacity.fatigue * step, 1.0]
    return gradient + [0.0] * (len(mean) - len(gradient))


def ln_strength_now(capacity: CapacityFilter) -> float:
    """ln 1RM with the form of the day and the fatigue of the session."""
    mean = capacity.belief.mean
    return mean[STRENGTH] + mean[DAY] - mean[FATIGUE] * capacity.fatigue


def knows_velocity(capacity: CapacityFilter) -> bool:
    """Whether velocities have begun to teach the personal load-velocity line."""
    return len(capacity.belief.mean) > VELOCITY_AT_MAX


def tired_by_a_set(capacity: CapacityFilter) -> CapacityFilter:
    """The same belief about a lifter who has one set more behind."""
    return CapacityFilter(capacity.belief, capacity.at_ms, capacity.fatigue + 1.0)


def learn_effort(
    capacity: CapacityFilter, ln_load: float, reps: int, said: EffortEvidence
) -> tuple[CapacityFilter, float]:
    """The belief after a set, and how much the set surprised: squared shift in units of its expected variance."""
    effort, gradient = expected_effort(capacity, ln_load, reps), effort_gradient(capacity, ln_load)
    if not said.rated:
        effort -= capacity.belief.mean[BIAS]
        gradient[BIAS] = 0.0
    reach, known_var = project(capacity.belief, gradient)
    var = known_var + said.noise_sd * said.noise_sd
    sd = math.sqrt(var)
    mean, kept_var = truncated_normal(effort, sd, said.low, said.high)
    # A mistyped load must not throw away what a season has taught: three standard deviations are the most a set moves.
    shift = max(-_MOST_SDS * sd, min(_MOST_SDS * sd, mean - effort))
    return _with(capacity, condition(capacity.belief, reach, var, shift, kept_var)), shift * shift / var


def learn_velocity(
    capacity: CapacityFilter, ln_load: float, velocity_ms: float, priors: StrengthPriors
) -> CapacityFilter:
    """The belief after the fastest repetition of a set moved at `velocity_ms` (mean concentric, full intent)."""
    belief = _with_velocity_line(capacity.belief, priors)
    mean = belief.mean
    above = ln_strength_now(capacity) - ln_load
    slope = mean[VELOCITY_SLOPE]
    gradient = (slope, slope, 0.0, -slope * capacity.fatigue, 0.0, 1.0, above)
    reach, known_var = project(belief, gradient)
    # The product of two uncertain numbers spreads more than its tangent says.
    product_var = belief.cov[VELOCITY_SLOPE][VELOCITY_SLOPE] * belief.cov[STRENGTH][STRENGTH]
    var = known_var + product_var + priors.velocity_noise_sd_ms**2
    limit = _MOST_SDS * math.sqrt(var)
    shift = max(-limit, min(limit, velocity_ms - (mean[VELOCITY_AT_MAX] + slope * above)))
    return _with(capacity, condition(belief, reach, var, shift))


def _with_velocity_line(belief: Belief, priors: StrengthPriors) -> Belief:
    if len(belief.mean) > VELOCITY_AT_MAX:
        return belief
    line_var = (priors.velocity_at_max_sd_ms**2, priors.velocity_slope_sd_ms**2)
    cov = tuple((*row, 0.0, 0.0) for row in belief.cov)
    none: Sequence[float] = (0.0,) * len(belief.mean)
    grown = (*cov, (*none, line_var[0], 0.0), (*none, 0.0, line_var[1]))
    return Belief((*belief.mean, priors.velocity_at_max_ms, priors.velocity_slope_ms), grown)


def _with(capacity: CapacityFilter, belief: Belief) -> CapacityFilter:
    curve, fatigue = belief.mean[CURVE], belief.mean[FATIGUE]
    if not (_CURVE_RANGE[0] <= curve <= _CURVE_RANGE[1] and _FATIGUE_RANGE[0] <= fatigue <= _FATIGUE_RANGE[1]):
        curve = min(max(curve, _CURVE_RANGE[0]), _CURVE_RANGE[1])
        fatigue = min(max(fatigue, _FATIGUE_RANGE[0]), _FATIGUE_RANGE[1])
        belief = Belief((*belief.mean[:CURVE], curve, fatigue, *belief.mean[BIAS:]), belief.cov)
    return CapacityFilter(belief, capacity.at_ms, capacity.fatigue)
