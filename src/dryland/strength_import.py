"""A strength log of another app into a data folder: the sets kept once, the player's estimates learned anew.

Sets imported before and sets of former sessions are learned together in the order of their time, so it does not
matter what came first. No node may run on the folder.
"""

from __future__ import annotations

import calendar
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from dryland.contract.base import WeightUnit, Wire, WorkoutType
from dryland.devices.strength_log import LoggedSet, StrengthLog, read_log
from dryland.floor.aggregate import SERVER, Session
from dryland.floor.facts import PLAYER_PRIORS, PlayerPriorsKnown
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.lifts import is_assisted, lift_code, lifts_body
from dryland.floor.settings import FloorSettings
from dryland.floor.strength import lifter_of
from dryland.floor.strength_history import LiftingHistory
from dryland.floor.strength_import import FormerSet, former_sets, history_of
from dryland.floor.workout import at_time
from dryland.held_session import stored_event
from dryland.history import read_session
from dryland.science.strength_state import SetObservation, estimate
from dryland.store import Append, SqliteStore, StoredEvent
from dryland.store.records import LiftedSet, PlayerPriors, RecordSet

__all__ = ["ImportReport", "LiftEstimate", "NoSuchPlayerError", "RowReport", "import_strength_log"]

_KIND: Final = WorkoutType.STRENGTH.value


class NoSuchPlayerError(LookupError):
    """The data folder has no player of that id."""

    def __init__(self, player_id: str) -> None:
        self.player_id = player_id
        super().__init__(f"There is no player {player_id} in this data folder.")


class RowReport(Wire, frozen=True, kw_only=True):
    """What became of one row of the file: imported, known (from an earlier import) or left_out, and why."""

    row: int
    result: str
    exercise: str | None = None
    why: str | None = None


class LiftEstimate(Wire, frozen=True, kw_only=True):
    """What is now known of one lift; kg, 90 % interval."""

    lift: str
    sets: int
    e1rm_kg: float | None = None
    low_kg: float | None = None
    high_kg: float | None = None


class ImportReport(Wire, frozen=True, kw_only=True):
    """An import, row by row. `unitTold` is false where the file names no unit and one had to be assumed."""

    file: str
    player_id: str
    rows: int
    imported: int
    known: int
    left_out: int
    unit_told: bool
    sessions_renewed: tuple[str, ...]
    estimates: tuple[LiftEstimate, ...]
    report: tuple[RowReport, ...]


def import_strength_log(
    store: SqliteStore, records: RecordSet, player_id: str, path: Path, now_ms: int, *, unit: str = "kg"
) -> ImportReport:
    """Import one file for one player; a second time changes nothing.

    Raises `NoSuchPlayerError`, `UnreadableLogError`.
    """
    if records.players.get(player_id) is None:
        raise NoSuchPlayerError(player_id)
    log = read_log(path, unit)
    mass_kg = _mass_kg(records, player_id)
    known_ids = {each.set_id for each in records.lifted_sets.of_player(player_id)}
    wanted = dict(_identified(log.sets))
    fresh = {set_id: logged for set_id, logged in wanted.items() if set_id not in known_ids}
    records.lifted_sets.save_many(_kept(player_id, set_id, logged) for set_id, logged in fresh.items())
    sessions = list(_sessions_of(store, records, player_id))
    past = [*_imported(records, player_id, mass_kg), *(each for one in sessions for each in _lived(one, player_id))]
    history = history_of(past, FloorSettings().strength)
    records.priors.save(PlayerPriors(player_id, _KIND, msgspec.json.encode(history), now_ms))
    renewed = _renew(store, sessions, player_id, past, now_ms)
    return _report(path, player_id, log, fresh, wanted, history, past, renewed)


def _mass_kg(records: RecordSet, player_id: str) -> float:
    tested = records.player_tests.physiology([player_id], date.max)[player_id].mass_kg
    return 0.0 if tested is None else tested.value


def _identified(sets: Sequence[LoggedSet]) -> Iterator[tuple[str, LoggedSet]]:
    """Each set with an id made from what its row says; rows that say the same twice are told apart by their count."""
    seen: dict[str, int] = {}
    for logged in sets:
        said = f"{logged.at.isoformat()}|{logged.exercise}|{logged.order}|{logged.weight:g}|{logged.reps}|{logged.kind}"
        seen[said] = seen.get(said, 0) + 1
        yield hashlib.blake2b(f"{said}|{seen[said]}".encode(), digest_size=12).hexdigest(), logged


