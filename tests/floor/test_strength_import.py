"""What a player's past tells does not depend on the order in which it is told."""

from __future__ import annotations

import random

import pytest

from dryland.floor.lifts import is_assisted, lift_code, lifts_body
from dryland.floor.strength_history import LiftHistory, record_of, with_best
from dryland.floor.strength_import import FormerSet, history_of
from dryland.floor.strength_settings import StrengthSettings
from dryland.science.strength_state import SetObservation, estimate

DAY_MS = 86_400_000
SETTINGS = StrengthSettings()


def former(day: int, load_kg: float, reps: int, rpe: float | None = None, order: int = 0) -> FormerSet:
    done = SetObservation(exercise="bench_press", load_kg=load_kg, reps=reps, at_ms=day * DAY_MS, rpe=rpe)
    return FormerSet(done, load_kg, order)


PAST = [former(day, 80 + day / 2, 5, 8, order) for day in range(0, 40, 4) for order in range(3)]


def test_the_history_is_the_same_in_whatever_order_sets_are_given() -> None:
    mixed = PAST.copy()
    random.Random(1).shuffle(mixed)
    assert history_of(mixed, SETTINGS) == history_of(PAST, SETTINGS)


def test_a_history_knows_the_last_sessions_the_unbeaten_sets_and_the_estimate() -> None:
    history = history_of(PAST, SETTINGS)
    lift = history.lifts["bench_press"]
    assert [session.load_kg for session in lift.sessions] == [80 + day / 2 for day in range(0, 40, 4)]
    assert lift.bests == ((98.0, 5),)
    known = estimate(history.strength, "bench_press")
    assert known is not None
    assert known.low_kg < 98 / 0.811 < known.high_kg


@pytest.mark.parametrize(
    ("load_kg", "reps", "kind", "previous"),
    [
        (100, 6, "reps_at_load", 5),
        (102.5, 5, "load_at_reps", 100),
        (121, 1, "one_rep_max", 120),
        (60, 25, "reps_at_load", 5),
        (100, 5, None, None),
        (90, 4, None, None),
    ],
)
def test_a_set_is_a_record_when_no_former_one_beats_it_in_load_and_repetitions(
    load_kg: float, reps: int, kind: str | None, previous: float | None
) -> None:
    record = record_of(((100, 5), (120, 1)), load_kg, reps)
    assert (kind, previous) == (None, None) if record is None else (record.kind, record.previous) == (kind, previous)


def test_nothing_is_a_record_where_nothing_was_lifted_before() -> None:
    assert record_of((), 100, 5) is None
    assert LiftHistory(bests=with_best((), 100, 5)).bests == ((100, 5),)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Squat (Barbell)", "back_squat"),
        ("Bench Press (Barbell)", "bench_press"),
        ("Back squat", "back_squat"),
        ("Kniebeuge", "kniebeuge"),
        ("Übung Ä", "ubung_a"),
        ("***", "lift"),
    ],
)
def test_a_lift_has_one_code_whatever_an_app_calls_it(name: str, code: str) -> None:
    assert lift_code(name) == code


def test_lifts_of_the_own_body_and_helped_ones_are_told_by_their_name() -> None:
    assert lifts_body("Pull Up (Weighted)")
    assert not lifts_body("Lat Pull Up Machine")
    assert is_assisted("Pull Up (Assisted)")
    assert not is_assisted("Bench Press (Barbell)")
