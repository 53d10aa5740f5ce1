"""What time does to an alert: the next role is called, a shelved one returns, advice about a moment is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from dryland.contract.alerts import AlertRaised, AlertSeverity, AlertState, AlertType
from dryland.contract.base import Role
from dryland.floor.alert_answering import Answered, closed
from dryland.floor.alert_book import AlertBook
from dryland.floor.alert_entry import RAISED, SERVER, AlertEntry
from dryland.floor.alert_raising import raise_alert
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.alert_state import Alert
from dryland.floor.workout import at_time, to_ms

__all__ = ["due"]

_CHAINS: Final[Mapping[AlertType, tuple[Role, ...]]] = MappingProxyType(
    {
        AlertType.HELP_REQUESTED: (Role.TRAINER, Role.MEDICAL, Role.ADMIN),
        AlertType.INJURY_RISK: (Role.MEDICAL, Role.TRAINER, Role.ADMIN),
        AlertType.RESTRICTION_VIOLATED: (Role.TRAINER, Role.MEDICAL, Role.ADMIN),
        AlertType.HIGH_FATIGUE: (Role.TRAINER, Role.ADMIN),
        AlertType.LOW_COMPLIANCE: (Role.TRAINER, Role.ADMIN),
        AlertType.EQUIPMENT_ISSUE: (Role.TRAINER, Role.ADMIN),
        AlertType.SIGNAL_LOST: (Role.TRAINER, Role.ADMIN),
    }
)
"""Who is called, one after the other. A low alert calls nobody further: it can wait until somebody looks."""


def _next_role(alert: AlertRaised) -> Role | None:
    """Whom to call after those who have been; None when all have, or when it can wait."""
    if alert.severity is AlertSeverity.LOW:
        return None
    chain = _CHAINS[alert.type]
    called = 0 if alert.escalated_to is None else chain.index(alert.escalated_to)
    return chain[called + 1] if called + 1 < len(chain) else None


def due(book: AlertBook, now_ms: int, new_ids: Sequence[str], expiring: frozenset[str]) -> list[AlertEntry]:
    """What is due by now: the next role is called, a shelved one returns, advice about a moment is over.

    `expiring` are the rules that see moments, so that nothing else tells their end. `new_ids` are for what waited.
    """
    entries: list[AlertEntry] = []
    for alert in book.open:
        entries.extend(_due(book.settings, alert, now_ms, expiring))
    for request, alert_id in zip(list(book.waiting.values()), new_ids, strict=False):
        if request.player_id not in _raised_now(entries):
            entries.extend(raise_alert(book, request, alert_id, now_ms))
    return entries


def _raised_now(entries: Sequence[AlertEntry]) -> set[str | None]:
    return {entry.fact.player_id for entry in entries if isinstance(entry.fact, AlertRaised)}


def _due(settings: AlertSettings, alert: Alert, now_ms: int, expiring: frozenset[str]) -> list[AlertEntry]:
    raised = alert.raised
    high = raised.severity is AlertSeverity.HIGH
    over_ms = to_ms(raised.since) + settings.advice_lasts_s * 1000
    if raised.evidence.rule in expiring and not high and now_ms >= max(over_ms, alert.called_ms):
        return [closed(alert, Answered(SERVER, now_ms, reason="It was about a moment that is over."))]
    if alert.state is AlertState.SHELVED and now_ms >= (alert.shelved_until_ms or 0):
        return [_called_again(alert, now_ms, raised.escalated_to)]
    unanswered = alert.state in {AlertState.RAISED, AlertState.LATCHED}
    role = _next_role(raised)
    if unanswered and role is not None and now_ms - alert.called_ms >= settings.escalate_after_s * 1000:
        return [_called_again(alert, now_ms, role)]
    return []


def _called_again(alert: Alert, now_ms: int, role: Role | None) -> AlertEntry:
    fact = msgspec.structs.replace(
        alert.raised,
        escalated_to=role,
        event_id=None,
        by=SERVER,
        occurred_at=at_time(now_ms),
        recorded_at=None,
        seq=None,
        epoch=None,
    )
    return AlertEntry(RAISED, fact)
