"""Facilities and equipment: what there is, where, and what is out of service."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from litestar import get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from dryland.contract.base import Code, Identifier, Name, ShortText, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import at_time, to_ms
from dryland.store.records import BundleTemplate, Equipment, Facility, RecordSet, Worn
from dryland.web.access import by
from dryland.web.door import GearHit
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of
from dryland.web.refused import RefusedRequest

__all__ = ["HANDLERS", "UNUSED", "facility_of", "item_of"]

UNUSED: Final = Worn()
Machine = Literal["concept2_rowerg", "keiser_bike", "treadmill", "strength"]

Capacity = Annotated[int, Meta(ge=1, le=1_000, description="players at once")]


class FacilityShown(Wire, frozen=True, kw_only=True):
    """A room or a part of one."""

    id: str
    name: str
    kind: str
    capacity: int
    closed: bool | None = None
    archived: bool | None = None


class FacilityPosted(Wire, frozen=True, kw_only=True):
    """A facility to be; with an `id` it can be posted again without making two."""

    name: Name
    kind: Code
    capacity: Capacity
    id: Identifier | None = None


class FacilityPatched(Wire, frozen=True, kw_only=True):
    """What changes of a facility. One that is archived is offered no more; what was done in it keeps its name."""

    name: Name | UnsetType = UNSET
    kind: Code | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    closed: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class ItemShown(Wire, frozen=True, kw_only=True):
    """One item of equipment, with what it has been used."""

    id: str
    type: str
    name: str
    facility_id: str | None = None
    out_of_service_since: Timestamp | None = None
    out_of_service_reason: str | None = None
    used_minutes: float
    uses: int
    machine: str | None = None
    here_since: Timestamp | None = None
    archived: bool | None = None
    hits: tuple[GearHit, ...] | None = None


class ItemPosted(Wire, frozen=True, kw_only=True):
    """An item to be; with an `id` it can be posted again without making two."""

    type: Code
    name: Name
    id: Identifier | None = None
    facility_id: Identifier | None = None
    machine: Machine | None = None
    here_since: Timestamp | None = None


class ItemPatched(Wire, frozen=True, kw_only=True):
    """What changes of an item; `outOfService` with a reason takes it out, false brings it back.

    `machine` names the maker's plan of service that holds for it. An item that is archived is offered no
    more; its uses stay.
    """

    name: Name | UnsetType = UNSET
    facility_id: Identifier | UnsetType | None = UNSET
    out_of_service: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    machine: Machine | UnsetType | None = UNSET
    here_since: Timestamp | UnsetType | None = UNSET
    reason: ShortText | None = None


def facility_of(records: RecordSet, caller: Identity, facility_id: str) -> Facility:
    """A facility of the caller's organisation. Raises `RefusedRequest`."""
    facility = records.facilities.get(facility_id)
    if facility is None or facility.org_id != caller.org_id:
        raise RefusedRequest(
            ErrorCode.NOT_FOUND, f"There is no facility {facility_id}.", ErrorContext(path="$.facilityId")
        )
    return facility


def item_of(records: RecordSet, caller: Identity, item_id: str) -> Equipment:
    """An item of the caller's organisation. Raises `RefusedRequest`."""
    item = records.equipment.get(item_id)
    if item is None or item.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no item {item_id}.")
    return item


def _facility_shown(facility: Facility) -> FacilityShown:
    return FacilityShown(
        id=facility.id,
        name=facility.name,
        kind=facility.kind,
        capacity=facility.capacity,
        closed=True if facility.closed_at_ms is not None else None,
        archived=True if facility.archived_at_ms is not None else None,
    )


def _item_shown(item: Equipment, worn: Worn = UNUSED) -> ItemShown:
    return ItemShown(
        id=item.id,
        type=item.type,
        name=item.name,
        facility_id=item.facility_id,
        out_of_service_since=None if item.out_of_service_at_ms is None else at_time(item.out_of_service_at_ms),
        out_of_service_reason=item.out_of_service_reason,
        used_minutes=round(worn.minutes, 1),
        uses=worn.uses,
        machine=item.machine,
        here_since=None if item.here_since_ms is None else at_time(item.here_since_ms),
        archived=True if item.archived_at_ms is not None else None,
    )


