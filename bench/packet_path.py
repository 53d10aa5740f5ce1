"""Question: what does the gateway itself add to an event, between the kernel's read and the kernel's write?

Command: `python -m bench.packet_path [--profile]`. The gateway in this process on transports without sockets: bytes go
into the frame parser as the event loop would hand them over, and what is written is counted and dropped. CPU time of
the thread for each event or delivery; the lowest of many rounds stands first, because whatever else the machine does
can only add to it. Behind real sockets the same instructions take about 1.6 times as long: between two of them the
kernel has used the caches. `bench.acked_event` and `bench.fan_out` measure that.
"""

from __future__ import annotations

import asyncio
import contextlib
import cProfile
import gc
import pstats
import socket
import sys
import time
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import uvloop
from bench.echo_server import Echo
from bench.rig import LOAD_CORE, pin

from bench import acked_event, fan_out
from dryland.gateway import Gateway, Limits
from dryland.simulate.load import client_frame

ROUNDS = 400
REQUEST = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: ZHJ5bGFuZC1sb2FkLTAwMQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire:
    """A transport that takes everything and keeps nothing."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self.writes = 0

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the parser asks about."""
        return {"peername": ("127.0.0.1", 1), "socket": self._socket}.get(name, default)

    def write(self, data: bytes) -> None:
        """Count and drop."""
        self.writes += 1

    def is_closing(self) -> bool:
        """Never."""
        return False

    def set_write_buffer_limits(self, high: int, low: int) -> None:
        """Nothing is ever held."""

    def close(self) -> None:
        """Let go of the socket that was never connected."""
        self._socket.close()


class Client:
    """One client that has joined, as the event loop sees it."""

    def __init__(self, gateway: Gateway) -> None:
        self.wire = Wire()
        self._parser: Any = gateway.websocket_protocol()(None, SimpleNamespace(connections=set()), {})  # pyright: ignore[reportCallIssue]
        self._parser.connection_made(self.wire)
        self._parser.data_received(REQUEST)
        self.say(client_frame(b"40"))

    def say(self, frames: bytes) -> None:
        """Let bytes arrive."""
        room = self._parser.get_buffer(65_536)
        room[: len(frames)] = frames
        self._parser.buffer_updated(len(frames))


@dataclass(frozen=True)
class Shape:
    """What happens in one turn of the loop."""

    name: str
    clients: int
    frames: bytes
    events: int
    """Events or deliveries that the bytes of all speakers make."""
    speakers: int
    joins: bool = False


SHAPES = (
    Shape("acknowledged event, one under way a client", 100, acked_event.event(), 100, 100),
    Shape("acknowledged event, 8 under way a client", 50, acked_event.event() * 8, 400, 50),
    Shape("delivery in a room of 500", 500, fan_out.said(), 500, 1, joins=True),
)


async def measure(shape: Shape, profile: cProfile.Profile | None) -> tuple[list[float], float]:
    """CPU time for each event, µs, sorted, and writes to the kernel for each event."""
    gateway = Gateway(replace(Limits(), events_per_s=1e9, events_burst=10**9))
    gateway.mount("/", Echo(gateway))
    clients = [Client(gateway) for _ in range(shape.clients)]
    for client in clients if shape.joins else ():
        client.say(client_frame(b'42["join"]'))
    await asyncio.sleep(0.05)
    gc.collect()
    gc.freeze()
    writes = -sum(client.wire.writes for client in clients)
    costs_us: list[float] = []
    with profile or contextlib.nullcontext():
        for _ in range(ROUNDS):
            begun_s = time.thread_time()
            for client in clients[: shape.speakers]:
                client.say(shape.frames)
            await asyncio.sleep(0)
            costs_us.append((time.thread_time() - begun_s) / shape.events * 1e6)
    writes += sum(client.wire.writes for client in clients)
    for client in clients:
        client.wire.close()
    return sorted(costs_us), writes / shape.events / ROUNDS


def main() -> None:
    """Measure every shape."""
    pin(LOAD_CORE)
    for shape in SHAPES:
        profile = cProfile.Profile() if "--profile" in sys.argv else None
        costs_us, writes = uvloop.run(measure(shape, profile))
        lowest, median = costs_us[ROUNDS // 100], costs_us[ROUNDS // 2]
        print(f"{shape.name:44} {lowest:5.2f} lowest {median:5.2f} median µs; {writes:.3g} writes each")
        if profile is not None:
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
