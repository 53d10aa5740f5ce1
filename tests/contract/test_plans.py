"""A plan is read by its session's workout type and refused with the path inside it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dryland.contract.base import WorkoutType
from dryland.contract.decoding import validation_refusal
from dryland.contract.examples import plan_example
from dryland.contract.plans import PLANS, decode_plan

S, C, H, A = WorkoutType.STRENGTH, WorkoutType.CONDITIONING, WorkoutType.HYBRID, WorkoutType.AGILITY
SQUAT = {"id": "squat", "name": "Squat", "sets": [{"reps": 5, "load": {"basis": "pct1rm", "value": 80}}]}
WORK = {"id": "w", "name": "Work", "type": "work", "duration": 60}


def exercise(**one_set: object) -> dict[str, object]:
    return {"exercises": [SQUAT | {"sets": [one_set]}]}


def refused(kind: WorkoutType, plan: object) -> tuple[str, str]:
    raw = msgspec.json.encode(plan)
    with pytest.raises(msgspec.ValidationError) as failed:
        decode_plan(kind, raw)
    refusal = validation_refusal(failed.value, raw, base="$.plan")
    assert refusal.context is not None
    return refusal.context.path or "", refusal.detail


@pytest.mark.parametrize("kind", WorkoutType)
def test_every_kind_of_workout_has_a_plan_that_reads_its_example(kind: WorkoutType) -> None:
    raw = msgspec.json.encode(plan_example(kind))
    assert type(decode_plan(kind, raw)) is PLANS[kind]
    assert decode_plan(kind, msgspec.Raw(raw)) == decode_plan(kind, raw)


@pytest.mark.parametrize(
    "one_set",
    [
        {"reps": 5, "load": {"basis": "absolute", "value": 100, "unit": "kg"}, "tempo": "31X0", "rest": 180},
        {"reps": 5, "load": {"basis": "rpe", "value": 8}, "targetRpe": 8},
        {"reps": 8, "repsMax": 10, "load": {"basis": "bodyweight"}},
        {"kind": "amrap", "load": {"basis": "pct1rm", "value": 70}},
        {"kind": "drop", "reps": 8, "drops": [{"loadReductionPct": 20}, {"loadReductionPct": 20, "reps": 6}]},
        {"kind": "cluster", "clusterReps": [2, 2, 2], "clusterRest": 20},
        {"kind": "hold", "hold": 45},
        {"kind": "warmup", "reps": 10},
        {"reps": 6, "side": "left", "velocityLossLimit": 20},
    ],
)
def test_every_way_of_doing_a_set_can_be_planned(one_set: dict[str, object]) -> None:
    decode_plan(S, msgspec.json.encode(exercise(**one_set)))


def test_supersets_racks_and_unilateral_work_can_be_planned() -> None:
    rack = {
        "bar": 20,
        "plates": [{"weight": 25, "pairs": 2}, {"weight": 1.25, "pairs": 1}],
        "unit": "kg",
        "collars": 2.5,
    }
    plan = {
        "exercises": [
            SQUAT | {"superset": "A", "rack": rack},
            SQUAT | {"id": "lunge", "superset": "A", "unilateral": True},
        ],
        "rack": rack,
        "weightUnit": "kg",
        "advice": {"enabled": True, "maxIncreasePct": 2.5},
    }
    assert decode_plan(S, msgspec.json.encode(plan)).exercises[1].unilateral


OWN: dict[str, Any] = {
    "id": "d",
    "name": "Own",
    "pattern": "custom",
    "attempts": 1,
    "cones": [{"id": "A", "x": 0, "y": 0}, {"id": "B", "x": 5, "y": 0}],
    "steps": [{"name": "Out", "instructions": "Run to B", "to": "B"}],
}


@pytest.mark.parametrize(
    ("kind", "plan", "path", "words"),
    [
        (S, {}, "$.plan.exercises", "missing"),
        (S, exercise(), "$.plan.exercises[0].sets[0]", "a working set lacks its reps"),
        (S, exercise(kind="hold"), "$.plan.exercises[0].sets[0]", "a hold set lacks"),
        (S, exercise(kind="cluster", reps=5), "$.plan.exercises[0].sets[0]", "a cluster set lacks"),
        (S, exercise(kind="drop", reps=5), "$.plan.exercises[0].sets[0]", "a drop set lacks"),
        (S, exercise(reps=8, repsMax=5), "$.plan.exercises[0].sets[0]", "repsMax is less than reps"),
        (S, exercise(reps=5, load={"basis": "pct1rm"}), "$.plan.exercises[0].sets[0].load", "needs a value"),
        (S, exercise(reps=5, load={"basis": "rpe", "value": 11}), "$.plan.exercises[0].sets[0].load", "from 1 to 10"),
        (
            S,
            exercise(reps=5, load={"basis": "pct1rm", "value": 151}),
            "$.plan.exercises[0].sets[0].load",
            "at most 150",
        ),
        (S, exercise(reps=5, tempo="slow"), "$.plan.exercises[0].sets[0].tempo", "matching regex"),
        (C, {"intervals": []}, "$.plan.intervals", "length"),
        (C, {"intervals": [WORK | {"duration": 0}]}, "$.plan.intervals[0].duration", "> 0"),
        (H, {"blocks": [{"id": "b", "type": "exercise", "name": "B"}]}, "$.plan.blocks[0]", "lacks its exercises"),
        (
            H,
            {"blocks": [{"id": "b", "type": "interval", "name": "B", "intervals": [WORK], "scheme": "emom"}]},
            "$.plan.blocks[0]",
            "needs rounds",
        ),
        (
            H,
            {"blocks": [{"id": "b", "type": "exercise", "name": "B", "exercises": [SQUAT], "scheme": "amrap"}]},
            "$.plan.blocks[0]",
            "needs a duration",
        ),
        (
            A,
            {"drills": [{"id": "d", "name": "D", "pattern": "custom", "attempts": 1}]},
            "$.plan.drills[0]",
            "needs cones and steps",
        ),
        (
            A,
            {"drills": [{"id": "d", "name": "D", "pattern": "505", "attempts": 1, "bestOf": 2}]},
            "$.plan.drills[0]",
            "bestOf is more than attempts",
        ),
        (
            A,
            {"drills": [OWN | {"steps": [{"name": "Out", "instructions": "Run", "to": "Z"}]}]},
            "$.plan.drills[0]",
            "step 1 leads to Z, but the cones are A, B",
        ),
        (A, {"drills": [OWN | {"cones": [{"id": "A", "x": 0, "y": 0}] * 2}]}, "$.plan.drills[0]", "the same id"),
        (
            C,
            {"intervals": [WORK | {"power": {"basis": "watts", "min": 260, "max": 250}}]},
            "$.plan.intervals[0].power",
            "min 260 is more than max 250",
        ),
        (
            C,
            {"intervals": [WORK | {"heartRate": {"basis": "bpm", "min": 150, "max": 140}}]},
            "$.plan.intervals[0].heartRate",
            "min 150 is more than max 140",
        ),
    ],
)
def test_a_plan_that_cannot_be_done_is_refused_where_it_fails(
    kind: WorkoutType, plan: object, path: str, words: str
) -> None:
    found, detail = refused(kind, plan)
    assert found == path
    assert words in detail


@pytest.mark.parametrize("kind", WorkoutType)
def test_no_plan_at_all_is_refused(kind: WorkoutType) -> None:
    assert refused(kind, None)[0] == "$.plan"
