"""Conditioning: an interval plan that every player goes through on the session's pause-aware time.

Boundaries are on the facts' own time. They are crossed by the node's clock, by the player's own samples passing them,
or by hand; whichever comes first, the record is the same because an interval's figures follow from sample times.
The track of one player is separate from the session, so that other workouts can hold one too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from dryland.contract.base import Fact, PlayerStatus, Role, SessionStatus
from dryland.contract.conditioning import (
    AdaptiveRecommendation,
    ConditioningPlan,
    Interval,
    IntervalAnalysis,
    IntervalKind,
    IntervalPointer,
    IntervalRef,
    IntervalStep,
    IntervalTransition,
    IntervalTransitioned,
    TransitionKind,
)
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.progress import IntervalProgress
from dryland.contract.session import SessionUpdate
from dryland.contract.strength import AdviceDecided, AdviceDecision, AdviceVerdict
from dryland.floor import adaptive
from dryland.floor.adapting import plan_for
from dryland.floor.advice_verdict import ADVICE, decide_verdict
from dryland.floor.clock import SessionClock
from dryland.floor.interval_advice import IntensityChange, as_accepted, change_at, extra_rest_s, intensity_after
from dryland.floor.interval_report import report_interval
from dryland.floor.live import NEVER_MS, Columns, LivePlayer
from dryland.floor.recoveries import former_recoveries, recovery_of
from dryland.floor.state import PlayerState, SessionState, WorkState
from dryland.floor.targets import heart_rate_band, power_band
from dryland.floor.workout import Ledger, Observer, Pointers, Shown, at_time, to_ms

__all__ = [
    "TRANSITION",
    "ConditioningWorkout",
    "IntervalTrack",
    "Span",
    "boundary_ms",
    "interval_at",
    "interval_pointer",
    "plan_of",
]

TRANSITION: Final = "training:conditioning:interval:transition"

_MOVES: Final = (IntervalTransitioned, AdviceDecided)
"""A tuple: a union would be made anew at each fact."""


class Span(msgspec.Struct):
    """An interval that a player has finished, on the facts' own time."""

    index: int
    start_ms: int
    end_ms: int


class IntervalTrack(WorkState):
    """Where one player is in the intervals. `index` is -1 before the first and after the last."""

    index: int = -1
    started_ms: int = 0
    finished: bool = False
    spans: list[Span] = msgspec.field(default_factory=list[Span])
    efforts: list[float] = msgspec.field(default_factory=list[float])
    recoveries: list[float] = msgspec.field(default_factory=list[float])
    """Falls of heart rate in the first 60 s of each rest that followed work, bpm, oldest first."""
    advice: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    """The verdict on each advice given, "" while there is none."""
    advised_index: int = -1
    """The interval that the newest advice is for."""
    extra_s: float = 0.0
    """Rest that an accepted advice adds to the present interval."""
    followed: dict[str, float] = msgspec.field(default_factory=dict[str, float])
    """The accepted advice in force, by what each asked for, %."""
    changes: list[IntensityChange] = msgspec.field(default_factory=list[IntensityChange])


def plan_of(session: _Session, player: PlayerState) -> tuple[Interval, ...]:
    """The intervals that hold for a player: the player's own, or the session's."""
    known = session.plans.get(player.player_id)
    if known is None:
        plan: ConditioningPlan | None = plan_for(session.state, player)
        known = session.plans[player.player_id] = plan.intervals if plan is not None else ()
    return known


def interval_at(track: IntervalTrack, intervals: Sequence[Interval], index: int) -> Interval:
    """An interval as it holds for a player: as planned, with what accepted advice changes of it."""
    return as_accepted(intervals[index], change_at(track.changes, index))


def boundary_ms(track: IntervalTrack, intervals: Sequence[Interval], clock: SessionClock) -> int | None:
    """When the present interval is over on the facts' time; None when it waits for a hand or the clock stands."""
    if not 0 <= track.index < len(intervals) or intervals[track.index].manual:
        return None
    duration_s = intervals[track.index].duration + track.extra_s
    return clock.after_active_ms(track.started_ms, round(duration_s * 1000))


