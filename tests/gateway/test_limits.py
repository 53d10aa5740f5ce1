"""Every bound, at the bound and one above."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidMessage

from dryland.gateway import Limits
from dryland.gateway.frames import BINARY, frame
from tests.interop.harness import (
    LOCAL,
    Running,
    bare,
    closed,
    gone_within_a_second,
    masked,
    poller,
    receive,
    running,
)

CUT = (ConnectionError, InvalidMessage)
EVERYBODY = frozenset[str]()
ELSEWHERE = {"buffered_bytes", "buffered_s", "body_timeout_s"}  # test_slow_receiver, test_hostile
IN_THE_SUITES = {"ping_interval_s", "ping_timeout_s"}  # tests/interop


@asynccontextmanager
async def joined(limits: Limits) -> AsyncIterator[tuple[Running, ClientConnection]]:
    async with running(limits) as site, site.websocket() as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        yield site, socket


async def echoes(socket: ClientConnection) -> bool:
    await socket.send('429["echo",1]')
    return bool(await receive(socket, 2) == "439[1]")


def event_of(size: int) -> str:
    return '42["x","' + "y" * (size - len('42["x",""]')) + '"]'


def test_every_bound_has_a_test_here() -> None:
    source = Path(__file__).read_text()
    missing = [field.name for field in fields(Limits) if f"{field.name}=" not in source]
    assert set(missing) <= ELSEWHERE | IN_THE_SUITES


class TestMessages:
    async def test_websocket_message_bytes(self) -> None:
        async with joined(replace(Limits(), max_payload_bytes=1_000)) as (_, socket):
            await socket.send(event_of(1_000))
            assert await echoes(socket)
            await socket.send(event_of(1_001))
            assert (await closed(socket))[0] == 1009

    async def test_fragmented_message_bytes(self) -> None:
        async with joined(replace(Limits(), max_payload_bytes=1_000)) as (_, socket):
            await socket.send([event_of(1_000)[:600], event_of(1_000)[600:]])
            assert await echoes(socket)
            await socket.send([event_of(1_001)[:600], event_of(1_001)[600:]])
            assert await closed(socket) == (1009, "message too big")

    async def test_polling_body_bytes(self) -> None:
        async with running(replace(Limits(), max_payload_bytes=1_000)) as site, poller(site.port) as session:
            await session.join()
            assert (await session.post(event_of(1_000))).status_code == 200
            assert (await session.post(event_of(1_001))).status_code == 413

    async def test_fragments(self) -> None:
        async with joined(replace(Limits(), fragments_per_message=8)) as (_, socket):
            await socket.send(['42["x",1', *["1"] * 5, "]"])  # and an empty last frame
            assert await echoes(socket)
            with suppress(ConnectionClosed):
                await socket.send(['42["x",1', *["1"] * 6, "]"])
            assert await closed(socket) == (1008, "too many fragments")

    async def test_unfinished_message(self) -> None:
        limits = replace(Limits(), unfinished_message_s=0.3)
        async with running(limits) as site, bare(site) as (reader, writer):
            writer.write(masked(0x81, b"40") + masked(0x01, b"421"))
            await asyncio.sleep(0.1)
            writer.write(masked(0x80, b'["echo",1]'))
            await reader.readuntil(b"431[1]")
            writer.write(masked(0x01, b"421"))
            assert b"unfinished message" in await gone_within_a_second(reader)
            assert site.gateway.counters.closed == {"transport error": 1}

    async def test_packets_in_a_post(self) -> None:
        async with running(replace(Limits(), packets_per_post=1_000)) as site, poller(site.port) as session:
            await session.join()
            assert (await session.post("\x1e".join(['42["x"]'] * 1_000))).status_code == 200
            assert len(site.application.events) == 1_000
            assert (await session.post("\x1e".join(['42["x"]'] * 1_001))).status_code == 400
            assert site.gateway.counters.closed == {"too many packets": 1}

    async def test_json_depth(self) -> None:
        async with joined(replace(Limits(), json_depth=10)) as (_, socket):
            await socket.send('42["[[[[[[[[[[[[[[[[[[[[",' + "[" * 9 + "]" * 9 + "]")
            assert await echoes(socket)
            await socket.send('42["x",' + "[" * 10 + "]" * 10 + "]")
            assert await closed(socket) == (1008, "nesting too deep")


async def raw_status(site: Running, head: str) -> str:
    reader, writer = await asyncio.open_connection(LOCAL, site.port)
    writer.write(head.encode())
    line = await asyncio.wait_for(reader.readline(), 2)
    writer.close()
    return line.decode().split(" ")[1]


class TestHeads:
    TARGET = "/socket.io/?EIO=4&transport=polling"

    async def test_header_count(self) -> None:
        async with running(replace(Limits(), header_count=20)) as site:
            head = f"GET {self.TARGET} HTTP/1.1\r\n"
            assert await raw_status(site, head + "A: b\r\n" * 20 + "\r\n") == "200"
            assert await raw_status(site, head + "A: b\r\n" * 21 + "\r\n") == "431"

    async def test_header_bytes(self) -> None:
        async with running(replace(Limits(), header_bytes=1_000)) as site:
            room = 1_000 - len(self.TARGET) - len("x") - 4
            head = f"GET {self.TARGET} HTTP/1.1\r\nX: "
            assert await raw_status(site, head + "y" * room + "\r\n\r\n") == "200"
            assert await raw_status(site, head + "y" * (room + 1) + "\r\n\r\n") == "431"

    async def test_time_to_the_end_of_the_head(self) -> None:
        async with running(replace(Limits(), handshake_timeout_s=0.2, ping_timeout_s=1)) as site:
            reader, writer = await asyncio.open_connection(LOCAL, site.port)
            writer.write(b"GET / HTTP/1.1\r\nX: ")
            with suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 1) == b""
            writer.close()
            assert site.gateway.admission.connections == 0


class TestNamespaces:
    async def test_how_many(self) -> None:
        async with joined(replace(Limits(), namespaces_per_connection=3)) as (_, socket):
            for name in ("/other", "/nowhere"):
                await socket.send(f"40{name},")
                await receive(socket)
            assert await echoes(socket)
            await socket.send("40/nowhere,")
            assert await closed(socket) == (1008, "too many namespaces")

    async def test_how_long(self) -> None:
        async with joined(replace(Limits(), namespace_bytes=10)) as (_, socket):
            await socket.send("40/" + "ä" * 4 + "n,")
            assert str(await receive(socket)).startswith("44/")
            await socket.send("40/" + "ä" * 5 + ",")
            assert await closed(socket) == (1008, "parse error")

    async def test_time_without_one(self) -> None:
        async with running(replace(Limits(), connect_timeout_s=0.2)) as site, site.websocket() as socket:
            await socket.recv()
            await socket.send("40")
            await socket.recv()
            await asyncio.sleep(0.3)
            assert await echoes(socket)
            await socket.send("41")
            assert (await closed(socket))[1] == "connect timeout"


def binary_event(count: int) -> str:
    places = ",".join(f'{{"_placeholder":true,"num":{number}}}' for number in range(count))
    return f'45{count}-["x",{places}]'


class TestAttachments:
    async def test_how_many(self) -> None:
        async with joined(replace(Limits(), attachments_per_packet=3)) as (_, socket):
            await socket.send(binary_event(3))
            for _ in range(3):
                await socket.send(b"x")
            assert await echoes(socket)
            await socket.send(binary_event(4))
            assert await closed(socket) == (1008, "too many attachments")

    async def test_bytes(self) -> None:
        async with joined(replace(Limits(), attachment_bytes=100)) as (site, socket):
            await socket.send(binary_event(2))
            await socket.send(b"x" * 50)
            await socket.send(b"x" * 50)
            assert await echoes(socket)
            assert site.application.raw[0].attachments == (b"x" * 50,) * 2  # type: ignore[attr-defined]
            await socket.send(binary_event(2))
            await socket.send(b"x" * 50)
            await socket.send(b"x" * 51)
            assert await closed(socket) == (1008, "too many attachments")

    async def test_time(self) -> None:
        async with joined(replace(Limits(), attachments_timeout_s=0.2)) as (_, socket):
            await socket.send(binary_event(1))
            await socket.send(b"x")
            await asyncio.sleep(0.3)
            assert await echoes(socket)
            await socket.send(binary_event(1))
            assert await closed(socket) == (1008, "attachments timeout")


class TestRates:
    async def test_events_at_once(self) -> None:
        async with joined(replace(Limits(), events_burst=101, events_per_s=0.1)) as (site, socket):
            for _ in range(99):
                await socket.send('42["x"]')
            assert await echoes(socket)
            await socket.send('42["x"]')
            assert await closed(socket) == (1008, "rate limit")
            assert len(site.application.events) == 100

    async def test_websocket_pings_at_once(self) -> None:
        limits = replace(Limits(), events_burst=100, events_per_s=0.1)
        async with running(limits) as site, bare(site) as (reader, writer):
            writer.write(masked(0x89, b"") * 100)
            await asyncio.sleep(0.05)
            assert site.gateway.counters.sessions == 1
            writer.write(masked(0x89, b""))
            assert b"rate limit" in await gone_within_a_second(reader)

    async def test_idle_packets(self) -> None:
        async with joined(replace(Limits(), idle_packets=20)) as (_, socket):
            for _ in range(20):
                await socket.send("3")
            assert await echoes(socket)
            await socket.send("6")
            assert await closed(socket) == (1008, "rate limit")

    async def test_events_on_average(self) -> None:
        async with joined(replace(Limits(), events_burst=2, events_per_s=50.0)) as (_, socket):
            for _ in range(20):
                await asyncio.sleep(0.025)
                assert await echoes(socket)

    async def test_connections_from_one_address(self) -> None:
        limits = replace(Limits(), connections_per_ip=2, uncounted_ips=EVERYBODY)
        async with running(limits) as site, site.websocket() as first, site.websocket():
            with pytest.raises(CUT):
                async with site.websocket():
                    pass
            await first.close()
            async with site.websocket() as fourth:
                assert str(await fourth.recv()).startswith("0")
        assert site.gateway.admission.connections == 0

    async def test_connections_in_total(self) -> None:
        async with running(replace(Limits(), connections_total=1)) as site, site.websocket():
            with pytest.raises(CUT):
                async with site.websocket():
                    pass

    async def test_handshakes_from_one_address(self) -> None:
        limits = replace(Limits(), handshakes_per_ip_per_s=0.2, uncounted_ips=EVERYBODY)
        async with running(limits) as site, httpx.AsyncClient(trust_env=False, verify=False) as client:
            url = site.url("EIO=4&transport=polling")
            assert [(await client.get(url)).status_code for _ in range(3)] == [200, 200, 403]
            assert site.gateway.counters.refused == {"forbidden": 1}

    async def test_handshakes_in_total(self) -> None:
        async with (
            running(replace(Limits(), handshakes_per_s=1.0)) as site,
            httpx.AsyncClient(trust_env=False, verify=False) as client,
        ):
            url = site.url("EIO=4&transport=polling")
            assert [(await client.get(url)).status_code for _ in range(3)] == [200, 200, 403]


class TestTimes:
    async def test_upgrade(self) -> None:
        async with running(replace(Limits(), upgrade_timeout_s=0.2)) as site, poller(site.port) as session:
            async with site.websocket(f"EIO=4&transport=websocket&sid={session.sid}") as probe:
                await probe.send("2probe")
                assert await probe.recv() == "3probe"
                assert (await closed(probe, 1))[0] == 1000
            assert (await session.join()).startswith("40")

    async def test_closing(self) -> None:
        limits = replace(Limits(), close_linger_s=0.2, ping_timeout_s=2)
        async with running(limits) as site, bare(site) as (reader, writer):
            writer.write(masked(0x81, b"x"))
            assert b"parse error" in await gone_within_a_second(reader)

    async def test_unsent_bytes_decide_who_is_slow(self) -> None:
        async with running(replace(Limits(), unsent_bytes=4_096)) as site, bare(site) as (reader, writer):
            writer.write(masked(0x81, b"40"))
            await site.application.until(lambda: site.application.peers)
            line = site.application.peers[0].line
            line.write(frame(BINARY, bytes(4_096)))
            await asyncio.sleep(0.01)
            assert line.write is not None
            line.write(frame(BINARY, bytes(2**24)))
            await asyncio.sleep(0.01)
            assert line.write is None
            del reader
