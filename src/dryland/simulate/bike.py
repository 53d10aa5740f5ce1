"""What a bike's console makes of a rider's power: cadence, speed, distance. Seeded.

Speed is that of an air-braked machine, P = 2.8 v³ at half the gearing of a rower, as such bikes show it for 1,000 m.
"""

from __future__ import annotations

import random
from typing import Final, NamedTuple

__all__ = ["Bike", "BikeReading"]

EASY_RPM: Final = 62.0
RPM_PER_FTP: Final = 26.0
"""Cadence rises with effort: about 72/min on an easy spin, 88 at FTP, over 100 in a sprint."""
FASTEST_RPM: Final = 130.0
DRAG_W_S3_M3: Final = 2.8


class BikeReading(NamedTuple):
    """One second on the console: 1/min, m/s, m since the start."""

    cadence_rpm: int
    speed_m_s: float
    distance_m: float


class Bike:
    """One bike; `ftp_w` is its rider's."""

    __slots__ = ("_distance_m", "_ftp_w", "_rng")

    def __init__(self, ftp_w: float, rng: random.Random) -> None:
        self._ftp_w = ftp_w or 200.0
        self._rng = rng
        self._distance_m = 0.0

    def read(self, power_w: float, dt_s: float = 1.0) -> BikeReading:
        """What it shows while this power is on the pedals."""
        if power_w <= 0:
            return BikeReading(0, 0.0, round(self._distance_m, 1))
        speed_m_s = 2 * (power_w / DRAG_W_S3_M3) ** (1 / 3)
        self._distance_m += speed_m_s * dt_s
        rpm = min(FASTEST_RPM, EASY_RPM + RPM_PER_FTP * power_w / self._ftp_w) + self._rng.gauss(0, 1.5)
        return BikeReading(round(rpm), round(speed_m_s, 2), round(self._distance_m, 1))
