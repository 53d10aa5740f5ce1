"""The polling routes as an ASGI application: one GET and one POST in flight for each session.

Knows HTTP and the session's polling face; a web framework mounts it at the gateway's path.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, NamedTuple

from dryland.gateway.engine_server import EngineServer, Request
from dryland.gateway.engine_session import EngineSession
from dryland.gateway.engineio import PayloadError, Query, Refused, decode_payload, error_body, parse_query
from dryland.gateway.reasons import Reason

__all__ = ["PollingApp"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_TEXT = b"text/plain; charset=UTF-8"
_JSON = b"application/json"


class _Response(NamedTuple):
    status: int
    body: bytes
    content_type: bytes = _TEXT
    headers: tuple[tuple[bytes, bytes], ...] = ()


class _DisconnectedError(Exception):
    """The client went away in the middle of its request."""


class _TooLargeError(Exception):
    """The body is over the bound."""


class PollingApp:
    """ASGI application for one Engine.IO server."""

    def __init__(self, engine: EngineServer) -> None:
        self._engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request; anything but HTTP is not for here."""
        if scope["type"] != "http":
            raise RuntimeError(f"the polling routes serve HTTP, not {scope['type']}")
        request = _request(scope)
        try:
            response = await self._respond(scope["method"], request, scope, receive)
        except _DisconnectedError:
            return
        await self._send(response, request, send)

    async def _respond(self, method: str, request: Request, scope: Scope, receive: Receive) -> _Response:
        limits, engine = self._engine.limits, self._engine
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        size = len(request.query) + sum(len(name) + len(value) for name, value in headers)
        if size > limits.header_bytes or len(headers) > limits.header_count:
            return _Response(431, b"headers too large")
        if not engine.permits(request):
            return self._refused(Refused.FORBIDDEN, request)
        if method == "OPTIONS":
            return _Response(204, b"")
        query = parse_query(request.query)
        if isinstance(query, Refused):
            return self._refused(query, request)
        if query.sid is None:
            return self._open(method, query, request)
        session = engine.sessions.get(query.sid)
        if session is None:
            return self._refused(Refused.SID_UNKNOWN, request)
        if query.transport != "polling" or not session.is_polling:
            return self._refused(Refused.BAD_REQUEST, request)
        if method == "GET":
            return await self._poll(session, request, receive)
        if method == "POST":
            return await self._post(session, request, receive)
        return self._refused(Refused.BAD_REQUEST, request)

    def _refused(self, refused: Refused, request: Request) -> _Response:
        self._engine.refuse(refused, request)
        return _Response(refused.status, error_body(refused), _JSON)

    def _open(self, method: str, query: Query, request: Request) -> _Response:
        if method != "GET":
            return self._refused(Refused.BAD_METHOD, request)
        if query.transport != "polling":
            return self._refused(Refused.BAD_REQUEST, request)
        opened = self._engine.open_polling(request)
        if isinstance(opened, Refused):
            return _Response(opened.status, error_body(opened), _JSON)
        return _Response(200, opened[1])

    # GET.

    async def _poll(self, session: EngineSession, request: Request, receive: Receive) -> _Response:
        if session.is_polled:
            session.close(Reason.DOUBLE_POLL)
            return self._refused(Refused.BAD_REQUEST, request)
        woken = asyncio.get_running_loop().create_future()
        session.begin_poll(lambda: None if woken.done() else woken.set_result(None))
        if not woken.done():
            await _until_woken_or_gone(woken, session, receive)
        return _Response(200, session.take_poll())

    # POST.

    async def _post(self, session: EngineSession, request: Request, receive: Receive) -> _Response:
        if session.is_posting:
            session.close(Reason.DOUBLE_POST)
            return self._refused(Refused.BAD_REQUEST, request)
        if request.headers.get("content-encoding", "identity") != "identity" or _is_binary(request):
            session.close(Reason.PARSE_ERROR)
            return self._refused(Refused.BAD_REQUEST, request)
        session.is_posting = True
        try:
            async with asyncio.timeout(self._engine.limits.body_timeout_s):
                body = await _read_body(request, receive, self._engine.limits.max_payload_bytes)
        except _TooLargeError:
            session.close(Reason.BODY_TOO_LARGE)
            return _Response(413, b"body too large", headers=((b"connection", b"close"),))
        except TimeoutError:
            session.close(Reason.TRANSPORT_ERROR)
            return _Response(408, b"body too slow", headers=((b"connection", b"close"),))
        except _DisconnectedError:
            session.close(Reason.TRANSPORT_CLOSE)
            raise
        finally:
            session.is_posting = False
        return self._deliver(session, request, body)

    def _deliver(self, session: EngineSession, request: Request, body: bytes) -> _Response:
        if not session.is_polling:
            return self._refused(Refused.BAD_REQUEST, request)
        try:
            parts = decode_payload(body, self._engine.limits.packets_per_post)
        except PayloadError as error:
            session.close(Reason.TOO_MANY_PACKETS if "packets" in str(error) else Reason.PARSE_ERROR)
            return self._refused(Refused.BAD_REQUEST, request)
        for part in parts:
            (session.binary if part.is_binary else session.text)(part.data)
        if not session.is_polling and session.ending != Reason.CLIENT_CLOSE:
            return self._refused(Refused.BAD_REQUEST, request)
        return _Response(200, b"ok")

    async def _send(self, response: _Response, request: Request, send: Send) -> None:
        headers = [
            (b"content-type", response.content_type),
            (b"content-length", str(len(response.body)).encode()),
            (b"cache-control", b"no-store"),
            *response.headers,
            *self._cors(request),
        ]
        with suppress(OSError):
            await send({"type": "http.response.start", "status": response.status, "headers": headers})
            await send({"type": "http.response.body", "body": response.body})

    def _cors(self, request: Request) -> list[tuple[bytes, bytes]]:
        headers = self._engine.origins.cors_headers(request.headers.get("origin"), request.headers.get("host"))
        if headers and "access-control-request-method" in request.headers:
            headers.append((b"access-control-allow-methods", b"GET, POST"))
            headers.append((b"access-control-allow-headers", b"content-type"))
        return headers


def _request(scope: Scope) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client")
    return Request(scope["query_string"].decode("latin-1"), headers, client[0] if client else "local")


def _is_binary(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/octet-stream")


async def _read_body(request: Request, receive: Receive, max_bytes: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()) or int(declared[:20]) > max_bytes:
        raise _TooLargeError
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _DisconnectedError
        body += message.get("body", b"")
        if len(body) > max_bytes:
            raise _TooLargeError
        if not message.get("more_body", False):
            return bytes(body)


async def _until_woken_or_gone(woken: asyncio.Future[None], session: EngineSession, receive: Receive) -> None:
    """Wait for something to send; a client that hangs up meanwhile ends its session."""
    watch = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait((woken, watch), return_when=asyncio.FIRST_COMPLETED)
        if not woken.done():
            session.close(Reason.TRANSPORT_CLOSE)
            raise _DisconnectedError
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
