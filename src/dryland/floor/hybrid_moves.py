"""From block to block: which is the next, what came of the last, how the next is changed, where it begins.

Decides transitions and says what a begun block is made of; keeps nothing itself.
"""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.conditioning import TransitionKind
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.hybrid import AdaptiveAdjustments, BlockKind, BlockRef, BlockStep, BlockTransitioned
from dryland.floor.conditioning import IntervalTrack
from dryland.floor.hybrid_adaptive import adjust, evidence_of
from dryland.floor.hybrid_parts import (
    INTERVALS,
    HybridSession,
    IntervalView,
    intervals_of,
    lifting_history,
    programme_for,
)
from dryland.floor.hybrid_programme import BlockWork, Factors, HybridProgramme, block_ref
from dryland.floor.hybrid_track import BlockRun, HybridTrack, result_of
from dryland.floor.recoveries import former_recoveries, recovery_of
from dryland.floor.state import PlayerState
from dryland.floor.strength_track import StrengthTrack
from dryland.floor.workout import Ledger, at_time

__all__ = ["BLOCK", "begun", "go_on", "move", "out_of_order"]

BLOCK: Final = "training:hybrid:block:transition"


def go_on(session: HybridSession, player: PlayerState, at_ms: int, kind: TransitionKind, ledger: Ledger) -> None:
    """To the next block, or through the plan's end."""
    run, programme = session.works[player.player_id].run, programme_for(session, player)
    following = programme.after(None if run is None else run.block_id, -1 if run is None else run.index)
    move(session, player, following, at_ms, kind, ledger, finished=following is None)


def move(
    session: HybridSession,
    player: PlayerState,
    following: int | None,
    at_ms: int,
    kind: TransitionKind,
    ledger: Ledger,
    *,
    finished: bool = False,
) -> None:
    """Add the transition: what came of the block that is over, how the next one is changed."""
    work, programme, clock = session.works[player.player_id], programme_for(session, player), session.state.clock
    run = work.run
    over = None if run is None else programme.work(run.block_id, run.factors)
    adjustments = _adjustments(session, player, following, at_ms, kind, ledger)
    factors = _factors(adjustments)
    block = None if following is None else programme.blocks[following]
    coming = None if block is None else programme.work(block.id, factors)
    lasts_s = None if coming is None else _lasts_s(coming)
    over_ms = None if lasts_s is None else clock.after_active_ms(at_ms, round(lasts_s * 1000))
    ledger.add(
        BLOCK,
        BlockTransitioned,
        at_ms=at_ms,
        player_id=player.player_id,
        block_transition=BlockStep(
            from_block=_ref_of(run, over),
            to_block=None if block is None or following is None else block_ref(block, following, coming),
        ),
        total_blocks=len(programme.blocks),
        overall_progress=_behind(programme, run, following),
        adaptive_adjustments=adjustments,
        result=None if run is None or over is None else result_of(run, over, at_ms, clock),
        ends_at=None if over_ms is None else at_time(over_ms + ledger.shift_ms),
        finished=finished or None,
        **player.marks(),
    )
    INTERVALS.leave(IntervalView(session), player, at_ms, kind, ledger)
    if coming is not None and coming.intervals:
        view = IntervalView(session, {player.player_id: (IntervalTrack(), coming.intervals)})
        INTERVALS.begin(view, player, at_ms, ledger)


def _behind(programme: HybridProgramme, run: BlockRun | None, following: int | None) -> float:
    """Share of the plan's blocks that are over, %."""
    behind = following if following is not None else 0 if run is None else run.index + 1
    return round(min(100.0, 100 * behind / max(1, len(programme.blocks))), 1)


