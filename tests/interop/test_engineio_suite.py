"""The official Engine.IO v4 protocol suite, restated: on the raw echo and on the Socket.IO path alike."""

import asyncio
import time

import httpx
import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.interop.conftest import PING_INTERVAL_S, PING_TIMEOUT_S
from tests.interop.harness import LOCAL, Poller, closed, poller

pytestmark = pytest.mark.interop

KEYS = {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
BOTH_PATHS = pytest.mark.parametrize("path", ["/engine.io/", "/socket.io/"])
BAD_VERSIONS = ["transport={0}", "EIO=abc&transport={0}", "EIO=3&transport={0}"]
BAD_TRANSPORTS = ["EIO=4", "EIO=4&transport=abc"]


def ws(port: int, query: str, path: str = "/engine.io/") -> connect:
    return connect(f"ws://{LOCAL}:{port}{path}?{query}", compression=None, ping_interval=None)


def opened(port: int, path: str = "/engine.io/") -> connect:
    return ws(port, "EIO=4&transport=websocket", path)


async def request(port: int, method: str, query: str, path: str = "/engine.io/") -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        return await client.request(method, f"http://{LOCAL}:{port}{path}?{query}")


def check_hello(text: str, upgrades: list[str]) -> None:
    hello = msgspec.json.decode(text[1:])
    assert text[0] == "0"
    assert set(hello) == KEYS
    assert isinstance(hello["sid"], str)
    assert (hello["upgrades"], hello["maxPayload"]) == (upgrades, 1_000_000)
    assert (hello["pingInterval"], hello["pingTimeout"]) == (300, 200)


class TestHandshake:
    @BOTH_PATHS
    async def test_polling_opens_a_session(self, suite_port: int, path: str) -> None:
        response = await request(suite_port, "GET", "EIO=4&transport=polling", path)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/plain; charset=UTF-8"
        assert response.headers["cache-control"] == "no-store"
        check_hello(response.text, ["websocket"])

    @BOTH_PATHS
    @pytest.mark.parametrize("query", [*(query.format("polling") for query in BAD_VERSIONS), *BAD_TRANSPORTS])
    async def test_polling_refuses_a_wrong_version_or_transport(self, suite_port: int, path: str, query: str) -> None:
        response = await request(suite_port, "GET", query, path)
        assert response.status_code == 400
        assert set(response.json()) == {"code", "message"}

    @BOTH_PATHS
    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    async def test_polling_refuses_a_wrong_method(self, suite_port: int, path: str, method: str) -> None:
        response = await request(suite_port, method, "EIO=4&transport=polling", path)
        assert response.status_code == 400
        assert response.json() == {"code": 2, "message": "Bad handshake method"}

    @BOTH_PATHS
    async def test_websocket_opens_a_session(self, suite_port: int, path: str) -> None:
        async with opened(suite_port, path) as socket:
            check_hello(str(await socket.recv()), [])

    @BOTH_PATHS
    @pytest.mark.parametrize("query", [*(query.format("websocket") for query in BAD_VERSIONS), *BAD_TRANSPORTS])
    async def test_websocket_refuses_a_wrong_version_or_transport(self, suite_port: int, path: str, query: str) -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with ws(suite_port, query, path):
                pass
        assert refused.value.response.status_code == 400


class TestPollingMessages:
    @pytest.mark.parametrize("body", ["4hello", "4test1\x1e4test2\x1e4test3", "4hello\x1ebAQIDBA=="])
    async def test_echoes_a_payload(self, suite_port: int, body: str) -> None:
        async with poller(suite_port, "/engine.io/") as session:
            pushed = await session.post(body)
            assert (pushed.status_code, pushed.text) == (200, "ok")
            polled = await session.get()
            assert (polled.status_code, polled.text) == (200, body)

    async def test_closes_on_an_invalid_packet(self, suite_port: int) -> None:
        async with poller(suite_port, "/engine.io/") as session:
            await session.post("abc")
            assert (await session.get()).status_code == 400

    async def test_closes_on_overlapping_polls(self, suite_port: int) -> None:
        async with poller(suite_port, "/engine.io/") as session:
            first = asyncio.ensure_future(session.get())
            await asyncio.sleep(0.02)
            second = await session.get()
            assert ((await first).status_code, (await first).text) == (200, "1")
            assert second.status_code == 400
            assert (await session.get()).status_code == 400

    async def test_closes_on_a_cancelled_poll(self, suite_port: int) -> None:
        async with poller(suite_port, "/engine.io/") as session:
            reader, writer = await asyncio.open_connection(LOCAL, suite_port)
            writer.write(f"GET {httpx.URL(session.url).raw_path.decode()} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await asyncio.sleep(0.02)
            writer.close()
            await writer.wait_closed()
            del reader
            assert (await session.get()).status_code == 400


class TestWebSocketMessages:
    async def test_echoes_text(self, suite_port: int) -> None:
        async with opened(suite_port) as socket:
            await socket.recv()
            await socket.send("4hello")
            assert await socket.recv() == "4hello"

    async def test_echoes_binary(self, suite_port: int) -> None:
        async with opened(suite_port) as socket:
            await socket.recv()
            await socket.send(b"\x01\x02\x03\x04")
            assert await socket.recv() == b"\x01\x02\x03\x04"

    async def test_closes_on_an_invalid_packet(self, suite_port: int) -> None:
        async with opened(suite_port) as socket:
            await socket.recv()
            await socket.send("abc")
            assert await closed(socket) == (1008, "parse error")


class TestHeartbeat:
    @BOTH_PATHS
    async def test_polling_pings_and_pongs(self, suite_port: int, path: str) -> None:
        async with poller(suite_port, path) as session:
            for _ in range(3):
                assert (await session.get()).text == "2"
                assert (await session.post("3")).status_code == 200

    @BOTH_PATHS
    async def test_polling_without_pong_is_closed_in_time(self, suite_port: int, path: str) -> None:
        async with poller(suite_port, path) as session:
            await asyncio.sleep(PING_INTERVAL_S + PING_TIMEOUT_S)
            assert (await session.get()).status_code == 400

    @BOTH_PATHS
    async def test_websocket_pings_and_pongs(self, suite_port: int, path: str) -> None:
        async with opened(suite_port, path) as socket:
            await socket.recv()
            for _ in range(3):
                assert await socket.recv() == "2"
                await socket.send("3")

    @BOTH_PATHS
    async def test_websocket_without_pong_is_closed_in_time(self, suite_port: int, path: str) -> None:
        async with opened(suite_port, path) as socket:
            began = time.monotonic()
            assert await closed(socket) == (1008, "ping timeout")
            assert 0.4 < time.monotonic() - began < 0.9


class TestClose:
    @BOTH_PATHS
    async def test_polling_client_closes(self, suite_port: int, path: str) -> None:
        async with poller(suite_port, path) as session:
            pending = asyncio.ensure_future(session.get())
            await asyncio.sleep(0.02)
            await session.post("1")
            assert ((await pending).status_code, (await pending).text) == (200, "6")
            assert (await session.get()).status_code == 400

    @BOTH_PATHS
    async def test_websocket_client_closes(self, suite_port: int, path: str) -> None:
        async with opened(suite_port, path) as socket:
            await socket.recv()
            await socket.send("1")
            assert (await closed(socket))[0] == 1000


async def probed(port: int, session: Poller, path: str = "/engine.io/") -> connect:
    return ws(port, f"EIO=4&transport=websocket&sid={session.sid}", path)


class TestUpgrade:
    @BOTH_PATHS
    async def test_upgrades_and_releases_the_poll_with_a_noop(self, suite_port: int, path: str) -> None:
        async with poller(suite_port, path) as session, await probed(suite_port, session, path) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            polled = await session.get()
            assert (polled.status_code, polled.text) == (200, "6")
            await socket.send("5")
            await socket.send("4hello" if path == "/engine.io/" else "40")
            assert str(await socket.recv()).startswith("4")

    @BOTH_PATHS
    async def test_polling_is_over_after_the_upgrade(self, suite_port: int, path: str) -> None:
        async with poller(suite_port, path) as session, await probed(suite_port, session, path) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            await socket.send("5")
            assert (await session.get()).status_code == 400
            await socket.send("4hello" if path == "/engine.io/" else "40")
            assert str(await socket.recv()).startswith("4")

    @BOTH_PATHS
    async def test_a_second_websocket_is_closed_and_the_first_goes_on(self, suite_port: int, path: str) -> None:
        async with poller(suite_port, path) as session, await probed(suite_port, session, path) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            await socket.send("5")
            async with await probed(suite_port, session, path) as second:
                with pytest.raises(ConnectionClosed):
                    await second.recv()
            await socket.send("4hello" if path == "/engine.io/" else "40")
            assert str(await socket.recv()).startswith("4")
