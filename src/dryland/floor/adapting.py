"""A plan as restrictions leave it: what is forbidden is replaced or taken out, what is capped is capped.

Follows from a plan and the restrictions in force alone, so that nothing prescribed from it can be forbidden, whoever
gave the plan and whenever the restriction came. Its words say nothing medical.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from dryland.contract.agility_plan import AgilityPlan, Drill
from dryland.contract.base import Restriction, RestrictionLevel, WorkoutType
from dryland.contract.conditioning import (
    ConditioningPlan,
    HeartRateBasis,
    HeartRateTarget,
    Interval,
    IntervalKind,
)
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice, noticed
from dryland.contract.hybrid import BlockKind, HybridBlock, HybridPlan
from dryland.contract.plans import PLANS, Plan
from dryland.contract.plyometrics import PlyometricsPlan
from dryland.contract.sayings import english, say
from dryland.contract.session import Adaptation, AdaptationKind
from dryland.contract.strength_plan import LoadBasis, PlannedExercise, PlannedSet, StrengthPlan
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import lay_out
from dryland.floor.movements import (
    Demand,
    demand_of_drill,
    demand_of_exercise,
    demand_of_intervals,
    demand_of_jumps,
    stand_ins,
)
from dryland.floor.profile import PlayerProfile
from dryland.floor.state import NO_PLAN, PlayerState, SessionState

__all__ = [
    "Adapted",
    "adapt_plan",
    "adapted_for",
    "forbids",
    "forbids_exercise",
    "max_load_pct",
    "not_allowed",
    "plan_for",
]

REST_INSTEAD_S: Final = 60.0
"""How long a block rests of which nothing is left and which does not say how long it takes, s [D]."""
MODERATE_RPE: Final = 6.0
"""The effort of work that stands in for something else, until somebody says otherwise [D]."""
WHOLE_BODY: Final = frozenset({"whole_body", "body", "head", "heart", "general", "illness"})
"""Regions that all work is of."""

_NOT_TODAY: Final = (say("work_not_today"),)


def not_allowed(name: str, context: ErrorContext) -> Notice:
    """The notice about work that was done against a restriction; it is kept, because it was done."""
    return noticed(ErrorCode.MEDICAL_RESTRICTION, say("refused_not_today", work=name), context)


class Adapted(NamedTuple):
    """What is left of a plan: None when nothing is; `share` is the part of its work that is as planned, 0-1."""

    plan: Plan | None
    changes: tuple[Adaptation, ...]
    share: float


def forbids(restriction: Restriction, demand: Demand) -> bool:
    """Whether a restriction does not allow work at all. What is not known of work counts against it."""
    if not demand.movements.isdisjoint(restriction.banned_movements):
        return True
    region = restriction.body_region
    touches = region in WHOLE_BODY or region in demand.regions or not demand.regions
    match restriction.level:
        case RestrictionLevel.NO_TRAINING:
            return touches
        case RestrictionLevel.NO_IMPACT:
            return demand.has_impact and touches
        case RestrictionLevel.NO_CONTACT:
            return "contact" in demand.movements
        case _:
            return False


def _forbidden(restrictions: Iterable[Restriction], demand: Demand) -> bool:
    return any(forbids(each, demand) for each in restrictions)


def forbids_exercise(restrictions: Iterable[Restriction], exercise: PlannedExercise) -> bool:
    """Whether a strength exercise is not allowed at all."""
    return _forbidden(restrictions, demand_of_exercise(exercise))


def max_load_pct(restrictions: Iterable[Restriction], exercise: PlannedExercise) -> float:
    """The most of a 1RM that may be lifted, %; 100 without a limit."""
    demand = demand_of_exercise(exercise)
    caps = [
        each.max_load_pct
        for each in restrictions
        if each.max_load_pct is not None
        and (each.body_region in WHOLE_BODY or each.body_region in demand.regions or not demand.regions)
    ]
    return min([100.0, *caps])


class _Rules(NamedTuple):
    """What is in force for one player."""

    restrictions: tuple[Restriction, ...]
    profile: PlayerProfile

    @property
    def max_heart_rate_pct(self) -> float | None:
        return min((cap for each in self.restrictions if (cap := each.max_heart_rate_pct) is not None), default=None)


# Strength


def _exercises(
    exercises: Iterable[PlannedExercise], rules: _Rules, changes: list[Adaptation]
) -> tuple[PlannedExercise, ...]:
    kept: list[PlannedExercise] = []
    planned = list(exercises)
    used = {demand for demand in (each.lift for each in planned) if demand is not None}
    for exercise in planned:
        if not forbids_exercise(rules.restrictions, exercise):
            kept.append(exercise)
            continue
        instead = _instead(exercise, rules, used)
        if instead is None:
            changes.append(_change(AdaptationKind.REMOVED, exercise.id, exercise.name))
        else:
            used.add(instead.lift or "")
            kept.append(instead)
            changes.append(_change(AdaptationKind.REPLACED, exercise.id, exercise.name, instead.id, instead.name))
    return tuple(kept)


def _instead(exercise: PlannedExercise, rules: _Rules, used: set[str]) -> PlannedExercise | None:
    """The nearest permitted exercise, with the same sets at a moderate effort; alternatives of the plan come first."""
    demand = demand_of_exercise(exercise)
    ranked = stand_ins(demand)
    named = exercise.alternatives or ()
    ranked.sort(key=lambda each: named.index(each.lift) if each.lift in named else len(named))
    for stand_in in ranked:
        if stand_in.lift not in used and not _forbidden(rules.restrictions, stand_in.demand):
            return PlannedExercise(
                id=f"{exercise.id[:40]}-{stand_in.lift}"[:64],
                name=stand_in.name,
                lift=stand_in.lift,
                sets=tuple(_moderate(each) for each in exercise.sets),
                superset=exercise.superset,
            )
    return None


def _moderate(planned: PlannedSet) -> PlannedSet:
    rpe = planned.target_rpe
    if rpe is None and planned.load is not None and planned.load.basis is LoadBasis.RPE:
        rpe = planned.load.value
    return replace(planned, load=None, target_rpe=min(rpe or MODERATE_RPE, MODERATE_RPE), velocity_loss_limit=None)


def _strength(plan: StrengthPlan, rules: _Rules) -> Adapted:
    changes: list[Adaptation] = []
    kept = _exercises(plan.exercises, rules, changes)
    changes += [
        _change(AdaptationKind.LIMITED, each.id, each.name)
        for each in kept
        if max_load_pct(rules.restrictions, each) < 100 and each.id in {planned.id for planned in plan.exercises}
    ]
    return _adapted(replace(plan, exercises=kept) if kept else None, changes, len(plan.exercises))


# Intervals


def _intervals(
    intervals: Iterable[Interval], equipment: str | None, rules: _Rules, changes: list[Adaptation]
) -> tuple[Interval, ...]:
    """As many intervals as before, so that everybody stays in step: a forbidden one is spent resting."""
    kept: list[Interval] = []
    for interval in intervals:
        demand = demand_of_intervals(equipment, interval.name)
        if interval.type is not IntervalKind.REST and _forbidden(rules.restrictions, demand):
            changes.append(_change(AdaptationKind.REMOVED, interval.id, interval.name))
            kept.append(
                replace(interval, name="Rest", type=IntervalKind.REST, intensity=None, heart_rate=None, power=None)
            )
            continue
        capped = _capped(interval, rules)
        if capped is not interval:
            changes.append(_change(AdaptationKind.LIMITED, interval.id, interval.name))
        kept.append(capped)
    return tuple(kept)


def _capped(interval: Interval, rules: _Rules) -> Interval:
    """An interval within the heart rate that is allowed; where power was the target, the heart leads instead."""
    cap_pct = rules.max_heart_rate_pct
    if cap_pct is None or interval.type is IntervalKind.REST:
        return interval
    target = _capped_target(interval.heart_rate, cap_pct, rules.profile)
    if target is interval.heart_rate and interval.power is None:
        return interval
    return replace(interval, heart_rate=target, power=None)


def _capped_target(target: HeartRateTarget | None, cap_pct: float, profile: PlayerProfile) -> HeartRateTarget:
    if target is None:
        return HeartRateTarget(basis=HeartRateBasis.HR_MAX, min=0, max=cap_pct)
    low_pct, high_pct = (_of_hr_max(target.basis, figure, profile) for figure in (target.min, target.max))
    if low_pct is None or high_pct is None:
        return HeartRateTarget(basis=HeartRateBasis.HR_MAX, min=0, max=cap_pct)
    if high_pct <= cap_pct:
        return target
    width = min(high_pct - low_pct, cap_pct)
    low = min(low_pct, cap_pct - width)
    return HeartRateTarget(basis=HeartRateBasis.HR_MAX, min=round(max(0.0, low), 1), max=cap_pct)


def _of_hr_max(basis: HeartRateBasis, figure: float, profile: PlayerProfile) -> float | None:
    """A figure of a target as % of HRmax; None where what it is relative to is not known."""
    if basis is HeartRateBasis.HR_MAX:
        return figure
    if not profile.hr_max:
        return None
    match basis:
        case HeartRateBasis.BPM:
            bpm = figure
        case HeartRateBasis.LTHR:
            bpm = None if profile.lthr is None else figure / 100 * profile.lthr
        case HeartRateBasis.HRR:
            rest = profile.hr_rest
            bpm = None if rest is None else rest + figure / 100 * (profile.hr_max - rest)
    return None if bpm is None else 100 * bpm / profile.hr_max


def _conditioning(plan: ConditioningPlan, rules: _Rules) -> Adapted:
    changes: list[Adaptation] = []
    kept = _intervals(plan.intervals, plan.equipment, rules, changes)
    work = sum(each.type is not IntervalKind.REST for each in plan.intervals)
    anything = any(each.type is not IntervalKind.REST for each in kept)
    return _adapted(replace(plan, intervals=kept), changes, work, anything=anything or not work)


# Blocks, drills, jumps


def _block(block: HybridBlock, rules: _Rules, changes: list[Adaptation]) -> HybridBlock:
    if block.type is BlockKind.INTERVAL:
        return replace(block, intervals=_intervals(block.intervals or (), block.name, rules, changes))
    if block.type is BlockKind.TRANSITION:
        return block
    kept = _exercises(block.exercises or (), rules, changes)
    if kept:
        return replace(block, exercises=kept)
    return HybridBlock(
        id=block.id,
        type=BlockKind.TRANSITION,
        name="Rest",
        duration=block.duration or block.estimated_duration or REST_INSTEAD_S,
    )


def _hybrid(plan: HybridPlan, rules: _Rules) -> Adapted:
    changes: list[Adaptation] = []
    blocks = tuple(_block(each, rules, changes) for each in plan.blocks)
    work = sum(_work_of(block) for block in plan.blocks)
    anything = any(_work_of(block) for block in blocks)
    return _adapted(replace(plan, blocks=blocks), changes, work, anything=anything or not work)


def _work_of(block: HybridBlock) -> int:
    return len(block.exercises or ()) + sum(each.type is not IntervalKind.REST for each in block.intervals or ())


def drill_demand(drill: Drill, settings: AgilitySettings) -> Demand:
    """What a drill asks for, by its layout."""
    layout = lay_out(drill, None, settings)
    own = {step.movement.value for step in layout.steps if step.movement is not None}
    return demand_of_drill(drill, frozenset(layout.movements) | own)


def _agility(plan: AgilityPlan, rules: _Rules) -> Adapted:
    settings = AgilitySettings()
    out = [each for each in plan.drills if _forbidden(rules.restrictions, drill_demand(each, settings))]
    kept = tuple(each for each in plan.drills if each not in out)
    changes = [_change(AdaptationKind.REMOVED, each.id, each.name) for each in out]
    return _adapted(replace(plan, drills=kept) if kept else None, changes, len(plan.drills))


def _plyometrics(plan: PlyometricsPlan, rules: _Rules) -> Adapted:
    out = [each for each in plan.exercises if _forbidden(rules.restrictions, demand_of_jumps(each))]
    kept = tuple(each for each in plan.exercises if each not in out)
    changes = [_change(AdaptationKind.REMOVED, each.id, each.name) for each in out]
    return _adapted(replace(plan, exercises=kept) if kept else None, changes, len(plan.exercises))


def _change(
    kind: AdaptationKind, work_id: str, name: str, instead_id: str | None = None, instead: str | None = None
) -> Adaptation:
    return Adaptation(
        kind=kind,
        work_id=work_id,
        name=name,
        instead_id=instead_id,
        instead_name=instead,
        reason=english(_NOT_TODAY),
        reason_sayings=_NOT_TODAY,
    )


def _adapted(plan: Any, changes: list[Adaptation], work: int, *, anything: bool = True) -> Adapted:
    touched = sum(each.kind is not AdaptationKind.LIMITED for each in changes)
    share = 1.0 if not work else max(0.0, 1 - touched / work)
    return Adapted(plan if anything else None, tuple(changes), share)


_BY_KIND: Final[MappingProxyType[WorkoutType, Callable[[Any, _Rules], Adapted]]] = MappingProxyType(
    {
        WorkoutType.STRENGTH: _strength,
        WorkoutType.CONDITIONING: _conditioning,
        WorkoutType.HYBRID: _hybrid,
        WorkoutType.AGILITY: _agility,
        WorkoutType.PLYOMETRICS: _plyometrics,
    }
)


@lru_cache(maxsize=512)
def adapt_plan(kind: WorkoutType, raw: bytes, restrictions: tuple[Restriction, ...], profile: PlayerProfile) -> Adapted:
    """A stored plan as the restrictions leave it. Raises msgspec errors for another kind of plan."""
    plan: Plan | None = msgspec.json.decode(raw, type=PLANS[kind] | None)  # pyright: ignore[reportArgumentType]
    if plan is None or not restrictions:
        return Adapted(plan, (), 1.0)
    return _BY_KIND[kind](plan, _Rules(restrictions, profile))


def adapted_for(state: SessionState, player: PlayerState) -> Adapted:
    """What a player does in a session: the player's own plan or the session's, within the restrictions in force."""
    own = bytes(player.plan) != bytes(NO_PLAN)
    raw = bytes(player.plan if own else state.plan)
    return adapt_plan(state.workout_type, raw, player.restrictions, player.profile)


def plan_for(state: SessionState, player: PlayerState) -> Any:
    """The plan that holds for a player; None where there is none, or where nothing of it is left."""
    return adapted_for(state, player).plan
