"""Appends as rows of the log's tables, within the transaction that the writer has opened.

Keeps what it learned of streams and players between commits and forgets it when one fails. Must not commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from msgspec.structs import astuple

from dryland.store.errors import StorageConflict
from dryland.store.log import Append, Sequencer, Snapshot, StoredEvent, StreamHead
from dryland.store.reader import checksum
from dryland.store.samples import SampleRow, pack
from dryland.store.statements import ManyRows, statements

__all__ = ["LogRows"]

_SQL: Final = statements("log.sql")
_EVENTS: Final = ManyRows(_SQL["insert_event"])
_CHUNKS: Final = ManyRows(_SQL["insert_chunk"])
_ROWS_WORTH_A_CHUNK: Final = 16


class LogRows:
    """Gathers the rows of a group with `add`, writes them with `flush`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sequencer = Sequencer(self._last_seq)
        self._numbers: dict[str, int] = {}
        self._players: dict[str, dict[str, int]] = {}
        self._clear()

    def forget(self) -> None:
        """Nothing since the last commit was stored: drop it, and all that is known of streams and players."""
        self._sequencer.forget()
        self._numbers.clear()
        self._players.clear()
        self._clear()

    def add(self, append: Append) -> None:
        """Take an append into the group, or raise `StorageConflict` and take nothing of it."""
        self._sequencer.admit(append)
        for head in append.new_streams:
            self._insert_stream(head)
        self._events.extend(append.events)
        for row in append.samples:
            waiting = self._samples.get(row.stream)
            if waiting is None:
                self._samples[row.stream] = [row]
            else:
                waiting.append(row)
        self._snapshots.extend(append.snapshots)
        self._closing.extend(append.closed_streams)

    def flush(self) -> None:
        """Write the group."""
        number = self._number
        if self._events:
            _EVENTS.insert(self._connection, [_event_row(number(event.stream), event) for event in self._events])
        if self._samples:
            _CHUNKS.insert(
                self._connection, [row for stream, rows in self._samples.items() for row in self._chunks(stream, rows)]
            )
        for snapshot in self._snapshots:
            check = checksum(snapshot.seq, snapshot.state)
            self._connection.execute(
                _SQL["save_snapshot"],
                (number(snapshot.stream), snapshot.seq, snapshot.version, snapshot.state, check),
            )
        for stream in self._closing:
            self._connection.execute(_SQL["close_stream"], (stream,))
            self._players.pop(stream, None)
        self._clear()

    def _clear(self) -> None:
        self._events: list[StoredEvent] = []
        self._samples: dict[str, list[SampleRow]] = {}
        self._snapshots: list[Snapshot] = []
        self._closing: list[str] = []

    def _chunks(self, stream: str, rows: list[SampleRow]) -> list[tuple[object, ...]]:
        """One chunk for the stream, or one for each player when they bring enough rows each."""
        no = self._number(stream)
        number_of = self._player_numbers(stream)
        by_player: dict[str, list[SampleRow]] = {}
        for row in rows:
            by_player.setdefault(row.player_id, []).append(row)
        if len(by_player) == 1 or len(rows) >= _ROWS_WORTH_A_CHUNK * len(by_player):
            return [_chunk_row(no, number_of(player), own, number_of) for player, own in by_player.items()]
        return [_chunk_row(no, None, rows, number_of)]

    def _player_numbers(self, stream: str) -> Callable[[str], int]:
        known = self._players.get(stream)
        if known is None:
            stored = self._connection.execute(_SQL["sample_players"], (self._number(stream),)).fetchall()
            known = self._players[stream] = {row[0]: index for index, row in enumerate(stored)}

        def number_of(player_id: str) -> int:
            number = known.get(player_id)
            if number is None:
                number = known[player_id] = len(known)
                self._connection.execute(_SQL["insert_sample_player"], (self._number(stream), number, player_id))
            return number

        return number_of

    def _insert_stream(self, head: StreamHead) -> None:
        row = (head.stream, head.kind, head.org_id, head.epoch, int(head.open), head.created_at_ms)
        no = self._connection.execute(_SQL["insert_stream"], row).lastrowid
        assert no is not None
        self._numbers[head.stream] = no

    def _last_seq(self, stream: str) -> int | None:
        row = self._connection.execute(_SQL["stream_position"], (stream,)).fetchone()
        if row is None:
            return None
        self._numbers[stream] = row[0]
        return row[1]

    def _number(self, stream: str) -> int:
        if stream not in self._numbers and self._last_seq(stream) is None:
            raise StorageConflict(f"There is no stream {stream}.")
        return self._numbers[stream]


def _event_row(no: int, event: StoredEvent) -> tuple[object, ...]:
    # The fields after the stream stand in the order of the columns; taken as a tuple they cost half as much.
    fields = astuple(event)[1:]
    return (no, *fields, checksum(event.seq, event.payload, event.result))


def _chunk_row(
    no: int, player: int | None, rows: list[SampleRow], number_of: Callable[[str], int]
) -> tuple[object, ...]:
    chunk = pack(rows, number_of)
    return (no, player, chunk.first_ms, chunk.last_ms, chunk.body, checksum(0, chunk.body))
