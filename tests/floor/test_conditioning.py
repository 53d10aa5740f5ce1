"""Intervals: boundaries on the facts' own time, transitions by clock, by samples and by hand, and the record."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.base import Role
from dryland.contract.conditioning import IntervalTransitioned
from dryland.contract.errors import ErrorCode, Refusal
from dryland.floor.aggregate import Session
from dryland.floor.live import Columns
from dryland.floor.record import player_record
from dryland.floor.workout import to_ms
from tests.floor.world import PROFILE, T0, World, names

TRANSITION = "training:conditioning:interval:transition"
ADVICE = "training:advice:decision"
PLAN: dict[str, Any] = {
    "intervals": [
        {"id": "i1", "name": "Warm-up", "type": "warmup", "duration": 60},
        {
            "id": "i2",
            "name": "Work",
            "type": "work",
            "duration": 120,
            "heartRate": {"basis": "pctHrMax", "min": 80, "max": 90},
            "power": {"basis": "pctFtp", "min": 90, "max": 110},
        },
        {"id": "i3", "name": "Easy", "type": "rest", "duration": 90},
    ]
}


def transitions(world: World) -> list[IntervalTransitioned]:
    told = [payload for name, payload in world.log if name == TRANSITION]
    return [msgspec.json.decode(payload, type=IntervalTransitioned) for payload in told]


def ride(world: World, player_id: str = "p1", seconds: int = 280, seed: int = 1) -> list[tuple[int, int, int]]:
    """A minute-by-minute believable ride at 1 Hz; returns (ms, bpm, W)."""
    rng, heart = random.Random(seed), 100.0
    samples: list[tuple[int, int, int]] = []
    for second in range(seconds):
        watts = (150 if second < 60 else 245 if second < 180 else 90) + rng.randint(-15, 15)
        heart += (70 + watts * 0.42 - heart) / 40
        samples.append((T0 + second * 1000, round(heart), watts))
    return samples


def test_boundaries_lie_where_the_plan_says_however_late_the_clock_wakes() -> None:
    world = World(PLAN, count=1)
    world.tell("training:session:start")
    world.now_ms += 1_000_000
    while entries := world.session.tick(world.now_ms):
        world.take(entries)
    at = [round(fact.occurred_at.timestamp() * 1000) - T0 for fact in transitions(world) if fact.occurred_at]
    assert at == [0, 60_000, 180_000, 270_000]
    assert transitions(world)[-1].finished is True


def test_a_players_own_samples_cross_a_boundary_before_the_clock_does() -> None:
    world = World(PLAN, count=2)
    world.tell("training:session:start", at_ms=T0 - 500_000)
    world.sample("p1", T0 - 500_000 + 61_000, heart_rate=120)
    works = world.session.works
    assert (works["p1"].index, works["p2"].index) == (1, 0)  # type: ignore[attr-defined]


def test_by_hand_only_from_the_interval_the_player_is_in() -> None:
    world = World(PLAN, count=2)
    world.tell("training:session:start")
    world.wait(10)
    assert names(world.tell(TRANSITION, {"intervalId": "i1"})) == [TRANSITION, TRANSITION]
    refusal = world.tell(TRANSITION, {"intervalId": "i1", "playerId": "p1"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.INTERVAL_OUT_OF_ORDER
    assert names(world.tell(TRANSITION, {"intervalId": "i2", "playerId": "p2"})) == [TRANSITION]
    assert [fact.transition_type for fact in transitions(world)[2:]] == ["manual"] * 3


def test_a_player_may_not_move_everybody_on() -> None:
    world = World(PLAN)
    world.tell("training:session:start")
    refusal = world.tell(TRANSITION, {"intervalId": "i1"}, role=Role.PLAYER, actor="p1")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.FORBIDDEN


def test_intervals_stand_still_while_the_session_is_not_active() -> None:
    world = World(PLAN)
    refusal = world.tell(TRANSITION, {"intervalId": "i1"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.INVALID_TRANSITION


def test_a_manual_interval_waits_for_a_hand() -> None:
    plan = {"intervals": [{"id": "m", "name": "Until ready", "type": "warmup", "duration": 5, "manual": True}]}
    world = World(plan, count=1)
    world.tell("training:session:start")
    assert world.wait(1_000) == []
    assert names(world.tell(TRANSITION, {"intervalId": "m"})) == [TRANSITION]


def test_a_target_relative_to_a_figure_that_is_not_known_is_no_target() -> None:
    world = World(PLAN, count=1, profile=msgspec.structs.replace(PROFILE, hr_max=None, ftp_w=None))
    world.tell("training:session:start")
    world.wait(61)
    pointer = world.session.view(world.now_ms).players[0].interval
    assert pointer is not None
    assert (pointer.target_zone, pointer.target_power) == (None, None)


def test_the_finished_interval_is_analysed_with_the_figures_of_its_own_samples() -> None:
    world = World(PLAN, count=1)
    world.tell("training:session:start")
    samples = ride(world)
    for at_ms, heart, watts in samples:
        world.now_ms = at_ms
        world.sample("p1", heart_rate=heart, power=float(watts))
    work = transitions(world)[2].analysis
    assert work is not None
    inside = [(heart, watts) for at_ms, heart, watts in samples if 60_000 <= at_ms - T0 < 180_000]
    hearts, power = [heart for heart, _ in inside], [watts for _, watts in inside]
    means = [sum(power[i - 29 : i + 1]) / 30 for i in range(29, len(power))]
    assert work.samples == 120
    assert work.data_completeness == 100
    assert work.avg_heart_rate == pytest.approx(sum(hearts) / 120, abs=0.01)
    assert work.max_heart_rate == max(hearts)
    assert work.avg_power == pytest.approx(sum(power) / 120, abs=0.01)
    assert work.normalized_power == pytest.approx((sum(mean**4 for mean in means) / len(means)) ** 0.25, abs=0.01)
    judged = hearts[30:]
    assert work.zone_compliance == pytest.approx(100 * sum(152 <= heart <= 171 for heart in judged) / 90, abs=0.1)


def fed(world: World, rows: list[tuple[int, int, int]]) -> Session:
    for at_ms, heart, watts in rows:
        world.now_ms = max(world.now_ms, at_ms)
        world.sample("p1", at_ms, heart_rate=heart, power=float(watts))
    return world.session


def columns(rows: list[tuple[int, int, int]]) -> Columns:
    ordered = sorted(rows)
    nothing = [None] * len(rows)
    at_ms, heart, watts = (list(column) for column in zip(*ordered, strict=True))
    return Columns(at_ms, heart, watts, nothing, nothing, nothing)


def test_the_record_is_the_same_live_late_or_all_at_once() -> None:
    live = World(PLAN, count=1)
    live.tell("training:session:start")
    rows = ride(live)
    fed(live, rows)
    live.tell("training:session:end", at_ms=T0 + 280_000)

    late = World(PLAN, count=1)
    late.tell("training:session:start")
    late.wait(280)
    late.tell("training:session:end")

    first = player_record(live.session, "p1", columns(rows))
    second = player_record(late.session, "p1", columns(rows))
    told = [fact.analysis for fact in transitions(live) if fact.analysis is not None]
    assert list(first.intervals) == told
    assert first.intervals == second.intervals
    assert first.trimp == second.trimp


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_command_sequence_replays_to_the_same_state(data: st.DataObject) -> None:
    world = World(PLAN, count=3)
    steps = st.sampled_from(
        [
            ("training:session:start", {}),
            ("training:session:pause", {}),
            ("training:session:resume", {}),
            ("training:session:end", {}),
            (TRANSITION, {"intervalId": "i1"}),
            (TRANSITION, {"intervalId": "i2", "playerId": "p1"}),
            ("training:player:status", {"playerId": "p2", "status": "paused"}),
            ("training:player:status", {"playerId": "p2", "status": "active"}),
            ("training:player:kick", {"playerId": "p3"}),
            ("training:session:plan", {"plan": PLAN, "playerIds": ["p1"]}),
            ("wait", {}),
        ]
    )
    for _ in range(data.draw(st.integers(1, 25))):
        name, payload = data.draw(steps)
        if name == "wait":
            world.wait(data.draw(st.integers(1, 200)))
        else:
            world.now_ms += data.draw(st.integers(0, 5_000))
            world.tell(name, payload)
    kept = world.session.snapshot()
    assert world.replayed().snapshot() == kept
    restored = Session.restored(kept, world.settings)
    assert restored is not None
    assert restored.snapshot() == kept
    occurred = [fact.occurred_at for fact in transitions(world)]
    assert all(at is not None and to_ms(at) <= world.now_ms for at in occurred)


def tired(world: World) -> IntervalTransitioned:
    """Ride through the work interval well above its target; returns the transition into the rest."""
    world.tell("training:session:start")
    for second in range(182):
        world.now_ms = T0 + second * 1000
        world.sample("p1", world.now_ms, heart_rate=120 if second < 60 else 188, power=150 if second < 60 else 370)
        while entries := world.session.tick(world.now_ms):
            world.take(entries)
    return next(
        fact for fact in reversed(transitions(world)) if fact.player_id == "p1" and fact.adaptive_recommendations
    )


def rest_left_s(world: World, player_id: str = "p1") -> float:
    over_ms = world.session.machine.player_boundary_ms(world.session, player_id)  # type: ignore[attr-defined]
    return (over_ms - world.now_ms) / 1000


def test_accepted_advice_makes_the_rest_as_long_as_it_says_and_a_refusal_takes_that_back() -> None:
    world = World({"intervals": [*PLAN["intervals"][:2], {**PLAN["intervals"][2], "duration": 30}]}, count=2)
    advice = tired(world).adaptive_recommendations
    assert advice is not None
    assert advice.advice_id is not None
    assert advice.recovery_needed > 30
    planned_s = rest_left_s(world)
    about = {"playerId": "p1", "adviceId": advice.advice_id}
    assert names(world.tell(ADVICE, {**about, "verdict": "accepted"})) == [ADVICE]
    assert rest_left_s(world) == pytest.approx(planned_s + advice.recovery_needed - 30, abs=0.01)
    pointer = world.session.player_view(world.session.state.players["p1"], world.now_ms).interval
    assert pointer is not None
    assert to_ms(pointer.ends_at) == world.now_ms + round(1000 * rest_left_s(world))  # type: ignore[arg-type]
    assert names(world.tell(ADVICE, {**about, "verdict": "refused"})) == [ADVICE]
    assert rest_left_s(world) == planned_s


def test_a_verdict_on_advice_that_is_over_is_kept_and_changes_no_interval() -> None:
    world = World({"intervals": [*PLAN["intervals"], {"id": "i4", "name": "More", "type": "work", "duration": 60}]})
    advice = tired(world).adaptive_recommendations
    assert advice is not None
    world.tell(TRANSITION, {"intervalId": "i3", "playerId": "p1"})
    before_s = rest_left_s(world)
    about = {"playerId": "p1", "adviceId": advice.advice_id}
    assert names(world.tell(ADVICE, {**about, "verdict": "accepted"})) == [ADVICE]
    assert rest_left_s(world) == before_s


def test_advice_that_was_never_given_cannot_be_judged() -> None:
    world = World(PLAN)
    tired(world)
    refusal = world.tell(ADVICE, {"playerId": "p2", "adviceId": "a1", "verdict": "accepted"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.NOT_FOUND
    assert "a1" in refusal.detail


def test_advice_has_a_name_of_its_own_in_the_whole_session() -> None:
    world = World(PLAN, count=2)
    tired(world)
    given = [fact.adaptive_recommendations.advice_id for fact in transitions(world) if fact.adaptive_recommendations]
    assert len(given) == 2
    assert len(set(given)) == 2
