"""What changes around the floor: calendar, availability, templates, teams.

These events follow from records; nobody sends them by hand. Each names what changed and by whom.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    STAFF_ONLY,
    Delivery,
    Identifier,
    Name,
    OrganisationFact,
    ShortText,
    Timestamp,
    WorkoutType,
)
from dryland.contract.event_spec import SERVER, EventSpec, Subject

__all__ = [
    "EVENTS",
    "Availability",
    "AvailabilityChanged",
    "CalendarEventChanged",
    "ChangeKind",
    "TeamAssignmentChanged",
    "TemplateUpdated",
]

Fields = Annotated[tuple[Name, ...], Meta(description="names of the changed fields")]


class ChangeKind(enum.StrEnum):
    """What happened to a record."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"
    RESCHEDULED = "rescheduled"


class Availability(enum.StrEnum):
    """Whether a player can train."""

    AVAILABLE = "available"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


class CalendarEventChanged(OrganisationFact, frozen=True, kw_only=True):
    """An entry of the calendar was made, changed, moved or deleted."""

    calendar_event_id: Identifier
    change: ChangeKind
    changed: Fields
    changed_by: Identifier
    title: Name | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    team_id: Identifier | None = None
    bundle_id: Identifier | None = None
    facility_id: Identifier | None = None


class AvailabilityChanged(OrganisationFact, frozen=True, kw_only=True):
    """A player can train, can train in part, or cannot; the reason is for staff."""

    player_id: Identifier
    new_availability: Availability
    changed_by: Identifier
    previous_availability: Availability | None = None
    valid_from: Timestamp | None = None
    valid_to: Timestamp | None = None
    reason: Annotated[ShortText | None, Meta(extra=STAFF_ONLY)] = None
    affected_sessions: tuple[Identifier, ...] | None = None


class TemplateUpdated(OrganisationFact, frozen=True, kw_only=True):
    """A workout template was made, changed or deleted."""

    template_id: Identifier
    template_name: Name
    workout_type: WorkoutType
    change: ChangeKind
    changed: Fields
    changed_by: Identifier
    version: int | None = None


class TeamAssignmentChanged(OrganisationFact, frozen=True, kw_only=True):
    """A player came to a team, left it, or changed line or number."""

    player_id: Identifier
    changed: Fields
    changed_by: Identifier
    previous_team_id: Identifier | None = None
    new_team_id: Identifier | None = None
    line: Name | None = None
    jersey_number: Annotated[int, Meta(ge=0, le=99)] | None = None
    effective_date: Timestamp | None = None


_D = Delivery
_O = Subject.ORGANISATION

EVENTS: Final = (
    EventSpec(constant="CALENDAR_EVENT_CHANGED", wire="training:calendar:event:changed",
              summary="The calendar has changed.", delivery=_D.DURABLE, senders=SERVER, subject=_O,
              event=CalendarEventChanged),
    EventSpec(constant="PLAYER_AVAILABILITY_CHANGED", wire="training:player:availability:changed",
              summary="Whether a player can train has changed.", delivery=_D.DURABLE, senders=SERVER, subject=_O,
              event=AvailabilityChanged),
    EventSpec(constant="WORKOUT_TEMPLATE_UPDATED", wire="training:template:updated",
              summary="A workout template has changed.", delivery=_D.DURABLE, senders=SERVER, subject=_O,
              event=TemplateUpdated),
    EventSpec(constant="TEAM_ASSIGNMENT_CHANGED", wire="training:team:assignment:changed",
              summary="A player's team, line or number has changed.", delivery=_D.DURABLE, senders=SERVER, subject=_O,
              event=TeamAssignmentChanged),
)  # fmt: skip
