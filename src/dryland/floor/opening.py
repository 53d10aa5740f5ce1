"""The first facts of a session's log: that it exists, who belongs to it, what they are to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dryland.contract.base import Role, WorkoutType
from dryland.contract.session import PlanChanged
from dryland.floor.aggregate import SERVER, Session
from dryland.floor.facts import PLAYER_ENROLLED, SESSION_OPENED, PlayerEnrolled, SessionOpened
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN
from dryland.floor.workout import Context, Entry, Ledger, at_time

__all__ = ["NewPlayer", "NewSession", "enrol_entry", "open_session"]


class NewPlayer(NamedTuple):
    """Somebody who belongs to a session from its start."""

    player_id: str
    name: str
    jersey_number: int | None
    profile: PlayerProfile
    priors: msgspec.Raw = NO_PLAN


class NewSession(NamedTuple):
    """A session to be opened. `plan` is a plan of its workout type in JSON, or None for one that is given later."""

    session_id: str
    epoch: str
    org_id: str
    workout_type: WorkoutType
    workout_name: str
    players: Sequence[NewPlayer]
    plan: bytes | None = None
    workout_id: str | None = None
    bundle_id: str | None = None
    trainer_id: str | None = None
    trainer_name: str | None = None


def open_session(new: NewSession, now_ms: int, settings: FloorSettings) -> tuple[Session, list[Entry]]:
    """The session and the facts that opened it. Raises msgspec.ValidationError for a plan of another kind."""
    opened = SessionOpened(
        session_id=new.session_id,
        seq=1,
        epoch=new.epoch,
        occurred_at=at_time(now_ms),
        recorded_at=at_time(now_ms),
        by=new.trainer_id or SERVER,
        org_id=new.org_id,
        workout_type=new.workout_type,
        workout_name=new.workout_name,
        workout_id=new.workout_id,
        bundle_id=new.bundle_id,
        trainer_id=new.trainer_id,
        trainer_name=new.trainer_name,
    )
    session = Session.opened(opened, new.epoch, settings)
    context = Context(now_ms, now_ms, new.trainer_id or SERVER, Role.ADMIN, None, settings)
    ledger = Ledger(session.state, context)
    for player in new.players:
        enrol_entry(player, ledger)
    if new.plan is not None:
        msgspec.json.decode(new.plan, type=session.machine.plan_type)
        ledger.add("training:session:plan", PlanChanged, plan=msgspec.Raw(new.plan), applies_from="the start")
    entries = [Entry(SESSION_OPENED, opened), *ledger.entries]
    for entry in ledger.entries:
        session.evolve(entry.name, entry.fact)
    return session, entries


def enrol_entry(player: NewPlayer, ledger: Ledger) -> None:
    """Add the fact that a player belongs to the session."""
    ledger.add(
        PLAYER_ENROLLED,
        PlayerEnrolled,
        player_id=player.player_id,
        player_name=player.name,
        jersey_number=player.jersey_number,
        profile=player.profile,
        priors=player.priors,
    )
