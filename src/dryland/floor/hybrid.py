"""Hybrid: blocks of sets, blocks of intervals and the ways between them, in order, each player at an own pace.

A block is run by the machine of its kind, the strength machine or the conditioning machine; this one begins and ends
blocks, adapts the next to what the last one told, and gives screens notice before they change their mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from dryland.contract.base import Command, Fact, PlayerStatus, SessionStatus, Wire
from dryland.contract.conditioning import IntervalTransition, IntervalTransitioned, TransitionKind
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.hybrid import (
    BlockTransition,
    BlockTransitioned,
    HybridPlan,
    MixedMetrics,
)
from dryland.contract.sayings import say
from dryland.contract.session import SessionUpdate
from dryland.contract.strength import AdviceDecided, AdviceDecision
from dryland.floor.conditioning import TRANSITION
from dryland.floor.hybrid_modes import MODE, give_notice, mode_switched, switch_mode
from dryland.floor.hybrid_moves import BLOCK, begun, go_on, move, out_of_order
from dryland.floor.hybrid_parts import (
    INTERVALS,
    HybridSession,
    IntervalView,
    StrengthView,
    all_intervals,
    intervals_of,
    lifter_in,
    lifting_history,
    programme_for,
)
from dryland.floor.hybrid_programme import HybridProgramme
from dryland.floor.hybrid_track import BlockRun, HybridTrack, due_of
from dryland.floor.hybrid_view import (
    HybridRecord,
    block_pointer,
    block_progress,
    hybrid_record,
    mixed_metrics,
)
from dryland.floor.live import Columns, LivePlayer
from dryland.floor.recoveries import former_recoveries, recovery_of
from dryland.floor.state import PlayerState
from dryland.floor.strength import ADVICE, FORM, PROGRESS, REST, SET, WEIGHT, StrengthWorkout
from dryland.floor.strength_history import HybridPriors, LiftingHistory
from dryland.floor.strength_record import history_after
from dryland.floor.strength_track import learned
from dryland.floor.workout import Ledger, Observer, Pointers, Shown, to_ms

__all__ = ["BLOCK", "METRICS", "MODE", "HybridWorkout"]

METRICS: Final = "training:hybrid:mixed:metrics"
_LIFTING: Final = (SET, WEIGHT, REST, FORM, ADVICE, PROGRESS)


class HybridWorkout:
    """The machine of hybrid sessions."""

    work_type = HybridTrack
    plan_type = HybridPlan

    def __init__(self) -> None:
        self._strength: Any = StrengthWorkout()
        self.handlers: dict[str, Callable[..., Refusal | None]] = {
            BLOCK: self._transition,
            MODE: switch_mode,
            TRANSITION: self._next_interval,
            **{name: self._lifting_handler(name) for name in _LIFTING},
            ADVICE: self._judge,
        }
        self.evolvers: dict[str, Callable[..., None]] = {
            BLOCK: self._transitioned,
            MODE: mode_switched,
            TRANSITION: self._interval_passed,
            **{name: self._lifting_evolver(name) for name in _LIFTING},
            ADVICE: self._judged,
        }
        self.observers: dict[str, Observer] = {METRICS: self._metrics}

    # Blocks begin and end

    def enrol(self, session: HybridSession, player: PlayerState) -> HybridTrack:
        """Nobody is in a block before a transition says so."""
        return HybridTrack()

    def renew(self, session: HybridSession, player: PlayerState) -> None:
        """More of the past is known: the blocks of this session are learned anew on top of it, one after the other."""
        known = lifting_history(player).strength
        for run in session.works[player.player_id].runs:
            if run.strength is not None:
                run.base = known
                known = run.strength.strength = learned(lifter_in(session, player, run), None, ())

    def start(self, session: HybridSession, ledger: Ledger) -> None:
        """Everybody enters the first block at the start."""
        for player in session.state.present():
            self.enter(session, player, ledger.context.occurred_ms, ledger)

    def enter(self, session: HybridSession, player: PlayerState, at_ms: int, ledger: Ledger) -> None:
        """A player begins the plan."""
        work = session.works[player.player_id]
        if programme_for(session, player).blocks and not work.runs:
            go_on(session, player, at_ms, TransitionKind.AUTOMATIC, ledger)

    def end(self, session: HybridSession, ledger: Ledger) -> None:
        """Whoever is still in a block ends it with the session."""
        for player in session.state.present():
            run = session.works[player.player_id].run
            if run is not None:
                at_ms = max(ledger.context.occurred_ms, run.started_ms)
                move(session, player, None, at_ms, TransitionKind.AUTOMATIC, ledger)

    def _transition(self, session: HybridSession, command: BlockTransition, ledger: Ledger) -> Refusal | None:
        """By hand: a player goes on to the next block, and to no other."""
        state = session.state
        context = ErrorContext(session_id=state.session_id, player_id=command.player_id)
        player = state.players.get(command.player_id)
        if player is None:
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        if state.status is not SessionStatus.ACTIVE:
            said = say("refused_blocks_wait", state=state.status.value)
            return refused(
                ErrorCode.INVALID_TRANSITION, said, msgspec.structs.replace(context, state=state.status.value)
            )
        refusal = out_of_order(session, player, command.block_transition, context)
        if refusal is None:
            run = session.works[player.player_id].run
            at_ms = ledger.context.occurred_ms if run is None else max(ledger.context.occurred_ms, run.started_ms)
            go_on(session, player, at_ms, TransitionKind.MANUAL, ledger)
        return refusal

    def _transitioned(self, session: HybridSession, fact: BlockTransitioned) -> None:
        """End the block under way and begin the next."""
        assert fact.occurred_at is not None
        player, work = session.state.players[fact.player_id], session.works[fact.player_id]
        at_ms, run, coming = to_ms(fact.occurred_at), work.run, fact.block_transition.to_block
        if run is not None:
            run.ended_ms, run.result = at_ms, fact.result
        if coming is not None:
            work.runs.append(begun(work, player, coming, fact, at_ms))
            work.mode, work.change = coming.type, None
        session.moved = True
        player.last_activity_ms = at_ms
        if fact.finished:
            work.finished = True
            player.status = PlayerStatus.COMPLETED

    # Time

    def tick(self, session: HybridSession, fact_ms: int, ledger: Ledger) -> None:
        """Rests that are over, then whatever else is due of each player."""
        self._strength.tick(StrengthView(session), fact_ms, ledger)
        for player in session.state.present():
            self.advance(session, player, fact_ms, ledger)

    def advance(self, session: HybridSession, player: PlayerState, fact_ms: int, ledger: Ledger) -> None:
        """The next thing that is due of a player at or before `fact_ms`; the rest follows on the next tick."""
        if session.state.status is not SessionStatus.ACTIVE or player.status is PlayerStatus.PAUSED:
            return
        work, programme, settings = session.works[player.player_id], programme_for(session, player), session.settings
        due = due_of(work, programme, session.state.clock, settings.hybrid)
        if due is None or due.at_ms > fact_ms:
            return
        if due.what == "notice":
            give_notice(session, player, due.at_ms, ledger)
        elif due.what == "interval":
            INTERVALS.advance(IntervalView(session), player, fact_ms, ledger)
        else:
            go_on(session, player, due.at_ms, TransitionKind.AUTOMATIC, ledger)

    def next_deadline_ms(self, session: HybridSession) -> int | None:
        """The earliest thing that is due of any player."""
        state = session.state
        if state.status is not SessionStatus.ACTIVE:
            return None
        settings, clock = session.settings.hybrid, state.clock
        earliest: int | None = None
        for player in state.players.values():
            if player.status in _IDLE:
                continue
            work, programme = session.works[player.player_id], programme_for(session, player)
            due = due_of(work, programme, clock, settings)
            for at_ms in (None if due is None else due.at_ms, _rest_over_ms(work, programme)):
                if at_ms is not None and (earliest is None or at_ms < earliest):
                    earliest = at_ms
        return earliest

    def player_boundary_ms(self, session: HybridSession, player_id: str) -> int | None:
        """When a player's present interval or block is over, on the facts' time."""
        player = session.state.players[player_id]
        work, programme = session.works[player_id], programme_for(session, player)
        due = due_of(work, programme, session.state.clock, session.settings.hybrid, notices=False)
        return None if due is None else due.at_ms

    # Sets and intervals within blocks

    def _lifting_handler(self, name: str) -> Callable[..., Refusal | None]:
        def decide(session: HybridSession, command: Any, ledger: Ledger) -> Refusal | None:
            context = ErrorContext(session_id=session.state.session_id, player_id=command.player_id)
            player = session.state.players.get(command.player_id)
            if player is None:
                return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
            run = self._run_for(session, player, command)
            if run is None:
                exercise_id = getattr(command, "exercise_id", None)
                context = msgspec.structs.replace(context, exercise_id=exercise_id)
                return Refusal(ErrorCode.BLOCK_OUT_OF_ORDER, "The block of these sets has not begun.", context)
            view = StrengthView(session, {player.player_id: run})
            refusal: Refusal | None = self._strength.handlers[name](view, command, ledger)
            return refusal

        return decide

    def _lifting_evolver(self, name: str) -> Callable[..., None]:
        def evolve(session: HybridSession, fact: Any) -> None:
            player = session.state.players[fact.player_id]
            run = self._run_for(session, player, fact)
            before = player.status
            view = StrengthView(session, {} if run is None else {player.player_id: run})
            self._strength.evolvers[name](view, fact)
            player.status = before

        return evolve

    @staticmethod
    def _run_for(session: HybridSession, player: PlayerState, about: Any) -> BlockRun | None:
        """The block that a command or a fact about sets is for; None when its block has not begun."""
        work, programme = session.works[player.player_id], programme_for(session, player)
        if isinstance(about, AdviceDecision | AdviceDecided):
            lifted = (run for run in reversed(work.runs) if run.strength is not None)
            return next((run for run in lifted if run.strength and about.advice_id in run.strength.advice), None)
        run = work.lifting(programme, about.exercise_id)
        block = None if run is None else programme.work(run.block_id, run.factors)
        if run is None or block is None or about.exercise_id in block.strength.exercises:
            return run
        begun = {each.block_id for each in work.runs}
        ahead = any(
            exercise.id == about.exercise_id
            for each in programme.blocks
            if each.id not in begun
            for exercise in each.exercises or ()
        )
        return None if ahead else run

    def _judge(self, session: HybridSession, command: AdviceDecision, ledger: Ledger) -> Refusal | None:
        """A verdict on advice about a set, or about an interval of a block."""
        view = _advised_intervals(session, command)
        handler: Any = self._lifting_handler(ADVICE) if view is None else INTERVALS.handlers[ADVICE]
        refusal: Refusal | None = handler(session if view is None else view, command, ledger)
        return refusal

    def _judged(self, session: HybridSession, fact: AdviceDecided) -> None:
        """The verdict is kept where its advice is."""
        view = _advised_intervals(session, fact)
        if view is None:
            self._lifting_evolver(ADVICE)(session, fact)
        else:
            INTERVALS.evolvers[ADVICE](view, fact)

    def _next_interval(self, session: HybridSession, command: IntervalTransition, ledger: Ledger) -> Refusal | None:
        """By hand: the next interval of the block under way."""
        refusal: Refusal | None = INTERVALS.handlers[TRANSITION](IntervalView(session), command, ledger)
        return refusal

    def _interval_passed(self, session: HybridSession, fact: IntervalTransitioned) -> None:
        """The player's interval track goes on; one that is over tells how heart rate recovered."""
        assert fact.player_id is not None
        player, work = session.state.players[fact.player_id], session.works[fact.player_id]
        run = _left(work) if fact.finished else work.run
        if run is None or run.intervals is None:
            return
        before = player.status
        intervals = intervals_of(session, player, run)
        view = IntervalView(session, {player.player_id: (run.intervals, intervals)})
        INTERVALS.evolvers[TRANSITION](view, fact)
        player.status = before
        fall = recovery_of(fact, intervals)
        if fall is not None:
            work.recoveries.append(fall)

    # Live

    def _metrics(self, session: HybridSession, command: MixedMetrics, now_ms: int) -> Wire | Refusal:
        """What a player does in the block under way."""
        named = command.current_block
        block_id = named if isinstance(named, str) else named.id
        context = ErrorContext(session_id=session.state.session_id, player_id=command.player_id, block_id=block_id)
        player = session.state.players.get(command.player_id)
        if player is None:
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        run, programme = session.works[player.player_id].run, programme_for(session, player)
        if programme.block(block_id) is None:
            known = tuple(block.id for block in programme.blocks)
            return Refusal(
                ErrorCode.BLOCK_NOT_IN_PLAN, f"{block_id}:", msgspec.structs.replace(context, alternatives=known)
            )
        if run is None or run.block_id != block_id:
            allowed = () if run is None else (run.block_id,)
            return Refusal(ErrorCode.BLOCK_OUT_OF_ORDER, "", msgspec.structs.replace(context, allowed=allowed))
        return mixed_metrics(session, player, run, command, _own_time(session, command, now_ms))

    def rebuild(self, session: HybridSession, player: PlayerState, live: LivePlayer, columns: Columns) -> list[Any]:
        """Run a player's samples through the intervals of every block; returns the finished ones' figures."""
        view = IntervalView(session, {player.player_id: all_intervals(session, player)})
        reports: list[Any] = INTERVALS.rebuild(view, player, live, columns)
        run = session.works[player.player_id].run
        if run is not None and run.intervals is not None and run.intervals.index >= 0:
            live.interval_index = run.intervals.index
        return reports

    # Screens

    def pointers(self, session: HybridSession, player_id: str) -> Pointers:
        """The player's block, and the interval or the set in it."""
        player, run = session.state.players[player_id], session.works[player_id].run
        lifts = run is not None and run.strength is not None
        inner: Pointers = (
            self._strength.pointers(StrengthView(session), player_id)
            if lifts
            else INTERVALS.pointers(IntervalView(session), player_id)
        )
        return inner._replace(block=block_pointer(session, player))

    def follow_up(self, session: HybridSession, name: str, fact: Fact, now_ms: int) -> list[Shown]:
        """New pointers of sets and intervals, as their machines show them; a block of sets begins with its first."""
        lifting = self._strength.follow_up(StrengthView(session), name, fact, now_ms)
        passing = INTERVALS.follow_up(IntervalView(session), name, fact, now_ms)
        if isinstance(fact, SessionUpdate):
            lifters = {player.player_id for player in session.state.present() if self._lifts(session, player)}
            lifting = [shown for shown in lifting if shown.key in lifters]
        if isinstance(fact, BlockTransitioned) and self._lifts(session, session.state.players[fact.player_id]):
            lifting += self._strength.place(StrengthView(session), fact.player_id)
        return [*lifting, *passing]

    @staticmethod
    def _lifts(session: HybridSession, player: PlayerState) -> bool:
        run = session.works[player.player_id].run
        return run is not None and run.strength is not None

    def derived(self, session: HybridSession, now_ms: int) -> list[Shown]:
        """The rests that run."""
        shown: list[Shown] = self._strength.derived(StrengthView(session), now_ms)
        return shown

    def steps(self, session: HybridSession) -> tuple[int, int, str | None]:
        """Blocks over and in all, summed over the players; the block most of them are in."""
        done = total = 0
        names: list[str] = []
        for player in session.state.present():
            work, programme = session.works[player.player_id], programme_for(session, player)
            total += len(programme.blocks)
            done += sum(run.ended_ms is not None for run in work.runs)
            block = None if work.run is None else programme.block(work.run.block_id)
            if block is not None:
                names.append(block.name)
        return done, total, max(set(names), key=names.count) if names else None

    def progress(self, session: HybridSession) -> float:
        """Mean share of the plan that players have behind them."""
        shares: list[float] = []
        for player in session.state.present():
            work, programme = session.works[player.player_id], programme_for(session, player)
            run = work.run
            block = None if run is None else programme.work(run.block_id, run.factors)
            share = sum(each.ended_ms is not None for each in work.runs) + (
                0.0 if run is None or block is None else min(1.0, block_progress(run, block))
            )
            shares.append(1.0 if work.finished else min(1.0, share / max(1, len(programme.blocks))))
        return 100 * sum(shares) / len(shares) if shares else 0.0

    def priors(self, session: HybridSession, player_id: str) -> msgspec.Raw | None:
        """What was lifted, in the form of a strength session, and how the player's heart recovered after work."""
        player = session.state.players[player_id]
        former = former_recoveries(bytes(player.priors))
        recoveries = former.with_more(session.works[player_id].recoveries).recoveries
        history: LiftingHistory | None = None
        for run in session.works[player_id].runs:
            if run.strength is not None:
                lifter = lifter_in(session, player, run)
                known = lifter.history if history is None else history
                after = history_after(lifter._replace(history=LiftingHistory(run.base, known.lifts)))
                history = after or history
        if history is None and not recoveries:
            return None
        history = history or lifting_history(player)
        return msgspec.Raw(msgspec.json.encode(HybridPriors(history.strength, history.lifts, recoveries)))

    def record(self, session: HybridSession, player_id: str) -> HybridRecord:
        """What a player did in each block."""
        return hybrid_record(session, session.state.players[player_id], session.works[player_id])


