"""Sets of every kind, corrections, questions, records: what is kept, what is learned, where the player goes on."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dryland.contract.base import Role, WorkoutType
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.strength import FormFeedbackGiven, FormSource, RecordKind, Trend, WeightUpdated
from dryland.floor.strength import ADVICE, FORM, LIMITS, PROGRESS, SET, WEIGHT
from dryland.floor.strength_history import LiftHistory, LiftingHistory, LiftSession
from dryland.floor.strength_import import FormerSet, history_of
from dryland.floor.strength_settings import StrengthSettings
from dryland.floor.strength_track import StrengthTrack
from dryland.science.strength_state import SetObservation
from tests.floor.lifting import RACK, pointer, preview_of, set_fact, squat, tell_set, world
from tests.floor.world import T0, World

DAY_MS = 86_400_000


def track(made: World, player: str = "p1") -> StrengthTrack:
    work = made.session.works[player]
    assert isinstance(work, StrengthTrack)
    return work


def knowing(made: World, load_kg: float = 80, sessions: int = 5) -> World:
    """The player has lifted before: five sets of five at RPE 8 in each former session."""
    past = [
        FormerSet(
            SetObservation(exercise="back_squat", load_kg=load_kg, reps=5, at_ms=T0 - day * 3 * DAY_MS, rpe=8.0),
            load_kg,
            order,
        )
        for day in range(1, sessions + 1)
        for order in range(3)
    ]
    history = history_of(past, StrengthSettings())
    player = made.session.state.players["p1"]
    player.priors = msgspec.Raw(msgspec.json.encode(history))
    made.session.plans.clear()
    track(made).strength = history.strength
    return made


# Corrections


def test_a_second_word_on_a_set_replaces_the_first_as_if_it_had_been_told_so() -> None:
    corrected, plain = world(), world()
    tell_set(corrected, 1, rpe=6, event="first-set")
    fact = set_fact(tell_set(corrected, 1, rpe=9, reps=4))
    assert fact.corrects == "first-set"
    tell_set(plain, 1, rpe=9, reps=4)
    assert track(corrected).strength == track(plain).strength
    assert track(corrected).rest == track(plain).rest
    assert preview_of(tell_set(corrected, 2, rpe=8)).weight == preview_of(tell_set(plain, 2, rpe=8)).weight


def test_a_correction_that_moves_a_set_to_another_number_leaves_nothing_behind() -> None:
    made = world()
    tell_set(made, 1, rpe=8, event="first-set")
    tell_set(made, 2, rpe=8, corrects="first-set")
    assert list(track(made).done) == ["squat#2"]


def test_an_undone_set_is_open_again_and_was_never_learned() -> None:
    made = world()
    before = made.session.works["p1"]
    assert isinstance(before, StrengthTrack)
    tell_set(made, 1, rpe=8, event="first-set")
    fact = set_fact(tell_set(made, 1, reps=0, outcome="skipped", corrects="first-set"))
    assert fact.withdrawn
    assert fact.next_set_preview is None
    assert (track(made).done, track(made).strength.exercises, track(made).rest) == ({}, {}, None)
    assert pointer(made.session).set_number == 1


def test_a_set_told_for_the_wrong_player_goes_to_the_right_one() -> None:
    made = world(count=2)
    tell_set(made, 1, rpe=8, event="first-set", player="p1")
    entries = tell_set(made, 1, rpe=8, event="second-word", player="p2", corrects="first-set")
    assert not isinstance(entries, Refusal)
    assert [(entry.name, entry.fact.event_id) for entry in entries] == [(SET, "second-word"), (SET, None)]
    assert track(made, "p1").done == {}
    assert list(track(made, "p2").done) == ["squat#1"]
    refused = tell_set(made, 2, player="p1", corrects="second-word", role=Role.PLAYER)
    assert isinstance(refused, Refusal)
    assert refused.code is ErrorCode.FORBIDDEN


def test_a_set_that_comes_late_is_learned_in_its_turn() -> None:
    late, plain = world(), world()
    for made in (late, plain):
        made.now_ms = T0 + 600_000
    tell_set(late, 2, rpe=9, at_ms=T0 + 300_000)
    tell_set(late, 1, rpe=8, at_ms=T0 + 60_000)
    tell_set(plain, 1, rpe=8, at_ms=T0 + 60_000)
    tell_set(plain, 2, rpe=9, at_ms=T0 + 300_000)
    assert track(late).strength == track(plain).strength


# Outcomes and order


def test_a_failed_set_takes_load_off_even_where_the_plan_names_no_effort() -> None:
    made = world(squat(3, targetRpe=None))
    preview = preview_of(tell_set(made, 1, reps=3, outcome="failed"))
    assert preview.weight < 80
    assert preview.reason.startswith("3 of 5 reps, failed → −")


def test_a_skipped_set_counts_for_nothing_and_lets_the_player_go_on() -> None:
    made = world()
    fact = set_fact(tell_set(made, 1, reps=0, outcome="skipped"))
    assert fact.rest_ends_at is None
    assert track(made).strength.exercises == {}
    assert pointer(made.session).set_number == 2


def test_sets_in_another_order_leave_the_pointer_at_what_is_not_done() -> None:
    made = world()
    tell_set(made, 3, rpe=8)
    made.wait(120)
    assert pointer(made.session).set_number == 4
    tell_set(made, 4, rpe=8)
    made.wait(120)
    assert pointer(made.session).set_number == 1


def test_a_player_who_goes_to_another_exercise_is_followed() -> None:
    bench = {**squat(2), "id": "bench", "name": "Bench press", "lift": "bench_press"}
    made = world(squat(2), bench)
    made.tell(PROGRESS, {"playerId": "p1", "exerciseId": "bench", "setNumber": 1})
    assert pointer(made.session).id == "bench"
    tell_set(made, 1, exercise="bench", rpe=8)
    assert pointer(made.session).id == "bench"
    assert made.replayed().snapshot() == made.session.snapshot()


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"exerciseId": "nothing", "setNumber": 1}, ErrorCode.EXERCISE_NOT_IN_PLAN),
        ({"exerciseId": "squat", "setNumber": 9}, ErrorCode.SET_OUT_OF_ORDER),
    ],
)
def test_a_place_that_the_plan_does_not_have_is_refused(payload: dict[str, Any], code: ErrorCode) -> None:
    refused = world().tell(PROGRESS, {"playerId": "p1", **payload})
    assert isinstance(refused, Refusal)
    assert refused.code is code


@pytest.mark.parametrize(
    ("number", "exercise", "code"),
    [(7, "squat", ErrorCode.SET_OUT_OF_ORDER), (1, "curl", ErrorCode.EXERCISE_NOT_IN_PLAN)],
)
def test_a_set_that_the_plan_does_not_have_is_kept_with_a_notice(number: int, exercise: str, code: ErrorCode) -> None:
    made = world()
    fact = set_fact(tell_set(made, number, exercise=exercise, rpe=8))
    assert fact.notice is not None
    assert fact.notice.code is code
    assert fact.needs_confirmation is None
    assert f"{exercise}#{number}" in track(made).done
    assert pointer(made.session).set_number == 1


# Questions


def test_pounds_entered_as_kilograms_are_kept_and_asked_about_and_teach_nothing() -> None:
    made = knowing(world(squat(4, load={"basis": "absolute", "value": 45})), 45)
    fact = set_fact(tell_set(made, 1, weight=100, rpe=8))
    assert fact.needs_confirmation
    assert fact.notice is not None
    assert fact.notice.code is ErrorCode.IMPLAUSIBLE_LOAD
    assert fact.notice.as_refusal().kept
    assert "Was 100 lbs meant?" in fact.notice.detail
    assert fact.notice.context is not None
    assert (fact.notice.context.exercise_id, fact.notice.context.set_number) == ("squat", 1)
    assert fact.estimated_one_rep_max is not None
    assert fact.estimated_one_rep_max.value < 60
    assert preview_of(tell_set(made, 1, weight=100, weightUnit="lbs", rpe=8)).weight_unit == "lbs"
    assert not track(made).done["squat#1"].questioned


def test_kilograms_that_were_divided_by_2_2_are_asked_about_as_the_kilograms_they_were() -> None:
    made = knowing(world(squat(4, load={"basis": "absolute", "value": 100})), 100)
    fact = set_fact(tell_set(made, 1, weight=45, rpe=8))
    assert fact.notice is not None
    assert "Was 99 kg meant?" in fact.notice.detail


def test_a_confirmed_load_counts_and_a_record_out_of_it_takes_a_trainers_word() -> None:
    for role, recorded in ((Role.PLAYER, False), (Role.TRAINER, True)):
        made = knowing(world(), 45)
        assert set_fact(tell_set(made, 1, weight=110, rpe=8, role=role)).needs_confirmation
        fact = set_fact(tell_set(made, 1, weight=110, rpe=8, confirmed=True, role=role))
        assert fact.needs_confirmation is None
        assert fact.notice is None
        assert (fact.personal_record is not None) is recorded
        assert track(made).done["squat#1"].load_kg == 110


def test_a_first_set_beyond_what_anybody_lifts_is_asked_about() -> None:
    fact = set_fact(tell_set(world(squat(3, load={"basis": "rpe", "value": 8})), 1, weight=400))
    assert fact.needs_confirmation


# Records


def test_a_record_is_told_against_former_sessions_and_once() -> None:
    made = knowing(world())
    assert set_fact(tell_set(made, 1, weight=80, rpe=8)).personal_record is None
    record = set_fact(tell_set(made, 2, weight=82.5, rpe=8.5)).personal_record
    assert record is not None
    assert (record.kind, record.value, record.previous) == (RecordKind.LOAD_AT_REPS, 82.5, 80)
    assert set_fact(tell_set(made, 3, weight=82.5, rpe=8.5)).personal_record is None
    record = set_fact(tell_set(made, 4, weight=82.5, reps=6, rpe=9)).personal_record
    assert record is not None
    assert (record.kind, record.value, record.previous) == (RecordKind.REPS_AT_LOAD, 6, 5)


def test_the_first_session_of_a_lift_has_no_records() -> None:
    made = world()
    assert all(set_fact(tell_set(made, number, rpe=8)).personal_record is None for number in (1, 2, 3))


# Kinds of sets


def test_supersets_go_in_turn_and_rest_after_the_round() -> None:
    row = {"id": "row", "name": "Row", "superset": "A", "sets": [{"reps": 8, "targetRpe": 8}] * 2}
    made = world({**squat(2), "superset": "A"}, row)
    assert set_fact(tell_set(made, 1, rpe=8)).rest_ends_at is None
    assert (pointer(made.session).id, pointer(made.session).set_number) == ("row", 1)
    assert set_fact(tell_set(made, 1, exercise="row", weight=50, reps=8, rpe=8)).rest_ends_at is not None
    made.wait(600)
    assert (pointer(made.session).id, pointer(made.session).set_number) == ("squat", 2)


def test_both_sides_are_done_before_the_rest_and_estimated_apart() -> None:
    lunge = {"id": "lunge", "name": "Lunge", "unilateral": True, "sets": [{"reps": 8, "targetRpe": 8, "rest": 60}] * 2}
    made = world(lunge)
    assert pointer(made.session).side == "left"
    assert set_fact(tell_set(made, 1, exercise="lunge", weight=20, reps=8, rpe=8, side="left")).rest_ends_at is None
    assert pointer(made.session).side == "right"
    fact = set_fact(tell_set(made, 1, exercise="lunge", weight=20, reps=8, rpe=9, side="right"))
    assert fact.rest_ends_at is not None
    assert set(track(made).strength.exercises) == {"lunge:left", "lunge:right"}
    whole = set_fact(tell_set(made, 2, exercise="lunge", weight=20, reps=8, rpe=8))
    assert whole.next_set_preview is None
    assert track(made).finished


def test_drops_follow_at_once_with_their_share_off_the_bar_and_teach_nothing() -> None:
    drop = {"kind": "drop", "reps": 8, "drops": [{"loadReductionPct": 20}, {"loadReductionPct": 25}], "rest": 90}
    made = world(squat(1), {"id": "press", "name": "Leg press", "step": 5, "sets": [drop]})
    fact = set_fact(tell_set(made, 1, exercise="press", weight=100, reps=8))
    assert fact.next_set_preview is not None
    assert (fact.next_set_preview.set_number, fact.next_set_preview.weight) == (2, 80)
    assert fact.next_set_preview.reason == "Drop of 20 %, straight after"
    assert fact.rest_ends_at is None
    assert preview_of(tell_set(made, 2, exercise="press", weight=80, reps=8)).weight == 60
    assert "leg_press" not in track(made).strength.exercises


@pytest.mark.parametrize(
    ("planned", "reps", "words"),
    [
        ({"kind": "amrap", "reps": 8}, 8, "As many as possible, at least 8. "),
        ({"kind": "hold", "hold": 40}, 0, "Hold for 40 s. "),
        ({"kind": "cluster", "clusterReps": [2, 2, 2], "clusterRest": 20}, 6, "Cluster 2+2+2, 20 s between. "),
    ],
)
def test_the_preview_says_how_a_special_set_is_done(planned: dict[str, Any], reps: int, words: str) -> None:
    first = {"reps": 5, "load": {"basis": "absolute", "value": 60}}
    made = world({"id": "squat", "name": "Squat", "sets": [first, planned]})
    preview = preview_of(tell_set(made, 1, weight=60))
    assert preview.target_reps == reps
    assert preview.reason.startswith(words)


def test_an_amrap_set_without_a_rating_counts_as_taken_to_failure() -> None:
    made = world({"id": "squat", "name": "Squat", "sets": [{"kind": "amrap", "reps": 5}] * 2})
    fact = set_fact(tell_set(made, 1, weight=100, reps=5))
    assert fact.estimated_one_rep_max is not None
    assert fact.estimated_one_rep_max.method == "failure"
    assert fact.estimated_one_rep_max.value == pytest.approx(100 / 0.863, rel=0.03)


def test_the_own_body_belongs_to_the_load_but_not_onto_the_bar() -> None:
    pull_up = {"id": "pull-up", "name": "Pull-up", "bodyweightShare": 1, "step": 2.5, "sets": [
        {"reps": 5, "targetRpe": 8, "load": {"basis": "bodyweight", "value": 10}},
    ] * 3}  # fmt: skip
    made = world(pull_up)
    fact = set_fact(tell_set(made, 1, exercise="pull-up", weight=10, rpe=8))
    assert fact.estimated_one_rep_max is not None
    assert fact.estimated_one_rep_max.value == pytest.approx(90 / 0.811, rel=0.03)
    assert preview_of(tell_set(made, 2, exercise="pull-up", weight=10, rpe=9)).weight < 10


def test_loads_in_percent_follow_the_estimate_and_are_never_rounded_up_near_the_maximum() -> None:
    heavy = squat(2, load={"basis": "pct1rm", "value": 92}, targetRpe=None, reps=1)
    made = knowing(world(heavy), 80)
    shown = pointer(made.session)
    known = 80 / 0.811
    assert shown.weight <= 0.92 * known
    assert 0.92 * known - shown.weight < 2.5
    assert "92 % of a 1RM of" in shown.next_set_preview.reason


def test_pounds_stay_pounds_on_a_rack_in_pounds() -> None:
    rack = {"bar": 45, "unit": "lbs", "plates": [{"weight": w, "pairs": 2} for w in (45, 25, 10, 5, 2.5)]}
    planned = squat(3, load={"basis": "absolute", "value": 185, "unit": "lbs"})
    made = world(planned, rack=rack, weightUnit="lbs")
    fact = set_fact(tell_set(made, 1, weight=185, weightUnit="lbs", rpe=9))
    assert fact.set_data.weight == 185
    preview = fact.next_set_preview
    assert preview is not None
    assert (preview.weight, preview.weight_unit, preview.plates_per_side) == (180, "lbs", (45, 10, 10, 2.5))


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
        ({"weight": 44}, "44 kg was entered where about 20 kg was expected. Was 44 lbs meant?"),
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
