"""What people ask of a strength session beside sets: loads, rests, places, form, verdicts on advice and its limits."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dryland.contract.base import Role, WeightUnit
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice, Refusal, refused
from dryland.contract.progress import ExerciseProgress, ExerciseProgressReport
from dryland.contract.sayings import Saying, english, say
from dryland.contract.strength import (
    AdviceDecision,
    AdviceLimits,
    AdviceLimitsChanged,
    FormFeedback,
    FormFeedbackGiven,
    FormSource,
    RestAction,
    RestCommand,
    RestTimer,
    RestTimerState,
    WeightUpdate,
    WeightUpdated,
)
from dryland.floor.advice_verdict import decide_verdict
from dryland.floor.form import corrections_of, form_trend
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.lifts import lift_code
from dryland.floor.next_load import loader_of, unit_of
from dryland.floor.programme import Step
from dryland.floor.rack import in_unit, to_kg
from dryland.floor.rest_timer import Rest, after_action, time_left_ms
from dryland.floor.set_checks import Entered, implausible_load, nearest_loads
from dryland.floor.set_completion import last_of
from dryland.floor.state import PlayerState
from dryland.floor.strength_history import progression
from dryland.floor.strength_session import (
    FORM,
    LIMITS,
    OPEN,
    PROGRESS,
    REST,
    WEIGHT,
    StrengthSession,
    context_of,
    illegal,
    lifter_of,
    not_trained_then,
)
from dryland.floor.strength_track import FormMark, Lifter, body_kg
from dryland.floor.strength_view import exercise_progress, load_ahead, rest_timer
from dryland.floor.workout import Ledger

__all__ = ["command_rest", "decide_advice", "judge_form", "limit_advice", "report_progress", "update_weight"]


def update_weight(session: StrengthSession, command: WeightUpdate, ledger: Ledger) -> Refusal | None:
    """Decide another load for the coming sets; an odd or impossible one is kept with a notice."""
    context = context_of(session, command.player_id, command.exercise_id, command.set_number)
    if session.state.status in TERMINAL:
        return illegal(session, context, "take another load")
    player = session.state.players[command.player_id]
    lifter = lifter_of(session, player)
    steps = [step for step in lifter.programme.steps if step.exercise.id == command.exercise_id]
    if not steps:
        allowed = tuple(list(lifter.programme.exercises)[:10])
        context = msgspec.structs.replace(context, alternatives=allowed)
        return Refusal(ErrorCode.EXERCISE_NOT_IN_PLAN, "", context)
    at = next((step for step in steps if step.number == command.set_number), None) or _ahead(lifter, steps)
    _add_weight(lifter, player, command, at, context, ledger)
    return None


def _add_weight(
    lifter: Lifter, player: PlayerState, command: WeightUpdate, at: Step, context: ErrorContext, ledger: Ledger
) -> None:
    done = last_of(lifter, command.exercise_id, at.side)
    before = load_ahead(lifter, at)
    unit = command.weight_unit or unit_of(lifter, at, done)
    bar_kg = to_kg(command.weight, unit)
    was_kg = to_kg(before.weight, before.weight_unit)
    entered = Entered(
        command.weight, unit, bar_kg + body_kg(at.exercise, lifter.profile), at.reps or 1, at.lift,
        was_kg + body_kg(at.exercise, lifter.profile), context,
    )  # fmt: skip
    odd = None if command.confirmed else implausible_load(lifter, entered)
    nearest = nearest_loads(lifter, at, bar_kg, unit)
    ledger.add(
        WEIGHT,
        WeightUpdated,
        player_id=command.player_id,
        exercise_id=command.exercise_id,
        weight=command.weight,
        weight_unit=unit,
        previous_weight=in_unit(was_kg, unit),
        change=round(100 * (bar_kg / was_kg - 1), 1) if was_kg else None,
        progression=progression(lifter.history.lifts.get(at.lift), bar_kg, unit, lifter.settings),
        loadable=nearest is None,
        nearest=nearest,
        plates_per_side=_plates(lifter, at, bar_kg, unit),
        reason=command.reason,
        set_number=command.set_number,
        needs_confirmation=True if odd is not None else None,
        notice=odd or _not_loadable(command.weight, unit.value, nearest, context),
        **player.marks(),
    )


def _ahead(lifter: Lifter, steps: Sequence[Step]) -> Step:
    """Of an exercise's steps the one to do next, else the last."""
    following = next((step for step in steps if step.key not in lifter.track.done), None)
    return following or steps[-1]


def _plates(lifter: Lifter, step: Step, bar_kg: float, unit: WeightUnit) -> tuple[float, ...] | None:
    change = loader_of(lifter, step.exercise, unit).change(bar_kg, None)
    return None if change is None else change.plates


def _not_loadable(weight: float, unit: str, nearest: tuple[float, ...] | None, context: ErrorContext) -> Notice | None:
    if nearest is None:
        return None
    context = msgspec.structs.replace(context, nearest=nearest)
    said = _cannot(*(to_kg(figure, WeightUnit(unit)) for figure in (weight, *nearest)))
    return Notice(
        code=ErrorCode.NOT_LOADABLE,
        detail=english((said,), WeightUnit(unit)),
        detail_sayings=(said,),
        context=context,
    )


