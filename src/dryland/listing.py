"""Puts sessions that commands opened, as those of a bundle are, into the records: who is expected where, by what name.

Codes to join with and tokens name a session of the records. Facts decide; this only follows them, off the loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import structlog

from dryland.floor.aggregate import Session
from dryland.lane import Lane
from dryland.store import StorageFault
from dryland.store.records import Opener, Records, SessionRecord, list_session

__all__ = ["SessionListing"]

log = structlog.get_logger("dryland.listing")

MOVES: Final = frozenset({"training:player:join", "training:player:leave"})


class NamedFact(Protocol):
    """A fact that is on the disk."""

    @property
    def name(self) -> str:
        """What happened."""
        ...


class SessionListing:
    """Follows sessions of bundles: each is listed when it is opened, each late arrival when it comes."""

    def __init__(self, records: Records, now_ms: Callable[[], int]) -> None:
        self._records = records
        self._now_ms = now_ms
        self._lane = Lane("listing")

    def told(self, session: Session, committed: Sequence[NamedFact]) -> None:
        """Facts of a session are on the disk; none are those of its opening."""
        state = session.state
        if state.bundle_id is None or state.trainer_id is None:
            return
        if committed and not any(entry.name in MOVES for entry in committed):
            return
        record = SessionRecord(
            id=state.session_id,
            org_id=state.org_id,
            name=state.workout_name,
            workout_type=state.workout_type,
            trainer_id=state.trainer_id,
            created_at_ms=self._now_ms(),
            bundle_id=state.bundle_id,
        )
        present = [player.player_id for player in state.present()]
        self._lane.do(self._keep, record, present, Opener(state.trainer_name or state.trainer_id))

    def _keep(self, record: SessionRecord, player_ids: Sequence[str], opener: Opener) -> None:
        try:
            with self._records.transaction() as records:  # a code to join with must find the players, too
                list_session(records, record, player_ids, opener)
        except StorageFault as fault:
            # The facts are safe: the session is listed when it is over, at the latest.
            log.error("session_not_listed", session=record.id, fault=str(fault))

    async def close(self) -> None:
        """Wait until everything is written."""
        await self._lane.close()
