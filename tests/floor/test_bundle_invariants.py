"""After any sequence of moves, swaps, crashes and retries each player is in one session, and none is too full."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.base import Role, WorkoutType
from dryland.contract.bundles import BundleCreated, BundleSession, EquipmentNeed, PlannedMove, ResourceAllocation
from dryland.contract.errors import Refusal
from dryland.contract.session import SessionCommand
from dryland.floor.aggregate import Session
from dryland.floor.bundle import CREATED, Bundle, BundleLedger
from dryland.floor.bundle_moves import MoveOrder, decide_move
from dryland.floor.bundle_rebalance import decide_moves, rebalance_task, solve
from dryland.floor.facts import SESSION_OPENED, SessionOpened, decode_fact
from dryland.floor.opening import NewSession, open_session
from dryland.floor.settings import FloorSettings
from dryland.floor.state import PlayerState
from dryland.floor.workout import Context
from dryland.plans import default_plan
from tests.floor.world import T0, players

KINDS = (WorkoutType.CONDITIONING, WorkoutType.STRENGTH, WorkoutType.HYBRID, WorkoutType.AGILITY)
PLACES = (4, 3, 3, 4)
SETTINGS = FloorSettings()
PLAYERS = [f"p{number}" for number in range(1, 9)]


class Floor:
    """Four sessions of a bundle with their logs; what is committed is in the logs, a crash reads them again."""

    def __init__(self) -> None:
        self.now_ms = T0
        self.logs: dict[str, list[tuple[str, bytes]]] = {}
        self.sessions: dict[str, Session] = {}
        everybody = players(len(PLAYERS))
        given: list[BundleSession] = []
        for place, (kind, most) in enumerate(zip(KINDS, PLACES, strict=True)):
            session_id = f"s{place}"
            mine = everybody[place * 2 : place * 2 + 2]
            body = msgspec.json.encode(default_plan(kind))
            new = NewSession(session_id, "e", "club", kind, kind.value, mine, body, bundle_id="b", trainer_id="t1")
            session, entries = open_session(new, T0, SETTINGS)
            self.sessions[session_id] = session
            self.logs[session_id] = [(name, msgspec.json.encode(fact)) for name, fact in entries]
            bikes = (EquipmentNeed(type="bike", count=most, per_player=1),) if place % 2 else ()
            resources = ResourceAllocation(equipment=bikes, capacity=None if place % 2 else most)
            ids = tuple(player.player_id for player in mine)
            given.append(
                BundleSession(
                    session_id=session_id, workout_type=kind, name=kind.value, participant_ids=ids, resources=resources
                )
            )
        self.bundle = Bundle("b", "club", "e")
        ledger = BundleLedger(self.bundle, self.context())
        ledger.add(CREATED, BundleCreated, bundle_name="B", sessions=tuple(given), total_participants=8)
        self.bundle.evolve(*ledger.entries[0])
        for session_id in self.sessions:
            self.take(session_id, self.sessions[session_id].decide(*start_of(session_id), self.context()))

    def context(self) -> Context:
        return Context(self.now_ms, self.now_ms, "t1", Role.TRAINER, None, SETTINGS)

    def take(self, session_id: str, entries: Any) -> None:
        assert not isinstance(entries, Refusal), entries
        for name, fact in entries:
            self.logs[session_id].append((name, msgspec.json.encode(fact)))
            self.sessions[session_id].evolve(name, fact)

    def move(self, order: MoveOrder) -> bool:
        decided = decide_move(self.bundle, self.sessions, order, self.context(), fit)
        if isinstance(decided, Refusal):
            return False
        self.take(order.source_id, decided.leaving)
        self.take(order.target_id, decided.entering)
        for entry in decided.told:
            self.bundle.evolve(*entry)
        return True

    def together(self, moves: list[PlannedMove]) -> bool:
        orders = [MoveOrder(each.player_id, each.from_session_id, each.to_session_id) for each in moves]
        decided = decide_moves(self.bundle, self.sessions, orders, self.context(), fit)
        if isinstance(decided, Refusal):
            return False
        for session_id, entries in decided.parts.items():
            self.take(session_id, entries)
        for entry in decided.told:
            self.bundle.evolve(*entry)
        return True

    def crash(self) -> None:
        self.sessions = {session_id: replayed(log) for session_id, log in self.logs.items()}

    def where(self) -> dict[str, list[str]]:
        return {
            session_id: sorted(player.player_id for player in session.state.present())
            for session_id, session in self.sessions.items()
        }

    def check(self) -> None:
        inside = self.where()
        assert sorted(player for there in inside.values() for player in there) == PLAYERS
        for (session_id, there), most in zip(inside.items(), PLACES, strict=True):
            assert len(there) <= most, session_id


def start_of(session_id: str) -> tuple[str, Any]:
    return "training:session:start", SessionCommand(session_id=session_id)


def fit(_session: Session, _player: PlayerState) -> None:
    """Everything is permitted."""


def replayed(log: list[tuple[str, bytes]]) -> Session:
    session: Session | None = None
    for name, payload in log:
        fact = decode_fact(name, payload)
        if name == SESSION_OPENED:
            assert isinstance(fact, SessionOpened)
            session = Session.opened(fact, "e", SETTINGS)
        else:
            assert session is not None
            session.evolve(name, fact)
    assert session is not None
    return session


ids = st.sampled_from([f"s{place}" for place in range(4)])
moves = st.tuples(st.just("move"), st.sampled_from(PLAYERS), ids, ids)
steps = st.one_of(moves, st.sampled_from([("crash",), ("again",), ("rebalance",), ("swap",)]))


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=14))
def test_each_player_is_in_exactly_one_session_and_no_session_is_too_full(sequence: list[tuple[str, ...]]) -> None:
    floor = Floor()
    last: MoveOrder | None = None
    for step in sequence:
        floor.now_ms += 1_000
        if step[0] == "move":
            last = MoveOrder(step[1], step[2], step[3])
            floor.move(last)
        elif step[0] == "again" and last is not None:
            before = floor.where()
            floor.move(last)
            assert before == floor.where() or last.player_id in floor.where()[last.target_id]
        elif step[0] == "rebalance":
            task = rebalance_task(floor.bundle, floor.sessions, set(floor.sessions), (), fit)
            assert solve(task) == []
        elif step[0] == "swap":
            one, other = floor.where()["s0"][:1], floor.where()["s2"][:1]
            if one and other:
                pair = [("s0", "s2", one[0]), ("s2", "s0", other[0])]
                floor.together([PlannedMove(player_id=who, from_session_id=a, to_session_id=b) for a, b, who in pair])
        elif step[0] == "crash":
            before = floor.where()
            floor.crash()
            assert floor.where() == before
        floor.check()
