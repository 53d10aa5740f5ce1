"""A seeded folder of the test's own, and the event loop the product runs on."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvloop

from tests.node.folder import Folder


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Callable[[], Any]]:
    del config, item
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder that is seeded once; never served."""
    return Folder.seeded(tmp_path_factory.mktemp("template") / "data", sessions=1, players=3)


@pytest.fixture
def folder(template: Folder, tmp_path: Path) -> Folder:
    """A folder of the test's own."""
    return template.copied(tmp_path / "data")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a disk of its own can only be mounted by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)
