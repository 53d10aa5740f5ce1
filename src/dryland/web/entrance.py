"""The way in by HTTP from a node's first moment: who must be served at once, and who can wait for the application.

After a restart in the middle of a training the floor comes first. Sockets, Socket.IO's polling and the question whether
the node is ready are answered as soon as it listens; the application with its routes, a third of a start's work, is
built beside the loop meanwhile, and requests for it wait until it stands. Must not import a web framework.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
import structlog

__all__ = ["Asgi", "Entrance"]

Asgi = Callable[..., Awaitable[None]]

READY: Final = "/readyz"

log = structlog.get_logger("dryland.web")

_json: Final = msgspec.json.Encoder().encode


class Entrance:
    """The ASGI application of a node; `build` makes the one behind it, in a thread."""

    def __init__(
        self, build: Callable[[], Asgi], polling: Asgi, polling_path: str, ready: Callable[[], dict[str, Any]]
    ) -> None:
        self._build = build
        self._polling = polling
        self._polling_path = polling_path
        self._ready = ready
        self._building: asyncio.Future[Asgi] | None = None

    def prepare(self) -> asyncio.Future[Asgi]:
        """Begin to build the application, if that has not begun; to be called on the loop."""
        if self._building is None:
            self._building = asyncio.get_running_loop().run_in_executor(None, self._build)
            self._building.add_done_callback(_told)
        return self._building

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one HTTP request."""
        path: str = scope["path"]
        if path.startswith(self._polling_path) or path == self._polling_path.rstrip("/"):
            await self._polling(scope, receive, send)
            return
        building = self.prepare()
        if path == READY and not building.done():
            await self._tell_ready(send)
            return
        application = await asyncio.shield(building)
        await application(scope, receive, send)

    async def _tell_ready(self, send: Any) -> None:
        """What the application's own `/readyz` says."""
        state = self._ready()
        head = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200 if state["ready"] else 503, "headers": head})
        await send({"type": "http.response.body", "body": _json(state)})


def _told(building: asyncio.Future[Asgi]) -> None:
    """An application that cannot be built is a fault of ours, whoever asks for it first."""
    error = None if building.cancelled() else building.exception()
    if error is not None:
        log.critical("application_not_built", exc_info=error)
