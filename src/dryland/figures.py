"""Makes live figures anew out of samples: of players whose samples came out of order, and of everybody after a start.

The samples of a session are read once for all of its doubtful players, a piece at a time where nobody waits. What is
under way to the disk counts. Knows no socket, decides nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from dryland.floor.aggregate import Session
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.live import LivePlayer
from dryland.floor.record import SampleColumnsLike, rebuild_player
from dryland.sample_backlog import SampleBacklog
from dryland.store.errors import StorageFault
from dryland.store.log import SampleReading, Store

__all__ = ["REBUILD_EVERY_MS", "REFRESH_AT_MOST_S", "Figured", "Figures"]

REFRESH_AT_MOST_S: Final = 0.005
"""How long figures are rebuilt in one go: after a restart all of them are, and the floor is not kept for that."""

REBUILD_EVERY_MS: Final = 10_000
"""A player's analysis is rebuilt at most this often while samples come out of order."""

PAGE_CHUNKS: Final = 50
"""Chunks read in one go: about a millisecond's work, and half a minute of a session's samples."""


class Figured(Protocol):
    """A session, and when each of its players' figures were last made anew (ms)."""

    @property
    def session(self) -> Session: ...
    @property
    def rebuilt_ms(self) -> dict[str, int]: ...


class Figures:
    """The figures of all sessions of a node."""

    def __init__(self, store: Store, samples: SampleBacklog) -> None:
        self._store = store
        self._samples = samples
        self._readings: dict[str, SampleReading] = {}

    def before_facts(self, held: Figured, now_ms: int) -> None:
        """Make all that is doubtful in a session anew, before facts follow from it. Raises `StorageFault`."""
        for player_id, live in held.session.live.items():
            if live.analysis.dirty:
                self.of_player(held, live)
                held.rebuilt_ms[player_id] = now_ms

    def of_player(self, held: Figured, live: LivePlayer) -> None:
        """Make one player's figures anew. Raises `StorageFault`."""
        reading = self._reading(held.session)
        if reading is None:
            self._rebuild(held.session, live, self._store.samples(held.session.state.session_id, live.player_id))
            return
        while not reading.read(PAGE_CHUNKS):
            pass
        self._rebuild(held.session, live, reading.of(live.player_id))
        if not any(other.analysis.dirty for other in held.session.live.values()):
            self.forget(held.session.state.session_id)

    async def catch_up(self, held: Figured, now_ms: int) -> None:
        """Make all that is doubtful in a session anew, a player at a time beside other work. Raises `StorageFault`."""
        for live in list(held.session.live.values()):
            if live.analysis.dirty:
                held.rebuilt_ms[live.player_id] = now_ms
                self.of_player(held, live)
                await asyncio.sleep(0)

    def turn(self, sessions: Iterable[Figured], now_ms: int, at_most_s: float = REFRESH_AT_MOST_S) -> bool:
        """Make figures anew, now and then, for a moment at a time. Returns whether some are left that want it now."""
        until_s = time.perf_counter() + at_most_s
        for held in sessions:
            doubtful = [
                live
                for live in held.session.live.values()
                if live.analysis.dirty and now_ms - held.rebuilt_ms.get(live.player_id, 0) >= REBUILD_EVERY_MS
            ]
            if not doubtful:
                continue
            try:
                if not self._go_on(held, doubtful, now_ms, until_s):
                    return True
            except StorageFault:  # the figures wait for the next time
                self.forget(held.session.state.session_id)
                held.rebuilt_ms.update((live.player_id, now_ms) for live in doubtful)
        return False

    def _go_on(self, held: Figured, doubtful: Sequence[LivePlayer], now_ms: int, until_s: float) -> bool:
        """Read on, and make anew what can be until then; whether nothing is left."""
        for live in doubtful:
            if time.perf_counter() >= until_s:
                return False
            reading = self._reading(held.session)
            while reading is not None and not reading.read(PAGE_CHUNKS):
                if time.perf_counter() >= until_s:
                    return False
            held.rebuilt_ms[live.player_id] = now_ms
            self.of_player(held, live)
        return True

    def forget(self, session_id: str) -> None:
        """Let go of what was read of a session."""
        self._readings.pop(session_id, None)

    def _reading(self, session: Session) -> SampleReading | None:
        """What is read of a session for several of its players; None where reading one player's samples is less."""
        session_id = session.state.session_id
        reading = self._readings.get(session_id)
        if session.state.status in TERMINAL:  # a closed log's samples are settled, each player's by themselves
            self.forget(session_id)
            return None
        if reading is None and sum(live.analysis.dirty for live in session.live.values()) > 1:
            reading = self._readings[session_id] = self._store.reading(session_id)
        return reading

    def _rebuild(self, session: Session, live: LivePlayer, stored: SampleColumnsLike) -> None:
        session_id, player_id = session.state.session_id, live.player_id
        rebuild_player(session, player_id, live, stored, self._samples.unstored(session_id, player_id))
