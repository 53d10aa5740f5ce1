"""Notices that a bundle is over: what its gear was used and its line in the list are kept, then its log is closed, so
that no start reads it again.

In this order, because a crash in between costs nothing: a bundle whose log is open is looked at again.
"""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec
import structlog

from dryland.bulk.floor import BulkFloor
from dryland.bulk.keeper import HeldBundle
from dryland.store import StorageFault
from dryland.store.records import FinishedBundle, RecordSet
from dryland.wear import WearLog

__all__ = ["Closing"]

log = structlog.get_logger("dryland.bulk")

_json: Final = msgspec.json.Encoder().encode


class Closing:
    """Closes what is over. All calls come from the loop's thread."""

    def __init__(self, floor: BulkFloor, records: RecordSet, wear: WearLog) -> None:
        self._floor = floor
        self._records = records
        self._wear = wear
        self._under_way: dict[str, asyncio.Future[None]] = {}

    def look(self) -> None:
        """Close every bundle of which all sessions are over and nothing is under way."""
        for held in self._floor.keeper:
            if held.is_closed or held.bundle.bundle_id in self._under_way:
                continue
            try:
                if self._is_over(held):
                    self._start(held)
            except StorageFault as fault:  # the next look comes soon
                log.warning("bundle_not_closed", bundle=held.bundle.bundle_id, fault=str(fault))

    def _is_over(self, held: HeldBundle) -> bool:
        bundle, line = held.bundle, held.line
        if line.is_broken or not line.is_settled or not bundle.sessions or bundle.under_way():
            return False
        return all(self._floor.hall.is_over(session_id) for session_id in bundle.sessions)

    def _start(self, held: HeldBundle) -> None:
        bundle_id = held.bundle.bundle_id
        record = _record(self._floor, held)
        closing = self._under_way[bundle_id] = asyncio.ensure_future(self._close(held, record))
        closing.add_done_callback(lambda _: self._was_closed(bundle_id))

    def _was_closed(self, bundle_id: str) -> None:
        closing = self._under_way.pop(bundle_id)
        if not closing.cancelled() and (fault := closing.exception()) is not None:
            log.error("bundle_not_closed", bundle=bundle_id, exc_info=fault)

    async def _close(self, held: HeldBundle, record: FinishedBundle) -> None:
        bundle_id, seq = held.bundle.bundle_id, held.bundle.seq
        try:
            await asyncio.to_thread(self._write, held, record)
            if held.bundle.seq != seq or not self._is_over(held):  # it was changed or carried on meanwhile
                return
        except StorageFault as fault:
            log.warning("bundle_not_closed", bundle=bundle_id, fault=str(fault))
            return
        closed: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()
        self._floor.keeper.close_stream(held, closed.set_result)
        fault = await closed
        if fault is not None:
            log.warning("bundle_not_closed", bundle=bundle_id, fault=str(fault))

    def _write(self, held: HeldBundle, record: FinishedBundle) -> None:
        """What the gear was used, then the line in the list."""
        bundle = held.bundle
        self._wear.write(bundle.org_id, bundle.bundle_id, tuple(bundle.sessions), self._floor.clock.now_ms())
        self._records.finished_bundles.save(record)

    async def close(self) -> None:
        """Wait until what is under way is done."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)


def _record(floor: BulkFloor, held: HeldBundle) -> FinishedBundle:
    """A bundle's line in the list. Raises `StorageFault`."""
    bundle, summary = held.bundle, floor.summary(held)
    return FinishedBundle(
        id=bundle.bundle_id,
        org_id=bundle.org_id,
        name=bundle.name,
        status=summary.status,
        at_ms=bundle.at_ms,
        session_ids=_json(summary.session_ids),
        total_participants=summary.total_participants,
        scheduled_at_ms=bundle.scheduled_ms,
        estimated_min=bundle.estimated_min,
    )
