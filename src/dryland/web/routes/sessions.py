"""Sessions as records: opened on the floor, filled with players, found again when they are over."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Final

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from dryland.contract.base import Identifier, Minutes, Name, Timestamp, Wire, WorkoutType
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.opening import NewPlayer, NewSession
from dryland.floor.workout import at_time, to_ms
from dryland.store.records import Enrolment, Opener, Player, RecordSet, SessionRecord, list_session
from dryland.web.access import by
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office, new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of
from dryland.web.refused import RefusedRequest
from dryland.web.routes.places import facility_of
from dryland.web.routes.plans import checked_plan, plan_of
from dryland.web.squad import new_players, player_of

__all__ = ["HANDLERS"]

Players = Annotated[tuple[Identifier, ...], Meta(max_length=200)]


class SessionShown(Wire, frozen=True, kw_only=True):
    """What is known of a session besides its history."""

    id: str
    name: str
    workout_type: WorkoutType
    trainer_id: str
    created_at: Timestamp
    player_ids: tuple[str, ...]
    bundle_id: str | None = None
    plan_id: str | None = None
    facility_id: str | None = None
    scheduled_at: Timestamp | None = None
    scheduled_minutes: float | None = None


class SessionPosted(Wire, frozen=True, kw_only=True):
    """A session to be opened, with a plan in place or by its id; with an `id` it can be posted again."""

    name: Name
    workout_type: WorkoutType
    id: Identifier | None = None
    plan: dict[str, Any] | None = None
    plan_id: Identifier | None = None
    player_ids: Players = ()
    team_id: Identifier | None = None
    facility_id: Identifier | None = None
    scheduled_at: Timestamp | None = None
    scheduled_minutes: Minutes | None = None


class PlayersPosted(Wire, frozen=True, kw_only=True):
    """Players who come in late."""

    player_ids: Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=200)]


def _shown(records: RecordSet, session: SessionRecord) -> SessionShown:
    return SessionShown(
        id=session.id,
        name=session.name,
        workout_type=session.workout_type,
        trainer_id=session.trainer_id,
        created_at=at_time(session.created_at_ms),
        player_ids=tuple(records.enrolments.of_session(session.id)),
        bundle_id=session.bundle_id,
        plan_id=session.plan_id,
        facility_id=session.facility_id,
        scheduled_at=None if session.scheduled_at_ms is None else at_time(session.scheduled_at_ms),
        scheduled_minutes=session.scheduled_min,
    )


def session_of(records: RecordSet, caller: Identity, session_id: str) -> SessionRecord:
    """A session of the caller's organisation. Raises `RefusedRequest`."""
    session = records.sessions.get(session_id)
    if session is None or session.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id))
    return session


