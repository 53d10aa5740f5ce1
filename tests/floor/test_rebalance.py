"""The fewest moves, checked against trying everything."""

from __future__ import annotations

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.sayings import english, say
from dryland.floor.rebalance import Impossible, Move, Placed, Room, rebalance

WHY = (say("refused_not_today", work="Jumps"),)


def applied(players: list[Placed], moves: list[Move]) -> dict[str, str]:
    where = {player.player_id: player.session_id for player in players}
    for move in moves:
        assert where[move.player_id] == move.from_session_id
        where[move.player_id] = move.to_session_id
    return where


def fewest(rooms: list[Room], players: list[Placed]) -> int | None:
    best: int | None = None
    for choice in itertools.product(rooms, repeat=len(players)):
        if any(sum(room is other for other in choice) > room.capacity for room in rooms):
            continue
        pairs = list(zip(players, choice, strict=True))
        if any(room.session_id in p.forbidden or (p.pinned and room.session_id != p.session_id) for p, room in pairs):
            continue
        moves = sum(room.session_id != p.session_id for p, room in pairs)
        best = moves if best is None else min(best, moves)
    return best


rooms_of = st.lists(st.integers(0, 4), min_size=2, max_size=3).map(
    lambda sizes: [Room(f"s{n}", size, "strength" if n % 2 else "hybrid") for n, size in enumerate(sizes)]
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_answer_with_fewer_moves_exists_and_every_rule_holds(data: st.DataObject) -> None:
    rooms = data.draw(rooms_of)
    ids = [room.session_id for room in rooms]
    players = [
        Placed(
            f"p{number}",
            data.draw(st.sampled_from(ids)),
            data.draw(st.booleans()),
            dict.fromkeys(data.draw(st.sets(st.sampled_from(ids), max_size=2)), "knee"),
            data.draw(st.integers(0, 99)),
        )
        for number in range(data.draw(st.integers(0, 5)))
    ]
    answer = rebalance(rooms, players)
    best = fewest(rooms, players)
    if isinstance(answer, Impossible):
        assert best is None
        return
    assert len(answer) == best
    assert rebalance(rooms, players) == answer
    where = applied(players, answer)
    for room in rooms:
        assert sum(session == room.session_id for session in where.values()) <= room.capacity
    for player in players:
        assert where[player.player_id] not in player.forbidden
        assert not player.pinned or where[player.player_id] == player.session_id


def test_each_move_says_why() -> None:
    rooms = [Room("a", 1, "strength"), Room("b", 2, "strength")]
    crowded = rebalance(rooms, [Placed("p1", "a", reluctance=80), Placed("p2", "a", reluctance=10)])
    assert crowded == [Move("p2", "a", "b", (say("move_crowded", players=2, session="a", places=1),))]
    assert english(crowded[0].reason) == "2 players in a, which has 1 place"
    hurt = rebalance(rooms, [Placed("p1", "a", forbidden={"a": WHY})])
    assert hurt == [Move("p1", "a", "b", WHY)]


def test_a_contradiction_is_named() -> None:
    rooms = [Room("a", 1, "strength"), Room("b", 1, "strength")]
    assert rebalance(rooms, [Placed(f"p{n}", "a") for n in range(3)]) == Impossible(
        (say("balance_too_many", players=3, places=2),)
    )
    pinned = rebalance(rooms, [Placed("p1", "a", pinned=True, forbidden={"a": WHY})])
    assert isinstance(pinned, Impossible)
    assert english(pinned.reason) == "p1 is pinned to a but may not be there: Jumps is not for this player today."


def test_two_hundred_players_in_eight_sessions_are_quick() -> None:
    rooms = [Room(f"s{n}", 25, "strength") for n in range(8)]
    players = [Placed(f"p{n}", f"s{n % 4}", forbidden={f"s{n % 3}": WHY} if n % 5 == 0 else {}) for n in range(200)]
    rebalance(rooms[:1], [])
    began = time.process_time()
    answer = rebalance(rooms, players)
    assert not isinstance(answer, Impossible)
    assert time.process_time() - began < 2.0
