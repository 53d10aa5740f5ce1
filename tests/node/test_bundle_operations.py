"""Bulk operations that move, that are undone, that outlive their node, and a stop that screens confirm."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from dryland.bulk import running
from dryland.contract.errors import ErrorCode, Refusal
from dryland.floor.aggregate import Session
from dryland.floor.state import PlayerState
from tests.node.clients import PythonClient, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside
from tests.node.test_bundles import CREATE, MOVE, OPERATE, bundle_of


class Confirming(PythonClient):
    """A screen that says that it shows what it was told."""

    def note(self, name: str, payload: Any) -> Any:
        super().note(name, payload)
        return {"state": "shown"}


def where(site: Inside) -> dict[str, set[str]]:
    """Who is in which session of the bundle."""
    return {
        each.state.session_id: {player.player_id for player in each.state.present()}
        for each in site.node.hall
        if each.state.bundle_id == "tuesday"
    }


async def until(claim: Callable[[], bool]) -> None:
    """Look again and again until a claim about the node holds."""
    async with asyncio.timeout(10):
        while not claim():  # noqa: ASYNC110 (the node says nothing of it)
            await asyncio.sleep(0.01)


def do(operation: str, **more: Any) -> dict[str, Any]:
    return {"bundleId": "tuesday", "operation": operation, **more}


def no_running(session: Session, player: PlayerState) -> Refusal | None:
    """A rule: the third player may not do what the first session does."""
    if (session.state.session_id, player.player_id) == ("tuesday-1", "s1-p3"):
        return Refusal(ErrorCode.MEDICAL_RESTRICTION, "no impact on the left knee")
    return None


async def test_a_rebalance_is_tried_made_with_reasons_and_undone(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2", "s1-p3")))["ok"]
        await trainer.join("tuesday-1")
        before = where(site)
        assert (await trainer.call(OPERATE, do("rebalance_participants")))["result"]["moves"] == []
        site.node.bulk.fit = no_running
        pinned = await trainer.call(OPERATE, do("rebalance_participants", pinnedPlayers=["s1-p3"]))
        assert pinned["error"]["code"] == "CAPACITY_EXCEEDED"
        assert "pinned" in pinned["error"]["message"]
        tried = await trainer.call(OPERATE, do("rebalance_participants", dryRun=True))
        move = {"playerId": "s1-p3", "fromSessionId": "tuesday-1", "toSessionId": "tuesday-2"}
        assert [{key: each[key] for key in move} for each in tried["result"]["moves"]] == [move]
        assert "left knee" in tried["result"]["moves"][0]["reason"]
        assert where(site) == before
        made = await trainer.call(OPERATE, do("rebalance_participants", operationId="even-1", eventId="even-1-event"))
        assert made["ok"], made
        assert where(site) == {"tuesday-1": {"s1-p1", "s1-p2"}, "tuesday-2": {"s1-p3"}}
        done = await trainer.next(OPERATE, operationId="even-1", status="completed")
        assert done["undoUntil"]
        assert (await trainer.next(MOVE, playerId="s1-p3"))["moveReason"] == "load_balancing"
        barred = await trainer.call(OPERATE, do("undo", undoes="even-1"))
        assert barred["error"]["code"] == "MEDICAL_RESTRICTION"
        site.node.bulk.fit = lambda _session, _player: None
        assert (await trainer.call(OPERATE, do("undo", undoes="even-1")))["ok"]
        assert where(site) == before
        assert (await trainer.call(OPERATE, do("undo", undoes="even-1")))["error"]["code"] == "CONFLICT"


async def test_a_start_that_counts_down_a_pause_and_a_move_can_be_undone(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2")))["ok"]
        await trainer.join("tuesday-1")
        begun = await trainer.call(OPERATE, do("start_all", operationId="start-1", countdown=10))
        assert begun["result"]["startsAt"] == begun["result"]["undoUntil"]
        assert (await trainer.call(OPERATE, do("undo", undoes="start-1")))["ok"]
        await trainer.next(OPERATE, operationId="start-1", status="failed")
        assert site.node.hall.session("tuesday-1").state.status == "scheduled"
        assert (await trainer.call(OPERATE, do("start_all", operationId="start-2")))["ok"]
        await trainer.next(OPERATE, operationId="start-2", status="completed")
        assert (await trainer.call(OPERATE, do("undo", undoes="start-2")))["error"]["code"] == "INVALID_TRANSITION"
        assert (await trainer.call(OPERATE, do("pause_all", operationId="pause-1")))["ok"]
        await trainer.next(OPERATE, operationId="pause-1", status="completed")
        assert (await trainer.call(OPERATE, do("undo", operationId="undo-1", undoes="pause-1")))["ok"]
        told = await trainer.next(OPERATE, operationId="undo-1", status="completed")
        assert [result["status"] for result in told["results"]] == ["active", "active"]
        move = {"bundleId": "tuesday", "playerId": "s1-p1", "fromSessionId": "tuesday-1", "toSessionId": "tuesday-2"}
        moved = await trainer.call(MOVE, {**move, "eventId": "move-0001"})
        assert moved["result"]["undoUntil"]
        assert (await trainer.call(OPERATE, do("undo", undoes="move-0001")))["ok"]
        assert where(site)["tuesday-1"] == {"s1-p1", "s1-p2"}
        assert (await trainer.call(OPERATE, do("undo", undoes="nothing")))["error"]["code"] == "NOT_FOUND"


async def test_an_undo_after_ten_seconds_is_refused(folder: Folder) -> None:
    async with inside(folder, speed=60) as site, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        await trainer.join("tuesday-1")
        assert (await trainer.call(OPERATE, do("start_all")))["ok"]
        await trainer.next(OPERATE, operation="start_all", status="completed")
        assert (await trainer.call(OPERATE, do("pause_all", operationId="pause-1")))["ok"]
        await trainer.next(OPERATE, operationId="pause-1", status="completed")
        end_ms = site.node.clock.now_ms() + 11_000
        await until(lambda: site.node.clock.now_ms() > end_ms)
        late = await trainer.call(OPERATE, do("undo", undoes="pause-1"))
        assert late["error"]["code"] == "STALE_COMMAND"


async def test_an_operation_goes_on_after_a_restart_or_is_named_when_it_is_overdue(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with inside(folder) as site, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        assert (await trainer.call(OPERATE, do("start_all", operationId="start-1", countdown=1)))["ok"]
    async with inside(folder) as site, opened(site.url, site.folder.trainer) as trainer:
        held = site.node.bulk.keeper.find("tuesday")
        assert held is not None
        operations = held.bundle.operations
        await until(lambda: operations["start-1"].is_over)
        assert operations["start-1"].status == "completed"
        assert site.node.hall.session("tuesday-1").state.status == "active"
        assert (await trainer.call(OPERATE, do("emergency_stop_all")))["ok"]
        assert (await trainer.call(OPERATE, do("release_stop_all")))["ok"]
        assert (await trainer.call(OPERATE, do("resume_all", operationId="on-1")))["result"]["startsAt"]
    monkeypatch.setattr(running, "CARRY_ON_MS", -60_000)
    async with inside(folder) as site, opened(site.url, site.folder.trainer) as trainer:
        held = site.node.bulk.keeper.find("tuesday")
        assert held is not None
        assert held.bundle.operations["on-1"].status == "failed"
        assert site.node.hall.session("tuesday-1").state.status == "paused"


async def test_an_undo_after_a_restart_reverts_what_was_changed_before_the_node_died(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = running.Run._attempt

    def only_the_first(self: running.Run, session_id: str) -> None:
        if session_id == "tuesday-1":
            attempt(self, session_id)

    async with inside(folder) as site, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        assert (await trainer.call(OPERATE, do("start_all", operationId="start-1")))["ok"]
        await trainer.next(OPERATE, operationId="start-1", status="completed")
        with monkeypatch.context() as dying:
            dying.setattr(running.Run, "_attempt", only_the_first)
            assert (await trainer.call(OPERATE, do("pause_all", operationId="pause-1")))["ok"]
            await until(lambda: site.node.hall.session("tuesday-1").state.status == "paused")
        assert site.node.hall.session("tuesday-2").state.status == "active"
    async with inside(folder) as site, opened(site.url, site.folder.trainer) as trainer:
        held = site.node.bulk.keeper.find("tuesday")
        assert held is not None
        await until(lambda: held.bundle.operations["pause-1"].is_over)
        assert held.bundle.operations["pause-1"].changed == ("tuesday-1", "tuesday-2")
        await trainer.join("tuesday-1")
        assert (await trainer.call(OPERATE, do("undo", operationId="undo-1", undoes="pause-1")))["ok"]
        told = await trainer.next(OPERATE, operationId="undo-1", status="completed")
        assert [result["status"] for result in told["results"]] == ["active", "active"]


async def test_a_stop_is_confirmed_released_and_resumed_in_two_steps(folder: Folder) -> None:
    async with inside(folder, speed=60) as site, opened(site.url, site.folder.trainer, kind=Confirming) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        await trainer.join("tuesday-1")
        assert (await trainer.call(OPERATE, do("start_all")))["ok"]
        await trainer.next(OPERATE, operation="start_all", status="completed")
        assert (await trainer.call(OPERATE, do("emergency_stop_all", operationId="stop-1")))["ok"]
        told = await trainer.next(OPERATE, operationId="stop-1", status="completed")
        assert (told["reachedScreens"], told["totalScreens"]) == (1, 1)
        refused = await trainer.call(OPERATE, do("resume_all", operationId="early-1"))
        assert refused["ok"]
        early = await trainer.next(OPERATE, operationId="early-1", status="failed")
        assert {each["error"]["code"] for each in early["progress"]["errors"]} == {"INVALID_TRANSITION"}
        assert (await trainer.call(OPERATE, do("undo", undoes="stop-1")))["error"]["code"] == "INVALID_TRANSITION"
        assert (await trainer.call(OPERATE, do("release_stop_all", operationId="release-1")))["ok"]
        await trainer.next(OPERATE, operationId="release-1", status="completed")
        assert site.node.hall.session("tuesday-1").state.status == "paused"
        resumed = await trainer.call(OPERATE, do("resume_all", operationId="resume-1"))
        assert resumed["result"]["startsAt"]
        await trainer.next(OPERATE, operationId="resume-1", status="completed")
        assert site.node.hall.session("tuesday-1").state.status == "active"
