"""Agility: drills with attempts, timed by gates, lights or hand, judged against the player's own and the team's.

Facts are attempts and faults; what is under way (phase, step, gates passed) is live and held beside the state.
Attempts may come late, in any order and again: the same number told again replaces the former word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from dryland.contract.agility import (
    DrillCompleted,
    DrillCompletion,
    DrillPhase,
    ErrorTracked,
    ErrorTracking,
    PatternProgress,
    TimingSource,
    TimingUpdate,
)
from dryland.contract.agility_plan import AgilityPlan, FaultKind
from dryland.contract.base import Fact, PlayerStatus, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import Refusal, refused
from dryland.contract.sayings import say
from dryland.floor.adapting import not_allowed
from dryland.floor.agility_attempt import completed_fields, tracked_fields
from dryland.floor.agility_judgement import (
    drill_key,
)
from dryland.floor.agility_live import RunningAttempt, advance_pattern, advance_timing, show_pattern
from dryland.floor.agility_priors import Begun, priors_after
from dryland.floor.agility_session import (
    AgilitySession,
    Subject,
    all_priors_of,
    begin,
    enter,
    forget_running,
    may_run,
    out_of_time,
    own_time,
    priors_of,
    programme_for,
    running_of,
    subject_of,
    tables_of,
)
from dryland.floor.agility_track import AgilityTrack, Attempt, DrillTrack, TrackedFault, planned_side
from dryland.floor.agility_view import AgilityRecord, agility_record, drill_pointer
from dryland.floor.state import PlayerState
from dryland.floor.workout import Ledger, Observer, Pointers, Shown, to_ms

__all__ = ["COMPLETION", "ERROR", "PATTERN", "TIMING", "AgilityWorkout"]

COMPLETION: Final = "training:agility:drill:completion"
ERROR: Final = "training:agility:error:tracking"
PATTERN: Final = "training:agility:pattern:progress"
TIMING: Final = "training:agility:timing:update"


class AgilityWorkout:
    """The machine of agility sessions."""

    work_type = AgilityTrack
    plan_type = AgilityPlan

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., Refusal | None]] = {COMPLETION: self._completion, ERROR: self._error}
        self.evolvers: dict[str, Callable[..., None]] = {COMPLETION: self._completed, ERROR: self._tracked}
        self.observers: dict[str, Observer] = {PATTERN: self._pattern, TIMING: self._timing}

    # What the floor asks of every machine

    def enrol(self, session: AgilitySession, player: PlayerState) -> AgilityTrack:
        """Nobody has run before an attempt says so."""
        self.renew(session, player)
        return AgilityTrack()

    def renew(self, session: AgilitySession, player: PlayerState) -> None:
        """More is known of a player's past: what was made of it is made again when it is needed."""
        session.memory.pop("agility.priors", None)
        session.memory.pop("agility.tables", None)

    def start(self, session: AgilitySession, ledger: Ledger) -> None:
        """Nothing follows: attempts begin one by one."""

    def end(self, session: AgilitySession, ledger: Ledger) -> None:
        """Nothing follows: an attempt under way has no time."""

    def tick(self, session: AgilitySession, fact_ms: int, ledger: Ledger) -> None:
        """Nothing is due: rests and starts are ends that screens count down to."""

    def next_deadline_ms(self, session: AgilitySession) -> int | None:
        """Nothing is due."""
        return None

    def derived(self, session: AgilitySession, now_ms: int) -> list[Shown]:
        """Nothing: timers are ends."""
        return []

    def pointers(self, session: AgilitySession, player_id: str) -> Pointers:
        """The player's drill."""
        return Pointers(drill=drill_pointer(session, session.state.players[player_id]))

    def follow_up(self, session: AgilitySession, name: str, fact: Fact, now_ms: int) -> list[Shown]:
        """After an attempt: the layout of what comes next, for the player's screen."""
        if not isinstance(fact, DrillCompleted):
            return []
        player = session.state.players[fact.player_id]
        programme, work = programme_for(session, player), session.works[player.player_id]
        place = work.place(programme.plan) if programme.plan is not None else len(programme.drills)
        if place == len(programme.drills):
            return []
        drill = programme.drills[place]
        number = work.drill(drill.id).next_number(drill)
        layout = programme.layout(drill, planned_side(drill, number), session.settings.agility)
        coming = RunningAttempt(drill.id, number, now_ms)
        shown = show_pattern(session.state.session_id, player, coming, layout, step=0)
        return [Shown(PATTERN, shown, player.player_id)]

    def steps(self, session: AgilitySession) -> tuple[int, int, str | None]:
        """Drills finished and in all, summed over the players; the drill most of them are at."""
        done = total = 0
        names: list[str] = []
        for player in session.state.present():
            programme, work = programme_for(session, player), session.works[player.player_id]
            total += len(programme.drills)
            done += sum(work.drill(drill.id).is_finished(drill) for drill in programme.drills)
            place = len(programme.drills) if programme.plan is None else work.place(programme.plan)
            if place < len(programme.drills):
                names.append(programme.drills[place].name)
        return done, total, max(set(names), key=names.count) if names else None

    def progress(self, session: AgilitySession) -> float:
        """Mean share of attempts that players have behind them."""
        shares: list[float] = []
        for player in session.state.present():
            drills = programme_for(session, player).drills
            total = sum(drill.attempts for drill in drills)
            if total:
                shares.append(session.works[player.player_id].done(drills) / total)
        return 100 * sum(shares) / len(shares) if shares else 0.0

    def priors(self, session: AgilitySession, player_id: str) -> msgspec.Raw | None:
        """Times, decrements and how the sides differ, by drill."""
        player, work = session.state.players[player_id], session.works[player_id]
        ran = [(drill, work.drill(drill.id)) for drill in programme_for(session, player).drills]
        known, start_ms = all_priors_of(session, player), session.state.clock.start_ms
        begun = None if start_ms is None else Begun(start_ms, session.settings.time_zone)
        after = priors_after(known, ran, begun, session.settings.alerts.sprint_min_attempts)
        return msgspec.Raw(msgspec.json.encode(after)) if after.drills else None

    def record(self, session: AgilitySession, player_id: str) -> AgilityRecord:
        """What a player ran in this session."""
        return agility_record(session, session.state.players[player_id])

    # Commands

    def _completion(self, session: AgilitySession, command: DrillCompletion, ledger: Ledger) -> Refusal | None:
        """An attempt is done."""
        told = command.drill_result
        subject = subject_of(session, command.player_id, told.drill_id, told.attempt_number, told.side)
        refusal = subject if isinstance(subject, Refusal) else out_of_time(session, subject, ledger)
        if refusal is None and isinstance(subject, Subject):
            fields = completed_fields(session, subject, command, ledger)
            if programme_for(session, subject.player).drill(subject.drill.id) is None:
                fields["notice"] = not_allowed(subject.drill.name, subject.where(session))
            ledger.add(COMPLETION, DrillCompleted, **fields)
        return refusal

    def _error(self, session: AgilitySession, command: ErrorTracking, ledger: Ledger) -> Refusal | None:
        """A fault was seen."""
        subject = subject_of(session, command.player_id, command.drill_id, command.attempt_number)
        refusal = subject if isinstance(subject, Refusal) else out_of_time(session, subject, ledger)
        if refusal is not None or isinstance(subject, Refusal):
            return refusal
        drill, number = subject.drill, subject.number
        if number > drill.attempts and subject.track.attempt(number) is None:
            said = say("attempt_of", attempt=number, attempts=drill.attempts)
            return refused(ErrorCode.ATTEMPT_OUT_OF_ORDER, said, subject.where(session))
        ledger.add(ERROR, ErrorTracked, **tracked_fields(session, subject, command))
        return None

    # Facts

    def _completed(self, session: AgilitySession, fact: DrillCompleted) -> None:
        """Keep the attempt; the drill and the player may be finished with it."""
        assert fact.occurred_at is not None
        result, player = fact.drill_result, session.state.players[fact.player_id]
        kinds = [error.type for error in result.errors]
        if FaultKind.TIMING_ERROR in (fact.void_reasons or ()) and FaultKind.TIMING_ERROR not in kinds:
            kinds.append(FaultKind.TIMING_ERROR)
        attempt = Attempt(
            result.attempt_number,
            to_ms(fact.occurred_at),
            result.completion_time,
            result.source or TimingSource.MANUAL,
            result.side,
            result.splits or (),
            tuple(kinds),
            fact.void_reasons or (),
            bool(fact.questioned),
        )
        work = session.works[fact.player_id]
        was_finished = player.status is PlayerStatus.COMPLETED and self._is_finished(session, player)
        work.drills.setdefault(result.drill_id, DrillTrack()).put(attempt)
        work.current = result.drill_id
        player.last_activity_ms = attempt.at_ms
        forget_running(session, fact.player_id, result.drill_id, attempt.number)
        self._after(session, player, result.drill_id, was_finished=was_finished)

    def _tracked(self, session: AgilitySession, fact: ErrorTracked) -> None:
        """Keep the fault; an attempt that was done before loses its time when the fault voids it."""
        player = session.state.players[fact.player_id]
        was_finished = player.status is PlayerStatus.COMPLETED and self._is_finished(session, player)
        track = session.works[fact.player_id].drills.setdefault(fact.drill_id, DrillTrack())
        track.tracked.append(TrackedFault(fact.attempt_number, fact.error.type, bool(fact.voids)))
        attempt = track.attempt(fact.attempt_number)
        if attempt is not None and fact.voids and fact.error.type not in attempt.void:
            attempt.void = (*attempt.void, fact.error.type)
        self._after(session, player, fact.drill_id, was_finished=was_finished)

    @staticmethod
    def _is_finished(session: AgilitySession, player: PlayerState) -> bool:
        plan = programme_for(session, player).plan
        return plan is not None and session.works[player.player_id].is_finished(plan)

    def _after(self, session: AgilitySession, player: PlayerState, drill_id: str, *, was_finished: bool) -> None:
        """The team's table and the player's status follow from the attempts."""
        drill = programme_for(session, player).drill(drill_id)
        for (known_id, side), table in tables_of(session).items():
            if known_id == drill_id and drill is not None:
                enter(session, table, player, drill, side)
        finished = self._is_finished(session, player)
        if finished and player.status is PlayerStatus.ACTIVE:
            player.status = PlayerStatus.COMPLETED
        elif was_finished and not finished and player.status is PlayerStatus.COMPLETED:
            player.status = PlayerStatus.ACTIVE

    # What is under way

    def _pattern(self, session: AgilitySession, command: PatternProgress, now_ms: int) -> Wire | Refusal:
        """Where a player is in the pattern; `execution` starts the attempt."""
        number = command.attempt_number
        known = running_of(session).get(command.player_id)
        if number is None and known is not None and known.drill_id == command.drill_id:
            number = known.number
        subject = subject_of(session, command.player_id, command.drill_id, number)
        if isinstance(subject, Refusal):
            return subject
        layout = subject.programme.layout(subject.drill, subject.side, session.settings.agility)
        refusal = may_run(session, subject, command.current_phase)
        if refusal is not None:
            return refusal
        at_ms = own_time(command, now_ms)
        running = begin(session, subject, at_ms)
        refusal = advance_pattern(running, command, layout, at_ms, subject.player)
        if refusal is not None:
            return refusal
        running_of(session)[command.player_id] = running
        step = command.pattern_progress.current_step
        return show_pattern(command.session_id, subject.player, running, layout, step=step, cues=command.visual_cues)

    def _timing(self, session: AgilitySession, command: TimingUpdate, now_ms: int) -> Wire | Refusal:
        """The running time of an attempt, with its distance to the player's own best and previous one."""
        subject = subject_of(session, command.player_id, command.drill_id, command.attempt_number)
        if isinstance(subject, Refusal):
            return subject
        refusal = may_run(session, subject, DrillPhase.EXECUTION)
        if refusal is not None:
            return refusal
        at_ms = own_time(command, now_ms)
        running = begin(session, subject, at_ms)
        prior = priors_of(session, subject.player).get(drill_key(subject.drill, subject.side))
        shown = advance_timing(running, command, at_ms, subject.player, (subject.track, subject.side, prior))
        if not isinstance(shown, Refusal):
            running_of(session)[command.player_id] = running
        return shown
