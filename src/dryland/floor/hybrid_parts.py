"""A hybrid session as the strength machine and the conditioning machine see it: players' tracks of their own kind.

Whatever they change in a player's track or in the session's state, they change in the hybrid session itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from dryland.contract.conditioning import Interval, TransitionKind
from dryland.floor.adapting import plan_for
from dryland.floor.conditioning import ConditioningWorkout, IntervalTrack, Span
from dryland.floor.hybrid_programme import HybridProgramme
from dryland.floor.hybrid_track import BlockRun, HybridTrack
from dryland.floor.interval_advice import IntensityChange
from dryland.floor.live import LivePlayer
from dryland.floor.programme import EMPTY
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN, PlayerState, SessionState, WorkState
from dryland.floor.strength_history import LiftingHistory
from dryland.floor.strength_session import Personal, known_history, lifter_of
from dryland.floor.strength_track import Lifter, StrengthTrack
from dryland.floor.workout import Ledger

__all__ = [
    "INTERVALS",
    "BlockIntervals",
    "HybridSession",
    "IntervalView",
    "StrengthView",
    "all_intervals",
    "intervals_of",
    "lifter_in",
    "lifting_history",
    "programme_for",
]


class HybridSession:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    settings: FloorSettings
    works: dict[str, HybridTrack]
    live: dict[str, LivePlayer]
    plans: dict[str, HybridProgramme]
    moved: bool


def programme_for(session: HybridSession, player: PlayerState) -> HybridProgramme:
    """The blocks that hold for a player: the player's own plan, or the session's."""
    known = session.plans.get(player.player_id)
    if known is None:
        own = bytes(player.plan) != bytes(NO_PLAN) or bool(player.restrictions)
        known = None if own else session.plans.get("")
        if known is None:
            known = HybridProgramme(plan_for(session.state, player), session.settings.hybrid)
        if not own:
            session.plans[""] = known
        session.plans[player.player_id] = known
    return known


def lifting_history(player: PlayerState) -> LiftingHistory:
    """What former sessions tell of a player's lifting; the same form as a strength session keeps."""
    return known_history(bytes(player.priors))


T = TypeVar("T")
W = TypeVar("W", bound=WorkState)


