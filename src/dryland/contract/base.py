"""What every payload on the wire is made of: bases, ranges, enumerations, audiences.

A `Command` is what a client asks for (imperative). A `Fact` is what the server says has happened (past tense): it is
encoded once, stored and broadcast as it stands. Optional fields are `None` and are left out on the wire.
Knows nothing of sockets, storage or rules of the floor.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta

__all__ = [
    "MEDICAL_ONLY",
    "STAFF_ONLY",
    "Audience",
    "Bpm",
    "BundleFact",
    "Code",
    "Command",
    "Count",
    "Delivery",
    "EventId",
    "Fact",
    "Identifier",
    "Kilograms",
    "LiveMode",
    "Load",
    "MaybeRaw",
    "MedicalNote",
    "Milliseconds",
    "Minutes",
    "Name",
    "OrganisationFact",
    "Percent",
    "PlayerFact",
    "PlayerOrAllFact",
    "PlayerStatus",
    "Pointer",
    "Recorded",
    "Restriction",
    "RestrictionLevel",
    "Role",
    "Rpe",
    "Seconds",
    "SessionRpe",
    "SessionStatus",
    "Severity",
    "ShortText",
    "Side",
    "Signal",
    "Text",
    "Timestamp",
    "Unit",
    "Watts",
    "WeightUnit",
    "Wire",
    "WorkoutType",
]

MEDICAL_ONLY: Final = {"audience": "medical"}
"""`Meta(extra=…)` of a field that reaches the medical role only († in the reference)."""
STAFF_ONLY: Final = {"audience": "staff"}
"""`Meta(extra=…)` of a field that reaches the medical role and trainers (‡ in the reference)."""

Identifier = Annotated[str, Meta(min_length=1, max_length=64, description="opaque identifier")]
EventId = Annotated[
    str,
    Meta(min_length=8, max_length=64, description="UUIDv7 or ULID made where the fact was recorded; the key of dedupe"),
]
Timestamp = Annotated[datetime, Meta(tz=True, description="ISO-8601 with offset, UTC on the way out")]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
ShortText = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=500)]
MedicalNote = Annotated[str, Meta(max_length=2_000, description="for medics only")]
Seconds = Annotated[float, Meta(ge=0, le=86_400, description="s")]
Count = Annotated[int, Meta(ge=0, le=10_000)]
Pointer = Annotated[int, Meta(ge=0, le=1_000, description="zero-based position in the plan")]
Percent = Annotated[float, Meta(ge=0, le=100, description="%")]
Bpm = Annotated[int, Meta(ge=20, le=250, description="beats per minute")]
Watts = Annotated[float, Meta(ge=0, le=3_000, description="W")]
Kilograms = Annotated[float, Meta(ge=0, le=600, description="kg")]


Load = Annotated[float, Meta(ge=0, le=600, description="in weightUnit; kg when no unit is given")]
Rpe = Annotated[
    float, Meta(ge=1, le=10, multiple_of=0.5, description="rating of perceived exertion, 10 = nothing left")
]
SessionRpe = Annotated[
    float, Meta(ge=0, le=10, multiple_of=0.5, description="rating of a whole session on CR10: 0 rest, 10 maximal")
]
Milliseconds = Annotated[float, Meta(ge=0, le=3_600_000, description="ms")]
Minutes = Annotated[float, Meta(ge=0, le=1_440, description="min")]


if TYPE_CHECKING:
    MaybeRaw = msgspec.Raw | None
else:
    # msgspec decodes raw JSON in no union; a field that is absent keeps its default, None.
    MaybeRaw = msgspec.Raw


class Audience(enum.StrEnum):
    """Who reads an event; each audience gets one encoding, not each socket."""

    MEDICAL = "medical"
    STAFF = "staff"
    OPEN = "open"
    WALL = "wall"


class Role(enum.StrEnum):
    """Who somebody is, by token; a payload never grants a role."""

    ADMIN = "admin"
    TRAINER = "trainer"
    MEDICAL = "medical"
    PLAYER = "player"
    OBSERVER = "observer"
    DEVICE = "device"
    WALL = "wall"


class WorkoutType(enum.StrEnum):
    """The kinds of session a floor can run."""

    STRENGTH = "strength"
    CONDITIONING = "conditioning"
    HYBRID = "hybrid"
    AGILITY = "agility"
    PLYOMETRICS = "plyometrics"


class SessionStatus(enum.StrEnum):
    """Where a session is in its life."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PlayerStatus(enum.StrEnum):
    """What a player does in a session."""

    WAITING = "waiting"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    DROPPED = "dropped"


