"""A node behind its port: the listener, the HTTP server, signals, and an interpreter tuned for a busy floor."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Final

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from dryland.node import Node, running

__all__ = ["serve", "tune_interpreter"]

SCREENS_AFTER_S: Final = 0.1
"""Those who were cut off in the middle of a training are let in first."""


class _Server(uvicorn.Server):
    """Stops on a signal and leaves it at that: raised again, it would end the process before the node has stopped."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Listen to signals for as long as the block runs; only a main thread can."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


async def serve(
    node: Node, *, on_listening: Callable[[str], None] | None = None, stop: asyncio.Event | None = None
) -> None:
    """Run a node on one port until SIGINT, SIGTERM or `stop`."""
    settings = node.settings.node
    config = uvicorn.Config(
        node.app,
        ws=node.gateway.websocket_protocol(),
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=max(1, round(settings.grace_s)),
    )
    server = _Server(config)
    with contextlib.closing(_listen(settings.host, settings.port)) as listener:
        async with running(node), _stopping(server, stop):
            tune_interpreter()
            if on_listening is not None:
                host, port = listener.getsockname()[:2]
                on_listening(f"http://{f'[{host}]' if ':' in host else host}:{port}")
            asyncio.get_running_loop().call_later(SCREENS_AFTER_S, _prepare, node)
            await server.serve(sockets=[listener])


def _prepare(node: Node) -> None:
    """Let the HTTP application be built beside the loop; it stays as well."""
    node.app.prepare().add_done_callback(lambda _built: gc.freeze())


@contextlib.asynccontextmanager
async def _stopping(server: uvicorn.Server, stop: asyncio.Event | None) -> AsyncGenerator[None]:
    """Let a server stop when `stop` is set."""

    async def watch(event: asyncio.Event) -> None:
        await event.wait()
        server.should_exit = True

    watching = None if stop is None else asyncio.ensure_future(watch(stop))
    try:
        yield
    finally:
        if watching is not None:
            watching.cancel()


def tune_interpreter() -> None:
    """What was loaded stays: keep it out of collections, and collect what is younger in lots that hold nobody up.

    Live values are short-lived and acyclic; with Python's defaults a third of the time of a busy node goes into
    looking for cycles among them. A lot of 10,000 takes a few ms; three of them are looked at together, up to 26 ms of
    CPU while 2,500 people come at once; everything is, once in 30 million objects that stayed, which is hours apart.
    The writer thread gets the interpreter back sooner than by default, so that a commit beside a busy loop does not
    wait for many of its turns.
    """
    sys.setswitchinterval(0.0005)
    gc.freeze()
    gc.set_threshold(10_000, 3, 1_000)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket with a backlog for a whole arena that comes back at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(4096)
    except OSError as error:
        listener.close()
        error.filename = f"{host}:{port}"  # so that whoever tells of it can say where
        raise
    listener.setblocking(False)
    return listener
