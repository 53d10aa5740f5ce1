"""A strict WebSocket on top of a frame parser: RFC 6455's rules for messages, in and out.

The parser (picows) has already checked masks, opcodes, lengths and close codes below 3000; this
module checks the rest and hands over whole messages. It knows nothing of Engine.IO.
"""

import asyncio
import codecs
from typing import Any, Protocol, cast

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from dryland.gateway.admission import Purse
from dryland.gateway.frames import CLOSE, PONG, close_frame
from dryland.gateway.frames import frame as make_frame
from dryland.gateway.limits import Limits
from dryland.gateway.loop import Timers
from dryland.gateway.reasons import Reason
from dryland.gateway.wheel import Alarm

__all__ = ["Sink", "Underneath", "WebSocket"]

TEXT, BINARY, CONTINUATION = WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION
NORMAL, PROTOCOL_ERROR, BAD_TEXT, POLICY, TOO_BIG = 1000, 1002, 1007, 1008, 1009
RESERVED_CODES = frozenset({1004, 1005, 1006, 1015})
_UTF8 = codecs.getincrementaldecoder("utf-8")


class Sink(Protocol):
    """Whoever reads a WebSocket's messages."""

    def opened(self, socket: "WebSocket") -> None:
        """The handshake is done; the socket may be written."""
        ...

    def text(self, data: bytes) -> None:
        """One whole text message, valid UTF-8."""
        ...

    def binary(self, data: bytes) -> None:
        """One whole binary message."""
        ...

    def paused(self) -> None:
        """The receiver is slow: what is written from now on piles up in this process."""
        ...

    def resumed(self) -> None:
        """The receiver has caught up."""
        ...

    def gone(self, reason: Reason) -> None:
        """The socket is closed; nothing more will come."""
        ...


class _Unfinished:
    """A message whose last frame has not come yet."""

    __slots__ = ("alarm", "check", "frames", "is_text", "parts", "size")

    def __init__(self, is_text: bool, alarm: Alarm) -> None:
        self.is_text = is_text
        self.alarm = alarm
        self.check = _UTF8() if is_text else None
        self.parts: list[bytes] = []
        self.frames = 0
        self.size = 0

    def add(self, data: bytes, fin: bool) -> bool:
        """Append one frame's payload; False if the text so far cannot be UTF-8."""
        self.parts.append(data)
        self.frames += 1
        self.size += len(data)
        if self.check is None:
            return True
        try:
            self.check.decode(data, fin)
        except UnicodeDecodeError:
            return False
        return True


class Underneath:
    """What the parser takes for its transport.

    The parser writes its close frame while it still looks ahead. Here that frame becomes a notice, and the
    WebSocket closes in its own turn: what came whole before the broken frame is answered first.
    """

    __slots__ = ("address", "listener", "transport")

    def __init__(self, transport: asyncio.Transport, address: str) -> None:
        self.transport = transport
        self.listener: WebSocket | None = None
        self.address = address

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """The transport's own answer."""
        return self.transport.get_extra_info(name, default)

    def get_write_buffer_size(self) -> int:
        """Never empty: the parser may not write to the kernel past this object."""
        return 1

    def write(self, data: bytes | bytearray) -> None:
        """The handshake's response goes through; a close frame becomes a notice."""
        if self.listener is None:
            self.transport.write(data)
        elif data[0] == CLOSE:
            self.listener.parser_failed(int.from_bytes(data[2:4], "big"))

    def is_closing(self) -> bool:
        """The transport's own answer."""
        return self.transport.is_closing()

    def close(self) -> None:
        """The parser gives up the connection."""
        if self.listener is None:
            self.transport.close()
        else:
            self.listener.parser_left()

    def abort(self) -> None:
        """The parser cuts the connection."""
        self.transport.abort()


