"""Going down properly: queued packets first, then a named close, on every transport."""

import asyncio
import signal
import sys
import time
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from dryland.gateway import event_packet
from tests.interop.harness import LOCAL, closed, poller, receive, running
from tests.node.site import free_port

ROOT = Path(__file__).parents[2]


async def test_a_websocket_hears_everything_queued_and_then_why() -> None:
    async with running() as site, site.websocket() as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        site.application.peers[0].send(event_packet("/", "last", b"1"))
        await site.gateway.close(1)
        assert await receive(socket) == '42["last",1]'
        assert await closed(socket) == (1001, "server shutting down")
        assert site.application.left == ["server shutting down"]


async def test_a_pending_poll_is_released_with_what_was_queued() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        pending = asyncio.ensure_future(session.get())
        await asyncio.sleep(0.02)
        site.application.peers[0].send(event_packet("/", "last", b"1"))
        await site.gateway.close(1)
        assert (await pending).text == '42["last",1]\x1e1'
        assert (await session.get()).status_code == 400


async def test_a_client_between_polls_hears_it_with_the_next() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        site.application.peers[0].send(event_packet("/", "last", b"1"))
        closing = asyncio.ensure_future(site.gateway.close(2))
        await asyncio.sleep(0.02)
        assert not closing.done()
        assert (await session.get()).text == '42["last",1]\x1e1'
        await asyncio.wait_for(closing, 1)


async def test_grace_ends() -> None:
    async with running() as site, poller(site.port) as session:
        await session.join()
        began = time.monotonic()
        await site.gateway.close(0.2)
        assert time.monotonic() - began < 1
        assert site.gateway.counters.sessions == 0


async def test_a_slow_websocket_hears_why_after_everything_queued() -> None:
    async with running() as site, site.websocket() as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        peer = site.application.peers[0]
        block = event_packet("/", "block", b'"' + b"x" * 100_000 + b'"')
        for _ in range(100):
            peer.line.write(block.frames)
        await asyncio.sleep(0.005)
        peer.send(event_packet("/", "last", b"1"))
        assert peer.line.write is None
        closing = asyncio.ensure_future(site.gateway.close(3))
        received = [await receive(socket) for _ in range(101)]
        await closing
        assert received[-1] == '42["last",1]'
        assert await closed(socket) == (1001, "server shutting down")


async def test_nobody_new_is_let_in_while_closing() -> None:
    async with running() as site, poller(site.port):
        await site.gateway.close(0)
        with pytest.raises(AssertionError, match="Forbidden"):
            async with poller(site.port):
                pass


async def test_a_real_server_obeys_sigterm_with_a_poll_and_a_websocket_open() -> None:
    port = free_port()
    command = (sys.executable, "-m", "tests.interop.suite_server", str(port), "--ping-interval", "25000")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
    for _ in range(200):
        try:
            _, probe = await asyncio.open_connection(LOCAL, port)
            probe.close()
            break
        except OSError:
            await asyncio.sleep(0.05)
    url = f"ws://{LOCAL}:{port}/socket.io/?EIO=4&transport=websocket"
    async with connect(url, ping_interval=None) as socket, poller(port) as session:
        await socket.recv()
        await socket.send("40")
        await session.join()
        pending = asyncio.ensure_future(session.get())
        await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert (await closed(socket)) == (1001, "server shutting down")
        assert (await pending).text.endswith("1")
        _, err = await asyncio.wait_for(process.communicate(), 5)
        assert process.returncode in (0, -signal.SIGTERM)
        assert err == b""
