"""What the official Engine.IO and Socket.IO protocol suites and a WebSocket fuzzer expect, on one port.

    python -m tests.interop.suite_server PORT [--ping-interval MS] [--ping-timeout MS]

Raw Engine.IO echo on `/engine.io/`, the suites' Socket.IO application on `/socket.io/` in the namespaces
`/` and `/custom`, and a bare WebSocket echo on `/echo`: all through the production gateway and listener.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import uvicorn

from dryland.gateway import BinaryArgs, Gateway, Limits, Origins, Peer, Reason, Refusal, event_packet
from dryland.gateway.engine_server import EngineServer
from dryland.gateway.engine_session import EngineSession
from dryland.gateway.engineio import Packet, binary_packet
from dryland.gateway.frames import BINARY, TEXT, frame
from dryland.gateway.handoff import Answer, Upgrade
from dryland.gateway.polling import PollingApp
from dryland.gateway.server import engine_route
from dryland.gateway.websocket import WebSocket


class EngineEcho:
    """Sends every Engine.IO message back."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def text(self, packet: bytes) -> None:
        self._session.send(Packet(packet))

    def binary(self, data: bytes) -> None:
        self._session.send(binary_packet(data))

    def closed(self, reason: str) -> None:
        del reason


class SocketEcho:
    """The application the Socket.IO suite talks to."""

    def connect(self, peer: Peer, auth: msgspec.Raw | None) -> Refusal | None:
        peer.send(event_packet(peer.namespace, "auth", bytes(auth) if auth is not None else b"{}"))
        return None

    def event(self, peer: Peer, name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        payload = b",".join(bytes(item) for item in args)
        attachments = args.attachments if isinstance(args, BinaryArgs) else ()
        if name == b"message":
            peer.send(event_packet(peer.namespace, "message-back", payload, attachments))
        elif name == b"message-with-ack" and ack_id is not None:
            peer.ack(ack_id, payload, attachments)

    def disconnected(self, peer: Peer, reason: str) -> None:
        del peer, reason


class BareEcho:
    """Sends every WebSocket message back."""

    def __init__(self) -> None:
        self._socket: WebSocket | None = None

    def opened(self, socket: WebSocket) -> None:
        self._socket = socket

    def text(self, data: bytes) -> None:
        assert self._socket is not None
        self._socket.write(frame(TEXT, data))

    def binary(self, data: bytes) -> None:
        assert self._socket is not None
        self._socket.write(frame(BINARY, data))

    def paused(self) -> None:
        pass

    def resumed(self) -> None:
        pass

    def gone(self, reason: Reason) -> None:
        self._socket = None


class SuiteServer:
    """Three servers on one port."""

    def __init__(self, limits: Limits) -> None:
        origins = Origins(allowed=frozenset("*"))
        self.gateway = Gateway(limits, origins=origins)
        for namespace in ("/", "/custom"):
            self.gateway.mount(namespace, SocketEcho())
        engine = self.gateway.engine
        self.raw = EngineServer(
            limits,
            EngineEcho,
            timers=engine.timers,
            counters=self.gateway.counters,
            origins=origins,
            admission=engine.admission,
            log=engine.log,
        )
        self.raw_polling = PollingApp(self.raw)
        self.echo_limits = replace(limits, max_payload_bytes=2**24 + 1, fragments_per_message=2**17)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["path"] == "/engine.io/":
            await self.raw_polling(scope, receive, send)
        else:
            await self.gateway.polling_app(scope, receive, send)

    def route(self, upgrade: Upgrade) -> "WebSocket | Answer | Any":
        if upgrade.path == "/engine.io/":
            return engine_route(self.raw)(upgrade)
        if upgrade.path == "/echo":
            return WebSocket(BareEcho(), self.echo_limits, self.gateway.engine.timers)
        return self.gateway.route(upgrade)

    def config(self, **settings: Any) -> uvicorn.Config:
        door = self.gateway.door(self.route, 2**24 + 1)
        protocols: dict[str, Any] = {"http": door.http_protocol(), "ws": door.websocket_protocol()}
        return uvicorn.Config(self, log_level="warning", access_log=False, **protocols, **settings)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("--ping-interval", type=float, default=300, metavar="MS")
    parser.add_argument("--ping-timeout", type=float, default=200, metavar="MS")
    options = parser.parse_args()
    limits = Limits(
        ping_interval_s=options.ping_interval / 1000,
        ping_timeout_s=options.ping_timeout / 1000,
        connect_timeout_s=1.0,
        max_payload_bytes=1_000_000,
    )
    server = uvicorn.Server(SuiteServer(limits).config(host="127.0.0.1", port=options.port, loop="uvloop"))
    server.run()


if __name__ == "__main__":
    main()
