"""Control charts of a machine: what is usual comes first, a lasting shift is called and dated, chance is not."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.floor.workout import to_ms
from dryland.insights.calibration import BASELINE_SESSIONS, CalibrationShown, Measured, calibration_of

DAY_MS = 86_400_000
NOISE = [1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 0.2, -0.2, 0.8, -0.8] * 2
"""Residuals of twenty sessions of a machine that does not drift."""


def charted(*later: float, before: Sequence[float] = NOISE, calibrated_at_ms: int | None = None) -> CalibrationShown:
    rows = [Measured(f"s{day}", day * DAY_MS, value, 2) for day, value in enumerate([*before, *later])]
    return calibration_of(rows, calibrated_at_ms)


def test_nothing_is_judged_before_twenty_sessions() -> None:
    found = charted(9, 9, 9, before=NOISE[:16])
    assert (found.state, found.sessions, found.needed, found.usual) == ("learning", 19, BASELINE_SESSIONS, None)
    assert [point.smoothed for point in found.points] == [None] * 19
    assert calibration_of([], None).points == ()


def test_a_steady_machine_is_steady() -> None:
    found = charted(*NOISE)
    assert (found.state, found.since) == ("steady", None)
    assert found.usual == pytest.approx(0, abs=0.01)
    assert all(point.lower is not None for point in found.points[BASELINE_SESSIONS:])


@pytest.mark.parametrize(("shift", "state"), [(2.5, "high"), (-2.5, "low"), (8, "high"), (-8, "low")])
def test_a_lasting_shift_is_called_and_dated(shift: float, state: str) -> None:
    found = charted(*NOISE[:4], *(shift + noise for noise in NOISE[:10]))
    assert found.state == state
    assert found.since is not None
    assert abs(to_ms(found.since) / DAY_MS - 24) <= 2
    assert found.shift is not None
    assert found.shift * shift > 0


def test_one_odd_session_is_no_drift() -> None:
    assert charted(0, 3.0, *NOISE[:6]).state == "steady"


def test_a_calibration_begins_anew() -> None:
    shifted = [5 + noise for noise in NOISE]
    assert charted(*shifted).state == "high"
    anew = charted(*shifted, calibrated_at_ms=20 * DAY_MS)
    assert (anew.state, anew.sessions, anew.usual) == ("steady", 20, 5.0)
    assert charted(*shifted, calibrated_at_ms=30 * DAY_MS).state == "learning"


def test_residuals_that_never_vary_do_not_make_an_alarm_of_a_hair() -> None:
    assert charted(0.1, 0.1, 0.1, before=[0.0] * 20).state == "steady"
    assert charted(*[4.0] * 6, before=[0.0] * 20).state == "high"


def test_a_false_alarm_is_rare() -> None:
    chance = Random(7)
    runs = [
        charted(*(chance.gauss(0, 1) for _ in range(30)), before=[chance.gauss(0, 1) for _ in range(20)])
        for _ in range(80)
    ]
    assert sum(run.state != "steady" for run in runs) <= 24, "sigma of twenty sessions is itself uncertain"


@given(st.lists(st.floats(-50, 50), max_size=60))
def test_whatever_is_measured_has_a_chart(values: list[float]) -> None:
    found = charted(before=values)
    assert len(found.points) == len(values)
    for point in found.points:
        assert (point.smoothed is None) == (point.lower is None)
        if point.lower is not None and point.upper is not None:
            assert point.lower < point.upper