def interval_pointer(
    track: IntervalTrack, intervals: Sequence[Interval], clock: SessionClock, player: PlayerState
) -> IntervalPointer | None:
    """The present interval as screens show it; `endsAt` is on the node's clock."""
    if not 0 <= track.index < len(intervals):
        return None
    interval = interval_at(track, intervals, track.index)
    following = interval_at(track, intervals, track.index + 1) if track.index + 1 < len(intervals) else None
    ends_ms = boundary_ms(track, intervals, clock)
    return IntervalPointer(
        index=track.index,
        id=interval.id,
        name=interval.name,
        type=interval.type,
        started_at=at_time(track.started_ms + clock.shift_ms),
        ends_at=None if ends_ms is None else at_time(ends_ms + clock.shift_ms),
        total=len(intervals),
        next_name=following.name if following else None,
        next_type=following.type if following else None,
        next_duration=following.duration if following else None,
        target_zone=heart_rate_band(interval, player.profile),
        target_power=power_band(interval, player.profile),
        intensity_change=_change(track, interval, track.index),
        next_target_power=power_band(following, player.profile) if following else None,
        next_intensity_change=_change(track, following, track.index + 1),
    )


def _change(track: IntervalTrack, interval: Interval | None, index: int) -> float | None:
    if interval is None or interval.type is not IntervalKind.WORK:
        return None
    return change_at(track.changes, index) or None


def _ref(interval: Interval | None) -> IntervalRef | None:
    if interval is None:
        return None
    return IntervalRef(name=interval.name, type=interval.type, intensity=interval.intensity, duration=interval.duration)


class _Session:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    works: dict[str, IntervalTrack]
    live: dict[str, LivePlayer]
    plans: dict[str, tuple[Interval, ...]]
    moved: bool


