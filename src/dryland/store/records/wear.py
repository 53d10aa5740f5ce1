"""How equipment was used and looked after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import func, select

from dryland.store.records import tables
from dryland.store.records.repository import Bind, Page, Repository, translated

__all__ = ["EquipmentService", "EquipmentServices", "EquipmentUse", "EquipmentUses", "Worn"]


class EquipmentUse(msgspec.Struct, frozen=True):
    """How long an item worked in a session that is over; measured by its own values, else the session's active time.

    `residual_pct` is how far the power of the session's `machines` of this kind lay above what its players' hearts say;
    None where that could not be compared.
    """

    item_id: str
    session_id: str
    org_id: str
    bundle_id: str
    session_name: str
    began_at_ms: int
    minutes: float
    is_measured: bool
    residual_pct: float | None = None
    machines: int = 1


class EquipmentService(msgspec.Struct, frozen=True):
    """Something that was done to an item, when it had worked `used_h` hours."""

    id: str
    item_id: str
    task: str
    done_at_ms: int
    used_h: float
    done_by: str
    note: str | None = None


class Worn(NamedTuple):
    """What an item was used altogether."""

    minutes: float = 0.0
    uses: int = 0
    first_ms: int | None = None
    last_ms: int | None = None


class EquipmentUses(Repository[EquipmentUse]):
    """Uses by item and session."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.equipment_uses, EquipmentUse)

    def worn(self, item_ids: Sequence[str], *, from_ms: int | None = None, to_ms: int | None = None) -> dict[str, Worn]:
        """What items were used in sessions that began in [from, to), by id; those that never were are left out."""
        columns = self._table.c
        query = select(
            columns.item_id,
            func.sum(columns.minutes),
            func.count(),
            func.min(columns.began_at_ms),
            func.max(columns.began_at_ms),
        ).group_by(columns.item_id)
        if from_ms is not None:
            query = query.where(columns.began_at_ms >= from_ms)
        if to_ms is not None:
            query = query.where(columns.began_at_ms < to_ms)
        found: dict[str, Worn] = {}
        for start in range(0, len(item_ids), 500):
            with translated(), self._bind(False) as connection:
                for row in connection.execute(query.where(columns.item_id.in_(item_ids[start : start + 500]))):
                    found[row[0]] = Worn(*row[1:])
        return found

    def page(
        self, item_id: str, page: Page, *, from_ms: int | None = None, to_ms: int | None = None
    ) -> list[EquipmentUse]:
        """A page of an item's uses in sessions that began in [from, to)."""
        columns = self._table.c
        query = select(self._table).where(columns.item_id == item_id)
        if from_ms is not None:
            query = query.where(columns.began_at_ms >= from_ms)
        if to_ms is not None:
            query = query.where(columns.began_at_ms < to_ms)
        return self._page(query, (columns.began_at_ms, columns.session_id), page)

    def compared(self, item_id: str, limit: int) -> list[EquipmentUse]:
        """The newest sessions of an item in which its power could be compared, the oldest of them first."""
        columns = self._table.c
        query = select(self._table).where(columns.item_id == item_id, columns.residual_pct.is_not(None))
        newest = query.order_by(columns.began_at_ms.desc(), columns.session_id.desc()).limit(limit)
        return self._find(newest)[::-1]

    def measured_in(self, session_ids: Sequence[str]) -> dict[str, set[str]]:
        """Items that said themselves how they were used, by session."""
        columns = self._table.c
        query = select(columns.session_id, columns.item_id).where(columns.is_measured)
        found: dict[str, set[str]] = {}
        for start in range(0, len(session_ids), 500):
            with translated(), self._bind(False) as connection:
                for row in connection.execute(query.where(columns.session_id.in_(session_ids[start : start + 500]))):
                    found.setdefault(row[0], set()).add(row[1])
        return found


class EquipmentServices(Repository[EquipmentService]):
    """What was done to items, by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.equipment_services, EquipmentService)

    def of_item(self, item_id: str) -> list[EquipmentService]:
        """What was done to an item, the oldest first."""
        columns = self._table.c
        query = select(self._table).where(columns.item_id == item_id)
        return self._find(query.order_by(columns.done_at_ms, columns.id))
