"""AMRAP, EMOM, for time and every minute: when a block is over, and what came of it."""

from __future__ import annotations

import msgspec

from dryland.contract.conditioning import IntervalTransitioned
from dryland.contract.hybrid import BlockPointer
from dryland.floor.conditioning import TRANSITION
from dryland.floor.workout import to_ms
from tests.floor.hybrids import blocks, circuit, lift, ms, world
from tests.floor.world import T0


def test_an_amrap_lasts_its_time_and_counts_rounds_and_the_reps_begun() -> None:
    made = world(circuit("amrap", duration=300))
    for number in (1, 2):
        made.now_ms += 20_000
        lift(made, number, "row", reps=8, weight=40)
        lift(made, number, "press", reps=6, weight=30)
    lift(made, 3, "row", reps=7, weight=40)
    assert made.session.machine.derived(made.session, made.now_ms) == []
    pointer = made.session.view(made.now_ms).players[0].block
    assert isinstance(pointer, BlockPointer)
    assert (pointer.round, pointer.ends_at and to_ms(pointer.ends_at) - T0) == (3, 300_000)
    made.wait(300)
    result = blocks(made)[1].result
    assert result is not None
    assert ms(blocks(made)[1]) == 300_000
    assert (result.scheme, result.rounds, result.reps, result.duration) == ("amrap", 2, 7, 300)


def test_an_emom_lasts_its_minutes_and_names_those_that_were_missed() -> None:
    made = world(circuit("emom", rounds=3))
    lift(made, 1, "row", reps=8, weight=40)
    lift(made, 1, "press", reps=6, weight=30)
    made.wait(130)
    lift(made, 2, "row", reps=8, weight=40)
    lift(made, 2, "press", reps=6, weight=30)
    made.wait(60)
    result = blocks(made)[1].result
    assert ms(blocks(made)[1]) == 180_000
    assert result is not None
    assert (result.rounds, result.missed) == (2, 1)


def test_a_block_for_time_tells_the_time_of_the_last_set() -> None:
    made = world(circuit("for_time", rounds=2, duration=600))
    for number in (1, 2):
        made.now_ms += 40_000
        lift(made, number, "row", reps=8, weight=40)
        lift(made, number, "press", reps=6, weight=30)
    made.wait(10)
    result = blocks(made)[1].result
    assert result is not None
    assert (result.time, result.rounds, result.capped) == (80, 2, False)


def test_a_block_for_time_is_capped() -> None:
    made = world(circuit("for_time", rounds=2, duration=100))
    lift(made, 1, "row", reps=8, weight=40)
    made.wait(120)
    result = blocks(made)[1].result
    assert result is not None
    assert (result.time, result.rounds, result.capped, result.duration) == (None, 0, True, 100)


def test_intervals_every_minute_rest_until_the_minute_is_over() -> None:
    sprint = {"id": "s", "name": "Sprint", "type": "work", "duration": 20}
    block = {"id": "e", "type": "interval", "name": "Sprints", "scheme": "emom", "rounds": 3, "intervals": [sprint]}
    made = world({"blocks": [block]})
    made.wait(200)
    facts = [msgspec.json.decode(body, type=IntervalTransitioned) for name, body in made.log if name == TRANSITION]
    assert [ms(fact) // 1000 for fact in facts] == [0, 20, 60, 80, 120, 140, 180]
    result = blocks(made)[1].result
    assert result is not None
    assert result.rounds == 3
