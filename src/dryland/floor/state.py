"""What a session is at one position of its log. Everything here follows from its facts; nothing else changes it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from dryland.contract.base import PlayerStatus, Restriction, SessionStatus, WorkoutType
from dryland.contract.conditioning import AdaptiveRecommendation
from dryland.contract.session_state import Emergency
from dryland.floor.clock import SessionClock
from dryland.floor.profile import PlayerProfile

__all__ = ["NO_PLAN", "PlayerState", "SessionState", "WorkState"]


NO_PLAN: Final = msgspec.Raw(b"null")
"""Stands where no plan was given."""


class WorkState(msgspec.Struct):
    """Where a player is in the workout; each workout type has its own."""


class PlayerState(msgspec.Struct, kw_only=True):
    """One player of a session."""

    player_id: str
    name: str
    jersey_number: int | None = None
    profile: PlayerProfile = PlayerProfile()
    status: PlayerStatus = PlayerStatus.WAITING
    joined_ms: int
    arrived: bool = False
    moved_away: bool = False
    """Whether the player is in another session of the bundle now; only a move brings them back."""
    last_activity_ms: int | None = None
    plan: msgspec.Raw = NO_PLAN
    priors: msgspec.Raw = NO_PLAN
    recommendation: AdaptiveRecommendation | None = None
    restrictions: tuple[Restriction, ...] = ()
    medical_notes: str | None = None
    session_rpe: float | None = None
    """How hard the whole session was, CR10, as the player or a trainer said last."""
    response_due: bool = False
    """Whether the player cannot stay in the session and nobody has done anything about it yet."""

    def marks(self) -> dict[str, Any]:
        """What every fact of the player carries for those who may see it."""
        return {"restrictions": self.restrictions or None, "medical_notes": self.medical_notes}


class SessionState(msgspec.Struct, kw_only=True):
    """One session. `works` holds each player's place in the workout, typed by the workout's machine."""

    session_id: str
    org_id: str
    epoch: str
    seq: int = 0
    workout_type: WorkoutType
    workout_name: str
    workout_id: str | None = None
    bundle_id: str | None = None
    trainer_id: str | None = None
    trainer_name: str | None = None
    status: SessionStatus = SessionStatus.SCHEDULED
    emergency: Emergency | None = None
    clock: SessionClock = msgspec.field(default_factory=SessionClock)
    plan: msgspec.Raw = NO_PLAN
    players: dict[str, PlayerState] = msgspec.field(default_factory=dict[str, PlayerState])

    def present(self) -> list[PlayerState]:
        """Players who are in the session now."""
        return [player for player in self.players.values() if player.status is not PlayerStatus.DROPPED]
