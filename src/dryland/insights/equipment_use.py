"""How long each item of a bundle's gear worked in a session, from the logs and samples that are stored.

Where the machines of a session were heard, what players pedalled and rowed on them counts, shared evenly by the items
of that kind: players change machines, and which one somebody was on is not told. Where nothing was heard, the session's
active time counts, for as long as the item was given to it. Bookings never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dryland.contract.bundles import BundleCreated, BundleUpdated, ResourceAllocation
from dryland.floor.bundle import decode_bundle_fact
from dryland.floor.clock import SessionClock
from dryland.floor.workout import to_ms
from dryland.store import SampleColumns, StoredEvent

__all__ = ["MACHINES", "Held", "ItemUse", "held_items", "uses_of", "worked_s"]

MACHINES: Final = frozenset({"bike", "rower", "treadmill", "ski_erg"})
"""Kinds of equipment that say power, cadence or speed themselves."""
HOLD_MS: Final = 5_000
"""A value counts until the next one, at most this long."""


class Held(NamedTuple):
    """An item was a session's from `from_ms` to before `to_ms`; None until further notice."""

    item_id: str
    from_ms: int
    to_ms: int | None = None


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


def worked_s(columns: SampleColumns) -> float:
    """How long a machine was worked by one player, s: power, cadence or speed above zero, each value until the next."""
    total_ms = 0
    for at, moment in enumerate(columns.at_ms):
        values = (columns.power[at], columns.cadence[at], columns.speed[at])
        if any(value for value in values):
            following = columns.at_ms[at + 1] if at + 1 < len(columns.at_ms) else moment + 1_000
            total_ms += min(HOLD_MS, following - moment)
    return total_ms / 1000


def uses_of(
    held: Sequence[Held], kinds: Mapping[str, str], clock: SessionClock, machine_s: float, now_ms: int
) -> list[ItemUse]:
    """What each item of a session was used; `kinds` by item, `machine_s` what all players worked on machines.

    Machines are measured where all of a session's are of one kind. An item that was never there while the session went
    on has no use.
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
    is_measured = machine_s > 0 and len({kinds[item_id] for item_id in machines}) == 1
    whole = sum(active[item_id] for item_id in machines)
    return [
        ItemUse(item_id, min(minutes, machine_s / 60 * minutes / whole), is_measured=True)
        if is_measured and item_id in machines and whole > 0
        else ItemUse(item_id, minutes, is_measured=False)
        for item_id, minutes in active.items()
        if minutes > 0
    ]
