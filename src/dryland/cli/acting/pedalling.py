"""What a player on a machine does: holds the power that is asked, and lets strap and machine report it.

Every second has its own values at any speed; above real time they travel in batches, as from a device that was away.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Final

from dryland.cli.acting.stage import Place, Stage, ms_of
from dryland.client.messages import iso
from dryland.simulate import Athlete, EngineRoom, Sensor

__all__ = ["Body", "Pedalling"]

METRICS: Final = "training:player:metrics"
SAMPLES: Final = "training:player:samples"
EASY_OF_FTP: Final = 0.4
REPORTS_PER_S: Final = 2.5
"""Batches in a second of real time, at speeds above `SINGLY`."""
SINGLY: Final = 3.0
LONGEST_GAP_MS: Final = 600_000


class Body:
    """Heart and legs with the strap and the machine that report them, second by second."""

    def __init__(self, athlete: Athlete, ftp_w: float, rng: random.Random) -> None:
        self._room = EngineRoom(athlete, rng)
        self._strap = Sensor(rng)
        self._reached_ms: float | None = None
        self.ftp_w = ftp_w
        self.on_machine = True

    @property
    def heart_rate(self) -> int:
        """What it truly is, bpm."""
        return self._room.heart_rate

    @property
    def power_w(self) -> float:
        """What the legs do now, W."""
        return self._room.power_w

    def report(self, stage: Stage, wanted_w: float, until_ms: float) -> None:
        """Work up to a moment and send every whole second of it."""
        if self._reached_ms is None or until_ms - self._reached_ms > LONGEST_GAP_MS:
            self._reached_ms = until_ms - 1000
        rows: list[tuple[float, int | None, int]] = []
        while self._reached_ms + 1000 <= until_ms:
            self._reached_ms += 1000
            self._room.step(wanted_w)
            rows.append((self._reached_ms, self._strap.read(self._room.heart_rate), round(self._room.power_w)))
        if len(rows) == 1 and stage.speed <= SINGLY:
            stage.tell(METRICS, {"metrics": self._single(*rows[0][1:])}, at_ms=rows[0][0])
        elif rows:
            stage.tell(SAMPLES, {"columns": self._columns(rows)}, at_ms=rows[-1][0])

    def _single(self, heart_rate: int | None, power: int) -> dict[str, int]:
        """One reading; a strap that lost the skin says nothing."""
        told = {} if heart_rate is None else {"heartRate": heart_rate}
        return {**told, "power": power} if self.on_machine else told

    def _columns(self, rows: list[tuple[float, int | None, int]]) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {"t": [iso(row[0]) for row in rows], "heartRate": [row[1] for row in rows]}
        return {**columns, "power": [row[2] for row in rows]} if self.on_machine else columns


def step_s(speed: float) -> float:
    """Seconds of the server's time from one report to the next."""
    return 1.0 if speed <= SINGLY else max(1.0, speed / REPORTS_PER_S)


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
        ends_ms = ms_of(interval["endsAt"]) if interval.get("endsAt") else None
        wanted_w = asked_w(interval, self._body.ftp_w)
        while not stage.has_moved:
            now_ms = stage.now_ms
            self._body.report(stage, wanted_w, now_ms if ends_ms is None else min(now_ms, ends_ms))
            if ends_ms is not None and now_ms >= ends_ms:
                await stage.wait(1.0)
                return
            left_s = step_s(stage.speed) if ends_ms is None else (ends_ms - now_ms) / 1000
            await stage.wait(min(step_s(stage.speed), left_s))
        if ends_ms is not None:
            self._body.report(stage, wanted_w, min(stage.now_ms, ends_ms))


def asked_w(interval: Mapping[str, Any], ftp_w: float) -> float:
    """The power to hold in an interval: the middle of its target, easy pedalling without one, nothing without it."""
    if not interval:
        return 0.0
    target = interval.get("targetPower")
    return EASY_OF_FTP * ftp_w if target is None else (target["min"] + target["max"]) / 2
