"""Bundles as a screen needs them when it opens: the whole state, in the form that HTTP answers. Changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import msgspec

from dryland.bulk.floor import BulkFloor
from dryland.bulk.keeper import HeldBundle
from dryland.bulk.telling import Telling
from dryland.contract.aggregates import ResourceUpdate
from dryland.contract.bundles import BundleSession, PreflightCheck
from dryland.contract.errors import Refusal
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Operation
from dryland.floor.bundle_moves import choose_session, refuse_arrivals
from dryland.floor.bundle_preflight import preflight
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.workout import at_time
from dryland.store.records import FinishedBundle, Page, RecordSet
from dryland.web.door import BundlesAsked, BundleSessionShown, BundleShown, BundleSummary, OperationShown

__all__ = ["Showing"]

OPERATIONS_SHOWN: Final = 20
_read_ids: Final = msgspec.json.Decoder(tuple[str, ...]).decode


class Showing:
    """Reads bundles. All calls may raise `StorageFault`."""

    def __init__(self, floor: BulkFloor, telling: Telling, records: RecordSet) -> None:
        self._floor = floor
        self._telling = telling
        self._records = records

    def find(self, org_id: str, bundle_id: str) -> HeldBundle | None:
        """A bundle of an organisation."""
        held = self._floor.keeper.find(bundle_id)
        return held if held is not None and held.bundle.org_id == org_id else None

    async def page(self, org_id: str, page: Page, asked: BundlesAsked) -> list[tuple[int, BundleSummary]]:
        """A page of an organisation's bundles with their places in time, planned, under way and over alike."""
        going_on = {held.bundle.bundle_id for held in self._floor.keeper if not held.is_closed}
        over = await asyncio.to_thread(self._over, org_id, page, asked)
        found = {summary.bundle_id: (at_ms, summary) for at_ms, summary in over}
        for held in self._floor.keeper:
            bundle = held.bundle
            is_live = not held.is_closed or bundle.bundle_id in going_on  # one that was closed meanwhile is in neither
            if bundle.org_id == org_id and is_live and _is_asked(bundle.at_ms, asked):
                summary = self._floor.summary(held)
                if asked.statuses is None or summary.status in asked.statuses:
                    found[bundle.bundle_id] = bundle.at_ms, summary
                else:
                    found.pop(bundle.bundle_id, None)
        keyed = sorted(((at_ms, each.bundle_id), each) for at_ms, each in found.values())
        if page.newest_first:
            keyed.reverse()
        beyond = [each for each in keyed if page.after is None or _is_beyond(each[0], page)]
        return [(key[0], summary) for key, summary in beyond[: page.limit]]

    def _over(self, org_id: str, page: Page, asked: BundlesAsked) -> list[tuple[int, BundleSummary]]:
        found = self._records.finished_bundles.page(
            org_id, page, statuses=asked.statuses, from_ms=asked.from_ms, to_ms=asked.to_ms
        )
        return [(each.at_ms, _finished(each)) for each in found]

    def with_item(self, org_id: str, item_id: str) -> list[tuple[str, tuple[str, ...]]]:
        """The bundles that are not over and whose sessions have an item, or had it: id, sessions."""
        return [
            (held.bundle.bundle_id, tuple(held.bundle.sessions))
            for held in self._floor.keeper
            if held.bundle.org_id == org_id and not held.is_closed and item_id in held.bundle.item_ids
        ]

    def with_facility(self, org_id: str, facility_id: str) -> list[str]:
        """The names of the bundles that are not over and have sessions in a place."""
        return [
            held.bundle.name
            for held in self._floor.keeper
            if held.bundle.org_id == org_id
            and not held.is_closed
            and any(each.resources.facility_id == facility_id for each in held.bundle.sessions.values())
        ]

    def with_item_names(self, org_id: str, item_id: str) -> list[str]:
        """The names of the bundles that are not over and whose sessions have an item."""
        return [
            held.bundle.name
            for held in self._floor.keeper
            if held.bundle.org_id == org_id and not held.is_closed and item_id in held.bundle.item_ids
        ]

    def whole(self, held: HeldBundle) -> BundleShown:
        """A bundle with its sessions, what they were given, and its last operations."""
        bundle = held.bundle
        sessions = self._floor.sessions(held)
        summary = self._floor.summary(held)
        return BundleShown(
            bundle_id=bundle.bundle_id,
            bundle_name=bundle.name,
            status=summary.status,
            total_participants=summary.total_participants,
            scheduled_start=summary.scheduled_start,
            estimated_duration=bundle.estimated_min,
            epoch=bundle.epoch,
            seq=bundle.seq,
            at=at_time(self._floor.clock.now_ms()),
            counts_down=bundle.must_count_down,
            sessions=tuple(
                _session_shown(bundle.sessions[session_id], session) for session_id, session in sessions.items()
            ),
            operations=tuple(_operation_shown(each) for each in list(bundle.operations.values())[-OPERATIONS_SHOWN:]),
            figures=self._telling.aggregates(held).aggregated_metrics,
        )

    async def catch_up(self, held: HeldBundle) -> None:
        """Make the figures of a bundle's sessions anew where they have to be."""
        floor = self._floor
        for session in floor.held(held).values():
            await floor.hall.figures.catch_up(session, floor.clock.now_ms())

    def preflight(self, held: HeldBundle) -> list[PreflightCheck]:
        """What is looked at before a start."""
        stock = self._telling.stock(held.bundle.org_id)
        screens = list(self._floor.screens.of(held.bundle).values())
        return preflight(held.bundle, self._floor.sessions(held), stock, screens, self._floor.clock.now_ms())

    def resources(self, org_id: str) -> ResourceUpdate:
        """Facilities and equipment now."""
        return self._telling.resources(org_id)

    def place_for(self, held: HeldBundle, count: int) -> str | Refusal:
        """The session of a bundle in which late arrivals find a place: the emptiest that holds them all."""
        return choose_session(held.bundle, self._floor.sessions(held), count)

    def refuse_arrivals(self, bundle_id: str, session_id: str, player_ids: Sequence[str]) -> Refusal | None:
        """Why players cannot come into a session of a bundle."""
        held = self._floor.keeper.find(bundle_id)
        if held is None:
            return None
        return refuse_arrivals(held.bundle, self._floor.sessions(held), session_id, player_ids)


