"""The state learns from every set, keeps exercises apart and answers in kilograms and RPE."""

import itertools
import math
import time

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dryland.science.set_evidence import LEAST_KG
from dryland.science.strength_state import (
    PlannedSet,
    SetObservation,
    StrengthState,
    estimate,
    load_for,
    observe,
    predict_rpe,
)

DAY_MS = 86_400_000


def a_set(**changed: object) -> SetObservation:
    facts: dict[str, object] = {"exercise": "squat", "load_kg": 100.0, "reps": 5, "at_ms": 0, "rpe": 8.0}
    return SetObservation(**{**facts, **changed})  # type: ignore[arg-type]


def trained(*sets: SetObservation) -> StrengthState:
    state = StrengthState()
    for done in sets:
        state = observe(state, done)
    return state


def squat_kg(state: StrengthState) -> float:
    said = estimate(state, "squat")
    assert said is not None
    return said.value_kg


ANY_SET = st.builds(
    SetObservation,
    exercise=st.sampled_from(["squat", "bench"]),
    load_kg=st.floats(min_value=-10.0, max_value=600.0),
    reps=st.integers(min_value=0, max_value=100),
    at_ms=st.integers(min_value=-DAY_MS, max_value=400 * DAY_MS),
    rpe=st.none() | st.sampled_from([1.0, 5.0, 6.0, 6.5, 8.0, 9.5, 10.0]),
    to_failure=st.booleans(),
    outcome=st.sampled_from(["completed", "partial", "failed", "skipped"]),
    velocities_ms=st.lists(st.floats(min_value=-1.0, max_value=5.0), max_size=3).map(tuple),
    target_rpe=st.none() | st.sampled_from([6.0, 8.0]),
)


def test_nothing_is_known_before_the_first_set() -> None:
    assert estimate(StrengthState(), "squat") is None
    assert load_for(StrengthState(), "squat", 5, rpe=8.0, at_ms=0) is None
    assert predict_rpe(StrengthState(), PlannedSet(exercise="squat", load_kg=100.0, reps=5, at_ms=0)) == 8.0


def test_one_set_gives_the_charts_1rm_with_a_wide_interval() -> None:
    said = estimate(trained(a_set()), "squat")
    assert said is not None
    assert said.value_kg == pytest.approx(100.0 / 0.811, rel=0.01)
    assert said.low_kg < 0.94 * said.value_kg < 1.06 * said.value_kg < said.high_kg
    assert said.method == "rpe"


def test_more_sets_narrow_the_interval_and_raise_the_confidence() -> None:
    sets = [a_set(at_ms=day * 3 * DAY_MS) for day in range(8)]
    first, all_of_them = estimate(trained(sets[0]), "squat"), estimate(trained(*sets), "squat")
    assert first is not None
    assert all_of_them is not None
    assert all_of_them.high_kg - all_of_them.low_kg < 0.75 * (first.high_kg - first.low_kg)
    assert 0.0 < first.confidence < all_of_them.confidence < 1.0


def test_a_pause_widens_the_interval_without_moving_the_value() -> None:
    state = trained(*[a_set(at_ms=day * 3 * DAY_MS) for day in range(5)])
    now, later = estimate(state, "squat"), estimate(state, "squat", at_ms=60 * DAY_MS)
    assert now is not None
    assert later is not None
    assert later.value_kg == now.value_kg
    assert later.high_kg - later.low_kg > now.high_kg - now.low_kg


def test_one_exercise_does_not_speak_for_another() -> None:
    before = trained(a_set(exercise="bench", load_kg=60.0), a_set())
    after = observe(before, a_set(rpe=10.0))
    assert after.exercises["bench"] is before.exercises["bench"]


@pytest.mark.parametrize("evidence", [{"rpe": 9.5}, {"outcome": "failed"}, {"to_failure": True}])
def test_a_harder_set_than_expected_lowers_the_estimate(evidence: dict[str, object]) -> None:
    before = trained(a_set(rpe=7.0), a_set(rpe=7.0))
    assert squat_kg(observe(before, a_set(**evidence))) < squat_kg(before)


def test_failure_on_the_first_repetition_bounds_strength_from_above() -> None:
    before = trained(a_set(rpe=7.0))
    load_kg = squat_kg(before)
    assert squat_kg(observe(before, a_set(load_kg=load_kg, reps=0, outcome="failed", rpe=None))) < squat_kg(before)


def test_a_player_who_never_rates_is_learned_from_what_was_possible() -> None:
    before = trained(a_set(rpe=None))
    stronger = observe(before, a_set(load_kg=120.0, reps=8, rpe=None))
    assert squat_kg(stronger) > squat_kg(before)
    said = estimate(stronger, "squat")
    assert said is not None
    assert said.method == "reps"


@pytest.mark.parametrize(
    "done", [a_set(outcome="skipped"), a_set(load_kg=0.0), a_set(reps=0), a_set(reps=60), a_set(load_kg=math.inf)]
)
def test_a_set_that_cannot_count_changes_nothing(done: SetObservation) -> None:
    state = trained(a_set())
    assert observe(state, done) is state


@pytest.mark.parametrize("rpe", [11.0, 0.0, -3.0, math.nan, math.inf])
def test_a_rating_off_the_scale_is_no_rating(rpe: float) -> None:
    assert trained(a_set(), a_set(rpe=rpe)) == trained(a_set(), a_set(rpe=None))


