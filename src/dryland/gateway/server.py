"""The gateway as the application uses it: namespaces, rooms, one path on one port.

Knows no sport and no web framework; `polling_app` is any ASGI server's to mount.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress

from dryland.gateway.admission import Admission
from dryland.gateway.counters import Counters
from dryland.gateway.engine_server import EngineServer, Log, Request
from dryland.gateway.engine_session import EngineSession
from dryland.gateway.engineio import Packet, Refused, error_body
from dryland.gateway.handoff import Answer, Door, Route, Upgrade
from dryland.gateway.limits import Limits
from dryland.gateway.loop import Timers
from dryland.gateway.origin import Origins
from dryland.gateway.outbox import Lane
from dryland.gateway.peer import Application, Peer
from dryland.gateway.polling import PollingApp
from dryland.gateway.rooms import Rooms
from dryland.gateway.socket_session import SocketHouse, SocketSession
from dryland.gateway.websocket import WebSocket

__all__ = ["Gateway", "engine_route"]


def _no_log(event: str, fields: dict[str, object]) -> None:
    """Say nothing."""


def tick_s(limits: Limits) -> float:
    """The wheel's resolution: a fortieth of the shorter heartbeat time, between 1 and 100 ms."""
    return min(0.1, max(0.001, min(limits.ping_interval_s, limits.ping_timeout_s) / 40))


def engine_route(engine: EngineServer) -> Route:
    """Upgrades for one Engine.IO server."""

    def route(upgrade: Upgrade) -> "WebSocket | Answer":
        sink = engine.upgrade(Request(upgrade.query, upgrade.headers, upgrade.address))
        if isinstance(sink, Refused):
            return Answer(sink.status, error_body(sink))
        return WebSocket(sink, engine.limits, engine.timers)

    return route


class Gateway:
    """A Socket.IO server."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        path: str = "/socket.io/",
        origins: Origins | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_log: Log = _no_log,
    ) -> None:
        self.limits = limits or Limits()
        self.path = path
        self.counters = Counters()
        self.rooms = Rooms(self.counters)
        self._timers = Timers(clock, tick_s(self.limits))
        self._log = on_log
        self._house = SocketHouse(self.limits, self._timers, self.counters, self.rooms, on_log)
        self.admission = Admission(self.limits)
        self.engine = EngineServer(
            self.limits,
            self._open,
            timers=self._timers,
            counters=self.counters,
            origins=origins or Origins(),
            admission=self.admission,
            log=on_log,
        )
        self.polling_app = PollingApp(self.engine)
        """The ASGI application for `path`."""

    def _open(self, session: EngineSession) -> SocketSession:
        return SocketSession(session, self._house)

    def mount(self, namespace: str, application: Application) -> None:
        """Let clients join a namespace; raises ValueError for a name without its slash or one taken."""
        if not namespace.startswith("/") or "," in namespace:
            raise ValueError(f"a namespace starts with a slash and has no comma: {namespace!r}")
        if namespace in self._house.applications:
            raise ValueError(f"the namespace {namespace!r} is mounted already")
        self._house.applications[namespace] = application

    @property
    def connections(self) -> int:
        """TCP connections open now, plain HTTP included."""
        return self.admission.connections

    @property
    def peers(self) -> int:
        """Clients joined to namespaces now."""
        return self._house.peers

    # Rooms.

    def join(self, peer: Peer, room: str) -> None:
        """Put a peer into a room."""
        self.rooms.join(peer, room)

    def leave(self, peer: Peer, room: str) -> None:
        """Take a peer out of a room."""
        self.rooms.leave(peer, room)

    def members(self, room: str) -> Collection[Peer]:
        """The peers of a room: a live view, not to be kept across changes."""
        return self.rooms.members(room)

    def emit(
        self,
        room: str,
        packet: Packet,
        lane: Lane = Lane.ORDERED,
        key: Hashable | None = None,
        skip: Peer | None = None,
    ) -> int:
        """Send a packet to everybody in a room but `skip`; returns to how many."""
        return self.rooms.emit(room, packet, lane, key, skip)

    # Transports.

    def route(self, upgrade: Upgrade) -> "WebSocket | Answer":
        """Decide about a WebSocket upgrade on this port."""
        if upgrade.path.rstrip("/") != self.path.rstrip("/"):
            return Answer(404, b"Not Found", "text/plain")
        return engine_route(self.engine)(upgrade)

    async def close(self, grace_s: float = 5.0) -> None:
        """End every session properly: queued packets first, then the close, at most `grace_s` seconds."""
        self.engine.finish_all()
        if self.engine.sessions:
            empty = asyncio.Event()
            self.engine.on_empty = empty.set
            with suppress(TimeoutError):
                await asyncio.wait_for(empty.wait(), grace_s)
        self.engine.close_all()
        await asyncio.sleep(0)

    def door(self, route: Route | None = None, max_frame_bytes: int | None = None) -> Door:
        """The entrance of one port; other routes beside this gateway's bring their own `route`."""
        return Door(
            limits=self.limits,
            timers=self._timers,
            admission=self.admission,
            log=self._log,
            route=route or self.route,
            on_shutdown=self.engine.finish_all,
            max_frame_bytes=max_frame_bytes or self.limits.max_payload_bytes,
        )

    def websocket_protocol(self) -> type[asyncio.Protocol]:
        """A class for uvicorn's `ws=`."""
        return self.door().websocket_protocol()

    def http_protocol(self) -> type[asyncio.Protocol]:
        """A class for uvicorn's `http=`: the bounds on connections and request heads."""
        return self.door().http_protocol()
