"""Each measure kept up sample by sample equals its formula over the whole series."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science import (
    normalized_power,
    time_in_zone_s,
    trimp_banister_samples,
    wbal_froncioni_skiba_clarke,
    zone5_bounds_bpm,
)
from dryland.science.streams import NormalizedPowerStream, RollingMean30, TimeInZone, TrimpStream, WBalanceStream

POWER = st.lists(st.integers(0, 1500) | st.floats(0, 2000), max_size=120)
HEART_RATE = st.lists(st.integers(0, 230), max_size=120)


@given(POWER)
def test_rolling_mean_is_the_mean_of_the_last_thirty(power: list[float]) -> None:
    rolling = RollingMean30()
    for index, watts in enumerate(power):
        mean = rolling.add(watts)
        assert rolling.mean == mean
        if index < 29:
            assert mean is None
        else:
            assert mean == pytest.approx(sum(power[index - 29 : index + 1]) / 30, abs=1e-9)


@given(POWER)
def test_normalized_power_stream_equals_the_batch(power: list[float]) -> None:
    stream = NormalizedPowerStream()
    for watts in power:
        stream.add(watts)
    whole = normalized_power(power_w=power)
    assert stream.normalized_power_w == (whole if whole is None else pytest.approx(whole, rel=1e-9, abs=1e-3))


def test_a_gap_starts_the_window_anew_and_keeps_what_was_earned() -> None:
    stream = NormalizedPowerStream()
    for _ in range(60):
        stream.add(200)
    stream.gap()
    assert [stream.add(300) for _ in range(29)] == [None] * 29
    assert stream.normalized_power_w == pytest.approx(200)
    assert stream.add(300) == pytest.approx(300)


@given(POWER, st.floats(150, 400), st.floats(5_000, 30_000))
def test_w_balance_stream_equals_the_batch(power: list[float], cp: float, w_prime: float) -> None:
    stream = WBalanceStream(cp, w_prime)
    assert [stream.add(watts) for watts in power] == pytest.approx(
        wbal_froncioni_skiba_clarke(power, cp, w_prime), abs=1e-6
    )


@given(st.lists(st.tuples(st.integers(0, 800), st.integers(1, 20)), max_size=20))
def test_a_long_sample_equals_as_many_seconds(runs: list[tuple[int, int]]) -> None:
    long_samples, seconds = WBalanceStream(250, 18_000), WBalanceStream(250, 18_000)
    for watts, dt_s in runs:
        long_samples.add(watts, float(dt_s))
        for _ in range(dt_s):
            seconds.add(watts)
    assert long_samples.balance_j == pytest.approx(seconds.balance_j, abs=1e-6)
    assert long_samples.balance_pct == pytest.approx(seconds.balance_j / 180, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 249), st.floats(0.01, 3600)), max_size=50))
def test_recovery_alone_never_overfills(runs: list[tuple[int, float]]) -> None:
    stream = WBalanceStream(250, 18_000)
    stream.add(700, 30.0)
    for watts, dt_s in runs:
        assert stream.add(watts, dt_s) <= 18_000


@given(HEART_RATE, st.integers(150, 220))
def test_time_in_zone_stream_equals_the_batch(hr: list[int], hr_max: int) -> None:
    stream = TimeInZone(zone5_bounds_bpm(hr_max))
    for bpm in hr:
        stream.add(bpm)
    assert stream.seconds == time_in_zone_s(hr, hr_max)


def test_a_gap_books_no_time_but_still_tells_the_zone() -> None:
    stream = TimeInZone([100, 120])
    assert stream.add(130, 5.0) == 2
    assert stream.add(130, 5.1) == 2
    assert stream.add(99, 1.0) == 0
    assert stream.seconds == [1.0, 0.0, 5.0]


@given(HEART_RATE, st.sampled_from(["male", "female"]))
def test_trimp_stream_equals_the_batch(hr: list[int], sex: str) -> None:
    stream = TrimpStream(55, 195, sex)
    for bpm in hr:
        stream.add(bpm)
    assert stream.total == pytest.approx(trimp_banister_samples(hr, 1.0, 55, 195, sex), rel=1e-9)
