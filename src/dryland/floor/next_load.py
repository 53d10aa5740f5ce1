"""The load that is wanted for a set, before any rack: planned, advised from the estimates, bounded, with its grounds.

Pure arithmetic over a lifter and a step; decides nothing about when the set is.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dryland.contract.base import Side, WeightUnit
from dryland.contract.sayings import Saying, say
from dryland.contract.strength import SetOutcome
from dryland.contract.strength_plan import AdviceSettings, LoadBasis, PlannedExercise, SetKind
from dryland.floor.adapting import forbids_exercise, max_load_pct
from dryland.floor.programme import Step, set_key
from dryland.floor.rack import Rack, Stack, rack_of, to_kg
from dryland.floor.strength_track import DoneSet, Lifter, body_kg
from dryland.science.rpe_chart import rts_pct1rm
from dryland.science.strength_state import Estimate, StrengthState, estimate, load_for

__all__ = [
    "LITTLE_KG",
    "Bounds",
    "Wanted",
    "estimate_of",
    "known_lift",
    "loader_of",
    "restricted",
    "unit_of",
    "wanted_load",
]

_NO_ADVICE: Final = AdviceSettings()
LITTLE_KG: Final = 0.001
"""Below this two loads are the same."""


class Bounds(NamedTuple):
    """Between what a load may lie, kg, and what either bound is."""

    low_kg: float
    high_kg: float
    low_saying: Saying | None = None
    high_saying: Saying | None = None


_FREE: Final = Bounds(0.0, 600.0)
_OTHER_SIDE: Final = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


class Wanted(NamedTuple):
    """A load in kg on the bar as it is wanted. `reference_kg`: what an advice starts from; None where none is given."""

    bar_kg: float
    reason: Saying
    bounds: Bounds = _FREE
    reference_kg: float | None = None


def known_lift(strength: StrengthState, lift: str) -> str:
    """The key an estimate is under: of the side, or of both sides together."""
    return lift if lift in strength.exercises else lift.partition(":")[0]


def estimate_of(strength: StrengthState, lift: str, at_ms: int | None = None) -> Estimate | None:
    """The 1RM of a lift, kg moved in all."""
    return estimate(strength, known_lift(strength, lift), at_ms)


def unit_of(lifter: Lifter, step: Step, done: DoneSet | None) -> WeightUnit:
    """The unit a player is spoken to in: as entered last, as planned, or kg."""
    if done is not None and done.data.weight_unit is not None:
        return done.data.weight_unit
    load, plan = step.planned.load, lifter.programme.plan
    if load is not None and load.unit is not None:
        return load.unit
    chosen = lifter.track.loads.get(step.exercise.id)
    if chosen is not None:
        return chosen.unit
    return (plan.weight_unit if plan is not None else None) or WeightUnit.KG


def loader_of(lifter: Lifter, exercise: PlannedExercise, unit: WeightUnit) -> Rack | Stack:
    """What makes the loads of an exercise: its stack's steps, its rack's plates, or the usual steps of a gym."""
    if exercise.step is not None:
        plan = lifter.programme.plan
        return Stack(to_kg(exercise.step, plan.weight_unit if plan is not None else None))
    rack = lifter.programme.rack(exercise)
    if rack is not None and not _carries_body(exercise):
        return rack_of(rack)
    settings = lifter.settings
    return Stack(to_kg(settings.step_lbs, unit) if unit is WeightUnit.LBS else settings.step_kg)


def _carries_body(exercise: PlannedExercise) -> bool:
    """Whether the own body is the load and weight is only added to it, so that no bar is in play."""
    bases = (planned.load.basis for planned in exercise.sets if planned.load is not None)
    return exercise.bodyweight_share is not None or LoadBasis.BODYWEIGHT in bases


def wanted_load(
    lifter: Lifter, step: Step, done: DoneSet | None, strength: StrengthState, at_ms: int, *, advise: bool
) -> Wanted:
    chosen, other = lifter.track.loads.get(step.exercise.id), _with_the_other_side(lifter, step)
    if other is not None and (chosen is None or other.at_ms > chosen.at_ms):
        return Wanted(other.bar_kg, say("load_other_side"))
    if chosen is not None and (done is None or chosen.at_ms >= done.at_ms) and chosen.set_number in {None, step.number}:
        return Wanted(to_kg(chosen.weight, chosen.unit), say("load_by_hand"))
    if step.drop_pct is not None and done is not None:
        return Wanted(done.bar_kg * (1 - step.drop_pct / 100), say("load_drop", drop_pct=step.drop_pct))
    if done is None or done.questioned or _is_ramp(done, step):
        return _opening(lifter, step, done, strength, at_ms)
    reference_kg = _reference(lifter, step, done, strength, at_ms)
    plan = lifter.programme.plan
    advice = lifter.track.limits or (plan.advice if plan is not None else None) or _NO_ADVICE
    if advice.enabled is False:
        return Wanted(reference_kg, say("load_advice_off"), _FREE, None)
    if not advise:
        return Wanted(reference_kg, say("load_advice_refused"), _FREE, None)
    if step.kind in {SetKind.WARMUP, SetKind.HOLD} or reference_kg <= 0:
        return Wanted(reference_kg, say("load_planned"), _FREE, None)
    return _advised(lifter, step, done, reference_kg, strength, at_ms, advice)


def _with_the_other_side(lifter: Lifter, step: Step) -> DoneSet | None:
    """The same set with the side that went first, where the plan leaves the load to effort: both sides get one load."""
    other_side = None if step.side is None else _OTHER_SIDE.get(step.side)
    if other_side is None or not (step.planned.load is None or step.planned.load.basis is LoadBasis.RPE):
        return None
    other = lifter.track.done.get(set_key(step.exercise.id, step.number, other_side))
    return None if other is None or other.questioned or other.outcome is SetOutcome.SKIPPED else other


def _is_ramp(done: DoneSet, step: Step) -> bool:
    """Whether the set before only led up to this one."""
    return done.kind is SetKind.WARMUP and step.kind is not SetKind.WARMUP


def _planned_kg(lifter: Lifter, step: Step, strength: StrengthState, at_ms: int) -> tuple[float, Saying] | None:
    """The plan's own load on the bar; None where the plan asks for an effort or for nothing, or no 1RM is known."""
    load = step.planned.load
    if load is None or load.basis is LoadBasis.RPE:
        return None
    if load.basis is LoadBasis.ONE_REP_MAX:
        known = estimate_of(strength, step.lift, at_ms)
        if known is None or load.value is None:
            return None
        total_kg = known.value_kg * load.value / 100
        bar_kg = max(0.0, total_kg - body_kg(step.exercise, lifter.profile))
        return bar_kg, say("load_of_1rm", share_pct=load.value, one_rep_max_kg=round(known.value_kg, 1))
    return to_kg(load.value or 0.0, load.unit), say("load_planned")


