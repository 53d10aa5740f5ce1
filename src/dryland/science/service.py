"""When a machine is due for service. Hours come from elapsed time or revolutions, never from bookings.

Knows no machine's log.
"""

from __future__ import annotations

from typing import NamedTuple, TypedDict

from dryland.science.ranges import non_negative, positive

__all__ = ["SERVICE_TASKS", "ServiceDue", "ServiceTask", "next_service", "service_trigger"]


class ServiceDue(TypedDict):
    """Usage hours at which service is due, hours left (negative when over), and whether it is over."""

    due_at: float
    remaining: float
    overdue: bool


class ServiceTask(NamedTuple):
    """One task of a maker: every so many usage hours, or days, whichever the maker gives."""

    machine: str
    task: str
    every_h: float | None
    every_days: float | None
    source: str


_C2, _KEISER, _TREADMILL = "concept2.co.uk", "keiser.com", "onesourcefitness; makers' figures vary"
SERVICE_TASKS = (
    ServiceTask("concept2_rowerg", "wipe the monorail", None, 1, _C2),
    ServiceTask("concept2_rowerg", "oil the chain, check screws and monitor battery", 50, 7, _C2),
    ServiceTask(
        "concept2_rowerg", "inspect chain, links, U-bolt, swivel, shock cord; vacuum the flywheel", 250, 30, _C2
    ),
    ServiceTask("concept2_rowerg", "replace the batteries", 800, None, _C2),
    ServiceTask("keiser_bike", "torque cranks and pedals in the first month; check wear parts", None, 7, _KEISER),
    ServiceTask("keiser_bike", "torque cranks and pedals", None, 91, _KEISER),
    ServiceTask("keiser_bike", "all fasteners, batteries", None, 365, _KEISER),
    ServiceTask("treadmill", "clean, check the emergency stop", None, 7, _TREADMILL),
    ServiceTask("treadmill", "vacuum the motor bay", None, 30, _TREADMILL),
    ServiceTask("treadmill", "belt tension and tracking", None, 75, _TREADMILL),
    ServiceTask("treadmill", "hardware, belt, deck", None, 135, _TREADMILL),
    ServiceTask("strength", "cables and upholstery", None, 7, _KEISER),
    ServiceTask("strength", "bolts, guide rods", None, 30, _KEISER),
    ServiceTask("strength", "pivots", None, 91, _KEISER),
)


def next_service(hours: float, last_service_hours: float, interval_hours: float) -> ServiceDue:
    """When the next service falls, all in usage hours; at exactly the due hour it is due and not yet overdue.

    By definition.
    """
    due_at = non_negative("last_service_hours", last_service_hours) + positive("interval_hours", interval_hours)
    remaining = due_at - non_negative("hours", hours)
    return {"due_at": due_at, "remaining": remaining, "overdue": remaining < 0}


def service_trigger(
    remaining_h: float | None, remaining_days: float | None, condition_alarm: bool, hours_per_day: float
) -> str | None:
    """What asks for service first, `condition`, `hours` or `calendar`: the earliest at the present use; None if none.

    `hours_per_day` turns remaining usage hours into days; an unused machine ages by the calendar alone.
    By definition.
    """
    if condition_alarm:
        return "condition"
    due_in_days: dict[str, float] = {}
    if remaining_h is not None and (hours_per_day > 0 or remaining_h <= 0):
        due_in_days["hours"] = remaining_h / hours_per_day if hours_per_day > 0 else 0.0
    if remaining_days is not None:
        due_in_days["calendar"] = remaining_days
    return min(due_in_days, key=lambda name: due_in_days[name], default=None)
