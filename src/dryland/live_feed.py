"""Live values out: single events at their pace with a trailing edge, one frame for each session and tick, progress.

The newest value is what counts: whatever waits for a slow screen is replaced by what comes after it. Decides nothing
about the floor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec.structs import replace

from dryland.attendance import PHASES, Attendance
from dryland.contract.base import Audience, LiveMode, Wire
from dryland.contract.live import WALL_FRAME_COLUMNS
from dryland.contract.session import SessionProgress
from dryland.contract.session_state import TrainingSessionState, WallPlayer, WallSessionState
from dryland.contract.wall import wall_player, wall_state
from dryland.floor.aggregate import Session
from dryland.floor.live import LivePlayer
from dryland.gateway import Lane, Packet, event_packet
from dryland.gateway.rooms import Rooms
from dryland.live_events import COMPLIANCE, POWER, live_event
from dryland.pacing import FORGET_AFTER
from dryland.rooms import NAMESPACE, READERS, session_room
from dryland.store.records import WallShows
from dryland.web.privacy import Privacy

__all__ = ["LiveFeed", "progress_of"]

PROGRESS_TICKS: Final = 10
"""Ticks between two progress events of a session."""
FRAME: Final = "training:live:frame"
PROGRESS: Final = "training:session:progress"

_json: Final = msgspec.json.Encoder().encode

_HIDDEN_ON_WALL: Final[dict[WallShows, frozenset[str] | None]] = {
    WallShows.NUMBER: frozenset({"alias"}),
    WallShows.NUMBER_ONLY: frozenset({"alias", "zone", "inZone"}),
    WallShows.ALIAS: frozenset({"jerseyNumber"}),
    WallShows.ALIAS_ONLY: frozenset({"jerseyNumber", "zone", "inZone"}),
    WallShows.ZONE_ONLY: frozenset({"jerseyNumber", "alias"}),
    WallShows.OFF: None,
}


class _Pace:
    """When an event of one player may be broadcast next, and whether one waits for that."""

    __slots__ = ("make", "next_ms")

    def __init__(self) -> None:
        self.next_ms = 0
        self.make: Callable[[int], Wire | None] | None = None


class LiveFeed:
    """What screens are shown of values that are soon replaced."""

    def __init__(self, rooms: Rooms, attendance: Attendance, pace_ms: dict[str, int]) -> None:
        self._rooms = rooms
        self._attendance = attendance
        self._pace_ms = pace_ms
        self._paced: dict[tuple[str, str], _Pace] = {}
        self._waiting: dict[tuple[str, str], tuple[str, _Pace]] = {}
        self._forget_at = FORGET_AFTER
        self._turn = 0
        self.frames_sent = 0
        self.privacy = Privacy()
        """What walls may show of whom; the node gives the one that its office keeps."""

    def live(self, session: Session, live: LivePlayer, name: str, now_ms: int) -> None:
        """A player's values have changed: tell those who want single events, at their pace."""
        self._paced_send(session, live.player_id, name, now_ms, lambda at_ms: live_event(session, live, name, at_ms))
        if live.analysis.hr_band is not None and name != POWER:
            self._paced_send(
                session, live.player_id, COMPLIANCE, now_ms, lambda at_ms: live_event(session, live, COMPLIANCE, at_ms)
            )

    def show(self, session: Session, player_id: str, name: str, event: Wire, now_ms: int) -> None:
        """A live event that a workout made: newest value at its pace, to all who read the session's live values."""
        self._paced_send(session, player_id, name, now_ms, lambda _at_ms: event)

    def _paced_send(
        self, session: Session, player_id: str, name: str, now_ms: int, make: Callable[[int], Wire | None]
    ) -> None:
        key = (player_id, name)
        pace = self._paced.get(key)
        if pace is None:
            self._forget(now_ms)
            pace = self._paced[key] = _Pace()
        if now_ms < pace.next_ms:
            pace.make = make
            self._waiting[key] = (session.state.session_id, pace)
            return
        self._send_live(session.state.session_id, key, pace, make(now_ms), now_ms)

    def _forget(self, now_ms: int) -> None:
        """Let go of paces that hold nothing back any more."""
        if len(self._paced) >= self._forget_at:
            kept = ((key, pace) for key, pace in self._paced.items() if pace.make or pace.next_ms > now_ms)
            self._paced = dict(kept)
            self._forget_at = max(FORGET_AFTER, 2 * len(self._paced))

    def _send_live(self, session_id: str, key: tuple[str, str], pace: _Pace, event: Wire | None, now_ms: int) -> None:
        pace.next_ms = now_ms + self._pace_ms[key[1]]
        pace.make = None
        if event is None:
            return
        packet = event_packet(NAMESPACE, key[1], _json(event))
        for audience in READERS:
            self._rooms.emit(session_room(session_id, audience, LiveMode.EVENTS), packet, Lane.LATEST, key)

    def turn(self, now_ms: int) -> None:
        """One of the `PHASES` moments of a tick: trailing values whose time has come, frames of this phase."""
        for key, (session_id, pace) in list(self._waiting.items()):
            if now_ms >= pace.next_ms:
                del self._waiting[key]
                if pace.make is not None:
                    self._send_live(session_id, key, pace, pace.make(now_ms), now_ms)
        shows_progress = (self._turn // PHASES) % PROGRESS_TICKS == 0
        for session in list(self._attendance.at_phase(self._turn)):
            self._send_frame(session, now_ms)
            for shown in session.machine.derived(session, now_ms):
                self.to_readers(session.state.session_id, *shown)
            if shows_progress and session.is_active:
                self.to_readers(session.state.session_id, PROGRESS, progress_of(session), None)
        self._turn += 1

    def to_readers(self, session_id: str, name: str, event: Wire, key: str | None) -> None:
        """Send something derived to everybody but walls, newest value only."""
        packet: Packet | None = None
        for audience, room in self._attendance.readers(session_id):
            if audience is not Audience.WALL:
                packet = packet or event_packet(NAMESPACE, name, _json(event))
                self._rooms.emit(room, packet, Lane.LATEST, (session_id, name, key))

    def _send_frame(self, session: Session, now_ms: int) -> None:
        """The newest values of every player of one session, one encoding for all who may read them."""
        session_id = session.state.session_id
        packet: Packet | None = None
        for audience in READERS:
            room = session_room(session_id, audience, LiveMode.FRAMES)
            if self._rooms.members(room):
                packet = packet or event_packet(NAMESPACE, FRAME, _json(session.frame(now_ms)))
                self.frames_sent += self._rooms.emit(room, packet, Lane.LATEST, (session_id, FRAME))
        wall = session_room(session_id, Audience.WALL, LiveMode.FRAMES)
        if self._rooms.members(wall):
            payload = _json(session.wall_frame(now_ms, WALL_FRAME_COLUMNS, self._hidden_on_wall, self.privacy.alias))
            self._rooms.emit(wall, event_packet(NAMESPACE, FRAME, payload), Lane.LATEST, (session_id, FRAME))

    def _hidden_on_wall(self, player_id: str) -> frozenset[str] | None:
        """The columns a wall may not fill for a player; None for one who is not to be shown."""
        return _HIDDEN_ON_WALL[self.privacy.on_wall(player_id)]

    def for_wall(self, state: TrainingSessionState) -> WallSessionState:
        """A snapshot without those who are not to be shown, each under what they want to be known by."""
        players: list[WallPlayer] = []
        for player in state.players:
            hidden = self._hidden_on_wall(player.player_id)
            if hidden is None:
                continue
            seen = wall_player(player)
            number = None if "jerseyNumber" in hidden else seen.jersey_number
            alias = None if "alias" in hidden else self.privacy.alias(player.player_id)
            players.append(replace(seen, jersey_number=number, alias=alias))
        return replace(wall_state(state), players=tuple(players))


def progress_of(session: Session) -> SessionProgress:
    """How far a session is."""
    present = session.state.present()
    done, total, phase = session.machine.steps(session)
    return SessionProgress(
        session_id=session.state.session_id,
        progress=round(session.machine.progress(session), 1),
        current_phase=phase,
        exercises_completed=done,
        total_exercises=total,
        players_active=sum(player.status == "active" for player in present),
        players_completed=sum(player.status == "completed" for player in present),
    )
