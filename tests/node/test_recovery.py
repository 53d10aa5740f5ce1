"""Coming back: what a client has missed, in order and without a hole, also over a restart of the node."""

import asyncio
from typing import Any

import pytest

from dryland.store import DataFolderInUse
from tests.node.clients import PythonClient, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside, process


def told(answer: dict[str, Any]) -> list[tuple[str, int]]:
    """Names and positions of the events in the answer to a join."""
    return [(event["event"], event["payload"]["seq"]) for event in answer["events"]]


async def test_exactly_the_missing_events_come_in_order(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer:
        before = await trainer.join(session_id)
        async with opened(site.url, token) as player:
            await player.join(session_id)
            await player.next("training:player:join", playerId=player_id)
        for event in ("start", "pause", "resume"):
            assert (await trainer.call(f"training:session:{event}", session_id))["ok"]
        last = await trainer.call("training:session:message", {"sessionId": session_id, "message": "hi"})
        await trainer.next("training:session:message", seq=last["seq"])
        live = [(heard.name, heard.payload) for heard in trainer.heard if heard.payload.get("seq", 0) > before["seq"]]
        back = await trainer.join(session_id, epoch=before["epoch"], lastSeq=before["seq"])
        assert back["recovered"]
        assert [(event["event"], event["payload"]) for event in back["events"]] == live
        positions = [seq for _, seq in told(back)]
        assert positions == list(range(before["seq"] + 1, last["seq"] + 1))
        assert back["seq"] == last["seq"]
        half = await trainer.join(session_id, epoch=before["epoch"], lastSeq=last["seq"] - 2)
        assert [seq for _, seq in told(half)] == positions[-2:]
        whole = await trainer.join(session_id, epoch=before["epoch"], lastSeq=last["seq"])
        assert (whole["recovered"], whole["events"]) == (True, [])


async def test_what_one_may_not_see_comes_as_its_position(site: Inside) -> None:
    session_id = site.folder.session_id
    _, token = site.folder.player(0)
    async with opened(site.url, token) as player:
        back = await player.join(session_id, epoch=(await player.join(session_id))["epoch"], lastSeq=0)
        assert back["recovered"]
        assert [seq for _, seq in told(back)] == list(range(1, back["seq"] + 1))
        hidden = [event for event in back["events"] if event["event"] == "training:position"]
        assert hidden
        assert {frozenset(event["payload"]) for event in hidden} == {frozenset({"sessionId", "epoch", "seq"})}
        assert not [event for event in back["events"] if event["event"].startswith("floor:")]


async def test_another_epoch_or_a_position_ahead_gets_a_snapshot(site: Inside) -> None:
    session_id = site.folder.session_id
    async with opened(site.url, site.folder.trainer) as trainer:
        joined = await trainer.join(session_id)
        for more in (
            {"epoch": "elsewhere", "lastSeq": 1},
            {"epoch": joined["epoch"], "lastSeq": joined["seq"] + 1},
            {},
        ):
            answer = await trainer.join(session_id, **more)
            assert (answer["recovered"], "events" in answer) == (False, False)
            assert answer["session"]["seq"] == joined["seq"]


async def test_a_session_goes_on_over_kill_and_restart(folder: Folder) -> None:
    session_id = folder.session_id
    async with process(folder) as node:
        async with opened(node.url, folder.trainer) as trainer:
            before = await trainer.join(session_id)
            message = {"sessionId": session_id, "message": "first", "eventId": "event-one"}
            first = await trainer.call("training:session:message", message)
            assert (await trainer.call("training:session:start", session_id))["ok"]
            await node.kill()
            await trainer.until(lambda: trainer.gone)
        await node.start()
        async with opened(node.url, folder.trainer) as trainer:
            back = await trainer.join(session_id, epoch=before["epoch"], lastSeq=before["seq"])
            assert back["recovered"]
            assert back["session"]["status"] == "active"
            assert [seq for _, seq in told(back)] == list(range(before["seq"] + 1, back["seq"] + 1))
            assert {"training:session:message", "training:session:start"} <= {name for name, _ in told(back)}
            again = await trainer.call("training:session:message", message)
            assert (again["seq"], again["duplicate"]) == (first["seq"], True)


async def test_a_stopped_node_says_goodbye_and_keeps_everything(folder: Folder) -> None:
    session_id = folder.session_id
    async with process(folder) as node, opened(node.url, folder.trainer) as trainer:
        before = await trainer.join(session_id)
        burst = [
            trainer.call("training:session:message", {"sessionId": session_id, "message": str(i)}) for i in range(50)
        ]
        answers = [answer for answer in await asyncio.gather(*burst) if answer["ok"]]
        assert await node.stop() == 0
        await trainer.until(lambda: trainer.gone)
        await node.start()
        async with opened(node.url, folder.trainer) as back:
            answer = await back.join(session_id, epoch=before["epoch"], lastSeq=before["seq"])
            kept = {event["payload"]["seq"] for event in answer["events"]}
            assert {said["seq"] for said in answers} <= kept


async def test_joins_amid_a_storm_of_facts_leave_no_hole(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await trainer.join(session_id)

        async def storm() -> None:
            status = {"sessionId": session_id, "playerId": player_id}
            for _ in range(10):
                await asyncio.gather(
                    *(player.call("training:player:status", {**status, "status": "active"}) for _ in range(15))
                )

        async def visit() -> None:
            async with opened(site.url, site.folder.trainer) as screen:
                joined = await screen.join(session_id)
                await screen.until(lambda: len(screen.positions(session_id)) >= 3)
                seen = screen.positions(session_id)
                assert seen == list(range(joined["seq"] + 1, joined["seq"] + 1 + len(seen)))

        storming = asyncio.ensure_future(storm())
        await asyncio.gather(*(visit() for _ in range(5)))
        await storming


async def test_a_second_node_on_the_folder_is_refused(folder: Folder) -> None:
    async with inside(folder):
        with pytest.raises(DataFolderInUse):
            async with inside(folder):
                pass


async def test_a_client_that_leaves_while_joining_is_forgotten(site: Inside) -> None:
    session_id = site.folder.session_id
    for _ in range(20):
        client = PythonClient()
        await client.open(site.url, site.folder.trainer, ["websocket"])
        await client.emit("training:session:message", {"sessionId": session_id, "message": "bye"})
        await client.emit("training:session:join", session_id)
        await client.close()
    async with opened(site.url, site.folder.trainer) as trainer:
        await trainer.call("training:session:message", {"sessionId": session_id, "message": "settled"})
        rooms = site.node.gateway.rooms
        await trainer.until(lambda: site.node.gateway.peers == 1)
        assert len(rooms) == 1, "only the room of the organisation's news, which every trainer is in"
