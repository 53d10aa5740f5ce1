"""Accepted advice on intensity: targets of coming work, bounded, taken back by a refusal, the same from the log."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.contract.base import WorkoutType
from dryland.contract.conditioning import (
    AdaptiveRecommendation,
    Interval,
    IntervalKind,
    IntervalPointer,
    PerformanceTrend,
    PowerBasis,
    PowerTarget,
)
from dryland.contract.strength import AdviceDecided, AdviceVerdict
from dryland.floor.aggregate import Session
from dryland.floor.interval_advice import IntensityChange, as_accepted, change_at, intensity_after
from dryland.floor.live import Columns
from tests.floor.test_conditioning import ADVICE, PLAN, TRANSITION, tired, transitions
from tests.floor.world import T0, World

_WORK = PLAN["intervals"][1]
LONGER: dict[str, Any] = {
    "intervals": [
        *PLAN["intervals"],
        {**_WORK, "id": "i4"},
        {**PLAN["intervals"][2], "id": "i5"},
        {**_WORK, "id": "i6"},
    ]
}


def advice(pct: float, name: str = "a1") -> AdaptiveRecommendation:
    return AdaptiveRecommendation(
        intensity_adjustment=pct,
        recovery_needed=0,
        performance_trend=PerformanceTrend.STABLE,
        reason="",
        advice_id=name,
    )


def pointer(world: World) -> IntervalPointer:
    shown = world.session.player_view(world.session.state.players["p1"], world.now_ms).interval
    assert shown is not None
    return shown


def judge(world: World, advice_id: str, verdict: str) -> AdviceDecided:
    world.tell(ADVICE, {"playerId": "p1", "adviceId": advice_id, "verdict": verdict})
    return msgspec.json.decode(world.log[-1][1], type=AdviceDecided)


def go_on(world: World, interval_id: str) -> None:
    world.tell(TRANSITION, {"intervalId": interval_id, "playerId": "p1"})


def given_advice(world: World) -> AdaptiveRecommendation:
    found = tired(world).adaptive_recommendations
    assert found is not None
    assert found.advice_id is not None
    assert found.intensity_adjustment < 0
    return found


def test_accepted_intensity_is_the_target_of_the_work_that_comes_and_of_no_other() -> None:
    world = World(LONGER, count=2)
    told = given_advice(world)
    before = pointer(world).next_target_power
    assert before is not None
    fact = judge(world, str(told.advice_id), "accepted")
    assert (fact.intensity_change, fact.from_index) == (told.intensity_adjustment, 3)
    coming = pointer(world)
    assert (coming.intensity_change, coming.next_intensity_change) == (None, told.intensity_adjustment)
    go_on(world, "i3")
    target = pointer(world).target_power
    assert target is not None
    assert target == coming.next_target_power
    assert target.max == pytest.approx(before.max * (1 + told.intensity_adjustment / 100), abs=0.2)
    assert pointer(world).target_zone is not None
    assert world.session.live["p1"].analysis.power_band == target
    other = world.session.player_view(world.session.state.players["p2"], world.now_ms).interval
    assert other is not None
    assert other.next_intensity_change is None


def test_compliance_is_judged_by_the_new_target_also_when_the_samples_are_run_anew() -> None:
    world = World(LONGER, count=1)
    told = given_advice(world)
    judge(world, str(told.advice_id), "accepted")
    go_on(world, "i3")
    target = pointer(world).target_power
    assert target is not None
    rows = [(world.now_ms + 1000 * second, round(target.min) + 1) for second in range(1, 60)]
    for at_ms, watts in rows:
        world.now_ms = at_ms
        world.sample("p1", at_ms, power=watts)
    go_on(world, "i4")
    report = transitions(world)[-1].analysis
    assert report is not None
    assert report.power_compliance == 100
    player, none = world.session.state.players["p1"], [None] * len(rows)
    columns = Columns([at for at, _ in rows], none, [float(watts) for _, watts in rows], none, none, none)
    reports = world.session.machine.rebuild(world.session, player, world.session.live["p1"], columns)
    assert reports[-1].power_compliance == 100


def test_a_refusal_takes_the_change_back_from_the_next_interval_on() -> None:
    world = World(LONGER, count=1)
    told = given_advice(world)
    judge(world, str(told.advice_id), "accepted")
    go_on(world, "i3")
    changed = pointer(world).target_power
    fact = judge(world, str(told.advice_id), "refused")
    assert (fact.intensity_change, fact.from_index) == (0, 4)
    assert pointer(world).target_power == changed, "the interval under way keeps what it is judged by"
    go_on(world, "i4")
    assert pointer(world).next_intensity_change is None


def test_saying_yes_twice_changes_nothing_twice_and_the_log_gives_the_same() -> None:
    world = World(LONGER, count=1)
    told = given_advice(world)
    judge(world, str(told.advice_id), "accepted")
    again = judge(world, str(told.advice_id), "accepted")
    assert again.intensity_change is None
    assert pointer(world).next_intensity_change == told.intensity_adjustment
    kept = world.session.snapshot()
    assert world.replayed().snapshot() == kept
    restored = Session.restored(kept, world.settings)
    assert restored is not None
    assert restored.snapshot() == kept


def test_a_verdict_of_a_log_from_before_changes_no_target() -> None:
    world = World(LONGER, count=1)
    told = given_advice(world)
    old = AdviceDecided(
        session_id="s1", player_id="p1", advice_id=str(told.advice_id), verdict=AdviceVerdict.ACCEPTED, seq=1
    )
    world.session.machine.evolvers[ADVICE](world.session, old)
    assert pointer(world).next_intensity_change is None


@given(st.lists(st.tuples(st.floats(-20, 10), st.sampled_from(AdviceVerdict)), max_size=30))
def test_all_accepted_advice_together_stays_within_bounds(verdicts: list[tuple[float, AdviceVerdict]]) -> None:
    followed: dict[str, float] = {}
    for number, (pct, verdict) in enumerate(verdicts):
        name = f"a{number // 2}"
        changed = intensity_after(advice(pct, name), followed, name, verdict)
        if changed is not None:
            assert -20 <= changed <= 10
            if verdict is AdviceVerdict.ACCEPTED:
                followed[name] = pct
            else:
                del followed[name]


def test_only_work_with_a_power_target_is_changed() -> None:
    target = PowerTarget(basis=PowerBasis.WATTS, min=200, max=240)
    work = Interval(id="w", name="Work", type=IntervalKind.WORK, duration=60, power=target)
    eased = as_accepted(work, -10).power
    assert eased is not None
    assert (eased.min, eased.max) == (180, 216)
    rest = Interval(id="r", name="Easy", type=IntervalKind.REST, duration=60, power=target)
    assert as_accepted(rest, -10) is rest
    assert as_accepted(work, 0) is work


def test_a_change_holds_until_a_later_one() -> None:
    changes = [IntensityChange(3, -10), IntensityChange(5, 0)]
    assert [change_at(changes, index) for index in range(7)] == [0, 0, 0, -10, -10, 0, 0]


def test_advice_within_a_block_of_a_hybrid_changes_the_work_that_comes_in_it() -> None:
    work = {
        "id": "work",
        "name": "Work",
        "type": "work",
        "duration": 120,
        "heartRate": {"basis": "bpm", "min": 120, "max": 140},
        "power": {"basis": "watts", "min": 200, "max": 220},
    }
    easy = {"id": "easy", "name": "Easy", "type": "rest", "duration": 60}
    block = {"id": "bike", "type": "interval", "name": "Bike", "intervals": [work, easy], "rounds": 2}
    world = World({"blocks": [block]}, count=1, workout_type=WorkoutType.HYBRID)
    world.tell("training:session:start")
    for second in range(125):
        world.now_ms = T0 + second * 1000
        world.sample("p1", world.now_ms, heart_rate=180, power=300)
        while entries := world.session.tick(world.now_ms):
            world.take(entries)
    told = next(fact.adaptive_recommendations for fact in transitions(world) if fact.adaptive_recommendations)
    assert told.intensity_adjustment == -10
    fact = judge(world, str(told.advice_id), "accepted")
    assert (fact.intensity_change, fact.from_index) == (-10, 2)
    target = pointer(world).next_target_power
    assert target is not None
    assert (target.min, target.max) == (180, 198)
    assert world.replayed().snapshot() == world.session.snapshot()
