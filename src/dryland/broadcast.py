"""Facts and live values out: who may read which fields, one encoding per audience, pacing with a trailing edge, frames.

Knows rooms and encodings, decides nothing about the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from zlib import crc32

import msgspec
from msgspec.structs import replace

from dryland.connection import Connection
from dryland.contract.audience import strip
from dryland.contract.base import Audience, Delivery, Fact, LiveMode, Wire, WorkoutType
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.conditioning import HeartRateUpdated, PowerUpdated, ZoneComplianceUpdated
from dryland.contract.errors import ERRORS, Refusal, TypeSpecificError, error_body
from dryland.contract.event_spec import PACE_DEFAULTS_S, EventSpec, Pace
from dryland.contract.live import WALL_FRAME_COLUMNS, PlayerMetricsUpdated, Position
from dryland.contract.session import PlayerLeft, SessionLeft, SessionMessaged, SessionProgress
from dryland.contract.session_state import Metrics, TrainingSessionState, WallPlayer, WallSessionState
from dryland.contract.wall import wall_player, wall_state
from dryland.floor.aggregate import Session
from dryland.floor.facts import is_internal
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.live import LivePlayer
from dryland.floor.targets import ZONE_NAMES
from dryland.gateway import Gateway, Lane, Packet, Peer, event_packet
from dryland.hall import Committed
from dryland.organisations import News
from dryland.pacing import FactPacing
from dryland.store.records import WallShows
from dryland.web.privacy import Privacy

__all__ = ["NAMESPACE", "Broadcast", "org_room", "player_room", "session_room"]

NAMESPACE: Final = "/training"
PHASES: Final = 20
"""Sessions are spread over this many moments of a tick, so that their frames do not come all at once."""
PROGRESS_TICKS: Final = 10
"""Ticks between two progress events of a session."""

HEART_RATE: Final = "training:conditioning:hr:update"
POWER: Final = "training:conditioning:power:update"
COMPLIANCE: Final = "training:conditioning:zone:compliance"
METRICS: Final = "training:player:metrics"
FRAME: Final = "training:live:frame"
POSITION: Final = "training:position"

_json: Final = msgspec.json.Encoder().encode
_AUDIENCES: Final = tuple(Audience)


def session_room(session_id: str, audience: Audience, live: LiveMode | None = None) -> str:
    """The room of those who read a session with the same eyes; with `live`, those who want its live values so."""
    room = f"training-session-{session_id}:{audience.value}"
    return room if live is None else f"{room}:{live.value}"


def org_room(org_id: str, audience: Audience) -> str:
    """The room of those who read an organisation's news with the same eyes."""
    return f"org-{org_id}:{audience.value}"


def player_room(player_id: str) -> str:
    """The room of all screens a player is signed in on."""
    return f"player-{player_id}"


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


