"""What a set says of effort: the rating as an interval, failure as a fact, silence as nothing."""

import math

import pytest

from dryland.science.set_evidence import SetObservation, effort_evidence, first_guess_effort, is_countable
from dryland.science.strength_filter import EffortEvidence
from dryland.science.strength_priors import StrengthPriors


def a_set(**changed: object) -> SetObservation:
    facts: dict[str, object] = {"exercise": "squat", "load_kg": 100.0, "reps": 5, "at_ms": 0, "rpe": 8.0}
    return SetObservation(**{**facts, **changed})  # type: ignore[arg-type]


def evidence(
    done: SetObservation, *, rates: bool = True, noise_ratio: float = 1.0, repeated: bool = False
) -> EffortEvidence | None:
    return effort_evidence(done, rates=rates, noise_ratio=noise_ratio, repeated=repeated, priors=StrengthPriors())


def test_a_rating_is_read_as_its_half_point() -> None:
    said = evidence(a_set(rpe=8.0))
    assert said is not None
    assert (said.low, said.high, said.rated) == (7.75, 8.25, True)


def test_the_scale_is_open_at_both_ends() -> None:
    easiest, hardest = evidence(a_set(rpe=6.0)), evidence(a_set(rpe=10.0))
    assert easiest is not None
    assert hardest is not None
    assert easiest.low < -1e6
    assert hardest.high > 1e6


def test_a_rating_far_from_failure_is_trusted_less() -> None:
    near, far = evidence(a_set(rpe=9.5)), evidence(a_set(rpe=6.5))
    assert near is not None
    assert far is not None
    assert near.noise_sd < far.noise_sd


def test_a_copied_rating_and_a_poor_rater_are_trusted_less() -> None:
    plain, copied, poor = evidence(a_set()), evidence(a_set(), repeated=True), evidence(a_set(), noise_ratio=4.0)
    assert plain is not None
    assert copied is not None
    assert poor is not None
    assert plain.noise_sd < copied.noise_sd < poor.noise_sd == pytest.approx(2.0 * plain.noise_sd)


@pytest.mark.parametrize("done", [a_set(to_failure=True), a_set(outcome="failed")])
def test_failure_is_a_fact_about_the_last_repetition_whatever_was_rated(done: SetObservation) -> None:
    said = evidence(done)
    assert said is not None
    assert (said.low, said.high, said.rated) == (9.0, 10.0, False)


def test_a_failed_first_repetition_only_says_too_heavy() -> None:
    said = evidence(a_set(reps=0, outcome="failed"))
    assert said is not None
    assert said.low == 9.0
    assert said.high > 1e6


def test_an_unrated_set_bounds_effort_only_for_players_who_never_rate() -> None:
    assert evidence(a_set(rpe=None), rates=True) is None
    said = evidence(a_set(rpe=None), rates=False)
    assert said is not None
    assert said.high == 10.0


@pytest.mark.parametrize(
    "changed",
    [{"outcome": "skipped"}, {"load_kg": 0.0}, {"load_kg": -20.0}, {"load_kg": math.nan}, {"reps": 0}, {"reps": 31}],
)
def test_a_set_without_load_or_countable_repetitions_does_not_count(changed: dict[str, object]) -> None:
    assert not is_countable(a_set(**changed))


def test_the_first_guess_takes_the_rating_then_the_plan() -> None:
    assert first_guess_effort(a_set(rpe=9.0, target_rpe=7.0)) == 9.0
    assert first_guess_effort(a_set(rpe=None, target_rpe=7.0)) == 7.0
    assert first_guess_effort(a_set(rpe=None)) == 8.0
    assert first_guess_effort(a_set(rpe=4.0)) == 6.0
    assert first_guess_effort(a_set(rpe=7.0, to_failure=True)) == 10.0
