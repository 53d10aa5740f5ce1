"""One client in one namespace, as the application sees it."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from dryland.gateway.engineio import Packet
from dryland.gateway.frames import Write
from dryland.gateway.outbox import Lane
from dryland.gateway.reasons import Reason
from dryland.gateway.socketio import ACK, ack_packet, disconnect_packet, head, request_packet
from dryland.gateway.wheel import Alarm

__all__ = ["Application", "Line", "Peer", "Refusal", "Session"]


class Refusal(NamedTuple):
    """Why a client may not join a namespace; both fields reach it as CONNECT_ERROR."""

    message: str
    data: dict[str, Any] | None = None


class Application(Protocol):
    """What lives in a namespace. All calls are synchronous and come from the event loop's thread."""

    def connect(self, peer: "Peer", auth: msgspec.Raw | None) -> Refusal | None:
        """A client wants to join; `auth` is its JSON object. What is sent to it here follows the welcome."""
        ...

    def event(self, peer: "Peer", name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        """An event: the name's UTF-8 text, the arguments as JSON (`BinaryArgs` if it carries attachments)."""
        ...

    def disconnected(self, peer: "Peer", reason: str) -> None:
        """The client has left; its rooms are still known, sending to it does nothing."""
        ...


class Line(Protocol):
    """Where a peer's packets go."""

    @property
    def write(self) -> Write | None:
        """Writes WebSocket frames at once; None while packets have to queue."""
        ...

    def push(self, packet: Packet) -> None:
        """Write at once; only while there is a `write`."""
        ...

    def push_text(self, text: bytes) -> None:
        """Write a packet of text alone at once; only while there is a `write`."""
        ...

    def enqueue(self, packet: Packet, lane: Lane, key: Hashable | None) -> None:
        """Queue."""
        ...

    def hurry(self) -> None:
        """Hand on what has been written without waiting for the end of the loop's turn."""
        ...


class Session(Protocol):
    """What a peer asks of the connection it shares with other namespaces."""

    def leave(self, peer: "Peer", reason: str) -> None:
        """Take the peer out of its namespace."""
        ...

    def end(self, reason: str) -> None:
        """End the whole connection."""
        ...

    def alarm(self, delay_s: float, callback: Callable[[], None]) -> Alarm:
        """Call back later."""
        ...


class _Request(NamedTuple):
    on_reply: Callable[[Sequence[msgspec.Raw]], None]
    on_lost: Callable[[str], None] | None
    alarm: Alarm | None


class Peer:
    """A client that has joined a namespace; `context` belongs to the application."""

    __slots__ = (
        "_next_id",
        "_plain_ack",
        "_requests",
        "_session",
        "context",
        "line",
        "namespace",
        "remote",
        "rooms",
        "sid",
    )

    def __init__(self, sid: str, namespace: str, remote: str, line: Line, session: Session) -> None:
        self.sid = sid
        self.namespace = namespace
        self.remote = remote
        self.context: object = None
        self.rooms: set[str] = set()
        """Rooms joined; kept by the gateway, read-only for everybody else."""
        self.line = line
        self._session = session
        self._plain_ack = head(ACK, namespace)
        self._requests: dict[int, _Request] | None = None
        self._next_id = 0

    def __repr__(self) -> str:
        return f"<Peer {self.sid} in {self.namespace}>"

    def send(self, packet: Packet, lane: Lane = Lane.ORDERED, key: Hashable | None = None) -> None:
        """Send an event; what is urgent leaves at once, the other lanes and `key` matter while the receiver is slow."""
        line = self.line
        if line.write is not None:
            line.push(packet)
            if lane is Lane.URGENT:
                line.hurry()
        else:
            line.enqueue(packet, lane, key if key is None else (self.namespace, key))

    def ack(self, ack_id: int, payload: bytes, attachments: Sequence[bytes] = ()) -> None:
        """Answer an event; `payload` is the JSON text of the arguments, joined by commas."""
        if attachments:
            self.send(ack_packet(self.namespace, ack_id, payload, attachments))
            return
        text = b"%b%d[%b]" % (self._plain_ack, ack_id, payload)
        line = self.line
        if line.write is not None:
            line.push_text(text)
        else:
            line.enqueue(Packet(text), Lane.ORDERED, None)

    def request(
        self,
        name: str,
        payload: bytes,
        on_reply: Callable[[Sequence[msgspec.Raw]], None],
        *,
        timeout_s: float | None = None,
        on_lost: Callable[[str], None] | None = None,
        lane: Lane = Lane.ORDERED,
    ) -> None:
        """Send an event and wait for its answer; exactly one of the two callbacks is called.

        `on_lost` hears `timeout`, or why the client left.
        """
        ack_id = self._next_id
        self._next_id += 1
        if self._requests is None:
            self._requests = {}
        alarm = None if timeout_s is None else self._session.alarm(timeout_s, lambda: self._overdue(ack_id))
        self._requests[ack_id] = _Request(on_reply, on_lost, alarm)
        self.send(request_packet(self.namespace, name, payload, ack_id), lane)

    @property
    def requests_pending(self) -> int:
        """Requests that wait for their answer."""
        return len(self._requests or ())

    def _overdue(self, ack_id: int) -> None:
        request = (self._requests or {}).pop(ack_id, None)
        if request is not None and request.on_lost is not None:
            request.on_lost("timeout")

    def answered(self, ack_id: int, args: Sequence[msgspec.Raw]) -> bool:
        """Hand an answer to the request that waits for it; False if none does."""
        request = (self._requests or {}).pop(ack_id, None)
        if request is None:
            return False
        if request.alarm is not None:
            request.alarm.cancel()
        request.on_reply(args)
        return True

    def lost(self, reason: str) -> None:
        """Tell every waiting request that no answer will come."""
        requests, self._requests = self._requests, None
        for request in (requests or {}).values():
            if request.alarm is not None:
                request.alarm.cancel()
            if request.on_lost is not None:
                request.on_lost(reason)

    def disconnect(self, reason: str = Reason.SERVER_LEFT, *, close_transport: bool = False) -> None:
        """Put the client out of this namespace, or end its whole connection.

        Socket.IO's DISCONNECT carries no reason; a closed WebSocket names it in its close frame.
        """
        self.send(disconnect_packet(self.namespace))
        self._session.leave(self, reason)
        if close_transport:
            self._session.end(reason)
