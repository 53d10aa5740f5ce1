"""The durable outbox: facts are on disk before anyone is told so, and stay there until the server has them.

Must not know sockets. Not for several threads at once: the client gives it one thread of its own.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

import msgspec

from dryland.client.errors import OutboxUnavailable, Refused

__all__ = ["Entry", "Outbox", "OutboxCount"]

SCHEMA_VERSION: Final = 1
SCHEMA: Final = """
CREATE TABLE fact (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    TEXT NOT NULL UNIQUE,
    event       TEXT NOT NULL,
    payload     TEXT NOT NULL,
    lane        TEXT NOT NULL,
    priority    INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    error       TEXT,
    refused     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fact_by_turn ON fact (refused, priority DESC, position);
"""
COLUMNS: Final = "position, event_id, event, payload, lane, priority, recorded_at, attempts, error"
PUT: Final = (
    "INSERT INTO fact (event_id, event, payload, lane, priority, recorded_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (event_id) DO NOTHING"
)
NEXT: Final = (
    f"SELECT {COLUMNS} FROM fact WHERE refused = 0 AND lane NOT IN (SELECT value FROM json_each(?))"  # noqa: S608
    " ORDER BY priority DESC, position LIMIT ?"
)
LIST: Final = f"SELECT {COLUMNS} FROM fact WHERE refused = ? ORDER BY priority DESC, position"  # noqa: S608
COUNT: Final = "SELECT count(*) FILTER (WHERE refused = 0), count(*) FILTER (WHERE refused = 1) FROM fact"

P = ParamSpec("P")
R = TypeVar("R")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded fact in the outbox; `position` is the order of recording on this device."""

    position: int
    event_id: str
    event: str
    payload: dict[str, object]
    lane: str
    """Facts of one lane keep their order among each other; the session's id, or empty."""
    priority: int
    recorded_at: str
    attempts: int
    error: dict[str, object] | None


class OutboxCount(msgspec.Struct, frozen=True):
    """How many facts wait for delivery, and how many lie on the shelf of refused ones."""

    pending: int
    refused: int


def _translated(method: Callable[Concatenate["Outbox", P], R]) -> Callable[Concatenate["Outbox", P], R]:
    """Turn the driver's errors into ours, naming the file."""

    @wraps(method)
    def call(self: "Outbox", *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except sqlite3.Error as failure:
            raise OutboxUnavailable(f"The outbox {self.path} cannot be used: {failure}") from failure

    return call


class Outbox:
    """A queue of facts in one SQLite file (write-ahead log, every commit synced to the disk)."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises `OutboxUnavailable` when it is damaged, newer than this client, or locked."""
        self.path = path
        try:
            path.touch(mode=0o600)  # it holds data about people's health: for its owner only
            self._db = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as failure:
            raise OutboxUnavailable(f"The outbox {path} cannot be opened: {failure}") from failure
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    @_translated
    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise OutboxUnavailable(f"The outbox {self.path} was written by a newer client; update this one")
        if version == 0:
            self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")

    @_translated
    def put(self, *, event_id: str, event: str, payload: Mapping[str, object], recorded_at: str, priority: int) -> None:
        """Store one fact; it is on the disk when this returns. The same `event_id` again changes nothing."""
        lane = payload.get("sessionId")
        text = msgspec.json.encode(payload).decode()
        self._db.execute(PUT, (event_id, event, text, lane if isinstance(lane, str) else "", priority, recorded_at))

    @_translated
    def next(self, limit: int, *, without_lanes: Iterable[str] = ()) -> list[Entry]:
        """Return the facts whose turn it is: highest priority first, then in the order of recording."""
        lanes = msgspec.json.encode(list(without_lanes)).decode()
        return [_entry(row) for row in self._db.execute(NEXT, (lanes, limit))]

    @_translated
    def settle(self, *, delivered: Iterable[str], refused: Mapping[str, Refused], deferred: Mapping[str, str]) -> None:
        """Write the outcome of one round in one step: forget delivered facts, shelve refused ones, count the others."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("DELETE FROM fact WHERE event_id = ?", [(one,) for one in delivered])
            self._db.executemany(
                "UPDATE fact SET refused = 1, attempts = attempts + 1, error = ? WHERE event_id = ?",
                [(_error_text(refusal), event_id) for event_id, refusal in refused.items()],
            )
            self._db.executemany(
                "UPDATE fact SET attempts = attempts + 1, error = ? WHERE event_id = ?",
                [(msgspec.json.encode({"message": why}).decode(), event_id) for event_id, why in deferred.items()],
            )
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    @_translated
    def count(self) -> OutboxCount:
        pending, refused = self._db.execute(COUNT).fetchone()
        return OutboxCount(pending, refused)

    @_translated
    def pending(self) -> list[Entry]:
        """Return every fact that waits, in the order of its turn."""
        return [_entry(row) for row in self._db.execute(LIST, (0,))]

    @_translated
    def shelf(self) -> list[Entry]:
        """Return the facts that the server refused for good, each with its reason."""
        return [_entry(row) for row in self._db.execute(LIST, (1,))]

    @_translated
    def retry(self, event_id: str) -> bool:
        """Put a shelved fact back in the queue; tells whether there was one."""
        changed = self._db.execute("UPDATE fact SET refused = 0 WHERE event_id = ? AND refused = 1", (event_id,))
        return changed.rowcount > 0

    @_translated
    def discard(self, event_id: str) -> bool:
        """Throw a shelved fact away; tells whether there was one. A fact that waits cannot be thrown away."""
        changed = self._db.execute("DELETE FROM fact WHERE event_id = ? AND refused = 1", (event_id,))
        return changed.rowcount > 0

    def export(self) -> bytes:
        """Return everything the outbox holds as JSON: {"pending": […], "refused": […]}."""
        return msgspec.json.format(msgspec.json.encode({"pending": self.pending(), "refused": self.shelf()}))

    def close(self) -> None:
        self._db.close()


def _entry(row: tuple[int, str, str, str, str, int, str, int, str | None]) -> Entry:
    position, event_id, event, payload, lane, priority, recorded_at, attempts, error = row
    return Entry(
        position=position,
        event_id=event_id,
        event=event,
        payload=msgspec.json.decode(payload, type=dict[str, object]),
        lane=lane,
        priority=priority,
        recorded_at=recorded_at,
        attempts=attempts,
        error=None if error is None else msgspec.json.decode(error, type=dict[str, object]),
    )


def _error_text(refusal: Refused) -> str:
    body = dict(refusal.body) or {"code": refusal.code, "message": refusal.message}
    return msgspec.json.encode(body).decode()
