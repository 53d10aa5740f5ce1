"""The session machine: its table, and the upgrade in every order the network may choose."""

import asyncio
import time
from dataclasses import replace

import pytest

from dryland.gateway import Lane, Limits, event_packet
from dryland.gateway.phases import TRANSITIONS, Phase, Signal
from tests.interop.harness import closed, poller, receive, running


def test_no_phase_is_a_dead_end_but_closed() -> None:
    for phase in Phase:
        leads = {after for (before, _), after in TRANSITIONS.items() if before is phase}
        assert (Phase.CLOSED in leads) is (phase is not Phase.CLOSED)


def test_a_websocket_never_goes_back_to_polling() -> None:
    reached, frontier = {Phase.WEBSOCKET}, [Phase.WEBSOCKET]
    while frontier:
        phase = frontier.pop()
        news = {after for (before, _), after in TRANSITIONS.items() if before is phase} - reached
        reached |= news
        frontier += news
    assert reached == {Phase.WEBSOCKET, Phase.CLOSING, Phase.CLOSED}


def test_only_an_answered_probe_upgrades() -> None:
    assert [pair for pair in TRANSITIONS if pair[1] is Signal.UPGRADED] == [(Phase.UPGRADING, Signal.UPGRADED)]
    assert [pair for pair in TRANSITIONS if pair[1] is Signal.PROBED] == [(Phase.PROBING, Signal.PROBED)]


PROBE = "EIO=4&transport=websocket&sid={}"


async def test_what_is_queued_during_the_upgrade_follows_in_order() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        peer = site.application.peers[0]
        async with site.websocket(PROBE.format(session.sid)) as socket:
            pending = asyncio.ensure_future(session.get())
            await asyncio.sleep(0.02)
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            assert (await pending).text == "6"
            for number in range(3):
                peer.send(event_packet("/", "n", b"%d" % number))
            peer.send(event_packet("/", "now", b""), Lane.URGENT)
            await socket.send("5")
            received = [await receive(socket) for _ in range(4)]
            assert received == ['42["now"]', '42["n",0]', '42["n",1]', '42["n",2]']
            peer.send(event_packet("/", "n", b"3"))
            assert await receive(socket) == '42["n",3]'
            assert site.gateway.counters.upgrades == 1


async def test_a_post_in_flight_is_served_while_upgrading() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        async with site.websocket(PROBE.format(session.sid)) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            assert (await session.post("\x1e".join(f'42["x",{number}]' for number in range(500)))).text == "ok"
            await socket.send("5")
            await socket.send('421["echo",1]')
            assert await receive(socket) == "431[1]"
        assert [args[0] for _, args, _ in site.application.events] == [*range(500), 1]


async def test_a_poll_pending_at_the_upgrade_is_released() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        async with site.websocket(PROBE.format(session.sid)) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            assert (await session.get()).text == "6"
            pending = asyncio.ensure_future(session.get())
            assert (await pending).text == "6"
            await socket.send("5")
            assert (await session.get()).status_code == 400


@pytest.mark.parametrize("said", ["5", "2", "3probe", "4hello", b"2probe", "2probe2probe"])
async def test_a_wrong_word_ends_the_probe_alone(said: str | bytes) -> None:
    async with running() as site, poller(site.port) as session:
        async with site.websocket(PROBE.format(session.sid)) as socket:
            await socket.send(said)
            assert (await closed(socket))[0] == 1000
        assert (await session.join()).startswith("40")
        async with site.websocket(PROBE.format(session.sid)) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"


async def test_a_lost_probe_leaves_polling_alive() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        async with site.websocket(PROBE.format(session.sid)) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
        await asyncio.sleep(0.02)
        site.application.peers[0].send(event_packet("/", "still", b""))
        assert (await session.get()).text == '42["still"]'


async def test_a_session_that_ends_takes_its_probe_along() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        async with site.websocket(PROBE.format(session.sid)) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            await session.post("1")
            assert (await closed(socket))[0] == 1000
        assert site.application.left == ["client close"]


async def test_the_heartbeat_goes_on_across_the_upgrade() -> None:
    limits = replace(Limits(), ping_interval_s=0.2, ping_timeout_s=0.2)
    async with (
        running(limits) as site,
        poller(site.port) as session,
        site.websocket(PROBE.format(session.sid)) as socket,
    ):
        await socket.send("2probe")
        assert await socket.recv() == "3probe"
        await asyncio.sleep(0.25)
        await socket.send("5")
        for _ in range(3):
            assert await socket.recv() == "2"
            await socket.send("3")


LATE = replace(Limits(), ping_interval_s=0.3, ping_timeout_s=0.6)


async def test_a_busy_server_ends_a_silent_client_when_it_was_due() -> None:
    async with running(LATE) as site, poller(site.port) as session:
        began = time.monotonic()
        await asyncio.sleep(0.2)
        time.sleep(0.35)  # noqa: ASYNC251 (the loop stands still over the ping's moment)
        await asyncio.sleep(began + 0.95 - time.monotonic())
        assert (await session.get()).status_code == 400


async def test_a_client_has_half_its_time_to_answer_a_ping_however_late_that_came() -> None:
    async with running(LATE) as site, poller(site.port) as session:
        time.sleep(1.5)  # noqa: ASYNC251
        assert (await session.get()).text == "2"
        await asyncio.sleep(0.1)
        assert (await session.post("3")).status_code == 200
        assert (await session.get()).text == "2"


async def test_a_poll_carries_everything_that_has_gathered() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        peer = site.application.peers[0]
        pending = asyncio.ensure_future(session.get())
        await asyncio.sleep(0.02)
        for number in range(3):
            peer.send(event_packet("/", "n", b"%d" % number))
        peer.send(event_packet("/", "b", b'{"_placeholder":true,"num":0}', [b"\x01\x02"]))
        assert (await pending).text == (
            '42["n",0]\x1e42["n",1]\x1e42["n",2]\x1e451-["b",{"_placeholder":true,"num":0}]\x1ebAQI='
        )
