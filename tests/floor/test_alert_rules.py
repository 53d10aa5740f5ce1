"""Rules over sessions: what calls, what does not yet, what ends it; and the page that lists them."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from dryland.contract.base import Restriction, RestrictionLevel, WorkoutType
from dryland.floor.alert_crossing import Crossing
from dryland.floor.alert_request import cause_in
from dryland.floor.alert_rules import RULES, AlertRule
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.alert_watch import Finding, SessionWatch
from dryland.plans import default_plan
from tests.floor.world import T0, World

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "alerts.md"


def test_a_crossing_counts_after_its_time_and_ends_well_below_the_bound() -> None:
    crossing = Crossing()
    said = [
        crossing.step(at, over=bpm > 180, back=bpm < 177, hold_ms=10, rearm_ms=5)
        for at, bpm in ((0, 181), (5, 179), (6, 181), (15, 181), (16, 182), (20, 178), (26, 178), (30, 170), (35, 170))
    ]
    assert said == [None, None, None, None, True, None, None, None, False]


@pytest.mark.parametrize("row", RULES.values(), ids=lambda row: row.rule)
def test_every_rule_names_settings_that_exist_and_rules_that_exist(row: AlertRule) -> None:
    assert set(row.settings) <= set(AlertSettings.__struct_fields__)
    assert set(row.within) <= set(RULES)


class Watched:
    """Two players of a conditioning session in its first interval, looked at second by second."""

    def __init__(self) -> None:
        self.world = World(msgspec.to_builtins(default_plan(WorkoutType.CONDITIONING)), count=3)
        self.world.tell("training:session:start")
        self.session = self.world.session
        self.watch = SessionWatch(self.session, lambda _cause: False)
        self.now_ms = T0

    def second(self, *beats: int | None) -> list[Finding]:
        self.now_ms += 1_000
        for number, bpm in enumerate(beats, 1):
            if bpm is not None:
                live = self.session.live[f"p{number}"]
                live.received_ms = live.hr_received_ms = self.now_ms
                live.analysis.heart_rate(self.now_ms, bpm)
        return list(self.watch.look(self.session, self.now_ms))


def rising(watched: Watched, top: int) -> list[Finding]:
    found: list[Finding] = []
    for bpm in range(150, top + 1, 2):
        found += watched.second(bpm)
    return found


def test_a_heart_over_the_hard_limit_calls_once_after_ten_seconds_and_is_over_well_below_it() -> None:
    watched = Watched()
    rising(watched, 194)
    found = [each for second in range(40) for each in watched.second(194 + second % 2)]
    cause = cause_in("hr_over_limit", "s1", "p1")
    calls = [each for each in found if each.cause == cause]
    assert [each.request is not None for each in calls] == [True]
    request = calls[0].request
    assert request is not None
    assert request.inputs["boundBpm"] == 190.0
    falling = [each for bpm in range(192, 150, -2) for each in watched.second(bpm)]
    falling += [each for second in range(12) for each in watched.second(150 + second % 2)]
    assert [each.request for each in falling if each.cause == cause] == [None]


def test_straps_that_fall_silent_together_are_one_alert_that_is_over_when_all_are_back() -> None:
    watched = Watched()
    for second in range(5):
        watched.second(*(120 + second for _ in range(3)))
    found = [each for _ in range(45) for each in watched.second()]
    calls = [each for each in found if each.cause == cause_in("signal_lost", "s1")]
    assert len(calls) == 1
    request = calls[0].request
    assert request is not None
    assert request.players == ("p1", "p2", "p3")
    assert request.message.startswith("3 straps lost")
    assert watched.second(125, 125) == []
    assert [each.request for each in watched.second(125, 125, 125)] == [None]


def test_a_dropped_sensor_is_held_then_left_out_and_comes_back_by_itself() -> None:
    watched = Watched()
    live = watched.session.live["p1"]
    for second in range(5):
        watched.second(120 + second)
    trimp = live.analysis.trimp
    assert live.signal(watched.now_ms + 5_000) == "late"
    assert live.row(watched.now_ms + 5_000)[1] == 124
    for _ in range(20):
        watched.second()
    assert live.signal(watched.now_ms) == "stale"
    assert live.row(watched.now_ms)[1] is None
    watched.second(125)
    assert live.signal(watched.now_ms) == "live"
    assert live.row(watched.now_ms)[1] == 125
    added = live.analysis.trimp - trimp
    watched.second(126)
    one_second = live.analysis.trimp - trimp - added
    assert added < 2 * one_second, "the gap itself counts nowhere"


ZONE = {"basis": "bpm", "min": 130, "max": 150}
STEPS = [
    {"id": "w", "name": "Work", "type": "work", "duration": 300, "heartRate": ZONE},
    {"id": "r", "name": "Rest", "type": "rest", "duration": 300},
    {"id": "e", "name": "End", "type": "work", "duration": 300},
]


def watched(beats: list[int]) -> list[tuple[str, bool]]:
    """What a look at every second of a player's ten minutes says: which rule begins (True) or is over (False)."""
    made = World({"intervals": STEPS}, count=1)
    made.tell("training:session:start")
    watch = SessionWatch(made.session, lambda _cause: False)
    found: list[tuple[str, bool]] = []
    for second, bpm in enumerate(beats):
        made.sample("p1", heart_rate=bpm + second % 2)
        looked = watch.look(made.session, made.now_ms)
        found += [(each.cause.partition(":")[0], each.request is not None) for each in looked]
        made.wait(1)
    return found


