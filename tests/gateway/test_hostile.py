"""What advisories teach: every case is answered or closed within a second, named, cheap, noticed by nobody else."""

import asyncio
import gc
import resource
import socket as sockets
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dryland.gateway import Limits
from tests.interop.harness import (
    HANDSHAKE,
    LOCAL,
    Poller,
    Running,
    bare,
    closed,
    gone_within_a_second,
    masked,
    poller,
    receive,
    running,
)

GROWTH_BYTES = 5_000_000
QUICK = replace(Limits(), close_linger_s=0.1)


def rss_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@asynccontextmanager
async def calm(caplog: pytest.LogCaptureFixture, limits: Limits | None = None) -> AsyncIterator[Running]:
    """A gateway with a bystander: afterwards it still answers, nothing is left behind, no log has a traceback."""
    async with running(limits or QUICK) as site, site.websocket() as bystander:
        await bystander.recv()
        await bystander.send("40")
        await bystander.recv()
        gc.collect()
        before = rss_bytes()
        yield site
        gc.collect()
        assert rss_bytes() - before < GROWTH_BYTES
        await bystander.send('421["echo","still here"]')
        assert await receive(bystander, 1) == '431["still here"]'
        assert [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"] == []
        assert not any("error" in fields or "exc_info" in fields for _, fields in site.log)


async def ends(socket: ClientConnection, sent: list[str | bytes]) -> tuple[int, str]:
    """Send, and see the socket closed within a second; what it was closed with."""
    began = time.monotonic()
    with suppress(ConnectionClosed):
        for message in sent:
            await socket.send(message)
    ended = await closed(socket, 1)
    assert time.monotonic() - began < 1
    return ended


@asynccontextmanager
async def joined(site: Running) -> AsyncIterator[ClientConnection]:
    async with site.websocket() as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        yield socket


PLACE = '{{"_placeholder":true,"num":{}}}'
PACKETS: dict[str, tuple[list[str | bytes], str]] = {
    "placeholder -1": ([f'451-["x",{PLACE.format(-1)}]', b"a"], "parse error"),
    "placeholder 99": ([f'451-["x",{PLACE.format(99)}]', b"a"], "parse error"),
    "placeholder 1e400": ([f'451-["x",{PLACE.format("1e400")}]', b"a"], "parse error"),
    "placeholder 0.5": ([f'451-["x",{PLACE.format(0.5)}]', b"a"], "parse error"),
    "placeholder true": ([f'451-["x",{PLACE.format("true")}]', b"a"], "parse error"),
    "placeholder string": ([f'451-["x",{PLACE.format(chr(34) + "0" + chr(34))}]', b"a"], "parse error"),
    "placeholder missing": (['451-["x",{"_placeholder":true}]', b"a"], "parse error"),
    "placeholder nowhere": (['451-["x"]', b"a"], "parse error"),
    "placeholder twice": ([f'452-["x",{PLACE.format(0)},{PLACE.format(0)}]', b"a", b"b"], "parse error"),
    "attachments 1e9": (['451000000000-["x"]'], "too many attachments"),
    "attachments 1e30": ([f'45{10**30}-["x"]'], "parse error"),
    "attachments none, then binary": (['450-["x"]', b"a"], "parse error"),
    "binary out of nowhere": ([b"a"], "parse error"),
    "text between attachments": ([f'451-["x",{PLACE.format(0)}]', '42["x"]'], "parse error"),
    "event name object": (['42[{"a":1}]'], "parse error"),
    "event name array": (["42[[]]"], "parse error"),
    "event name null": (["42[null]"], "parse error"),
    "event name true": (["42[true]"], "parse error"),
    "event without name": (["42[]"], "parse error"),
    "event no array": (['42"x"'], "parse error"),
    "reserved connect": (['42["connect"]'], "parse error"),
    "reserved connect_error": (['42["connect_error"]'], "parse error"),
    "reserved disconnect": (['42["disconnect"]'], "parse error"),
    "reserved disconnecting": (['42["disconnecting"]'], "parse error"),
    "reserved newListener": (['42["newListener"]'], "parse error"),
    "reserved removeListener": (['42["removeListener"]'], "parse error"),
    "reserved in disguise": (['42[ "disc\\u006fnnect"]'], "parse error"),
    "ack id above 2^53": (['429007199254740992["x"]'], "parse error"),
    "ack id endless": (["42" + "9" * 100_000 + '["x"]'], "parse error"),
    "answer without id": (["43[1]"], "parse error"),
    "answer no array": (['431{"a":1}'], "parse error"),
    "client's own refusal": (['44{"message":"x"}'], "parse error"),
    "goodbye with payload": (['41["x"]'], "parse error"),
    "unknown type": (["47"], "parse error"),
    "empty message": ([""], "parse error"),
    "bare message": (["4"], "parse error"),
    "client ping": (["2"], "parse error"),
    "probe after opening": (["2probe"], "parse error"),
    "deep arrays": (['42["x",' + "[" * 100_000 + "]" * 100_000 + "]"], "nesting too deep"),
    "deep objects": (['42["x",' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "]"], "nesting too deep"),
    "deep and open": (["42[" + "[" * 400_000], "nesting too deep"),
    "quotes and backslashes": (['42["x",' + "[" * 70 + '"\\' * 400_000], "nesting too deep"),
    "backslashed quotes without end": (['42["x",' + "[1]," * 70 + '"' + '\\"' * 400_000], "parse error"),
    "second connect": (["40"], "namespace joined twice"),
    "namespace not joined": (['42/other,["x"]'], "namespace not joined"),
    "namespace of 500 kB": (["40/" + "n" * 500_000], "parse error"),
    "2,000 connects": ([f"40/n{number}," for number in range(2_000)], "too many namespaces"),
    "auth no object": (["40/other,[1]"], "parse error"),
    "auth deep": (['40/other,{"a":' + "[" * 100_000 + "]" * 100_000 + "}"], "nesting too deep"),
}


@pytest.mark.parametrize("case", PACKETS)
async def test_a_wicked_packet_closes_with_its_reason(case: str, caplog: pytest.LogCaptureFixture) -> None:
    sent, reason = PACKETS[case]
    async with calm(caplog) as site, joined(site) as socket:
        assert await ends(socket, sent) == (1008, reason)
        assert site.gateway.counters.closed == {reason: 1}
        assert site.application.left == [reason]


@pytest.mark.parametrize("packet", ['42["x",1]', "41", "431[1]", '451-["x",{"_placeholder":true,"num":0}]'])
async def test_a_packet_before_connect_closes(packet: str, caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, site.websocket() as socket:
        await socket.recv()
        assert await ends(socket, [packet]) == (1008, "packet before connect")


async def test_numbers_and_lone_surrogates_are_no_attack(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, joined(site) as socket:
        await socket.send('427[5,"cut \\ud83d off"]')
        assert await receive(socket) == '437["cut \\ufffd off"]'
        assert site.application.events[-1] == (b"5", ["cut � off"], 7)


async def test_5000_unsolicited_pongs_start_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, joined(site) as socket:
        for _ in range(5_000):
            await socket.send("3")
        await socket.send('421["echo",1]')
        assert await receive(socket) == "431[1]"


FRAMES = {
    "reserved bits in the first frame": (masked(0xC1, b"40"), 1002),
    "reserved opcode": (masked(0x83, b""), 1002),
    "unmasked": (b"\x81\x0240", 1002),
    "continuation of nothing": (masked(0x80, b"40"), 1002),
    "new message inside another": (masked(0x01, b"4") + masked(0x81, b"40"), 1002),
    "fragmented ping": (masked(0x09, b""), 1002),
    "invalid UTF-8": (masked(0x81, b'42["\xff"]'), 1007),
    "invalid UTF-8 split over frames": (masked(0x01, b'42["\xf0\x9f') + masked(0x80, b'\x41"]'), 1007),
    "surrogate as UTF-8": (masked(0x81, b'42["\xed\xa0\x80"]'), 1007),
    "60,000 fragments without end": (masked(0x01, b"4") + masked(0x00, b"x") * 60_000, 1008),
    "a frame that says 2^62": (b"\x81\xff" + struct.pack(">Q", 2**62) + b"\0\0\0\0", 1009),
}


@pytest.mark.parametrize("case", FRAMES)
async def test_a_wicked_frame_closes_with_its_code(case: str, caplog: pytest.LogCaptureFixture) -> None:
    data, code = FRAMES[case]
    async with calm(caplog) as site, bare(site) as (reader, writer):
        writer.write(data)
        received = await gone_within_a_second(reader)
        assert struct.pack(">H", code) in received
        assert site.gateway.counters.closed == {"transport error": 1}


async def test_one_byte_at_a_time_is_slow_but_fine(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, bare(site) as (reader, writer):
        for byte in masked(0x81, b"40") + masked(0x81, b'421["echo","slow"]'):
            writer.write(bytes((byte,)))
            await writer.drain()
            await asyncio.sleep(0.001)
        assert b'431["slow"]' in await asyncio.wait_for(reader.readuntil(b'slow"]'), 1)


POLLING = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n"
UPGRADE = f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n{HANDSHAKE}"
HEADS = {
    "64 kB header": f"{POLLING}X: {'a' * 65_536}\r\n\r\n",
    "64 kB header on an upgrade": f"{UPGRADE}X: {'a' * 65_536}\r\n\r\n",
    "5,000 headers": "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n" + "A: b\r\n" * 5_000 + "\r\n",
    "a header that never ends": "GET / HTTP/1.1\r\nX: " + "a" * 200_000,
    "a target that never ends": "GET /" + "a" * 200_000,
}


@pytest.mark.parametrize("case", HEADS)
async def test_an_oversized_head_is_refused(case: str, caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, bare(site, head=HEADS[case]) as (reader, _):
        received = await gone_within_a_second(reader)
        assert b"HTTP/1.1 431 " in received or "never ends" in case  # cut off in the middle, it may miss the answer
        assert "head too large" in site.reasons()


ODD = ["__proto__", "constructor", "hasOwnProperty", "toString", "x" * 5_000]


@pytest.mark.parametrize("value", ODD)
async def test_odd_query_values_are_refused_politely(value: str, caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, httpx.AsyncClient(trust_env=False, verify=False) as client:
        unknown = await client.get(site.url(f"EIO=4&transport={value}"))
        assert (unknown.status_code, unknown.json()["code"]) == (400, 0)
        lost = await client.get(site.url(f"EIO=4&transport=polling&sid={value}"))
        assert (lost.status_code, lost.json()["code"]) == (400, 1)
        for query in ("EIO=4&EIO=4&transport=polling", "EIO=4&transport=polling&transport=polling"):
            assert (await client.get(site.url(query))).json() == {"code": 3, "message": "Bad request"}
        with pytest.raises(InvalidStatus) as refused:
            async with site.websocket(f"EIO=4&transport=websocket&sid={value}"):
                pass
        assert refused.value.response.status_code == 400
        assert value not in str(site.log)


async def test_session_ids_are_long_and_never_the_same(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site:
        sids: set[str] = set()
        for _ in range(50):
            async with poller(site.port) as session:
                sids.add(session.sid)
                await session.join()
        sids |= {peer.sid for peer in site.application.peers}
        assert len(sids) == 101
        assert all(len(sid) == 20 for sid in sids)


async def test_a_foreign_page_is_kept_out_of_every_transport(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, httpx.AsyncClient(trust_env=False, verify=False) as client:
        for origin in ("https://evil.example", "null", f"http://{LOCAL}", "file://", "http://["):
            response = await client.get(site.url("EIO=4&transport=polling"), headers={"Origin": origin})
            assert (response.status_code, response.json()["code"]) == (403, 4)
            assert "access-control-allow-origin" not in response.headers
            with pytest.raises(InvalidStatus) as refused:
                async with site.websocket(origin=origin):  # type: ignore[arg-type]
                    pass
            assert refused.value.response.status_code == 403
        own = f"http://{LOCAL}:{site.port}"
        assert (await client.get(site.url("EIO=4&transport=polling"), headers={"Origin": own})).status_code == 200


def post_head(session: Poller, header: str) -> str:
    return f"POST {httpx.URL(session.url).raw_path.decode()} HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n"


class TestBodies:
    async def test_oversized_is_refused_before_it_is_read(self, caplog: pytest.LogCaptureFixture) -> None:
        async with calm(caplog) as site, poller(site.port) as session:
            head = post_head(session, f"Content-Length: {10**12}")
            async with bare(site, head=head + "4") as (reader, _):
                assert b"HTTP/1.1 413 " in await gone_within_a_second(reader)
            assert (await session.get()).status_code == 400
            assert site.gateway.counters.closed == {"body too large": 1}

    async def test_oversized_chunked_is_refused_on_the_way(self, caplog: pytest.LogCaptureFixture) -> None:
        async with calm(caplog) as site, poller(site.port) as session:
            head = post_head(session, "Transfer-Encoding: chunked")
            async with bare(site, head=head) as (reader, writer):
                with suppress(ConnectionError):
                    for _ in range(40):
                        writer.write(b"10000\r\n" + b"4" * 65_536 + b"\r\n")
                        await writer.drain()
                received = await gone_within_a_second(reader)
            assert b"HTTP/1.1 413 " in received or received == b""
            assert site.gateway.counters.closed == {"body too large": 1}

    async def test_slow_is_given_up(self, caplog: pytest.LogCaptureFixture) -> None:
        async with calm(caplog, replace(Limits(), body_timeout_s=0.3)) as site, poller(site.port) as session:
            head = post_head(session, "Content-Length: 100")
            async with bare(site, head=head + "4") as (reader, _):
                assert b"HTTP/1.1 408 " in await gone_within_a_second(reader)
            assert site.gateway.counters.closed == {"transport error": 1}

    async def test_cut_short_ends_the_session(self, caplog: pytest.LogCaptureFixture) -> None:
        async with calm(caplog) as site, poller(site.port) as session:
            head = post_head(session, "Content-Length: 100")
            async with bare(site, head=head + "4"):
                await asyncio.sleep(0.02)
            assert (await session.get()).status_code == 400

    @pytest.mark.parametrize(
        "headers", [{"Content-Type": "application/octet-stream"}, {"Content-Encoding": "gzip"}], ids=["binary", "gzip"]
    )
    async def test_binary_and_compressed_are_refused(
        self, headers: dict[str, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        async with calm(caplog) as site, poller(site.port) as session:
            for _ in range(3):
                assert (await session.post(b"\x1f\x8b", **headers)).status_code == 400
            assert site.gateway.counters.closed == {"parse error": 1}

    @pytest.mark.parametrize("body", [b"4\xff", b"b!!!", b"bAAA", b"", b"\x1e", b"4a\x1e\x1e4b"])
    async def test_malformed_is_refused(self, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
        async with calm(caplog) as site, poller(site.port) as session:
            await session.post(body)
            assert (await session.get()).status_code == 400
            assert site.gateway.counters.closed == {"parse error": 1}

    async def test_100000_tiny_packets_are_refused(self, caplog: pytest.LogCaptureFixture) -> None:
        async with calm(caplog) as site, poller(site.port) as session:
            began = time.monotonic()
            assert (await session.post("\x1e".join("3" for _ in range(100_000)))).status_code == 400
            assert time.monotonic() - began < 1
            assert site.gateway.counters.closed == {"too many packets": 1}


STEPS = ["open", "2probe", "5", "4"]


@pytest.mark.parametrize("steps", range(4))
async def test_a_reset_at_any_step_of_an_upgrade_harms_nobody(steps: int, caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, poller(site.port) as session:
        target = f"/socket.io/?EIO=4&transport=websocket&sid={session.sid}"
        async with bare(site, head=f"GET {target} HTTP/1.1\r\nHost: x\r\n{HANDSHAKE}\r\n") as (reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            for step in STEPS[1 : steps + 1]:
                writer.write(masked(0x81, step.encode()))
                await asyncio.sleep(0.01)
            raw = writer.get_extra_info("socket")
            raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        await asyncio.sleep(0.02)
        is_alive = (await session.post("40")).status_code == 200
        assert is_alive is (steps < 2)


async def test_compression_is_never_negotiated(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, site.websocket(compression="deflate") as socket:
        assert str(await socket.recv()).startswith("0")
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_secrets_of_a_refused_client_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with calm(caplog) as site, joined(site) as socket:
        await ends(socket, ['40/other,{"token":"top-secret"}', '42["x","heart 180",]'])
        assert "top-secret" not in str(site.log) + caplog.text
        assert "heart" not in str(site.log) + caplog.text
