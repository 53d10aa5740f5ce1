"""A strength session through stock clients: enriched, paced, questioned, moved on by itself, safe over a kill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dryland.contract.base import WorkoutType
from dryland.seeding import SeedRequest, seed_folder
from dryland.store.records import open_records
from tests.node.clients import opened
from tests.node.folder import Folder
from tests.node.site import inside, process

SET = "training:strength:set:completion"
PROGRESS = "training:player:exercise:progress"
POSITION = "training:position"


@pytest.fixture
def gym(tmp_path: Path) -> Folder:
    """A folder with one strength session."""
    path = tmp_path / "gym"
    return Folder(path, seed_folder(path, SeedRequest(1, 2, WorkoutType.STRENGTH)).sessions, ())


def told(gym: Folder, number: int, weight: float = 70, **more: Any) -> dict[str, Any]:
    data = {"setNumber": number, "totalSets": 5, "reps": 5, "weight": weight, **more.pop("data", {"rpe": 8})}
    player_id, _ = gym.player(0)
    return {"sessionId": gym.session_id, "playerId": player_id, "exerciseId": "back-squat", "setData": data, **more}


async def test_a_set_comes_back_enriched_and_reaches_every_screen(gym: Folder) -> None:
    async with inside(gym) as site, opened(site.url, gym.trainer) as trainer:
        _, token = gym.player(0)
        async with opened(site.url, token) as player:
            await trainer.join(gym.session_id)
            await player.join(gym.session_id)
            assert (await trainer.call("training:session:start", gym.session_id))["ok"]
            assert (await player.call(SET, told(gym, 1, 40, data={"kind": "warmup"})))["ok"]
            answer = await player.call(SET, told(gym, 3, data={"rpe": 9}))
            assert answer["ok"], answer
            preview = answer["result"]["nextSetPreview"]
            assert (preview["weight"], preview["reason"]) == (67.5, "RPE 9 at target 8 → −2.5 kg")
            assert answer["result"]["estimatedOneRepMax"]["low"] < answer["result"]["estimatedOneRepMax"]["value"]
            heard = await trainer.next(SET, seq=answer["seq"])
            assert heard["nextSetPreview"] == preview
            shown = await trainer.next("training:strength:rest:timer", playerId=gym.player(0)[0])
            assert shown["timerState"] == "running"


async def test_sets_that_come_fast_wait_for_their_turn_and_announce_their_position(gym: Folder) -> None:
    async with inside(gym, speed=10, node={"tick_s": 0.1}) as site, opened(site.url, gym.trainer) as trainer:
        joined = await trainer.join(gym.session_id)
        await trainer.call("training:session:start", gym.session_id)
        seqs = [(await trainer.call(SET, told(gym, number, data={"rpe": 7})))["seq"] for number in (1, 2, 3)]
        await trainer.next(SET, seq=seqs[2])
        assert [event["seq"] for event in trainer.named(SET)] == seqs
        assert [event["seq"] for event in trainer.named(POSITION) if event.get("deferred")] == seqs[1:]
        positions = {heard.payload["seq"] for heard in trainer.heard if heard.payload.get("seq", 0) > joined["seq"]}
        assert positions == set(range(joined["seq"] + 1, max(positions) + 1))
        back = await trainer.join(gym.session_id, epoch=joined["epoch"], lastSeq=joined["seq"])
        assert [event["payload"]["seq"] for event in back["events"] if event["event"] == SET] == seqs


async def test_the_end_of_a_session_sends_what_still_waits(gym: Folder) -> None:
    async with inside(gym) as site, opened(site.url, gym.trainer) as trainer:
        await trainer.join(gym.session_id)
        await trainer.call("training:session:start", gym.session_id)
        seqs = [(await trainer.call(SET, told(gym, number)))["seq"] for number in (1, 2, 3)]
        await trainer.call("training:session:end", gym.session_id)
        await trainer.next("training:session:end", sessionId=gym.session_id)
        assert [event["seq"] for event in trainer.named(SET)] == seqs


async def test_an_implausible_load_is_answered_with_a_question_and_kept(gym: Folder) -> None:
    async with inside(gym) as site, opened(site.url, gym.trainer) as trainer:
        await trainer.join(gym.session_id)
        await trainer.call("training:session:start", gym.session_id)
        await trainer.call(SET, told(gym, 3))
        answer = await trainer.call(SET, told(gym, 4, 154))
        assert not answer["ok"]
        assert (answer["error"]["code"], answer["error"]["kept"]) == ("IMPLAUSIBLE_LOAD", True)
        assert answer["error"]["context"]["setNumber"] == 4
        assert "Was 154 lb meant?" in answer["error"]["message"]
        confirmed = await trainer.call(SET, told(gym, 4, 154, data={"weightUnit": "lbs", "rpe": 8}))
        assert confirmed["ok"], confirmed


async def test_a_rest_that_is_over_moves_the_pointer_on_by_itself(gym: Folder) -> None:
    async with inside(gym, speed=200, node={"tick_s": 0.1}) as site, opened(site.url, gym.trainer) as trainer:
        await trainer.join(gym.session_id)
        await trainer.call("training:session:start", gym.session_id)
        answer = await trainer.call(SET, told(gym, 3))
        moved = await trainer.until(
            lambda: [event for event in trainer.named(PROGRESS) if event.get("seq", 0) > answer["seq"]]
        )
        assert (moved[0]["exerciseId"], moved[0]["setNumber"], moved[0]["exercise"]["restState"]) == (
            "back-squat",
            4,
            "over",
        )


async def test_a_killed_node_comes_back_with_the_set_the_rest_and_the_estimate(gym: Folder) -> None:
    set_ = told(gym, 3, eventId="0194c8f2-7a10-7c3e-9b1d-5f0a6e2d4c11")
    async with process(gym) as node:
        async with opened(node.url, gym.trainer) as trainer:
            joined = await trainer.join(gym.session_id)
            await trainer.call("training:session:start", gym.session_id)
            first = await trainer.call(SET, set_)
            before = (await trainer.join(gym.session_id))["session"]["players"][0]["exercise"]
            await node.kill()
        await node.start()
        async with opened(node.url, gym.trainer) as trainer:
            back = await trainer.join(gym.session_id, epoch=joined["epoch"], lastSeq=joined["seq"])
            assert back["recovered"]
            assert back["session"]["players"][0]["exercise"] == before
            again = await trainer.call(SET, set_)
            assert (again["seq"], again["duplicate"], again["result"]) == (first["seq"], True, first["result"])


@pytest.mark.parametrize("dies", [False, True])
async def test_what_a_session_taught_is_known_at_the_start_of_the_next(gym: Folder, *, dies: bool) -> None:
    player_id, _ = gym.player(0)
    async with inside(gym) as site, opened(site.url, gym.trainer) as trainer:
        if dies:  # before anybody hears of the end
            site.node.hall.on_closed.clear()
        await trainer.call("training:session:start", gym.session_id)
        await trainer.call(SET, told(gym, 3))
        await trainer.call("training:session:end", gym.session_id)
    records = open_records(gym.path)
    try:
        if dies:
            assert not records.priors.of_player(player_id)
            async with inside(gym) as site:
                await site.node.debriefing.caught_up()
        assert b'"back_squat"' in records.priors.of_players([player_id], "strength")[player_id]
    finally:
        records.close()
