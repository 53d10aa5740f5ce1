"""Invariants of strength sessions: the facts alone rebuild the state, advice stays within its bounds."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dryland.contract.errors import Refusal
from dryland.contract.strength import SetCompleted
from dryland.floor.aggregate import Session
from dryland.floor.rack import rack_of
from dryland.floor.strength import ADVICE, FORM, PROGRESS, REST, SET, WEIGHT
from tests.floor.lifting import RACK, squat, world
from tests.floor.world import World

PLAN = (
    {**squat(3), "superset": "A"},
    {"id": "row", "name": "Row", "superset": "A", "sets": [{"reps": 8, "targetRpe": 8}] * 3},
    {
        "id": "lunge",
        "name": "Lunge",
        "unilateral": True,
        "goal": "hypertrophy",
        "sets": [
            {"reps": 8, "load": {"basis": "rpe", "value": 8}},
            {"kind": "drop", "reps": 8, "drops": [{"loadReductionPct": 20}]},
        ],
    },
    {"id": "plank", "name": "Plank", "sets": [{"kind": "hold", "hold": 30}, {"kind": "amrap"}]},
)  # fmt: skip

exercises = st.sampled_from(["squat", "row", "lunge", "plank", "curl"])
players = st.sampled_from(["p1", "p2"])
rpes = st.none() | st.integers(2, 20).map(lambda half: half / 2)


@st.composite
def sets(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    data: dict[str, Any] = {
        "setNumber": draw(st.integers(1, 5)),
        "totalSets": 3,
        "reps": draw(st.integers(0, 15)),
        "weight": draw(st.sampled_from([0, 20, 60, 80, 82.5, 100, 220])),
        "weightUnit": draw(st.sampled_from(["kg", "lbs"])),
        "outcome": draw(st.sampled_from(["completed", "partial", "failed", "skipped"])),
    }
    data |= {"rpe": rpe} if (rpe := draw(rpes)) is not None else {}
    data |= {"side": side} if (side := draw(st.sampled_from([None, "left", "right", "both"]))) else {}
    data |= {"velocities": [0.6, 0.5, 0.3]} if draw(st.booleans()) else {}
    data |= {"formRating": draw(st.integers(1, 5))} if draw(st.booleans()) else {}
    payload: dict[str, Any] = {"playerId": draw(players), "exerciseId": draw(exercises), "setData": data}
    payload |= {"eventId": f"event-{draw(st.integers(0, 10_000)):05}"} if draw(st.booleans()) else {}
    payload |= {"corrects": f"event-{draw(st.integers(0, 20)):05}"} if draw(st.integers(0, 5)) == 0 else {}
    payload |= {"confirmed": True} if draw(st.booleans()) else {}
    return SET, payload


rests = st.builds(
    lambda player, action: (REST, {"playerId": player, "action": action, "extendBy": 30}),
    players,
    st.sampled_from(["skip", "pause", "resume", "extend"]),
)
weights = st.builds(
    lambda player, exercise, weight: (WEIGHT, {"playerId": player, "exerciseId": exercise, "weight": weight}),
    players,
    exercises,
    st.sampled_from([20, 60, 81, 100, 400]),
)
places = st.builds(
    lambda player, exercise, number: (PROGRESS, {"playerId": player, "exerciseId": exercise, "setNumber": number}),
    players,
    exercises,
    st.integers(1, 4),
)
forms = st.builds(
    lambda player, exercise: (FORM, {"playerId": player, "exerciseId": exercise, "setNumber": 1, "rating": 3}),
    players,
    exercises,
)
verdicts = st.builds(
    lambda player, seq, verdict: (ADVICE, {"playerId": player, "adviceId": f"a{seq}", "verdict": verdict}),
    players,
    st.integers(5, 30),
    st.sampled_from(["accepted", "refused"]),
)
lives = st.sampled_from([(f"training:session:{what}", dict[str, Any]()) for what in ("pause", "resume")])
plans = st.just(("training:session:plan", {"plan": {"exercises": [squat(2), PLAN[3]], "rack": RACK}}))
commands = st.one_of(sets(), sets(), sets(), rests, weights, places, forms, verdicts, lives, plans)
scripts = st.lists(st.tuples(commands, st.integers(0, 200), st.integers(0, 900)), max_size=30)


def play(made: World, script: list[tuple[tuple[str, dict[str, Any]], int, int]]) -> None:
    for (name, payload), wait_s, late_s in script:
        made.tell(name, payload, at_ms=made.now_ms - late_s * 1000 if late_s > 800 else None)
        made.wait(wait_s)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts)
def test_the_facts_alone_rebuild_the_state(script: list[tuple[tuple[str, dict[str, Any]], int, int]]) -> None:
    made = world(*PLAN, count=2)
    play(made, script)
    assert made.replayed().snapshot() == made.session.snapshot()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts, scripts)
def test_a_session_from_its_snapshot_goes_on_as_if_nothing_had_been(
    before: list[tuple[tuple[str, dict[str, Any]], int, int]],
    after: list[tuple[tuple[str, dict[str, Any]], int, int]],
) -> None:
    plain, stopped = world(*PLAN, count=2), world(*PLAN, count=2)
    play(plain, before)
    play(stopped, before)
    restored = Session.restored(stopped.session.snapshot(), stopped.settings)
    assert restored is not None
    stopped.session = restored
    restored.mark_boundaries()
    play(plain, after)
    play(stopped, after)
    assert stopped.session.snapshot() == plain.session.snapshot()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(rpes, st.integers(1, 10), st.sampled_from([60, 80, 82.5, 90])), min_size=1, max_size=4))
def test_advised_loads_are_loadable_within_the_caps_and_never_against_the_last_effort(
    told: list[tuple[float | None, int, float]],
) -> None:
    made = world()
    for number, (rpe, reps, weight) in enumerate(told, start=1):
        data = {"setNumber": number, "totalSets": 4, "reps": reps, "weight": weight}
        data |= {"rpe": rpe} if rpe is not None else {}
        entries = made.tell(SET, {"playerId": "p1", "exerciseId": "squat", "confirmed": True, "setData": data})
        assert not isinstance(entries, Refusal)
        fact = entries[0].fact
        assert isinstance(fact, SetCompleted)
        preview = fact.next_set_preview
        if preview is None:
            continue
        plan = made.session.plans["p1"].programme.plan
        assert rack_of(plan.rack).change(preview.weight, None) is not None
        assert 0.9 * weight - 0.01 <= preview.weight <= 1.05 * weight + 0.01
        if rpe is not None and rpe > 8.25:
            assert preview.weight <= weight
        if rpe is not None and rpe < 7.75:
            assert preview.weight >= weight
        assert preview.reason
        assert 0 <= preview.confidence <= 1


@given(st.integers(15_000, 260_000))
def test_the_loads_around_a_weight_are_neighbours_that_the_rack_can_make(grams: int) -> None:
    import msgspec

    from dryland.contract.strength_plan import RackInventory

    rack = rack_of(msgspec.convert(RACK, RackInventory, strict=False))
    below, above = rack.below(grams / 1000), rack.above(grams / 1000)
    assert below is None or below <= grams / 1000 + 0.0015
    assert above is None or above >= grams / 1000 - 0.0015
    for load in (below, above):
        if load is not None:
            change = rack.change(load, None)
            assert change is not None
            assert 20 + 2 * sum(change.plates) == load
