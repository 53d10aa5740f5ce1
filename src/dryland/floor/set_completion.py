"""A set as told → what is known of it afterwards: the estimates, the next set, the rest, a record, a question.

Decides over one lifter; stores nothing and asks no clock.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from dryland.contract.base import Role, Side
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice, noticed
from dryland.contract.sayings import say
from dryland.contract.strength import (
    EstimatedOneRepMax,
    NextSetPreview,
    PersonalRecord,
    SetData,
    SetOutcome,
)
from dryland.contract.strength_plan import LoadBasis, PlannedExercise, SetKind
from dryland.floor.adapting import forbids_exercise, not_allowed
from dryland.floor.lifts import has_one_rep_max, lift_code
from dryland.floor.movements import demand_of_exercise
from dryland.floor.next_load import estimate_of, known_lift
from dryland.floor.prescription import preview_of
from dryland.floor.programme import Step, set_key
from dryland.floor.rack import to_kg
from dryland.floor.rest_plan import PlannedRest, rest_after
from dryland.floor.set_checks import implausible_set
from dryland.floor.strength_history import LiftHistory, record_of
from dryland.floor.strength_track import (
    DoneSet,
    Lifter,
    body_kg,
    current_step,
    is_done,
    learned,
    place_after,
)
from dryland.science.strength_state import StrengthState
from dryland.science.velocity import velocity_loss_pct

__all__ = ["Told", "Verdict", "done_set", "judge_set", "last_of", "one_rep_max"]

_STAFF = frozenset({Role.TRAINER, Role.ADMIN})
_NO_REST = PlannedRest(0.0, None)


class Told(NamedTuple):
    """A set as it was told, and the keys of the sets whose place it takes."""

    exercise_id: str
    exercise_name: str | None
    data: SetData
    event_id: str | None
    at_ms: int
    seq: int
    replaced: tuple[str, ...] = ()
    role: Role = Role.PLAYER
    confirmed: bool = False

    @property
    def key(self) -> str:
        """The key of the set itself."""
        return set_key(self.exercise_id, self.data.set_number, self.data.side)


class Verdict(NamedTuple):
    """What follows from a set."""

    done: DoneSet
    notice: Notice | None
    questioned: bool
    verified: bool
    preview: NextSetPreview | None
    one_rep_max: EstimatedOneRepMax | None
    record: PersonalRecord | None
    rest: PlannedRest


def done_set(lifter: Lifter, told: Told, questioned: bool = False, verified: bool = True) -> DoneSet:
    """The set as it is kept."""
    data = told.data
    steps = lifter.programme.matching(told.exercise_id, data.set_number, data.side)
    exercise = lifter.programme.exercises.get(told.exercise_id)
    step = steps[0] if steps else None
    name = exercise.name if exercise is not None else told.exercise_name or told.exercise_id
    lift = step.lift if step is not None else (exercise and exercise.lift) or lift_code(name)
    bar_kg = to_kg(data.weight, data.weight_unit)
    loss = _velocity_loss(data)
    return DoneSet(
        exercise_id=told.exercise_id,
        exercise_name=name,
        lift=lift if len(steps) < 2 else lift.partition(":")[0],
        at_ms=told.at_ms,
        seq=told.seq,
        data=data,
        bar_kg=bar_kg,
        load_kg=bar_kg + body_kg(exercise, lifter.profile),
        kind=data.kind or (step.kind if step is not None else SetKind.WORKING),
        drop=step is not None and step.drop_pct is not None,
        target_rpe=None if step is None else step.target_rpe,
        target_reps=None if step is None else step.reps,
        event_id=told.event_id,
        questioned=questioned,
        verified=verified,
        velocity_loss=loss,
    )


def _velocity_loss(data: SetData) -> float | None:
    """Loss from the fastest to the last repetition, %."""
    velocities = data.velocities
    if not velocities or max(velocities) <= 0:
        return None
    return round(velocity_loss_pct(max(velocities), velocities[-1]), 1)


def last_of(
    lifter: Lifter, exercise_id: str, side: Side | None = None, without: tuple[str, ...] = ()
) -> DoneSet | None:
    """The last set of an exercise, on that side or both, that was really done and may be believed."""
    sets = (
        each
        for key, each in lifter.track.done.items()
        if each.exercise_id == exercise_id
        and key not in without
        and (side is None or each.data.side in {None, Side.BOTH, side})
        and each.outcome is not SetOutcome.SKIPPED
        and not each.questioned
    )
    return max(sets, key=lambda each: (each.at_ms, each.seq), default=None)


def judge_set(lifter: Lifter, told: Told, context: ErrorContext) -> Verdict:
    """Everything that follows from a set that is not withdrawn."""
    done = done_set(lifter, told)
    notice, questioned, verified = _examine(lifter, told, done, context)
    if questioned or not verified:
        done = done_set(lifter, told, questioned, verified)
    strength = learned(lifter, done, told.replaced)
    here = _step_of(lifter, done)
    rest = _rest(lifter, told, here, done)
    following = _following(lifter, done, here)
    preview = None
    if following is not None:
        preview = _preview(lifter, following, done, strength, told, rest)
    return Verdict(
        done,
        notice,
        questioned,
        verified,
        preview,
        one_rep_max(strength, done.lift),
        _record(lifter, done, told.replaced) if verified and not questioned else None,
        rest,
    )


def _examine(lifter: Lifter, told: Told, done: DoneSet, context: ErrorContext) -> tuple[Notice | None, bool, bool]:
    """What is to be asked, whether advice must wait for the answer, whether the set may count as a record.

    A player's own word makes a load count for advice; a record out of it takes a trainer's.
    """
    banned = _not_allowed(lifter, told, done, context)
    if banned is not None:
        return banned, False, False
    odd = implausible_set(lifter, done, _expected_kg(lifter, done, told.replaced), context)
    if odd is not None:
        if not told.confirmed:
            return odd, True, False
        return None, False, told.role in _STAFF
    return misplaced(lifter, told, context), False, True


def _not_allowed(lifter: Lifter, told: Told, done: DoneSet, context: ErrorContext) -> Notice | None:
    """The notice about a set that a restriction in force does not allow."""
    if not lifter.restrictions or done.outcome is SetOutcome.SKIPPED or told.exercise_id in lifter.programme.exercises:
        return None
    exercise = lifter.banned.get(told.exercise_id)
    if exercise is not None:
        return not_allowed(exercise.name, context)
    lift = PlannedExercise(id=told.exercise_id, name=done.exercise_name, lift=done.lift.partition(":")[0], sets=())
    known = demand_of_exercise(lift).regions
    return not_allowed(done.exercise_name, context) if known and forbids_exercise(lifter.restrictions, lift) else None


def _expected_kg(lifter: Lifter, done: DoneSet, replaced: tuple[str, ...]) -> float | None:
    """What the set was to be, kg moved in all: as advised, else as the last one, as planned, as in the last session."""
    preview, body = lifter.track.preview, done.load_kg - done.bar_kg
    if (
        preview is not None
        and preview.weight > 0
        and (preview.exercise_id, preview.set_number) == (done.exercise_id, done.data.set_number)
    ):
        return to_kg(preview.weight, preview.weight_unit) + body
    before = last_of(lifter, done.exercise_id, done.data.side, replaced)
    if before is not None:
        return before.load_kg
    steps = lifter.programme.matching(done.exercise_id, done.data.set_number, done.data.side)
    planned = steps[0].planned.load if steps else None
    if planned is not None and planned.basis is LoadBasis.ABSOLUTE and planned.value:
        return to_kg(planned.value, planned.unit) + body
    former = lifter.history.lifts.get(done.lift)
    return former.sessions[-1].load_kg + body if former is not None and former.sessions else None


def misplaced(lifter: Lifter, told: Told, context: ErrorContext) -> Notice | None:
    """The notice about a set that the plan does not have; it is kept, because it may have been done."""
    number, programme = told.data.set_number, lifter.programme
    if told.exercise_id not in programme.exercises:
        if not programme.steps:
            return None
        return noticed(
            ErrorCode.EXERCISE_NOT_IN_PLAN,
            say("set_other_exercise", exercise=told.exercise_name or told.exercise_id),
            msgspec.structs.replace(context, alternatives=tuple(list(programme.exercises)[:10])),
        )
    if programme.matching(told.exercise_id, number, told.data.side):
        return None
    total = programme.totals[told.exercise_id]
    said = say("set_beyond_plan", set=number, sets=total, exercise=programme.exercises[told.exercise_id].name)
    return noticed(ErrorCode.SET_OUT_OF_ORDER, said, msgspec.structs.replace(context, value=float(total)))


def _step_of(lifter: Lifter, done: DoneSet) -> Step | None:
    """The last of the steps that a set is."""
    steps = lifter.programme.matching(done.exercise_id, done.data.set_number, done.data.side)
    return steps[-1] if steps else None


def _following(lifter: Lifter, done: DoneSet, here: Step | None) -> Step | None:
    """The step to do after a set, as if the set were done already."""
    track, programme = lifter.track, lifter.programme
    if here is None:
        step = current_step(track, programme)
        return place_after(track, programme, -1) if step is None or is_done(track, step) else step
    own = set_key(done.exercise_id, done.data.set_number, done.data.side)
    covered = {step.key for step in programme.matching(done.exercise_id, done.data.set_number, done.data.side)}
    place = programme.places[here.key]
    for step in (*programme.steps[place + 1 :], *programme.steps[:place]):
        if step.key not in covered and step.key != own and not is_done(track, step):
            return step
    return None


def _rest(lifter: Lifter, told: Told, here: Step | None, done: DoneSet) -> PlannedRest:
    """The rest that a newly told set starts; a correction and a skipped set start none."""
    if here is None or told.replaced or done.outcome is SetOutcome.SKIPPED:
        return _NO_REST
    if _following(lifter, done, here) is None:
        return _NO_REST
    return rest_after(here, done.data.rpe, lifter.settings)


def _preview(
    lifter: Lifter, following: Step, done: DoneSet, strength: StrengthState, told: Told, rest: PlannedRest
) -> NextSetPreview:
    last: DoneSet | None = done
    other_side = following.side is not None and done.data.side not in {None, Side.BOTH, following.side}
    elsewhere = following.exercise.id != done.exercise_id or other_side
    if other_side:
        # The other side's load follows from this one, which the track does not hold yet.
        key = set_key(done.exercise_id, done.data.set_number, done.data.side)
        lifter = lifter._replace(track=msgspec.structs.replace(lifter.track, done={**lifter.track.done, key: done}))
    if elsewhere or done.outcome is SetOutcome.SKIPPED or done.questioned:
        last = last_of(lifter, following.exercise.id, following.side, told.replaced)
    elif told.replaced:
        other = last_of(lifter, following.exercise.id, following.side, told.replaced)
        last = other if other is not None and other.at_ms > done.at_ms else done
    running = lifter.track.rest
    if told.replaced and running is not None and not running.over:
        rest = PlannedRest(running.duration_ms / 1000, None)
    return preview_of(
        lifter,
        following,
        last,
        strength,
        told.at_ms,
        rest_s=rest.rest_s,
        rest_reason=rest.reason,
        advice_id=f"a{told.seq}",
    )


def one_rep_max(strength: StrengthState, lift: str) -> EstimatedOneRepMax | None:
    """The estimate as the wire has it; kg, 90 % interval; None for lifts that have no 1RM."""
    known = estimate_of(strength, lift) if has_one_rep_max(lift) else None
    if known is None:
        return None
    exercise = strength.exercises[known_lift(strength, lift)]
    return EstimatedOneRepMax(
        value=round(known.value_kg, 1),
        low=round(known.low_kg, 1),
        high=round(known.high_kg, 1),
        method=known.method,
        sets=exercise.rated_sets + exercise.failed_sets or None,
    )


def _record(lifter: Lifter, done: DoneSet, replaced: tuple[str, ...]) -> PersonalRecord | None:
    """A record against former sessions and the sets of this one; only comparable sets count."""
    if not done.learns or done.outcome is SetOutcome.SKIPPED:
        return None
    former: LiftHistory | None = lifter.history.lifts.get(done.lift)
    if former is None or not former.bests:
        return None
    own = [
        (each.bar_kg, each.data.reps)
        for key, each in lifter.track.done.items()
        if key not in replaced and each.lift == done.lift and each.learns and each.verified
    ]
    return record_of((*former.bests, *own), done.bar_kg, done.data.reps)
