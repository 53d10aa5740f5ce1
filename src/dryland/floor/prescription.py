"""The next set as it is prescribed: a wanted load made loadable within its bounds, explained, with plates and words.

What load is wanted is in `next_load`; nothing here knows when the set is.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dryland.contract.base import WeightUnit
from dryland.contract.sayings import Saying, english, say
from dryland.contract.strength import NextSetPreview
from dryland.contract.strength_plan import SetKind
from dryland.floor.next_load import LITTLE_KG, Bounds, Wanted, estimate_of, loader_of, restricted, unit_of, wanted_load
from dryland.floor.programme import Step
from dryland.floor.rack import Rack, Stack, in_unit, to_kg
from dryland.floor.strength_track import DoneSet, Lifter, body_kg
from dryland.science.loading import rounding_mode
from dryland.science.strength_state import Estimate, StrengthState

__all__ = ["Prescribed", "prescribe", "preview_of"]

MOST_LOAD: Final = 600.0
"""The heaviest load a fact can carry, in the unit it is told in; an advice beyond it could not be read back."""


class Prescribed(NamedTuple):
    """A load in kg on the bar with its grounds."""

    bar_kg: float
    reason: tuple[Saying, ...]
    confidence: float
    limited_by: tuple[Saying, ...]
    inputs: dict[str, float]


def prescribe(
    lifter: Lifter, step: Step, done: DoneSet | None, strength: StrengthState, at_ms: int, *, advise: bool = True
) -> Prescribed:
    """The next set's load. `done` is the last set of the same exercise in this session, None before the first.

    `advise` False: the load that the plan alone makes of it.
    """
    known = estimate_of(strength, step.lift, at_ms)
    wanted = wanted_load(lifter, step, done, strength, at_ms, advise=advise)
    wanted = restricted(lifter, step, wanted, known)
    unit = unit_of(lifter, step, done)
    loader = loader_of(lifter, step.exercise, unit)
    down = known is not None and _rounds_down(lifter, step, wanted.bar_kg, known)
    most_kg = min(wanted.bounds.high_kg, to_kg(MOST_LOAD, unit))
    bar_kg = _fit(loader, wanted.bar_kg, wanted.bounds._replace(high_kg=most_kg), down)
    bound = _bound(wanted, bar_kg, loader)
    inputs = _inputs(step, done, wanted, known)
    reason = (wanted.reason, *_change(done, bar_kg, unit, wanted.reference_kg is not None))
    return Prescribed(bar_kg, reason, round(known.confidence, 2) if known is not None else 0.0, bound, inputs)


def _rounds_down(lifter: Lifter, step: Step, bar_kg: float, known: Estimate) -> bool:
    total_kg = bar_kg + body_kg(step.exercise, lifter.profile)
    return rounding_mode(100 * total_kg / known.value_kg, lifter.settings.round_down_from_pct) == "down"


def _fit(loader: Rack | Stack, wanted_kg: float, bounds: Bounds, down: bool) -> float:
    """The loadable weight nearest to the wanted one within the bounds; without one, the nearest below them."""
    aim_kg = min(max(wanted_kg, bounds.low_kg), bounds.high_kg)
    if aim_kg <= 0:
        return 0.0
    below, above = loader.below(aim_kg), loader.above(aim_kg)
    inside = [
        load
        for load in (below, above)
        if load is not None and bounds.low_kg - LITTLE_KG <= load <= bounds.high_kg + LITTLE_KG
    ]
    if down and below is not None and below in inside:
        return below
    if inside:
        return min(inside, key=lambda load: (abs(load - aim_kg), -load))
    if below is not None:
        return below
    return above if above is not None and bounds.high_kg > 0 else 0.0


def _bound(wanted: Wanted, bar_kg: float, loader: Rack | Stack) -> tuple[Saying, ...]:
    """What kept the load from where it was wanted, with the next load where only a larger step was left."""
    bounds = wanted.bounds
    if wanted.bar_kg > bounds.high_kg + LITTLE_KG:
        heavier = loader.above(bar_kg + 2 * LITTLE_KG)
        stuck = wanted.reference_kg is not None and abs(bar_kg - wanted.reference_kg) < LITTLE_KG
        if stuck and heavier is not None and bounds.high_saying is not None:
            return bounds.high_saying, say("bound_next_load", next_kg=heavier)
        return () if bounds.high_saying is None else (bounds.high_saying,)
    is_low = bounds.low_saying is not None and wanted.bar_kg < bounds.low_kg - LITTLE_KG
    return (bounds.low_saying,) if is_low and bounds.low_saying is not None else ()


def _change(done: DoneSet | None, bar_kg: float, unit: WeightUnit, advised: bool) -> tuple[Saying, ...]:
    """What an advice changes on the bar, as people read it in their unit."""
    if done is None or not advised:
        return ()
    change = round(in_unit(bar_kg, unit) - in_unit(done.bar_kg, unit), 2)
    if abs(change) < 0.005:
        return (say("load_same"),)
    return (say("load_more" if change > 0 else "load_less", change_kg=round(to_kg(abs(change), unit), 4)),)


def _inputs(step: Step, done: DoneSet | None, wanted: Wanted, known: Estimate | None) -> dict[str, float]:
    """The figures that the advice follows from; loads in kg."""
    figures = {
        "rpe": None if done is None else done.data.rpe,
        "targetRpe": step.target_rpe,
        "reps": None if done is None else float(done.data.reps),
        "lastLoadKg": None if done is None else round(done.bar_kg, 3),
        "referenceKg": None if wanted.reference_kg is None else round(wanted.reference_kg, 3),
        "wantedKg": round(wanted.bar_kg, 2),
        "e1rmKg": None if known is None else round(known.value_kg, 2),
        "velocityLoss": None if done is None else done.velocity_loss,
    }
    return {name: value for name, value in figures.items() if value is not None}


def _how(step: Step) -> tuple[Saying, ...]:
    """How the set is to be done, where its kind needs words."""
    planned = step.planned
    if step.kind is SetKind.AMRAP:
        return (say("how_amrap_at_least", reps=step.reps) if step.reps else say("how_amrap"),)
    if step.kind is SetKind.HOLD:
        return (say("how_hold", hold_s=planned.hold or 0),)
    if planned.cluster_reps is not None:
        parts = "+".join(str(reps) for reps in planned.cluster_reps)
        return (say("how_cluster", parts=parts, rest_s=planned.cluster_rest or 0),)
    return ()


def preview_of(
    lifter: Lifter,
    step: Step,
    done: DoneSet | None,
    strength: StrengthState,
    at_ms: int,
    *,
    rest_s: float = 0.0,
    rest_reason: Saying | None = None,
    advice_id: str | None = None,
    advise: bool = True,
) -> NextSetPreview:
    """The next set as screens show it: in the player's unit, with plates and what to change on the bar."""
    load = prescribe(lifter, step, done, strength, at_ms, advise=advise)
    unit = unit_of(lifter, step, done)
    loader = loader_of(lifter, step.exercise, unit)
    change = loader.change(load.bar_kg, None if done is None else done.bar_kg)
    reason = (*_how(step), *load.reason)
    return NextSetPreview(
        weight=in_unit(load.bar_kg, unit),
        weight_unit=unit,
        target_reps=step.reps or 0,
        target_rpe=step.target_rpe,
        estimated_rest=rest_s,
        reason=english(reason, unit)[:500],
        reason_sayings=reason,
        confidence=load.confidence,
        plates_per_side=None if change is None else change.plates,
        plates_to_add=None if change is None else change.add,
        plates_to_strip=None if change is None else change.strip,
        advice_id=advice_id,
        exercise_id=step.exercise.id,
        exercise_name=step.exercise.name,
        set_number=step.number,
        change=round(100 * (load.bar_kg / done.bar_kg - 1), 1) if done is not None and done.bar_kg else None,
        limited_by=english(load.limited_by, unit) or None,
        limited_by_sayings=load.limited_by or None,
        rest_reason=None if rest_reason is None else english((rest_reason,))[:200],
        rest_reason_sayings=None if rest_reason is None else (rest_reason,),
        inputs=load.inputs,
    )
