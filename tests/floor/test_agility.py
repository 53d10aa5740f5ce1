"""Attempts: what they are compared with, what is under way, whose turn it is, and what the next session knows."""

from __future__ import annotations

import msgspec
import pytest

from dryland.contract.agility import PatternProgressed, TimingUpdated
from dryland.contract.base import Role
from dryland.contract.errors import ErrorCode, Refusal
from dryland.floor.aggregate import Session
from dryland.floor.agility import COMPLETION, ERROR, TIMING
from dryland.floor.live import Columns
from dryland.floor.profile import PlayerProfile
from dryland.floor.record import player_record
from tests.floor.drills import attempt, observe, pointer, step, world
from tests.floor.world import names

# Attempts


def test_the_first_attempt_is_completed_from_the_plan_and_has_nothing_to_compare_with() -> None:
    made = world(profile=PlayerProfile())
    fact = attempt(made, 1, 10_800)
    assert fact.valid
    assert (fact.drill_result.drill_name, fact.drill_result.pattern, fact.drill_result.total_attempts) == (
        "T-test",
        "t_test",
        3,
    )
    assert (fact.best_time, fact.average_time) == (10_800, 10_800)
    assert fact.improvement is not None
    assert (fact.improvement.trend, fact.improvement.beyond_noise) == ("unknown", False)
    assert fact.performance_rating is None
    assert fact.notice is None


def test_a_change_within_the_typical_error_is_no_improvement_and_one_beyond_it_is() -> None:
    made = world()
    attempt(made, 1, 10_800)
    second = attempt(made, 2, 10_650).improvement
    third = attempt(made, 3, 10_000).improvement
    assert second is not None
    assert third is not None
    assert (second.from_previous, second.from_best, second.trend, second.beyond_noise) == (-150, -150, "stable", False)
    assert (third.from_previous, third.from_best, third.trend, third.beyond_noise) == (
        -650,
        -650,
        "improving",
        True,
    )
    assert third.from_mean == -725
    assert third.typical_error_basis is not None
    assert "timing by hand" in third.typical_error_basis


def test_a_slower_attempt_beyond_noise_is_declining() -> None:
    made = world()
    attempt(made, 1, 10_000)
    slower = attempt(made, 2, 11_000).improvement
    assert slower is not None
    assert (slower.trend, slower.beyond_noise, slower.from_best) == ("declining", True, 1_000)


def test_the_t_test_is_rated_by_its_labelled_norm_while_the_team_is_small() -> None:
    made = world()
    fact = attempt(made, 1, 10_200)
    assert fact.performance_rating == "good"
    assert fact.rating_basis is not None
    assert (fact.rating_basis.population, fact.rating_basis.size) == ("T-test norm (Semenick type), men", None)


def test_from_twenty_players_on_the_team_is_the_norm() -> None:
    made = world(count=20)
    for number in range(1, 20):
        attempt(made, 1, 10_000 + 50 * number, f"p{number}")
    fact = attempt(made, 1, 10_120, "p20")
    assert fact.rating_basis is not None
    assert (fact.rating_basis.population, fact.rating_basis.size) == ("this team", 20)
    assert fact.rating_basis.percentile == 87.5
    assert fact.performance_rating == "excellent"


def test_best_of_counts_the_first_valid_attempts_and_spares_replace_void_ones() -> None:
    plan = {"drills": [{"id": "t", "name": "T", "pattern": "t_test", "attempts": 3, "bestOf": 2}]}
    made = world(plan)
    assert attempt(made, 1, 10_500).drill_finished is False
    attempt(made, 2, 9_900, errors=[{"type": "crossed_feet"}])
    assert made.session.state.players["p1"].status == "active"
    fact = attempt(made, 3, 10_300)
    assert fact.drill_finished is True
    assert (fact.best_time, fact.average_time) == (10_300, 10_400)
    assert made.session.state.players["p1"].status == "completed"


def test_spares_are_not_run_where_enough_attempts_count() -> None:
    drills = [{"id": name, "name": name, "pattern": "t_test", "attempts": 3, "bestOf": 2} for name in ("t", "again")]
    made = world({"drills": drills})
    told = [attempt(made, 1, 10_500).drill_finished, attempt(made, 2, 10_400).drill_finished]
    assert told == [False, True]
    assert pointer(made).id == "again"


