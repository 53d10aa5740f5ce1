"""Stock Socket.IO clients as tests hold them: one interface, python-socketio or socket.io-client on Node behind it.

Knows nothing of our own client library: what is proven here is proven for strangers.
"""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import socketio

__all__ = ["NAMESPACE", "TRANSPORTS", "Client", "Heard", "NodeClient", "PythonClient", "Turned", "needs_node", "opened"]

NAMESPACE = "/training"
NODE = Path(__file__).parents[1] / "interop" / "node"
TRANSPORTS = {"websocket": ["websocket"], "polling": ["polling"], "upgrade": ["polling", "websocket"]}
PATIENCE_S = 10.0

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "socket.io-client").is_dir(),
    reason="needs Node and `npm ci` in tests/interop/node",
)


class Heard(NamedTuple):
    """One event as it came."""

    name: str
    payload: dict[str, Any]


class Turned(Exception):
    """The server refused the connection; the CONNECT_ERROR's fields."""

    def __init__(self, message: str, data: dict[str, Any]) -> None:
        self.message, self.data = message, data
        super().__init__(message)


class Client:
    """What a test sees of a client: everything heard in order, and ways to say something."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.gone: str | None = None
        self._changed = asyncio.Event()

    async def open(self, url: str, token: object, transports: Sequence[str]) -> None:
        """Connect with `auth: {token}`, without auth for None. Raises `Turned`."""
        raise NotImplementedError

    async def call(self, event: str, payload: Any = None) -> dict[str, Any]:
        """Send and return the acknowledgement."""
        raise NotImplementedError

    async def emit(self, event: str, payload: Any = None) -> None:
        """Send without asking for an acknowledgement."""
        raise NotImplementedError

    async def transport(self) -> str:
        """The transport in use now."""
        raise NotImplementedError

    async def close(self) -> None:
        """Leave."""
        raise NotImplementedError

    def note(self, name: str, payload: Any) -> None:
        """Take down an event."""
        self.heard.append(Heard(name, payload if isinstance(payload, dict) else {"": payload}))
        self._changed.set()

    def lost(self, reason: str) -> None:
        """Take down the end."""
        self.gone = reason
        self._changed.set()

    def named(self, name: str) -> list[dict[str, Any]]:
        """The payloads of all events of a name so far."""
        return [heard.payload for heard in self.heard if heard.name == name]

    async def until(self, claim: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
        """Wait until `claim` holds; returns what it said."""
        try:
            async with asyncio.timeout(patience_s):
                while not (found := claim()):
                    self._changed.clear()
                    await self._changed.wait()
                return found
        except TimeoutError:
            tail = [heard.name for heard in self.heard[-15:]]
            raise AssertionError(f"did not come to pass within {patience_s} s; last heard {tail}") from None

    async def next(self, name: str, **fields: Any) -> dict[str, Any]:
        """Wait for an event of that name with those fields; one that came already counts."""

        def found() -> dict[str, Any] | None:
            for payload in self.named(name):
                if all(payload.get(key) == value for key, value in fields.items()):
                    return payload
            return None

        payload: dict[str, Any] = await self.until(found)
        return payload

    def positions(self, session_id: str) -> list[int]:
        """The positions of everything durable that was heard of a session, in order of hearing."""
        unnumbered = {"training:session:joined", "training:live:frame", "training:session:progress"}
        return [
            heard.payload["seq"]
            for heard in self.heard
            if heard.name not in unnumbered and heard.payload.get("sessionId") == session_id and "seq" in heard.payload
        ]

    async def join(self, session_id: str, **more: Any) -> dict[str, Any]:
        """Join a session; the acknowledgement must be a yes."""
        answer = await self.call("training:session:join", {"sessionId": session_id, **more})
        assert answer["ok"], answer
        return answer


class PythonClient(Client):
    """python-socketio, unconfigured."""

    def __init__(self) -> None:
        super().__init__()
        self._sio = socketio.AsyncClient(reconnection=False, handle_sigint=False)
        self._refusal: Any = None
        self._sio.on("*", lambda name, payload=None, *_: self.note(name, payload), namespace=NAMESPACE)
        self._sio.on("disconnect", lambda reason="": self.lost(str(reason)), namespace=NAMESPACE)
        self._sio.on("connect_error", self._refused, namespace=NAMESPACE)

    def _refused(self, error: Any = None) -> None:
        self._refusal = error

    async def open(self, url: str, token: object, transports: Sequence[str]) -> None:
        auth = None if token is None else {"token": token}
        try:
            await self._sio.connect(url, auth=auth, transports=list(transports), namespaces=[NAMESPACE])
        except socketio.exceptions.ConnectionError:
            await self.close()
            if not isinstance(self._refusal, dict):
                raise
            raise Turned(self._refusal["message"], self._refusal.get("data", {})) from None

    async def call(self, event: str, payload: Any = None) -> dict[str, Any]:
        answer: dict[str, Any] = await self._sio.call(event, payload, namespace=NAMESPACE, timeout=PATIENCE_S)
        return answer

    async def emit(self, event: str, payload: Any = None) -> None:
        await self._sio.emit(event, payload, namespace=NAMESPACE)

    async def transport(self) -> str:
        return str(self._sio.transport())

    async def close(self) -> None:
        http = self._sio.eio.http
        await self._sio.disconnect()
        for task in (self._sio.eio.read_loop_task, self._sio.eio.write_loop_task):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if http is not None and not http.closed:
            await http.close()


class NodeClient(Client):
    """socket.io-client in a process of its own, driven by JSON lines."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._count = 0
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self, url: str, token: object, transports: Sequence[str]) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *("node", "remote.mjs"), cwd=NODE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._reading = asyncio.ensure_future(self._read(self._process))
        options = {"url": url + NAMESPACE, "token": token, "transports": list(transports)}
        answer = await self._do("open", **options)
        if not answer["connected"]:
            await self.close()
            raise Turned(answer["message"], answer.get("data") or {})

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            told = json.loads(line)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told.get("answer"))
            elif "event" in told:
                self.note(told["event"], told["args"][0] if told["args"] else None)
            else:
                self.lost(told["gone"])

    async def _do(self, what: str, **more: Any) -> Any:
        assert self._process is not None
        assert self._process.stdin is not None
        self._count += 1
        answer = self._answers[self._count] = asyncio.get_running_loop().create_future()
        self._process.stdin.write(json.dumps({"id": self._count, "do": what, **more}).encode() + b"\n")
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def call(self, event: str, payload: Any = None) -> dict[str, Any]:
        answer: dict[str, Any] = await self._do("call", event=event, payload=payload)
        return answer

    async def emit(self, event: str, payload: Any = None) -> None:
        await self._do("emit", event=event, payload=payload)

    async def transport(self) -> str:
        return str(await self._do("transport"))

    async def close(self) -> None:
        if self._process is None or self._reading is None:
            return
        with contextlib.suppress(TimeoutError, ConnectionError):
            await self._do("close")
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 5)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reading
        self._process = None


@contextlib.asynccontextmanager
async def opened(
    url: str, token: object, transports: Sequence[str] = ("websocket",), kind: type[Client] = PythonClient
) -> AsyncIterator[Any]:
    """A connected client that leaves at the end."""
    client = kind()
    await client.open(url, token, transports)
    try:
        yield client
    finally:
        await client.close()
