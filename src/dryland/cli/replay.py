"""`dryland replay`: recordings into a session of a running server, as if they happened; to one record at any speed."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import msgspec
from cyclopts import Parameter, validators
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from dryland.cli.options import AsJson, ServerUrl
from dryland.cli.talk import Failed, err, put, say

if TYPE_CHECKING:
    from dryland.cli.playing import Part
    from dryland.client import DrylandClient
    from dryland.client.replay import ReplayResult
    from dryland.devices import Recording

__all__ = ["PlayedFile", "ReplaySummary", "replay", "report", "run_replay"]

PLAN: Final = "training:session:plan"
START: Final = "training:session:start"
END: Final = "training:session:end"
FIRST_CONTACT_S: Final = 4.0
FINISHED: Final = frozenset({"completed", "cancelled"})


class PlayedFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One file of a replay: whose it was, what was used of it and what was left out, by reason."""

    player_id: str
    file: str
    sport: str
    device: str
    clock: str
    samples: int
    read: int
    used: int
    skipped: dict[str, int]
    dropped_values: dict[str, int]
    gap_count: int
    gap_total_s: float
    warnings: tuple[str, ...]
    laps_s: tuple[float, ...]


class ReplaySummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a replay sent. Every row was acknowledged."""

    session_id: str
    mode: str
    speed: float
    rows: int
    empty_rows: int
    messages: int
    wall_s: float
    started_at: str
    ended_at: str | None
    players: tuple[PlayedFile, ...]


def replay(
    files: Annotated[
        list[Path], Parameter(consume_multiple=True, negative="", help="Recordings: FIT, TCX or CSV, one per player.")
    ],
    /,
    *,
    url: ServerUrl,
    token: Annotated[str, Parameter(help="A trainer's token.")],
    session: Annotated[str, Parameter(help="The session's id.")],
    speed: Annotated[
        float,
        Parameter(validator=validators.Number(gte=0), help="Times real time; 0 is as fast as the server takes it."),
    ] = 1.0,
    json: AsJson = False,
) -> None:
    """Play recorded workouts into a session: each file is a player, its laps are the plan.

    The session starts at the first recording's own time, so its record is the same at any speed. In a session that has
    started already only samples are sent, counted from its start.
    """
    from dryland.devices import read_recording

    recordings = [read_recording(file) for file in files]
    for recording in recordings:
        report(recording)
    summary = asyncio.run(run_replay(recordings, url=url, token=token, session_id=session, speed=speed or math.inf))
    how = "one by one, live" if summary.mode == "single" else "in batches"
    say(f"{summary.rows} samples acknowledged, {how}, in {summary.messages} messages and {summary.wall_s:.1f} s.")
    if json:
        put(summary)


def report(recording: Recording) -> None:
    """Say what can be used of a recording and what cannot."""
    account = recording.report
    minutes = (recording.end_ms - recording.start_ms) / 60_000
    laps = f"{len(recording.laps)} laps" if recording.laps else "no laps"
    say(f"{recording.name}: {account.used} of {account.read} samples, {minutes:.1f} min, {laps}, {recording.sport}.")
    for reason, skip in account.skipped.items():
        say(f"  left out {skip.count} samples: {reason}, first at {skip.first_position}")
    for reason, skip in account.dropped_values.items():
        say(f"  left out {skip.count} values: {reason}, first at {skip.first_position}")
    if account.gap_count:
        say(f"  {account.gap_count} gaps of {account.gap_total_s:.0f} s together stay empty")
    for warning in account.warnings:
        say(f"  {warning}")


async def run_replay(
    recordings: Sequence[Recording], *, url: str, token: str, session_id: str, speed: float
) -> ReplaySummary:
    """Play the recordings, each for a player of the session in order; `speed` may be infinite."""
    from dryland.client import DrylandClient

    client = DrylandClient(url, token)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(client.close)
        if not await client.connect(wait_s=FIRST_CONTACT_S):
            raise Failed(f"There is no server at {url}.", "Start one with `dryland serve`, or correct --url.")
        joined = await client.join(session_id, live="none")
        state = cast("Mapping[str, Any]", joined["session"])
        return await _Performance(client, session_id, state, recordings, speed).play()


class _Performance:
    """One replay into one session."""

    def __init__(
        self,
        client: DrylandClient,
        session_id: str,
        state: Mapping[str, Any],
        recordings: Sequence[Recording],
        speed: float,
    ) -> None:
        self._client = client
        self._session_id = session_id
        self._state = state
        self._recordings = recordings
        self._speed = speed
        self._players = [str(player["playerId"]) for player in state["players"]]

    async def play(self) -> ReplaySummary:
        self._check()
        started = self._state.get("startTime")
        start_ms = self._own_start_ms() if started is None else _ms(str(started))
        parts = self._parts(start_ms)
        if started is None:
            await self._begin(parts, start_ms)
        else:
            self._join_running(parts)
        result = await self._samples(parts, start_ms)
        end_ms = None if started is not None else await self._end(parts)
        return self._summary(parts, result, start_ms, end_ms)

    def _check(self) -> None:
        status = str(self._state["status"])
        if status in FINISHED:
            raise Failed(f"The session {self._session_id} is {status} already.", "Replay into another session.")
        if len(self._recordings) > len(self._players):
            raise Failed(
                f"There are {len(self._recordings)} files but {len(self._players)} players in {self._session_id}.",
                "Give one file per player at most.",
            )
        if self._state["workoutType"] != "conditioning":
            raise Failed(f"{self._session_id} is a {self._state['workoutType']} session; recordings are conditioning.")

    def _own_start_ms(self) -> int:
        from dryland.cli.playing import starts_ms

        now_ms = round(self._client.now().timestamp() * 1000)
        longest_ms = max(recording.end_ms - recording.start_ms for recording in self._recordings)
        start_ms, why = starts_ms(self._recordings[0], now_ms)
        if why:
            say(why)
        return min(start_ms, now_ms - longest_ms)

    def _parts(self, start_ms: int) -> list[Part]:
        from dryland.cli.playing import aligned, cast_parts

        if len(self._recordings) > 1:
            say(f"All {len(self._recordings)} recordings are played as if they had begun together.")
        return cast_parts(aligned(self._recordings, start_ms), self._players)

    async def _begin(self, parts: Sequence[Part], start_ms: int) -> None:
        from dryland.cli.playing import plan_of

        for part in parts:
            body = {"plan": plan_of(part.recording), "playerIds": [part.player_id]}
            await self._client.send(PLAN, {"sessionId": self._session_id, **body})
        await self._command(START, start_ms)

    def _join_running(self, parts: Sequence[Part]) -> None:
        """A sample cannot be of a time to come, so a session that runs now cannot be overtaken."""
        say(f"{self._session_id} has started already: only samples are sent, counted from its start.")
        now_ms = round(self._client.now().timestamp() * 1000)
        if self._speed > 1 and max(part.recording.end_ms for part in parts) > now_ms:
            self._speed = 1.0
            say("It has not run as long as the recording: the samples are sent at speed 1, as they come due.")

    async def _samples(self, parts: Sequence[Part], start_ms: int) -> ReplayResult:
        from dryland.cli.playing import played
        from dryland.client.replay import ReplayProgress
        from dryland.client.replay import replay as send_all

        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
        with Progress(*columns, console=err(), transient=True) as progress:
            task = progress.add_task("Replaying", total=None)

            def advance(done: ReplayProgress) -> None:
                progress.update(task, completed=done.rows_done, total=done.rows_total)

            tracks = [played(part) for part in parts]
            return await send_all(
                self._client,
                self._session_id,
                tracks,
                speed=self._speed,
                session_start_ms=start_ms,
                progress=advance,
            )

    async def _end(self, parts: Sequence[Part]) -> int:
        from dryland.cli.playing import plan_end_ms

        end_ms = max(plan_end_ms(part.recording) for part in parts)
        await self._command(END, end_ms)
        return end_ms

    async def _command(self, event: str, at_ms: int) -> None:
        from dryland.client.messages import iso

        await self._client.send(event, {"sessionId": self._session_id, "occurredAt": iso(at_ms)})

    def _summary(self, parts: Sequence[Part], result: ReplayResult, start_ms: int, end_ms: int | None) -> ReplaySummary:
        from dryland.client.messages import iso

        return ReplaySummary(
            session_id=self._session_id,
            mode=result.mode,
            speed=0.0 if math.isinf(self._speed) else self._speed,
            rows=result.rows,
            empty_rows=result.empty_rows,
            messages=result.messages,
            wall_s=round(result.wall_s, 3),
            started_at=iso(start_ms),
            ended_at=None if end_ms is None else iso(end_ms),
            players=tuple(_file(part) for part in parts),
        )


def _file(part: Part) -> PlayedFile:
    recording, account = part.recording, part.recording.report
    return PlayedFile(
        player_id=part.player_id,
        file=recording.name,
        sport=recording.sport,
        device=recording.device,
        clock=recording.clock,
        samples=len(recording.at_ms),
        read=account.read,
        used=account.used,
        skipped={reason: skip.count for reason, skip in account.skipped.items()},
        dropped_values={reason: skip.count for reason, skip in account.dropped_values.items()},
        gap_count=account.gap_count,
        gap_total_s=account.gap_total_s,
        warnings=account.warnings,
        laps_s=tuple((lap.end_ms - lap.start_ms) / 1000 for lap in recording.laps),
    )


def _ms(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)
