"""What the agility machine looks up in a session: drills and former times of a player, the team's times, what runs.

Everything here follows from the session's state or is live; nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from dryland.contract.agility import DrillPhase
from dryland.contract.agility_plan import Drill
from dryland.contract.base import Command, SessionStatus, Side
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.floor.adapting import plan_for
from dryland.floor.agility_judgement import DrillPrior, DrillTable, drill_key
from dryland.floor.agility_live import RunningAttempt, banned
from dryland.floor.agility_priors import AgilityPriors
from dryland.floor.agility_programme import AgilityProgramme, programme_of
from dryland.floor.agility_track import AgilityTrack, DrillTrack, planned_side
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN, PlayerState, SessionState
from dryland.floor.workout import Ledger, to_ms

__all__ = [
    "AgilitySession",
    "Subject",
    "all_priors_of",
    "begin",
    "enter",
    "forget_running",
    "may_run",
    "out_of_time",
    "own_time",
    "priors_of",
    "programme_for",
    "running_of",
    "subject_of",
    "table_of",
    "tables_of",
]


class AgilitySession:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    settings: FloorSettings
    works: dict[str, AgilityTrack]
    plans: dict[str, AgilityProgramme]
    memory: dict[str, Any]
    moved: bool


class Subject(NamedTuple):
    """Whom and what a command is about."""

    player: PlayerState
    programme: AgilityProgramme
    drill: Drill
    track: DrillTrack
    number: int
    side: Side | None

    def where(self, session: AgilitySession) -> ErrorContext:
        """The subject as an answer names it."""
        return ErrorContext(
            session_id=session.state.session_id,
            player_id=self.player.player_id,
            drill_id=self.drill.id,
            attempt_number=self.number,
            state=session.state.status.value,
        )


def programme_for(session: AgilitySession, player: PlayerState) -> AgilityProgramme:
    """The drills that hold for a player: the player's own plan, or the session's."""
    known = session.plans.get(player.player_id)
    if known is None:
        if player.restrictions:
            known = AgilityProgramme(plan_for(session.state, player))
        elif bytes(player.plan) != bytes(NO_PLAN):
            known = programme_of(player.plan)
        else:
            known = session.plans.get("") or programme_of(session.state.plan)
            session.plans[""] = known
        session.plans[player.player_id] = known
    return known


def unrestricted(session: AgilitySession, player: PlayerState) -> AgilityProgramme:
    """The drills of a player's plan whatever restrictions say; a drill that is not allowed may still have been run."""
    return programme_of(player.plan if bytes(player.plan) != bytes(NO_PLAN) else session.state.plan)


def all_priors_of(session: AgilitySession, player: PlayerState) -> AgilityPriors:
    """What former sessions tell of a player."""
    table: dict[str, AgilityPriors] = session.memory.setdefault("agility.priors", {})
    known = table.get(player.player_id)
    if known is None:
        read = msgspec.json.decode(player.priors, type=AgilityPriors | None)
        known = table[player.player_id] = read or AgilityPriors()
    return known


def priors_of(session: AgilitySession, player: PlayerState) -> Mapping[str, DrillPrior]:
    """The times of former sessions of a player, by drill and direction."""
    return all_priors_of(session, player).drills


def subject_of(
    session: AgilitySession, player_id: str, drill_id: str, number: int | None, side: Side | None = None
) -> Subject | Refusal:
    """Player and drill of a command, or why they cannot be found."""
    player = session.state.players.get(player_id)
    programme = None if player is None else programme_for(session, player)
    drill = None if programme is None else programme.drill(drill_id)
    if player is not None and programme is not None and drill is None and number is not None:
        whole = unrestricted(session, player)
        drill = whole.drill(drill_id)
        programme = programme if drill is None else whole
    if player is None or programme is None or drill is None:
        context = ErrorContext(
            session_id=session.state.session_id,
            player_id=player_id,
            drill_id=drill_id,
            attempt_number=number,
            alternatives=None if programme is None else tuple(other.id for other in programme.drills),
        )
        if player is None:
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        return Refusal(ErrorCode.DRILL_NOT_IN_PLAN, f"{drill_id}:", context)
    track = session.works[player_id].drill(drill_id)
    number = track.next_number(drill) if number is None else number
    return Subject(player, programme, drill, track, number, side or planned_side(drill, number))


def out_of_time(session: AgilitySession, subject: Subject, ledger: Ledger) -> Refusal | None:
    """Nobody runs before the session's start or after its end; what happened in between may be told late."""
    state, at_ms = session.state, ledger.context.occurred_ms
    if state.clock.start_ms is None or at_ms < state.clock.start_ms:
        return refused(ErrorCode.STEP_OUT_OF_ORDER, say("refused_not_started"), subject.where(session))
    if state.clock.end_ms is not None and at_ms > state.clock.end_ms:
        return refused(ErrorCode.INVALID_TRANSITION, say("refused_had_ended"), subject.where(session))
    return None


def tables_of(session: AgilitySession) -> dict[tuple[str, Side | None], DrillTable]:
    return session.memory.setdefault("agility.tables", {})


def table_of(session: AgilitySession, drill: Drill, side: Side | None) -> DrillTable:
    """The team's times in a drill and direction."""
    key = drill.id, side
    table = tables_of(session).get(key)
    if table is None:
        table = tables_of(session)[key] = DrillTable()
        for player in session.state.players.values():
            enter(session, table, player, drill, side)
    return table


def enter(session: AgilitySession, table: DrillTable, player: PlayerState, drill: Drill, side: Side | None) -> None:
    prior = priors_of(session, player).get(drill_key(drill, side))
    table.put(player.player_id, prior, session.works[player.player_id].drill(drill.id).valid(side))


def running_of(session: AgilitySession) -> dict[str, RunningAttempt]:
    return session.memory.setdefault("agility.running", {})


def forget_running(session: AgilitySession, player_id: str, drill_id: str, number: int) -> None:
    running = running_of(session).get(player_id)
    if running is not None and running.is_of(drill_id, number):
        del running_of(session)[player_id]


def begin(session: AgilitySession, subject: Subject, at_ms: int) -> RunningAttempt:
    """The attempt under way of a player; a fresh one when the former was another or was abandoned."""
    known = running_of(session).get(subject.player.player_id)
    abandoned_ms = session.settings.agility.start_abandoned_s * 1000
    if known is not None and known.is_of(subject.drill.id, subject.number) and at_ms - known.seen_ms < abandoned_ms:
        return known
    return RunningAttempt(subject.drill.id, subject.number, at_ms)


def may_run(session: AgilitySession, subject: Subject, phase: DrillPhase) -> Refusal | None:
    """Attempts start only while the session runs, and never against a restriction."""
    if phase is not DrillPhase.EXECUTION:
        return None
    status = session.state.status
    if status is not SessionStatus.ACTIVE:
        return Refusal(ErrorCode.STEP_OUT_OF_ORDER, f"The session is {status.value}.", subject.where(session))
    layout = subject.programme.layout(subject.drill, subject.side, session.settings.agility)
    why = banned(subject.player, subject.drill, layout)
    return None if why is None else refused(ErrorCode.MEDICAL_RESTRICTION, why, subject.where(session))


def own_time(command: Command, now_ms: int) -> int:
    """A live command's own time, never ahead of the node."""
    return now_ms if command.occurred_at is None else min(to_ms(command.occurred_at), now_ms)
