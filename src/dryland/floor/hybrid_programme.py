"""A hybrid plan made ready for use: each block as the strength plan or the intervals that the other machines know.

Rounds are written out, adjustments in force are applied. Follows from the plan alone; knows no player.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from dryland.contract.conditioning import Interval, IntervalKind
from dryland.contract.hybrid import BlockKind, BlockRef, BlockScheme, HybridBlock, HybridPlan
from dryland.contract.strength_plan import LoadBasis, PlannedExercise, PlannedLoad, PlannedSet, StrengthPlan
from dryland.floor.hybrid_settings import HybridSettings
from dryland.floor.programme import Programme

__all__ = ["BlockWork", "Factors", "HybridProgramme", "block_ref", "scheme_of"]

MAX_SETS: Final = 50
"""Sets of one exercise that a strength plan can hold; an AMRAP is written out to so many."""
MAX_INTERVALS: Final = 500


class Factors(msgspec.Struct, frozen=True):
    """What is multiplied in a block: planned intensities of work, planned durations of rest."""

    intensity: float = 1.0
    duration: float = 1.0


class BlockWork(NamedTuple):
    """A block as work: sets, or intervals, and the active time [s] after which it is over in any case."""

    block: HybridBlock
    strength: Programme
    intervals: tuple[Interval, ...]
    cap_s: float | None
    per_round: int
    """Sets, or intervals, that make a round."""


class HybridProgramme:
    """A plan with look-ups."""

    __slots__ = ("_settings", "_timed", "_works", "blocks", "places", "plan")

    def __init__(self, plan: HybridPlan | None, settings: HybridSettings) -> None:
        self.plan = plan
        self._settings = settings
        self.blocks: tuple[HybridBlock, ...] = () if plan is None else plan.blocks
        self.places = {block.id: place for place, block in enumerate(self.blocks)}
        self._timed = {block.id for block in self.blocks if _cap_s(block, settings) is not None}
        self._works: dict[tuple[str, float, float], BlockWork] = {}

    def block(self, block_id: str) -> HybridBlock | None:
        """The block of that id."""
        place = self.places.get(block_id)
        return None if place is None else self.blocks[place]

    def is_timed(self, block_id: str) -> bool:
        """Whether a block is over after a time in any case."""
        return block_id in self._timed

    def after(self, block_id: str | None, index: int) -> int | None:
        """The place after a block; where a new plan does not have it any more, its old place. None at the end."""
        place = -1 if block_id is None else self.places.get(block_id, index - 1)
        return place + 1 if place + 1 < len(self.blocks) else None

    def work(self, block_id: str, factors: Factors) -> BlockWork | None:
        """A block as work with its factors applied."""
        key = block_id, factors.intensity, factors.duration
        known = self._works.get(key)
        if known is None:
            block = self.block(block_id)
            if block is None or self.plan is None:
                return None
            known = self._works[key] = _as_work(block, self.plan, factors, self._settings)
        return known


def scheme_of(block: HybridBlock) -> BlockScheme:
    """How a block is scored; sets in order where it does not say."""
    return block.scheme or BlockScheme.SETS


def block_ref(block: HybridBlock, index: int, work: BlockWork | None = None) -> BlockRef:
    """A block as events name it."""
    return BlockRef(
        id=block.id, type=block.type, name=block.name, index=index, estimated_duration=_estimate_s(block, work)
    )


def _estimate_s(block: HybridBlock, work: BlockWork | None) -> float | None:
    """How long a block takes: its own word, else its cap, else the sum of its intervals; s."""
    if work is None or block.estimated_duration is not None:
        return block.estimated_duration
    if work.cap_s is not None:
        return work.cap_s
    return sum(interval.duration for interval in work.intervals) or None


def _as_work(block: HybridBlock, plan: HybridPlan, factors: Factors, settings: HybridSettings) -> BlockWork:
    cap_s = _cap_s(block, settings)
    if block.type is BlockKind.EXERCISE:
        exercises = tuple(_exercise(exercise, block, factors) for exercise in block.exercises or ())
        per_round = sum(len(exercise.sets) for exercise in block.exercises or ())
        return BlockWork(block, Programme(StrengthPlan(exercises=exercises, rack=plan.rack)), (), cap_s, per_round)
    if block.type is BlockKind.TRANSITION:
        rest_s = (block.duration or 0.0) * factors.duration
        rest = Interval(id=block.id, name=block.name, type=IntervalKind.REST, duration=max(0.001, rest_s))
        return BlockWork(block, Programme(None), (rest,), None, 0)
    intervals = _all_rounds(block, factors, cap_s)
    return BlockWork(block, Programme(None), intervals, cap_s, len(intervals) // max(1, _rounds(block)))


def _cap_s(block: HybridBlock, settings: HybridSettings) -> float | None:
    """The active time of a block that its scheme limits, s."""
    if block.scheme is BlockScheme.EMOM:
        return block.duration or (block.rounds or 1) * settings.emom_period_s
    return None if block.type is BlockKind.TRANSITION else block.duration


def _rounds(block: HybridBlock) -> int:
    """How often a block's intervals are written out; an AMRAP has as many rounds as its time holds."""
    if block.scheme is BlockScheme.AMRAP and block.duration is not None:
        return math.ceil(block.duration / sum(interval.duration for interval in block.intervals or ()))
    return block.rounds or 1


