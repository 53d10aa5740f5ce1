"""What a session was, recomputed from its facts and its stored samples: the same however and whenever they came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from dryland.contract.base import Name, Seconds, SessionStatus, Timestamp, Wire, WorkoutType
from dryland.contract.conditioning import IntervalAnalysis
from dryland.floor.aggregate import Session
from dryland.floor.live import Columns, LivePlayer
from dryland.floor.workout import at_time

__all__ = ["PlayerRecord", "SampleRowLike", "SessionRecord", "player_record", "rebuild_player", "session_record"]


class SampleColumnsLike(Protocol):
    """Stored samples by column, each moment once, in the order of their own time."""

    @property
    def at_ms(self) -> Sequence[int]: ...
    @property
    def heart_rate(self) -> Sequence[float | None]: ...
    @property
    def power(self) -> Sequence[float | None]: ...
    @property
    def cadence(self) -> Sequence[float | None]: ...
    @property
    def speed(self) -> Sequence[float | None]: ...
    @property
    def distance(self) -> Sequence[float | None]: ...


class SampleRowLike(Protocol):
    """One sample that is not stored yet."""

    @property
    def at_ms(self) -> int: ...
    @property
    def heart_rate(self) -> float | None: ...
    @property
    def power(self) -> float | None: ...
    @property
    def cadence(self) -> float | None: ...
    @property
    def speed(self) -> float | None: ...
    @property
    def distance(self) -> float | None: ...


class PlayerRecord(Wire, frozen=True, kw_only=True):
    """One player of a session; `work` is the workout's own record. Units as in the event reference."""

    player_id: str
    player_name: Name
    samples: int
    first_sample: Timestamp | None = None
    last_sample: Timestamp | None = None
    intervals: tuple[IntervalAnalysis, ...]
    trimp: float | None = None
    energy_kcal: float | None = None
    w_balance: float | None = None
    work: Wire | None = None


class SessionRecord(Wire, frozen=True, kw_only=True):
    """A session as its log and samples tell it."""

    session_id: str
    workout_name: Name
    workout_type: WorkoutType
    status: SessionStatus
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    duration: Seconds
    epoch: str
    seq: int
    players: tuple[PlayerRecord, ...]


def rebuild_player(
    session: Session, player_id: str, live: LivePlayer, stored: SampleColumnsLike, waiting: Sequence[SampleRowLike] = ()
) -> list[IntervalAnalysis]:
    """Run all samples of a player, stored and waiting, through a fresh analysis; its finished intervals' figures."""
    columns = _columns(stored, waiting)
    rebuild: Any = getattr(session.machine, "rebuild", None)
    if rebuild is None:
        live.reset()
        live.feed_until(columns, 0, 1 << 62)
        return []
    return rebuild(session, session.state.players[player_id], live, columns)


def _columns(stored: SampleColumnsLike, waiting: Sequence[SampleRowLike]) -> Columns:
    kept = Columns(stored.at_ms, stored.heart_rate, stored.power, stored.cadence, stored.speed, stored.distance)
    if not waiting:
        return kept
    rows = {row[0]: row for row in zip(*kept, strict=True)}
    for row in waiting:
        known = rows.get(row.at_ms)
        fresh = (row.at_ms, row.heart_rate, row.power, row.cadence, row.speed, row.distance)
        rows[row.at_ms] = (
            fresh
            if known is None
            else tuple(new if old is None else old for old, new in zip(known, fresh, strict=True))  # pyright: ignore[reportArgumentType]
        )
    ordered = [rows[at_ms] for at_ms in sorted(rows)]
    return Columns(*(list(column) for column in zip(*ordered, strict=True)))  # pyright: ignore[reportArgumentType]


def player_record(session: Session, player_id: str, stored: SampleColumnsLike) -> PlayerRecord:
    """One player's record from stored samples."""
    player = session.state.players[player_id]
    live = LivePlayer(player_id, player.profile, session.settings)
    intervals = rebuild_player(session, player_id, live, stored)
    analysis = live.analysis
    times = stored.at_ms
    record_of: Callable[[Session, str], Wire] | None = getattr(session.machine, "record", None)
    return PlayerRecord(
        player_id=player_id,
        player_name=player.name,
        samples=len(times),
        first_sample=at_time(times[0]) if times else None,
        last_sample=at_time(times[-1]) if times else None,
        intervals=tuple(intervals),
        trimp=round(analysis.trimp, 2) if analysis.trimp else None,
        energy_kcal=round(analysis.kcal, 1) if analysis.kcal else None,
        w_balance=round(analysis.wbal_j) if analysis.wbal_j is not None and times else None,
        work=None if record_of is None else record_of(session, player_id),
    )


def session_record(session: Session, players: Sequence[PlayerRecord], now_ms: int) -> SessionRecord:
    """The whole session's record."""
    state, clock = session.state, session.state.clock
    return SessionRecord(
        session_id=state.session_id,
        workout_name=state.workout_name,
        workout_type=state.workout_type,
        status=state.status,
        start_time=None if clock.start_ms is None else at_time(clock.start_ms),
        end_time=None if clock.end_ms is None else at_time(clock.end_ms),
        duration=clock.duration_ms(clock.fact_time_ms(now_ms)) / 1000,
        epoch=state.epoch,
        seq=state.seq,
        players=tuple(players),
    )