def _opening(lifter: Lifter, step: Step, ramp: DoneSet | None, strength: StrengthState, at_ms: int) -> Wanted:
    """The first working set of an exercise: as planned, as the estimate says for the effort, as in the last session.

    What the estimate says is bounded by the last session: a lifter whose sets were far too easy goes up step by step.
    """
    planned = _planned_kg(lifter, step, strength, at_ms)
    if planned is not None:
        return Wanted(*planned)
    target = step.target_rpe
    if target is not None and step.reps:
        total_kg = load_for(strength, known_lift(strength, step.lift), step.reps, rpe=target, at_ms=at_ms)
        if total_kg is not None:
            body = body_kg(step.exercise, lifter.profile)
            why = say("load_meets_rpe", rpe=target, reps=step.reps)
            return Wanted(max(0.0, total_kg - body), why, _opening_bounds(lifter, step, body))
    former = lifter.history.lifts.get(step.lift)
    if former is not None and former.sessions:
        return Wanted(former.sessions[-1].load_kg, say("load_last_session"))
    if ramp is not None:
        return Wanted(ramp.bar_kg, say("load_as_warmup"))
    rack = lifter.programme.rack(step.exercise)
    bar_kg = 0.0 if rack is None else to_kg(rack.bar, rack.unit)
    return Wanted(bar_kg, say("load_start_light"))


def _opening_bounds(lifter: Lifter, step: Step, body: float) -> Bounds:
    former = lifter.history.lifts.get(step.lift)
    if former is None or not former.sessions:
        return _FREE
    up = lifter.settings.max_opening_increase_pct
    last_kg = former.sessions[-1].load_kg
    high_kg = last_kg + (last_kg + body) * up / 100
    loader = loader_of(lifter, step.exercise, unit_of(lifter, step, None))
    one_step_kg = loader.above(last_kg + 2 * LITTLE_KG) or high_kg
    return Bounds(0.0, max(high_kg, one_step_kg), None, say("bound_opening", up_pct=up))


def _reference(lifter: Lifter, step: Step, done: DoneSet, strength: StrengthState, at_ms: int) -> float:
    """What the plan makes of the load just done: the same, or changed as the plan changes from set to set."""
    before = lifter.programme.matching(done.exercise_id, done.data.set_number, done.data.side)
    if before and before[0].drop_pct is not None:
        return (_planned_kg(lifter, step, strength, at_ms) or (done.bar_kg,))[0]
    if before:
        now, then = (_planned_kg(lifter, each, strength, at_ms) for each in (step, before[0]))
        if now is not None and then is not None and then[0] > 0:
            return done.bar_kg * now[0] / then[0]
    if done.target_reps is None or step.reps is None:
        return (_planned_kg(lifter, step, strength, at_ms) or (done.bar_kg,))[0]
    wanted_pct = rts_pct1rm(step.reps, step.target_rpe or 8.0)
    done_pct = rts_pct1rm(done.target_reps, done.target_rpe or step.target_rpe or 8.0)
    return done.bar_kg * wanted_pct / done_pct if wanted_pct and done_pct else done.bar_kg


