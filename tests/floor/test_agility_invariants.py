"""What holds after any sequence of agility commands, however senseless."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.agility import DrillCompleted, TimingSource
from dryland.contract.base import Side, WorkoutType
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import Refusal
from dryland.floor.aggregate import Session
from dryland.floor.agility import COMPLETION, ERROR, PATTERN, TIMING
from dryland.floor.agility_judgement import DrillTable, Pairs, drill_key
from dryland.floor.agility_session import priors_of, programme_for, table_of
from dryland.floor.agility_track import Attempt, DrillTrack
from dryland.science.change import typical_error
from dryland.science.norms import percentile_rank
from tests.floor.world import World

DRILLS: list[dict[str, Any]] = [
    {"id": "t", "name": "T-test", "pattern": "t_test", "attempts": 3, "bestOf": 2, "rest": 60},
    {"id": "pro", "name": "5-10-5", "pattern": "pro_agility", "attempts": 4, "sides": ["left", "right"]},
]
PLAN = {"drills": DRILLS}

PLAYERS = st.sampled_from(["p1", "p2", "p3"])
DRILL_IDS = st.sampled_from(["t", "pro", "x"])
NUMBERS = st.integers(1, 6)
FAULTS = st.sampled_from(["crossed_feet", "cone_contact", "incomplete", "other"])
TIMES = st.sampled_from([400.0, 4_900.0, 5_200.0, 9_800.0, 10_000.5, 11_000.0])

completion = st.fixed_dictionaries(
    {
        "playerId": PLAYERS,
        "drillResult": st.fixed_dictionaries(
            {"drillId": DRILL_IDS, "attemptNumber": NUMBERS, "completionTime": TIMES},
            optional={
                "errors": st.lists(FAULTS.map(lambda kind: {"type": kind}), max_size=2),
                "splits": st.lists(st.sampled_from([1_000.0, 2_000.0, 3_000.0]), max_size=2),
                "source": st.sampled_from(["gates", "light", "manual"]),
                "side": st.sampled_from(["left", "right"]),
                "reactionTime": st.sampled_from([50.0, 180.0]),
            },
        ),
    },
    optional={"confirmed": st.booleans()},
)
error = st.fixed_dictionaries(
    {
        "playerId": PLAYERS,
        "drillId": DRILL_IDS,
        "attemptNumber": NUMBERS,
        "error": FAULTS.map(lambda kind: {"type": kind}),
    }
)
DURABLE = st.one_of(
    st.tuples(st.just(COMPLETION), completion),
    st.tuples(st.just(ERROR), error),
    st.tuples(st.sampled_from(["training:session:pause", "training:session:resume"]), st.just({})),
    st.tuples(
        st.just("training:session:plan"),
        st.sampled_from([{"plan": PLAN}, {"plan": {"drills": DRILLS[:1]}, "playerIds": ["p2"]}]),
    ),
)
LIVE = st.one_of(
    st.tuples(
        st.just(PATTERN),
        st.fixed_dictionaries(
            {
                "playerId": PLAYERS,
                "drillId": DRILL_IDS,
                "attemptNumber": NUMBERS,
                "currentPhase": st.sampled_from(["setup", "execution", "recovery", "feedback"]),
                "patternProgress": st.fixed_dictionaries({"currentStep": st.integers(0, 6)}),
            }
        ),
    ),
    st.tuples(
        st.just(TIMING),
        st.fixed_dictionaries(
            {"playerId": PLAYERS, "drillId": DRILL_IDS, "attemptNumber": NUMBERS, "elapsedMs": TIMES},
            optional={"split": TIMES},
        ),
    ),
)
Told = tuple[str, dict[str, Any]]


def begun() -> World:
    world = World(PLAN, count=3, workout_type=WorkoutType.AGILITY)
    world.tell("training:session:start")
    return world


def do(world: World, told: Told) -> bytes:
    """One command of either class; returns what was answered."""
    name, payload = told
    world.now_ms += 7_000
    if name in {PATTERN, TIMING}:
        command = COMMAND_DECODERS[name](msgspec.json.encode({"sessionId": "s1", **payload}))
        shown = world.session.machine.observers[name](world.session, command, world.now_ms)
        return msgspec.json.encode(shown)
    answer = world.tell(name, payload)
    return msgspec.json.encode(answer if isinstance(answer, Refusal) else [entry.fact for entry in answer])


def tables_equal_a_fresh_count(session: Session) -> None:
    known = session.memory.get("agility.tables", {})
    for (drill_id, side), table in known.items():
        programme = programme_for(session, session.state.players["p1"])  # type: ignore[arg-type]
        drill = programme.drill(drill_id)
        assert drill is not None
        session.memory["agility.tables"] = {}
        fresh = table_of(session, drill, side)  # type: ignore[arg-type]
        assert fresh.bests_ms() == table.bests_ms()
        assert fresh.pairs.count == table.pairs.count
    session.memory["agility.tables"] = known


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(DURABLE, LIVE), max_size=25))
def test_the_log_alone_rebuilds_the_session_and_every_view_of_it(told: list[Told]) -> None:
    world = begun()
    for one in told:
        do(world, one)
        session = world.session
        session.view(world.now_ms)
        assert 0 <= session.machine.progress(session) <= 100
        tables_equal_a_fresh_count(session)
    assert world.replayed().snapshot() == world.session.snapshot()


@settings(max_examples=40, deadline=None)
@given(st.lists(DURABLE, max_size=12), st.lists(DURABLE, max_size=12))
def test_a_restored_session_goes_on_exactly_as_one_that_never_stopped(before: list[Told], after: list[Told]) -> None:
    world, other = begun(), begun()
    for one in before:
        do(world, one)
        do(other, one)
    restored = Session.restored(other.session.snapshot(), other.settings)
    assert restored is not None
    other.session = restored
    assert [do(world, one) for one in after] == [do(other, one) for one in after]
    assert world.session.snapshot() == other.session.snapshot()


@settings(max_examples=40, deadline=None)
@given(st.lists(DURABLE, max_size=25))
def test_a_best_time_is_always_one_that_was_run_cleanly(told: list[Told]) -> None:
    world = begun()
    for one in told:
        do(world, one)
    for name, payload in world.log:
        if name != COMPLETION:
            continue
        fact = msgspec.json.decode(payload, type=DrillCompleted)
        if not fact.valid or fact.questioned:
            assert fact.improvement is None
            assert fact.performance_rating is None
        if fact.best_time is not None:
            assert fact.average_time is not None
            assert fact.best_time <= fact.average_time + 0.1
        if fact.improvement is not None and fact.improvement.beyond_noise:
            assert fact.improvement.typical_error is not None
            assert abs(fact.improvement.from_mean or 0) >= 1.5 * fact.improvement.typical_error - 0.2


@given(st.lists(st.tuples(st.floats(3_000, 20_000), st.floats(3_000, 20_000)), min_size=2, max_size=30))
def test_the_running_typical_error_is_the_published_one(pairs: list[tuple[float, float]]) -> None:
    running = Pairs()
    for first, second in pairs:
        running = running + Pairs(1, second - first, (second - first) ** 2)
    published = typical_error([first for first, _ in pairs], [second for _, second in pairs])
    found = running.typical_error_ms()
    assert found is not None
    assert published is not None
    assert abs(found - published) <= 1e-3 + 1e-6 * published


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40), st.integers(1, 30), st.integers(0, 45))
def test_a_standing_is_the_published_percentile_among_the_others_and_this_time(
    bests: list[int], time_ms: int, who: int
) -> None:
    table = DrillTable()
    for place, best in enumerate(bests):
        table.put(f"p{place}", None, [Attempt(1, 0, float(best), TimingSource.GATES)])
    team = [float(best) for place, best in enumerate(bests) if place != who] + [float(time_ms)]
    found = table.standing(f"p{who}", float(time_ms), 20)
    assert (None if found is None else found[1]) == percentile_rank(float(time_ms), team)


@given(st.permutations(list(range(1, 8))))
def test_attempts_stand_in_the_order_of_their_numbers_however_they_come(order: list[int]) -> None:
    track = DrillTrack()
    for number in order:
        track.put(Attempt(number, number, 1_000.0 + number, TimingSource.GATES))
    assert [attempt.number for attempt in track.attempts] == list(range(1, 8))


def test_a_drill_is_known_again_by_pattern_length_and_side() -> None:
    world = begun()
    programme = programme_for(world.session, world.session.state.players["p1"])  # type: ignore[arg-type]
    assert drill_key(programme.drills[1], Side.LEFT) == "pro_agility:left"
    assert priors_of(world.session, world.session.state.players["p1"]) == {}  # type: ignore[arg-type]
