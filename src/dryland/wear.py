"""Writes down how long each item of a bundle's gear worked, once its sessions are over. Runs off the loop's thread.

Reads over a connection of its own. What it writes can be computed again from the log.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from dryland.comparing import Comparing
from dryland.floor.settings import FloorSettings
from dryland.history import History, read_session
from dryland.insights.equipment_use import MACHINES, held_items, uses_of, worked_s
from dryland.store import open_history
from dryland.store.records import EquipmentUse, RecordSet

__all__ = ["WearLog"]


class WearLog:
    """The uses of equipment. Calls may come from any thread."""

    def __init__(self, data_dir: Path, records: RecordSet, settings: FloorSettings) -> None:
        self._data_dir = data_dir
        self._records = records
        self._settings = settings

    def write(self, org_id: str, bundle_id: str, session_ids: tuple[str, ...], now_ms: int) -> None:
        """Write the uses in a bundle's sessions; writing them again changes nothing. Raises `StorageFault`."""
        uses = self.read(org_id, bundle_id, session_ids, now_ms)
        kinds = {item.id: item.type for item in self._records.equipment.of_org(org_id)}
        with closing(open_history(self._data_dir)) as history:
            compared = Comparing(history, self._records, kinds).with_residuals(uses)
        self._records.equipment_uses.save_many(compared)

    def read(self, org_id: str, bundle_id: str, session_ids: tuple[str, ...], now_ms: int) -> list[EquipmentUse]:
        """The uses in a bundle's sessions until now. Raises `StorageFault`."""
        kinds = {item.id: item.type for item in self._records.equipment.of_org(org_id)}
        with closing(open_history(self._data_dir)) as history:
            found = (self._of_session(history, org_id, bundle_id, each, kinds, now_ms) for each in session_ids)
            return [use for uses in found for use in uses]

    def _of_session(
        self, history: History, org_id: str, bundle_id: str, session_id: str, kinds: dict[str, str], now_ms: int
    ) -> list[EquipmentUse]:
        head = history.head(session_id)
        held = held_items(history.events(bundle_id), session_id)
        if head is None or not held:
            return []
        session, _ = read_session(history, session_id, head.epoch, self._settings)
        if session is None or session.state.clock.start_ms is None:
            return []
        machine_s = 0.0
        if any(kinds.get(each.item_id) in MACHINES for each in held):
            machine_s = sum(worked_s(history.samples(session_id, player_id)) for player_id in session.state.players)
        return [
            EquipmentUse(
                item_id=use.item_id,
                session_id=session_id,
                org_id=org_id,
                bundle_id=bundle_id,
                session_name=session.state.workout_name,
                began_at_ms=session.state.clock.start_ms,
                minutes=round(use.minutes, 2),
                is_measured=use.is_measured,
            )
            for use in uses_of(held, kinds, session.state.clock, machine_s, now_ms)
        ]
