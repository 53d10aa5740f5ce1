"""A fact as its readers may have it: whole, cut, or its bare position. Knows no room and no socket."""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.connection import Connection
from dryland.contract.audience import strip
from dryland.contract.base import Audience, Fact
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.live import Position
from dryland.contract.session import SessionMessaged
from dryland.floor.aggregate import Session
from dryland.gateway import Packet, event_packet
from dryland.held_session import Committed
from dryland.rooms import NAMESPACE

__all__ = ["POSITION", "is_meant", "payload_for", "payload_to", "position_packet"]

POSITION: Final = "training:position"

_json: Final = msgspec.json.Encoder().encode


def payload_for(entry: Committed, audience: Audience) -> bytes | None:
    """The event as an audience may read it; None where it may only learn the position.

    Facts that never travel have no row in the catalogue.
    """
    spec = CATALOGUE.get(entry.name)
    if spec is None or audience not in spec.audiences:
        return None
    cut = strip(entry.fact, audience)
    if cut is entry.fact:
        return entry.payload
    return None if cut is None or isinstance(cut, Position) else _json(cut)


def payload_to(entry: Committed, connection: Connection) -> bytes | None:
    """The event as one reader may have it; None where they may only learn the position."""
    if connection.audience is Audience.OPEN and not is_meant(entry.fact, connection.identity.player_id):
        return None
    return payload_for(entry, connection.audience)


def is_meant(fact: Fact, player_id: str | None) -> bool:
    """Whether a fact that goes to some players only, if it is one, goes to this one."""
    return not (isinstance(fact, SessionMessaged) and fact.target_players) or player_id in fact.target_players


def position_packet(session: Session, seq: int | None, *, deferred: bool = False) -> Packet:
    """The bare position of a fact, or of the log's end; `deferred` where the fact itself follows."""
    state = session.state
    notice = Position(session_id=state.session_id, epoch=state.epoch, seq=seq or 0, deferred=deferred or None)
    return event_packet(NAMESPACE, POSITION, _json(notice))
