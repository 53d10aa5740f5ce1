"""Medical status on the wire: who is fit for what, and who may know.

Restrictions reach staff, notes reach medics, everybody else reads neutral words. Knows no rule of fitness.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    MEDICAL_ONLY,
    STAFF_ONLY,
    Code,
    Command,
    Delivery,
    Identifier,
    MedicalNote,
    OrganisationFact,
    Restriction,
    ShortText,
    Timestamp,
    Wire,
)
from dryland.contract.event_spec import HEALTH, EventSpec, Subject
from dryland.contract.sayings import Sayings

__all__ = [
    "EVENTS",
    "MOST_RESTRICTIONS",
    "MedicalStatus",
    "MedicalStatusChange",
    "MedicalStatusChanged",
    "PlayerFitness",
    "ReturnToPlay",
]


MOST_RESTRICTIONS: Final = 50

Replaced = Annotated[tuple[Restriction, ...], Meta(max_length=MOST_RESTRICTIONS, description="replace those in force")]
Added = Annotated[
    tuple[Restriction, ...],
    Meta(max_length=MOST_RESTRICTIONS, description="stand beside those in force; the status is then made no milder"),
]


class MedicalStatus(enum.StrEnum):
    """A player's fitness in one word."""

    HEALTHY = "healthy"
    INJURED = "injured"
    LIMITED = "limited"
    RECOVERY = "recovery"


class ReturnToPlay(Wire, frozen=True, kw_only=True):
    """Where a player is on the way back; `stage` counts from 1 within the protocol."""

    protocol: Code
    stage: Annotated[int, Meta(ge=1, le=6)]
    since: Timestamp
    earliest_next: Timestamp | None = None


class MedicalStatusChange(Command, frozen=True, kw_only=True):
    """Changes a player's status and restrictions; only a medic relaxes one."""

    player_id: Identifier
    new_status: MedicalStatus
    session_id: Identifier | None = None
    previous_status: MedicalStatus | None = None
    restrictions: Annotated[Replaced | None, Meta(extra=STAFF_ONLY)] = None
    add_restrictions: Annotated[Added | None, Meta(extra=STAFF_ONLY)] = None
    notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None
    withdraw_notes: Annotated[bool, Meta(description="the note in force stands no more; the log keeps it")] = False
    cleared_date: Timestamp | None = None
    return_to_play: Annotated[ReturnToPlay | None, Meta(extra=STAFF_ONLY)] = None
    updated_by: Identifier | None = None


class MedicalStatusChanged(OrganisationFact, frozen=True, kw_only=True):
    """A player's status has changed; `message` is all that players, observers and walls read of it."""

    player_id: Identifier
    message: ShortText
    message_sayings: Sayings | None = None
    previous_status: Annotated[MedicalStatus | None, Meta(extra=STAFF_ONLY)] = None
    new_status: Annotated[MedicalStatus | None, Meta(extra=STAFF_ONLY)] = None
    restrictions: Annotated[tuple[Restriction, ...] | None, Meta(extra=STAFF_ONLY)] = None
    notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None
    notes_withdrawn: Annotated[bool | None, Meta(extra=MEDICAL_ONLY)] = None
    cleared_date: Annotated[Timestamp | None, Meta(extra=STAFF_ONLY)] = None
    return_to_play: Annotated[ReturnToPlay | None, Meta(extra=STAFF_ONLY)] = None
    updated_by: Identifier


class PlayerFitness(Wire, frozen=True, kw_only=True):
    """What a player may do, as the newest change says it. Who was never spoken of has none."""

    player_id: Identifier
    status: MedicalStatus
    restrictions: tuple[Restriction, ...] = ()
    notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None
    cleared_date: Timestamp | None = None
    return_to_play: ReturnToPlay | None = None
    changed_at: Timestamp | None = None


EVENTS: Final = (
    EventSpec(constant="MEDICAL_STATUS_CHANGED", wire="training:medical:status:changed",
              summary="A player's fitness has changed.", delivery=Delivery.URGENT, senders=HEALTH,
              subject=Subject.PLAYER, command=MedicalStatusChange, event=MedicalStatusChanged),
)  # fmt: skip
