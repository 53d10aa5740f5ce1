"""One Engine.IO session: its phases, its heartbeat, its transports and what waits to be sent.

No I/O of its own: sockets, polls and time are handed in. Knows nothing of Socket.IO; whole message
packets go to the session's receiver.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from dryland.gateway.counters import Counters
from dryland.gateway.engineio import CLOSE, NOOP, PING, Packet, encode_payload
from dryland.gateway.frames import TEXT, Write, frame
from dryland.gateway.limits import Limits
from dryland.gateway.loop import Timers
from dryland.gateway.outbox import Lane, Outbox
from dryland.gateway.phases import ENDING, ON_POLLING, TRANSITIONS, Phase, Signal
from dryland.gateway.reasons import Reason
from dryland.gateway.websocket import NORMAL, POLICY, WebSocket
from dryland.gateway.wheel import Alarm

__all__ = ["EngineSession", "House", "Receiver"]


_IDLE_WORDS = frozenset({b"3", b"5", b"6"})
"""A pong nobody asked for, an upgrade that is none, a noop: they start nothing."""

_CLOSE_CODES: dict[str, int] = {
    Reason.SHUTDOWN: 1001,
    Reason.SERVER_CLOSE: NORMAL,
    Reason.SERVER_LEFT: NORMAL,
    Reason.CLIENT_CLOSE: NORMAL,
    Reason.SLOW_RECEIVER: 1013,
    Reason.SERVER_ERROR: 1011,
}
"""WebSocket close codes by reason; every other reason is a policy violation."""


class Receiver(Protocol):
    """Whoever reads a session's messages."""

    def text(self, packet: bytes) -> None:
        """One text message; the engine's type digit `4` still stands in front."""
        ...

    def binary(self, data: bytes) -> None:
        """One binary message."""
        ...

    def closed(self, reason: str) -> None:
        """The session has ended; called once."""
        ...


class Droppable(Protocol):
    """A transport that is not in use yet."""

    def drop(self) -> None:
        """Close it: the session has ended."""
        ...


class _Deaf:
    """The receiver of a session that has ended."""

    def text(self, packet: bytes) -> None:
        """Hear nothing."""

    def binary(self, data: bytes) -> None:
        """Hear nothing."""

    def closed(self, reason: str) -> None:
        """Hear nothing."""


_DEAF = _Deaf()


@dataclass(slots=True, frozen=True)
class House:
    """What every session of one server shares."""

    limits: Limits
    timers: Timers
    counters: Counters
    forget: Callable[["EngineSession"], None]
    log: Callable[[str, dict[str, object]], None]


