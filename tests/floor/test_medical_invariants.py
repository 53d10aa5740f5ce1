"""After any sequence of moves, changes of fitness and crashes nothing forbidden is prescribed, and nobody is lost."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.agility_plan import AgilityPlan
from dryland.contract.base import PlayerStatus, Restriction, RestrictionLevel, SessionStatus, WorkoutType
from dryland.contract.conditioning import ConditioningPlan
from dryland.contract.errors import Refusal
from dryland.contract.hybrid import HybridPlan
from dryland.contract.medical import MedicalStatus
from dryland.contract.strength_plan import PlannedExercise
from dryland.floor.adapting import drill_demand, forbids
from dryland.floor.aggregate import Session
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.bundle_moves import MoveOrder, decide_move
from dryland.floor.medical import MedicalRecord, in_force
from dryland.floor.medical_response import destinations, must_leave, pause, refuse_unfit, restrict
from dryland.floor.movements import Demand, demand_of_exercise, demand_of_intervals
from dryland.floor.state import PlayerState
from dryland.plans import default_plan
from tests.floor.test_bundle_invariants import PLAYERS, Floor, arrivals, ids, late_facts

MOVEMENTS = ("squat", "hinge", "lift", "overhead", "cycle", "run", "sprint", "jump", "trunk", "bridge")
REGIONS = ("knee", "shoulder", "lower_back", "ankle", "whole_body")
limits = st.builds(
    Restriction,
    body_region=st.sampled_from(REGIONS),
    level=st.sampled_from(RestrictionLevel),
    banned_movements=st.lists(st.sampled_from(MOVEMENTS), max_size=2).map(tuple),
)
changes = st.tuples(
    st.just("change"), st.sampled_from(PLAYERS), st.sampled_from(MedicalStatus), st.lists(limits, max_size=2).map(tuple)
)
moves = st.tuples(st.just("move"), st.sampled_from(PLAYERS), ids, ids)
steps: Any = st.one_of(
    changes, moves, late_facts, arrivals, st.sampled_from([("crash",), ("respond",), ("tick",), ("undo",)])
)


class Care(Floor):
    """A bundle whose players have records; a response may come at any time after its change, or after a crash."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, MedicalRecord] = {}

    def fit(self, session: Session, player: PlayerState) -> Refusal | None:
        """What a medic allows."""
        return refuse_unfit(session, player)

    def home(self, player_id: str) -> Session:
        return next(
            each
            for each in self.sessions.values()
            if player_id in {player.player_id for player in each.state.present()}
        )

    def change(self, player_id: str, status: MedicalStatus, restrictions: tuple[Restriction, ...]) -> None:
        record = MedicalRecord(player_id=player_id, status=status, restrictions=restrictions, notes="noted")
        self.records[player_id] = record
        session = self.home(player_id)
        player = session.state.players[player_id]
        entries = restrict(session, player, in_force(record, self.now_ms), record.notes, status, self.context())
        self.take(session.state.session_id, entries)

    def respond(self) -> None:
        due = [
            (session, player)
            for session in self.sessions.values()
            for player in session.state.present()
            if player.response_due
        ]
        for session, player in due:
            ranked = destinations(self.bundle, self.sessions, session, player)
            orders = [MoveOrder(player.player_id, session.state.session_id, target) for target in ranked]
            if not any(self.move(order) for order in orders):
                self.take(session.state.session_id, pause(session, player, self.context()))
            assert not session.state.players[player.player_id].response_due

    def move(self, order: MoveOrder) -> bool:
        decided = decide_move(self.bundle, self.sessions, order, self.context(), refuse_unfit)
        if isinstance(decided, Refusal):
            return False
        self.take(order.source_id, decided.leaving)
        self.take(order.target_id, decided.entering)
        for entry in decided.told:
            self.bundle.evolve(*entry)
        self.made += [order] if decided.told else []
        return True

    def tick(self) -> None:
        for session_id, session in self.sessions.items():
            self.take(session_id, session.tick(self.now_ms))


def prescribed(session: Session, player: PlayerState) -> list[Demand]:
    """What the screens of a player ask for, found by names and not by the plan that restrictions left."""
    pointers = session.machine.pointers(session, player.player_id)
    found: list[Demand] = []
    exercise: Any = pointers.exercise
    if exercise is not None:
        ahead = exercise.next_set_preview
        for name in {exercise.name, *([] if ahead is None else [ahead.exercise_name])}:
            found.append(demand_of_exercise(PlannedExercise(id="x", name=name, sets=())))
    interval: Any = pointers.interval
    if interval is not None and interval.type != "rest":
        plan = default_plan(session.state.workout_type)
        words = plan.equipment if isinstance(plan, ConditioningPlan) else block_name(plan, pointers)
        found.append(demand_of_intervals(words, interval.name))
    drill: Any = pointers.drill
    if drill is not None:
        plan = default_plan(WorkoutType.AGILITY)
        assert isinstance(plan, AgilityPlan)
        found += [drill_demand(each, AgilitySettings()) for each in plan.drills if each.id == drill.id]
    return found


def block_name(plan: Any, pointers: Any) -> str | None:
    assert isinstance(plan, HybridPlan)
    return next((block.name for block in plan.blocks if pointers.block and block.id == pointers.block.id), None)


def check(floor: Care) -> None:
    for session in floor.sessions.values():
        for player in session.state.present():
            record = floor.records.get(player.player_id)
            limits_now = () if record is None else in_force(record, floor.now_ms)
            assert player.restrictions == limits_now
            assert player.medical_notes == (None if record is None else record.notes)
            for demand in prescribed(session, player):
                assert not any(forbids(each, demand) for each in limits_now), (player, demand)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=12))
def test_nothing_forbidden_is_prescribed_and_each_player_is_in_one_session(sequence: list[Any]) -> None:
    floor = Care()
    for step in sequence:
        floor.now_ms += 20_000
        match step:
            case ("change", player_id, status, restrictions):
                floor.change(player_id, status, restrictions)
            case ("move", player_id, source, target):
                floor.move(MoveOrder(player_id, source, target))
            case ("crash",):
                floor.crash()
            case ("tick",):
                floor.tick()
            case ("undo",):
                floor.undo()
            case ("late fact", player_id, session_id, ago_s):
                before = floor.where()
                floor.late_fact(player_id, session_id, ago_s)
                assert floor.where() == before, "what is told late moves nobody"
            case ("arrival", session_id):
                floor.late_arrival(session_id)
            case _:
                floor.respond()
        floor.check()
        check(floor)
    floor.crash()
    floor.respond()
    floor.check()
    check(floor)
    for session in floor.sessions.values():
        assert session.state.status is SessionStatus.ACTIVE
        for player in session.state.present():
            assert refuse_unfit(session, player) is None or player.status is PlayerStatus.PAUSED


def test_an_injured_player_leaves_for_a_gentle_session_and_one_who_is_limited_stays() -> None:
    floor = Care()
    squat = Restriction(body_region="knee", level=RestrictionLevel.MODIFIED, banned_movements=("squat",))
    strength = floor.sessions["s1"]
    injured, limited = (player.player_id for player in strength.state.present())
    floor.change(injured, MedicalStatus.INJURED, (squat,))
    floor.change(limited, MedicalStatus.LIMITED, (squat,))
    assert must_leave(strength, strength.state.players[injured], MedicalStatus.INJURED)
    floor.respond()
    assert floor.home(injured).state.session_id == "s0"
    assert floor.home(limited).state.session_id == "s1"
    assert msgspec.json.encode(strength.view(floor.now_ms))
