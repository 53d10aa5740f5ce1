"""Facts that are kept but never travel as they are: the opening of a session and what the floor knows of its players.

Every other stored fact is an event of the catalogue. `decode_fact` reads both from their stored form.
"""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.base import Fact, Identifier, MedicalNote, Name, Restriction, WorkoutType
from dryland.contract.catalogue import CATALOGUE
from dryland.floor.profile import PlayerProfile
from dryland.floor.state import NO_PLAN

__all__ = [
    "PLAYER_ENROLLED",
    "PLAYER_PLACED",
    "PLAYER_PRIORS",
    "PLAYER_RESTRICTED",
    "SESSION_BUNDLED",
    "SESSION_OPENED",
    "PlayerEnrolled",
    "PlayerPlaced",
    "PlayerPriorsKnown",
    "PlayerRestricted",
    "SessionBundled",
    "SessionOpened",
    "decode_fact",
    "is_internal",
]

SESSION_OPENED: Final = "floor:session:opened"
PLAYER_ENROLLED: Final = "floor:player:enrolled"
PLAYER_PRIORS: Final = "floor:player:priors"
SESSION_BUNDLED: Final = "floor:session:bundled"
PLAYER_PLACED: Final = "floor:player:placed"
PLAYER_RESTRICTED: Final = "floor:player:restricted"


class SessionOpened(Fact, frozen=True, kw_only=True):
    """A session exists; the first fact of its log."""

    org_id: Identifier
    workout_type: WorkoutType
    workout_name: Name
    workout_id: Identifier | None = None
    bundle_id: Identifier | None = None
    trainer_id: Identifier | None = None
    trainer_name: Name | None = None


class PlayerEnrolled(Fact, frozen=True, kw_only=True):
    """A player belongs to the session, with the figures their targets are relative to."""

    player_id: Identifier
    player_name: Name
    jersey_number: int | None = None
    profile: PlayerProfile
    priors: msgspec.Raw = NO_PLAN
    """What former sessions tell of the player, in the form of the workout's machine."""


class PlayerPriorsKnown(Fact, frozen=True, kw_only=True):
    """More has become known of a player's past than at the enrolment, as by an imported log."""

    player_id: Identifier
    priors: msgspec.Raw


class SessionBundled(Fact, frozen=True, kw_only=True):
    """A session that was there before is run by a bundle from now on."""

    bundle_id: Identifier


class PlayerPlaced(Fact, frozen=True, kw_only=True):
    """A player who came from another session begins where `work` says, or anew where it says nothing.

    What medics have laid down moves with the player.
    """

    player_id: Identifier
    from_session_id: Identifier
    work: msgspec.Raw = NO_PLAN
    restrictions: tuple[Restriction, ...] = ()
    medical_notes: MedicalNote | None = None


class PlayerRestricted(Fact, frozen=True, kw_only=True):
    """What a player may not do in this session from now on; every later fact of the player carries it.

    `response_due`: the player cannot stay, and is to be moved or to wait for staff.
    """

    player_id: Identifier
    restrictions: tuple[Restriction, ...] = ()
    medical_notes: MedicalNote | None = None
    response_due: bool = False


_INTERNAL: Final[dict[str, type[Fact]]] = {
    SESSION_OPENED: SessionOpened,
    PLAYER_ENROLLED: PlayerEnrolled,
    PLAYER_PRIORS: PlayerPriorsKnown,
    SESSION_BUNDLED: SessionBundled,
    PLAYER_PLACED: PlayerPlaced,
    PLAYER_RESTRICTED: PlayerRestricted,
}
_DECODERS: Final[dict[str, msgspec.json.Decoder[Fact]]] = {}


def is_internal(name: str) -> bool:
    """Whether a fact never travels; audiences get its position only."""
    return name in _INTERNAL


def decode_fact(name: str, payload: bytes) -> Fact:
    """Read a stored fact. Raises KeyError for a name that no fact has, msgspec errors for a damaged payload."""
    decoder = _DECODERS.get(name)
    if decoder is None:
        kind = _INTERNAL.get(name) or CATALOGUE[name].event
        if kind is None or not issubclass(kind, Fact):
            raise KeyError(f"{name} is not a stored fact")
        decoder = _DECODERS[name] = msgspec.json.Decoder(kind)
    return decoder.decode(payload)
