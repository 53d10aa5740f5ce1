"""Commands in: packet → decoded → authorised → the hall, and the answer back. The same door for sockets and HTTP.

Handlers are synchronous from packet to events. Knows identities and the contract; decides nothing about the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final, NamedTuple

import msgspec
import structlog

from dryland.answering import Answers, Reply, ToCaller
from dryland.audit import AuditTrail
from dryland.broadcast import Broadcast
from dryland.connection import Buckets, Connection, TokenBucket
from dryland.contract.base import Command, Delivery, Role, Severity
from dryland.contract.catalogue import EVENTS
from dryland.contract.decoding import COMMAND_DECODERS, unknown_event, validation_refusal
from dryland.contract.errors import (
    ERRORS,
    ErrorCode,
    ErrorContext,
    Notice,
    Refusal,
    error_body,
)
from dryland.contract.event_spec import EventSpec
from dryland.contract.live import Clock, PlayerSamples, ServerRevision
from dryland.contract.revision import CONTRACT
from dryland.contract.session import JoinAck, JoinSession
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import Context, to_ms
from dryland.gateway import Peer
from dryland.gateway import Refusal as ConnectRefusal
from dryland.guarded import is_guarded, refuse_unconsented, trail_entry
from dryland.hall import Hall
from dryland.held_session import Outcome, storage_refusal
from dryland.live_intake import LiveIntake, LiveWay
from dryland.policy import refuse_role, refuse_subject
from dryland.readings import payload_for
from dryland.reception import Reception
from dryland.rooms import org_room, player_room
from dryland.sampling import read_batch
from dryland.store.errors import StorageFault
from dryland.timekeeping import NodeClock
from dryland.web.doorkeeper import Doorkeeper
from dryland.web.identity import BadToken, Identity
from dryland.web.privacy import Privacy

__all__ = ["Ceiling", "Intake"]

log = structlog.get_logger("dryland.intake")

_json: Final = msgspec.json.Encoder().encode
_MACHINES: Final = frozenset({Role.DEVICE, Role.WALL})
_as_text: Final = msgspec.json.Decoder(str).decode

REVISION: Final = ServerRevision(release=version("dryland"), contract=CONTRACT)
"""What a screen compares itself with."""


class Ceiling(NamedTuple):
    """The hard ceiling of one sender, in events; those acknowledged from the disk on request count only until then."""

    rate_per_s: float = 50.0
    burst: float = 200.0


class _Auth(msgspec.Struct):
    token: str


_read_auth: Final = msgspec.json.Decoder(_Auth).decode


class _Route(NamedTuple):
    spec: EventSpec
    decode: Callable[[bytes | msgspec.Raw], Any]
    handle: Callable[[Any, Connection, Any, Reply, int], None]
    live: LiveWay | None


class Intake:
    """The application in the gateway's namespace, and the door behind HTTP."""

    def __init__(
        self,
        hall: Hall,
        broadcast: Broadcast,
        reception: Reception,
        doorkeeper: Doorkeeper[Peer],
        clock: NodeClock,
        settings: FloorSettings,
        ceiling: Ceiling | None = None,
        join_room: Callable[[Peer, str], None] | None = None,
        privacy: Privacy | None = None,
        audit: AuditTrail | None = None,
    ) -> None:
        self._hall = hall
        self._privacy = privacy or Privacy()
        self._audit = audit
        self._broadcast = broadcast
        self._reception = reception
        self._doorkeeper = doorkeeper
        self._clock = clock
        self._settings = settings
        self._ceiling = ceiling or Ceiling()
        self._by_http = Buckets(*self._ceiling)
        self._join_room = join_room
        self.answers = Answers()
        """What was answered to sockets."""
        self._live = LiveIntake(hall, broadcast.feed, broadcast.attendance, self._privacy, self.answers)
        self._routes: dict[bytes, _Route] = {}
        for spec in EVENTS:
            if spec.command is not None:
                self._routes[spec.wire.encode()] = self._route(spec)

    def attach(self, handlers: Mapping[str, Callable[[Any, Connection, Any, Any, int], None]]) -> None:
        """Hand commands that are about more than one session to whoever carries them out."""
        for name, handle in handlers.items():
            route = self._routes[name.encode()]
            self._routes[name.encode()] = route._replace(handle=handle)

    def _route(self, spec: EventSpec) -> _Route:
        assert spec.command is not None
        handlers: dict[str, Callable[[Any, Connection, Any, Reply, int], None]] = {
            "training:session:join": self._join,
            "training:session:leave": self._leave,
            "training:clock": self._clock_reading,
            "training:player:samples": self._samples,
        }
        handle = handlers.get(spec.wire, self._durable if spec.accepts is not Delivery.LIVE else self._live.answered)
        return _Route(spec, COMMAND_DECODERS[spec.wire], handle, self._live.ways.get(spec.wire))

    # The gateway's application

    def connect(self, peer: Peer, auth: msgspec.Raw | None) -> ConnectRefusal | None:
        """Let a client in whose token is good."""
        try:
            token = _read_auth(auth if auth is not None else b"{}").token
            identity = self._doorkeeper.read(token, self._clock.now_ms() / 1000)
        except msgspec.MsgspecError:
            return self._refuse_connect("no token was given as auth.token")
        except BadToken as error:
            return self._refuse_connect(error.reason)
        self.admit(peer, identity)
        return None

    def admit(self, peer: Peer, identity: Identity) -> Connection:
        """Give a peer its identity and the room of its own player."""
        now_ms = self._clock.now_ms()
        connection = Connection(identity, TokenBucket(*self._ceiling, now_ms))
        peer.context = connection
        self._doorkeeper.came(peer, identity)
        if self._join_room is not None:
            for room in _own_rooms(connection):
                self._join_room(peer, room)
        return connection

    @staticmethod
    def _refuse_connect(reason: str) -> ConnectRefusal:
        spec = ERRORS[ErrorCode.UNAUTHENTICATED]
        actions = list(spec.actions)
        return ConnectRefusal(
            f"{spec.message} ({reason})", {"code": spec.code.value, "reason": reason, "suggestedActions": actions}
        )

    def disconnected(self, peer: Peer, reason: str) -> None:
        """A client is gone."""
        self._doorkeeper.left(peer)
        if isinstance(peer.context, Connection):
            self._reception.gone(peer, peer.context)

    def event(self, peer: Peer, name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        """One event of a client."""
        connection = peer.context
        assert isinstance(connection, Connection)
        now_ms = self._clock.now_ms()
        wait_ms = connection.bucket.take(now_ms)
        route = self._routes.get(name)
        if wait_ms or route is None or not args:
            self._misfit(peer, name, route, ack_id, wait_ms)
            return
        try:
            command = route.decode(args[0])
        except msgspec.DecodeError as error:
            self.answers.to_peer(peer, ack_id, route.spec, None).refuse(
                validation_refusal(error, args[0], command=route.spec.command)
            )
            return
        try:
            if route.live is not None:
                route.live(peer, connection, command, ack_id, now_ms)
            else:
                reply = self.answers.to_peer(peer, ack_id, route.spec, command.event_id)
                self._handle(route, peer, connection, command, reply, now_ms)
        except StorageFault as fault:  # what had to be read first cannot be read
            self.answers.to_peer(peer, ack_id, route.spec, command.event_id).refuse(storage_refusal(None, fault))

    def _handle(
        self, route: _Route, peer: Peer | None, connection: Connection, command: Any, reply: Reply, now_ms: int
    ) -> None:
        """Carry a command out; what is guarded needs consent, and is in the audit trail before it happens."""
        entry = None
        if is_guarded(command):
            identity = connection.identity
            refusal = refuse_role(route.spec, identity) or refuse_unconsented(command, self._privacy, identity.org_id)
            if refusal is not None:
                reply.refuse(refusal)
                return
            entry = trail_entry(route.spec.wire, command, identity)
        if entry is None or self._audit is None:
            route.handle(peer, connection, command, reply, now_ms)
            return

        def written(fault: StorageFault | None) -> None:
            if fault is not None:
                reply.refuse(storage_refusal(None, fault))
                return
            try:
                route.handle(peer, connection, command, reply, now_ms)
            except StorageFault as error:
                reply.refuse(storage_refusal(None, error))

        self._audit.record(entry, written)

    def _misfit(self, peer: Peer, name: bytes, route: _Route | None, ack_id: int | None, wait_ms: int) -> None:
        reply = self.answers.to_peer(peer, ack_id, route.spec if route else None, None)
        text = name.decode("utf-8", "replace")[:120]
        if wait_ms:
            reply.refuse(Refusal(ErrorCode.RATE_LIMITED, "", None, wait_ms))
        elif route is not None:
            reply.refuse(Refusal(ErrorCode.VALIDATION_FAILED, f"{text} needs a payload.", ErrorContext(path="$")))
        else:
            reply.refuse(unknown_event(text))

    # HTTP

    def post(
        self, identity: Identity, name: str, payload: bytes, done: Callable[[bytes, Refusal | None], None]
    ) -> None:
        """One command by HTTP: the same ceiling, decoding, policy and answer as over a socket."""
        now_ms = self._clock.now_ms()
        route = self._routes.get(name.encode())

        reply = ToCaller(route.spec if route else None, done)
        bucket = self._by_http.of(identity, now_ms)
        wait_ms = bucket.take(now_ms)
        if wait_ms:
            reply.refuse(Refusal(ErrorCode.RATE_LIMITED, "", None, wait_ms))
            return
        if route is None:
            reply.refuse(unknown_event(name[:120]))
            return
        if name in {"training:session:join", "training:session:leave"}:
            reply.refuse(Refusal(ErrorCode.UNKNOWN_EVENT, f"{name!r} cannot be sent by HTTP."))
            return
        try:
            command = route.decode(payload)
        except msgspec.DecodeError as error:
            reply.refuse(validation_refusal(error, payload, command=route.spec.command))
            return
        reply.event_id = command.event_id
        connection = Connection(identity, bucket)
        try:
            self._handle(route, None, connection, command, reply, now_ms)
        except StorageFault as fault:
            reply.refuse(storage_refusal(None, fault))

    # Durable commands

    def _durable(self, peer: Peer | None, connection: Connection, command: Any, reply: Reply, now_ms: int) -> None:
        spec = reply.spec
        assert spec is not None
        identity = connection.identity
        refusal = refuse_role(spec, identity)
        session_id: str | None = getattr(command, "session_id", None)
        if refusal is None and session_id is None:
            refusal = Refusal(ErrorCode.UNKNOWN_EVENT, f"{spec.wire} is not handled by this server.")
        if refusal is not None:
            reply.refuse(refusal)
            return
        held = self._hall.find(session_id or "")
        if held is None:
            reply.refuse(Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id)))
            return
        player_id: str | None = getattr(command, "player_id", None)
        refusal = refuse_subject(spec, identity, held.session.state, player_id)
        if refusal is not None:
            reply.refuse(refusal)
            return
        context = self._context(identity, command, now_ms)
        self._hall.submit(held, spec.wire, command, context, self._acknowledge(reply, connection))

    def _acknowledge(self, reply: Reply, connection: Connection) -> Callable[[Outcome], None]:
        def done(outcome: Outcome) -> None:
            if outcome.refusal is not None:
                reply.refuse(outcome.refusal)
                return
            if reply.is_awaited:
                connection.bucket.give_back()
            notice = _notice_of(outcome)
            if notice is not None and ERRORS[notice.code].severity is not Severity.INFO:
                reply.refuse(notice)
                return
            rest = self._ack_members(outcome, connection, reply.spec)
            reply.ok(rest if notice is None else rest + b',"notice":' + _json(error_body(notice)))

        return done

    def _ack_members(self, outcome: Outcome, connection: Connection, spec: EventSpec | None) -> bytes:
        """Position of the first fact, and for workout events the enriched event as the sender may read it."""
        rest = b""
        if outcome.entries:
            first = outcome.entries[0]
            rest = b',"seq":%d,"epoch":%b' % (first.fact.seq or 0, _json(first.fact.epoch))
            if spec is not None and spec.workout is not None:
                payload = payload_for(first, connection.audience)
                if payload is not None:
                    rest += b',"result":' + payload
        return rest + b',"duplicate":true' if outcome.duplicate else rest

    def _context(self, identity: Identity, command: Command, now_ms: int) -> Context:
        occurred = command.occurred_at
        occurred_ms = now_ms if occurred is None else min(to_ms(occurred), now_ms)
        return Context(
            now_ms, occurred_ms, identity.user_id, identity.role, command.event_id, self._settings, identity.known_as
        )

    def _samples(
        self, peer: Peer | None, connection: Connection, command: PlayerSamples, reply: Reply, now_ms: int
    ) -> None:
        spec = reply.spec
        assert spec is not None
        identity = connection.identity
        held = self._hall.find(command.session_id)
        refusal = refuse_role(spec, identity)
        if held is None:
            refusal = Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=command.session_id))
        elif refusal is None:
            refusal = refuse_subject(spec, identity, held.session.state, command.player_id)
        if refusal is not None or held is None:
            reply.refuse(refusal or Refusal(ErrorCode.INTERNAL))
            return
        done = self._acknowledge(reply, connection)
        if self._hall.answered(held, command.event_id, done):
            return
        batch = read_batch(held.session, command, now_ms)
        if isinstance(batch, Refusal):
            reply.refuse(batch)
            return
        self._hall.store_batch(held, command.player_id, batch, self._context(identity, command, now_ms), done)

    # Rooms and the clock

    def _join(self, peer: Peer | None, connection: Connection, command: JoinSession, reply: Reply, now_ms: int) -> None:
        assert peer is not None

        def done(result: Refusal | JoinAck) -> None:
            if isinstance(result, Refusal):
                reply.refuse(result)
            else:
                reply.raw(_json(result))

        context = self._context(connection.identity, command, now_ms)
        self._reception.join(peer, connection, command, context, done)

    def _leave(self, peer: Peer | None, connection: Connection, command: Any, reply: Reply, now_ms: int) -> None:
        assert peer is not None
        self._reception.leave(peer, connection, command.session_id)
        reply.ok()

    def _clock_reading(
        self, peer: Peer | None, connection: Connection, command: Clock, reply: Reply, now_ms: int
    ) -> None:
        reply.raw(_json({"t0": command.t0, "t1": now_ms, "t2": self._clock.now_ms(), "server": REVISION}))


def _notice_of(outcome: Outcome) -> Refusal | None:
    """What is wrong with an entry that was kept all the same; its own fact says so, the first time and ever after."""
    notice = getattr(outcome.entries[0].fact, "notice", None) if outcome.entries else None
    return notice.as_refusal() if isinstance(notice, Notice) else None


def _own_rooms(connection: Connection) -> list[str]:
    """The rooms that follow from who somebody is: a player's own, and the organisation's news for persons."""
    identity = connection.identity
    rooms: list[str] = []
    if identity.role is Role.PLAYER and identity.player_id is not None:
        rooms.append(player_room(identity.player_id))
    if identity.role not in _MACHINES and not identity.station and identity.session_id is None:
        rooms.append(org_room(identity.org_id, connection.audience))
    return rooms
