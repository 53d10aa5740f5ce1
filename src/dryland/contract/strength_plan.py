"""The strength workout as planned: exercises × sets, loads, tempo, rest, and what the rack can load.

Says what was prescribed; knows nothing of what was lifted.
"""

from __future__ import annotations

import enum
from typing import Annotated

from msgspec import Meta

from dryland.contract.base import (
    Code,
    Identifier,
    Name,
    Percent,
    Rpe,
    Seconds,
    Side,
    Text,
    WeightUnit,
    Wire,
)

__all__ = [
    "AdviceSettings",
    "DropStep",
    "LoadBasis",
    "PlannedExercise",
    "PlannedLoad",
    "PlannedSet",
    "PlatePair",
    "RackInventory",
    "Reps",
    "SetKind",
    "StrengthGoal",
    "StrengthPlan",
    "Tempo",
]

Reps = Annotated[int, Meta(ge=0, le=100)]
Tempo = Annotated[
    str,
    Meta(pattern=r"^[0-9Xx]{3,4}$", description="s: eccentric, bottom, concentric, top; X is explosive, as in 31X0"),
]


class StrengthGoal(enum.StrEnum):
    """What the exercise trains; decides the rest when the plan names none."""

    MAX_STRENGTH = "max_strength"
    HYPERTROPHY = "hypertrophy"
    POWER = "power"
    ENDURANCE = "endurance"


class LoadBasis(enum.StrEnum):
    """What a planned load's figure is relative to."""

    ABSOLUTE = "absolute"
    ONE_REP_MAX = "pct1rm"
    RPE = "rpe"
    BODYWEIGHT = "bodyweight"


class PlannedLoad(Wire, frozen=True, kw_only=True):
    """A load: a weight, % of 1RM, whatever meets `value` as RPE, or bodyweight plus `value` in `unit`."""

    basis: LoadBasis
    value: Annotated[float, Meta(ge=0, le=600)] | None = None
    unit: WeightUnit | None = None

    def __post_init__(self) -> None:
        """Refuse a load without the figure its basis needs."""
        if self.value is None and self.basis is not LoadBasis.BODYWEIGHT:
            raise ValueError(f"a load on the basis {self.basis.value} needs a value")
        if self.basis is LoadBasis.RPE and self.value is not None and not 1 <= self.value <= 10:
            raise ValueError("a load by RPE needs a value from 1 to 10")
        if self.basis is LoadBasis.ONE_REP_MAX and self.value is not None and self.value > 150:
            raise ValueError("a load in % of 1RM is at most 150")


class SetKind(enum.StrEnum):
    """How a set is done."""

    WARMUP = "warmup"
    WORKING = "working"
    AMRAP = "amrap"
    DROP = "drop"
    CLUSTER = "cluster"
    HOLD = "hold"


class DropStep(Wire, frozen=True, kw_only=True):
    """One step of a drop set: this much off the bar, these reps, no rest."""

    load_reduction_pct: Percent
    reps: Reps | None = None


class PlannedSet(Wire, frozen=True, kw_only=True):
    """One set as prescribed. AMRAP: `reps` is the least; cluster: `clusterReps` with `clusterRest` s between."""

    kind: SetKind | None = None
    reps: Reps | None = None
    reps_max: Reps | None = None
    load: PlannedLoad | None = None
    target_rpe: Rpe | None = None
    tempo: Tempo | None = None
    rest: Seconds | None = None
    hold: Annotated[float, Meta(gt=0, le=3_600, description="s")] | None = None
    drops: Annotated[tuple[DropStep, ...], Meta(min_length=1, max_length=6)] | None = None
    cluster_reps: Annotated[tuple[Reps, ...], Meta(min_length=1, max_length=20)] | None = None
    cluster_rest: Seconds | None = None
    side: Side | None = None
    velocity_loss_limit: Percent | None = None

    def __post_init__(self) -> None:
        """Refuse a set that says neither how many reps nor how long."""
        needs = {
            SetKind.AMRAP: True,
            SetKind.HOLD: self.hold is not None,
            SetKind.CLUSTER: self.cluster_reps is not None,
            SetKind.DROP: self.reps is not None and self.drops is not None,
        }
        if not needs.get(self.kind or SetKind.WORKING, self.reps is not None):
            raise ValueError(f"a {(self.kind or SetKind.WORKING).value} set lacks its reps, hold, drops or cluster")
        if self.reps is not None and self.reps_max is not None and self.reps_max < self.reps:
            raise ValueError("repsMax is less than reps")


class PlatePair(Wire, frozen=True, kw_only=True):
    """Plates of one weight, in pairs: one of each pair goes on either side."""

    weight: Annotated[float, Meta(gt=0, le=50)]
    pairs: Annotated[int, Meta(ge=0, le=40)]


class RackInventory(Wire, frozen=True, kw_only=True):
    """What a rack can load: the bar and its plates, all in `unit` (kg when absent)."""

    bar: Annotated[float, Meta(ge=0, le=50)]
    plates: Annotated[tuple[PlatePair, ...], Meta(max_length=20)]
    unit: WeightUnit | None = None
    collars: Annotated[float, Meta(ge=0, le=5)] | None = None


class PlannedExercise(Wire, frozen=True, kw_only=True):
    """One exercise and its sets. Exercises that share `superset` are done in turn, resting after the last."""

    id: Identifier
    name: Name
    sets: Annotated[tuple[PlannedSet, ...], Meta(min_length=1, max_length=50)]
    lift: Annotated[Code, Meta(description="key of velocity, norms and cue tables, as in back_squat")] | None = None
    movements: Annotated[tuple[Code, ...], Meta(max_length=20)] | None = None
    body_regions: Annotated[tuple[Code, ...], Meta(max_length=20)] | None = None
    goal: StrengthGoal | None = None
    superset: Annotated[str, Meta(min_length=1, max_length=8)] | None = None
    unilateral: bool | None = None
    rack: RackInventory | None = None
    step: (
        Annotated[float, Meta(gt=0, le=50, description="smallest change of a machine's stack, in weightUnit")] | None
    ) = None
    bodyweight_share: Annotated[float, Meta(ge=0, le=1)] | None = None
    alternatives: Annotated[tuple[Identifier, ...], Meta(max_length=20)] | None = None
    note: Text | None = None


class AdviceSettings(Wire, frozen=True, kw_only=True):
    """How far the system may advise: switched off, or limited below its own caps."""

    enabled: bool | None = None
    max_increase_pct: Annotated[float, Meta(ge=0, le=5)] | None = None
    max_decrease_pct: Annotated[float, Meta(ge=0, le=10)] | None = None


class StrengthPlan(Wire, frozen=True, kw_only=True):
    """What players do in a strength session, in order."""

    exercises: Annotated[tuple[PlannedExercise, ...], Meta(min_length=1, max_length=60)]
    rack: RackInventory | None = None
    weight_unit: WeightUnit | None = None
    advice: AdviceSettings | None = None
