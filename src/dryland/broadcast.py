"""Facts out: who may read which fields, one encoding for each audience, pacing, news of an organisation.

Knows rooms and encodings, decides nothing about the floor. Live values go out by the feed beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from dryland.attendance import PHASES, Attendance, Reader
from dryland.connection import Connection
from dryland.contract.audience import strip
from dryland.contract.base import Audience, Delivery, WorkoutType
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ERRORS, Refusal, TypeSpecificError, error_body
from dryland.contract.event_spec import PACE_DEFAULTS_S, Pace
from dryland.contract.live import Position
from dryland.contract.session import PlayerLeft, SessionMessaged
from dryland.floor.aggregate import Session
from dryland.floor.lifecycle import TERMINAL
from dryland.gateway import Gateway, Lane, Packet, event_packet
from dryland.held_session import Committed
from dryland.live_feed import LiveFeed
from dryland.organisations import News
from dryland.pacing import FactPacing
from dryland.readings import is_meant, payload_for, position_packet
from dryland.rooms import NAMESPACE, READERS, org_room, player_room

__all__ = ["PHASES", "Broadcast"]

_json: Final = msgspec.json.Encoder().encode
_URGENT: Final = frozenset(spec.wire for spec in CATALOGUE.values() if spec.delivery is Delivery.URGENT)


class Broadcast:
    """The way out of a node."""

    def __init__(self, gateway: Gateway, paces_s: dict[Pace, float] | None = None, tick_s: float = 1.0) -> None:
        self._rooms = gateway.rooms
        self.tick_s = tick_s
        self.attendance = Attendance(gateway.rooms)
        """Which screens are in which session."""
        paces = {**PACE_DEFAULTS_S, **(paces_s or {})}
        pace_ms = {spec.wire: int(paces[spec.pace] * 1000) for spec in CATALOGUE.values()}
        self.feed = LiveFeed(gateway.rooms, self.attendance, pace_ms)
        """The way out of live values."""
        self._paced_facts = {
            spec.wire: pace_ms[spec.wire]
            for spec in CATALOGUE.values()
            if spec.delivery is Delivery.DURABLE and pace_ms[spec.wire]
        }
        self._facts: FactPacing[tuple[Session, Committed]] = FactPacing()

    # Facts of a session

    def committed(self, session: Session, entries: Sequence[Committed], now_ms: int) -> None:
        """Send facts that are on the disk to everybody who may read them, the rest learn their position."""
        state = session.state
        readers = self.attendance.readers(state.session_id)
        if state.status in TERMINAL:
            for waiting_session, waiting in self._facts.flush(state.session_id):
                self._send_fact(waiting_session, waiting, readers)
        for entry in entries:
            if readers and not self._deferred(session, entry, readers, now_ms):
                self._send_fact(session, entry, readers)
            self._follow_up(session, entry, now_ms)

    def _deferred(self, session: Session, entry: Committed, readers: Sequence[Reader], now_ms: int) -> bool:
        """A fact that comes sooner than its pace: its position goes out at once, itself when its turn comes."""
        pace_ms = self._paced_facts.get(entry.name)
        if pace_ms is None:
            return False
        session_id, player_id = session.state.session_id, getattr(entry.fact, "player_id", None) or ""
        if self._facts.admit(session_id, player_id, entry.name, (session, entry), now_ms, pace_ms):
            return False
        packet = position_packet(session, entry.fact.seq, deferred=True)
        for _, room in readers:
            self._rooms.emit(room, packet)
        return True

    def _send_fact(self, session: Session, entry: Committed, readers: Sequence[Reader]) -> None:
        lane = Lane.URGENT if entry.name in _URGENT else Lane.ORDERED
        packets: dict[bytes, Packet] = {}
        for audience, room in readers:
            payload = payload_for(entry, audience)
            if payload is None:
                self._rooms.emit(room, position_packet(session, entry.fact.seq), lane)
                continue
            packet = packets.get(payload)
            if packet is None:
                packet = packets[payload] = event_packet(NAMESPACE, entry.name, payload)
            if audience is Audience.OPEN and isinstance(entry.fact, SessionMessaged):
                self._send_to_some(session, entry, packet, room)
            else:
                self._rooms.emit(room, packet, lane)

    def _send_to_some(self, session: Session, entry: Committed, packet: Packet, room: str) -> None:
        """A message for some players: they read it, the others of the room learn its position."""
        position = position_packet(session, entry.fact.seq)
        for peer in list(self._rooms.members(room)):
            player_id = peer.context.identity.player_id if isinstance(peer.context, Connection) else None
            peer.send(packet if is_meant(entry.fact, player_id) else position)

    def _follow_up(self, session: Session, entry: Committed, now_ms: int) -> None:
        """What screens need beside a fact: what the workout derives from it, and to be shown out of what was left."""
        for shown in session.machine.follow_up(session, entry.name, entry.fact, now_ms):
            self.feed.to_readers(session.state.session_id, *shown)
        if isinstance(entry.fact, PlayerLeft):
            self.attendance.take_out(entry.fact.player_id, session.state.session_id, entry.fact.reason.value)

    def reloaded(self, session: Session) -> None:
        """Screens that were shown a state ahead of the disk are told where the log stands."""
        packet = position_packet(session, session.state.seq)
        for _, room in self.attendance.readers(session.state.session_id):
            self._rooms.emit(room, packet)
        self.attendance.replace(session)

    def turn(self, now_ms: int) -> None:
        """One of the `PHASES` moments of a tick: facts whose turn has come, and the live feed's own."""
        for session, entry in self._facts.due(now_ms, self._paced_facts):
            self._send_fact(session, entry, self.attendance.readers(session.state.session_id))
        self.feed.turn(now_ms)

    # News of an organisation

    def news(self, org_id: str, news: Sequence[News]) -> None:
        """Send facts of an organisation to those who may read them; what is about one player, to that player alone."""
        for each in news:
            spec = CATALOGUE[each.name]
            lane = Lane.URGENT if each.name in _URGENT else Lane.ORDERED
            for audience in READERS:
                room = org_room(org_id, audience)
                player_id: str | None = getattr(each.fact, "player_id", None)
                if audience is Audience.OPEN and player_id is not None:
                    room = player_room(player_id)
                if self._rooms.members(room) and audience in spec.audiences:
                    seen = strip(each.fact, audience)
                    payload = each.payload if seen is each.fact else _json(seen)
                    if seen is not None and not isinstance(seen, Position):
                        self._rooms.emit(room, event_packet(NAMESPACE, each.name, payload), lane)

    def tell_player(self, session: Session, player_id: str, name: str, refusal: Refusal) -> None:
        """What is wrong with a player's sensor or machine, to the player's own screens; staff have the alert."""
        kind = ERRORS[refusal.code].type
        room = player_room(player_id)
        if kind is None or not self._rooms.members(room):
            return
        error = TypeSpecificError(
            **msgspec.structs.asdict(error_body(refusal)),
            event=name,
            session_id=session.state.session_id,
            error_type=kind,
            workout_type=WorkoutType(kind.value.removesuffix("_error")),
        )
        packet = event_packet(NAMESPACE, "training:error:type:specific", _json(error))
        self._rooms.emit(room, packet, Lane.LATEST, (session.state.session_id, refusal.code, player_id))

    def staff_present(self, org_id: str) -> int:
        """How many trainers and admins of an organisation have a screen open."""
        staff = self._rooms.members(org_room(org_id, Audience.STAFF))
        return len({peer.context.identity.user_id for peer in staff if isinstance(peer.context, Connection)})
