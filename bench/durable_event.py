"""Question: what does a durable fact cost, from its bytes to its acknowledgement and the screens of its room?

Command: `python -m bench.durable_event`. The whole product; 250 sessions with one player and one trainer, both in the
session's room of 2. Each player reports a status when the last one is acknowledged, so that 250 are under way: decoded,
authorised, decided, committed with `synchronous=FULL`, acknowledged and broadcast to both. CPU time of the server
process, all threads, for each acknowledged event. The sender's ceiling is lifted, everything else is as delivered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import uvloop
from bench.rig import Figure, Row, SeededNode, Server, finish, node, ready_for_load, seeded

from dryland.simulate.load import LoadClient, connect_all, event_frame

COMMAND = "python -m bench.durable_event"
NAMESPACE = "/training"
SESSIONS = 250
ROUNDS = 5
ROUND_S = 2.5
CALM_PER_S = 500
NO_CEILING = {"DRYLAND_INTAKE_EVENTS_PER_S": "1000000", "DRYLAND_INTAKE_EVENTS_BURST": "1000000"}


class StatusLoad:
    """Players who report a status when the last one is acknowledged, or at a rate."""

    def __init__(self, server: Server, seed: SeededNode) -> None:
        self.server = server
        self.acknowledged = 0
        self.refused: list[bytes] = []
        self.shown = 0
        self._seed = seed
        self._going = False
        self._number = 0
        self._players: Sequence[LoadClient] = ()

    async def connect(self) -> None:
        """Bring everybody into the rooms."""
        sessions = self._seed.sessions
        for tokens, role in (
            ([session["trainer"]["token"] for session in sessions], "trainer"),
            ([session["players"][0]["token"] for session in sessions], "player"),
        ):
            clients = await connect_all("127.0.0.1", self.server.port, self._on_packet, tokens, namespace=NAMESPACE)
            for client, session in zip(clients, sessions, strict=True):
                session_id = session["sessionId"].encode()
                joining = b'{"sessionId":"%b","live":"none"}' % session_id
                client.send(event_frame(NAMESPACE, "training:session:join", joining))
                if role == "player":
                    client.context = session_id, session["players"][0]["playerId"].encode()
                else:
                    starting = b'{"sessionId":"%b"}' % session_id
                    client.send(event_frame(NAMESPACE, "training:session:start", starting))
            self._players = clients
        await asyncio.sleep(2)

    def _report(self, client: LoadClient) -> None:
        self._number += 1
        assert isinstance(client.context, tuple)
        told = b'{"sessionId":"%b","playerId":"%b","status":"active","eventId":"bench-%08d"}'
        client.send(event_frame(NAMESPACE, "training:player:status", told % (*client.context, self._number), 7))

    def _on_packet(self, client: LoadClient, packet: bytes) -> None:
        if packet.startswith(b'43/training,7[{"ok":true'):
            self.acknowledged += 1
            if self._going:
                self._report(client)
        elif packet.startswith(b"43/training,7["):
            self.refused.append(packet)
        elif packet.startswith(b'42/training,["training:player:status"'):
            self.shown += 1

    async def round_us(self, seconds: float) -> float:
        """CPU time of the server for each event with one under way for every player, µs."""
        self._going = True
        cpu_s, before = self.server.cpu_s(), self.acknowledged
        for client in self._players:
            self._report(client)
        await asyncio.sleep(seconds)
        cost_us = (self.server.cpu_s() - cpu_s) / (self.acknowledged - before) * 1e6
        self._going = False
        await asyncio.sleep(0.5)
        return cost_us

    async def calm_us(self, seconds: float) -> float:
        """The same at a steady rate, where hardly two events meet in one commit."""
        cpu_s, before = self.server.cpu_s(), self.acknowledged
        begun = asyncio.get_running_loop().time()
        sent = 0
        while (passed_s := asyncio.get_running_loop().time() - begun) < seconds:
            while sent < passed_s * CALM_PER_S:
                self._report(self._players[sent % len(self._players)])
                sent += 1
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.2)
        return (self.server.cpu_s() - cpu_s) / (self.acknowledged - before) * 1e6

    def check(self) -> None:
        """Everything was acknowledged, and shown to both. Raises RuntimeError."""
        if self.refused or self.acknowledged != self._number or self.shown != 2 * self._number:
            told = f"{self._number} sent, {self.acknowledged} acknowledged, {self.shown} shown"
            raise RuntimeError(f"not every event came through: {told}, refused: {self.refused[:1]}")


async def measure(server: Server, seed: SeededNode) -> tuple[Figure, Figure, float]:
    """Rounds after a warm-up: CPU for each event, the same in calm, events a second."""
    load = StatusLoad(server, seed)
    await load.connect()
    await load.round_us(ROUND_S)
    before = load.acknowledged
    costs_us = [await load.round_us(ROUND_S) for _ in range(ROUNDS)]
    per_s = (load.acknowledged - before) / ROUNDS / ROUND_S
    calm_us = [await load.calm_us(ROUND_S) for _ in range(2)]
    load.check()
    return Figure.of(costs_us), Figure.of(calm_us), per_s


def rows() -> list[Row]:
    """The durable path."""
    ready_for_load()
    with seeded(SESSIONS, 1) as seed, node(seed, NO_CEILING) as server:
        cost, calm, per_s = uvloop.run(measure(server, seed))
    notes = [
        f"{per_s:,.0f} events a second with {SESSIONS} under way, every one acknowledged and shown on both screens",
        f"{calm} µs at {CALM_PER_S} a second, where hardly two events share a commit",
    ]
    question = "Durable typed event: decode, authorise, decide, commit, acknowledge, broadcast to its room of 2"
    return [Row(question, COMMAND, "µs CPU", 40.0, cost, notes=notes)]


if __name__ == "__main__":
    finish(rows())
