"""Commands in: packet → decoded → authorised → the hall, and the answer back. The same door for sockets and HTTP.

Handlers are synchronous from packet to events. Knows identities and the contract; decides nothing about the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final, NamedTuple

import msgspec
import structlog
from msgspec.structs import replace

from dryland.audit import AuditTrail
from dryland.broadcast import Broadcast
from dryland.connection import Buckets, Connection, TokenBucket
from dryland.contract.base import Command, Delivery, Role, Severity, WorkoutType
from dryland.contract.catalogue import CATALOGUE, EVENTS
from dryland.contract.conditioning import HeartRateUpdate, PowerUpdate
from dryland.contract.decoding import COMMAND_DECODERS, unknown_event, validation_refusal
from dryland.contract.errors import (
    ERRORS,
    ErrorCode,
    ErrorContext,
    Notice,
    Refusal,
    TrainingError,
    TypeSpecificError,
    error_body,
)
from dryland.contract.event_spec import EventSpec
from dryland.contract.live import Clock, PlayerMetricsUpdate, PlayerSamples, ServerRevision
from dryland.contract.revision import CONTRACT
from dryland.contract.session import JoinAck, JoinSession
from dryland.contract.session_state import Metrics
from dryland.floor.aggregate import Session
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import Context, to_ms
from dryland.gateway import Peer, event_packet
from dryland.gateway import Refusal as ConnectRefusal
from dryland.guarded import is_guarded, refuse_unconsented, trail_entry, without_consent
from dryland.hall import Hall, Outcome, storage_refusal
from dryland.live_events import HEART_RATE, METRICS, POWER
from dryland.policy import may_see, refuse_player, refuse_role, refuse_subject
from dryland.readings import payload_for
from dryland.reception import Reception
from dryland.rooms import NAMESPACE, org_room, player_room
from dryland.sampling import read_batch
from dryland.store.errors import StorageFault
from dryland.store.records import Category
from dryland.store.samples import SampleRow, pack_rr
from dryland.timekeeping import NodeClock
from dryland.web.doorkeeper import Doorkeeper
from dryland.web.identity import BadToken, Identity
from dryland.web.privacy import Privacy

__all__ = ["Ceiling", "Intake", "Reply", "may_send"]

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


class Reply:
    """Where the answer to one command goes."""

    __slots__ = ("_send", "event_id", "is_awaited", "session_id", "spec")

    def __init__(
        self,
        spec: EventSpec | None,
        send: Callable[[bytes, Refusal | None, Reply], None],
        event_id: str | None,
        *,
        is_awaited: bool = False,
    ) -> None:
        self.spec = spec
        self._send = send
        self.event_id = event_id
        self.is_awaited = is_awaited
        """Whether the sender waits for the answer, as HTTP always does and a socket's event where it asks for one."""
        self.session_id: str | None = None

    def ok(self, rest: bytes = b"") -> None:
        """Accepted; `rest` is JSON members to add, each with its leading comma."""
        own = b"" if self.event_id is None else b',"eventId":' + _json(self.event_id)
        self._send(b'{"ok":true' + own + rest + b"}", None, self)

    def raw(self, payload: bytes) -> None:
        """An answer with a shape of its own."""
        self._send(payload, None, self)

    def refuse(self, refusal: Refusal) -> None:
        """Refused."""
        own = b"" if self.event_id is None else b',"eventId":' + _json(self.event_id)
        self._send(b'{"ok":false' + own + b',"error":' + _json(error_body(refusal)) + b"}", refusal, self)