def _is_asked(at_ms: int, asked: BundlesAsked) -> bool:
    after_begin = asked.from_ms is None or at_ms >= asked.from_ms
    return after_begin and (asked.to_ms is None or at_ms < asked.to_ms)


def _is_beyond(key: tuple[int, str], page: Page) -> bool:
    """Whether a place comes after the page before."""
    assert page.after is not None
    return key < page.after if page.newest_first else key > page.after


def _finished(record: FinishedBundle) -> BundleSummary:
    return BundleSummary(
        bundle_id=record.id,
        bundle_name=record.name,
        status=record.status,
        session_ids=_read_ids(record.session_ids),
        total_participants=record.total_participants,
        scheduled_start=None if record.scheduled_at_ms is None else at_time(record.scheduled_at_ms),
        estimated_duration=record.estimated_min,
    )


def _session_shown(given: BundleSession, session: Session) -> BundleSessionShown:
    state = session.state
    return BundleSessionShown(
        session_id=state.session_id,
        name=state.workout_name,
        workout_type=state.workout_type,
        status=state.status,
        emergency=state.emergency,
        player_ids=tuple(player.player_id for player in state.present()),
        resources=given.resources,
        scheduled_start=given.scheduled_start,
        start_offset=given.start_offset,
        progress=round(session.machine.progress(session), 1),
        is_over=state.status in TERMINAL,
    )


def _operation_shown(operation: Operation) -> OperationShown:
    return OperationShown(
        operation_id=operation.operation_id,
        operation=operation.operation,
        status=operation.status,
        executed_by=operation.by,
        began_at=at_time(operation.began_ms),
        affected_sessions=operation.affected,
        reason=operation.reason,
        starts_at=None if operation.starts_ms is None else at_time(operation.starts_ms),
        undoes=operation.undoes,
        undo_until=None if operation.undo_until_ms is None else at_time(operation.undo_until_ms),
        undone=operation.is_undone,
        moves=operation.moves,
    )
