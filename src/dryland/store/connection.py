"""Opens connections to the database file with the settings that durability rests on.

Must not know tables.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from dryland.store.errors import translate

__all__ = ["DATABASE_NAME", "LOCK_WAIT_MS", "open_reader", "open_writer"]

DATABASE_NAME: Final = "dryland.db"
LOCK_WAIT_MS: Final = 2_000
_CACHE_KB: Final = 65_536
# A longer log between checkpoints lets pages that change every second be copied home once instead of many times.
_CHECKPOINT_PAGES: Final = 4_000


def open_writer(path: Path) -> sqlite3.Connection:
    """A connection whose commits are on the disk when they return. Raises `StorageFault`."""
    try:
        connection = _connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    except sqlite3.Error as error:
        raise translate(error) from error
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read. Raises `StorageFault`."""
    try:
        connection = _connect(path)
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise translate(error) from error
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    # Each connection is used by one thread at a time; closing may happen from another one.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=LOCK_WAIT_MS / 1000)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    return connection
