"""A thousand floors in virtual time, each with its own load, crashes, cuts and disk troubles."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from tests.simulation.scenario import Broken, Scenario

SEEDS = range(1, 1_001)
CHUNKS = 10


@pytest.fixture(autouse=True)
def silence() -> None:
    """What is logged about disk troubles is not of interest here."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_promise_holds_for_every_seed(chunk: int) -> None:
    for seed in SEEDS[chunk::CHUNKS]:
        try:
            Scenario(seed).run()
        except Exception as failure:
            pytest.fail(f"seed {seed} (again: python -m tests.simulation {seed}): {failure!r}")


def test_there_were_troubles_enough() -> None:
    scenarios = [Scenario(seed) for seed in SEEDS[:40]]
    for scenario in scenarios:
        scenario.run()
    assert sum(scenario.crashes for scenario in scenarios) > 20
    assert sum(scenario.disk_troubles for scenario in scenarios) > 20
    assert any(client.deferred for scenario in scenarios for client in scenario.clients)
    assert any(client.refused for scenario in scenarios for client in scenario.clients)


def test_a_seed_is_the_same_in_every_process() -> None:
    code = "from tests.simulation.scenario import Scenario as S; s = S(7); s.run(); print(s.digest)"
    told: set[str] = set()
    for number in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=Path(__file__).parents[2], env=environment, capture_output=True, check=True, text=True
        )
        told.add(done.stdout.splitlines()[-1])
    assert len(told) == 1


def test_a_broken_promise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch itself is watched: a screen that is let in before the disk has the state is noticed."""
    from dryland.hall import Hall

    monkeypatch.setattr(Hall, "after_commits", lambda self, held, done: done(None))
    with pytest.raises(Broken, match="was shown"):
        _run(SEEDS[:100])


def _run(seeds: range) -> None:
    for seed in seeds:
        Scenario(seed).run()
