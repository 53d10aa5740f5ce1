"""Plans to begin with, one per workout type: sensible sessions for a dryland hour, to be changed by a trainer."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from dryland.contract.agility_plan import AgilityPlan, Drill, DrillPattern
from dryland.contract.base import Side, Wire, WorkoutType
from dryland.contract.conditioning import (
    ConditioningPlan,
    HeartRateBasis,
    HeartRateTarget,
    Interval,
    IntervalKind,
    PowerBasis,
    PowerTarget,
)
from dryland.contract.hybrid import BlockKind, BlockScheme, HybridBlock, HybridPlan
from dryland.contract.strength_plan import (
    LoadBasis,
    PlannedExercise,
    PlannedLoad,
    PlannedSet,
    PlatePair,
    RackInventory,
    SetKind,
    StrengthGoal,
    StrengthPlan,
)
from dryland.floor import plyometrics

__all__ = ["default_plan", "has_default_plan"]


def _hr(low: float, high: float) -> HeartRateTarget:
    return HeartRateTarget(basis=HeartRateBasis.HR_MAX, min=low, max=high)


def _ftp(low: float, high: float) -> PowerTarget:
    return PowerTarget(basis=PowerBasis.FTP, min=low, max=high)


def _conditioning() -> ConditioningPlan:
    """Four times four minutes hard, three minutes easy (Helgerud 2007), with warm-up and cool-down."""
    intervals = [
        Interval(
            id="warmup",
            name="Warm-up",
            type=IntervalKind.WARMUP,
            duration=600,
            intensity=3,
            heart_rate=_hr(60, 70),
            power=_ftp(45, 65),
        )
    ]
    for number in range(1, 5):
        intervals.append(
            Interval(
                id=f"work-{number}", name=f"Work {number}", type=IntervalKind.WORK, duration=240, intensity=9,
                heart_rate=_hr(85, 95), power=_ftp(100, 115),
            )
        )  # fmt: skip
        if number < 4:
            intervals.append(
                Interval(
                    id=f"easy-{number}", name=f"Easy {number}", type=IntervalKind.REST, duration=180, intensity=4,
                    heart_rate=_hr(60, 75), power=_ftp(40, 60),
                )
            )  # fmt: skip
    intervals.append(
        Interval(
            id="cooldown",
            name="Cool-down",
            type=IntervalKind.COOLDOWN,
            duration=300,
            intensity=2,
            heart_rate=_hr(50, 65),
        )
    )
    return ConditioningPlan(intervals=tuple(intervals), equipment="bike")


_RACK: Final = RackInventory(
    bar=20,
    plates=tuple(
        PlatePair(weight=weight, pairs=pairs)
        for weight, pairs in ((25, 2), (20, 2), (15, 1), (10, 2), (5, 1), (2.5, 1), (1.25, 1))
    ),
)


def _kg(weight: float) -> PlannedLoad:
    return PlannedLoad(basis=LoadBasis.ABSOLUTE, value=weight)


_RPE_8: Final = PlannedLoad(basis=LoadBasis.RPE, value=8)


def _sets(count: int, reps: int, rest_s: float, tempo: str | None = None) -> tuple[PlannedSet, ...]:
    return (PlannedSet(reps=reps, load=_RPE_8, rest=rest_s, tempo=tempo),) * count


def _warm_up(*loads_kg: float) -> tuple[PlannedSet, ...]:
    return tuple(PlannedSet(kind=SetKind.WARMUP, reps=5, load=_kg(load_kg), rest=60) for load_kg in loads_kg)


def _strength() -> StrengthPlan:
    """Two main lifts by effort, a leg and pull superset, a hold: an hour for players who skate the next day."""
    body = PlannedLoad(basis=LoadBasis.BODYWEIGHT)
    return StrengthPlan(
        exercises=(
            PlannedExercise(
                id="back-squat", name="Back squat", lift="back_squat", goal=StrengthGoal.MAX_STRENGTH,
                movements=("squat",), body_regions=("knee", "hip", "back"),
                sets=(*_warm_up(40, 60), *_sets(4, 5, 180, "21X0")),
            ),
            PlannedExercise(
                id="bench-press", name="Bench press", lift="bench_press", goal=StrengthGoal.MAX_STRENGTH,
                movements=("horizontal_push",), body_regions=("shoulder", "elbow", "wrist"),
                sets=(*_warm_up(30, 50), *_sets(4, 5, 180)),
            ),
            PlannedExercise(
                id="split-squat", name="Split squat with dumbbells", lift="split_squat", superset="A", unilateral=True,
                step=2, movements=("lunge",), body_regions=("knee", "hip"), sets=(*_warm_up(10), *_sets(3, 8, 90)),
            ),
            PlannedExercise(
                id="pull-up", name="Pull-up", lift="pull_up", superset="A", bodyweight_share=1, step=2.5,
                movements=("vertical_pull",), body_regions=("shoulder", "elbow"),
                sets=(PlannedSet(kind=SetKind.AMRAP, reps=5, load=body, rest=90),) * 3,
            ),
            PlannedExercise(
                id="side-plank", name="Side plank", lift="side_plank", unilateral=True, movements=("trunk",),
                body_regions=("trunk",), sets=(PlannedSet(kind=SetKind.HOLD, hold=40, load=body, rest=45),) * 2,
            ),
        ),
        rack=_RACK,
    )  # fmt: skip


def _agility() -> AgilityPlan:
    """A sprint, the two tests a hockey team compares, turning to both sides, and quick feet."""
    both = (Side.LEFT, Side.RIGHT)
    pattern = DrillPattern
    return AgilityPlan(
        drills=(
            Drill(
                id="sprint-20", name="20 m sprint", pattern=pattern.LINEAR, attempts=3, best_of=2, rest=120, length=20
            ),
            Drill(id="pro-agility", name="5-10-5", pattern=pattern.PRO_AGILITY, attempts=4, rest=120, sides=both),
            Drill(id="t-test", name="T-test", pattern=pattern.T_TEST, attempts=3, best_of=2, rest=180),
            Drill(id="505", name="505 turn", pattern=pattern.FIVE_O_FIVE, attempts=4, rest=120, sides=both),
            Drill(id="hexagon", name="Hexagon jumps", pattern=pattern.HEXAGON, attempts=3, best_of=2, rest=90),
        )
    )


def _hybrid() -> HybridPlan:
    """Squats while fresh, sprints on the bike, a circuit against the clock; the ways between are the rests."""
    squat = PlannedExercise(
        id="front-squat",
        name="Front squat",
        lift="front_squat",
        goal=StrengthGoal.MAX_STRENGTH,
        sets=(PlannedSet(reps=5, load=PlannedLoad(basis=LoadBasis.RPE, value=8), target_rpe=8),) * 4,
    )
    body = PlannedLoad(basis=LoadBasis.BODYWEIGHT)
    sprint = Interval(
        id="sprint", name="Sprint", type=IntervalKind.WORK, duration=20, intensity=10, power=_ftp(150, 250)
    )
    easy = Interval(
        id="spin", name="Easy spin", type=IntervalKind.REST, duration=100, intensity=2, heart_rate=_hr(50, 75)
    )
    swing = PlannedExercise(
        id="kettlebell-swing", name="Kettlebell swing", step=4, sets=(PlannedSet(reps=12, load=_kg(24)),)
    )
    push_up = PlannedExercise(
        id="push-up", name="Push-up", bodyweight_share=0.64, sets=(PlannedSet(reps=10, load=body),)
    )
    jump = PlannedExercise(
        id="box-jump", name="Box jump", goal=StrengthGoal.POWER, sets=(PlannedSet(reps=6, load=body),)
    )
    return HybridPlan(
        blocks=(
            HybridBlock(
                id="squats", type=BlockKind.EXERCISE, name="Squats", exercises=(squat,), estimated_duration=900
            ),
            HybridBlock(id="to-bikes", type=BlockKind.TRANSITION, name="To the bikes", duration=180),
            HybridBlock(id="sprints", type=BlockKind.INTERVAL, name="Sprints", intervals=(sprint, easy), rounds=6),
            HybridBlock(id="to-mats", type=BlockKind.TRANSITION, name="To the mats", duration=180),
            HybridBlock(
                id="circuit",
                type=BlockKind.EXERCISE,
                name="Circuit",
                scheme=BlockScheme.AMRAP,
                exercises=(swing, push_up, jump),
                duration=600,
            ),
        ),
        rack=_RACK,
    )


_PLANS: Final[MappingProxyType[WorkoutType, Callable[[], Wire]]] = MappingProxyType(
    {
        WorkoutType.CONDITIONING: _conditioning,
        WorkoutType.STRENGTH: _strength,
        WorkoutType.HYBRID: _hybrid,
        WorkoutType.AGILITY: _agility,
        WorkoutType.PLYOMETRICS: plyometrics.plan_to_begin_with,
    }
)


def default_plan(workout_type: WorkoutType) -> Wire:
    """A plan to begin with. Raises KeyError for a type that has none."""
    return _PLANS[workout_type]()


def has_default_plan(workout_type: WorkoutType) -> bool:
    """Whether there is a plan to begin with."""
    return workout_type in _PLANS
