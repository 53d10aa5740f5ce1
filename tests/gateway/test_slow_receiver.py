"""A receiver that does not read: what is kept, what is replaced, when it is put out, and that nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from dryland.gateway import Lane, Limits, Peer, event_packet
from tests.interop.harness import Running, receive, running

BLOCK = b'"' + b"x" * 60_000 + b'"'


class Clogged:
    """A WebSocket client that joins `/` and then reads only when told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: Peer) -> None:
        self.reader = reader
        self.writer = writer
        self.peer = peer

    async def messages(self, count: int) -> list[bytes]:
        """The next messages, whole; control frames are skipped."""
        found: list[bytes] = []
        while len(found) < count:
            first, size = await self.reader.readexactly(2)
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            payload = await self.reader.readexactly(size)
            if first & 0x0F < 3:
                found.append(payload)
        return found

    async def clog(self) -> int:
        """Send until the receiver is slow and stays it; returns how many blocks that took."""
        blocks = 0
        while self.peer.line.write is not None:
            while self.peer.line.write is not None:
                self.peer.send(event_packet("/", "block", BLOCK))
                blocks += 1
                await asyncio.sleep(0)
            await asyncio.sleep(0.03)  # what the client's kernel still takes, it has taken by now
        return blocks


HEAD = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@asynccontextmanager
async def clogged(site: Running) -> AsyncIterator[Clogged]:
    count = len(site.application.peers)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=1024)
    writer.write(HEAD.encode())
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\x81\x82\0\0\0\x0040")
    await site.application.until(lambda: len(site.application.peers) > count)
    client = Clogged(reader, writer, site.application.peers[-1])
    await client.messages(2)
    yield client
    writer.close()


async def test_lanes_follow_in_order_once_the_receiver_reads_again() -> None:
    async with running() as site, clogged(site) as client:
        blocks = await client.clog()
        for number in range(3):
            client.peer.send(event_packet("/", "kept", b"%d" % number))
        for value in range(1_000):
            client.peer.send(event_packet("/", "live", b"%d" % value), Lane.LATEST, "p1")
            client.peer.send(event_packet("/", "other", b"%d" % value), Lane.LATEST, "p2")
        client.peer.send(event_packet("/", "stop", b""), Lane.URGENT)
        received = await client.messages(blocks + 6)
        assert received[-6:] == [
            b'42["stop"]',
            b'42["kept",0]',
            b'42["kept",1]',
            b'42["kept",2]',
            b'42["live",999]',
            b'42["other",999]',
        ]
        assert site.gateway.counters.live_replaced == 1_998
        assert client.peer.line.write is not None


async def test_the_same_key_in_two_namespaces_is_two_values() -> None:
    async with running() as site, clogged(site) as client:
        client.writer.write(b"\x81\x88\0\0\0\x0040/other")
        await site.application.until(lambda: len(site.application.peers) == 2)
        other = site.application.peers[1]
        await client.messages(1)
        blocks = await client.clog()
        client.peer.send(event_packet("/", "live", b"1"), Lane.LATEST, "p1")
        other.send(event_packet("/other", "live", b"2"), Lane.LATEST, "p1")
        assert (await client.messages(blocks + 2))[-2:] == [b'42["live",1]', b'42/other,["live",2]']


async def test_a_slow_receiver_is_put_out_above_the_byte_bound_and_kept_at_it() -> None:
    limits = replace(Limits(), buffered_bytes=200_000, ping_interval_s=60, buffered_s=60)
    async with running(limits) as site, clogged(site) as client:
        await client.clog()
        packet = event_packet("/", "kept", b'"' + b"x" * (100_000 - len('42["kept",""]')) + b'"')
        assert packet.size == 100_000
        client.peer.send(packet)
        client.peer.send(packet)
        await asyncio.sleep(0.05)
        assert site.gateway.counters.sessions == 1
        client.peer.send(event_packet("/", "one too many", b""))
        await site.application.until(lambda: site.application.left)
        assert site.application.left == ["slow receiver"]
        assert site.gateway.counters.closed == {"slow receiver": 1}


async def test_a_slow_receiver_is_put_out_after_the_time_bound() -> None:
    limits = replace(Limits(), buffered_s=0.2, ping_interval_s=4, ping_timeout_s=4)
    async with running(limits) as site, clogged(site) as client:
        await client.clog()
        client.peer.send(event_packet("/", "kept", b""))
        await site.application.until(lambda: site.application.left)
        assert site.application.left == ["slow receiver"]


async def test_live_values_alone_never_put_a_receiver_out() -> None:
    limits = replace(Limits(), buffered_s=0.1, ping_interval_s=4, ping_timeout_s=4, buffered_bytes=1_000)
    async with running(limits) as site, clogged(site) as client:
        blocks = await client.clog()
        for value in range(10_000):
            client.peer.send(event_packet("/", "live", b"%d" % value), Lane.LATEST, "p1")
        await asyncio.sleep(0.3)
        assert site.application.left == []
        assert (await client.messages(blocks + 1))[-1] == b'42["live",9999]'


async def test_a_slow_receiver_in_a_room_holds_nobody_up() -> None:
    limits = replace(Limits(), buffered_bytes=100_000)
    async with running(limits) as site, clogged(site) as slow, site.websocket() as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        for peer in site.application.peers:
            site.gateway.join(peer, "room")
        await slow.clog()
        for number in range(10):
            assert site.gateway.emit("room", event_packet("/", "block", BLOCK)) <= 2
            assert len(await receive(socket)) > 60_000
            del number
        assert site.application.left == ["slow receiver"]
        assert [peer.sid for peer in site.gateway.members("room")] == [site.application.peers[1].sid]
