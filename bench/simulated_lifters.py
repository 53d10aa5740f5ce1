"""Lifters with a hidden true 1RM who train by a plan and rate what they feel; for judging the estimator against truth.

Their world is written down here on its own, without the estimator's code or priors, except for the RPE chart's curve.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from dryland.science.effort_curve import curve_depth, reps_at_depth
from dryland.science.set_evidence import SetObservation

__all__ = ["WORLDS", "TrainedSet", "World", "train"]

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class World:
    """How lifters differ and how they train; every lifter draws the own values from these spreads."""

    day_form_sd: tuple[float, float] = (0.02, 0.04)
    curve_sd: float = 0.08
    bias_sd: float = 0.3
    fatigue_per_set: tuple[float, float] = (0.002, 0.012)
    rating_noise_sd: tuple[float, float] = (0.35, 0.8)
    noise_growth_per_rir: float = 0.12
    gain_per_week: tuple[float, float] = (-0.002, 0.01)
    coach_error_sd: float = 0.08
    reps: tuple[int, int] = (2, 8)
    planned_rpe: tuple[float, float] = (6.5, 9.5)
    sets_per_session: tuple[int, int] = (3, 5)
    rest_min: float = 3.0
    rated_share: float = 1.0
    velocity: bool = False


WORLDS = {
    "usual lifters": World(),
    "day form and rating noise only": World(curve_sd=0.0, bias_sd=0.0),
    "poor raters": World(bias_sd=0.6, rating_noise_sd=(0.8, 1.3)),
    "8 to 12 repetitions": World(reps=(8, 12)),
    "half of the sets rated": World(rated_share=0.5),
    "nobody rates": World(rated_share=0.0),
    "velocity measured": World(velocity=True),
    "day form always 4 %": World(day_form_sd=(0.04, 0.04)),
}


@dataclass(frozen=True, slots=True)
class TrainedSet:
    """One set as the lifter logs it, with the 1RM (rested, ordinary day) that was true then."""

    done: SetObservation
    true_1rm_kg: float


@dataclass(slots=True)
class _Lifter:
    ln_1rm: float
    curve: float
    bias: float
    fatigue_per_set: float
    day_form_sd: float
    noise_sd: float
    gain_per_day: float
    velocity_at_max_ms: float
    velocity_slope_ms: float
    day_form: float = 0.0
    tired: float = 0.0

    def reserve(self, load_kg: float) -> float:
        now = self.ln_1rm + self.day_form - self.fatigue_per_set * self.tired
        return now - math.log(load_kg)

    def reps_possible(self, load_kg: float) -> float:
        return reps_at_depth(self.reserve(load_kg) / self.curve)

    def fastest_ms(self, load_kg: float) -> float:
        return self.velocity_at_max_ms + self.velocity_slope_ms * max(0.0, self.reserve(load_kg))


def train(world: World, sets: int, seed: int) -> Iterator[TrainedSet]:
    """The first `sets` sets of one lifter's training."""
    chance = random.Random(seed)
    lifter = _draw(world, chance)
    coach_1rm_kg = math.exp(lifter.ln_1rm + chance.gauss(0.0, world.coach_error_sd))
    at_ms = 1_700_000_000_000
    done = 0
    while done < sets:
        lifter.day_form, lifter.tired = chance.gauss(0.0, lifter.day_form_sd), 0.0
        for _ in range(min(chance.randint(*world.sets_per_session), sets - done)):
            yield TrainedSet(_perform(lifter, world, chance, coach_1rm_kg, at_ms), math.exp(lifter.ln_1rm))
            lifter.tired += 1.0
            at_ms += round(world.rest_min * 60_000)
            done += 1
        rest_days = chance.randint(2, 4)
        at_ms += rest_days * DAY_MS
        lifter.ln_1rm += lifter.gain_per_day * rest_days


def _draw(world: World, chance: random.Random) -> _Lifter:
    return _Lifter(
        ln_1rm=chance.uniform(math.log(40.0), math.log(220.0)),
        curve=max(0.6, chance.gauss(1.0, world.curve_sd)),
        bias=chance.gauss(0.0, world.bias_sd),
        fatigue_per_set=chance.uniform(*world.fatigue_per_set),
        day_form_sd=chance.uniform(*world.day_form_sd),
        noise_sd=chance.uniform(*world.rating_noise_sd),
        gain_per_day=chance.uniform(*world.gain_per_week) / 7.0,
        velocity_at_max_ms=max(0.08, chance.gauss(0.24, 0.07)),
        velocity_slope_ms=chance.gauss(1.2, 0.2),
    )


def _perform(lifter: _Lifter, world: World, chance: random.Random, coach_1rm_kg: float, at_ms: int) -> SetObservation:
    reps = chance.randint(*world.reps)
    planned = round(chance.uniform(*world.planned_rpe) * 2.0) / 2.0
    load_kg = max(2.5, round(coach_1rm_kg * math.exp(-curve_depth(reps + 10.0 - planned)) / 2.5) * 2.5)
    possible = lifter.reps_possible(load_kg)
    failed = possible < reps
    if failed:
        reps = max(0, math.floor(possible))
    left = max(0.0, possible - reps)
    noise = chance.gauss(0.0, lifter.noise_sd + world.noise_growth_per_rir * left)
    felt = 10.0 if failed else 10.0 - left + lifter.bias + noise
    return SetObservation(
        exercise="lift",
        load_kg=load_kg,
        reps=reps,
        at_ms=at_ms,
        rpe=min(10.0, max(5.0, round(felt * 2.0) / 2.0)) if chance.random() < world.rated_share else None,
        outcome="failed" if failed else "completed",
        velocities_ms=(max(0.03, lifter.fastest_ms(load_kg) + chance.gauss(0.0, 0.03)),) if world.velocity else (),
    )