@get("/api/sessions/history", opt=by("plans.read"), summary="All sessions", tags=["sessions"])
async def history(
    office: TheOffice,
    caller: Caller,
    workout_type: FromQuery[WorkoutType | None] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[SessionShown]:
    """Open or over, the newest first. What happened in them stands in their log."""
    page = page_of(cursor, limit, int, str, newest_first=True)

    def work(records: RecordSet) -> Listed[SessionShown]:
        found = records.sessions.page(caller.org_id, page, workout_type=workout_type)
        return listed(found, page, lambda each: (each.created_at_ms, each.id), lambda each: _shown(records, each))

    return await office.ask(work)


@post("/api/sessions", opt=by("sessions.write"), summary="Open a session", tags=["sessions"])
async def open_session(office: TheOffice, door: TheDoor, caller: Caller, data: JSONBody[SessionPosted]) -> SessionShown:
    """It is on the floor at once, in the state scheduled, with its players and plan."""
    session_id = data.id or new_id()
    known = await office.ask(lambda records: records.sessions.get(session_id))
    if known is not None:
        if known.org_id == caller.org_id and known.name == data.name:
            return await office.ask(lambda records: _shown(records, known))
        raise RefusedRequest(ErrorCode.CONFLICT, f"There is a session {session_id} already.")
    new = await office.ask(lambda records: _drafted(office, records, caller, session_id, data))
    await door.open_session(new)
    return await office.change(lambda records: _kept(office, records, caller, new, data))


def _drafted(office: Office, records: RecordSet, caller: Identity, session_id: str, data: SessionPosted) -> NewSession:
    """The session as the floor opens it. Raises `RefusedRequest`."""
    if data.facility_id is not None:
        facility_of(records, caller, data.facility_id)
    return NewSession(
        session_id=session_id,
        epoch=secrets.token_hex(6),
        org_id=caller.org_id,
        workout_type=data.workout_type,
        workout_name=data.name,
        players=_invited(office, records, caller, data),
        plan=_planned(records, caller, data),
        workout_id=data.plan_id,
        trainer_id=caller.user_id,
        trainer_name=caller.name or caller.user_id,
    )


def _planned(records: RecordSet, caller: Identity, data: SessionPosted) -> bytes | None:
    if data.plan is not None and data.plan_id is not None:
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "Give a plan or its id.", ErrorContext(path="$.planId"))
    if data.plan is not None:
        return checked_plan(data.workout_type, data.plan)
    if data.plan_id is None:
        return None
    plan = plan_of(records, caller, data.plan_id)
    if plan.workout_type is not data.workout_type:
        detail = f"{plan.name} is a {plan.workout_type.value} plan."
        raise RefusedRequest(ErrorCode.WRONG_WORKOUT_TYPE, detail, ErrorContext(path="$.planId"))
    return plan.body


def _invited(office: Office, records: RecordSet, caller: Identity, data: SessionPosted) -> list[NewPlayer]:
    players: dict[str, Player] = {}
    for player_id in data.player_ids:
        players[player_id] = player_of(records, caller, player_id)
    if data.team_id is not None:
        team = records.players.of_team(data.team_id)
        players.update({each.id: each for each in team if each.org_id == caller.org_id and each.archived_at_ms is None})
    return new_players(records, list(players.values()), office.today)


def _kept(office: Office, records: RecordSet, caller: Identity, new: NewSession, data: SessionPosted) -> SessionShown:
    """Write down what is known of an opened session, and who is expected in it."""
    record = SessionRecord(
        id=new.session_id,
        org_id=new.org_id,
        name=new.workout_name,
        workout_type=new.workout_type,
        trainer_id=caller.user_id,
        created_at_ms=office.now_ms(),
        plan_id=data.plan_id,
        facility_id=data.facility_id,
        scheduled_at_ms=None if data.scheduled_at is None else to_ms(data.scheduled_at),
        scheduled_min=data.scheduled_minutes,
    )
    opener = Opener(caller.name or caller.user_id, caller.role)
    list_session(records, record, [player.player_id for player in new.players], opener)
    return _shown(records, record)


@post("/api/sessions/{session_id:str}/players", opt=by("sessions.write"), summary="Add players", tags=["sessions"])
async def add_players(
    office: TheOffice, door: TheDoor, caller: Caller, session_id: FromPath[str], data: JSONBody[PlayersPosted]
) -> SessionShown:
    """Late arrivals: they are in the session at once, running or not."""

    def draft(records: RecordSet) -> list[NewPlayer]:
        session_of(records, caller, session_id)
        found = [player_of(records, caller, player_id) for player_id in dict.fromkeys(data.player_ids)]
        return new_players(records, found, office.today)

    players = await office.ask(draft)
    refusal = await door.enrol(caller, session_id, players)
    if refusal is not None:
        raise RefusedRequest.of(refusal)

    def keep(records: RecordSet) -> SessionShown:
        records.enrolments.save_many(Enrolment(session_id, player.player_id) for player in players)
        return _shown(records, session_of(records, caller, session_id))

    return await office.change(keep)


@get("/api/sessions/{session_id:str}", opt=by("plans.read"), summary="A session", tags=["sessions"])
async def one_session(office: TheOffice, caller: Caller, session_id: FromPath[str]) -> SessionShown:
    """What is known of it besides its history."""
    return await office.ask(lambda records: _shown(records, session_of(records, caller, session_id)))


HANDLERS: Final[tuple[Any, ...]] = (history, open_session, add_players, one_session)
