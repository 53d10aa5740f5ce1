"""A made-up body on an ergometer: power as its player chooses it, heart rate as it follows. Deterministic by its seed.

Heart rate rises and falls towards a steady state that is linear in power, as one exponential each way, with a slow
drift while the effort is hard. All figures here are engineering choices for a demo, not measurements of anybody.
"""

from __future__ import annotations

import math
import random
from typing import Final, NamedTuple

from dryland.floor.profile import PlayerProfile

__all__ = ["Body", "Reading"]

RISE_S: Final = 32.0
FALL_S: Final = 55.0
"""Time constants of heart rate after a change of effort."""
IDLE_SHARE: Final = 0.22
FTP_SHARE: Final = 0.86
"""Share of the heart rate reserve at rest on the machine, and in a steady state at FTP."""
DRIFT_BPM_PER_S: Final = 1 / 150
DRIFT_MOST_BPM: Final = 8.0
HARD_SHARE: Final = 0.85
"""From this share of FTP on, heart rate drifts up; below, the drift is slept off at the same pace."""
PACING_S: Final = 20.0
"""How long a player's power wanders to one side of what is asked."""


class Reading(NamedTuple):
    """What strap and machine say; heart rate is None while the strap has lost the skin."""

    heart_rate: int | None
    power: int
    cadence: float


class Body:
    """One player; `step` moves time on."""

    def __init__(self, profile: PlayerProfile, rng: random.Random) -> None:
        assert profile.hr_max is not None
        assert profile.hr_rest is not None
        assert profile.ftp_w is not None
        self._rng = rng
        self._rest_bpm = float(profile.hr_rest)
        self._reserve_bpm = float(profile.hr_max - profile.hr_rest)
        self._ftp_w = profile.ftp_w
        self._bpm = self._rest_bpm + IDLE_SHARE * self._reserve_bpm
        self._drift_bpm = 0.0
        self._eagerness = rng.gauss(1.0, 0.05)
        self._wander = 0.0
        self._lost_for_s = 0.0

    def step(self, dt_s: float, asked_of_ftp: float) -> Reading:
        """Live `dt_s` seconds at what is asked, as a share of FTP; 0 is sitting still."""
        rng = self._rng
        decay = math.exp(-dt_s / PACING_S)
        self._wander = self._wander * decay + rng.gauss(0, 0.04 * math.sqrt(1 - decay * decay))
        share = max(0.0, asked_of_ftp * self._eagerness * (1 + self._wander))
        power_w = max(0.0, share * self._ftp_w + (rng.gauss(0, 6) if share else 0))
        self._follow(dt_s, share)
        cadence = round(78 + 14 * share + rng.gauss(0, 1.5), 1) if share else 0.0
        bpm = self._bpm + self._drift_bpm + rng.gauss(0, 0.6)
        return Reading(None if self._strap_lost(dt_s) else round(bpm), round(power_w), cadence)

    def _follow(self, dt_s: float, share: float) -> None:
        steady = min(1.0, IDLE_SHARE + (FTP_SHARE - IDLE_SHARE) * share)
        goal_bpm = self._rest_bpm + steady * self._reserve_bpm
        tau_s = RISE_S if goal_bpm > self._bpm else FALL_S
        self._bpm = goal_bpm + (self._bpm - goal_bpm) * math.exp(-dt_s / tau_s)
        change_bpm = DRIFT_BPM_PER_S * dt_s * (1 if share >= HARD_SHARE else -1)
        self._drift_bpm = min(DRIFT_MOST_BPM, max(0.0, self._drift_bpm + change_bpm))

    def _strap_lost(self, dt_s: float) -> bool:
        """Now and then a strap slips, about once in twenty minutes, for ten to fifty seconds."""
        if self._lost_for_s > 0:
            self._lost_for_s -= dt_s
        elif self._rng.random() < dt_s / 1_200:
            self._lost_for_s = self._rng.uniform(10, 50)
        return self._lost_for_s > 0
