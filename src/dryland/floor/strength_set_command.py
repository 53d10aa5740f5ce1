"""A set told in a session: a new one, a correction, an undo, a word about the wrong player, and what a sensor adds."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dryland.contract.base import Role
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import Refusal, refused
from dryland.contract.sayings import english, say
from dryland.contract.strength import FormFeedbackGiven, FormSource, SetCompleted, SetCompletion, SetOutcome
from dryland.floor.form import corrections_of, form_trend, sensor_findings
from dryland.floor.programme import set_key
from dryland.floor.set_completion import Told, Verdict, judge_set
from dryland.floor.state import PlayerState
from dryland.floor.strength_evolution import replaced_by
from dryland.floor.strength_session import FORM, SET, StrengthSession, context_of, lifter_of, not_trained_then
from dryland.floor.strength_track import FormMark, Lifter
from dryland.floor.workout import Ledger, at_time

__all__ = ["complete_set"]


def complete_set(session: StrengthSession, command: SetCompletion, ledger: Ledger) -> Refusal | None:
    """Decide a set as it is told."""
    context = context_of(session, command.player_id, command.exercise_id, command.set_data.set_number)
    refusal = not_trained_then(session, context, ledger, "keep a set")
    if refusal is not None:
        return refusal
    player = session.state.players[command.player_id]
    lifter, seq = lifter_of(session, player), _seq(session, ledger)
    data = command.set_data
    replaced = replaced_by(lifter, set_key(command.exercise_id, data.set_number, data.side), command.corrects)
    if replaced and command.corrects is not None and data.outcome is SetOutcome.SKIPPED:
        _add_withdrawal(lifter, player, command, ledger)
        return None
    owner = None if replaced or command.corrects is None else _owner_of(session, command.corrects)
    if owner is not None and ledger.context.role is Role.PLAYER:
        return refused(ErrorCode.FORBIDDEN, say("refused_own_sets"), context)
    at_ms = lifter.track.done[replaced[0]].at_ms if replaced else ledger.context.occurred_ms
    told = Told(
        command.exercise_id,
        command.exercise_name,
        data,
        command.event_id,
        at_ms,
        seq,
        replaced,
        ledger.context.role,
        bool(command.confirmed),
    )
    verdict = judge_set(lifter, told, context)
    _add_set(lifter, player, command, verdict, replaced, ledger)
    _add_findings(lifter, player, verdict, ledger)
    if owner is not None:
        _take_from(session, owner, command, ledger)
    return None


def _seq(session: StrengthSession, ledger: Ledger) -> int:
    return session.state.seq + len(ledger.entries) + 1


def _add_set(
    lifter: Lifter,
    player: PlayerState,
    command: SetCompletion,
    verdict: Verdict,
    replaced: Sequence[str],
    ledger: Ledger,
) -> None:
    done, rest_s = verdict.done, verdict.rest.rest_s
    former = lifter.track.done[replaced[0]].event_id if replaced else None
    ends_ms = done.at_ms + round(rest_s * 1000) + ledger.shift_ms
    ledger.add(
        SET,
        SetCompleted,
        player_id=player.player_id,
        exercise_id=done.exercise_id,
        exercise_name=done.exercise_name,
        set_data=done.data,
        next_set_preview=verdict.preview,
        estimated_one_rep_max=verdict.one_rep_max,
        personal_record=verdict.record,
        velocity_loss=done.velocity_loss,
        corrects=command.corrects or former,
        needs_confirmation=verdict.questioned or None,
        notice=verdict.notice,
        verified=verdict.verified and not verdict.questioned,
        rest_duration=rest_s or None,
        rest_ends_at=at_time(ends_ms) if rest_s else None,
        **player.marks(),
    )


def _add_withdrawal(lifter: Lifter, player: PlayerState, command: SetCompletion, ledger: Ledger) -> None:
    exercise = lifter.programme.exercises.get(command.exercise_id)
    name = exercise.name if exercise is not None else command.exercise_name or command.exercise_id
    ledger.add(
        SET,
        SetCompleted,
        player_id=player.player_id,
        exercise_id=command.exercise_id,
        exercise_name=name,
        set_data=command.set_data,
        corrects=command.corrects,
        withdrawn=True,
        **player.marks(),
    )


def _add_findings(lifter: Lifter, player: PlayerState, verdict: Verdict, ledger: Ledger) -> None:
    """What the velocities of a set say by themselves, as feedback by the sensor."""
    done = verdict.done
    steps = lifter.programme.matching(done.exercise_id, done.data.set_number, done.data.side)
    found = sensor_findings(done, steps[0] if steps else None, lifter.settings)
    if found is None:
        return
    marks = [*lifter.track.marks.get(done.exercise_id, ()), FormMark(done.data.set_number, found.rating)]
    ledger.add(
        FORM,
        FormFeedbackGiven,
        player_id=player.player_id,
        exercise_id=done.exercise_id,
        set_number=done.data.set_number,
        rating=found.rating,
        issues=found.issues,
        source=FormSource.SENSOR,
        corrections=corrections_of(done.lift, found.issues),
        trend=form_trend(marks, lifter.settings),
        note=english(found.note),
        note_sayings=found.note,
        **player.marks(),
    )


def _owner_of(session: StrengthSession, event_id: str) -> PlayerState | None:
    """The player whose set an event is."""
    for player_id, track in session.works.items():
        if any(done.event_id == event_id for done in track.done.values()):
            return session.state.players[player_id]
    return None


def _take_from(session: StrengthSession, owner: PlayerState, command: SetCompletion, ledger: Ledger) -> None:
    """A set that was told for the wrong player is withdrawn there."""
    lifter = lifter_of(session, owner)
    wrong = next(done for done in lifter.track.done.values() if done.event_id == command.corrects)
    data = msgspec.structs.replace(wrong.data, outcome=SetOutcome.SKIPPED)
    moved = msgspec.structs.replace(command, player_id=owner.player_id, exercise_id=wrong.exercise_id, set_data=data)
    _add_withdrawal(lifter, owner, moved, ledger)
