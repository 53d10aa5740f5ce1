"""Weeks of a squad: minutes by day, comparison only where 28 days are known, completeness first."""

from hypothesis import given
from hypothesis import strategies as st

from dryland.contract.base import WorkoutType
from dryland.insights.load import DAY_MS, squad_week
from dryland.store.records import PlayerFigures

END_MS = 100 * DAY_MS


def figures(day: int, minutes: float = 45.0, **more: float) -> PlayerFigures:
    """A session `day` days before the end of the week."""
    at_ms = END_MS - day * DAY_MS - 1
    return PlayerFigures(f"s{day}", "anna", "org", at_ms, WorkoutType.STRENGTH, minutes, 10, 12, **more)


def test_a_usual_week_is_no_change() -> None:
    rows = [figures(day) for day in range(0, 28, 2)]
    week = squad_week(rows, {"anna": END_MS - 30 * DAY_MS}, ["anna"], END_MS).players[0]
    assert (week.sessions, week.minutes, week.known_days) == (4, 180.0, 28)
    assert week.change == 14.3, "4 sessions in 7 days beside 14 in 28"


def test_nothing_is_compared_before_28_days_are_known() -> None:
    page = squad_week([figures(0), figures(3)], {"anna": END_MS - 27 * DAY_MS}, ["anna"], END_MS)
    assert (page.complete, page.players[0].known_days, page.players[0].change) == (0, 27, None)


def test_a_player_without_sessions_is_there_with_nothing() -> None:
    week = squad_week([], {}, ["bo"], END_MS).players[0]
    assert (week.sessions, week.minutes, week.known_days, week.trimp) == (0, 0.0, 0, None)


def test_what_was_not_measured_is_not_zero() -> None:
    week = squad_week([figures(0, tonnage_kg=1000.0), figures(1)], {}, ["anna"], END_MS).players[0]
    assert (week.tonnage_kg, week.trimp) == (1000.0, None)


def test_ratings_stand_with_how_many_sessions_have_one() -> None:
    week = squad_week([figures(0, srpe_load=315.0), figures(1, srpe_load=180.0), figures(2)], {}, ["anna"], END_MS)
    assert (week.players[0].srpe_load, week.players[0].rated_sessions, week.players[0].sessions) == (495.0, 2, 3)


@given(st.lists(st.tuples(st.integers(0, 27), st.floats(0, 240)), max_size=40))
def test_days_add_up_to_the_week(sessions: list[tuple[int, float]]) -> None:
    rows = [figures(day, minutes) for day, minutes in sessions]
    week = squad_week(rows, {"anna": 0}, ["anna"], END_MS).players[0]
    assert abs(sum(week.daily_minutes) - week.minutes) < 1
    assert sum(share.sessions for share in week.by_workout_type) == week.sessions
