"""The questions that are asked of facilities, equipment, availability and the calendar."""

from __future__ import annotations

from sqlalchemy import select

from dryland.store.records import tables
from dryland.store.records.repository import Bind, Page, Repository
from dryland.store.records.surroundings import AvailabilityRecord, CalendarEvent, Equipment, Facility

__all__ = ["Availabilities", "CalendarEvents", "EquipmentItems", "Facilities"]


class Facilities(Repository[Facility]):
    """Facilities by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.facilities, Facility)

    def of_org(self, org_id: str, *, archived: bool = False) -> list[Facility]:
        """An organisation's facilities by name: those in use, or those that are archived."""
        columns = self._table.c
        gone = columns.archived_at_ms.is_not(None) if archived else columns.archived_at_ms.is_(None)
        return self._find(select(self._table).where(columns.org_id == org_id, gone).order_by(columns.name))


class EquipmentItems(Repository[Equipment]):
    """Items of equipment by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.equipment, Equipment)

    def of_org(self, org_id: str) -> list[Equipment]:
        """An organisation's equipment in use by type and name."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id, columns.archived_at_ms.is_(None))
        return self._find(query.order_by(columns.type, columns.name))

    def kinds(self, org_id: str) -> dict[str, str]:
        """The type of every item by id, of archived ones too: what was done with them is still counted."""
        return {item.id: item.type for item in self._find(select(self._table).where(self._table.c.org_id == org_id))}

    def page(self, org_id: str, page: Page, *, kind: str | None = None, archived: bool = False) -> list[Equipment]:
        """A page of an organisation's equipment by name: what is in use, or what is archived."""
        columns = self._table.c
        gone = columns.archived_at_ms.is_not(None) if archived else columns.archived_at_ms.is_(None)
        query = select(self._table).where(columns.org_id == org_id, gone)
        if kind is not None:
            query = query.where(columns.type == kind)
        return self._page(query, (columns.name, columns.id), page)


class Availabilities(Repository[AvailabilityRecord]):
    """What is known of who can come, by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.availabilities, AvailabilityRecord)

    def of_player(self, player_id: str) -> list[AvailabilityRecord]:
        """Everything known of a player, in the order in which it was said."""
        columns = self._table.c
        query = select(self._table).where(columns.player_id == player_id)
        return self._find(query.order_by(columns.changed_at_ms, columns.id))

    def on(self, org_id: str, at_ms: int) -> dict[str, AvailabilityRecord]:
        """What holds at a moment, by player: of several the one that was said last."""
        columns = self._table.c
        query = select(self._table).where(
            columns.org_id == org_id,
            columns.valid_from_ms <= at_ms,
            columns.valid_to_ms.is_(None) | (columns.valid_to_ms > at_ms),
        )
        found = self._find(query.order_by(columns.changed_at_ms, columns.id))
        return {each.player_id: each for each in found}


class CalendarEvents(Repository[CalendarEvent]):
    """Entries of the calendar by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.calendar_events, CalendarEvent)

    def to_come_at(self, facility_id: str, now_ms: int) -> list[CalendarEvent]:
        """The entries at a place that are not over, in the order of their start."""
        columns = self._table.c
        query = select(self._table).where(columns.facility_id == facility_id, columns.end_ms > now_ms)
        return self._find(query.order_by(columns.start_ms))

    def between(
        self, org_id: str, page: Page, *, from_ms: int | None, to_ms: int | None, team_id: str | None
    ) -> list[CalendarEvent]:
        """A page of the entries that touch a span, in the order of their start."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        if from_ms is not None:
            query = query.where(columns.end_ms > from_ms)
        if to_ms is not None:
            query = query.where(columns.start_ms < to_ms)
        if team_id is not None:
            query = query.where(columns.team_id == team_id)
        return self._page(query, (columns.start_ms, columns.id), page)
