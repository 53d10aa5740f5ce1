"""Facts from the outbox arrive, once in effect, in order, whatever the server and the line do."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from dryland.client import DrylandClient, Outbox, OutboxCount, OutboxUnavailable, Questioned, Shelved
from dryland.contract.errors import ErrorCode, Refusal

from .fake_server import FakeServer

STATUS = "training:player:status"


def status(number: int, session: str = "s1") -> dict[str, object]:
    return {"sessionId": session, "playerId": f"p{number}", "status": "active"}


def players(server: FakeServer) -> list[str]:
    return [payload["playerId"] for _, payload in server.facts.values()]


async def test_facts_recorded_offline_arrive_in_the_order_of_recording(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    for number in range(100):
        await client.record(STATUS, status(number))
    assert await client.outbox_count() == OutboxCount(100, 0)
    await client.connect()
    assert await client.flush(timeout_s=20) == OutboxCount(0, 0)
    assert players(server) == [f"p{number}" for number in range(100)]
    await client.close()


async def test_a_flush_of_three_hundred_facts_never_trips_the_senders_ceiling(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    for number in range(300):
        await client.record(STATUS, status(number))
    await client.connect()
    assert await client.flush(timeout_s=30) == OutboxCount(0, 0)
    assert len(server.arrivals) == len(server.facts) == 300
    assert server.rate_trips == 0
    await client.close()


async def test_higher_priority_goes_first_and_equal_priority_by_age(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    for number, priority in enumerate([0, 0, 5, 1, 5]):
        await client.record(STATUS, status(number), priority=priority)
    await client.connect()
    await client.flush(timeout_s=10)
    assert players(server) == ["p2", "p4", "p3", "p0", "p1"]
    await client.close()


async def test_a_final_refusal_puts_the_fact_on_the_shelf_where_it_can_be_seen(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    news = client.events()
    good = await client.record(STATUS, status(1))
    bad = await client.record(STATUS, status(2))
    server.refuse_event_ids[bad] = Refusal(ErrorCode.PLAYER_NOT_IN_SESSION)
    await client.connect()
    assert await client.flush(timeout_s=10) == OutboxCount(0, 1)
    shelved = [message async for message in ended(client, news) if isinstance(message, Shelved)]
    assert [(one.event_id, one.code) for one in shelved] == [(bad, "PLAYER_NOT_IN_SESSION")]
    assert list(server.facts) == [good]


async def test_a_fact_that_is_kept_but_doubted_is_delivered_and_the_doubt_is_told(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    news = client.events()
    odd = await client.record(STATUS, status(1))
    server.refuse_event_ids[odd] = Refusal(ErrorCode.IMPLAUSIBLE_LOAD, kept=True)
    await client.connect()
    assert await client.flush(timeout_s=10) == OutboxCount(0, 0)
    told = [message async for message in ended(client, news) if isinstance(message, Questioned | Shelved)]
    assert [(type(one), one.event_id, one.code) for one in told] == [(Questioned, odd, "IMPLAUSIBLE_LOAD")]


async def ended(client: DrylandClient, news):
    await client.close()
    async for message in news:
        yield message


async def test_a_shelved_fact_is_exported_with_its_reason_and_can_be_tried_again(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    event_id = await client.record(STATUS, status(1))
    server.refuse_event_ids[event_id] = Refusal(ErrorCode.SESSION_NOT_FOUND)
    await client.connect()
    await client.flush(timeout_s=10)
    (shelved,) = json.loads(await client.export())["refused"]
    assert shelved["error"]["code"] == "SESSION_NOT_FOUND"
    assert shelved["payload"]["playerId"] == "p1"
    server.refuse_event_ids.clear()
    assert await client.retry_refused(event_id)
    assert await client.flush(timeout_s=10) == OutboxCount(0, 0)
    assert list(server.facts) == [event_id]
    await client.close()


async def test_a_passing_refusal_is_tried_again_until_it_works(server: FakeServer, tmp_path: Path):
    server.refusals = [Refusal(ErrorCode.STORAGE_UNAVAILABLE, retry_after_ms=10)] * 15
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db", sleep=quickly)
    for number in range(3):
        await client.record(STATUS, status(number))
    await client.connect()
    assert await client.flush(timeout_s=20) == OutboxCount(0, 0)
    assert players(server) == ["p0", "p1", "p2"]
    await client.close()


async def quickly(wait_s: float) -> None:
    await asyncio.sleep(min(wait_s, 0.01))


async def test_a_fact_that_only_ever_fails_ends_on_the_shelf_and_holds_up_no_other_session(
    server: FakeServer, tmp_path: Path
):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db", sleep=quickly, monotonic_s=Hurried())
    poison = await client.record(STATUS, status(0, session="s1"))
    server.refuse_event_ids[poison] = Refusal(ErrorCode.INTERNAL)
    other = await client.record(STATUS, status(1, session="s2"))
    later = await client.record(STATUS, status(2, session="s1"))
    await client.connect()
    assert await client.flush(timeout_s=20) == OutboxCount(0, 1)
    assert list(server.facts) == [other, later]
    assert server.arrivals.count(poison) == 12
    await client.close()


class Hurried:
    """A monotonic clock that runs two thousand times as fast."""

    def __call__(self) -> float:
        import time

        return time.monotonic() * 2000


async def test_swallowed_acknowledgements_lead_to_duplicates_on_the_wire_and_none_in_effect(
    server: FakeServer, tmp_path: Path
):
    server.swallow_acks = 2
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    for number in range(10):
        await client.record(STATUS, status(number))
    await client.connect()
    assert await client.flush(timeout_s=30) == OutboxCount(0, 0)
    assert players(server) == [f"p{number}" for number in range(10)]
    assert len(server.arrivals) > 10
    await client.close()


async def test_facts_survive_cuts_in_the_middle_of_a_flush(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    for number in range(120):
        await client.record(STATUS, status(number))
    await client.connect()
    for arrived in (10, 40, 80):
        await server.until_facts(arrived)
        await server.cut()
    assert await client.flush(timeout_s=30) == OutboxCount(0, 0)
    assert players(server) == [f"p{number}" for number in range(120)]
    await client.close()


async def test_recording_goes_on_while_the_outbox_is_delivered(server: FakeServer, tmp_path: Path):
    async with DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db") as client:
        for number in range(50):
            await client.record(STATUS, status(number))
        assert await client.flush(timeout_s=20) == OutboxCount(0, 0)
    assert players(server) == [f"p{number}" for number in range(50)]


async def test_the_same_fact_recorded_twice_is_one_fact(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db")
    event_id = await client.record(STATUS, status(1))
    await client.record(STATUS, status(1), event_id=event_id)
    assert await client.outbox_count() == OutboxCount(1, 0)
    await client.close()


CHILD = """
import asyncio, sys
from pathlib import Path
from dryland.client import DrylandClient

