"""One running server for the tests of the client."""

from collections.abc import AsyncIterator

import pytest

from .fake_server import FakeServer, running_server


@pytest.fixture
async def server() -> AsyncIterator[FakeServer]:
    async with running_server() as running:
        yield running
