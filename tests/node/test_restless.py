"""One bundle's life on a node that never rests: see `tests/restless.py` for what is looked at in between."""

import asyncio

import pytest

from dryland.contract.base import Role
from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside
from tests.node.test_bundle_figures import furnish, furnished
from tests.node.test_bundles import CREATE, MOVE, OPERATE
from tests.node.test_finished_bundles import closed, listed
from tests.node.test_gear import OUT
from tests.restless import Pace, Restlessness

FITNESS = "training:medical:status:changed"
MESSAGE = "training:session:message"


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_bundles_life_between_all_looks(folder: Folder, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    restless = Restlessness(monkeypatch, Pace(), seed)
    with restless.listening():
        async with inside(folder, node={"tick_s": 0.05}) as site, opened(site.url, folder.trainer) as trainer:
            await begin(site, trainer)
            await live(site, trainer)
        async with inside(folder, node={"tick_s": 0.05}) as site, opened(site.url, folder.trainer) as trainer:
            assert [held.bundle.bundle_id for held in site.node.bulk.keeper] == ["tuesday"], "it goes on"
            await end(site, trainer)
        async with inside(folder, node={"tick_s": 0.05}) as site:
            assert list(site.node.bulk.keeper) == [], "nothing reads it again"
            assert await listed(site, status="completed") == ["tuesday"]
    assert restless.looks > 50, "it has been looked all the time"
    assert not restless.found, restless.found[:5]


async def begin(site: Inside, trainer: Client) -> None:
    """Put together, twice at once, and started."""
    await furnish(site, bikes=3, capacity=9)
    made = await asyncio.gather(*(trainer.call(CREATE, furnished("s1-p1", "s1-p2")) for _ in range(2)))
    assert [each["ok"] for each in made] == [True, True], made
    for session_id in ("tuesday-1", "tuesday-2"):
        await trainer.join(session_id)
    assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
    await trainer.next(OPERATE, operation="start_all", status="completed")


async def live(site: Inside, trainer: Client) -> None:
    """Moves, messages, a broken bike and a player's knee, all at once."""

    async def to_and_fro() -> None:
        ends = ["tuesday-1", "tuesday-2"]
        for _ in range(4):
            move = {"bundleId": "tuesday", "playerId": "s1-p1", "fromSessionId": ends[0], "toSessionId": ends[1]}
            moved = await trainer.call(MOVE, move)
            assert moved["ok"], moved
            ends.reverse()

    async def talk() -> None:
        for number in range(12):
            said = await trainer.call(MESSAGE, {"sessionId": "tuesday-1", "message": f"{number}"})
            assert said["ok"], said

    async def break_a_bike() -> None:
        async with site.http(site.folder.trainer) as http:
            assert (await http.patch("/api/equipment/bike-1", json=OUT)).status_code == 200

    async def look_after_a_knee() -> None:
        async with opened(site.url, site.folder.token(Role.MEDICAL)) as medic:
            for status in ("limited", "healthy"):
                told = await medic.call(FITNESS, {"playerId": "s1-p2", "newStatus": status})
                assert told["ok"], told

    await asyncio.gather(to_and_fro(), talk(), break_a_bike(), look_after_a_knee())
    assert "bike-1" not in (site.node.bulk.keeper.find("tuesday").bundle.sessions["tuesday-1"].resources.item_ids or ())


async def end(site: Inside, trainer: Client) -> None:
    """Paused, resumed and ended."""
    for operation in ("pause_all", "resume_all"):
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": operation}))["ok"]
        await trainer.next(OPERATE, operation=operation, status="completed")
    for session_id in ("tuesday-1", "tuesday-2"):
        assert (await trainer.call("training:session:end", session_id))["ok"]
    await closed(site, "tuesday")
