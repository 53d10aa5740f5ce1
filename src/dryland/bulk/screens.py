"""The screens of a bundle: who hears of its facts, and who has confirmed an urgent one.

A bundle's screens are those of its sessions, so that who is in which room never has to be kept twice; staff and medics
of the organisation hear of it wherever they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from dryland.bulk.keeper import BundleCommitted
from dryland.connection import Connection
from dryland.contract.acks import ScreenConfirmed
from dryland.contract.audience import position, strip
from dryland.contract.base import Audience, Wire
from dryland.contract.bundles import BundlePosition, UnreachedScreen
from dryland.contract.catalogue import CATALOGUE
from dryland.floor.bundle import Bundle
from dryland.gateway import Lane, Packet, Peer, event_packet
from dryland.gateway.rooms import Rooms
from dryland.rooms import NAMESPACE, org_room, session_room

__all__ = ["Asked", "Screens"]

POSITION: Final = "training:bulk:position"
_AUDIENCES: Final = tuple(Audience)
_json: Final = msgspec.json.Encoder().encode
_read_confirmation: Final = msgspec.json.Decoder(ScreenConfirmed).decode


class _Seen(NamedTuple):
    name: str
    payload: bytes


class Asked:
    """Screens that were asked to confirm; `on_change` hears of each answer and each loss."""

    def __init__(self, screens: dict[Peer, UnreachedScreen]) -> None:
        self.total = len(screens)
        self.reached = 0
        self.on_change: Callable[[], None] | None = None
        self._waiting = dict(screens)
        self._lost: list[UnreachedScreen] = []

    def confirmed(self, peer: Peer) -> None:
        """A screen shows it."""
        if self._waiting.pop(peer, None) is not None:
            self.reached += 1
            self._changed()

    def lost(self, peer: Peer) -> None:
        """A screen has gone, or has not answered in time."""
        screen = self._waiting.pop(peer, None)
        if screen is not None:
            self._lost.append(screen)
            self._changed()

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()

    @property
    def is_settled(self) -> bool:
        """Whether nobody's answer is awaited any more."""
        return not self._waiting

    def unreached(self) -> tuple[UnreachedScreen, ...]:
        """Screens that have not confirmed so far."""
        return (*self._lost, *self._waiting.values())


class Screens:
    """Tells a bundle's screens."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def of(self, bundle: Bundle) -> dict[Peer, str]:
        """Every screen of the bundle's sessions, with the session it shows."""
        return {
            peer: session_id
            for session_id in bundle.sessions
            for audience in _AUDIENCES
            for peer in self._rooms.members(session_room(session_id, audience))
        }

    def _readers(self, bundle: Bundle) -> Iterator[tuple[Audience, dict[Peer, None]]]:
        for audience in _AUDIENCES:
            rooms = [session_room(session_id, audience) for session_id in bundle.sessions]
            if audience is Audience.STAFF or audience is Audience.MEDICAL:
                rooms.append(org_room(bundle.org_id, audience))
            readers = {peer: None for room in rooms for peer in self._rooms.members(room)}
            if readers:
                yield audience, readers

    def tell(self, bundle: Bundle, committed: Sequence[BundleCommitted]) -> None:
        """Send facts to everybody who may read them; the rest learn their position."""
        for entry in committed:
            lane = Lane.URGENT if CATALOGUE[entry.name].delivery == "urgent" else Lane.ORDERED
            for audience, readers in self._readers(bundle):
                seen = _seen(entry, audience)
                if seen is None:
                    continue
                packet = event_packet(NAMESPACE, seen.name, seen.payload)
                for peer in readers:
                    peer.send(packet, lane)

    def show(self, bundle: Bundle, name: str, event: Wire) -> None:
        """Send something derived to all readers, the newest only."""
        spec = CATALOGUE[name]
        packets: dict[bytes, Packet] = {}
        for audience, readers in self._readers(bundle):
            if audience is Audience.WALL or audience not in spec.audiences:
                continue
            payload = _json(strip(event, audience))
            packet = packets.get(payload) or packets.setdefault(payload, event_packet(NAMESPACE, name, payload))
            for peer in readers:
                peer.send(packet, Lane.LATEST, (bundle.bundle_id, name))

    def announce(self, org_id: str, name: str, event: Wire) -> None:
        """Send something derived to an organisation's readers, the newest only."""
        spec = CATALOGUE[name]
        for audience in (Audience.STAFF, Audience.MEDICAL):
            room = org_room(org_id, audience)
            if audience in spec.audiences and self._rooms.members(room):
                packet = event_packet(NAMESPACE, name, _json(strip(event, audience)))
                self._rooms.emit(room, packet, Lane.LATEST, (org_id, name))

    def ask(self, bundle: Bundle, entry: BundleCommitted, timeout_s: float) -> Asked:
        """Tell an urgent fact and ask every screen of the sessions to confirm that it shows it."""
        showing = self.of(bundle)
        asked = Asked({peer: _named(peer, session_id) for peer, session_id in showing.items()})
        for audience, readers in self._readers(bundle):
            seen = _seen(entry, audience)
            if seen is None:
                continue
            packet: Packet | None = None
            for peer in readers:
                if peer in showing:
                    self._request(peer, seen, asked, timeout_s)
                else:
                    packet = packet or event_packet(NAMESPACE, seen.name, seen.payload)
                    peer.send(packet, Lane.URGENT)
        return asked

    @staticmethod
    def _request(peer: Peer, seen: _Seen, asked: Asked, timeout_s: float) -> None:
        peer.request(
            seen.name,
            seen.payload,
            lambda args: asked.confirmed(peer) if _confirms(args) else asked.lost(peer),
            timeout_s=timeout_s,
            on_lost=lambda _why: asked.lost(peer),
            lane=Lane.URGENT,
        )


def _seen(entry: BundleCommitted, audience: Audience) -> _Seen | None:
    """A fact as an audience may read it; its position where it may not; None for nothing."""
    event = strip(entry.fact, audience) if audience in CATALOGUE[entry.name].audiences else position(entry.fact)
    if event is entry.fact:
        return _Seen(entry.name, entry.payload)
    if event is None:
        return None
    return _Seen(POSITION if isinstance(event, BundlePosition) else entry.name, _json(event))


def _confirms(args: Sequence[msgspec.Raw]) -> bool:
    """Whether an answer says that the screen shows it; a library's own empty answer says nothing."""
    try:
        _read_confirmation(args[0] if args else b"")
    except msgspec.DecodeError:
        return False
    return True


def _named(peer: Peer, session_id: str) -> UnreachedScreen:
    """A screen as a person looks for it."""
    connection = peer.context
    identity = connection.identity if isinstance(connection, Connection) else None
    name = peer.remote if identity is None else identity.name or identity.user_id
    return UnreachedScreen(
        name=name or peer.sid, session_id=session_id, player_id=None if identity is None else identity.player_id
    )
