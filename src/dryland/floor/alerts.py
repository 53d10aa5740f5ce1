"""Alerts of one organisation: raised, acknowledged, shelved, cleared; which legal step leads where, what is suppressed.

One cause is one alert, however many players it is about. A high one stays until somebody has acknowledged it. What
calls whom next, and when, follows from the facts. No clock and no chance: times and identifiers come in.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from dryland.contract.alerts import (
    AlertAcknowledged,
    AlertCleared,
    AlertEvidence,
    AlertRaised,
    AlertSeverity,
    AlertState,
    AlertStatus,
    AlertType,
    EvidenceGrade,
    PainReport,
)
from dryland.contract.base import Identifier, Name, OrganisationFact, Role, ShortText
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.workout import at_time, to_ms

__all__ = [
    "ACKNOWLEDGED",
    "CLEARED",
    "NOTED",
    "RAISED",
    "SERVER",
    "TRANSITIONS",
    "Alert",
    "AlertBook",
    "AlertEntry",
    "AlertNoted",
    "AlertRequest",
    "AlertState",
    "Answered",
    "Move",
    "Note",
    "acknowledge",
    "cause_of",
    "clear",
    "due",
    "raise_alert",
    "session_over",
    "subside",
    "told",
]

RAISED: Final = "training:alert:raised"
ACKNOWLEDGED: Final = "training:alert:acknowledged"
CLEARED: Final = "training:alert:cleared"
NOTED: Final = "floor:alert:noted"
SERVER: Final = "server"

KEPT: Final = 1_000
"""Cleared alerts that a book remembers; older ones stand in the log."""


class Move(enum.StrEnum):
    """What can happen to an alert: by people, by its own cause, by time."""

    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    CLEAR = "clear"
    RECUR = "recur"
    WORSEN = "worsen"
    SUBSIDE = "subside"
    LATCH = "latch"
    ESCALATE = "escalate"
    RETURN = "return"


_S, _M = AlertState, Move

TRANSITIONS: Final[Mapping[tuple[AlertState, Move], AlertState]] = MappingProxyType(
    {
        (_S.RAISED, _M.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.RAISED, _M.SHELVE): _S.SHELVED,
        (_S.RAISED, _M.ESCALATE): _S.RAISED,
        (_S.RAISED, _M.RECUR): _S.RAISED,
        (_S.RAISED, _M.WORSEN): _S.RAISED,
        (_S.RAISED, _M.SUBSIDE): _S.CLEARED,
        (_S.RAISED, _M.LATCH): _S.LATCHED,
        (_S.RAISED, _M.CLEAR): _S.CLEARED,
        (_S.LATCHED, _M.ACKNOWLEDGE): _S.CLEARED,
        (_S.LATCHED, _M.RECUR): _S.RAISED,
        (_S.LATCHED, _M.WORSEN): _S.RAISED,
        (_S.LATCHED, _M.ESCALATE): _S.LATCHED,
        (_S.ACKNOWLEDGED, _M.SHELVE): _S.SHELVED,
        (_S.ACKNOWLEDGED, _M.WORSEN): _S.RAISED,
        (_S.ACKNOWLEDGED, _M.SUBSIDE): _S.CLEARED,
        (_S.ACKNOWLEDGED, _M.CLEAR): _S.CLEARED,
        (_S.SHELVED, _M.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.SHELVED, _M.RETURN): _S.RAISED,
        (_S.SHELVED, _M.WORSEN): _S.RAISED,
        (_S.SHELVED, _M.SUBSIDE): _S.CLEARED,
        (_S.SHELVED, _M.CLEAR): _S.CLEARED,
    }
)
"""Every legal step. A high alert that nobody has seen latches where others subside, and nobody clears it unseen."""


class Note(enum.StrEnum):
    """What the log says beside the steps that people are told."""

    SUBSIDED = "subsided"
    SUPPRESSED_OPEN = "suppressed_open"
    SUPPRESSED_SHELVED = "suppressed_shelved"
    SUPPRESSED_BANNER = "suppressed_banner"
    SUPPRESSED_COVERED = "suppressed_covered"
    SUPPRESSED_LATE = "suppressed_late"


class AlertNoted(OrganisationFact, frozen=True, kw_only=True):
    """Something about an alert that nobody is called for; kept with its inputs, so that it can be recomputed."""

    note: Note
    type: AlertType
    severity: AlertSeverity
    evidence: AlertEvidence
    cause: Name
    alert_id: Identifier | None = None
    player_id: Identifier | None = None
    reason: ShortText | None = None


class AlertEntry(NamedTuple):
    """A fact and its name, as they go into the log."""

    name: str
    fact: OrganisationFact


class AlertRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody or a rule wants people to be called for. `at_ms` is when it began, on its own time.

    `cause` groups: while an alert of the same cause is open there is no second one. `players` are all it is about;
    `within` are causes that say the same and more: while one has an open alert this one waits. `lasting` says that
    whoever asks will also say when it is over (`subside`).
    """

    type: AlertType
    severity: AlertSeverity
    message: str
    rule: str
    inputs: Mapping[str, float | str | bool | None] = MappingProxyType({})
    at_ms: int
    grade: EvidenceGrade | None = None
    session_id: str | None = None
    player_id: str | None = None
    bundle_id: str | None = None
    equipment_id: str | None = None
    pain: PainReport | None = None
    medical_notes: str | None = None
    cause: str | None = None
    players: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    lasting: bool = False
    by: str = SERVER
    event_id: str | None = None


