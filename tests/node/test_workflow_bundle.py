"""An evening: a bundle of all four types, 24 players on clients of their own, from the making to the look back.

Every type-specific event is sent by a stock client and checked, where another one receives it, for what the server
adds to it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from dryland.contract.base import WorkoutType
from dryland.floor.strength_import import FormerSet, history_of
from dryland.floor.strength_settings import StrengthSettings
from dryland.science.strength_state import SetObservation
from dryland.seeding import SeedRequest, seed_folder
from dryland.store.records import PlayerPriors, open_records
from tests.node.clients import Client, opened
from tests.node.folder import CLUB, Folder
from tests.node.site import Process, free_port, inside

CREATE = "training:bulk:session:created"
OPERATE = "training:bulk:operation:status"
MOVE = "training:bulk:participant:move"
AGGREGATE = "training:bulk:metrics:aggregate"
SAMPLES = "training:player:samples"
S, C, H, A = "training:strength:", "training:conditioning:", "training:hybrid:", "training:agility:"
KINDS = ("strength", "conditioning", "hybrid", "agility")
SESSIONS = {kind: f"evening-{number}" for number, kind in enumerate(KINDS, 1)}
PER_SESSION, SPEED = 6, 20.0

SQUAT = {
    "id": "squat", "name": "Back squat", "lift": "back_squat",
    "sets": [{"reps": 5, "load": {"basis": "absolute", "value": 100}, "targetRpe": 8, "rest": 60}] * 3,
}  # fmt: skip
RACK = {"bar": 20, "plates": [{"weight": weight, "pairs": 4} for weight in (20, 10, 5, 2.5, 1.25)]}
RIDE = [
    {"id": "work", "name": "Work", "type": "work", "duration": 600, "intensity": 8,
     "heartRate": {"basis": "pctHrMax", "min": 70, "max": 90}},
    {"id": "easy", "name": "Easy", "type": "rest", "duration": 600, "intensity": 2},
]  # fmt: skip
PLANS: dict[str, dict[str, Any]] = {
    "strength": {"exercises": [SQUAT], "rack": RACK},
    "conditioning": {"intervals": RIDE, "equipment": "bike"},
    "hybrid": {"blocks": [
        {"id": "lift", "type": "exercise", "name": "Squats", "exercises": [SQUAT]},
        {"id": "bike", "type": "interval", "name": "Bike", "intervals": RIDE},
    ]},
    "agility": {"drills": [{"id": "t", "name": "T-test", "pattern": "t_test", "attempts": 3}]},
}  # fmt: skip


class Floor(NamedTuple):
    """Everybody's client, and who belongs where."""

    trainer: Client
    players: dict[str, Client]

    def own(self, kind: str, number: int = 0) -> tuple[Client, dict[str, Any]]:
        """A player of a session, and how that player's events begin."""
        player_id = placed(kind)[number]
        return self.players[player_id], {"sessionId": SESSIONS[kind], "playerId": player_id}

    async def told(self, kind: str, event: str, body: dict[str, Any], number: int = 0) -> dict[str, Any]:
        """A player says something; it must be accepted."""
        player, own = self.own(kind, number)
        answer = await player.call(event, {**own, **body})
        assert answer["ok"], (event, answer)
        return answer


def placed(kind: str) -> list[str]:
    first = KINDS.index(kind) * PER_SESSION
    return [f"s1-p{number}" for number in range(first + 1, first + PER_SESSION + 1)]


def evening(path: Path) -> Folder:
    """A club with 24 players; the first of them has squatted 90, 95 and 97.5 kg in the weeks before."""
    request = SeedRequest(1, PER_SESSION * len(KINDS), WorkoutType.CONDITIONING, org_id=CLUB)
    folder = Folder(path, seed_folder(path, request).sessions, ())
    now_ms = round(time.time() * 1000)
    past = [
        FormerSet(
            SetObservation(exercise="back_squat", load_kg=load, reps=5, at_ms=now_ms - weeks * 604_800_000, rpe=7.5),
            load,
        )
        for weeks, load in ((3, 90.0), (2, 95.0), (1, 97.5))
    ]
    body = msgspec.json.encode(history_of(past, StrengthSettings()))
    with closing(open_records(path)) as records:
        records.priors.save(PlayerPriors(placed("strength")[0], "strength", body, now_ms))
    return folder


