"""A line between clients and a node that can be made slow, cut, reset, silently dead, or as narrow as one byte."""

import asyncio
import contextlib
import enum
import random
import socket
import struct
from collections.abc import AsyncIterator

__all__ = ["FaultyLine", "Weather", "faulty_line"]

CHUNK_BYTES = 65_536
RESET = struct.pack("ii", 1, 0)


class Weather(enum.StrEnum):
    """What the line is like at the moment."""

    FINE = "fine"
    SLOW = "slow"
    """Every chunk takes up to 0.2 s."""
    DRIBBLE = "dribble"
    """One byte at a time."""
    HALF_OPEN = "half-open"
    """Nothing comes through, and nobody is told."""
    CUT = "cut"
    """Connections end in an orderly way, in the middle of whatever is under way."""
    RESET = "reset"
    """Connections end with a reset."""
    DOWN = "down"
    """New connections end as soon as they are made."""


class FaultyLine:
    """Forwards TCP connections to a port; `set` changes the weather for all of them."""

    def __init__(self, target: int, rng: random.Random) -> None:
        self.port = 0
        self.weather = Weather.FINE
        self.connections = 0
        self._target = target
        self._rng = rng
        self._open: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = {}

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self.port}"

    def set(self, weather: Weather) -> None:
        """Change the weather; what was silently dead before stays dead and is reset now."""
        if self.weather is Weather.HALF_OPEN:
            self._end_all(reset=True)
        self.weather = weather
        if weather in {Weather.CUT, Weather.RESET}:
            self._end_all(reset=weather is Weather.RESET)

    def _end_all(self, *, reset: bool) -> None:
        for task, writers in list(self._open.items()):
            for writer in writers:
                if reset:
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    writer.transport.abort()
                else:
                    writer.close()
            task.cancel()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        if self.weather is Weather.DOWN:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        task = asyncio.ensure_future(self._carry((reader, far_writer), (far_reader, writer)))
        self._open[task] = (writer, far_writer)
        task.add_done_callback(lambda done: self._open.pop(done, None))

    async def _carry(self, *ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        """Both directions, until one of them ends."""
        pumps = [asyncio.ensure_future(self._pump(*way)) for way in ways]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            for _, writer in ways:
                writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(CHUNK_BYTES):
                await self._forward(data, writer)

    async def _forward(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        if self.weather is Weather.HALF_OPEN:
            return
        if self.weather is Weather.SLOW:
            await asyncio.sleep(self._rng.uniform(0, 0.2))
        step = 1 if self.weather is Weather.DRIBBLE else len(data)
        for start in range(0, len(data), step):
            writer.write(data[start : start + step])
            await writer.drain()
            if step == 1:
                await asyncio.sleep(0)

    async def close(self) -> None:
        """End everything."""
        tasks = list(self._open)
        self._end_all(reset=True)
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def faulty_line(target: int, rng: random.Random) -> AsyncIterator[FaultyLine]:
    """A line to a port of this machine."""
    line = FaultyLine(target, rng)
    server = await asyncio.start_server(line.accept, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        await line.close()
