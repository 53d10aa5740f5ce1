"""Question: how much memory does a connected client take that does nothing?

Command: `python -m bench.idle_memory`. Resident memory of the server with 4,000 clients more, divided by 4,000, after a
first 500 have warmed it up; WebSocket, one namespace joined. The same for the peers, and for the whole product with
players who have signed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import uvloop
from bench.rig import OURS, PEER_SERVERS, Figure, Row, Server, finish, node, ready_for_load, seeded, serving

from dryland.simulate.load import LoadClient, connect_all

COMMAND = "python -m bench.idle_memory"
FIRST, MORE = 500, 4_000
SETTLE_S = 2.0


def _unheard(client: LoadClient, packet: bytes) -> None:
    """Nothing is expected."""


async def measure(server: Server, tokens: Sequence[str | None], namespace: str) -> float:
    """Memory of one more client, kB."""
    await connect_all("127.0.0.1", server.port, _unheard, tokens[:FIRST], namespace=namespace)
    await asyncio.sleep(SETTLE_S)
    before = server.memory_bytes()
    await connect_all("127.0.0.1", server.port, _unheard, tokens[FIRST:], namespace=namespace)
    await asyncio.sleep(SETTLE_S)
    return (server.memory_bytes() - before) / MORE / 1000


def rows() -> list[Row]:
    """The gateway and the product against the peers."""
    ready_for_load()
    nobody = [None] * (FIRST + MORE)
    peers: dict[str, Figure] = {}
    for name, command in {"the gateway alone": OURS, **PEER_SERVERS}.items():
        with serving(command) as server:
            peers[name] = Figure.of([uvloop.run(measure(server, nobody, "/"))])
    with seeded((FIRST + MORE) // 25, 25) as seed, node(seed) as server:
        tokens = [player["token"] for session in seed.sessions for player in session["players"]]
        product = Figure.of([uvloop.run(measure(server, tokens, "/training"))])
    gateway = peers.pop("the gateway alone")
    notes = [f"{product} kB for a player signed in to the whole product"]
    return [Row("Memory per connected idle client", COMMAND, "kB", 16.0, gateway, peers=peers, notes=notes)]


if __name__ == "__main__":
    finish(rows())