_IDLE: Final = frozenset({PlayerStatus.PAUSED, PlayerStatus.DROPPED})


def _rest_over_ms(work: HybridTrack, programme: HybridProgramme) -> int | None:
    """When the rest that runs in the block under way is over; a block that a new plan has dropped has none."""
    run = work.run
    rest = None if run is None or run.strength is None else run.strength.rest
    return None if rest is None or run is None or run.block_id not in programme.places else rest.due_ms


def _left(work: HybridTrack) -> BlockRun | None:
    """The newest block whose intervals are under way; a block that follows it may have begun already."""
    return next((run for run in reversed(work.runs) if run.intervals is not None and run.intervals.index >= 0), None)


def _own_time(session: HybridSession, command: Command, now_ms: int) -> int:
    """A live command's own time on the facts' clock."""
    if command.occurred_at is not None:
        return min(to_ms(command.occurred_at), now_ms)
    return session.state.clock.fact_time_ms(now_ms)


def _advised_intervals(session: HybridSession, about: AdviceDecision | AdviceDecided) -> IntervalView | None:
    """The intervals of the block in which an advice was given; None where it is about no interval."""
    player, work = session.state.players.get(about.player_id), session.works.get(about.player_id)
    if player is None or work is None:
        return None
    timed = (run for run in reversed(work.runs) if run.intervals is not None)
    run = next((run for run in timed if run.intervals and about.advice_id in run.intervals.advice), None)
    if run is None or run.intervals is None:
        return None
    return IntervalView(session, {player.player_id: (run.intervals, intervals_of(session, player, run))})
