"""How one player's strength track follows from facts. No decisions: what happened has happened.

Works on a lifter; knows no session.
"""

from __future__ import annotations

from dryland.contract.progress import ExerciseProgress
from dryland.contract.strength import (
    AdviceDecided,
    AdviceVerdict,
    FormFeedbackGiven,
    RestAction,
    RestTimer,
    RestTimerState,
    SetCompleted,
    WeightUpdated,
)
from dryland.floor.programme import set_key
from dryland.floor.rest_timer import Rest, after_action
from dryland.floor.set_completion import Told, done_set
from dryland.floor.strength_track import ChosenLoad, FormMark, Lifter, learned, next_step, place_after
from dryland.floor.workout import to_ms

__all__ = [
    "replaced_by",
    "take_form",
    "take_progress",
    "take_rest",
    "take_set",
    "take_verdict",
    "take_weight",
]


def replaced_by(lifter: Lifter, key: str, corrects: str | None) -> tuple[str, ...]:
    """The keys of the sets that a set takes the place of: named by its event, or of the same number."""
    done = lifter.track.done
    named = () if corrects is None else tuple(each for each, one in done.items() if one.event_id == corrects)
    return named if key in named or key not in done else (*named, key)


def _told_of(lifter: Lifter, fact: SetCompleted) -> Told:
    """A stored set as it was told. A set that replaces another keeps the time at which that one was done."""
    assert fact.occurred_at is not None
    data = fact.set_data
    replaced = replaced_by(lifter, set_key(fact.exercise_id, data.set_number, data.side), fact.corrects)
    at_ms = lifter.track.done[replaced[0]].at_ms if replaced else to_ms(fact.occurred_at)
    return Told(fact.exercise_id, fact.exercise_name, data, fact.event_id, at_ms, fact.seq or 0, replaced)


def take_set(lifter: Lifter, fact: SetCompleted) -> None:
    """Keep a set, learn from it, start its rest or move on."""
    track, programme = lifter.track, lifter.programme
    told = _told_of(lifter, fact)
    if fact.withdrawn:
        _withdraw(lifter, told)
        return
    done = done_set(lifter, told, bool(fact.needs_confirmation), fact.verified is not False)
    track.strength = learned(lifter, done, told.replaced)
    track.learned_ms = max(track.learned_ms, told.at_ms)
    for key in told.replaced:
        track.done.pop(key, None)
    track.done[told.key] = done
    _mark(track.marks.setdefault(told.exercise_id, []), told.data.set_number, told.data.form_rating)
    track.preview = fact.next_set_preview
    track.refused_advice = False
    if fact.next_set_preview is not None and fact.next_set_preview.advice_id is not None:
        track.advice[fact.next_set_preview.advice_id] = ""
    steps = programme.matching(told.exercise_id, told.data.set_number, told.data.side)
    if steps and not told.replaced:
        track.at = steps[-1].key
        track.rest = _rest_of(fact, told)
        if track.rest is None:
            _go_on(lifter)
    track.finished = bool(programme.steps) and place_after(track, programme, -1) is None


def _rest_of(fact: SetCompleted, told: Told) -> Rest | None:
    if not fact.rest_duration:
        return None
    duration_ms = round(fact.rest_duration * 1000)
    return Rest(told.exercise_id, told.at_ms, duration_ms, told.at_ms + duration_ms)


def _go_on(lifter: Lifter) -> None:
    following = next_step(lifter.track, lifter.programme)
    if following is not None:
        lifter.track.at = following.key


def _withdraw(lifter: Lifter, told: Told) -> None:
    """The set was never done: it is open again, nothing is learned from it, no rest runs after it."""
    track = lifter.track
    track.strength = learned(lifter, None, told.replaced)
    for key in told.replaced:
        gone = track.done.pop(key, None)
        if gone is not None:
            steps = lifter.programme.matching(gone.exercise_id, gone.data.set_number, gone.data.side)
            track.at = steps[0].key if steps else track.at
            marks = track.marks.get(gone.exercise_id, [])
            marks[:] = [mark for mark in marks if mark.set_number != gone.data.set_number]
    track.rest = None
    track.preview = None
    track.finished = False


def _mark(marks: list[FormMark], set_number: int, rating: int | None) -> None:
    if rating is not None:
        marks[:] = [mark for mark in marks if mark.set_number != set_number]
        marks.append(FormMark(set_number, rating))


def take_weight(lifter: Lifter, fact: WeightUpdated) -> None:
    """A person's load holds for the coming sets; a questioned one waits for its confirmation."""
    assert fact.occurred_at is not None
    if fact.needs_confirmation:
        return
    chosen = ChosenLoad(fact.weight, fact.weight_unit, to_ms(fact.occurred_at), fact.set_number)
    lifter.track.loads[fact.exercise_id] = chosen
    if lifter.track.preview is not None and lifter.track.preview.exercise_id == fact.exercise_id:
        lifter.track.preview = None


def take_rest(lifter: Lifter, fact: RestTimer) -> None:
    """Somebody skipped, held, resumed or extended a rest."""
    assert fact.occurred_at is not None
    track = lifter.track
    if track.rest is None or fact.action is None:
        return
    extend_ms = round(fact.rest_duration * 1000) - track.rest.duration_ms
    track.rest = after_action(track.rest, fact.action, to_ms(fact.occurred_at), extend_ms)
    if fact.action is RestAction.SKIP:
        _go_on(lifter)


def take_progress(lifter: Lifter, fact: ExerciseProgress) -> None:
    """A player is at another set: by the end of a rest, or by a person's word."""
    track, pointer = lifter.track, fact.exercise
    track.at = set_key(fact.exercise_id, fact.set_number, None if pointer is None else pointer.side)
    if pointer is not None and pointer.rest_state is RestTimerState.OVER and track.rest is not None:
        rest = track.rest
        track.rest = Rest(rest.exercise_id, rest.started_ms, rest.duration_ms, rest.ends_ms, rest.left_ms, over=True)


def take_form(lifter: Lifter, fact: FormFeedbackGiven) -> None:
    """A judgement of form counts towards its trend."""
    _mark(lifter.track.marks.setdefault(fact.exercise_id, []), fact.set_number, fact.rating)


def take_verdict(lifter: Lifter, fact: AdviceDecided) -> None:
    """An advice was accepted or refused; a refused one gives way to the plan's own load."""
    track = lifter.track
    track.advice[fact.advice_id] = fact.verdict.value
    if track.preview is not None and track.preview.advice_id == fact.advice_id:
        track.refused_advice = fact.verdict is AdviceVerdict.REFUSED
