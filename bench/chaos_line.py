"""Does every fact count once, in the order of its device, when the line to the node is as bad as lines get?

    python bench/chaos_line.py --spells 200 --seed 1

A trainer and four players with durable outboxes work behind a proxy whose weather changes every half a second:
latency, cuts, resets, half-open connections, one byte at a time, no line at all. Exit code 1 when a promise was broken.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.chaos.storm import weather_the_storm


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--spells", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dryland-storm-") as place:
        found = asyncio.run(weather_the_storm(Path(place), spells=given.spells, seed=given.seed))
    verdict = found.verdict
    print(f"seed {given.seed}: {given.spells} spells in {time.monotonic() - started:.0f} s: {dict(found.spells)}")
    print(
        f"{found.connections} connections; {verdict.events} facts in the log, {verdict.recorded} from outboxes, "
        f"{verdict.acknowledged} acknowledged commands ({verdict.repeated} repeated), {verdict.samples} samples"
    )
    for line in verdict.broken[:20]:
        print(f"BROKEN  {line}")
    print("every promise was kept" if not verdict.broken else f"{len(verdict.broken)} promises were broken")
    return 1 if verdict.broken else 0


if __name__ == "__main__":
    sys.exit(main())
