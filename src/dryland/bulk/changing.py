"""Changes of bundles that exist: what an organisation has is read first, then the floor decides, in one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dryland.bulk.floor import BulkFloor, reading_again
from dryland.bulk.keeper import HeldBundle
from dryland.bulk.looking_up import read_stock
from dryland.contract.bundles import UpdateBundle
from dryland.contract.errors import Refusal
from dryland.floor.bundle_changes import decide_update
from dryland.floor.workout import Context
from dryland.held_session import storage_refusal
from dryland.store import StorageFault
from dryland.store.records import RecordSet

__all__ = ["Changes", "OnChanged"]

OnChanged = Callable[..., None]
"""Hears the fact or why there is none; with the members that a repeated command's answer has beside it."""


class Changes:
    """Carries changes of bundles out."""

    def __init__(self, floor: BulkFloor, records: RecordSet, on_given: Callable[[str], None]) -> None:
        self._floor = floor
        self._records = records
        self._reading: set[asyncio.Future[None]] = set()
        self._on_given = on_given

    def change(self, held: HeldBundle, command: UpdateBundle, context: Context, done: OnChanged) -> None:
        """Change something of a bundle; `done` hears when it is on the disk, or why it is not."""
        reading = asyncio.ensure_future(self._change(held, command, context, done))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)

    async def _change(self, held: HeldBundle, command: UpdateBundle, context: Context, done: OnChanged) -> None:
        org_id, bundle_id = held.bundle.org_id, held.bundle.bundle_id
        try:
            stock = await asyncio.to_thread(read_stock, self._records, org_id)
            held = self._floor.keeper.find(bundle_id) or held
            taken = self._floor.taken(org_id, context.now_ms, bundle_id)
            sessions = self._floor.sessions(held)
        except StorageFault as fault:
            done(storage_refusal(None, fault))
            return
        if context.event_id is not None and context.event_id in held.event_ids:  # it came twice while this one read
            self._floor.first_result(held, context.event_id, done)
            return
        if held.line.is_broken:
            done(reading_again(None))
            return
        bundle = held.bundle
        decided = decide_update(bundle, sessions, command, stock, taken, context)
        if isinstance(decided, Refusal):
            done(decided)
            return

        def on_done(fault: StorageFault | None) -> None:
            done(prepared.committed[0] if fault is None else storage_refusal(None, fault))
            if fault is None and command.changes.equipment is not None:
                self._on_given(org_id)

        prepared = self._floor.keeper.commit(held, decided, context.now_ms, self._floor.screens.tell, on_done)
