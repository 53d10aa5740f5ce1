"""The alerts of this node's organisations: read from their logs, one decision at a time, never ahead of the disk.

An alert is told after it is on the disk. Each organisation has one decision under way at most; the next one sees what
the disk has taken. Knows no socket and no rule.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec
import structlog

from dryland.contract.alerts import AlertRaised
from dryland.contract.base import OrganisationFact
from dryland.contract.decoding import EVENT_DECODERS
from dryland.contract.errors import ErrorCode, Refusal
from dryland.floor.alert_answering import session_over, subside
from dryland.floor.alert_book import AlertBook
from dryland.floor.alert_entry import NOTED, SERVER, AlertEntry, AlertNoted
from dryland.floor.alert_raising import raise_alert
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_rules import MOMENTS
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.alert_timing import due
from dryland.organisations import News, Organisations, stream_of
from dryland.snapshots import OrganisationSnapshots, StatePart
from dryland.store import StorageFault, Store
from dryland.timekeeping import NodeClock

__all__ = ["AlertKeeper", "AlertOutcome", "Decide", "OnAnswer"]

log = structlog.get_logger("dryland.alerts")

STATE_VERSION: Final = 1
TRY_AGAIN_S: Final = 1.0
"""What nobody waits for is tried again after this time when the disk refused it."""
WAITING_AT_MOST: Final = 10_000
"""Decisions that wait for a disk that refuses; a rule that still holds asks again by itself."""

_note_decoder: Final = msgspec.json.Decoder(AlertNoted)


class AlertOutcome(NamedTuple):
    """What became of a decision: facts on the disk, none where nothing followed, or a refusal."""

    refusal: Refusal | None = None
    news: Sequence[News] = ()
    is_duplicate: bool = False


Decide = Callable[[AlertBook, int], Sequence[AlertEntry] | Refusal]
OnAnswer = Callable[[AlertOutcome], None]


class _Wish(NamedTuple):
    decide: Decide
    actor: str
    event_id: str | None
    done: OnAnswer | None


class _Desk:
    """One organisation's book with the decisions that wait."""

    __slots__ = ("book", "busy", "fault", "queue")

    def __init__(self, book: AlertBook) -> None:
        self.book = book
        self.queue: deque[_Wish] = deque()
        self.busy = False
        self.fault: StorageFault | None = None
        """Why nothing is decided for a moment: the disk has refused what must come first."""


