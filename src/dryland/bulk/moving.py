"""Moves of players within a bundle: both sessions and the bundle in one commit, screens in the same step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dryland.bulk.floor import BulkFloor, reading_again
from dryland.bulk.keeper import HeldBundle
from dryland.connection import Connection
from dryland.contract.base import LiveMode
from dryland.contract.bundles import ParticipantMoved
from dryland.contract.errors import Refusal
from dryland.contract.session import JoinAck, JoinSession
from dryland.floor.bundle_moves import MoveOrder, decide_move
from dryland.floor.workout import Context
from dryland.gateway import Peer
from dryland.gateway.rooms import Rooms
from dryland.held_session import Outcome
from dryland.reception import Reception
from dryland.rooms import player_room

__all__ = ["Moved", "Mover"]


class Moved(NamedTuple):
    """What came of a move."""

    refusal: Refusal | None
    fact: ParticipantMoved | None = None


class _Screen(NamedTuple):
    peer: Peer
    connection: Connection
    live: LiveMode


class Mover:
    """Moves players."""

    def __init__(self, floor: BulkFloor, reception: Reception, rooms: Rooms) -> None:
        self._floor = floor
        self._reception = reception
        self._rooms = rooms

    def move(self, held: HeldBundle, order: MoveOrder, context: Context, done: Callable[[Moved], None]) -> None:
        """Move one player; `done` hears when it is on the disk, or why it is not."""
        floor = self._floor
        sessions = floor.held(held)
        ends = [sessions[each] for each in (order.source_id, order.target_id) if each in sessions]
        if held.line.is_broken or any(end.broken for end in ends):
            done(Moved(reading_again(order.source_id)))
            return
        states = {session_id: each.session for session_id, each in sessions.items()}
        decided = decide_move(held.bundle, states, order, context, floor.fit)
        if isinstance(decided, Refusal):
            done(Moved(decided))
            return
        if not decided.told:
            floor.hall.after_commits(sessions[order.target_id], lambda refusal: done(Moved(refusal, decided.result)))
            return
        prepared = floor.keeper.prepare(held, decided.told, context.now_ms, floor.screens.tell)

        def on_done(outcomes: Sequence[Outcome]) -> None:
            refusal = next((each.refusal for each in outcomes if each.refusal is not None), None)
            done(Moved(refusal, None if refusal else decided.result))
            if refusal is None:
                self.follow(order, context)

        source, target = sessions[order.source_id], sessions[order.target_id]
        floor.hall.commit_together([(source, decided.leaving), (target, decided.entering)], on_done, along=[prepared])

    def follow(self, order: MoveOrder, context: Context) -> None:
        """The player's own screens and devices go along: out of the rooms they were in, into the new ones."""
        for screen in self._screens(order):
            join = JoinSession(session_id=order.target_id, live=screen.live)
            quiet = context._replace(event_id=None)
            self._reception.join(screen.peer, screen.connection, join, quiet, _shown)

    def _screens(self, order: MoveOrder) -> list[_Screen]:
        found: list[_Screen] = []
        for peer in self._rooms.members(player_room(order.player_id)):
            connection = peer.context
            if isinstance(connection, Connection) and order.source_id in connection.joined:
                found.append(_Screen(peer, connection, connection.joined[order.source_id]))
        return found


def _shown(_result: Refusal | JoinAck) -> None:
    """The state went to the screen as an event; one whose token is for the old session only stays outside."""
