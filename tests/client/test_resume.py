"""A client that was away learns every event it missed, in order, or learns that it cannot."""

import asyncio

import pytest

from dryland.client import Discontinuity, DrylandClient, Event, LinkChange, NotAcknowledged, Refused, Subscription

from .fake_server import FakeServer, Session

MESSAGE = "training:session:message"


def message(number: int) -> dict[str, object]:
    return {"sessionId": "s1", "message": f"m{number}"}


async def take(news: Subscription, count: int) -> list[Event | Discontinuity]:
    out: list[Event | Discontinuity] = []
    async with asyncio.timeout(10):
        while len(out) < count:
            one = await anext(news)
            if isinstance(one, Event | Discontinuity):
                out.append(one)
    return out


async def until_link(news: Subscription, connected: bool) -> None:
    async with asyncio.timeout(10):
        async for one in news:
            if isinstance(one, LinkChange) and one.connected is connected:
                return


def texts(events: list[Event | Discontinuity]) -> list[object]:
    return [event.payload["message"] for event in events if isinstance(event, Event)]


@pytest.fixture
async def joined(server: FakeServer):
    server.sessions["s1"] = Session()
    client = DrylandClient(server.url, "good")
    news = client.events()
    await client.connect()
    await until_link(news, True)
    answer = await client.join("s1", role="trainer", live="frames")
    assert answer["session"] == {"sessionId": "s1"}
    yield client, news
    await client.close()


async def test_events_arrive_with_their_positions(server: FakeServer, joined):
    _, news = joined
    for number in range(3):
        await server.broadcast(MESSAGE, message(number))
    events = await take(news, 3)
    assert [event.seq for event in events] == [1, 2, 3]
    assert texts(events) == ["m0", "m1", "m2"]


async def test_what_was_missed_while_away_comes_in_order_and_once(server: FakeServer, joined):
    _, news = joined
    await server.broadcast(MESSAGE, message(0))
    await take(news, 1)
    await server.cut()
    for number in (1, 2):
        await server.broadcast(MESSAGE, message(number), send=False)
    missed = await take(news, 2)
    await until_link(news, True)
    await server.broadcast(MESSAGE, message(3))
    (after,) = await take(news, 1)
    assert texts([*missed, after]) == ["m1", "m2", "m3"]
    assert [event.recovered for event in [*missed, after]] == [True, True, False]
    assert server.joins[-1]["lastSeq"] == 1
    assert server.joins[-1]["live"] == "frames"


async def test_a_history_that_the_server_no_longer_has_is_an_explicit_break(server: FakeServer, joined):
    _, news = joined
    await server.broadcast(MESSAGE, message(0))
    await take(news, 1)
    server.sessions["s1"].epoch = "epoch-2"
    await server.cut()
    (hole,) = await take(news, 1)
    assert isinstance(hole, Discontinuity)
    assert (hole.session_id, hole.epoch, hole.state) == ("s1", "epoch-2", {"sessionId": "s1"})


async def test_a_session_that_is_gone_on_return_is_given_up_and_said(server: FakeServer, joined):
    _, news = joined
    del server.sessions["s1"]
    await server.cut()
    (hole,) = await take(news, 1)
    assert isinstance(hole, Discontinuity)
    assert "SESSION_NOT_FOUND" in hole.reason
    assert hole.state is None


async def test_an_event_lost_on_a_living_connection_is_fetched(server: FakeServer, joined):
    _, news = joined
    await server.broadcast(MESSAGE, message(0))
    await server.broadcast(MESSAGE, message(1), send=False)
    await server.broadcast(MESSAGE, message(2))
    events = await take(news, 3)
    assert texts(events) == ["m0", "m1", "m2"]
    assert server.connections == 1


async def test_position_notices_move_on_without_being_shown(server: FakeServer, joined):
    _, news = joined
    await server.broadcast("training:position", {"sessionId": "s1"})
    await server.broadcast(MESSAGE, message(1))
    (event,) = await take(news, 1)
    assert (event.name, event.seq) == (MESSAGE, 2)
    assert len(server.joins) == 1


async def test_live_events_pass_without_a_position(server: FakeServer, joined):
    _, news = joined
    frame = {"sessionId": "s1", "at": "2026-01-01T00:00:00Z", "players": []}
    await server.broadcast("training:live:frame", frame, store=False)
    (event,) = await take(news, 1)
    assert (event.name, event.seq, event.payload) == ("training:live:frame", None, frame)


async def test_after_leaving_the_session_is_not_joined_again(server: FakeServer, joined):
    client, news = joined
    await client.leave("s1")
    await server.cut()
    await until_link(news, False)
    await until_link(news, True)
    assert len(server.joins) == 1


async def test_joining_an_unknown_session_is_refused_and_not_tried_again(server: FakeServer):
    async with DrylandClient(server.url, "good") as client:
        with pytest.raises(Refused, match="SESSION_NOT_FOUND"):
            await client.join("nowhere")


async def test_joining_offline_is_not_acknowledged(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dryland.client.client.ANSWER_S", 0.1)
    client = DrylandClient("http://127.0.0.1:9", "good")
    await client.connect(wait_s=0)
    with pytest.raises(NotAcknowledged):
        await client.join("s1")
    await client.close()
