"""What a player lifted in a session, and what of it the next session is to know. Computed from the track alone."""

from __future__ import annotations

from dryland.contract.base import Timestamp, Wire
from dryland.contract.strength import EstimatedOneRepMax, PersonalRecord, SetData, SetOutcome
from dryland.floor.next_load import estimate_of
from dryland.floor.set_completion import one_rep_max
from dryland.floor.strength_history import LiftHistory, LiftingHistory, LiftSession, record_of, with_best
from dryland.floor.strength_track import DoneSet, Lifter
from dryland.floor.workout import at_time
from dryland.science.loading import tonnage_kg

__all__ = ["LiftRecord", "StrengthRecord", "StrengthSet", "history_after", "strength_record"]


class StrengthSet(Wire, frozen=True, kw_only=True):
    """One set of a record; weights as entered in `setData`, `loadKg` what was moved in all."""

    exercise_id: str
    exercise_name: str
    at: Timestamp
    set_data: SetData
    load_kg: float
    questioned: bool | None = None


class LiftRecord(Wire, frozen=True, kw_only=True):
    """One lift of a session: its tonnage in kg, the estimate at its end, the records it brought."""

    lift: str
    sets: int
    reps: int
    tonnage_kg: float
    estimated_one_rep_max: EstimatedOneRepMax | None = None
    personal_records: tuple[PersonalRecord, ...] = ()


class StrengthRecord(Wire, frozen=True, kw_only=True):
    """A player's lifting in a session: done and planned sets, tonnage, lifts."""

    sets_done: int
    sets_planned: int
    tonnage_kg: float
    lifts: tuple[LiftRecord, ...]
    sets: tuple[StrengthSet, ...]


def _in_order(lifter: Lifter) -> list[DoneSet]:
    return sorted(lifter.track.done.values(), key=lambda done: (done.at_ms, done.seq))


def _counts(done: DoneSet) -> bool:
    return done.outcome is not SetOutcome.SKIPPED and not done.questioned


def strength_record(lifter: Lifter) -> StrengthRecord:
    """The record of a player; questioned sets are listed but counted nowhere."""
    sets = _in_order(lifter)
    counted = [done for done in sets if _counts(done)]
    lifts = dict.fromkeys(done.lift for done in counted)
    return StrengthRecord(
        sets_done=len(counted),
        sets_planned=len(lifter.programme.steps),
        tonnage_kg=round(tonnage_kg([(done.data.reps, done.load_kg) for done in counted]), 1),
        lifts=tuple(_lift_record(lifter, lift, [done for done in counted if done.lift == lift]) for lift in lifts),
        sets=tuple(
            StrengthSet(
                exercise_id=done.exercise_id,
                exercise_name=done.exercise_name,
                at=at_time(done.at_ms),
                set_data=done.data,
                load_kg=round(done.load_kg, 2),
                questioned=done.questioned or None,
            )
            for done in sets
        ),
    )


def _lift_record(lifter: Lifter, lift: str, sets: list[DoneSet]) -> LiftRecord:
    return LiftRecord(
        lift=lift,
        sets=len(sets),
        reps=sum(done.data.reps for done in sets),
        tonnage_kg=round(tonnage_kg([(done.data.reps, done.load_kg) for done in sets]), 1),
        estimated_one_rep_max=one_rep_max(lifter.track.strength, lift),
        personal_records=_records(lifter, lift, sets),
    )


def _records(lifter: Lifter, lift: str, sets: list[DoneSet]) -> tuple[PersonalRecord, ...]:
    former = lifter.history.lifts.get(lift)
    bests = () if former is None else former.bests
    found: list[PersonalRecord] = []
    for done in sets:
        if done.learns and done.verified:
            record = record_of(bests, done.bar_kg, done.data.reps)
            bests = with_best(bests, done.bar_kg, done.data.reps) if former is not None else ()
            if record is not None:
                found.append(record)
    return tuple(found)


def history_after(lifter: Lifter) -> LiftingHistory | None:
    """What the next session is to know; None where nothing was lifted in this one."""
    counted = [done for done in _in_order(lifter) if _counts(done) and done.learns]
    if not counted:
        return None
    lifts = dict(lifter.history.lifts)
    for lift in dict.fromkeys(done.lift for done in counted):
        lifts[lift] = _lift_after(lifter, lift, [done for done in counted if done.lift == lift])
    return LiftingHistory(lifter.track.strength, lifts)


def _lift_after(lifter: Lifter, lift: str, sets: list[DoneSet]) -> LiftHistory:
    known = lifter.history.lifts.get(lift) or LiftHistory()
    bests = known.bests
    for done in sets:
        if done.verified:
            bests = with_best(bests, done.bar_kg, done.data.reps)
    heaviest = max(sets, key=lambda done: (done.bar_kg, done.data.reps))
    now = estimate_of(lifter.track.strength, lift)
    newest = LiftSession(
        heaviest.at_ms, heaviest.bar_kg, heaviest.data.reps, None if now is None else round(now.value_kg, 2)
    )
    return LiftHistory((*known.sessions, newest)[-lifter.settings.sessions_kept :], bests)
