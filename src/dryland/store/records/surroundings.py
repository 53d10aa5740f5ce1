"""Records of what stands around the floor: places, machines, who can come, the calendar."""

from __future__ import annotations

import msgspec

from dryland.contract.surroundings import Availability

__all__ = ["AvailabilityRecord", "CalendarEvent", "Equipment", "Facility"]


class Facility(msgspec.Struct, frozen=True):
    """A room or a part of one; `capacity` in players. An archived one is kept for what was done in it."""

    id: str
    org_id: str
    name: str
    kind: str
    capacity: int
    closed_at_ms: int | None = None
    archived_at_ms: int | None = None


class Equipment(msgspec.Struct, frozen=True):
    """One item; `machine` names the maker's plan of service that holds for it. An archived one is kept for its uses."""

    id: str
    org_id: str
    type: str
    name: str
    facility_id: str | None = None
    out_of_service_at_ms: int | None = None
    out_of_service_reason: str | None = None
    machine: str | None = None
    here_since_ms: int | None = None
    archived_at_ms: int | None = None


class AvailabilityRecord(msgspec.Struct, frozen=True):
    """Whether a player can train, from a moment on; without an end until further notice."""

    id: str
    org_id: str
    player_id: str
    availability: Availability
    valid_from_ms: int
    changed_by: str
    changed_at_ms: int
    valid_to_ms: int | None = None
    reason: str | None = None


class CalendarEvent(msgspec.Struct, frozen=True):
    """An entry of the calendar."""

    id: str
    org_id: str
    title: str
    start_ms: int
    end_ms: int
    updated_at_ms: int
    team_id: str | None = None
    facility_id: str | None = None
    bundle_id: str | None = None
    session_id: str | None = None