def test_sides_alternate_and_their_difference_is_told() -> None:
    made = world()
    left = attempt(made, 1, 5_000, drill="pro")
    right = attempt(made, 2, 4_800, drill="pro")
    assert (left.drill_result.side, right.drill_result.side) == ("left", "right")
    assert (left.asymmetry, right.asymmetry) == (None, None), "one attempt a side says nothing yet"
    assert attempt(made, 3, 5_100, drill="pro").asymmetry is None
    assert attempt(made, 4, 4_900, drill="pro").asymmetry == 4.0
    assert right.improvement is not None
    assert right.improvement.from_previous is None


def test_an_attempt_told_again_replaces_the_former_word() -> None:
    made = world()
    attempt(made, 1, 10_900)
    attempt(made, 2, 10_500)
    again = attempt(made, 1, 10_100)
    assert (again.best_time, again.average_time) == (10_100, 10_300)
    assert pointer(made).attempt_number == 3


def test_an_attempt_told_late_is_judged_against_those_before_it() -> None:
    made = world()
    attempt(made, 2, 10_000)
    late = attempt(made, 1, 11_000).improvement
    assert late is not None
    assert (late.from_previous, late.from_best) == (None, 1_000)


# What is under way


def test_a_step_carries_words_cones_and_place() -> None:
    made = world()
    step(made, "setup")
    shown = step(made, "execution", current=2)
    assert isinstance(shown, PatternProgressed)
    assert (shown.pattern_progress.step_name, shown.pattern_progress.total_steps) == ("Shuffle left", 5)
    assert shown.visual_cues is not None
    assert shown.visual_cues.cone_positions is not None
    assert [cone.id for cone in shown.visual_cues.cone_positions] == ["A", "B", "C", "D"]
    assert shown.visual_cues.current_position is not None
    assert (shown.visual_cues.current_position.x, shown.visual_cues.current_position.y) == (0, 9.144)
    assert pointer(made).phase == "execution"


@pytest.mark.parametrize(
    "steps",
    [
        [("recovery", 0)],
        [("setup", 0), ("feedback", 0)],
        [("setup", 0), ("execution", 3), ("execution", 2)],
        [("setup", 0), ("execution", 6)],
        [("setup", 0), ("execution", 5), ("recovery", 0), ("execution", 1)],
    ],
)
def test_a_step_that_does_not_follow_is_refused(steps: list[tuple[str, int]]) -> None:
    made = world()
    *before, last = steps
    for phase, current in before:
        assert isinstance(step(made, phase, current=current), PatternProgressed)
    refusal = step(made, last[0], current=last[1])
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.STEP_OUT_OF_ORDER
    assert refusal.context is not None
    assert refusal.context.drill_id == "t"


def test_gates_passed_live_become_the_splits_and_show_the_distance_to_best_and_previous() -> None:
    made = world()
    attempt(made, 1, 10_000, source="gates", splits=[2_000, 4_000])
    attempt(made, 2, 10_400, source="gates", splits=[2_100, 4_300])
    for elapsed, expected in ((2_050, (50, -50)), (4_200, (200, -100))):
        shown = observe(made, TIMING, drillId="t", attemptNumber=3, elapsedMs=elapsed, split=elapsed)
        assert isinstance(shown, TimingUpdated)
        assert (shown.delta_to_best, shown.delta_to_previous) == expected
    fact = attempt(made, 3, 9_900, source="gates")
    assert fact.drill_result.splits == (2_050, 4_200)
    assert fact.notice is None


def test_a_running_clock_that_goes_back_is_a_timer_failure() -> None:
    made = world()
    observe(made, TIMING, drillId="t", attemptNumber=1, elapsedMs=3_000)
    refusal = observe(made, TIMING, drillId="t", attemptNumber=1, elapsedMs=2_000)
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.TIMER_MALFUNCTION


def test_nobody_runs_while_the_session_is_paused() -> None:
    made = world()
    made.tell("training:session:pause")
    step(made, "setup")
    refusal = step(made, "execution")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.STEP_OUT_OF_ORDER


# The player's place


def test_the_pointer_says_where_when_and_who_is_next() -> None:
    made = world()
    started_ms = made.now_ms
    mine = pointer(made)
    assert (mine.id, mine.attempt_number, mine.total_attempts, mine.start_position) == ("t", 1, 3, 2)
    assert mine.starts_at is not None
    assert round(mine.starts_at.timestamp() * 1000) == started_ms + 30_000
    attempt(made, 1, 10_000)
    mine = pointer(made)
    assert (mine.phase, mine.last_time, mine.best_time, mine.starts_at) == ("recovery", 10_000, 10_000, None)
    assert mine.rest_ends_at is not None
    assert round(mine.rest_ends_at.timestamp() * 1000) == made.now_ms + 120_000
    assert mine.next_name == "5-10-5"