def _adjustments(
    session: HybridSession,
    player: PlayerState,
    following: int | None,
    at_ms: int,
    kind: TransitionKind,
    ledger: Ledger,
) -> AdaptiveAdjustments | None:
    """How the next block is changed, from everything the player's blocks told so far."""
    work, programme = session.works[player.player_id], programme_for(session, player)
    plan = programme.plan
    if following is None or work.run is None or plan is None or plan.adaptive is False:
        return None
    recoveries = list(work.recoveries)
    # An interval that is cut short by this transition is reported in its own fact; its recovery counts already.
    probe = Ledger(session.state, ledger.context)
    INTERVALS.leave(IntervalView(session), player, at_ms, kind, probe)
    intervals = intervals_of(session, player, work.run)
    recoveries += [fall for entry in probe.entries if (fall := recovery_of(entry.fact, intervals)) is not None]
    settings = session.settings.hybrid
    former = former_recoveries(bytes(player.priors)).recoveries
    return adjust(evidence_of(work.runs, recoveries, former, programme, settings), settings)


def out_of_order(session: HybridSession, player: PlayerState, step: BlockStep, context: ErrorContext) -> Refusal | None:
    """Why a transition is not the next one; None when it is."""
    work, programme = session.works[player.player_id], programme_for(session, player)
    run = work.run
    following = programme.after(None if run is None else run.block_id, -1 if run is None else run.index)
    here = None if run is None else run.block_id
    coming = None if following is None else programme.blocks[following].id
    for named, expected, word in ((step.from_block, here, "in"), (step.to_block, coming, "before")):
        if named is None:
            continue
        where = msgspec.structs.replace(context, block_id=named.id, state=here)
        if programme.block(named.id) is None:
            known = tuple(block.id for block in programme.blocks)
            return Refusal(
                ErrorCode.BLOCK_NOT_IN_PLAN, f"{named.id}:", msgspec.structs.replace(where, alternatives=known)
            )
        if named.id != expected:
            allowed = () if expected is None else (expected,)
            detail = f"The player is not {word} block {named.id}{'' if here is None else f', but in {here}'}."
            return Refusal(ErrorCode.BLOCK_OUT_OF_ORDER, detail, msgspec.structs.replace(where, allowed=allowed))
    if work.finished or (step.from_block is None and step.to_block is None):
        detail = "The player is through the plan." if work.finished else "Neither fromBlock nor toBlock is named."
        return Refusal(ErrorCode.BLOCK_OUT_OF_ORDER, detail, msgspec.structs.replace(context, state=here))
    return None


def begun(work: HybridTrack, player: PlayerState, coming: BlockRef, fact: BlockTransitioned, at_ms: int) -> BlockRun:
    """The next block, with fresh tracks that know what the earlier ones have shown."""
    base = work.strength_now(lifting_history(player).strength)
    timed = [run.intervals for run in work.runs if run.intervals is not None]
    efforts = timed[-1].efforts if timed else list[float]()
    lifts = coming.type is BlockKind.EXERCISE
    return BlockRun(
        coming.id,
        coming.index or 0,
        coming.type,
        at_ms,
        factors=_factors(fact.adaptive_adjustments),
        adjustments=fact.adaptive_adjustments,
        base=base,
        strength=StrengthTrack(strength=base) if lifts else None,
        intervals=None if lifts else IntervalTrack(efforts=list(efforts)),
    )


def _factors(adjustments: AdaptiveAdjustments | None) -> Factors:
    if adjustments is None:
        return Factors()
    return Factors(adjustments.intensity_modifier, adjustments.duration_modifier)


def _ref_of(run: BlockRun | None, work: BlockWork | None) -> BlockRef | None:
    """A block that is over; one that a new plan has dropped is known by its id only."""
    if run is None:
        return None
    if work is None:
        return BlockRef(id=run.block_id, type=run.type, name=run.block_id, index=run.index)
    return block_ref(work.block, run.index, work)


def _lasts_s(work: BlockWork) -> float | None:
    """How long a block lasts where its plan says so, s."""
    if work.cap_s is not None:
        return work.cap_s
    if not work.intervals or any(interval.manual for interval in work.intervals):
        return None
    return sum(interval.duration for interval in work.intervals)
