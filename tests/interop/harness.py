"""A server on an ephemeral port of this machine, and the plainest clients that can talk to it."""

import asyncio
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import msgspec
import uvicorn
from uvicorn.server import ServerState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from dryland.gateway import Gateway, Limits, Origins, Peer, Refusal

LOCAL = "127.0.0.1"


@asynccontextmanager
async def serving(config: uvicorn.Config) -> AsyncIterator[int]:
    """Serve an ASGI application with uvicorn's own protocols in the running loop; yields the port."""
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),  # type: ignore[call-arg]
        LOCAL,
        0,
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for connection in tuple(state.connections):
            transport = connection.transport
            getattr(transport, "underlying_transport", transport).abort()
        for task in tuple(state.tasks):
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)
        await asyncio.sleep(0)


def gateway_config(gateway: Gateway) -> uvicorn.Config:
    """uvicorn settings that serve one gateway and nothing else."""
    protocols: dict[str, Any] = {"http": gateway.http_protocol(), "ws": gateway.websocket_protocol()}
    return uvicorn.Config(gateway.polling_app, log_level="warning", access_log=False, lifespan="off", **protocols)


class Recorder:
    """An application that remembers what it was told; `refusal` turns every client away."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.auths: list[msgspec.Raw | None] = []
        self.events: list[tuple[bytes, list[Any], int | None]] = []
        self.raw: list[Sequence[msgspec.Raw]] = []
        self.left: list[str] = []
        self.refusal: Refusal | None = None
        self.changed = asyncio.Event()

    def connect(self, peer: Peer, auth: msgspec.Raw | None) -> Refusal | None:
        self.auths.append(auth)
        if self.refusal is None:
            self.peers.append(peer)
        self.changed.set()
        return self.refusal

    def event(self, peer: Peer, name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        self.events.append((name, [msgspec.json.decode(item) for item in args], ack_id))
        self.raw.append(args)
        if ack_id is not None:
            peer.ack(ack_id, b",".join(bytes(item) for item in args))
        self.changed.set()

    def disconnected(self, peer: Peer, reason: str) -> None:
        self.left.append(reason)
        self.changed.set()

    async def until(self, claim: Any) -> None:
        """Wait until the application has seen what `claim` says."""
        async with asyncio.timeout(5):
            while not claim():
                self.changed.clear()
                await self.changed.wait()


class Running:
    """One gateway behind a port, with its application and everything it logged."""

    def __init__(self, gateway: Gateway, application: Recorder, log: list[tuple[str, dict[str, object]]]) -> None:
        self.gateway = gateway
        self.application = application
        self.log = log
        self.port = 0

    def reasons(self) -> set[object]:
        """Every reason code in the log."""
        return {fields.get("reason") for _, fields in self.log}

    def url(self, query: str, scheme: str = "http") -> str:
        return f"{scheme}://{LOCAL}:{self.port}/socket.io/?{query}"

    def websocket(self, query: str = "EIO=4&transport=websocket", **options: Any) -> connect:
        options.setdefault("compression", None)
        options.setdefault("ping_interval", None)
        return connect(self.url(query, "ws"), max_size=None, **options)


@asynccontextmanager
async def running(
    limits: Limits | None = None, origins: Origins | None = None, application: Recorder | None = None
) -> AsyncIterator[Running]:
    """A gateway with one application, a recording one unless told otherwise, in `/` and `/other`."""
    log: list[tuple[str, dict[str, object]]] = []
    gateway = Gateway(limits, origins=origins, on_log=lambda event, fields: log.append((event, fields)))
    site = Running(gateway, application or Recorder(), log)
    gateway.mount("/", site.application)
    gateway.mount("/other", site.application)
    async with serving(gateway_config(gateway)) as site.port:
        yield site
    await gateway.close(0)


class Poller:
    """A polling client that does exactly what it is told."""

    def __init__(self, base_url: str, client: httpx.AsyncClient) -> None:
        self._base = base_url
        self._client = client
        self.sid = ""

    async def open(self) -> dict[str, Any]:
        """Shake hands; returns the open packet's fields."""
        response = await self._client.get(f"{self._base}?EIO=4&transport=polling")
        assert response.status_code == 200, response.text
        assert response.text[0] == "0"
        hello: dict[str, Any] = msgspec.json.decode(response.text[1:])
        self.sid = hello["sid"]
        return hello

    @property
    def url(self) -> str:
        return f"{self._base}?EIO=4&transport=polling&sid={self.sid}"

    async def get(self) -> httpx.Response:
        return await self._client.get(self.url)

    async def post(self, body: str | bytes, **headers: str) -> httpx.Response:
        return await self._client.post(self.url, content=body, headers=headers)

    async def join(self, connect_packet: str = "40") -> str:
        """Join a namespace; returns the answer."""
        assert (await self.post(connect_packet)).text == "ok"
        return (await self.get()).text


@asynccontextmanager
async def poller(port: int, path: str = "/socket.io/") -> AsyncIterator[Poller]:
    """A polling client with its session open."""
    async with httpx.AsyncClient(timeout=10, trust_env=False, verify=False) as client:
        session = Poller(f"http://{LOCAL}:{port}{path}", client)
        await session.open()
        yield session


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HANDSHAKE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


def masked(first: int, payload: bytes) -> bytes:
    """One client frame of at most 64 kB, masked with zeros; `first` is its first byte."""
    size = len(payload)
    head = bytes((first, 0x80 | size)) if size < 126 else struct.pack(">BBH", first, 0xFE, size)
    return head + b"\0\0\0\0" + payload


@asynccontextmanager
async def bare(site: Running, head: str | None = None) -> AsyncIterator[Streams]:
    """A TCP connection, after a WebSocket handshake unless `head` says otherwise."""
    reader, writer = await asyncio.open_connection(LOCAL, site.port)
    target = "/socket.io/?EIO=4&transport=websocket"
    writer.write((head or f"GET {target} HTTP/1.1\r\nHost: {LOCAL}:{site.port}\r\n{HANDSHAKE}\r\n").encode())
    if head is None:
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    yield reader, writer
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def gone_within_a_second(reader: asyncio.StreamReader) -> bytes:
    """Everything up to the end of the connection, which must come within a second."""
    received = b""
    async with asyncio.timeout(1):
        with suppress(ConnectionResetError):
            while data := await reader.read(65_536):
                received += data
    return received


async def receive(socket: ClientConnection, timeout_s: float = 5) -> Any:
    """The next message that is no ping."""
    while (message := await asyncio.wait_for(socket.recv(), timeout_s)) == "2":
        pass
    return message


async def closed(socket: ClientConnection, timeout_s: float = 3) -> tuple[int, str]:
    """Read until the socket is closed; the code and the reason it was closed with."""
    async with asyncio.timeout(timeout_s):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
        await socket.wait_closed()
    return socket.close_code or 0, socket.close_reason or ""
