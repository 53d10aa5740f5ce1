"""Changes of bundles that exist: what an organisation has is read first, then the floor decides, in one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dryland.bulk.floor import BulkFloor, reading_again
from dryland.bulk.keeper import BundleCommitted, HeldBundle
from dryland.bulk.looking_up import read_stock
from dryland.contract.bundles import UpdateBundle
from dryland.contract.errors import Refusal
from dryland.floor.bundle_changes import decide_update
from dryland.floor.workout import Context
from dryland.hall import storage_refusal
from dryland.store import StorageFault
from dryland.store.records import RecordSet

__all__ = ["Changes", "OnChanged"]

OnChanged = Callable[[Refusal | BundleCommitted], None]


class Changes:
    """Carries changes of bundles out."""

    def __init__(self, floor: BulkFloor, records: RecordSet) -> None:
        self._floor = floor
        self._records = records
        self._reading: set[asyncio.Future[None]] = set()

    def change(self, held: HeldBundle, command: UpdateBundle, context: Context, done: OnChanged) -> None:
        """Change something of a bundle; `done` hears when it is on the disk, or why it is not."""
        reading = asyncio.ensure_future(self._change(held, command, context, done))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)

    async def _change(self, held: HeldBundle, command: UpdateBundle, context: Context, done: OnChanged) -> None:
        bundle = held.bundle
        try:
            stock = await asyncio.to_thread(read_stock, self._records, bundle.org_id)
            taken = self._floor.taken(bundle.org_id, context.now_ms, bundle.bundle_id)
            sessions = self._floor.sessions(held)
        except StorageFault as fault:
            done(storage_refusal(None, fault))
            return
        if held.line.is_broken:
            done(reading_again(None))
            return
        decided = decide_update(bundle, sessions, command, stock, taken, context)
        if isinstance(decided, Refusal):
            done(decided)
            return

        def on_done(fault: StorageFault | None) -> None:
            done(prepared.committed[0] if fault is None else storage_refusal(None, fault))

        prepared = self._floor.keeper.commit(held, decided, context.now_ms, self._floor.screens.tell, on_done)
