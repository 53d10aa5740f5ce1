"""Writes down how long each item of a bundle's gear worked, once its sessions are over. Runs off the loop's thread.

Reads over a connection of its own. What it writes can be computed again from the log.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from dryland.comparing import Comparing
from dryland.floor.aggregate import Session
from dryland.floor.settings import FloorSettings
from dryland.history import History, read_session
from dryland.insights.equipment_use import MACHINES, held_items, stays_of, uses_of, worked_by_item
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
        kinds = self._records.equipment.kinds(org_id)
        with closing(open_history(self._data_dir)) as history:
            compared = Comparing(history, self._records, kinds).with_residuals(uses)
        self._records.equipment_uses.save_many(compared)

    def read(self, org_id: str, bundle_id: str, session_ids: tuple[str, ...], now_ms: int) -> list[EquipmentUse]:
        """The uses in a bundle's sessions until now. Raises `StorageFault`."""
        kinds = self._records.equipment.kinds(org_id)
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
        machines = {each.item_id for each in held if kinds.get(each.item_id) in MACHINES}
        told_s, machine_s = self._worked(history, org_id, session, machines) if machines else ({}, 0.0)
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
            for use in uses_of(held, kinds, session.state.clock, machine_s, now_ms, told_s)
        ]

    def _worked(
        self, history: History, org_id: str, session: Session, machines: set[str]
    ) -> tuple[dict[str, float], float]:
        """What players worked on the items they were told of at, s by item, and on machines nobody named."""
        items = {f"{token.kind}:{token.id}": token.item_id for token in self._records.tokens.of_org(org_id)}
        session_id = session.state.session_id
        stays = stays_of(
            history.events(session_id), {sender: item_id for sender, item_id in items.items() if item_id is not None}
        )
        told_s: dict[str, float] = dict.fromkeys(machines, 0.0)
        besides_s = 0.0
        for player_id in session.state.players:
            worked = worked_by_item(history.samples(session_id, player_id), stays.get(player_id, ()))
            for item_id, seconds in worked.items():
                if item_id in told_s:
                    told_s[item_id] += seconds
                else:
                    besides_s += seconds
        return told_s, besides_s
