"""Plays recorded samples into a session, at any speed and to the same record.

Must not know where samples come from nor what a session makes of them. The times that are sent are the samples' own;
whoever wants a recording to have happened today moves it before.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import pairwise
from statistics import median
from typing import Final, Literal, Protocol

import msgspec

from dryland.client.errors import Refused
from dryland.client.messages import Ack, Payload, iso
from dryland.contract.catalogue import event

__all__ = ["PlayedSamples", "ReplayMode", "ReplayProgress", "ReplayResult", "Sender", "replay", "replay_mode"]

ReplayMode = Literal["single", "batch"]

METRICS: Final = event("PLAYER_METRICS_UPDATE").wire
SAMPLES: Final = event("PLAYER_SAMPLES").wire
MOST_SINGLES_HZ: Final = 40.0
"""Up to here samples go out one by one; the server's ceiling for one connection is 50/s."""
MOST_ROWS: Final = 3_600
BATCH_EVERY_S: Final = 1.0
WINDOW: Final = 128
"""Live samples are acknowledged up to 1 s late, when their batch is on the disk: this keeps 40 a second flowing."""
GIVE_UP_S: Final = 60.0
COLUMNS: Final = ("heartRate", "power", "cadence", "speed", "distance")


class Sender(Protocol):
    """The part of the client that replay needs."""

    async def send(
        self, event: str, payload: Payload, *, event_id: str | None = None, timeout_s: float = 5.0
    ) -> Ack: ...


class PlayedSamples(msgspec.Struct, frozen=True, kw_only=True):
    """One player's samples: columns as long as `at_ms`, which rises; `None` where there is no value.

    heart_rate 1/min, power W, cadence 1/min, speed m/s, distance m, rr ms.
    """

    player_id: str
    at_ms: Sequence[int]
    heart_rate: Sequence[int | None] | None = None
    power: Sequence[float | None] | None = None
    cadence: Sequence[float | None] | None = None
    speed: Sequence[float | None] | None = None
    distance: Sequence[float | None] | None = None
    rr_ms: Sequence[Sequence[float] | None] | None = None

    def columns(self) -> dict[str, Sequence[float | None]]:
        """Return the columns that hold anything, by their name on the wire."""
        all_columns = (self.heart_rate, self.power, self.cadence, self.speed, self.distance)
        return {
            name: column
            for name, column in zip(COLUMNS, all_columns, strict=True)
            if column is not None and any(value is not None for value in column)
        }


class ReplayProgress(msgspec.Struct, frozen=True):
    """How far a replay is, after each acknowledged message."""

    rows_done: int
    rows_total: int
    played_s: float
    """The recording's time that is acknowledged, from its beginning."""


class ReplayResult(msgspec.Struct, frozen=True):
    """What a replay sent; every row was acknowledged."""

    mode: ReplayMode
    rows: int
    empty_rows: int
    """Samples without any value: there was nothing to send."""
    messages: int
    wall_s: float


class _Row(msgspec.Struct, frozen=True, order=True):
    at_ms: int
    track: int
    index: int


def replay_mode(tracks: Sequence[PlayedSamples], speed: float) -> ReplayMode:
    """Return how samples must travel so that one connection stays under its ceiling at this speed."""
    usual_steps_ms = [median(b - a for a, b in pairwise(track.at_ms)) for track in tracks if len(track.at_ms) > 1]
    return "single" if sum(1000 * speed / step for step in usual_steps_ms) <= MOST_SINGLES_HZ else "batch"


