"""Agility: drills with attempts, timed by gates, lights or hand, each judged against the player's own and the team's.

Facts are attempts and faults; what is under way (phase, step, gates passed) is live and held beside the state.
Attempts may come late, in any order and again: the same number told again replaces the former word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from dryland.contract.agility import (
    DrillCompleted,
    DrillCompletion,
    DrillCorrection,
    DrillFault,
    DrillPhase,
    DrillPointer,
    DrillResult,
    ErrorTracked,
    ErrorTracking,
    PatternProgress,
    TimingSource,
    TimingUpdate,
)
from dryland.contract.agility_plan import AgilityPlan, Drill, FaultKind
from dryland.contract.base import Command, Fact, PlayerStatus, SessionStatus, Side, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice, Refusal
from dryland.floor import agility_cues
from dryland.floor.agility_judgement import (
    AgilityPriors,
    DrillPrior,
    DrillTable,
    drill_key,
    improvement,
    merged_prior,
    rating,
)
from dryland.floor.agility_live import RunningAttempt, advance_pattern, advance_timing, banned, show_pattern
from dryland.floor.agility_plausible import impossible
from dryland.floor.agility_programme import AgilityProgramme, programme_of, voids
from dryland.floor.agility_track import AgilityTrack, Attempt, DrillTrack, TrackedFault, planned_side
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN, PlayerState, SessionState
from dryland.floor.workout import Ledger, Observer, Pointers, Shown, at_time, to_ms
from dryland.science.faults import false_start

__all__ = ["COMPLETION", "ERROR", "PATTERN", "TIMING", "AgilityWorkout"]

COMPLETION: Final = "training:agility:drill:completion"
ERROR: Final = "training:agility:error:tracking"
PATTERN: Final = "training:agility:pattern:progress"
TIMING: Final = "training:agility:timing:update"


class _Session:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    settings: FloorSettings
    works: dict[str, AgilityTrack]
    plans: dict[str, AgilityProgramme]
    memory: dict[str, Any]
    moved: bool


class _Subject(NamedTuple):
    """Whom and what a command is about."""

    player: PlayerState
    programme: AgilityProgramme
    drill: Drill
    track: DrillTrack
    number: int
    side: Side | None


class _Report(NamedTuple):
    """An attempt with what was found about it before it is compared."""

    result: DrillResult
    attempt: Attempt
    notice: Notice | None


def programme_for(session: _Session, player: PlayerState) -> AgilityProgramme:
    """The drills that hold for a player: the player's own plan, or the session's."""
    known = session.plans.get(player.player_id)
    if known is None:
        own = bytes(player.plan) != bytes(NO_PLAN)
        if own:
            known = programme_of(player.plan)
        else:
            known = session.plans.get("") or programme_of(session.state.plan)
            session.plans[""] = known
        session.plans[player.player_id] = known
    return known


def priors_of(session: _Session, player: PlayerState) -> dict[str, DrillPrior]:
    """What former sessions tell of a player, by drill and direction."""
    table: dict[str, dict[str, DrillPrior]] = session.memory.setdefault("agility.priors", {})
    known = table.get(player.player_id)
    if known is None:
        read = msgspec.json.decode(player.priors, type=AgilityPriors | None)
        known = table[player.player_id] = read.drills if read is not None else {}
    return known


class AgilityWorkout:
    """The machine of agility sessions."""

    work_type = AgilityTrack
    plan_type = AgilityPlan

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., Refusal | None]] = {COMPLETION: self._completion, ERROR: self._error}
        self.evolvers: dict[str, Callable[..., None]] = {COMPLETION: self._completed, ERROR: self._tracked}
        self.observers: dict[str, Observer] = {PATTERN: self._pattern, TIMING: self._timing}

    # What the floor asks of every machine

    def enrol(self, session: _Session, player: PlayerState) -> AgilityTrack:
        """Nobody has run before an attempt says so."""
        return AgilityTrack()

    def start(self, session: _Session, ledger: Ledger) -> None:
        """Nothing follows: attempts begin one by one."""

    def end(self, session: _Session, ledger: Ledger) -> None:
        """Nothing follows: an attempt under way has no time."""

    def tick(self, session: _Session, fact_ms: int, ledger: Ledger) -> None:
        """Nothing is due: rests and starts are ends that screens count down to."""

    def next_deadline_ms(self, session: _Session) -> int | None:
        """Nothing is due."""
        return None

    def derived(self, session: _Session, now_ms: int) -> list[Shown]:
        """Nothing: timers are ends."""
        return []

    def pointers(self, session: _Session, player_id: str) -> Pointers:
        """The player's drill."""
        return Pointers(drill=self._pointer(session, session.state.players[player_id]))

    def follow_up(self, session: _Session, name: str, fact: Fact, now_ms: int) -> list[Shown]:
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

    def steps(self, session: _Session) -> tuple[int, int, str | None]:
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

    def progress(self, session: _Session) -> float:
        """Mean share of attempts that players have behind them."""
        shares: list[float] = []
        for player in session.state.present():
            drills = programme_for(session, player).drills
            total = sum(drill.attempts for drill in drills)
            if total:
                shares.append(session.works[player.player_id].done(drills) / total)
        return 100 * sum(shares) / len(shares) if shares else 0.0

    def priors(self, session: _Session, player_id: str) -> msgspec.Raw | None:
        """Best times, means and pairs of attempts, by drill and direction."""
        player = session.state.players[player_id]
        kept = dict(priors_of(session, player))
        programme, work = programme_for(session, player), session.works[player_id]
        for drill in programme.drills:
            track = work.drill(drill.id)
            for side in {attempt.side for attempt in track.attempts}:
                key = drill_key(drill, side)
                merged = merged_prior(kept.get(key), track.valid(side))
                if merged is not None:
                    kept[key] = merged
        return msgspec.Raw(msgspec.json.encode(AgilityPriors(kept))) if kept else None

    # Commands

    def _completion(self, session: _Session, command: DrillCompletion, ledger: Ledger) -> Refusal | None:
        """An attempt is done: whether it counts, what it is worth, what to say about its faults."""
        told = command.drill_result
        subject = self._subject(session, command, command.player_id, told.drill_id, told.attempt_number, told.side)
        if isinstance(subject, Refusal):
            return subject
        refusal = self._out_of_time(session, subject, ledger)
        if refusal is not None:
            return refusal
        report = self._examine(session, subject, command, ledger)
        attempt, drill, player = report.attempt, subject.drill, subject.player
        compared = self._compare(session, subject, attempt) if attempt.counts else {}
        after = DrillTrack(list(subject.track.attempts), subject.track.tracked)
        after.put(attempt)
        mean_ms = after.mean_ms(drill)
        kinds = dict.fromkeys((*attempt.faults, *after.faults_of(subject.number)))
        ledger.add(
            COMPLETION,
            DrillCompleted,
            player_id=player.player_id,
            drill_result=report.result,
            valid=not attempt.void,
            best_time=after.best_ms(drill),
            average_time=None if mean_ms is None else round(mean_ms, 1),
            corrections=tuple(DrillCorrection(type=kind, cue=agility_cues.cue(drill.pattern, kind)) for kind in kinds),
            void_reasons=attempt.void or None,
            questioned=attempt.questioned or None,
            notice=report.notice,
            asymmetry=after.asymmetry_pct() if drill.sides else None,
            **compared,
            **player.marks(),
        )
        return None

    def _subject(
        self,
        session: _Session,
        command: Command,
        player_id: str,
        drill_id: str,
        number: int | None,
        side: Side | None,
    ) -> _Subject | Refusal:
        """Player and drill of a command, or why they cannot be found."""
        session_id = session.state.session_id
        player = session.state.players.get(player_id)
        context = ErrorContext(session_id=session_id, player_id=player_id, drill_id=drill_id, attempt_number=number)
        if player is None:
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        programme = programme_for(session, player)
        drill = programme.drill(drill_id)
        if drill is None:
            known = tuple(other.id for other in programme.drills)
            return Refusal(
                ErrorCode.DRILL_NOT_IN_PLAN, f"{drill_id}:", msgspec.structs.replace(context, alternatives=known)
            )
        track = session.works[player_id].drill(drill_id)
        number = track.next_number(drill) if number is None else number
        return _Subject(player, programme, drill, track, number, side or planned_side(drill, number))

    @staticmethod
    def _out_of_time(session: _Session, subject: _Subject, ledger: Ledger) -> Refusal | None:
        """Nobody runs before the session's start or after its end; what happened in between may be told late."""
        state, at_ms = session.state, ledger.context.occurred_ms
        context = ErrorContext(
            session_id=state.session_id,
            player_id=subject.player.player_id,
            drill_id=subject.drill.id,
            attempt_number=subject.number,
            state=state.status.value,
        )
        if state.clock.start_ms is None or at_ms < state.clock.start_ms:
            return Refusal(ErrorCode.STEP_OUT_OF_ORDER, "The session had not started.", context)
        if state.clock.end_ms is not None and at_ms > state.clock.end_ms:
            return Refusal(ErrorCode.INVALID_TRANSITION, "The session had ended.", context)
        return None

    def _examine(self, session: _Session, subject: _Subject, command: DrillCompletion, ledger: Ledger) -> _Report:
        """The attempt as it will be kept: completed from what is known, faults judged, questions raised."""
        settings, told, drill = session.settings.agility, command.drill_result, subject.drill
        running = self._running(session).get(subject.player.player_id)
        if running is not None and not running.is_of(drill.id, subject.number):
            running = None
        splits = told.splits or tuple(running.splits if running is not None else ())
        source = told.source or TimingSource.MANUAL
        faults = self._faults(told, session)
        layout = subject.programme.layout(drill, subject.side, settings)
        wrong = impossible(drill, layout, told.completion_time, splits, settings)
        kinds = [fault.type for fault in faults] + [FaultKind.TIMING_ERROR] * (wrong is not None)
        void = tuple(
            kind
            for kind in dict.fromkeys((*kinds, *subject.track.seen_at(subject.number)))
            if voids(drill, kind, settings) or (kind is FaultKind.TIMING_ERROR and wrong is not None)
        )
        started = self._has_started(told, source, running)
        notice = self._notice(session, subject, wrong=wrong, started=started, void=void, command=command)
        questioned = notice is not None and notice.code in {
            ErrorCode.ATTEMPT_OUT_OF_ORDER,
            ErrorCode.STEP_OUT_OF_ORDER,
        }
        attempt = Attempt(
            subject.number,
            ledger.context.occurred_ms,
            told.completion_time,
            source,
            subject.side,
            splits,
            tuple(kinds),
            void,
            questioned,
        )
        return _Report(self._result(told, subject, attempt, faults), attempt, notice)

    @staticmethod
    def _faults(told: DrillResult, session: _Session) -> tuple[DrillFault, ...]:
        """The faults reported, and a false start where the reaction says so."""
        settings = session.settings.agility
        if told.reaction_time is None or any(fault.type is FaultKind.FALSE_START for fault in told.errors):
            return told.errors
        reaction_s = told.reaction_time / 1000
        if not false_start(reaction_s, settings.false_start_ms / 1000, settings.sensor_latency_ms / 1000):
            return told.errors
        words = f"reaction {told.reaction_time:g} ms, below {settings.false_start_ms:g} ms"
        return (*told.errors, DrillFault(type=FaultKind.FALSE_START, description=words))

    @staticmethod
    def _has_started(told: DrillResult, source: TimingSource, running: RunningAttempt | None) -> bool:
        """Whether a start was seen; a stopwatch, a reaction and gates that were passed are starts of their own."""
        if source is TimingSource.MANUAL or told.splits or told.reaction_time is not None:
            return True
        return running is not None and running.started_ms is not None

    @staticmethod
    def _result(told: DrillResult, subject: _Subject, attempt: Attempt, faults: tuple[DrillFault, ...]) -> DrillResult:
        """The result with what the plan and the gates know."""
        return DrillResult(
            drill_id=told.drill_id,
            drill_name=subject.drill.name,
            pattern=subject.drill.pattern,
            attempt_number=told.attempt_number,
            total_attempts=subject.drill.attempts,
            completion_time=told.completion_time,
            splits=attempt.splits or None,
            errors=faults,
            source=attempt.source,
            side=attempt.side,
            reaction_time=told.reaction_time,
        )

    @staticmethod
    def _notice(
        session: _Session,
        subject: _Subject,
        *,
        wrong: str | None,
        started: bool,
        void: Sequence[FaultKind],
        command: DrillCompletion,
    ) -> Notice | None:
        """What the sender must know of an attempt that is kept: the gravest first."""
        drill, number = subject.drill, subject.number
        context = ErrorContext(
            session_id=session.state.session_id,
            player_id=subject.player.player_id,
            drill_id=drill.id,
            attempt_number=number,
        )
        if wrong is not None:
            value = msgspec.structs.replace(context, value=command.drill_result.completion_time)
            return Notice(code=ErrorCode.TIMER_MALFUNCTION, detail=wrong, context=value)
        if number > drill.attempts and not command.confirmed:
            words = f"Attempt {number} of {drill.attempts}."
            return Notice(code=ErrorCode.ATTEMPT_OUT_OF_ORDER, detail=words, context=context)
        if not started and not command.confirmed:
            words = f"No start of attempt {number} was seen."
            return Notice(code=ErrorCode.STEP_OUT_OF_ORDER, detail=words, context=context)
        if void:
            words = ", ".join(kind.value.replace("_", " ") for kind in void)
            return Notice(code=ErrorCode.ATTEMPT_VOID, detail=f"{drill.name}: {words}.", context=context)
        return None

    def _compare(self, session: _Session, subject: _Subject, attempt: Attempt) -> dict[str, Any]:
        """Rating and improvement of an attempt that counts."""
        player, drill, settings = subject.player, subject.drill, session.settings.agility
        table = self._table(session, drill, attempt.side)
        prior = priors_of(session, player).get(drill_key(drill, attempt.side))
        rated = rating(drill, attempt.time_ms, table.best_of_others(player.player_id), player.profile, settings)
        return {
            "improvement": improvement(attempt, subject.track, prior, table.pairs, settings),
            "performance_rating": None if rated is None else rated[0],
            "rating_basis": None if rated is None else rated[1],
        }

    def _error(self, session: _Session, command: ErrorTracking, ledger: Ledger) -> Refusal | None:
        """A fault was seen: how often, whether it comes again, whether it voids the attempt, what to say."""
        subject = self._subject(session, command, command.player_id, command.drill_id, command.attempt_number, None)
        if isinstance(subject, Refusal):
            return subject
        refusal = self._out_of_time(session, subject, ledger)
        if refusal is not None:
            return refusal
        drill, track, number, kind = subject.drill, subject.track, subject.number, command.error.type
        context = ErrorContext(
            session_id=session.state.session_id,
            player_id=command.player_id,
            drill_id=drill.id,
            attempt_number=number,
        )
        if number > drill.attempts and track.attempt(number) is None:
            return Refusal(ErrorCode.ATTEMPT_OUT_OF_ORDER, f"Attempt {number} of {drill.attempts}.", context)
        void = voids(drill, kind, session.settings.agility)
        repeats = any(track.faults_of(other)[kind] for other in track.numbers() if other != number)
        words = f"{drill.name}: {kind.value.replace('_', ' ')}."
        ledger.add(
            ERROR,
            ErrorTracked,
            player_id=command.player_id,
            drill_id=drill.id,
            attempt_number=number,
            error=command.error,
            correction_suggestions=agility_cues.suggestions(drill.pattern, kind, repeats=repeats),
            count_this_session=session.works[command.player_id].count(kind) + 1,
            repeats=repeats,
            voids=void or None,
            notice=Notice(code=ErrorCode.ATTEMPT_VOID, detail=words, context=context) if void else None,
            **subject.player.marks(),
        )
        return None

    # Facts

    def _completed(self, session: _Session, fact: DrillCompleted) -> None:
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
        work.drills.setdefault(result.drill_id, DrillTrack()).put(attempt)
        work.current = result.drill_id
        player.last_activity_ms = attempt.at_ms
        self._forget_running(session, fact.player_id, result.drill_id, attempt.number)
        self._after(session, player, result.drill_id)

    def _tracked(self, session: _Session, fact: ErrorTracked) -> None:
        """Keep the fault; an attempt that was done before loses its time when the fault voids it."""
        track = session.works[fact.player_id].drills.setdefault(fact.drill_id, DrillTrack())
        track.tracked.append(TrackedFault(fact.attempt_number, fact.error.type, bool(fact.voids)))
        attempt = track.attempt(fact.attempt_number)
        if attempt is not None and fact.voids and fact.error.type not in attempt.void:
            attempt.void = (*attempt.void, fact.error.type)
        self._after(session, session.state.players[fact.player_id], fact.drill_id)

    def _after(self, session: _Session, player: PlayerState, drill_id: str) -> None:
        """The team's table and the player's status follow from the attempts."""
        programme, work = programme_for(session, player), session.works[player.player_id]
        drill = programme.drill(drill_id)
        if drill is not None:
            for side in {attempt.side for attempt in work.drill(drill_id).attempts}:
                table = self._tables(session).get((drill_id, drill_key(drill, side)))
                if table is not None:
                    self._enter(session, table, player, drill, side)
        finished = programme.plan is not None and work.is_finished(programme.plan)
        if finished and player.status is PlayerStatus.ACTIVE:
            player.status = PlayerStatus.COMPLETED
        elif not finished and player.status is PlayerStatus.COMPLETED:
            player.status = PlayerStatus.ACTIVE

    # The team's times, made from the players' tracks

    @staticmethod
    def _tables(session: _Session) -> dict[tuple[str, str], DrillTable]:
        return session.memory.setdefault("agility.tables", {})

    def _table(self, session: _Session, drill: Drill, side: Side | None) -> DrillTable:
        """The team's times in a drill and direction."""
        key = drill.id, drill_key(drill, side)
        table = self._tables(session).get(key)
        if table is None:
            table = self._tables(session)[key] = DrillTable()
            for player in session.state.players.values():
                self._enter(session, table, player, drill, side)
        return table

    @staticmethod
    def _enter(session: _Session, table: DrillTable, player: PlayerState, drill: Drill, side: Side | None) -> None:
        prior = priors_of(session, player).get(drill_key(drill, side))
        table.put(player.player_id, prior, session.works[player.player_id].drill(drill.id).valid(side))

    # What is under way

    @staticmethod
    def _running(session: _Session) -> dict[str, RunningAttempt]:
        return session.memory.setdefault("agility.running", {})

    def _forget_running(self, session: _Session, player_id: str, drill_id: str, number: int) -> None:
        running = self._running(session).get(player_id)
        if running is not None and running.is_of(drill_id, number):
            del self._running(session)[player_id]

    def _begin(self, session: _Session, subject: _Subject, at_ms: int) -> RunningAttempt:
        """The attempt under way of a player; a fresh one when the former was another or was abandoned."""
        known = self._running(session).get(subject.player.player_id)
        abandoned_ms = session.settings.agility.start_abandoned_s * 1000
        if known is not None and known.is_of(subject.drill.id, subject.number) and at_ms - known.seen_ms < abandoned_ms:
            return known
        return RunningAttempt(subject.drill.id, subject.number, at_ms)

    def _pattern(self, session: _Session, command: PatternProgress, now_ms: int) -> Wire | Refusal:
        """Where a player is in the pattern; `execution` starts the attempt."""
        number = command.attempt_number
        known = self._running(session).get(command.player_id)
        if number is None and known is not None and known.drill_id == command.drill_id:
            number = known.number
        subject = self._subject(session, command, command.player_id, command.drill_id, number, None)
        if isinstance(subject, Refusal):
            return subject
        layout = subject.programme.layout(subject.drill, subject.side, session.settings.agility)
        refusal = self._may_run(session, subject, command.current_phase)
        if refusal is not None:
            return refusal
        at_ms = _own_time(command, now_ms)
        running = self._begin(session, subject, at_ms)
        refusal = advance_pattern(running, command, layout, at_ms, subject.player)
        if refusal is not None:
            return refusal
        self._running(session)[command.player_id] = running
        step = command.pattern_progress.current_step
        return show_pattern(command.session_id, subject.player, running, layout, step=step, cues=command.visual_cues)

    @staticmethod
    def _may_run(session: _Session, subject: _Subject, phase: DrillPhase) -> Refusal | None:
        """Attempts start only while the session runs, and never against a restriction."""
        if phase is not DrillPhase.EXECUTION:
            return None
        state = session.state
        context = ErrorContext(
            session_id=state.session_id,
            player_id=subject.player.player_id,
            drill_id=subject.drill.id,
            attempt_number=subject.number,
            state=state.status.value,
        )
        if state.status is not SessionStatus.ACTIVE:
            return Refusal(ErrorCode.STEP_OUT_OF_ORDER, f"The session is {state.status.value}.", context)
        layout = subject.programme.layout(subject.drill, subject.side, session.settings.agility)
        why = banned(subject.player, subject.drill, layout)
        return None if why is None else Refusal(ErrorCode.MEDICAL_RESTRICTION, f"{why}.", context)

    def _timing(self, session: _Session, command: TimingUpdate, now_ms: int) -> Wire | Refusal:
        """The running time of an attempt, with its distance to the player's own best and previous one."""
        subject = self._subject(session, command, command.player_id, command.drill_id, command.attempt_number, None)
        if isinstance(subject, Refusal):
            return subject
        refusal = self._may_run(session, subject, DrillPhase.EXECUTION)
        if refusal is not None:
            return refusal
        at_ms = _own_time(command, now_ms)
        running = self._begin(session, subject, at_ms)
        prior = priors_of(session, subject.player).get(drill_key(subject.drill, subject.side))
        shown = advance_timing(running, command, at_ms, subject.player, (subject.track, subject.side, prior))
        if not isinstance(shown, Refusal):
            self._running(session)[command.player_id] = running
        return shown

    # For screens

    def _pointer(self, session: _Session, player: PlayerState) -> DrillPointer | None:
        """The player's drill as screens show it; ends are on the node's clock."""
        programme, work = programme_for(session, player), session.works[player.player_id]
        place = len(programme.drills) if programme.plan is None else work.place(programme.plan)
        if place == len(programme.drills):
            return None
        drill = programme.drills[place]
        track = work.drill(drill.id)
        number = track.next_number(drill)
        running = self._running(session).get(player.player_id)
        if running is not None and not running.is_of(drill.id, number):
            running = None
        shift_ms, last = session.state.clock.shift_ms, track.last()
        rest_ms = None if last is None or drill.rest is None else last.at_ms + round(drill.rest * 1000)
        phase = DrillPhase.SETUP if rest_ms is None else DrillPhase.RECOVERY
        started_ms = None if running is None else running.started_ms
        position, starts_ms = self._start_place(session, programme, drill, player)
        following = programme.drills[place + 1] if place + 1 < len(programme.drills) else None
        return DrillPointer(
            index=place,
            id=drill.id,
            name=drill.name,
            pattern=drill.pattern,
            total=len(programme.drills),
            attempt_number=number,
            total_attempts=drill.attempts,
            phase=phase if running is None else running.phase,
            step=None if running is None else running.step,
            started_at=None if started_ms is None else at_time(started_ms + shift_ms),
            rest_ends_at=None if rest_ms is None else at_time(rest_ms + shift_ms),
            last_time=None if last is None else last.time_ms,
            best_time=track.best_ms(drill),
            start_position=position,
            starts_at=None if starts_ms is None or last is not None else at_time(starts_ms + shift_ms),
            side=planned_side(drill, number),
            next_name=None if following is None else following.name,
        )

    def _start_place(
        self, session: _Session, programme: AgilityProgramme, drill: Drill, player: PlayerState
    ) -> tuple[int | None, int | None]:
        """Place in the start list, and the time of a timed start once the drill's own start is known."""
        entries = programme.starts(drill)
        for position, entry in enumerate(entries, start=1):
            if entry.player_id == player.player_id:
                begun_ms = self._begun_ms(session, programme, drill)
                if begun_ms is None or entry.offset is None:
                    return position, None
                return position, session.state.clock.after_active_ms(begun_ms, round(entry.offset * 1000))
        return None, None

    @staticmethod
    def _begun_ms(session: _Session, programme: AgilityProgramme, drill: Drill) -> int | None:
        """When a drill began for the group: the first with the session, any other with its first attempt."""
        if programme.drills[0].id == drill.id:
            return session.state.clock.start_ms
        begun = [
            round(attempt.at_ms - attempt.time_ms)
            for work in session.works.values()
            for attempt in work.drill(drill.id).attempts
        ]
        return min(begun, default=None)


def _own_time(command: Command, now_ms: int) -> int:
    """A live command's own time, never ahead of the node."""
    return now_ms if command.occurred_at is None else min(to_ms(command.occurred_at), now_ms)
