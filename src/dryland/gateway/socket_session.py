"""One client's Socket.IO conversation over one engine session: namespaces, events, answers, attachments.

Knows the protocol, not what the events mean: those go to the application of their namespace.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import NoReturn

import msgspec

from dryland.gateway.admission import Purse
from dryland.gateway.counters import Counters
from dryland.gateway.engine_session import EngineSession
from dryland.gateway.engineio import Packet
from dryland.gateway.frames import Write
from dryland.gateway.limits import Limits
from dryland.gateway.loop import Timers
from dryland.gateway.outbox import Lane
from dryland.gateway.peer import Application, Line, Peer
from dryland.gateway.reasons import Reason
from dryland.gateway.rooms import Rooms
from dryland.gateway.socketio import (
    ACK,
    BINARY_ACK,
    BINARY_EVENT,
    CONNECT,
    DISCONNECT,
    EVENT,
    RESERVED_EVENTS,
    BinaryArgs,
    Frame,
    ParseError,
    check_placeholders,
    connect_error_packet,
    connect_packet,
    decode_args,
    decode_frame,
    event_name,
    head,
    is_too_deep,
)
from dryland.gateway.wheel import Alarm

__all__ = ["SocketHouse", "SocketSession"]

_AUTH = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NO_PREFIX = b"4!"
"""No packet begins like this."""
_BRACKET, _BACKSLASH = b"[\\"


class SocketHouse:
    """What every Socket.IO session of one gateway shares."""

    def __init__(
        self,
        limits: Limits,
        timers: Timers,
        counters: Counters,
        rooms: Rooms,
        log: Callable[[str, dict[str, object]], None],
    ) -> None:
        self.limits = limits
        self.timers = timers
        self.counters = counters
        self.rooms = rooms
        self.log = log
        self.applications: dict[str, Application] = {}
        self.peers = 0
        self.shallow_bytes = 4 * (limits.json_depth - 1)
        """Arguments that are no longer and hold no array cannot nest too deep: a nest of objects takes four bytes
        or more (`{"":`) for each level but the innermost, and the whole event is one level itself."""


class _RefusedError(Exception):
    """The client broke a rule; the connection ends with this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class _Held:
    """A peer's line while its application decides: what is sent waits for the welcome."""

    def __init__(self) -> None:
        self.write: Write | None = None
        self.packets: list[tuple[Packet, Lane, Hashable | None]] = []

    def push(self, packet: Packet) -> None:
        """Never called: a held line has no `write`."""
        _never(packet.text)

    def push_text(self, text: bytes) -> None:
        """Never called: a held line has no `write`."""
        _never(text)

    def enqueue(self, packet: Packet, lane: Lane, key: Hashable | None) -> None:
        """Keep a packet until the welcome is out."""
        self.packets.append((packet, lane, key))

    def hurry(self) -> None:
        """Nothing has been written."""


def _never(data: bytes) -> NoReturn:
    raise AssertionError("a closed line was written to")


class _Severed(_Held):
    """The line of a peer that has left: everything is dropped."""

    def enqueue(self, packet: Packet, lane: Lane, key: Hashable | None) -> None:
        """Drop."""


_SEVERED: Line = _Severed()


class _Incoming:
    """A binary packet whose attachments are still arriving."""

    __slots__ = ("alarm", "attachments", "frame", "size")

    def __init__(self, frame: Frame, alarm: Alarm) -> None:
        self.frame = frame
        self.alarm = alarm
        self.attachments: list[bytes] = []
        self.size = 0


