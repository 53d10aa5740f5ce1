"""One screen that does not read: its backlog is bounded, nobody else notices, and it comes back without a hole."""

import asyncio
import json
import socket
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside

FRAME, MESSAGE = "training:live:frame", "training:session:message"
FREE = {"events_per_s": 1e6, "events_burst": 1e6}


class Deaf:
    """A screen with small buffers whose program reads only when it is told to."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.joined: dict[str, Any] = {}
        self.closed: tuple[int | None, str | None] | None = None

    async def join(self, token: str, session_id: str, live: str) -> None:
        """Connect to the namespace and join."""
        await self._line.send(f"40/training,{json.dumps({'token': token})}")
        payload = ["training:session:join", {"sessionId": session_id, "live": live}]
        await self._line.send(f"42/training,7{json.dumps(payload)}")
        while not self.joined:
            await self.read()

    async def read(self) -> None:
        """Read one message."""
        text = str(await self._line.recv())
        if text.startswith("42/training,"):
            self.heard.append(tuple(json.loads(text.removeprefix("42/training,"))))
        elif text.startswith("43/training,7"):
            self.joined = json.loads(text.removeprefix("43/training,7"))[0]

    async def read_to_the_end(self) -> None:
        """Read until the server has closed the line."""
        async with asyncio.timeout(20):
            with suppress(ConnectionClosed):
                while True:
                    await self.read()
        self.closed = self._line.close_code, self._line.close_reason


@asynccontextmanager
async def deaf(url: str, token: str, session_id: str, live: str) -> AsyncIterator[Deaf]:
    """A deaf screen that has joined."""
    port = int(url.rpartition(":")[2])
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    small.connect(("127.0.0.1", port))
    address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    options: dict[str, Any] = {"ping_interval": None, "compression": None, "max_queue": 1, "close_timeout": 1}
    async with connect(address, sock=small, **options) as line:
        screen = Deaf(line)
        await screen.join(token, session_id, live)
        yield screen


async def say(trainer: Client, session_id: str, count: int) -> list[float]:
    """Send messages one after the other; how long each acknowledgement took, s."""
    took_s: list[float] = []
    for number in range(count):
        started = time.perf_counter()
        answer = await trainer.call(MESSAGE, {"sessionId": session_id, "message": f"{number}:".ljust(500, "x")})
        took_s.append(time.perf_counter() - started)
        assert answer["ok"], answer
    return took_s


async def test_a_deaf_screen_is_put_out_by_name_and_recovers_everything(folder: Folder) -> None:
    session_id = folder.session_id
    limits = {"buffered_bytes": 65_536, "close_linger_s": 10.0}
    async with (
        inside(folder, intake=FREE, gateway=limits) as site,
        opened(site.url, folder.trainer) as trainer,
        opened(site.url, folder.trainer) as healthy,
    ):
        await trainer.join(session_id, live="none")
        start = (await healthy.join(session_id, live="none"))["seq"]
        alone_s = await say(trainer, session_id, 300)
        async with deaf(site.url, folder.trainer, session_id, "none") as screen:
            beside_s = await say(trainer, session_id, 300)
            last = start + 600
            await healthy.until(lambda: healthy.positions(session_id)[-1] == last)
            assert healthy.positions(session_id) == list(range(start + 1, last + 1))
            assert statistics.quantiles(beside_s, n=100)[98] < 2 * statistics.quantiles(alone_s, n=100)[98] + 0.02
            await screen.read_to_the_end()
            assert screen.closed == (1013, "slow receiver")
            seen = [payload["seq"] for name, payload in screen.heard if name == MESSAGE]
            assert seen == list(range(seen[0], seen[0] + len(seen)))
            assert len(seen) < 300
        async with opened(site.url, folder.trainer) as back:
            answer = await back.join(session_id, epoch=screen.joined["epoch"], lastSeq=seen[-1])
            assert answer["recovered"]
            assert [event["payload"]["seq"] for event in answer["events"]] == list(range(seen[-1] + 1, last + 1))


async def test_a_deaf_screen_gets_the_newest_live_values_and_stays(tmp_path: Path) -> None:
    folder = Folder.seeded(tmp_path / "data", sessions=1, players=60)
    session_id = folder.session_id
    player_id, token = folder.player(0)
    async with (
        inside(folder, node={"tick_s": 0.05}) as site,
        opened(site.url, token) as player,
        deaf(site.url, folder.trainer, session_id, "frames") as screen,
    ):
        await player.join(session_id, live="frames")
        beat = {"sessionId": session_id, "playerId": player_id}
        await player.call("training:conditioning:hr:update", {**beat, "heartRate": 100})
        await until_live_values_were_replaced(site, player)
        await player.call("training:conditioning:hr:update", {**beat, "heartRate": 133})
        await player.until(lambda: 133 in newest(player.named(FRAME)))
        sent = len(player.named(FRAME))
        async with asyncio.timeout(10):
            while 133 not in newest([payload for name, payload in screen.heard if name == FRAME]):
                await screen.read()
        assert len([name for name, _ in screen.heard if name == FRAME]) < sent


def newest(frames: list[dict[str, Any]]) -> list[Any]:
    """The heart rates of the last frame."""
    return [row[1] for row in frames[-1]["players"]] if frames else []


async def until_live_values_were_replaced(site: Inside, player: Client) -> None:
    """Let ticks pass until the deaf screen's queue has had to drop older frames."""
    await player.until(lambda: site.node.gateway.counters.live_replaced > 20)
