"""The sessions of this node: loads them from the log, lets them decide, commits what they decide, wakes them in time.

Memory runs ahead of the disk for the length of a commit only. When a commit fails, whatever waited on that session is
refused and the session is read from the log again. Knows no socket; who hears of a fact is the `Audiences`' business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec
import structlog

from dryland.contract.base import Command
from dryland.contract.errors import Refusal
from dryland.contract.live import PlayerSamplesStored
from dryland.figures import REFRESH_AT_MOST_S, Figures
from dryland.floor.aggregate import SNAPSHOT_VERSION, Session
from dryland.floor.facts import decode_fact
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.live import LivePlayer
from dryland.floor.opening import NewSession, open_session
from dryland.floor.session import takes_figures
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import Context, Entry, Ledger, at_time
from dryland.held_session import (
    Along,
    Audiences,
    Committed,
    HeldSession,
    OnOutcome,
    Outcome,
    storage_refusal,
    stored_event,
)
from dryland.history import read_session
from dryland.sample_backlog import SampleBacklog
from dryland.sampling import Batch
from dryland.store.errors import Reason, StorageFault, StorageUnavailable
from dryland.store.log import Append, Snapshot, Store, StoredEvent, StreamHead
from dryland.store.samples import SampleRow
from dryland.timekeeping import NodeClock
from dryland.waking import Waking

__all__ = ["Hall"]

log = structlog.get_logger("dryland.hall")

SAMPLES: Final = "training:player:samples"

SNAPSHOT_EVERY: Final = 500
"""Events of one session after which its state is written down again, so that a start reads little of the log."""

TRY_AGAIN_MS: Final = 500
"""A session that the disk kept from moving on is tried again after this time, and not in a breathless loop."""

_encode: Final = msgspec.json.Encoder().encode


class _Taken(NamedTuple):
    """Facts that are in a session's state and on their way to the disk; `is_over`: with them the session has ended.

    Whether it has is asked when they are taken: while they are on their way, others may end it that may still fail.
    """

    held: HeldSession
    committed: Sequence[Committed]
    stored: Sequence[StoredEvent]
    is_over: bool


class Hall:
    """All sessions of a node."""

    def __init__(self, store: Store, clock: NodeClock, settings: FloorSettings, audiences: Audiences) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._audiences = audiences
        self._held: dict[str, HeldSession] = {}
        self._waking = Waking(clock, self._wake)
        self.samples = SampleBacklog(store)
        """Live samples on their way to the disk."""
        self.figures = Figures(store, self.samples)
        """What is computed of samples and has to be made anew now and then."""
        self.on_closed: list[Callable[[Session], None]] = []
        """Called when a session has ended and that is on the disk, and with every fact that comes to it later."""
        self.on_told: list[Callable[[Session, Sequence[Committed]], None]] = []
        """Called with facts of a session that are on the disk, after everybody has heard of them; with none of them
        when a new session was taken in."""
        self.is_needed: Callable[[Session], bool] = lambda _session: False
        """Whether a session that is over is to be kept at hand all the same, as for a screen that shows it."""

    def __iter__(self) -> Iterator[Session]:
        return (held.session for held in self._held.values())

    def __len__(self) -> int:
        return len(self._held)

    @property
    def settings(self) -> FloorSettings:
        """The floor's settings."""
        return self._settings

    def load(self) -> int:
        """Read every open session: snapshot, then what the log has beyond it. Returns how many."""
        for head in self._store.streams(kind="session", open_only=True):
            self._load(head.stream, head.epoch)
        return len(self._held)

    def _load(self, session_id: str, epoch: str) -> HeldSession | None:
        session, snapshot_seq = read_session(self._store, session_id, epoch, self._settings)
        if session is None:
            return None
        held = HeldSession(session, dict(self._store.event_ids(session_id)), snapshot_seq)
        self._held[session_id] = held
        session.mark_boundaries()
        self._schedule(session)
        return held

    def find(self, session_id: str) -> HeldSession | None:
        """A session that is in memory, or a finished one read from the log."""
        held = self._held.get(session_id)
        if held is None:
            head = self._store.head(session_id)
            if head is not None and head.kind == "session":
                held = self._load(session_id, head.epoch)
        else:
            held.idle_ms = None
        return held

    def let_go(self, now_ms: int, keep_ms: int) -> int:
        """Let sessions go that are over, on the disk and not asked for since `keep_ms`; they are read when they are.

        Returns how many.
        """
        over = [session_id for session_id, held in self._held.items() if self._is_past(held, now_ms, keep_ms)]
        for session_id in over:
            del self._held[session_id]
            self.figures.forget(session_id)
        return len(over)

    def _is_past(self, held: HeldSession, now_ms: int, keep_ms: int) -> bool:
        state = held.session.state
        busy = state.status not in TERMINAL or held.pending or held.broken or held.snapshot_seq != state.seq
        if busy or self.is_needed(held.session):
            held.idle_ms = None
            return False
        if held.idle_ms is None:
            held.idle_ms = now_ms
        return now_ms - held.idle_ms >= keep_ms

    def is_over(self, session_id: str) -> bool:
        """Whether a session has ended and the disk knows; asks without reading its log. Raises `StorageFault`."""
        held = self._held.get(session_id)
        if held is not None:
            return held.session.state.status in TERMINAL and not held.pending and not held.broken
        head = self._store.head(session_id)
        return head is not None and not head.open

    def session(self, session_id: str) -> Session | None:
        """A session that is in memory; the fast way for live samples."""
        held = self._held.get(session_id)
        return held.session if held is not None else None

    def adopt(self, session: Session) -> None:
        """Take in a session whose first facts are on the disk.

        Whoever looked for it between its commit and now has read it from there already: that one is held and may have
        gone on, and two of them would write one log.
        """
        session_id = session.state.session_id
        held = self._held.get(session_id)
        if held is None:
            held = self._held[session_id] = HeldSession(session, {}, 0)
            session.mark_boundaries()
            self._schedule(session)
        self._call_all(self.on_told, held.session, ())

    def open(self, new: NewSession, done: Callable[[StorageFault | None], None]) -> None:
        """Open a session: its stream and first facts whole or not at all; it is held here when they are on the disk.

        Raises msgspec.ValidationError for a plan of another kind.
        """
        now_ms = self._clock.now_ms()
        session, entries = open_session(new, now_ms, self._settings)
        events = [stored_event(new.session_id, name, fact, _encode(fact)) for name, fact in entries]
        head = StreamHead(new.session_id, "session", new.org_id, new.epoch, now_ms)

        def on_done(fault: StorageFault | None) -> None:
            if fault is None:
                self.adopt(session)
            done(fault)

        self._store.append(Append(events=events, new_streams=[head]), on_done)

    def submit(self, held: HeldSession, name: str, command: Command, context: Context, done: OnOutcome) -> None:
        """Let a session decide a command; `done` hears of the commit or the refusal."""
        session = held.session
        if self.answered(held, context.event_id, done):
            return
        try:
            if takes_figures(session, name):
                self.figures.before_facts(held, context.now_ms)
        except StorageFault as fault:
            done(Outcome(storage_refusal(session.state.session_id, fault)))
            return
        decided = session.decide(name, command, context)
        if isinstance(decided, Refusal):
            done(Outcome(decided))
            return
        self.commit(held, decided, done)

    def answered(self, held: HeldSession, event_id: str | None, done: OnOutcome) -> bool:
        """Answer what needs no decision: a session that cannot be written now, a fact that was told before."""
        if held.broken:
            done(Outcome(self.refusal_of(held)))
            return True
        if event_id is not None and event_id in held.event_ids:
            self._duplicate(held, event_id, done)
            return True
        return False

    def _duplicate(self, held: HeldSession, event_id: str, done: OnOutcome) -> None:
        """Answer a fact that was told before with its first result, once that is on the disk."""

        def answer(refusal: Refusal | None) -> None:
            if refusal is not None:
                done(Outcome(refusal))
                return
            stored = self._store.find_event(held.session.state.session_id, event_id)
            if stored is None:
                done(Outcome(self.refusal_of(held)))
                return
            fact = decode_fact(stored.name, stored.payload)
            done(Outcome(None, [Committed(stored.name, fact, stored.payload)], duplicate=True))

        self.after_commits(held, answer)

    def after_commits(self, held: HeldSession, done: Callable[[Refusal | None], None]) -> None:
        """Call when everything decided so far for a session is on the disk; at once when nothing is under way.

        What is decided in the meantime is answered and told after `done`, because commits settle in their order.
        """
        if not held.pending:
            done(None)
            return
        session_id = held.session.state.session_id
        self._store.append(Append(), lambda fault: done(None if fault is None else storage_refusal(session_id, fault)))

    def refusal_of(self, held: HeldSession) -> Refusal:
        """Why a broken session can neither be written nor shown now."""
        return storage_refusal(held.session.state.session_id, self._store.fault or _reloading())

    def commit(
        self, held: HeldSession, entries: Sequence[Entry], done: OnOutcome, samples: Sequence[SampleRow] = ()
    ) -> None:
        """Take facts into the state and send them to the disk."""
        taken = self._take(held, entries)
        sent = self.samples.begin(samples) if samples else None

        def on_done(fault: StorageFault | None) -> None:
            if sent is not None:
                self.samples.end(sent)
            refusal = self._settle(held, fault)
            try:
                done(Outcome(refusal, () if refusal else taken.committed))
            finally:  # what is on the disk is told, whatever has become of the sender
                if refusal is None:
                    self._tell(taken)

        closed = self._closed_streams([taken])
        self._store.append(Append(events=taken.stored, samples=samples, closed_streams=closed), on_done)

    def commit_together(
        self,
        parts: Sequence[tuple[HeldSession, Sequence[Entry]]],
        done: Callable[[Sequence[Outcome]], None],
        along: Sequence[Along] = (),
    ) -> None:
        """Take facts of several sessions into their states and send them to the disk whole or not at all.

        `along` is stored in the same breath, and settled and told before the sessions' own facts.
        """
        taken = [self._take(held, entries) for held, entries in parts]

        def on_done(fault: StorageFault | None) -> None:
            for each in along:
                each.settle(fault)
            refusals = [self._settle(each.held, fault) for each in taken]
            pairs = list(zip(refusals, taken, strict=True))
            try:
                done([Outcome(refusal, () if refusal else each.committed) for refusal, each in pairs])
            finally:
                for refusal, each in pairs:
                    if refusal is None:
                        self._tell(each)

        events = [event for each in taken for event in each.stored]
        closed = list(self._closed_streams(taken))
        for each in along:
            events.extend(each.append.events)
            closed.extend(each.append.closed_streams)
        heads = [head for each in along for head in each.append.new_streams]
        self._store.append(Append(events=events, closed_streams=closed, new_streams=heads), on_done)

    def _take(self, held: HeldSession, entries: Sequence[Entry]) -> _Taken:
        """Evolve a session with facts; what they are on the wire and in the log."""
        session = held.session
        session_id = session.state.session_id
        committed: list[Committed] = []
        stored: list[StoredEvent] = []
        for name, fact in entries:
            payload = _encode(fact)
            session.evolve(name, fact)
            if fact.event_id is not None:
                held.event_ids[fact.event_id] = session.state.seq
            committed.append(Committed(name, fact, payload))
            stored.append(stored_event(session_id, name, fact, payload))
        if session.moved:
            session.mark_boundaries()
            self._schedule(session)
        held.pending += 1
        return _Taken(held, committed, stored, is_over=session.state.status in TERMINAL)

    def _closed_streams(self, taken: Sequence[_Taken]) -> tuple[str, ...]:
        """The streams of sessions that are over; their last samples come to the disk before their end does."""
        over = tuple(each.held.session.state.session_id for each in taken if each.is_over)
        if over:
            self.samples.send(over)
        return over

    def _settle(self, held: HeldSession, fault: StorageFault | None) -> Refusal | None:
        """The disk has answered for one session: go on, or refuse and read it again."""
        held.pending -= 1
        if fault is None and not held.broken:
            return None
        session_id = held.session.state.session_id
        self._failed(held, fault)
        return storage_refusal(session_id, fault or self._store.fault or _reloading())

    def _tell(self, taken: _Taken) -> None:
        """Facts are on the disk: everybody hears of them."""
        session = taken.held.session
        try:
            self._audiences.committed(session, taken.committed, self._clock.now_ms())
        finally:
            self._snapshot_when_due(taken.held)
            self._call_all(self.on_told, session, taken.committed)
            if taken.is_over:
                self._call_all(self.on_closed, session)

    @staticmethod
    def _call_all(hearers: Sequence[Callable[..., None]], session: Session, *told: Sequence[Committed]) -> None:
        """Let everybody hear; a disk that one of them cannot read, or a fault of theirs, is not the others' loss."""
        faults: list[Exception] = []
        for hear in hearers:
            try:
                hear(session, *told)
            except StorageFault as fault:
                session_id, by = session.state.session_id, hear.__qualname__
                log.error("not_heard", session=session_id, by=by, fault=str(fault))
            except Exception as fault:
                faults.append(fault)
        if faults:
            raise ExceptionGroup("some did not hear of facts that are stored", faults)

    def _failed(self, held: HeldSession, fault: StorageFault | None) -> None:
        """Refuse until nothing of this session is under way, then read it from the log again."""
        if not held.broken:
            held.broken = True
            log.error("commit_failed", session=held.session.state.session_id, fault=str(fault))
        if held.pending or self._waking.is_closed:
            return
        state = held.session.state
        try:
            session, snapshot_seq = read_session(self._store, state.session_id, state.epoch, self._settings)
            event_ids = dict(self._store.event_ids(state.session_id))
        except StorageFault as error:
            log.error("reload_failed", session=state.session_id, fault=str(error))
            asyncio.get_running_loop().call_later(1.0, self._failed, held, error)
            return
        if session is None:
            return
        self._carry_live(held.session, session)
        held.session, held.event_ids, held.snapshot_seq = session, event_ids, snapshot_seq
        held.broken = False
        session.mark_boundaries()
        self._schedule(session, not_before_ms=self._clock.now_ms() + TRY_AGAIN_MS)
        self._audiences.reloaded(session)

    @staticmethod
    def _carry_live(old: Session, new: Session) -> None:
        """What was heard last stays visible over a reload."""
        for player_id, live in new.live.items():
            known = old.live.get(player_id)
            if known is not None:
                live.carry_on(known)

    def _snapshot_when_due(self, held: HeldSession) -> None:
        state = held.session.state
        if held.pending or (state.seq - held.snapshot_seq < SNAPSHOT_EVERY and state.status not in TERMINAL):
            return
        held.snapshot_seq = state.seq
        snapshot = Snapshot(state.session_id, state.seq, SNAPSHOT_VERSION, held.session.snapshot())
        self._store.save_snapshot(snapshot)

    def _schedule(self, session: Session, not_before_ms: int = 0) -> None:
        at_ms = session.next_deadline_ms()
        self._waking.set(session.state.session_id, None if at_ms is None else max(at_ms, not_before_ms))

    def run(self) -> None:
        """Start waking sessions; to be called on the loop."""
        self._waking.run()

    def _wake(self, session_id: str, now_ms: int) -> None:
        held = self._held.get(session_id)
        if held is not None and not held.broken:
            self._tick(held, now_ms)

    def _tick(self, held: HeldSession, now_ms: int) -> None:
        try:
            self.figures.before_facts(held, now_ms)
        except StorageFault as fault:
            log.error("samples_unreadable", session=held.session.state.session_id, fault=str(fault))
            self._waking.set(held.session.state.session_id, now_ms + TRY_AGAIN_MS)
            return
        entries = held.session.tick(now_ms)
        if entries:
            self.commit(held, entries, _nobody_waits)
        else:
            self._schedule(held.session)

    def refresh_live(self, now_ms: int, at_most_s: float = REFRESH_AT_MOST_S) -> bool:
        """Make doubtful figures anew, for a moment at a time; whether some are left that want it now."""
        return self.figures.turn(self._held.values(), now_ms, at_most_s)

    def pass_boundary(self, held: HeldSession, live: LivePlayer, fact_ms: int, now_ms: int) -> None:
        """A player's own samples have passed the end of an interval: move the player on."""
        if held.broken:
            return
        if live.analysis.dirty:
            self.figures.of_player(held, live)
        player = held.session.state.players[live.player_id]
        while fact_ms >= live.boundary_ms:
            entries = held.session.passed(player, fact_ms, now_ms)
            if not entries:
                break
            self.commit(held, entries, _nobody_waits)

    def store_batch(self, held: HeldSession, player_id: str, batch: Batch, context: Context, done: OnOutcome) -> None:
        """Store samples in bulk with the fact that they came; those in order are analysed at once, others later."""
        session = held.session
        live = session.live.get(player_id)
        if live is not None:
            self._feed(held, live, batch.rows, context.now_ms)
        ledger = Ledger(session.state, context)
        ledger.add(
            SAMPLES,
            PlayerSamplesStored,
            player_id=player_id,
            rows=len(batch.rows),
            implausible=batch.implausible,
            first_at=at_time(batch.rows[0].at_ms),
            last_at=at_time(batch.rows[-1].at_ms),
        )
        self.commit(held, ledger.entries, done, batch.rows)

    def _feed(self, held: HeldSession, live: LivePlayer, rows: Sequence[SampleRow], now_ms: int) -> None:
        """Take a batch into the analysis; what is fed already counts in a rebuild that a boundary may ask for."""
        live.heard(rows[-1], now_ms)
        tally = live.analysis.tally
        if tally is not None and rows[0].at_ms < tally.start_ms:
            # Some of it is of an interval that is over: the figures are made anew before anything follows from them.
            live.analysis.dirty = True
        fed: list[SampleRow] = []
        sent = self.samples.begin(fed)
        try:
            for row in rows:
                if row.at_ms >= live.boundary_ms:
                    self.pass_boundary(held, live, row.at_ms, now_ms)
                live.feed(row.at_ms, row.heart_rate, row.power, row.cadence, row.speed, row.distance)
                fed.append(row)
        finally:
            self.samples.end(sent)

    def close(self) -> None:
        """Write down what waits; nothing is decided any more."""
        self._waking.close()
        self.samples.close()
        for held in self._held.values():
            state = held.session.state
            if not held.pending and not held.broken and state.seq > held.snapshot_seq:
                self._store.save_snapshot(
                    Snapshot(state.session_id, state.seq, SNAPSHOT_VERSION, held.session.snapshot())
                )


def _nobody_waits(_outcome: Outcome) -> None:
    """A fact that no sender caused has nobody to answer."""


def _reloading() -> StorageFault:
    return StorageUnavailable(Reason.IO_ERROR, "the session is being read from the log again")