class _Lazy(Mapping[str, T]):
    """One value per player, made when it is asked for."""

    __slots__ = ("_make", "_players")

    def __init__(self, players: Mapping[str, PlayerState], make: Callable[[PlayerState], T]) -> None:
        self._players = players
        self._make = make

    def __getitem__(self, player_id: str) -> T:
        return self._make(self._players[player_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._players)

    def __len__(self) -> int:
        return len(self._players)


class _View:
    """What both machines share of the session."""

    __slots__ = ("_session", "live", "settings", "state")

    def __init__(self, session: HybridSession) -> None:
        self._session = session
        self.state = session.state
        self.settings = session.settings
        self.live = session.live

    @property
    def moved(self) -> bool:
        """Whether a boundary may lie elsewhere."""
        return self._session.moved

    @moved.setter
    def moved(self, value: bool) -> None:
        self._session.moved = value


class StrengthView(_View):
    """The session's players as lifters, each in the block under way, or in the one chosen for a player."""

    __slots__ = ("_chosen", "plans", "works")

    def __init__(self, session: HybridSession, chosen: Mapping[str, BlockRun] | None = None) -> None:
        super().__init__(session)
        self._chosen = chosen or {}
        self.works: Mapping[str, StrengthTrack] = _Lazy(session.state.players, self._track)
        self.plans: Mapping[str, Personal] = _Lazy(session.state.players, self._personal)

    def _run(self, player: PlayerState) -> BlockRun | None:
        """The run a player is seen in; one whose block a new plan has dropped is seen only when it was chosen."""
        chosen = self._chosen.get(player.player_id)
        run = chosen or self._session.works[player.player_id].run
        if run is None or run.strength is None:
            return None
        programme = programme_for(self._session, player)
        return run if chosen is not None or run.block_id in programme.places else None

    def _track(self, player: PlayerState) -> StrengthTrack:
        run = self._run(player)
        return StrengthTrack() if run is None or run.strength is None else run.strength

    def _personal(self, player: PlayerState) -> Personal:
        run = self._run(player)
        work = None if run is None else programme_for(self._session, player).work(run.block_id, run.factors)
        history = lifting_history(player)
        if run is None or work is None:
            return Personal(EMPTY, history)
        return Personal(work.strength, LiftingHistory(run.base, history.lifts))


def lifter_in(session: HybridSession, player: PlayerState, run: BlockRun) -> Lifter:
    """A player as a lifter within one block."""
    view: Any = StrengthView(session, {player.player_id: run})
    return lifter_of(view, player)


class IntervalView(_View):
    """The session's players in the intervals of their blocks, or in those given for a player."""

    __slots__ = ("_given", "plans", "works")

    def __init__(
        self, session: HybridSession, given: Mapping[str, tuple[IntervalTrack, tuple[Interval, ...]]] | None = None
    ) -> None:
        super().__init__(session)
        self._given = given or {}
        self.works: Mapping[str, IntervalTrack] = _Lazy(session.state.players, self._track)
        self.plans: Mapping[str, tuple[Interval, ...]] = _Lazy(session.state.players, self._intervals)

    def _track(self, player: PlayerState) -> IntervalTrack:
        given = self._given.get(player.player_id)
        if given is not None:
            return given[0]
        run = self._session.works[player.player_id].run
        return IntervalTrack() if run is None or run.intervals is None else run.intervals

    def _intervals(self, player: PlayerState) -> tuple[Interval, ...]:
        given = self._given.get(player.player_id)
        if given is not None:
            return given[1]
        return intervals_of(self._session, player, self._session.works[player.player_id].run)


def intervals_of(session: HybridSession, player: PlayerState, run: BlockRun | None) -> tuple[Interval, ...]:
    """The intervals of a block begun, as they hold for a player."""
    work = None if run is None else programme_for(session, player).work(run.block_id, run.factors)
    return () if work is None else work.intervals


def all_intervals(session: HybridSession, player: PlayerState) -> tuple[IntervalTrack, tuple[Interval, ...]]:
    """Every block's intervals as if they were one plan: what samples of the whole session are to be run through."""
    whole, plan = IntervalTrack(), list[Interval]()
    for run in session.works[player.player_id].runs:
        if run.intervals is not None:
            offset = len(plan)
            plan += intervals_of(session, player, run)
            whole.spans += [Span(offset + span.index, span.start_ms, span.end_ms) for span in run.intervals.spans]
            whole.changes += block_changes(run.intervals.changes, offset, len(plan))
            if run.intervals.index >= 0:
                whole.index, whole.started_ms = offset + run.intervals.index, run.intervals.started_ms
    return whole, tuple(plan)


def block_changes(changes: Sequence[IntensityChange], offset: int, end: int) -> list[IntensityChange]:
    """What accepted advice changed of a block's intervals, where they stand among all; it ends with the block."""
    if not changes:
        return []
    return [*(IntensityChange(offset + each.from_index, each.pct) for each in changes), IntensityChange(end, 0.0)]


class BlockIntervals(ConditioningWorkout):
    """The conditioning machine with a hand on one player: a block begins and ends the intervals it holds."""

    def begin(self, view: Any, player: PlayerState, at_ms: int, ledger: Ledger) -> None:
        """The player enters the first interval."""
        self._add(view, player, -1, 0, at_ms, TransitionKind.AUTOMATIC, ledger)

    def leave(self, view: Any, player: PlayerState, at_ms: int, kind: TransitionKind, ledger: Ledger) -> None:
        """The player leaves the present interval, and with it the block's."""
        index = view.works[player.player_id].index
        if index >= 0:
            self._add(view, player, index, None, at_ms, kind, ledger)


INTERVALS: Final[Any] = BlockIntervals()
"""The conditioning machine of all hybrid sessions; it keeps nothing."""