def cause_of(request: AlertRequest) -> str:
    """What an alert is about, so that the same is found again."""
    about = request.player_id or request.equipment_id or ""
    return request.cause or f"{request.rule}:{request.session_id or ''}:{about}"


class Alert(msgspec.Struct, kw_only=True):
    """One alert as its facts tell it."""

    raised: AlertRaised
    state: AlertState = AlertState.RAISED
    called_ms: int
    """When somebody was called for it last."""
    acknowledged_by: str | None = None
    acknowledged_by_name: str | None = None
    acknowledged_ms: int | None = None
    shelved_until_ms: int | None = None
    cleared_ms: int | None = None
    reason: str | None = None

    @property
    def alert_id(self) -> str:
        """Its identifier."""
        return self.raised.alert_id

    @property
    def cause(self) -> str:
        """What it is about."""
        return self.raised.cause or ""

    def status(self) -> AlertStatus:
        """The alert as it is shown."""
        return AlertStatus(
            alert=self.raised,
            state=self.state,
            acknowledged_by=self.acknowledged_by,
            acknowledged_by_name=self.acknowledged_by_name,
            acknowledged_at=_time(self.acknowledged_ms),
            shelved_until=_time(self.shelved_until_ms),
            cleared_at=_time(self.cleared_ms),
            reason=self.reason,
        )

    @property
    def is_open(self) -> bool:
        """Whether anybody has anything to do with it yet."""
        return self.state is not AlertState.CLEARED


