"""What somebody or a rule wants people to be called for, before it is decided whether they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from dryland.contract.alerts import AlertEvidence, AlertSeverity, AlertType, EvidenceGrade, PainReport
from dryland.contract.sayings import Saying, english
from dryland.floor.alert_entry import NOTED, SERVER, AlertEntry, AlertNoted, Note
from dryland.floor.workout import at_time

__all__ = ["AlertRequest", "cause_in", "cause_of", "evidence_of", "noted"]


class AlertRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody or a rule wants people to be called for. `at_ms` is when it began, on its own time.

    `cause` groups: while an alert of the same cause is open there is no second one. `players` are all it is about;
    `within` are causes that say the same and more: while one has an open alert this one waits. `lasting` says that
    whoever asks will also say when it is over (`subside`).
    """

    type: AlertType
    severity: AlertSeverity
    sayings: tuple[Saying, ...]
    rule: str
    inputs: Mapping[str, float | str | bool | None] = MappingProxyType({})
    at_ms: int
    grade: EvidenceGrade | None = None
    session_id: str | None = None
    player_id: str | None = None
    bundle_id: str | None = None
    equipment_id: str | None = None
    pain: PainReport | None = None
    medical_notes: str | None = None
    cause: str | None = None
    players: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    lasting: bool = False
    by: str = SERVER
    event_id: str | None = None

    @property
    def message(self) -> str:
        """What people are told, in English."""
        return english(self.sayings)[:500]


def cause_of(request: AlertRequest) -> str:
    """What an alert is about, so that the same is found again."""
    about = request.player_id or request.equipment_id or ""
    return request.cause or f"{request.rule}:{request.session_id or ''}:{about}"


def cause_in(rule: str, session_id: str, player_id: str = "") -> str:
    """What a rule's alert in a session is about."""
    return f"{rule}:{session_id}:{player_id}"[:120]


def evidence_of(request: AlertRequest) -> AlertEvidence:
    """What it stands on, as people are told it."""
    return AlertEvidence(rule=request.rule, inputs=dict(request.inputs), grade=request.grade)


def noted(note: Note, request: AlertRequest, cause: str, alert_id: str | None = None) -> AlertEntry:
    """A line for the log: why nobody is called now."""
    return AlertEntry(
        NOTED,
        AlertNoted(
            note=note,
            session_id=request.session_id,
            occurred_at=at_time(request.at_ms),
            by=request.by,
            type=request.type,
            severity=request.severity,
            evidence=evidence_of(request),
            cause=cause,
            alert_id=alert_id,
            player_id=request.player_id,
        ),
    )
