"""One session: its state, its machine, its players' live analysis. Decides commands, evolves with facts, makes views.

Knows no storage, no sockets and no clock; whoever drives it brings time and stores what it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from dryland.contract.base import Command, Fact, PlayerStatus, Role, SessionStatus, WeightUnit
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.live import FRAME_COLUMNS, Cell, LiveFrame
from dryland.contract.session_state import Metrics, PlayerSessionStatus, TrainingSessionState
from dryland.floor.evolution import EVOLVERS
from dryland.floor.facts import SESSION_OPENED, SessionOpened
from dryland.floor.live import NEVER_MS, LivePlayer
from dryland.floor.registry import WORKOUTS
from dryland.floor.session import HANDLERS
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN, PlayerState, SessionState, WorkState
from dryland.floor.workout import Context, Entry, Ledger, Workout, at_time

__all__ = ["SERVER", "Session", "SessionSnapshot"]

SERVER: Final = "server"
"""Who a fact is by that no person caused."""


def _nothing(_player_id: str) -> frozenset[str]:
    """Everything is shown."""
    return frozenset()


def _no_alias(_player_id: str) -> None:
    """Nobody has one."""


class SessionSnapshot(msgspec.Struct):
    """A session's state in its stored form; `version` changes with the shape of any part of it."""

    version: int
    state: SessionState
    works: dict[str, msgspec.Raw]


SNAPSHOT_VERSION: Final = 1