def _all_rounds(block: HybridBlock, factors: Factors, cap_s: float | None) -> tuple[Interval, ...]:
    """The intervals of every round; a round of an EMOM rests until its period is over and keeps to it."""
    rounds, intervals = _rounds(block), block.intervals or ()
    if block.scheme is BlockScheme.EMOM and cap_s is not None:
        left_s = cap_s / rounds - sum(interval.duration for interval in intervals)
        turn = tuple(_interval(interval, Factors(factors.intensity)) for interval in intervals)
        if left_s > 0:
            rest = Interval(id=f"{block.id}-rest"[:64], name="Rest", type=IntervalKind.REST, duration=left_s)
            turn = (*turn, rest)
    else:
        turn = tuple(_interval(interval, factors) for interval in intervals)
    return (turn * rounds)[:MAX_INTERVALS]


def _interval(interval: Interval, factors: Factors) -> Interval:
    """An interval with its power scaled when it is work and its length when it is rest."""
    if interval.type is IntervalKind.REST:
        return interval if factors.duration == 1 else replace(interval, duration=interval.duration * factors.duration)
    power = interval.power
    if power is None or interval.type is not IntervalKind.WORK or factors.intensity == 1:
        return interval
    scaled = replace(power, min=round(power.min * factors.intensity, 1), max=round(power.max * factors.intensity, 1))
    return replace(interval, power=scaled)


def _exercise(exercise: PlannedExercise, block: HybridBlock, factors: Factors) -> PlannedExercise:
    """An exercise with every round written out; rounds go through all exercises in turn."""
    scheme = scheme_of(block)
    sets = tuple(_set(planned, factors, straight_on=scheme is not BlockScheme.SETS) for planned in exercise.sets)
    if scheme is BlockScheme.SETS:
        return replace(exercise, sets=sets)
    rounds = block.rounds or MAX_SETS
    return replace(exercise, sets=(sets * rounds)[:MAX_SETS], superset="round")


def _set(planned: PlannedSet, factors: Factors, *, straight_on: bool) -> PlannedSet:
    """A set with its load and rest scaled. Loads by RPE adapt by themselves; a circuit has no rests of its own."""
    rest = 0.0 if straight_on and planned.rest is None else planned.rest
    if rest is not None:
        rest = float(round(rest * factors.duration))
    return replace(planned, rest=rest, load=_load(planned.load, factors))


def _load(load: PlannedLoad | None, factors: Factors) -> PlannedLoad | None:
    if load is None or load.value is None or factors.intensity == 1:
        return load
    if load.basis not in {LoadBasis.ABSOLUTE, LoadBasis.ONE_REP_MAX}:
        return load
    return replace(load, value=round(load.value * factors.intensity, 2))
