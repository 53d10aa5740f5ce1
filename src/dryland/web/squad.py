"""What the handlers share about players: whose they are, what is plausible, and what a change of place owes.

Knows no route.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.sayings import say
from dryland.contract.surroundings import TeamAssignmentChanged
from dryland.floor.opening import NewPlayer
from dryland.floor.profile import PlayerProfile
from dryland.floor.workout import at_time
from dryland.store.records import Physiology, Player, Quantity, RecordSet
from dryland.web.identity import Identity
from dryland.web.office import Office
from dryland.web.refused import RefusedRequest

__all__ = ["assigned", "checked_number", "new_players", "player_of", "refuse_value"]

ASSIGNMENT: Final = "training:team:assignment:changed"

_PLAUSIBLE: Final[Mapping[Quantity, tuple[float, float]]] = {
    Quantity.MASS_KG: (20, 200),
    Quantity.HR_MAX: (120, 240),
    Quantity.HR_REST: (25, 120),
    Quantity.LTHR: (80, 230),
    Quantity.FTP_W: (30, 700),
    Quantity.CP_W: (30, 800),
    Quantity.W_PRIME_J: (1_000, 60_000),
}
"""What a person can have; a figure beyond it is a mistake of the keyboard or the unit."""


def player_of(records: RecordSet, caller: Identity, player_id: str) -> Player:
    """A player of the caller's organisation. Raises `RefusedRequest`; another organisation's does not exist."""
    player = records.players.get(player_id)
    if player is None or player.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no player {player_id}.", ErrorContext(player_id=player_id))
    return player


def refuse_value(quantity: Quantity, value: float, measured_on: date, today: date) -> None:
    """Refuse a figure that nobody has and a day that has not come. Raises `RefusedRequest`."""
    low, high = _PLAUSIBLE[quantity]
    if not low <= value <= high:
        detail = f"{quantity.value} lies between {low:g} and {high:g}."
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, detail, ErrorContext(path="$.value", value=value))
    if measured_on > today:
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "That day has not come.", ErrorContext(path="$.measuredOn"))


def checked_number(records: RecordSet, player: Player) -> None:
    """Refuse a number that somebody else of the team wears: a wall shows numbers only. Raises `RefusedRequest`."""
    if player.team_id is None or player.jersey_number is None or player.archived_at_ms is not None:
        return
    for other in records.players.of_team(player.team_id):
        if other.id != player.id and other.jersey_number == player.jersey_number and other.archived_at_ms is None:
            said = say("record_number_taken", player=other.name, number=player.jersey_number)
            raise RefusedRequest(ErrorCode.CONFLICT, said, ErrorContext(player_id=other.id, path="$.jerseyNumber"))


_PLACE: Final = {"team_id": "teamId", "line": "line", "jersey_number": "jerseyNumber"}


def assigned(office: Office, records: RecordSet, caller: Identity, before: Player | None, after: Player) -> None:
    """Owe the event of a changed team, line or number, where one has changed."""
    changed = tuple(
        wire
        for name, wire in _PLACE.items()
        if getattr(after, name) != (None if before is None else getattr(before, name))
    )
    if not changed:
        return
    now = at_time(office.now_ms())
    event = TeamAssignmentChanged(
        occurred_at=now,
        player_id=after.id,
        changed=changed,
        changed_by=caller.user_id,
        previous_team_id=before.team_id if before is not None else None,
        new_team_id=after.team_id,
        line=after.line,
        jersey_number=after.jersey_number,
        effective_date=now,
    )
    office.owe(records, caller, ASSIGNMENT, event)


def new_players(records: RecordSet, players: list[Player], today: date) -> list[NewPlayer]:
    """Players as a session takes them in, with what was measured of them by that day."""
    physiology = records.player_tests.physiology([player.id for player in players], today)
    return [
        NewPlayer(player.id, player.name, player.jersey_number, _profile(player, physiology[player.id], today))
        for player in players
    ]


def _profile(player: Player, known: Physiology, today: date) -> PlayerProfile:
    def value(dated: object) -> float | None:
        return getattr(dated, "value", None)

    def whole(dated: object) -> int | None:
        figure = value(dated)
        return None if figure is None else round(figure)

    age_y = None if player.birth_date is None else (today - player.birth_date).days / 365.25
    return PlayerProfile(
        hr_max=whole(known.hr_max),
        hr_rest=whole(known.hr_rest),
        lthr=whole(known.lthr),
        ftp_w=value(known.ftp_w),
        cp_w=value(known.cp_w),
        w_prime_j=value(known.w_prime_j),
        mass_kg=value(known.mass_kg),
        age_y=None if age_y is None else round(age_y, 1),
        sex=player.sex or "",
        unit=player.unit.value,
        weight_unit=player.weight_unit.value,
        hr_zones=player.hr_zones,
    )
