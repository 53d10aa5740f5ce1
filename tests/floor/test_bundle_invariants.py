"""After any sequence of moves, swaps, crashes and retries each player is in one session, and none is too full."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.base import Role, WorkoutType
from dryland.contract.bundles import BundleCreated, BundleSession, EquipmentNeed, PlannedMove, ResourceAllocation
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import Refusal
from dryland.contract.session import SessionCommand
from dryland.floor.aggregate import Session
from dryland.floor.bundle import CREATED, Bundle, BundleLedger
from dryland.floor.bundle_moves import MoveOrder, decide_move, refuse_arrivals
from dryland.floor.bundle_rebalance import decide_moves, rebalance_task, solve
from dryland.floor.facts import SESSION_OPENED, SessionOpened, decode_fact
from dryland.floor.opening import NewPlayer, NewSession, enrol_entry, open_session
from dryland.floor.session import take_in_late
from dryland.floor.settings import FloorSettings
from dryland.floor.state import PlayerState
from dryland.floor.workout import Context, Ledger
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
        self.everybody = list(PLAYERS)
        self.made: list[MoveOrder] = []
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
        self.made += [order] if decided.told else []
        return True

    def undo(self) -> bool:
        """Take the last move back, as people have ten seconds to; what does not fit any more stays as it is."""
        if not self.made:
            return False
        last = self.made.pop()
        back = PlannedMove(
            player_id=last.player_id, from_session_id=last.target_id, to_session_id=last.source_id, reason="undone"
        )
        return self.together([back])

    def fit(self, session: Session, player: PlayerState) -> Refusal | None:
        """Everything is permitted."""
        return fit(session, player)

    def late_fact(self, player_id: str, session_id: str, ago_s: int) -> None:
        """What a device kept while it was away comes now, to a session in which its player is or was.

        The policy lets nobody through who never was in it.
        """
        if player_id not in self.sessions[session_id].state.players:
            return
        for name, payload in facts_of(self.sessions[session_id], player_id):
            command = COMMAND_DECODERS[name](msgspec.json.encode(payload))
            occurred_ms = self.now_ms - ago_s * 1_000
            context = Context(self.now_ms, occurred_ms, player_id, Role.PLAYER, None, SETTINGS)
            decided = self.sessions[session_id].decide(name, command, context)
            if not isinstance(decided, Refusal):
                self.take(session_id, decided)

    def late_arrival(self, session_id: str) -> None:
        """Somebody new is let in where there is a place."""
        player_id = f"late-{len(self.everybody)}"
        session = self.sessions[session_id]
        if refuse_arrivals(self.bundle, self.sessions, session_id, [player_id]) is not None:
            return
        ledger = Ledger(session.state, self.context())
        enrol_entry(NewPlayer(player_id, player_id, len(self.everybody), players(1)[0].profile), ledger)
        self.take(session_id, ledger.entries)
        ledger = Ledger(session.state, self.context())
        take_in_late(session, session.state.players[player_id], ledger)
        self.take(session_id, ledger.entries)
        self.everybody.append(player_id)

    def together(self, moves: list[PlannedMove]) -> bool:
        orders = [MoveOrder(each.player_id, each.from_session_id, each.to_session_id) for each in moves]
        decided = decide_moves(self.bundle, self.sessions, orders, self.context(), self.fit)
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
        assert sorted(player for there in inside.values() for player in there) == sorted(self.everybody)
        for (session_id, there), most in zip(inside.items(), PLACES, strict=True):
            assert len(there) <= most, session_id


def facts_of(session: Session, player_id: str) -> list[tuple[str, dict[str, Any]]]:
    """What a player's device may have kept of a session: a set, a step on, that they are there again."""
    about = {"sessionId": session.state.session_id, "playerId": player_id}
    plan: Any = default_plan(session.state.workout_type)
    found: list[tuple[str, dict[str, Any]]] = [("training:player:status", {**about, "status": "active"})]
    match session.state.workout_type:
        case WorkoutType.STRENGTH:
            exercise = plan.exercises[0]
            done = {"setNumber": 1, "totalSets": len(exercise.sets), "reps": 5, "weight": 40, "weightUnit": "kg"}
            body = {**about, "exerciseId": exercise.id, "exerciseName": exercise.name, "setData": done}
            found.append(("training:strength:set:completion", body))
        case WorkoutType.CONDITIONING:
            body = {**about, "intervalId": plan.intervals[0].id}
            found.append(("training:conditioning:interval:transition", body))
        case _:
            pass
    return found


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
late_facts = st.tuples(st.just("late fact"), st.sampled_from(PLAYERS), ids, st.sampled_from([0, 2, 3_600]))
arrivals = st.tuples(st.just("arrival"), ids)
others = st.sampled_from([("crash",), ("again",), ("rebalance",), ("swap",), ("undo",)])
steps: Any = st.one_of(moves, late_facts, arrivals, others)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=14))
def test_each_player_is_in_exactly_one_session_and_no_session_is_too_full(sequence: list[tuple[Any, ...]]) -> None:
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
        elif step[0] == "undo":
            floor.undo()
        elif step[0] == "late fact":
            before = floor.where()
            floor.late_fact(step[1], step[2], step[3])
            assert floor.where() == before, "what is told late moves nobody"
        elif step[0] == "arrival":
            floor.late_arrival(step[1])
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
