"""What restrictions leave of a plan, and that nothing else is ever prescribed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.contract.base import Restriction, RestrictionLevel, WorkoutType
from dryland.contract.conditioning import ConditioningPlan
from dryland.contract.errors import ErrorCode
from dryland.contract.session import AdaptationKind
from dryland.contract.strength_plan import StrengthPlan
from dryland.floor.adapting import adapt_plan, forbids_exercise
from dryland.floor.facts import PLAYER_RESTRICTED, PlayerRestricted
from dryland.floor.movements import demand_of_exercise
from dryland.plans import default_plan
from tests.floor.lifting import pointer, set_fact, squat, tell_set, world
from tests.floor.world import PROFILE, World

NO_SQUAT = Restriction(body_region="knee", level=RestrictionLevel.MODIFIED, banned_movements=("squat",))
NO_KNEE = Restriction(body_region="knee", level=RestrictionLevel.NO_TRAINING)
NOTHING = Restriction(body_region="whole_body", level=RestrictionLevel.NO_TRAINING)


def restrict(made: World, *restrictions: Restriction, player: str = "p1") -> None:
    state = made.session.state
    fact = PlayerRestricted(session_id="s1", seq=state.seq + 1, player_id=player, restrictions=restrictions)
    made.session.evolve(PLAYER_RESTRICTED, fact)


def bench() -> dict[str, Any]:
    return {"id": "bench", "name": "Bench press", "sets": [{"reps": 5, "load": {"basis": "absolute", "value": 60}}]}


def test_a_banned_exercise_gives_way_to_the_nearest_permitted_one() -> None:
    plan = msgspec.json.encode({"exercises": [squat(), bench()]})
    adapted = adapt_plan(WorkoutType.STRENGTH, plan, (NO_SQUAT,), PROFILE)
    assert isinstance(adapted.plan, StrengthPlan)
    instead, kept = adapted.plan.exercises
    assert (instead.lift, kept.id) == ("split_squat", "bench")
    assert [(each.kind, each.instead_name) for each in adapted.changes] == [(AdaptationKind.REPLACED, "Split squat")]
    knee = adapt_plan(WorkoutType.STRENGTH, plan, (NO_KNEE,), PROFILE)
    assert isinstance(knee.plan, StrengthPlan)
    assert knee.plan.exercises[0].lift == "glute_bridge"


def test_alternatives_of_the_plan_come_first() -> None:
    plan = msgspec.json.encode({"exercises": [{**squat(), "alternatives": ["hip_thrust"]}]})
    adapted = adapt_plan(WorkoutType.STRENGTH, plan, (NO_SQUAT,), PROFILE)
    assert isinstance(adapted.plan, StrengthPlan)
    assert adapted.plan.exercises[0].lift == "hip_thrust"


def test_a_set_of_what_is_banned_is_kept_with_a_notice_and_the_next_set_is_another() -> None:
    made = world(squat(), bench())
    tell_set(made, 1)
    restrict(made, NO_SQUAT)
    assert pointer(made.session).id == "squat-split_squat"
    fact = set_fact(tell_set(made, 2))
    assert fact.notice is not None
    assert fact.notice.code is ErrorCode.MEDICAL_RESTRICTION
    assert fact.restrictions == (NO_SQUAT,)
    assert fact.next_set_preview is not None
    assert fact.next_set_preview.exercise_id != "squat"


def test_a_lifted_restriction_brings_the_plan_back() -> None:
    made = world(squat(), bench())
    restrict(made, NO_SQUAT)
    restrict(made)
    assert pointer(made.session).id == "squat"


def test_intervals_keep_their_place_and_rest_where_the_work_is_banned() -> None:
    run = {"id": "r", "name": "Run", "type": "work", "duration": 60}
    plan = msgspec.json.encode({"intervals": [run, {**run, "id": "b", "name": "Bike"}]})
    no_impact = Restriction(body_region="knee", level=RestrictionLevel.NO_IMPACT)
    adapted = adapt_plan(WorkoutType.CONDITIONING, plan, (no_impact,), PROFILE)
    assert isinstance(adapted.plan, ConditioningPlan)
    assert [each.type.value for each in adapted.plan.intervals] == ["rest", "work"]
    assert adapted.share == 0.5


def test_a_heart_rate_cap_bounds_every_target() -> None:
    plan = msgspec.json.encode(default_plan(WorkoutType.CONDITIONING))
    cap = Restriction(body_region="heart", level=RestrictionLevel.MODIFIED, max_heart_rate_pct=60)
    adapted = adapt_plan(WorkoutType.CONDITIONING, plan, (cap,), PROFILE)
    assert isinstance(adapted.plan, ConditioningPlan)
    targets = [each.heart_rate for each in adapted.plan.intervals if each.type.value != "rest"]
    assert targets
    assert all(target is not None and target.max <= 60 for target in targets)
    assert all(each.power is None for each in adapted.plan.intervals if each.type.value != "rest")


@pytest.mark.parametrize("kind", list(WorkoutType))
def test_nothing_is_left_where_nothing_is_allowed(kind: WorkoutType) -> None:
    plan = msgspec.json.encode(default_plan(kind))
    assert adapt_plan(kind, plan, (NOTHING,), PROFILE).plan is None
    made = World(msgspec.to_builtins(default_plan(kind)), workout_type=kind)
    restrict(made, NOTHING)
    made.tell("training:session:start")
    restrict(made)
    restrict(made, NOTHING)
    made.session.view(made.now_ms)
    made.session.tick(made.now_ms + 60_000)


NAMES = ("Back squat", "Deadlift", "Bench press", "Pull-up", "Overhead press", "Power clean", "Lunge", "Leg press")
BANNABLE = ("squat", "hinge", "lift", "lunge", "overhead", "olympic", "jump", "trunk", "bridge", "leg_curl")
restrictions_st = st.lists(
    st.builds(
        Restriction,
        body_region=st.sampled_from(["knee", "hip", "shoulder", "lower_back", "whole_body", "ankle"]),
        level=st.sampled_from(RestrictionLevel),
        banned_movements=st.lists(st.sampled_from(BANNABLE), max_size=3).map(tuple),
    ),
    max_size=3,
).map(tuple)


@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True), restrictions=restrictions_st)
def test_no_set_ahead_is_ever_of_a_forbidden_exercise(names: list[str], restrictions: tuple[Restriction, ...]) -> None:
    exercises = [{"id": name, "name": name, "sets": [{"reps": 5, "targetRpe": 8}] * 2} for name in names]
    made = world(*exercises)
    restrict(made, *restrictions)
    for number in range(1, 2 * len(names) + 1):
        shown = pointer(made.session)
        if shown is None:
            break
        adapted = adapt_plan(
            WorkoutType.STRENGTH, bytes(made.session.state.plan), restrictions, made.session.state.players["p1"].profile
        )
        assert isinstance(adapted.plan, StrengthPlan)
        (exercise,) = (each for each in adapted.plan.exercises if each.id == shown.id)
        assert not forbids_exercise(restrictions, exercise), demand_of_exercise(exercise)
        entries = tell_set(made, shown.set_number, exercise=shown.id, weight=40, at_ms=made.now_ms + number * 1000)
        assert set_fact(entries).notice is None or set_fact(entries).notice.code is not ErrorCode.MEDICAL_RESTRICTION  # pyright: ignore[reportOptionalMemberAccess]
