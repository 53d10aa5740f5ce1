"""What can go wrong when facts are kept, as one tree.

    StoreError
    ├── StorageFault            an append or a read did not happen; handed to `on_done` or raised by a read
    │   ├── StorageUnavailable  the disk or the database cannot be used now; the same append may succeed later
    │   ├── StorageConflict     the append contradicts the log: a gap, a repeated seq, a repeated event id
    │   ├── StorageRejected     the record itself cannot be stored (a value out of the range of a column)
    │   └── StorageCorrupt      bytes on the disk are not what was written
    └── DataFolderError         the data folder cannot be opened at all
        ├── DataFolderInUse     another node holds it
        ├── DatabaseTooNew      a newer program wrote it
        ├── DatabaseOutdated    an older program wrote it and a reader may not change it
        └── MigrationFailed     the upgrade failed; the data is as it was before

Driver errors are translated here and nowhere else. Must not know of the wire: intake turns a fault into a refusal.
"""

# A fault is an outcome, handed over as a value as often as it is raised, so its name need not end in Error.
# ruff: noqa: N818

from __future__ import annotations

import enum
import sqlite3
from typing import Final

__all__ = [
    "DataFolderError",
    "DataFolderInUse",
    "DatabaseOutdated",
    "DatabaseTooNew",
    "MigrationFailed",
    "Reason",
    "StorageConflict",
    "StorageCorrupt",
    "StorageFault",
    "StorageRejected",
    "StorageUnavailable",
    "StoreError",
    "translate",
]


class StoreError(Exception):
    """The store could not do what was asked."""

    def __init__(self, message: str | None = None, *, advice: str = "") -> None:
        self.message = message or (self.__doc__ or "").splitlines()[0]
        self.advice = advice
        super().__init__(f"{self.message} {advice}".rstrip())


class StorageFault(StoreError):
    """Nothing of this append was stored."""


class Reason(enum.Enum):
    """Why storage is unavailable; the value is stable and may be shown or counted."""

    DISK_FULL = "disk_full"
    LOCKED = "locked"
    READ_ONLY = "read_only"
    IO_ERROR = "io_error"
    CANNOT_OPEN = "cannot_open"
    OVERLOADED = "overloaded"
    CLOSED = "closed"


ADVICE: Final[dict[Reason, str]] = {
    Reason.DISK_FULL: "Free space on the disk that holds the data folder; recording resumes by itself.",
    Reason.LOCKED: "Another program holds the database; close it, recording resumes by itself.",
    Reason.READ_ONLY: "Make the data folder writable for the user that runs Dryland.",
    Reason.IO_ERROR: "The disk reports errors; check it and its cabling, and copy the backups elsewhere.",
    Reason.CANNOT_OPEN: "Check that the data folder exists and may be read and written.",
    Reason.OVERLOADED: "The disk is slower than the floor; wait, or move the data folder to a faster disk.",
    Reason.CLOSED: "The node is shutting down; send again when it is back.",
}


class StorageUnavailable(StorageFault):
    """Storage cannot be used at the moment; the same append may succeed later."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        words = reason.value.replace("_", " ")
        super().__init__(f"Storage is unavailable: {words}{f' ({detail})' if detail else ''}.", advice=ADVICE[reason])


class StorageConflict(StorageFault):
    """The append contradicts what the log already holds."""


class StorageRejected(StorageFault):
    """A record of the append cannot be stored as it is."""


class StorageCorrupt(StorageFault):
    """Stored bytes are not what was written."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"The database is damaged: {detail}.",
            advice="Stop the node, keep a copy of the data folder and restore the newest file of its backups folder.",
        )


class DataFolderError(StoreError):
    """The data folder cannot be opened."""


class DataFolderInUse(DataFolderError):
    """Another node is using this data folder."""


class DatabaseTooNew(DataFolderError):
    """The database was written by a newer Dryland."""


class DatabaseOutdated(DataFolderError):
    """The database was written by an older Dryland and has not been upgraded yet."""


class MigrationFailed(DataFolderError):
    """Upgrading the database failed; it is as it was before."""


_REASONS: Final[dict[int, Reason]] = {
    sqlite3.SQLITE_FULL: Reason.DISK_FULL,
    sqlite3.SQLITE_BUSY: Reason.LOCKED,
    sqlite3.SQLITE_LOCKED: Reason.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Reason.LOCKED,
    sqlite3.SQLITE_READONLY: Reason.READ_ONLY,
    sqlite3.SQLITE_PERM: Reason.READ_ONLY,
    sqlite3.SQLITE_AUTH: Reason.READ_ONLY,
    sqlite3.SQLITE_IOERR: Reason.IO_ERROR,
    sqlite3.SQLITE_NOMEM: Reason.IO_ERROR,
    sqlite3.SQLITE_CANTOPEN: Reason.CANNOT_OPEN,
}
_CORRUPT: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def translate(error: Exception) -> StorageFault:
    """The fault that a driver's error means; a fault passes through unchanged."""
    if isinstance(error, StorageFault):
        return error
    if isinstance(error, sqlite3.IntegrityError):
        return StorageConflict(f"The log already holds this entry ({error}).")
    if isinstance(error, sqlite3.ProgrammingError) and "closed database" in str(error):
        return StorageUnavailable(Reason.CLOSED)
    # Errors that Python's binding raises itself carry no code: they are about a value, never about the disk.
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _CORRUPT or isinstance(error, UnicodeDecodeError):
        return StorageCorrupt(str(error))
    if code in _REASONS:
        return StorageUnavailable(_REASONS[code], str(error))
    return StorageRejected(f"A record cannot be stored ({type(error).__name__}: {error}).")
