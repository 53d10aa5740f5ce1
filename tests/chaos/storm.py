"""Clients with durable outboxes behind a line in bad weather: every fact counts once, in the order of its device."""

import asyncio
import random
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.chaos.crowd import Crowd
from tests.chaos.proxy import Weather, faulty_line
from tests.chaos.verdict import Verdict, judge
from tests.node.folder import Folder
from tests.node.site import process

__all__ = ["Storm", "weather_the_storm"]

SPELL_S = (0.1, 0.9)
ACK_WAIT_S = (0.3, 1.2)


class Storm(NamedTuple):
    """What was done, and what was found."""

    spells: Counter[str]
    connections: int
    verdict: Verdict


async def weather_the_storm(place: Path, *, spells: int, seed: int, players: int = 4) -> Storm:
    """Let a crowd work while its line goes through `spells` changes of weather."""
    rng = random.Random(seed)
    folder = Folder.seeded(place / "data", sessions=1, players=players)
    outboxes = place / "outboxes"
    outboxes.mkdir()
    had: Counter[str] = Counter()
    async with process(folder) as node:
        async with faulty_line(node.port, random.Random(seed + 1)) as line:
            crowd = Crowd(folder, line.url, outboxes, rng, ack_wait_s=ACK_WAIT_S)
            await crowd.arrive()
            for _ in range(spells):
                weather = rng.choice(list(Weather))
                had[weather.value] += 1
                line.set(weather)
                await asyncio.sleep(rng.uniform(*SPELL_S))
            line.set(Weather.FINE)
            await crowd.finish()
        await node.stop()
    return Storm(had, line.connections, judge(folder, crowd.promises))