class Signal(enum.StrEnum):
    """How far a live value can be trusted right now."""

    NONE = "none"
    LIVE = "live"
    LATE = "late"
    STALE = "stale"
    LOST = "lost"
    IMPLAUSIBLE = "implausible"


class Delivery(enum.StrEnum):
    """What the server promises for an event; see the reference's table."""

    NONE = "none"
    DURABLE = "durable"
    LIVE = "live"
    URGENT = "urgent"
    DERIVED = "derived"


class LiveMode(enum.StrEnum):
    """How a screen wants live values: one frame per tick, single events, or not at all."""

    EVENTS = "events"
    FRAMES = "frames"
    NONE = "none"


class Severity(enum.StrEnum):
    """How bad an error is for the person who meets it."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


class WeightUnit(enum.StrEnum):
    """The unit a load was entered in; kept as entered, converted for every computation."""

    KG = "kg"
    LBS = "lbs"


class Unit(enum.StrEnum):
    """A person's units of display."""

    METRIC = "metric"
    IMPERIAL = "imperial"


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of everything that travels: camelCase keys, `None` left out, unknown keys ignored."""


class Command(Wire, frozen=True, kw_only=True):
    """What a client asks for or reports; identity comes from its token, never from here."""

    event_id: EventId | None = None
    occurred_at: Timestamp | None = None


class Recorded(Wire, frozen=True, kw_only=True):
    """What every fact carries: its position in its log when it is durable, its own time, who caused it."""

    seq: int | None = None
    epoch: str | None = None
    event_id: EventId | None = None
    occurred_at: Timestamp | None = None
    recorded_at: Timestamp | None = None
    by: Identifier | None = None


class Fact(Recorded, frozen=True, kw_only=True):
    """What has happened in a session; durable facts carry the position `epoch` + `seq` in the session's log."""

    session_id: Identifier


class BundleFact(Recorded, frozen=True, kw_only=True):
    """What has happened to a bundle of sessions; positions count in the bundle's own log."""

    bundle_id: Identifier


class OrganisationFact(Recorded, frozen=True, kw_only=True):
    """What has happened in an organisation; positions count in the session's log when one is named."""

    session_id: Identifier | None = None


class PlayerFact(Fact, frozen=True, kw_only=True):
    """A fact about one player; staff see the restrictions in force, medics the note."""

    player_id: Identifier
    restrictions: Annotated[tuple[Restriction, ...] | None, Meta(extra=STAFF_ONLY)] = None
    medical_notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None


class PlayerOrAllFact(Fact, frozen=True, kw_only=True):
    """A fact about one player, or about everybody in the session when no player is named."""

    player_id: Identifier | None = None
    restrictions: Annotated[tuple[Restriction, ...] | None, Meta(extra=STAFF_ONLY)] = None
    medical_notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None


class RestrictionLevel(enum.StrEnum):
    """How much of a body region's work is allowed, from everything to nothing."""

    NONE = "none"
    MONITOR = "monitor"
    MODIFIED = "modified"
    NO_IMPACT = "no_impact"
    NO_CONTACT = "no_contact"
    NO_TRAINING = "no_training"


class Side(enum.StrEnum):
    """The side of the body."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Restriction(Wire, frozen=True, kw_only=True):
    """What a player may not do; the most restrictive record in force wins, only a medic relaxes one."""

    body_region: Code
    level: RestrictionLevel
    side: Side | None = None
    banned_movements: tuple[Code, ...] = ()
    max_load_pct: Percent | None = None
    max_heart_rate_pct: Percent | None = None
    max_velocity: Annotated[float, Meta(gt=0, le=15, description="m/s")] | None = None
    valid_from: Timestamp | None = None
    valid_to: Timestamp | None = None
    clearance_required: bool | None = None
