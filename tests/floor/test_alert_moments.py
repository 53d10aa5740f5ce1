"""The rules about moments: what each of them calls for and what not yet, one row a case."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dryland.contract.base import WorkoutType
from dryland.contract.errors import Refusal
from dryland.floor.agility_priors import AgilityPriors, SideGap
from dryland.floor.alert_moments import moments
from dryland.floor.alert_request import AlertRequest
from dryland.floor.days import day_of
from dryland.floor.recoveries import RecoveryPriors
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import Entry
from tests.floor import lifting
from tests.floor.hybrids import SQUAT
from tests.floor.hybrids import world as hybrid_world
from tests.floor.world import T0, World, knows

DAY_MS = 86_400_000


def seen(made: World, entries: list[Entry] | Refusal) -> list[AlertRequest]:
    assert not isinstance(entries, Refusal), entries
    return [request for entry in entries for request in moments(made.session, entry.fact)]


def rules(found: list[AlertRequest]) -> list[str]:
    return [request.rule for request in found]


# Sets

FAST = [0.62, 0.6, 0.58, 0.56, 0.55]
FADING = [0.62, 0.6, 0.55, 0.5, 0.45]
"""27 % lost."""


def lifted(sets: list[dict[str, Any]], **planned: Any) -> list[str]:
    """What the last of these sets calls for."""
    made = lifting.world(lifting.squat(5, **planned))
    found: list[AlertRequest] = []
    for number, data in enumerate(sets, 1):
        made.now_ms += 180_000
        found = seen(made, lifting.tell_set(made, number, **data))
    return rules(found)


@pytest.mark.parametrize(
    ("planned", "sets", "expected"),
    [
        ({}, [{"velocities": FAST}], []),
        ({}, [{"velocities": FADING}], ["velocity_loss"]),
        ({"velocityLossLimit": 30}, [{"velocities": FADING}], []),
        ({"velocityLossLimit": 10}, [{"velocities": FAST}], ["velocity_loss"]),
        ({}, [{"velocities": FAST}, {"velocities": [v - 0.07 for v in FAST]}], ["velocity_below_baseline"]),
        ({}, [{"velocities": FAST}, {"velocities": [v - 0.05 for v in FAST]}], []),
        ({}, [{"velocities": FAST}, {"velocities": [v - 0.07 for v in FAST], "weight": 90}], []),
        ({}, [{"rpe": 9}], []),
        ({}, [{"rpe": 9.5}], ["rpe_drift"]),
        ({}, [{"rpe": 7}, {"rpe": 8}, {"rpe": 9}], ["rpe_drift"]),
        ({}, [{"rpe": 7}, {"rpe": 7.5}, {"rpe": 8}], []),
        ({}, [{"rpe": 8}, {"rpe": 9}], []),
        ({}, [{"rpe": 7, "weight": 70}, {"rpe": 8, "weight": 75}, {"rpe": 9, "weight": 80}], []),
    ],
)
def test_a_set_against_those_before_it(
    planned: dict[str, Any], sets: list[dict[str, Any]], expected: list[str]
) -> None:
    assert lifted(sets, **planned) == expected


def test_a_set_told_late_calls_nobody() -> None:
    made = lifting.world(lifting.squat(3))
    made.now_ms += 600_000
    assert seen(made, lifting.tell_set(made, 2, rpe=8)) == []
    assert seen(made, lifting.tell_set(made, 1, rpe=10, at_ms=made.now_ms - 200_000)) == []


@pytest.mark.parametrize(("limit", "expected"), [(None, ["velocity_loss"]), (30, []), (25, ["velocity_loss"])])
def test_in_a_hybrid_block_the_plans_limit_of_velocity_holds(limit: float | None, expected: list[str]) -> None:
    sets = [each | ({} if limit is None else {"velocityLossLimit": limit}) for each in SQUAT["sets"]]
    block = {"id": "lift", "type": "exercise", "name": "Squats", "exercises": [SQUAT | {"sets": sets}]}
    made = hybrid_world({"blocks": [block]})
    data = {"setNumber": 1, "totalSets": 2, "reps": 5, "weight": 100, "velocities": FADING}
    told = made.tell("training:strength:set:completion", {"playerId": "p1", "exerciseId": "squat", "setData": data})
    assert rules(seen(made, told)) == expected


# Attempts


def ran(
    times_ms: list[float], *, sides: bool = False, priors: AgilityPriors | None = None, zone: str = "UTC"
) -> list[AlertRequest]:
    """What the last of these attempts calls for."""
    drill: dict[str, Any] = {"id": "d", "name": "5-10-5", "pattern": "pro_agility", "attempts": 12}
    plan = {"drills": [drill | ({"sides": ["left", "right"]} if sides else {})]}
    made = World(plan, count=1, workout_type=WorkoutType.AGILITY, settings=FloorSettings(time_zone=zone))
    if priors is not None:
        knows(made, priors)
    made.tell("training:session:start")
    found: list[AlertRequest] = []
    for number, time_ms in enumerate(times_ms, 1):
        made.now_ms += 60_000
        result = {"drillId": "d", "attemptNumber": number, "completionTime": time_ms, "source": "manual"}
        found = seen(made, made.tell("training:agility:drill:completion", {"playerId": "p1", "drillResult": result}))
    return found


USUAL = AgilityPriors(decrements={"pro_agility": (3.0, 4.0, 3.5, 3.2)})


@pytest.mark.parametrize(
    ("times_ms", "priors", "expected"),
    [
        ([5_000, 5_300], None, []),
        ([5_000, 5_300, 5_300], None, ["drill_decrement"]),
        ([5_000, 5_300, 5_100], None, []),
        ([5_000, 5_240, 5_240], None, []),
        ([5_000, 5_700, 5_200, 5_900], None, []),
        ([5_000, 5_900, 5_100, 6_400, 5_200], None, ["sprint_decrement"]),
        ([5_000, 5_200, 5_200, 5_240], None, []),
        ([5_000, 5_500, 5_150, 5_500, 5_200], USUAL, ["sprint_decrement"]),
        ([5_000, 5_500, 5_150, 5_500, 5_200], AgilityPriors(decrements={"pro_agility": (3.0, 4.0)}), []),
    ],
)
def test_an_attempt_against_those_before_it(
    times_ms: list[float], priors: AgilityPriors | None, expected: list[str]
) -> None:
    assert rules(ran(times_ms, priors=priors)) == expected


UNEVEN: list[float] = [6_000, 5_000, 6_050, 5_050]
"""Left and right in turn: left is 17 % slower."""


def gaps(*days_and_pct: tuple[int, float]) -> AgilityPriors:
    known = tuple(SideGap(day_of(T0) + day, pct) for day, pct in days_and_pct)
    return AgilityPriors(gaps={"pro_agility": known})


@pytest.mark.parametrize(
    ("times_ms", "priors", "expected"),
    [
        (UNEVEN, None, []),
        (UNEVEN, gaps((0, 18.0)), []),
        (UNEVEN, gaps((-3, 18.0)), ["asymmetry"]),
        (UNEVEN, gaps((-3, -18.0)), []),
        (UNEVEN, gaps((-3, 12.0)), []),
        (UNEVEN, gaps((-9, 18.0), (-3, 4.0)), []),
        ([5_500, 5_000, 5_550, 5_050], gaps((-3, 18.0)), []),
    ],
)
def test_sides_call_when_they_differ_in_the_same_direction_on_two_days(
    times_ms: list[float], priors: AgilityPriors | None, expected: list[str]
) -> None:
    found = ran(times_ms, sides=True, priors=priors)
    assert rules(found) == expected
    for request in found:
        assert request.inputs["slowerSide"] == "left"
        assert "test again" in request.message


def test_what_a_day_is_goes_by_the_clubs_own_midnight() -> None:
    zone = "Pacific/Auckland"
    made_on = day_of(T0, zone)
    same_day = AgilityPriors(gaps={"pro_agility": (SideGap(made_on, 18.0),)})
    day_before = AgilityPriors(gaps={"pro_agility": (SideGap(made_on - 1, 18.0),)})
    # Half a day after T0 it is the next day in Auckland, and not yet in Greenwich.
    assert day_of(T0 + 8 * 3_600_000, zone) == made_on + 1
    assert day_of(T0 + 8 * 3_600_000) == day_of(T0)
    assert rules(ran(UNEVEN, sides=True, priors=same_day, zone=zone)) == []
    assert rules(ran(UNEVEN, sides=True, priors=day_before, zone=zone)) == ["asymmetry"]


def test_a_session_leaves_what_the_next_one_compares_with() -> None:
    drill = {"id": "d", "name": "5-10-5", "pattern": "pro_agility", "attempts": 12, "sides": ["left", "right"]}
    made = World({"drills": [drill]}, count=1, workout_type=WorkoutType.AGILITY)
    made.tell("training:session:start")
    for number, time_ms in enumerate([*UNEVEN, *UNEVEN], 1):
        made.now_ms += 60_000
        result = {"drillId": "d", "attemptNumber": number, "completionTime": time_ms, "source": "manual"}
        made.tell("training:agility:drill:completion", {"playerId": "p1", "drillResult": result})
    raw = made.session.machine.priors(made.session, "p1")
    assert raw is not None
    left = msgspec.json.decode(raw, type=AgilityPriors)
    assert left.gaps == {"pro_agility": (SideGap(day_of(T0), 16.7),)}
    assert set(left.decrements) == {"pro_agility:left", "pro_agility:right"}


# Recoveries

WORK = {"id": "w", "name": "Work", "type": "work", "duration": 60}
REST = {"id": "r", "name": "Rest", "type": "rest", "duration": 90}


def rested(falls: list[int], *, top: int = 170, priors: RecoveryPriors | None = None) -> list[AlertRequest]:
    """What the last rest calls for; in each of them heart rate falls by so many bpm in 60 s, after a minute of work."""
    steps = [step | {"id": f"{step['id']}{place}"} for place in range(len(falls)) for step in (WORK, REST)]
    made = World({"intervals": steps}, count=1)
    if priors is not None:
        knows(made, priors)
    made.tell("training:session:start")
    found: list[AlertRequest] = []
    for fall in falls:
        for second in range(150):
            made.sample("p1", heart_rate=top + second % 2 - (fall if second >= 120 else 0))
            found = seen(made, made.wait(1))
    return found


CALM = RecoveryPriors((30.0, 34.0, 28.0, 32.0, 31.0))


@pytest.mark.parametrize(
    ("falls", "top", "priors", "expected"),
    [
        ([30], 170, CALM, []),
        ([26], 170, CALM, []),
        ([22], 170, CALM, ["recovery_below_own"]),
        ([22], 170, None, []),
        ([22], 170, RecoveryPriors((30.0, 34.0)), []),
        ([30, 31, 29, 32, 30, 20], 170, None, ["recovery_below_own"]),
        ([12], 170, None, []),
        ([14, 12], 170, None, []),
        ([12, 11], 170, None, ["recovery_low"]),
        ([10], 170, RecoveryPriors((30.0, 34.0, 28.0, 32.0, 9.0)), ["recovery_low"]),
        ([12, 11], 130, None, []),
    ],
)
def test_a_rest_against_the_players_own(
    falls: list[int], top: int, priors: RecoveryPriors | None, expected: list[str]
) -> None:
    assert rules(rested(falls, top=top, priors=priors)) == expected


def test_recoveries_go_into_the_next_session_after_those_of_the_sessions_before() -> None:
    made = World({"intervals": [WORK, REST]}, count=1)
    knows(made, CALM)
    made.tell("training:session:start")
    for second in range(150):
        made.sample("p1", heart_rate=170 + second % 2 - (25 if second >= 120 else 0))
        made.wait(1)
    raw = made.session.machine.priors(made.session, "p1")
    assert raw is not None
    assert msgspec.json.decode(raw, type=RecoveryPriors).recoveries == (*CALM.recoveries, 25.0)
