"""A node that runs: in this process, or as one of its own that can be killed and started again on the same port."""

import asyncio
import contextlib
import random
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from dryland.node import Node
from dryland.serving import serve
from dryland.settings import load_settings
from tests.node.folder import Folder

__all__ = ["HeldClock", "Inside", "Process", "free_port", "inside", "process"]

ROOT = Path(__file__).parents[2]
START_S = 30.0


class Inside:
    """A node in this process: its parts can be looked at."""

    def __init__(self, folder: Folder, node: Node, url: str) -> None:
        self.folder = folder
        self.node = node
        self.url = url

    def http(self, token: str | None = None) -> httpx.AsyncClient:
        """An HTTP client of the node, signed in with `token`."""
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False, timeout=10)


class HeldClock:
    """A node's clock in the test's hand: what is about spans of time does not hang on how busy the machine is.

    What the node has set its timers to before is not touched.
    """

    def __init__(self, node: Node) -> None:
        self._clock = node.clock
        now_ms = self._clock.now_ms()
        self._clock._speed_ms = 1e-6
        self._clock._started_s = time.monotonic()
        self._clock._base_ms = float(now_ms)

    def pass_ms(self, span_ms: float) -> None:
        """Let a span of the node's time pass at once."""
        self._clock._base_ms += span_ms


@contextlib.asynccontextmanager
async def inside(folder: Folder, *, port: int = 0, speed: float = 1.0, **sections: Any) -> AsyncIterator[Inside]:
    """Serve a folder from the running loop; `sections` are settings, as `intake={"events_burst": 5}`."""
    sections["node"] = {"port": port, "grace_s": 0.2, **sections.get("node", {})}
    node = Node(load_settings(folder.path, {}, **sections), folder.path, speed=speed)
    stop = asyncio.Event()
    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.ensure_future(serve(node, on_listening=listening.set_result, stop=stop))
    await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    try:
        yield Inside(folder, node, listening.result())
    finally:
        stop.set()
        await running


class Process:
    """A node as a process of its own."""

    def __init__(self, folder: Folder, port: int, *options: str) -> None:
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._options = options
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it listens."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.node", str(self.folder.path), str(self.port), *self._options),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), START_S)
        assert line.decode().strip() == self.url, f"the node did not start: {line!r}"

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """SIGKILL, at once; one that has ended already is left alone."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 20)


@contextlib.asynccontextmanager
async def process(folder: Folder, *options: str) -> AsyncIterator[Process]:
    """A node process on a free port that is gone at the end, whatever happens."""
    node = Process(folder, free_port(), *options)
    await node.start()
    try:
        yield node
    finally:
        await node.kill()


def free_port() -> int:
    """A port that nobody uses now, and that no outgoing connection can be given while its node is down."""
    while True:
        port = random.randrange(15_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
