"""What a rack or a stack can load, and how to get from the bar as it is to another load. Works in whole grams.

Knows plates, units and steps; must not know why a load is wanted.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Final, NamedTuple

from dryland.contract.base import WeightUnit
from dryland.contract.strength_plan import RackInventory

__all__ = ["KG_PER_LB", "BarChange", "Rack", "Stack", "from_kg", "in_unit", "rack_of", "to_kg"]

KG_PER_LB: Final = 0.45359237
"""International avoirdupois pound (1959 agreement), exact."""

Plates = tuple[float, ...]


def to_kg(weight: float, unit: WeightUnit | None) -> float:
    """A weight in kg; no unit means kg."""
    return weight * KG_PER_LB if unit is WeightUnit.LBS else weight


def from_kg(weight_kg: float, unit: WeightUnit | None) -> float:
    """A weight in kg as a figure in `unit`."""
    return weight_kg / KG_PER_LB if unit is WeightUnit.LBS else weight_kg


def in_unit(weight_kg: float, unit: WeightUnit | None) -> float:
    """A weight in kg as a person reads it in `unit`: to the 0.01, whole grams of a foreign unit smoothed away."""
    return round(from_kg(weight_kg, unit), 2)


def _grams(weight: float, unit: WeightUnit | None) -> int:
    return round(to_kg(weight, unit) * 1000)


class BarChange(NamedTuple):
    """Plates of one side for a load, and what to strip (outermost first) and add (innermost first) to get there."""

    plates: Plates
    strip: Plates | None
    add: Plates | None


class Stack:
    """Loads in equal steps, as a machine or dumbbells have them, or a gym of which no plates are known."""

    __slots__ = ("_step_g",)

    def __init__(self, step_kg: float) -> None:
        self._step_g = max(1, round(step_kg * 1000))

    def below(self, target_kg: float) -> float | None:
        """The heaviest load not above `target_kg`."""
        return (round(target_kg * 1000) + 1) // self._step_g * self._step_g / 1000

    def above(self, target_kg: float) -> float | None:
        """The lightest load not below `target_kg`."""
        return -(-(round(target_kg * 1000) - 1) // self._step_g) * self._step_g / 1000

    def change(self, load_kg: float, on_bar_kg: float | None) -> BarChange | None:
        """Nothing to put on or take off."""
        return None


class Rack:
    """A bar and plates in pairs: every load they make, each with its fewest plates."""

    __slots__ = ("_bar_g", "_loads_g", "_sides")

    def __init__(self, inventory: RackInventory) -> None:
        unit = inventory.unit
        self._bar_g = _grams(inventory.bar, unit) + 2 * _grams(inventory.collars or 0.0, unit)
        self._sides = _fewest_plates(inventory)
        self._loads_g = sorted(self._bar_g + 2 * side_g for side_g in self._sides)

    def below(self, target_kg: float) -> float | None:
        """The heaviest load not above `target_kg`; None below the empty bar."""
        place = bisect_left(self._loads_g, round(target_kg * 1000) + 2)
        return self._loads_g[place - 1] / 1000 if place else None

    def above(self, target_kg: float) -> float | None:
        """The lightest load not below `target_kg`; None above all plates there are."""
        place = bisect_left(self._loads_g, round(target_kg * 1000) - 1)
        return self._loads_g[place] / 1000 if place < len(self._loads_g) else None

    def change(self, load_kg: float, on_bar_kg: float | None) -> BarChange | None:
        """Plates of one side in the rack's unit; None for a load that the rack cannot make."""
        wanted = self._side(load_kg)
        if wanted is None:
            return None
        there = None if on_bar_kg is None else self._side(on_bar_kg)
        if there is None:
            return BarChange(wanted, None, None)
        shared = 0
        while shared < min(len(there), len(wanted)) and there[shared] == wanted[shared]:
            shared += 1
        return BarChange(wanted, tuple(reversed(there[shared:])), wanted[shared:])

    def _side(self, load_kg: float) -> Plates | None:
        over_g = round(load_kg * 1000) - self._bar_g
        # A load in pounds told in kg may be a gram off.
        for slip_g in (0, 1, -1):
            side = self._sides.get((over_g + slip_g) // 2) if (over_g + slip_g) % 2 == 0 else None
            if side is not None:
                return side
        return None


def _fewest_plates(inventory: RackInventory) -> dict[int, Plates]:
    """Each weight of one side [g] with its fewest plates, heaviest first; of equally few those with the heaviest."""
    best: dict[int, Plates] = {0: ()}
    for pair in sorted(inventory.plates, key=lambda each: -each.weight):
        plate_g = _grams(pair.weight, inventory.unit)
        for side_g, plates in list(best.items()):
            for count in range(1, pair.pairs + 1):
                key, candidate = side_g + count * plate_g, plates + (pair.weight,) * count
                known = best.get(key)
                if known is None or (len(candidate), [-each for each in candidate]) < (
                    len(known),
                    [-each for each in known],
                ):
                    best[key] = candidate
    return best


@lru_cache(maxsize=256)
def rack_of(inventory: RackInventory) -> Rack:
    """The rack of an inventory; computed once for each."""
    return Rack(inventory)
