"""The life of a session: the one table of legal transitions. Docs and error texts are made from it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from dryland.contract.base import SessionStatus as S

__all__ = ["ACTIONS", "TERMINAL", "TRANSITIONS", "allowed_actions", "next_status"]

TRANSITIONS: Final = MappingProxyType(
    {
        (S.SCHEDULED, "start"): S.ACTIVE,
        (S.SCHEDULED, "cancel"): S.CANCELLED,
        (S.ACTIVE, "pause"): S.PAUSED,
        (S.ACTIVE, "emergency"): S.PAUSED,
        (S.ACTIVE, "end"): S.COMPLETED,
        (S.ACTIVE, "cancel"): S.CANCELLED,
        (S.PAUSED, "resume"): S.ACTIVE,
        (S.PAUSED, "emergency"): S.PAUSED,
        (S.PAUSED, "release"): S.PAUSED,
        (S.PAUSED, "end"): S.COMPLETED,
        (S.PAUSED, "cancel"): S.CANCELLED,
    }
)
"""(state, action) → state. What is not here is refused with the actions that are."""

ACTIONS: Final = tuple(dict.fromkeys(action for _, action in TRANSITIONS))
TERMINAL: Final = frozenset({S.COMPLETED, S.CANCELLED})


def next_status(status: S, action: str) -> S | None:
    """The state after `action`, or None where that is not legal."""
    return TRANSITIONS.get((status, action))


def allowed_actions(status: S) -> tuple[str, ...]:
    """What is legal in `status`."""
    return tuple(action for (state, action) in TRANSITIONS if state is status)