class AlertKeeper:
    """All alerts of this node. All calls come from the loop's thread."""

    def __init__(
        self,
        store: Store,
        organisations: Organisations,
        clock: NodeClock,
        settings: AlertSettings,
        snapshots: OrganisationSnapshots,
    ) -> None:
        self._store = store
        self._snapshots = snapshots
        self._part = StatePart("alerts", STATE_VERSION, self._state)
        snapshots.add(self._part)
        self._organisations = organisations
        self._clock = clock
        self._settings = settings
        self._desks: dict[str, _Desk] = {}
        self._timers: set[asyncio.TimerHandle] = set()
        self.raised: dict[tuple[str, str], int] = {}
        """Alerts raised since the start, by rule and severity."""
        self.noted: dict[tuple[str, str], int] = {}
        """What was suppressed or latched since the start, by rule and note."""

    def __iter__(self) -> Iterator[AlertBook]:
        return (desk.book for desk in self._desks.values())

    def load(self) -> int:
        """Read the alerts of every organisation. Returns how many are open. Raises `StorageFault`."""
        for head in self._store.streams(kind="org"):
            self._desk(head.org_id)
        return sum(len(desk.book.open) for desk in self._desks.values())

    def book(self, org_id: str) -> AlertBook:
        """An organisation's alerts as the disk has them. Raises `StorageFault`."""
        return self._desk(org_id).book

    def _desk(self, org_id: str) -> _Desk:
        desk = self._desks.get(org_id)
        if desk is None:
            desk = _Desk(AlertBook(org_id, self._settings))
            self._read(desk)
            self._desks[org_id] = desk
        return desk

    def _read(self, desk: _Desk) -> None:
        stream, book = stream_of(desk.book.org_id), desk.book
        if self._store.head(stream) is None:
            return
        after, state = self._snapshots.read(book.org_id, self._part)
        if state is not None:
            book.restore(state)
        for event in self._store.events(stream, after):
            fact = _decoded(event.name, event.payload)
            if fact is not None:
                book.evolve(event.name, fact)

    def _state(self, org_id: str) -> bytes | None:
        """An organisation's alerts whole; None while one of them is on its way to the disk."""
        desk = self._desk(org_id)
        return None if desk.busy else desk.book.snapshot()

    # Asking

    def raise_alert(self, org_id: str, request: AlertRequest, done: OnAnswer | None = None) -> None:
        """Call somebody; `done` hears when it is on the disk. An open alert of the same cause stands for a new one.

        Without `done` it is tried again until the disk takes it.
        """
        alert_id = secrets.token_hex(8)
        self.submit(
            org_id,
            lambda book, now_ms: raise_alert(book, request, alert_id, now_ms),
            actor=request.by,
            event_id=request.event_id,
            done=done,
        )

    def over(self, org_id: str, cause: str, reason: str | None = None) -> None:
        """The cause of an alert is gone."""
        self.submit(org_id, lambda book, now_ms: subside(book, cause, now_ms, reason))

    def session_over(self, org_id: str, session_id: str) -> None:
        """A session has ended, and with it what was seen in it."""
        self.submit(org_id, lambda book, now_ms: session_over(book, session_id, now_ms))

    def submit(
        self,
        org_id: str,
        decide: Decide,
        *,
        actor: str = SERVER,
        event_id: str | None = None,
        done: OnAnswer | None = None,
    ) -> None:
        """Let a decision have its turn; `done` hears of the commit or the refusal."""
        wish = _Wish(decide, actor, event_id, done)
        try:
            desk = self._desk(org_id)
        except StorageFault as fault:
            if done is not None:
                done(_refused(fault))
            else:
                self._later(lambda: self.submit(org_id, decide, actor=actor, event_id=event_id))
            return
        if desk.fault is not None and done is not None:
            done(_refused(desk.fault))
            return
        desk.queue.append(wish)
        self._next(desk)

    def tick(self, now_ms: int) -> None:
        """Let what is due happen: the next role is called, shelved ones return, what waited is shown."""
        for desk in self._desks.values():
            book = desk.book
            if not desk.queue and not desk.busy and (book.has_open or book.waiting):
                ids = [secrets.token_hex(8) for _ in book.waiting]
                entries = due(book, now_ms, ids, MOMENTS)
                if entries:
                    self.submit(book.org_id, lambda book, at_ms, ids=ids: due(book, at_ms, ids, MOMENTS))

    # One after the other

    def _next(self, desk: _Desk) -> None:
        while desk.queue and not desk.busy:
            self._decide(desk, desk.queue.popleft())

    def _decide(self, desk: _Desk, wish: _Wish) -> None:
        org_id = desk.book.org_id
        try:
            if wish.event_id is not None and self._answer_repeat(org_id, wish):
                return
            decided = wish.decide(desk.book, self._clock.now_ms())
            if isinstance(decided, Refusal) or not decided:
                _answer(wish, AlertOutcome(decided if isinstance(decided, Refusal) else None))
                return
            prepared = self._organisations.prepare(org_id, [*decided], wish.actor)
        except StorageFault as fault:
            self._failed(desk, wish, fault)
            return
        if prepared is None:
            self._failed(desk, wish, StorageFault("The organisation's log is being read again."))
            return
        desk.busy = True

        def on_done(fault: StorageFault | None) -> None:
            desk.busy = False
            if fault is None:
                self._take(desk, prepared.news)
            prepared.settle(fault)
            if fault is None:
                _answer(wish, AlertOutcome(None, prepared.news))
            else:
                self._failed(desk, wish, fault)
            self._next(desk)

        self._store.append(prepared.append, on_done)

    def _answer_repeat(self, org_id: str, wish: _Wish) -> bool:
        """Answer what was told before with its first result."""
        assert wish.event_id is not None
        stored = self._store.find_event(stream_of(org_id), wish.event_id)
        fact = None if stored is None else _decoded(stored.name, stored.payload)
        if stored is None or fact is None:
            return False
        _answer(wish, AlertOutcome(None, [News(stored.name, fact, stored.payload)], is_duplicate=True))
        return True

    def _take(self, desk: _Desk, news: Sequence[News]) -> None:
        for name, fact, _ in news:
            self._count(desk.book, fact)
            desk.book.evolve(name, fact)

    def _count(self, book: AlertBook, fact: OrganisationFact) -> None:
        if isinstance(fact, AlertRaised) and fact.alert_id not in book.alerts:
            key = fact.evidence.rule, fact.severity.value
            self.raised[key] = self.raised.get(key, 0) + 1
        elif isinstance(fact, AlertNoted):
            key = fact.evidence.rule, fact.note.value
            self.noted[key] = self.noted.get(key, 0) + 1

    def _failed(self, desk: _Desk, wish: _Wish, fault: StorageFault) -> None:
        """The disk refused: whoever waits is told; what nobody waits for is tried again first, in its order."""
        if wish.done is not None:
            wish.done(_refused(fault))
            return
        desk.fault, desk.busy = fault, True
        waiting = [each for each in desk.queue if each.done is not None]
        kept = [wish, *(each for each in desk.queue if each.done is None)]
        desk.queue = deque(kept[:WAITING_AT_MOST])
        if len(kept) > WAITING_AT_MOST:
            log.error("alerts_given_up", organisation=desk.book.org_id, fault=str(fault))
        for each in waiting:
            _answer(each, _refused(fault))
        self._later(lambda: self._again(desk))

    def _again(self, desk: _Desk) -> None:
        desk.fault, desk.busy = None, False
        self._next(desk)

    def _later(self, call: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(timer)
            call()

        timer = asyncio.get_running_loop().call_later(TRY_AGAIN_S, run)
        self._timers.add(timer)

    def close(self) -> None:
        """Ask the disk for nothing more."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()


def _refused(fault: StorageFault) -> AlertOutcome:
    return AlertOutcome(Refusal(ErrorCode.STORAGE_UNAVAILABLE, str(fault)))


def _answer(wish: _Wish, outcome: AlertOutcome) -> None:
    if wish.done is not None:
        wish.done(outcome)


def _decoded(name: str, payload: bytes) -> OrganisationFact | None:
    """A fact about an alert from the log; None for what is about something else."""
    if name == NOTED:
        return _note_decoder.decode(payload)
    if not name.startswith("training:alert:"):
        return None
    fact = EVENT_DECODERS[name](payload)
    return fact if isinstance(fact, OrganisationFact) else None
