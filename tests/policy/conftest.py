"""The event loop the product runs on, and a folder with two clubs in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uvloop

from tests.node.folder import Folder


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Callable[[], Any]]:
    del config, item
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two sessions of the club, one of its rivals."""
    return Folder.seeded(tmp_path / "data", sessions=2, players=2)
