"""A hybrid session under test: blocks of sets, of bikes and of ways between them."""

from __future__ import annotations

from typing import Any

import msgspec

from dryland.contract.base import WorkoutType
from dryland.contract.errors import Refusal
from dryland.contract.hybrid import BlockTransitioned
from dryland.contract.strength import SetCompleted
from dryland.floor.hybrid import BLOCK
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.strength import SET
from dryland.floor.workout import to_ms
from tests.floor.world import T0, World

SQUAT: dict[str, Any] = {
    "id": "squat",
    "name": "Back squat",
    "lift": "back_squat",
    "sets": [{"reps": 5, "load": {"basis": "absolute", "value": 100}, "targetRpe": 8, "rest": 60}] * 2,
}
BIKE: dict[str, Any] = {
    "id": "bike",
    "type": "interval",
    "name": "Bike",
    "intervals": [
        {
            "id": "work",
            "name": "Work",
            "type": "work",
            "duration": 60,
            "power": {"basis": "watts", "min": 200, "max": 220},
        },
        {"id": "easy", "name": "Easy", "type": "rest", "duration": 90},
    ],
}
WALK: dict[str, Any] = {"id": "walk", "type": "transition", "name": "To the bikes", "duration": 90}
PLAN: dict[str, Any] = {
    "blocks": [{"id": "lift", "type": "exercise", "name": "Squats", "exercises": [SQUAT]}, WALK, BIKE]
}
ROW = {"id": "row", "name": "Row", "sets": [{"reps": 8, "load": {"basis": "absolute", "value": 40}}]}
PRESS = {"id": "press", "name": "Press", "sets": [{"reps": 6, "load": {"basis": "absolute", "value": 30}}]}


def circuit(scheme: str, **more: Any) -> dict[str, Any]:
    block = {"id": "c", "type": "exercise", "name": "Circuit", "scheme": scheme, "exercises": [ROW, PRESS], **more}
    return {"blocks": [block, BIKE]}


def world(plan: dict[str, Any] = PLAN, *, count: int = 1, start: bool = True) -> World:
    made = World(plan, count=count, workout_type=WorkoutType.HYBRID)
    if start:
        made.tell("training:session:start")
    return made


def blocks(made: World, player: str = "p1") -> list[BlockTransitioned]:
    facts = [msgspec.json.decode(payload, type=BlockTransitioned) for name, payload in made.log if name == BLOCK]
    return [fact for fact in facts if fact.player_id == player]


def told(made: World, name: str) -> list[str]:
    return [each for each, _ in made.log if each == name]


def lift(made: World, number: int, exercise: str = "squat", player: str = "p1", **data: Any) -> SetCompleted:
    entry = {"setNumber": number, "totalSets": 2, "reps": 5, "weight": 100, **data}
    entries = made.tell(SET, {"playerId": player, "exerciseId": exercise, "setData": entry})
    assert not isinstance(entries, Refusal), entries
    fact = entries[0].fact
    assert isinstance(fact, SetCompleted)
    return fact


def go(made: World, source: str | None = None, target: str | None = None, **more: Any) -> Any:
    types = {"lift": "exercise", "walk": "transition", "bike": "interval", "c": "exercise"}
    ends = {"fromBlock": source, "toBlock": target}
    step = {key: {"id": id_, "type": types.get(id_, "exercise"), "name": id_} for key, id_ in ends.items() if id_}
    return made.tell(BLOCK, {"playerId": "p1", "blockTransition": step}, **more)


def place(made: World, player: str = "p1") -> str | None:
    work = made.session.works[player]
    assert isinstance(work, HybridTrack)
    return None if work.run is None else work.run.block_id


def ms(fact: Any) -> int:
    assert fact.occurred_at is not None
    return to_ms(fact.occurred_at) - T0


def beat(made: World, second: int, bpm: int) -> None:
    made.sample("p1", T0 + second * 1000, heart_rate=bpm)
