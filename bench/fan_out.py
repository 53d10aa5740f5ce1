"""Question: what does one delivery cost when an event goes to a room of 500?

Command: `python -m bench.fan_out`. 500 clients in one room; one of them says the next 160-byte event when all 500 have
the last one, so that every delivery is a write of its own. CPU time of the server process for each delivery, beside
that of `bench.bare_server`, which only writes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence

import uvloop
from bench.rig import OURS, PEER_SERVERS, Figure, Row, Server, bare, finish, ready_for_load, serving

from dryland.simulate.load import LoadClient, client_frame, connect_all, event_frame

COMMAND = "python -m bench.fan_out"
MEMBERS = 500
ROUNDS = 5
ROUND_S = 2.0
EVENT_BYTES = 160


def said() -> bytes:
    """What is said; as a packet to the receivers it has 160 bytes."""
    head, tail = b'42["said",{"text":"', b'"}]'
    text = b"x" * (EVENT_BYTES - len(head) - len(tail))
    return event_frame("/", "say", b'{"text":"' + text + b'"}')


class RoomLoad:
    """A room of clients and the one who speaks."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.delivered = 0
        self._said = said()
        self._left = 0
        self._going = False
        self._clients: Sequence[LoadClient] = ()

    async def connect(self) -> None:
        """Bring everybody into the room."""
        nobody = [None] * MEMBERS
        self._clients = await connect_all("127.0.0.1", self.server.port, self._on_packet, nobody)
        for client in self._clients:
            client.send(client_frame(b'42["join"]'))
        await asyncio.sleep(0.5)

    def _on_packet(self, client: LoadClient, packet: bytes) -> None:
        self.delivered += 1
        self._left -= 1
        if self._left == 0 and self._going:
            self._speak()

    def _speak(self) -> None:
        self._left = MEMBERS
        self._clients[0].send(self._said)

    async def round_us(self, seconds: float) -> float:
        """CPU time of the server for each delivery, µs."""
        self._going = True
        cpu_s, delivered = self.server.cpu_s(), self.delivered
        self._speak()
        await asyncio.sleep(seconds)
        cost_us = (self.server.cpu_s() - cpu_s) / (self.delivered - delivered) * 1e6
        self._going = False
        await asyncio.sleep(0.3)
        if self._left:
            raise RuntimeError(f"{self._left} of {MEMBERS} deliveries are missing")
        return cost_us


async def measure(servers: Mapping[str, Server]) -> dict[str, Figure]:
    """Alternating rounds after a warm-up."""
    loads = {name: RoomLoad(server) for name, server in servers.items()}
    for load in loads.values():
        await load.connect()
        await load.round_us(ROUND_S)
    costs_us: dict[str, list[float]] = {name: [] for name in loads}
    for _ in range(ROUNDS):
        for name, load in loads.items():
            costs_us[name].append(await load.round_us(ROUND_S))
    return {name: Figure.of(values) for name, values in costs_us.items()}


def rows() -> list[Row]:
    """Ours against the peers."""
    ready_for_load()
    with contextlib.ExitStack() as stack:
        commands = {"ours": OURS, **PEER_SERVERS, **bare("room")}
        servers = {name: stack.enter_context(serving(command)) for name, command in commands.items()}
        figures = uvloop.run(measure(servers))
    ours = figures.pop("ours")
    return [Row("One delivery in a room of 500", COMMAND, "µs CPU", 3.0, ours, peers=figures)]


if __name__ == "__main__":
    finish(rows())
