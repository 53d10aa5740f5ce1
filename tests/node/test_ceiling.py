"""The ceiling of one sender: who waits for what is stored is as fast as the disk, who does not is refused."""

import asyncio
import time
from pathlib import Path
from typing import Any

from dryland.client import DrylandClient
from dryland.connection import TokenBucket
from tests.node.clients import Client, opened
from tests.node.site import Inside

MESSAGE = "training:session:message"
FACTS, WINDOW = 2_000, 64


def message(site: Inside, number: int) -> dict[str, Any]:
    event_id = f"01890000-0000-7000-8000-{number:012x}"
    return {"sessionId": site.folder.session_id, "message": f"number {number}", "eventId": event_id}


async def flush(client: Client, site: Inside, numbers: "list[int]") -> list[dict[str, Any]]:
    """Send in order, never more than a window that is not acknowledged."""
    room, answers = asyncio.Semaphore(WINDOW), list[dict[str, Any]]()

    async def one(number: int) -> None:
        async with room:
            answers.append(await client.call(MESSAGE, message(site, number)))

    await asyncio.gather(*(one(number) for number in numbers))
    return answers


async def test_a_sender_that_waits_for_acknowledgements_is_bounded_by_the_disk_alone(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        began = time.perf_counter()
        answers = await flush(trainer, site, list(range(FACTS)))
        took_s = time.perf_counter() - began
        assert all(answer["ok"] for answer in answers)
        assert len({answer["seq"] for answer in answers}) == FACTS
        assert FACTS / took_s > 150, "faster than the ceiling lets a sender be that does not wait"
        again = await flush(trainer, site, list(range(300)))
        assert all(answer["duplicate"] for answer in again)


async def test_the_outbox_of_our_own_client_comes_over_without_one_refusal(site: Inside, tmp_path: Path) -> None:
    refused_before = dict(site.node.intake.refused)
    outbox = tmp_path / "outbox.db"
    async with DrylandClient(site.url, site.folder.trainer, outbox=outbox) as client:
        for number in range(600):
            body = message(site, number)
            del body["eventId"]
            await client.record(MESSAGE, body)
        assert (await client.flush(timeout_s=20)).pending == 0
    assert site.node.intake.refused == refused_before


async def test_a_flood_that_waits_for_nothing_is_refused(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        at_once = await asyncio.gather(*(trainer.call(MESSAGE, message(site, number)) for number in range(600)))
        codes = [answer["error"]["code"] for answer in at_once if not answer["ok"]]
        assert codes.count("RATE_LIMITED") == len(codes) > 0
        for number in range(1_000, 1_260):
            await trainer.emit(MESSAGE, message(site, number))
        await trainer.next("training:error", code="RATE_LIMITED")


async def test_what_is_refused_costs_its_token(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        lost = {"sessionId": "nowhere", "message": "hello"}
        answers = await asyncio.gather(*(trainer.call(MESSAGE, lost) for _ in range(300)))
        codes = [answer["error"]["code"] for answer in answers]
        assert set(codes) == {"SESSION_NOT_FOUND", "RATE_LIMITED"}
        assert codes.count("SESSION_NOT_FOUND") < 250


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    bucket = TokenBucket(1.0, 3.0, 0)
    for _ in range(5):
        bucket.give_back()
    assert [bucket.take(0) for _ in range(4)] == [0, 0, 0, 1_001]
    bucket.give_back()
    assert bucket.take(0) == 0
