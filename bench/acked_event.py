"""Question: what does one acknowledged event cost the server when nothing is done with it?

Command: `python -m bench.acked_event`. 160-byte events whose argument comes back in the answer, once with one event
under way for each of 100 clients (a system call in and one out for each event: the dearest way), once with 8 for each
of 50, as devices that empty an outbox send them. CPU time of the server process, all threads, for each event. Rounds of
the servers alternate, so that whatever else the machine does meets all of them. One of them is `bench.bare_server`,
which only reads and writes: what no server of this language can be cheaper than.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence

import uvloop
from bench.rig import OURS, PEER_SERVERS, Figure, Row, Server, bare, finish, ready_for_load, serving

from dryland.simulate.load import LoadClient, client_frame, connect_all

SHAPES = {"one under way a client": (100, 1), "8 under way a client": (50, 8)}
COMMAND = "python -m bench.acked_event"
ROUNDS = 5
ROUND_S = 1.5
EVENT_BYTES = 160


def event() -> bytes:
    """The event as it stands in a packet of 160 bytes."""
    head, tail = b'420["echo",{"text":"', b'"}]'
    return client_frame(head + b"x" * (EVENT_BYTES - len(head) - len(tail)) + tail)


class EchoLoad:
    """Clients that send their next event when the last one is answered."""

    def __init__(self, server: Server, clients: int, under_way: int) -> None:
        self.server = server
        self.answered = 0
        self._shape = clients, under_way
        self._event = event()
        self._going = False
        self._clients: Sequence[LoadClient] = ()

    async def connect(self) -> None:
        """Bring the clients in."""
        nobody = [None] * self._shape[0]
        self._clients = await connect_all("127.0.0.1", self.server.port, self._on_packet, nobody)

    def _on_packet(self, client: LoadClient, packet: bytes) -> None:
        if packet.startswith(b"43"):
            self.answered += 1
            if self._going:
                client.send(self._event)

    async def round_us(self, seconds: float) -> float:
        """CPU time of the server for each event, µs."""
        self._going = True
        for client in self._clients:
            client.send(self._event * self._shape[1])
        cpu_s, answered = self.server.cpu_s(), self.answered
        await asyncio.sleep(seconds)
        cost_us = (self.server.cpu_s() - cpu_s) / (self.answered - answered) * 1e6
        self._going = False
        await asyncio.sleep(0.1)
        return cost_us


async def measure(servers: Mapping[str, Server], clients: int, under_way: int) -> dict[str, Figure]:
    """Alternating rounds after a warm-up."""
    loads = {name: EchoLoad(server, clients, under_way) for name, server in servers.items()}
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
    made: list[Row] = []
    for shape, (clients, under_way) in SHAPES.items():
        with contextlib.ExitStack() as stack:
            commands = {"ours": OURS, **PEER_SERVERS, **bare("echo")}
            servers = {name: stack.enter_context(serving(command)) for name, command in commands.items()}
            figures = uvloop.run(measure(servers, clients, under_way))
        ours = figures.pop("ours")
        made.append(Row(f"Acknowledged bare event, {shape}", COMMAND, "µs CPU", 6.0, ours, peers=figures))
    return made


if __name__ == "__main__":
    finish(rows())
