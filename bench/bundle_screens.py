"""Question: how soon does an emergency stop, and a start of a whole bundle, reach the last of all its screens?

Command: `python -m bench.bundle_screens`. The whole product. A stop: 8 sessions with 500 screens in all, every player
sending heart rate and power once a second meanwhile. A start: 8 sessions of 25 players, nobody sending. Measured in the
load's process, from the trainer's send to the last screen's receipt; the load shares the machine.
"""

from __future__ import annotations

import asyncio
import time

import uvloop
from bench.rig import Figure, Row, finish, node, ready_for_load, seeded

from dryland.simulate.floor_load import NAMESPACE, FloorLoad, SessionLogin
from dryland.simulate.load import LoadClient, event_frame

COMMAND = "python -m bench.bundle_screens"
SESSIONS, STOPPED, STARTED = 8, 62, 25
ROUNDS = 5
OPERATE = "training:bulk:operation:status"
START, STOP = b'["training:session:start",', b'"operation":"emergency_stop_all","status":"initiated"'


class Watched(FloorLoad):
    """A floor whose screens note when they hear of something."""

    def __init__(self, host: str, port: int, logins: list[SessionLogin]) -> None:
        super().__init__(host, port, logins)
        self._ids = [login.session_id for login in logins]
        self.awaited = b""
        self.heard: dict[LoadClient, float] = {}

    def _to_player(self, client: LoadClient, packet: bytes) -> None:
        if self.awaited and self.awaited in packet:
            self.heard.setdefault(client, time.perf_counter())
        super()._to_player(client, packet)

    async def bundle(self) -> None:
        """Put all sessions into one bundle."""
        ids = ",".join(f'"{each}"' for each in self._ids)
        body = f'{{"bundleId":"b","bundleName":"Bench","sessionIds":[{ids}]}}'.encode()
        self._trainers[0].send(event_frame(NAMESPACE, "training:bulk:session:created", body))
        await asyncio.sleep(1.0)

    async def reach(self, operation: str, awaited: bytes) -> float:
        """Carry an operation out; ms until the last screen has heard of it."""
        screens = len(self._trainers) + len(self._players)
        self.awaited, self.heard = awaited, {}
        began = time.perf_counter()
        self._trainers[0].send(
            event_frame(NAMESPACE, OPERATE, f'{{"bundleId":"b","operation":"{operation}"}}'.encode())
        )
        while len(self.heard) < screens and time.perf_counter() - began < 10:  # noqa: ASYNC110 (callbacks fill it)
            await asyncio.sleep(0.002)
        if len(self.heard) < screens:
            raise RuntimeError(f"{len(self.heard)} of {screens} screens heard of it; {self.refused[:3]}")
        return 1000 * (max(self.heard.values()) - began)

    async def do(self, operation: str) -> None:
        """Carry an operation out and let it settle."""
        body = f'{{"bundleId":"b","operation":"{operation}"}}'.encode()
        self._trainers[0].send(event_frame(NAMESPACE, OPERATE, body))
        await asyncio.sleep(0.7)


async def stops(load: Watched) -> list[float]:
    """Stops of a running floor under load, each released and everything resumed before the next."""
    await load.connect(players_join=True)
    await load.bundle()
    await load.do("start_all")
    times: list[float] = []
    for _ in range(ROUNDS):
        running = asyncio.ensure_future(load.run(3.0))
        await asyncio.sleep(1.5)
        times.append(await load.reach("emergency_stop_all", STOP))
        await running
        await asyncio.sleep(3.0)
        await load.do("release_stop_all")
        await load.do("resume_all")
    load.close()
    return times


async def starts(load: Watched) -> list[float]:
    """One start of all."""
    await load.connect(players_join=True)
    await load.bundle()
    times = [await load.reach("start_all", START)]
    load.close()
    return times


def rows() -> list[Row]:
    """A stop and a start."""
    ready_for_load()
    with seeded(SESSIONS, STOPPED) as seed, node(seed) as server:
        load = Watched("127.0.0.1", server.port, [SessionLogin.of(session) for session in seed.sessions])
        stopped = uvloop.run(stops(load))
    started: list[float] = []
    for _ in range(3):
        with seeded(SESSIONS, STARTED) as seed, node(seed) as server:
            load = Watched("127.0.0.1", server.port, [SessionLogin.of(session) for session in seed.sessions])
            started += uvloop.run(starts(load))
    return [
        Row("Emergency stop to the last of 504 screens under live load", COMMAND, "ms", 50.0, Figure.of(stopped)),
        Row("Start of 8 sessions of 25 players to the last screen", COMMAND, "ms", 250.0, Figure.of(started)),
    ]


if __name__ == "__main__":
    finish(rows())
