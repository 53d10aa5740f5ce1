"""The one thread that writes: takes what waits, commits it as one group, says what became of each append.

The loop's thread never waits for the disk, and a group costs one flush however many appends it holds; while many come
at once, the next group gathers for a moment, a lone append never waits. An append that cannot be stored is found by
halving the group, so it takes no other with it. Must not decide anything about sport.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

from dryland.store.connection import LOCK_WAIT_MS
from dryland.store.errors import (
    Reason,
    StorageConflict,
    StorageFault,
    StorageUnavailable,
    translate,
)
from dryland.store.log import Append, OnDone
from dryland.store.rows import LogRows
from dryland.store.settle import Settling
from dryland.store.statements import statements

__all__ = ["Wake", "Writer"]

Wake = Callable[[Callable[[], None]], object]

_SQL: Final = statements("log.sql")
_GROUP_APPENDS: Final = 2_000
_GROUP_RECORDS: Final = 5_000
_COMPANY_APPENDS: Final = 4
"""A group of this many shows that many are under way at once: the next one waits a moment for more."""
_COMPANY_WAIT_S: Final = 0.001
_WAITING_RECORDS: Final = 500_000
_FAULTY_LOCK_WAIT_MS: Final = 100
_PROBE_EVERY_S: Final = 0.5


class _Job(NamedTuple):
    append: Append
    on_done: OnDone
    size: int
    refused: StorageFault | None = None
    at_once: bool = False


def _nobody_waits(_fault: StorageFault | None) -> None:
    """The end of the queue owes nothing to anyone."""


_STOP: Final = _Job(Append(), _nobody_waits, 0)


class Writer:
    """Owns the writing connection and its thread.

    `wake` runs a callable on the loop's thread; it is called once for each group. Without it, what is owed is called
    by `pay`. While there is a `fault`, foreign locks are waited for only briefly, and a small write every half second
    finds out when the cause is gone.
    """

    def __init__(self, connection: sqlite3.Connection, wake: Wake | None) -> None:
        self._connection = connection
        self._rows = LogRows(connection)
        self._settling = Settling(connection)
        self._wake = wake
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._done: deque[tuple[OnDone, StorageFault | None]] = deque()
        self._submitted = 0
        self._written = 0
        self._closed = False
        self._gate = threading.Lock()
        self._owner = threading.get_ident()
        self.fault: StorageFault | None = None
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Records submitted and not yet committed or refused."""
        return self._submitted - self._written

    def submit(self, append: Append, on_done: OnDone, *, at_once: bool = False) -> None:
        """Queue an append; beyond the room that is set aside for a slow disk it is refused, in its turn.

        `at_once` calls `on_done` from the writer's thread, for callers that block.
        """
        size = 1 + len(append.events) + len(append.samples)
        with self._gate:
            if not self._closed:
                job = _Job(append, on_done, size, None, at_once)
                if self.waiting + size > _WAITING_RECORDS:
                    job = _Job(Append(), on_done, 1, StorageUnavailable(Reason.OVERLOADED), at_once)
                self._submitted += job.size
                self._jobs.put(job)
                return
        self._finish([_Job(append, on_done, 0, None, at_once)], [StorageUnavailable(Reason.CLOSED)])

    def close(self) -> None:
        """Write what waits, end the thread, see that what is owed is called, close the connection.

        On the thread that made the writer what is owed is called before this returns; from another one the loop is
        woken for it.
        """
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(_STOP)
        self._thread.join()
        self._connection.close()
        if self._wake is None or threading.get_ident() == self._owner:
            self.pay()
        else:
            self._wake_up()

    def pay(self) -> None:
        """Call every `on_done` that is due, in order; one that raises does not keep the others from their turn."""
        while self._done:
            on_done, fault = self._done.popleft()
            try:
                on_done(fault)
            except BaseException:
                if self._done:
                    self._wake_up()
                raise

    def _run(self) -> None:
        while True:
            group = self._next_group()
            stop = bool(group) and group[-1] is _STOP
            jobs = group[:-1] if stop else group
            if jobs:
                self._finish(jobs, self._write(jobs))
                if len(jobs) >= _COMPANY_APPENDS and not stop:
                    time.sleep(_COMPANY_WAIT_S)
            elif not stop and self.fault is not None:
                self._probe()
            elif not stop:
                self._settle()
            if stop:
                return

    def _next_group(self) -> list[_Job]:
        """All that waits, up to a bound that keeps one commit short; empty when it is time for other work."""
        patience_s = _PROBE_EVERY_S if self.fault is not None else 0 if self._settling.pending else None
        try:
            group = [self._jobs.get(block=patience_s != 0, timeout=patience_s)]
        except Empty:
            return []
        size = group[0].size
        with contextlib.suppress(Empty):
            while group[-1] is not _STOP and len(group) < _GROUP_APPENDS and size < _GROUP_RECORDS:
                group.append(self._jobs.get_nowait())
                size += group[-1].size
        return group

    def _write(self, jobs: Sequence[_Job]) -> list[StorageFault | None]:
        faults = [job.refused for job in jobs]
        turns = [index for index, fault in enumerate(faults) if fault is None]
        if turns:
            outcomes = self._commit([jobs[index].append for index in turns])
            for index, fault in zip(turns, outcomes, strict=True):
                faults[index] = fault
            self._judge_health([jobs[index].append for index in turns], outcomes)
            if any(jobs[index].append.closed_streams for index in turns):
                self._settling.look()
        return faults

    def _commit(self, appends: list[Append]) -> list[StorageFault | None]:
        """Commit the group; when one append spoils it, find that one by halving."""
        try:
            return self._transaction(appends)
        except Exception as error:
            fault = translate(error)
            self._roll_back()
        if len(appends) == 1 or isinstance(fault, StorageUnavailable):
            return [fault] * len(appends)
        middle = len(appends) // 2
        return self._commit(appends[:middle]) + self._commit(appends[middle:])

    def _transaction(self, appends: list[Append]) -> list[StorageFault | None]:
        faults: list[StorageFault | None] = [None] * len(appends)
        self._begin()
        for index, append in enumerate(appends):
            try:
                self._rows.add(append)
            except StorageConflict as conflict:
                faults[index] = conflict
        self._rows.flush()
        self._connection.execute(_SQL["commit"])
        return faults

    def _roll_back(self) -> None:
        self._rows.forget()
        if self._connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # the next BEGIN meets the same cause and reports it
                self._connection.execute(_SQL["rollback"])

    def _probe(self) -> None:
        """Find out whether the cause of the fault is gone, without any append having to fail for it."""
        try:
            self._begin()
            self._connection.execute(_SQL["probe"])
            self._connection.execute(_SQL["commit"])
        except sqlite3.Error as error:
            self._roll_back()
            self._note_health(translate(error))
        else:
            self._note_health(None)

    def _settle(self) -> None:
        try:
            self._settling.step()
        except Exception:
            # The samples stay as they arrived: nothing is lost, and whoever reads them meets the cause. The thread
            # that acknowledges facts must not end for them.
            self._settling.drop()
            self._roll_back()

    def _begin(self) -> None:
        if self._connection.in_transaction:  # the last rollback failed
            self._connection.execute(_SQL["rollback"])
        self._connection.execute(_SQL["begin"])

    def _judge_health(self, appends: Sequence[Append], outcomes: Sequence[StorageFault | None]) -> None:
        down = next((fault for fault in outcomes if isinstance(fault, StorageUnavailable)), None)
        if down is not None:
            self._note_health(down)
        elif self.fault is not None:
            # Only what was written shows that the disk takes it: an empty append or a conflict does not.
            outcome_of = zip(appends, outcomes, strict=True)
            if any(fault is None and append.writes_something() for append, fault in outcome_of):
                self._note_health(None)

    def _note_health(self, fault: StorageFault | None) -> None:
        if (fault is None) != (self.fault is None):
            wait_ms = LOCK_WAIT_MS if fault is None else _FAULTY_LOCK_WAIT_MS
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute(f"PRAGMA busy_timeout = {wait_ms}")
        self.fault = fault

    def _finish(self, jobs: Sequence[_Job], faults: Sequence[StorageFault | None]) -> None:
        """Hand the outcomes over with one wake-up."""
        for job, fault in zip(jobs, faults, strict=True):
            if job.at_once:
                job.on_done(fault)
            else:
                self._done.append((job.on_done, fault))
        self._written += sum(job.size for job in jobs)
        if self._done:
            self._wake_up()

    def _wake_up(self) -> None:
        if self._wake is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody is left to be told
                self._wake(self.pay)
