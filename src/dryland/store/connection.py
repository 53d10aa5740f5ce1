"""Opens connections to the database file with the settings that durability rests on.

Must not know tables.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from dryland.store.errors import Reason, StorageUnavailable, translate

__all__ = ["DATABASE_NAME", "LOCK_WAIT_MS", "open_reader", "open_writer"]

DATABASE_NAME: Final = "dryland.db"
LOCK_WAIT_MS: Final = 2_000
_CACHE_KB: Final = 65_536
_TOUCH: Final = "SELECT count(*) FROM sqlite_master"
# A longer log between checkpoints lets pages that change every second be copied home once instead of many times.
_CHECKPOINT_PAGES: Final = 8_000
_JOURNAL_BYTES: Final = 64 * 1024 * 1024


def open_writer(path: Path) -> sqlite3.Connection:
    """A connection whose commits are on the disk when they return. Raises `StorageFault`."""
    return _opened(
        str(path),
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}",
        f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}",
    )


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read, also from a folder that cannot be written. Raises `StorageFault`."""
    try:
        return _opened(str(path), _TOUCH, "PRAGMA query_only = ON")
    except StorageUnavailable as fault:
        journal = path.with_name(f"{path.name}-wal")
        # Without a journal the file is whole; with one, reading past it would show an older state as the newest.
        if fault.reason is not Reason.CANNOT_OPEN or not path.is_file() or journal.exists():
            raise
        return _opened(f"{path.absolute().as_uri()}?mode=ro&immutable=1", _TOUCH)


def _opened(database: str, *settings: str) -> sqlite3.Connection:
    try:
        # Each connection is used by one thread at a time; closing may happen from another one.
        connection = sqlite3.connect(
            database, isolation_level=None, check_same_thread=False, timeout=LOCK_WAIT_MS / 1000, uri="://" in database
        )
    except sqlite3.Error as error:
        raise translate(error) from error
    try:
        for setting in (f"PRAGMA cache_size = -{_CACHE_KB}", *settings):
            connection.execute(setting).fetchone()
    except sqlite3.Error as error:
        connection.close()
        raise translate(error) from error
    return connection
