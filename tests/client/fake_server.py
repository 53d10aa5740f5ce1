"""A small server that is strict about the contract: what a client may rely on, and every way in which it can fail."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import socketio
from aiohttp import web

from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ErrorCode, Refusal, error_body

NAMESPACE = "/training"


@dataclass
class Session:
    epoch: str = "epoch-1"
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    oldest_seq: int = 1

    @property
    def seq(self) -> int:
        return len(self.events)


class FakeServer:
    """Keeps facts by eventId and a log per session; the public attributes are the switches of its faults."""

    def __init__(self) -> None:
        self.facts: dict[str, tuple[str, dict[str, Any]]] = {}
        self.arrivals: list[str] = []
        self.sessions: dict[str, Session] = {}
        self.joins: list[dict[str, Any]] = []
        self.refusals: list[Refusal] = []
        """Taken one by one for the next facts."""
        self.refuse_event_ids: dict[str, Refusal] = {}
        self.swallow_acks = 0
        self.ahead_ms = 0.0
        self.rate_trips = 0
        self.connections = 0
        self.tokens = {"good"}
        self.port = 0
        self._bucket = 200.0
        self._filled_s = time.monotonic()
        self._more_facts = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.sio: Any = None

    async def start(self) -> None:
        self.sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[], logger=False)
        self.sio.on("connect", self._connect, namespace=NAMESPACE)
        self.sio.on("*", self._event, namespace=NAMESPACE)
        app = web.Application()
        self.sio.attach(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Go away as a killed process does: sockets close, nobody says goodbye."""
        for sid in list(self.sio.eio.sockets):
            socket = self.sio.eio.sockets[sid]
            await socket.close(wait=False, abort=True)
        await self.sio.shutdown()
        if self._runner:
            await self._runner.cleanup()

    async def cut(self) -> None:
        """Close every connection from the server's side."""
        for sid in list(self.sio.eio.sockets):
            await self.sio.eio.disconnect(sid)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def broadcast(self, name: str, payload: dict[str, Any], *, store: bool = True, send: bool = True) -> None:
        session = self.sessions[payload["sessionId"]]
        if store:
            payload = {**payload, "seq": session.seq + 1, "epoch": session.epoch}
            session.events.append((name, payload))
        if send:
            await self.sio.emit(name, payload, namespace=NAMESPACE, room=payload["sessionId"])

    async def until_facts(self, count: int) -> None:
        while len(self.facts) < count:
            self._more_facts.clear()
            await self._more_facts.wait()

    async def _connect(self, sid: str, environ: object, auth: dict[str, str] | None) -> None:
        if not auth or auth.get("token") not in self.tokens:
            body = {"code": "UNAUTHENTICATED"}
            raise socketio.exceptions.ConnectionRefusedError("The sign-in has expired.", body)
        self.connections += 1

    async def _event(self, name: str, sid: str, payload: Any) -> Any:
        row = CATALOGUE.get(name)
        if row is None or row.command is None:
            return self._no(Refusal(ErrorCode.UNKNOWN_EVENT))
        if self._over_the_limit():
            self.rate_trips += 1
            return self._no(Refusal(ErrorCode.RATE_LIMITED, retry_after_ms=50))
        try:
            msgspec.convert(payload, row.command, strict=True)
        except msgspec.ValidationError as invalid:
            return self._no(Refusal(ErrorCode.VALIDATION_FAILED, detail=str(invalid)))
        if name == "training:clock":
            now_ms = time.time() * 1000 + self.ahead_ms
            return {"t0": payload["t0"], "t1": now_ms, "t2": now_ms}
        if name == "training:session:join":
            return await self._join(sid, payload)
        if name == "training:session:leave":
            await self.sio.leave_room(sid, payload["sessionId"], namespace=NAMESPACE)
            return {"ok": True}
        return await self._fact(name, payload)

    async def _join(self, sid: str, payload: dict[str, Any]) -> Any:
        self.joins.append(payload)
        session = self.sessions.get(payload["sessionId"])
        if session is None:
            return self._no(Refusal(ErrorCode.SESSION_NOT_FOUND))
        await self.sio.enter_room(sid, payload["sessionId"], namespace=NAMESPACE)
        last_seq = payload.get("lastSeq")
        recovered = (
            last_seq is not None and payload.get("epoch") == session.epoch and last_seq >= session.oldest_seq - 1
        )
        answer = {
            "ok": True,
            "session": {"sessionId": payload["sessionId"]},
            "role": payload.get("role", "observer"),
            "epoch": session.epoch,
            "seq": session.seq,
            "recovered": recovered,
        }
        if recovered:
            answer["events"] = [{"event": name, "payload": body} for name, body in session.events[last_seq:]]
        return answer

    async def _fact(self, name: str, payload: dict[str, Any]) -> Any:
        event_id = payload["eventId"]
        self.arrivals.append(event_id)
        if event_id in self.refuse_event_ids:
            return self._no(self.refuse_event_ids[event_id])
        if self.refusals:
            return self._no(self.refusals.pop(0))
        duplicate = event_id in self.facts
        self.facts.setdefault(event_id, (name, payload))
        self._more_facts.set()
        if self.swallow_acks > 0:
            self.swallow_acks -= 1
            await asyncio.Event().wait()
        seq = list(self.facts).index(event_id) + 1
        self._bucket = min(200.0, self._bucket + 1)
        return {"ok": True, "eventId": event_id, "seq": seq} | ({"duplicate": True} if duplicate else {})

    def _over_the_limit(self) -> bool:
        now_s = time.monotonic()
        self._bucket = min(200.0, self._bucket + (now_s - self._filled_s) * 50)
        self._filled_s = now_s
        self._bucket -= 1
        if self._bucket < 0:
            self._bucket += 1
            return True
        return False

    def _no(self, refusal: Refusal) -> Any:
        return {"ok": False, "error": msgspec.to_builtins(error_body(refusal))}


@asynccontextmanager
async def running_server() -> AsyncIterator[FakeServer]:
    server = FakeServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
