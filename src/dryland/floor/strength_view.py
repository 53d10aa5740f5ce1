"""A player's place in a strength plan as screens show it: the set, its load, the rest that runs, what comes next.

Reads a lifter; changes nothing.
"""

from __future__ import annotations

from typing import Any

from dryland.contract.progress import ExerciseProgress
from dryland.contract.strength import ExercisePointer, NextSetPreview, RestNext, RestTimer, RestTimerState
from dryland.floor.prescription import preview_of
from dryland.floor.programme import Step
from dryland.floor.rest_timer import Rest, rest_state, time_left_ms
from dryland.floor.set_completion import last_of
from dryland.floor.strength_track import Lifter, current_step, is_done, next_step
from dryland.floor.workout import at_time

__all__ = ["exercise_pointer", "exercise_progress", "load_ahead", "pointer_at", "rest_timer"]


def load_ahead(lifter: Lifter, step: Step) -> NextSetPreview:
    """The preview of a step: as advised after the last set, or made now where that does not hold any more."""
    track = lifter.track
    known = track.preview
    # A restriction may have come since the advice: with one in force the load is worked out anew each time.
    if known is not None and not track.refused_advice and not lifter.restrictions and _is_of(known, step):
        return known
    done = last_of(lifter, step.exercise.id, step.side)
    return preview_of(lifter, step, done, track.strength, track.learned_ms, advise=not track.refused_advice)


def _is_of(preview: NextSetPreview, step: Step) -> bool:
    return (preview.exercise_id, preview.set_number) == (step.exercise.id, step.number)


def exercise_pointer(lifter: Lifter, shift_ms: int) -> ExercisePointer | None:
    """Where a player is; ends are on the node's clock. None without a plan and after its last set."""
    track = lifter.track
    step = current_step(track, lifter.programme)
    if step is None or track.finished:
        return None
    return pointer_at(lifter, step, track.rest, shift_ms)


def pointer_at(lifter: Lifter, step: Step, rest: Rest | None, shift_ms: int) -> ExercisePointer:
    """The pointer of a step with a rest that runs, is held or is over."""
    resting = rest is not None and not rest.over
    ahead = next_step(lifter.track, lifter.programme) if is_done(lifter.track, step) else step
    preview = None if ahead is None else load_ahead(lifter, ahead)
    places, steps = lifter.programme.places, lifter.programme.steps
    after = ahead if ahead is not None and ahead.key != step.key else _after(steps, places[step.key])
    shown_load = preview if ahead is not None and ahead.key == step.key else None
    done = lifter.track.done.get(step.key)
    weight = shown_load.weight if shown_load is not None else None if done is None else done.data.weight
    unit = shown_load.weight_unit if shown_load is not None else None if done is None else done.data.weight_unit
    return ExercisePointer(
        index=step.exercise_index,
        id=step.exercise.id,
        name=step.exercise.name,
        set_number=step.number,
        total_sets=step.total,
        total=len(lifter.programme.exercises),
        target_reps=step.reps,
        target_rpe=step.target_rpe,
        weight=weight,
        weight_unit=unit,
        tempo=step.planned.tempo,
        kind=step.kind,
        side=step.side,
        rest_state=_state(rest),
        rest_ends_at=None if rest is None or rest.ends_ms is None else at_time(rest.ends_ms + shift_ms),
        rest_duration=rest.duration_ms / 1000 if rest is not None and resting else None,
        next_set_preview=preview,
        next_name=None if after is None else after.exercise.name,
    )


def _state(rest: Rest | None) -> RestTimerState | None:
    if rest is None:
        return None
    if rest.over:
        return RestTimerState.OVER
    return RestTimerState.PAUSED if rest.ends_ms is None else RestTimerState.RUNNING


def _after(steps: tuple[Step, ...], place: int) -> Step | None:
    return steps[place + 1] if place + 1 < len(steps) else None


def exercise_progress(
    session_id: str, player_id: str, lifter: Lifter, shift_ms: int, step: Step | None = None, rest: Rest | None = None
) -> dict[str, Any] | None:
    """The fields of `ExerciseProgress` for where a player is, or at a step; None without a plan."""
    at = step or current_step(lifter.track, lifter.programme)
    if at is None:
        return None
    pointer = None if lifter.track.finished else pointer_at(lifter, at, rest or lifter.track.rest, shift_ms)
    return {
        "session_id": session_id,
        "player_id": player_id,
        "exercise_id": at.exercise.id,
        "exercise_index": at.exercise_index,
        "set_number": at.number,
        "total_sets": at.total,
        "completed": lifter.track.finished,
        "exercise": pointer,
    }


def shown_progress(session_id: str, player_id: str, lifter: Lifter, shift_ms: int) -> ExerciseProgress | None:
    """Where a player is, as a derived event."""
    fields = exercise_progress(session_id, player_id, lifter, shift_ms)
    return None if fields is None else ExerciseProgress(**fields)


def rest_timer(
    lifter: Lifter, rest: Rest, fact_ms: int, shift_ms: int, state: RestTimerState | None = None
) -> dict[str, Any]:
    """The fields of `RestTimer` at a time of the facts' clock."""
    track, programme = lifter.track, lifter.programme
    following = next_step(track, programme)
    return {
        "exercise_id": rest.exercise_id,
        "rest_duration": rest.duration_ms / 1000,
        "time_remaining": max(-86_400.0, round(time_left_ms(rest, fact_ms) / 1000, 1)),
        "timer_state": state or rest_state(rest, fact_ms),
        "ends_at": None if rest.ends_ms is None else at_time(rest.ends_ms + shift_ms),
        "next": None if following is None else _next(lifter, following),
    }


def _next(lifter: Lifter, step: Step) -> RestNext:
    preview = load_ahead(lifter, step)
    return RestNext(
        exercise_name=step.exercise.name,
        set_number=step.number,
        weight=preview.weight,
        weight_unit=preview.weight_unit,
        exercise_id=step.exercise.id,
        target_reps=step.reps,
    )


def timer_event(session_id: str, player_id: str, fields: dict[str, Any]) -> RestTimer:
    """A rest timer as a derived event."""
    return RestTimer(session_id=session_id, player_id=player_id, **fields)
