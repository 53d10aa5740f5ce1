"""A node that is killed under load keeps every word it gave; `bench/chaos_kill.py` does the same for longer."""

import gc
from pathlib import Path

import pytest

from tests.chaos.killing import kill_under_load

KILLS, SEED = 25, 20_260_105


@pytest.mark.chaos
@pytest.mark.timeout(180)
@pytest.mark.filterwarnings("ignore:Unclosed connection:ResourceWarning")  # aiohttp, of a handshake that was cut
async def test_what_was_acknowledged_survives_every_kill(tmp_path: Path) -> None:
    print(f"seed {SEED}")
    found = await kill_under_load(tmp_path, kills=KILLS, seed=SEED)
    gc.collect()  # here, where it may be said, and not in whichever test comes next
    assert found.verdict.broken == []
    assert found.verdict.reconnects > KILLS / 2
    assert found.verdict.recorded > 10 * KILLS
    assert found.verdict.acknowledged > KILLS
