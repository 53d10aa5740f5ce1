"""Who must change sessions so that capacity, pins and restrictions hold: the fewest moves there can be, and why each.

An exact minimum-cost flow: whoever may stay stays, the others come in one by one, each by the cheapest chain of
displacements between sessions. Same input, same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from dryland.contract.sayings import Saying, say

__all__ = ["Impossible", "Move", "Placed", "Room", "rebalance"]

MOVE_COST: Final = 1_000_000
"""Above the sum of all preferences, so that no preference ever buys a move."""


class Room(NamedTuple):
    """A session with its places. `kind` is its workout type; moves prefer sessions of the same kind."""

    session_id: str
    capacity: int
    kind: str
    name: str = ""

    @property
    def words(self) -> str:
        """The session as a trainer reads it."""
        return self.name or self.session_id


class Placed(NamedTuple):
    """A player where they are now.

    `forbidden` maps a session to the reason why the player may not be there; `reluctance` 0-99 says how much would be
    lost by moving this player rather than another, as the share of the workout already done.
    """

    player_id: str
    session_id: str
    pinned: bool = False
    forbidden: Mapping[str, tuple[Saying, ...]] = {}
    reluctance: int = 0


class Move(NamedTuple):
    """One move and the reason a trainer reads."""

    player_id: str
    from_session_id: str
    to_session_id: str
    reason: tuple[Saying, ...]


class Impossible(NamedTuple):
    """No assignment satisfies everything; what stands against it."""

    reason: tuple[Saying, ...]


def rebalance(rooms: Sequence[Room], players: Sequence[Placed]) -> list[Move] | Impossible:
    """The fewest moves after which every player has a permitted place, in the order of the players."""
    blocked = _blocked(rooms, players)
    if blocked is not None:
        return blocked
    chosen = _Floor(rooms, players).assign()
    if chosen is None:
        return Impossible((say("balance_none"),))
    crowd = {room.session_id: sum(player.session_id == room.session_id for player in players) for room in rooms}
    known = {room.session_id: room for room in rooms}
    return [
        Move(player.player_id, player.session_id, rooms[place].session_id, _reason(player, crowd, known))
        for player, place in zip(players, chosen, strict=True)
        if rooms[place].session_id != player.session_id
    ]


def _blocked(rooms: Sequence[Room], players: Sequence[Placed]) -> Impossible | None:
    """The contradictions that can be named without searching."""
    total = sum(room.capacity for room in rooms)
    if total < len(players):
        return Impossible((say("balance_too_many", players=len(players), places=total),))
    known = {room.session_id for room in rooms}
    for player in players:
        if player.pinned and player.session_id in player.forbidden:
            why = player.forbidden[player.session_id]
            pinned = say("balance_pinned_forbidden", player=player.player_id, session=player.session_id)
            return Impossible((pinned, *why))
        if known and known <= set(player.forbidden):
            return Impossible((say("balance_nowhere", player=player.player_id),))
    for room in rooms:
        pinned = sum(player.pinned and player.session_id == room.session_id for player in players)
        if pinned > room.capacity:
            said = say("balance_too_many_pinned", players=pinned, session=room.session_id, places=room.capacity)
            return Impossible((said,))
    return None


class _Floor:
    """Who is where while places are given out. Players and rooms are numbers here, in their order."""

    def __init__(self, rooms: Sequence[Room], players: Sequence[Placed]) -> None:
        self._capacity = [room.capacity for room in rooms]
        self._inside: list[list[int]] = [[] for _ in rooms]
        here = {room.session_id: room for room in rooms}
        self._costs = [[_cost(player, room, here) for room in rooms] for player in players]

    def assign(self) -> list[int] | None:
        """The room of each player; None where there is none for somebody."""
        waiting: list[int] = []
        for player, costs in enumerate(self._costs):
            own = next((room for room, cost in enumerate(costs) if cost == 0), None)
            if own is None or len(self._inside[own]) >= self._capacity[own]:
                waiting.append(player)
            else:
                self._inside[own].append(player)
        if not all(self._take_in(player) for player in waiting):
            return None
        where = [0] * len(self._costs)
        for room, inside in enumerate(self._inside):
            for player in inside:
                where[player] = room
        return where

    def _take_in(self, player: int) -> bool:
        """Give one more player a place by the cheapest chain of displacements; False where there is no chain."""
        total: list[int | None] = list(self._costs[player])
        via: list[tuple[int, int | None]] = [(player, None) for _ in total]
        edges = self._displacements()
        for _ in self._inside:
            for cost, mover, source, target in edges:
                so_far, best = total[source], total[target]
                if so_far is not None and (best is None or so_far + cost < best):
                    total[target], via[target] = so_far + cost, (mover, source)
        free = [
            (cost, room)
            for room, cost in enumerate(total)
            if cost is not None and len(self._inside[room]) < self._capacity[room]
        ]
        if not free:
            return False
        room: int | None = min(free)[1]
        while room is not None:
            mover, source = via[room]
            self._inside[room].append(mover)
            if source is not None:
                self._inside[source].remove(mover)
            room = source
        return True

    def _displacements(self) -> list[tuple[int, int, int, int]]:
        """From each room to each other the cheapest player to send there: cost, player, source, target."""
        edges: list[tuple[int, int, int, int]] = []
        for source, inside in enumerate(self._inside):
            for target in range(len(self._inside)):
                fares = [
                    (cost - (self._costs[player][source] or 0), player)
                    for player in inside
                    if target != source and (cost := self._costs[player][target]) is not None
                ]
                if fares:
                    edges.append((*min(fares), source, target))
        return edges


def _cost(player: Placed, room: Room, rooms: Mapping[str, Room]) -> int | None:
    """Nothing for staying; a move plus small preferences otherwise; None where it may not be."""
    if room.session_id in player.forbidden or (player.pinned and room.session_id != player.session_id):
        return None
    if room.session_id == player.session_id:
        return 0
    here = rooms.get(player.session_id)
    other_kind = 0 if here is not None and here.kind == room.kind else 100
    return MOVE_COST + other_kind + min(99, max(0, player.reluctance))


def _reason(player: Placed, crowd: Mapping[str, int], rooms: Mapping[str, Room]) -> tuple[Saying, ...]:
    here = rooms.get(player.session_id)
    if player.session_id in player.forbidden:
        return player.forbidden[player.session_id]
    if here is None:
        return (say("move_left_bundle", session=player.session_id),)
    if crowd[here.session_id] > here.capacity:
        there = crowd[here.session_id]
        return (say("move_crowded", players=there, session=here.words, places=here.capacity),)
    return (say("move_makes_room"),)
