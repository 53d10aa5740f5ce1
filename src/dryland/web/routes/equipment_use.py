"""How an item of equipment was used, what its maker asks to be done to it and when, and what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from dryland.contract.base import Identifier, ShortText, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import at_time, to_ms
from dryland.insights.calibration import CALIBRATION, CalibrationShown, Measured, calibration_of
from dryland.insights.service_due import DAY_MS, ServiceTaskDue, service_due
from dryland.store.records import Equipment, EquipmentService, EquipmentUse, RecordSet, Worn
from dryland.web.access import by
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.office import Office, new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, moment_ms, page_of
from dryland.web.problems import RefusedRequest
from dryland.web.routes.places import UNUSED, item_of

__all__ = ["HANDLERS"]

RECENT_DAYS: Final = 28
"""The present use of an item is its mean over this many days."""

CHARTED_SESSIONS: Final = 200
"""The newest sessions that the charts of a machine look at."""


class UseShown(Wire, frozen=True, kw_only=True):
    """One session in which an item was used; measured by the machines' own values, else the session's active time."""

    session_id: str
    session_name: str
    bundle_id: str
    began_at: Timestamp
    minutes: float
    measured: bool


class ServiceShown(Wire, frozen=True, kw_only=True):
    """Something that was done to an item, when it had worked `usedHours`."""

    id: str
    task: str
    done_at: Timestamp
    used_hours: float
    done_by: str
    note: str | None = None


class ServicePosted(Wire, frozen=True, kw_only=True):
    """Something was done: a task of the maker's plan, word for word, or anything else; now unless said otherwise."""

    task: ShortText
    done_at: Timestamp | None = None
    note: ShortText | None = None
    id: Identifier | None = None


class UsageShown(Wire, frozen=True, kw_only=True):
    """What an item was used, in all and within the span that was asked for, and what is to be done to it."""

    id: str
    name: str
    type: str
    minutes: Annotated[float, Meta(description="all that is known, with sessions that are not over")]
    uses: int
    minutes_in_span: float
    uses_in_span: int
    hours_per_day: Annotated[float, Meta(description="mean of the last 28 days")]
    service: tuple[ServiceTaskDue, ...]
    services: tuple[ServiceShown, ...]
    now: tuple[UseShown, ...]
    sessions: Listed[UseShown]
    machine: str | None = None
    first_used_at: Timestamp | None = None
    last_used_at: Timestamp | None = None
    out_of_service_since: Timestamp | None = None


def _use_shown(use: EquipmentUse) -> UseShown:
    return UseShown(
        session_id=use.session_id,
        session_name=use.session_name,
        bundle_id=use.bundle_id,
        began_at=at_time(use.began_at_ms),
        minutes=round(use.minutes, 1),
        measured=use.is_measured,
    )


def _service_shown(service: EquipmentService) -> ServiceShown:
    return ServiceShown(
        id=service.id,
        task=service.task,
        done_at=at_time(service.done_at_ms),
        used_hours=round(service.used_h, 1),
        done_by=service.done_by,
        note=service.note,
    )


def _with_open(worn: Worn, open_uses: list[EquipmentUse]) -> Worn:
    """What is written down and what goes on, together."""
    times = [
        time for time in (worn.first_ms, worn.last_ms, *(use.began_at_ms for use in open_uses)) if time is not None
    ]
    return Worn(
        worn.minutes + sum(use.minutes for use in open_uses),
        worn.uses + len(open_uses),
        min(times, default=None),
        max(times, default=None),
    )


def _not_written(records: RecordSet, so_far: list[EquipmentUse]) -> list[EquipmentUse]:
    """What goes on, without what was written down since it was looked at."""
    return [use for use in so_far if records.equipment_uses.get(use.item_id, use.session_id) is None]


def _within(use: EquipmentUse, from_ms: int | None, to_ms_: int | None) -> bool:
    return (from_ms is None or use.began_at_ms >= from_ms) and (to_ms_ is None or use.began_at_ms < to_ms_)


@get("/api/equipment/{item_id:str}/usage", opt=by("equipment.read"), summary="How an item was used",
     tags=["facilities"])  # fmt: skip
