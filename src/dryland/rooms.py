"""The names of rooms: who reads a session, an organisation's news or a player's own matters, and with which eyes.

Knows no socket; joining and sending are the gateway's.
"""

from __future__ import annotations

from typing import Final

from dryland.contract.base import Audience, LiveMode

__all__ = ["NAMESPACE", "READERS", "org_room", "player_room", "session_room"]

NAMESPACE: Final = "/training"
READERS: Final = (Audience.MEDICAL, Audience.STAFF, Audience.OPEN)
"""Audiences that read events; walls have their own few."""


def session_room(session_id: str, audience: Audience, live: LiveMode | None = None) -> str:
    """The room of those who read a session with the same eyes; with `live`, those who want its live values so."""
    room = f"training-session-{session_id}:{audience.value}"
    return room if live is None else f"{room}:{live.value}"


def org_room(org_id: str, audience: Audience) -> str:
    """The room of those who read an organisation's news with the same eyes."""
    return f"org-{org_id}:{audience.value}"


def player_room(player_id: str) -> str:
    """The room of all screens a player is signed in on."""
    return f"player-{player_id}"
