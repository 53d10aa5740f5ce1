"""A session under test: commands at chosen times, facts evolved as the hall does it."""

from __future__ import annotations

from typing import Any

import msgspec

from dryland.contract.base import Role, WorkoutType
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import Refusal
from dryland.contract.session_state import Metrics
from dryland.floor.aggregate import Session
from dryland.floor.facts import PLAYER_PRIORS, SESSION_OPENED, PlayerPriorsKnown, SessionOpened, decode_fact
from dryland.floor.opening import NewPlayer, NewSession, open_session
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import Context, Entry, at_time

T0 = 1_800_000_000_000
"""When the tests' world begins, ms since 1970."""

PROFILE = PlayerProfile(
    hr_max=190, hr_rest=50, lthr=170, ftp_w=250.0, cp_w=240.0, w_prime_j=20_000.0, mass_kg=80.0, age_y=22.0, sex="male"
)


def players(count: int, profile: PlayerProfile = PROFILE) -> list[NewPlayer]:
    return [NewPlayer(f"p{number}", f"Player {number}", number, profile) for number in range(1, count + 1)]


class World:
    """One session and its log."""

    def __init__(
        self,
        plan: dict[str, Any] | None,
        *,
        count: int = 2,
        workout_type: WorkoutType = WorkoutType.CONDITIONING,
        settings: FloorSettings | None = None,
        profile: PlayerProfile = PROFILE,
    ) -> None:
        self.settings = settings or FloorSettings()
        self.now_ms = T0
        body = None if plan is None else msgspec.json.encode(plan)
        new = NewSession("s1", "e1", "club", workout_type, "Test", players(count, profile), body, trainer_id="t1")
        self.session, entries = open_session(new, T0, self.settings)
        self.log: list[tuple[str, bytes]] = []
        self._store(entries)
        self.session.mark_boundaries()

    def _store(self, entries: list[Entry]) -> None:
        self.log.extend((name, msgspec.json.encode(fact)) for name, fact in entries)

    def tell(
        self,
        name: str,
        payload: dict[str, Any] | None = None,
        *,
        at_ms: int | None = None,
        role: Role = Role.TRAINER,
        actor: str = "t1",
    ) -> list[Entry] | Refusal:
        """Give a command at the world's time; `at_ms` is the fact's own time."""
        command = COMMAND_DECODERS[name](msgspec.json.encode({"sessionId": "s1", **(payload or {})}))
        occurred_ms = self.now_ms if at_ms is None else at_ms
        context = Context(self.now_ms, occurred_ms, actor, role, command.event_id, self.settings)
        decided = self.session.decide(name, command, context)
        if not isinstance(decided, Refusal):
            self.take(decided)
        return decided

    def take(self, entries: list[Entry]) -> list[Entry]:
        """Evolve facts and keep them, as the hall does."""
        self._store(entries)
        for name, fact in entries:
            self.session.evolve(name, fact)
        if self.session.moved:
            self.session.mark_boundaries()
        return entries

    def wait(self, seconds: float) -> list[Entry]:
        """Let time pass, waking the session at each of its deadlines."""
        until_ms = self.now_ms + round(seconds * 1000)
        happened: list[Entry] = []
        while (at_ms := self.session.next_deadline_ms()) is not None and at_ms <= until_ms:
            self.now_ms = max(self.now_ms, at_ms)
            entries = self.session.tick(self.now_ms)
            assert entries, "a deadline passed and nothing followed"
            happened += self.take(entries)
        self.now_ms = until_ms
        return happened

    def sample(self, player_id: str, at_ms: int | None = None, **values: Any) -> None:
        """One live sample."""
        at_ms = self.now_ms if at_ms is None else at_ms
        live = self.session.live[player_id]
        while at_ms >= live.boundary_ms:
            entries = self.session.passed(self.session.state.players[player_id], at_ms, self.now_ms)
            if not entries:
                break
            self.take(entries)
        live.observe(at_ms, self.now_ms, Metrics(**values))

    def replayed(self) -> Session:
        """The session as its stored log tells it."""
        session: Session | None = None
        for name, payload in self.log:
            fact = decode_fact(name, payload)
            if name == SESSION_OPENED:
                assert isinstance(fact, SessionOpened)
                session = Session.opened(fact, "e1", self.settings)
            else:
                assert session is not None
                session.evolve(name, fact)
        assert session is not None
        return session


def names(entries: list[Entry] | Refusal) -> list[str]:
    assert not isinstance(entries, Refusal), entries
    return [name for name, _ in entries]


def knows(made: World, priors: msgspec.Struct) -> None:
    """What former sessions of the first player left."""
    raw = msgspec.Raw(msgspec.json.encode(priors))
    fact = PlayerPriorsKnown(
        session_id="s1", seq=made.session.state.seq + 1, epoch="e1", event_id="x", by="server",
        occurred_at=at_time(T0), recorded_at=at_time(T0), player_id="p1", priors=raw,
    )  # fmt: skip
    made.take([Entry(PLAYER_PRIORS, fact)])
