"""Question: how soon is a node back that was killed in the middle of a training?

Command: `python -m bench.restart`. Four sessions of six players, live values and facts for 15 s, SIGKILL, start: from
the start of the process until `/readyz` answers 200, and until a trainer has joined again and has the state. The
interpreter's start and the imports are in it.
"""

from __future__ import annotations

import asyncio
import http.client
import time

import uvloop
from bench.rig import Figure, Row, SeededNode, Server, finish, node, ready_for_load, seeded, stopwatch

from dryland.simulate.floor_load import FloorLoad, SessionLogin
from dryland.simulate.load import LoadClient, connect_one, event_frame

COMMAND = "python -m bench.restart"
SESSIONS, PLAYERS = 4, 6
BEFORE_S = 15.0
ROUNDS = 3


def _logins(seed: SeededNode) -> list[SessionLogin]:
    return [SessionLogin.of(session) for session in seed.sessions]


async def _train(server: Server, seed: SeededNode) -> None:
    load = FloorLoad("127.0.0.1", server.port, _logins(seed))
    await load.connect()
    await load.start_sessions()
    await load.run(BEFORE_S, rate_hz=1.0, facts_per_s=20.0)


def _is_ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


async def _rejoin(server: Server, login: SessionLogin) -> None:
    """A trainer signs in and has the session's state."""
    joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_packet(client: LoadClient, packet: bytes) -> None:
        if packet.startswith(b'43/training,1[{"ok":true') and not joined.done():
            joined.set_result(None)

    client = await connect_one("127.0.0.1", server.port, on_packet, "/training", login.trainer_token)
    payload = b'{"sessionId":"%b"}' % login.session_id.encode()
    client.send(event_frame("/training", "training:session:join", payload, 1))
    await asyncio.wait_for(joined, 10)
    client.close()


def _back_s(seed: SeededNode) -> tuple[float, float]:
    """Seconds until ready, and until a trainer has the state."""
    clock = stopwatch()
    with node(seed) as server:
        while not _is_ready(server.port):
            time.sleep(0.002)
        ready = clock()
        uvloop.run(_rejoin(server, _logins(seed)[0]))
        return ready, clock()


def rows() -> list[Row]:
    """Ready again."""
    ready_for_load()
    with seeded(SESSIONS, PLAYERS) as seed:
        with node(seed) as server:
            uvloop.run(_train(server, seed))
            server.kill()
        backs = [_back_s(seed) for _ in range(ROUNDS)]
    ready, state = Figure.of([back[0] for back in backs]), Figure.of([back[1] for back in backs])
    notes = [f"{state} s until a trainer has joined again and has the state"]
    question = f"Restart in the middle of a training, {SESSIONS * PLAYERS} players: ready"
    return [Row(question, COMMAND, "s", 1.0, ready, notes=notes)]


if __name__ == "__main__":
    finish(rows())
