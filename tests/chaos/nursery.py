"""Holds a node that can be killed at any moment and is there again in a blink."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

__all__ = ["Nursery"]

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


class Nursery:
    """Starts and kills the node of one data folder, always on the same port."""

    def __init__(self, data: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.restarts_s: list[float] = []
        """From the birth of each process to its listening, s."""
        self._arguments = (str(data), str(port))
        self._process: asyncio.subprocess.Process | None = None
        self._pid = 0
        self._born_s = 0.0
        self.listening = False
        """Whether the present node has said that it listens."""

    async def open(self) -> None:
        """Start the nursery itself."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos", *self._arguments),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._hear("open")

    async def _hear(self, word: str) -> str:
        """The rest of the next line that begins with `word`."""
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            while True:
                line = (await self._process.stdout.readline()).decode()
                assert line, "the nursery is gone"
                first, _, rest = line.strip().partition(" ")
                if first == word:
                    return rest

    async def bear(self) -> None:
        """Start a node and return at once; it may be killed before it listens."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._born_s = time.monotonic()
        self.listening = False
        self._process.stdin.write(b"\n")
        self._pid = int(await self._hear("born"))

    async def ready(self) -> None:
        """Wait until the node listens."""
        assert await self._hear(f"ready-{self._pid}") == self.url
        self.listening = True
        self.restarts_s.append(time.monotonic() - self._born_s)

    def kill(self) -> None:
        """SIGKILL."""
        os.kill(self._pid, signal.SIGKILL)

    async def close(self) -> None:
        """Kill the node and end the nursery."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
