"""A player's heart and legs with the strap and the machine that report them, second by second.

Every second has its own values at any speed; above real time they travel in batches, as from a device that was away.
What the player meant to do when a second passed counts for it, however late the news of another interval came.
"""

from __future__ import annotations

import random
from typing import Any, Final, NamedTuple

from dryland.cli.acting.stage import Stage
from dryland.client.messages import iso
from dryland.simulate import Athlete, Bike, BikeReading, EngineRoom, Sensor

__all__ = ["SINGLY", "Body", "step_s"]

METRICS: Final = "training:player:metrics"
SAMPLES: Final = "training:player:samples"
REPORTS_PER_S: Final = 2.5
"""Batches in a second of real time, at speeds above `SINGLY`."""
SINGLY: Final = 3.0
LONGEST_GAP_MS: Final = 600_000


def step_s(speed: float) -> float:
    """Seconds of the server's time from one report to the next."""
    return 1.0 if speed <= SINGLY else max(1.0, speed / REPORTS_PER_S)


class _Doing(NamedTuple):
    """What a player does from a moment on; off a machine the power is only what it costs."""

    since_ms: float
    wanted_w: float
    on_machine: bool


class _Row(NamedTuple):
    """One second as strap and machine told it; a machine that nobody is on tells nothing."""

    at_ms: float
    heart_rate: int | None
    power_w: int | None = None
    bike: BikeReading | None = None


class Body:
    """Does what it is told and reports it."""

    def __init__(self, athlete: Athlete, ftp_w: float, rng: random.Random) -> None:
        self._room = EngineRoom(athlete, rng)
        self._strap = Sensor(rng)
        self._bike = Bike(ftp_w, rng)
        self._doing = [_Doing(0.0, 0.0, on_machine=False)]
        self._reached_ms: float | None = None
        self.ftp_w = ftp_w

    @property
    def heart_rate(self) -> int:
        """What it truly is, bpm."""
        return self._room.heart_rate

    @property
    def power_w(self) -> float | None:
        """What the legs do on a machine now, W."""
        return self._room.power_w if self._doing[-1].on_machine else None

    def begin(self, wanted_w: float, since_ms: float, *, on_machine: bool) -> None:
        """From a moment on the player does something else; what was told of that moment before is replaced."""
        kept = [each for each in self._doing if each.since_ms < since_ms]
        later = [each for each in self._doing if each.since_ms > since_ms]
        self._doing = [*kept, _Doing(since_ms, wanted_w, on_machine), *later]

    def report(self, stage: Stage, until_ms: float) -> None:
        """Live up to a moment and send every whole second of it."""
        if self._reached_ms is None or until_ms - self._reached_ms > LONGEST_GAP_MS:
            self._reached_ms = until_ms - 1000
        rows: list[_Row] = []
        while self._reached_ms + 1000 <= until_ms:
            self._reached_ms += 1000
            rows.append(self._second(self._reached_ms))
        if len(rows) == 1 and stage.speed <= SINGLY:
            stage.tell(METRICS, {"metrics": _single(rows[0])}, at_ms=rows[0].at_ms)
        elif rows:
            stage.tell(SAMPLES, {"columns": _columns(rows)}, at_ms=rows[-1].at_ms)

    def _second(self, at_ms: float) -> _Row:
        """The second that ends at a moment."""
        while len(self._doing) > 1 and self._doing[1].since_ms < at_ms:
            del self._doing[0]
        doing = self._doing[0]
        self._room.step(doing.wanted_w)
        heard = self._strap.read(self._room.heart_rate)
        if not doing.on_machine:
            return _Row(at_ms, heard)
        return _Row(at_ms, heard, round(self._room.power_w), self._bike.read(self._room.power_w))


def _single(row: _Row) -> dict[str, float]:
    """One reading; a strap that lost the skin says nothing."""
    told: dict[str, float] = {} if row.heart_rate is None else {"heartRate": row.heart_rate}
    if row.power_w is None or row.bike is None:
        return told
    bike = row.bike
    shown = {"cadence": bike.cadence_rpm, "speed": bike.speed_m_s, "distance": bike.distance_m}
    return {**told, "power": row.power_w, **shown}


def _columns(rows: list[_Row]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        "t": [iso(row.at_ms) for row in rows],
        "heartRate": [row.heart_rate for row in rows],
    }
    if any(row.bike is not None for row in rows):
        columns["power"] = [row.power_w for row in rows]
        columns["cadence"] = [None if row.bike is None else row.bike.cadence_rpm for row in rows]
        columns["speed"] = [None if row.bike is None else row.bike.speed_m_s for row in rows]
        columns["distance"] = [None if row.bike is None else row.bike.distance_m for row in rows]
    return columns
