"""A served data folder, and the command line as a program that is run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder


class Result(NamedTuple):
    """What a call of the command line came to."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


def dryland(*words: object, timeout_s: float = 60, **environment: str) -> Result:
    """Run `dryland …` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dryland", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


class Floor(NamedTuple):
    """A running node with seeded sessions."""

    url: str
    data: Path
    sessions: tuple[SeededSession, ...]

    def show(self, session_id: str) -> Any:
        return dryland("session", "show", session_id, "--data", self.data, "--json").json()

    def replay(self, number: int, *words: object) -> Result:
        session = self.sessions[number]
        target = ("--url", self.url, "--token", session.trainer.token, "--session", session.session_id)
        return dryland("replay", *words, *target, "--json")


def serving(data: Path, *words: object) -> "subprocess.Popen[str]":
    """Start `dryland serve` on a free port; its first line on stdout is the address."""
    return subprocess.Popen(
        [sys.executable, "-m", "dryland", "serve", "--data", str(data), "--port", "0", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A node on a free port in a process of its own, with three sessions of two like players; it stops on SIGTERM."""
    data = tmp_path / "data"
    seedings = [seed_folder(data, SeedRequest(1, 2, WorkoutType.CONDITIONING)) for _ in range(3)]
    with serving(data) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        try:
            assert url.startswith("http://127.0.0.1:"), server.communicate(timeout=10)
            yield Floor(url, data, tuple(seeding.sessions[0] for seeding in seedings))
        finally:
            server.terminate()
            _, said = server.communicate(timeout=20)
    assert server.returncode == 0, said
    assert "Stopped; everything acknowledged is on the disk." in said
