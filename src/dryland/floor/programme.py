"""A strength plan as the order in which one player works through it: supersets in turn, drops and sides one by one.

Follows from the plan alone; knows nothing of what was lifted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

import msgspec

from dryland.contract.base import Rpe, Side
from dryland.contract.strength_plan import (
    LoadBasis,
    PlannedExercise,
    PlannedSet,
    RackInventory,
    SetKind,
    StrengthPlan,
)
from dryland.floor.lifts import lift_key, side_key

__all__ = ["EMPTY", "Programme", "Step", "programme_of_plan", "set_key"]


def set_key(exercise_id: str, number: int, side: Side | None) -> str:
    """What identifies a set of a player within a session."""
    return f"{exercise_id}#{number}" if side is None or side is Side.BOTH else f"{exercise_id}#{number}#{side.value}"


class Step(NamedTuple):
    """One set in its place. `number` counts drops as sets; `drop_pct` is taken off the load of the set before."""

    key: str
    lift: str
    exercise: PlannedExercise
    planned: PlannedSet
    exercise_index: int
    number: int
    total: int
    kind: SetKind
    side: Side | None
    reps: int | None
    drop_pct: float | None
    rests: bool

    @property
    def target_rpe(self) -> Rpe | None:
        """The effort asked for, by the set or by its load."""
        planned = self.planned
        if planned.target_rpe is not None:
            return planned.target_rpe
        load = planned.load
        return load.value if load is not None and load.basis is LoadBasis.RPE else None


class Programme:
    """A plan's steps in the order of doing, with look-ups."""

    __slots__ = ("exercises", "places", "plan", "steps", "totals")

    def __init__(self, plan: StrengthPlan | None) -> None:
        self.plan = plan
        self.steps: tuple[Step, ...] = () if plan is None else tuple(_in_order(plan))
        self.places = {step.key: place for place, step in enumerate(self.steps)}
        self.exercises = {} if plan is None else {exercise.id: exercise for exercise in plan.exercises}
        self.totals = {step.exercise.id: step.total for step in self.steps}

    def step(self, key: str | None) -> Step | None:
        """The step of that key."""
        place = None if key is None else self.places.get(key)
        return None if place is None else self.steps[place]

    def matching(self, exercise_id: str, number: int, side: Side | None) -> list[Step]:
        """The steps that a set is: one, both sides where no side was told, none when the plan has no such set."""
        exact = self.step(set_key(exercise_id, number, side))
        if exact is not None:
            return [exact]
        if side in {Side.LEFT, Side.RIGHT}:
            whole = self.step(set_key(exercise_id, number, None))
            return [] if whole is None else [whole]
        sides = (self.step(set_key(exercise_id, number, each)) for each in (Side.LEFT, Side.RIGHT))
        return [step for step in sides if step is not None]

    def rack(self, exercise: PlannedExercise) -> RackInventory | None:
        """The rack of an exercise."""
        if exercise.rack is not None or exercise.step is not None or self.plan is None:
            return exercise.rack
        return self.plan.rack


EMPTY: Final = Programme(None)


@lru_cache(maxsize=256)
def programme_of_plan(plan: bytes) -> Programme:
    """The programme of a plan in its stored form. Raises msgspec errors for another kind of plan."""
    decoded = msgspec.json.decode(plan, type=StrengthPlan | None)
    return EMPTY if decoded is None else Programme(decoded)


def _in_order(plan: StrengthPlan) -> Iterator[Step]:
    """Exercises one after the other; neighbours of one superset in turn, with the rest after the last of a round."""
    numbered = list(enumerate(plan.exercises))
    for label, members in groupby(numbered, key=lambda each: each[1].superset or f"#{each[0]}"):
        columns = [_rounds(index, exercise) for index, exercise in members]
        longest = max(len(column) for column in columns)
        for turn in range(longest):
            row = [column[turn] for column in columns if turn < len(column)]
            for place, steps in enumerate(row):
                rests = place == len(row) - 1 or label.startswith("#")
                yield from _with_rest_after_last(steps, rests)


def _with_rest_after_last(steps: Sequence[Step], rests: bool) -> Iterator[Step]:
    for place, step in enumerate(steps):
        yield step._replace(rests=rests and place == len(steps) - 1)


def _rounds(index: int, exercise: PlannedExercise) -> list[list[Step]]:
    """The steps of each planned set: its drops after it, each on both sides where the exercise has two."""
    total = sum(1 + len(planned.drops or ()) for planned in exercise.sets)
    rounds: list[list[Step]] = []
    number = 0
    for planned in exercise.sets:
        parts: list[tuple[int | None, float | None]] = [(_reps(planned), None)]
        parts += [(drop.reps or planned.reps, drop.load_reduction_pct) for drop in planned.drops or ()]
        steps: list[Step] = []
        for reps, drop_pct in parts:
            number += 1
            steps += [
                _step(index, exercise, planned, number, total, side, reps, drop_pct)
                for side in _sides(exercise, planned)
            ]
        rounds.append(steps)
    return rounds


def _reps(planned: PlannedSet) -> int | None:
    if planned.cluster_reps is not None:
        return sum(planned.cluster_reps)
    return planned.reps


def _sides(exercise: PlannedExercise, planned: PlannedSet) -> tuple[Side | None, ...]:
    if planned.side is not None and planned.side is not Side.BOTH:
        return (planned.side,)
    return (Side.LEFT, Side.RIGHT) if exercise.unilateral and planned.side is None else (None,)


def _step(
    index: int,
    exercise: PlannedExercise,
    planned: PlannedSet,
    number: int,
    total: int,
    side: Side | None,
    reps: int | None,
    drop_pct: float | None,
) -> Step:
    return Step(
        key=set_key(exercise.id, number, side),
        lift=side_key(lift_key(exercise), side),
        exercise=exercise,
        planned=planned,
        exercise_index=index,
        number=number,
        total=total,
        kind=planned.kind or SetKind.WORKING,
        side=side,
        reps=reps,
        drop_pct=drop_pct,
        rests=True,
    )
