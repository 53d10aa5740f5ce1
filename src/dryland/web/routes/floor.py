"""The floor by HTTP: every live command one by one, the sessions that are open."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from dryland.contract.base import Wire
from dryland.web.access import by, unkept
from dryland.web.door import SessionSummary
from dryland.web.given import Caller, TheDoor
from dryland.web.problems import commanded

__all__ = ["HANDLERS", "CommandPosted"]


class CommandPosted(Wire, frozen=True, kw_only=True):
    """A command by HTTP: an event's name and its payload, as over a socket."""

    event: str
    payload: dict[str, Any]


@get("/api/sessions", opt=by("sessions.read"), sync_to_thread=False, summary="Sessions you may see", tags=["sessions"])
def sessions(door: TheDoor, caller: Caller) -> list[SessionSummary]:
    """The open sessions of the token's organisation; a player sees the ones they are in."""
    return list(door.sessions(caller))


@post("/api/events", opt=unkept("events.write"), summary="Send one command", tags=["events"], status_code=HTTP_200_OK)
async def events(door: TheDoor, caller: Caller, data: JSONBody[CommandPosted]) -> Response[bytes]:
    """The same commands as over a socket, with the same answer. Give an `eventId` to repeat it safely."""
    return commanded(*await door.post(caller, data.event, msgspec.json.encode(data.payload)))


HANDLERS: Final[tuple[Any, ...]] = (sessions, events)
