"""The suite server for the protocol tests, and the event loop the product runs on; real clients meet both loops."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import uvloop

from dryland.gateway import Limits
from tests.interop.harness import serving
from tests.interop.suite_server import SuiteServer

PING_INTERVAL_S, PING_TIMEOUT_S = 0.3, 0.2


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Callable[[], Any]]:
    del config
    both = {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}
    return both if item.path.name == "test_foreign_clients.py" else {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def suite_port() -> AsyncIterator[int]:
    limits = Limits(ping_interval_s=PING_INTERVAL_S, ping_timeout_s=PING_TIMEOUT_S, connect_timeout_s=1.0)
    server = SuiteServer(limits)
    async with serving(server.config(lifespan="off")) as port:
        yield port
    server.raw.close_all()
    await server.gateway.close(0)