@pytest.mark.parametrize("speed", [0.0, -0.4, 50.0, math.nan])
def test_an_impossible_velocity_teaches_no_line(speed: float) -> None:
    state = trained(a_set(), a_set(velocities_ms=(speed,)))
    assert len(state.exercises["squat"].capacity.belief.mean) == 5


def test_the_load_for_a_target_is_felt_as_that_target() -> None:
    state = trained(*[a_set(rpe=rpe, at_ms=i * 180_000) for i, rpe in enumerate((7.0, 7.5, 8.0))])
    at_ms = 4 * 180_000
    load_kg = load_for(state, "squat", 5, rpe=8.0, at_ms=at_ms)
    assert load_kg is not None
    assert predict_rpe(state, PlannedSet(exercise="squat", load_kg=load_kg, reps=5, at_ms=at_ms)) == 8.0


def test_harder_targets_and_fewer_repetitions_mean_more_load() -> None:
    state = trained(a_set())
    loads = [
        load_for(state, "squat", reps, rpe=rpe, at_ms=60_000) for reps, rpe in ((8, 7.0), (5, 7.0), (5, 9.0), (1, 9.0))
    ]
    known = [load for load in loads if load is not None]
    assert len(known) == 4
    assert all(lighter < heavier for lighter, heavier in itertools.pairwise(known))


def test_a_rating_that_is_always_the_same_makes_the_next_one_sure_but_not_the_strength() -> None:
    honest = trained(*[a_set(load_kg=load, rpe=rpe) for load, rpe in ((90.0, 7.0), (95.0, 7.5), (100.0, 8.5)) * 10])
    filled = trained(*[a_set(load_kg=load, rpe=8.0, at_ms=i) for i, load in enumerate((80.0, 110.0, 95.0) * 10)])
    assert predict_rpe(filled, PlannedSet(exercise="squat", load_kg=87.5, reps=5, at_ms=40)) == 8.0
    sure, unsure = estimate(honest, "squat"), estimate(filled, "squat")
    assert sure is not None
    assert unsure is not None
    assert unsure.confidence < sure.confidence


def test_velocities_are_named_as_evidence_and_narrow_the_interval() -> None:
    rated = ((70.0, 6.0), (80.0, 6.0), (90.0, 7.0), (100.0, 8.5))
    sets = [a_set(load_kg=load, rpe=rpe, at_ms=i) for i, (load, rpe) in enumerate(rated)]
    speeds = (0.84, 0.70, 0.58, 0.48)
    measured = [msgspec.structs.replace(s, velocities_ms=(v, v - 0.02)) for s, v in zip(sets, speeds, strict=True)]
    without, with_speed = estimate(trained(*sets), "squat"), estimate(trained(*measured), "squat")
    assert without is not None
    assert with_speed is not None
    assert with_speed.method == "rpe+velocity"
    assert with_speed.high_kg - with_speed.low_kg < without.high_kg - without.low_kg


@given(st.lists(ANY_SET, max_size=25))
def test_whatever_was_logged_the_answers_are_finite_and_ordered(sets: list[SetObservation]) -> None:
    state = trained(*sets)
    for exercise in state.exercises:
        said = estimate(state, exercise, at_ms=401 * DAY_MS)
        assert said is not None
        assert 0.0 < said.low_kg < said.value_kg < said.high_kg < math.inf
        assert 0.0 <= said.confidence <= 1.0
    planned = PlannedSet(exercise="squat", load_kg=100.0, reps=5, at_ms=401 * DAY_MS)
    assert 6.0 <= predict_rpe(state, planned) <= 10.0


@given(st.lists(ANY_SET, max_size=12))
def test_a_state_survives_json(sets: list[SetObservation]) -> None:
    state = trained(*sets)
    assert msgspec.json.decode(msgspec.json.encode(state), type=StrengthState) == state


@given(st.lists(ANY_SET, max_size=12))
def test_kilograms_and_pounds_give_the_same_effort(sets: list[SetObservation]) -> None:
    in_lb = [msgspec.structs.replace(done, load_kg=done.load_kg * 2.2046226218) for done in sets]
    # A load that is evidence in one unit only, as 62 g, is not the same log twice.
    assume(all((kg.load_kg >= LEAST_KG) == (lb.load_kg >= LEAST_KG) for kg, lb in zip(sets, in_lb, strict=True)))
    planned = PlannedSet(exercise="squat", load_kg=100.0, reps=5, at_ms=401 * DAY_MS)
    heavier = msgspec.structs.replace(planned, load_kg=220.46226218)
    assert abs(predict_rpe(trained(*sets), planned) - predict_rpe(trained(*in_lb), heavier)) <= 0.5


def test_a_set_costs_far_less_than_the_durable_event_it_is_part_of() -> None:
    state = trained(*[a_set(exercise=f"lift {i}") for i in range(20)])
    best_s = math.inf
    for _ in range(5):
        begun = time.process_time()
        for i in range(200):
            state = observe(state, a_set(at_ms=i * 180_000))
            estimate(state, "squat")
        best_s = min(best_s, (time.process_time() - begun) / 200)
    # Five times the target of 60 µs: the test must hold on a busy machine; the bench says the real number.
    assert best_s < 300e-6
