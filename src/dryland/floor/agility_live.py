"""What live commands tell of an attempt under way: phase, step, gates passed. Never stored.

A decision that uses it puts what it used into its fact. Knows no session; the machine looks drills and players up.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from dryland.contract.agility import (
    DrillPhase,
    PatternProgress,
    PatternProgressed,
    PatternSteps,
    Split,
    TimingUpdate,
    TimingUpdated,
    VisualCues,
)
from dryland.contract.agility_plan import Drill
from dryland.contract.base import PlayerStatus, Side
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.sayings import Saying, say
from dryland.floor.adapting import forbids
from dryland.floor.agility_judgement import DrillPrior
from dryland.floor.agility_plausible import impossible_split
from dryland.floor.agility_track import DrillTrack
from dryland.floor.drill_library import DrillLayout
from dryland.floor.movements import demand_of_drill
from dryland.floor.state import PlayerState

__all__ = ["RunningAttempt", "advance_pattern", "advance_timing", "show_pattern"]

_P = DrillPhase
_FOLLOWS: Final = MappingProxyType(
    {
        _P.SETUP: {_P.SETUP, _P.EXECUTION, _P.RECOVERY, _P.FEEDBACK},
        _P.EXECUTION: {_P.SETUP, _P.EXECUTION},
        _P.RECOVERY: {_P.EXECUTION, _P.RECOVERY, _P.FEEDBACK},
        _P.FEEDBACK: {_P.EXECUTION, _P.RECOVERY, _P.FEEDBACK},
    }
)
"""Phase → the phases it may follow within one attempt; an attempt begins in `setup`."""


class RunningAttempt:
    """An attempt under way."""

    __slots__ = ("drill_id", "elapsed_ms", "number", "phase", "seen_ms", "splits", "started_ms", "step")

    def __init__(self, drill_id: str, number: int, seen_ms: int) -> None:
        self.drill_id = drill_id
        self.number = number
        self.phase = DrillPhase.SETUP
        self.step = 0
        self.started_ms: int | None = None
        self.elapsed_ms = 0.0
        self.splits: list[float] = []
        self.seen_ms = seen_ms

    def is_of(self, drill_id: str, number: int) -> bool:
        """Whether this is that attempt."""
        return self.drill_id == drill_id and self.number == number

    def restart(self) -> None:
        """Back to the start line."""
        self.started_ms = None
        self.elapsed_ms = 0.0
        self.step = 0
        self.splits = []


def _refusal(code: ErrorCode, detail: str, session_id: str, running: RunningAttempt, player: PlayerState) -> Refusal:
    context = ErrorContext(
        session_id=session_id,
        player_id=player.player_id,
        drill_id=running.drill_id,
        attempt_number=running.number,
        state=running.phase.value,
    )
    return Refusal(code, detail, context)


def advance_pattern(
    running: RunningAttempt, command: PatternProgress, layout: DrillLayout, at_ms: int, player: PlayerState
) -> Refusal | None:
    """Take a step of the pattern; refused when it does not follow."""
    phase, step = command.current_phase, command.pattern_progress.current_step
    session_id = command.session_id
    if running.phase not in _FOLLOWS[phase]:
        detail = f"The phase {phase.value} does not follow {running.phase.value}: the attempt has not started."
        return _refusal(ErrorCode.STEP_OUT_OF_ORDER, detail, session_id, running, player)
    if step > len(layout.steps):
        detail = f"The drill has {len(layout.steps)} steps, not {step}."
        return _refusal(ErrorCode.STEP_OUT_OF_ORDER, detail, session_id, running, player)
    if running.phase is phase is DrillPhase.EXECUTION and step < running.step:
        detail = f"Step {step} after step {running.step}."
        return _refusal(ErrorCode.STEP_OUT_OF_ORDER, detail, session_id, running, player)
    if phase is DrillPhase.SETUP:
        running.restart()
    elif phase is DrillPhase.EXECUTION and running.started_ms is None:
        running.started_ms = at_ms
    running.phase, running.seen_ms = phase, at_ms
    running.step = step if phase is DrillPhase.EXECUTION else running.step
    return None


def show_pattern(
    session_id: str,
    player: PlayerState,
    running: RunningAttempt,
    layout: DrillLayout,
    *,
    step: int,
    cues: VisualCues | None = None,
) -> PatternProgressed:
    """Where a player is, with the words and the places of that step; a client's own positions come first."""
    leg = layout.steps[step - 1] if 1 <= step <= len(layout.steps) else None
    setting_up = running.phase is DrillPhase.SETUP
    trace = layout.trace(len(layout.steps) if setting_up else max(0, step - 1))
    return PatternProgressed(
        session_id=session_id,
        player_id=player.player_id,
        drill_id=running.drill_id,
        attempt_number=running.number,
        current_phase=running.phase,
        pattern_progress=PatternSteps(
            current_step=step,
            total_steps=len(layout.steps),
            step_name=None if leg is None else leg.name,
            step_instructions=None if leg is None else leg.instructions,
        ),
        visual_cues=VisualCues(
            cone_positions=(cues and cues.cone_positions) or layout.cones,
            path_trace=(cues and cues.path_trace) or trace,
            current_position=(cues and cues.current_position) or (layout.start if setting_up else trace[-1]),
        ),
        **player.marks(),
    )


