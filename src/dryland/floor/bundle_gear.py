"""What becomes of a bundle's gear when an item breaks or comes back: another one, or a gap that is named.

Decides; changes nothing. An item is given where nobody has it; what cannot be given is `missing`, so that how many
players a session holds stays true, and is given as soon as something can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dryland.contract.bundles import (
    BundleChanges,
    BundleUpdated,
    EquipmentNeed,
    ResourceAllocation,
    SessionAllocation,
    UpdateType,
)
from dryland.floor.bundle import UPDATED, Bundle, BundleEntry, BundleLedger
from dryland.floor.stock import KnownItem, Stock
from dryland.floor.workout import Context

__all__ = ["GearChange", "GearDecision", "decide_gear"]


class GearChange(NamedTuple):
    """One item of a session: `lost_id` works no more, `given_id` came instead or into a gap; None for neither."""

    session_id: str
    kind: str
    lost_id: str | None = None
    given_id: str | None = None


class GearDecision(NamedTuple):
    """The fact of the change, and what it means item by item; both empty where nothing changes."""

    entries: Sequence[BundleEntry]
    changes: Sequence[GearChange]


def decide_gear(
    bundle: Bundle, open_sessions: Sequence[str], stock: Stock, taken: frozenset[str], context: Context
) -> GearDecision:
    """Put working items for broken ones and into gaps, sessions in their order. `taken` is what other bundles have."""
    known = {item.item_id: item for item in stock.items}
    given = (each for session in bundle.sessions.values() for each in session.resources.item_ids or ())
    used = {*taken, *given}
    allocations: list[SessionAllocation] = []
    changes: list[GearChange] = []
    for session_id in open_sessions:
        resources = bundle.sessions[session_id].resources
        mended, found = _mend(session_id, resources, known, used)
        if found:
            changes += found
            allocations.append(SessionAllocation(session_id=session_id, resources=mended))
    if not changes:
        return GearDecision((), ())
    ledger = BundleLedger(bundle, context)
    ledger.add(
        UPDATED,
        BundleUpdated,
        update_type=UpdateType.CONFIGURATION_CHANGE,
        affected_sessions=tuple(each.session_id for each in allocations),
        changes=BundleChanges(),
        allocations=tuple(allocations),
    )
    return GearDecision(ledger.entries, changes)


def _mend(
    session_id: str, resources: ResourceAllocation, known: Mapping[str, KnownItem], used: set[str]
) -> tuple[ResourceAllocation, list[GearChange]]:
    changes: list[GearChange] = []
    ids = list(resources.item_ids or ())
    gaps = {need.type: need.count for need in resources.missing or ()}
    for item_id in list(ids):
        item = known.get(item_id)
        if item is None or item.works:
            continue
        spare = next(_free(item.kind, known, used), None)
        place = ids.index(item_id)
        ids[place : place + 1] = [] if spare is None else [spare]
        if spare is None:
            gaps[item.kind] = gaps.get(item.kind, 0) + 1
        else:
            used.add(spare)
        changes.append(GearChange(session_id, item.kind, item_id, spare))
    for kind in gaps:
        lately = sum(change.kind == kind and change.given_id is None for change in changes)
        for spare in list(_free(kind, known, used))[: gaps[kind] - lately]:
            used.add(spare)
            ids.append(spare)
            gaps[kind] -= 1
            changes.append(GearChange(session_id, kind, None, spare))
    missing = tuple(EquipmentNeed(type=kind, count=count) for kind, count in gaps.items() if count)
    return replace(resources, item_ids=tuple(ids) or None, missing=missing or None), changes


def _free(kind: str, known: Mapping[str, KnownItem], used: set[str]) -> Iterator[str]:
    return (item.item_id for item in known.values() if item.kind == kind and item.works and item.item_id not in used)