async def open_floor(stack: AsyncExitStack, url: str, folder: Folder) -> Floor:
    """The bundle is made, everybody is in the session of theirs, all of it runs."""
    trainer = await stack.enter_async_context(opened(url, folder.trainer))
    sessions = [{"workoutType": kind, "plan": PLANS[kind], "participantIds": placed(kind)} for kind in KINDS]
    made = await trainer.call(CREATE, {"bundleId": "evening", "bundleName": "Evening", "sessions": sessions})
    assert made["ok"], made
    tokens = {player.player_id: player.token for player in folder.ours[0].players}
    players: dict[str, Client] = {}
    for kind in KINDS:
        await trainer.join(SESSIONS[kind], live="events")
        for player_id in placed(kind):
            players[player_id] = await stack.enter_async_context(opened(url, tokens[player_id]))
    await asyncio.gather(*(
        players[player_id].join(SESSIONS[kind]) for kind in KINDS for player_id in placed(kind)
    ))  # fmt: skip
    assert (await trainer.call(OPERATE, {"bundleId": "evening", "operation": "start_all"}))["ok"]
    done = await trainer.next(OPERATE, operation="start_all", status="completed")
    assert {result["status"] for result in done["results"]} == {"active"}
    return Floor(trainer, players)


async def lift(floor: Floor) -> None:
    """Three of strength's four: a set, a rest, a load."""
    entry = {"setNumber": 1, "totalSets": 3, "reps": 5, "weight": 100, "rpe": 8, "outcome": "completed"}
    body = {"exerciseId": "squat", "exerciseName": "Back squat", "setData": entry}
    answers = await asyncio.gather(*(
        floor.told("strength", f"{S}set:completion", body, number) for number in range(PER_SESSION)
    ))  # fmt: skip
    _, own = floor.own("strength")
    shown = await floor.trainer.next(f"{S}set:completion", playerId=own["playerId"])
    preview, known = shown["nextSetPreview"], shown["estimatedOneRepMax"]
    assert {"weight", "targetReps", "targetRpe", "estimatedRest", "reason", "confidence"} <= set(preview)
    assert 20 + 2 * sum(preview["platesPerSide"]) == preview["weight"]
    assert known["low"] < known["value"] < known["high"]
    assert shown["personalRecord"]["previous"] == 97.5
    assert answers[0]["result"]["nextSetPreview"] == preview
    rest = await floor.trainer.next(f"{S}rest:timer", playerId=own["playerId"])
    assert {"restDuration", "timeRemaining", "endsAt", "timerState", "next"} <= set(rest)
    held = await floor.told("strength", f"{S}rest:timer", {"exerciseId": "squat", "action": "skip"})
    assert held["result"]["timerState"] == "skipped"
    await floor.told("strength", f"{S}weight:update", {"exerciseId": "squat", "weight": 102.5})
    load = await floor.trainer.next(f"{S}weight:update", playerId=own["playerId"])
    assert (load["previousWeight"], load["change"]) == (100, 2.5)
    assert (load["loadable"], 20 + 2 * sum(load["platesPerSide"])) == (True, 102.5)
    past = load["progression"]
    assert (past["sessions"], past["lastWeight"], past["trend"]) == (3, 97.5, "improving")


async def judge(floor: Floor) -> None:
    """Strength's fourth: three words on form make a trend, which the player's own screen shows too."""
    player, own = floor.own("strength")
    for number, rating in enumerate((2, 3, 4), 1):
        form = {**own, "exerciseId": "squat", "setNumber": number, "rating": rating, "issues": ["knee_valgus"]}
        answer = await floor.trainer.call(f"{S}form:feedback", {**form, "source": "trainer"})
        assert answer["ok"], answer
    seen = await player.next(f"{S}form:feedback", rating=4)
    assert seen["trend"] == "improving"
    assert seen["corrections"][0]["cue"].startswith("Push the knees out")


async def ride(floor: Floor) -> None:
    """Two of conditioning's four: heart rate and compliance."""
    for number in range(PER_SESSION):
        await floor.told("conditioning", f"{C}hr:update", {"heartRate": 150 + number}, number)
    _, own = floor.own("conditioning")
    heart = await floor.trainer.next(f"{C}hr:update", playerId=own["playerId"])
    assert {"zone", "zoneName", "percentOfMax", "targetZone", "timeInZone"} <= set(heart)
    async with asyncio.timeout(10):
        while not floor.trainer.named(f"{C}zone:compliance"):
            await floor.told("conditioning", f"{C}hr:update", {"heartRate": 150})
    zone = await floor.trainer.next(f"{C}zone:compliance", playerId=own["playerId"])
    assert {"intervalId", "currentHeartRate", "targetZone", "actualZone", "isInZone"} <= set(zone)
    claim = {"intervalId": "work", "currentHeartRate": 80, "isInZone": True}
    await floor.told("conditioning", f"{C}zone:compliance", claim)


