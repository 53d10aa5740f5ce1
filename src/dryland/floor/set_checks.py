"""Whether an entered load or set can be true; what cannot is kept and asked about, never thrown away.

Compares with what the player is known to lift; knows nothing of what follows from a set.
"""

from __future__ import annotations

from dryland.contract.base import WeightUnit
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice
from dryland.contract.sayings import Saying, english, say
from dryland.contract.strength import SetOutcome
from dryland.floor.next_load import LITTLE_KG, estimate_of, loader_of
from dryland.floor.programme import Step
from dryland.floor.rack import KG_PER_LB, Rack, in_unit, to_kg
from dryland.floor.strength_settings import StrengthSettings
from dryland.floor.strength_track import DoneSet, Lifter
from dryland.science.strength_e1rm import e1rm_epley

__all__ = ["Entered", "implausible_load", "implausible_set", "nearest_loads"]

_LB_PER_KG = 1 / KG_PER_LB


class Entered:
    """A load as entered, and what it is compared with; `load_kg` and `expected_kg` with the body where it is lifted."""

    __slots__ = ("context", "expected_kg", "lift", "load_kg", "reps", "unit", "weight")

    def __init__(
        self,
        weight: float,
        unit: WeightUnit | None,
        load_kg: float,
        reps: int,
        lift: str,
        expected_kg: float | None,
        context: ErrorContext,
    ) -> None:
        self.weight, self.unit, self.load_kg, self.reps = weight, unit or WeightUnit.KG, load_kg, reps
        self.lift, self.expected_kg, self.context = lift, expected_kg, context

    @property
    def on_bar_kg(self) -> float:
        """What was entered, kg."""
        return to_kg(self.weight, self.unit)

    @property
    def expected_on_bar_kg(self) -> float | None:
        """What was expected beside the body, kg; None where nothing was."""
        if self.expected_kg is None:
            return None
        rest_kg = self.expected_kg - (self.load_kg - self.on_bar_kg)
        return rest_kg if rest_kg > LITTLE_KG else None


def implausible_set(lifter: Lifter, done: DoneSet, expected_kg: float | None, context: ErrorContext) -> Notice | None:
    """The question about a set's load; None where it may well be true."""
    if done.outcome is SetOutcome.SKIPPED or done.drop:
        return None
    reps = done.data.reps if done.outcome is not SetOutcome.FAILED else max(1, done.data.reps)
    data = done.data
    entered = Entered(data.weight, data.weight_unit, done.load_kg, reps, done.lift, expected_kg, context)
    return implausible_load(lifter, entered)


def implausible_load(lifter: Lifter, entered: Entered) -> Notice | None:
    """The question about a load: far above the 1RM, or about 2.2 times off what was expected."""
    if entered.load_kg <= 0:
        return None
    settings = lifter.settings
    known = estimate_of(lifter.track.strength, entered.lift)
    slip = _unit_slip(entered, settings)
    if known is not None:
        implied_kg = e1rm_epley(entered.load_kg, entered.reps) or entered.load_kg
        if implied_kg > settings.implausible_1rm_ratio * max(known.value_kg, known.high_kg):
            share = round(100 * entered.load_kg / known.value_kg)
            told = say(
                "load_beyond_1rm",
                weight_kg=_entered_kg(entered),
                share_pct=share,
                one_rep_max_kg=round(known.value_kg),
            )
            return _question(entered, told, slip)
    elif slip is None and entered.load_kg > _first_ceiling_kg(lifter):
        return _question(entered, say("load_beyond_first", weight_kg=_entered_kg(entered)), None)
    if slip is not None:
        expected_kg = entered.expected_on_bar_kg or 0.0
        told = say("load_unexpected", weight_kg=_entered_kg(entered), expected_kg=round(expected_kg, 3))
        return _question(entered, told, slip)
    return None


def _first_ceiling_kg(lifter: Lifter) -> float:
    mass_kg = lifter.profile.mass_kg
    settings = lifter.settings
    return settings.implausible_kg if mass_kg is None else settings.implausible_mass_ratio * mass_kg


def _unit_slip(entered: Entered, settings: StrengthSettings) -> float | None:
    """What the weight would be, as a figure in the other unit's kg, if pounds and kg were mixed up."""
    expected_kg, on_bar_kg = entered.expected_on_bar_kg, entered.on_bar_kg
    if expected_kg is None:
        return None
    ratio = on_bar_kg / expected_kg
    near = 1 + settings.unit_slip_share
    if _LB_PER_KG / near <= ratio <= _LB_PER_KG * near:
        return on_bar_kg * KG_PER_LB
    if KG_PER_LB / near <= ratio <= min(KG_PER_LB * near, settings.implausible_low_ratio):
        return on_bar_kg * _LB_PER_KG
    return None


def _entered_kg(entered: Entered) -> float:
    return round(to_kg(entered.weight, entered.unit), 4)


def _question(entered: Entered, told: Saying, slip_kg: float | None) -> Notice:
    sayings = (told,) if slip_kg is None else (told, _meant(entered, slip_kg))
    return Notice(
        code=ErrorCode.IMPLAUSIBLE_LOAD,
        detail=english(sayings, entered.unit),
        detail_sayings=sayings,
        context=entered.context,
    )


def _meant(entered: Entered, slip_kg: float) -> Saying:
    """The same figure in the other unit where that gives the load; else it was changed into kg or pounds twice."""
    other = WeightUnit.KG if entered.unit is WeightUnit.LBS else WeightUnit.LBS
    if (slip_kg < entered.on_bar_kg) == (other is WeightUnit.LBS):
        return say("load_meant", figure=entered.weight, unit=other.value)
    figure = round(entered.weight * slip_kg / entered.on_bar_kg)
    return say("load_meant", figure=figure, unit=entered.unit.value)


def nearest_loads(lifter: Lifter, step: Step, bar_kg: float, unit: WeightUnit) -> tuple[float, ...] | None:
    """The loads of the rack below and above one that it cannot make, in `unit`; None for a load that it can."""
    loader = loader_of(lifter, step.exercise, unit)
    if not isinstance(loader, Rack) or loader.change(bar_kg, None) is not None:
        return None
    around = (loader.below(bar_kg), loader.above(bar_kg))
    return tuple(in_unit(load, unit) for load in around if load is not None)
