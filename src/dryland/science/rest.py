"""Rest between sets, as published for a goal, and stretched by effort. Knows no clock and no timer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import look_up, non_negative

__all__ = ["REST", "RestAdvice", "rest_by_effort_s", "rest_min_seconds", "rest_range_seconds", "rest_source"]


class RestAdvice(NamedTuple):
    """Seconds to rest with their source; `provisional` marks figures that were not read in the source."""

    low_s: int
    high_s: int
    source: str
    provisional: bool = False
    minimum_s: int | None = None


_GRGIC_2018 = "Grgic 2018 Sports Med 48:137, doi:10.1007/s40279-017-0788-x"
_DE_SALLES_2009 = "de Salles 2009 Sports Med 39:765, doi:10.2165/11315230-000000000-00000"
_NSCA = "NSCA Essentials of Strength Training and Conditioning"
_ACSM = "ACSM 2009 position stand, doi:10.1249/MSS.0b013e3181915670"

REST: dict[str, RestAdvice] = {
    "max_strength/trained": RestAdvice(180, 300, f"{_GRGIC_2018}; {_DE_SALLES_2009}", minimum_s=120),
    "max_strength/untrained": RestAdvice(60, 120, _GRGIC_2018),
    "repeat_50_90pct_sets": RestAdvice(180, 300, _DE_SALLES_2009),
    "hypertrophy": RestAdvice(60, 90, f"Grgic 2017 EJSS 17:983, doi:10.1080/17461391.2017.1340524; {_NSCA}", True),
    "power": RestAdvice(180, 300, f"{_NSCA}; {_DE_SALLES_2009}", True),
    "plyometric": RestAdvice(180, 300, f"{_NSCA}; {_DE_SALLES_2009}", True),
    "cluster_rep": RestAdvice(15, 30, _NSCA, True),
    "nsca_strength_power": RestAdvice(120, 300, _NSCA, True),
    "nsca_hypertrophy": RestAdvice(30, 90, _NSCA, True),
    "nsca_endurance": RestAdvice(0, 30, _NSCA, True),
    "endurance": RestAdvice(0, 30, _NSCA, True),
    "acsm_main_lift": RestAdvice(120, 180, _ACSM, True),
    "acsm_assistance": RestAdvice(60, 120, _ACSM, True),
    "velocity_loss_squat": RestAdvice(240, 240, "Pareja-Blanco 2017 SJMSS 27:724, doi:10.1111/sms.12678"),
}


def _advice(goal: str, status: str, table: Mapping[str, RestAdvice]) -> RestAdvice:
    keyed = f"{goal}/{status}"
    return table[keyed] if keyed in table else look_up("goal", goal, table)


def rest_min_seconds(goal: str, status: str = "trained", table: Mapping[str, RestAdvice] = REST) -> int:
    """Shortest rest [s] that the source supports for `goal` in a `trained` or `untrained` lifter.

    Provisional rows (see `REST`) are recalled; `table` is a setting.
    """
    advice = _advice(goal, status, table)
    return advice.low_s if advice.minimum_s is None else advice.minimum_s


def rest_range_seconds(goal: str, status: str = "trained", table: Mapping[str, RestAdvice] = REST) -> list[int]:
    """[low, high] seconds of rest for `goal`; see `rest_source` for where they come from.

    Provisional rows (see `REST`) are recalled; `table` is a setting.
    """
    advice = _advice(goal, status, table)
    return [advice.low_s, advice.high_s]


def rest_source(goal: str, status: str = "trained", table: Mapping[str, RestAdvice] = REST) -> str:
    """Where the rest of `goal` comes from, and whether the figure is provisional."""
    advice = _advice(goal, status, table)
    return f"{advice.source} (provisional)" if advice.provisional else advice.source


@finite_inputs
def rest_by_effort_s(
    base_s: float,
    rpe: float,
    minimum_s: float = 0.0,
    factors: tuple[float, float, float, float] = (0.75, 1.0, 1.25, 1.5),
) -> float:
    """Rest [s] after a set: base times 0.75 to RPE 7, 1 below 9, 1.25 at 9, 1.5 from 9.5; never below `minimum_s`.

    Provisional design values: no trial validates the multipliers; `factors` is a setting. RPE between the half points
    takes the band it has reached.
    """
    easy, normal, hard, maximal = factors
    factor = maximal if rpe >= 9.5 else hard if rpe >= 9 else normal if rpe > 7 else easy
    return max(non_negative("base_s", base_s) * factor, minimum_s)