class Broadcast:
    """The way out of a node."""

    def __init__(self, gateway: Gateway, paces_s: dict[Pace, float] | None = None, tick_s: float = 1.0) -> None:
        self._gateway = gateway
        self._rooms = gateway.rooms
        paces = {**PACE_DEFAULTS_S, **(paces_s or {})}
        self._pace_ms = {spec.wire: int(paces[spec.pace] * 1000) for spec in CATALOGUE.values()}
        self.tick_s = tick_s
        self._phases: list[dict[str, Session]] = [{} for _ in range(PHASES)]
        self._watchers: dict[str, int] = {}
        self._event_watchers: dict[str, int] = {}
        self._paced: dict[tuple[str, str], _Pace] = {}
        self._waiting: dict[tuple[str, str], tuple[str, _Pace]] = {}
        self._paced_facts = {
            spec.wire: self._pace_ms[spec.wire]
            for spec in CATALOGUE.values()
            if spec.delivery is Delivery.DURABLE and self._pace_ms[spec.wire]
        }
        self._facts: FactPacing[tuple[Session, Committed]] = FactPacing()
        self._turn = 0
        self.frames_sent = 0
        self.privacy = Privacy()
        """What walls may show of whom; the node gives the one that its office keeps."""

    # Durable facts

    def committed(self, session: Session, entries: Sequence[Committed], now_ms: int) -> None:
        """Send facts that are on the disk to everybody who may read them, the rest learn their position."""
        rooms = self._occupied(session)
        if session.state.status in TERMINAL:
            for waiting_session, waiting in self._facts.flush(session.state.session_id):
                self._send_fact(waiting_session, waiting, rooms)
        for entry in entries:
            if rooms and not self._deferred(session, entry, rooms, now_ms):
                self._send_fact(session, entry, rooms)
            self._follow_up(session, entry, now_ms)

    def _occupied(self, session: Session) -> list[tuple[Audience, str]]:
        session_id = session.state.session_id
        return [
            (audience, room)
            for audience in _AUDIENCES
            if self._rooms.members(room := session_room(session_id, audience))
        ]

    def _deferred(self, session: Session, entry: Committed, rooms: Sequence[tuple[Audience, str]], now_ms: int) -> bool:
        """A fact that comes sooner than its pace: its position goes out at once, itself when its turn comes."""
        pace_ms = self._paced_facts.get(entry.name)
        if pace_ms is None:
            return False
        session_id, player_id = session.state.session_id, getattr(entry.fact, "player_id", None) or ""
        if self._facts.admit(session_id, player_id, entry.name, (session, entry), now_ms, pace_ms):
            return False
        packet = self.position_packet(session, entry, deferred=True)
        for _, room in rooms:
            self._rooms.emit(room, packet)
        return True

    def _send_fact(self, session: Session, entry: Committed, rooms: Sequence[tuple[Audience, str]]) -> None:
        spec = CATALOGUE.get(entry.name)
        lane = Lane.URGENT if spec is not None and spec.delivery == "urgent" else Lane.ORDERED
        packets: dict[bytes, Packet] = {}
        for audience, room in rooms:
            payload = self.payload_for(entry, audience, spec)
            if payload is None:
                self._rooms.emit(room, self.position_packet(session, entry), lane)
                continue
            packet = packets.get(payload)
            if packet is None:
                packet = packets[payload] = event_packet(NAMESPACE, entry.name, payload)
            if audience is Audience.OPEN and isinstance(entry.fact, SessionMessaged):
                self._send_to_some(session, entry, packet, room)
            else:
                self._rooms.emit(room, packet, lane)

    def _send_to_some(self, session: Session, entry: Committed, packet: Packet, room: str) -> None:
        """A message for some players: they read it, the others of the room learn its position."""
        position = self.position_packet(session, entry)
        for peer in list(self._rooms.members(room)):
            player_id = peer.context.identity.player_id if isinstance(peer.context, Connection) else None
            peer.send(packet if is_meant(entry.fact, player_id) else position)

    def payload_to(self, entry: Committed, connection: Connection) -> bytes | None:
        """The event as one reader may have it; None where they may only learn the position."""
        if connection.audience is Audience.OPEN and not is_meant(entry.fact, connection.identity.player_id):
            return None
        return self.payload_for(entry, connection.audience, CATALOGUE.get(entry.name))

    @staticmethod
    def payload_for(entry: Committed, audience: Audience, spec: EventSpec | None) -> bytes | None:
        """The event as an audience may read it; None where it may only learn the position."""
        if spec is None or is_internal(entry.name) or audience not in spec.audiences:
            return None
        cut = strip(entry.fact, audience)
        if cut is entry.fact:
            return entry.payload
        return None if cut is None or isinstance(cut, Position) else _json(cut)

    @staticmethod
    def position_packet(session: Session, entry: Committed, *, deferred: bool = False) -> Packet:
        """The bare position of a fact; `deferred` where the fact itself follows."""
        state = session.state
        notice = Position(
            session_id=state.session_id, epoch=state.epoch, seq=entry.fact.seq or 0, deferred=deferred or None
        )
        return event_packet(NAMESPACE, POSITION, _json(notice))

    def _follow_up(self, session: Session, entry: Committed, now_ms: int) -> None:
        """What screens need beside a fact: what the workout derives from it, and to be shown out of what was left."""
        for shown in session.machine.follow_up(session, entry.name, entry.fact, now_ms):
            self._to_readers(session.state.session_id, *shown)
        if isinstance(entry.fact, PlayerLeft):
            for peer in list(self._rooms.members(player_room(entry.fact.player_id))):
                self.leave(peer, session.state.session_id, entry.fact.reason.value)

    def _to_readers(self, session_id: str, name: str, event: Wire, key: str | None) -> None:
        """Send something derived to everybody but walls, newest value only."""
        packet: Packet | None = None
        for audience in (Audience.MEDICAL, Audience.STAFF, Audience.OPEN):
            room = session_room(session_id, audience)
            if self._rooms.members(room):
                packet = packet or event_packet(NAMESPACE, name, _json(event))
                self._rooms.emit(room, packet, Lane.LATEST, (session_id, name, key))

    def reloaded(self, session: Session) -> None:
        """Screens that were shown a state ahead of the disk are told where the log stands."""
        state = session.state
        notice = Position(session_id=state.session_id, epoch=state.epoch, seq=state.seq)
        packet = event_packet(NAMESPACE, POSITION, _json(notice))
        for audience in _AUDIENCES:
            self._rooms.emit(session_room(state.session_id, audience), packet)
        phase = self._phase(state.session_id)
        if state.session_id in phase:
            phase[state.session_id] = session

    # News of an organisation

    def news(self, org_id: str, news: Sequence[News]) -> None:
        """Send facts of an organisation to those who may read them; what is about one player, to that player alone."""
        for each in news:
            spec = CATALOGUE[each.name]
            lane = Lane.URGENT if spec.delivery == "urgent" else Lane.ORDERED
            for audience in (Audience.MEDICAL, Audience.STAFF, Audience.OPEN):
                room = org_room(org_id, audience)
                player_id: str | None = getattr(each.fact, "player_id", None)
                if audience is Audience.OPEN and player_id is not None:
                    room = player_room(player_id)
                if self._rooms.members(room) and audience in spec.audiences:
                    seen = strip(each.fact, audience)
                    payload = each.payload if seen is each.fact else _json(seen)
                    if seen is not None and not isinstance(seen, Position):
                        self._rooms.emit(room, event_packet(NAMESPACE, each.name, payload), lane)

    def tell_player(self, session: Session, player_id: str, name: str, refusal: Refusal) -> None:
        """What is wrong with a player's sensor or machine, to the player's own screens; staff have the alert."""
        kind = ERRORS[refusal.code].type
        room = player_room(player_id)
        if kind is None or not self._rooms.members(room):
            return
        error = TypeSpecificError(
            **msgspec.structs.asdict(error_body(refusal)),
            event=name,
            session_id=session.state.session_id,
            error_type=kind,
            workout_type=WorkoutType(kind.value.removesuffix("_error")),
        )
        packet = event_packet(NAMESPACE, "training:error:type:specific", _json(error))
        self._rooms.emit(room, packet, Lane.LATEST, (session.state.session_id, refusal.code, player_id))

    def staff_present(self, org_id: str) -> int:
        """How many trainers and admins of an organisation have a screen open."""
        staff = self._rooms.members(org_room(org_id, Audience.STAFF))
        return len({peer.context.identity.user_id for peer in staff if isinstance(peer.context, Connection)})

    # Membership of rooms

    def enter(self, peer: Peer, session: Session, audience: Audience, live: LiveMode) -> None:
        """Put a screen into a session's rooms; a second join changes how it wants live values."""
        session_id = session.state.session_id
        self._rooms.join(peer, session_room(session_id, audience))
        self._watch(session_id, +1, live)
        self._phase(session_id)[session_id] = session
        if live is not LiveMode.NONE:
            self._rooms.join(peer, session_room(session_id, audience, live))

    def exit(self, peer: Peer, session_id: str, audience: Audience, live: LiveMode) -> None:
        """Take a screen out of a session's rooms."""
        self._rooms.leave(peer, session_room(session_id, audience))
        if live is not LiveMode.NONE:
            self._rooms.leave(peer, session_room(session_id, audience, live))
        self._watch(session_id, -1, live)
        if session_id not in self._watchers:
            self._phase(session_id).pop(session_id, None)

    def leave(self, peer: Peer, session_id: str, reason: str | None) -> None:
        """Take a screen out of a session and tell it so; nothing happens when it was not in."""
        connection = peer.context
        if isinstance(connection, Connection) and session_id in connection.joined:
            self.exit(peer, session_id, connection.audience, connection.joined.pop(session_id))
            left = SessionLeft(session_id=session_id, reason=reason)
            peer.send(event_packet(NAMESPACE, "training:session:left", _json(left)))

    def _watch(self, session_id: str, change: int, live: LiveMode) -> None:
        _count(self._watchers, session_id, change)
        if live is LiveMode.EVENTS:
            _count(self._event_watchers, session_id, change)

    def _phase(self, session_id: str) -> dict[str, Session]:
        return self._phases[crc32(session_id.encode()) % PHASES]

    # Live values

    def wants_events(self, session_id: str) -> bool:
        """Whether any screen of a session wants single live events."""
        return session_id in self._event_watchers

    def live(self, session: Session, live: LivePlayer, name: str, now_ms: int) -> None:
        """A player's values have changed: tell those who want single events, at their pace."""
        self._paced_send(session, live.player_id, name, now_ms, lambda at_ms: _live_event(session, live, name, at_ms))
        if live.analysis.hr_band is not None and name != POWER:
            self._paced_send(
                session, live.player_id, COMPLIANCE, now_ms, lambda at_ms: _live_event(session, live, COMPLIANCE, at_ms)
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
            pace = self._paced[key] = _Pace()
        if now_ms < pace.next_ms:
            pace.make = make
            self._waiting[key] = (session.state.session_id, pace)
            return
        self._send_live(session.state.session_id, key, pace, make(now_ms), now_ms)

    def _send_live(self, session_id: str, key: tuple[str, str], pace: _Pace, event: Wire | None, now_ms: int) -> None:
        pace.next_ms = now_ms + self._pace_ms[key[1]]
        pace.make = None
        if event is None:
            return
        packet = event_packet(NAMESPACE, key[1], _json(event))
        for audience in (Audience.MEDICAL, Audience.STAFF, Audience.OPEN):
            self._rooms.emit(session_room(session_id, audience, LiveMode.EVENTS), packet, Lane.LATEST, key)

    def turn(self, now_ms: int) -> None:
        """One of the `PHASES` moments of a tick: trailing values whose time has come, frames of this phase."""
        for key, (session_id, pace) in list(self._waiting.items()):
            if now_ms >= pace.next_ms:
                del self._waiting[key]
                if pace.make is not None:
                    self._send_live(session_id, key, pace, pace.make(now_ms), now_ms)
        for session, entry in self._facts.due(now_ms, self._paced_facts):
            self._send_fact(session, entry, self._occupied(session))
        phase = self._phases[self._turn % PHASES]
        for session in list(phase.values()):
            self._send_frame(session, now_ms)
            for shown in session.machine.derived(session, now_ms):
                self._to_readers(session.state.session_id, *shown)
            if (self._turn // PHASES) % PROGRESS_TICKS == 0:
                self._send_progress(session)
        self._turn += 1

    def _send_frame(self, session: Session, now_ms: int) -> None:
        """The newest values of every player of one session, one encoding for all who may read them."""
        session_id = session.state.session_id
        packet: Packet | None = None
        for audience in (Audience.MEDICAL, Audience.STAFF, Audience.OPEN):
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

    def _send_progress(self, session: Session) -> None:
        if session.is_active:
            self._to_readers(session.state.session_id, "training:session:progress", progress_of(session), None)


def is_meant(fact: Fact, player_id: str | None) -> bool:
    """Whether a fact that goes to some players only, if it is one, goes to this one."""
    return not (isinstance(fact, SessionMessaged) and fact.target_players) or player_id in fact.target_players


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


def _count(counts: dict[str, int], key: str, change: int) -> None:
    left = counts.get(key, 0) + change
    if left > 0:
        counts[key] = left
    else:
        counts.pop(key, None)


def _live_event(session: Session, live: LivePlayer, name: str, now_ms: int) -> Wire | None:
    """The newest values of a player as one event of the catalogue."""
    makers = {HEART_RATE: _heart_rate, POWER: _power, COMPLIANCE: _compliance, METRICS: _metrics}
    maker = makers.get(name)
    return None if maker is None else maker(session, live, now_ms)


def _heart_rate(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    if analysis.hr is None:
        return None
    tally = analysis.tally
    return HeartRateUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        heart_rate=analysis.hr,
        zone=analysis.zone,
        zone_name=None if analysis.zone is None else ZONE_NAMES[analysis.zone],
        percent_of_max=analysis.percent_of_max,
        target_zone=analysis.hr_band,
        compliance=analysis.compliance_pct,
        time_in_zone=None if tally is None else tuple(round(seconds, 1) for seconds in tally.zone_s),
    )


def _power(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    if analysis.power is None:
        return None
    percent = live.percent_of_ftp()
    rolling, normalized = analysis.rolling_power_w, analysis.normalized_power_w
    return PowerUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        power=analysis.power,
        cadence=live.cadence,
        speed=live.speed,
        percent_of_ftp=percent,
        power_zone=live.power_zone(percent),
        rolling30s=None if rolling is None else round(rolling, 1),
        normalized_power=None if normalized is None else round(normalized, 1),
        w_balance=None if analysis.wbal_j is None else round(analysis.wbal_j),
        w_balance_percent=live.w_balance_pct(),
    )


def _compliance(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    pointer = session.machine.pointers(session, live.player_id).interval
    if analysis.hr is None or analysis.hr_band is None or analysis.in_zone is None or pointer is None:
        return None
    return ZoneComplianceUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        interval_id=pointer.id,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
        current_heart_rate=analysis.hr,
        target_zone=analysis.hr_band,
        actual_zone=analysis.zone or 0,
        compliance_percentage=analysis.compliance_pct,
        is_in_zone=analysis.in_zone,
        zone_violation_duration=live.out_of_zone_s() or 0.0,
    )


def _metrics(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    return PlayerMetricsUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        metrics=Metrics(
            heart_rate=analysis.hr,
            power=analysis.power,
            cadence=live.cadence,
            speed=live.speed,
            distance=live.distance,
            calories=round(analysis.kcal, 1) if analysis.kcal else None,
        ),
        signal=live.signal(now_ms),
    )
