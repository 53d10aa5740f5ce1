"""What happened in a session besides the training itself, read from its facts: stops, moves, late arrivals, changes.

Says what and when as codes; screens and printed pages have the words. Must not tell why a player is hurt.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from dryland.contract.base import Count, Fact, Identifier, SessionStatus, ShortText, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.sayings import Sayings
from dryland.contract.session import (
    PlanChanged,
    PlayerJoined,
    PlayerKicked,
    PlayerLeaveReason,
    PlayerLeft,
    SessionMessaged,
    SessionUpdate,
)
from dryland.contract.strength import AdviceDecided, AdviceVerdict
from dryland.floor.facts import PlayerEnrolled, decode_fact
from dryland.store import StoredEvent

__all__ = ["AdviceTally", "Incident", "IncidentKind", "Told", "tell"]


class IncidentKind(enum.StrEnum):
    """What can happen besides the training itself."""

    PAUSED = "paused"
    RESUMED = "resumed"
    EMERGENCY_STOP = "emergency_stop"
    RELEASED = "released"
    CANCELLED = "cancelled"
    CAME_LATE = "came_late"
    MOVED_AWAY = "moved_away"
    DROPPED = "dropped"
    TAKEN_OUT = "taken_out"
    DISCONNECTED = "disconnected"
    PLAN_CHANGED = "plan_changed"
    MESSAGE = "message"
    ENTRY_QUESTIONED = "entry_questioned"


class Incident(Wire, frozen=True, kw_only=True):
    """One of them; `by` is who caused it, `detail` the words somebody gave, or the server's own with their sayings."""

    kind: IncidentKind
    at: Timestamp
    player_id: Identifier | None = None
    by: Identifier | None = None
    detail: ShortText | None = None
    detail_sayings: Sayings | None = None


class AdviceTally(Wire, frozen=True, kw_only=True):
    """Advice that was shown and what people made of it; what nobody answered was neither."""

    given: Count
    accepted: Count
    refused: Count


class Told:
    """What a session's facts tell besides its record."""

    def __init__(self) -> None:
        self.incidents: list[Incident] = []
        self.questioned: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.verdicts: dict[str, tuple[str, AdviceVerdict]] = {}
        self.has_begun = False
        self.expected: set[str] = set()
        """Who belongs to the session already: their screens may join whenever they like."""
        self.is_stopped = False

    def advice(self, player_id: str | None = None) -> AdviceTally:
        """The tally of one player, or of all."""
        verdicts = [verdict for who, verdict in self.verdicts.values() if player_id in (None, who)]
        return AdviceTally(
            given=self.given.total() if player_id is None else self.given[player_id],
            accepted=verdicts.count(AdviceVerdict.ACCEPTED),
            refused=verdicts.count(AdviceVerdict.REFUSED),
        )


def tell(events: Iterable[StoredEvent]) -> Told:
    """Read a session's log once."""
    told = Told()
    for event in events:
        fact = decode_fact(event.name, event.payload)
        told.incidents.extend(_incidents(told, fact))
        _count(told, fact)
    return told


def _count(told: Told, fact: Fact) -> None:
    player_id: str | None = getattr(fact, "player_id", None)
    if isinstance(fact, AdviceDecided):
        told.verdicts[fact.advice_id] = (fact.player_id, fact.verdict)
    elif player_id is not None and _advises(fact):
        told.given[player_id] += 1


def _advises(fact: Fact) -> bool:
    """Whether a fact carried advice to its player."""
    preview = getattr(fact, "next_set_preview", None)
    return any(
        given is not None
        for given in (
            getattr(preview, "advice_id", None),
            getattr(fact, "adaptive_recommendations", None),
            getattr(fact, "adaptive_adjustments", None),
        )
    )


_NO_QUESTION: Final = frozenset({ErrorCode.ATTEMPT_VOID, ErrorCode.NOT_LOADABLE})
"""Notices of what is true and was counted as it is: a void attempt, a load that a rack cannot make."""


def _incidents(told: Told, fact: Fact) -> Iterator[Incident]:
    notice = getattr(fact, "notice", None)
    if notice is not None and notice.code not in _NO_QUESTION:
        player_id: str = getattr(fact, "player_id", "")
        told.questioned[player_id] += 1
        told_as = notice.detail, notice.detail_sayings
        yield _incident(IncidentKind.ENTRY_QUESTIONED, fact, player_id or None, *told_as)
    read = _READERS.get(type(fact))
    if read is not None:
        yield from read(told, fact)


def _incident(
    kind: IncidentKind,
    fact: Fact,
    player_id: str | None = None,
    detail: str | None = None,
    sayings: Sayings | None = None,
) -> Incident:
    assert fact.occurred_at is not None
    words = None if detail is None else detail[:500]
    return Incident(
        kind=kind, at=fact.occurred_at, player_id=player_id, by=fact.by, detail=words, detail_sayings=sayings
    )


def _updated(told: Told, fact: SessionUpdate) -> Iterator[Incident]:
    updates = fact.updates
    if updates.emergency is not None:
        told.is_stopped = True
        yield _incident(IncidentKind.EMERGENCY_STOP, fact, detail=updates.emergency.reason)
    elif updates.status is SessionStatus.PAUSED:
        yield _incident(IncidentKind.PAUSED, fact)
    if told.is_stopped and "emergency" in (updates.cleared or ()):
        told.is_stopped = False
        yield _incident(IncidentKind.RELEASED, fact)
    if updates.status is SessionStatus.ACTIVE:
        if told.has_begun:
            yield _incident(IncidentKind.RESUMED, fact)
        told.has_begun = True
    elif updates.status is SessionStatus.CANCELLED:
        yield _incident(IncidentKind.CANCELLED, fact)


def _joined(told: Told, fact: PlayerJoined) -> Iterator[Incident]:
    if told.has_begun and fact.player_id not in told.expected:
        yield _incident(IncidentKind.CAME_LATE, fact, fact.player_id)
    told.expected.add(fact.player_id)


def _enrolled(told: Told, fact: PlayerEnrolled) -> Iterator[Incident]:
    if not told.has_begun:
        told.expected.add(fact.player_id)
    yield from ()


_LEFT: Final = {
    PlayerLeaveReason.MOVED: IncidentKind.MOVED_AWAY,
    PlayerLeaveReason.DROPPED: IncidentKind.DROPPED,
    PlayerLeaveReason.DISCONNECTED: IncidentKind.DISCONNECTED,
}


def _left(_told: Told, fact: PlayerLeft) -> Iterator[Incident]:
    kind = _LEFT.get(fact.reason)
    if kind is not None:
        yield _incident(kind, fact, fact.player_id)


def _taken_out(_told: Told, fact: PlayerKicked) -> Iterator[Incident]:
    yield _incident(IncidentKind.TAKEN_OUT, fact, fact.player_id)


def _plan(told: Told, fact: PlanChanged) -> Iterator[Incident]:
    if told.has_begun:
        yield _incident(IncidentKind.PLAN_CHANGED, fact)


def _message(_told: Told, fact: SessionMessaged) -> Iterator[Incident]:
    yield _incident(IncidentKind.MESSAGE, fact, detail=fact.message)


_READERS: Final[dict[type[Fact], Callable[[Told, Any], Iterator[Incident]]]] = {
    SessionUpdate: _updated,
    PlayerEnrolled: _enrolled,
    PlayerJoined: _joined,
    PlayerLeft: _left,
    PlayerKicked: _taken_out,
    PlanChanged: _plan,
    SessionMessaged: _message,
}
