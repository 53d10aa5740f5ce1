"""One player's way through a hybrid plan: blocks begun, each with the track of the machine that it is made of.

Knows a strength track and an interval track as wholes; no session, no clock of the node.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from dryland.contract.hybrid import AdaptiveAdjustments, BlockKind, BlockResult, BlockScheme
from dryland.contract.strength import SetOutcome
from dryland.floor.clock import SessionClock
from dryland.floor.conditioning import IntervalTrack, boundary_ms
from dryland.floor.hybrid_programme import BlockWork, Factors, HybridProgramme, scheme_of
from dryland.floor.hybrid_settings import HybridSettings
from dryland.floor.state import WorkState
from dryland.floor.strength_track import DoneSet, StrengthTrack
from dryland.science.strength_state import StrengthState

__all__ = ["BlockRun", "Due", "HybridTrack", "ModeChange", "due_of", "ends_ms", "result_of", "rounds_done"]


class BlockRun(msgspec.Struct):
    """A block that a player has begun; `base` is what was known of the player's strength then."""

    block_id: str
    index: int
    type: BlockKind
    started_ms: int
    ended_ms: int | None = None
    factors: Factors = Factors()
    adjustments: AdaptiveAdjustments | None = None
    base: StrengthState = StrengthState()
    strength: StrengthTrack | None = None
    intervals: IntervalTrack | None = None
    result: BlockResult | None = None
    announced: bool = False

    def sets(self) -> list[DoneSet]:
        """The sets of the block that may be believed, in the order of their own time."""
        done = self.strength.done.values() if self.strength is not None else ()
        kept = [each for each in done if not each.questioned and each.outcome is not SetOutcome.SKIPPED]
        return sorted(kept, key=lambda each: (each.at_ms, each.seq))


class ModeChange(msgspec.Struct, frozen=True):
    """A switch of a screen's mode that was announced."""

    mode: BlockKind
    at_ms: int


class HybridTrack(WorkState):
    """Where one player is. `runs` are the blocks begun, the last one is under way until it has ended."""

    runs: list[BlockRun] = msgspec.field(default_factory=list[BlockRun])
    finished: bool = False
    mode: BlockKind | None = None
    change: ModeChange | None = None
    recoveries: list[float] = msgspec.field(default_factory=list[float])
    """Falls of heart rate in the first 60 s of each rest that followed work, bpm, oldest first."""

    @property
    def run(self) -> BlockRun | None:
        """The block under way."""
        return self.runs[-1] if self.runs and self.runs[-1].ended_ms is None else None

    def mode_at(self, at_ms: int) -> BlockKind | None:
        """The mode of the player's screen at a time of the facts' clock."""
        return self.change.mode if self.change is not None and self.change.at_ms <= at_ms else self.mode

    def strength_now(self, known: StrengthState) -> StrengthState:
        """What is known of the player's strength after everything lifted so far."""
        tracks = [run.strength for run in self.runs if run.strength is not None]
        return tracks[-1].strength if tracks else known

    def lifting(self, programme: HybridProgramme, exercise_id: str | None) -> BlockRun | None:
        """The run that a word about an exercise is for: the newest that has it, else the newest of sets."""
        runs = [run for run in reversed(self.runs) if run.strength is not None]
        for run in runs:
            work = programme.work(run.block_id, run.factors)
            if exercise_id is None or (work is not None and exercise_id in work.strength.exercises):
                return run
        return runs[0] if runs else None


class Due(NamedTuple):
    """Something that is to happen to a player, on the facts' own time: `notice`, `interval` or `block`."""

    at_ms: int
    what: str


def _sets_over_ms(run: BlockRun, work: BlockWork, clock: SessionClock, settings: HybridSettings) -> int | None:
    """When a block whose sets are all done makes way, after the notice; an AMRAP and an EMOM last to their end."""
    track = run.strength
    if track is None or not track.finished or work.block.scheme in {BlockScheme.AMRAP, BlockScheme.EMOM}:
        return None
    last_ms = max((done.at_ms for done in track.done.values()), default=run.started_ms)
    return clock.after_active_ms(max(last_ms, run.started_ms), round(settings.notice_s * 1000))


def _intervals_over_ms(run: BlockRun, work: BlockWork, clock: SessionClock) -> int | None:
    """When the last interval is over, once the player is in it or through it."""
    track = run.intervals
    if track is None:
        return None
    if track.finished:
        return track.spans[-1].end_ms if track.spans else run.started_ms
    return boundary_ms(track, work.intervals, clock) if track.index == len(work.intervals) - 1 else None


def ends_ms(run: BlockRun, work: BlockWork, clock: SessionClock, settings: HybridSettings) -> int | None:
    """When a block is over as far as is known now; None while that depends on the player or the clock stands."""
    ends = [_sets_over_ms(run, work, clock, settings), _intervals_over_ms(run, work, clock)]
    if work.cap_s is not None:
        ends.append(clock.after_active_ms(run.started_ms, round(work.cap_s * 1000)))
    return min((at_ms for at_ms in ends if at_ms is not None), default=None)


