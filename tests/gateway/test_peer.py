"""What the application sees of a client: requests, answers, leaving, its own mistakes."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
import socketio

from dryland.gateway import Gateway, Lane, Peer, Refusal, event_packet
from tests.interop.harness import LOCAL, Recorder, closed, receive, running


class Acting(Recorder):
    """Does something with a peer as soon as it connects."""

    def __init__(self, act: Callable[[Peer], None]) -> None:
        super().__init__()
        self._act = act

    def connect(self, peer: Peer, auth: msgspec.Raw | None) -> Refusal | None:
        super().connect(peer, auth)
        self._act(peer)
        return None


class TestRequests:
    async def test_an_answer_is_used_once(self) -> None:
        answers: list[list[Any]] = []

        def ask(peer: Peer) -> None:
            peer.request("q", b"1,2", lambda args: answers.append([msgspec.json.decode(item) for item in args]))

        async with running(application=Acting(ask)) as site, site.websocket() as socket:
            await socket.recv()
            await socket.send("40")
            assert str(await receive(socket)).startswith("40{")
            assert await receive(socket) == '420["q",1,2]'
            await socket.send('430["yes",{"n":1}]')
            await socket.send('430["again"]')
            await socket.send('4399["never asked"]')
            await socket.send('421["echo",1]')
            assert await receive(socket) == "431[1]"
            assert answers == [["yes", {"n": 1}]]
            assert site.application.peers[0].requests_pending == 0

    async def test_no_answer_in_time_is_said_once(self) -> None:
        lost: list[str] = []

        def ask(peer: Peer) -> None:
            peer.request("q", b"", lambda args: lost.append("answered"), timeout_s=0.1, on_lost=lost.append)

        async with running(application=Acting(ask)) as site, site.websocket() as socket:
            await socket.recv()
            await socket.send("40")
            await asyncio.sleep(0.3)
            await socket.send("430[]")
            await socket.send('421["echo",1]')
            while await receive(socket) != "431[1]":
                pass
            assert lost == ["timeout"]
            del site

    async def test_a_client_that_leaves_answers_nothing(self) -> None:
        lost: list[str] = []

        def ask(peer: Peer) -> None:
            peer.request("q", b"", lambda args: None, timeout_s=5, on_lost=lost.append)

        async with running(application=Acting(ask)) as site:
            async with site.websocket() as socket:
                await socket.recv()
                await socket.send("40")
                await receive(socket)
            await site.application.until(lambda: site.application.left)
            assert lost == ["transport close"]


class TestLeaving:
    async def test_what_is_sent_while_joining_follows_the_welcome(self) -> None:
        def greet(peer: Peer) -> None:
            peer.send(event_packet("/", "second", b""))
            peer.send(event_packet("/", "first", b""), Lane.URGENT)

        async with running(application=Acting(greet)) as site, site.websocket() as socket:
            await socket.recv()
            await socket.send("40")
            assert str(await receive(socket)).startswith('40{"sid"')
            assert {await receive(socket), await receive(socket)} == {'42["first"]', '42["second"]'}

    async def test_put_out_while_joining_still_hears_welcome_and_goodbye(self) -> None:
        async with running(application=Acting(lambda peer: peer.disconnect())) as site, site.websocket() as socket:
            await socket.recv()
            await socket.send("40")
            assert str(await receive(socket)).startswith('40{"sid"')
            assert await receive(socket) == "41"
            assert site.application.left == ["server namespace disconnect"]
            assert site.gateway.peers == 0

    async def test_put_out_with_the_transport_names_the_reason(self) -> None:
        async with running() as site, site.websocket() as socket:
            await socket.recv()
            await socket.send("40")
            await receive(socket)
            peer = site.application.peers[0]
            site.gateway.join(peer, "room")
            peer.disconnect("superseded", close_transport=True)
            peer.send(event_packet("/", "late", b""))
            peer.disconnect("twice")
            assert await receive(socket) == "41"
            assert (await closed(socket))[1] == "superseded"
            assert site.application.left == ["superseded"]
            assert len(site.gateway.members("room")) == 0

    async def test_leaving_one_namespace_keeps_the_other(self) -> None:
        async with running() as site:
            client = socketio.AsyncClient(reconnection=False)
            await client.connect(f"http://{LOCAL}:{site.port}", namespaces=["/", "/other"], transports=["websocket"])
            site.application.peers[0].disconnect()
            await site.application.until(lambda: site.application.left)
            namespace = site.application.peers[1].namespace
            assert await client.call("echo", 7, namespace=namespace) == 7
            await client.disconnect()


class Broken(Recorder):
    """An application with a bug in one place."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def connect(self, peer: Peer, auth: msgspec.Raw | None) -> Refusal | None:
        if self._place == "connect":
            raise ZeroDivisionError
        return super().connect(peer, auth)

    def event(self, peer: Peer, name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        raise ZeroDivisionError

    def disconnected(self, peer: Peer, reason: str) -> None:
        super().disconnected(peer, reason)
        if self._place == "disconnected":
            raise ZeroDivisionError


@pytest.mark.parametrize("place", ["connect", "event", "disconnected"])
async def test_an_application_that_raises_loses_that_connection_and_is_logged(place: str) -> None:
    async with running(application=Broken(place)) as site, site.websocket() as socket:
        await socket.recv()
        await socket.send("40")
        await socket.send("41" if place == "disconnected" else '42["x"]')
        if place != "disconnected":
            assert (await closed(socket)) == (1011, "server error")
        await site.application.until(lambda: site.application.left)
        errors = [fields["error"] for event, fields in site.log if event == "application failed"]
        assert [type(error) for error in errors] == [ZeroDivisionError]
        assert site.gateway.peers == 0


def test_a_namespace_is_mounted_once_and_has_a_slash() -> None:
    gateway = Gateway()
    gateway.mount("/", Recorder())
    for name in ("/", "floor", "/a,b"):
        with pytest.raises(ValueError, match="namespace"):
            gateway.mount(name, Recorder())
