"""What a strap or a machine makes of the truth: dropouts, spikes, a frozen value, lost contact. Seeded."""

from __future__ import annotations

import random
from dataclasses import dataclass

__all__ = ["FaultRates", "Sensor"]


@dataclass(frozen=True, slots=True)
class FaultRates:
    """Chances per second that a fault begins, and how long it lasts on average and at most, in s.

    A strap that slips is felt and put right within a minute or two.
    """

    dropout: float = 0.002
    dropout_s: float = 8.0
    spike: float = 0.0008
    dropout_most_s: float = 45.0
    freeze: float = 0.0001
    freeze_s: float = 60.0
    freeze_most_s: float = 150.0


class Sensor:
    """One sensor: `read` gives what it reports for the true value, or None while it is silent."""

    __slots__ = ("_frozen", "_frozen_s", "_rates", "_rng", "_silent_s")

    def __init__(self, rng: random.Random, rates: FaultRates | None = None) -> None:
        self._rng = rng
        self._rates = rates or FaultRates()
        self._silent_s = 0.0
        self._frozen_s = 0.0
        self._frozen = 0

    def read(self, truth: int, dt_s: float = 1.0) -> int | None:
        """The reading of this second."""
        rates, rng = self._rates, self._rng
        if self._silent_s > 0:
            self._silent_s -= dt_s
            return None
        if self._frozen_s > 0:
            self._frozen_s -= dt_s
            return self._frozen
        if rng.random() < rates.dropout * dt_s:
            self._silent_s = min(rates.dropout_most_s, rng.expovariate(1 / rates.dropout_s))
            return None
        if rng.random() < rates.freeze * dt_s:
            self._frozen_s, self._frozen = min(rates.freeze_most_s, rng.expovariate(1 / rates.freeze_s)), truth
        if rng.random() < rates.spike * dt_s:
            return min(245, truth + rng.randint(50, 80))
        return truth
