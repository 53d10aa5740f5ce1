"""The whole client against a strict server, over real sockets on loopback."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dryland.client import ConnectRefused, DrylandClient, LinkChange, NotAcknowledged, Refused, Subscription
from dryland.contract.errors import ErrorCode, Refusal

from .fake_server import FakeServer

STATUS = "training:player:status"


def status(number: int = 0) -> dict[str, object]:
    return {"sessionId": "s1", "playerId": f"p{number}", "status": "active"}


async def until_link(subscription: Subscription, connected: bool) -> LinkChange:
    async with asyncio.timeout(10):
        async for message in subscription:
            if isinstance(message, LinkChange) and message.connected is connected:
                return message
    raise AssertionError("the subscription ended")


@pytest.mark.parametrize("transports", [("websocket",), ("polling",), ("polling", "websocket")])
async def test_a_command_is_acknowledged_over_every_transport(server: FakeServer, transports: tuple):
    async with DrylandClient(server.url, "good", transports=transports) as client:
        ack = await client.send(STATUS, status())
    assert ack.event_id in server.facts
    assert (ack.seq, ack.duplicate) == (1, False)


async def test_every_command_carries_its_id_and_its_time(server: FakeServer):
    async with DrylandClient(server.url, "good") as client:
        before = datetime.now(UTC)
        ack = await client.send(STATUS, status())
    _, payload = server.facts[ack.event_id]
    assert payload["eventId"][14] == "7"
    assert abs(datetime.fromisoformat(payload["occurredAt"]) - before) < timedelta(seconds=5)


async def test_a_refusal_carries_code_and_advice(server: FakeServer):
    server.refusals.append(Refusal(ErrorCode.INVALID_TRANSITION))
    async with DrylandClient(server.url, "good") as client:
        with pytest.raises(Refused) as refused:
            await client.send(STATUS, status())
    assert (refused.value.code, refused.value.retryable) == ("INVALID_TRANSITION", False)
    assert refused.value.body["suggestedActions"]


async def test_a_lost_answer_is_asked_for_again_under_the_same_id(server: FakeServer):
    server.swallow_acks = 1
    async with DrylandClient(server.url, "good") as client:
        ack = await client.send(STATUS, status())
    assert ack.duplicate
    assert server.arrivals == [ack.event_id] * 2
    assert len(server.facts) == 1


async def test_a_bad_token_is_refused_with_its_code(server: FakeServer):
    client = DrylandClient(server.url, "expired")
    with pytest.raises(ConnectRefused) as refused:
        await client.connect()
    assert (refused.value.code, refused.value.message) == ("UNAUTHENTICATED", "The sign-in has expired.")
    with pytest.raises(ConnectRefused):
        await client.send(STATUS, status())
    await client.close()


async def test_a_token_that_is_asked_for_is_asked_for_again(server: FakeServer):
    tokens = iter(["expired", "good"])

    async def current_token() -> str:
        return next(tokens)

    async with DrylandClient(server.url, current_token) as client:
        assert client.connected


async def test_offline_is_a_state_and_no_error():
    client = DrylandClient("http://127.0.0.1:9", "good")
    assert await client.connect(wait_s=0.3) is False
    with pytest.raises(NotAcknowledged):
        await client.send(STATUS, status(), timeout_s=0.2)
    await client.close()


async def test_the_client_comes_back_by_itself_after_a_cut_and_after_a_restart(server: FakeServer):
    client = DrylandClient(server.url, "good")
    news = client.events()
    await client.connect()
    await until_link(news, True)
    await server.cut()
    await until_link(news, False)
    await until_link(news, True)
    await server.stop()
    await until_link(news, False)
    await server.start()
    await until_link(news, True)
    assert (await client.send(STATUS, status())).seq == 1
    await client.close()


async def test_the_clock_follows_the_servers(server: FakeServer):
    server.ahead_ms = 90_000.0
    async with DrylandClient(server.url, "good") as client:
        assert client.clock.offset_ms == pytest.approx(90_000, abs=250)
        assert (client.clock.uncertainty_ms or 1e9) < 250
        assert client.now() - datetime.now(UTC) == pytest.approx(timedelta(seconds=90), abs=timedelta(seconds=1))


async def test_closing_ends_the_readers(server: FakeServer):
    client = DrylandClient(server.url, "good")
    news = client.events()
    await client.connect()
    await client.close()
    assert [type(message) async for message in news] == [LinkChange]


async def test_a_client_without_an_outbox_says_so(server: FakeServer, tmp_path: Path):
    from dryland.client import OutboxUnavailable

    client = DrylandClient(server.url, "good")
    with pytest.raises(OutboxUnavailable, match="without an outbox"):
        await client.record(STATUS, status())
    await client.close()
