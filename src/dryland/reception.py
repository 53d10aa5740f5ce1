"""Joining and leaving a session's rooms, and bringing a returning screen up to date by epoch and seq."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from dryland.broadcast import NAMESPACE, Broadcast
from dryland.connection import Connection
from dryland.contract.audience import strip
from dryland.contract.base import Audience, LiveMode, PlayerStatus, Role
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.contract.live import FRAME_COLUMNS, WALL_FRAME_COLUMNS, Position
from dryland.contract.session import JoinAck, JoinSession, MissedEvent, SessionJoined
from dryland.contract.session_state import TrainingSessionState
from dryland.contract.wall import wall_state
from dryland.floor.aggregate import Session
from dryland.floor.facts import decode_fact
from dryland.floor.session import enrol_player
from dryland.floor.workout import Context, Ledger, at_time
from dryland.gateway import Peer, event_packet
from dryland.hall import Committed, Hall, HeldSession, Outcome
from dryland.policy import may_see
from dryland.store.log import Store

__all__ = ["Reception"]

MISSED_AT_MOST: Final = 5_000
"""A client that lacks more events than this gets a snapshot instead."""

_json: Final = msgspec.json.Encoder().encode

OnJoined = Callable[[Refusal | JoinAck], None]


class Reception:
    """Lets screens in and out."""

    def __init__(self, hall: Hall, broadcast: Broadcast, store: Store) -> None:
        self._hall = hall
        self._broadcast = broadcast
        self._store = store

    def join(self, peer: Peer, connection: Connection, command: JoinSession, context: Context, done: OnJoined) -> None:
        """Put a screen into a session's rooms and tell it the state, once everything decided so far is on the disk."""
        held = self._hall.find(command.session_id)
        if held is None:
            done(Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=command.session_id)))
            return
        refusal = may_see(connection.identity, held.session.state) or _false_role(connection, command)
        if refusal is not None:
            done(refusal)
            return

        def ready(fault: Refusal | None) -> None:
            if fault is not None:
                done(fault)
                return
            done(self._admit(peer, connection, command, held, context))
            self._arrive(connection, held, context)

        self._hall.after_commits(held, ready)

    def _admit(
        self, peer: Peer, connection: Connection, command: JoinSession, held: HeldSession, context: Context
    ) -> JoinAck:
        session = held.session
        session_id = session.state.session_id
        live = command.live or (LiveMode.FRAMES if connection.audience is Audience.WALL else LiveMode.EVENTS)
        known = connection.joined.get(session_id)
        if known is not None:
            self._broadcast.exit(peer, session_id, connection.audience, known)
        connection.joined[session_id] = live
        self._broadcast.enter(peer, session, connection.audience, live)
        missed = self._missed(session, command, connection.audience)
        view = session.view(context.now_ms)
        on_wall = connection.audience is Audience.WALL
        state = None if on_wall else _for_audience(view, connection.audience)
        wall = wall_state(view) if on_wall else None
        ack = JoinAck(
            ok=True,
            session=state,
            wall=wall,
            role=connection.identity.role,
            epoch=session.state.epoch,
            seq=session.state.seq,
            recovered=missed is not None,
            live=live,
            columns=WALL_FRAME_COLUMNS if on_wall else FRAME_COLUMNS,
            events=missed,
            server_time=at_time(context.now_ms),
        )
        joined = SessionJoined(
            session_id=session_id,
            session=state,
            wall=wall,
            role=ack.role,
            epoch=ack.epoch,
            seq=ack.seq,
            recovered=ack.recovered,
        )
        peer.send(event_packet(NAMESPACE, "training:session:joined", _json(joined)))
        return ack

    def _arrive(self, connection: Connection, held: HeldSession, context: Context) -> None:
        """A player's first screen in a session makes the player present."""
        player_id = connection.identity.player_id
        if connection.identity.role is not Role.PLAYER or player_id is None or held.broken:
            return
        session = held.session
        player = session.state.players[player_id]
        if player.arrived or player.status is PlayerStatus.DROPPED:
            return
        ledger = Ledger(session.state, context._replace(event_id=None))
        enrol_player(session, player, ledger)
        self._hall.commit(held, ledger.entries, _nobody_waits)

    def _missed(self, session: Session, command: JoinSession, audience: Audience) -> tuple[MissedEvent, ...] | None:
        """Exactly the events after what the client has; None where only a snapshot can help."""
        state = session.state
        last = command.last_seq
        if last is None or command.epoch != state.epoch or last > state.seq or state.seq - last > MISSED_AT_MOST:
            return None
        missed: list[MissedEvent] = []
        for event in self._store.events(state.session_id, last):
            fact = decode_fact(event.name, event.payload)
            entry = Committed(event.name, fact, event.payload)
            payload = self._broadcast.payload_for(entry, audience, CATALOGUE.get(event.name))
            if payload is None:
                notice = Position(session_id=state.session_id, epoch=state.epoch, seq=event.seq)
                missed.append(MissedEvent(event="training:position", payload=msgspec.Raw(_json(notice))))
            else:
                missed.append(MissedEvent(event=event.name, payload=msgspec.Raw(payload)))
        return tuple(missed)

    def leave(self, peer: Peer, connection: Connection, session_id: str) -> None:
        """Take a screen out of a session's rooms."""
        self._broadcast.leave(peer, session_id, None)

    def gone(self, peer: Peer, connection: Connection) -> None:
        """A screen's connection is over: it leaves every room."""
        for session_id, live in connection.joined.items():
            self._broadcast.exit(peer, session_id, connection.audience, live)
        connection.joined.clear()


def _for_audience(state: TrainingSessionState, audience: Audience) -> TrainingSessionState | None:
    """A snapshot as an audience may read it."""
    cut = strip(state, audience)
    return cut if isinstance(cut, TrainingSessionState) else None


def _false_role(connection: Connection, command: JoinSession) -> Refusal | None:
    """A payload grants nothing: a part or a player that the token does not say is a contradiction."""
    identity = connection.identity
    context = ErrorContext(session_id=command.session_id, player_id=command.player_id, path="$.role")
    if command.role is not None and command.role.value != identity.role.value:
        allowed = identity.is_staff and command.role.value == "observer"
        if not allowed and not (identity.role is Role.ADMIN and command.role.value == "trainer"):
            return Refusal(
                ErrorCode.FORBIDDEN, f"This sign-in is {identity.role.value}, not {command.role.value}.", context
            )
    if identity.role is Role.PLAYER and command.player_id not in {None, identity.player_id}:
        return Refusal(ErrorCode.FORBIDDEN, "This sign-in is another player's.", context)
    return None


def _nobody_waits(_outcome: Outcome) -> None:
    """An arrival has nobody to answer."""
