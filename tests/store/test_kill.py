"""What was acknowledged before a kill is there afterwards, once and in order."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dryland.store import open_store

from .facts import event, sample
from .hand import HAND, STREAMS

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("DRYLAND_STORE_KILLS", "12"))
SEED = int(os.environ.get("DRYLAND_STORE_SEED", "1"))


def acknowledged_until_killed(folder: Path, dice: random.Random) -> dict[str, int]:
    """The highest acknowledged seq of each stream when the process was killed at a random moment."""
    child = subprocess.Popen([sys.executable, "-m", HAND, "append", str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout is not None
    first = child.stdout.readline()
    assert first, "the process ended before it acknowledged anything"
    time.sleep(dice.uniform(0, 0.08))
    child.send_signal(signal.SIGKILL)
    lines = [first, *child.stdout.readlines()]
    child.wait()
    child.stdout.close()
    acknowledged: dict[str, int] = {}
    for line in lines:
        stream, seq, result = line.decode().split(maxsplit=2)
        assert result == "ok\n", line
        assert int(seq) == acknowledged.get(stream, int(seq) - 1) + 1, "answers come in the order of the calls"
        acknowledged[stream] = int(seq)
    return acknowledged


@pytest.mark.chaos
def test_every_acknowledged_append_survives_a_kill_once_and_in_order(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    acknowledged: dict[str, int] = dict.fromkeys(STREAMS, 0)
    known: dict[str, int] = dict.fromkeys(STREAMS, 0)
    for kill in range(KILLS):
        acknowledged.update(acknowledged_until_killed(tmp_path, dice))
        store = open_store(tmp_path, loop=None)
        for stream in STREAMS:
            facts = list(store.events(stream, after_seq=known[stream]))
            first, known[stream] = known[stream] + 1, known[stream] + len(facts)
            assert facts == [event(stream, seq) for seq in range(first, known[stream] + 1)], (SEED, kill)
            assert known[stream] >= acknowledged[stream], (SEED, kill)
        store.close()
    store = open_store(tmp_path, loop=None)
    for stream in STREAMS:
        all_of_them = range(1, known[stream] + 1)
        assert [each.seq for each in store.events(stream)] == list(all_of_them)
        assert store.samples(stream, "p").at_ms == [sample(stream, "p", seq).at_ms for seq in all_of_them]
    store.close()