async def main(url, path):
    client = DrylandClient(url, "good", outbox=Path(path))
    await client.connect(wait_s=0.0)
    number = 0
    while True:
        payload = {"sessionId": "s1", "playerId": f"p{number}", "status": "active"}
        print(await client.record("training:player:status", payload), flush=True)
        number += 1

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize(("facts", "online"), [(25, False), (60, True), (110, True)])
async def test_kill_9_loses_no_fact_that_was_said_to_be_recorded(
    server: FakeServer, tmp_path: Path, facts: int, online: bool
):
    url = server.url if online else "http://127.0.0.1:9"
    path = tmp_path / "outbox.db"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, url, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout
    said = [(await child.stdout.readline()).decode().strip() for _ in range(facts)]
    os.kill(child.pid, signal.SIGKILL)
    said += [line.decode().strip() for line in (await child.stdout.read()).splitlines() if len(line) == 36]
    assert await child.wait() == -signal.SIGKILL

    client = DrylandClient(server.url, "good", outbox=path)
    await client.connect()
    assert await client.flush(timeout_s=30) == OutboxCount(0, 0)
    await client.close()
    assert [event_id for event_id in server.facts if event_id in said] == said
    assert players(server) == [f"p{number}" for number in range(len(server.facts))]


def test_a_damaged_outbox_is_named_and_left_alone(tmp_path: Path):
    path = tmp_path / "outbox.db"
    path.write_bytes(b"this is no database, but something that a person may want back" * 40)
    with pytest.raises(OutboxUnavailable, match=r"outbox\.db"):
        Outbox(path)
    assert path.read_bytes().startswith(b"this is no database")


def test_an_outbox_of_a_newer_client_is_not_touched(tmp_path: Path):
    import sqlite3

    path = tmp_path / "outbox.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(OutboxUnavailable, match="newer client"):
        Outbox(path)


def test_an_outbox_is_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "outbox.db"
    Outbox(path).close()
    assert path.stat().st_mode & 0o077 == 0


def test_an_outbox_in_a_folder_that_is_not_there_is_unavailable(tmp_path: Path):
    with pytest.raises(OutboxUnavailable, match="cannot be opened"):
        Outbox(tmp_path / "nowhere" / "outbox.db")


async def test_a_small_burst_delivers_too(server: FakeServer, tmp_path: Path):
    client = DrylandClient(server.url, "good", outbox=tmp_path / "outbox.db", send_burst=5, send_rate_hz=40)
    for number in range(8):
        await client.record(STATUS, status(number))
    await client.connect()
    assert await client.flush(timeout_s=10) == OutboxCount(0, 0)
    await client.close()


async def test_a_fact_that_cannot_be_written_is_not_said_to_be_recorded(tmp_path: Path):
    path = tmp_path / "outbox.db"
    client = DrylandClient("http://127.0.0.1:9", "good", outbox=path)
    client._storage.outbox._db.execute("PRAGMA query_only = ON")
    with pytest.raises(OutboxUnavailable, match="readonly"):
        await client.record(STATUS, status(1))
    await client.close()