def _time(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else at_time(at_ms)


_CHAINS: Final[Mapping[AlertType, tuple[Role, ...]]] = MappingProxyType(
    {
        AlertType.HELP_REQUESTED: (Role.TRAINER, Role.MEDICAL, Role.ADMIN),
        AlertType.INJURY_RISK: (Role.MEDICAL, Role.TRAINER, Role.ADMIN),
        AlertType.RESTRICTION_VIOLATED: (Role.TRAINER, Role.MEDICAL, Role.ADMIN),
        AlertType.HIGH_FATIGUE: (Role.TRAINER, Role.ADMIN),
        AlertType.LOW_COMPLIANCE: (Role.TRAINER, Role.ADMIN),
        AlertType.EQUIPMENT_ISSUE: (Role.TRAINER, Role.ADMIN),
        AlertType.SIGNAL_LOST: (Role.TRAINER, Role.ADMIN),
    }
)
"""Who is called, one after the other. A low alert calls nobody further: it can wait until somebody looks."""

_RANK: Final = {AlertSeverity.LOW: 0, AlertSeverity.MEDIUM: 1, AlertSeverity.HIGH: 2}


def next_role(alert: AlertRaised) -> Role | None:
    """Whom to call after those who have been; None when all have, or when it can wait."""
    if alert.severity is AlertSeverity.LOW:
        return None
    chain = _CHAINS[alert.type]
    called = 0 if alert.escalated_to is None else chain.index(alert.escalated_to)
    return chain[called + 1] if called + 1 < len(chain) else None


class AlertBook:
    """All alerts of one organisation that are open, the newest cleared ones, and what waits for its turn."""

    __slots__ = ("_by_cause", "alerts", "banners_ms", "org_id", "settings", "waiting")

    def __init__(self, org_id: str, settings: AlertSettings) -> None:
        self.org_id = org_id
        self.settings = settings
        self.alerts: dict[str, Alert] = {}
        self._by_cause: dict[str, str] = {}
        self.banners_ms: dict[str, int] = {}
        """When each player last had a banner."""
        self.waiting: dict[str, AlertRequest] = {}
        """What was suppressed for the sake of an earlier banner and still goes on, by cause. Not kept over a start."""

    @property
    def open(self) -> list[Alert]:
        """Alerts that are not over, oldest first."""
        return [self.alerts[alert_id] for alert_id in self._by_cause.values()]

    @property
    def has_open(self) -> bool:
        """Whether any alert is not over."""
        return bool(self._by_cause)

    def of_cause(self, cause: str) -> Alert | None:
        """The open alert of a cause."""
        alert_id = self._by_cause.get(cause)
        return None if alert_id is None else self.alerts[alert_id]

    def raised_since(self, since_ms: int) -> int:
        """How many alerts people were called for since then."""
        return sum(to_ms(alert.raised.since) >= since_ms for alert in self.alerts.values())

    # Evolving

    def evolve(self, name: str, fact: OrganisationFact) -> None:
        """Take a fact into the book; other facts of the organisation change nothing."""
        match fact:
            case AlertRaised():
                self._raised(fact)
            case AlertAcknowledged():
                self._acknowledged(fact)
            case AlertCleared():
                self._cleared(fact)
            case AlertNoted(note=Note.SUBSIDED) if fact.alert_id in self.alerts:
                self.alerts[fact.alert_id].state = AlertState.LATCHED
            case _:
                pass

    def _raised(self, fact: AlertRaised) -> None:
        at_ms = _recorded_ms(fact)
        self.waiting.pop(fact.cause or "", None)
        known = self.alerts.get(fact.alert_id)
        if known is None:
            self.alerts[fact.alert_id] = Alert(raised=fact, called_ms=at_ms)
            self._by_cause[fact.cause or fact.alert_id] = fact.alert_id
            if fact.player_id is not None:
                self.banners_ms[fact.player_id] = at_ms
            return
        escalated = fact.escalated_to is not known.raised.escalated_to
        if not (escalated and known.state is AlertState.LATCHED):
            known.state = AlertState.RAISED
        known.raised, known.called_ms, known.shelved_until_ms = fact, at_ms, None

    def _acknowledged(self, fact: AlertAcknowledged) -> None:
        alert = self.alerts.get(fact.alert_id)
        if alert is None:
            return
        shelved = fact.shelved_until
        alert.state = AlertState.ACKNOWLEDGED if shelved is None else AlertState.SHELVED
        alert.shelved_until_ms = None if shelved is None else to_ms(shelved)
        alert.acknowledged_by, alert.acknowledged_ms = fact.acknowledged_by, to_ms(fact.acknowledged_at)
        alert.acknowledged_by_name = fact.acknowledged_by_name
        alert.reason = fact.reason or alert.reason

    def _cleared(self, fact: AlertCleared) -> None:
        alert = self.alerts.pop(fact.alert_id, None)
        if alert is None:
            return
        alert.state, alert.cleared_ms = AlertState.CLEARED, to_ms(fact.cleared_at)
        alert.reason = fact.reason or alert.reason
        self.alerts[fact.alert_id] = alert
        if self._by_cause.get(alert.cause or alert.alert_id) == alert.alert_id:
            del self._by_cause[alert.cause or alert.alert_id]
        self._forget()

    def _forget(self) -> None:
        over = [alert_id for alert_id, alert in self.alerts.items() if not alert.is_open]
        for alert_id in over[: max(0, len(over) - KEPT)]:
            del self.alerts[alert_id]

    # Its stored form

    def snapshot(self) -> bytes:
        """The book in its stored form."""
        return msgspec.json.encode([list(self.alerts.values()), self.banners_ms])

    def restore(self, snapshot: bytes) -> None:
        """Take a stored form in."""
        alerts, self.banners_ms = msgspec.json.decode(snapshot, type=tuple[list[Alert], dict[str, int]])
        self.alerts = {alert.alert_id: alert for alert in alerts}
        self._by_cause = {alert.cause or alert.alert_id: alert.alert_id for alert in alerts if alert.is_open}


def _recorded_ms(fact: OrganisationFact) -> int:
    assert fact.recorded_at is not None, "a fact in the log says when it was recorded"
    return to_ms(fact.recorded_at)


# Raising


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
    return [] if waited else [_note(note, request, cause)]


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
        return [_note(note, request, cause, raised.alert_id)]
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
        evidence=_evidence(request),
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


def _evidence(request: AlertRequest) -> AlertEvidence:
    return AlertEvidence(rule=request.rule, inputs=dict(request.inputs), grade=request.grade)


def _note(note: Note, request: AlertRequest, cause: str, alert_id: str | None = None) -> AlertEntry:
    return AlertEntry(
        NOTED,
        AlertNoted(
            note=note,
            session_id=request.session_id,
            occurred_at=at_time(request.at_ms),
            by=request.by,
            type=request.type,
            severity=request.severity,
            evidence=_evidence(request),
            cause=cause,
            alert_id=alert_id,
            player_id=request.player_id,
        ),
    )


# What people and causes do to an alert


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
    by, at = alert.acknowledged_by, _time(alert.acknowledged_ms)
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
            shelved_until=_time(alert.shelved_until_ms),
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
    detail = "Somebody must acknowledge it first." if Move.ACKNOWLEDGE.value in allowed else ""
    context = ErrorContext(session_id=alert.raised.session_id, state=alert.state.value, allowed=allowed)
    return Refusal(ErrorCode.INVALID_TRANSITION, detail, context)


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
        entries.append(_cleared(alert, Answered(answered.by, now_ms)))
    return entries


def clear(alert: Alert, answered: Answered) -> list[AlertEntry] | Refusal:
    """Somebody says that nobody must act any more."""
    target = _step(alert, Move.CLEAR, unseen_is_refused=True)
    return target if isinstance(target, Refusal) else [_cleared(alert, answered)]


def _cleared(alert: Alert, answered: Answered) -> AlertEntry:
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
    return [_cleared(alert, Answered(SERVER, now_ms, reason=reason))]


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


# What time does to an alert


def due(book: AlertBook, now_ms: int, new_ids: Sequence[str], expiring: frozenset[str]) -> list[AlertEntry]:
    """What is due by now: the next role is called, a shelved one returns, advice about a moment is over.

    `expiring` are the rules that see moments, so that nothing else tells their end. `new_ids` are for what waited.
    """
    entries: list[AlertEntry] = []
    for alert in book.open:
        entries.extend(_due(book.settings, alert, now_ms, expiring))
    for request, alert_id in zip(list(book.waiting.values()), new_ids, strict=False):
        if request.player_id not in _raised_now(entries):
            entries.extend(raise_alert(book, request, alert_id, now_ms))
    return entries


def _raised_now(entries: Sequence[AlertEntry]) -> set[str | None]:
    return {entry.fact.player_id for entry in entries if isinstance(entry.fact, AlertRaised)}


def _due(settings: AlertSettings, alert: Alert, now_ms: int, expiring: frozenset[str]) -> list[AlertEntry]:
    raised = alert.raised
    high = raised.severity is AlertSeverity.HIGH
    over_ms = to_ms(raised.since) + settings.advice_lasts_s * 1000
    if raised.evidence.rule in expiring and not high and now_ms >= max(over_ms, alert.called_ms):
        return [_cleared(alert, Answered(SERVER, now_ms, reason="It was about a moment that is over."))]
    if alert.state is AlertState.SHELVED and now_ms >= (alert.shelved_until_ms or 0):
        return [_called_again(alert, now_ms, raised.escalated_to)]
    unanswered = alert.state in {AlertState.RAISED, AlertState.LATCHED}
    role = next_role(raised)
    if unanswered and role is not None and now_ms - alert.called_ms >= settings.escalate_after_s * 1000:
        return [_called_again(alert, now_ms, role)]
    return []


def _called_again(alert: Alert, now_ms: int, role: Role | None) -> AlertEntry:
    fact = msgspec.structs.replace(
        alert.raised,
        escalated_to=role,
        event_id=None,
        by=SERVER,
        occurred_at=at_time(now_ms),
        recorded_at=None,
        seq=None,
        epoch=None,
    )
    return AlertEntry(RAISED, fact)
