"""The book of one organisation: its open alerts, the newest cleared ones, what waits. Built from facts alone."""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.alerts import AlertAcknowledged, AlertCleared, AlertRaised, AlertState
from dryland.contract.base import OrganisationFact
from dryland.floor.alert_entry import AlertNoted, Note
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.alert_state import Alert
from dryland.floor.workout import to_ms

__all__ = ["AlertBook"]

KEPT: Final = 1_000
"""Cleared alerts that a book remembers; older ones stand in the log."""


class AlertBook:
    """All alerts of one organisation that are open, the newest cleared ones, and what waits for its turn."""

    __slots__ = ("_by_cause", "alerts", "banners_ms", "org_id", "settings", "waiting")

    def __init__(self, org_id: str, settings: AlertSettings) -> None:
        self.org_id = org_id
        self.settings = settings
        self.alerts: dict[str, Alert] = {}
        self._by_cause: dict[str, str] = {}
        self.banners_ms: dict[str, int] = {}
        """When each player last had a banner."""
        self.waiting: dict[str, AlertRequest] = {}
        """What was suppressed for the sake of an earlier banner and still goes on, by cause. Not kept over a start."""

    @property
    def open(self) -> list[Alert]:
        """Alerts that are not over, oldest first."""
        return [self.alerts[alert_id] for alert_id in self._by_cause.values()]

    @property
    def has_open(self) -> bool:
        """Whether any alert is not over."""
        return bool(self._by_cause)

    def of_cause(self, cause: str) -> Alert | None:
        """The open alert of a cause."""
        alert_id = self._by_cause.get(cause)
        return None if alert_id is None else self.alerts[alert_id]

    def raised_since(self, since_ms: int) -> int:
        """How many alerts people were called for since then."""
        return sum(to_ms(alert.raised.since) >= since_ms for alert in self.alerts.values())

    # Evolving

    def evolve(self, name: str, fact: OrganisationFact) -> None:
        """Take a fact into the book; other facts of the organisation change nothing."""
        match fact:
            case AlertRaised():
                self._raised(fact)
            case AlertAcknowledged():
                self._acknowledged(fact)
            case AlertCleared():
                self._cleared(fact)
            case AlertNoted(note=Note.SUBSIDED) if fact.alert_id in self.alerts:
                self.alerts[fact.alert_id].state = AlertState.LATCHED
            case _:
                pass

    def _raised(self, fact: AlertRaised) -> None:
        at_ms = _recorded_ms(fact)
        self.waiting.pop(fact.cause or "", None)
        known = self.alerts.get(fact.alert_id)
        if known is None:
            self.alerts[fact.alert_id] = Alert(raised=fact, called_ms=at_ms)
            self._by_cause[fact.cause or fact.alert_id] = fact.alert_id
            if fact.player_id is not None:
                self.banners_ms[fact.player_id] = at_ms
            return
        escalated = fact.escalated_to is not known.raised.escalated_to
        if not (escalated and known.state is AlertState.LATCHED):
            known.state = AlertState.RAISED
        known.raised, known.called_ms, known.shelved_until_ms = fact, at_ms, None

    def _acknowledged(self, fact: AlertAcknowledged) -> None:
        alert = self.alerts.get(fact.alert_id)
        if alert is None:
            return
        shelved = fact.shelved_until
        alert.state = AlertState.ACKNOWLEDGED if shelved is None else AlertState.SHELVED
        alert.shelved_until_ms = None if shelved is None else to_ms(shelved)
        alert.acknowledged_by, alert.acknowledged_ms = fact.acknowledged_by, to_ms(fact.acknowledged_at)
        alert.acknowledged_by_name = fact.acknowledged_by_name
        alert.reason = fact.reason or alert.reason

    def _cleared(self, fact: AlertCleared) -> None:
        alert = self.alerts.pop(fact.alert_id, None)
        if alert is None:
            return
        alert.state, alert.cleared_ms = AlertState.CLEARED, to_ms(fact.cleared_at)
        alert.reason = fact.reason or alert.reason
        self.alerts[fact.alert_id] = alert
        if self._by_cause.get(alert.cause or alert.alert_id) == alert.alert_id:
            del self._by_cause[alert.cause or alert.alert_id]
        self._forget()

    def _forget(self) -> None:
        over = [alert_id for alert_id, alert in self.alerts.items() if not alert.is_open]
        for alert_id in over[: max(0, len(over) - KEPT)]:
            del self.alerts[alert_id]

    # Its stored form

    def snapshot(self) -> bytes:
        """The book in its stored form."""
        return msgspec.json.encode([list(self.alerts.values()), self.banners_ms])

    def restore(self, snapshot: bytes) -> None:
        """Take a stored form in."""
        alerts, self.banners_ms = msgspec.json.decode(snapshot, type=tuple[list[Alert], dict[str, int]])
        self.alerts = {alert.alert_id: alert for alert in alerts}
        self._by_cause = {alert.cause or alert.alert_id: alert.alert_id for alert in alerts if alert.is_open}


def _recorded_ms(fact: OrganisationFact) -> int:
    assert fact.recorded_at is not None, "a fact in the log says when it was recorded"
    return to_ms(fact.recorded_at)
