"""Which plan belongs to which kind of workout, and how a plan is read.

A plan travels as raw JSON inside an event and is decoded here, once, by the workout type of its session.
"""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.agility_plan import AgilityPlan
from dryland.contract.base import WorkoutType
from dryland.contract.conditioning import ConditioningPlan
from dryland.contract.hybrid import HybridPlan
from dryland.contract.plyometrics import PlyometricsPlan
from dryland.contract.strength_plan import StrengthPlan

__all__ = ["PLANS", "Plan", "decode_plan"]

Plan = StrengthPlan | ConditioningPlan | HybridPlan | AgilityPlan | PlyometricsPlan

PLANS: Final[dict[WorkoutType, type[Plan]]] = {
    WorkoutType.STRENGTH: StrengthPlan,
    WorkoutType.CONDITIONING: ConditioningPlan,
    WorkoutType.HYBRID: HybridPlan,
    WorkoutType.AGILITY: AgilityPlan,
    WorkoutType.PLYOMETRICS: PlyometricsPlan,
}

_DECODERS: Final[dict[WorkoutType, msgspec.json.Decoder[Plan]]] = {
    kind: msgspec.json.Decoder(plan) for kind, plan in PLANS.items()
}


def decode_plan(workout_type: WorkoutType, raw: msgspec.Raw | bytes) -> Plan:
    """Read the plan of a session of that type. Raises msgspec.ValidationError naming the path inside the plan."""
    return _DECODERS[workout_type].decode(raw)
