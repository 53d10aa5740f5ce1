"""A crowd of Socket.IO clients in one process, lean enough that one core can drive ten thousand of them.

Speaks Engine.IO and Socket.IO over WebSocket directly: frames are made once or by joining bytes, and what comes in is
handed on as it stands. For load only: it answers heartbeats and checks little. Must not know what the events mean.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

__all__ = ["BrokenLink", "LoadClient", "OnPacket", "client_frame", "connect_all", "connect_one", "event_frame"]

TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A
NO_MASK = b"\0\0\0\0"
"""Clients must mask; with a key of zeros the payload stays as it is, and the server's work is the same."""

OnPacket = Callable[["LoadClient", bytes], None]
"""Called with each Socket.IO packet after the welcome, its `4` in front."""


class BrokenLink(ConnectionError):  # noqa: N818 (named for what happened)
    """A client could not join, or was put out."""


def client_frame(text: bytes, first_byte: int = TEXT) -> bytes:
    """One message as a WebSocket frame from a client."""
    size = len(text)
    if size < 126:
        return bytes((first_byte, 0x80 | size)) + NO_MASK + text
    if size < 65_536:
        return bytes((first_byte, 0xFE)) + size.to_bytes(2, "big") + NO_MASK + text
    return bytes((first_byte, 0xFF)) + size.to_bytes(8, "big") + NO_MASK + text


def event_frame(namespace: str, name: str, payload: bytes, ack_id: int | None = None) -> bytes:
    """An event with one argument, given as JSON."""
    place = b"" if namespace == "/" else namespace.encode() + b","
    answer = b"" if ack_id is None else b"%d" % ack_id
    return client_frame(b'42%b%b["%b",%b]' % (place, answer, name.encode(), payload))


_PONG = client_frame(b"3")


class LoadClient(asyncio.Protocol):
    """One client in one namespace; `context` belongs to whoever drives it."""

    __slots__ = ("_connect", "_joined", "_on_packet", "_rest", "_transport", "_upgraded", "context", "is_open")

    def __init__(self, connect: bytes, on_packet: OnPacket, joined: asyncio.Future[LoadClient]) -> None:
        self._connect = connect
        self._on_packet = on_packet
        self._joined: asyncio.Future[LoadClient] | None = joined
        self._rest = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None
        self.is_open = False
        self.context: object = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        tcp = self._transport = cast("asyncio.Transport", transport)
        host, port = tcp.get_extra_info("peername")[:2]
        tcp.write(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: %b:%d\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: ZHJ5bGFuZC1sb2FkLTAwMQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            % (host.encode(), port)
        )

    def send(self, frames: bytes) -> None:
        """Write frames that `client_frame` or `event_frame` made."""
        assert self._transport is not None
        self._transport.write(frames)

    def data_received(self, data: bytes) -> None:
        """Take the frames out of what has come."""
        if self._rest:
            data = self._rest + data
        if not self._upgraded:
            data = self._after_head(data)
        start, end = 0, len(data)
        while end - start >= 2:
            body = start + 2
            size = data[start + 1]
            if size > 125:
                body += 2 if size == 126 else 8
                size = int.from_bytes(data[start + 2 : body], "big")
            if body > end or body + size > end:
                break
            first, start = data[start], body + size
            self._frame(first, data[body:start])
        self._rest = data[start:]

    def _after_head(self, data: bytes) -> bytes:
        head, separator, rest = data.partition(b"\r\n\r\n")
        if not separator:
            self._rest = data
            return b""
        if not head.startswith(b"HTTP/1.1 101"):
            self._break(head.partition(b"\r\n")[0].decode("latin-1"))
            return b""
        self._upgraded = True
        self._rest = b""
        return rest

    def _frame(self, first: int, payload: bytes) -> None:
        if first == TEXT:
            kind = payload[:1]
            if kind == b"4":
                if self._joined is None:
                    self._on_packet(self, payload)
                else:
                    self._welcome(payload)
            elif kind == b"2":
                self.send(_PONG)
            elif kind == b"0":
                self.send(client_frame(self._connect))
        elif first == PING:
            self.send(client_frame(payload, PONG))
        elif first == CLOSE:
            self._break(f"closed by the server: {payload[2:].decode(errors='replace')}")

    def _welcome(self, packet: bytes) -> None:
        joined, self._joined = self._joined, None
        assert joined is not None
        if packet[1:2] == b"0":
            self.is_open = True
            if not joined.done():
                joined.set_result(self)
        elif not joined.done():
            joined.set_exception(BrokenLink(packet.decode(errors="replace")))

    def _break(self, why: str) -> None:
        self.is_open = False
        if self._joined is not None and not self._joined.done():
            self._joined.set_exception(BrokenLink(why))
        self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._break(str(exc or "the connection ended"))

    def close(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()


async def connect_one(
    host: str,
    port: int,
    on_packet: OnPacket,
    namespace: str = "/",
    token: str | None = None,
    *,
    timeout_s: float = 30.0,
) -> LoadClient:
    """A client that has joined a namespace. Raises `BrokenLink`, OSError, TimeoutError."""
    loop = asyncio.get_running_loop()
    joined: asyncio.Future[LoadClient] = loop.create_future()
    place = b"40" if namespace == "/" else b"40" + namespace.encode() + b","
    auth = b"" if token is None else b'{"token":"%b"}' % token.encode()
    async with asyncio.timeout(timeout_s):
        await loop.create_connection(lambda: LoadClient(place + auth, on_packet, joined), host, port)
        return await joined


async def connect_all(
    host: str,
    port: int,
    on_packet: OnPacket,
    tokens: Sequence[str | None],
    *,
    namespace: str = "/",
    at_once: int = 100,
) -> list[LoadClient]:
    """A client for each token, in their order, never more than `at_once` on their way. Raises as `connect_one` does."""
    room = asyncio.Semaphore(at_once)

    async def join(token: str | None) -> LoadClient:
        async with room:
            return await connect_one(host, port, on_packet, namespace, token)

    return list(await asyncio.gather(*(join(token) for token in tokens)))
