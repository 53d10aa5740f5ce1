"""What people and causes do to an alert: it is acknowledged, shelved, cleared, or over by itself.

A high one stays until somebody has acknowledged it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dryland.contract.alerts import AlertAcknowledged, AlertCleared, AlertSeverity, AlertState
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.contract.sayings import say
from dryland.floor.alert_book import AlertBook
from dryland.floor.alert_entry import ACKNOWLEDGED, CLEARED, NOTED, RAISED, SERVER, AlertEntry, AlertNoted, Note
from dryland.floor.alert_state import TRANSITIONS, Alert, Move
from dryland.floor.workout import at_time, to_ms

__all__ = ["Answered", "acknowledge", "clear", "closed", "session_over", "subside", "told"]


class Answered(NamedTuple):
    """Who answers, when, under which event."""

    by: str
    now_ms: int
    event_id: str | None = None
    reason: str | None = None
    name: str | None = None


def told(alert: Alert) -> list[AlertEntry]:
    """The newest word of an alert and who has answered it, for somebody who comes later."""
    entries = [AlertEntry(RAISED, alert.raised)]
    status = alert.status()
    by, at = status.acknowledged_by, status.acknowledged_at
    if alert.state in {AlertState.ACKNOWLEDGED, AlertState.SHELVED} and by is not None and at is not None:
        fact = AlertAcknowledged(
            alert_id=alert.alert_id,
            session_id=alert.raised.session_id,
            by=by,
            acknowledged_by=by,
            acknowledged_at=at,
            acknowledged_by_name=alert.acknowledged_by_name,
            type=alert.raised.type,
            player_id=alert.raised.player_id,
            shelved_until=status.shelved_until,
            reason=alert.reason,
        )
        entries.append(AlertEntry(ACKNOWLEDGED, fact))
    return entries


def _step(alert: Alert, move: Move, *, unseen_is_refused: bool = False) -> AlertState | Refusal:
    """Where a step leads, or why it is not legal."""
    target = TRANSITIONS.get((alert.state, move))
    high = alert.raised.severity is AlertSeverity.HIGH
    if unseen_is_refused and high and alert.state is AlertState.RAISED:
        target = None
    if target is not None:
        return target
    allowed = tuple(each.value for state, each in TRANSITIONS if state is alert.state and each in _BY_PEOPLE)
    if unseen_is_refused and high:
        allowed = tuple(each for each in allowed if each != Move.CLEAR.value)
    sayings = (say("refused_acknowledge_first"),) if Move.ACKNOWLEDGE.value in allowed else ()
    context = ErrorContext(session_id=alert.raised.session_id, state=alert.state.value, allowed=allowed)
    return Refusal(ErrorCode.INVALID_TRANSITION, context=context, sayings=sayings)


_BY_PEOPLE: Final = frozenset({Move.ACKNOWLEDGE, Move.SHELVE, Move.CLEAR})


def acknowledge(alert: Alert, answered: Answered, shelve_s: float | None = None) -> list[AlertEntry] | Refusal:
    """Somebody takes it on, or puts it aside for a while; one whose cause is gone is cleared by that."""
    target = _step(alert, Move.ACKNOWLEDGE if shelve_s is None else Move.SHELVE)
    if isinstance(target, Refusal):
        return target
    now_ms = answered.now_ms
    fact = AlertAcknowledged(
        alert_id=alert.alert_id,
        session_id=alert.raised.session_id,
        event_id=answered.event_id,
        by=answered.by,
        occurred_at=at_time(now_ms),
        acknowledged_by=answered.by,
        acknowledged_at=at_time(now_ms),
        acknowledged_by_name=answered.name,
        type=alert.raised.type,
        player_id=alert.raised.player_id,
        shelved_until=None if shelve_s is None else at_time(now_ms + round(shelve_s * 1000)),
        reason=answered.reason,
    )
    entries = [AlertEntry(ACKNOWLEDGED, fact)]
    if target is AlertState.CLEARED:
        entries.append(closed(alert, Answered(answered.by, now_ms)))
    return entries


def clear(alert: Alert, answered: Answered) -> list[AlertEntry] | Refusal:
    """Somebody says that nobody must act any more."""
    target = _step(alert, Move.CLEAR, unseen_is_refused=True)
    return target if isinstance(target, Refusal) else [closed(alert, answered)]


def closed(alert: Alert, answered: Answered) -> AlertEntry:
    """The end of an alert, with how long it lasted."""
    since_ms = to_ms(alert.raised.since)
    return AlertEntry(
        CLEARED,
        AlertCleared(
            alert_id=alert.alert_id,
            session_id=alert.raised.session_id,
            event_id=answered.event_id,
            by=answered.by,
            occurred_at=at_time(answered.now_ms),
            cleared_at=at_time(answered.now_ms),
            type=alert.raised.type,
            player_id=alert.raised.player_id,
            reason=answered.reason,
            duration=max(0.0, (answered.now_ms - since_ms) / 1000),
        ),
    )


def subside(book: AlertBook, cause: str, now_ms: int, reason: str | None = None) -> list[AlertEntry]:
    """The cause is gone: its alert is over, or latches when it is high and nobody has seen it."""
    book.waiting.pop(cause, None)
    alert = book.of_cause(cause)
    if alert is None or alert.state is AlertState.LATCHED:
        return []
    if alert.raised.severity is AlertSeverity.HIGH and alert.state is AlertState.RAISED:
        return [_latched(alert, now_ms, reason)]
    return [closed(alert, Answered(SERVER, now_ms, reason=reason))]


def _latched(alert: Alert, now_ms: int, reason: str | None) -> AlertEntry:
    raised = alert.raised
    return AlertEntry(
        NOTED,
        AlertNoted(
            note=Note.SUBSIDED,
            session_id=raised.session_id,
            occurred_at=at_time(now_ms),
            by=SERVER,
            type=raised.type,
            severity=raised.severity,
            evidence=raised.evidence,
            cause=alert.cause,
            alert_id=alert.alert_id,
            player_id=raised.player_id,
            reason=reason,
        ),
    )


def session_over(book: AlertBook, session_id: str, now_ms: int) -> list[AlertEntry]:
    """A session has ended: what rules saw in it is over; what people said stays until somebody clears it."""
    for cause in [cause for cause, request in book.waiting.items() if request.session_id == session_id]:
        del book.waiting[cause]
    entries: list[AlertEntry] = []
    for alert in book.open:
        if alert.raised.session_id == session_id and alert.raised.by == SERVER:
            entries.extend(subside(book, alert.cause, now_ms, "The session is over."))
    return entries
