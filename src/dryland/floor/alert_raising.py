"""Whether people are called: a new alert, one that grows or comes back, or a suppression with its reason.

One cause is one alert, however many players it is about.
"""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.alerts import AlertRaised, AlertSeverity, AlertState
from dryland.floor.alert_book import AlertBook
from dryland.floor.alert_entry import RAISED, SERVER, AlertEntry, Note
from dryland.floor.alert_request import AlertRequest, cause_of, evidence_of, noted
from dryland.floor.alert_state import TRANSITIONS, Alert, Move
from dryland.floor.workout import at_time

__all__ = ["raise_alert"]

_RANK: Final = {AlertSeverity.LOW: 0, AlertSeverity.MEDIUM: 1, AlertSeverity.HIGH: 2}


def raise_alert(book: AlertBook, request: AlertRequest, alert_id: str, now_ms: int) -> list[AlertEntry]:
    """What follows when somebody is to be called: a new alert, one that grows or recurs, or a suppression."""
    cause = cause_of(request)
    known = book.of_cause(cause)
    if known is not None:
        return _again(known, request, cause)
    note = _suppressed(book, request, now_ms)
    if note is None:
        return [AlertEntry(RAISED, _new(request, alert_id, cause))]
    waited = cause in book.waiting
    if request.lasting:
        book.waiting[cause] = request
    return [] if waited else [noted(note, request, cause)]


def _suppressed(book: AlertBook, request: AlertRequest, now_ms: int) -> Note | None:
    """Why a rule's alert is not shown now: too late to act, said already by another, too soon after the last banner.

    What is high or said by a person is always shown.
    """
    if request.severity is AlertSeverity.HIGH or request.by != SERVER:
        return None
    if not request.lasting and now_ms - request.at_ms > book.settings.advice_lasts_s * 1000:
        return Note.SUPPRESSED_LATE
    if any(book.of_cause(cause) is not None for cause in request.within):
        return Note.SUPPRESSED_COVERED
    last_ms = None if request.player_id is None else book.banners_ms.get(request.player_id)
    soon = last_ms is not None and now_ms - last_ms < book.settings.banner_gap_s * 1000
    return Note.SUPPRESSED_BANNER if soon else None


def _again(known: Alert, request: AlertRequest, cause: str) -> list[AlertEntry]:
    """The cause has an open alert: it grows, comes back or gets worse; else one more log line."""
    raised = known.raised
    players = (*raised.player_ids, *(each for each in request.players if each not in raised.player_ids))
    worse = _RANK[request.severity] > _RANK[raised.severity]
    grown = len(players) > len(raised.player_ids)
    recurs = grown or known.state is AlertState.LATCHED
    move = Move.WORSEN if worse else Move.RECUR if recurs else None
    if move is None or (known.state, move) not in TRANSITIONS:
        shelved = known.state is AlertState.SHELVED
        note = Note.SUPPRESSED_SHELVED if shelved else Note.SUPPRESSED_OPEN
        return [noted(note, request, cause, raised.alert_id)]
    changed = _new(request, raised.alert_id, cause)
    severity = request.severity if worse else raised.severity
    return [
        AlertEntry(
            RAISED,
            msgspec.structs.replace(
                changed,
                since=raised.since,
                severity=severity,
                player_ids=players,
                causes=len(players) or None,
                escalated_to=None if worse else raised.escalated_to,
            ),
        )
    ]


def _new(request: AlertRequest, alert_id: str, cause: str) -> AlertRaised:
    return AlertRaised(
        alert_id=alert_id,
        session_id=request.session_id,
        event_id=request.event_id,
        by=request.by,
        occurred_at=at_time(request.at_ms),
        type=request.type,
        severity=request.severity,
        message=request.message,
        message_sayings=request.sayings,
        evidence=evidence_of(request),
        since=at_time(request.at_ms),
        player_id=request.player_id,
        player_ids=request.players,
        bundle_id=request.bundle_id,
        equipment_id=request.equipment_id,
        pain=request.pain,
        causes=len(request.players) or None,
        cause=cause,
        medical_notes=request.medical_notes,
    )