def test_stations_may_be_done_in_any_order_and_all_of_them_complete_the_player() -> None:
    made = world()
    for number in range(1, 5):
        attempt(made, number, 5_000, drill="pro")
    assert pointer(made).id == "t"
    for number in range(1, 4):
        attempt(made, number, 10_000)
    assert made.session.machine.pointers(made.session, "p1").drill is None
    assert made.session.state.players["p1"].status == "completed"
    assert made.session.machine.progress(made.session) == 50
    assert made.session.machine.steps(made.session) == (2, 4, "T-test")


# From session to session


def test_what_is_kept_of_a_session_is_compared_with_in_the_next() -> None:
    made = world()
    for number, time_ms in ((1, 10_400), (2, 10_000), (3, 10_200)):
        attempt(made, number, time_ms, source="gates", splits=[2_000])
    kept = made.session.machine.priors(made.session, "p1")
    assert kept is not None
    next_one = world()
    next_one.session.state.players["p1"].priors = kept
    fact = attempt(next_one, 1, 9_000, source="gates", splits=[1_900])
    assert fact.improvement is not None
    assert (fact.improvement.from_best, fact.improvement.from_mean) == (-1_000, -1_200)
    assert (fact.improvement.trend, fact.improvement.from_previous) == ("improving", None)
    again = next_one.session.machine.priors(next_one.session, "p1")
    assert again is not None
    drill = msgspec.json.decode(again)["drills"]["t_test"]
    assert (drill["bestMs"], drill["attempts"], drill["pairs"]["count"]) == (9_000, 4, 2)
    assert drill["meanMs"] == pytest.approx((10_400 + 10_000 + 10_200 + 9_000) / 4)


def test_a_past_that_becomes_known_during_the_session_counts_from_then_on() -> None:
    made = world()
    attempt(made, 1, 10_000)
    player = made.session.state.players["p1"]
    player.priors = msgspec.Raw(b'{"drills":{"t_test":{"bestMs":9500,"meanMs":9700,"attempts":4}}}')
    made.session.machine.renew(made.session, player)  # type: ignore[attr-defined]
    found = attempt(made, 2, 9_900).improvement
    assert found is not None
    assert (found.from_best, found.from_previous) == (400, -100)


def test_an_attempt_carries_the_note_for_those_who_may_read_it() -> None:
    made = world()
    made.session.state.players["p1"].medical_notes = "left ankle"
    assert attempt(made, 1, 10_000).medical_notes == "left ankle"


def test_the_log_rebuilds_the_very_same_session() -> None:
    made = world()
    attempt(made, 1, 10_900)
    attempt(made, 2, 10_200, errors=[{"type": "crossed_feet"}])
    made.tell(ERROR, {"playerId": "p2", "drillId": "pro", "attemptNumber": 1, "error": {"type": "fall"}})
    attempt(made, 1, 5_100, "p2", "pro", source="gates")
    assert made.replayed().snapshot() == made.session.snapshot()
    restored = Session.restored(made.session.snapshot(), made.settings)
    assert restored is not None
    assert restored.snapshot() == made.session.snapshot()
    made.session = restored
    after = attempt(made, 3, 10_000)
    assert after.improvement is not None
    assert after.improvement.from_best == -900


def test_the_record_tells_every_attempt_and_what_came_of_each_drill() -> None:
    made = world()
    attempt(made, 1, 10_400)
    attempt(made, 2, 9_000, errors=[{"type": "crossed_feet"}])
    attempt(made, 1, 5_000, drill="pro")
    attempt(made, 2, 4_800, drill="pro")
    attempt(made, 3, 5_100, drill="pro")
    attempt(made, 4, 4_900, drill="pro")
    empty = Columns([], [], [], [], [], [])
    record = msgspec.to_builtins(player_record(made.session, "p1", empty).work)
    first, second = record["drills"]
    assert (first["bestTime"], [each["number"] for each in first["attempts"]]) == (10_400, [1, 2])
    assert list(first["attempts"][1]["voidReasons"]) == ["crossed_feet"]
    assert (second["asymmetry"], second["bestTime"], second["averageTime"]) == (4.0, 4_800, 4_950)


def test_players_may_report_their_own_attempts() -> None:
    made = world()
    result = {"drillId": "t", "attemptNumber": 1, "completionTime": 10_000}
    told = made.tell(COMPLETION, {"playerId": "p1", "drillResult": result}, role=Role.PLAYER, actor="p1")
    assert names(told) == [COMPLETION]
