"""The verdict on advice that was given after an interval, and what an accepted one changes.

A verdict is kept whatever it is, so that advice can be judged by what came of it. Accepted rest is rest that the player
gets; how hard the next interval is stays in the player's hands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dryland.contract.conditioning import AdaptiveRecommendation, Interval, IntervalKind
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.strength import AdviceDecided, AdviceDecision, AdviceVerdict
from dryland.floor.state import SessionState
from dryland.floor.workout import Ledger

__all__ = ["ADVICE", "decide_verdict", "extra_rest_s"]

ADVICE: Final = "training:advice:decision"


def decide_verdict(
    state: SessionState, given: Mapping[str, str], command: AdviceDecision, ledger: Ledger
) -> Refusal | None:
    """Accept or refuse one of the advices `given` to a player; the newest verdict holds."""
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
        **player.marks(),
    )
    return None


def extra_rest_s(newest: AdaptiveRecommendation | None, fact: AdviceDecided, present: Interval) -> float:
    """Rest to add to the present interval, s: what is missing in it of the rest that an accepted advice asks for."""
    if newest is None or newest.advice_id != fact.advice_id or present.type is not IntervalKind.REST:
        return 0.0
    return max(0.0, newest.recovery_needed - present.duration) if fact.verdict is AdviceVerdict.ACCEPTED else 0.0
