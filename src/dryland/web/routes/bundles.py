"""Bundles by HTTP: what a screen needs when it opens, making one, what is looked at before a start, late arrivals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from dryland.contract.aggregates import ResourceUpdate
from dryland.contract.base import Identifier, SessionStatus, Wire
from dryland.contract.bundles import CreateBundle, PreflightCheck
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.opening import NewPlayer
from dryland.store.records import RecordSet
from dryland.web.access import by, unkept
from dryland.web.door import BundlePreview, BundlesAsked, BundleShown, BundleSummary
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.paging import Cursor, Limit, Listed, listed, moment_ms, page_of
from dryland.web.problems import commanded
from dryland.web.refused import RefusedRequest
from dryland.web.squad import new_players, player_of

__all__ = ["HANDLERS"]


class LateArrivals(Wire, frozen=True, kw_only=True):
    """Players who come in late; without a session they go where there is most room."""

    player_ids: Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=200)]
    session_id: Identifier | None = None


@get("/api/bundles", opt=by("bundles.read"), summary="Bundles", tags=["bundles"])
async def bundles(
    door: TheDoor,
    caller: Caller,
    status: FromQuery[list[SessionStatus] | None] = None,
    from_time: FromQuery[datetime | None] = None,
    to_time: FromQuery[datetime | None] = None,
    newest_first: FromQuery[bool] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[BundleSummary]:
    """Planned, under way and over, in the order of their time, or of their making where they have none.

    `status` may be given several times; the span is from `from_time` to before `to_time`.
    """
    page = page_of(cursor, limit, int, str, newest_first=newest_first)
    asked = BundlesAsked(tuple(status) if status else None, moment_ms(from_time), moment_ms(to_time))
    found = await door.bundles(caller, page, asked)
    return listed(found, page, lambda each: (each[0], each[1].bundle_id), lambda each: each[1])


@post("/api/bundles", opt=unkept("bundles.write"), summary="Make a bundle", tags=["bundles"])
async def make_bundle(door: TheDoor, caller: Caller, data: JSONBody[dict[str, Any]]) -> Response[bytes]:
    """The payload of `training:bulk:session:created`, with its answer; an `eventId` makes it safe to repeat."""
    return commanded(*await door.post(caller, "training:bulk:session:created", msgspec.json.encode(data)))


@post("/api/bundles/preview", opt=unkept("bundles.write"), status_code=200, summary="Look at a bundle to be",
      tags=["bundles"])  # fmt: skip
async def preview_bundle(door: TheDoor, caller: Caller, data: JSONBody[dict[str, Any]]) -> BundlePreview:
    """The payload that makes a bundle, answered by who would go where and why, and every conflict by name."""
    try:
        command = msgspec.json.decode(msgspec.json.encode(data), type=CreateBundle)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `")
        context = ErrorContext(path=where.rstrip("`") or "$")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, f"{what}.", context) from error
    return await door.preview(caller, command)


@get("/api/bundles/{bundle_id:str}", opt=by("bundles.read"), summary="A bundle", tags=["bundles"])
async def one_bundle(door: TheDoor, caller: Caller, bundle_id: FromPath[str]) -> BundleShown:
    """Its sessions, what they were given, who is where, its last operations; events carry on from its `seq`."""
    return await door.bundle(caller, bundle_id)


@get("/api/bundles/{bundle_id:str}/preflight", opt=by("bundles.read"), sync_to_thread=False,
     summary="Before a start", tags=["bundles"])  # fmt: skip
def look_before(door: TheDoor, caller: Caller, bundle_id: FromPath[str]) -> list[PreflightCheck]:
    """Plan, roster, places, equipment, straps, screens of each session; `fix` names what mends a line."""
    return list(door.preflight(caller, bundle_id))


@post("/api/bundles/{bundle_id:str}/players", opt=by("bundles.write"), summary="Late arrivals", tags=["bundles"])
async def late_arrivals(
    office: TheOffice, door: TheDoor, caller: Caller, bundle_id: FromPath[str], data: JSONBody[LateArrivals]
) -> BundleShown:
    """They are in at once, running or not; a session that is full or that they are not meant for is refused."""
    session_id = data.session_id or door.place_for(caller, bundle_id, len(data.player_ids))
    if all(each.session_id != session_id for each in (await door.bundle(caller, bundle_id)).sessions):
        context = ErrorContext(bundle_id=bundle_id, session_id=session_id, path="$.sessionId")
        raise RefusedRequest(ErrorCode.SESSION_NOT_FOUND, f"{session_id} is not part of this bundle.", context)

    def draft(records: RecordSet) -> list[NewPlayer]:
        found = [player_of(records, caller, player_id) for player_id in dict.fromkeys(data.player_ids)]
        return new_players(records, found, office.today)

    refusal = await door.enrol(caller, session_id, await office.ask(draft))
    if refusal is not None:
        raise RefusedRequest.of(refusal)
    return await door.bundle(caller, bundle_id)


@get("/api/resources", opt=by("bundles.read"), sync_to_thread=False, summary="Resources now", tags=["facilities"])
def resources(door: TheDoor, caller: Caller) -> ResourceUpdate:
    """Rooms with who is assigned and seen there, equipment with what is in use and out of service."""
    return door.resources(caller)


HANDLERS: Final[tuple[Any, ...]] = (
    bundles,
    make_bundle,
    preview_bundle,
    one_bundle,
    look_before,
    late_arrivals,
    resources,
)
