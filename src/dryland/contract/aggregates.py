"""Aggregates on the wire: a bundle in figures, and what facilities and equipment do.

Everything here is recomputable. Knows no way of counting.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    STAFF_ONLY,
    Code,
    Command,
    Count,
    Delivery,
    Identifier,
    Name,
    Percent,
    Timestamp,
    Wire,
    WorkoutType,
)
from dryland.contract.event_spec import HEALTH, SERVER, STAFF_AUDIENCES, EventSpec, Subject

__all__ = [
    "EVENTS",
    "AggregateBroadcast",
    "AggregateMetrics",
    "AggregateRequest",
    "EquipmentState",
    "FacilityState",
    "GearGap",
    "PerformanceAlert",
    "ResourceUpdate",
    "ResourceUtilization",
    "WorkoutAggregate",
]


class AggregateRequest(Command, frozen=True, kw_only=True):
    """Asks for the aggregates of a bundle now."""

    bundle_id: Identifier


class WorkoutAggregate(Wire, frozen=True, kw_only=True):
    """Aggregates of the sessions of one workout type."""

    sessions: Count
    total_participants: Count
    active_participants: Count
    completed_participants: Count
    average_progress: Percent
    average_heart_rate: float | None = None
    total_calories_burned: float | None = None
    data_completeness: Percent | None = None


class PerformanceAlert(Wire, frozen=True, kw_only=True):
    """An alert in force, in short; the whole of it came as an event of its own."""

    alert_id: Identifier
    type: Code
    severity: Code
    player_id: Identifier | None = None
    session_id: Identifier | None = None


class ResourceUtilization(Wire, frozen=True, kw_only=True):
    """How much of the facilities and the equipment is in use, in %."""

    facilities: Percent
    equipment: Percent


class AggregateMetrics(Wire, frozen=True, kw_only=True):
    """Aggregates of a bundle; calories in kcal, completeness in % of the expected samples."""

    total_participants: Count
    active_participants: Count
    completed_participants: Count
    average_progress: Percent
    average_heart_rate: float | None = None
    total_calories_burned: float | None = None
    by_workout_type: dict[WorkoutType, WorkoutAggregate]
    performance_alerts: Annotated[tuple[PerformanceAlert, ...] | None, Meta(extra=STAFF_ONLY)] = None
    resource_utilization: ResourceUtilization
    data_completeness: Percent | None = None


class AggregateBroadcast(Wire, frozen=True, kw_only=True):
    """Aggregates of a bundle at a moment."""

    bundle_id: Identifier
    at: Timestamp
    aggregated_metrics: AggregateMetrics


class FacilityState(Wire, frozen=True, kw_only=True):
    """A facility now; `present` are the players who are seen there."""

    name: Name
    capacity: Count
    assigned: Count
    present: Count
    id: Identifier | None = None


class GearGap(Wire, frozen=True, kw_only=True):
    """A session that lacks items because they broke and nothing could replace them."""

    bundle_id: Identifier
    session_id: Identifier
    name: Name
    missing: Count


class EquipmentState(Wire, frozen=True, kw_only=True):
    """A kind of equipment now."""

    type: Code
    total: Count
    in_use: Count
    out_of_service: Count
    gaps: tuple[GearGap, ...] | None = None


class ResourceUpdate(Wire, frozen=True, kw_only=True):
    """Facilities and equipment now."""

    at: Timestamp
    facilities: tuple[FacilityState, ...]
    equipment: tuple[EquipmentState, ...]
    bundle_id: Identifier | None = None


_D = Delivery
_B = Subject.BUNDLE

EVENTS: Final = (
    EventSpec(constant="AGGREGATE_METRICS_BROADCAST", wire="training:bulk:metrics:aggregate",
              summary="Aggregates of a bundle.", delivery=_D.DERIVED, senders=HEALTH, subject=_B,
              command=AggregateRequest, event=AggregateBroadcast),
    EventSpec(constant="RESOURCE_UPDATE", wire="training:resources:update", summary="Facilities and equipment now.",
              delivery=_D.DERIVED, senders=SERVER, subject=Subject.ORGANISATION, event=ResourceUpdate,
              audiences=STAFF_AUDIENCES),
)  # fmt: skip