def _gate(command: TimingUpdate, running: RunningAttempt) -> Split | None:
    """The gate that was passed; a bare time is the next gate's."""
    split = command.split
    if split is None or isinstance(split, Split):
        return split
    return Split(index=len(running.splits), time=split)


def _at_gate(splits: tuple[float, ...], index: int) -> float | None:
    return splits[index] if index < len(splits) else None


def advance_timing(
    running: RunningAttempt,
    command: TimingUpdate,
    at_ms: int,
    player: PlayerState,
    reference: tuple[DrillTrack, Side | None, DrillPrior | None],
) -> TimingUpdated | Refusal:
    """Take a running time; the deltas are to the player's own best and previous attempt at the same gate."""
    gate = _gate(command, running)
    wrong = None if gate is None else impossible_split(running.splits, gate.index, gate.time, command.elapsed_ms)
    if command.elapsed_ms < running.elapsed_ms and running.phase is DrillPhase.EXECUTION:
        wrong = f"The clock went back from {running.elapsed_ms:g} to {command.elapsed_ms:g} ms."
    if wrong is not None:
        return _refusal(ErrorCode.TIMER_MALFUNCTION, wrong, command.session_id, running, player)
    running.phase, running.elapsed_ms, running.seen_ms = DrillPhase.EXECUTION, command.elapsed_ms, at_ms
    if running.started_ms is None:
        running.started_ms = round(at_ms - command.elapsed_ms)
    if gate is not None and gate.index == len(running.splits):
        running.splits.append(gate.time)
    best, previous = _references(*reference, running.number)
    return TimingUpdated(
        session_id=command.session_id,
        player_id=player.player_id,
        drill_id=running.drill_id,
        attempt_number=running.number,
        elapsed_ms=command.elapsed_ms,
        split=gate,
        delta_to_best=_delta(gate, best),
        delta_to_previous=_delta(gate, previous),
        **player.marks(),
    )


def _references(
    track: DrillTrack, side: Side | None, prior: DrillPrior | None, number: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Splits of the player's best attempt ever known, and of the valid one before this."""
    valid = track.valid(side, other_than=number)
    best = min(valid, key=lambda attempt: attempt.time_ms, default=None)
    if prior is not None and (best is None or prior.best_ms < best.time_ms):
        best_splits = prior.splits
    else:
        best_splits = best.splits if best is not None else ()
    earlier = [attempt for attempt in valid if attempt.number < number]
    return best_splits, earlier[-1].splits if earlier else ()


def _delta(gate: Split | None, splits: tuple[float, ...]) -> float | None:
    known = None if gate is None else _at_gate(splits, gate.index)
    return None if gate is None or known is None else round(gate.time - known, 1)


def banned(player: PlayerState, drill: Drill, layout: DrillLayout) -> Saying | None:
    """Why a player may not do a drill now, in neutral words; None when nothing forbids it."""
    if player.status is PlayerStatus.DROPPED or not player.restrictions:
        return None
    asked = {*layout.movements, *(step.movement.value for step in layout.steps if step.movement is not None)}
    demand = demand_of_drill(drill, frozenset(asked))
    for restriction in player.restrictions:
        if restriction.level.value == "no_training":
            return say("refused_no_training")
        if forbids(restriction, demand):
            return say("refused_movement", work=drill.name)
    return None
