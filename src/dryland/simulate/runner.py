"""A player between cones: drill times with learning, trial noise and faults, from the drill's length and turns."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from dryland.simulate.athlete import Athlete

__all__ = ["Attempt", "Runner"]

TYPICAL_S: Final = {
    "pro_agility": 4.75, "t_test": 10.1, "illinois": 16.2, "lane_agility": 11.6, "hexagon": 12.5, "505": 2.45,
    "linear": 3.3, "ladder": 4.2,
}  # fmt: skip
"""A trained junior's time in s; the norms of the tests' own papers lie around them."""

FAULTS: Final = {
    "t_test": ("crossed_feet", "no_touch"),
    "hexagon": ("line_contact",),
    "illinois": ("cone_contact",),
    "lane_agility": ("cone_contact", "no_touch"),
    "pro_agility": ("no_touch", "line_contact", "false_start"),
    "505": ("no_touch", "false_start"),
    "linear": ("false_start",),
    "ladder": ("wrong_foot",),
}
"""The faults a drill invites; any other drill has the ones of `OTHER_FAULTS`."""
OTHER_FAULTS: Final = ("cone_contact", "false_start")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. `reaction_s` is the true reaction at the start."""

    time_ms: int
    splits_ms: tuple[int, ...]
    faults: tuple[str, ...]
    reaction_s: float


class Runner:
    """One player's drills in a session; each repetition of a pattern is a little better than the one before."""

    __slots__ = ("_athlete", "_done", "_rng")

    def __init__(self, athlete: Athlete, rng: random.Random) -> None:
        self._athlete = athlete
        self._rng = rng
        self._done: dict[str, int] = {}

    def run(self, pattern: str, splits: int = 2, typical_s: float | None = None) -> Attempt:
        """Do a drill once; `typical_s` where this one is longer or shorter than its pattern usually is."""
        athlete, rng = self._athlete, self._rng
        before = self._done.get(pattern, 0)
        self._done[pattern] = before + 1
        learnt = 1 + athlete.learning_share * 0.6**before
        time_s = (
            (typical_s or TYPICAL_S.get(pattern, 6.0))
            * athlete.agility_skill
            * learnt
            * rng.gauss(1, athlete.trial_noise)
        )
        faults = self._faults(pattern)
        time_ms = round(1000 * time_s * (1.04 if faults else 1.0))
        marks = sorted(rng.gauss((place + 1) / (splits + 1), 0.01) for place in range(splits))
        return Attempt(
            time_ms, tuple(round(time_ms * mark) for mark in marks), faults, max(0.08, rng.gauss(0.19, 0.03))
        )

    def _faults(self, pattern: str) -> tuple[str, ...]:
        possible = FAULTS.get(pattern, OTHER_FAULTS)
        return (self._rng.choice(possible),) if self._rng.random() < self._athlete.fault_rate else ()
