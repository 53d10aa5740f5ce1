"""One port for HTTP and WebSocket: uvicorn keeps HTTP, upgraded connections go to picows.

Knows how uvicorn calls its protocol classes; knows no session.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from picows import (
    WSAutoPingStrategy,
    WSListener,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)

from dryland.gateway.engine_server import Log
from dryland.gateway.limits import Limits
from dryland.gateway.websocket import Underneath, WebSocket

if TYPE_CHECKING:

    class WSProtocol(asyncio.BufferedProtocol):
        """What picows does not declare of its own protocol class."""

        transport: WSTransport
        listener: WSListener

        def __init__(self, *args: object) -> None: ...
else:
    from picows.picows import WSProtocol

__all__ = ["Answer", "Route", "Upgrade", "websocket_protocol"]


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


def websocket_protocol(route: Route, limits: Limits, log: Log, max_frame_bytes: int | None = None) -> type[Any]:
    """A class for uvicorn's `ws=`: takes an upgraded connection over with picows and routes it."""
    parser_log = _ParserLog(log)
    frame_bytes = limits.max_payload_bytes if max_frame_bytes is None else max_frame_bytes

    class Handoff(WSProtocol):
        """One connection on its way from uvicorn to a listener."""

        def __init__(self, config: object, server_state: object, app_state: object) -> None:
            super().__init__(
                *(None, None, False, self._listen, parser_log, True, limits.handshake_timeout_s),
                *(False, 1, 1, WSAutoPingStrategy.PING_WHEN_IDLE),
                *(False, frame_bytes, None, 1024),
            )
            self._under: Underneath

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            _bound_kernel(transport, limits.unsent_bytes)
            self._under = Underneath(cast("asyncio.Transport", transport))  # the loop's own class is no subclass
            super().connection_made(cast("asyncio.BaseTransport", self._under))

        def data_received(self, head: bytes) -> None:
            """The request head, as uvicorn read it, is what the parser expects first."""
            while head:
                room = cast("memoryview", self.get_buffer(len(head)))
                count = min(len(room), len(head))
                room[:count] = head[:count]
                self.buffer_updated(count)
                head = head[count:]

        def _listen(self, request: WSUpgradeRequest) -> "WebSocket | WSUpgradeResponseWithListener":
            path, _, query = request.path.decode("latin-1").partition("?")
            headers = {name.lower(): value for name, value in request.headers.items()}
            answer = route(Upgrade(path, query, headers, self._under.address))
            return _refusal(answer) if isinstance(answer, Answer) else answer

    return Handoff


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
