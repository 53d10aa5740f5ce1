"""What the log is told of an alert: the names of its facts, and a note for what nobody is called for."""

from __future__ import annotations

import enum
from typing import Final, NamedTuple

from dryland.contract.alerts import AlertEvidence, AlertSeverity, AlertType
from dryland.contract.base import Identifier, Name, OrganisationFact, ShortText

__all__ = ["ACKNOWLEDGED", "CLEARED", "NOTED", "RAISED", "SERVER", "AlertEntry", "AlertNoted", "Note"]

RAISED: Final = "training:alert:raised"
ACKNOWLEDGED: Final = "training:alert:acknowledged"
CLEARED: Final = "training:alert:cleared"
NOTED: Final = "floor:alert:noted"
SERVER: Final = "server"


class Note(enum.StrEnum):
    """What the log says beside the steps that people are told."""

    SUBSIDED = "subsided"
    SUPPRESSED_OPEN = "suppressed_open"
    SUPPRESSED_SHELVED = "suppressed_shelved"
    SUPPRESSED_BANNER = "suppressed_banner"
    SUPPRESSED_COVERED = "suppressed_covered"
    SUPPRESSED_LATE = "suppressed_late"


class AlertNoted(OrganisationFact, frozen=True, kw_only=True):
    """Something about an alert that nobody is called for; kept with its inputs, so that it can be recomputed."""

    note: Note
    type: AlertType
    severity: AlertSeverity
    evidence: AlertEvidence
    cause: Name
    alert_id: Identifier | None = None
    player_id: Identifier | None = None
    reason: ShortText | None = None


class AlertEntry(NamedTuple):
    """A fact and its name, as they go into the log."""

    name: str
    fact: OrganisationFact
