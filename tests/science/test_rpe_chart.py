"""The chart is the printed table, cell by cell, and goes both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science import e1rm_from_rpe, load_from_rpe, rts_pct1rm

PRINTED = """
100.0 97.8 95.5 93.9 92.2 90.7 89.2 87.8 86.3
95.5 93.9 92.2 90.7 89.2 87.8 86.3 85.0 83.7
92.2 90.7 89.2 87.8 86.3 85.0 83.7 82.4 81.1
89.2 87.8 86.3 85.0 83.7 82.4 81.1 79.9 78.6
86.3 85.0 83.7 82.4 81.1 79.9 78.6 77.4 76.2
83.7 82.4 81.1 79.9 78.6 77.4 76.2 75.1 73.9
81.1 79.9 78.6 77.4 76.2 75.1 73.9 72.3 70.7
78.6 77.4 76.2 75.1 73.9 72.3 70.7 69.4 68.0
76.2 75.1 73.9 72.3 70.7 69.4 68.0 66.7 65.3
73.9 72.3 70.7 69.4 68.0 66.7 65.3 64.0 62.6
70.7 69.4 68.0 66.7 65.3 64.0 62.6 61.3 59.9
68.0 66.7 65.3 64.0 62.6 61.3 59.9 58.6 57.2
"""


def test_every_printed_cell_is_reproduced() -> None:
    rows = [[float(cell) for cell in row.split()] for row in PRINTED.split("\n") if row]
    ratings = [10 - step / 2 for step in range(9)]
    assert rows == [[rts_pct1rm(reps, rpe) for rpe in ratings] for reps in range(1, 13)]


@given(st.integers(1, 12), st.integers(12, 20), st.floats(20, 400))
def test_load_and_estimate_undo_each_other(reps: int, half_points: int, load_kg: float) -> None:
    e1rm_kg = e1rm_from_rpe(load_kg, reps, half_points / 2)
    assert e1rm_kg is not None
    assert load_from_rpe(e1rm_kg, reps, half_points / 2) == pytest.approx(load_kg)


@pytest.mark.parametrize(("reps", "rpe"), [(0, 8), (2.5, 8), (13, 8), (5, 5.9), (5, 10.1), (5, float("nan"))])
def test_there_is_no_cell_outside_the_grid(reps: float, rpe: float) -> None:
    assert rts_pct1rm(reps, rpe) is None
