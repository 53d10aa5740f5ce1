"""What must be known before a bundle is opened, read from the records. Runs off the loop's thread; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from dryland.contract.base import WorkoutType
from dryland.contract.bundles import CreateBundle
from dryland.floor.aggregate import Session
from dryland.floor.allocation import Facility, Need
from dryland.floor.bundle_opening import Known
from dryland.floor.opening import NewPlayer
from dryland.floor.stock import KnownItem, Stock
from dryland.priors import known_priors
from dryland.store.records import Player, RecordSet
from dryland.web.squad import new_players

__all__ = ["look_up", "read_stock"]


def look_up(
    records: RecordSet,
    org_id: str,
    command: CreateBundle,
    sessions: Mapping[str, Session],
    taken: tuple[Sequence[Need], frozenset[str]],
    now_ms: int,
) -> Known:
    """Players, plans, places and equipment that a bundle asks for, within its organisation. Raises `StorageFault`."""
    spread = command.distribution
    team = _team(records, org_id, None if spread is None else spread.team_id)
    wanted = [player_id for draft in command.sessions or () for player_id in draft.participant_ids]
    wanted += list(spread.player_ids or ()) if spread is not None else []
    found = {**records.players.get_many(list(dict.fromkeys(wanted))), **{player.id: player for player in team}}
    players = [each for each in found.values() if each.org_id == org_id and each.archived_at_ms is None]
    known = {
        each.player_id: each
        for each in new_players(records, players, datetime.fromtimestamp(now_ms / 1000, UTC).date())
    }
    stock = read_stock(records, org_id)
    return Known(
        players=known,
        lines={player.id: player.line for player in players if player.line},
        team=[player.id for player in team],
        plans=_plans(records, org_id, command),
        facilities=stock.facilities,
        items=stock.items,
        taken=taken[0],
        taken_items=taken[1],
        sessions=sessions,
        abilities=_abilities(known),
        priors=_priors(records, known, command),
    )


def read_stock(records: RecordSet, org_id: str) -> Stock:
    """An organisation's places, closed ones without room, and its equipment. Raises `StorageFault`."""
    facilities = {
        each.id: Facility(each.id, each.name, 0 if each.closed_at_ms is not None else each.capacity)
        for each in records.facilities.of_org(org_id)
    }
    items = [
        KnownItem(item.id, item.type, item.out_of_service_at_ms is None) for item in records.equipment.of_org(org_id)
    ]
    return Stock(facilities, items)


def _team(records: RecordSet, org_id: str, team_id: str | None) -> list[Player]:
    if team_id is None:
        return []
    players = records.players.of_team(team_id)
    return [player for player in players if player.org_id == org_id and player.archived_at_ms is None]


def _plans(records: RecordSet, org_id: str, command: CreateBundle) -> dict[str, bytes]:
    """The templates that are named, where they are of the kind they are asked for."""
    kinds = {draft.template_id: draft.workout_type for draft in command.sessions or () if draft.template_id is not None}
    plans = records.plans.get_many(list(kinds))
    return {
        plan.id: plan.body for plan in plans.values() if plan.org_id == org_id and plan.workout_type is kinds[plan.id]
    }


def _abilities(players: Mapping[str, NewPlayer]) -> dict[str, float]:
    """Threshold power per body mass, W/kg, of those of whom both were tested."""
    figures: dict[str, float] = {}
    for player_id, player in players.items():
        power, mass = player.profile.ftp_w, player.profile.mass_kg
        if power and mass:
            figures[player_id] = power / mass
    return figures


def _priors(
    records: RecordSet, players: Mapping[str, NewPlayer], command: CreateBundle
) -> dict[tuple[str, str], msgspec.Raw]:
    kinds: set[WorkoutType] = {draft.workout_type for draft in command.sessions or ()}
    return {
        (player_id, kind.value): body
        for kind in kinds
        for player_id, body in known_priors(records, list(players), kind).items()
    }
