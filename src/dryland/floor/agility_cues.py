"""What a coach says to a fault: a cue per pattern and fault, a general one where the pattern needs none of its own.

The texts are with all others in `contract.saying_texts`; they are advice, no measurement.
"""

from __future__ import annotations

from dryland.contract.agility_plan import DrillPattern, FaultKind
from dryland.contract.saying_texts import cues
from dryland.contract.sayings import Saying, say

__all__ = ["cue", "suggestions"]


def cue(pattern: DrillPattern, fault: FaultKind) -> Saying:
    """What to say to a fault in a drill of that pattern."""
    own = f"drill_{pattern.value}_{fault.value}"
    return say(own if own in cues.TEXTS else f"drill_{fault.value}")


def suggestions(pattern: DrillPattern, fault: FaultKind, *, repeats: bool) -> tuple[Saying, ...]:
    """What to say, with the way back to a clean run when the fault comes again."""
    said = cue(pattern, fault)
    return (said, say("drill_repeated")) if repeats and fault is not FaultKind.TIMING_ERROR else (said,)
