"""What is believed of a lifter before the first set, as settings; must not know how the beliefs are used."""

import msgspec

__all__ = ["StrengthPriors"]


class StrengthPriors(msgspec.Struct, frozen=True):
    """What is believed of a lifter before the first set; standard deviations unless said otherwise, all provisional.

    None is fitted to a person; docs/science/strength-estimate.md gives the ground of each.
    """

    first_guess_sd: float = 0.15
    """ln 1RM around the chart's value of the first set."""
    drift_sd_per_day: float = 0.006
    """ln 1RM, random walk: 1.6 % in a week, 5.5 % in twelve weeks."""
    day_form_sd: float = 0.03
    """ln strength between days; retests of 1RM vary by a median CV of 4.2 %, the test's own error included (Grgic 2020,
    doi:10.1186/s40798-020-00260-z).
    """
    curve_sd: float = 0.12
    """Relative stretch of the repetition curve; people and lifts differ in repetitions at equal % of 1RM (Nuzzo 2024,
    doi:10.1007/s40279-023-01937-7).
    """
    fatigue_per_set: float = 0.006
    fatigue_per_set_sd: float = 0.008
    """ln strength lost by a set and still missing at the next: about a fifth of a repetition, after full rests."""
    fatigue_half_life_min: float = 45.0
    """Minutes until half of that is back; only matters when sets carry their own times."""
    bias_sd: float = 0.5
    """RPE points that a lifter rates off the truth, constantly; studies found means up to 1 repetition (Halperin 2022,
    doi:10.1007/s40279-021-01559-x: 0.95 too few foretold, very heterogeneous).
    """
    effort_noise_sd: float = 0.6
    effort_noise_sd_per_rir: float = 0.15
    """RPE noise at failure and its growth per repetition left. With bias, form and curve the error is about 1 near
    failure and nears 2 with 4 left; below RPE 6 nothing but "easy" is read (Hackett 2017,
    doi:10.1519/JSC.0000000000001683).
    """
    failure_noise_sd: float = 0.3
    """RPE points; a failed repetition is a fact, its moment varies a little with will and technique."""
    completion_noise_sd: float = 0.5
    """RPE points; how exactly "it could be done" bounds the effort of a set that nobody rated."""
    repeated_rating_noise_ratio: float = 2.0
    """Variance ratio of a rating that only repeats the one before: much of it is copied, not felt."""
    session_gap_h: float = 4.0
    """A longer pause starts another day form."""
    velocity_at_max_ms: float = 0.25
    velocity_at_max_sd_ms: float = 0.08
    """Mean velocity of a 1RM: 0.10-0.33 m/s between lifts and people (Helms 2017; Conceição 2016)."""
    velocity_slope_ms: float = 1.2
    velocity_slope_sd_ms: float = 0.25
    """m/s per unit of ln(1RM / load): 1.1 (full squat) to 1.5 (leg press) by the tables of Conceição 2016."""
    velocity_noise_sd_ms: float = 0.04
    """Repeatability of the fastest repetition with a usual device (0.02-0.05 m/s)."""
