"""Settles the samples of a closed stream: one chunk for each player, each moment once, in place of what arrived.

Works in short steps, because the writer does it between commits. A stream is exchanged in one transaction, so an
interruption costs the work and nothing else. Must not be needed for a right answer: reading merges anyway.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from dryland.store.reader import checksum, sample_rows
from dryland.store.samples import Chunk, merge, pack_columns
from dryland.store.statements import statements

__all__ = ["Settling"]

_SQL: Final = statements("log.sql")
_ALL_TIME: Final = (-(1 << 63), (1 << 63) - 1)


class Settling:
    """What is left to settle; `pending` says whether another step makes sense."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._stream: _Stream | None = None
        self.pending = True

    def look(self) -> None:
        """A stream was closed: there may be something to do."""
        self.pending = True

    def drop(self) -> None:
        """A step failed: leave it until another stream is closed."""
        self._stream = None
        self.pending = False

    def step(self) -> None:
        """Merge one player's samples, or exchange a stream of which all players are merged."""
        if self._stream is None:
            self._stream = self._next_stream()
            self.pending = self._stream is not None
        elif self._stream.waiting:
            self._stream.merge_next(self._connection)
        else:
            self._stream.exchange(self._connection)
            self._stream = None

    def _next_stream(self) -> _Stream | None:
        row = self._connection.execute(_SQL["stream_to_settle"]).fetchone()
        return None if row is None else _Stream(self._connection, row[0])


class _Stream:
    def __init__(self, connection: sqlite3.Connection, no: int) -> None:
        self.no = no
        self.last_position: int = connection.execute(_SQL["last_chunk"], (no,)).fetchone()[0]
        self.waiting = list(range(len(connection.execute(_SQL["sample_players"], (no,)).fetchall())))
        self.chunks: list[tuple[int, Chunk]] = []

    def merge_next(self, connection: sqlite3.Connection) -> None:
        player = self.waiting.pop()
        columns = merge(sample_rows(connection, (self.no, player, *_ALL_TIME)))
        if columns.at_ms:
            self.chunks.append((player, pack_columns(player, columns)))

    def exchange(self, connection: sqlite3.Connection) -> None:
        connection.execute(_SQL["begin"])
        connection.execute(_SQL["remove_chunks"], (self.no, self.last_position))
        for player, chunk in self.chunks:
            row = (self.no, player, chunk.first_ms, chunk.last_ms, chunk.body, checksum(0, chunk.body))
            connection.execute(_SQL["insert_settled_chunk"], row)
        connection.execute(_SQL["commit"])
