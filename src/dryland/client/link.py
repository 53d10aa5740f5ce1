"""One connection to the server, from CONNECT to its loss; never used twice.

Knows Socket.IO and the bounds of a sender; must not know sessions, positions or the outbox.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, cast

import socketio  # pyright: ignore[reportMissingTypeStubs]

from dryland.client.errors import ConnectRefused
from dryland.client.messages import Json
from dryland.client.pacing import TokenBucket

__all__ = ["AckTimeout", "Link", "LinkLost", "Transport", "Unreachable"]

Transport = Literal["websocket", "polling"]

NAMESPACE: Final = "/training"
SOCKETIO_PATH: Final = "socket.io"
OPEN_TIMEOUT_S: Final = 10.0
CLOSE_TIMEOUT_S: Final = 1.0

_log = logging.getLogger("dryland.client.transport")
_log.addHandler(logging.NullHandler())


class Unreachable(Exception):  # noqa: N818
    """No server answered, or what answered is none of ours."""


class LinkLost(Exception):  # noqa: N818
    """The connection ended before the answer came."""


class AckTimeout(Exception):  # noqa: N818
    """The answer did not come in time; the connection may still stand."""


class Link:
    """A connected namespace: sends in order within the sender's bounds, matches answers, reports its own end."""

    def __init__(self, *, on_event: Callable[["Link", str, Json], None], bucket: TokenBucket) -> None:
        self._on_event = on_event
        self._bucket = bucket
        self._waiting: set[asyncio.Future[object]] = set()
        self._refusal: object = None
        self.lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Resolved with the reason when the connection has ended."""
        make = cast(Any, socketio.AsyncClient)
        self._sio = make(reconnection=False, handle_sigint=False, logger=_log, engineio_logger=_log)
        self._sio.on("*", self._received, namespace=NAMESPACE)
        self._sio.on("connect_error", self._connect_failed, namespace=NAMESPACE)
        self._sio.on("disconnect", self._disconnected, namespace=NAMESPACE)

    async def open(self, url: str, token: str, transports: Sequence[Transport]) -> None:
        """Connect; raises `ConnectRefused` when the server says no, `Unreachable` when nobody answers properly."""
        try:
            async with asyncio.timeout(OPEN_TIMEOUT_S):
                await self._sio.connect(
                    url,
                    auth={"token": token},
                    transports=list(transports),
                    namespaces=[NAMESPACE],
                    socketio_path=SOCKETIO_PATH,
                    wait_timeout=OPEN_TIMEOUT_S,
                )
        except Exception as failure:  # the library lets errors of HTTP, JSON and sockets through as they come
            await self.close()
            raise self._why_not(failure) from failure
        if self.lost.done():
            raise Unreachable(self.lost.result())

    async def call(self, event: str, payload: Json, timeout_s: float) -> Json:
        """Send and return the acknowledgement; raises `LinkLost` or `AckTimeout`, and neither says that it got lost."""
        await self._bucket.take()
        if self.lost.done():
            raise LinkLost(self.lost.result())
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting.add(answer)

        def answered(*args: object) -> None:
            if not answer.done():
                answer.set_result(args[0] if args else None)

        try:
            async with asyncio.timeout(timeout_s):
                await self._emit(event, payload, answered)
                body = await answer
        except TimeoutError:
            raise AckTimeout(event) from None
        finally:
            self._waiting.discard(answer)
        return _mapping(body)

    async def close(self) -> None:
        """End the connection, by force when the other side does not answer."""
        http = self._sio.eio.http
        with contextlib.suppress(Exception):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._sio.disconnect()
        if http is not None and not http.closed:
            await http.close()
        await self._end_tasks()
        self._end("closed by this side")

    async def _end_tasks(self) -> None:
        """The library leaves its loops running when a connection does not end the way it expects."""
        tasks = [task for task in (self._sio.eio.read_loop_task, self._sio.eio.write_loop_task) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _emit(self, event: str, payload: Json, answered: Callable[..., None]) -> None:
        try:
            await self._sio.emit(event, payload, namespace=NAMESPACE, callback=answered)
        except Exception as failure:
            raise LinkLost(str(failure)) from failure

    def _received(self, event: str, *args: object) -> None:
        payload = args[0] if args else None
        if isinstance(payload, Mapping):
            self._on_event(self, event, cast(Json, payload))

    def _connect_failed(self, error: object = None) -> None:
        self._refusal = error

    def _disconnected(self, reason: object = "") -> None:
        self._end(str(reason))

    def _end(self, reason: str) -> None:
        if not self.lost.done():
            self.lost.set_result(reason)
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(LinkLost(reason))
                answer.exception()  # whoever waited may have given up in this very moment

    def _why_not(self, failure: Exception) -> Exception:
        refusal = _mapping(self._refusal)
        data = _mapping(refusal.get("data"))
        if "code" in data:
            return ConnectRefused(str(data["code"]), str(refusal.get("message", "")))
        return Unreachable(str(failure) or type(failure).__name__)


def _mapping(value: object) -> Json:
    return cast(Json, value if isinstance(value, Mapping) else {})
