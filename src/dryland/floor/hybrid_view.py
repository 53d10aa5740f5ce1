"""A player's place in a hybrid plan as screens show it, and the record of the blocks done. Reads; changes nothing."""

from __future__ import annotations

from dryland.contract.base import Timestamp, Wire
from dryland.contract.hybrid import (
    AdaptiveAdjustments,
    BlockKind,
    BlockPointer,
    BlockRef,
    BlockResult,
    HybridMetrics,
    MixedMetrics,
    MixedMetricsUpdated,
)
from dryland.floor.hybrid_parts import HybridSession, lifter_in, programme_for
from dryland.floor.hybrid_programme import BlockWork, HybridProgramme, block_ref
from dryland.floor.hybrid_track import BlockRun, HybridTrack, ends_ms, rounds_done
from dryland.floor.state import PlayerState
from dryland.floor.strength_record import StrengthRecord, strength_record
from dryland.floor.strength_track import current_step
from dryland.floor.workout import at_time

__all__ = ["BlockRecord", "HybridRecord", "block_pointer", "block_progress", "hybrid_record", "mixed_metrics"]


class BlockRecord(Wire, frozen=True, kw_only=True):
    """One block of a player; `end` is absent while it lasts."""

    block_id: str
    name: str
    type: BlockKind
    start: Timestamp
    end: Timestamp | None = None
    result: BlockResult | None = None
    adaptive_adjustments: AdaptiveAdjustments | None = None
    strength: StrengthRecord | None = None


class HybridRecord(Wire, frozen=True, kw_only=True):
    """A player's blocks in the order of doing."""

    blocks: tuple[BlockRecord, ...]


def block_pointer(session: HybridSession, player: PlayerState) -> BlockPointer | None:
    """The present block; times are on the node's clock."""
    work, programme = session.works[player.player_id], programme_for(session, player)
    run = work.run
    block = None if run is None else programme.work(run.block_id, run.factors)
    if run is None or block is None:
        return None
    clock = session.state.clock
    over_ms = ends_ms(run, block, clock, session.settings.hybrid)
    following = programme.after(run.block_id, run.index)
    coming = None if following is None else programme.blocks[following]
    scored = block.block.scheme is not None
    change = work.change
    return BlockPointer(
        index=run.index,
        id=run.block_id,
        name=block.block.name,
        type=run.type,
        total=len(programme.blocks),
        started_at=at_time(run.started_ms + clock.shift_ms),
        ends_at=None if over_ms is None else at_time(over_ms + clock.shift_ms),
        scheme=block.block.scheme,
        round=_round(run, block) if scored else None,
        rounds=block.block.rounds,
        next_name=None if coming is None else coming.name,
        next_type=None if coming is None else coming.type,
        mode=work.mode,
        mode_switches_at=None if change is None else at_time(change.at_ms + clock.shift_ms),
        next_mode=None if change is None else change.mode,
        adaptive_adjustments=run.adjustments,
    )


def _round(run: BlockRun, block: BlockWork) -> int:
    """The round a player is in, counting from 1."""
    done = rounds_done(run, block) + 1
    return done if block.block.rounds is None else min(done, block.block.rounds)


def block_progress(run: BlockRun, work: BlockWork) -> float:
    """How much of a block is done, 0-1."""
    if run.intervals is not None:
        return len(run.intervals.spans) / len(work.intervals) if work.intervals else 1.0
    steps, done = work.strength.steps, run.strength.done if run.strength is not None else {}
    return sum(step.key in done for step in steps) / len(steps) if steps else 0.0


def mixed_metrics(
    session: HybridSession, player: PlayerState, run: BlockRun, command: MixedMetrics, at_ms: int
) -> MixedMetricsUpdated:
    """What a player does now: the player's own word, completed from sets, heart rate and power that the floor knows."""
    programme = programme_for(session, player)
    block = programme.work(run.block_id, run.factors)
    told, live = command.metrics, session.live.get(player.player_id)
    fresh = live is not None and live.signal(at_ms + session.state.clock.shift_ms).value in {"live", "late"}
    step = _current_set(session, player, run)
    shown = HybridMetrics(
        current_set=step[0] if told.current_set is None else told.current_set,
        reps=step[1] if told.reps is None else told.reps,
        weight=told.weight,
        weight_unit=told.weight_unit,
        heart_rate=live.analysis.hr if told.heart_rate is None and live is not None and fresh else told.heart_rate,
        power=live.analysis.power if told.power is None and live is not None and fresh else told.power,
        pace=told.pace,
        time_in_block=max(0.0, session.state.clock.active_between_ms(run.started_ms, at_ms) / 1000),
        rpe=told.rpe,
        fatigue=told.fatigue,
        rounds=rounds_done(run, block) if block is not None and block.block.scheme is not None else told.rounds,
    )
    return MixedMetricsUpdated(
        session_id=command.session_id,
        player_id=player.player_id,
        current_block=_ref(programme, run, block),
        metrics=shown,
        **player.marks(),
    )


def _current_set(session: HybridSession, player: PlayerState, run: BlockRun) -> tuple[int | None, int | None]:
    """Number and planned repetitions of the set a player is at."""
    if run.strength is None:
        return None, None
    lifter = lifter_in(session, player, run)
    step = current_step(lifter.track, lifter.programme)
    return (None, None) if step is None else (step.number, step.reps)


def _ref(programme: HybridProgramme, run: BlockRun, block: BlockWork | None) -> BlockRef:
    if block is None:
        return BlockRef(id=run.block_id, type=run.type, name=run.block_id, index=run.index)
    return block_ref(block.block, run.index, block)


def hybrid_record(session: HybridSession, player: PlayerState, work: HybridTrack) -> HybridRecord:
    """What a player did, block by block."""
    programme = programme_for(session, player)
    records: list[BlockRecord] = []
    for run in work.runs:
        block = programme.block(run.block_id)
        lifter = None
        if run.strength is not None:
            lifter = lifter_in(session, player, run)
        records.append(
            BlockRecord(
                block_id=run.block_id,
                name=run.block_id if block is None else block.name,
                type=run.type,
                start=at_time(run.started_ms),
                end=None if run.ended_ms is None else at_time(run.ended_ms),
                result=run.result,
                adaptive_adjustments=run.adjustments,
                strength=None if lifter is None else strength_record(lifter),
            )
        )
    return HybridRecord(blocks=tuple(records))
