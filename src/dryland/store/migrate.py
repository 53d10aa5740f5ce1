"""Brings a database to the revision this program works with; only ever forward.

Before anything changes, the file is copied with SQLite's own backup; when a step fails the copy is put back. Must not
know what a revision contains.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dryland.store.connection import open_reader, open_writer
from dryland.store.errors import (
    DatabaseOutdated,
    DatabaseTooNew,
    MigrationFailed,
    Reason,
    StorageUnavailable,
    translate,
)

__all__ = ["BACKUPS_NAME", "REVISIONS", "check_revision", "migrate", "stored_revision"]

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012")
BACKUPS_NAME: Final = "backups"


def stored_revision(connection: sqlite3.Connection) -> str | None:
    """The revision of an open database; None when it is empty. Raises `StorageFault`."""
    try:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise translate(error) from error
    return None if row is None else str(row[0])


def check_revision(path: Path) -> None:
    """Raise unless the database is there and of this program's revision."""
    if not path.exists():
        raise DatabaseOutdated(
            f"There is no database at {path}.", advice="Correct the folder, or start a server on it once."
        )
    with contextlib.closing(open_reader(path)) as connection:
        revision = stored_revision(connection)
    _refuse_newer(path, revision)
    if revision != REVISIONS[-1]:
        raise DatabaseOutdated(
            f"The database {path} is of revision {revision or 'none'}, this program reads {REVISIONS[-1]}.",
            advice="Start a node of this version on the folder once; it makes a backup and upgrades the database.",
        )


def migrate(path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Path | None:
    """Upgrade the database if it is older than this program; the backup's path when one was made.

    Raises `DatabaseTooNew`, `MigrationFailed` or `StorageFault`.
    """
    _make_private(path)
    with contextlib.closing(open_writer(path)) as connection:
        revision = stored_revision(connection)
        _refuse_newer(path, revision)
        if revision == REVISIONS[-1]:
            return None
        backup = None if revision is None else _back_up(connection, path, revision, now())
        try:
            _upgrade(path)
        except Exception as error:
            _put_back(connection, backup)
            raise MigrationFailed(
                f"The database {path} could not be upgraded to {REVISIONS[-1]} ({error}); it is as it was before.",
                advice=f"Go on with the former version of Dryland, and report this. Backup: {backup or 'not needed'}.",
            ) from error
    return backup


def _make_private(path: Path) -> None:
    """Nobody else on the machine may read a new file; SQLite gives its journal the same permissions."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise StorageUnavailable(Reason.CANNOT_OPEN, f"{path}: {error.strerror}") from error


def _refuse_newer(path: Path, revision: str | None) -> None:
    if revision is not None and revision not in REVISIONS:
        raise DatabaseTooNew(
            f"The database {path} has revision {revision}; this program knows revisions up to {REVISIONS[-1]}.",
            advice="Install the version of Dryland that wrote it, or restore an older file of its backups folder.",
        )


def _back_up(connection: sqlite3.Connection, path: Path, revision: str, at: datetime) -> Path:
    folder = path.parent / BACKUPS_NAME
    target = folder / f"{path.stem}-{at:%Y%m%dT%H%M%SZ}-{revision}.db"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        target.touch(mode=0o600)
        with contextlib.closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise MigrationFailed(
            f"No backup of {path} could be written to {folder} ({error}); nothing was changed.",
            advice="Free space or make the folder writable, then start again.",
        ) from error
    return target


def _put_back(connection: sqlite3.Connection, backup: Path | None) -> None:
    if backup is not None:
        with contextlib.closing(sqlite3.connect(backup)) as copy:
            copy.backup(connection)


def _upgrade(path: Path) -> None:
    # Alembic takes a quarter of a second to load, so only a start that upgrades pays for it.
    from dryland.store.migrations.run import upgrade

    upgrade(path)
