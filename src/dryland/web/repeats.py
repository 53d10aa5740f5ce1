"""The same request again gets the same answer: POSTs that carry an `Idempotency-Key` are carried out once.

The beginning is written down before the request is carried out, so that one which was cut off is never done twice:
whoever asks again learns that it is not known how it ended. Knows no route.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from litestar.connection import ASGIConnection
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.sayings import say
from dryland.store.records import Answer
from dryland.web.access import token_of
from dryland.web.door import Door
from dryland.web.identity import BadToken
from dryland.web.office import ANSWERS_KEPT_MS, Office
from dryland.web.refused import RefusedRequest

__all__ = ["Repeats"]

HEADER: Final = "idempotency-key"
LONGEST_KEY: Final = 100
SWEEP_EVERY: Final = 500
MOST_BYTES: Final = 1_048_576


class _Asked(NamedTuple):
    caller: str
    key: str
    request_hash: bytes
    started_at_ms: int

    def answer(self, status: int | None = None, media_type: str | None = None, body: bytes | None = None) -> Answer:
        return Answer(self.caller, self.key, self.request_hash, self.started_at_ms, status, media_type, body)


class Repeats(ASGIMiddleware):
    """Stands before every handler of somebody signed in.

    Live commands are left alone, they have ids of their own; so are handlers whose answers hold secrets, because
    those must not be kept.
    """

    exclude_opt_key = "unrepeatable"

    def __init__(self, door: Door) -> None:
        self._door = door
        self._kept = 0

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Carry a request out, or give the answer it had before."""
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        key = connection.headers.get(HEADER)
        caller = self._caller(connection)
        if key is None or caller is None or cast("Mapping[str, object]", scope)["method"] != "POST":
            await next_app(scope, receive, send)
            return
        office = self._door.office
        body = await _whole_body(receive)
        request = b"\n".join((connection.url.path.encode(), connection.url.query.encode(), body))
        asked = _Asked(caller, _checked(key), hashlib.sha256(request).digest(), office.now_ms())
        if not await office.ask(lambda records: records.answers.begin(asked.answer())):
            await self._again(office, asked, send)
            return
        await self._carry_out(office, asked, body, scope, send, next_app)

    def _caller(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
        """Who asks, whichever of their tokens they use; None for whoever the guard will refuse or let in unnamed."""
        token = token_of(connection)
        try:
            identity = self._door.identity(token) if token is not None else None
        except BadToken:
            return None
        return None if identity is None else f"{identity.org_id}/{identity.user_id}"

    @staticmethod
    async def _again(office: Office, asked: _Asked, send: Send) -> None:
        kept = await office.ask(lambda records: records.answers.get(asked.caller, asked.key))
        context = ErrorContext(path="Idempotency-Key")
        if kept is None or kept.request_hash != asked.request_hash:
            raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "This key was used for another request.", context)
        if kept.status is None:
            raise RefusedRequest(ErrorCode.CONFLICT, say("record_under_way"), context)
        headers = [
            (b"content-type", (kept.media_type or "application/json").encode()),
            (b"idempotency-replayed", b"true"),
            (b"content-length", str(len(kept.body or b"")).encode()),
        ]
        await send({"type": "http.response.start", "status": kept.status, "headers": headers})
        await send({"type": "http.response.body", "body": kept.body or b"", "more_body": False})

    async def _carry_out(
        self, office: Office, asked: _Asked, body: bytes, scope: Scope, send: Send, next_app: ASGIApp
    ) -> None:
        replayed = False

        async def receive_again() -> Any:
            nonlocal replayed
            if replayed:
                return {"type": "http.disconnect"}
            replayed = True
            return {"type": "http.request", "body": body, "more_body": False}

        answer = _Overheard()
        try:
            await next_app(scope, receive_again, answer.hear)
        finally:
            # Kept before it goes out, so that whoever has it and asks again finds it.
            await self._keep(office, asked, answer)
        for message in answer.messages:
            await send(message)

    async def _keep(self, office: Office, asked: _Asked, answer: _Overheard) -> None:
        if not answer.worth_keeping:
            await office.ask(lambda records: records.answers.remove(asked.caller, asked.key))
            return
        kept = asked.answer(answer.status, answer.media_type, answer.plain_body())
        await office.ask(lambda records: records.answers.save(kept))
        self._kept += 1
        if self._kept % SWEEP_EVERY == 0:
            await office.ask(lambda records: records.answers.forget_before(office.now_ms() - ANSWERS_KEPT_MS))


class _Overheard:
    """An answer before it goes out."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = 0
        self.media_type = ""
        self.is_packed = False
        self.body = bytearray()

    async def hear(self, message: Message) -> None:
        """Take down a part of it."""
        self.messages.append(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = dict(message["headers"])
            self.media_type = headers.get(b"content-type", b"").decode("latin-1")
            self.is_packed = headers.get(b"content-encoding") == b"gzip"
        elif message["type"] == "http.response.body":
            self.body += message["body"]

    def plain_body(self) -> bytes:
        """The body as it is, not as this client's line wanted it packed."""
        return gzip.decompress(self.body) if self.is_packed else bytes(self.body)

    @property
    def worth_keeping(self) -> bool:
        """Whether it is what the same request would be answered again: done; a refusal may be otherwise next time."""
        return 200 <= self.status < 300


async def _whole_body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message: Any = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise RefusedRequest(ErrorCode.PAYLOAD_TOO_LARGE)
        if not message.get("more_body"):
            return bytes(body)


def _checked(key: str) -> str:
    if 1 <= len(key) <= LONGEST_KEY:
        return key
    context = ErrorContext(path="Idempotency-Key")
    raise RefusedRequest(ErrorCode.VALIDATION_FAILED, f"A key has 1 to {LONGEST_KEY} characters.", context)
