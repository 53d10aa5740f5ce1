"""One table of everything that travels: name, payload, who may send it, who may see it, delivery, pacing.

The intake, the broadcast, the generated schemas, the TypeScript types and the reference page read this table; nothing
else says who may send what.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Final

import msgspec

from dryland.contract import conditioning as c
from dryland.contract import session as s
from dryland.contract.base import Command, Delivery, Role, Wire, WorkoutType

__all__ = ["ANYBODY", "CATALOGUE", "EVENTS", "STAFF", "EventSpec", "Pace", "Subject", "event"]

STAFF: Final = frozenset({Role.TRAINER, Role.ADMIN})
ANYBODY: Final = frozenset(Role)
SENSOR: Final = frozenset({Role.PLAYER, Role.DEVICE, Role.TRAINER, Role.ADMIN})
SERVER: Final[frozenset[Role]] = frozenset()


class Subject(enum.StrEnum):
    """Over whom a sender must have a say."""

    NOBODY = "nobody"
    SESSION = "session"
    PLAYER = "player"
    BUNDLE = "bundle"
    ORGANISATION = "organisation"


class Pace(enum.StrEnum):
    """Which setting limits how often a player's event is broadcast; the default in s stands beside it."""

    NONE = "none"
    STRENGTH = "strength"
    LIVE = "live"
    REST = "rest"
    HYBRID = "hybrid"
    AGILITY_PATTERN = "agility_pattern"
    AGILITY_TIMING = "agility_timing"


PACE_DEFAULTS_S: Final = {
    Pace.NONE: 0.0,
    Pace.STRENGTH: 5.0,
    Pace.LIVE: 1.0,
    Pace.REST: 1.0,
    Pace.HYBRID: 2.0,
    Pace.AGILITY_PATTERN: 0.5,
    Pace.AGILITY_TIMING: 0.5,
}


class EventSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One row: `command` is what clients may send, `event` what the server sends (None: never)."""

    constant: str
    wire: str
    summary: str
    delivery: Delivery
    senders: frozenset[Role]
    subject: Subject = Subject.SESSION
    command: type[Command] | None = None
    event: type[Wire] | None = None
    ack: type[Wire] | None = None
    pace: Pace = Pace.NONE
    workout: WorkoutType | None = None
    bare_session_id: bool = False


_D = Delivery
_LIFE = {"senders": STAFF, "delivery": _D.DURABLE, "command": s.SessionCommand, "event": s.SessionLifecycle, "bare_session_id": True}

_SESSION: Final = (
    EventSpec(constant="JOIN_SESSION", wire="training:session:join", summary="Join a session's room.", delivery=_D.NONE,
              senders=ANYBODY, command=s.JoinSession, ack=s.JoinAck, bare_session_id=True),
    EventSpec(constant="LEAVE_SESSION", wire="training:session:leave", summary="Leave a session's room.", delivery=_D.NONE,
              senders=ANYBODY, command=s.LeaveSession, bare_session_id=True),
    EventSpec(constant="SESSION_JOINED", wire="training:session:joined", summary="You are in; here is the state.", delivery=_D.DERIVED,
              senders=SERVER, event=s.SessionJoined),
    EventSpec(constant="SESSION_LEFT", wire="training:session:left", summary="You are out.", delivery=_D.DERIVED,
              senders=SERVER, event=s.SessionLeft),
    EventSpec(constant="SESSION_START", wire="training:session:start", summary="The session starts.", **_LIFE),
    EventSpec(constant="SESSION_PAUSE", wire="training:session:pause", summary="The session pauses.", **_LIFE),
    EventSpec(constant="SESSION_RESUME", wire="training:session:resume", summary="The session goes on.", **_LIFE),
    EventSpec(constant="SESSION_END", wire="training:session:end", summary="The session is over.", **_LIFE),
    EventSpec(constant="FORCE_END_SESSION", wire="training:session:force:end", summary="The session ends, whatever its state.",
              delivery=_D.URGENT, senders=STAFF, command=s.ForceEnd, event=s.SessionLifecycle, bare_session_id=True),
    EventSpec(constant="SESSION_UPDATE", wire="training:session:update", summary="Fields of the session's state have changed.",
              delivery=_D.DURABLE, senders=SERVER, event=s.SessionUpdate),
    EventSpec(constant="SESSION_PROGRESS", wire="training:session:progress", summary="How far the session is.",
              delivery=_D.DERIVED, senders=SERVER, event=s.SessionProgress),
    EventSpec(constant="SESSION_MESSAGE", wire="training:session:message", summary="A trainer's words.", delivery=_D.DURABLE,
              senders=STAFF, command=s.SessionMessage, event=s.SessionMessaged),
    EventSpec(constant="PLAYER_JOIN", wire="training:player:join", summary="A player is in the session.", delivery=_D.DURABLE,
              senders=SERVER, event=s.PlayerJoined),
    EventSpec(constant="PLAYER_LEAVE", wire="training:player:leave", summary="A player is no longer in the session.",
              delivery=_D.DURABLE, senders=SERVER, event=s.PlayerLeft),
    EventSpec(constant="PLAYER_STATUS_UPDATE", wire="training:player:status", summary="What a player does.", delivery=_D.DURABLE,
              senders=frozenset({Role.PLAYER, *STAFF}), subject=Subject.PLAYER, command=s.PlayerStatusChange, event=s.PlayerStatusChanged),
    EventSpec(constant="KICK_PLAYER", wire="training:player:kick", summary="A player is taken out of the session.",
              delivery=_D.DURABLE, senders=STAFF, command=s.KickPlayer, event=s.PlayerKicked),
    EventSpec(constant="SESSION_PLAN", wire="training:session:plan", summary="The workout.", delivery=_D.DURABLE,
              senders=STAFF, command=s.SessionPlan, event=s.PlanChanged),
    EventSpec(constant="PLAYER_METRICS_UPDATE", wire="training:player:metrics", summary="Live values of one player.",
              delivery=_D.LIVE, senders=SENSOR, subject=Subject.PLAYER, command=s.PlayerMetricsUpdate,
              event=s.PlayerMetricsUpdated, pace=Pace.LIVE),
    EventSpec(constant="PLAYER_EXERCISE_PROGRESS", wire="training:player:exercise:progress", summary="Where a player is in a strength plan.",
              delivery=_D.DERIVED, senders=SERVER, event=s.ExerciseProgress),
    EventSpec(constant="PLAYER_INTERVAL_PROGRESS", wire="training:player:interval:progress", summary="Where a player is in an interval plan.",
              delivery=_D.DERIVED, senders=SERVER, event=s.IntervalProgress),
    EventSpec(constant="PLAYER_SAMPLES", wire="training:player:samples", summary="Samples in bulk: an outbox or a recording.",
              delivery=_D.DURABLE, senders=SENSOR, subject=Subject.PLAYER, command=s.PlayerSamples, event=s.PlayerSamplesStored),
    EventSpec(constant="LIVE_FRAME", wire="training:live:frame", summary="Newest values of every player of a session.",
              delivery=_D.DERIVED, senders=SERVER, event=s.LiveFrame),
    EventSpec(constant="POSITION", wire="training:position", summary="An event was stored that you may not see.", delivery=_D.DERIVED,
              senders=SERVER, event=s.Position),
    EventSpec(constant="CLOCK", wire="training:clock", summary="A clock reading there and back.", delivery=_D.NONE,
              senders=ANYBODY, subject=Subject.NOBODY, command=s.Clock, ack=s.ClockAck),
)  # fmt: skip

_COND = {"workout": WorkoutType.CONDITIONING}

_CONDITIONING: Final = (
    EventSpec(constant="CONDITIONING_HEART_RATE_UPDATE", wire="training:conditioning:hr:update", summary="A heartbeat and its meaning.",
              delivery=_D.LIVE, senders=SENSOR, subject=Subject.PLAYER, command=c.HeartRateUpdate, event=c.HeartRateUpdated, pace=Pace.LIVE, **_COND),
    EventSpec(constant="CONDITIONING_POWER_UPDATE", wire="training:conditioning:power:update", summary="Power and its meaning.",
              delivery=_D.LIVE, senders=SENSOR, subject=Subject.PLAYER, command=c.PowerUpdate, event=c.PowerUpdated, pace=Pace.LIVE, **_COND),
    EventSpec(constant="CONDITIONING_ZONE_COMPLIANCE", wire="training:conditioning:zone:compliance", summary="Is the player in the target zone?",
              delivery=_D.LIVE, senders=SENSOR, subject=Subject.PLAYER, command=c.ZoneCompliance, event=c.ZoneComplianceUpdated, pace=Pace.LIVE, **_COND),
    EventSpec(constant="CONDITIONING_INTERVAL_TRANSITION", wire="training:conditioning:interval:transition", summary="The next interval.",
              delivery=_D.DURABLE, senders=frozenset({Role.PLAYER, *STAFF}), command=c.IntervalTransition, event=c.IntervalTransitioned, **_COND),
)  # fmt: skip


def _index(rows: Iterable[EventSpec]) -> dict[str, EventSpec]:
    table: dict[str, EventSpec] = {}
    for row in rows:
        if row.wire in table:
            raise ValueError(f"two events are called {row.wire}")
        table[row.wire] = row
    return table


EVENTS: Final[tuple[EventSpec, ...]] = (*_SESSION, *_CONDITIONING)
CATALOGUE: Final = _index(EVENTS)
"""Every event, by its name on the wire."""


def event(constant: str) -> EventSpec:
    """Look an event up by its constant. Raises KeyError for an unknown one."""
    return next(row for row in EVENTS if row.constant == constant)
