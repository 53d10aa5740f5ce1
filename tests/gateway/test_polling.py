"""The polling routes beyond the protocol suite: headers, methods, foreign pages, overlapping requests."""

import asyncio

import httpx
import pytest

from dryland.gateway import Origins
from tests.interop.harness import Running, bare, poller, running

ALLOWED = "https://app.example"


async def ask(site: Running, method: str, query: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        return await client.request(method, site.url(query), headers=headers)


async def test_an_allowed_foreign_page_may_read_the_answer_and_ask_first() -> None:
    async with running(origins=Origins(allowed=frozenset({ALLOWED}))) as site:
        opened = await ask(site, "GET", "EIO=4&transport=polling", Origin=ALLOWED)
        assert opened.headers["access-control-allow-origin"] == ALLOWED
        assert opened.headers["vary"] == "Origin"
        asked = await ask(
            site, "OPTIONS", "EIO=4&transport=polling", Origin=ALLOWED, **{"Access-Control-Request-Method": "POST"}
        )
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-methods"] == "GET, POST"
        refused = await ask(site, "OPTIONS", "EIO=4&transport=polling", Origin="https://evil.example")
        assert refused.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused_and_the_session_lives(method: str) -> None:
    async with running() as site, poller(site.port) as session:
        response = await ask(site, method, f"EIO=4&transport=polling&sid={session.sid}")
        assert (response.status_code, response.json()["code"]) == (400, 3)
        assert (await session.join()).startswith("40")


async def test_http_with_the_other_transports_name_is_refused() -> None:
    async with running() as site, poller(site.port) as session:
        for query in ("EIO=4&transport=websocket", f"EIO=4&transport=websocket&sid={session.sid}"):
            assert (await ask(site, "GET", query)).json()["code"] == 3
        assert (await session.join()).startswith("40")


async def test_overlapping_posts_end_the_session() -> None:
    async with running() as site, poller(site.port) as session:
        path = httpx.URL(session.url).raw_path.decode()
        async with bare(site, head=f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n4"):
            await asyncio.sleep(0.02)
            assert (await session.post("40")).status_code == 400
        assert (await session.get()).status_code == 400
        assert site.gateway.counters.closed == {"overlapping posts": 1}


async def test_other_paths_are_not_upgraded() -> None:
    async with running() as site:
        head = "GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        async with bare(site, head=head) as (reader, _):
            assert b" 404 " in await reader.readline()


async def test_the_path_needs_no_last_slash() -> None:
    async with running() as site, httpx.AsyncClient(trust_env=False, verify=False) as client:
        url = site.url("EIO=4&transport=polling").replace("/socket.io/", "/socket.io")
        assert (await client.get(url)).status_code == 200
        async with site.websocket() as socket:
            assert str(await socket.recv()).startswith("0")
