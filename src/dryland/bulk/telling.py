"""What screens of bundles are told beside facts: aggregates at their pace and on request, resources when they change.

Everything here is recomputable; nothing is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from dryland.bulk.floor import BulkFloor
from dryland.bulk.keeper import HeldBundle
from dryland.bulk.looking_up import read_stock
from dryland.contract.aggregates import AggregateBroadcast, PerformanceAlert, ResourceUpdate
from dryland.contract.base import SessionStatus
from dryland.floor.bundle_totals import totals
from dryland.floor.stock import EMPTY, Assigned, Stock, equipment_now, facilities_now, utilization
from dryland.floor.workout import at_time
from dryland.store import StorageFault
from dryland.store.records import RecordSet

__all__ = ["AGGREGATES", "RESOURCES", "Telling"]

log = structlog.get_logger("dryland.bulk")

AGGREGATES: Final = "training:bulk:metrics:aggregate"
RESOURCES: Final = "training:resources:update"
PACE_MS: Final = 30_000
"""A bundle that runs tells its aggregates this often."""
LOOK_MS: Final = 1_000
"""How often it is looked whether resources have changed."""
LEAST_S: Final = 0.2
"""However fast the node's clock runs, nothing is told more often than this."""

AlertsOf = Callable[[str, frozenset[str]], Sequence[PerformanceAlert]]


def _no_alerts(_org_id: str, _session_ids: frozenset[str]) -> Sequence[PerformanceAlert]:
    return ()


class Telling:
    """Tells aggregates and resources. All calls come from the loop's thread."""

    def __init__(self, floor: BulkFloor, records: RecordSet) -> None:
        self._floor = floor
        self._records = records
        self._stocks: dict[str, Stock] = {}
        self._told: dict[str, ResourceUpdate] = {}
        self._reading: dict[str, asyncio.Future[None]] = {}
        self._outdated: set[str] = set()
        """Organisations that have changed while they were being read."""
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.on_stock: Callable[[str], None] | None = None
        """Hears whenever it was read what an organisation has."""
        self.alerts: AlertsOf = _no_alerts
        """The alerts in force in some sessions of an organisation; whoever keeps alerts answers here."""

    def run(self) -> None:
        """Begin to tell."""
        self._every("aggregates", PACE_MS, self._tell_aggregates)
        self._every("resources", LOOK_MS, self._look)

    def close(self) -> None:
        """Tell no more."""
        for timer in self._timers.values():
            timer.cancel()
        self._outdated.clear()
        for reading in list(self._reading.values()):
            reading.cancel()

    def _every(self, name: str, span_ms: int, call: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        span_s = max(LEAST_S, self._floor.clock.real_s(span_ms))

        def again() -> None:
            self._timers[name] = loop.call_later(span_s, again)
            try:
                call()
            except StorageFault as fault:  # a session is being read again; the next time shows it
                log.warning("not_told", what=name, fault=str(fault))

        self._timers[name] = loop.call_later(span_s, again)

    # Aggregates

    def aggregates(self, held: HeldBundle) -> AggregateBroadcast:
        """A bundle in figures now. Raises `StorageFault`."""
        floor, bundle = self._floor, held.bundle
        now_ms = floor.clock.now_ms()
        sessions = list(floor.sessions(held).values())
        resources = utilization(self.stock(bundle.org_id), Assigned(bundle, sessions))
        alerts = self.alerts(bundle.org_id, frozenset(bundle.sessions))
        metrics = totals(sessions, alerts, resources, now_ms)
        return AggregateBroadcast(bundle_id=bundle.bundle_id, at=at_time(now_ms), aggregated_metrics=metrics)

    def _tell_aggregates(self) -> None:
        for held in self._floor.keeper:
            if held.is_closed:
                continue
            try:
                states = [session.state for session in self._floor.sessions(held).values()]
                if any(state.status is SessionStatus.ACTIVE for state in states):
                    self.show(held)
            except StorageFault as fault:  # one of its sessions cannot be read now; the others' figures go out
                log.warning("not_told", what="aggregates", bundle=held.bundle.bundle_id, fault=str(fault))

    def show(self, held: HeldBundle) -> AggregateBroadcast:
        """Tell a bundle's aggregates now. Raises `StorageFault`."""
        figures = self.aggregates(held)
        self._floor.screens.show(held.bundle, AGGREGATES, figures)
        return figures

    # Resources

    def stock(self, org_id: str) -> Stock:
        """What an organisation has, as it was read last; the first question has it read."""
        if org_id not in self._stocks:
            self._read(org_id)
        return self._stocks.get(org_id, EMPTY)

    def changed(self, org_id: str) -> None:
        """An organisation's places or equipment have changed: they are read again and told."""
        self._read(org_id)

    def resources(self, org_id: str) -> ResourceUpdate:
        """Facilities and equipment now. Raises `StorageFault`."""
        now_ms = self._floor.clock.now_ms()
        stock, assigned = self.stock(org_id), list(self._floor.assigned(org_id))
        return ResourceUpdate(
            at=at_time(now_ms),
            facilities=facilities_now(stock, assigned, now_ms),
            equipment=equipment_now(stock, assigned),
        )

    def _read(self, org_id: str) -> None:
        if org_id in self._reading:
            self._outdated.add(org_id)
            return
        reading = self._reading[org_id] = asyncio.ensure_future(self._read_stock(org_id))
        reading.add_done_callback(lambda _: self._was_read(org_id))

    def _was_read(self, org_id: str) -> None:
        del self._reading[org_id]
        if org_id in self._outdated:
            self._outdated.discard(org_id)
            self._read(org_id)

    async def _read_stock(self, org_id: str) -> None:
        try:
            self._stocks[org_id] = await asyncio.to_thread(read_stock, self._records, org_id)
            if self.on_stock is not None:
                self.on_stock(org_id)
            self._tell_resources(org_id)
        except StorageFault as fault:
            log.warning("not_told", what="resources", fault=str(fault))

    def _look(self) -> None:
        for org_id in {held.bundle.org_id for held in self._floor.keeper if not held.is_closed}:
            self._tell_resources(org_id)

    def _tell_resources(self, org_id: str) -> None:
        if org_id not in self._stocks:
            self._read(org_id)
            return
        now = self.resources(org_id)
        before = self._told.get(org_id)
        if before is None or (before.facilities, before.equipment) != (now.facilities, now.equipment):
            self._told[org_id] = now
            self._floor.screens.announce(org_id, RESOURCES, now)
