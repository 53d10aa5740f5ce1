"""An agility session under test: a plan of a T-test, attempts told in one line."""

from __future__ import annotations

from typing import Any

import msgspec

from dryland.contract.agility import DrillCompleted, DrillPointer
from dryland.contract.base import WorkoutType
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import Refusal
from dryland.floor.agility import COMPLETION, PATTERN
from dryland.floor.profile import PlayerProfile
from tests.floor.world import PROFILE, World, names

PLAN: dict[str, Any] = {
    "drills": [
        {"id": "t", "name": "T-test", "pattern": "t_test", "attempts": 3, "rest": 120},
        {"id": "pro", "name": "5-10-5", "pattern": "pro_agility", "attempts": 4, "sides": ["left", "right"]},
    ],
    "startList": [{"playerId": "p2", "offset": 0}, {"playerId": "p1", "offset": 30}],
}


def world(
    plan: dict[str, Any] = PLAN, *, count: int = 2, profile: PlayerProfile = PROFILE, start: bool = True
) -> World:
    made = World(plan, count=count, workout_type=WorkoutType.AGILITY, profile=profile)
    if start:
        made.tell("training:session:start")
    return made


def attempt(
    made: World, number: int, time_ms: float, player: str = "p1", drill: str = "t", **more: Any
) -> DrillCompleted:
    confirmed = more.pop("confirmed", None)
    result = {"drillId": drill, "attemptNumber": number, "completionTime": time_ms, "source": "manual", **more}
    made.now_ms += 60_000
    entries = made.tell(COMPLETION, {"playerId": player, "drillResult": result, "confirmed": confirmed})
    assert names(entries) == [COMPLETION]
    assert not isinstance(entries, Refusal)
    fact = entries[0].fact
    assert isinstance(fact, DrillCompleted)
    return fact


def refused(made: World, name: str, payload: dict[str, Any], **more: Any) -> Refusal:
    answer = made.tell(name, payload, **more)
    assert isinstance(answer, Refusal)
    return answer


def observe(made: World, name: str, **payload: Any) -> Any:
    command = COMMAND_DECODERS[name](msgspec.json.encode({"sessionId": "s1", "playerId": "p1", **payload}))
    return made.session.machine.observers[name](made.session, command, made.now_ms)


def step(made: World, phase: str, number: int = 1, current: int = 0, drill: str = "t") -> Any:
    return observe(
        made,
        PATTERN,
        drillId=drill,
        attemptNumber=number,
        currentPhase=phase,
        patternProgress={"currentStep": current},
    )


def pointer(made: World, player: str = "p1") -> DrillPointer:
    found = made.session.machine.pointers(made.session, player).drill
    assert isinstance(found, DrillPointer)
    return found
