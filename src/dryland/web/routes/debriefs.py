"""Looking back: a session or a bundle on one page, as JSON, as a table, as a PDF; a squad's week."""

from __future__ import annotations

import enum
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from msgspec.structs import replace

from dryland.contract.base import Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import to_ms
from dryland.insights.bundle_debrief import BundleDebrief
from dryland.insights.debrief import Debrief
from dryland.insights.incidents import IncidentKind
from dryland.insights.load import SquadWeek
from dryland.insights.printing import Language, Reader, print_bundle, print_session
from dryland.insights.sheet import Habit, players_sheet, steps_sheet
from dryland.store.records import RecordSet
from dryland.web.access import by
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.refused import RefusedRequest

__all__ = ["HANDLERS"]


class Sheet(enum.StrEnum):
    """What stands in a row."""

    PLAYERS = "players"
    STEPS = "steps"


class BundleLookedBack(Wire, frozen=True, kw_only=True):
    """A bundle and the page of each of its sessions."""

    bundle: BundleDebrief
    sessions: tuple[Debrief, ...]


async def _session(door: TheDoor, caller: Identity, session_id: str) -> Debrief:
    page = await door.debriefing.session(caller.org_id, session_id)
    if page is None:
        raise RefusedRequest(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id))
    return page


async def _bundle(door: TheDoor, caller: Identity, bundle_id: str) -> tuple[BundleDebrief, list[Debrief]]:
    found = await door.debriefing.bundle(caller.org_id, bundle_id)
    if found is None:
        raise RefusedRequest(ErrorCode.BUNDLE_NOT_FOUND, "", ErrorContext(bundle_id=bundle_id))
    return found


def _reader(language: Language, zone: str) -> Reader:
    """Raises `RefusedRequest` for a zone that is not in the world's list."""
    try:
        return Reader(language, ZoneInfo(zone))
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        detail = f"There is no time zone {zone}; name one as Europe/Stockholm."
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, detail, ErrorContext(path="$.zone")) from error


def _file(body: bytes | str, media_type: str, name: str) -> Response[Any]:
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(body, media_type=media_type, headers=headers)


@get("/api/sessions/{session_id:str}/debrief", opt=by("debriefs.read"), summary="Look back", tags=["debriefs"])
async def debrief_session(door: TheDoor, caller: Caller, session_id: FromPath[str]) -> Debrief:
    """Planned and done, incidents, quality of the data, curves and records; one that runs is shown as far as it is."""
    return await _session(door, caller, session_id)


@get(
    "/api/sessions/{session_id:str}/debrief.csv",
    opt=by("debriefs.read"),
    summary="A session as a table",
    tags=["debriefs"],
)
async def session_sheet(
    door: TheDoor,
    caller: Caller,
    session_id: FromPath[str],
    rows: FromQuery[Sheet] = Sheet.PLAYERS,
    lang: FromQuery[Language] = Language.EN,
) -> Response[Any]:
    """A row for each player, or for each set, interval, attempt and block; units stand in the names of the columns.

    Begins with the mark by which spreadsheets know UTF-8; `sv` writes semicolons and decimal commas.
    """
    page = await _session(door, caller, session_id)
    habit = Habit.COMMAS_IN_FIGURES if lang is Language.SV else Habit.POINTS_IN_FIGURES
    text = players_sheet(page, habit) if rows is Sheet.PLAYERS else steps_sheet(page, habit)
    return _file(text, "text/csv; charset=utf-8", f"{session_id}-{rows.value}.csv")


@get(
    "/api/sessions/{session_id:str}/debrief.pdf",
    opt=by("debriefs.read"),
    summary="A session on paper",
    tags=["debriefs"],
)
async def session_paper(
    door: TheDoor,
    caller: Caller,
    session_id: FromPath[str],
    lang: FromQuery[Language] = Language.EN,
    zone: FromQuery[str] = "UTC",
) -> Response[Any]:
    """The page as it looks on the screen, A4; times are those of `zone`."""
    reader = _reader(lang, zone)
    page = await _session(door, caller, session_id)
    return _file(await print_session(page, reader), "application/pdf", f"{session_id}.pdf")


@get("/api/bundles/{bundle_id:str}/debrief", opt=by("debriefs.read"), summary="Look back", tags=["debriefs"])
async def debrief_bundle(door: TheDoor, caller: Caller, bundle_id: FromPath[str]) -> BundleLookedBack:
    """Its sessions beside each other, moves, what was done to all at once, and each session's page."""
    bundle, pages = await _bundle(door, caller, bundle_id)
    return BundleLookedBack(bundle=bundle, sessions=tuple(pages))


@get("/api/bundles/{bundle_id:str}/debrief.pdf", opt=by("debriefs.read"), summary="On paper", tags=["debriefs"])
async def bundle_paper(
    door: TheDoor,
    caller: Caller,
    bundle_id: FromPath[str],
    lang: FromQuery[Language] = Language.EN,
    zone: FromQuery[str] = "UTC",
) -> Response[Any]:
    """The bundle's page and behind it one for each session, A4; times are those of `zone`."""
    reader = _reader(lang, zone)
    bundle, pages = await _bundle(door, caller, bundle_id)
    return _file(await print_bundle(bundle, pages, reader), "application/pdf", f"{bundle_id}.pdf")


@get(
    "/api/players/{player_id:str}/sessions/{session_id:str}/debrief",
    opt=by("debriefs.own"),
    summary="A player's own part",
    tags=["debriefs"],
)
async def own_part(door: TheDoor, caller: Caller, player_id: FromPath[str], session_id: FromPath[str]) -> Debrief:
    """The session with nobody in it but this player."""
    page = await _session(door, caller, session_id)
    players = tuple(player for player in page.players if player.player_id == player_id)
    if not players:
        context = ErrorContext(session_id=session_id, player_id=player_id)
        raise RefusedRequest(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    own = players[0]
    incidents = tuple(
        replace(each, by=None, detail=None, detail_sayings=None)
        for each in page.incidents
        if each.player_id in (None, player_id) and each.kind is not IncidentKind.MESSAGE
    )
    return replace(
        page,
        players=players,
        incidents=incidents,
        steps=own.steps,
        advice=own.advice,
        data_completeness=own.quality.completeness,
    )


@get("/api/load/week", opt=by("debriefs.read"), summary="A squad's week", tags=["debriefs"])
async def week(
    office: TheOffice,
    door: TheDoor,
    caller: Caller,
    team_id: FromQuery[str | None] = None,
    end: FromQuery[Timestamp | None] = None,
) -> SquadWeek:
    """The seven days up to `end` (now, when absent), beside what each player is used to: minutes a day over 28 days.

    A description of what was done, no predictor of injuries; no comparison before 28 days are known.
    """

    def squad(records: RecordSet) -> list[str]:
        everybody = records.players.of_org(caller.org_id) if team_id is None else records.players.of_team(team_id)
        return [each.id for each in everybody if each.org_id == caller.org_id and each.archived_at_ms is None]

    player_ids = await office.ask(squad)
    return await door.debriefing.week(caller.org_id, player_ids, office.now_ms() if end is None else to_ms(end))


HANDLERS: Final[tuple[Any, ...]] = (
    debrief_session,
    session_sheet,
    session_paper,
    debrief_bundle,
    bundle_paper,
    own_part,
    week,
)
