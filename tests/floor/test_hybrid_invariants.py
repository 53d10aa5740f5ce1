"""What holds after any sequence of hybrid commands, samples and waiting, however senseless."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.base import WorkoutType
from dryland.contract.errors import Refusal
from dryland.contract.hybrid import BlockTransitioned
from dryland.floor.aggregate import Session
from dryland.floor.conditioning import TRANSITION
from dryland.floor.hybrid import BLOCK, MODE
from dryland.floor.hybrid_adaptive import Evidence, adjust
from dryland.floor.hybrid_settings import HybridSettings
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.strength import FORM, REST, SET, WEIGHT
from tests.floor.hybrids import BIKE, PRESS, ROW, SQUAT, WALK
from tests.floor.world import World

BLOCKS: list[dict[str, Any]] = [
    {"id": "lift", "type": "exercise", "name": "Squats", "exercises": [SQUAT]},
    WALK,
    BIKE,
    {"id": "c", "type": "exercise", "name": "AMRAP", "scheme": "amrap", "duration": 120, "exercises": [ROW, PRESS]},
    {"id": "e", "type": "exercise", "name": "EMOM", "scheme": "emom", "rounds": 2, "exercises": [ROW]},
]
PLANS = [{"blocks": BLOCKS}, {"blocks": BLOCKS[2:]}, {"blocks": BLOCKS[1:3], "adaptive": False}]
PLAYERS = st.sampled_from(["p1", "p2"])
EXERCISES = st.sampled_from(["squat", "row", "press", "deadlift"])
BLOCK_IDS = st.sampled_from(["lift", "walk", "bike", "c", "e", "x"])
KINDS = st.sampled_from(["exercise", "interval", "transition"])


def _ref(block_id: str) -> dict[str, str]:
    return {"id": block_id, "type": "exercise", "name": block_id}


sets = st.fixed_dictionaries(
    {
        "playerId": PLAYERS,
        "exerciseId": EXERCISES,
        "setData": st.fixed_dictionaries(
            {
                "setNumber": st.integers(1, 4),
                "totalSets": st.just(4),
                "reps": st.integers(0, 8),
                "weight": st.sampled_from([30, 40, 100, 590]),
            },
            optional={"rpe": st.sampled_from([6, 8, 9.5]), "outcome": st.sampled_from(["failed", "skipped"])},
        ),
    },
    optional={"confirmed": st.booleans()},
)
moves = st.fixed_dictionaries(
    {
        "playerId": PLAYERS,
        "blockTransition": st.fixed_dictionaries(
            {}, optional={"fromBlock": BLOCK_IDS.map(_ref), "toBlock": BLOCK_IDS.map(_ref)}
        ),
    }
)
COMMANDS = st.one_of(
    st.tuples(st.just(SET), sets),
    st.tuples(st.just(BLOCK), moves),
    st.tuples(st.just(MODE), st.fixed_dictionaries({"toMode": KINDS}, optional={"playerId": PLAYERS})),
    st.tuples(
        st.just(TRANSITION),
        st.fixed_dictionaries({"intervalId": st.sampled_from(["work", "easy", "walk"]), "playerId": PLAYERS}),
    ),
    st.tuples(
        st.just(WEIGHT), st.fixed_dictionaries({"playerId": PLAYERS, "exerciseId": EXERCISES, "weight": st.just(50)})
    ),
    st.tuples(
        st.just(REST),
        st.fixed_dictionaries({"playerId": PLAYERS, "action": st.sampled_from(["skip", "pause", "resume"])}),
    ),
    st.tuples(
        st.just(FORM),
        st.fixed_dictionaries(
            {"playerId": PLAYERS, "exerciseId": EXERCISES, "setNumber": st.just(1), "rating": st.integers(1, 5)}
        ),
    ),
    st.tuples(st.sampled_from(["training:session:pause", "training:session:resume"]), st.just({})),
    st.tuples(st.just("training:session:plan"), st.sampled_from([{"plan": plan} for plan in PLANS])),
)
STEPS = st.one_of(COMMANDS, st.tuples(st.just("wait"), st.integers(1, 130)))
Step = tuple[str, Any]


def begun() -> World:
    world = World(PLANS[0], count=2, workout_type=WorkoutType.HYBRID)
    world.tell("training:session:start")
    return world


def do(world: World, step: Step) -> bytes:
    name, payload = step
    if name == "wait":
        return msgspec.json.encode([entry.fact for entry in world.wait(payload)])
    world.now_ms += 1_000
    answer = world.tell(name, payload)
    return msgspec.json.encode(answer if isinstance(answer, Refusal) else [entry.fact for entry in answer])


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=20))
def test_the_log_alone_rebuilds_the_session_and_every_view_of_it(steps: list[Step]) -> None:
    world = begun()
    for step in steps:
        do(world, step)
        world.session.view(world.now_ms)
        world.session.machine.derived(world.session, world.now_ms)
        assert 0 <= world.session.machine.progress(world.session) <= 100
    assert world.replayed().snapshot() == world.session.snapshot()


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, max_size=12), st.lists(STEPS, max_size=12))
def test_a_restored_session_goes_on_exactly_as_one_that_never_stopped(before: list[Step], after: list[Step]) -> None:
    world, other = begun(), begun()
    for step in before:
        do(world, step)
        do(other, step)
    restored = Session.restored(other.session.snapshot(), other.settings)
    assert restored is not None
    other.session = restored
    assert [do(world, step) for step in after] == [do(other, step) for step in after]
    assert world.session.snapshot() == other.session.snapshot()


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, max_size=20))
def test_one_block_at_a_time_and_none_twice(steps: list[Step]) -> None:
    world = begun()
    for step in steps:
        if step[0] != "training:session:plan":
            do(world, step)
    for work in world.session.works.values():
        assert isinstance(work, HybridTrack)
        assert [run.index for run in work.runs] == list(range(len(work.runs)))
        assert all(run.ended_ms is not None for run in work.runs[:-1])
        assert all(a.ended_ms == b.started_ms for a, b in zip(work.runs, work.runs[1:], strict=False))
    for name, payload in world.log:
        if name == BLOCK:
            fact = msgspec.json.decode(payload, type=BlockTransitioned)
            assert 0 <= fact.overall_progress <= 100


@given(
    st.one_of(st.none(), st.floats(-5, 5)),
    st.one_of(st.none(), st.floats(0, 100)),
    st.one_of(st.none(), st.floats(-100, 200)),
    st.floats(0, 80),
)
def test_adjustments_are_bounded_and_name_what_they_are_from(
    drift: float | None, loss: float | None, change: float | None, bpm: float
) -> None:
    limits = HybridSettings()
    found = adjust(Evidence(drift, loss, change, None if change is None else bpm), limits)
    if drift is None and loss is None and change is None:
        assert found is None
        return
    assert found is not None
    assert limits.min_intensity <= found.intensity_modifier <= limits.max_intensity
    assert 1 <= found.duration_modifier <= limits.max_duration
    assert found.inputs
    assert found.reason
    if found.intensity_modifier > 1:
        assert found.duration_modifier == 1
