"""`python -m tests.simulation SEED [COUNT]` runs one seed again, or so many from it on."""

import sys
import time

import structlog

from tests.simulation.scenario import Broken, Scenario


def main() -> int:
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    started = time.perf_counter()
    steps = crashes = troubles = broken = 0
    for seed in range(first, first + count):
        scenario = Scenario(seed)
        try:
            scenario.run()
        except Broken as failure:
            broken += 1
            print(f"seed {seed}: {failure}")
        steps += scenario.steps
        crashes += scenario.crashes
        troubles += scenario.disk_troubles
    took_s = time.perf_counter() - started
    print(
        f"{count} seeds, {steps} steps, {crashes} crashes, {troubles} disk troubles in {took_s:.1f} s; {broken} broken"
    )
    return 1 if broken else 0


sys.exit(main())
