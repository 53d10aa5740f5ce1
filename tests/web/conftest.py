"""A node on an empty folder, and one that somebody has taken over."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvloop

from dryland.web.identity import open_signer
from tests.node.folder import Folder
from tests.node.site import Inside, inside
from tests.web.club import Club, claimed


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Callable[[], Any]]:
    del config, item
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Inside]:
    """A node on a folder nobody has used yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    open_signer(folder)
    async with inside(Folder(folder, (), ()), node={"tick_s": 0.2}) as running:
        yield running


@pytest.fixture
async def club(empty: Inside) -> AsyncIterator[Club]:
    """A node with an organisation and its admin."""
    async with claimed(empty) as found:
        yield found


@pytest.fixture
async def anonymous(empty: Inside) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token."""
    async with empty.http() as http:
        yield http
