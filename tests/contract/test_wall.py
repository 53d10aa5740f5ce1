"""A wall shows numbers, phases and timers; what it is not told to show it does not show."""

from __future__ import annotations

import msgspec
import pytest

from dryland.contract.audience import strip
from dryland.contract.base import Audience, Wire
from dryland.contract.catalogue import EVENTS
from dryland.contract.conditioning import IntervalTransitioned
from dryland.contract.errors import TrainingError
from dryland.contract.examples import example
from dryland.contract.live import Position
from dryland.contract.session import SessionLifecycle, SessionUpdate
from dryland.contract.session_state import TrainingSessionState
from dryland.contract.wall import WALL_VIEWS, wall_state

HIDDEN = sorted({row.event for row in EVENTS if row.event} - set(WALL_VIEWS), key=lambda cls: cls.__name__)


def built(cls: type[Wire], **changes: object) -> Wire:
    return msgspec.json.decode(msgspec.json.encode(example(cls) | changes), type=cls)


def on_wall(event: Wire) -> dict[str, object]:
    return msgspec.to_builtins(strip(event, Audience.WALL))


@pytest.mark.parametrize("cls", HIDDEN, ids=lambda cls: cls.__name__)
def test_an_event_that_is_not_listed_shows_its_position_at_most(cls: type[Wire]) -> None:
    seen = strip(built(cls), Audience.WALL)
    assert seen is None or {"epoch", "seq"} < set(msgspec.to_builtins(seen)) <= {
        "epoch",
        "seq",
        "sessionId",
        "bundleId",
    }


def test_a_snapshot_by_itself_becomes_the_walls_own() -> None:
    state = built(TrainingSessionState)
    assert isinstance(state, TrainingSessionState)
    assert strip(state, Audience.WALL) == wall_state(state)


def test_a_snapshot_keeps_the_order_of_the_players_and_none_of_their_names() -> None:
    state = built(TrainingSessionState)
    assert isinstance(state, TrainingSessionState)
    seen = wall_state(state)
    assert [player.jersey_number for player in seen.players] == [player.jersey_number for player in state.players]
    assert b"Lind" not in msgspec.json.encode(seen)
    assert (seen.epoch, seen.seq) == (state.epoch, state.seq)


def test_a_stop_is_on_the_wall_without_who_and_why() -> None:
    seen = on_wall(built(SessionUpdate))
    assert seen["updates"]["emergency"] == {"at": "2026-01-15T17:30:00Z"}
    assert seen["seq"] == 128


def test_everybodys_next_interval_is_on_the_wall_and_one_players_is_not() -> None:
    shared = {key: value for key, value in example(IntervalTransitioned).items() if key != "playerId"}
    everybody = msgspec.convert(shared, IntervalTransitioned)
    seen = on_wall(everybody)
    assert seen["endsAt"] == "2026-01-15T17:32:30Z"
    assert not {"analysis", "adaptiveRecommendations", "restrictions", "medicalNotes"} & seen.keys()
    assert isinstance(strip(built(IntervalTransitioned), Audience.WALL), Position)


def test_the_life_of_a_session_is_on_the_wall_without_reasons() -> None:
    assert not {"by", "reason"} & on_wall(built(SessionLifecycle)).keys()


def test_a_wall_that_is_refused_learns_why() -> None:
    seen = on_wall(built(TrainingError))
    assert seen["code"] == "INVALID_TRANSITION"
    assert "context" not in seen
