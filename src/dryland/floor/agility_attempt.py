"""What is decided about an attempt and about a fault: does it count, what is it worth, what is to be asked and said.

Reads the session; changes nothing. What was found goes into the fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from dryland.contract.agility import (
    DrillCompletion,
    DrillCorrection,
    DrillFault,
    DrillResult,
    ErrorTracking,
    TimingSource,
)
from dryland.contract.agility_plan import FaultKind
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import Notice, noticed
from dryland.contract.sayings import Saying, english, say
from dryland.floor import agility_cues
from dryland.floor.agility_judgement import drill_key, improvement, rating
from dryland.floor.agility_live import RunningAttempt
from dryland.floor.agility_plausible import impossible
from dryland.floor.agility_programme import voids
from dryland.floor.agility_session import AgilitySession, Subject, priors_of, running_of, table_of
from dryland.floor.agility_track import Attempt, DrillTrack
from dryland.floor.workout import Ledger
from dryland.science.faults import false_start

__all__ = ["completed_fields", "tracked_fields"]


class _Report(NamedTuple):
    """An attempt with what was found about it before it is compared."""

    result: DrillResult
    attempt: Attempt
    notice: Notice | None


def _examine(session: AgilitySession, subject: Subject, command: DrillCompletion, ledger: Ledger) -> _Report:
    """The attempt as it will be kept: completed from what is known, faults judged, questions raised."""
    settings, told, drill = session.settings.agility, command.drill_result, subject.drill
    running = running_of(session).get(subject.player.player_id)
    if running is not None and not running.is_of(drill.id, subject.number):
        running = None
    splits = told.splits or tuple(running.splits if running is not None else ())
    source = told.source or TimingSource.MANUAL
    faults = _faults(told, session)
    layout = subject.programme.layout(drill, subject.side, settings)
    wrong = impossible(drill, layout, told.completion_time, splits, settings)
    kinds = [fault.type for fault in faults] + [FaultKind.TIMING_ERROR] * (wrong is not None)
    void = tuple(
        kind
        for kind in dict.fromkeys((*kinds, *subject.track.seen_at(subject.number)))
        if voids(drill, kind, settings) or (kind is FaultKind.TIMING_ERROR and wrong is not None)
    )
    started = _has_started(told, source, running)
    notice = _notice(session, subject, wrong=wrong, started=started, void=void, command=command)
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
    return _Report(_result(told, subject, attempt, faults), attempt, notice)


def _faults(told: DrillResult, session: AgilitySession) -> tuple[DrillFault, ...]:
    """The faults reported, and a false start where the reaction says so."""
    settings = session.settings.agility
    if told.reaction_time is None or any(fault.type is FaultKind.FALSE_START for fault in told.errors):
        return told.errors
    reaction_s = told.reaction_time / 1000
    if not false_start(reaction_s, settings.false_start_ms / 1000, settings.sensor_latency_ms / 1000):
        return told.errors
    said = (say("fault_reaction", reaction_ms=told.reaction_time, limit_ms=settings.false_start_ms),)
    return (*told.errors, DrillFault(type=FaultKind.FALSE_START, description=english(said), description_sayings=said))


def _has_started(told: DrillResult, source: TimingSource, running: RunningAttempt | None) -> bool:
    """Whether a start was seen; a stopwatch, a reaction and gates that were passed are starts of their own."""
    if source is TimingSource.MANUAL or told.splits or told.reaction_time is not None:
        return True
    return running is not None and running.started_ms is not None


def _result(told: DrillResult, subject: Subject, attempt: Attempt, faults: tuple[DrillFault, ...]) -> DrillResult:
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


def _notice(
    session: AgilitySession,
    subject: Subject,
    *,
    wrong: Saying | None,
    started: bool,
    void: Sequence[FaultKind],
    command: DrillCompletion,
) -> Notice | None:
    """What the sender must know of an attempt that is kept: the gravest first."""
    found = _wrong_with(subject, wrong=wrong, started=started, void=void, confirmed=bool(command.confirmed))
    if found is None:
        return None
    code, said = found
    context = subject.where(session)
    if code is ErrorCode.TIMER_MALFUNCTION:
        context = msgspec.structs.replace(context, value=command.drill_result.completion_time)
    return noticed(code, said, context)


def _wrong_with(
    subject: Subject, *, wrong: Saying | None, started: bool, void: Sequence[FaultKind], confirmed: bool
) -> tuple[ErrorCode, Saying] | None:
    """The gravest thing that is wrong with an attempt, and what is said of it."""
    drill, number = subject.drill, subject.number
    if wrong is not None:
        return ErrorCode.TIMER_MALFUNCTION, wrong
    if number > drill.attempts and not confirmed:
        return ErrorCode.ATTEMPT_OUT_OF_ORDER, say("attempt_of", attempt=number, attempts=drill.attempts)
    if not started and not confirmed:
        return ErrorCode.STEP_OUT_OF_ORDER, say("attempt_no_start", attempt=number)
    if void:
        return ErrorCode.ATTEMPT_VOID, say("attempt_fault", drill=drill.name, fault=void[0].value)
    return None


def _compare(session: AgilitySession, subject: Subject, attempt: Attempt) -> dict[str, Any]:
    """Rating and improvement of an attempt that counts."""
    player, drill, settings = subject.player, subject.drill, session.settings.agility
    table = table_of(session, drill, attempt.side)
    prior = priors_of(session, player).get(drill_key(drill, attempt.side))
    rated = rating(drill, attempt.time_ms, table, player, settings)
    return {
        "improvement": improvement(attempt, subject.track, prior, table.pairs, settings),
        "performance_rating": None if rated is None else rated[0],
        "rating_basis": None if rated is None else rated[1],
    }


def completed_fields(
    session: AgilitySession, subject: Subject, command: DrillCompletion, ledger: Ledger
) -> dict[str, Any]:
    """The fields of `DrillCompleted`: whether the attempt counts, what it is worth, what to say about its faults."""
    report = _examine(session, subject, command, ledger)
    attempt, drill, player = report.attempt, subject.drill, subject.player
    compared = _compare(session, subject, attempt) if attempt.counts else {}
    after = DrillTrack(list(subject.track.attempts), subject.track.tracked)
    after.put(attempt)
    mean_ms = after.mean_ms(drill)
    return {
        "player_id": player.player_id,
        "drill_result": report.result,
        "valid": not attempt.void,
        "best_time": after.best_ms(drill),
        "average_time": None if mean_ms is None else round(mean_ms, 1),
        "corrections": tuple(
            _correction(kind, agility_cues.cue(drill.pattern, kind)) for kind in after.faults_of(subject.number)
        ),
        "void_reasons": attempt.void or None,
        "questioned": attempt.questioned or None,
        "notice": report.notice,
        "asymmetry": after.asymmetry_pct() if drill.sides else None,
        "drill_finished": after.is_finished(drill),
        **compared,
        **player.marks(),
    }


def _correction(kind: FaultKind, cue: Saying) -> DrillCorrection:
    return DrillCorrection(type=kind, cue=english((cue,)), cue_sayings=(cue,))


def tracked_fields(session: AgilitySession, subject: Subject, command: ErrorTracking) -> dict[str, Any]:
    """The fields of `ErrorTracked`: how often, whether it comes again, whether it voids the attempt, what to say."""
    drill, track, number, kind = subject.drill, subject.track, subject.number, command.error.type
    void = voids(drill, kind, session.settings.agility)
    repeats = any(track.faults_of(other)[kind] for other in track.numbers() if other != number)
    said = say("attempt_fault", drill=drill.name, fault=kind.value)
    suggested = agility_cues.suggestions(drill.pattern, kind, repeats=repeats)
    return {
        "player_id": command.player_id,
        "drill_id": drill.id,
        "attempt_number": number,
        "error": command.error,
        "correction_suggestions": tuple(english((each,)) for each in suggested),
        "suggestion_sayings": suggested,
        "count_this_session": session.works[command.player_id].count(kind) + 1,
        "repeats": repeats,
        "voids": void or None,
        "notice": noticed(ErrorCode.ATTEMPT_VOID, said, subject.where(session)) if void else None,
        **subject.player.marks(),
    }
