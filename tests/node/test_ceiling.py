"""The ceiling of one sender: who waits for what is stored is as fast as the disk, who does not is refused."""

import asyncio
import time
from pathlib import Path
from typing import Any

from dryland.client import DrylandClient
from dryland.connection import SWEEP_AT, Buckets, TokenBucket
from dryland.contract.base import Role
from dryland.web.identity import Identity
from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside

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
    refused_before = dict(site.node.intake.answers.refused)
    outbox = tmp_path / "outbox.db"
    async with DrylandClient(site.url, site.folder.trainer, outbox=outbox) as client:
        for number in range(600):
            body = message(site, number)
            del body["eventId"]
            await client.record(MESSAGE, body)
        assert (await client.flush(timeout_s=20)).pending == 0
    assert site.node.intake.answers.refused == refused_before


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


async def test_commands_by_http_have_the_ceiling_of_a_connection_for_each_account(folder: Folder) -> None:
    async with inside(folder, intake={"events_burst": 3, "events_per_s": 1}) as site:
        lost = {"event": MESSAGE, "payload": {"sessionId": "nowhere", "message": "hello"}}
        async with site.http(site.folder.trainer) as http, site.http(site.folder.trainer) as other_screen:
            answers = [await http.post("/api/events", json=lost) for _ in range(3)]
            assert {each.json()["error"]["code"] for each in answers} == {"SESSION_NOT_FOUND"}
            refused = await other_screen.post("/api/events", json=lost)
            assert refused.status_code == 429
            error = refused.json()["error"]
            assert (error["code"], error["severity"]) == ("RATE_LIMITED", "warning")
            assert 0 < error["retryAfterMs"] <= 1_000
            assert refused.headers["retry-after"] == "1"
            bundle = await http.post("/api/bundles", json={"bundleName": "none"})
            assert bundle.status_code == 429, "every way to send a command counts"
            assert (await http.get("/api/sessions")).status_code == 200, "looking does not"
        async with site.http(site.folder.token(Role.MEDICAL)) as medic:
            assert (await medic.post("/api/events", json=lost)).status_code == 403, "another account has its own"


async def test_commands_by_http_that_are_stored_do_not_use_the_ceiling_up(folder: Folder) -> None:
    async with (
        inside(folder, intake={"events_burst": 3, "events_per_s": 0.01}) as site,
        site.http(site.folder.trainer) as http,
    ):
        for number in range(12):
            answer = await http.post("/api/events", json={"event": MESSAGE, "payload": message(site, number)})
            assert answer.status_code == 200, answer.text


def test_buckets_of_quiet_senders_are_thrown_away() -> None:
    buckets = Buckets(1.0, 3.0)
    busy = buckets.of(Identity("busy", Role.TRAINER, "club"), 0)
    while not busy.take(0):
        pass
    for number in range(2 * SWEEP_AT):
        buckets.of(Identity(f"guest-{number}", Role.OBSERVER, "club"), 0)
    assert buckets.of(Identity("busy", Role.TRAINER, "club"), 0) is busy
    assert len(buckets) <= SWEEP_AT
