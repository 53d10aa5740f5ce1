"""Alerts on the wire: raised, acknowledged, cleared, each with the evidence it stands on.

Alerts are for staff and medics. Knows no threshold.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    MEDICAL_ONLY,
    Code,
    Command,
    Count,
    Delivery,
    Identifier,
    MedicalNote,
    Name,
    OrganisationFact,
    Role,
    ShortText,
    Side,
    Text,
    Timestamp,
    Wire,
)
from dryland.contract.event_spec import CARE, HEALTH, STAFF_AUDIENCES, EventSpec, Subject
from dryland.contract.sayings import Sayings

__all__ = [
    "EVENTS",
    "AcknowledgeAlert",
    "AlertAcknowledged",
    "AlertCleared",
    "AlertEvidence",
    "AlertRaised",
    "AlertSeverity",
    "AlertState",
    "AlertStatus",
    "AlertType",
    "ClearAlert",
    "EvidenceGrade",
    "PainReport",
    "RaiseAlert",
]


class AlertType(enum.StrEnum):
    """What is wrong."""

    HIGH_FATIGUE = "high_fatigue"
    LOW_COMPLIANCE = "low_compliance"
    INJURY_RISK = "injury_risk"
    EQUIPMENT_ISSUE = "equipment_issue"
    SIGNAL_LOST = "signal_lost"
    RESTRICTION_VIOLATED = "restriction_violated"
    HELP_REQUESTED = "help_requested"


class AlertSeverity(enum.StrEnum):
    """How soon somebody must act; high latches until it is acknowledged."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AlertState(enum.StrEnum):
    """Where an alert is in its life. A latched one's cause is gone, but nobody has seen it yet."""

    RAISED = "raised"
    LATCHED = "latched"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    CLEARED = "cleared"


class EvidenceGrade(enum.StrEnum):
    """What the rule behind an alert stands on."""

    TRIAL = "trial"
    MEASURED = "measured"
    CONVENTION = "convention"
    REPORTED = "reported"


class AlertEvidence(Wire, frozen=True, kw_only=True):
    """The rule that fired and the figures it saw, so that anybody can recompute it."""

    rule: Name
    inputs: dict[str, float | str | bool | None]
    grade: EvidenceGrade | None = None


class PainReport(Wire, frozen=True, kw_only=True):
    """Where it hurts and how much, 0 none to 10 worst."""

    body_region: Code
    level: Annotated[int, Meta(ge=0, le=10)]
    side: Side | None = None


class RaiseAlert(Command, frozen=True, kw_only=True):
    """A person raises an alert: a player asks for help or reports pain, staff report anything."""

    type: AlertType
    session_id: Identifier | None = None
    player_id: Identifier | None = None
    severity: AlertSeverity | None = None
    message: Text | None = None
    pain: PainReport | None = None
    equipment_id: Identifier | None = None


class AlertRaised(OrganisationFact, frozen=True, kw_only=True):
    """An alert is in force since `since`; told again when it grows, gets worse or calls the next role.

    `cause` is what it is about: one cause has one open alert. `player_ids` are those grouped under it, `causes` counts
    them.
    """

    alert_id: Identifier
    type: AlertType
    severity: AlertSeverity
    message: Text
    message_sayings: Sayings | None = None
    evidence: AlertEvidence
    since: Timestamp
    player_id: Identifier | None = None
    player_ids: tuple[Identifier, ...] = ()
    bundle_id: Identifier | None = None
    equipment_id: Identifier | None = None
    pain: PainReport | None = None
    causes: Count | None = None
    cause: Name | None = None
    escalated_to: Role | None = None
    medical_notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None


class AcknowledgeAlert(Command, frozen=True, kw_only=True):
    """Somebody takes an alert on, or shelves it for up to 10 min with a reason."""

    alert_id: Identifier
    session_id: Identifier | None = None
    shelve_minutes: Annotated[float, Meta(gt=0, le=10, description="min")] | None = None
    reason: ShortText | None = None

    def __post_init__(self) -> None:
        """Refuse to shelve without a reason."""
        if self.shelve_minutes is not None and not self.reason:
            raise ValueError("shelving an alert needs a reason")


class AlertAcknowledged(OrganisationFact, frozen=True, kw_only=True):
    """Somebody has taken an alert on."""

    alert_id: Identifier
    acknowledged_by: Identifier
    acknowledged_at: Timestamp
    acknowledged_by_name: Name | None = None
    type: AlertType | None = None
    player_id: Identifier | None = None
    shelved_until: Timestamp | None = None
    reason: ShortText | None = None


class ClearAlert(Command, frozen=True, kw_only=True):
    """Somebody says that an alert's cause is gone."""

    alert_id: Identifier
    session_id: Identifier | None = None
    reason: ShortText | None = None


class AlertCleared(OrganisationFact, frozen=True, kw_only=True):
    """An alert's cause is gone, seen by the rule itself or said by somebody (`by`)."""

    alert_id: Identifier
    cleared_at: Timestamp
    type: AlertType | None = None
    player_id: Identifier | None = None
    reason: ShortText | None = None
    duration: Annotated[float | None, Meta(description="s in force")] = None


class AlertStatus(Wire, frozen=True, kw_only=True):
    """An alert as it stands: the newest word of it, its state, who answered."""

    alert: AlertRaised
    state: AlertState
    acknowledged_by: Identifier | None = None
    acknowledged_by_name: Name | None = None
    acknowledged_at: Timestamp | None = None
    shelved_until: Timestamp | None = None
    cleared_at: Timestamp | None = None
    reason: ShortText | None = None


_D = Delivery
_O = Subject.ORGANISATION

EVENTS: Final = (
    EventSpec(constant="ALERT_RAISED", wire="training:alert:raised", summary="Somebody must act.", delivery=_D.URGENT,
              senders=CARE, subject=_O, command=RaiseAlert, event=AlertRaised, audiences=STAFF_AUDIENCES),
    EventSpec(constant="ALERT_ACKNOWLEDGED", wire="training:alert:acknowledged", summary="Somebody acts.",
              delivery=_D.URGENT, senders=HEALTH, subject=_O, command=AcknowledgeAlert, event=AlertAcknowledged,
              audiences=STAFF_AUDIENCES),
    EventSpec(constant="ALERT_CLEARED", wire="training:alert:cleared", summary="Nobody must act any more.",
              delivery=_D.URGENT, senders=HEALTH, subject=_O, command=ClearAlert, event=AlertCleared,
              audiences=STAFF_AUDIENCES),
)  # fmt: skip
