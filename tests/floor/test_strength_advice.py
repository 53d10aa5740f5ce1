"""Advice and loads by hand, form, and what a session leaves to the next."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dryland.contract.base import WorkoutType
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.strength import FormFeedbackGiven, FormSource, Trend, WeightUpdated
from dryland.floor.strength import ADVICE, FORM, LIMITS, SET, WEIGHT
from dryland.floor.strength_history import LiftHistory, LiftingHistory, LiftSession
from tests.floor.lifting import RACK, knowing, pointer, preview_of, set_fact, squat, tell_set, track, world
from tests.floor.world import T0, World

# Advice and loads by hand


def test_advice_switched_off_keeps_the_plan() -> None:
    preview = preview_of(tell_set(world(advice={"enabled": False}), 1, rpe=10))
    assert (preview.weight, preview.reason) == (80, "As planned; advice is switched off")


def test_advice_can_be_limited_and_says_so() -> None:
    preview = preview_of(tell_set(world(advice={"maxDecreasePct": 4}), 1, rpe=10))
    assert preview.weight == 77.5
    assert preview.limited_by == "at most −4 % at once"


def test_a_trainer_switches_advice_off_for_one_and_limits_it_for_all() -> None:
    made = world(count=2)
    for player in ("p1", "p2"):
        tell_set(made, 1, rpe=10, player=player)
    made.tell(LIMITS, {"playerId": "p1", "advice": {"enabled": False}, "reason": "testing day"})
    assert (pointer(made.session, "p1").next_set_preview.weight, track(made, "p2").limits) == (80, None)
    assert preview_of(tell_set(made, 2, rpe=10, player="p1")).reason == "As planned; advice is switched off"
    made.tell(LIMITS, {"advice": {"enabled": True, "maxDecreasePct": 4}})
    assert pointer(made.session, "p2").next_set_preview.weight == 77.5
    assert made.replayed().snapshot() == made.session.snapshot()


def test_a_refused_advice_gives_way_to_the_plan_and_the_word_is_kept() -> None:
    made = world()
    preview = preview_of(tell_set(made, 1, rpe=9))
    payload = {"playerId": "p1", "adviceId": preview.advice_id, "verdict": "refused", "reason": "looked easy"}
    made.tell(ADVICE, payload)
    made.wait(120)
    assert (preview.weight, pointer(made.session).weight) == (77.5, 80)
    assert track(made).advice == {preview.advice_id: "refused"}
    unknown = made.tell(ADVICE, {"playerId": "p1", "adviceId": "a999", "verdict": "accepted"})
    assert isinstance(unknown, Refusal)
    assert unknown.code is ErrorCode.NOT_FOUND


def test_a_load_by_hand_holds_for_the_next_set_and_is_compared_with_former_sessions() -> None:
    made = knowing(world())
    entries = made.tell(WEIGHT, {"playerId": "p1", "exerciseId": "squat", "weight": 85})
    assert not isinstance(entries, Refusal)
    fact = entries[0].fact
    assert isinstance(fact, WeightUpdated)
    assert (fact.previous_weight, fact.change, fact.loadable) == (80, 6.2, True)
    assert fact.progression is not None
    assert (fact.progression.sessions, fact.progression.last_weight) == (5, 80)
    assert fact.progression.change_from_last == 6.2
    assert (pointer(made.session).weight, pointer(made.session).next_set_preview.reason) == (85, "Chosen by hand")


def test_a_load_that_the_rack_cannot_make_is_kept_with_the_nearest_ones() -> None:
    entries = world().tell(WEIGHT, {"playerId": "p1", "exerciseId": "squat", "weight": 81})
    assert not isinstance(entries, Refusal)
    fact = entries[0].fact
    assert isinstance(fact, WeightUpdated)
    assert fact.notice is not None
    assert (fact.loadable, fact.nearest, fact.notice.code) == (False, (80, 82.5), ErrorCode.NOT_LOADABLE)


def test_an_implausible_load_by_hand_waits_for_its_confirmation() -> None:
    made = knowing(world())
    entries = made.tell(WEIGHT, {"playerId": "p1", "exerciseId": "squat", "weight": 180})
    assert not isinstance(entries, Refusal)
    fact = entries[0].fact
    assert isinstance(fact, WeightUpdated)
    assert fact.needs_confirmation
    assert pointer(made.session).weight == 80


def test_a_restriction_bounds_the_load_without_a_word_about_why() -> None:
    from dryland.contract.base import Restriction, RestrictionLevel

    made = knowing(world({**squat(3), "bodyRegions": ["knee"]}))
    level = RestrictionLevel.MODIFIED
    made.session.state.players["p1"].restrictions = (Restriction(body_region="knee", level=level, max_load_pct=60),)
    fact = set_fact(tell_set(made, 1, weight=55, rpe=6))
    preview = fact.next_set_preview
    assert preview is not None
    assert preview.weight <= 0.6 * 80 / 0.811
    assert preview.limited_by == "limit set by staff"
    assert fact.restrictions
    assert "knee" not in preview.reason


# Form


def test_form_feedback_has_a_cue_for_each_issue_and_a_trend() -> None:
    made = world()
    trends: list[Trend] = []
    for number, rating in ((1, 2), (2, 3), (3, 4)):
        payload = {"playerId": "p1", "exerciseId": "squat", "setNumber": number, "rating": rating}
        entries = made.tell(FORM, {**payload, "issues": ["knee_valgus", "odd_thing"]})
        assert not isinstance(entries, Refusal)
        fact = entries[0].fact
        assert isinstance(fact, FormFeedbackGiven)
        trends.append(fact.trend)
        assert [correction.issue for correction in fact.corrections] == ["knee_valgus", "odd_thing"]
        assert fact.corrections[0].cue.startswith("Push the knees out")
    assert trends == [Trend.UNKNOWN, Trend.UNKNOWN, Trend.IMPROVING]


def test_velocities_past_their_limit_give_feedback_by_themselves() -> None:
    made = world(squat(3, velocityLossLimit=20, tempo="31X0"))
    entries = tell_set(made, 1, velocities=[0.6, 0.58, 0.5, 0.44, 0.4], tempo="1010")
    assert not isinstance(entries, Refusal)
    assert [entry.name for entry in entries] == [SET, FORM]
    assert set_fact(entries).velocity_loss == 33.3
    form = entries[1].fact
    assert isinstance(form, FormFeedbackGiven)
    assert (form.source, form.issues, form.rating) == (FormSource.SENSOR, ("velocity_loss", "tempo_fast"), 2)
    calm = tell_set(made, 2, velocities=[0.6, 0.58, 0.55])
    assert not isinstance(calm, Refusal)
    assert [entry.name for entry in calm] == [SET]


# The end


def test_a_session_leaves_its_estimates_sessions_and_records_to_the_next() -> None:
    made = knowing(world())
    for number, load in ((1, 80), (2, 85), (3, 82.5)):
        tell_set(made, number, weight=load, rpe=8.5)
    raw = made.session.machine.priors(made.session, "p1")
    assert raw is not None
    history = msgspec.json.decode(raw, type=LiftingHistory)
    assert history.strength == track(made).strength
    assert history.lifts["back_squat"].sessions[-1] == LiftSession(
        T0, 85, 5, history.lifts["back_squat"].sessions[-1].e1rm_kg
    )
    assert history.lifts["back_squat"].bests == ((85, 5),)
    assert isinstance(history.lifts["back_squat"], LiftHistory)
    assert world().session.machine.priors(world().session, "p1") is None


def test_the_record_lists_sets_tonnage_estimates_and_records() -> None:
    made = knowing(world())
    tell_set(made, 1, rpe=8)
    tell_set(made, 2, weight=82.5, rpe=8)
    tell_set(made, 3, weight=300)
    record = made.session.machine.record(made.session, "p1")  # type: ignore[attr-defined]
    assert (record.sets_done, record.sets_planned, record.tonnage_kg) == (2, 4, 812.5)
    assert [each.questioned for each in record.sets] == [None, None, True]
    (lift,) = record.lifts
    assert (lift.lift, lift.sets, lift.reps) == ("back_squat", 2, 10)
    assert [one.value for one in lift.personal_records] == [82.5]


def test_a_new_plan_while_running_keeps_the_place_and_what_was_done() -> None:
    made = world()
    tell_set(made, 1, rpe=8)
    made.wait(120)
    made.tell("training:session:plan", {"plan": {"exercises": [squat(6)], "rack": RACK}})
    shown = pointer(made.session)
    assert (shown.set_number, shown.total_sets) == (2, 6)
    assert made.replayed().snapshot() == made.session.snapshot()


def test_a_session_of_no_plan_keeps_what_is_told() -> None:
    made = World(None, count=1, workout_type=WorkoutType.STRENGTH)
    made.tell("training:session:start")
    fact = set_fact(tell_set(made, 1, rpe=8))
    assert fact.notice is None
    assert fact.estimated_one_rep_max is not None
    assert pointer(made.session) is None


@pytest.mark.parametrize("former_kg", [60, 80])
def test_an_exercise_by_effort_opens_with_what_the_estimate_says(former_kg: float) -> None:
    shown = pointer(knowing(world(squat(3, load={"basis": "rpe", "value": 8})), former_kg).session)
    assert (shown.weight, shown.next_set_preview.limited_by) == (former_kg, None)
    assert shown.next_set_preview.reason.startswith("Meets RPE 8 at 5 reps by your sets so far")


def test_an_opening_goes_at_most_a_tenth_or_a_step_over_the_last_session() -> None:
    made = knowing(world(squat(3, load={"basis": "rpe", "value": 10}, reps=1, targetRpe=10)), 80)
    shown = pointer(made.session)
    assert shown.weight == 87.5
    assert shown.next_set_preview.limited_by == "at most +10 % or a step over the last session"


def test_a_warm_up_only_leads_up_to_the_first_working_set() -> None:
    warm_up = {"kind": "warmup", "reps": 5, "load": {"basis": "absolute", "value": 40}}
    work = {"reps": 5, "load": {"basis": "rpe", "value": 8}}
    plan = {"id": "squat", "name": "Back squat", "lift": "back_squat", "sets": [warm_up, work, work]}
    unknown = preview_of(tell_set(world(plan), 1, weight=40))
    assert (unknown.weight, unknown.reason) == (40, "No former set is known: as the warm-up, then rate the set")
    known = knowing(world(plan))
    assert preview_of(tell_set(known, 1, weight=40)).weight == 80
    assert "back_squat" in track(known).strength.exercises


def test_where_the_next_step_is_too_large_the_load_stays_and_says_which_it_would_be() -> None:
    press = {"id": "press", "name": "Dumbbell press", "step": 4, "sets": [{"reps": 8, "targetRpe": 8}] * 2}
    preview = preview_of(tell_set(world(press), 1, exercise="press", weight=20, reps=8, rpe=6))
    assert (preview.weight, preview.limited_by) == (20, "at most +5 % at once; the next load is 24 kg")


def test_a_hold_of_the_own_body_has_no_bar() -> None:
    plank = {
        "id": "plank",
        "name": "Plank",
        "sets": [{"kind": "hold", "hold": 30, "load": {"basis": "bodyweight"}}] * 2,
    }
    preview = preview_of(tell_set(world(plank), 1, exercise="plank", weight=0, reps=0, holdTime=30))
    assert (preview.weight, preview.plates_per_side) == (0, None)


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ({"weight": 20}, None),
        ({"weight": 44}, "44 kg was entered where about 20 kg was expected. Was 44 lb meant?"),
        ({"weight": 0}, None),
        ({"weight": 36}, None),
    ],
)
def test_beside_the_body_a_mix_up_of_units_is_judged_by_what_was_hung_on(
    told: dict[str, Any], question: str | None
) -> None:
    load = {"basis": "absolute", "value": 20}
    pull_up = {
        "id": "up", "name": "Pull-up", "lift": "pull_up", "bodyweightShare": 1, "sets": [{"reps": 5, "load": load}] * 3
    }  # fmt: skip
    fact = set_fact(tell_set(world(pull_up), 1, exercise="up", **told))
    assert (fact.notice.detail if fact.notice is not None else None) == question


def test_a_body_alone_is_never_mixed_up_with_pounds() -> None:
    push_up = {
        "id": "up", "name": "Push-up", "lift": "push_up", "bodyweightShare": 0.64,
        "sets": [{"reps": 5, "load": {"basis": "bodyweight"}}] * 3,
    }  # fmt: skip
    fact = set_fact(tell_set(world(push_up), 1, exercise="up", weight=20))
    assert fact.notice is None


def test_the_second_side_takes_the_load_of_the_first_whatever_was_advised_for_it() -> None:
    lunge = {
        "id": "lunge", "name": "Lunge", "lift": "split_squat", "unilateral": True, "step": 2,
        "sets": [{"reps": 8, "load": {"basis": "rpe", "value": 8}, "rest": 60}] * 3,
    }  # fmt: skip
    made = world(lunge)
    for number, (weight, rpe) in enumerate(((22, 9.5), (24, 8), (18, 6.5)), 1):
        preview = preview_of(
            tell_set(made, number, exercise="lunge", weight=weight, reps=8, rpe=rpe, side="left", confirmed=True)
        )
        assert (preview.set_number, preview.weight, preview.reason) == (number, weight, "As with the other side")
        assert pointer(made.session).weight == weight
        tell_set(made, number, exercise="lunge", weight=weight, reps=8, rpe=rpe, side="right", confirmed=True)


def test_a_planned_load_of_a_side_is_that_sides_own() -> None:
    sets = [{"reps": 8, "load": {"basis": "absolute", "value": 20}, "rest": 60}] * 2
    lunge = {"id": "lunge", "name": "Lunge", "lift": "split_squat", "unilateral": True, "step": 2, "sets": sets}
    preview = preview_of(tell_set(world(lunge), 1, exercise="lunge", weight=16, reps=8, rpe=8, side="left"))
    assert preview.weight == 20
