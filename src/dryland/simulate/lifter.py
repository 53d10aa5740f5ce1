"""A player under a bar: what a set with a load comes out as, and what the player says of it.

True repetitions to failure follow the RPE chart's curve at the strength of the moment: hidden 1RM × day form × fatigue.
The reported effort has the player's own bias and noise, growing with the distance from failure (Hackett 2017).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from dryland.simulate.athlete import Athlete

__all__ = ["LiftedSet", "Lifter", "reps_to_failure"]

CHART_PCT: Final = (
    100.0, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0, 83.7, 82.4, 81.1, 79.9, 78.6, 77.4, 76.2, 75.1, 73.9,
    72.3, 70.7, 69.4, 68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9, 58.6, 57.2,
)  # fmt: skip
"""Load in % of 1RM for n/2 + 1 repetitions to failure (RTS chart, read along its diagonal)."""


RELATED: Final = {
    "front_squat": ("back_squat", 0.82),
    "split_squat": ("back_squat", 0.24),
    "romanian_deadlift": ("deadlift", 0.78),
    "kettlebell-swing": ("deadlift", 0.42),
    "pull_up": ("bench_press", 1.08),
    "push-up": ("bench_press", 1.02),
}
"""Lifts whose 1RM follows from another's: which one, and the usual ratio; of split squats the load in each hand."""

OTHERWISE_OF_MASS: Final = 0.6
"""1RM of any other lift as a share of body mass."""

FIRST_CHOICE_RPE: Final = 7.5
"""How hard somebody who knows no advice wants a first working set to be."""


@dataclass(frozen=True, slots=True)
class LiftedSet:
    """What happened in a set. `rpe` is what the player says, in half points; velocities in m/s per repetition."""

    reps: int
    outcome: str
    rpe: float | None
    velocities_ms: tuple[float, ...]
    true_one_rm_kg: float


def reps_to_failure(load_share: float) -> float:
    """Repetitions possible with a load given as a share of 1RM; below 1 for what cannot be lifted once."""
    pct = 100 * load_share
    if pct > CHART_PCT[0]:
        return max(0.0, 1 - (pct - 100) / 3)
    for index in range(len(CHART_PCT) - 1):
        high, low = CHART_PCT[index], CHART_PCT[index + 1]
        if pct >= low:
            return 1 + (index + (high - pct) / (high - low)) / 2
    return 16 + (CHART_PCT[-1] - pct) * 0.6


def _share_for(possible: float) -> float:
    """The share of 1RM with which so many repetitions are possible."""
    low, high = 0.3, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if reps_to_failure(middle) > possible else (low, middle)
    return low


class Lifter:
    """One player's strength during a session; `at_s` is the session's time."""

    __slots__ = ("_athlete", "_fatigue", "_last_s", "_rng")

    def __init__(self, athlete: Athlete, rng: random.Random) -> None:
        self._athlete = athlete
        self._rng = rng
        self._fatigue = 0.0
        self._last_s = 0.0

    def one_rm_kg(self, lift: str) -> float:
        """The true 1RM on an ordinary, rested day."""
        known = self._athlete.one_rm_kg
        other, ratio = RELATED.get(lift, (lift, 1.0))
        return known[other] * ratio if other in known else OTHERWISE_OF_MASS * self._athlete.mass_kg

    def pick_kg(self, lift: str, reps: int, step_kg: float = 2.5) -> float:
        """A load that the player would choose unadvised: about right, rather too light, in steps of what there is."""
        share = _share_for(reps + 10 - FIRST_CHOICE_RPE)
        wanted_kg = self.one_rm_kg(lift) * share * self._rng.gauss(0.97, 0.04)
        return max(step_kg, step_kg * round(wanted_kg / step_kg))

    def stopped_short(self, done: LiftedSet, least: int) -> LiftedSet:
        """As many repetitions as possible mostly end one before the last possible; `least` make it a whole set."""
        reps = max(min(done.reps, least), done.reps - (self._rng.random() < 0.6))
        return replace(
            done,
            reps=reps,
            outcome="completed" if reps >= least else "partial" if reps else "failed",
            rpe=(9.0 if reps < done.reps else 10.0) if reps else None,
            velocities_ms=done.velocities_ms[:reps],
        )

    def lift(self, lift: str, load_kg: float, reps: int, at_s: float) -> LiftedSet:
        """Try `reps` repetitions with `load_kg`."""
        athlete = self._athlete
        self._fatigue *= 0.5 ** (max(0.0, at_s - self._last_s) / athlete.fatigue_half_life_s)
        self._last_s = at_s
        able_kg = self.one_rm_kg(lift) * athlete.day_form * (1 - self._fatigue)
        possible = int(reps_to_failure(load_kg / able_kg) + self._rng.gauss(0, 0.25)) if able_kg > 0 else 0
        done = max(0, min(reps, possible))
        left = reps_to_failure(load_kg / able_kg) - done
        self._fatigue += athlete.fatigue_per_set * (1 + max(0.0, 3 - left) / 3)
        outcome = "completed" if done == reps else ("partial" if done else "failed")
        velocities = tuple(self._velocity(load_kg / able_kg, rep, done + max(0.0, left)) for rep in range(done))
        return LiftedSet(done, outcome, self._rating(done, left), velocities, able_kg)

    def _rating(self, done: int, left: float) -> float | None:
        """Effort as the player feels it; nobody rates a set without a repetition."""
        if not done:
            return None
        athlete = self._athlete
        noise = athlete.rpe_noise_sd * (1 + 0.12 * max(0.0, left))
        felt = 10 - max(0.0, left) + athlete.rpe_bias + self._rng.gauss(0, noise)
        return min(10.0, max(4.0, round(2 * felt) / 2))

    def _velocity(self, load_share: float, rep: int, possible: float) -> float:
        """Mean velocity of a repetition: the load's own, falling towards the 1RM's as failure comes near."""
        athlete = self._athlete
        first = athlete.v1rm_ms + athlete.velocity_slope_ms * max(0.0, 1 - load_share)
        share = rep / max(1.0, possible)
        speed = athlete.v1rm_ms + (first - athlete.v1rm_ms) * (1 - share**1.5)
        return round(max(0.08, self._rng.gauss(speed, 0.015)), 3)
