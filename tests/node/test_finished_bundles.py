"""Bundles that are over: they stand in the list, and no start reads them any more."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from dryland.contract.base import Role
from dryland.store import StoredEvent
from dryland.store.reader import SqliteReader
from tests.node.clients import Client, opened
from tests.node.folder import CLUB, Folder
from tests.node.site import Inside, inside
from tests.node.test_bundles import CREATE, OPERATE, bundle_of

FITNESS = "training:medical:status:changed"


async def finish(trainer: Client, bundle_id: str) -> None:
    """Start a bundle and end both of its sessions."""
    assert (await trainer.call(OPERATE, {"bundleId": bundle_id, "operation": "start_all"}))["ok"]
    await trainer.next(OPERATE, bundleId=bundle_id, status="completed")
    for number in (1, 2):
        assert (await trainer.call("training:session:end", f"{bundle_id}-{number}"))["ok"]


def is_closed(site: Inside, bundle_id: str) -> bool:
    held = site.node.bulk.keeper.find(bundle_id)
    return held is not None and held.is_closed


async def closed(site: Inside, bundle_id: str) -> None:
    """Wait until the disk knows that a bundle is over."""
    async with asyncio.timeout(5):
        while not is_closed(site, bundle_id):  # noqa: ASYNC110 (no client is told of it)
            await asyncio.sleep(0.02)


async def listed(site: Inside, **params: Any) -> list[str]:
    async with site.http(site.folder.trainer) as http:
        answer = await http.get("/api/bundles", params=params)
        assert answer.status_code == 200, answer.text
        return [each["bundleId"] for each in answer.json()["items"]]


async def made(trainer: Client, bundle_id: str, start: str) -> None:
    bundle = {**bundle_of("s1-p1", bundle_id=bundle_id), "scheduledStart": start}
    assert (await trainer.call(CREATE, bundle))["ok"]


async def test_a_bundle_whose_first_facts_are_on_their_way_is_not_taken_for_over(site: Inside) -> None:
    closing = site.node._closing
    assert closing is not None

    async def look_all_the_time() -> None:
        while True:
            closing.look()
            await asyncio.sleep(0)

    looking = asyncio.ensure_future(look_all_the_time())
    async with opened(site.url, site.folder.trainer) as trainer:
        for day in range(1, 4):
            await made(trainer, f"day-{day}", f"2030-06-0{day}T16:00:00Z")
    looking.cancel()
    await closing.close()
    assert not [day for day in range(1, 4) if is_closed(site, f"day-{day}")]


async def test_bundles_are_listed_by_time_and_state_a_page_at_a_time(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        for day in (3, 1, 4, 2, 5):
            await made(trainer, f"day-{day}", f"2030-06-0{day}T16:00:00Z")
        for day in (1, 2):
            await finish(trainer, f"day-{day}")
            await closed(site, f"day-{day}")
    everything = [f"day-{day}" for day in range(1, 6)]
    assert await listed(site) == everything
    assert await listed(site, newest_first=True) == everything[::-1]
    assert await listed(site, status=["completed", "cancelled"]) == ["day-1", "day-2"]
    assert await listed(site, status=["scheduled", "active", "paused"]) == ["day-3", "day-4", "day-5"]
    span = {"from_time": "2030-06-02T00:00:00Z", "to_time": "2030-06-04T16:00:00Z"}
    assert await listed(site, **span) == ["day-2", "day-3"]
    async with site.http(site.folder.trainer) as http:
        for order in ({}, {"newest_first": True}):
            pages: list[str] = []
            cursor: str | None = None
            while cursor is not None or not pages:
                more = {} if cursor is None else {"cursor": cursor}
                page = (await http.get("/api/bundles", params={"limit": 2, **order, **more})).json()
                assert len(page["items"]) <= 2
                pages += [each["bundleId"] for each in page["items"]]
                cursor = page.get("next")
            assert pages == (everything[::-1] if order else everything)
        first = (await http.get("/api/bundles", params={"limit": 1})).json()["items"][0]
        assert (first["status"], first["totalParticipants"]) == ("completed", 1)
        assert (await http.get("/api/bundles", params={"cursor": "nonsense"})).status_code == 400
        assert (await http.get("/api/bundles", params={"from_time": "2030-06-02T00:00:00"})).status_code == 400
        assert (await http.get("/api/bundles/day-1")).json()["status"] == "completed", "it can be looked at"


class Read:
    """What of the log was read, by stream."""

    def __init__(self) -> None:
        self.events: dict[str, int] = {}


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Counts what is read of each stream from now on; changes nothing."""
    read, events = Read(), SqliteReader.events

    def counted(self: SqliteReader, stream: str, after_seq: int = 0, up_to: int | None = None) -> Iterator[StoredEvent]:
        for event in events(self, stream, after_seq, up_to):
            read.events[stream] = read.events.get(stream, 0) + 1
            yield event

    monkeypatch.setattr(SqliteReader, "events", counted)
    return read


async def test_a_start_reads_only_what_is_open(folder: Folder, reading: Read) -> None:
    async with inside(folder, node={"tick_s": 0.2}) as site:
        async with opened(site.url, site.folder.trainer) as trainer:
            for bundle_id in ("past-1", "past-2"):
                await made(trainer, bundle_id, "2030-06-01T16:00:00Z")
                await finish(trainer, bundle_id)
                await closed(site, bundle_id)
            await made(trainer, "next", "2030-06-08T16:00:00Z")
        async with opened(site.url, site.folder.token(Role.MEDICAL)) as medic:
            for number in range(30):
                change = {"playerId": "s1-p2", "newStatus": "limited", "notes": f"note {number}"}
                answer = await medic.call(FITNESS, change)
                assert answer["ok"], answer
    reading.events.clear()
    async with inside(folder, node={"tick_s": 0.2}) as site:
        at_start = dict(reading.events)
        assert {stream for stream in at_start if stream.startswith("past")} == set()
        assert "next" in at_start
        assert len(site.node.hall) == 5, "the folder's own three and those of the bundle to come"
        assert at_start.get(f"org:{CLUB}", 0) == 0, "states were written down when the node stopped"
        assert {held.bundle.bundle_id for held in site.node.bulk.keeper} == {"next"}
        assert site.node.care.record(CLUB, "s1-p2").status == "limited"
        assert await listed(site) == ["past-1", "past-2", "next"]
        await asyncio.sleep(0.5)
        assert {stream for stream in reading.events if stream.startswith("past")} == set(), "nor does it later"


async def test_a_bundle_that_ended_when_the_node_died_is_closed_at_the_next_start(folder: Folder) -> None:
    async with inside(folder, node={"tick_s": 60}) as site, opened(site.url, site.folder.trainer) as trainer:
        await made(trainer, "tuesday", "2030-06-01T16:00:00Z")
        await finish(trainer, "tuesday")  # at this pace nothing looks whether it is over
        assert not is_closed(site, "tuesday")
    async with inside(folder, node={"tick_s": 0.2}) as site:
        await closed(site, "tuesday")
        assert await listed(site, status="completed") == ["tuesday"]