class Session:
    """The aggregate of one session."""

    __slots__ = ("__weakref__", "live", "machine", "memory", "moved", "plans", "settings", "state", "works")

    def __init__(self, state: SessionState, settings: FloorSettings) -> None:
        self.state = state
        self.settings = settings
        self.machine: Workout[Any] = WORKOUTS[state.workout_type]
        self.works: dict[str, WorkState] = {}
        self.live: dict[str, LivePlayer] = {}
        self.plans: dict[str, Any] = {}
        """Each player's decoded plan; derived, emptied when a plan changes."""
        self.memory: dict[str, Any] = {}
        """What the machine keeps beside the state, by its own keys: what live commands told, tables made of the state.

        Never stored; whatever a decision takes from here goes into its fact.
        """
        self.moved = True
        """Whether a boundary may lie elsewhere than `mark_boundaries` last found it."""

    @classmethod
    def opened(cls, fact: SessionOpened, epoch: str, settings: FloorSettings) -> Session:
        """The session that the first fact of a log opens."""
        state = SessionState(
            session_id=fact.session_id,
            org_id=fact.org_id,
            epoch=epoch,
            seq=fact.seq or 1,
            workout_type=fact.workout_type,
            workout_name=fact.workout_name,
            workout_id=fact.workout_id,
            bundle_id=fact.bundle_id,
            trainer_id=fact.trainer_id,
            trainer_name=fact.trainer_name,
        )
        return cls(state, settings)

    @classmethod
    def restored(cls, snapshot: bytes, settings: FloorSettings) -> Session | None:
        """The session of a stored snapshot; None when an older program wrote it, so that the log is read instead."""
        kept = msgspec.json.decode(snapshot, type=SessionSnapshot)
        if kept.version != SNAPSHOT_VERSION:
            return None
        session = cls(kept.state, settings)
        for player_id, raw in kept.works.items():
            session.works[player_id] = msgspec.json.decode(raw, type=session.machine.work_type)
            player = kept.state.players[player_id]
            session.live[player_id] = LivePlayer(player_id, player.profile, settings)
            session.live[player_id].analysis.dirty = True
        return session

    def snapshot(self) -> bytes:
        """The state in its stored form."""
        works = {player_id: msgspec.Raw(msgspec.json.encode(work)) for player_id, work in self.works.items()}
        return msgspec.json.encode(SessionSnapshot(SNAPSHOT_VERSION, self.state, works))

    def decide(self, name: str, command: Command, context: Context) -> list[Entry] | Refusal:
        """What follows from a command: facts in order, or a refusal. Changes nothing."""
        handler = HANDLERS.get(name) or self.machine.handlers.get(name)
        if handler is None:
            detail = f"{name} does not belong to a {self.state.workout_type.value} session."
            return Refusal(ErrorCode.WRONG_WORKOUT_TYPE, detail, ErrorContext(session_id=self.state.session_id))
        ledger = Ledger(self.state, context)
        refusal = handler(self, command, ledger)
        return ledger.entries if refusal is None else refusal

    def evolve(self, name: str, fact: Fact) -> None:
        """Take a fact into the state."""
        if fact.seq is not None:
            self.state.seq = fact.seq
        if name == SESSION_OPENED:
            return
        evolver = EVOLVERS.get(name) or self.machine.evolvers.get(name)
        if evolver is not None:
            evolver(self, fact)

    def tick(self, now_ms: int) -> list[Entry]:
        """Facts whose time has come by the node's clock."""
        context = self._by_server(now_ms, self.state.clock.fact_time_ms(now_ms))
        ledger = Ledger(self.state, context)
        self.machine.tick(self, context.occurred_ms, ledger)
        return ledger.entries

    def passed(self, player: PlayerState, fact_ms: int, now_ms: int) -> list[Entry]:
        """Facts that follow because a player's own samples have passed a boundary."""
        advance = getattr(self.machine, "advance", None)
        if advance is None:
            return []
        ledger = Ledger(self.state, self._by_server(now_ms, fact_ms))
        advance(self, player, fact_ms, ledger)
        return ledger.entries

    def _by_server(self, now_ms: int, fact_ms: int) -> Context:
        return Context(now_ms, fact_ms, SERVER, Role.ADMIN, None, self.settings)

    def next_deadline_ms(self) -> int | None:
        """When the node's clock should call `tick` next."""
        at_ms = self.machine.next_deadline_ms(self)
        return None if at_ms is None else at_ms + self.state.clock.shift_ms

    def mark_boundaries(self) -> None:
        """Give each live player the fact time at which their present interval is over, where it may have moved."""
        self.moved = False
        boundary_of = getattr(self.machine, "player_boundary_ms", None)
        if boundary_of is None:
            return
        shift_ms = self.state.clock.shift_ms
        for player_id, live in self.live.items():
            at_ms: int | None = boundary_of(self, player_id)
            live.boundary_ms = NEVER_MS if at_ms is None else at_ms
            live.interval_ends_ms = None if at_ms is None else at_ms + shift_ms

    def take_in(self, player: PlayerState) -> None:
        """Put a player into the state, with a place in the workout and a live analysis."""
        known = self.state.players.get(player.player_id)
        self.state.players[player.player_id] = player
        if known is None or player.player_id not in self.works:
            self.works[player.player_id] = self.machine.enrol(self, player)
        self.live[player.player_id] = LivePlayer(player.player_id, player.profile, self.settings)
        self.moved = True

    def let_go(self, player_id: str) -> None:
        """Forget a player's live values; what they did stays."""
        self.live.pop(player_id, None)

    def player_view(self, player: PlayerState, now_ms: int) -> PlayerSessionStatus:
        """A player with every field; audiences are cut from it at the door."""
        live = self.live.get(player.player_id)
        pointers = self.machine.pointers(self, player.player_id)
        return PlayerSessionStatus(
            player_id=player.player_id,
            player_name=player.name,
            jersey_number=player.jersey_number,
            weight_unit=WeightUnit(player.profile.weight_unit) if player.profile.weight_unit else None,
            status=player.status,
            joined_at=at_time(player.joined_ms),
            last_activity=None if player.last_activity_ms is None else at_time(player.last_activity_ms),
            **pointers.present(),
            metrics=None if live is None else self._newest(live, now_ms),
            signal=None if live is None else live.signal(now_ms),
            recommendations=player.recommendation,
            restrictions=player.restrictions or None,
            medical_notes=player.medical_notes,
        )

    @staticmethod
    def _newest(live: LivePlayer, now_ms: int) -> Metrics | None:
        """Newest values that are still fresh enough to be shown."""
        row = live.row(now_ms)
        if row[1] is None and row[2] is None:
            return None
        return Metrics(heart_rate=row[1], power=row[2], cadence=row[3], speed=row[4], distance=row[5])  # pyright: ignore[reportArgumentType]

    def view(self, now_ms: int) -> TrainingSessionState:
        """The whole session with every field; audiences are cut from it at the door."""
        state = self.state
        players = tuple(self.player_view(player, now_ms) for player in state.present())
        clock = state.clock
        return TrainingSessionState(
            session_id=state.session_id,
            bundle_id=state.bundle_id,
            workout_id=state.workout_id,
            workout_name=state.workout_name,
            workout_type=state.workout_type,
            status=state.status,
            emergency=state.emergency,
            start_time=None if clock.start_ms is None else at_time(clock.start_ms),
            end_time=None if clock.end_ms is None else at_time(clock.end_ms),
            paused_at=None if clock.paused_since_ms is None else at_time(clock.paused_since_ms),
            duration=clock.duration_ms(clock.fact_time_ms(now_ms)) / 1000,
            trainer_id=state.trainer_id,
            trainer_name=state.trainer_name,
            players=players,
            total_players=len(players),
            active_players=sum(player.status is PlayerStatus.ACTIVE for player in players),
            completed_players=sum(player.status is PlayerStatus.COMPLETED for player in players),
            plan=None if bytes(state.plan) == bytes(NO_PLAN) else state.plan,
            epoch=state.epoch,
            seq=state.seq,
        )

    def frame(self, now_ms: int) -> LiveFrame:
        """The newest values of every player."""
        rows = tuple([live.row(now_ms) for live in self.live.values()])
        return LiveFrame(session_id=self.state.session_id, at=at_time(now_ms), players=rows)

    def wall_frame(
        self,
        now_ms: int,
        columns: Sequence[str],
        hidden: Callable[[str], frozenset[str] | None] = _nothing,
        alias: Callable[[str], str | None] = _no_alias,
    ) -> LiveFrame:
        """The few values a wall may show: numbers on jerseys or aliases, zones and timers.

        `hidden` names the columns that stay empty for a player, None for a player who is not shown at all.
        """
        places = [FRAME_COLUMNS.index(column) if column in FRAME_COLUMNS else None for column in columns]
        rows: list[tuple[Cell, ...]] = []
        for player_id, live in self.live.items():
            empty = hidden(player_id)
            if empty is None:
                continue
            row = live.row(now_ms)
            called = {"jerseyNumber": self.state.players[player_id].jersey_number, "alias": alias(player_id)}
            named = zip(columns, places, strict=True)
            cells = ((column, called[column] if place is None else row[place]) for column, place in named)
            rows.append(tuple(None if column in empty else cell for column, cell in cells))
        return LiveFrame(session_id=self.state.session_id, at=at_time(now_ms), players=tuple(rows))

    @property
    def is_active(self) -> bool:
        """Whether time runs in this session."""
        return self.state.status is SessionStatus.ACTIVE
