"""A bundle before it is made: who would go where and why, and every conflict by name. Opens nothing."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dryland.contract.bundles import CreateBundle, DistributeBy, Distribution, SessionDraft
from dryland.contract.errors import Refusal
from dryland.floor.allocation import Conflict, allocate
from dryland.floor.bundle import Bundle
from dryland.floor.bundle_opening import Arrangement, Known, arrange, name_of, too_few
from dryland.floor.workout import Context

__all__ = ["PlaceReason", "Preview", "PreviewedPlayer", "PreviewedSession", "preview_bundle"]


class PlaceReason(enum.StrEnum):
    """Why a player is in a session."""

    NAMED = "named"
    PINNED = "pinned"
    LINE = "line"
    ABILITY = "ability"
    NOT_TESTED = "not_tested"
    EVENLY = "evenly"


class PreviewedPlayer(NamedTuple):
    """A player's place: `line` or `ability` is what it was decided by."""

    player_id: str
    name: str
    reason: PlaceReason
    line: str | None = None
    ability: float | None = None


class PreviewedSession(NamedTuple):
    """One session of the bundle to be, with the equipment its players would need."""

    session_id: str
    name: str
    players: Sequence[PreviewedPlayer]
    gear: Mapping[str, int]


class Preview(NamedTuple):
    """Sessions in their order and everything that stands against them; none means that the bundle can be made."""

    sessions: Sequence[PreviewedSession]
    conflicts: Sequence[Conflict]


def preview_bundle(bundle: Bundle, command: CreateBundle, known: Known, context: Context) -> Preview | Refusal:
    """What would come of a command, or why it cannot even be looked at."""
    arranged = arrange(bundle, command, known, context)
    if isinstance(arranged, Refusal):
        return arranged
    conflicts = [
        *too_few(arranged.drafts, arranged.needs),
        *allocate(arranged.needs, known.facilities, known.gear(), known.taken),
    ]
    return Preview(_sessions(arranged, command.distribution, known), conflicts)


def _sessions(arranged: Arrangement, spread: Distribution | None, known: Known) -> list[PreviewedSession]:
    return [
        PreviewedSession(
            need.session_id,
            name_of(draft, known),
            [_player(each, draft, spread, known) for each in arranged.rooms[need.session_id]],
            need.gear,
        )
        for draft, need in zip(arranged.drafts, arranged.needs, strict=True)
    ]


def _player(player_id: str, draft: SessionDraft, spread: Distribution | None, known: Known) -> PreviewedPlayer:
    player = known.players.get(player_id)
    name = player_id if player is None else player.name
    if spread is None or player_id in draft.participant_ids or draft.session_id in known.sessions:
        return PreviewedPlayer(player_id, name, PlaceReason.NAMED)
    if player_id in (spread.pins or {}):
        return PreviewedPlayer(player_id, name, PlaceReason.PINNED)
    if spread.by is DistributeBy.LINE and player_id in known.lines:
        return PreviewedPlayer(player_id, name, PlaceReason.LINE, line=known.lines[player_id])
    if spread.by is DistributeBy.ABILITY:
        figure = {**known.abilities, **(spread.abilities or {})}.get(player_id)
        reason = PlaceReason.NOT_TESTED if figure is None else PlaceReason.ABILITY
        return PreviewedPlayer(player_id, name, reason, ability=figure)
    return PreviewedPlayer(player_id, name, PlaceReason.EVENLY)