class EngineSession:
    """A client's session, over polling, over WebSocket or on its way from one to the other."""

    __slots__ = (
        "_alarm",
        "_awaits_pong",
        "_counters",
        "_drain_alarm",
        "_farewell",
        "_house",
        "_idle_words",
        "_outbox",
        "_paused",
        "_probe",
        "_socket",
        "_wake_poll",
        "ending",
        "is_posting",
        "phase",
        "receiver",
        "remote",
        "sid",
        "write",
    )

    def __init__(self, sid: str, remote: str, house: House) -> None:
        self.sid = sid
        self.remote = remote
        self.phase = Phase.POLLING
        self.receiver: Receiver = _DEAF
        self.write: Write | None = None
        """Straight to the WebSocket; None unless it is open, not slow, and nothing waits."""
        self.is_posting = False
        """Whether a POST of this session is being read; kept by the polling routes."""
        self._house = house
        self._counters = house.counters
        self._socket: WebSocket | None = None
        self._probe: Droppable | None = None
        self._outbox: Outbox | None = None
        self._paused = False
        self._wake_poll: Callable[[], None] | None = None
        self._farewell: Packet | None = None
        self._awaits_pong = False
        self._idle_words = 0
        self._drain_alarm: Alarm | None = None
        self._alarm: Alarm | None = None
        self.ending = ""
        """Why the session has ended or is about to; empty while it lives."""

    def begin(self, receiver: Receiver) -> None:
        """The client has been told its session: messages go to `receiver`, the heartbeat runs."""
        self.receiver = receiver
        self._set_alarm(self._house.limits.ping_interval_s, self._beat)

    def _set_alarm(self, delay_s: float, callback: Callable[[], None]) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._house.timers.after(delay_s, callback)

    def _signal(self, signal: Signal) -> bool:
        phase = TRANSITIONS.get((self.phase, signal))
        if phase is None:
            return False
        self.phase = phase
        return True

    # What comes in.

    def text(self, data: bytes) -> None:
        """One text packet from the active transport."""
        if data[:1] == b"4":
            self.receiver.text(data)
        elif data == b"3" and self._awaits_pong:
            self._pong()
        elif data in _IDLE_WORDS:
            self._count_idle_word()
        elif data == b"1":
            self.finish_by_client()
        else:
            self.close(Reason.PARSE_ERROR)

    def _count_idle_word(self) -> None:
        """Nothing needs these packets; many of them are an attempt to keep the server busy."""
        self._idle_words += 1
        if self._idle_words > self._house.limits.idle_packets:
            self.close(Reason.RATE_LIMITED)

    def binary(self, data: bytes) -> None:
        """One binary message from the active transport."""
        self.receiver.binary(data)

    def finish_by_client(self) -> None:
        """The client said goodbye: a pending poll is released with a noop."""
        self._farewell = NOOP
        self._drop_outbox()
        self.close(Reason.CLIENT_CLOSE)

    # Heartbeat.

    def _beat(self) -> None:
        if self._awaits_pong:
            self.close(Reason.PING_TIMEOUT)
            return
        self._awaits_pong = True
        timeout_s = self._house.limits.ping_timeout_s
        # Clients count from the handshake: a late ping does not move the end. Half the time is theirs in any case.
        self._set_alarm(timeout_s - min(self._house.timers.late_s(), timeout_s / 2), self._beat)
        if self.write is not None:
            self.push(PING)
        else:
            self._queue(PING, Lane.URGENT, None, None)

    def _pong(self) -> None:
        if self.phase in ENDING:
            return
        self._awaits_pong = False
        self._set_alarm(self._house.limits.ping_interval_s, self._beat)

    # What goes out.

    def send(self, packet: Packet, lane: Lane = Lane.ORDERED, key: Hashable | None = None) -> None:
        """Send at once if the receiver keeps up, else queue in `lane`."""
        if self.write is not None:
            self.push(packet)
        else:
            self.enqueue(packet, lane, key)

    def send_alone(self, packet: Packet) -> None:
        """Send ahead of everything; on a WebSocket, what follows keeps a little distance."""
        if self.write is not None and self._socket is not None:
            self._count_out(packet.size)
            self._socket.write_alone(packet.frames)
        else:
            self.enqueue(packet, Lane.URGENT, None)

    def push(self, packet: Packet) -> None:
        """Write a packet to the WebSocket; only while there is a `write`."""
        assert self.write is not None
        self._count_out(packet.size)
        self.write(packet.frames)

    def _count_out(self, size: int) -> None:
        counters = self._counters
        counters.packets_out += 1
        counters.bytes_out += size

    def push_text(self, text: bytes) -> None:
        """Write a packet of text alone, for one receiver; only while there is a `write`."""
        assert self.write is not None
        counters = self._counters
        counters.packets_out += 1
        counters.bytes_out += len(text)
        self.write(frame(TEXT, text))

    def hurry(self) -> None:
        """Hand on what has been written without waiting for the end of the loop's turn."""
        if self._socket is not None:
            self._socket.flush()

    def enqueue(self, packet: Packet, lane: Lane, key: Hashable | None) -> None:
        """Queue a packet for a receiver that is slow, polls, or is not there yet."""
        self._queue(packet, lane, key, self._house.timers.clock())

    def _queue(self, packet: Packet, lane: Lane, key: Hashable | None, now_s: float | None) -> None:
        if self.phase in ENDING:
            return
        outbox = self._outbox
        if outbox is None:
            outbox = self._outbox = Outbox()
        replaced = outbox.replaced
        outbox.put(packet, lane, key, now_s)
        self._counters.live_replaced += outbox.replaced - replaced
        if self._wake_poll is not None:
            self._wake_poll()
        if outbox.bytes_queued > self._house.limits.buffered_bytes:
            self._give_up()
        elif self._drain_alarm is None and now_s is not None:
            self._drain_alarm = self._house.timers.after(self._house.limits.buffered_s, self._check_age)

    def _give_up(self) -> None:
        """End the session outside the fan-out that found its receiver too slow."""
        self._drop_outbox()
        self._house.timers.soon(lambda: self.close(Reason.SLOW_RECEIVER))

    def _check_age(self) -> None:
        self._drain_alarm = None
        oldest_s = self._outbox.oldest_s() if self._outbox is not None else None
        if oldest_s is None:
            return
        left_s = oldest_s + self._house.limits.buffered_s - self._house.timers.clock()
        if left_s > 0:
            self._drain_alarm = self._house.timers.after(left_s, self._check_age)
        else:
            self._give_up()

    def _drop_outbox(self) -> None:
        if self._outbox is not None:
            self._outbox.clear()

    # WebSocket: the session is the socket's sink.

    def opened(self, socket: WebSocket) -> None:
        """A WebSocket is this session's transport from the start."""
        self.phase = Phase.WEBSOCKET
        self._adopt(socket)

    def _adopt(self, socket: WebSocket) -> None:
        self._socket = socket
        socket.sink = self
        self._flush()

    def paused(self) -> None:
        """The socket's receiver is slow."""
        self._paused = True
        self.write = None

    def resumed(self) -> None:
        """The socket's receiver has caught up."""
        self._paused = False
        self._flush()

    def _flush(self) -> None:
        socket, outbox = self._socket, self._outbox
        if socket is None:
            return
        while outbox and not self._paused and not socket.is_backed_up:
            packet = outbox.take()
            assert packet is not None
            self._count_out(packet.size)
            socket.write_now(packet.frames)
        if outbox or self._paused:
            return
        self._outbox = None
        if self.phase is Phase.WEBSOCKET:
            self.write = socket.write
        elif self.phase is Phase.CLOSING:
            self.close(self.ending)

    def gone(self, reason: Reason) -> None:
        """The socket is closed."""
        self.close(reason)

    # Upgrade: a probe is the sink of the second transport until the upgrade packet.

    def begin_probe(self, probe: Droppable) -> bool:
        """Let a WebSocket try to take over; False if one already has or is about to."""
        if not self._signal(Signal.WEBSOCKET_OPENED):
            return False
        self._probe = probe
        return True

    def probed(self) -> None:
        """The probe was answered: release the poll so that the client can pause polling."""
        if self._signal(Signal.PROBED) and self._wake_poll is not None:
            self._wake_poll()

    def probe_lost(self) -> None:
        """The probe failed; polling lives on."""
        self._probe = None
        self._signal(Signal.PROBE_LOST)

    def upgrade(self, socket: WebSocket) -> None:
        """Move to the WebSocket; what was queued follows there, in order."""
        if not self._signal(Signal.UPGRADED):
            return
        self._probe = None
        self._counters.upgrades += 1
        if self._wake_poll is not None:
            self._farewell = NOOP
            self._wake_poll()
        self._adopt(socket)

    # Polling.

    @property
    def is_polling(self) -> bool:
        """Whether HTTP requests may still be made for this session."""
        return self.phase in ON_POLLING or (self.phase is Phase.CLOSING and self._socket is None)

    @property
    def is_polled(self) -> bool:
        """Whether a poll is pending."""
        return self._wake_poll is not None

    def begin_poll(self, wake: Callable[[], None]) -> None:
        """A poll waits; `wake` is called, possibly at once, when `take_poll` has something to say."""
        self._wake_poll = wake
        if self._outbox or self.phase is Phase.UPGRADING or self._farewell is not None:
            wake()

    def take_poll(self) -> bytes:
        """The body of a woken poll."""
        self._wake_poll = None
        packets: list[Packet] = []
        if self.phase is not Phase.WEBSOCKET and self._outbox is not None:
            packets = self._outbox.take_all()
        if self._farewell is not None:
            packets.append(self._farewell)
            self._farewell = None
        if self.phase is Phase.CLOSING:
            self.close(self.ending)
        self._counters.packets_out += len(packets)
        body = encode_payload(packets or [NOOP])
        self._counters.bytes_out += len(body)
        return body

    # The end.

    def finish(self, reason: str) -> None:
        """End the session from this side: what is queued is delivered first, then the close."""
        if not self._signal(Signal.FINISH):
            return
        self.write = None
        self.ending = reason
        self._end_receiver(reason)
        if self._socket is None:
            self._drop_probe()
            self._farewell = CLOSE
            if self._wake_poll is not None:
                self._wake_poll()
        elif not self._outbox:
            self.close(reason)
            return
        self._set_alarm(self._house.limits.buffered_s, lambda: self.close(reason))

    def close(self, reason: str) -> None:
        """End the session now; a pending poll hears `1`, a WebSocket a close frame with the reason."""
        was_closing = self.phase is Phase.CLOSING
        if not self._signal(Signal.CLOSE):
            return
        self.write = None
        self.ending = self.ending or reason
        if self._alarm is not None:
            self._alarm.cancel()
        if self._drain_alarm is not None:
            self._drain_alarm.cancel()
        self._drop_probe()
        self._house.forget(self)
        if not was_closing:
            self._end_receiver(reason)
        if self._wake_poll is not None:
            self._farewell = self._farewell or CLOSE
            self._wake_poll()
        if self._socket is not None:
            self._close_socket(self._socket, reason)

    def _close_socket(self, socket: WebSocket, reason: str) -> None:
        socket.close(_CLOSE_CODES.get(reason, POLICY), str(reason))
        self._socket = None
        self._outbox = None

    def _drop_probe(self) -> None:
        if self._probe is not None:
            self._probe.drop()
            self._probe = None

    def _end_receiver(self, reason: str) -> None:
        closed = self._counters.closed
        closed[reason] = closed.get(reason, 0) + 1
        self._house.log("session closed", {"reason": str(reason), "remote": self.remote})
        receiver, self.receiver = self.receiver, _DEAF
        receiver.closed(reason)