class _Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row as it is kept: what was read, nothing that follows from it."""

    exercise: str
    at_ms: int
    row: int
    weight: float
    unit: str
    load_kg: float
    reps: int
    kind: str
    rpe: float | None = None
    target_rpe: float | None = None


def _kept(player_id: str, set_id: str, logged: LoggedSet) -> LiftedSet:
    at_ms = calendar.timegm(logged.at.timetuple()) * 1000
    row = _Row(
        logged.exercise, at_ms, logged.row, logged.weight, logged.unit, logged.load_kg, logged.reps, logged.kind,
        logged.rpe, logged.target_rpe_high,
    )  # fmt: skip
    return LiftedSet(player_id, set_id, at_ms, msgspec.json.encode(row))


def _imported(records: RecordSet, player_id: str, mass_kg: float) -> Iterator[FormerSet]:
    """The kept rows that say something about strength: no warm-ups, no drops, no lifts whose load is help."""
    for each in records.lifted_sets.of_player(player_id):
        row = msgspec.json.decode(each.body, type=_Row)
        if row.kind in {"warm_up", "drop"} or is_assisted(row.exercise):
            continue
        done = SetObservation(
            exercise=lift_code(row.exercise),
            load_kg=row.load_kg + (mass_kg if lifts_body(row.exercise) else 0.0),
            reps=row.reps,
            at_ms=row.at_ms,
            rpe=row.rpe,
            to_failure=row.kind == "failure",
            target_rpe=row.target_rpe,
        )
        yield FormerSet(
            done, row.load_kg, row.row, row.weight, WeightUnit.LBS if row.unit == "lb" else WeightUnit.KG,
            exercise_name=row.exercise,
        )  # fmt: skip


def _sessions_of(store: SqliteStore, records: RecordSet, player_id: str) -> Iterator[Session]:
    """The strength sessions of a player, as the log tells them."""
    for planned in records.sessions.of_player(player_id):
        head = store.head(planned.id)
        if head is None or planned.workout_type is not WorkoutType.STRENGTH:
            continue
        session = read_session(store, head.stream, head.epoch, FloorSettings()).session
        if session is not None and player_id in session.state.players:
            yield session


def _lived(session: Session, player_id: str) -> list[FormerSet]:
    """What a player has lifted in a session that is over."""
    if session.state.status not in TERMINAL:
        return []
    return former_sets(lifter_of(session, session.state.players[player_id]))  # pyright: ignore[reportArgumentType]


def _renew(
    store: SqliteStore, sessions: Sequence[Session], player_id: str, past: Sequence[FormerSet], now_ms: int
) -> tuple[str, ...]:
    """Tell the sessions that are not over; what was lifted later than a session began is not its past."""
    open_sessions = [session for session in sessions if session.state.status not in TERMINAL]
    facts: list[StoredEvent] = []
    for session in open_sessions:
        state = session.state
        history = history_of(past, FloorSettings().strength)
        fact = PlayerPriorsKnown(
            session_id=state.session_id,
            seq=state.seq + 1,
            epoch=state.epoch,
            event_id=f"import-{secrets.token_hex(8)}",
            occurred_at=at_time(now_ms),
            recorded_at=at_time(now_ms),
            by=SERVER,
            player_id=player_id,
            priors=msgspec.Raw(msgspec.json.encode(history)),
        )
        if bytes(fact.priors) != bytes(state.players[player_id].priors):
            facts.append(stored_event(state.session_id, PLAYER_PRIORS, fact, msgspec.json.encode(fact)))
    if facts:
        store.append_and_wait(Append(events=facts))
    return tuple(fact.stream for fact in facts)


def _report(
    path: Path,
    player_id: str,
    log: StrengthLog,
    fresh: dict[str, LoggedSet],
    wanted: dict[str, LoggedSet],
    history: LiftingHistory,
    past: Sequence[FormerSet],
    renewed: tuple[str, ...],
) -> ImportReport:
    new_rows = {logged.row for logged in fresh.values()}
    rows = [
        RowReport(
            row=logged.row,
            result="imported" if logged.row in new_rows else "known",
            exercise=logged.exercise,
            why=_unused(logged),
        )
        for logged in wanted.values()
    ]
    rows += [RowReport(row=each.row, result="left_out", why=each.why) for each in log.left_out]
    return ImportReport(
        file=path.name,
        player_id=player_id,
        rows=len(rows),
        imported=len(fresh),
        known=len(wanted) - len(fresh),
        left_out=len(log.left_out),
        unit_told=log.unit_told,
        sessions_renewed=renewed,
        estimates=tuple(_estimates(history, past)),
        report=tuple(sorted(rows, key=lambda each: each.row)),
    )


def _unused(logged: LoggedSet) -> str | None:
    """Why a kept set teaches the estimates nothing; None where it does."""
    if logged.kind in {"warm_up", "drop"}:
        return f"kept, not learned from: {logged.kind.replace('_', '-')}"
    if is_assisted(logged.exercise):
        return "kept, not learned from: the load is help"
    if logged.load_kg <= 0 and not lifts_body(logged.exercise):
        return "kept, not learned from: no load"
    return "kept, not learned from: more than 30 repetitions" if logged.reps > 30 else None


def _estimates(history: LiftingHistory, past: Sequence[FormerSet]) -> Iterator[LiftEstimate]:
    counts: dict[str, int] = {}
    for each in past:
        counts[each.done.exercise] = counts.get(each.done.exercise, 0) + 1
    for lift, sets in sorted(counts.items(), key=lambda item: -item[1]):
        known = estimate(history.strength, lift)
        yield LiftEstimate(
            lift=lift,
            sets=sets,
            e1rm_kg=None if known is None else round(known.value_kg, 1),
            low_kg=None if known is None else round(known.low_kg, 1),
            high_kg=None if known is None else round(known.high_kg, 1),
        )
