"""Who must change sessions so that capacity, pins and restrictions hold: the fewest moves there can be, and why each.

An exact assignment of players to places (Kuhn-Munkres over one column per place). Same input, same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

__all__ = ["Impossible", "Move", "Placed", "Room", "rebalance"]

MOVE_COST: Final = 1_000_000
"""Above the sum of all preferences, so that no preference ever buys a move."""


class Room(NamedTuple):
    """A session with its places. `kind` is its workout type; moves prefer sessions of the same kind."""

    session_id: str
    capacity: int
    kind: str


class Placed(NamedTuple):
    """A player where they are now.

    `forbidden` maps a session to the reason why the player may not be there; `reluctance` 0-99 says how much would be
    lost by moving this player rather than another, as the share of the workout already done.
    """

    player_id: str
    session_id: str
    pinned: bool = False
    forbidden: Mapping[str, str] = {}
    reluctance: int = 0


class Move(NamedTuple):
    """One move and the reason a trainer reads."""

    player_id: str
    from_session_id: str
    to_session_id: str
    reason: str


class Impossible(NamedTuple):
    """No assignment satisfies everything; what stands against it."""

    reason: str


def rebalance(rooms: Sequence[Room], players: Sequence[Placed]) -> list[Move] | Impossible:
    """The fewest moves after which every player has a permitted place, in the order of the players."""
    blocked = _blocked(rooms, players)
    if blocked is not None:
        return blocked
    places = [room for room in rooms for _ in range(room.capacity)]
    chosen = _assign(places, players, {room.session_id: room for room in rooms})
    if chosen is None:
        return Impossible("no assignment keeps every pin, restriction and capacity at once")
    crowd = {room.session_id: sum(player.session_id == room.session_id for player in players) for room in rooms}
    capacity = {room.session_id: room.capacity for room in rooms}
    return [
        Move(player.player_id, player.session_id, place.session_id, _reason(player, crowd, capacity))
        for player, place in zip(players, chosen, strict=True)
        if place.session_id != player.session_id
    ]


def _blocked(rooms: Sequence[Room], players: Sequence[Placed]) -> Impossible | None:
    """The contradictions that can be named without searching."""
    total = sum(room.capacity for room in rooms)
    if total < len(players):
        return Impossible(f"{len(players)} players do not fit into {total} places")
    known = {room.session_id for room in rooms}
    for player in players:
        if player.pinned and player.session_id in player.forbidden:
            why = player.forbidden[player.session_id]
            return Impossible(f"{player.player_id} is pinned to {player.session_id} but may not be there: {why}")
        if known and known <= set(player.forbidden):
            return Impossible(f"no session of the bundle is permitted for {player.player_id}")
    for room in rooms:
        pinned = sum(player.pinned and player.session_id == room.session_id for player in players)
        if pinned > room.capacity:
            return Impossible(f"{pinned} players are pinned to {room.session_id}, which has {room.capacity} places")
    return None


def _assign(places: Sequence[Room], players: Sequence[Placed], rooms: Mapping[str, Room]) -> list[Room] | None:
    """The cheapest place of each player; None where there is none for somebody."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    if not players:
        return []
    forbidden_cost = MOVE_COST * (len(players) + 1)
    by_room = {
        room.session_id: [_cost(player, room, rooms, forbidden_cost) for player in players] for room in rooms.values()
    }
    costs = np.array([by_room[place.session_id] for place in places], dtype=np.int64).T
    solve = cast("Callable[[Any], tuple[Any, Any]]", linear_sum_assignment)
    columns = cast("list[int]", solve(costs)[1].tolist())
    if any(int(costs[row, column]) >= forbidden_cost for row, column in enumerate(columns)):
        return None
    return [places[column] for column in columns]


def _cost(player: Placed, room: Room, rooms: Mapping[str, Room], forbidden_cost: int) -> int:
    """Nothing for staying; a move plus small preferences otherwise."""
    if room.session_id in player.forbidden or (player.pinned and room.session_id != player.session_id):
        return forbidden_cost
    if room.session_id == player.session_id:
        return 0
    here = rooms.get(player.session_id)
    other_kind = 0 if here is not None and here.kind == room.kind else 100
    return MOVE_COST + other_kind + min(99, max(0, player.reluctance))


def _reason(player: Placed, crowd: Mapping[str, int], capacity: Mapping[str, int]) -> str:
    here = player.session_id
    if here in player.forbidden:
        return player.forbidden[here]
    if here not in capacity:
        return f"{here} is no longer part of the bundle"
    if crowd[here] > capacity[here]:
        return f"{crowd[here]} players in {here}, which has {capacity[here]} places"
    return "makes room for a player who may be nowhere else"
