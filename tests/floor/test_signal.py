"""How long a value may be shown is how long it may be computed with, on the node and on every screen."""

from __future__ import annotations

import re
from pathlib import Path

from dryland.contract.base import Signal
from dryland.contract.session_state import Metrics
from dryland.floor.live import LivePlayer
from dryland.floor.settings import FloorSettings
from tests.floor.world import PROFILE, T0

SCREENS = Path(__file__).parents[2] / "ui" / "client" / "src" / "signal.ts"


def test_screens_age_values_as_the_node_does() -> None:
    text, settings = SCREENS.read_text(encoding="utf-8"), FloorSettings()
    told = {name: int(value.replace("_", "")) for name, value in re.findall(r"(\w+_AFTER_MS) = ([\d_]+);", text)}
    assert told == {
        "LATE_AFTER_MS": settings.late_after_s * 1000,
        "STALE_AFTER_MS": settings.hold_s * 1000,
        "LOST_AFTER_MS": settings.lost_after_s * 1000,
    }


def test_a_value_is_shown_as_long_as_it_is_held_and_no_longer() -> None:
    settings = FloorSettings()
    hold_ms = round(settings.hold_s * 1000)
    live = LivePlayer("p1", PROFILE, settings)
    live.observe(T0, T0, Metrics(heart_rate=150))
    assert (live.signal(T0 + hold_ms), live.row(T0 + hold_ms)[1]) == (Signal.LATE, 150)
    assert (live.signal(T0 + hold_ms + 1), live.row(T0 + hold_ms + 1)[1]) == (Signal.STALE, None)
    held, gone = LivePlayer("p1", PROFILE, settings), LivePlayer("p1", PROFILE, settings)
    for player, gap_ms in ((held, hold_ms), (gone, hold_ms + 1)):
        player.observe(T0, T0, Metrics(heart_rate=150))
        player.observe(T0 + gap_ms, T0 + gap_ms, Metrics(heart_rate=151))
    assert held.analysis.trimp > 2.5 * gone.analysis.trimp, "what was not shown counts nowhere"
