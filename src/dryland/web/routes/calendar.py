"""The calendar, and who can come: every change is told to those whom it concerns."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from litestar import delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from dryland.contract.base import Identifier, Name, ShortText, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.surroundings import Availability, AvailabilityChanged, CalendarEventChanged, ChangeKind
from dryland.floor.workout import at_time, to_ms
from dryland.store.records import AvailabilityRecord, CalendarEvent, RecordSet
from dryland.web.access import by
from dryland.web.given import Caller, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office, new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, moment_ms, page_of
from dryland.web.refused import RefusedRequest
from dryland.web.routes.places import facility_of
from dryland.web.routes.teams import team_of
from dryland.web.squad import player_of

__all__ = ["HANDLERS"]

CALENDAR: Final = "training:calendar:event:changed"
AVAILABILITY: Final = "training:player:availability:changed"


class EventShown(Wire, frozen=True, kw_only=True):
    """An entry of the calendar."""

    id: str
    title: str
    start_time: Timestamp
    end_time: Timestamp
    team_id: str | None = None
    facility_id: str | None = None
    bundle_id: str | None = None
    session_id: str | None = None


class EventPosted(Wire, frozen=True, kw_only=True):
    """An entry to be; with an `id` it can be posted again without making two."""

    title: Name
    start_time: Timestamp
    end_time: Timestamp
    id: Identifier | None = None
    team_id: Identifier | None = None
    facility_id: Identifier | None = None
    bundle_id: Identifier | None = None
    session_id: Identifier | None = None


class EventPatched(Wire, frozen=True, kw_only=True):
    """What changes of an entry; null takes a value away, what is left out stays."""

    title: Name | UnsetType = UNSET
    start_time: Timestamp | UnsetType = UNSET
    end_time: Timestamp | UnsetType = UNSET
    team_id: Identifier | UnsetType | None = UNSET
    facility_id: Identifier | UnsetType | None = UNSET
    bundle_id: Identifier | UnsetType | None = UNSET
    session_id: Identifier | UnsetType | None = UNSET


class AvailabilityShown(Wire, frozen=True, kw_only=True):
    """Whether a player can train, from when and until when."""

    player_id: str
    availability: Availability
    valid_from: Timestamp
    valid_to: Timestamp | None = None
    reason: str | None = None
    changed_by: str
    changed_at: Timestamp


class AvailabilityPosted(Wire, frozen=True, kw_only=True):
    """Whether a player can train; from now on and until further notice unless told otherwise."""

    availability: Availability
    valid_from: Timestamp | None = None
    valid_to: Timestamp | None = None
    reason: ShortText | None = None


def _event_shown(event: CalendarEvent) -> EventShown:
    return EventShown(
        id=event.id,
        title=event.title,
        start_time=at_time(event.start_ms),
        end_time=at_time(event.end_ms),
        team_id=event.team_id,
        facility_id=event.facility_id,
        bundle_id=event.bundle_id,
        session_id=event.session_id,
    )


def _event_of(records: RecordSet, caller: Identity, event_id: str) -> CalendarEvent:
    event = records.calendar.get(event_id)
    if event is None or event.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no entry {event_id}.")
    return event


def _checked(records: RecordSet, caller: Identity, event: CalendarEvent) -> None:
    if event.end_ms <= event.start_ms:
        context = ErrorContext(path="$.endTime")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "An entry ends after it begins.", context)
    if event.team_id is not None:
        team_of(records, caller, event.team_id)
    if event.facility_id is not None:
        facility_of(records, caller, event.facility_id)


def _owe(
    office: Office,
    records: RecordSet,
    caller: Identity,
    event: CalendarEvent,
    change: ChangeKind,
    changed: tuple[str, ...] = (),
) -> None:
    fact = CalendarEventChanged(
        calendar_event_id=event.id,
        change=change,
        changed=changed,
        changed_by=caller.user_id,
        title=event.title,
        start_time=at_time(event.start_ms),
        end_time=at_time(event.end_ms),
        team_id=event.team_id,
        bundle_id=event.bundle_id,
        facility_id=event.facility_id,
    )
    office.owe(records, caller, CALENDAR, fact)


@get("/api/calendar", opt=by("calendar.read"), summary="The calendar", tags=["calendar"])
async def calendar(
    office: TheOffice,
    caller: Caller,
    from_time: FromQuery[datetime | None] = None,
    to_time: FromQuery[datetime | None] = None,
    team_id: FromQuery[str | None] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[EventShown]:
    """Entries that touch a span, in the order of their start."""
    page = page_of(cursor, limit, int, str)
    found = await office.ask(
        lambda records: records.calendar.between(
            caller.org_id, page, from_ms=moment_ms(from_time), to_ms=moment_ms(to_time), team_id=team_id
        )
    )
    return listed(found, page, lambda event: (event.start_ms, event.id), _event_shown)


@post("/api/calendar", opt=by("calendar.write"), summary="Make an entry", tags=["calendar"])
async def make_event(office: TheOffice, caller: Caller, data: JSONBody[EventPosted]) -> EventShown:
    """Everybody of the organisation is told."""
    event = CalendarEvent(
        data.id or new_id(),
        caller.org_id,
        data.title,
        to_ms(data.start_time),
        to_ms(data.end_time),
        office.now_ms(),
        data.team_id,
        data.facility_id,
        data.bundle_id,
        data.session_id,
    )

    def work(records: RecordSet) -> EventShown:
        known = records.calendar.get(event.id)
        if known is not None:
            if replace(known, updated_at_ms=event.updated_at_ms) == event:
                return _event_shown(known)
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is an entry {event.id} already.")
        _checked(records, caller, event)
        records.calendar.save(event)
        _owe(office, records, caller, event, ChangeKind.CREATED)
        return _event_shown(event)

    return await office.change(work)


@patch("/api/calendar/{event_id:str}", opt=by("calendar.write"), summary="Change an entry", tags=["calendar"])
async def change_event(
    office: TheOffice, caller: Caller, event_id: FromPath[str], data: JSONBody[EventPatched]
) -> EventShown:
    """Everybody of the organisation is told what changed."""

    def work(records: RecordSet) -> EventShown:
        before = _event_of(records, caller, event_id)
        named = {name: getattr(data, name) for name in ("title", "team_id", "facility_id", "bundle_id", "session_id")}
        after = replace(before, **{name: value for name, value in named.items() if value is not UNSET})
        if data.start_time is not UNSET:
            after = replace(after, start_ms=to_ms(data.start_time))
        if data.end_time is not UNSET:
            after = replace(after, end_ms=to_ms(data.end_time))
        changed = tuple(name for name in after.__struct_fields__ if getattr(after, name) != getattr(before, name))
        if not changed:
            return _event_shown(before)
        after = replace(after, updated_at_ms=office.now_ms())
        _checked(records, caller, after)
        records.calendar.save(after)
        moved = {"start_ms", "end_ms"} & set(changed)
        kind = ChangeKind.RESCHEDULED if moved else ChangeKind.UPDATED
        _owe(office, records, caller, after, kind, tuple(_WIRE[name] for name in changed))
        return _event_shown(after)

    return await office.change(work)


_WIRE: Final = {
    "title": "title",
    "start_ms": "startTime",
    "end_ms": "endTime",
    "team_id": "teamId",
    "facility_id": "facilityId",
    "bundle_id": "bundleId",
    "session_id": "sessionId",
}


@delete("/api/calendar/{event_id:str}", opt=by("calendar.write"), summary="Delete an entry", tags=["calendar"])
async def delete_event(office: TheOffice, caller: Caller, event_id: FromPath[str]) -> None:
    """Everybody of the organisation is told."""

    def work(records: RecordSet) -> None:
        event = _event_of(records, caller, event_id)
        records.calendar.remove(event.id)
        _owe(office, records, caller, event, ChangeKind.DELETED)

    await office.change(work)


def _availability_shown(known: AvailabilityRecord) -> AvailabilityShown:
    return AvailabilityShown(
        player_id=known.player_id,
        availability=known.availability,
        valid_from=at_time(known.valid_from_ms),
        valid_to=None if known.valid_to_ms is None else at_time(known.valid_to_ms),
        reason=known.reason,
        changed_by=known.changed_by,
        changed_at=at_time(known.changed_at_ms),
    )


@get("/api/availability", opt=by("availability.list"), summary="Who can come", tags=["calendar"])
async def availabilities(
    office: TheOffice, caller: Caller, at: FromQuery[datetime | None] = None
) -> list[AvailabilityShown]:
    """What holds at a moment, now unless told otherwise; players of whom nothing is known are not in it."""
    at_ms = moment_ms(at) or office.now_ms()
    found = await office.ask(lambda records: records.availabilities.on(caller.org_id, at_ms))
    return [_availability_shown(each) for each in found.values()]


@get("/api/players/{player_id:str}/availability", opt=by("availability.read"), summary="When a player can come",
     tags=["calendar"])  # fmt: skip
async def availability(office: TheOffice, caller: Caller, player_id: FromPath[str]) -> list[AvailabilityShown]:
    """Everything that was said, the newest last."""

    def work(records: RecordSet) -> list[AvailabilityShown]:
        player = player_of(records, caller, player_id)
        return [_availability_shown(each) for each in records.availabilities.of_player(player.id)]

    return await office.ask(work)


@post("/api/players/{player_id:str}/availability", opt=by("availability.write"), summary="Say when a player can come",
      tags=["calendar"])  # fmt: skip
async def say_availability(
    office: TheOffice, caller: Caller, player_id: FromPath[str], data: JSONBody[AvailabilityPosted]
) -> AvailabilityShown:
    """By staff, the player or a guardian. Staff and medics are told with the reason, the player without."""
    now_ms = office.now_ms()
    from_ms = now_ms if data.valid_from is None else to_ms(data.valid_from)
    to = None if data.valid_to is None else to_ms(data.valid_to)
    if to is not None and to <= from_ms:
        context = ErrorContext(path="$.validTo")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "It ends after it begins.", context)

    def work(records: RecordSet) -> AvailabilityShown:
        player = player_of(records, caller, player_id)
        before = records.availabilities.on(caller.org_id, from_ms).get(player.id)
        said = AvailabilityRecord(
            new_id(), caller.org_id, player.id, data.availability, from_ms, caller.user_id, now_ms, to, data.reason
        )
        records.availabilities.save(said)
        expected = records.sessions.of_player(player.id)
        touched = tuple(
            each.id
            for each in expected
            if each.scheduled_at_ms is not None and from_ms <= each.scheduled_at_ms < (to or each.scheduled_at_ms + 1)
        )
        fact = AvailabilityChanged(
            player_id=player.id,
            new_availability=said.availability,
            changed_by=caller.user_id,
            previous_availability=before.availability if before is not None else None,
            valid_from=at_time(from_ms),
            valid_to=data.valid_to,
            reason=data.reason,
            affected_sessions=touched or None,
        )
        office.owe(records, caller, AVAILABILITY, fact)
        return _availability_shown(said)

    return await office.change(work)


HANDLERS: Final[tuple[Any, ...]] = (
    calendar,
    make_event,
    change_event,
    delete_event,
    availabilities,
    availability,
    say_availability,
)
