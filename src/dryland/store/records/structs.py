"""Plain records as typed values: what is known of people, plans and sessions besides their history.

Field names are column names. Must not know how they are kept.
"""

from __future__ import annotations

import enum
from datetime import date
from typing import Literal

import msgspec

from dryland.contract.base import Role, Unit, WeightUnit, WorkoutType

__all__ = [
    "BundleTemplate",
    "DatedValue",
    "Enrolment",
    "Language",
    "LiftedSet",
    "Organisation",
    "Physiology",
    "Plan",
    "Player",
    "PlayerMax",
    "PlayerPriors",
    "PlayerTest",
    "Quantity",
    "SessionRecord",
    "Sex",
    "Team",
    "TokenKind",
    "TokenRecord",
    "User",
    "WallShows",
]

Sex = Literal["female", "male"]
Language = Literal["en", "sv"]
TokenKind = Literal["person", "player", "station", "device", "wall"]


class WallShows(enum.StrEnum):
    """What a wall may show of a player: a jersey number, an alias or neither, with or without zones; or nothing."""

    NUMBER = "number"
    NUMBER_ONLY = "number_only"
    ALIAS = "alias"
    ALIAS_ONLY = "alias_only"
    ZONE_ONLY = "zone_only"
    OFF = "off"


class Organisation(msgspec.Struct, frozen=True):
    """A club or school: the border nobody's token reaches across."""

    id: str
    name: str
    created_at_ms: int


class Team(msgspec.Struct, frozen=True):
    """A team of an organisation."""

    id: str
    org_id: str
    name: str


class Player(msgspec.Struct, frozen=True):
    """Who a player is; what a player can do stands in `PlayerTest`.

    `hr_zones` are the lower bounds of zones 1-5 in bpm where they were tested, None where they follow from HRmax.
    `alias` is what a wall calls a player who is not to be known by number; `language` is that of the player's screens,
    None where the device says.
    """

    id: str
    org_id: str
    name: str
    team_id: str | None = None
    jersey_number: int | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    weight_unit: WeightUnit = WeightUnit.KG
    line: str | None = None
    unit: Unit = Unit.METRIC
    wall: WallShows = WallShows.NUMBER
    hr_zones: tuple[float, ...] | None = None
    archived_at_ms: int | None = None
    alias: str | None = None
    language: Language | None = None


class Quantity(enum.StrEnum):
    """What a test measures; the unit is the name's ending (bpm where there is none)."""

    MASS_KG = "mass_kg"
    HR_MAX = "hr_max"
    HR_REST = "hr_rest"
    LTHR = "lthr"
    FTP_W = "ftp_w"
    CP_W = "cp_w"
    W_PRIME_J = "w_prime_j"


class PlayerTest(msgspec.Struct, frozen=True):
    """One measured value of one day; a second one of the same day replaces it."""

    player_id: str
    quantity: Quantity
    measured_on: date
    value: float
    source: str | None = None


class PlayerMax(msgspec.Struct, frozen=True):
    """The one-repetition maximum of one exercise and day; a second one of the same day replaces it."""

    player_id: str
    exercise: str
    measured_on: date
    value_kg: float
    source: str | None = None


class DatedValue(msgspec.Struct, frozen=True):
    """A value and the day it was measured."""

    value: float
    measured_on: date


class Physiology(msgspec.Struct, frozen=True):
    """The newest tested values of a player up to a day; None where there was no test."""

    mass_kg: DatedValue | None = None
    hr_max: DatedValue | None = None
    hr_rest: DatedValue | None = None
    lthr: DatedValue | None = None
    ftp_w: DatedValue | None = None
    cp_w: DatedValue | None = None
    w_prime_j: DatedValue | None = None


class User(msgspec.Struct, frozen=True):
    """Somebody who signs in; `password_hash` is argon2id, None for those who come by another issuer."""

    id: str
    org_id: str
    login: str
    name: str
    role: Role
    created_at_ms: int
    password_hash: str | None = None
    player_id: str | None = None
    disabled_at_ms: int | None = None


class Plan(msgspec.Struct, frozen=True):
    """A workout's plan or template; `body` is JSON in the contract's form for the workout type."""

    id: str
    org_id: str
    workout_type: WorkoutType
    name: str
    body: bytes
    updated_at_ms: int
    template: bool = False
    version: int = 1


class BundleTemplate(msgspec.Struct, frozen=True):
    """A bundle that is made again and again; `body` is JSON of what is to be made."""

    id: str
    org_id: str
    name: str
    body: bytes
    updated_at_ms: int
    version: int = 1


class SessionRecord(msgspec.Struct, frozen=True):
    """What is known of a session before it starts; what happened in it stands in the log."""

    id: str
    org_id: str
    name: str
    workout_type: WorkoutType
    trainer_id: str
    created_at_ms: int
    bundle_id: str | None = None
    plan_id: str | None = None
    facility_id: str | None = None
    scheduled_at_ms: int | None = None
    scheduled_min: float | None = None


class Enrolment(msgspec.Struct, frozen=True):
    """A player is expected in a session."""

    session_id: str
    player_id: str


class TokenRecord(msgspec.Struct, frozen=True):
    """A token that was given out and can be taken back; the token itself is not kept.

    `session_id` and `player_id` are its scope: None reaches as far as the role does within the organisation. `item_id`
    is the piece of equipment that a station or a device belongs to.
    """

    id: str
    org_id: str
    role: Role
    name: str
    created_at_ms: int
    session_id: str | None = None
    player_id: str | None = None
    expires_at_ms: int | None = None
    revoked_at_ms: int | None = None
    kind: TokenKind = "device"
    created_by: str | None = None
    item_id: str | None = None


class PlayerPriors(msgspec.Struct, frozen=True):
    """What is known of a player before a session; `kind` names the workout whose machine reads `body` (JSON)."""

    player_id: str
    kind: str
    body: bytes
    updated_at_ms: int


class PlayerFigures(msgspec.Struct, frozen=True):
    """What a player did in a session that is over: active minutes, steps of the plan, load where it was measured."""

    session_id: str
    player_id: str
    org_id: str
    started_at_ms: int
    workout_type: WorkoutType
    minutes: float
    steps_done: int
    steps_planned: int
    trimp: float | None = None
    energy_kcal: float | None = None
    tonnage_kg: float | None = None
    completeness_pct: float | None = None
    compliance_pct: float | None = None
    srpe_load: float | None = None


class LiftedSet(msgspec.Struct, frozen=True):
    """A set from another app's log; `set_id` follows from the row, so that the same row is kept once."""

    player_id: str
    set_id: str
    at_ms: int
    body: bytes
