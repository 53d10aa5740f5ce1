"""Load arithmetic: rounding, plates on a bar, time under tension, tonnage, INOL. Works in whole grams, never floats.

Knows no exercise and no plan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import non_negative, positive

__all__ = [
    "PlateChange",
    "inol",
    "inol_band",
    "loadable_kg",
    "plate_change",
    "plates_from_inventory",
    "plates_per_side",
    "round_load",
    "rounding_mode",
    "tempo_tut_seconds",
    "tonnage_kg",
]


class PlateChange(NamedTuple):
    """Plates [kg] to take off and to put on each side, outermost first and innermost first."""

    strip_kg: list[float]
    add_kg: list[float]


def _grams(kg: float) -> int:
    return round(kg * 1000)


@finite_inputs
def round_load(target_kg: float, bar_kg: float = 20.0, smallest_plate_kg: float = 1.25, mode: str = "nearest") -> float:
    """Load [kg] that the bar can carry next to `target_kg`: bar plus steps of two smallest plates.

    mode `nearest` (half up), `down` or `up`; never below the bar.
    Arithmetic in whole grams.
    """
    step_g = 2 * _grams(positive("smallest_plate_kg", smallest_plate_kg))
    if step_g == 0:
        raise ValueError("smallest_plate_kg must be at least a gram")
    over_g = max(0, _grams(non_negative("target_kg", target_kg)) - _grams(bar_kg))
    # Twice the grams keep an odd step's half exact.
    steps = {
        "nearest": (2 * over_g + step_g) // (2 * step_g),
        "down": over_g // step_g,
        "up": -(-over_g // step_g),
    }
    if mode not in steps:
        raise ValueError(f"mode must be nearest, down or up, not {mode!r}")
    return (_grams(bar_kg) + steps[mode] * step_g) / 1000


def rounding_mode(pct_e1rm: float, round_down_from_pct: float = 90.0) -> str:
    """How to round a prescription: `down` from 90 % of e1RM on, else `nearest`; provisional design value, a setting."""
    return "down" if pct_e1rm >= round_down_from_pct else "nearest"


@finite_inputs
def plates_per_side(load_kg: float, bar_kg: float, plates_kg: Sequence[float]) -> list[float] | None:
    """Plates [kg] for one side, heaviest first, greedy, each size available without limit.

    None when the load is below the bar or does not come out exactly.
    Arithmetic in whole grams.
    """
    left_g = _grams(load_kg) - _grams(bar_kg)
    if left_g < 0 or left_g % 2:
        return None
    left_g //= 2
    side: list[float] = []
    for plate_kg in sorted(plates_kg, reverse=True):
        count, left_g = divmod(left_g, _grams(positive("plate", plate_kg)))
        side.extend([plate_kg] * count)
    return side if left_g == 0 else None


def _fewest_plates(pairs: Mapping[float, int]) -> dict[int, tuple[float, ...]]:
    """Each reachable weight of one side [g] with its fewest plates, heaviest first."""
    best: dict[int, tuple[float, ...]] = {0: ()}
    for plate_kg in sorted(pairs, reverse=True):
        plate_g = _grams(positive("plate", plate_kg))
        for side_g, plates in list(best.items()):
            for count in range(1, pairs[plate_kg] + 1):
                key, candidate = side_g + count * plate_g, plates + (plate_kg,) * count
                if key not in best or len(candidate) < len(best[key]):
                    best[key] = candidate
    return best


@finite_inputs
def plates_from_inventory(load_kg: float, bar_kg: float, pairs: Mapping[float, int]) -> list[float] | None:
    """Plates [kg] for one side from a rack that owns `pairs[plate_kg]` pairs: fewest plates, heaviest first.

    None when the rack cannot load it exactly. Finds loads that a greedy fill misses.
    Arithmetic in whole grams.
    """
    left_g = _grams(load_kg) - _grams(bar_kg)
    if left_g < 0 or left_g % 2:
        return None
    side = _fewest_plates(pairs).get(left_g // 2)
    return None if side is None else list(side)


@finite_inputs
def loadable_kg(target_kg: float, bar_kg: float, pairs: Mapping[float, int], mode: str = "nearest") -> float | None:
    """Load [kg] the rack can make next to `target_kg`; `nearest` takes the heavier on a tie, `down`/`up` bound it.

    None when no load satisfies the mode.
    Arithmetic in whole grams.
    """
    target_g, bar_g = _grams(target_kg), _grams(bar_kg)
    loads_g = [bar_g + 2 * side_g for side_g in _fewest_plates(pairs)]
    if mode == "nearest":
        return min(loads_g, key=lambda g: (abs(g - target_g), -g)) / 1000
    if mode == "down":
        below = [g for g in loads_g if g <= target_g]
        return max(below) / 1000 if below else None
    if mode == "up":
        above = [g for g in loads_g if g >= target_g]
        return min(above) / 1000 if above else None
    raise ValueError(f"mode must be nearest, down or up, not {mode!r}")


def plate_change(on_bar_kg: Sequence[float], wanted_kg: Sequence[float]) -> PlateChange:
    """What to strip and add on each side to go from one stack to another, both given from the collar outward.

    Arithmetic in whole grams.
    """
    shared = 0
    while shared < min(len(on_bar_kg), len(wanted_kg)) and _grams(on_bar_kg[shared]) == _grams(wanted_kg[shared]):
        shared += 1
    return PlateChange(list(reversed(on_bar_kg[shared:])), list(wanted_kg[shared:]))


def tempo_tut_seconds(tempo: str, reps: float, explosive_s: float = 1.0) -> float:
    """Time under tension [s] of `reps` at a four-digit tempo: eccentric, bottom, concentric, top; X is explosive.

    X counts 1 s by convention (Poliquin/King): provisional, a setting. ValueError for anything but four of 0-9 or X.
    """
    beats = tempo.upper().replace("-", "")
    if len(beats) != 4 or any(beat not in "0123456789X" for beat in beats):
        raise ValueError(f"tempo must be four digits or X, like 31X0, not {tempo!r}")
    return math.fsum(explosive_s if beat == "X" else int(beat) for beat in beats) * non_negative("reps", reps)


@finite_inputs
def tonnage_kg(sets: Sequence[Sequence[float]], bodyweight_kg: float = 0.0, bodyweight_share: float = 0.0) -> float:
    """Sum of reps x load [kg] over (reps, load_kg) sets, each load plus an explicit share of body mass.

    By definition.
    """
    extra_kg = non_negative("bodyweight_kg", bodyweight_kg) * non_negative("bodyweight_share", bodyweight_share)
    return math.fsum(reps * (load_kg + extra_kg) for reps, load_kg in sets)


@finite_inputs
def inol(sets: Sequence[Sequence[float]], ceiling_pct: float = 99.0) -> float:
    """Intensity and number of lifts: sum of reps/(100 - %1RM) over (reps, pct1rm) sets. Source: Hristov 2005.

    Undefined at 100 %: percentages above `ceiling_pct` count as it (provisional design value, a setting).
    """
    return math.fsum(reps / (100 - min(pct, ceiling_pct)) for reps, pct in sets)


def inol_band(value: float, bounds: tuple[float, float, float] = (0.4, 1.0, 2.0)) -> str:
    """`light`, `normal` (0.4-1), `hard` (1-2) or `extreme` (> 2) per lift and session.

    Provisional: recalled from Hristov 2005; the bounds are a setting.
    """
    light, normal, hard = bounds
    return "light" if value < light else "normal" if value <= normal else "hard" if value <= hard else "extreme"