def _advised(
    lifter: Lifter,
    step: Step,
    done: DoneSet,
    reference_kg: float,
    strength: StrengthState,
    at_ms: int,
    advice: AdviceSettings,
) -> Wanted:
    """The load that meets the target by the estimates, never against what the last set said, within the caps."""
    failed = _fell_short(done)
    target = step.target_rpe or (lifter.settings.failed_target_rpe if failed else None)
    said = _said(done, target, failed)
    if target is None or said is None or not step.reps:
        return Wanted(reference_kg, say("load_planned") if said is None else said, _FREE, None)
    body = body_kg(step.exercise, lifter.profile)
    lift, reps = known_lift(strength, step.lift), step.reps
    total_kg = load_for(strength, lift, reps, rpe=target, at_ms=at_ms)
    if total_kg is None:
        return Wanted(reference_kg, said, _FREE, None)
    bounds = _caps(lifter, advice, reference_kg, body)
    off = _off_target(done, target, failed)
    margin = lifter.settings.on_target_rpe
    if off is not None and off > margin:
        bounds = bounds._replace(high_kg=reference_kg, high_saying=None)
    elif off is not None and off < -margin:
        bounds = bounds._replace(low_kg=reference_kg, low_saying=None)
    elif off is not None and _foreseen_on_target(lifter, strength, step, reference_kg + body, target, at_ms):
        return Wanted(reference_kg, said, _FREE, reference_kg)
    return Wanted(max(0.0, total_kg - body), said, bounds, reference_kg)


def _fell_short(done: DoneSet) -> bool:
    """Whether the set asked for more than was there: failed, or cut off before its repetitions."""
    if done.outcome is SetOutcome.FAILED:
        return True
    return done.outcome is SetOutcome.PARTIAL and done.target_reps is not None and done.data.reps < done.target_reps


def _off_target(done: DoneSet, target: float, failed: bool) -> float | None:
    """Effort above target, RPE points; None where only velocities speak."""
    if failed:
        return 10.0
    return None if done.data.rpe is None else done.data.rpe - (done.target_rpe or target)


def _said(done: DoneSet, target: float | None, failed: bool) -> Saying | None:
    """What the last set said; None where it said nothing about effort."""
    data = done.data
    if failed:
        code = "set_short" if done.target_reps is None else "set_short_of"
        return say(code, reps=data.reps, target_reps=done.target_reps, outcome=done.outcome.value)
    if data.rpe is not None:
        at = done.target_rpe or target
        return say("set_rpe" if at is None else "set_rpe_at", rpe=data.rpe, target_rpe=at)
    if data.velocities:
        return say("set_fastest", velocity_mps=max(data.velocities))
    return None


def _foreseen_on_target(
    lifter: Lifter, strength: StrengthState, step: Step, total_kg: float, target: float, at_ms: int
) -> bool:
    """Whether the next set at the same load is foreseen near its target, fatigue included."""
    lift, margin = known_lift(strength, step.lift), lifter.settings.foreseen_off_rpe
    reps = step.reps or 1
    low_kg = load_for(strength, lift, reps, rpe=target - margin, at_ms=at_ms)
    high_kg = load_for(strength, lift, reps, rpe=min(10.0, target + margin), at_ms=at_ms)
    return low_kg is not None and high_kg is not None and low_kg <= total_kg <= high_kg


def _caps(lifter: Lifter, advice: AdviceSettings, reference_kg: float, body: float) -> Bounds:
    """What one advice may change of all that is moved, as bounds of what is on the bar."""
    settings = lifter.settings
    up, down = settings.max_increase_pct, settings.max_decrease_pct
    if advice.max_increase_pct is not None:
        up = min(up, advice.max_increase_pct)
    if advice.max_decrease_pct is not None:
        down = min(down, advice.max_decrease_pct)
    total_kg = reference_kg + body
    low_kg, high_kg = max(0.0, reference_kg - total_kg * down / 100), reference_kg + total_kg * up / 100
    return Bounds(low_kg, high_kg, say("bound_down", down_pct=down), say("bound_up", up_pct=up))


def restricted(lifter: Lifter, step: Step, wanted: Wanted, known: Estimate | None) -> Wanted:
    """No more than the restrictions in force allow; the words tell nobody why."""
    if not lifter.restrictions:
        return wanted
    banned = forbids_exercise(lifter.restrictions, step.exercise)
    share_pct = 0.0 if banned else max_load_pct(lifter.restrictions, step.exercise)
    if share_pct >= 100:
        return wanted
    body = body_kg(step.exercise, lifter.profile)
    # Nobody knows the 1RM: the wanted load, which is below it, stands for it.
    ceiling_kg = (wanted.bar_kg + body if known is None else known.value_kg) * share_pct / 100
    ceiling_kg = max(0.0, ceiling_kg - body) if share_pct else 0.0
    if share_pct == 0.0:
        return Wanted(0.0, say("load_not_today"), Bounds(0.0, 0.0, None, say("bound_staff")))
    if wanted.bar_kg <= ceiling_kg:
        return wanted
    bounds = Bounds(min(wanted.bounds.low_kg, ceiling_kg), ceiling_kg, None, say("bound_staff"))
    return wanted._replace(bounds=bounds)