def due_of(
    work: HybridTrack,
    programme: HybridProgramme,
    clock: SessionClock,
    settings: HybridSettings,
    *,
    notices: bool = True,
) -> Due | None:
    """What is to happen next to a player."""
    run = work.run
    if run is None or (run.strength is not None and not run.strength.finished and not programme.is_timed(run.block_id)):
        return None
    block = programme.work(run.block_id, run.factors)
    if block is None:
        return None
    over_ms = ends_ms(run, block, clock, settings)
    found = [Due(over_ms, "block")] if over_ms is not None else []
    boundary = None if run.intervals is None else boundary_ms(run.intervals, block.intervals, clock)
    if boundary is not None:
        found.append(Due(boundary, "interval"))
    if notices and over_ms is not None and _wants_notice(work, run, programme, over_ms):
        found.append(Due(max(run.started_ms, over_ms - round(settings.notice_s * 1000)), "notice"))
    return min(found, key=lambda due: (due.at_ms, _ORDER.index(due.what)), default=None)


_ORDER: Final = ("notice", "interval", "block")
"""What comes first of things due at one moment."""


def _wants_notice(work: HybridTrack, run: BlockRun, programme: HybridProgramme, over_ms: int) -> bool:
    """Whether the next block's kind differs from what the screen will show by then."""
    following = programme.after(run.block_id, run.index)
    if following is None or run.announced:
        return False
    return programme.blocks[following].type is not work.mode_at(over_ms)


def _per_exercise(run: BlockRun) -> dict[str, int]:
    """Sets done of each exercise."""
    counts: dict[str, int] = {}
    for done in run.sets():
        counts[done.exercise_id] = counts.get(done.exercise_id, 0) + 1
    return counts


def rounds_done(run: BlockRun, work: BlockWork) -> int:
    """Whole rounds: of sets, as often as every exercise was gone through; of intervals, as often as all were."""
    if run.intervals is not None:
        return len(run.intervals.spans) // max(1, work.per_round)
    counts = _per_exercise(run)
    exercises = work.block.exercises or ()
    return min((counts.get(each.id, 0) // len(each.sets) for each in exercises), default=0)


def _missed(run: BlockRun, work: BlockWork, clock: SessionClock) -> int:
    """Rounds of an EMOM whose sets were not all done within their own period."""
    rounds = work.block.rounds or 1
    if run.strength is None or work.cap_s is None or run.ended_ms is None:
        return 0
    period_ms = work.cap_s * 1000 / rounds
    begun = min(rounds, int(clock.active_between_ms(run.started_ms, run.ended_ms) / period_ms))
    done_in = [0] * rounds
    for done in run.sets():
        turn = int(clock.active_between_ms(run.started_ms, done.at_ms) // period_ms)
        if 0 <= turn < rounds:
            done_in[turn] += 1
    return sum(count < work.per_round for count in done_in[:begun])


def result_of(run: BlockRun, work: BlockWork, at_ms: int, clock: SessionClock) -> BlockResult | None:
    """What came of a block that ends at `at_ms`; None for a transition."""
    if run.type is BlockKind.TRANSITION:
        return None
    over = msgspec.structs.replace(run, ended_ms=at_ms)
    scheme, sets = scheme_of(work.block), over.sets()
    duration_s = clock.active_between_ms(run.started_ms, at_ms) / 1000
    timed = scheme is BlockScheme.FOR_TIME
    complete = (
        over.strength.finished if over.strength is not None else rounds_done(over, work) >= (work.block.rounds or 1)
    )
    last_ms = sets[-1].at_ms if sets else at_ms
    rounds = None if scheme is BlockScheme.SETS else rounds_done(over, work)
    return BlockResult(
        scheme=scheme,
        duration=round(duration_s, 1),
        sets=len(sets) if over.strength is not None else None,
        total_sets=len(work.strength.steps) if over.strength is not None and scheme is not BlockScheme.AMRAP else None,
        rounds=rounds,
        reps=_reps_begun(over, work, rounds) if scheme is BlockScheme.AMRAP and over.strength is not None else None,
        missed=_missed(over, work, clock) if scheme is BlockScheme.EMOM else None,
        time=round(clock.active_between_ms(run.started_ms, last_ms) / 1000, 1) if timed and complete else None,
        capped=not complete if timed else None,
    )


def _reps_begun(run: BlockRun, work: BlockWork, rounds: int | None) -> int:
    """Repetitions of the round that was begun and not finished."""
    whole = {each.id: len(each.sets) * (rounds or 0) for each in work.block.exercises or ()}
    reps = 0
    for done in run.sets():
        left = whole.get(done.exercise_id, 0)
        if left > 0:
            whole[done.exercise_id] = left - 1
        else:
            reps += done.data.reps
    return reps