async def usage(
    office: TheOffice,
    door: TheDoor,
    caller: Caller,
    item_id: FromPath[str],
    from_time: FromQuery[datetime | None] = None,
    to_time: FromQuery[datetime | None] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> UsageShown:
    """Minutes and counts from the logs, session by session, the newest first; and when the tasks of its maker's plan
    are due: by its hours, by the calendar, or because somebody reported it.
    """
    page = page_of(cursor, limit, int, str, newest_first=True)
    span = moment_ms(from_time), moment_ms(to_time)
    item = await office.ask(lambda records: item_of(records, caller, item_id))
    so_far = list(await door.uses_so_far(caller, item_id))
    is_reported = door.is_reported(caller, item_id)

    def work(records: RecordSet) -> UsageShown:
        open_uses = _not_written(records, so_far)
        found = records.equipment_uses.page(item_id, page, from_ms=span[0], to_ms=span[1])
        over = listed(found, page, lambda use: (use.began_at_ms, use.session_id), _use_shown)
        in_span = records.equipment_uses.worn([item_id], from_ms=span[0], to_ms=span[1]).get(item_id, UNUSED)
        in_span = _with_open(in_span, [use for use in open_uses if _within(use, *span)])
        return _usage_shown(office, records, item, open_uses, in_span, over, is_reported=is_reported)

    return await office.ask(work)


def _usage_shown(
    office: Office,
    records: RecordSet,
    item: Equipment,
    open_uses: list[EquipmentUse],
    in_span: Worn,
    over: Listed[UseShown],
    *,
    is_reported: bool,
) -> UsageShown:
    now_ms = office.now_ms()
    worn = _with_open(records.equipment_uses.worn([item.id]).get(item.id, UNUSED), open_uses)
    recent_ms = now_ms - RECENT_DAYS * DAY_MS
    recent = records.equipment_uses.worn([item.id], from_ms=recent_ms).get(item.id, UNUSED)
    recent = _with_open(recent, [use for use in open_uses if use.began_at_ms >= recent_ms])
    services = records.equipment_services.of_item(item.id)
    hours_per_day = recent.minutes / 60 / RECENT_DAYS
    return UsageShown(
        id=item.id,
        name=item.name,
        type=item.type,
        minutes=round(worn.minutes, 1),
        uses=worn.uses,
        minutes_in_span=round(in_span.minutes, 1),
        uses_in_span=in_span.uses,
        hours_per_day=round(hours_per_day, 2),
        service=tuple(
            service_due(
                item.machine,
                worn,
                services,
                here_since_ms=item.here_since_ms,
                hours_per_day=hours_per_day,
                is_reported=is_reported,
                now_ms=now_ms,
            )
        ),
        services=tuple(_service_shown(each) for each in reversed(services)),
        now=tuple(_use_shown(use) for use in open_uses),
        sessions=over,
        machine=item.machine,
        first_used_at=None if worn.first_ms is None else at_time(worn.first_ms),
        last_used_at=None if worn.last_ms is None else at_time(worn.last_ms),
        out_of_service_since=None if item.out_of_service_at_ms is None else at_time(item.out_of_service_at_ms),
    )


@post("/api/equipment/{item_id:str}/services", opt=by("equipment.write"), summary="Say what was done to an item",
      tags=["facilities"])  # fmt: skip
async def serve(
    office: TheOffice, door: TheDoor, caller: Caller, item_id: FromPath[str], data: JSONBody[ServicePosted]
) -> ServiceShown:
    """From then on the task's hours and days count anew; with an `id` it can be posted again without counting twice."""
    so_far = list(await door.uses_so_far(caller, item_id))

    def work(records: RecordSet) -> ServiceShown:
        open_uses = _not_written(records, so_far)
        item = item_of(records, caller, item_id)
        now_ms = office.now_ms()
        done_at_ms = now_ms if data.done_at is None else to_ms(data.done_at)
        if done_at_ms > now_ms:
            context = ErrorContext(path="$.doneAt")
            raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "What was done lies in the past.", context)
        known = records.equipment_services.get(data.id) if data.id is not None else None
        if known is not None:
            if (known.item_id, known.task) != (item.id, data.task):
                raise RefusedRequest(ErrorCode.CONFLICT, f"There is a service {data.id} already.")
            return _service_shown(known)
        worn = records.equipment_uses.worn([item.id], to_ms=done_at_ms).get(item.id, UNUSED)
        worn = _with_open(worn, [use for use in open_uses if use.began_at_ms < done_at_ms])
        service = EquipmentService(
            id=data.id or new_id(),
            item_id=item.id,
            task=data.task,
            done_at_ms=done_at_ms,
            used_h=worn.minutes / 60,
            done_by=caller.user_id,
            note=data.note,
        )
        records.equipment_services.save(service)
        return _service_shown(service)

    return await office.change(work)


@get("/api/equipment/{item_id:str}/calibration", opt=by("equipment.read"), summary="Whether a machine's power drifts",
     tags=["facilities"])  # fmt: skip
async def calibration(office: TheOffice, caller: Caller, item_id: FromPath[str]) -> CalibrationShown:
    """Each session's power against what its players' hearts had paid for it before, on control charts. The charts begin
    anew when the task `Calibration` is done. They ask for a check; nothing is ever corrected by them.
    """

    def work(records: RecordSet) -> CalibrationShown:
        item = item_of(records, caller, item_id)
        done = [each.done_at_ms for each in records.equipment_services.of_item(item.id) if each.task == CALIBRATION]
        rows = [
            Measured(use.session_id, use.began_at_ms, use.residual_pct, use.machines)
            for use in records.equipment_uses.compared(item.id, CHARTED_SESSIONS)
            if use.residual_pct is not None
        ]
        return calibration_of(rows, max(done, default=None))

    return await office.ask(work)


HANDLERS: Final[tuple[Any, ...]] = (usage, serve, calibration)
