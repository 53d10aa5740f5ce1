"""What a coach says to a fault: a cue per pattern and fault, a general one where the pattern needs none of its own.

The words are ours, after common coaching practice; they are advice, no measurement.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from dryland.contract.agility_plan import DrillPattern, FaultKind

__all__ = ["cue", "suggestions"]

_P, _F = DrillPattern, FaultKind

_GENERAL: Final = MappingProxyType(
    {
        _F.CONE_CONTACT: "Give the cone half a step more room and lower the hips before the turn.",
        _F.CONE_MISSED: "Walk the path once and name every cone aloud, then run it.",
        _F.LINE_CONTACT: "Land in the middle of the field: smaller jumps, softer knees.",
        _F.FALSE_START: "Set, be still, and go on the signal: react, do not guess.",
        _F.INCOMPLETE: "Run through the last gate, not to it; take the rest you need and repeat.",
        _F.WRONG_DIRECTION: "Point out the first turn before the start; look at the next cone, not at the feet.",
        _F.WRONG_FOOT: "Plant the outside foot: slow the last two steps down and practise the turn alone.",
        _F.CROSSED_FEET: "Push off the trailing foot and keep shoulder width between the feet.",
        _F.NO_TOUCH: "Sink the hips at the line until the hand reaches it; a touch above it does not count.",
        _F.FALL: "Brake earlier with short steps and keep the chest over the knees; check shoes and floor.",
        _F.TIMING_ERROR: "Nothing to correct in the run: repeat it with the timer checked.",
        _F.OTHER: "Slow the pattern down to three quarters until it is clean, then bring the speed back.",
    }
)

_OWN: Final = MappingProxyType(
    {
        (_P.T_TEST, _F.CROSSED_FEET): "Stay square to the front and shuffle: push off the trailing foot, never cross.",
        (_P.T_TEST, _F.NO_TOUCH): "Touch the base of the cone with the near hand: bend the knees, not the back.",
        (_P.LANE_AGILITY, _F.CROSSED_FEET): "Hips low through the shuffle; lead foot reaches, trailing foot pushes.",
        (_P.HEXAGON, _F.LINE_CONTACT): "Jump from the ankles, land back on the centre mark, knees soft.",
        (_P.HEXAGON, _F.WRONG_DIRECTION): "Face the first side all the time and go round in order, side by side.",
        (_P.ILLINOIS, _F.CONE_CONTACT): "Aim your outside shoulder at the next cone and pass it an arm's length off.",
        (
            _P.PRO_AGILITY,
            _F.NO_TOUCH,
        ): "Reach down with the hand of the side you turn on; the line, not the air above it.",
        (
            _P.PRO_AGILITY,
            _F.WRONG_FOOT,
        ): "Turn facing the same wall both times: outside foot plants, inside foot drives.",
        (_P.FIVE_O_FIVE, _F.WRONG_FOOT): "Plant the foot that this trial tests; start the run-up on the other one.",
        (_P.FIVE_O_FIVE, _F.NO_TOUCH): "The planted foot must be on or over the 15 m line: brake one step later.",
        (_P.LADDER, _F.WRONG_FOOT): "Say the rhythm aloud and lead with the same foot into every square.",
        (_P.LADDER, _F.LINE_CONTACT): "Lift the knee, not the heel; step into the middle of the square.",
    }
)

_REPEATED: Final = "Again: walk it once, run it at three quarters, then at full speed."


def cue(pattern: DrillPattern, fault: FaultKind) -> str:
    """What to say to a fault in a drill of that pattern."""
    return _OWN.get((pattern, fault)) or _GENERAL[fault]


def suggestions(pattern: DrillPattern, fault: FaultKind, *, repeats: bool) -> tuple[str, ...]:
    """What to say, with the way back to a clean run when the fault comes again."""
    said = cue(pattern, fault)
    return (said, _REPEATED) if repeats and fault is not FaultKind.TIMING_ERROR else (said,)
