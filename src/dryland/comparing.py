"""Compares the power of a session's machines with what its players' hearts had paid for it in their sessions before.

Reads samples and figures that are stored; runs off the loop's thread. What it finds can be computed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final

from msgspec.structs import replace

from dryland.history import History
from dryland.insights.equipment_use import MACHINES
from dryland.science.power_at_heart_rate import SteadyMinute, power_residual_pct, steady_minutes
from dryland.store.records import EquipmentUse, PlayerFigures, RecordSet

__all__ = ["Comparing"]

FORMER_MS: Final = 90 * 86_400_000
"""Sessions of so long before tell what is usual for a player: fitness older than that is another one [D]."""
FORMER_SESSIONS: Final = 10


class Comparing:
    """Finds how far machines read above their players' hearts; `kinds` of equipment by item."""

    def __init__(self, history: History, records: RecordSet, kinds: Mapping[str, str]) -> None:
        self._history = history
        self._records = records
        self._kinds = kinds

    def with_residuals(self, uses: Sequence[EquipmentUse]) -> list[EquipmentUse]:
        """The uses, those of machines that could be compared with what came of it. Raises `StorageFault`."""
        sessions: defaultdict[str, list[EquipmentUse]] = defaultdict(list)
        for use in uses:
            if use.is_measured and self._kinds.get(use.item_id) in MACHINES:
                sessions[use.session_id].append(use)
        found = {session_id: self._residual_pct(of_session) for session_id, of_session in sessions.items()}
        return [
            replace(use, residual_pct=found[use.session_id], machines=len(sessions[use.session_id]))
            if use in sessions.get(use.session_id, ())
            else use
            for use in uses
        ]

    def _residual_pct(self, uses: Sequence[EquipmentUse]) -> float | None:
        """The median of the session's players; its measured machines are all of one kind."""
        use = uses[0]
        rows = self._records.figures.between(use.org_id, use.began_at_ms - FORMER_MS, use.began_at_ms)
        measured = self._records.equipment_uses.measured_in(sorted({row.session_id for row in rows}))
        kind = self._kinds[use.item_id]
        alike = {
            session_id
            for session_id, items in measured.items()
            if any(self._kinds.get(item_id) == kind for item_id in items)
        }
        shares = [
            self._of_player(use.session_id, player_id, _former(rows, player_id, alike))
            for player_id in sorted(self._history.sample_players(use.session_id))
        ]
        known = [share for share in shares if share is not None]
        return median(known) if known else None

    def _of_player(self, session_id: str, player_id: str, former_ids: Iterable[str]) -> float | None:
        now = self._minutes(session_id, player_id)
        if not now:
            return None
        former = [minute for former_id in former_ids for minute in self._minutes(former_id, player_id)]
        return power_residual_pct(now, former)

    def _minutes(self, session_id: str, player_id: str) -> list[SteadyMinute]:
        columns = self._history.samples(session_id, player_id)
        return steady_minutes([at_ms / 1000 for at_ms in columns.at_ms], columns.power, columns.heart_rate)


def _former(rows: Sequence[PlayerFigures], player_id: str, alike: set[str]) -> list[str]:
    """A player's newest sessions on machines of the same kind."""
    own = [row.session_id for row in rows if row.player_id == player_id and row.session_id in alike]
    return own[-FORMER_SESSIONS:]
