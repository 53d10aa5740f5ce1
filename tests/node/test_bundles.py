"""Bundles over a real node: put together, started, stopped, moved between, with stock clients."""

import asyncio
from typing import Any

import msgspec

from dryland.contract.base import Role, WorkoutType
from dryland.plans import default_plan
from tests.node.clients import opened
from tests.node.site import Inside

CREATE = "training:bulk:session:created"
OPERATE = "training:bulk:operation:status"
MOVE = "training:bulk:participant:move"


def bundle_of(*player_ids: str, bundle_id: str = "tuesday") -> dict[str, Any]:
    kinds = (WorkoutType.CONDITIONING, WorkoutType.STRENGTH)
    sessions = [
        {"workoutType": kind.value, "plan": msgspec.to_builtins(default_plan(kind)), "participantIds": chosen}
        for kind, chosen in zip(kinds, (list(player_ids), []), strict=True)
    ]
    return {"bundleId": bundle_id, "bundleName": "Tuesday", "sessions": sessions, "eventId": f"made-{bundle_id}"}


async def test_a_bundle_is_made_once_started_and_a_player_moved(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        made = await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2"))
        assert made["ok"], made
        assert (await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2")))["duplicate"]
        for session_id in ("tuesday-1", "tuesday-2"):
            await trainer.join(session_id)
        started = await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"})
        assert started["ok"], started
        done = await trainer.next(OPERATE, status="completed")
        assert [result["status"] for result in done["results"]] == ["active", "active"]
        move = {"bundleId": "tuesday", "playerId": "s1-p1", "fromSessionId": "tuesday-1"}
        player_id, token = site.folder.player(0)
        assert player_id == "s1-p1"
        async with opened(site.url, token) as player:
            await player.join("tuesday-1")
            moved = await trainer.call(MOVE, {**move, "toSessionId": "tuesday-2", "eventId": "move-0001"})
            assert moved["ok"], moved
            assert moved["result"]["moveResult"]["outcome"] == "moved"
            await player.next("training:session:left", sessionId="tuesday-1", reason="moved")
            await player.next("training:session:joined", sessionId="tuesday-2")
        again = await trainer.call(MOVE, {**move, "toSessionId": "tuesday-2", "eventId": "move-0001"})
        assert again["duplicate"]
        held = {each.state.session_id: {p.player_id for p in each.state.present()} for each in site.node.hall}
        assert held["tuesday-1"] == {"s1-p2"}
        assert held["tuesday-2"] == {"s1-p1"}


async def test_of_two_trainers_who_move_one_player_one_wins(site: Inside) -> None:
    three = bundle_of("s1-p1")
    three["sessions"].append({"workoutType": "strength"})
    async with opened(site.url, site.folder.trainer) as one, opened(site.url, site.folder.trainer) as two:
        assert (await one.call(CREATE, three))["ok"]
        move = {"bundleId": "tuesday", "playerId": "s1-p1", "fromSessionId": "tuesday-1"}
        answers = await asyncio.gather(
            one.call(MOVE, {**move, "toSessionId": "tuesday-2"}), two.call(MOVE, {**move, "toSessionId": "tuesday-3"})
        )
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        assert [answer["error"]["code"] for answer in answers if not answer["ok"]] == ["CONFLICT"]


async def test_a_stop_latches_names_silent_screens_and_expires(site: Inside) -> None:
    stop = {"bundleId": "tuesday", "operation": "emergency_stop_all", "reason": "fall"}
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        late = await trainer.call(OPERATE, {**stop, "occurredAt": "2026-01-05T10:00:00Z"})
        assert late["error"]["code"] == "STALE_COMMAND"
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        await trainer.next(OPERATE, operation="start_all", status="completed")
        await trainer.join("tuesday-1")
        assert (await trainer.call(OPERATE, stop))["ok"]
        stopped = site.node.hall.session("tuesday-1").state.emergency
        assert (stopped.by_name, stopped.reason) == ("Trainer", "fall")
        told = await trainer.next(OPERATE, operation="emergency_stop_all", status="partially_completed")
        assert (told["reachedScreens"], told["totalScreens"]) == (0, 1)
        assert [screen["sessionId"] for screen in told["unreachedScreens"]] == ["tuesday-1"]
        resumed = await trainer.call("training:session:resume", "tuesday-1")
        assert resumed["error"]["code"] == "INVALID_TRANSITION"


async def test_a_medic_may_stop_and_nothing_else(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
    async with opened(site.url, site.folder.token(Role.MEDICAL)) as medic:
        paused = await medic.call(OPERATE, {"bundleId": "tuesday", "operation": "pause_all"})
        assert paused["error"]["code"] == "FORBIDDEN"
        assert (await medic.call(OPERATE, {"bundleId": "tuesday", "operation": "emergency_stop_all"}))["ok"]
    async with opened(site.url, site.folder.token(Role.TRAINER, org="rivals")) as stranger:
        unseen = await stranger.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"})
        assert unseen["error"]["code"] == "BUNDLE_NOT_FOUND"


async def test_equipment_that_is_not_there_is_refused_by_name(site: Inside) -> None:
    wanted = bundle_of("s1-p1")
    wanted["sessions"][0]["equipment"] = [{"type": "bike", "count": 14}]
    async with opened(site.url, site.folder.trainer) as trainer:
        refused = await trainer.call(CREATE, wanted)
        assert refused["error"]["code"] == "EQUIPMENT_UNAVAILABLE"
        assert "bike" in refused["error"]["message"]
