"""A seeded folder, a node on it, and the event loop the product runs on."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import uvloop

from tests.node.folder import Folder
from tests.node.site import Inside, inside


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Callable[[], Any]]:
    del config, item
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder that is seeded once; never served."""
    return Folder.seeded(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def folder(template: Folder, tmp_path: Path) -> Folder:
    """A folder of the test's own."""
    return template.copied(tmp_path / "data")


@pytest.fixture
async def site(folder: Folder) -> AsyncIterator[Inside]:
    """A node on the test's folder."""
    async with inside(folder, node={"tick_s": 0.2}) as running:
        yield running
