"""How much CPU does the running analysis of one 1-Hz sample cost, all measures together?

    python bench/conditioning_streams.py

Feeds heart rate and power of one player through the weighted mean power, the W' balance, the time in zone and the
training impulse, and prints the best of several rounds beside a loop that does nothing, from the same run.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable

from dryland.science.streams import NormalizedPowerStream, TimeInZone, TrimpStream, WBalanceStream
from dryland.science.zones import zone5_bounds_bpm

SAMPLES = 20_000
ROUNDS = 15
POWER_W = [150.0 + index * 37 % 250 for index in range(SAMPLES)]
HEART_RATE = [100 + index * 13 % 90 for index in range(SAMPLES)]


def best_us_per_sample(work: Callable[[], None]) -> float:
    """Shortest of several rounds: what the machine can do when left alone."""
    rounds: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        rounds.append(time.perf_counter() - start)
    return min(rounds) / SAMPLES * 1e6


def analyse() -> None:
    power, balance = NormalizedPowerStream(), WBalanceStream(250, 20_000)
    zones, impulse = TimeInZone(zone5_bounds_bpm(194)), TrimpStream(55, 194, "male")
    for watts, bpm in zip(POWER_W, HEART_RATE, strict=True):
        power.add(watts)
        balance.add(watts, 1.0)
        zones.add(bpm, 1.0)
        impulse.add(bpm, 1.0)


def do_nothing() -> None:
    for _ in zip(POWER_W, HEART_RATE, strict=True):
        pass


def main() -> None:
    print(f"python {platform.python_version()}, {platform.machine()}, {SAMPLES} samples, best of {ROUNDS}")
    print(f"empty loop    {best_us_per_sample(do_nothing):6.3f} µs per sample")
    print(f"all measures  {best_us_per_sample(analyse):6.3f} µs per sample")


if __name__ == "__main__":
    main()
