"""Kills a node under load at random moments and starts it again, then holds it to its word."""

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.chaos.crowd import Crowd
from tests.chaos.nursery import Nursery
from tests.chaos.verdict import Verdict, judge
from tests.node.folder import Folder
from tests.node.site import free_port

__all__ = ["Carnage", "kill_under_load"]

LIFE_S = (0.02, 0.9)
LET_BACK = 0.7
"""The share of lives that count from the crowd's return on: else a busy machine kills a node that nobody is at."""
INFANT_DEATHS = 0.1


class Carnage(NamedTuple):
    """What was done, and what was found."""

    kills: int
    infants: int
    took_s: float
    restart_s_median: float
    restart_s_max: float
    verdict: Verdict


def _nothing(_done: int) -> None:
    """Nobody watches."""


async def kill_under_load(
    place: Path, *, kills: int, seed: int, players: int = 4, on_kill: Callable[[int], None] = _nothing
) -> Carnage:
    """Let a crowd work while its node dies `kills` times; one in ten dies before it even listens."""
    rng = random.Random(seed)
    folder = Folder.seeded(place / "data", sessions=1, players=players)
    outboxes = place / "outboxes"
    outboxes.mkdir()
    nursery = Nursery(folder.path, free_port())
    started = time.monotonic()
    infants = 0
    await nursery.open()
    try:
        await nursery.bear()
        await nursery.ready()
        crowd = Crowd(folder, nursery.url, outboxes, rng)
        await crowd.arrive()
        for done in range(kills):
            await asyncio.sleep(rng.uniform(*LIFE_S))
            nursery.kill()
            on_kill(done + 1)
            await nursery.bear()
            if rng.random() < INFANT_DEATHS:
                infants += 1
                await asyncio.sleep(rng.uniform(0, 0.1))
            else:
                await nursery.ready()
                if rng.random() < LET_BACK:
                    await crowd.back()
        if not nursery.listening:
            await nursery.ready()
        await crowd.finish()
    finally:
        await nursery.close()
    verdict = judge(folder, crowd.promises)
    times = nursery.restarts_s
    return Carnage(kills, infants, time.monotonic() - started, statistics.median(times), max(times), verdict)
