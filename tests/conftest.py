"""Which tests are quick: a node with real clients, and whole simulated floors, belong to the full run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

HERE = Path(__file__).parent
FULL_RUN = {"node": "interop", "policy": "interop", "simulation": "chaos"}
"""Folder → the mark that keeps its tests out of the quick run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the folder they stand in."""
    for item in items:
        if HERE in item.path.parents:
            mark = FULL_RUN.get(item.path.relative_to(HERE).parts[0])
            if mark is not None:
                item.add_marker(mark)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--restless SEED` takes the rest from every node that a test starts in its own process."""
    parser.addoption("--restless", type=int, default=None, metavar="SEED", help="see tests/restless.py")


@pytest.fixture(autouse=True)
def restless_when_asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a whole run meet the moments between two steps of a command."""
    seed: int | None = request.config.getoption("restless")
    if seed is None or request.node.get_closest_marker("forges") is not None:
        yield
        return
    from tests.restless import Pace, Restlessness

    restless = Restlessness(monkeypatch, Pace(), seed)
    with restless.listening():
        yield
    assert not restless.found, restless.found[:5]


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command that is called inside this process sends the log to what stands for stderr in its own test only."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
