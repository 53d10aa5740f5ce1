"""One player's attempts at the drills of a plan, and what follows from them: which count, best, mean, sides.

Pure over attempts and plan; knows no session, no team and no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from dryland.contract.agility import TimingSource
from dryland.contract.agility_plan import AgilityPlan, Drill, FaultKind
from dryland.contract.base import Side
from dryland.floor.state import WorkState
from dryland.science.change import asymmetry_pct

__all__ = ["AgilityTrack", "Attempt", "DrillTrack", "TrackedFault", "planned_side"]

ASYMMETRY_ATTEMPTS: Final = 2
"""Valid attempts of each side before their difference is told [D]."""


class Attempt(msgspec.Struct):
    """An attempt as it was told last; `at_ms` is when it was over, on the facts' own time."""

    number: int
    at_ms: int
    time_ms: float
    source: TimingSource
    side: Side | None = None
    splits: tuple[float, ...] = ()
    faults: tuple[FaultKind, ...] = ()
    void: tuple[FaultKind, ...] = ()
    questioned: bool = False

    @property
    def used(self) -> bool:
        """Whether it is one of the attempts the player has; a timer's failure costs nobody an attempt."""
        return not self.questioned and FaultKind.TIMING_ERROR not in self.void

    @property
    def counts(self) -> bool:
        """Whether its time may be compared with."""
        return not self.void and not self.questioned


class TrackedFault(msgspec.Struct):
    """A fault that was seen apart from the attempt's own report."""

    number: int
    kind: FaultKind
    voids: bool


class DrillTrack(msgspec.Struct):
    """All attempts of one player at one drill, in the order of their numbers."""

    attempts: list[Attempt] = msgspec.field(default_factory=list[Attempt])
    tracked: list[TrackedFault] = msgspec.field(default_factory=list[TrackedFault])

    def attempt(self, number: int) -> Attempt | None:
        """The attempt of that number."""
        return next((attempt for attempt in self.attempts if attempt.number == number), None)

    def put(self, attempt: Attempt) -> None:
        """Take an attempt in; the same number told again replaces the former word."""
        place = 0
        for place, known in enumerate(self.attempts):
            if known.number == attempt.number:
                self.attempts[place] = attempt
                return
            if known.number > attempt.number:
                self.attempts.insert(place, attempt)
                return
        self.attempts.append(attempt)

    def valid(self, side: Side | None, *, other_than: int | None = None) -> list[Attempt]:
        """Attempts to `side` that may be compared with; None stands for drills without sides."""
        return [a for a in self.attempts if a.counts and a.side is side and a.number != other_than]

    def counted(self, drill: Drill) -> list[Attempt]:
        """The attempts that make the drill's result: the first `bestOf` valid ones, all of them without it."""
        valid = [attempt for attempt in self.attempts if attempt.counts]
        return valid if drill.best_of is None else valid[: drill.best_of]

    def best_ms(self, drill: Drill) -> float | None:
        """The drill's result so far."""
        return min((attempt.time_ms for attempt in self.counted(drill)), default=None)

    def mean_ms(self, drill: Drill) -> float | None:
        """Mean of the attempts that count."""
        counted = self.counted(drill)
        return sum(attempt.time_ms for attempt in counted) / len(counted) if counted else None

    def asymmetry_pct(self) -> float | None:
        """Difference of the sides' best times in % of the slower (Bishop 2016).

        None below `ASYMMETRY_ATTEMPTS` valid attempts a side: one time tells more of the attempt than of the side.
        """
        best = {side: [a.time_ms for a in self.valid(side)] for side in (Side.LEFT, Side.RIGHT)}
        if any(len(times) < ASYMMETRY_ATTEMPTS for times in best.values()):
            return None
        share = asymmetry_pct(min(best[Side.LEFT]), min(best[Side.RIGHT]))
        return None if share is None else round(share, 1)

    def gap_pct(self) -> float | None:
        """`asymmetry_pct` with its direction: above zero where left is the slower one."""
        share = self.asymmetry_pct()
        if share is None:
            return None
        left_ms, right_ms = (min(a.time_ms for a in self.valid(side)) for side in (Side.LEFT, Side.RIGHT))
        return share if left_ms > right_ms else -share

    def is_finished(self, drill: Drill) -> bool:
        """Whether enough valid attempts are done, or all there are."""
        if drill.best_of is not None and len(self.counted(drill)) >= drill.best_of:
            return True
        return sum(attempt.used for attempt in self.attempts) >= drill.attempts

    def next_number(self, drill: Drill) -> int:
        """The first attempt that was not done; the last one when all were."""
        done = {attempt.number for attempt in self.attempts if attempt.used}
        return next((number for number in range(1, drill.attempts + 1) if number not in done), drill.attempts)

    def last(self) -> Attempt | None:
        """The attempt that was over last."""
        return max(self.attempts, key=lambda attempt: attempt.at_ms, default=None)

    def faults_of(self, number: int) -> Counter[FaultKind]:
        """Every fault of an attempt; what was tracked and then reported again counts once."""
        attempt = self.attempt(number)
        own, seen = attempt.faults if attempt is not None else (), self.seen_at(number)
        return Counter(own) | Counter(seen) if own or seen else Counter()

    def seen_at(self, number: int) -> list[FaultKind]:
        """Faults of an attempt that were seen apart from its own report."""
        return [fault.kind for fault in self.tracked if fault.number == number]

    def numbers(self) -> set[int]:
        """Every attempt that anything was told of."""
        return {attempt.number for attempt in self.attempts} | {fault.number for fault in self.tracked}


class AgilityTrack(WorkState):
    """One player's attempts by drill. `current` is the drill of the newest attempt."""

    current: str | None = None
    drills: dict[str, DrillTrack] = msgspec.field(default_factory=dict[str, DrillTrack])

    def drill(self, drill_id: str) -> DrillTrack:
        """The attempts at a drill; none yet for one that was not begun."""
        return self.drills.get(drill_id) or DrillTrack()

    def place(self, plan: AgilityPlan) -> int:
        """Where the player is: the drill begun last while it lasts, then the next unfinished one, around the plan."""
        drills = plan.drills
        start = next((index for index, drill in enumerate(drills) if drill.id == self.current), 0)
        for index in (*range(start, len(drills)), *range(start)):
            if not self.drill(drills[index].id).is_finished(drills[index]):
                return index
        return len(drills)

    def is_finished(self, plan: AgilityPlan) -> bool:
        """Whether every drill is."""
        return self.place(plan) == len(plan.drills)

    def count(self, kind: FaultKind) -> int:
        """How often a fault was made this session."""
        return sum(track.faults_of(number)[kind] for track in self.drills.values() for number in track.numbers())

    def done(self, drills: Sequence[Drill]) -> int:
        """Attempts done of those planned; a drill that is finished early counts whole."""
        return sum(
            drill.attempts
            if (track := self.drill(drill.id)).is_finished(drill)
            else sum(attempt.used for attempt in track.attempts)
            for drill in drills
        )


def planned_side(drill: Drill, number: int) -> Side | None:
    """The side an attempt is to: the planned sides in turn."""
    return drill.sides[(number - 1) % len(drill.sides)] if drill.sides else None