def _cannot(weight_kg: float, *nearest_kg: float) -> Saying:
    """A load that no plates make, with those next to it."""
    if len(nearest_kg) == 1:
        return say("load_cannot", weight_kg=weight_kg, nearest_kg=nearest_kg[0])
    return say("load_cannot_two", weight_kg=weight_kg, below_kg=nearest_kg[0], above_kg=nearest_kg[-1])


def command_rest(session: StrengthSession, command: RestCommand, ledger: Ledger) -> Refusal | None:
    """Decide a word about a rest."""
    context = context_of(session, command.player_id, command.exercise_id, None)
    player = session.state.players[command.player_id]
    lifter = lifter_of(session, player)
    rest = lifter.track.rest
    if session.state.status not in OPEN or rest is None:
        return illegal(session, context, f"{command.action.value} a rest: no rest runs")
    at_ms = max(ledger.context.occurred_ms, rest.started_ms)
    extend_ms = round((command.extend_by or 0.0) * 1000) if command.action is RestAction.EXTEND else 0
    after = after_action(rest, command.action, at_ms, extend_ms)
    skipped = Rest(rest.exercise_id, rest.started_ms, rest.duration_ms, None, time_left_ms(rest, at_ms))
    state = RestTimerState.SKIPPED if after is None else None
    fields = rest_timer(lifter, after or skipped, at_ms, ledger.shift_ms, state)
    ledger.add(
        REST, RestTimer, at_ms=at_ms, player_id=command.player_id, action=command.action, **fields, **player.marks()
    )
    return None


def report_progress(session: StrengthSession, command: ExerciseProgressReport, ledger: Ledger) -> Refusal | None:
    """Decide a word on where a player is: the pointer goes there, where the plan has such a set."""
    context = context_of(session, command.player_id, command.exercise_id, command.set_number)
    if session.state.status in TERMINAL:
        return illegal(session, context, "go to another set")
    player = session.state.players[command.player_id]
    lifter = lifter_of(session, player)
    if command.exercise_id not in lifter.programme.exercises:
        allowed = tuple(list(lifter.programme.exercises)[:10])
        return Refusal(ErrorCode.EXERCISE_NOT_IN_PLAN, "", msgspec.structs.replace(context, alternatives=allowed))
    steps = lifter.programme.matching(command.exercise_id, command.set_number, None)
    if not steps:
        total = lifter.programme.totals[command.exercise_id]
        said = say("set_of", set=command.set_number, sets=total)
        return refused(ErrorCode.SET_OUT_OF_ORDER, said, msgspec.structs.replace(context, value=float(total)))
    fields = exercise_progress(
        session.state.session_id, player.player_id, lifter, ledger.shift_ms, steps[0], lifter.track.rest
    )
    assert fields is not None
    del fields["session_id"]
    ledger.add(PROGRESS, ExerciseProgress, **fields, **player.marks())
    return None


def judge_form(session: StrengthSession, command: FormFeedback, ledger: Ledger) -> Refusal | None:
    """Decide a judgement of form."""
    context = context_of(session, command.player_id, command.exercise_id, command.set_number)
    refusal = not_trained_then(session, context, ledger, "keep feedback")
    if refusal is not None:
        return refusal
    player = session.state.players[command.player_id]
    lifter = lifter_of(session, player)
    exercise = lifter.programme.exercises.get(command.exercise_id)
    lift = (exercise and exercise.lift) or lift_code(exercise.name if exercise else command.exercise_id)
    former = [mark for mark in lifter.track.marks.get(command.exercise_id, ()) if mark.set_number != command.set_number]
    source = command.source or (FormSource.SENSOR if ledger.context.role is Role.DEVICE else FormSource.TRAINER)
    ledger.add(
        FORM,
        FormFeedbackGiven,
        player_id=command.player_id,
        exercise_id=command.exercise_id,
        set_number=command.set_number,
        rating=command.rating,
        issues=command.issues,
        source=source,
        corrections=corrections_of(lift, command.issues),
        trend=form_trend([*former, FormMark(command.set_number, command.rating)], lifter.settings),
        note=command.note,
        **player.marks(),
    )
    return None


def decide_advice(session: StrengthSession, command: AdviceDecision, ledger: Ledger) -> Refusal | None:
    """Decide a verdict on an advice that was shown."""
    return decide_verdict(session.state, session.works[command.player_id].advice, command, ledger)


def limit_advice(session: StrengthSession, command: AdviceLimits, ledger: Ledger) -> Refusal | None:
    """Decide how far the system may advise."""
    if session.state.status in TERMINAL:
        return illegal(session, ErrorContext(session_id=session.state.session_id), "change its advice")
    player = None if command.player_id is None else session.state.players[command.player_id]
    marks = {} if player is None else player.marks()
    ledger.add(
        LIMITS,
        AdviceLimitsChanged,
        player_id=command.player_id,
        advice=command.advice,
        reason=command.reason,
        **marks,
    )
    return None
