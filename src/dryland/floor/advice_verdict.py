"""The verdict of a person on advice, whatever it was about: kept, so that advice can be judged by what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.strength import AdviceDecided, AdviceDecision
from dryland.floor.state import SessionState
from dryland.floor.workout import Ledger

__all__ = ["ADVICE", "decide_verdict"]

ADVICE: Final = "training:advice:decision"


def decide_verdict(
    state: SessionState,
    given: Mapping[str, str],
    command: AdviceDecision,
    ledger: Ledger,
    intensity_change: float | None = None,
    from_index: int | None = None,
) -> Refusal | None:
    """Accept or refuse one of the advices `given` to a player; the newest verdict holds. What it changes of coming
    intervals is told with it.
    """
    context = ErrorContext(session_id=state.session_id, player_id=command.player_id)
    player = state.players.get(command.player_id)
    if player is None:
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    if command.advice_id not in given:
        return Refusal(ErrorCode.NOT_FOUND, f"There is no advice {command.advice_id} for this player.", context)
    ledger.add(
        ADVICE,
        AdviceDecided,
        player_id=command.player_id,
        advice_id=command.advice_id,
        verdict=command.verdict,
        reason=command.reason,
        intensity_change=intensity_change,
        from_index=from_index,
        **player.marks(),
    )
    return None
