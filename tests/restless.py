"""A node that never rests: whatever runs now and then runs all the time, the disk is slow by chance, records come late.

What runs in the background may fall between any two steps of a command; a quiet test meets none of those moments. Here
each of them is met many times, and what must always hold is looked at in between:

- what is told is on the disk;
- a bundle that counts as closed has no session that may go on;
- nothing that runs in the background fails unheard;
- what a node has in memory when it stops is what the next one reads from the log.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pytest

from dryland.floor.aggregate import Session
from dryland.floor.bundle import Bundle, decode_bundle_fact
from dryland.floor.lifecycle import TERMINAL
from dryland.history import History, Log, read_session
from dryland.node import Node
from dryland.store import Snapshot, StorageFault, StoredEvent, open_history
from dryland.store.writer import Writer

__all__ = ["Pace", "Restlessness"]


class Pace(NamedTuple):
    """How restless. `look_s` between two looks of everything, the others are upper bounds of a wait drawn by chance."""

    look_s: float = 0.001
    disk_s: float = 0.02
    records_s: float = 0.02


class Restlessness:
    """Takes the rest from every node that is started in this process, and collects what was found wrong."""

    def __init__(self, patch: pytest.MonkeyPatch, pace: Pace, seed: int) -> None:
        self._pace = pace
        self._chance = random.Random(seed)
        self.found: list[str] = []
        self.looks = 0
        self._looking: dict[int, asyncio.Task[None]] = {}
        self._slow_disk(patch)
        self._late_records(patch)
        self._restless_nodes(patch)
        self._complaints = _Complaints(self.found)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Hear of what the loop complains about: failed callbacks, faults of tasks that nobody asked for."""
        logger = logging.getLogger("asyncio")
        logger.addHandler(self._complaints)
        try:
            yield
        finally:
            logger.removeHandler(self._complaints)

    # What is made slow

    def _slow_disk(self, patch: pytest.MonkeyPatch) -> None:
        """Wait before a commit, and between the commit and the loop's hearing of it."""
        write = Writer._write

        def slowly(writer: Writer, jobs: Any) -> Any:
            if writer._wake is None:
                return write(writer, jobs)
            time.sleep(self._chance.random() * self._pace.disk_s)
            outcomes = write(writer, jobs)
            time.sleep(self._chance.random() * self._pace.disk_s)
            return outcomes

        patch.setattr(Writer, "_write", slowly)

    def _late_records(self, patch: pytest.MonkeyPatch) -> None:
        """Wait before what is read off the loop is read, and before the loop hears of it."""
        to_thread = asyncio.to_thread

        async def late(call: Callable[..., Any], /, *args: Any, **more: Any) -> Any:
            await asyncio.sleep(self._chance.random() * self._pace.records_s)
            try:
                return await to_thread(call, *args, **more)
            finally:
                await asyncio.sleep(self._chance.random() * self._pace.records_s)

        patch.setattr(asyncio, "to_thread", late)

    # What never rests

    def _restless_nodes(self, patch: pytest.MonkeyPatch) -> None:
        start, stop = Node.start, Node.stop

        async def started(node: Node) -> None:
            await start(node)
            self._watch_what_is_told(node)
            self._looking[id(node)] = asyncio.ensure_future(self._never_rest(node))

        async def stopped(node: Node) -> None:
            looking = self._looking.pop(id(node), None)
            if looking is not None:
                looking.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await looking
            await stop(node)
            if looking is not None:
                self._compare_with_the_log(node)

        patch.setattr(Node, "start", started)
        patch.setattr(Node, "stop", stopped)

    async def _never_rest(self, node: Node) -> None:
        while True:
            self.looks += 1
            for chore in self._chores(node):
                try:
                    chore()
                except StorageFault:
                    pass
                except Exception as error:
                    self.found.append(f"{getattr(chore, '__qualname__', chore)} failed: {error!r}")
            await asyncio.sleep(self._pace.look_s)

    def _chores(self, node: Node) -> Iterator[Callable[[], object]]:
        now_ms = node.clock.now_ms()
        telling, closing, replacing = node._telling, node._closing, node._replacing
        assert telling is not None
        assert closing is not None
        assert replacing is not None
        yield lambda: node.alerts.tick(now_ms)
        yield lambda: node.care.tick(now_ms)
        yield closing.look
        yield lambda: self._look_at_what_is_closed(node)
        if self.looks % 8 == 0:  # what goes to screens or to threads: no more than they can take
            yield telling._tell_aggregates
            yield telling._look
            yield lambda: node.hall.refresh_live(now_ms)
        if self.looks % 64 == 0:
            yield lambda: node._write_down(every=1)
            for org_id in {held.bundle.org_id for held in node.bulk.keeper}:
                yield lambda org_id=org_id: replacing.look(org_id)

    # What must hold

    def _look_at_what_is_closed(self, node: Node) -> None:
        for held in node.bulk.keeper:
            for session_id in held.bundle.sessions if held.is_closed else ():
                session = node.hall.session(session_id)
                if session is not None and session.state.status not in TERMINAL:
                    self.found.append(f"{held.bundle.bundle_id} is closed while {session_id} goes on")

    def _watch_what_is_told(self, node: Node) -> None:
        committed, news, tell = node.broadcast.committed, node.broadcast.news, node.bulk.screens.tell

        def check(stream: str, seqs: Sequence[int | None]) -> None:
            store = node._store
            assert store is not None
            head = store.head(stream)
            for seq in seqs:
                if head is None or (seq or 0) > head.last_seq:
                    self.found.append(f"seq {seq} of {stream} was told before it was on the disk")

        def facts(session: Session, entries: Any, now_ms: int) -> None:
            check(session.state.session_id, [each.fact.seq for each in entries])
            committed(session, entries, now_ms)

        def of_bundle(bundle: Bundle, entries: Any) -> None:
            check(bundle.bundle_id, [each.fact.seq for each in entries])
            tell(bundle, entries)

        def of_organisation(org_id: str, told: Any) -> None:
            check(f"org:{org_id}", [each.fact.seq for each in told])
            news(org_id, told)

        node.broadcast.committed = facts  # type: ignore[method-assign]
        node.broadcast.news = of_organisation  # type: ignore[method-assign]
        node.bulk.screens.tell = of_bundle  # type: ignore[method-assign]

    def _compare_with_the_log(self, node: Node) -> None:
        """What the next node will read, with the snapshots and without them, is what this one has in memory."""
        with contextlib.closing(open_history(node.data_dir)) as history:
            for held in node.hall._held.values():
                state = held.session.state
                if held.broken or held.pending:
                    continue
                for log in (history, _WithoutSnapshots(history)):
                    read = read_session(log, state.session_id, state.epoch, node.settings.floor).session
                    kept, again = held.session.snapshot(), b"" if read is None else read.snapshot()
                    if kept != again:
                        where = next(
                            (at for at, pair in enumerate(zip(kept, again, strict=False)) if pair[0] != pair[1]), 0
                        )
                        ends = [
                            part[max(0, where - 60) : where + 60].decode(errors="replace") for part in (kept, again)
                        ]
                        self.found.append(f"{state.session_id} is another one when it is read again: {ends}")
            for bundle in node.bulk.keeper:
                if bundle.line.is_settled and not bundle.line.is_broken:
                    self._compare_bundle(history, bundle.bundle)

    def _compare_bundle(self, history: History, bundle: Bundle) -> None:
        read = Bundle(bundle.bundle_id, bundle.org_id, bundle.epoch)
        for event in history.events(bundle.bundle_id):
            read.evolve(event.name, decode_bundle_fact(event.name, event.payload))
        different = [each for each in Bundle.__slots__ if getattr(read, each) != getattr(bundle, each)]
        if different:
            self.found.append(f"{bundle.bundle_id} is another one when it is read again: {different}")


class _WithoutSnapshots:
    """A log of which only the facts are read."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def events(self, stream: str, after_seq: int = 0) -> Iterator[StoredEvent]:
        return self._log.events(stream, after_seq)

    def snapshot(self, _stream: str) -> Snapshot | None:
        return None


class _Complaints(logging.Handler):
    """What the loop reports because nobody else would."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        self._found.append(f"{record.getMessage()[:300]} {fault!r}")
