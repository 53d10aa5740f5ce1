"""Resources: conflicts by name, fair distribution."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dryland.contract.sayings import english
from dryland.floor.allocation import (
    Facility,
    Gear,
    Need,
    allocate,
    distribute_by_ability,
    distribute_evenly,
    distribute_lines,
)

GYM = {"gym": Facility("gym", "Gym", 12)}
BIKES = {"bike": Gear("bike", 14, out_of_service=2)}
HOUR = 3_600_000


def need(session: str, players: int, start_h: float = 0, bikes: int = 0) -> Need:
    begin = round(start_h * HOUR)
    return Need(session, session, players, begin, begin + HOUR, "gym", {"bike": bikes})


def test_fourteen_bikes_of_twelve_are_refused_by_name() -> None:
    (conflict,) = allocate([need("a", 6, bikes=7), need("b", 6, bikes=7)], GYM, BIKES)
    assert (conflict.kind, conflict.wanted, conflict.available) == ("equipment", 14, 12)
    assert conflict.session_ids == ("a", "b")
    assert english((conflict.saying,)) == "14 × bike are needed at once, there are 12 (2 out of service)."


def test_sessions_one_after_the_other_share() -> None:
    assert allocate([need("a", 12, bikes=12), need("b", 12, 1, bikes=12)], GYM, BIKES) == []


def test_what_others_have_taken_counts_but_their_quarrels_are_not_ours() -> None:
    taken = [need("x", 12), need("y", 12)]
    assert allocate([need("a", 1, 2)], GYM, BIKES, taken) == []
    (conflict,) = allocate([need("a", 1)], GYM, BIKES, taken)
    assert english((conflict.saying,)) == "Gym holds 12 players, 25 are planned at once."


def test_what_does_not_exist_is_named() -> None:
    conflicts = allocate([Need("a", "a", 3, 0, HOUR, "moon", {"rocket": 1})], GYM, BIKES)
    assert [english((each.saying,)) for each in conflicts] == ["There is no facility moon.", "There is no rocket."]


@given(st.integers(0, 60), st.integers(1, 8), st.integers(0, 10))
def test_even_means_sizes_differ_by_one_at_most_and_pins_hold(players: int, sessions: int, pinned: int) -> None:
    ids, rooms = [f"p{n}" for n in range(players)], [f"s{n}" for n in range(sessions)]
    pins = {player: rooms[n % sessions] for n, player in enumerate(ids[:pinned])}
    result = distribute_evenly(ids, rooms, pins)
    assert sorted(player for group in result.values() for player in group) == sorted(ids)
    assert all(player in result[room] for player, room in pins.items())
    sizes = [len(group) for group in result.values()]
    assert max(sizes) - min(sizes) <= 1


@given(st.lists(st.floats(0, 100), min_size=8, max_size=48))
def test_a_draft_by_ability_makes_sessions_alike(values: list[float]) -> None:
    abilities = {f"p{n}": value for n, value in enumerate(values)}
    result = distribute_by_ability(abilities, ["a", "b", "c", "d"])
    sizes = [len(group) for group in result.values()]
    assert max(sizes) - min(sizes) <= 1
    sums = [sum(abilities[player] for player in group) / len(group) for group in result.values()]
    assert max(sums) - min(sums) <= max(values) - min(values)


def test_lines_stay_together() -> None:
    lines = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3"}
    result = distribute_lines(lines, ["x", "y"])
    assert result == {"x": ["a", "b", "c"], "y": ["d", "e", "f"]}
