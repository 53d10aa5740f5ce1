"""An organisation's news since a position, words to a session, and the audit trail."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from dryland.audit import Found, Sealed, Wanted
from dryland.contract.base import EventId, Identifier, Text, Wire
from dryland.contract.session import MessagePriority
from dryland.web.access import by
from dryland.web.given import Caller, TheDoor
from dryland.web.problems import commanded

__all__ = ["HANDLERS"]

After = Annotated[int, QueryParameter(ge=0, description="the position one has")]
Many = Annotated[int, QueryParameter(ge=1, le=1_000, description="how many at most")]


class MessagePosted(Wire, frozen=True, kw_only=True):
    """Words to a session, to everybody or to some players."""

    message: Text
    target_players: tuple[Identifier, ...] | None = None
    priority: MessagePriority = MessagePriority.INFO
    event_id: EventId | None = None


@get("/api/news", opt=by("events.read"), summary="What happened meanwhile", tags=["events"])
async def news(door: TheDoor, caller: Caller, after: After = 0, limit: Many = 200) -> Response[bytes]:
    """Calendar, availability, templates, teams and what else concerns no single session, in order."""
    found = await door.news(caller, after, limit)
    return Response(msgspec.json.encode(found), media_type="application/json")


@post("/api/sessions/{session_id:str}/messages", opt=by("sessions.write"), summary="Say something", tags=["sessions"],
      status_code=HTTP_200_OK)  # fmt: skip
async def say(
    door: TheDoor, caller: Caller, session_id: FromPath[str], data: JSONBody[MessagePosted]
) -> Response[bytes]:
    """The same as the event `training:session:message`."""
    payload = {**msgspec.to_builtins(data), "sessionId": session_id}
    return commanded(*await door.post(caller, "training:session:message", msgspec.json.encode(payload)))


@get("/api/audit", opt=by("audit.read"), sync_to_thread=False, summary="The audit trail", tags=["audit"])
def audit(door: TheDoor, caller: Caller, after: After = 0, limit: Many = 200) -> list[Sealed]:
    """Who looked at or changed guarded data; each entry is sealed by the hash of all before it."""
    return list(door.audit(caller.org_id, after, limit))


@get("/api/audit/found", opt=by("audit.read"), sync_to_thread=False, summary="Look for entries of the audit trail",
     tags=["audit"])  # fmt: skip
def found_audit(
    door: TheDoor,
    caller: Caller,
    player_id: Annotated[str | None, QueryParameter(description="about this player")] = None,
    health: Annotated[bool, QueryParameter(description="about data of health only")] = False,
    before: Annotated[int | None, QueryParameter(ge=1, description="`backTo` of the answer before")] = None,
    limit: Many = 100,
) -> Found:
    """The newest first, from the whole trail. Asked again with `before` as long as `backTo` is more than 1."""
    return door.found_audit(caller.org_id, Wanted(player_id, health), before, limit)


HANDLERS: Final[tuple[Any, ...]] = (news, say, audit, found_audit)
