"""What an organisation has to train with, and what of it is in use now. Knows no records and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dryland.contract.aggregates import EquipmentState, FacilityState, GearGap, ResourceUtilization
from dryland.contract.base import SessionStatus, Signal
from dryland.floor.aggregate import Session
from dryland.floor.allocation import Facility, Gear
from dryland.floor.bundle import Bundle
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.state import PlayerState

__all__ = ["EMPTY", "Assigned", "KnownItem", "Stock", "equipment_now", "facilities_now", "heard", "seen", "utilization"]

SOON_MS: Final = 3_600_000
"""A session that has not begun counts for its room from this long before its time on."""
_IN_USE: Final = frozenset({SessionStatus.ACTIVE, SessionStatus.PAUSED})
_UNHEARD: Final = frozenset({Signal.NONE, Signal.LOST})


class KnownItem(NamedTuple):
    """One item of equipment."""

    item_id: str
    kind: str
    works: bool


class Stock(NamedTuple):
    """Places by id, and equipment item by item."""

    facilities: Mapping[str, Facility]
    items: Sequence[KnownItem]

    def gear(self) -> dict[str, Gear]:
        """The equipment by kind."""
        counts: dict[str, tuple[int, int]] = {}
        for item in self.items:
            total, broken = counts.get(item.kind, (0, 0))
            counts[item.kind] = (total + 1, broken + (not item.works))
        return {kind: Gear(kind, *count) for kind, count in counts.items()}


EMPTY: Final = Stock({}, ())


class Assigned(NamedTuple):
    """A bundle and those of its sessions that are not over."""

    bundle: Bundle
    sessions: Sequence[Session]


def seen(session: Session, player: PlayerState, now_ms: int) -> bool:
    """Whether a player is known to be there: has come in by a screen, or is heard by a sensor."""
    return player.arrived or heard(session, player.player_id, now_ms)


def heard(session: Session, player_id: str, now_ms: int) -> bool:
    """Whether a player's sensor has said anything lately."""
    live = session.live.get(player_id)
    return live is not None and live.signal(now_ms) not in _UNHEARD


def facilities_now(stock: Stock, assigned: Iterable[Assigned], now_ms: int) -> tuple[FacilityState, ...]:
    """Every open facility with the players who are assigned to it and those who are seen there."""
    counts: dict[str, tuple[int, int]] = {}
    for bundle, sessions in assigned:
        for session in sessions:
            facility_id = bundle.sessions[session.state.session_id].resources.facility_id
            if facility_id is not None and _counts(bundle, session, now_ms):
                before = counts.get(facility_id, (0, 0))
                players = session.state.present()
                there = sum(seen(session, player, now_ms) for player in players)
                counts[facility_id] = (before[0] + len(players), before[1] + there)
    return tuple(
        FacilityState(
            id=facility.facility_id,
            name=facility.name,
            capacity=facility.capacity,
            assigned=counts.get(facility.facility_id, (0, 0))[0],
            present=counts.get(facility.facility_id, (0, 0))[1],
        )
        for facility in stock.facilities.values()
    )


def _counts(bundle: Bundle, session: Session, now_ms: int) -> bool:
    if session.state.status in TERMINAL:
        return False
    begins_ms = bundle.scheduled_ms
    return session.state.status in _IN_USE or begins_ms is None or begins_ms - now_ms <= SOON_MS


def equipment_now(stock: Stock, assigned: Iterable[Assigned]) -> tuple[EquipmentState, ...]:
    """Every kind of equipment: how many items sessions that run have, how many do not work, and who lacks them."""
    used: dict[str, int] = {}
    gaps: dict[str, list[GearGap]] = {}
    for bundle, sessions in assigned:
        for session in sessions:
            for need in bundle.sessions[session.state.session_id].resources.missing or ():
                gaps.setdefault(need.type, []).append(_gap(bundle, session, need.count))
            if session.state.status in _IN_USE:
                for need in bundle.sessions[session.state.session_id].resources.equipment:
                    used[need.type] = used.get(need.type, 0) + need.count
    return tuple(
        EquipmentState(
            type=kind,
            total=gear.total,
            in_use=used.get(kind, 0),
            out_of_service=gear.out_of_service,
            gaps=tuple(gaps.get(kind, ())) or None,
        )
        for kind, gear in sorted(stock.gear().items())
    )


def _gap(bundle: Bundle, session: Session, count: int) -> GearGap:
    state = session.state
    return GearGap(bundle_id=bundle.bundle_id, session_id=state.session_id, name=state.workout_name, missing=count)


def utilization(stock: Stock, assigned: Assigned) -> ResourceUtilization:
    """How much of a bundle's places its players fill, and how much of the working gear of its kinds it has, %."""
    given = [assigned.bundle.sessions[session.state.session_id].resources for session in assigned.sessions]
    places = {each.facility_id: each.capacity or 0 for each in given if each.facility_id is not None}
    inside = sum(
        len(session.state.present())
        for session, each in zip(assigned.sessions, given, strict=True)
        if each.facility_id is not None
    )
    gear = stock.gear()
    wanted = [need for each in given for need in each.equipment]
    usable = sum(gear[kind].usable for kind in {need.type for need in wanted} if kind in gear)
    return ResourceUtilization(
        facilities=_share(inside, sum(places.values())), equipment=_share(sum(need.count for need in wanted), usable)
    )


def _share(part: int, whole: int) -> float:
    return round(min(100.0, 100 * part / whole), 1) if whole else 0.0