async def pedal(floor: Floor) -> None:
    """Power, first what the bike kept of the interval so far, then the next interval with what the first one was."""
    _, own = floor.own("conditioning")
    await floor.trainer.until(lambda: floor.trainer.named(AGGREGATE)[1:])  # twice 30 s have passed on the floor
    state = (await floor.trainer.join(SESSIONS["conditioning"], live="events"))["session"]
    start = datetime.fromisoformat(state["startTime"])
    times = [(start + timedelta(seconds=second)).isoformat() for second in range(1, 46)]
    await floor.told("conditioning", SAMPLES, {"columns": {"t": times, "power": [450] * 45, "heartRate": [140] * 45}})
    last = {"power": 460, "cadence": 90, "occurredAt": (start + timedelta(seconds=46)).isoformat()}
    await floor.told("conditioning", f"{C}power:update", last)
    shown = await floor.trainer.next(f"{C}power:update", power=460)
    assert {"percentOfFtp", "powerZone"} <= set(shown)
    assert shown["rolling30s"] == pytest.approx(450, abs=1)
    assert shown["normalizedPower"] == pytest.approx(450, abs=1)
    assert (shown["wBalance"] > 0, 0 < shown["wBalancePercent"] < 90) == (True, True)
    step = {"sessionId": SESSIONS["conditioning"], "playerId": own["playerId"], "intervalId": "work",
            "transition": {}, "transitionType": "manual"}  # fmt: skip
    answer = await floor.trainer.call(f"{C}interval:transition", step)
    assert answer["ok"], answer
    player, _ = floor.own("conditioning")
    seen = await player.next(f"{C}interval:transition", transitionType="manual")
    assert seen["transition"]["toInterval"]["name"] == "Easy"
    analysis, advice = seen["analysis"], seen["adaptiveRecommendations"]
    assert {"avgHeartRate", "zoneCompliance", "avgPower", "normalizedPower", "dataCompleteness"} <= set(analysis)
    assert analysis["maxHeartRate"] == 150
    assert {"intensityAdjustment", "recoveryNeeded", "performanceTrend", "reason"} <= set(advice)
    assert advice["inputs"]["dataCompletenessPct"] == analysis["dataCompleteness"]


async def mix(floor: Floor) -> None:
    """Hybrid's three: mixed metrics, a switch of mode, the next block."""
    await floor.told("hybrid", f"{H}mixed:metrics", {"currentBlock": "lift", "metrics": {"fatigue": 7, "rpe": 8}})
    shown = await floor.trainer.next(f"{H}mixed:metrics")
    assert shown["metrics"]["fatigue"] == 7
    assert shown["metrics"]["timeInBlock"] >= 0
    _, own = floor.own("hybrid")
    hard = {
        "setNumber": 1,
        "totalSets": 3,
        "reps": 5,
        "weight": 100,
        "rpe": 10,
        "velocities": [0.6, 0.5, 0.4, 0.35, 0.3],
    }
    await floor.told("hybrid", f"{S}set:completion", {"exerciseId": "squat", "setData": hard})
    switch = await floor.trainer.call(f"{H}mode:switch", {**own, "toMode": "interval", "reason": "a bike is free"})
    assert switch["result"]["fromMode"] == "exercise"
    step = {"blockTransition": {"fromBlock": {"id": "lift", "type": "exercise", "name": "Squats"}}}
    await floor.told("hybrid", f"{H}block:transition", step)
    step_event = f"{H}block:transition"
    moved = await floor.trainer.until(
        lambda: next((each for each in floor.trainer.named(step_event) if "fromBlock" in each["blockTransition"]), None)
    )
    assert (moved["blockTransition"]["toBlock"]["id"], moved["totalBlocks"]) == ("bike", 2)
    assert moved["blockTransition"]["toBlock"]["estimatedDuration"] > 0
    assert 0 < moved["overallProgress"] < 100
    adjusted = moved["adaptiveAdjustments"]
    assert adjusted["inputs"] == {"rpeDrift": 2, "velocityLossPct": 50}
    assert adjusted["intensityModifier"] < 1 < adjusted["durationModifier"]
    assert "effort 2 RPE above target" in adjusted["reason"]


