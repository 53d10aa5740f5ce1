"""Joining and leaving a session's rooms, and bringing a returning screen up to date by epoch and seq."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import msgspec

from dryland.audit import AuditTrail
from dryland.broadcast import Broadcast
from dryland.connection import Connection
from dryland.contract.audience import strip
from dryland.contract.base import Audience, LiveMode, PlayerStatus, Role, Wire
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.contract.live import FRAME_COLUMNS, WALL_FRAME_COLUMNS, Position
from dryland.contract.session import JoinAck, JoinSession, MissedEvent, SessionJoined
from dryland.contract.session_state import TrainingSessionState
from dryland.floor.aggregate import Session
from dryland.floor.facts import decode_fact
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.session import enrol_player
from dryland.floor.workout import Context, Ledger, at_time
from dryland.gateway import Peer, event_packet
from dryland.guarded import look_entry
from dryland.hall import Hall
from dryland.held_session import Committed, HeldSession, Outcome, storage_refusal
from dryland.policy import may_see
from dryland.readings import payload_to
from dryland.rooms import NAMESPACE
from dryland.store import StorageFault
from dryland.store.log import Store, StoredEvent

__all__ = ["Reception"]

MISSED_AT_MOST: Final = 5_000
"""A client that lacks more events than this gets a snapshot instead."""

_json: Final = msgspec.json.Encoder().encode

OnJoined = Callable[[Refusal | JoinAck], None]


def _no_alerts(_org_id: str, _session_id: str, _audience: Audience) -> Iterable[tuple[str, Wire]]:
    return ()


class _Guest(NamedTuple):
    """Who wants in, with what they ask for."""

    peer: Peer
    connection: Connection
    command: JoinSession
    context: Context


class Reception:
    """Lets screens in and out."""

    def __init__(
        self,
        hall: Hall,
        broadcast: Broadcast,
        store: Store,
        audit: AuditTrail | None = None,
    ) -> None:
        self._hall = hall
        self._broadcast = broadcast
        self._store = store
        self._audit = audit
        self.alerts_of: Callable[[str, str, Audience], Iterable[tuple[str, Wire]]] = _no_alerts
        """The events by which somebody hears of a session's open alerts; the node says whom to ask."""

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
        guest = _Guest(peer, connection, command, context)
        entry = look_entry(connection.identity, command.session_id, held.session.state.players.values())
        if entry is None or self._audit is None:
            self._show(held, guest, done)
            return

        def written(fault: StorageFault | None) -> None:
            if fault is not None:
                done(storage_refusal(command.session_id, fault))
            elif not connection.gone:
                self._show(held, guest, done)

        self._audit.record(entry, written)

    def _show(self, held: HeldSession, guest: _Guest, done: OnJoined) -> None:
        """Let a screen in with the state as it stands now, once all of it is on the disk.

        What is decided meanwhile it hears of like everybody else: when the disk has it.
        """
        session = held.session
        shown = session.view(guest.context.now_ms)

        def ready(fault: Refusal | None) -> None:
            if guest.connection.gone:
                return
            if fault is None and held.broken:
                fault = self._hall.refusal_of(held)
            if fault is not None:
                done(fault)
            elif held.session is not session:
                self._show(held, guest, done)
            else:
                done(self._admit(session, shown, guest))
                self._arrive(held, guest)

        self._hall.after_commits(held, ready)

    def _admit(self, session: Session, shown: TrainingSessionState, guest: _Guest) -> JoinAck:
        connection, command = guest.connection, guest.command
        on_wall = connection.audience is Audience.WALL
        live = command.live or (LiveMode.FRAMES if on_wall else LiveMode.EVENTS)
        known = connection.joined.get(shown.session_id)
        if known is not None:
            self._broadcast.attendance.exit(guest.peer, shown.session_id, connection.audience, known)
        connection.joined[shown.session_id] = live
        self._broadcast.attendance.enter(guest.peer, session, connection.audience, live)
        missed = self._missed(shown, command, connection)
        joined = SessionJoined(
            session_id=shown.session_id,
            session=None if on_wall else _for_audience(shown, connection.audience),
            wall=self._broadcast.feed.for_wall(shown) if on_wall else None,
            role=connection.identity.role,
            epoch=shown.epoch,
            seq=shown.seq,
            recovered=missed is not None,
        )
        guest.peer.send(event_packet(NAMESPACE, "training:session:joined", _json(joined)))
        for name, event in self.alerts_of(session.state.org_id, shown.session_id, connection.audience):
            guest.peer.send(event_packet(NAMESPACE, name, _json(event)))
        return JoinAck(
            ok=True,
            session=joined.session,
            wall=joined.wall,
            role=joined.role,
            epoch=joined.epoch,
            seq=joined.seq,
            recovered=joined.recovered,
            live=live,
            columns=WALL_FRAME_COLUMNS if on_wall else FRAME_COLUMNS,
            events=missed,
            server_time=at_time(guest.context.now_ms),
        )

    def _arrive(self, held: HeldSession, guest: _Guest) -> None:
        """A player's first screen in a session makes the player present."""
        identity = guest.connection.identity
        if identity.role is not Role.PLAYER or identity.player_id is None or held.broken:
            return
        session = held.session
        player = session.state.players[identity.player_id]
        over = session.state.status in TERMINAL
        if over or player.arrived or player.status is PlayerStatus.DROPPED:
            return
        ledger = Ledger(session.state, guest.context._replace(event_id=None))
        enrol_player(session, player, ledger)
        self._hall.commit(held, ledger.entries, _nobody_waits)

    def _missed(
        self, shown: TrainingSessionState, command: JoinSession, connection: Connection
    ) -> tuple[MissedEvent, ...] | None:
        """Exactly the events between what the client has and what it is shown; None where only a snapshot can help."""
        last, seq = command.last_seq, shown.seq
        if last is None or command.epoch != shown.epoch or last > seq or seq - last > MISSED_AT_MOST:
            return None
        return tuple(
            self._as_broadcast(shown, event, connection)
            for event in self._store.events(shown.session_id, last, up_to=seq)
        )

    def _as_broadcast(self, shown: TrainingSessionState, event: StoredEvent, connection: Connection) -> MissedEvent:
        """A stored event as its reader would have heard it."""
        entry = Committed(event.name, decode_fact(event.name, event.payload), event.payload)
        payload = payload_to(entry, connection)
        if payload is not None:
            return MissedEvent(event=event.name, payload=msgspec.Raw(payload))
        notice = Position(session_id=shown.session_id, epoch=shown.epoch, seq=event.seq)
        return MissedEvent(event="training:position", payload=msgspec.Raw(_json(notice)))

    def leave(self, peer: Peer, connection: Connection, session_id: str) -> None:
        """Take a screen out of a session's rooms."""
        self._broadcast.attendance.leave(peer, session_id, None)

    def gone(self, peer: Peer, connection: Connection) -> None:
        """A screen's connection is over: it leaves every room."""
        connection.gone = True
        for session_id, live in connection.joined.items():
            self._broadcast.attendance.exit(peer, session_id, connection.audience, live)
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
