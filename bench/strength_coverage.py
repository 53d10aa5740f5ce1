"""Question: does the 90 % interval of the 1RM estimate hold the truth nine times out of ten, and how near is the value?

Command: `python bench/strength_coverage.py` (`--svg docs/science/coverage.svg` draws it, `--lifters`, `--json`).
Simulated lifters with a hidden 1RM train and rate; after some numbers of sets the estimate is held against the truth.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coverage_plot import Curve, draw
from dryland.science.strength_state import StrengthState, estimate, observe
from simulated_lifters import WORLDS, World, train

__all__ = ["Accuracy", "judge", "main"]

AFTER_SETS = (3, 5, 10, 15, 20, 30, 40)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Absolute errors in % of the true 1RM, at three quantiles, and the share of intervals that hold the truth."""

    sets: int
    median_pct: float
    upper_quartile_pct: float
    ninth_decile_pct: float
    coverage_pct: float
    half_width_pct: float
    mean_error_pct: float


def judge(world: World, lifters: int, after_sets: Sequence[int] = AFTER_SETS, seed: int = 0) -> list[Accuracy]:
    """Accuracy over `lifters` lifters after each number of sets; the same seed gives the same lifters."""
    found: dict[int, list[tuple[float, float, bool]]] = {sets: [] for sets in after_sets}
    for lifter in range(lifters):
        state = StrengthState()
        for count, trained in enumerate(train(world, max(after_sets), seed * 1_000_003 + lifter), 1):
            state = observe(state, trained.done)
            said = estimate(state, trained.done.exercise)
            if count in found and said is not None:
                error_pct = 100.0 * (said.value_kg / trained.true_1rm_kg - 1.0)
                width_pct = 50.0 * (said.high_kg - said.low_kg) / said.value_kg
                found[count].append((error_pct, width_pct, said.low_kg <= trained.true_1rm_kg <= said.high_kg))
    return [_accuracy(sets, results) for sets, results in found.items()]


def _accuracy(sets: int, results: list[tuple[float, float, bool]]) -> Accuracy:
    misses = sorted(abs(error_pct) for error_pct, _, _ in results)
    number = len(results)
    return Accuracy(
        sets=sets,
        median_pct=misses[number // 2],
        upper_quartile_pct=misses[number * 3 // 4],
        ninth_decile_pct=misses[number * 9 // 10],
        coverage_pct=100.0 * sum(held for _, _, held in results) / number,
        half_width_pct=sum(width_pct for _, width_pct, _ in results) / number,
        mean_error_pct=sum(error_pct for error_pct, _, _ in results) / number,
    )


def _print(tables: dict[str, list[Accuracy]]) -> None:
    for name, rows in tables.items():
        print(f"\n{name}\n sets   |error| % of 1RM: median   75 %   90 %     coverage %   half width %   mean error %")
        for row in rows:
            print(
                f"{row.sets:5}{row.median_pct:27.2f}{row.upper_quartile_pct:7.2f}{row.ninth_decile_pct:7.2f}"
                f"{row.coverage_pct:15.1f}{row.half_width_pct:15.1f}{row.mean_error_pct:15.2f}"
            )


def main(argv: Sequence[str] | None = None) -> int:
    """Print one table per world, and draw the plot when asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lifters", type=int, default=400, help="lifters per world")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument("--svg", type=Path, help="write the plot to this file")
    asked = parser.parse_args(argv)
    tables = {name: judge(world, asked.lifters) for name, world in WORLDS.items()}
    if asked.json:
        print(json.dumps({name: [asdict(row) for row in rows] for name, rows in tables.items()}, indent=2))
    else:
        _print(tables)
    if asked.svg:
        coverage = [Curve(name, [(row.sets, row.coverage_pct) for row in rows]) for name, rows in tables.items()]
        error = [Curve(name, [(row.sets, row.median_pct) for row in rows]) for name, rows in tables.items()]
        asked.svg.write_text(draw(coverage, error, asked.lifters), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
