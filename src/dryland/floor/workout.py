"""What a kind of workout is to the floor: a machine with its own commands, deadlines and place per player.

A machine decides and evolves; it holds no player's state itself. It is registered in `WORKOUTS`; nothing else of the
floor knows which kinds there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec

from dryland.contract.base import Fact, Role, Wire
from dryland.contract.errors import Refusal
from dryland.floor.settings import FloorSettings
from dryland.floor.state import PlayerState, SessionState, WorkState

__all__ = ["Context", "Entry", "Ledger", "Observer", "Pointers", "Shown", "Workout", "at_time", "to_ms"]

W = TypeVar("W", bound=WorkState)


_newest: tuple[int, datetime] = (0, datetime.fromtimestamp(0, UTC))
"""The moment that was asked for last: a decision, its facts, their rows and a turn's frames are all of the same one."""


def at_time(at_ms: int) -> datetime:
    """Milliseconds since 1970 as a UTC time."""
    global _newest  # noqa: PLW0603 (remembers, decides nothing)
    known = _newest
    if at_ms == known[0]:
        return known[1]
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    _newest = (at_ms, at)
    return at


def to_ms(at: datetime) -> int:
    """A time as milliseconds since 1970."""
    known = _newest
    return known[0] if at is known[1] else round(at.timestamp() * 1000)


class Context(NamedTuple):
    """What a decision may know beside the state: the time, whose command it is, their name, the settings."""

    now_ms: int
    occurred_ms: int
    actor: str
    role: Role
    event_id: str | None
    settings: FloorSettings
    actor_name: str | None = None


class Entry(NamedTuple):
    """A fact and its name, as they go into the log."""

    name: str
    fact: Fact


class Ledger:
    """Collects the facts of one decision, numbered from the session's position on."""

    __slots__ = ("_context", "_recorded_at", "_state", "entries")

    def __init__(self, state: SessionState, context: Context) -> None:
        self._state = state
        self._context = context
        self._recorded_at = at_time(context.now_ms)
        self.entries: list[Entry] = []

    @property
    def context(self) -> Context:
        """What this decision knows."""
        return self._context

    @property
    def shift_ms(self) -> int:
        """From the facts' time to the node's: the session's, or at its start what the start itself tells."""
        if self._state.clock.start_ms is not None:
            return self._state.clock.shift_ms
        late_ms = self._context.now_ms - self._context.occurred_ms
        return late_ms if late_ms > self._context.settings.late_start_s * 1000 else 0

    @property
    def next_seq(self) -> int:
        """The number that the next fact will have."""
        return self._state.seq + len(self.entries) + 1

    def add(self, name: str, kind: Callable[..., Fact], *, at_ms: int | None = None, **fields: Any) -> None:
        """Add a fact. The command's `eventId` stays with the first; `at_ms` is the fact's own time."""
        context, state = self._context, self._state
        occurred_ms = context.occurred_ms if at_ms is None else at_ms
        fact = kind(
            session_id=state.session_id,
            seq=self.next_seq,
            epoch=state.epoch,
            event_id=context.event_id if not self.entries else None,
            occurred_at=self._recorded_at if occurred_ms == context.now_ms else at_time(occurred_ms),
            recorded_at=self._recorded_at,
            by=context.actor,
            **fields,
        )
        self.entries.append(Entry(name, fact))


class Shown(NamedTuple):
    """Something derived for screens: an event's name, its payload, and what a newer one of its kind replaces."""

    name: str
    event: Wire
    key: str | None


class Pointers(NamedTuple):
    """A player's place in the workout, as `PlayerSessionStatus` shows it."""

    interval: Wire | None = None
    exercise: Wire | None = None
    block: Wire | None = None
    drill: Wire | None = None

    def present(self) -> dict[str, Any]:
        """The pointers there are, by field of `PlayerSessionStatus`."""
        return {name: value for name, value in self._asdict().items() if value is not None}


Handler = Callable[[Any, Any, Ledger], Refusal | None]
Evolver = Callable[[Any, Any], None]
Observer = Callable[[Any, Any, int], Wire | Refusal | None]


class Workout(Protocol, Generic[W]):
    """One kind of workout."""

    work_type: type[W]
    plan_type: type[Wire]
    handlers: Mapping[str, Handler]
    """Wire name of a command of this kind → decide(session, command, ledger)."""
    evolvers: Mapping[str, Evolver]
    """Name of a fact of this kind → evolve(session, fact)."""
    observers: Mapping[str, Observer]
    """Wire name of a live command of this kind → observe(session, command, now_ms): what screens are to be shown."""

    def start(self, session: Any, ledger: Ledger) -> None:
        """Add the facts that follow from the session's start."""
        ...

    def end(self, session: Any, ledger: Ledger) -> None:
        """Add the facts that follow from the session's end."""
        ...

    def tick(self, session: Any, fact_ms: int, ledger: Ledger) -> None:
        """Add the facts whose time has come."""
        ...

    def next_deadline_ms(self, session: Any) -> int | None:
        """The next time, on the facts' clock, at which something is due."""
        ...

    def enrol(self, session: Any, player: PlayerState) -> W:
        """The place of a player who has just come."""
        ...

    def pointers(self, session: Any, player_id: str) -> Pointers:
        """The player's place, for screens."""
        ...

    def steps(self, session: Any) -> tuple[int, int, str | None]:
        """Steps done, steps in all, the name of the present one; of the players together."""
        ...

    def follow_up(self, session: Any, name: str, fact: Fact, now_ms: int) -> list[Shown]:
        """What screens are to be shown beside a fact that is on the disk."""
        ...

    def derived(self, session: Any, now_ms: int) -> list[Shown]:
        """What screens are to be shown on every tick, as running timers."""
        ...

    def priors(self, session: Any, player_id: str) -> msgspec.Raw | None:
        """What is to be known of a player at the start of the next session, as JSON; None for nothing."""
        ...

    def progress(self, session: Any) -> float:
        """How far the session is, 0-100."""
        ...


def encode_work(work: WorkState) -> msgspec.Raw:
    """A place in the workout, in its stored form."""
    return msgspec.Raw(msgspec.json.encode(work))
