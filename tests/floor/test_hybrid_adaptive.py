"""The next block is changed by effort, velocity and recovery, each with its reason."""

from __future__ import annotations

import msgspec
import pytest

from dryland.contract.conditioning import IntervalPointer
from dryland.floor.recoveries import RecoveryPriors, former_recoveries
from dryland.floor.strength_history import HybridPriors, LiftHistory
from dryland.science.strength_state import StrengthState
from tests.floor.hybrids import BIKE, PLAN, beat, blocks, lift, ms, world
from tests.floor.world import T0, World, knows


def test_effort_above_target_makes_the_way_longer_and_the_next_block_easier_with_every_input_named() -> None:
    made = world()
    lift(made, 1, rpe=9.5)
    lift(made, 2, rpe=10)
    made.wait(5)
    walk = blocks(made)[1].adaptive_adjustments
    assert walk is not None
    assert walk.inputs == {"rpeDrift": 1.75}
    assert (walk.intensity_modifier, walk.duration_modifier) == (0.956, 1.175)
    assert "1.8 RPE above target" in walk.reason
    made.wait(120)
    bike = blocks(made)[2]
    assert ms(bike) - ms(blocks(made)[1]) == round(90_000 * 1.175)
    interval = made.session.view(made.now_ms).players[0].interval
    assert isinstance(interval, IntervalPointer)
    assert interval.target_power is not None
    assert interval.target_power.min == round(200 * 0.956, 1)


def test_velocity_loss_alone_is_enough() -> None:
    made = world()
    lift(made, 1, velocities=[0.6, 0.5, 0.4, 0.36, 0.36])
    lift(made, 2, velocities=[0.6, 0.5, 0.4, 0.36, 0.36])
    made.wait(5)
    found = blocks(made)[1].adaptive_adjustments
    assert found is not None
    assert found.inputs == {"velocityLossPct": 40}
    assert (found.intensity_modifier, found.duration_modifier) == (0.95, 1.2)


def test_a_slower_recovery_of_heart_rate_is_compared_with_the_players_own() -> None:
    bikes = [BIKE | {"id": f"bike{number}"} for number in (1, 2, 3)]
    made = world({"blocks": bikes})
    for second in range(470):
        made.now_ms = T0 + second * 1000
        turn, at = divmod(second, 150)
        fall = (40, 20, 20)[min(turn, 2)]
        beat(made, second, 170 if at < 60 else max(170 - fall, 170 - round(fall * (at - 60) / 60)))
    made.wait(1)
    second_block, third_block = blocks(made)[1], blocks(made)[2]
    assert second_block.adaptive_adjustments is not None
    assert second_block.adaptive_adjustments.inputs == {"heartRateRecoveryBpm": 40}
    assert second_block.adaptive_adjustments.intensity_modifier == 1
    found = third_block.adaptive_adjustments
    assert found is not None
    assert found.inputs["heartRateRecoveryChangePct"] == -50
    assert (found.intensity_modifier, found.duration_modifier) == (0.95, 1.2)
    assert "50 % less than usual" in found.reason


def rested(made: World, fall: int) -> None:
    """A minute of work and a rest in which heart rate falls by so many bpm in 60 s."""
    for second in range(160):
        made.now_ms = T0 + second * 1000
        beat(made, second, 170 if second < 60 else max(170 - fall, 170 - round(fall * (second - 60) / 60)))
    made.wait(1)


USUAL = HybridPriors(recoveries=(38.0, 42.0, 40.0))


@pytest.mark.parametrize(
    ("fall", "priors", "change_pct", "intensity"),
    [
        (20, USUAL, -50, 0.95),
        (40, USUAL, 0, 1.0),
        (20, RecoveryPriors(USUAL.recoveries), -50, 0.95),
        (20, None, None, 1.0),
    ],
)
def test_the_first_recovery_of_a_session_is_compared_with_those_of_the_sessions_before(
    fall: int, priors: msgspec.Struct | None, change_pct: float | None, intensity: float
) -> None:
    made = world({"blocks": [BIKE | {"id": "bike1"}, BIKE | {"id": "bike2"}]}, start=False)
    if priors is not None:
        knows(made, priors)
    made.tell("training:session:start")
    rested(made, fall)
    found = blocks(made)[1].adaptive_adjustments
    assert found is not None
    assert found.inputs.get("heartRateRecoveryChangePct") == change_pct
    assert found.intensity_modifier == intensity


def test_recoveries_of_former_sessions_say_nothing_where_this_one_has_none() -> None:
    made = world(start=False)
    knows(made, HybridPriors(recoveries=(40.0, 42.0, 10.0)))
    made.tell("training:session:start")
    lift(made, 1, rpe=8)
    lift(made, 2, rpe=8)
    made.wait(5)
    found = blocks(made)[1].adaptive_adjustments
    assert found is not None
    assert set(found.inputs) == {"rpeDrift"}


def test_a_session_leaves_its_recoveries_and_its_lifting_side_by_side() -> None:
    made = world({"blocks": [BIKE | {"id": "bike1"}, BIKE | {"id": "bike2"}]}, start=False)
    known = HybridPriors(StrengthState(), {"back_squat": LiftHistory(bests=((100.0, 5),))}, USUAL.recoveries)
    knows(made, known)
    made.tell("training:session:start")
    rested(made, 25)
    raw = made.session.machine.priors(made.session, "p1")
    assert raw is not None
    left = msgspec.json.decode(raw, type=HybridPriors)
    assert left.recoveries == (*USUAL.recoveries, 25.0)
    assert left.lifts == known.lifts
    assert former_recoveries(bytes(raw)).recoveries == left.recoveries


def test_a_rest_after_an_easy_spin_is_not_compared_with_one_after_work() -> None:
    spin = {"id": "spin", "name": "Easy spin", "type": "warmup", "duration": 60}
    easy = {"id": "easy", "name": "Easy", "type": "rest", "duration": 90}
    spun = BIKE | {"id": "spun", "intervals": [spin, easy]}
    made = world({"blocks": [BIKE | {"id": "bike1"}, spun, BIKE | {"id": "bike2"}]})
    for second in range(320):
        made.now_ms = T0 + second * 1000
        beat(made, second, 170 if second % 150 < 60 else 140 + second % 3)
    made.wait(1)
    after_work, after_spin = blocks(made)[1].adaptive_adjustments, blocks(made)[2].adaptive_adjustments
    assert after_work is not None
    assert after_spin is not None
    assert "heartRateRecoveryBpm" in after_work.inputs
    assert after_spin.inputs == after_work.inputs
    assert len(made.session.works["p1"].recoveries) == 1


def test_easy_sets_raise_the_next_block_a_little() -> None:
    made = world()
    lift(made, 1, rpe=6)
    lift(made, 2, rpe=6)
    made.wait(5)
    found = blocks(made)[1].adaptive_adjustments
    assert found is not None
    assert (found.intensity_modifier, found.duration_modifier) == (1.05, 1)


def test_a_plan_may_switch_adaptation_off() -> None:
    made = world(PLAN | {"adaptive": False})
    lift(made, 1, rpe=10)
    lift(made, 2, rpe=10)
    made.wait(5)
    assert blocks(made)[1].adaptive_adjustments is None
