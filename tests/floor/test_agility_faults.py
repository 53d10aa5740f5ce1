"""Faults void an attempt or stand beside its time; what no legs or clocks can do is said."""

from __future__ import annotations

from typing import Any

import pytest

from dryland.contract.agility import ErrorTracked
from dryland.contract.errors import ErrorCode, Refusal
from dryland.floor.agility import COMPLETION, ERROR
from tests.floor.drills import attempt, pointer, refused, step, world
from tests.floor.world import names

# Faults


@pytest.mark.parametrize(
    ("pattern", "fault", "void"),
    [
        ("t_test", "crossed_feet", True),
        ("t_test", "cone_contact", False),
        ("illinois", "cone_contact", True),
        ("hexagon", "line_contact", True),
        ("pro_agility", "wrong_foot", False),
        ("pro_agility", "incomplete", True),
        ("505", "other", False),
    ],
)
def test_a_fault_voids_by_the_rules_of_its_test_and_is_else_reported_beside_the_raw_time(
    pattern: str, fault: str, void: bool
) -> None:
    made = world({"drills": [{"id": "d", "name": "D", "pattern": pattern, "attempts": 2}]})
    fact = attempt(made, 1, 16_000, drill="d", errors=[{"type": fault}])
    assert fact.valid is not void
    assert fact.drill_result.completion_time == 16_000
    assert [correction.type for correction in fact.corrections] == [fault]
    assert (fact.notice is not None) is void
    if fact.notice is not None:
        assert fact.notice.code is ErrorCode.ATTEMPT_VOID
        assert fact.best_time is None


def test_the_plan_may_say_otherwise() -> None:
    drill = {"id": "d", "name": "D", "pattern": "t_test", "attempts": 2}
    made = world({"drills": [drill | {"faults": {"crossed_feet": "report", "fall": "void"}}]})
    assert attempt(made, 1, 11_000, drill="d", errors=[{"type": "crossed_feet"}]).valid
    assert not attempt(made, 2, 11_000, drill="d", errors=[{"type": "fall"}]).valid


@pytest.mark.parametrize(("reaction_ms", "void"), [(99, True), (100, False), (180, False), (-20, True)])
def test_a_reaction_below_a_tenth_of_a_second_is_a_false_start(reaction_ms: float, void: bool) -> None:
    fact = attempt(world(), 1, 10_000, reactionTime=reaction_ms)
    assert fact.valid is not void
    assert fact.void_reasons == (("false_start",) if void else None)


def test_a_fault_seen_before_the_finish_voids_the_attempt_when_it_comes() -> None:
    made = world()
    made.tell(ERROR, {"playerId": "p1", "drillId": "t", "attemptNumber": 1, "error": {"type": "crossed_feet"}})
    fact = attempt(made, 1, 10_000)
    assert (fact.valid, fact.void_reasons) == (False, ("crossed_feet",))
    assert [correction.type for correction in fact.corrections] == ["crossed_feet"]


def test_a_fault_seen_after_the_finish_takes_the_time_away() -> None:
    made = world()
    attempt(made, 1, 9_500)
    made.tell(ERROR, {"playerId": "p1", "drillId": "t", "attemptNumber": 1, "error": {"type": "no_touch"}})
    assert attempt(made, 2, 10_000).best_time == 10_000


def test_a_fault_that_comes_again_is_counted_and_answered_with_a_way_back() -> None:
    made = world()
    told: list[ErrorTracked] = []
    for number in (1, 1, 2):
        entries = made.tell(
            ERROR, {"playerId": "p1", "drillId": "t", "attemptNumber": number, "error": {"type": "cone_contact"}}
        )
        assert not isinstance(entries, Refusal)
        fact = entries[0].fact
        assert isinstance(fact, ErrorTracked)
        told.append(fact)
    assert [fact.count_this_session for fact in told] == [1, 2, 3]
    assert [fact.repeats for fact in told] == [False, False, True]
    assert [len(fact.correction_suggestions) for fact in told] == [1, 1, 2]


def test_a_fault_tracked_and_then_reported_with_the_attempt_counts_once() -> None:
    made = world()
    made.tell(ERROR, {"playerId": "p1", "drillId": "t", "attemptNumber": 1, "error": {"type": "cone_contact"}})
    attempt(made, 1, 10_000, errors=[{"type": "cone_contact"}])
    entries = made.tell(
        ERROR, {"playerId": "p1", "drillId": "t", "attemptNumber": 2, "error": {"type": "cone_contact"}}
    )
    assert not isinstance(entries, Refusal)
    fact = entries[0].fact
    assert isinstance(fact, ErrorTracked)
    assert fact.count_this_session == 2


