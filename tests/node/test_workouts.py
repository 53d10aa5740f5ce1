"""Agility, hybrid and plyometrics through stock clients: enriched events, errors of their kind, what a kill leaves."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from dryland.contract.base import WorkoutType
from dryland.seeding import SeedRequest, seed_folder
from tests.node.clients import Client, opened
from tests.node.folder import CLUB, Folder
from tests.node.site import Inside, Process, free_port, inside

DRILL = "training:agility:drill:completion"
FAULT = "training:agility:error:tracking"
PATTERN = "training:agility:pattern:progress"
TIMING = "training:agility:timing:update"
BLOCK = "training:hybrid:block:transition"
MODE = "training:hybrid:mode:switch"
METRICS = "training:hybrid:mixed:metrics"
SET = "training:strength:set:completion"
JUMP = "training:plyometrics:jump:measurement"
SPECIFIC = "training:error:type:specific"


def folder_of(kind: WorkoutType, path: Path) -> Folder:
    """A folder with one session of a kind, on its plan to begin with."""
    return Folder(path, seed_folder(path, SeedRequest(1, 3, kind, org_id=CLUB)).sessions, ())


@pytest.fixture
async def site(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Inside]:
    """A node with a session of the kind the test asks for."""
    async with inside(folder_of(request.param, tmp_path / "data"), node={"tick_s": 0.2}) as running:
        yield running


def of(kind: WorkoutType) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("site", [kind], indirect=True, ids=[kind.value])


async def begin(client: Client, session_id: str) -> None:
    await client.join(session_id, live="events")
    assert (await client.call("training:session:start", {"sessionId": session_id}))["ok"]


def attempt(site_folder: Folder, number: int, time_ms: float, **more: Any) -> dict[str, Any]:
    result = {"drillId": "t-test", "attemptNumber": number, "completionTime": time_ms, "source": "gates", **more}
    return {"sessionId": site_folder.session_id, "playerId": site_folder.player(0)[0], "drillResult": result}


@of(WorkoutType.AGILITY)
async def test_an_attempt_goes_from_the_start_line_to_a_judged_time(site: Inside) -> None:
    session_id, player_id = site.folder.session_id, site.folder.player(0)[0]
    own = {"sessionId": session_id, "playerId": player_id, "drillId": "t-test", "attemptNumber": 1}
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, site.folder.player(0)[1]) as player:
        await begin(trainer, session_id)
        step = {**own, "currentPhase": "execution", "patternProgress": {"currentStep": 2}}
        assert (await player.call(PATTERN, step))["ok"]
        shown = await trainer.next(PATTERN, currentPhase="execution")
        assert shown["patternProgress"]["stepName"] == "Shuffle left"
        assert shown["visualCues"]["currentPosition"] == {"x": 0.0, "y": 9.144}
        assert (await player.call(TIMING, {**own, "elapsedMs": 2_400, "split": 2_400}))["ok"]
        assert (await trainer.next(TIMING))["elapsedMs"] == 2_400
        assert (await trainer.call(FAULT, {**own, "error": {"type": "cone_contact"}}))["result"][
            "countThisSession"
        ] == 1
        answer = await player.call(DRILL, attempt(site.folder, 1, 10_400))
        assert answer["ok"], answer
        assert answer["result"]["drillResult"]["splits"] == [2_400]
        assert [each["type"] for each in answer["result"]["corrections"]] == ["cone_contact"]
        answer = await player.call(DRILL, attempt(site.folder, 2, 10_300, splits=[2_300]))
        assert answer["result"]["improvement"]["fromBest"] == -100
        assert answer["result"]["improvement"]["beyondNoise"] is False
        heard = await trainer.next(DRILL, seq=answer["seq"])
        assert heard["bestTime"] == 10_300


@of(WorkoutType.AGILITY)
async def test_what_is_odd_about_an_attempt_is_said_and_the_attempt_is_kept(site: Inside) -> None:
    session_id = site.folder.session_id
    async with opened(site.url, site.folder.trainer) as trainer:
        await begin(trainer, session_id)
        event_id = "01890000-0000-7000-8000-00000000a001"
        for _ in range(2):
            answer = await trainer.call(DRILL, {**attempt(site.folder, 1, 10_000), "eventId": event_id})
            assert answer["ok"] is False
            assert (answer["error"]["code"], answer["error"]["kept"]) == ("STEP_OUT_OF_ORDER", True)
            assert answer["error"]["context"]["drillId"] == "t-test"
            assert answer["error"]["suggestedActions"]
        assert (await trainer.next(DRILL))["questioned"] is True
        await trainer.emit(DRILL, attempt(site.folder, 1, 2_000, splits=[900]))
        error = await trainer.next(SPECIFIC, code="TIMER_MALFUNCTION")
        assert (error["errorType"], error["workoutType"], error["kept"]) == ("agility_error", "agility", True)
        void = await trainer.call(
            DRILL, attempt(site.folder, 1, 10_000, splits=[2_000], errors=[{"type": "crossed_feet"}])
        )
        assert (void["ok"], void["result"]["valid"], void["notice"]["code"]) == (True, False, "ATTEMPT_VOID")
        assert len(trainer.named(DRILL)) == 3 or await trainer.until(lambda: len(trainer.named(DRILL)) == 3)
        late = await trainer.call(DRILL, attempt(site.folder, 4, 10_000, splits=[2_000]))
        assert late["error"]["code"] == "ATTEMPT_OUT_OF_ORDER"
        unknown = await trainer.call(BLOCK, {
            "sessionId": session_id, "playerId": site.folder.player(0)[0], "blockTransition": {},
        })  # fmt: skip
        assert unknown["error"]["code"] == "WRONG_WORKOUT_TYPE"


@of(WorkoutType.HYBRID)
async def test_blocks_modes_and_metrics_reach_the_trainer(site: Inside) -> None:
    session_id, (player_id, token) = site.folder.session_id, site.folder.player(0)
    own = {"sessionId": session_id, "playerId": player_id}
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await begin(trainer, session_id)
        await trainer.next(BLOCK, playerId=player_id)
        entry = {"setNumber": 1, "totalSets": 4, "reps": 5, "weight": 80, "rpe": 9.5}
        done = await player.call(SET, {**own, "exerciseId": "front-squat", "setData": entry})
        assert done["result"]["nextSetPreview"]["reason"]
        told = {"fatigue": 7, "rpe": 9}
        assert (await player.call(METRICS, {**own, "currentBlock": "squats", "metrics": told}))["ok"]
        assert (await trainer.next(METRICS))["metrics"]["fatigue"] == 7
        switch = await trainer.call(MODE, {**own, "toMode": "interval", "reason": "a bike is free"})
        assert switch["result"]["fromMode"] == "exercise"
        step = {"fromBlock": {"id": "squats", "type": "exercise", "name": "Squats"}}
        moved = await player.call(BLOCK, {**own, "blockTransition": step})
        assert moved["result"]["blockTransition"]["toBlock"]["id"] == "to-bikes"
        assert moved["result"]["adaptiveAdjustments"]["inputs"] == {"rpeDrift": 1.5}
        again = await player.call(BLOCK, {**own, "blockTransition": step})
        assert again["error"]["code"] == "BLOCK_OUT_OF_ORDER"
        step = {"toBlock": {"id": "sauna", "type": "transition", "name": "Sauna"}}
        nowhere = await player.call(BLOCK, {**own, "blockTransition": step})
        assert (nowhere["error"]["code"], nowhere["error"]["context"]["blockId"]) == ("BLOCK_NOT_IN_PLAN", "sauna")


@of(WorkoutType.PLYOMETRICS)
async def test_a_jump_comes_back_with_its_height(site: Inside) -> None:
    session_id, (player_id, token) = site.folder.session_id, site.folder.player(0)
    own = {"sessionId": session_id, "playerId": player_id, "exerciseId": "drop-30", "setNumber": 1}
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await begin(trainer, session_id)
        jump = {"flightTime": 500, "contactTime": 200}
        answer = await player.call(JUMP, {**own, "jumpNumber": 1, "jump": jump})
        assert answer["result"]["height"] == pytest.approx(0.3066, abs=1e-4)
        assert answer["result"]["reactiveStrengthIndex"] == pytest.approx(1.5328, abs=1e-4)
        await trainer.next(JUMP, seq=answer["seq"])
        odd = await player.call(JUMP, {**own, "jumpNumber": 2, "jump": {"flightTime": 1_500}})
        assert (odd["error"]["code"], odd["error"]["kept"]) == ("JUMP_IMPLAUSIBLE", True)


@pytest.mark.chaos
@pytest.mark.parametrize("kind", [WorkoutType.AGILITY, WorkoutType.HYBRID])
async def test_a_killed_node_knows_every_acknowledged_fact_and_where_everybody_is(
    kind: WorkoutType, tmp_path: Path
) -> None:
    folder = folder_of(kind, tmp_path / "data")
    node = Process(folder, free_port())
    own = {"sessionId": folder.session_id, "playerId": folder.player(0)[0]}
    await node.start()
    try:
        async with opened(node.url, folder.trainer) as trainer:
            await begin(trainer, folder.session_id)
            if kind is WorkoutType.AGILITY:
                answer = await trainer.call(DRILL, attempt(folder, 1, 10_200, splits=[2_000]))
            else:
                step = {"toBlock": {"id": "to-bikes", "type": "transition", "name": "To the bikes"}}
                answer = await trainer.call(BLOCK, {**own, "blockTransition": step})
            assert answer["ok"], answer
        await node.kill()
        await node.start()
        async with opened(node.url, folder.trainer) as trainer:
            joined = await trainer.join(folder.session_id)
            status = next(each for each in joined["session"]["players"] if each["playerId"] == own["playerId"])
            if kind is WorkoutType.AGILITY:
                assert (status["drill"]["attemptNumber"], status["drill"]["bestTime"]) == (2, 10_200)
                second = await trainer.call(DRILL, attempt(folder, 2, 10_000, splits=[2_000]))
                assert second["result"]["improvement"]["fromPrevious"] == -200
            else:
                assert status["block"]["id"] == "to-bikes"
                assert status["interval"]["id"] == "to-bikes"
    finally:
        await node.kill()
