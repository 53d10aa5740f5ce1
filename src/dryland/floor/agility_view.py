"""A player's place in an agility plan as screens show it, and the record of what was run. Reads; changes nothing."""

from __future__ import annotations

from dryland.contract.agility import DrillPhase, DrillPointer, TimingSource
from dryland.contract.agility_plan import Drill, DrillPattern, FaultKind
from dryland.contract.base import Side, Timestamp, Wire
from dryland.floor.agility_programme import AgilityProgramme
from dryland.floor.agility_session import AgilitySession, programme_for, running_of
from dryland.floor.agility_track import Attempt, DrillTrack, planned_side
from dryland.floor.state import PlayerState
from dryland.floor.workout import at_time

__all__ = ["AgilityRecord", "AttemptRecord", "DrillRecord", "agility_record", "drill_pointer"]


def drill_pointer(session: AgilitySession, player: PlayerState) -> DrillPointer | None:
    """The player's drill as screens show it; ends are on the node's clock."""
    programme, work = programme_for(session, player), session.works[player.player_id]
    place = len(programme.drills) if programme.plan is None else work.place(programme.plan)
    if place == len(programme.drills):
        return None
    drill = programme.drills[place]
    track = work.drill(drill.id)
    number = track.next_number(drill)
    running = running_of(session).get(player.player_id)
    if running is not None and not running.is_of(drill.id, number):
        running = None
    shift_ms, last = session.state.clock.shift_ms, track.last()
    rest_ms = None if last is None or drill.rest is None else last.at_ms + round(drill.rest * 1000)
    phase = DrillPhase.SETUP if rest_ms is None else DrillPhase.RECOVERY
    started_ms = None if running is None else running.started_ms
    position, starts_ms = _start_place(session, programme, drill, player)
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
    session: AgilitySession, programme: AgilityProgramme, drill: Drill, player: PlayerState
) -> tuple[int | None, int | None]:
    """Place in the start list, and the time of a timed start once the drill's own start is known."""
    entries = programme.starts(drill)
    for position, entry in enumerate(entries, start=1):
        if entry.player_id == player.player_id:
            begun_ms = _begun_ms(session, programme, drill)
            if begun_ms is None or entry.offset is None:
                return position, None
            return position, session.state.clock.after_active_ms(begun_ms, round(entry.offset * 1000))
    return None, None


def _begun_ms(session: AgilitySession, programme: AgilityProgramme, drill: Drill) -> int | None:
    """When a drill began for the group: the first with the session, any other with its first attempt."""
    if programme.drills[0].id == drill.id:
        return session.state.clock.start_ms
    begun = [
        round(attempt.at_ms - attempt.time_ms)
        for work in session.works.values()
        for attempt in work.drill(drill.id).attempts
    ]
    return min(begun, default=None)


class AttemptRecord(Wire, frozen=True, kw_only=True):
    """One attempt as it was told last; times in ms."""

    number: int
    at: Timestamp
    time: float
    source: TimingSource
    side: Side | None = None
    splits: tuple[float, ...] = ()
    faults: tuple[FaultKind, ...] = ()
    void_reasons: tuple[FaultKind, ...] = ()
    questioned: bool | None = None


class DrillRecord(Wire, frozen=True, kw_only=True):
    """One drill of a player; best and mean (ms) of the attempts that count, asymmetry in %."""

    drill_id: str
    name: str
    pattern: DrillPattern
    attempts: tuple[AttemptRecord, ...]
    best_time: float | None = None
    average_time: float | None = None
    asymmetry: float | None = None


class AgilityRecord(Wire, frozen=True, kw_only=True):
    """A player's attempts, drill by drill in the order of the plan."""

    drills: tuple[DrillRecord, ...]


def agility_record(session: AgilitySession, player: PlayerState) -> AgilityRecord:
    """What a player ran in this session."""
    programme, work = programme_for(session, player), session.works[player.player_id]
    return AgilityRecord(drills=tuple(_drill_record(drill, work.drill(drill.id)) for drill in programme.drills))


def _drill_record(drill: Drill, track: DrillTrack) -> DrillRecord:
    mean_ms = track.mean_ms(drill)
    return DrillRecord(
        drill_id=drill.id,
        name=drill.name,
        pattern=drill.pattern,
        attempts=tuple(_attempt_record(track, attempt) for attempt in track.attempts),
        best_time=track.best_ms(drill),
        average_time=None if mean_ms is None else round(mean_ms, 1),
        asymmetry=track.asymmetry_pct() if drill.sides else None,
    )


def _attempt_record(track: DrillTrack, attempt: Attempt) -> AttemptRecord:
    return AttemptRecord(
        number=attempt.number,
        at=at_time(attempt.at_ms),
        time=attempt.time_ms,
        source=attempt.source,
        side=attempt.side,
        splits=attempt.splits,
        faults=tuple(track.faults_of(attempt.number).elements()),
        void_reasons=attempt.void,
        questioned=attempt.questioned or None,
    )
