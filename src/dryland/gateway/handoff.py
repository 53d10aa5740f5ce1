"""One port for HTTP and WebSocket: uvicorn keeps HTTP, upgraded connections go to picows.

Knows how uvicorn calls its protocol classes; knows no session.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from picows import (
    WSAutoPingStrategy,
    WSListener,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from dryland.gateway.admission import Admission
from dryland.gateway.engine_server import Log
from dryland.gateway.limits import Limits
from dryland.gateway.loop import Timers
from dryland.gateway.websocket import Underneath, WebSocket

if TYPE_CHECKING:

    class WSProtocol(asyncio.BufferedProtocol):
        """What picows does not declare of its own protocol class."""

        transport: WSTransport
        listener: WSListener

        def __init__(self, *args: object) -> None: ...
else:
    from picows.picows import WSProtocol

__all__ = ["Answer", "Door", "Route", "Upgrade"]


class Upgrade(NamedTuple):
    """A request to switch to WebSocket; header names are lower case, the path is without its query."""

    path: str
    query: str
    headers: dict[str, str]
    address: str


class Answer(NamedTuple):
    """A refusal of an upgrade, as plain HTTP."""

    status: int
    body: bytes
    content_type: str = "application/json"


Route = Callable[[Upgrade], "WebSocket | Answer"]
"""Decides about one upgrade: a listener for the new WebSocket, or why not."""


class _ParserLog:
    """Takes the parser's own log lines: refusals of broken frames are counted, the chatter is dropped."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802  # the standard logger's own name
        """Whether the parser should bother; it asks for its debug level."""
        return level >= logging.WARNING

    def debug(self, message: str, *args: object) -> None:
        """Drop."""

    info = warning = debug

    def log(self, level: int, message: str, *args: object) -> None:
        """Drop."""

    def error(self, message: str, *args: object) -> None:
        """A frame broke the protocol; the arguments may quote it and stay out of the log."""
        self._log("websocket refused", {"reason": message.split(":", 1)[0]})

    def exception(self, message: str, *args: object) -> None:
        """A listener raised: our own bug, logged with its traceback by the receiver of the log."""
        self._log("websocket failed", {"reason": message.split(":", 1)[0], "exc_info": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One port's entrance: who is let in, how large a request head may be, where upgrades go."""

    limits: Limits
    timers: Timers
    admission: Admission
    log: Log
    route: Route
    on_shutdown: Callable[[], None]
    """Called when uvicorn begins to shut down: open sessions are to be finished."""
    max_frame_bytes: int
    """Largest frame any route accepts."""

    def http_protocol(self) -> type[HttpToolsProtocol]:
        """A class for uvicorn's `http=`."""
        return type("HttpDoor", (HttpDoor,), {"door": self})

    def websocket_protocol(self) -> type[asyncio.Protocol]:
        """A class for uvicorn's `ws=`."""
        return cast("type[asyncio.Protocol]", type("WebSocketDoor", (WebSocketDoor,), {"door": self}))


class HttpDoor(HttpToolsProtocol):
    """uvicorn's HTTP protocol, bounded: connections by address, and bytes, lines and time of a request's head."""

    door: ClassVar[Door]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection in; one too many is cut."""
        super().connection_made(transport)
        self._address = _address(transport)
        self._head_bytes = 0
        self._is_in_head = True
        self._is_refused = False
        self._head_alarm = self.door.timers.after(self.door.limits.handshake_timeout_s, transport.abort)
        self._is_counted = self.door.admission.connect(self._address)
        if not self._is_counted:
            self.door.log("connection refused", {"reason": "too many connections", "remote": self._address})
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Bytes of a head that never ends are counted here: the parser keeps them to itself."""
        if self._is_refused:
            return
        super().data_received(data)
        if self._is_in_head:
            self._head_bytes += len(data)
            if self._head_bytes > self.door.limits.header_bytes:
                self._refuse_head()

    def on_message_begin(self) -> None:
        """A new request's head."""
        super().on_message_begin()
        self._is_in_head = True
        self._head_alarm.cancel()
        self._head_alarm = self.door.timers.after(self.door.limits.handshake_timeout_s, self.transport.abort)

    def on_headers_complete(self) -> None:
        """The head is whole: refuse one too large before anything reads it."""
        self._is_in_head = False
        self._head_bytes = 0
        self._head_alarm.cancel()
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.door.limits.header_bytes or len(self.headers) > self.door.limits.header_count:
            self._refuse_head()
            raise ValueError("request head too large")
        super().on_headers_complete()

    def _refuse_head(self) -> None:
        if not self._is_refused:
            self._is_refused = True
            self.door.log("request refused", {"reason": "head too large", "remote": self._address})
            self.transport.write(_HEAD_TOO_LARGE)
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """A broken request: answered once."""
        if not self._is_refused:
            self._is_refused = True
            super().send_400_response(msg)

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection on; the other protocol counts it from now on."""
        self._release()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection out."""
        self._head_alarm.cancel()
        self._release()
        super().connection_lost(exc)

    def _release(self) -> None:
        if self._is_counted:
            self._is_counted = False
            self.door.admission.disconnect(self._address)

    def shutdown(self) -> None:
        """uvicorn shuts down: pending polls are released before it waits for them."""
        self.door.on_shutdown()
        super().shutdown()


class WebSocketDoor(WSProtocol):
    """One connection on its way from uvicorn to a WebSocket."""

    __slots__ = ("_connections", "_is_counted", "_under")
    door: ClassVar[Door]

    def __init__(self, config: object, server_state: ServerState, app_state: object) -> None:
        door = self.door
        super().__init__(
            *(None, None, False, self._listen, _ParserLog(door.log), True, door.limits.handshake_timeout_s),
            *(False, 1, 1, WSAutoPingStrategy.PING_WHEN_IDLE),
            *(False, door.max_frame_bytes, None, 1024),
        )
        self._connections = cast("set[object]", server_state.connections)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection in and put the parser on top of it."""
        self._under = Underneath(cast("asyncio.Transport", transport), _address(transport))
        self._is_counted = self.door.admission.connect(self._under.address)
        _bound_kernel(transport, self.door.limits.unsent_bytes)
        self._connections.add(self)
        super().connection_made(cast("asyncio.BaseTransport", self._under))

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection out."""
        self._connections.discard(self)
        if self._is_counted:
            self._is_counted = False
            self.door.admission.disconnect(self._under.address)
        super().connection_lost(exc)

    def data_received(self, head: bytes) -> None:
        """The request head, as uvicorn read it, is what the parser expects first."""
        if not self._is_counted or len(head) > self.door.limits.header_bytes:
            self._under.write(_HEAD_TOO_LARGE if self._is_counted else _TOO_MANY)
            self._under.close()
            return
        while head:
            room = cast("memoryview", self.get_buffer(len(head)))
            count = min(len(room), len(head))
            room[:count] = head[:count]
            self.buffer_updated(count)
            head = head[count:]

    def _listen(self, request: WSUpgradeRequest) -> "WebSocket | WSUpgradeResponseWithListener":
        path, _, query = request.path.decode("latin-1").partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = self.door.route(Upgrade(path, query, headers, self._under.address))
        return _refusal(answer) if isinstance(answer, Answer) else answer

    def shutdown(self) -> None:
        """uvicorn shuts down and waits until this connection is gone."""
        self.door.on_shutdown()


_HEAD_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_MANY = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def _address(transport: asyncio.BaseTransport) -> str:
    peer = transport.get_extra_info("peername")
    return str(peer[0]) if peer else "local"


def _refusal(answer: Answer) -> WSUpgradeResponseWithListener:
    response = WSUpgradeResponse.create_error_response(
        answer.status, answer.body, {"Content-Type": answer.content_type}
    )
    return WSUpgradeResponseWithListener(response, None)


def _bound_kernel(transport: asyncio.BaseTransport, unsent_bytes: int) -> None:
    """Let the kernel hold little that is not sent, so that a slow receiver is noticed here and early."""
    option = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    sock = transport.get_extra_info("socket")
    if option is not None and sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, option, unsent_bytes)