class ConditioningWorkout:
    """The machine of conditioning sessions."""

    work_type = IntervalTrack
    plan_type = ConditioningPlan

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[[_Session, Any, Ledger], Refusal | None]] = {
            TRANSITION: self._transition,
            ADVICE: self._judge,
        }
        self.evolvers: dict[str, Callable[[_Session, Any], None]] = {
            TRANSITION: self._transitioned,
            ADVICE: self._judged,
        }
        self.observers: dict[str, Observer] = {}

    def enrol(self, session: _Session, player: PlayerState) -> IntervalTrack:
        """Nobody is in an interval before a transition says so."""
        return IntervalTrack()

    def start(self, session: _Session, ledger: Ledger) -> None:
        """Everybody enters the first interval at the start."""
        for player in session.state.present():
            self.enter(session, player, ledger.context.occurred_ms, ledger)

    def enter(self, session: _Session, player: PlayerState, at_ms: int, ledger: Ledger) -> None:
        """A player begins the plan, now or as a late arrival where the others are."""
        intervals = plan_of(session, player)
        if not intervals or session.works[player.player_id].index >= 0:
            return
        index = self._group_index(session, player, intervals)
        self._add(session, player, -1, index, at_ms, TransitionKind.AUTOMATIC, ledger)

    @staticmethod
    def _group_index(session: _Session, player: PlayerState, intervals: Sequence[Interval]) -> int:
        """A late arrival joins the interval that most of the others with the same plan are in."""
        places = [
            session.works[other.player_id].index
            for other in session.state.present()
            if other.player_id != player.player_id and plan_of(session, other) == intervals
        ]
        current = [index for index in places if 0 <= index < len(intervals)]
        return max(set(current), key=current.count) if current else 0

    def end(self, session: _Session, ledger: Ledger) -> None:
        """Whoever is still in an interval finishes it with the session."""
        at_ms = ledger.context.occurred_ms
        for player in session.state.present():
            track = session.works[player.player_id]
            if track.index >= 0:
                self._add(
                    session, player, track.index, None, max(at_ms, track.started_ms), TransitionKind.AUTOMATIC, ledger
                )

    def tick(self, session: _Session, fact_ms: int, ledger: Ledger) -> None:
        """Move on everybody whose interval is over."""
        for player in session.state.present():
            self.advance(session, player, fact_ms, ledger)

    def advance(self, session: _Session, player: PlayerState, fact_ms: int, ledger: Ledger) -> None:
        """Move one player over the next boundary at or before `fact_ms`; the rest follows on the next tick."""
        track = session.works[player.player_id]
        if session.state.status is not SessionStatus.ACTIVE or player.status is PlayerStatus.PAUSED:
            return
        intervals = plan_of(session, player)
        over_ms = boundary_ms(track, intervals, session.state.clock)
        if over_ms is not None and over_ms <= fact_ms:
            following = track.index + 1 if track.index + 1 < len(intervals) else None
            self._add(session, player, track.index, following, over_ms, TransitionKind.AUTOMATIC, ledger)

    def next_deadline_ms(self, session: _Session) -> int | None:
        """The earliest boundary of any player."""
        state = session.state
        if state.status is not SessionStatus.ACTIVE:
            return None
        earliest: int | None = None
        for player in state.present():
            if player.status is PlayerStatus.PAUSED:
                continue
            over_ms = boundary_ms(session.works[player.player_id], plan_of(session, player), state.clock)
            if over_ms is not None and (earliest is None or over_ms < earliest):
                earliest = over_ms
        return earliest

    def player_boundary_ms(self, session: _Session, player_id: str) -> int | None:
        """When a player's present interval is over, on the facts' time."""
        player = session.state.players[player_id]
        return boundary_ms(session.works[player_id], plan_of(session, player), session.state.clock)

    def pointers(self, session: _Session, player_id: str) -> Pointers:
        """The player's interval."""
        return Pointers(interval=self.interval(session, player_id))

    def follow_up(self, session: _Session, name: str, fact: Fact, now_ms: int) -> list[Shown]:
        """New pointers after a transition, and new ends of everybody's interval after a pause."""
        if isinstance(fact, _MOVES) and fact.player_id is not None:
            return self._shown(session, (fact.player_id,))
        if isinstance(fact, SessionUpdate) and fact.updates.status is not None and session.state.clock.pauses:
            return self._shown(session, [player.player_id for player in session.state.present()])
        return []

    def _shown(self, session: _Session, player_ids: Sequence[str]) -> list[Shown]:
        shown: list[Shown] = []
        for player_id in player_ids:
            pointer = self.interval(session, player_id)
            if pointer is not None:
                progress = IntervalProgress(
                    session_id=session.state.session_id, player_id=player_id, interval=pointer, completed=False
                )
                shown.append(Shown("training:player:interval:progress", progress, player_id))
        return shown

    def derived(self, session: _Session, now_ms: int) -> list[Shown]:
        """Nothing: timers are ends, and the values are in the live frames."""
        return []

    def priors(self, session: _Session, player_id: str) -> msgspec.Raw | None:
        """How the player's heart has recovered after work, now and in the sessions before."""
        former = former_recoveries(bytes(session.state.players[player_id].priors))
        known = former.with_more(session.works[player_id].recoveries)
        return msgspec.Raw(msgspec.json.encode(known)) if known.recoveries else None

    def interval(self, session: _Session, player_id: str) -> IntervalPointer | None:
        """The player's interval as screens show it."""
        player = session.state.players[player_id]
        return interval_pointer(session.works[player_id], plan_of(session, player), session.state.clock, player)

    def steps(self, session: _Session) -> tuple[int, int, str | None]:
        """Intervals finished and in all, summed over the players; the interval most of them are in."""
        done = total = 0
        names: list[str] = []
        for player in session.state.present():
            track, intervals = session.works[player.player_id], plan_of(session, player)
            done += len(track.spans)
            total += len(intervals)
            if 0 <= track.index < len(intervals):
                names.append(intervals[track.index].name)
        return done, total, max(set(names), key=names.count) if names else None

    def progress(self, session: _Session) -> float:
        """Mean share of intervals that players have behind them."""
        shares = [
            1.0
            if track.finished
            else max(0, track.index) / max(1, len(plan_of(session, session.state.players[player_id])))
            for player_id, track in session.works.items()
        ]
        return 100 * sum(shares) / len(shares) if shares else 0.0

    def _transition(self, session: _Session, command: IntervalTransition, ledger: Ledger) -> Refusal | None:
        """By hand: one player or all who are in the named interval go on to the next."""
        state, context = session.state, ledger.context
        if state.status is not SessionStatus.ACTIVE:
            return Refusal(
                ErrorCode.INVALID_TRANSITION,
                f"The session is {state.status.value}; intervals go on only while it is active.",
                ErrorContext(session_id=state.session_id, state=state.status.value),
            )
        if context.role is Role.PLAYER and command.player_id is None:
            return Refusal(
                ErrorCode.FORBIDDEN, "Players move only themselves on.", ErrorContext(session_id=state.session_id)
            )
        targets = [
            player
            for player in state.present()
            if command.player_id in {None, player.player_id} and self._is_in(session, player, command.interval_id)
        ]
        if not targets:
            return self._out_of_order(session, command)
        kind = command.transition_type
        if kind is None or kind is TransitionKind.AUTOMATIC:
            kind = TransitionKind.MANUAL
        for player in targets:
            track = session.works[player.player_id]
            following = track.index + 1 if track.index + 1 < len(plan_of(session, player)) else None
            self._add(session, player, track.index, following, max(context.occurred_ms, track.started_ms), kind, ledger)
        return None

    @staticmethod
    def _is_in(session: _Session, player: PlayerState, interval_id: str) -> bool:
        index = session.works[player.player_id].index
        intervals = plan_of(session, player)
        return 0 <= index < len(intervals) and intervals[index].id == interval_id

    @staticmethod
    def _out_of_order(session: _Session, command: IntervalTransition) -> Refusal:
        state = session.state
        context = ErrorContext(
            session_id=state.session_id, player_id=command.player_id, interval_id=command.interval_id
        )
        if command.player_id is not None and command.player_id not in state.players:
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        return Refusal(ErrorCode.INTERVAL_OUT_OF_ORDER, f"Nobody named is in interval {command.interval_id}.", context)

    def _add(
        self,
        session: _Session,
        player: PlayerState,
        index: int,
        following: int | None,
        at_ms: int,
        kind: TransitionKind,
        ledger: Ledger,
    ) -> None:
        """Add the transition of one player with the analysis of what is finished."""
        state = session.state
        intervals = plan_of(session, player)
        finished = intervals[index] if 0 <= index < len(intervals) else None
        coming = intervals[following] if following is not None else None
        report: IntervalAnalysis | None = None
        advice: AdaptiveRecommendation | None = None
        live = session.live[player.player_id]
        if finished is not None:
            track = session.works[player.player_id]
            active_s = state.clock.active_between_ms(track.started_ms, at_ms) / 1000
            over = live.analysis.over_share
            report = report_interval(live.analysis, finished, index, track.started_ms, at_ms, active_s)
            advice = adaptive.advise(report, over, track.efforts, player.profile, ledger.context.settings)
        if advice is not None:
            advice = msgspec.structs.replace(advice, advice_id=f"a{ledger.next_seq}")
        ends_ms = None
        if coming is not None and not coming.manual:
            ends_ms = state.clock.after_active_ms(at_ms, round(coming.duration * 1000))
        ledger.add(
            TRANSITION,
            IntervalTransitioned,
            at_ms=at_ms,
            interval_id=(finished or coming or intervals[0]).id,
            transition=IntervalStep(from_interval=_ref(finished), to_interval=_ref(coming)),
            transition_type=kind,
            player_id=player.player_id,
            index=following,
            ends_at=None if ends_ms is None else at_time(ends_ms + ledger.shift_ms),
            analysis=report,
            adaptive_recommendations=advice,
            finished=following is None or None,
        )

    def _transitioned(self, session: _Session, fact: IntervalTransitioned) -> None:
        """Put the player into the next interval and keep the finished span."""
        assert fact.player_id is not None
        assert fact.occurred_at is not None
        player = session.state.players[fact.player_id]
        track = session.works[fact.player_id]
        at_ms = to_ms(fact.occurred_at)
        if track.index >= 0:
            track.spans.append(Span(track.index, track.started_ms, at_ms))
        if fact.analysis is not None and fact.analysis.type == "work":
            effort = adaptive.efficiency(fact.analysis)
            if effort is not None:
                track.efforts.append(effort)
        fall = recovery_of(fact, plan_of(session, player))
        if fall is not None:
            track.recoveries.append(fall)
        if fact.adaptive_recommendations is not None:
            player.recommendation = fact.adaptive_recommendations
            if fact.adaptive_recommendations.advice_id is not None:
                track.advice[fact.adaptive_recommendations.advice_id] = ""
            track.advised_index = -1 if fact.index is None else fact.index
        track.started_ms = at_ms
        track.extra_s = 0.0
        track.index = -1 if fact.index is None else fact.index
        session.moved = True
        if fact.finished:
            track.finished = True
            player.status = PlayerStatus.COMPLETED
        self.follow(session, player)

    @staticmethod
    def _judge(session: _Session, command: AdviceDecision, ledger: Ledger) -> Refusal | None:
        """A verdict on advice that was given after an interval."""
        track, player = session.works.get(command.player_id), session.state.players.get(command.player_id)
        if track is None or player is None:
            return decide_verdict(session.state, {}, command, ledger)
        changed, coming = None, track.index + 1
        if 0 < coming < len(plan_of(session, player)):
            changed = intensity_after(player.recommendation, track.followed, command.advice_id, command.verdict)
        return decide_verdict(
            session.state, track.advice, command, ledger, changed, None if changed is None else coming
        )

    def _judged(self, session: _Session, fact: AdviceDecided) -> None:
        """Keep the verdict; accepted rest is added while the rest that it is for still runs, accepted intensity holds
        for the work that comes.
        """
        player, track = session.state.players[fact.player_id], session.works[fact.player_id]
        track.advice[fact.advice_id] = fact.verdict.value
        if fact.intensity_change is not None and fact.from_index is not None:
            track.changes.append(IntensityChange(fact.from_index, fact.intensity_change))
            track.followed.pop(fact.advice_id, None)
            if fact.verdict is AdviceVerdict.ACCEPTED and player.recommendation is not None:
                track.followed[fact.advice_id] = player.recommendation.intensity_adjustment
        intervals = plan_of(session, player)
        if track.index == track.advised_index and 0 <= track.index < len(intervals):
            track.extra_s = extra_rest_s(player.recommendation, fact, intervals[track.index])
            session.moved = True

    def rebuild(
        self, session: _Session, player: PlayerState, live: LivePlayer, columns: Columns
    ) -> list[IntervalAnalysis]:
        """Run a player's samples through a fresh analysis, interval by interval; returns the finished ones' figures."""
        track, intervals, clock = session.works[player.player_id], plan_of(session, player), session.state.clock
        live.reset()
        reports: list[IntervalAnalysis] = []
        position = 0
        for span in track.spans:
            if span.index >= len(intervals):
                continue
            position = live.feed_until(columns, position, span.start_ms)
            interval = interval_at(track, intervals, span.index)
            self._enter(live, player, interval, span.index, span.start_ms)
            position = live.feed_until(columns, position, span.end_ms)
            active_s = clock.active_between_ms(span.start_ms, span.end_ms) / 1000
            reports.append(report_interval(live.analysis, interval, span.index, span.start_ms, span.end_ms, active_s))
        if track.spans:
            live.leave_interval()
        if 0 <= track.index < len(intervals):
            position = live.feed_until(columns, position, track.started_ms)
            present = interval_at(track, intervals, track.index)
            self._enter(live, player, present, track.index, track.started_ms)
        live.feed_until(columns, position, NEVER_MS)
        session.moved = True
        return reports

    @staticmethod
    def _enter(live: LivePlayer, player: PlayerState, interval: Interval, index: int, start_ms: int) -> None:
        bands = heart_rate_band(interval, player.profile), power_band(interval, player.profile)
        is_rest = interval.type is IntervalKind.REST
        live.enter_interval(index, start_ms, interval.duration, *bands, is_rest=is_rest)

    def follow(self, session: _Session, player: PlayerState) -> None:
        """Let the player's live analysis enter the interval the track says."""
        track = session.works[player.player_id]
        intervals = plan_of(session, player)
        live = session.live.get(player.player_id)
        if live is None:
            return
        if not 0 <= track.index < len(intervals):
            live.leave_interval()
            return
        self._enter(live, player, interval_at(track, intervals, track.index), track.index, track.started_ms)