async def replay(
    client: Sender,
    session_id: str,
    tracks: Sequence[PlayedSamples],
    *,
    speed: float = 1.0,
    mode: ReplayMode | None = None,
    session_start_ms: int | None = None,
    progress: Callable[[ReplayProgress], None] | None = None,
    monotonic_s: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> ReplayResult:
    """Send every sample at `speed` times real time (`math.inf`: as fast as acknowledged), in the order of their times.

    `mode` overrides `replay_mode`. With `session_start_ms` batches carry seconds from there, else ISO times. Raises
    `Refused` at the first refusal that waiting does not mend, `NotAcknowledged` after a minute without the server.
    """
    if not speed > 0:
        raise ValueError(f"speed must be above 0, not {speed}")
    chosen = mode or replay_mode(tracks, speed)
    player = _Player(client, session_id, tracks, session_start_ms=session_start_ms, progress=progress, sleep=sleep)
    started_s = monotonic_s()

    async def until(offset_ms: float) -> None:
        wait_s = offset_ms / 1000 / speed - (monotonic_s() - started_s)
        if wait_s > 0:
            await sleep(wait_s)

    try:
        if chosen == "single":
            await player.play_single(until)
        else:
            await player.play_batches(until, BATCH_EVERY_S * 1000 * speed * max(1.0, len(tracks) / MOST_SINGLES_HZ))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return ReplayResult(chosen, player.rows_done, player.empty_rows, player.messages, monotonic_s() - started_s)


class _Player:
    """One run: knows every row in order, sends them in one of the two ways, counts."""

    def __init__(
        self,
        client: Sender,
        session_id: str,
        tracks: Sequence[PlayedSamples],
        *,
        session_start_ms: int | None,
        progress: Callable[[ReplayProgress], None] | None,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client = client
        self._session_id = session_id
        self._tracks = tracks
        self._columns = [track.columns() for track in tracks]
        self._session_start_ms = session_start_ms
        self._progress = progress
        self._sleep = sleep
        self._rows = list(merge(*(self._filled(number) for number in range(len(tracks)))))
        self._begin_ms = self._rows[0].at_ms if self._rows else 0
        self.empty_rows = sum(len(track.at_ms) for track in tracks) - len(self._rows)
        self.rows_done = 0
        self.messages = 0

    async def play_single(self, until: Callable[[float], Awaitable[None]]) -> None:
        """Send each row when its time has come, up to a window ahead of the acknowledgements."""
        window = asyncio.Semaphore(WINDOW)

        async def send(row: _Row) -> None:
            try:
                await self._send(METRICS, self._metrics(row))
                self._done([row])
            finally:
                window.release()

        async with asyncio.TaskGroup() as sending:
            for row in self._rows:
                if self._has_metrics(row):
                    await until(row.at_ms - self._begin_ms)
                    await window.acquire()
                    sending.create_task(send(row))
        for number, track in enumerate(self._tracks):
            if track.rr_ms:
                await self._send_beats(number)

    async def play_batches(self, until: Callable[[float], Awaitable[None]], batch_ms: float) -> None:
        """Send what has come due in each stretch of `batch_ms` recorded time, one message per player."""
        for due in self._stretches(batch_ms):
            await until(due[-1].at_ms - self._begin_ms)
            async with asyncio.TaskGroup() as sending:
                for number in range(len(self._tracks)):
                    mine = [row for row in due if row.track == number]
                    if mine:
                        sending.create_task(self._send_batches(number, mine))

    async def _send_batches(self, number: int, rows: Sequence[_Row]) -> None:
        for first in range(0, len(rows), MOST_ROWS):
            part = rows[first : first + MOST_ROWS]
            await self._send(SAMPLES, self._batch(number, part, self._columns[number]))
            self._done(part)

    async def _send_beats(self, number: int) -> None:
        """Single live values have no place for beat-to-beat intervals: they follow in batches of their own."""
        rr_ms = self._tracks[number].rr_ms or ()
        rows = [row for row in self._rows if row.track == number and rr_ms[row.index]]
        for first in range(0, len(rows), MOST_ROWS):
            part = rows[first : first + MOST_ROWS]
            await self._send(SAMPLES, self._batch(number, part, {}))
            if only_beats := [row for row in part if not self._has_metrics(row)]:
                self._done(only_beats)

    def _stretches(self, batch_ms: float) -> Iterator[list[_Row]]:
        due: list[_Row] = []
        end_ms = self._begin_ms + batch_ms
        for row in self._rows:
            if row.at_ms >= end_ms and due:
                yield due
                due = []
                end_ms += batch_ms * math.floor((row.at_ms - end_ms) / batch_ms + 1)
            due.append(row)
        if due:
            yield due

    def _filled(self, number: int) -> Iterator[_Row]:
        track = self._tracks[number]
        columns = [*self._columns[number].values(), *([track.rr_ms] if track.rr_ms else [])]
        for index, at_ms in enumerate(track.at_ms):
            if any(column[index] is not None for column in columns):
                yield _Row(at_ms, number, index)

    def _has_metrics(self, row: _Row) -> bool:
        return any(column[row.index] is not None for column in self._columns[row.track].values())

    def _metrics(self, row: _Row) -> dict[str, object]:
        columns = self._columns[row.track].items()
        return {
            "sessionId": self._session_id,
            "playerId": self._tracks[row.track].player_id,
            "occurredAt": iso(row.at_ms),
            "metrics": {name: column[row.index] for name, column in columns if column[row.index] is not None},
        }

    def _batch(
        self, number: int, rows: Sequence[_Row], columns: Mapping[str, Sequence[float | None]]
    ) -> dict[str, object]:
        rr_ms = self._tracks[number].rr_ms
        body: dict[str, object] = {"t": [self._time(row.at_ms) for row in rows]}
        body |= {name: [column[row.index] for row in rows] for name, column in columns.items()}
        if rr_ms and any(rr_ms[row.index] for row in rows):
            body["rrIntervals"] = [rr_ms[row.index] for row in rows]
        return {
            "sessionId": self._session_id,
            "playerId": self._tracks[number].player_id,
            "occurredAt": iso(rows[-1].at_ms),
            "columns": body,
        }

    def _time(self, at_ms: int) -> str | float:
        return iso(at_ms) if self._session_start_ms is None else (at_ms - self._session_start_ms) / 1000

    async def _send(self, name: str, payload: dict[str, object]) -> None:
        while True:
            try:
                await self._client.send(name, payload, timeout_s=GIVE_UP_S)
                self.messages += 1
                return
            except Refused as refused:
                if refused.body.get("kept") is True:
                    return
                if not refused.retryable:
                    raise
                await self._sleep(refused.retry_after_s or 1.0)

    def _done(self, rows: Sequence[_Row]) -> None:
        self.rows_done += len(rows)
        if self._progress:
            played_s = (rows[-1].at_ms - self._begin_ms) / 1000
            self._progress(ReplayProgress(self.rows_done, len(self._rows), played_s))
