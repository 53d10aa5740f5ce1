"""What a coach reads after a demo: four sessions at high speed, and records in which nothing is out of the ordinary."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from dryland.cli.demo_bundle import ORG_ID, Performance, Tokens, demo_rooms, demo_staff, draw_demo_squad
from dryland.node import Node
from dryland.seeding import seed_club
from dryland.serving import serve
from dryland.settings import load_settings

SPEED = 150.0
PLAYERS = 8


async def play_one_round(folder: Path) -> None:
    """A round of the demo on a server of its own."""
    squad = draw_demo_squad(PLAYERS, 1)
    seed_club(folder, ORG_ID, squad.players, demo_staff(), demo_rooms())
    settings = load_settings(folder, node={"port": 0, "data": str(folder), "grace_s": 0.2})
    node, stop = Node(settings, folder, speed=SPEED), asyncio.Event()
    playing: list[asyncio.Task[None]] = []

    def begin(url: str) -> None:
        performance = Performance(url, Tokens(node.signer), squad, SPEED, lambda *_: None)
        playing.append(asyncio.ensure_future(performance.run(rounds=1)))
        playing[0].add_done_callback(lambda _: stop.set())

    await serve(node, on_listening=begin, stop=stop)
    await playing[0]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The records of one round, by kind of workout, as `dryland session show` prints them."""
    folder = tmp_path_factory.mktemp("demo")
    asyncio.run(play_one_round(folder))
    return {kind: shown(folder, f"demo-1-{kind}") for kind in ("strength", "conditioning", "hybrid", "agility")}


def shown(folder: Path, session_id: str) -> Any:
    """A session's record."""
    words = [sys.executable, "-m", "dryland", "session", "show", session_id, "--data", str(folder), "--json"]
    return json.loads(subprocess.run(words, check=True, capture_output=True).stdout)


@pytest.mark.timeout(120)
def test_every_session_is_over_in_an_ordinary_time_with_everybody_through(records: Mapping[str, Any]) -> None:
    for kind, record in records.items():
        assert record["status"] == "completed", kind
        assert len(record["players"]) == PLAYERS / 4
        assert 20 * 60 <= record["duration"] <= 80 * 60, kind


def test_lifters_do_every_set_within_what_bodies_can(records: Mapping[str, Any]) -> None:
    for player in records["strength"]["players"]:
        work = player["work"]
        assert work["setsDone"] == work["setsPlanned"]
        assert 1_500 <= work["tonnageKg"] <= 15_000
        squats = [each for each in work["sets"] if each["exerciseId"] == "back-squat"]
        loads = [each["loadKg"] for each in squats if each["setData"]["kind"] == "working"]
        assert max(loads) <= 1.35 * min(loads)
        ramp = [each["loadKg"] for each in squats if each["setData"]["kind"] == "warmup"]
        assert ramp == sorted(ramp)
        assert ramp[-1] >= 0.55 * min(loads), "nobody goes from an empty bar to a hard set"
        split = [each for each in work["sets"] if each["exerciseId"] == "split-squat"]
        by_number = [[each["loadKg"] for each in split if each["setData"]["setNumber"] == n] for n in (2, 3, 4)]
        assert all(left == right for left, right in by_number)
        efforts = [each["setData"]["rpe"] for each in squats if "rpe" in each["setData"]]
        assert 5.5 <= mean(efforts) <= 9.5
        estimate = next(each for each in work["lifts"] if each["lift"] == "back_squat")["estimatedOneRepMax"]
        assert estimate["low"] < estimate["value"] < estimate["high"] <= 1.35 * estimate["low"]
        assert max(loads) < estimate["value"]


def test_riders_work_harder_in_the_work_intervals_and_are_measured_all_along(records: Mapping[str, Any]) -> None:
    for player in records["conditioning"]["players"]:
        intervals = player["intervals"]
        assert [each["duration"] for each in intervals] == [600, *[240, 180] * 3, 240, 300]
        assert all(each["dataCompleteness"] >= 95 for each in intervals)
        power = {
            kind: mean(each["avgPower"] for each in intervals if each["type"] == kind) for kind in ("work", "rest")
        }
        assert power["work"] > 1.4 * power["rest"]
        assert all(each["powerCompliance"] >= 75 for each in intervals if each["type"] in {"work", "rest"})
        assert all(60 <= each["avgCadence"] <= 110 for each in intervals)
        assert all(each["distance"] > 5 * each["duration"] for each in intervals)
        assert sum(each.get("implausibleSamples") or 0 for each in intervals) <= 0.15 * player["samples"]
        beats = [each["maxHeartRate"] for each in intervals if each.get("maxHeartRate") is not None]
        assert len(beats) >= 7
        assert max(beats) <= 220
        assert 20 <= player["trimp"] <= 150
        assert 150 <= player["energyKcal"] <= 900


def test_hybrid_players_pass_every_block_and_recover_between_sprints(records: Mapping[str, Any]) -> None:
    for player in records["hybrid"]["players"]:
        blocks = player["work"]["blocks"]
        assert [each["blockId"] for each in blocks] == ["squats", "to-bikes", "sprints", "to-mats", "circuit"]
        assert blocks[0]["result"]["sets"] == blocks[0]["result"]["totalSets"] == 4
        assert 3 <= blocks[4]["result"]["rounds"] <= 12
        sprints = [each for each in player["intervals"] if each["intervalId"] == "sprint"]
        spins = [each for each in player["intervals"] if each["intervalId"] == "spin"]
        assert len(sprints) == len(spins) == 6
        assert all("avgPower" not in each for each in player["intervals"] if each["intervalId"].startswith("to-"))
        assert min(each["avgPower"] for each in sprints) > 2 * max(each["avgPower"] for each in spins)
        falls = [each["heartRateRecovery"] for each in spins[1:] if "heartRateRecovery" in each]
        assert all(10 <= fall <= 60 for fall in falls)
        assert mean(each["avgPower"] for each in sprints) > 2 * mean(each["avgPower"] for each in spins)


def test_runners_have_times_that_such_players_run(records: Mapping[str, Any]) -> None:
    usual_ms = {"sprint-20": 3_200, "pro-agility": 4_750, "t-test": 10_100, "505": 2_450, "hexagon": 12_500}
    for player in records["agility"]["players"]:
        drills = player["work"]["drills"]
        assert [each["drillId"] for each in drills] == list(usual_ms)
        for drill in drills:
            assert drill["bestTime"] == pytest.approx(usual_ms[drill["drillId"]], rel=0.2)
            for attempt in drill["attempts"]:
                assert attempt["splits"] == sorted(attempt["splits"]) or "timing_error" in attempt["voidReasons"]