# What cannot be, or may not be


def test_a_time_no_legs_can_run_is_a_timer_that_failed_and_the_attempt_has_no_time() -> None:
    made = world()
    fact = attempt(made, 1, 3_000, source="gates", splits=[1_000])
    assert not fact.valid
    assert fact.void_reasons == ("timing_error",)
    assert fact.notice is not None
    assert fact.notice.code is ErrorCode.TIMER_MALFUNCTION
    assert "m/s" in fact.notice.detail
    assert fact.notice.context is not None
    assert (fact.notice.context.drill_id, fact.notice.context.attempt_number) == ("t", 1)
    again = attempt(made, 1, 10_400)
    assert (again.valid, again.best_time) == (True, 10_400)


@pytest.mark.parametrize(
    ("splits", "time_ms"), [([2_000, 1_900], 10_000), ([2_000, 2_000], 10_000), ([10_500], 10_000), ([], 900_000)]
)
def test_clocks_that_run_backwards_or_are_never_stopped_are_timer_failures(splits: list[float], time_ms: float) -> None:
    fact = attempt(world(), 1, time_ms, source="gates", splits=splits or None)
    assert fact.notice is not None
    assert fact.notice.code is ErrorCode.TIMER_MALFUNCTION


def test_attempt_four_of_three_is_kept_but_counts_only_when_confirmed() -> None:
    made = world()
    for number, time_ms in ((1, 10_900), (2, 10_800), (3, 10_700)):
        attempt(made, number, time_ms)
    extra = attempt(made, 4, 10_000)
    assert extra.questioned
    assert extra.notice is not None
    assert extra.notice.code is ErrorCode.ATTEMPT_OUT_OF_ORDER
    assert (extra.valid, extra.best_time) == (True, 10_700)
    sure = attempt(made, 4, 10_000, confirmed=True)
    assert (sure.notice, sure.questioned, sure.best_time) == (None, None, 10_000)


def test_gates_that_report_a_finish_without_a_start_are_questioned_and_the_entry_is_kept() -> None:
    made = world()
    fact = attempt(made, 1, 10_000, source="gates")
    assert fact.notice is not None
    assert fact.notice.code is ErrorCode.STEP_OUT_OF_ORDER
    assert (fact.questioned, fact.improvement, fact.best_time) == (True, None, None)
    assert pointer(made).attempt_number == 1


@pytest.mark.parametrize("more", [{"splits": [2_000]}, {"reactionTime": 200}, {"source": "manual"}])
def test_a_start_is_seen_in_the_result_itself(more: dict[str, Any]) -> None:
    assert attempt(world(), 1, 10_000, **{"source": "gates", **more}).notice is None


def test_a_start_seen_live_is_a_start() -> None:
    made = world()
    step(made, "setup")
    step(made, "execution")
    assert attempt(made, 1, 10_000, source="light").notice is None


def test_before_the_session_starts_nobody_has_run() -> None:
    made = world(start=False)
    result = {"drillId": "t", "attemptNumber": 1, "completionTime": 10_000}
    refusal = refused(made, COMPLETION, {"playerId": "p1", "drillResult": result})
    assert refusal.code is ErrorCode.STEP_OUT_OF_ORDER
    assert refusal.context is not None
    assert refusal.context.state == "scheduled"


def test_after_the_end_only_what_happened_before_it_is_taken() -> None:
    made = world()
    ran_ms = made.now_ms + 20_000
    made.now_ms += 60_000
    made.tell("training:session:end")
    result = {"drillId": "t", "attemptNumber": 1, "completionTime": 10_000}
    assert refused(made, COMPLETION, {"playerId": "p1", "drillResult": result}, at_ms=made.now_ms + 1).code is (
        ErrorCode.INVALID_TRANSITION
    )
    assert names(made.tell(COMPLETION, {"playerId": "p1", "drillResult": result}, at_ms=ran_ms)) == [COMPLETION]


@pytest.mark.parametrize("name", [COMPLETION, ERROR])
def test_a_drill_or_player_that_is_not_there_is_named(name: str) -> None:
    made = world()
    unknown = {"drillId": "x", "attemptNumber": 1, "completionTime": 10_000, "error": {"type": "fall"}}
    payload = {"playerId": "p1", **unknown, "drillResult": unknown}
    refusal = refused(made, name, payload)
    assert refusal.code is ErrorCode.DRILL_NOT_IN_PLAN
    assert refusal.context is not None
    assert (refusal.context.drill_id, refusal.context.alternatives) == ("x", ("t", "pro"))
    assert refused(made, name, payload | {"playerId": "p9"}).code is ErrorCode.PLAYER_NOT_IN_SESSION
