"""Reads the log, samples and snapshots from SQLite; used by the loop's thread and by other processes.

Every read is short: no transaction stays open while the caller works. Must not write.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from dryland.store.errors import StorageCorrupt, translate
from dryland.store.log import Snapshot, StoredEvent, StreamHead, StreamKind
from dryland.store.samples import SampleColumns, merge, unpack, unpack_all
from dryland.store.statements import statements

__all__ = ["SqliteReader", "checksum", "sample_rows"]

_SQL: Final = statements("log.sql")
_PAGE_ROWS: Final = 1_000
_FOREVER: Final = (1 << 63) - 1


def checksum(start: int, body: bytes, result: bytes | None = None) -> int:
    """CRC-32 over what must come back unchanged; `start` ties it to its place."""
    value = zlib.crc32(body, start & 0xFFFFFFFF)
    return value if result is None else zlib.crc32(result, value)


def sample_rows(
    connection: sqlite3.Connection, key: tuple[int, int, int, int]
) -> Iterator[tuple[int, tuple[object, ...]]]:
    """A player's rows in order of arrival; the key is stream and player by number, first and last time.

    The statement stays open until the last row is taken, so that chunks settled meanwhile are not met twice.
    """
    try:
        for body, check in connection.execute(_SQL["chunks"], key):
            if checksum(0, body) != check:
                raise StorageCorrupt(f"samples of stream number {key[0]} do not match their checksum")
            yield from unpack(body, key[1])
    except sqlite3.Error as error:
        raise translate(error) from error


class SqliteReader:
    """The reading half of the store over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._reader = connection
        self._numbers: dict[str, int] = {}

    def streams(self, *, kind: StreamKind | None = None, open_only: bool = False) -> list[StreamHead]:
        """Heads in the order in which the streams were created."""
        return [_head(row) for row in self._rows("heads", {"kind": kind, "open_only": open_only})]

    def head(self, stream: str) -> StreamHead | None:
        """One stream's head."""
        rows = self._rows("head", (stream,))
        return _head(rows[0]) if rows else None

    def events(self, stream: str, after_seq: int = 0, up_to: int | None = None) -> Iterator[StoredEvent]:
        """Events with `after_seq` < seq ≤ `up_to`, in order; memory is bounded by one page."""
        no = self._number(stream)
        last = _FOREVER if up_to is None else up_to
        while no is not None:
            rows = self._rows("events_page", (no, after_seq, last, _PAGE_ROWS))
            for row in rows:
                yield _event(stream, row)
            if len(rows) < _PAGE_ROWS:
                return
            after_seq = rows[-1][0]

    def find_event(self, stream: str, event_id: str) -> StoredEvent | None:
        """The event that was stored under this id."""
        no = self._number(stream)
        rows = [] if no is None else self._rows("event_by_id", (event_id, no))
        return _event(stream, rows[0]) if rows else None

    def event_ids(self, stream: str) -> Iterator[tuple[str, int]]:
        """(event id, seq) of every event that has an id, in order."""
        no = self._number(stream)
        after_seq = 0
        while no is not None:
            rows = self._rows("event_ids_page", (no, after_seq, _PAGE_ROWS))
            yield from rows
            if len(rows) < _PAGE_ROWS:
                return
            after_seq = rows[-1][1]

    def snapshot(self, stream: str) -> Snapshot | None:
        """The newest snapshot."""
        no = self._number(stream)
        rows = [] if no is None else self._rows("snapshot", (no,))
        if not rows:
            return None
        seq, version, state, check = rows[0]
        if checksum(seq, state) != check:
            raise StorageCorrupt(f"the snapshot of {stream} does not match its checksum")
        return Snapshot(stream, seq, version, state)

    def samples(
        self, stream: str, player_id: str, from_ms: int | None = None, to_ms: int | None = None
    ) -> SampleColumns:
        """One player's samples with `from_ms` ≤ time < `to_ms`, each moment once."""
        players = self.sample_players(stream)
        if player_id not in players:
            return merge(())
        return merge(self._sample_rows(stream, players.index(player_id), from_ms, to_ms), from_ms, to_ms)

    def reading(self, stream: str) -> SqliteReading:
        """The beginning of a reading of all samples of an open stream."""
        return SqliteReading(self, stream)

    def chunks_page(self, stream: str, after_position: int, most_chunks: int) -> list[tuple[int, bytes]]:
        """Chunks of an open stream with their positions, in order of arrival."""
        no = self._number(stream)
        page = [] if no is None else self._rows("chunks_page", (no, after_position, most_chunks))
        for _, body, check in page:
            if checksum(0, body) != check:
                raise StorageCorrupt(f"samples of {stream} do not match their checksum")
        return [(position, body) for position, body, _ in page]

    def sample_players(self, stream: str) -> list[str]:
        """Who has samples in this stream, in the order of their first one."""
        no = self._number(stream)
        return [] if no is None else [row[0] for row in self._rows("sample_players", (no,))]

    def close(self) -> None:
        """Let go of the connection."""
        self._reader.close()

    def _sample_rows(
        self, stream: str, player: int, from_ms: int | None, to_ms: int | None
    ) -> Iterator[tuple[int, tuple[object, ...]]]:
        no = self._number(stream)
        if no is not None:
            lowest = -_FOREVER if from_ms is None else from_ms
            highest = _FOREVER if to_ms is None else to_ms
            yield from sample_rows(self._reader, (no, player, lowest, highest))

    def _number(self, stream: str) -> int | None:
        no = self._numbers.get(stream)
        if no is None:
            rows = self._rows("stream_position", (stream,))
            if rows:
                no = self._numbers[stream] = rows[0][0]
        return no

    def _rows(self, name: str, parameters: Sequence[object] | dict[str, object]) -> list[Any]:
        try:
            return self._reader.execute(_SQL[name], parameters).fetchall()  # pyright: ignore[reportArgumentType]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise translate(error) from error


class SqliteReading:
    """All samples of an open stream, every chunk decoded once for all players whose values are in it."""

    def __init__(self, reader: SqliteReader, stream: str) -> None:
        self._reader = reader
        self._stream = stream
        self._position = 0
        self._rows: dict[int, list[tuple[int, tuple[object, ...]]]] = {}

    def read(self, most_chunks: int) -> bool:
        """Read on, by at most so many chunks; whether that was all there is by now."""
        page = self._reader.chunks_page(self._stream, self._position, most_chunks)
        rows = self._rows
        for position, body in page:
            for player, at_ms, values in unpack_all(body):
                known = rows.get(player)
                if known is None:
                    known = rows[player] = []
                known.append((at_ms, values))
            self._position = position
        return len(page) < most_chunks

    def of(self, player_id: str) -> SampleColumns:
        """What was read of one player, each moment once."""
        players = self._reader.sample_players(self._stream)
        return merge(self._rows.get(players.index(player_id), ()) if player_id in players else ())


def _head(row: Sequence[Any]) -> StreamHead:
    return StreamHead(*row[:6], open=bool(row[6]))


def _event(stream: str, row: Sequence[Any]) -> StoredEvent:
    event = StoredEvent(stream, *row[:8])
    if checksum(event.seq, event.payload, event.result) != row[8]:
        raise StorageCorrupt(f"event {event.seq} of {stream} does not match its checksum")
    return event