async def sprint(floor: Floor) -> None:
    """Agility's four: where a player is, a time that runs, a fault, a result."""
    own = {"drillId": "t", "attemptNumber": 1}
    where = {**own, "currentPhase": "execution", "patternProgress": {"currentStep": 2}}
    await floor.told("agility", f"{A}pattern:progress", where)
    shown = await floor.trainer.next(f"{A}pattern:progress", currentPhase="execution")
    assert shown["patternProgress"]["stepName"]
    assert shown["visualCues"]["conePositions"]
    await floor.told("agility", f"{A}timing:update", {**own, "elapsedMs": 2_400, "split": 2_400})
    assert (await floor.trainer.next(f"{A}timing:update"))["elapsedMs"] == 2_400
    _, who = floor.own("agility")
    fault = await floor.trainer.call(f"{A}error:tracking", {**who, **own, "error": {"type": "cone_contact"}})
    assert (fault["result"]["countThisSession"], bool(fault["result"]["correctionSuggestions"])) == (1, True)
    for number, time_ms, split_ms in ((1, 10_300, 2_400), (2, 10_400, 2_500)):
        drill = {"drillId": "t", "attemptNumber": number, "completionTime": time_ms, "source": "gates"}
        await floor.told("agility", f"{A}drill:completion", {"drillResult": {**drill, "splits": [split_ms]}})
    result = await floor.trainer.until(lambda: next(iter(floor.trainer.named(f"{A}drill:completion")[1:]), None))
    assert (result["valid"], result["bestTime"], result["averageTime"]) == (True, 10_300, 10_350)
    change = result["improvement"]
    assert (change["fromPrevious"], change["fromBest"], change["beyondNoise"]) == (100, 100, False)
    assert change["typicalErrorBasis"]
    assert (result["performanceRating"], "population" in result["ratingBasis"]) == ("good", True)
    third = {**own, "attemptNumber": 3, "elapsedMs": 2_470, "split": {"index": 0, "time": 2_470}}
    await floor.told("agility", f"{A}timing:update", third)
    shown = await floor.trainer.next(f"{A}timing:update", attemptNumber=3)
    assert (shown["deltaToBest"], shown["deltaToPrevious"]) == (70, -30)


WORK: tuple[Callable[[Floor], Awaitable[None]], ...] = (lift, judge, ride, pedal, mix, sprint)


async def move(floor: Floor) -> str:
    """One player goes from the bikes to the racks, and that player's own screen with them."""
    player, own = floor.own("conditioning", 5)
    body = {"bundleId": "evening", "playerId": own["playerId"], "fromSessionId": SESSIONS["conditioning"],
            "toSessionId": SESSIONS["strength"], "moveReason": "trainer_decision"}  # fmt: skip
    answer = await floor.trainer.call(MOVE, body)
    assert answer["ok"], answer
    assert answer["result"]["moveResult"]["outcome"] == "moved"
    await player.next("training:session:joined", sessionId=SESSIONS["strength"])
    return own["playerId"]


async def test_an_evening_of_four_types_from_its_making_to_the_look_back(tmp_path: Path) -> None:
    folder = evening(tmp_path / "data")
    async with inside(folder, speed=SPEED, node={"tick_s": 0.2}) as site, AsyncExitStack() as stack:
        floor = await open_floor(stack, site.url, folder)
        for work in WORK:
            await work(floor)
        moved = await move(floor)
        told = await floor.trainer.until(lambda: floor.trainer.named(AGGREGATE)[1:])
        figures = told[-1]["aggregatedMetrics"]
        assert (figures["totalParticipants"], set(figures["byWorkoutType"])) == (24, set(KINDS))
        for session_id in SESSIONS.values():
            assert (await floor.trainer.call("training:session:end", session_id))["ok"]
            await floor.trainer.next("training:session:end", sessionId=session_id)
        async with site.http(folder.trainer) as http:
            answer = await http.get("/api/bundles/evening/debrief")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["sessions"]) == len(KINDS)
        assert moved in answer.text
        held = {each.state.session_id: {p.player_id for p in each.state.present()} for each in site.node.hall}
        assert sum(moved in held.get(session_id, ()) for session_id in SESSIONS.values()) <= 1


@pytest.mark.chaos
async def test_a_node_killed_in_the_middle_of_an_evening_knows_all_four_types_again(tmp_path: Path) -> None:
    folder = evening(tmp_path / "data")
    node = Process(folder, free_port(), "--speed", str(SPEED))
    await node.start()
    try:
        async with AsyncExitStack() as stack:
            floor = await open_floor(stack, node.url, folder)
            for work in WORK:
                await work(floor)
            moved = await move(floor)
        await node.kill()
        await node.start()
        async with opened(node.url, folder.trainer) as trainer:
            states = {kind: (await trainer.join(SESSIONS[kind]))["session"] for kind in KINDS}
            assert {state["status"] for state in states.values()} == {"active"}
            players = {kind: {p["playerId"]: p for p in state["players"]} for kind, state in states.items()}
            assert players["strength"][placed("strength")[1]]["exercise"]["setNumber"] >= 1
            assert players["conditioning"][placed("conditioning")[0]]["interval"]["id"] == "easy"
            assert players["hybrid"][placed("hybrid")[0]]["block"]["id"] == "bike"
            drill = players["agility"][placed("agility")[0]]["drill"]
            assert (drill["attemptNumber"], drill["bestTime"]) == (3, 10_300)
            present = [kind for kind in KINDS if players[kind].get(moved, {}).get("status") in {"active", "waiting"}]
            assert present == ["strength"]
    finally:
        await node.kill()
