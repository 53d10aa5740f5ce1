"""One finished set and what it says about effort: an interval on the RPE scale with a noise, or nothing.

Ratings are read in half points and are open at both ends of the scale; noise grows with the distance from failure.
Must not know what the lifter was believed to be able to do.
"""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from dryland.science.strength_filter import EffortEvidence
from dryland.science.strength_priors import StrengthPriors

__all__ = [
    "LEAST_KG",
    "SetObservation",
    "effort_evidence",
    "first_guess_effort",
    "is_countable",
    "readable",
    "was_failure",
]

_ENDLESS = 1e9
_HALF_STEP = 0.25
_LOWEST_RATING = 6.0
_UNRATED_EFFORT = 8.0
_MOST_REPS = 30
LEAST_KG, _MOST_KG = 0.1, 2000.0
"""Loads outside say nothing about strength; kg."""


class SetObservation(msgspec.Struct, frozen=True, kw_only=True):
    """One set as it was done: `load_kg` all that was moved (with body mass where the body is lifted), reps completed.

    `to_failure`: one more repetition was out of reach. `velocities_ms`: mean concentric velocity per repetition in m/s
    at full intent. `target_rpe`: the plan's RPE, known before the set.
    """

    exercise: str
    load_kg: float
    reps: int
    at_ms: int
    rpe: float | None = None
    to_failure: bool = False
    outcome: Literal["completed", "partial", "failed", "skipped"] = "completed"
    velocities_ms: Sequence[float] = ()
    target_rpe: float | None = None


def was_failure(done: SetObservation) -> bool:
    """Whether the set showed that one repetition more was impossible."""
    return done.to_failure or done.outcome == "failed"


def is_countable(done: SetObservation) -> bool:
    """Whether the set can say something about strength: done, 0.1-2000 kg, 1-30 repetitions (0 when failed)."""
    least_reps = 0 if was_failure(done) else 1
    can_be_lifted = LEAST_KG <= done.load_kg <= _MOST_KG
    return done.outcome != "skipped" and can_be_lifted and least_reps <= done.reps <= _MOST_REPS


def readable(done: SetObservation) -> SetObservation:
    """The set without a rating that is not on the scale 1-10; the rest of the set may still be true."""
    if done.rpe is None or 1.0 <= done.rpe <= 10.0:
        return done
    return msgspec.structs.replace(done, rpe=None)


def first_guess_effort(done: SetObservation) -> float:
    """Effort to start from at a lifter's very first set of an exercise."""
    if was_failure(done):
        return 10.0
    return max(done.rpe or done.target_rpe or _UNRATED_EFFORT, _LOWEST_RATING)


def effort_evidence(
    done: SetObservation, *, rates: bool, noise_ratio: float, repeated: bool, priors: StrengthPriors
) -> EffortEvidence | None:
    """What the set says of effort; None where it says nothing.

    `rates`: the player has rated a set before. `noise_ratio`: the player's rating variance over the expected one.
    `repeated`: the same load, repetitions and RPE as the set before.
    """
    if was_failure(done):
        # The repetitions done were possible and one more was not; with none done the load may be any amount too heavy.
        return EffortEvidence(9.0, 10.0 if done.reps else _ENDLESS, priors.failure_noise_sd, rated=False)
    if done.rpe is None:
        # That it could be done is all an unrated set says. Beside ratings this one-sided word would only ever push
        # strength up, by every error of the model, so it counts for players who never rate.
        return None if rates else EffortEvidence(-_ENDLESS, 10.0, priors.completion_noise_sd, rated=False)
    low = -_ENDLESS if done.rpe <= _LOWEST_RATING else done.rpe - _HALF_STEP
    high = _ENDLESS if done.rpe >= 10.0 else done.rpe + _HALF_STEP
    reps_left = 10.0 - max(done.rpe, _LOWEST_RATING)
    ratio = noise_ratio * (priors.repeated_rating_noise_ratio if repeated else 1.0)
    noise_sd = (priors.effort_noise_sd + priors.effort_noise_sd_per_rir * reps_left) * math.sqrt(ratio)
    return EffortEvidence(low, high, noise_sd, rated=True)
