"""Bundles that are over, as they stand in a list."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from dryland.contract.base import SessionStatus
from dryland.store.records import tables
from dryland.store.records.repository import Bind, Page, Repository

__all__ = ["FinishedBundle", "FinishedBundles"]


class FinishedBundle(msgspec.Struct, frozen=True):
    """A bundle that is over; `at_ms` is when it was to begin, else when it was made. `session_ids` is a JSON list."""

    id: str
    org_id: str
    name: str
    status: SessionStatus
    at_ms: int
    session_ids: bytes
    total_participants: int
    scheduled_at_ms: int | None = None
    estimated_min: float | None = None


class FinishedBundles(Repository[FinishedBundle]):
    """Finished bundles by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.finished_bundles, FinishedBundle)

    def page(
        self,
        org_id: str,
        page: Page,
        *,
        statuses: Sequence[SessionStatus] | None = None,
        from_ms: int | None = None,
        to_ms: int | None = None,
    ) -> list[FinishedBundle]:
        """A page of an organisation's finished bundles with `from_ms` ≤ time < `to_ms`."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        if statuses is not None:
            query = query.where(columns.status.in_([status.value for status in statuses]))
        if from_ms is not None:
            query = query.where(columns.at_ms >= from_ms)
        if to_ms is not None:
            query = query.where(columns.at_ms < to_ms)
        return self._page(query, (columns.at_ms, columns.id), page)