@pytest.mark.parametrize(
    ("beats", "expected"),
    [
        ([140] * 120, []),
        ([155] * 30 + [140] * 60, []),
        ([155] * 32 + [149] * 60, [("hr_above_zone", True)]),
        ([155] * 32 + [140] * 12, [("hr_above_zone", True), ("hr_above_zone", False)]),
        ([155] * 31 + [140, 155] * 30, [("hr_above_zone", True)]),
        ([120] * 92, [("low_compliance", True)]),
        ([120] * 88, []),
        ([120] * 92 + [140] * 62, [("low_compliance", True), ("low_compliance", False)]),
        ([140] * 300 + [130] * 290, []),
        ([140] * 300 + [140] * 119, []),
        ([140] * 300 + [140] * 125, [("hr_not_recovering", True)]),
        ([140] * 300 + [140] * 125 + [130] * 5, [("hr_not_recovering", True), ("hr_not_recovering", False)]),
        ([140] * 300 + [140] * 305, [("hr_not_recovering", True), ("hr_not_recovering", False)]),
    ],
)
def test_a_state_calls_after_its_time_and_is_over_on_the_other_side(
    beats: list[int], expected: list[tuple[str, bool]]
) -> None:
    assert watched(beats) == expected


def test_a_value_that_stands_still_is_the_straps_and_says_nothing_of_the_player() -> None:
    made = World({"intervals": STEPS}, count=1)
    made.tell("training:session:start")
    watch = SessionWatch(made.session, lambda _cause: False)
    found: list[tuple[str, bool]] = []
    for second in range(170):
        made.sample("p1", heart_rate=140 if second < 155 else 140 + second % 3)
        looked = watch.look(made.session, made.now_ms)
        found += [(each.cause.partition(":")[0], each.request is not None) for each in looked]
        made.wait(1)
    assert found == [("signal_implausible", True), ("signal_implausible", False)]


@pytest.mark.parametrize("seed", range(6))
def test_looks_that_are_skipped_would_have_found_nothing(seed: int) -> None:
    """New restrictions ask for a full look: a watch that never skips one finds what the one that may skip does."""
    rng = random.Random(seed)
    made = World({"intervals": STEPS}, count=1)
    made.tell("training:session:start")
    player = made.session.state.players["p1"]
    may_skip, never_skips = (SessionWatch(made.session, lambda _cause: False) for _ in range(2))
    told: list[list[tuple[str, object]]] = [[], []]
    heart, target = 130.0, 140
    same = (Restriction(body_region="knee", level=RestrictionLevel.NONE),)
    for _ in range(900):
        target = rng.choice([110, 125, 140, 150, 152, 160, 189, 192, 200]) if rng.random() < 0.02 else target
        heart += (target - heart) * rng.choice([0.05, 0.2])
        made.sample("p1", heart_rate=round(heart) + rng.choice([-1, 0, 1]) + 60 * (rng.random() < 0.01))
        for watch, restrictions, found in (
            (may_skip, same, told[0]),
            (never_skips, (same[0],), told[1]),
        ):
            player.restrictions = restrictions
            looked = watch.look(made.session, made.now_ms)
            found += [(each.cause, each.request and dict(each.request.inputs)) for each in looked]
        made.wait(rng.choice([2, 8]) if rng.random() < 0.01 else 1)
    assert told[0] == told[1]
    assert told[0]


def test_the_page_lists_every_rule_as_it_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for row in RULES.values():
        line = f"| `{row.rule}` | {row.type} | {row.severity} | {row.grade} | {row.fires} | {row.holds} | {row.ends} |"
        assert line in text, line
