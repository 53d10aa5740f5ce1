"""Does a node keep its word when it is killed, again and again, under load?

    python bench/chaos_kill.py --kills 200 --seed 1

A trainer and four players with durable outboxes send facts, batches of samples and acknowledged heartbeats without a
pause, while the node gets SIGKILL at random moments of its life and of its start. Afterwards: every acknowledged fact
is in the log exactly once and in the order of its device, `seq` has no gap, every acknowledged sample is there once
with its value, the trainer's screen was told everything in order, the database is intact. Exit code 1 when not. The
same seed gives the same load and the same moments, as far as a machine's scheduling allows.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.chaos.killing import Carnage, kill_under_load


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--players", type=int, default=4)
    return parser.parse_args()


def report(seed: int, found: Carnage) -> None:
    verdict = found.verdict
    print(
        f"seed {seed}: {found.kills} kills, {found.infants} of them before the node listened, in {found.took_s:.0f} s"
    )
    print(f"restart: median {found.restart_s_median * 1000:.0f} ms, slowest {found.restart_s_max * 1000:.0f} ms")
    print(
        f"{verdict.events} facts in the log, {verdict.recorded} of them from outboxes, {verdict.acknowledged} "
        f"acknowledged commands, {verdict.samples} samples"
    )
    print(f"the trainer reconnected {verdict.reconnects} times and repeated {verdict.repeated} commands")
    for line in verdict.broken[:20]:
        print(f"BROKEN  {line}")
    print("every promise was kept" if not verdict.broken else f"{len(verdict.broken)} promises were broken")


def main() -> int:
    given = arguments()

    def tell(done: int) -> None:
        if sys.stderr.isatty() or done % 25 == 0:
            print(f"\rkilled {done} of {given.kills}", end="" if sys.stderr.isatty() else "\n", file=sys.stderr)

    with tempfile.TemporaryDirectory(prefix="dryland-chaos-") as place:
        found = asyncio.run(
            kill_under_load(Path(place), kills=given.kills, seed=given.seed, players=given.players, on_kill=tell)
        )
    report(given.seed, found)
    return 1 if found.verdict.broken else 0


if __name__ == "__main__":
    sys.exit(main())
