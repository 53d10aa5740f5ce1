"""Lines that are slow, silent or cut to pieces: a proxy between the client and the server."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dryland.client import DrylandClient, OutboxCount

from .fake_server import FakeServer

STATUS = "training:player:status"


class Proxy:
    """Forwards bytes; `hush` swallows them on the lines of that moment, in both directions, while sockets stay open."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.hushed: set[asyncio.StreamWriter] = set()
        self.piece_bytes = 65_536
        self.pairs: list[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = []
        self.port = 0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.close()
            return
        self.pairs.append((writer, there_writer))
        with contextlib.suppress(OSError):
            await asyncio.gather(self.pump(reader, there_writer), self.pump(there_reader, writer))

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(self.piece_bytes):
                if writer not in self.hushed:
                    writer.write(data)
                    await writer.drain()
        finally:
            writer.close()

    def hush(self) -> None:
        self.hushed = {writer for pair in self.pairs for writer in pair}

    def reset(self) -> None:
        """Cut every line in the middle of whatever it carries."""
        for pair in self.pairs:
            for writer in pair:
                writer.transport.abort()
        self.pairs.clear()


@asynccontextmanager
async def proxy_to(server: FakeServer) -> AsyncIterator[Proxy]:
    proxy = Proxy(server.port)
    listener = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.port = listener.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        listener.close()
        proxy.reset()
        await listener.wait_closed()


def status(number: int) -> dict[str, object]:
    return {"sessionId": "s1", "playerId": f"p{number}", "status": "active"}


def players(server: FakeServer) -> list[str]:
    return [payload["playerId"] for _, payload in server.facts.values()]


@pytest.mark.chaos
async def test_a_half_open_line_is_noticed_and_replaced(server: FakeServer, tmp_path: Path):
    async with proxy_to(server) as proxy:
        client = DrylandClient(
            f"http://127.0.0.1:{proxy.port}", "good", outbox=tmp_path / "outbox.db", ack_wait_s=(0.1, 0.3)
        )
        await client.connect()
        await client.record(STATUS, status(0))
        await client.flush(timeout_s=5)
        proxy.hush()
        for number in range(1, 6):
            await client.record(STATUS, status(number))
        assert await client.flush(timeout_s=20) == OutboxCount(0, 0)
        await client.close()
    assert players(server) == [f"p{number}" for number in range(6)]
    assert server.connections == 2


@pytest.mark.chaos
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_line_that_is_cut_again_and_again_delivers_every_fact_once_and_in_order(
    server: FakeServer, tmp_path: Path, seed: int
):
    chance = random.Random(seed)
    async with proxy_to(server) as proxy:
        proxy.piece_bytes = chance.choice([1, 7, 1000])
        client = DrylandClient(f"http://127.0.0.1:{proxy.port}", "good", outbox=tmp_path / "outbox.db")
        await client.connect()
        for number in range(100):
            await client.record(STATUS, status(number))
            if chance.random() < 0.05:
                proxy.reset()
                await client.flush(timeout_s=chance.random() * 0.2)
        assert await client.flush(timeout_s=30) == OutboxCount(0, 0)
        await client.close()
    assert players(server) == [f"p{number}" for number in range(100)]
