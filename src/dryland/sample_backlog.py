"""Live samples on their way to the disk: gathered for a moment, at once where somebody waits, kept while it is full.

What is under way counts as known, so that an analysis that is rebuilt meanwhile misses nothing. Knows no session.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Collection, Sequence
from typing import Final

from dryland.store.errors import StorageFault
from dryland.store.log import Append, Store
from dryland.store.samples import SampleRow

__all__ = ["SampleBacklog"]

MOST_ROWS: Final = 2_000_000
"""Samples kept in memory while the disk cannot be written; the oldest are given up beyond it, and counted."""

MOST_AT_ONCE: Final = 1_000
"""Samples sent to the disk in one go: a fact that comes meanwhile waits for so many and not for all."""

GATHER_S: Final = 0.5
GATHER_AWAITED_S: Final = 0.005
"""How long samples gather when somebody waits for their acknowledgement."""
TRY_AGAIN_S: Final = 1.0

WhenStored = Callable[[StorageFault | None], None]


class _Batch:
    """What one flush sends, a piece at a time; `handed_over` rows of it are on their way or there."""

    __slots__ = ("fault", "handed_over", "rows", "sent", "waiting")

    def __init__(self, rows: list[SampleRow], waiting: list[WhenStored], sent: int) -> None:
        self.rows = rows
        self.waiting = waiting
        self.sent = sent
        self.handed_over = 0
        self.fault: StorageFault | None = None

    def taken_out(self, streams: Collection[str]) -> list[SampleRow]:
        """Samples of some sessions that have not been sent yet; they are not in the batch any more."""
        unsent = self.rows[self.handed_over :]
        self.rows[self.handed_over :] = [row for row in unsent if row.stream not in streams]
        return [row for row in unsent if row.stream in streams]


class SampleBacklog:
    """The samples of all sessions that are not on the disk yet."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, list[SampleRow]] = {}
        """What has come, by session."""
        self._refused: list[SampleRow] = []
        """What the disk could not take, the oldest first."""
        self._waiting: list[WhenStored] = []
        self._under_way: dict[int, Sequence[SampleRow]] = {}
        self._sent = 0
        self._timer: asyncio.TimerHandle | None = None
        self._batch: _Batch | None = None
        self._is_flushing = False
        self._fault: StorageFault | None = None
        """What kept samples from the disk that were sent ahead; whoever waits for them hears of it."""
        self._is_closed = False
        self.given_up = 0
        """Samples lost while the disk was full."""

    def __len__(self) -> int:
        return len(self._refused) + sum(map(len, self._rows.values()))

    def keep(self, row: SampleRow, when_stored: WhenStored | None = None) -> None:
        """Keep a live sample; it is on the disk at most 1 s later, at once when somebody waits for it."""
        known = self._rows.get(row.stream)
        if known is None:
            self._rows[row.stream] = [row]
        else:
            known.append(row)
        if when_stored is not None:
            self._waiting.append(when_stored)
            self._flush_in(GATHER_AWAITED_S)
        elif self._timer is None:
            self._flush_in(GATHER_S)

    def begin(self, rows: Sequence[SampleRow]) -> int:
        """Count samples as known though the disk has not got them yet, until `end` is called with what is returned."""
        self._sent += 1
        self._under_way[self._sent] = rows
        return self._sent

    def end(self, sent: int) -> None:
        """The disk has them, or nobody ever will."""
        self._under_way.pop(sent, None)

    def unstored(self, stream: str, player_id: str) -> list[SampleRow]:
        """A player's samples that the disk has not got, in the order in which they came."""
        rows = itertools.chain(*self._under_way.values(), self._refused, self._rows.get(stream, ()))
        return [row for row in rows if row.player_id == player_id and row.stream == stream]

    def _flush_in(self, delay_s: float) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            if self._timer.when() <= loop.time() + delay_s:
                return
            self._timer.cancel()
        self._timer = loop.call_later(delay_s, self.flush)

    def flush(self) -> None:
        """Send the samples that wait to the disk."""
        self.cancel()
        if self._is_flushing or not (len(self) or self._waiting):
            return
        # A session's samples go in one piece: spread over all of them they would be three times the work.
        rows = [*self._refused, *itertools.chain.from_iterable(self._rows.values())]
        batch = _Batch(rows, self._waiting, self.begin(rows))
        self._rows, self._refused, self._waiting = {}, [], []
        self._is_flushing = True
        self._send(batch, len(batch.rows) if self._is_closed else MOST_AT_ONCE)

    def _send(self, batch: _Batch, most: int) -> None:
        """Send the next piece; one follows the other, so that facts find their place between them."""
        self._batch = batch
        first = batch.handed_over
        last = batch.handed_over = min(first + most, len(batch.rows))

        def on_done(fault: StorageFault | None) -> None:
            batch.fault = batch.fault or fault
            if last < batch.handed_over:  # the rest has been sent, because nothing may follow any more
                return
            if fault is None and last < len(batch.rows):
                self._send(batch, most)
                return
            self._settle(batch, batch.rows[first:] if fault is not None else ())

        self._store.append(Append(samples=batch.rows[first:last]), on_done)

    def _settle(self, batch: _Batch, unstored: Sequence[SampleRow]) -> None:
        """The disk has answered for all of a batch."""
        self._batch, self._is_flushing = None, False
        batch.fault, self._fault = batch.fault or self._fault, None
        self.end(batch.sent)
        if unstored:
            self._keep_for_later(unstored)
        for when_stored in batch.waiting:
            when_stored(batch.fault)
        if len(self) and not self._is_closed:
            self._flush_in(TRY_AGAIN_S if batch.fault is not None else 0.0 if self._waiting else GATHER_S)

    def send(self, streams: Collection[str]) -> None:
        """Send the samples of some sessions ahead: they are stored no later than what is appended next."""
        ahead = [row for row in self._refused if row.stream in streams]
        if ahead:
            self._refused = [row for row in self._refused if row.stream not in streams]
        ahead.extend(itertools.chain.from_iterable(self._rows.pop(stream, ()) for stream in streams))
        if self._batch is not None:
            ahead = self._batch.taken_out(streams) + ahead
        if not ahead:
            return
        sent = self.begin(ahead)

        def on_done(fault: StorageFault | None) -> None:
            self.end(sent)
            if fault is not None:
                self._fault = fault
                self._keep_for_later(ahead)
                if not self._is_closed:
                    self._flush_in(TRY_AGAIN_S)

        self._store.append(Append(samples=ahead), on_done)

    def cancel(self) -> None:
        """Wait no longer for more to come."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _keep_for_later(self, rows: Sequence[SampleRow]) -> None:
        """The disk refused: the samples wait in memory, the oldest are given up beyond the bound."""
        self._refused = [*rows, *self._refused]
        excess = len(self) - MOST_ROWS
        if excess > 0:
            self.given_up += min(excess, len(self._refused))
            del self._refused[:excess]

    def close(self) -> None:
        """Write down what waits; nothing follows."""
        self._is_closed = True
        if self._batch is not None and self._batch.handed_over < len(self._batch.rows):
            self._send(self._batch, len(self._batch.rows))
        self._is_flushing = False
        self.flush()
