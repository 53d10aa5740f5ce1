"""Published grades of test results, best-of lists and the team's own percentiles. Knows no athlete's record.

Norms belong to the population they were measured in; no verified hockey norm by sex exists for the pro agility or the
lane agility test, nor any for the hexagon. Prefer the team's own percentiles and label every external norm.
"""

from __future__ import annotations

from collections.abc import Sequence

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import by_sex, look_up, positive

__all__ = [
    "NHL_COMBINE_2022_BEST",
    "illinois_grade",
    "nhl_combine_2022_best_s",
    "percentile_rank",
    "t_test_grade",
]

_T_TEST_GRADES = ("excellent", "good", "average", "poor")
_ILLINOIS_GRADES = ("excellent", "above_average", "average", "below_average", "poor")

# The five best of one combine, not norms: show them as "combine best".
NHL_COMBINE_2022_BEST = {
    "pro_agility_left": (4.33, 4.38, 4.40, 4.42, 4.43),
    "pro_agility_right": (4.25, 4.38, 4.42, 4.48, 4.54),
}


def t_test_grade(sex: str, seconds: float) -> str:
    """Grade of a T-test: men excellent < 9.5 s, good to 10.5, average to 11.5, poor above; women +1.0 s throughout.

    Source: Semenick-type norms as printed by professionalsoccercoaching.com.
    """
    men_s = positive("seconds", seconds) - by_sex(sex, 0.0, 1.0)
    # Nine decimals keep 10.5 s of a woman on the same side of the bound as 9.5 s of a man.
    men_s = round(men_s, 9)
    return _T_TEST_GRADES[(men_s >= 9.5) + (men_s > 10.5) + (men_s > 11.5)]


def illinois_grade(sex: str, seconds: float) -> str:
    """Grade of an Illinois run, 16-19 y: excellent, above_average, average, below_average or poor.

    Men < 15.2 / 15.2-16.1 / 16.2-18.1 / 18.2-18.3 / > 18.3 s; women < 17.0 / 17.0-17.9 / 18.0-21.7 / 21.8-23.0 /
    > 23.0 s; gaps in print are closed at the midpoint. Source: nrpt.co.uk.
    """
    below_s, last_s = by_sex(sex, ((15.2, 16.15, 18.15), 18.3), ((17.0, 17.95, 21.75), 23.0))
    positive("seconds", seconds)
    return _ILLINOIS_GRADES[sum(seconds >= bound for bound in below_s) + (seconds > last_s)]


def nhl_combine_2022_best_s(test: str, rank: int = 1) -> float | None:
    """Time [s] of the `rank`th best (1-5) at the NHL combine 2022 in `pro_agility_left` or `_right`; None beyond 5.

    Combine best, not a norm. Source: prohockeyrumors.com 2022.
    """
    best_s = look_up("test", test, NHL_COMBINE_2022_BEST)
    return best_s[rank - 1] if 1 <= rank <= len(best_s) else None


@finite_inputs
def percentile_rank(
    value: float, team: Sequence[float], lower_is_better: bool = True, min_team: int = 20
) -> float | None:
    """Percent of the team that `value` beats, ties counting half; None with fewer than 20 results.

    The 20 are a provisional design value and a setting.
    """
    if len(team) < min_team:
        return None
    beaten = sum(other > value if lower_is_better else other < value for other in team)
    ties = sum(other == value for other in team)
    return 100 * (beaten + ties / 2) / len(team)