class _Route(NamedTuple):
    spec: EventSpec
    decode: Callable[[bytes | msgspec.Raw], Any]
    handle: Callable[[Any, Connection, Any, Reply, int], None]
    live: Callable[[Peer | None, Connection, Any, int | None, int], None] | None


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
        self._routes: dict[bytes, _Route] = {}
        for spec in EVENTS:
            if spec.command is not None:
                self._routes[spec.wire.encode()] = self._route(spec)
        self.accepted = 0
        self.refused: dict[str, int] = {}

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
        live = {HEART_RATE: self._heart_rate, POWER: self._power, METRICS: self._metrics}
        handle = handlers.get(spec.wire, self._durable if spec.accepts is not Delivery.LIVE else self._live_reply)
        return _Route(spec, COMMAND_DECODERS[spec.wire], handle, live.get(spec.wire))

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
            self.answer(peer, ack_id, route.spec, None).refuse(
                validation_refusal(error, args[0], command=route.spec.command)
            )
            return
        try:
            if route.live is not None:
                route.live(peer, connection, command, ack_id, now_ms)
            else:
                reply = self.answer(peer, ack_id, route.spec, command.event_id)
                self._handle(route, peer, connection, command, reply, now_ms)
        except StorageFault as fault:  # what had to be read first cannot be read
            self.answer(peer, ack_id, route.spec, command.event_id).refuse(storage_refusal(None, fault))

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
        reply = self.answer(peer, ack_id, route.spec if route else None, None)
        text = name.decode("utf-8", "replace")[:120]
        if wait_ms:
            reply.refuse(Refusal(ErrorCode.RATE_LIMITED, "", None, wait_ms))
        elif route is not None:
            reply.refuse(Refusal(ErrorCode.VALIDATION_FAILED, f"{text} needs a payload.", ErrorContext(path="$")))
        else:
            reply.refuse(unknown_event(text))

    def answer(self, peer: Peer, ack_id: int | None, spec: EventSpec | None, event_id: str | None) -> Reply:
        """Where the answer to a client's event goes: its acknowledgement, or an error event when it asked for none."""

        def send(payload: bytes, refusal: Refusal | None, reply: Reply) -> None:
            if refusal is not None:
                self.refused[refusal.code.value] = self.refused.get(refusal.code.value, 0) + 1
            else:
                self.accepted += 1
            if ack_id is not None:
                peer.ack(ack_id, payload)
            elif refusal is not None:
                self._emit_error(peer, refusal, reply)

        return Reply(spec, send, event_id, is_awaited=ack_id is not None)

    def _emit_error(self, peer: Peer, refusal: Refusal, reply: Reply) -> None:
        """Tell a sender who asked for no acknowledgement."""
        fields: dict[str, Any] = {
            **msgspec.structs.asdict(error_body(refusal)),
            "event": reply.spec.wire if reply.spec else "unknown",
            "session_id": refusal.context.session_id if refusal.context else None,
            "event_id": reply.event_id,
        }
        kind = ERRORS[refusal.code].type
        if kind is None:
            peer.send(event_packet(NAMESPACE, "training:error", _json(TrainingError(**fields))))
            return
        workout = WorkoutType(kind.value.removesuffix("_error"))
        error = TypeSpecificError(**fields, error_type=kind, workout_type=workout)
        peer.send(event_packet(NAMESPACE, "training:error:type:specific", _json(error)))

    # HTTP

    def post(
        self, identity: Identity, name: str, payload: bytes, done: Callable[[bytes, Refusal | None], None]
    ) -> None:
        """One command by HTTP: the same ceiling, decoding, policy and answer as over a socket."""
        now_ms = self._clock.now_ms()
        route = self._routes.get(name.encode())

        def send(body: bytes, refusal: Refusal | None, reply: Reply) -> None:
            done(body, refusal)

        reply = Reply(route.spec if route else None, send, None, is_awaited=True)
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
        return Context(now_ms, occurred_ms, identity.user_id, identity.role, command.event_id, self._settings)

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

    # Live samples

    def _live_reply(self, peer: Peer | None, connection: Connection, command: Any, reply: Reply, now_ms: int) -> None:
        """A live command by HTTP, or one that is recomputed and never trusted: accepted, nothing stored for it."""
        spec = reply.spec
        assert spec is not None
        refusal = refuse_role(spec, connection.identity)
        held = self._hall.find(command.session_id) if refusal is None else None
        if refusal is None and held is None:
            refusal = Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=command.session_id))
        if refusal is None and held is not None:
            refusal = refuse_subject(spec, connection.identity, held.session.state, command.player_id)
        if refusal is None and isinstance(command, HeartRateUpdate):
            refusal = self._refuse_heart_rate(command.player_id)
        if refusal is not None:
            reply.refuse(refusal)
            return
        route = self._routes[spec.wire.encode()]
        if route.live is not None:
            sample = _sample_of(command)
            self._observe(None, connection, command, sample[0], sample[1], None, now_ms)
        elif held is not None:
            refusal = self._observed_by_workout(held.session, spec, command, now_ms)
            if refusal is not None:
                reply.refuse(refusal)
                return
        reply.ok()

    def _observed_by_workout(self, session: Session, spec: EventSpec, command: Any, now_ms: int) -> Refusal | None:
        """A live command that belongs to one kind of workout: its machine says what screens are to be shown."""
        observer = session.machine.observers.get(spec.wire)
        if observer is None:
            if spec.workout in {None, session.state.workout_type}:
                return None
            detail = f"{spec.wire} does not belong to a {session.state.workout_type.value} session."
            return Refusal(ErrorCode.WRONG_WORKOUT_TYPE, detail, ErrorContext(session_id=session.state.session_id))
        shown = observer(session, command, now_ms)
        if isinstance(shown, Refusal):
            return shown
        if shown is not None:
            self._broadcast.feed.show(session, command.player_id, spec.wire, shown, now_ms)
        return None

    def _heart_rate(
        self, peer: Peer | None, connection: Connection, command: HeartRateUpdate, ack_id: int | None, now_ms: int
    ) -> None:
        metrics, rr = _sample_of(command)
        self._observe(peer, connection, command, metrics, rr, ack_id, now_ms)

    def _power(
        self, peer: Peer | None, connection: Connection, command: PowerUpdate, ack_id: int | None, now_ms: int
    ) -> None:
        metrics, rr = _sample_of(command)
        self._observe(peer, connection, command, metrics, rr, ack_id, now_ms)

    def _metrics(
        self, peer: Peer | None, connection: Connection, command: PlayerMetricsUpdate, ack_id: int | None, now_ms: int
    ) -> None:
        self._observe(peer, connection, command, command.metrics, None, ack_id, now_ms)

    def _observe(
        self,
        peer: Peer | None,
        connection: Connection,
        command: PlayerMetricsUpdate | HeartRateUpdate | PowerUpdate,
        metrics: Metrics,
        rr: str | None,
        ack_id: int | None,
        now_ms: int,
    ) -> None:
        """The fast path: analyse at once, store within a second, acknowledge when that is done and asked for."""
        session_id, player_id = command.session_id, command.player_id
        session = self._hall.session(session_id)
        live = session.live.get(player_id) if session is not None else None
        identity = connection.identity
        if session is None or live is None or not may_send(identity, session.state.org_id, session_id, player_id):
            if peer is not None:
                self._refuse_live(peer, connection, command, ack_id)
            return
        if metrics.heart_rate is not None and not self._privacy.allows_heart_rate(player_id):
            if isinstance(command, HeartRateUpdate):
                if peer is not None:
                    self._refuse_live(peer, connection, command, ack_id)
                return
            metrics = replace(metrics, heart_rate=None)
        occurred = command.occurred_at
        at_ms = now_ms if occurred is None else min(to_ms(occurred), now_ms)
        if at_ms >= live.boundary_ms:
            held = self._hall.find(session_id)
            if held is not None:
                self._hall.pass_boundary(held, live, at_ms, now_ms)
        live.observe(at_ms, now_ms, metrics)
        power = metrics.power
        row = SampleRow(
            session_id,
            player_id,
            at_ms,
            metrics.heart_rate,
            None if power is None else round(power),
            metrics.cadence,
            metrics.speed,
            metrics.distance,
            rr,
            now_ms,
        )
        if ack_id is None or peer is None:
            self._hall.keep(row)
        else:
            self._keep_and_answer(peer, command, ack_id, row)
        if self._broadcast.attendance.wants_events(session_id):
            self._broadcast.feed.live(session, live, _name_of(command), now_ms)

    def _keep_and_answer(self, peer: Peer, command: Command, ack_id: int, row: SampleRow) -> None:
        reply = self.answer(peer, ack_id, None, command.event_id)

        def when_stored(refusal: Refusal | None) -> None:
            if refusal is None:
                reply.ok()
            else:
                reply.refuse(refusal)

        self._hall.keep(row, when_stored)

    def _refuse_heart_rate(self, player_id: str) -> Refusal | None:
        """Refuse the heart rate of somebody who did not agree to its being taken in."""
        if self._privacy.allows_heart_rate(player_id):
            return None
        return without_consent(Category.HEART_RATE, player_id)

    def _refuse_live(
        self,
        peer: Peer,
        connection: Connection,
        command: PlayerMetricsUpdate | HeartRateUpdate | PowerUpdate,
        ack_id: int | None,
    ) -> None:
        """Find the reason why a live sample was not taken, in the words of the policy."""
        spec = CATALOGUE[_name_of(command)]
        identity = connection.identity
        refusal = refuse_role(spec, identity)
        held = self._hall.find(command.session_id)
        context = ErrorContext(session_id=command.session_id, player_id=command.player_id)
        if refusal is None and held is None:
            refusal = Refusal(ErrorCode.SESSION_NOT_FOUND, "", context)
        if refusal is None and held is not None:
            refusal = may_see(identity, held.session.state) or refuse_player(
                identity, held.session.state, command.player_id
            )
        if refusal is None and isinstance(command, HeartRateUpdate):
            refusal = self._refuse_heart_rate(command.player_id)
        refusal = refusal or Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        self.answer(peer, ack_id, spec, command.event_id).refuse(refusal)


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


def may_send(identity: Identity, org_id: str, session_id: str, player_id: str) -> bool:
    """The policy of live samples, in the order in which they come: players, then devices and trainers."""
    role = identity.role
    if identity.org_id != org_id or (identity.session_id is not None and identity.session_id != session_id):
        return False
    if role is Role.PLAYER or role is Role.DEVICE:
        return identity.player_id == player_id or identity.speaks_for(player_id)
    return role is Role.TRAINER or role is Role.ADMIN


def _sample_of(command: Any) -> tuple[Metrics, str | None]:
    """A live command's values, and its beat-to-beat intervals as they are stored."""
    if isinstance(command, HeartRateUpdate):
        lost = command.contact is False
        rr = pack_rr(command.rr_intervals) if command.rr_intervals else None
        return Metrics(heart_rate=None if lost else command.heart_rate), rr
    if isinstance(command, PowerUpdate):
        return Metrics(power=command.power, cadence=command.cadence, speed=command.speed), None
    return command.metrics, None


def _name_of(command: Command) -> str:
    if isinstance(command, HeartRateUpdate):
        return HEART_RATE
    return POWER if isinstance(command, PowerUpdate) else METRICS