def _refuse_in_use(what: str, bundles: list[str]) -> None:
    """Keep what running or planned bundles have. Raises `RefusedRequest`."""
    if bundles:
        names = ", ".join(sorted(set(bundles))[:5])
        raise RefusedRequest(
            ErrorCode.CONFLICT, f"{what} is in use by what runs or is planned: {names}. Give them another one first."
        )


def _refuse_planned(records: RecordSet, facility: Facility, now_ms: int) -> None:
    """Keep a place that templates, the calendar or items have. Raises `RefusedRequest`."""
    templates = [each.name for each in records.bundle_templates.of_org(facility.org_id) if _places(each, facility.id)]
    dated = [each.title for each in records.calendar.to_come_at(facility.id, now_ms)]
    items = [each.name for each in records.equipment.of_org(facility.org_id) if each.facility_id == facility.id]
    for what, names in (("templates", templates), ("the calendar", dated), ("items that stand there", items)):
        if names:
            raise RefusedRequest(
                ErrorCode.CONFLICT,
                f"{facility.name} is named by {what}: {', '.join(names[:5])}. Give them another place first.",
            )


class _Placed(Wire, frozen=True, kw_only=True):
    """A session of a template, as far as its place goes."""

    facility_id: str | None = None


class _Sessions(Wire, frozen=True, kw_only=True):
    sessions: tuple[_Placed, ...] = ()


def _places(template: BundleTemplate, facility_id: str) -> bool:
    sessions = msgspec.json.decode(template.body, type=_Sessions).sessions
    return any(session.facility_id == facility_id for session in sessions)


def _archived_ms(before_ms: int | None, archived: bool, now_ms: int) -> int | None:
    return (before_ms or now_ms) if archived else None


@get("/api/facilities", opt=by("facilities.read"), summary="Facilities", tags=["facilities"])
async def facilities(office: TheOffice, caller: Caller, archived: FromQuery[bool] = False) -> list[FacilityShown]:
    """By name: those in use, or those that are archived."""
    found = await office.ask(lambda records: records.facilities.of_org(caller.org_id, archived=archived))
    return [_facility_shown(facility) for facility in found]


@post("/api/facilities", opt=by("facilities.write"), summary="Make a facility", tags=["facilities"])
async def make_facility(
    office: TheOffice, door: TheDoor, caller: Caller, data: JSONBody[FacilityPosted]
) -> FacilityShown:
    """A room or a part of one, with how many players fit."""
    facility = Facility(data.id or new_id(), caller.org_id, data.name, data.kind, data.capacity)

    def work(records: RecordSet) -> FacilityShown:
        known = records.facilities.get(facility.id)
        if known is not None and known != facility:
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is a facility {facility.id} already.")
        records.facilities.save(facility)
        return _facility_shown(facility)

    shown = await office.change(work)
    door.resources_changed(caller.org_id)
    return shown


@patch("/api/facilities/{facility_id:str}", opt=by("facilities.write"), summary="Change a facility",
       tags=["facilities"])  # fmt: skip
async def change_facility(
    office: TheOffice, door: TheDoor, caller: Caller, facility_id: FromPath[str], data: JSONBody[FacilityPatched]
) -> FacilityShown:
    """Its name, its kind, how many fit, whether it is closed or archived.

    Archiving is refused with CONFLICT as long as bundles that are not over, templates, the calendar or items have it.
    """
    if data.archived is True:
        _refuse_in_use("The place", door.planned_with(caller.org_id, facility_id=facility_id))

    def work(records: RecordSet) -> FacilityShown:
        before = facility_of(records, caller, facility_id)
        named = {name: getattr(data, name) for name in ("name", "kind", "capacity")}
        after = replace(before, **{name: value for name, value in named.items() if value is not UNSET})
        if data.closed is not UNSET:
            after = replace(after, closed_at_ms=office.now_ms() if data.closed else None)
        if data.archived is not UNSET:
            if data.archived:
                _refuse_planned(records, before, office.now_ms())
            after = replace(after, archived_at_ms=_archived_ms(before.archived_at_ms, data.archived, office.now_ms()))
        records.facilities.save(after)
        return _facility_shown(after)

    shown = await office.change(work)
    door.resources_changed(caller.org_id)
    return shown


