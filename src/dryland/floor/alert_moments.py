"""Looks at what has just been stored for the rules about moments, and puts what they see into a call.

Computed from facts alone, so that the log says the same again. Knows no live value.
"""

from __future__ import annotations

from typing import Final

from dryland.contract.agility import DrillCompleted
from dryland.contract.base import Fact
from dryland.contract.conditioning import IntervalTransitioned
from dryland.contract.sayings import about
from dryland.contract.strength import SetCompleted
from dryland.floor.aggregate import Session
from dryland.floor.alert_attempts import of_drill
from dryland.floor.alert_recoveries import of_rest
from dryland.floor.alert_request import AlertRequest, cause_in
from dryland.floor.alert_rules import RULES
from dryland.floor.alert_seen import Seen
from dryland.floor.alert_sets import of_set
from dryland.floor.workout import to_ms

__all__ = ["MOMENTOUS", "moments"]

MOMENTOUS: Final = frozenset({SetCompleted, DrillCompleted, IntervalTransitioned})
"""The facts that a rule about moments looks at; every other one gives no reason to call."""


def moments(session: Session, fact: Fact) -> list[AlertRequest]:
    """What a fact that is in the session's state gives reason to call for."""
    settings = session.settings.alerts
    match fact:
        case SetCompleted() if not fact.withdrawn and not fact.needs_confirmation:
            player_id, seen = fact.player_id, of_set(session, fact, settings)
        case DrillCompleted() if fact.valid and not fact.questioned:
            player_id, seen = fact.player_id, of_drill(session, fact, settings)
        case IntervalTransitioned() if fact.player_id is not None:
            player_id, seen = fact.player_id, of_rest(session, fact)
        case _:
            return []
    return [_request(session, fact, player_id, each) for each in seen]


def _request(session: Session, fact: Fact, player_id: str, seen: Seen) -> AlertRequest:
    state, row = session.state, RULES[seen.rule]
    assert fact.occurred_at is not None, "a stored fact has its own time"
    what = seen.inputs.get("exerciseId") or seen.inputs.get("drillId") or ""
    return AlertRequest(
        type=row.type,
        severity=row.severity,
        sayings=(about(state.players[player_id].name, seen.saying),),
        rule=seen.rule,
        inputs=seen.inputs,
        at_ms=to_ms(fact.occurred_at) + state.clock.shift_ms,
        grade=row.grade,
        session_id=state.session_id,
        bundle_id=state.bundle_id,
        player_id=player_id,
        cause=f"{seen.rule}:{state.session_id}:{player_id}:{what}"[:120],
        within=tuple(cause_in(each, state.session_id, player_id) for each in row.within),
    )
