"""Which screens are in which session, with which eyes they read it and how they want its live values.

Keeps the rooms and what is derived from them in step, so that a fact is never sent where nobody listens. Sends nothing
but the word that a screen has been taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple
from zlib import crc32

import msgspec

from dryland.connection import Connection
from dryland.contract.base import Audience, LiveMode
from dryland.contract.session import SessionLeft
from dryland.floor.aggregate import Session
from dryland.gateway import Peer, event_packet
from dryland.gateway.rooms import Rooms
from dryland.rooms import NAMESPACE, player_room, session_room

__all__ = ["PHASES", "Attendance", "Reader"]

PHASES: Final = 20
"""Sessions are spread over this many moments of a tick, so that their frames do not come all at once."""
LEFT: Final = "training:session:left"

_json: Final = msgspec.json.Encoder().encode
_AUDIENCES: Final = tuple(Audience)


class Reader(NamedTuple):
    """An audience that somebody in a session belongs to, and its room."""

    audience: Audience
    room: str


class Attendance:
    """The screens of all sessions."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._phases: list[dict[str, Session]] = [{} for _ in range(PHASES)]
        self._readers: dict[str, tuple[Reader, ...]] = {}
        self._event_watchers: dict[str, int] = {}

    def enter(self, peer: Peer, session: Session, audience: Audience, live: LiveMode) -> None:
        """Put a screen into a session's rooms; to change how it wants live values it leaves them first."""
        session_id = session.state.session_id
        self._rooms.join(peer, session_room(session_id, audience))
        if live is not LiveMode.NONE:
            self._rooms.join(peer, session_room(session_id, audience, live))
        self._count_events(session_id, +1, live)
        self._look_around(session_id)
        self._phase(session_id)[session_id] = session

    def exit(self, peer: Peer, session_id: str, audience: Audience, live: LiveMode) -> None:
        """Take a screen out of a session's rooms."""
        self._rooms.leave(peer, session_room(session_id, audience))
        if live is not LiveMode.NONE:
            self._rooms.leave(peer, session_room(session_id, audience, live))
        self._count_events(session_id, -1, live)
        self._look_around(session_id)
        if session_id not in self._readers:
            self._phase(session_id).pop(session_id, None)

    def leave(self, peer: Peer, session_id: str, reason: str | None) -> None:
        """Take a screen out of a session and tell it so; nothing happens when it was not in."""
        connection = peer.context
        if isinstance(connection, Connection) and session_id in connection.joined:
            self.exit(peer, session_id, connection.audience, connection.joined.pop(session_id))
            left = SessionLeft(session_id=session_id, reason=reason)
            peer.send(event_packet(NAMESPACE, LEFT, _json(left)))

    def take_out(self, player_id: str, session_id: str, reason: str) -> None:
        """Take all screens of a player out of a session."""
        for peer in list(self._rooms.members(player_room(player_id))):
            self.leave(peer, session_id, reason)

    def replace(self, session: Session) -> None:
        """A session was read from the log again: its frames are made of the new one."""
        phase = self._phase(session.state.session_id)
        if session.state.session_id in phase:
            phase[session.state.session_id] = session

    def readers(self, session_id: str) -> Sequence[Reader]:
        """The audiences that somebody in a session belongs to."""
        return self._readers.get(session_id, ())

    def wants_events(self, session_id: str) -> bool:
        """Whether any screen of a session wants single live events."""
        return session_id in self._event_watchers

    def at_phase(self, turn: int) -> Collection[Session]:
        """The watched sessions whose moment of the tick it is: a live view, not to be kept across changes."""
        return self._phases[turn % PHASES].values()

    def _look_around(self, session_id: str) -> None:
        """Note which rooms of a session are occupied: facts go out far more often than screens come and go."""
        rooms = (Reader(audience, session_room(session_id, audience)) for audience in _AUDIENCES)
        occupied = tuple(reader for reader in rooms if self._rooms.members(reader.room))
        if occupied:
            self._readers[session_id] = occupied
        else:
            self._readers.pop(session_id, None)

    def _count_events(self, session_id: str, change: int, live: LiveMode) -> None:
        if live is not LiveMode.EVENTS:
            return
        left = self._event_watchers.get(session_id, 0) + change
        if left > 0:
            self._event_watchers[session_id] = left
        else:
            self._event_watchers.pop(session_id, None)

    def _phase(self, session_id: str) -> dict[str, Session]:
        return self._phases[crc32(session_id.encode()) % PHASES]
