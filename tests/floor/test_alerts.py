"""The life of an alert: rows of given, when, then; and what holds after any sequence of moves."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dryland.contract.alerts import AlertAcknowledged, AlertRaised, AlertSeverity, AlertState, AlertType
from dryland.contract.base import OrganisationFact, Role
from dryland.contract.errors import Refusal
from dryland.contract.sayings import say
from dryland.floor.alert_answering import Answered, acknowledge, clear, session_over, subside, told
from dryland.floor.alert_book import AlertBook
from dryland.floor.alert_entry import AlertEntry, AlertNoted, Note
from dryland.floor.alert_raising import raise_alert
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.alert_state import TRANSITIONS
from dryland.floor.alert_timing import due
from dryland.floor.workout import at_time

T0 = 1_800_000_000_000
EXPIRING = frozenset({"rpe_drift"})
_PAIRS = {(before, after) for (before, _), after in TRANSITIONS.items()}


class Floor:
    """A book with a clock, evolved as the keeper does it; every change of a state is checked against the table."""

    def __init__(self) -> None:
        self.book = AlertBook("club", AlertSettings())
        self.now_ms = T0
        self.count = 0
        self.log: list[tuple[str, OrganisationFact]] = []

    def take(self, entries: list[AlertEntry] | Refusal) -> list[AlertEntry]:
        assert not isinstance(entries, Refusal), entries
        before = {alert.alert_id: alert.state for alert in self.book.alerts.values()}
        for name, fact in entries:
            placed = replace(fact, recorded_at=at_time(self.now_ms))
            self.log.append((name, placed))
            self.book.evolve(name, placed)
        for alert in self.book.alerts.values():
            was = before.get(alert.alert_id)
            assert was is None or was is alert.state or (was, alert.state) in _PAIRS
        return entries

    def ask(self, severity: AlertSeverity = AlertSeverity.MEDIUM, **more: Any) -> list[AlertEntry]:
        self.count += 1
        fields: dict[str, Any] = {
            "type": AlertType.HIGH_FATIGUE,
            "severity": severity,
            "sayings": (say("alert_remark", remark="Look."),),
            "rule": "hr_over_limit",
            "at_ms": self.now_ms,
            "player_id": "p1",
            "session_id": "s1",
            "lasting": True,
        }
        return self.take(raise_alert(self.book, AlertRequest(**{**fields, **more}), f"a{self.count}", self.now_ms))

    def after(self, seconds: float) -> list[AlertEntry]:
        self.now_ms += round(seconds * 1000)
        ids = [f"w{self.count}-{place}" for place in range(len(self.book.waiting))]
        return self.take(due(self.book, self.now_ms, ids, EXPIRING))


def severity_of(word: str) -> AlertSeverity:
    return AlertSeverity(word)


class Row(NamedTuple):
    severity: str
    moves: str
    then: str


ROWS = [
    Row("medium", "", "raised"),
    Row("medium", "ack", "acknowledged"),
    Row("medium", "ack clear", "cleared"),
    Row("medium", "clear", "cleared"),
    Row("medium", "subside", "cleared"),
    Row("medium", "shelve", "shelved"),
    Row("medium", "shelve ack", "acknowledged"),
    Row("medium", "shelve clear", "cleared"),
    Row("medium", "shelve subside", "cleared"),
    Row("medium", "ack shelve", "shelved"),
    Row("medium", "ack subside", "cleared"),
    Row("high", "subside", "latched"),
    Row("high", "subside ack", "cleared"),
    Row("high", "subside again", "raised"),
    Row("high", "ack clear", "cleared"),
    Row("high", "clear", "refused"),
    Row("high", "subside clear", "refused"),
    Row("high", "subside shelve", "refused"),
    Row("medium", "ack ack", "refused"),
    Row("medium", "clear ack", "refused"),
    Row("medium", "ack worse", "raised"),
    Row("low", "shelve worse", "raised"),
]


def move(floor: Floor, word: str) -> bool:
    """Make a move with the only alert; False where it is refused."""
    alert = next(iter(floor.book.alerts.values()))
    answered = Answered("eva", floor.now_ms, reason="seen", name="Eva Ek")
    if word == "subside":
        floor.take(subside(floor.book, alert.cause, floor.now_ms))
        return True
    if word in {"again", "worse"}:
        floor.ask(AlertSeverity.HIGH)
        return True
    made = {
        "ack": lambda: acknowledge(alert, answered),
        "shelve": lambda: acknowledge(alert, answered, 300),
        "clear": lambda: clear(alert, answered),
    }[word]()
    if isinstance(made, Refusal):
        return False
    floor.take(made)
    return True


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.severity}: {row.moves or 'nothing'} → {row.then}")
def test_given_an_alert_when_moved_then(row: Row) -> None:
    floor = Floor()
    floor.ask(severity_of(row.severity))
    made = [move(floor, word) for word in row.moves.split()]
    if row.then == "refused":
        assert made[-1] is False
    else:
        assert all(made)
        assert next(iter(floor.book.alerts.values())).state.value == row.then


def test_nobody_answers_so_the_next_role_is_called_until_there_is_none() -> None:
    floor = Floor()
    floor.ask(AlertSeverity.HIGH, type=AlertType.HELP_REQUESTED)
    called = [[entry.fact for entry in floor.after(30)] for _ in range(3)]
    roles = [fact.escalated_to for facts in called for fact in facts if isinstance(fact, AlertRaised)]
    assert roles == [Role.MEDICAL, Role.ADMIN]


def test_a_low_one_and_an_acknowledged_one_call_nobody_further() -> None:
    floor = Floor()
    floor.ask(AlertSeverity.LOW)
    assert floor.after(60) == []
    other = Floor()
    other.ask()
    move(other, "ack")
    assert other.after(60) == []


def test_a_shelved_one_returns_when_its_time_is_over() -> None:
    floor = Floor()
    floor.ask()
    move(floor, "shelve")
    assert floor.after(299) == []
    assert [entry.name for entry in floor.after(1)] == ["training:alert:raised"]
    assert floor.book.open[0].state is AlertState.RAISED


def test_a_player_has_one_banner_in_a_while_and_what_goes_on_is_shown_later() -> None:
    floor = Floor()
    floor.ask()
    noted = floor.ask(rule="hr_above_zone")
    assert [entry.fact.note for entry in noted if isinstance(entry.fact, AlertNoted)] == [Note.SUPPRESSED_BANNER]
    assert floor.ask(rule="hr_above_zone") == [], "one line for one wait"
    assert floor.ask(AlertSeverity.HIGH, rule="help_requested") != []
    move(floor, "ack")
    floor.after(121)
    floor.after(1)
    assert "hr_above_zone" in {alert.raised.evidence.rule for alert in floor.book.open}


def test_a_rule_that_says_less_waits_for_the_one_that_says_more() -> None:
    floor = Floor()
    floor.ask(cause="more")
    floor.now_ms += 300_000
    noted = floor.ask(rule="low_compliance", within=("more",))
    assert [entry.fact.note for entry in noted if isinstance(entry.fact, AlertNoted)] == [Note.SUPPRESSED_COVERED]
    floor.take(subside(floor.book, "more", floor.now_ms))
    assert [entry.name for entry in floor.after(1)] == ["training:alert:raised"]


def test_a_moment_long_past_is_noted_and_not_shown() -> None:
    floor = Floor()
    noted = floor.ask(rule="rpe_drift", lasting=False, at_ms=T0 - 301_000)
    assert [entry.fact.note for entry in noted if isinstance(entry.fact, AlertNoted)] == [Note.SUPPRESSED_LATE]


def test_advice_about_a_moment_clears_by_itself() -> None:
    floor = Floor()
    floor.ask(AlertSeverity.LOW, rule="rpe_drift", lasting=False)
    assert floor.after(299) == []
    floor.after(1)
    assert not floor.book.has_open


def test_signals_that_fall_silent_later_grow_the_alert_that_is_open() -> None:
    floor = Floor()
    floor.ask(AlertSeverity.LOW, cause="bridge", player_id=None, players=("p1", "p2"))
    floor.ask(AlertSeverity.LOW, cause="bridge", player_id=None, players=("p2", "p3"))
    assert [alert.raised.causes for alert in floor.book.open] == [3]


def test_a_session_that_is_over_ends_what_rules_saw_and_keeps_what_people_said() -> None:
    floor = Floor()
    floor.ask()
    floor.ask(rule="pain_reported", cause="pain", by="p1")
    floor.take(session_over(floor.book, "s1", floor.now_ms))
    assert [alert.cause for alert in floor.book.open] == ["pain"]


MOVES = st.sampled_from(["raise low", "raise high", "ack", "shelve", "clear", "subside", "wait", "long", "over"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(MOVES, st.sampled_from(["p1", "p2"])), max_size=40))
def test_after_any_moves_a_cause_has_one_open_alert_and_the_log_tells_the_same(moves: list[tuple[str, str]]) -> None:
    floor = Floor()
    banners: dict[str, int] = {}
    for word, player_id in moves:
        floor.now_ms += 1_000
        known = [alert for alert in floor.book.alerts.values() if alert.raised.player_id == player_id]
        if word.startswith("raise"):
            severity = severity_of(word.removeprefix("raise "))
            entries = floor.ask(severity, player_id=player_id, rule=f"rule_{word[-1]}")
            if any(isinstance(e.fact, AlertRaised) for e in entries) and severity is not AlertSeverity.HIGH:
                assert floor.now_ms - banners.get(player_id, 0) >= 120_000
            if any(isinstance(e.fact, AlertRaised) for e in entries):
                banners[player_id] = floor.book.banners_ms[player_id]
        elif word in {"wait", "long"}:
            floor.after(5 if word == "wait" else 200)
            banners |= floor.book.banners_ms
        elif word == "over":
            floor.take(session_over(floor.book, "s1", floor.now_ms))
        elif known and word == "subside":
            floor.take(subside(floor.book, known[-1].cause, floor.now_ms))
        elif known:
            answered = Answered("eva", floor.now_ms)
            made = (
                clear(known[-1], answered)
                if word == "clear"
                else acknowledge(known[-1], answered, 60 if word == "shelve" else None)
            )
            if not isinstance(made, Refusal):
                floor.take(made)
        causes = [alert.cause for alert in floor.book.open]
        assert len(causes) == len(set(causes))
        assert floor.book.has_open == any(alert.is_open for alert in floor.book.alerts.values())
    again, restored = AlertBook("club", AlertSettings()), AlertBook("club", AlertSettings())
    for name, fact in floor.log:
        again.evolve(name, fact)
    restored.restore(floor.book.snapshot())
    assert again.snapshot() == floor.book.snapshot() == restored.snapshot()


def test_whoever_comes_later_hears_the_name_of_who_is_on_it() -> None:
    floor = Floor()
    floor.ask(AlertSeverity.MEDIUM)
    assert move(floor, "ack")
    raised, answered = told(next(iter(floor.book.alerts.values())))
    assert raised.name.endswith("raised")
    assert isinstance(answered.fact, AlertAcknowledged)
    assert answered.fact.acknowledged_by_name == "Eva Ek"
