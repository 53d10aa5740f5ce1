"""Looks back at sessions for whoever asks: read off the loop over a connection of its own, kept while nothing is new.

What each player did is written down once when a session is over, so that weeks can be compared at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import structlog

from dryland.contract.base import SessionStatus
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Bundle
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import to_ms
from dryland.history import History, read_session
from dryland.insights.bundle_debrief import BundleDebrief, bundle_debrief, read_bundle
from dryland.insights.debrief import Debrief, debrief
from dryland.insights.load import DAY_MS, SquadWeek, squad_week
from dryland.lane import Lane
from dryland.science.acwr import CHRONIC_DAYS
from dryland.store import StorageFault, open_history
from dryland.store.records import Opener, PlayerFigures, Records, SessionRecord, list_session

__all__ = ["Debriefing", "figures_of"]

log = structlog.get_logger("dryland.debriefing")

MISSED_FOR_MS: Final = 14 * DAY_MS
"""A start looks at sessions that were opened within this span and are over, whether they have figures. Where nobody has
done anything there are none; such a one costs a start a look at its state as it was written down, beside the floor.
"""
KEPT: Final = 64
"""How many debriefs stay in memory; each is some 50 kB for 24 players."""


def figures_of(page: Debrief, org_id: str) -> list[PlayerFigures]:
    """What a debrief says of its players, as rows. Nobody has figures in a session that never began."""
    if page.start_time is None:
        return []
    return [
        PlayerFigures(
            session_id=page.session_id,
            player_id=player.player_id,
            org_id=org_id,
            started_at_ms=to_ms(page.start_time),
            workout_type=page.workout_type,
            minutes=round(page.duration / 60, 2),
            steps_done=player.steps.done,
            steps_planned=player.steps.planned,
            trimp=player.trimp,
            energy_kcal=player.energy_kcal,
            tonnage_kg=player.tonnage_kg,
            completeness_pct=player.quality.completeness,
            compliance_pct=player.zone_compliance,
            srpe_load=player.srpe_load,
        )
        for player in page.players
        if player.steps.done or player.quality.samples
    ]


class Debriefing:
    """Debriefs and weeks of one node."""

    def __init__(self, data_dir: Path, records: Records, settings: FloorSettings, now_ms: Callable[[], int]) -> None:
        self._data_dir = data_dir
        self._records = records
        self._settings = settings
        self._now_ms = now_ms
        self._kept: OrderedDict[tuple[str, int], Debrief] = OrderedDict()
        self._reading = threading.Lock()
        self._lane = Lane("figures")
        """Figures on their way to the disk: what is read later is written later."""

    async def session(self, org_id: str, session_id: str) -> Debrief | None:
        """Look back at a session of an organisation; None where there is none. Raises `StorageFault`."""
        return await asyncio.to_thread(self._read, org_id, session_id)

    async def bundle(self, org_id: str, bundle_id: str) -> tuple[BundleDebrief, list[Debrief]] | None:
        """Look back at a bundle and each of its sessions; None where there is none. Raises `StorageFault`."""
        return await asyncio.to_thread(self._read_bundle, org_id, bundle_id)

    async def week(self, org_id: str, player_ids: list[str], end_ms: int) -> SquadWeek:
        """What players did in the seven days before `end_ms`. Raises `StorageFault`."""
        return await asyncio.to_thread(self._week, org_id, player_ids, end_ms)

    def session_over(self, session: Session) -> None:
        """A session has ended; to be called on the loop once its end is on the disk."""
        state = session.state
        self._lane.do(self._write, state.org_id, state.session_id, state.trainer_id)

    def catch_up(self, missed: Callable[[Session], None]) -> None:
        """Write what a crash has kept from being written: the figures of sessions that ended in that moment.

        `missed` is called with each of them, off the loop.
        """
        self._lane.do(self._write_missing, missed)

    def _write_missing(self, missed: Callable[[Session], None]) -> None:
        since_ms = self._now_ms() - MISSED_FOR_MS
        try:
            known = self._records.figures.sessions_since(since_ms)
            with closing(open_history(self._data_dir)) as history:
                for head in history.streams(kind="session"):
                    if head.open or head.created_at_ms < since_ms or head.stream in known:
                        continue
                    session = read_session(history, head.stream, head.epoch, self._settings).session
                    if session is not None and (
                        session.machine.steps(session)[0] or history.sample_players(head.stream)
                    ):
                        self._write(head.org_id, head.stream, session.state.trainer_id)
                        missed(session)
        except StorageFault as fault:  # as far as it came; the next start goes on
            log.error("figures_not_looked_for", fault=str(fault))

    async def caught_up(self) -> None:
        """Wait until the figures of every session that is over by now are written."""
        await self._lane.caught_up()

    async def close(self) -> None:
        """Wait until everything is written."""
        await self._lane.close()

    def _write(self, org_id: str, session_id: str, trainer_id: str | None) -> None:
        try:
            page = self._read(org_id, session_id)
            if page is not None:
                self._list(page, org_id, trainer_id)
                self._records.figures.save_many(figures_of(page, org_id))
        except StorageFault as fault:
            # The facts are safe: the figures can be computed again whenever somebody looks back at the session.
            log.error("figures_not_kept", session=session_id, fault=str(fault))

    def _list(self, page: Debrief, org_id: str, trainer_id: str | None) -> None:
        """Put a session into the history that was opened by a command, as those of a bundle are."""
        if trainer_id is None:
            return
        record = SessionRecord(
            id=page.session_id,
            org_id=org_id,
            name=page.workout_name,
            workout_type=page.workout_type,
            trainer_id=trainer_id,
            created_at_ms=self._now_ms() if page.start_time is None else to_ms(page.start_time),
            bundle_id=page.bundle_id,
        )
        players = [each.player_id for each in page.players]
        with self._records.transaction() as records:
            list_session(records, record, players, Opener(page.trainer_name or trainer_id))

    def _read(self, org_id: str, session_id: str) -> Debrief | None:
        with self._reading, closing(open_history(self._data_dir)) as history:
            return self._known(history, org_id, session_id)

    def _read_bundle(self, org_id: str, bundle_id: str) -> tuple[BundleDebrief, list[Debrief]] | None:
        with self._reading, closing(open_history(self._data_dir)) as history:
            head = history.head(bundle_id)
            if head is None or head.kind != "bundle" or head.org_id != org_id:
                return None
            told = read_bundle(Bundle(bundle_id, org_id, head.epoch), history.events(bundle_id))
            found = (self._known(history, org_id, session_id) for session_id in told.bundle.sessions)
            pages = [page for page in found if page is not None]
            return bundle_debrief(told, pages), pages

    def _known(self, history: History, org_id: str, session_id: str) -> Debrief | None:
        head = history.head(session_id)
        if head is None or head.kind != "session" or head.org_id != org_id:
            return None
        session = read_session(history, session_id, head.epoch, self._settings).session
        if session is None:
            return None
        key = (session_id, session.state.seq)
        page = self._kept.get(key)
        if page is None:
            page = debrief(session, history.events(session_id), history, self._now_ms())
            if page.status in (SessionStatus.COMPLETED, SessionStatus.CANCELLED):
                self._keep(key, page)
        return page

    def _keep(self, key: tuple[str, int], page: Debrief) -> None:
        self._kept[key] = page
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _week(self, org_id: str, player_ids: list[str], end_ms: int) -> SquadWeek:
        figures = self._records.figures
        rows = figures.between(org_id, end_ms - CHRONIC_DAYS * DAY_MS, end_ms)
        return squad_week(rows, figures.first_days(org_id), player_ids, end_ms)
