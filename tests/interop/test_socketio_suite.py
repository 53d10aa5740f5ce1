"""The official Socket.IO v5 protocol suite, restated; its Engine.IO half runs in test_engineio_suite."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.interop.harness import LOCAL, closed, receive

pytestmark = pytest.mark.interop

TWO_PLACES = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'


@asynccontextmanager
async def raw(port: int) -> AsyncIterator[ClientConnection]:
    url = f"ws://{LOCAL}:{port}/socket.io/?EIO=4&transport=websocket"
    async with connect(url, compression=None, ping_interval=None) as socket:
        await socket.recv()
        yield socket


@asynccontextmanager
async def joined(port: int) -> AsyncIterator[ClientConnection]:
    async with raw(port) as socket:
        await socket.send("40")
        assert str(await socket.recv()).startswith("40")
        assert str(await socket.recv()).startswith('42["auth"')
        yield socket


class TestConnect:
    @pytest.mark.parametrize(
        ("packet", "head", "auth"),
        [
            ("40", "40", '42["auth",{}]'),
            ('40{"token":"123"}', "40", '42["auth",{"token":"123"}]'),
            ("40/custom,", "40/custom,", '42/custom,["auth",{}]'),
            ("40/custom", "40/custom,", '42/custom,["auth",{}]'),
            ('40/custom,{"token":"abc"}', "40/custom,", '42/custom,["auth",{"token":"abc"}]'),
        ],
    )
    async def test_welcomes_then_sends(self, suite_port: int, packet: str, head: str, auth: str) -> None:
        async with raw(suite_port) as socket:
            await socket.send(packet)
            welcome = str(await socket.recv())
            assert welcome.startswith(head)
            fields: dict[str, Any] = msgspec.json.decode(welcome.removeprefix(head))
            assert list(fields) == ["sid"]
            assert isinstance(fields["sid"], str)
            assert await socket.recv() == auth

    async def test_refuses_an_unknown_namespace(self, suite_port: int) -> None:
        async with raw(suite_port) as socket:
            await socket.send("40/random")
            assert await socket.recv() == '44/random,{"message":"Invalid namespace"}'

    async def test_closes_on_a_first_packet_that_is_none(self, suite_port: int) -> None:
        async with raw(suite_port) as socket:
            await socket.send("4abc")
            assert await closed(socket) == (1008, "parse error")

    async def test_closes_without_a_connect_in_time(self, suite_port: int) -> None:
        async with raw(suite_port) as socket:
            pongs = asyncio.ensure_future(answer_pings(socket))
            await socket.wait_closed()
            pongs.cancel()
            assert socket.close_reason == "connect timeout"


async def answer_pings(socket: ClientConnection) -> None:
    async for message in socket:
        if message == "2":
            await socket.send("3")


class TestDisconnect:
    async def test_from_the_main_namespace_keeps_the_transport(self, suite_port: int) -> None:
        async with joined(suite_port) as socket:
            await socket.send("41")
            assert await socket.recv() == "2"

    async def test_from_another_namespace_keeps_the_main_one(self, suite_port: int) -> None:
        async with joined(suite_port) as socket:
            assert await socket.recv() == "2"
            await socket.send("40/custom")
            assert str(await receive(socket)).startswith("40/custom")
            assert str(await receive(socket)).startswith("42/custom")
            await socket.send("41/custom")
            await socket.send('42["message","message to main namespace"]')
            assert await receive(socket) == '42["message-back","message to main namespace"]'


class TestMessages:
    @pytest.mark.parametrize(
        ("sent", "answered"),
        [
            ('42["message",1,"2",{"3":[true]}]', '42["message-back",1,"2",{"3":[true]}]'),
            ('42456["message-with-ack",1,"2",{"3":[false]}]', '43456[1,"2",{"3":[false]}]'),
        ],
    )
    async def test_text(self, suite_port: int, sent: str, answered: str) -> None:
        async with joined(suite_port) as socket:
            await socket.send(sent)
            assert await receive(socket) == answered

    @pytest.mark.parametrize(
        ("sent", "answered"),
        [
            (f'452-["message",{TWO_PLACES}]', f'452-["message-back",{TWO_PLACES}]'),
            (f'452-789["message-with-ack",{TWO_PLACES}]', f"462-789[{TWO_PLACES}]"),
        ],
    )
    async def test_attachments(self, suite_port: int, sent: str, answered: str) -> None:
        async with joined(suite_port) as socket:
            await socket.send(sent)
            await socket.send(b"\x01\x02\x03")
            await socket.send(b"\x04\x05\x06")
            assert [await receive(socket) for _ in range(3)] == [answered, b"\x01\x02\x03", b"\x04\x05\x06"]

    @pytest.mark.parametrize("packet", ["4abc", "42{}", '42abc["message-with-ack",1,"2",{"3":[false]}]'])
    async def test_an_invalid_packet_closes(self, suite_port: int, packet: str) -> None:
        async with joined(suite_port) as socket:
            await socket.send(packet)
            assert await closed(socket) == (1008, "parse error")
