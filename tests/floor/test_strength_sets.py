"""Sets as they are told: corrected, out of order, questioned, of every kind."""

from __future__ import annotations

from typing import Any

import pytest

from dryland.contract.base import Role
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.strength import RecordKind
from dryland.floor.strength import PROGRESS, SET
from dryland.floor.strength_track import StrengthTrack
from tests.floor.lifting import knowing, pointer, preview_of, set_fact, squat, tell_set, track, world
from tests.floor.world import T0

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
    assert "Was 100 lb meant?" in fact.notice.detail
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