@get("/api/equipment", opt=by("equipment.read"), summary="Equipment", tags=["facilities"])
async def equipment(
    office: TheOffice,
    caller: Caller,
    kind: FromQuery[str | None] = None,
    archived: FromQuery[bool] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[ItemShown]:
    """Item by item, by name; `kind` is a type as `bike`. What is in use, or what is archived."""
    page = page_of(cursor, limit, str, str)

    def work(records: RecordSet) -> Listed[ItemShown]:
        found = records.equipment.page(caller.org_id, page, kind=kind, archived=archived)
        worn = records.equipment_uses.worn([item.id for item in found])
        return listed(
            found, page, lambda item: (item.name, item.id), lambda item: _item_shown(item, worn.get(item.id, UNUSED))
        )

    return await office.ask(work)


@post("/api/equipment", opt=by("equipment.write"), summary="Make an item", tags=["facilities"])
async def make_item(office: TheOffice, door: TheDoor, caller: Caller, data: JSONBody[ItemPosted]) -> ItemShown:
    """One machine or piece of gear."""
    item = Equipment(
        id=data.id or new_id(),
        org_id=caller.org_id,
        type=data.type,
        name=data.name,
        facility_id=data.facility_id,
        machine=data.machine,
        here_since_ms=office.now_ms() if data.here_since is None else to_ms(data.here_since),
    )

    def work(records: RecordSet) -> ItemShown:
        if item.facility_id is not None:
            facility_of(records, caller, item.facility_id)
        known = records.equipment.get(item.id)
        if known is not None and (known.org_id, known.type, known.name) != (item.org_id, item.type, item.name):
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is an item {item.id} already.")
        if known is None:
            records.equipment.save(item)
        return _item_shown(known or item)

    shown = await office.change(work)
    door.resources_changed(caller.org_id)
    return shown


def _changed(item: Equipment, data: ItemPatched, now_ms: int) -> Equipment:
    named = {name: getattr(data, name) for name in ("name", "machine", "facility_id")}
    after = replace(item, **{name: value for name, value in named.items() if value is not UNSET})
    if data.here_since is not UNSET:
        after = replace(after, here_since_ms=None if data.here_since is None else to_ms(data.here_since))
    if data.archived is not UNSET:
        after = replace(after, archived_at_ms=_archived_ms(after.archived_at_ms, data.archived, now_ms))
    if data.out_of_service is not UNSET:
        since_ms = (after.out_of_service_at_ms or now_ms) if data.out_of_service else None
        reason = data.reason if data.out_of_service else None
        after = replace(after, out_of_service_at_ms=since_ms, out_of_service_reason=reason)
    return after


@patch("/api/equipment/{item_id:str}", opt=by("equipment.write"), summary="Change an item", tags=["facilities"])
async def change_item(
    office: TheOffice, door: TheDoor, caller: Caller, item_id: FromPath[str], data: JSONBody[ItemPatched]
) -> ItemShown:
    """Its name, its place, its maker's plan of service, whether it is out of service and why.

    Sessions that have it are given another one, or `hits` names what they lack and the moves that would help.
    Archiving is refused with CONFLICT as long as a bundle that is not over has it.
    """
    if data.archived is True:
        _refuse_in_use("The item", door.planned_with(caller.org_id, item_id=item_id))

    def work(records: RecordSet) -> ItemShown:
        if data.facility_id is not UNSET and data.facility_id is not None:
            facility_of(records, caller, data.facility_id)
        after = _changed(item_of(records, caller, item_id), data, office.now_ms())
        records.equipment.save(after)
        return _item_shown(after, records.equipment_uses.worn([after.id]).get(after.id, UNUSED))

    shown = await office.change(work)
    if data.out_of_service is UNSET:
        door.resources_changed(caller.org_id)
        return shown
    return replace(shown, hits=tuple(await door.gear_changed(caller, item_id)) or None)


HANDLERS: Final[tuple[Any, ...]] = (
    facilities,
    make_facility,
    change_facility,
    equipment,
    make_item,
    change_item,
)
