"""One alert and the legal steps of its life: who may do what to it, and what its cause and time do."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import msgspec

from dryland.contract.alerts import AlertRaised, AlertState, AlertStatus
from dryland.floor.workout import at_time

__all__ = ["TRANSITIONS", "Alert", "Move"]


class Move(enum.StrEnum):
    """What can happen to an alert: by people, by its own cause, by time."""

    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    CLEAR = "clear"
    RECUR = "recur"
    WORSEN = "worsen"
    SUBSIDE = "subside"
    LATCH = "latch"
    ESCALATE = "escalate"
    RETURN = "return"


_S, _M = AlertState, Move

TRANSITIONS: Final[Mapping[tuple[AlertState, Move], AlertState]] = MappingProxyType(
    {
        (_S.RAISED, _M.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.RAISED, _M.SHELVE): _S.SHELVED,
        (_S.RAISED, _M.ESCALATE): _S.RAISED,
        (_S.RAISED, _M.RECUR): _S.RAISED,
        (_S.RAISED, _M.WORSEN): _S.RAISED,
        (_S.RAISED, _M.SUBSIDE): _S.CLEARED,
        (_S.RAISED, _M.LATCH): _S.LATCHED,
        (_S.RAISED, _M.CLEAR): _S.CLEARED,
        (_S.LATCHED, _M.ACKNOWLEDGE): _S.CLEARED,
        (_S.LATCHED, _M.RECUR): _S.RAISED,
        (_S.LATCHED, _M.WORSEN): _S.RAISED,
        (_S.LATCHED, _M.ESCALATE): _S.LATCHED,
        (_S.ACKNOWLEDGED, _M.SHELVE): _S.SHELVED,
        (_S.ACKNOWLEDGED, _M.WORSEN): _S.RAISED,
        (_S.ACKNOWLEDGED, _M.SUBSIDE): _S.CLEARED,
        (_S.ACKNOWLEDGED, _M.CLEAR): _S.CLEARED,
        (_S.SHELVED, _M.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.SHELVED, _M.RETURN): _S.RAISED,
        (_S.SHELVED, _M.WORSEN): _S.RAISED,
        (_S.SHELVED, _M.SUBSIDE): _S.CLEARED,
        (_S.SHELVED, _M.CLEAR): _S.CLEARED,
    }
)
"""Every legal step. A high alert that nobody has seen latches where others subside, and nobody clears it unseen."""


class Alert(msgspec.Struct, kw_only=True):
    """One alert as its facts tell it."""

    raised: AlertRaised
    state: AlertState = AlertState.RAISED
    called_ms: int
    """When somebody was called for it last."""
    acknowledged_by: str | None = None
    acknowledged_by_name: str | None = None
    acknowledged_ms: int | None = None
    shelved_until_ms: int | None = None
    cleared_ms: int | None = None
    reason: str | None = None

    @property
    def alert_id(self) -> str:
        """Its identifier."""
        return self.raised.alert_id

    @property
    def cause(self) -> str:
        """What it is about."""
        return self.raised.cause or ""

    def status(self) -> AlertStatus:
        """The alert as it is shown."""
        return AlertStatus(
            alert=self.raised,
            state=self.state,
            acknowledged_by=self.acknowledged_by,
            acknowledged_by_name=self.acknowledged_by_name,
            acknowledged_at=_time(self.acknowledged_ms),
            shelved_until=_time(self.shelved_until_ms),
            cleared_at=_time(self.cleared_ms),
            reason=self.reason,
        )

    @property
    def is_open(self) -> bool:
        """Whether anybody has anything to do with it yet."""
        return self.state is not AlertState.CLEARED


def _time(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else at_time(at_ms)
