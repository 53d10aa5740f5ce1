"""Heart and muscle under a changing power: heart-rate kinetics, W′, exhaustion. One step a second, seeded noise.

Heart rate follows power with a first-order lag, faster on than off, with an upward drift over an hour and a ceiling at
the maximum (Linnarsson 1974; Bearden and Moffatt 2001 for the asymmetry). Above critical power W′ is spent, below it
comes back (Froncioni, Skiba and Clarke 2014); an empty player cannot hold more than critical power.
"""

from __future__ import annotations

import random
from typing import Final

from dryland.simulate.athlete import Athlete

__all__ = ["EngineRoom"]

BASE_ABOVE_REST_BPM: Final = 25.0
"""Heart rate of sitting on a bike at 0 W, above rest."""

EMPTY_J: Final = 500.0
"""W′ below which a player cannot go above critical power any more."""


class EngineRoom:
    """One player's heart and legs. `power_w` and `heart_rate` are what they truly are right now."""

    __slots__ = ("_athlete", "_elapsed_s", "_heart", "_rng", "balance_j", "heart_rate", "power_w")

    def __init__(self, athlete: Athlete, rng: random.Random) -> None:
        self._athlete = athlete
        self._rng = rng
        self._heart = athlete.hr_rest + BASE_ABOVE_REST_BPM
        self._elapsed_s = 0.0
        self.balance_j = athlete.w_prime_j
        self.heart_rate = round(self._heart)
        self.power_w = 0.0

    def step(self, wanted_w: float, dt_s: float = 1.0) -> None:
        """Try to hold `wanted_w` for `dt_s`."""
        athlete = self._athlete
        able_w = wanted_w if self.balance_j > EMPTY_J else min(wanted_w, athlete.cp_w)
        self.power_w = max(0.0, able_w * self._rng.gauss(1, athlete.pacing_sd)) if able_w > 0 else 0.0
        self._spend(dt_s)
        self._beat(dt_s)

    def _spend(self, dt_s: float) -> None:
        athlete = self._athlete
        if self.power_w > athlete.cp_w:
            self.balance_j = max(0.0, self.balance_j - (self.power_w - athlete.cp_w) * dt_s)
        else:
            missing_share = (athlete.w_prime_j - self.balance_j) / athlete.w_prime_j
            self.balance_j += (athlete.cp_w - self.power_w) * missing_share * dt_s

    def _beat(self, dt_s: float) -> None:
        athlete = self._athlete
        self._elapsed_s += dt_s
        drift = athlete.hr_drift_per_h * self._elapsed_s / 3600 if self.power_w > 0.4 * athlete.cp_w else 0.0
        wanted = athlete.hr_rest + BASE_ABOVE_REST_BPM + athlete.hr_per_w * self.power_w + drift
        wanted = min(wanted, float(athlete.hr_max))
        lag_s = athlete.hr_on_s if wanted > self._heart else athlete.hr_off_s
        self._heart += (wanted - self._heart) * min(1.0, dt_s / lag_s)
        noisy = self._heart + self._rng.gauss(0, athlete.hr_noise_sd)
        self.heart_rate = round(min(max(noisy, athlete.hr_rest), athlete.hr_max))