class SocketSession:
    """The receiver of one engine session's messages; `peers` holds whom this client is in which namespace."""

    __slots__ = (
        "_application",
        "_applications",
        "_connects",
        "_counters",
        "_engine",
        "_house",
        "_incoming",
        "_joining",
        "_peer",
        "_prefix",
        "_purse",
        "peers",
    )

    def __init__(self, engine: EngineSession, house: SocketHouse) -> None:
        self._engine = engine
        self._house = house
        self._counters = house.counters
        self._applications: Mapping[str, Application] = house.applications
        self.peers: dict[str, Peer] = {}
        self._incoming: _Incoming | None = None
        self._connects = 0
        self._prefix = _NO_PREFIX
        """How an event begins in the namespace this client spoke in last, up to its ack id."""
        self._peer: Peer
        self._application: Application
        self._purse = Purse(house.limits.events_per_s, house.limits.events_burst, house.timers.clock)
        self._joining: Alarm | None = house.timers.after(house.limits.connect_timeout_s, self._not_joined)

    def _not_joined(self) -> None:
        self._engine.finish(Reason.CONNECT_TIMEOUT)

    # What comes in.

    def text(self, packet: bytes) -> None:
        """One text packet, `4` in front; a plain event goes the short way."""
        counters = self._counters
        counters.packets_in += 1
        counters.bytes_in += len(packet)
        try:
            if not self._purse.spend():
                raise _RefusedError(Reason.RATE_LIMITED)
            if self._is_plain_event(packet):
                return
            self._frame(decode_frame(packet))
        except _RefusedError as refusal:
            self._engine.close(refusal.reason)
        except ParseError:
            self._engine.close(Reason.PARSE_ERROR)

    def _is_plain_event(self, packet: bytes) -> bool:
        """Take a plainly named event of the namespace spoken in last; False leaves whatever else it is to the parser.

        Most packets are one, so it is cut at its first two quotes: `42/training,7[`, the name, the arguments.
        """
        parts = packet.split(b'"', 2)
        if len(parts) != 3 or self._incoming is not None:
            return False
        start, name, rest = parts
        size = len(self._prefix)
        digits = start[size:-1]
        if start[:size] != self._prefix or start[-1] != _BRACKET or _BACKSLASH in name or name in RESERVED_EVENTS:
            return False
        if digits and not (digits.isdigit() and len(digits) < 16):
            return False
        payload = packet[len(start) - 1 :]
        if _BRACKET in rest or len(rest) > self._house.shallow_bytes:
            self._check_depth(payload)
        args = decode_args(payload)
        del args[0]
        try:
            self._application.event(self._peer, name, args, int(digits) if digits else None)
        except Exception as error:
            self._failed(error)
        return True

    def _frame(self, frame: Frame) -> None:
        if self._incoming is not None:
            raise ParseError("text between attachments")
        if frame.kind == CONNECT:
            self._connect(frame)
            return
        if frame.namespace not in self.peers:
            raise _RefusedError(Reason.NOT_JOINED if self.peers else Reason.NO_CONNECT)
        if frame.kind == EVENT:
            self._event(frame.namespace, frame.ack_id, frame.payload, None)
        elif frame.kind == ACK:
            self._answer(frame, None)
        elif frame.kind in (BINARY_EVENT, BINARY_ACK):
            self._expect_attachments(frame)
        elif frame.kind == DISCONNECT and not frame.payload and frame.ack_id is None:
            self.leave(self.peers[frame.namespace], Reason.CLIENT_LEFT)
        else:
            raise ParseError("packet")

    # Namespaces.

    def _connect(self, frame: Frame) -> None:
        name = frame.namespace
        self._connects += 1
        if self._connects > self._house.limits.namespaces_per_connection:
            raise _RefusedError(Reason.TOO_MANY_NAMESPACES)
        if len(name.encode()) > self._house.limits.namespace_bytes or frame.ack_id is not None:
            raise ParseError("connect")
        if name in self.peers:
            raise _RefusedError(Reason.DUPLICATE_CONNECT)
        auth = self._auth(frame.payload)
        application = self._applications.get(name)
        if application is None:
            self._engine.send(connect_error_packet(name, "Invalid namespace", None))
        else:
            self._join(application, name, auth)

    def _auth(self, payload: bytes) -> msgspec.Raw | None:
        if not payload:
            return None
        self._check_depth(payload)
        try:
            _AUTH.decode(payload)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ParseError("auth") from error
        return msgspec.Raw(payload)

    def _join(self, application: Application, name: str, auth: msgspec.Raw | None) -> None:
        held = _Held()
        peer = Peer(secrets.token_urlsafe(15), name, self._engine.remote, held, self)
        self.peers[name] = peer
        self._lead_to(peer)
        self._house.peers += 1
        try:
            refusal = application.connect(peer, auth)
        except Exception as error:
            self._failed(error)
            return
        if peer.line is not held:
            return
        if refusal is not None:
            self._forget(peer)
            self._engine.send(connect_error_packet(name, refusal.message, refusal.data))
            return
        if self._joining is not None:
            self._joining.cancel()
            self._joining = None
        self._welcome(peer, held)

    def _welcome(self, peer: Peer, held: _Held) -> None:
        """Let a peer in: the welcome first, on its own, then what its application has already sent."""
        self._engine.send_alone(connect_packet(peer.namespace, peer.sid))
        peer.line = self._engine
        for packet, lane, key in held.packets:
            self._engine.send(packet, lane, key)

    def _lead_to(self, peer: Peer) -> None:
        """Let the short way lead to this peer's namespace."""
        name = peer.namespace
        self._prefix, self._peer, self._application = head(EVENT, name), peer, self._applications[name]

    def leave(self, peer: Peer, reason: str) -> None:
        """Take a peer out of its namespace and tell its application."""
        if self.peers.get(peer.namespace) is not peer:
            return
        line = peer.line
        if isinstance(line, _Held):
            self._welcome(peer, line)
        self._forget(peer)
        if not self.peers and self._joining is None:
            limits = self._house.limits
            self._joining = self._house.timers.after(limits.connect_timeout_s, self._not_joined)
        self._depart(peer, reason)

    def _forget(self, peer: Peer) -> None:
        del self.peers[peer.namespace]
        if self._peer is peer:
            self._prefix = _NO_PREFIX
        self._house.peers -= 1
        peer.line = _SEVERED

    def _depart(self, peer: Peer, reason: str) -> None:
        application = self._applications[peer.namespace]
        try:
            peer.lost(reason)
            application.disconnected(peer, reason)
        except Exception as error:
            self._house.log("application failed", {"error": error})
        self._house.rooms.leave_all(peer)

    # Events and answers.

    def _event(self, namespace: str, ack_id: int | None, payload: bytes, attachments: list[bytes] | None) -> None:
        peer = self.peers.get(namespace)
        if peer is None:
            raise _RefusedError(Reason.NOT_JOINED if self.peers else Reason.NO_CONNECT)
        self._lead_to(peer)
        self._check_depth(payload)
        args = decode_args(payload)
        if not args:
            raise ParseError("event without a name")
        name = event_name(payload, args)
        del args[0]
        if attachments is not None:
            args = BinaryArgs(args, attachments)
        try:
            self._applications[namespace].event(peer, name, args, ack_id)
        except Exception as error:
            self._failed(error)

    def _check_depth(self, payload: bytes) -> None:
        if is_too_deep(payload, self._house.limits.json_depth):
            raise _RefusedError(Reason.TOO_DEEP)

    def _answer(self, frame: Frame, attachments: list[bytes] | None) -> None:
        if frame.ack_id is None:
            raise ParseError("answer without an id")
        args = decode_args(frame.payload)
        if attachments is not None:
            args = BinaryArgs(args, attachments)
        try:
            self.peers[frame.namespace].answered(frame.ack_id, args)
        except Exception as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """The application raised: its bug, logged in full, and the end of this one connection."""
        self._house.log("application failed", {"error": error})
        self._engine.finish(Reason.SERVER_ERROR)

    # Attachments.

    def _expect_attachments(self, frame: Frame) -> None:
        limits = self._house.limits
        if frame.attachments > limits.attachments_per_packet:
            raise _RefusedError(Reason.TOO_MANY_ATTACHMENTS)
        self._check_depth(frame.payload)
        check_placeholders(frame.payload, frame.attachments)
        if frame.attachments == 0:
            self._dispatch_binary(frame, [])
            return
        alarm = self._house.timers.after(limits.attachments_timeout_s, self._attachments_overdue)
        self._incoming = _Incoming(frame, alarm)

    def _attachments_overdue(self) -> None:
        self._engine.close(Reason.ATTACHMENTS_TIMEOUT)

    def binary(self, data: bytes) -> None:
        """One attachment of the packet before it."""
        incoming = self._incoming
        self._house.counters.bytes_in += len(data)
        if incoming is None:
            self._engine.close(Reason.PARSE_ERROR)
            return
        incoming.size += len(data)
        if incoming.size > self._house.limits.attachment_bytes:
            self._engine.close(Reason.TOO_MANY_ATTACHMENTS)
            return
        incoming.attachments.append(data)
        if len(incoming.attachments) < incoming.frame.attachments:
            return
        incoming.alarm.cancel()
        self._incoming = None
        try:
            self._dispatch_binary(incoming.frame, incoming.attachments)
        except _RefusedError as refusal:
            self._engine.close(refusal.reason)
        except ParseError:
            self._engine.close(Reason.PARSE_ERROR)

    def _dispatch_binary(self, frame: Frame, attachments: list[bytes]) -> None:
        if frame.kind == BINARY_EVENT:
            self._event(frame.namespace, frame.ack_id, frame.payload, attachments)
        elif frame.namespace in self.peers:
            self._answer(frame, attachments)

    # The end.

    def closed(self, reason: str) -> None:
        """The engine session has ended: every namespace hears it."""
        if self._joining is not None:
            self._joining.cancel()
            self._joining = None
        if self._incoming is not None:
            self._incoming.alarm.cancel()
            self._incoming = None
        for peer in tuple(self.peers.values()):
            self._forget(peer)
            self._depart(peer, reason)

    def end(self, reason: str) -> None:
        """End the whole connection; what is queued is delivered first."""
        self._engine.finish(reason)

    def alarm(self, delay_s: float, callback: Callable[[], None]) -> Alarm:
        """Call back later."""
        return self._house.timers.after(delay_s, callback)
