"""What a player on a machine does: holds the power that is asked, interval by interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dryland.cli.acting.body import Body, step_s
from dryland.cli.acting.stage import Place, Stage, ms_of

__all__ = ["Pedalling"]

EASY_OF_FTP: Final = 0.4


class Pedalling:
    """A player who holds the middle of each interval's target until the plan is over."""

    def __init__(self, body: Body) -> None:
        self._body = body

    async def play(self, stage: Stage) -> None:
        """Follow the plan as the server moves through it."""
        while not (place := await stage.look()).is_over:
            await self.hold(stage, place)

    async def hold(self, stage: Stage, place: Place) -> None:
        """Pedal through the interval under way; until something changes where there is none."""
        interval: Mapping[str, Any] = place.player.get("interval") or {}
        self._catch_up(stage, place)
        ends_ms = ms_of(interval["endsAt"]) if interval.get("endsAt") else None
        since_ms = ms_of(interval["startedAt"]) if interval.get("startedAt") else stage.now_ms
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

    def _catch_up(self, stage: Stage, place: Place) -> None:
        """Intervals that began since the last look, each at its own time: at high speeds one look misses some."""
        intervals = _intervals_of(place)
        for passed in stage.passed():
            if intervals and passed.place is not None:
                interval = intervals[passed.place % len(intervals)]
                self._body.begin(_planned_w(interval, self._body.ftp_w), passed.at_ms, on_machine=True)


def _intervals_of(place: Place) -> Sequence[Mapping[str, Any]]:
    """The intervals of the plan, or of the block under way; rounds repeat them."""
    block: Mapping[str, Any] = place.player.get("block") or {}
    if not block:
        return place.plan.get("intervals") or ()
    blocks: Sequence[Mapping[str, Any]] = place.plan.get("blocks") or ()
    return next((each.get("intervals") or () for each in blocks if each["id"] == block["id"]), ())


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
