"""A strength session under test: plans of a few sets, sets told in one line."""

from __future__ import annotations

from typing import Any

import msgspec

from dryland.contract.base import Role, WorkoutType
from dryland.contract.errors import Refusal
from dryland.contract.strength import NextSetPreview, SetCompleted
from dryland.floor.aggregate import Session
from dryland.floor.strength import SET
from dryland.floor.strength_import import FormerSet, history_of
from dryland.floor.strength_settings import StrengthSettings
from dryland.floor.strength_track import StrengthTrack
from dryland.floor.workout import Entry
from dryland.science.strength_state import SetObservation
from tests.floor.world import T0, World

RACK = {
    "bar": 20,
    "plates": [
        {"weight": 25, "pairs": 2},
        {"weight": 20, "pairs": 1},
        {"weight": 10, "pairs": 1},
        {"weight": 5, "pairs": 1},
        {"weight": 2.5, "pairs": 1},
        {"weight": 1.25, "pairs": 1},
    ],
}


DAY_MS = 86_400_000


def squat(sets: int = 4, **fields: Any) -> dict[str, Any]:
    planned = {"reps": 5, "targetRpe": 8, "load": {"basis": "absolute", "value": 80}, "rest": 120}
    return {"id": "squat", "name": "Back squat", "lift": "back_squat", "sets": [{**planned, **fields}] * sets}


def world(*exercises: dict[str, Any], count: int = 1, **plan: Any) -> World:
    body = {"exercises": list(exercises) or [squat()], "rack": RACK, **plan}
    made = World(body, count=count, workout_type=WorkoutType.STRENGTH)
    made.tell("training:session:start")
    return made


def tell_set(
    made: World,
    number: int,
    *,
    exercise: str = "squat",
    player: str = "p1",
    corrects: str | None = None,
    confirmed: bool | None = None,
    role: Role = Role.TRAINER,
    at_ms: int | None = None,
    event: str | None = None,
    **data: Any,
) -> list[Entry] | Refusal:
    body = {"setNumber": number, "totalSets": 4, "reps": 5, "weight": 80, **data}
    payload: dict[str, Any] = {"playerId": player, "exerciseId": exercise, "setData": body}
    if corrects is not None:
        payload["corrects"] = corrects
    if confirmed is not None:
        payload["confirmed"] = confirmed
    if event is not None:
        payload["eventId"] = event
    return made.tell(SET, payload, role=role, at_ms=at_ms)


def set_fact(entries: list[Entry] | Refusal) -> SetCompleted:
    assert not isinstance(entries, Refusal), entries
    fact = entries[0].fact
    assert isinstance(fact, SetCompleted)
    return fact


def pointer(session: Session, player: str = "p1") -> Any:
    return session.machine.pointers(session, player).exercise


def preview_of(entries: list[Entry] | Refusal) -> NextSetPreview:
    preview = set_fact(entries).next_set_preview
    assert preview is not None
    return preview


def track(made: World, player: str = "p1") -> StrengthTrack:
    work = made.session.works[player]
    assert isinstance(work, StrengthTrack)
    return work


def knowing(made: World, load_kg: float = 80, sessions: int = 5) -> World:
    """The player has lifted before: five sets of five at RPE 8 in each former session."""
    past = [
        FormerSet(
            SetObservation(exercise="back_squat", load_kg=load_kg, reps=5, at_ms=T0 - day * 3 * DAY_MS, rpe=8.0),
            load_kg,
            order,
        )
        for day in range(1, sessions + 1)
        for order in range(3)
    ]
    history = history_of(past, StrengthSettings())
    player = made.session.state.players["p1"]
    player.priors = msgspec.Raw(msgspec.json.encode(history))
    made.session.plans.clear()
    track(made).strength = history.strength
    return made
