"""What accepted advice after an interval changes: accepted rest is rest that the player gets.

How hard the next interval is stays in the player's hands.
"""

from __future__ import annotations

from dryland.contract.conditioning import AdaptiveRecommendation, Interval, IntervalKind
from dryland.contract.strength import AdviceDecided, AdviceVerdict

__all__ = ["extra_rest_s"]


def extra_rest_s(newest: AdaptiveRecommendation | None, fact: AdviceDecided, present: Interval) -> float:
    """Rest to add to the present interval, s: what is missing in it of the rest that an accepted advice asks for."""
    if newest is None or newest.advice_id != fact.advice_id or present.type is not IntervalKind.REST:
        return 0.0
    return max(0.0, newest.recovery_needed - present.duration) if fact.verdict is AdviceVerdict.ACCEPTED else 0.0
