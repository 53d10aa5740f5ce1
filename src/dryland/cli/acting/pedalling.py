"""What a player on a machine does: holds the power that is asked, interval by interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dryland.cli.acting.body import Body, step_s
from dryland.cli.acting.stage import Place, Stage, ms_of

__all__ = ["Pedalling"]

EASY_OF_FTP: Final = 0.4


class Pedalling:
    """A player who holds the middle of each interval's target until the plan is over."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._series: _Series | None = None
        """The intervals that the player is in, and the place among them when they were looked at last."""
        self._ends_ms: float | None = None
        """When the interval that was looked at last is over."""

    async def play(self, stage: Stage) -> None:
        """Follow the plan as the server moves through it."""
        while not (place := await stage.look()).is_over:
            await self.hold(stage, place)
        if self._ends_ms is not None:
            self._body.report(stage, self._ends_ms)

    async def hold(self, stage: Stage, place: Place) -> None:
        """Pedal through the interval under way; until something changes where there is none."""
        interval: Mapping[str, Any] = place.player.get("interval") or {}
        ends_ms = ms_of(interval["endsAt"]) if interval.get("endsAt") else None
        self._ends_ms = ends_ms
        since_ms = ms_of(interval["startedAt"]) if interval.get("startedAt") else stage.now_ms
        if interval:
            self._catch_up(_series_of(place, int(interval["index"]), int(interval["total"])), since_ms)
        self._body.begin(_asked_w(interval, self._body.ftp_w), since_ms, on_machine=bool(interval))
        while not stage.has_moved:
            now_ms = stage.now_ms
            self._body.report(stage, now_ms if ends_ms is None else min(now_ms, ends_ms))
            if ends_ms is not None and now_ms >= ends_ms:
                await stage.wait(1.0)
                return
            left_s = step_s(stage.speed) if ends_ms is None else (ends_ms - now_ms) / 1000
            await stage.wait(min(step_s(stage.speed), left_s))
        if ends_ms is not None:
            self._body.report(stage, min(stage.now_ms, ends_ms))

    def leave(self, ended_ms: float) -> None:
        """The intervals were over at a moment: those that no look saw were ridden all the same."""
        if self._series is not None:
            self._ride(self._series, self._series.place + 1, self._series.total, ended_ms)
        self._series = None

    def _catch_up(self, series: _Series, since_ms: float) -> None:
        """Intervals that began and ended since the last look: at high speeds one look misses some."""
        known = self._series
        first = known.place + 1 if known is not None and known.block_id == series.block_id else 0
        self._ride(series, first, series.place, since_ms)
        self._series = series

    def _ride(self, series: _Series, first: int, end: int, until_ms: float) -> None:
        """The intervals from `first` to before `end`, one after the other up to a moment."""
        for place in reversed(range(first, end) if series.intervals else ()):
            interval = series.intervals[place % len(series.intervals)]
            until_ms -= 1000 * interval["duration"] * (series.stretch if interval["type"] == "rest" else 1.0)
            self._body.begin(_planned_w(interval, self._body.ftp_w), until_ms, on_machine=True)


class _Series(NamedTuple):
    """The intervals of the plan, or of a block; rounds repeat them, an adaptation stretches the rests."""

    block_id: str
    intervals: Sequence[Mapping[str, Any]]
    place: int
    total: int
    stretch: float


def _series_of(place: Place, index: int, total: int) -> _Series:
    block: Mapping[str, Any] = place.player.get("block") or {}
    if not block:
        return _Series("", place.plan.get("intervals") or (), index, total, 1.0)
    blocks: Sequence[Mapping[str, Any]] = place.plan.get("blocks") or ()
    intervals = next((each.get("intervals") or () for each in blocks if each["id"] == block["id"]), ())
    adapted: Mapping[str, Any] = block.get("adaptiveAdjustments") or {}
    stretch = float(adapted.get("durationModifier") or 1.0)
    return _Series(str(block["id"]), intervals, index, total if intervals else 0, stretch)


def _asked_w(interval: Mapping[str, Any], ftp_w: float) -> float:
    """The power to hold in an interval: the middle of its target, easy pedalling without one, nothing without it."""
    if not interval:
        return 0.0
    target = interval.get("targetPower")
    return EASY_OF_FTP * ftp_w if target is None else (target["min"] + target["max"]) / 2


def _planned_w(interval: Mapping[str, Any], ftp_w: float) -> float:
    """The same from the plan alone, for an interval that was over before it was looked at."""
    target = interval.get("power")
    if target is None:
        return EASY_OF_FTP * ftp_w
    middle = (target["min"] + target["max"]) / 2
    return middle if target["basis"] == "watts" else middle / 100 * ftp_w