class WebSocket(WSListener):
    """One server-side WebSocket connection: strict about what it reads, in whole messages.

    It writes straight to the transport, with frames that may be shared between connections.
    """

    __slots__ = (
        "_closing",
        "_dirty",
        "_first",
        "_is_answering",
        "_is_quiet",
        "_limits",
        "_purse",
        "_rest",
        "_timers",
        "_transport",
        "_unfinished",
        "sink",
    )

    def __init__(self, sink: Sink, limits: Limits, timers: Timers) -> None:
        self.sink = sink
        self._limits = limits
        self._timers = timers
        self._transport: asyncio.Transport | None = None
        self._unfinished: _Unfinished | None = None
        self._closing: Alarm | None = None
        self._dirty = timers.flusher.dirty
        self._purse: Purse | None = None
        self._is_quiet = False
        self._is_answering = False
        self._first: bytes | None = None
        """The first write of this turn that has not been handed on; most turns have no other."""
        self._rest: list[bytes] | None = None

    # What comes in.

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Take over a connection whose handshake was accepted."""
        underneath = cast("Underneath", transport.underlying_transport)
        underneath.listener = self
        self._transport = underneath.transport
        transport.request.headers.clear()
        transport.response.headers.clear()
        self._transport.set_write_buffer_limits(high=self._limits.unsent_bytes, low=0)
        self.sink.opened(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """One frame from the parser; a whole text message in one frame is the short way."""
        kind = frame.msg_type
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            self._fail(PROTOCOL_ERROR, "reserved bits")
        elif self._closing is not None:
            if kind is WSMsgType.CLOSE:
                self._hang_up()
        elif kind is TEXT and self._unfinished is None and frame.fin:
            data = frame.get_payload_as_bytes()
            if len(data) > self._limits.max_payload_bytes:
                self._fail(TOO_BIG, "message too big")
            elif not data.isascii() and not _is_utf8(data):
                self._fail(BAD_TEXT, "invalid UTF-8")
            elif frame.last_in_buffer:
                self._last_text(data)
            else:
                self.sink.text(data)
        elif kind is CONTINUATION or kind is TEXT or kind is BINARY:
            self._data_frame(kind, frame)
        else:
            self._control_frame(kind, frame.get_payload_as_bytes())

    def _last_text(self, data: bytes) -> None:
        """The last message that has come so far: the answer to it leaves at once, with what has gathered before."""
        self._is_answering = True
        try:
            self.sink.text(data)
        finally:
            self._is_answering = False
            if self._first is not None:
                self.flush()

    def _control_frame(self, kind: WSMsgType, payload: bytes) -> None:
        if kind is WSMsgType.CLOSE:
            self._answer_close(payload)
            return
        if self._purse is None:
            self._purse = Purse(self._limits.events_per_s, self._limits.events_burst, self._timers.clock)
        if not self._purse.spend():
            self._fail(POLICY, "rate limit")
        elif kind is WSMsgType.PING and not self.is_backed_up:
            self.write(make_frame(PONG, payload))

    def _data_frame(self, kind: WSMsgType, frame: WSFrame) -> None:
        if (kind is CONTINUATION) is (self._unfinished is None):
            self._fail(PROTOCOL_ERROR, "fragments out of order")
            return
        data = frame.get_payload_as_bytes()
        if self._unfinished is not None:
            self._fragment(self._unfinished, data, bool(frame.fin))
        elif len(data) > self._limits.max_payload_bytes:
            self._fail(TOO_BIG, "message too big")
        elif frame.fin:
            self.sink.binary(data)
        else:
            alarm = self._timers.after(self._limits.unfinished_message_s, self._message_overdue)
            self._unfinished = _Unfinished(kind is TEXT, alarm)
            self._fragment(self._unfinished, data, False)

    def _fragment(self, message: _Unfinished, data: bytes, fin: bool) -> None:
        if message.frames >= self._limits.fragments_per_message:
            self._fail(POLICY, "too many fragments")
        elif message.size + len(data) > self._limits.max_payload_bytes:
            self._fail(TOO_BIG, "message too big")
        elif not message.add(data, fin):
            self._fail(BAD_TEXT, "invalid UTF-8")
        elif fin:
            self._forget_message()
            whole = b"".join(message.parts)
            (self.sink.text if message.is_text else self.sink.binary)(whole)

    def _message_overdue(self) -> None:
        self._fail(POLICY, "unfinished message")

    def _forget_message(self) -> None:
        if self._unfinished is not None:
            self._unfinished.alarm.cancel()
            self._unfinished = None

    def _answer_close(self, payload: bytes) -> None:
        code = int.from_bytes(payload[:2], "big") if payload else NORMAL
        if not 1000 <= code < 5000 or code in RESERVED_CODES or 1014 < code < 3000:
            self._fail(PROTOCOL_ERROR, "illegal close code")
            return
        self._forget_message()
        self.write_now(close_frame(code, ""))
        self._closing = self._timers.after(self._limits.close_linger_s, self._leave)
        self._hang_up()

    def parser_failed(self, code: int) -> None:
        """The parser found a broken frame; it looks one frame ahead, so the good one before it is served first."""
        if self._transport is not None:
            self._transport.pause_reading()
        self._timers.soon(lambda: self._fail(code, "broken frame"))

    def parser_left(self) -> None:
        """The parser hangs up 10 ms after a failure: behind the close frame, however late this turn of the loop is."""
        self._timers.soon(self._hang_up)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The TCP connection is gone, for whatever reason."""
        self._forget_message()
        if self._closing is not None:
            self._closing.cancel()
        self._transport = None
        self._first = self._rest = None
        self.sink.gone(Reason.TRANSPORT_CLOSE)

    # What goes out.

    def write(self, frames: bytes) -> None:
        """Write whole frames at the end of the loop's turn, together with what else the turn has for this socket.

        What answers the last message that has come leaves sooner: there is nothing more to wait for.
        """
        if self._closing is not None:
            return
        if self._first is None:
            self._first = frames
            if not self._is_answering:
                dirty = self._dirty
                if not dirty:
                    self._timers.flusher.arm()
                dirty.append(self)
        elif self._rest is None:
            self._rest = [frames]
        else:
            self._rest.append(frames)

    def write_now(self, frames: bytes) -> None:
        """Write whole frames, and what was written before, without waiting for the turn to end."""
        if self._first is not None:
            frames = b"".join((self._first, *(self._rest or ()), frames))
            self._rest = None
        self._first = frames
        self._hand_on()

    def write_alone(self, frames: bytes) -> None:
        """Write whole frames now and what comes after them a moment later.

        Two messages in one TCP segment reach a client in one turn of its loop: one that awaits the first and only
        then listens for the second would miss it.
        """
        self.write_now(frames)
        if not self._is_quiet:
            self._is_quiet = True
            self._timers.in_a_moment(self._speak)

    def _speak(self) -> None:
        self._is_quiet = False
        self.flush()

    def flush(self) -> None:
        """The turn is over: hand on what has gathered, unless the last message is to arrive on its own."""
        if not self._is_quiet:
            self._hand_on()

    def _hand_on(self) -> None:
        """Give what has gathered to the kernel; what it does not take follows by itself."""
        frames, transport = self._first, self._transport
        if frames is None:
            return
        self._first = None
        if self._rest is not None:
            frames = b"".join((frames, *self._rest))
            self._rest = None
        if transport is not None and not transport.is_closing():
            transport.write(frames)

    def pause_writing(self) -> None:
        """The kernel takes no more for now."""
        self.sink.paused()

    def resume_writing(self) -> None:
        """Everything written has reached the kernel."""
        self.sink.resumed()

    @property
    def is_backed_up(self) -> bool:
        """Whether as much as the bound waits in this process already."""
        return self._transport is None or self._transport.get_write_buffer_size() > self._limits.unsent_bytes

    # The end.

    def _fail(self, code: int, reason: str) -> None:
        """Close because the other side broke a rule; its session ends at once."""
        if self._closing is None:
            self.close(code, reason)
            self.sink.gone(Reason.TRANSPORT_ERROR)

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        """Send a close frame and wait a moment for the answer; what comes meanwhile is not read."""
        if self._transport is None or self._closing is not None:
            return
        self._forget_message()
        self.write_now(close_frame(code, reason))
        self._closing = self._timers.after(self._limits.close_linger_s, self._leave)

    def _hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _leave(self) -> None:
        """The other side has not hung up in time: end what has been delivered, cut what has not."""
        if self._transport is not None and self._transport.get_write_buffer_size():
            self.abort()
        else:
            self._hang_up()

    def abort(self) -> None:
        """Cut the connection without another word."""
        if self._transport is not None:
            self._transport.abort()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
