"""How a player's heart recovers after work: the falls in 60 s of rest, of this session and of the sessions before.

Knows no alert and no session; whether a fall is a slow one is the reader's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from dryland.contract.base import Fact
from dryland.contract.conditioning import Interval, IntervalKind, IntervalTransitioned

__all__ = ["RecoveryPriors", "former_recoveries", "recovery_of"]

KEPT: Final = 30
"""Recoveries that go from one session into the next, the newest ones [D]."""


class RecoveryPriors(msgspec.Struct, frozen=True, rename="camel"):
    """Falls of heart rate in 60 s of rest after work, bpm, oldest first."""

    recoveries: tuple[float, ...] = ()

    def with_more(self, recoveries: Sequence[float]) -> RecoveryPriors:
        """After a session with these."""
        return RecoveryPriors((*self.recoveries, *recoveries)[-KEPT:])


def former_recoveries(priors: bytes) -> RecoveryPriors:
    """What former sessions left; nothing where there were none."""
    return msgspec.json.decode(priors, type=RecoveryPriors | None) or RecoveryPriors()


def recovery_of(fact: Fact, intervals: Sequence[Interval]) -> float | None:
    """The fall of heart rate in a rest right after work, bpm; what follows an easy spin is no measure of it."""
    analysis = fact.analysis if isinstance(fact, IntervalTransitioned) else None
    if analysis is None or not 0 < analysis.index < len(intervals):
        return None
    return analysis.heart_rate_recovery if intervals[analysis.index - 1].type is IntervalKind.WORK else None
