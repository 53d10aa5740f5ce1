"""How long each item of a bundle's gear worked in a session, from the logs and samples that are stored.

Where the machines of a session were heard, what players pedalled and rowed on them counts: for the item whose station
or device a player was last told of at, else shared evenly by the items of that kind. Where nothing was heard, the
session's active time counts, for as long as the item was given to it. Bookings never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from dryland.contract.base import Wire
from dryland.contract.bundles import BundleCreated, BundleUpdated, ResourceAllocation
from dryland.floor.bundle import decode_bundle_fact
from dryland.floor.clock import SessionClock
from dryland.floor.workout import to_ms
from dryland.store import SampleColumns, StoredEvent

__all__ = ["MACHINES", "Held", "ItemUse", "Stay", "held_items", "stays_of", "uses_of", "worked_by_item", "worked_s"]

MACHINES: Final = frozenset({"bike", "rower", "treadmill", "ski_erg"})
"""Kinds of equipment that say power, cadence or speed themselves."""
HOLD_MS: Final = 5_000
"""A value counts until the next one, at most this long."""


class Held(NamedTuple):
    """An item was a session's from `from_ms` to before `to_ms`; None until further notice."""

    item_id: str
    from_ms: int
    to_ms: int | None = None


class Stay(NamedTuple):
    """A player is at an item from `from_ms` on, until the next one of the player; None: nobody knows at which."""

    from_ms: int
    item_id: str | None


class _About(Wire, frozen=True, kw_only=True):
    """Whom a fact is about."""

    player_id: str | None = None


class ItemUse(NamedTuple):
    """How long an item worked in a session, min; measured by machines, else the session's active time."""

    item_id: str
    minutes: float
    is_measured: bool


def held_items(events: Iterable[StoredEvent], session_id: str) -> list[Held]:
    """Which items a session of a bundle had when, from the bundle's log."""
    open_ones: dict[str, int] = {}
    over: list[Held] = []
    for event in events:
        fact = decode_bundle_fact(event.name, event.payload)
        given = _given(fact, session_id)
        if given is None or fact.recorded_at is None:
            continue
        at_ms, ids = to_ms(fact.recorded_at), set(given.item_ids or ())
        over += [Held(each, open_ones.pop(each), at_ms) for each in list(open_ones) if each not in ids]
        for item_id in ids:
            open_ones.setdefault(item_id, at_ms)
    return [*over, *(Held(item_id, from_ms) for item_id, from_ms in open_ones.items())]


def _given(fact: object, session_id: str) -> ResourceAllocation | None:
    if isinstance(fact, BundleCreated):
        return next((each.resources for each in fact.sessions if each.session_id == session_id), None)
    if isinstance(fact, BundleUpdated):
        return next((each.resources for each in fact.allocations or () if each.session_id == session_id), None)
    return None


def stays_of(events: Iterable[StoredEvent], items: Mapping[str, str]) -> dict[str, list[Stay]]:
    """Where players were when, by player, oldest first; `items` by the sender of facts, as `station:…`.

    Whoever is told of at an item takes it over from the one who was there.
    """
    stays: dict[str, list[Stay]] = {}
    holder: dict[str, str] = {}
    for event in sorted((each for each in events if each.actor in items), key=lambda each: each.occurred_at_ms):
        player_id, item_id = msgspec.json.decode(event.payload, type=_About).player_id, items[event.actor]
        if player_id is None or holder.get(item_id) == player_id:
            continue
        before = holder.get(item_id)
        if before is not None:
            stays[before].append(Stay(event.occurred_at_ms, None))
        own = stays.setdefault(player_id, [])
        if own and own[-1].item_id is not None:
            holder.pop(own[-1].item_id, None)
        own.append(Stay(event.occurred_at_ms, item_id))
        holder[item_id] = player_id
    return stays


def worked_by_item(columns: SampleColumns, stays: Sequence[Stay]) -> dict[str | None, float]:
    """How long one player worked a machine, s, by the item the player was at: power, cadence or speed above zero, each
    value until the next one.
    """
    total_ms: dict[str | None, int] = {}
    coming, item_id = 0, None
    for at, moment in enumerate(columns.at_ms):
        while coming < len(stays) and stays[coming].from_ms <= moment:
            coming, item_id = coming + 1, stays[coming].item_id
        values = (columns.power[at], columns.cadence[at], columns.speed[at])
        if any(value for value in values):
            following = columns.at_ms[at + 1] if at + 1 < len(columns.at_ms) else moment + 1_000
            total_ms[item_id] = total_ms.get(item_id, 0) + min(HOLD_MS, following - moment)
    return {item: worked_ms / 1000 for item, worked_ms in total_ms.items()}


def worked_s(columns: SampleColumns) -> float:
    """How long one player worked machines, s."""
    return sum(worked_by_item(columns, ()).values())


def uses_of(
    held: Sequence[Held],
    kinds: Mapping[str, str],
    clock: SessionClock,
    machine_s: float,
    now_ms: int,
    told_s: Mapping[str, float] = MappingProxyType({}),
) -> list[ItemUse]:
    """What each item of a session was used; `kinds` by item, `told_s` what players worked on the items they were told
    of at, `machine_s` what they worked on machines besides.

    What is besides is measured where all of a session's machines are of one kind. An item that was never there while
    the session went on has no use.
    """
    if clock.start_ms is None:
        return []
    end_ms = clock.fact_time_ms(now_ms) if clock.end_ms is None else clock.end_ms
    active: dict[str, float] = {}
    for item_id, from_ms, to_ms_ in held:
        begin, end = max(clock.start_ms, from_ms), min(end_ms, end_ms if to_ms_ is None else to_ms_)
        if end > begin:
            active[item_id] = active.get(item_id, 0.0) + clock.active_between_ms(begin, end) / 60_000
    machines = [item_id for item_id in active if kinds.get(item_id) in MACHINES]
    heard = machine_s > 0 or any(told_s.get(item_id) for item_id in machines)
    is_shared = heard and len({kinds[item_id] for item_id in machines}) == 1
    whole = sum(active[item_id] for item_id in machines)
    uses: list[ItemUse] = []
    for item_id, minutes in active.items():
        if minutes <= 0:
            continue
        own_s = told_s.get(item_id, 0.0)
        if item_id in machines and (is_shared or own_s > 0):
            besides_s = machine_s * minutes / whole if is_shared else 0.0
            uses.append(ItemUse(item_id, min(minutes, (own_s + besides_s) / 60), is_measured=True))
        else:
            uses.append(ItemUse(item_id, minutes, is_measured=False))
    return uses
