"""Simulated bodies behave like bodies, and like themselves when the seed is the same."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from dryland.science.rpe_chart import rts_pct1rm
from dryland.science.wbal import wbal_froncioni_skiba_clarke
from dryland.simulate import EngineRoom, FaultRates, Lifter, Runner, Sensor, draw_squad, measure, reps_to_failure


def test_the_same_seed_draws_the_same_squad_and_another_one_another() -> None:
    assert draw_squad(24, 7) == draw_squad(24, 7)
    assert draw_squad(24, 7) != draw_squad(24, 8)
    assert len({athlete.number for athlete in draw_squad(24, 7)}) == 24


def test_tests_find_the_truth_with_an_error_that_is_not_zero_and_not_large() -> None:
    rng = random.Random(3)
    for athlete in draw_squad(50, 1):
        found = measure(athlete, rng)
        assert abs(found.hr_max - athlete.hr_max) <= 10
        assert found.cp_w == pytest.approx(athlete.cp_w, rel=0.15)


def test_heart_rate_follows_power_with_a_lag_and_stays_between_rest_and_maximum() -> None:
    for athlete in draw_squad(10, 2):
        room = EngineRoom(athlete, random.Random(athlete.number))
        rates = []
        for second in range(900):
            room.step(0.85 * athlete.cp_w if second < 600 else 0.0)
            rates.append(room.heart_rate)
        assert all(athlete.hr_rest <= rate <= athlete.hr_max for rate in rates)
        assert rates[10] < rates[60] < rates[599] + 3
        assert rates[599] - rates[659] > 15
        assert max(abs(b - a) for a, b in pairwise(rates)) < 20


def test_w_balance_is_the_published_model_and_an_empty_player_falls_to_critical_power() -> None:
    athlete = draw_squad(1, 4)[0]
    room, powers, balances = EngineRoom(athlete, random.Random(1)), [], []
    for _ in range(600):
        room.step(1.3 * athlete.cp_w)
        powers.append(room.power_w)
        balances.append(room.balance_j)
    first = 30
    assert balances[first] == pytest.approx(
        wbal_froncioni_skiba_clarke(powers, athlete.cp_w, athlete.w_prime_j, index=first), rel=1e-6
    )
    assert sum(powers[-120:]) / 120 == pytest.approx(athlete.cp_w, rel=0.03)


@pytest.mark.parametrize(("reps", "rpe"), [(1, 10), (3, 10), (5, 10), (8, 10), (12, 10), (5, 8)])
def test_repetitions_to_failure_follow_the_chart(reps: int, rpe: float) -> None:
    share = rts_pct1rm(reps, rpe)
    assert share is not None
    assert reps_to_failure(share / 100) == pytest.approx(reps + 10 - rpe, abs=0.02)


def test_a_heavier_bar_means_fewer_repetitions_and_a_higher_rating() -> None:
    athlete = draw_squad(1, 5)[0]
    kg = athlete.one_rm_kg["back_squat"]
    light, heavy, impossible = (
        Lifter(athlete, random.Random(1)).lift("back_squat", share * kg, 5, 0.0) for share in (0.6, 0.86, 1.2)
    )
    assert (light.outcome, impossible.outcome, impossible.reps, impossible.rpe) == ("completed", "failed", 0, None)
    assert light.rpe is not None
    assert heavy.rpe is not None
    assert light.rpe < heavy.rpe
    assert light.velocities_ms[0] > heavy.velocities_ms[0]
    assert light.velocities_ms[0] > light.velocities_ms[-1]


def test_fatigue_comes_with_sets_and_goes_with_rest() -> None:
    athlete = draw_squad(1, 6)[0]
    lifter, kg = Lifter(athlete, random.Random(2)), athlete.one_rm_kg["bench_press"]
    able = [lifter.lift("bench_press", 0.8 * kg, 5, 60.0 * number).true_one_rm_kg for number in range(6)]
    rested = lifter.lift("bench_press", 0.8 * kg, 5, 7_200.0).true_one_rm_kg
    assert able[0] > able[-1]
    assert rested > able[-1]


def test_drills_are_learnt_and_faults_come_with_the_drill() -> None:
    times: list[list[int]] = [[], []]
    faults: set[str] = set()
    for athlete in draw_squad(80, 9):
        runner = Runner(athlete, random.Random(athlete.number))
        attempts = [runner.run("t_test") for _ in range(6)]
        times[0].append(attempts[0].time_ms)
        times[1].append(attempts[-1].time_ms)
        faults.update(fault for attempt in attempts for fault in attempt.faults)
        assert all(attempt.splits_ms == tuple(sorted(attempt.splits_ms)) for attempt in attempts)
    assert sum(times[1]) < sum(times[0])
    assert faults == {"crossed_feet", "no_touch"}


def test_a_sensor_falls_silent_spikes_and_freezes_as_often_as_it_is_told() -> None:
    sensor = Sensor(random.Random(1), FaultRates(dropout=0.01, spike=0.01, freeze=0.0))
    readings = [sensor.read(150) for _ in range(5_000)]
    assert 0.02 < readings.count(None) / 5_000 < 0.2
    assert any(reading is not None and reading > 190 for reading in readings)
    silent = Sensor(random.Random(1), FaultRates(dropout=0, spike=0, freeze=0))
    assert {silent.read(value) for value in (150, 151)} == {150, 151}
