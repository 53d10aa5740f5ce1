"""Facts that wait for their turn: in order, none lost, none early."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dryland.pacing import FactPacing

PACE = {"set": 5_000}


def test_a_second_fact_waits_for_its_turn_and_one_of_another_player_does_not() -> None:
    pacing: FactPacing[int] = FactPacing()
    assert pacing.admit("s", "p1", "set", 1, 0, 5_000)
    assert not pacing.admit("s", "p1", "set", 2, 1_000, 5_000)
    assert pacing.admit("s", "p2", "set", 3, 1_000, 5_000)
    assert list(pacing.due(4_999, PACE)) == []
    assert list(pacing.due(5_000, PACE)) == [2]
    assert not pacing.admit("s", "p1", "set", 4, 6_000, 5_000)
    assert list(pacing.due(10_000, PACE)) == [4]
    assert len(pacing) == 0


def test_the_end_of_a_session_sends_what_waits_in_order_and_leaves_others_alone() -> None:
    pacing: FactPacing[int] = FactPacing()
    for fact in range(4):
        pacing.admit("s", "p1", "set", fact, 0, 5_000)
        pacing.admit("other", "p1", "set", fact, 0, 5_000)
    assert list(pacing.flush("s")) == [1, 2, 3]
    assert len(pacing) == 3


@given(st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(["p1", "p2"])), max_size=60))
def test_every_fact_goes_out_once_in_order_and_never_sooner_than_its_pace(told: list[tuple[int, str]]) -> None:
    pacing: FactPacing[tuple[str, int]] = FactPacing()
    now_ms, out = 0, list[tuple[int, tuple[str, int]]]()
    for number, (gap_ms, player) in enumerate(told):
        now_ms += gap_ms
        out += [(now_ms, fact) for fact in pacing.due(now_ms, PACE)]
        if pacing.admit("s", player, "set", (player, number), now_ms, 5_000):
            out.append((now_ms, (player, number)))
    while len(pacing):
        now_ms += 1_000
        out += [(now_ms, fact) for fact in pacing.due(now_ms, PACE)]
    for player in ("p1", "p2"):
        own = [(at_ms, fact[1]) for at_ms, fact in out if fact[0] == player]
        assert [number for _, number in own] == [number for number, (_, who) in enumerate(told) if who == player]
        assert all(later[0] - earlier[0] >= 5_000 for earlier, later in pairwise(own))
