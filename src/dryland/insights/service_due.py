"""When each task of a machine's plan of service is due, from its hours, its age and what was done to it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import Timestamp, Wire
from dryland.floor.workout import at_time
from dryland.science.service import SERVICE_TASKS, next_service, service_trigger
from dryland.store.records import EquipmentService, Worn

__all__ = ["MACHINES_SERVED", "ServiceTaskDue", "service_due", "tasks_of"]

MACHINES_SERVED: Final = tuple(dict.fromkeys(task.machine for task in SERVICE_TASKS))
"""Machines whose makers' plans of service are known."""
DAY_MS: Final = 86_400_000


class ServiceTaskDue(Wire, frozen=True, kw_only=True):
    """A task and when it is due; `trigger` is what asks for it first at the present use: hours, calendar, condition."""

    task: str
    source: str
    overdue: bool
    every_hours: float | None = None
    every_days: float | None = None
    last_done_at: Timestamp | None = None
    remaining_hours: Annotated[float | None, Meta(description="usage hours, negative when over")] = None
    remaining_days: Annotated[float | None, Meta(description="days, negative when over")] = None
    trigger: str | None = None


def tasks_of(machine: str | None) -> list[str]:
    """The tasks of a machine's plan, in its order; none for a machine without one."""
    return [row.task for row in SERVICE_TASKS if row.machine == machine]


def service_due(
    machine: str | None,
    worn: Worn,
    services: Sequence[EquipmentService],
    *,
    here_since_ms: int | None,
    hours_per_day: float,
    is_reported: bool,
    now_ms: int,
) -> list[ServiceTaskDue]:
    """Every task of the machine's plan. Its age counts from the last time, else from when it came or was first used.

    `is_reported` says that somebody has reported the item: its condition asks for a look at every task.
    """
    hours = worn.minutes / 60
    since_ms = worn.first_ms if here_since_ms is None else here_since_ms
    found: list[ServiceTaskDue] = []
    for row in SERVICE_TASKS:
        if row.machine != machine:
            continue
        last = max((each for each in services if each.task == row.task), key=lambda e: e.done_at_ms, default=None)
        remaining_h = None
        if row.every_h is not None:
            remaining_h = next_service(hours, min(hours, last.used_h) if last else 0.0, row.every_h)["remaining"]
        begin_ms = since_ms if last is None else last.done_at_ms
        remaining_d = None
        if row.every_days is not None and begin_ms is not None:
            remaining_d = row.every_days - (now_ms - begin_ms) / DAY_MS
        trigger = service_trigger(remaining_h, remaining_d, is_reported, hours_per_day)
        found.append(
            ServiceTaskDue(
                task=row.task,
                source=row.source,
                overdue=any(left is not None and left < 0 for left in (remaining_h, remaining_d)),
                every_hours=row.every_h,
                every_days=row.every_days,
                last_done_at=None if last is None else at_time(last.done_at_ms),
                remaining_hours=None if remaining_h is None else round(remaining_h, 2),
                remaining_days=None if remaining_d is None else round(remaining_d, 1),
                trigger=trigger,
            )
        )
    return found
