"""Who is served while the application is still being built, and that everybody is once it stands."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from dryland.web.entrance import Entrance

Asgi = Callable[..., Awaitable[None]]


def saying(word: bytes) -> Asgi:
    """An application with one answer."""

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": word})

    return application


async def asked(entrance: Entrance, path: str) -> tuple[int, bytes]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await entrance({"type": "http", "path": path}, None, send)
    return sent[0]["status"], sent[1]["body"]


async def test_the_floor_is_served_while_the_application_is_built() -> None:
    built, state = threading.Event(), {"ready": True}

    def build() -> Asgi:
        assert built.wait(10)
        return saying(b"pages")

    entrance = Entrance(build, saying(b"polled"), "/socket.io/", lambda: state)
    waiting = asyncio.ensure_future(asked(entrance, "/board"))
    assert await asked(entrance, "/socket.io/") == (200, b"polled")
    assert await asked(entrance, "/socket.io") == (200, b"polled")
    assert await asked(entrance, "/readyz") == (200, b'{"ready":true}')
    state["ready"] = False
    assert await asked(entrance, "/readyz") == (503, b'{"ready":false}')
    assert not waiting.done()
    built.set()
    assert await waiting == (200, b"pages")
    assert await asked(entrance, "/readyz") == (200, b"pages"), "the application's own from now on"
    assert await asked(entrance, "/socket.ioh") == (200, b"pages")


async def test_an_application_that_cannot_be_built_is_told_to_whoever_asks() -> None:
    def build() -> Asgi:
        raise RuntimeError("no such thing")

    entrance = Entrance(build, saying(b"polled"), "/socket.io/", lambda: {"ready": True})
    with pytest.raises(RuntimeError, match="no such thing"):
        await asked(entrance, "/board")
    assert await asked(entrance, "/socket.io/") == (200, b"polled")
