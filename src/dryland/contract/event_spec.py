"""One row of the catalogue and the words it is written in: senders, subject, delivery, pacing, audiences.

Each module of the contract lists its own rows beside its payloads; the catalogue only puts them together.
Knows no payload.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from dryland.contract.base import Audience, Command, Delivery, Role, Wire, WorkoutType

__all__ = [
    "ANYBODY",
    "ATHLETE",
    "CARE",
    "EVERY_AUDIENCE",
    "HEALTH",
    "PACE_DEFAULTS_S",
    "SENSOR",
    "SERVER",
    "STAFF",
    "STAFF_AUDIENCES",
    "EventSpec",
    "Pace",
    "Subject",
]

STAFF: Final = frozenset({Role.TRAINER, Role.ADMIN})
ATHLETE: Final = frozenset({Role.PLAYER, *STAFF})
SENSOR: Final = frozenset({Role.PLAYER, Role.DEVICE, *STAFF})
HEALTH: Final = frozenset({Role.MEDICAL, *STAFF})
CARE: Final = frozenset({Role.PLAYER, *HEALTH})
ANYBODY: Final = frozenset(Role)
SERVER: Final[frozenset[Role]] = frozenset()

EVERY_AUDIENCE: Final = frozenset(Audience)
STAFF_AUDIENCES: Final = frozenset({Audience.MEDICAL, Audience.STAFF})


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
    """One row: `command` is what clients may send, `event` what the server sends (None: never).

    `delivery` is the event's class; `command_delivery` differs where a command is stored though the events that
    follow from it are recomputable. `audiences` are those who may read the event at all; the others learn its position.
    """

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
    command_delivery: Delivery | None = None
    audiences: frozenset[Audience] = EVERY_AUDIENCE

    @property
    def accepts(self) -> Delivery:
        """The delivery class of the command."""
        return self.delivery if self.command_delivery is None else self.command_delivery
