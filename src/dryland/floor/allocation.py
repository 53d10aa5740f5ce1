"""Facilities and equipment for several sessions at once: who gets what, and every conflict by name.

Two sessions share a resource where their times overlap. Nothing is given by halves: either all needs are met or the
answer names what is missing, where and how many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import cycle
from typing import NamedTuple

from dryland.contract.sayings import Saying, say

__all__ = [
    "Conflict",
    "Facility",
    "Gear",
    "Need",
    "allocate",
    "distribute_by_ability",
    "distribute_evenly",
    "distribute_lines",
]


class Facility(NamedTuple):
    """A place to train and how many players it holds."""

    facility_id: str
    name: str
    capacity: int


class Gear(NamedTuple):
    """A kind of equipment: how many there are and how many of them work."""

    kind: str
    total: int
    out_of_service: int = 0

    @property
    def usable(self) -> int:
        """How many can be used."""
        return max(0, self.total - self.out_of_service)


class Need(NamedTuple):
    """What one session asks for from `start_ms` to `end_ms` (exclusive)."""

    session_id: str
    name: str
    players: int
    start_ms: int
    end_ms: int
    facility_id: str | None = None
    gear: Mapping[str, int] = {}


class Conflict(NamedTuple):
    """What cannot be given. `kind` is `capacity` or `equipment`."""

    kind: str
    resource: str
    wanted: int
    available: int
    session_ids: tuple[str, ...]
    saying: Saying


def allocate(
    needs: Sequence[Need],
    facilities: Mapping[str, Facility],
    gear: Mapping[str, Gear],
    taken: Sequence[Need] = (),
) -> list[Conflict]:
    """Every conflict of `needs` with each other and with what is `taken` already; none means all can be given."""
    conflicts = _unknown(needs, facilities, gear)
    everything = [*taken, *needs]
    asked = {need.session_id for need in needs}
    for facility in facilities.values():
        users = [need for need in everything if need.facility_id == facility.facility_id]
        peak = _peak(users, lambda need: need.players)
        if peak.wanted > facility.capacity and asked & set(peak.session_ids):
            said = say("refused_planned_at_once", place=facility.name, places=facility.capacity, players=peak.wanted)
            conflicts.append(
                Conflict("capacity", facility.name, peak.wanted, facility.capacity, peak.session_ids, said)
            )
    for kind, item in gear.items():
        users = [need for need in everything if need.gear.get(kind)]
        peak = _peak(users, partial(_count_of, kind))
        if peak.wanted > item.usable and asked & set(peak.session_ids):
            code = "refused_gear_broken" if item.out_of_service else "refused_gear_at_once"
            said = say(code, wanted=peak.wanted, kind=kind, items=item.usable, broken=item.out_of_service or None)
            conflicts.append(Conflict("equipment", kind, peak.wanted, item.usable, peak.session_ids, said))
    return conflicts


def _unknown(needs: Sequence[Need], facilities: Mapping[str, Facility], gear: Mapping[str, Gear]) -> list[Conflict]:
    """What is asked for and does not exist."""
    conflicts: list[Conflict] = []
    for need in needs:
        if need.facility_id is not None and need.facility_id not in facilities:
            said = say("refused_no_facility", place=need.facility_id)
            conflicts.append(Conflict("capacity", need.facility_id, need.players, 0, (need.session_id,), said))
        for kind, count in need.gear.items():
            if count and kind not in gear:
                said = say("refused_no_kind", kind=kind)
                conflicts.append(Conflict("equipment", kind, count, 0, (need.session_id,), said))
    return conflicts


def _count_of(kind: str, need: Need) -> int:
    return need.gear[kind]


class _Peak(NamedTuple):
    wanted: int
    session_ids: tuple[str, ...]


def _peak(needs: Sequence[Need], amount: Callable[[Need], int]) -> _Peak:
    """The moment at which most is wanted, and by whom. A peak begins where somebody begins."""
    best = _Peak(0, ())
    for moment in sorted({need.start_ms for need in needs}):
        there = [need for need in needs if need.start_ms <= moment < need.end_ms]
        wanted = sum(amount(need) for need in there)
        if wanted > best.wanted:
            best = _Peak(wanted, tuple(need.session_id for need in there))
    return best


def distribute_evenly(
    player_ids: Sequence[str], session_ids: Sequence[str], pins: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """Players into sessions of as equal size as can be; `pins` (player → session) are kept."""
    rooms = _pinned(player_ids, session_ids, pins or {})
    for player in player_ids:
        if player not in (pins or {}):
            smallest = min(session_ids, key=lambda session: len(rooms[session]))
            rooms[smallest].append(player)
    return rooms


def distribute_by_ability(
    abilities: Mapping[str, float], session_ids: Sequence[str], pins: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """Sessions of equal size and equal mean ability: a serpentine draft from the strongest to the weakest."""
    rooms = _pinned(list(abilities), session_ids, pins or {})
    free = sorted((player for player in abilities if player not in (pins or {})), key=lambda p: (-abilities[p], p))
    order = [*session_ids, *reversed(session_ids)]
    turns = cycle(order)
    size = -(-len(abilities) // len(session_ids))
    for player in free:
        session = next(turns)
        while len(rooms[session]) >= size:
            session = next(turns)
        rooms[session].append(player)
    return rooms


def distribute_lines(
    lines: Mapping[str, str], session_ids: Sequence[str], pins: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """Whole lines (player → line) stay together; lines go to the smallest session, the largest line first."""
    rooms = _pinned(list(lines), session_ids, pins or {})
    groups: dict[str, list[str]] = {}
    for player, line in lines.items():
        if player not in (pins or {}):
            groups.setdefault(line, []).append(player)
    for _, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        smallest = min(session_ids, key=lambda session: len(rooms[session]))
        rooms[smallest].extend(group)
    return rooms


def _pinned(player_ids: Sequence[str], session_ids: Sequence[str], pins: Mapping[str, str]) -> dict[str, list[str]]:
    rooms: dict[str, list[str]] = {session: [] for session in session_ids}
    for player in player_ids:
        if player in pins:
            rooms[pins[player]].append(player)
    return rooms
