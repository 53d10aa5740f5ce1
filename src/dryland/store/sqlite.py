"""The store on SQLite: reads on the caller's thread, writes on the one writer thread.

Must not know what the facts mean.
"""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from dryland.store.connection import DATABASE_NAME, open_reader, open_writer
from dryland.store.errors import StorageFault
from dryland.store.folder import FolderLock
from dryland.store.log import Append, OnDone, Snapshot
from dryland.store.migrate import check_revision, migrate
from dryland.store.reader import SqliteReader
from dryland.store.writer import Writer

__all__ = ["SqliteStore", "open_history", "open_store"]


class SqliteStore(SqliteReader):
    """A store over one database file; made by `open_store`."""

    def __init__(self, path: Path, *, loop: asyncio.AbstractEventLoop | None, lock: FolderLock | None = None) -> None:
        self.path = path
        self._lock = lock
        self._loop = loop
        self._owner = threading.get_ident()
        connection = open_writer(path)
        try:
            super().__init__(open_reader(path))
        except BaseException:
            connection.close()
            raise
        self._writer = Writer(connection, None if loop is None else loop.call_soon_threadsafe)

    @property
    def fault(self) -> StorageFault | None:
        """What keeps the store from writing at this moment; found out by itself when it is over."""
        return self._writer.fault

    @property
    def waiting(self) -> int:
        """Records appended and not yet committed or refused."""
        return self._writer.waiting

    def append(self, append: Append, on_done: OnDone) -> None:
        """Store it whole; `on_done` is called on the loop's thread after the commit.

        Without a loop it is called by the next `append_and_wait` or by `close`.
        """
        self._writer.submit(append, on_done)

    def append_and_wait(self, append: Append) -> None:
        """Store it whole and return when it is committed. Raises `StorageFault`."""
        done = threading.Event()
        outcome: list[StorageFault | None] = []

        def on_done(fault: StorageFault | None) -> None:
            outcome.append(fault)
            done.set()

        self._writer.submit(append, on_done, at_once=True)
        done.wait()
        if self._loop is None:
            self._writer.pay()
        fault = outcome[0]
        if fault is not None:
            raise fault

    def save_snapshot(self, snapshot: Snapshot, on_done: OnDone | None = None) -> None:
        """Replace the stream's snapshot, in order with the appends."""
        self.append(Append(snapshots=(snapshot,)), on_done or _nobody_waits)

    def close(self) -> None:
        """Commit what waits, call what is owed, let go of the data folder."""
        self._writer.close()
        if self._loop is None or not self._loop.is_running() or threading.get_ident() == self._owner:
            super().close()
        else:  # the loop's thread may be reading at this moment
            self._loop.call_soon_threadsafe(super().close)
        if self._lock is not None:
            self._lock.release()


def open_store(data_dir: Path, *, loop: asyncio.AbstractEventLoop | None) -> SqliteStore:
    """Take the data folder for this process, bring the database up to date and open it.

    Raises `DataFolderError` when another node has the folder or the database cannot be upgraded, and `StorageFault`
    when the disk refuses.
    """
    lock = FolderLock.take(data_dir)
    try:
        path = data_dir / DATABASE_NAME
        migrate(path)
        return SqliteStore(path, loop=loop, lock=lock)
    except BaseException:
        lock.release()
        raise


def open_history(data_dir: Path) -> SqliteReader:
    """The log for reading only, also while a node runs on the folder. Raises as `open_store`; changes nothing."""
    path = data_dir / DATABASE_NAME
    check_revision(path)
    return SqliteReader(open_reader(path))


def _nobody_waits(_fault: StorageFault | None) -> None:
    """A snapshot only saves time at the next start; its loss needs no answer."""
