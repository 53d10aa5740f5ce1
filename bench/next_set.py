"""Question: how well is the RPE of the next set foretold, with only the past visible?

Command: `python bench/next_set.py LOG…` (`--json` for programs, `--since`/`--until` to score a part of the log).
Walks each log set by set. Before a rated set every predictor says its RPE from the set's load and repetitions; then
every predictor learns the set. Prints the mean absolute error. Rules, the same for every predictor:

- Scored: every set that carries an RPE, the very first included. Warm-ups are neither scored nor learned from.
- "changed": load or repetitions differ from the exercise's previous set. "first of day": the exercise's first that day.
- Predictions are clipped to 6-10, the range of the RPE chart.
- Sets without an RPE are not scored, yet they are shown to every predictor.
- Where the chart ends (over 12 repetitions, no rated set yet) a baseline falls back on the last RPE, then on 8.
- A log without a rated set is named and scores nothing; a log that cannot be read is named, and the others are scored.
- Lifts done with one's own body count 75 kg of body mass with the load: the logs do not say it.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from baselines import BASELINES
from dryland.devices.strength_log import LoggedSet, UnreadableLogError, read_log
from model import MODELS

__all__ = ["PREDICTORS", "ROWS", "ErrorTable", "Predictor", "main", "walk"]

ROWS = ("all", "changed", "first of day")
LOWEST_RPE, HIGHEST_RPE = 6.0, 10.0


class Predictor(Protocol):
    """Says the RPE of a set from its load and repetitions, then learns the set."""

    def predict(self, logged: LoggedSet) -> float: ...

    def learn(self, logged: LoggedSet) -> None: ...


PREDICTORS: dict[str, Callable[[], Predictor]] = {**MODELS, **BASELINES}


@dataclass(frozen=True, slots=True)
class Scored:
    """One rated set with every predictor's clipped prediction of its RPE."""

    at: datetime
    exercise: str
    rpe: float
    rows: tuple[str, ...]
    predicted: dict[str, float]


class ErrorTable:
    """Mean absolute errors by row and predictor, and what the log held."""

    def __init__(self, sets_read: int = 0, rows_left_out: int = 0) -> None:
        self.sets_read, self.rows_left_out = sets_read, rows_left_out
        self._errors: dict[str, dict[str, list[float]]] = {row: defaultdict(list) for row in ROWS}

    def add(self, scored: Scored) -> None:
        for name, value in scored.predicted.items():
            for row in scored.rows:
                self._errors[row][name].append(abs(value - scored.rpe))

    def mean(self, row: str, predictor: str) -> float | None:
        errors = self._errors[row][predictor]
        return sum(errors) / len(errors) if errors else None

    def count(self, row: str) -> int:
        return max((len(errors) for errors in self._errors[row].values()), default=0)


def walk(sets: Iterable[LoggedSet], predictors: dict[str, Predictor]) -> list[Scored]:
    """Predict, then show, one set after the other; a rating is hidden until every predictor has spoken."""
    scored: list[Scored] = []
    previous: dict[str, LoggedSet] = {}
    for logged in sets:
        if logged.kind == "warm_up":
            continue
        if logged.rpe is not None:
            blind = _without_rating(logged)
            predicted = {name: _clip(one.predict(blind)) for name, one in predictors.items()}
            rows = _rows(logged, previous.get(logged.exercise))
            scored.append(Scored(logged.at, logged.exercise, logged.rpe, rows, predicted))
        for one in predictors.values():
            one.learn(logged)
        previous[logged.exercise] = logged
    return scored


def _without_rating(logged: LoggedSet) -> LoggedSet:
    return LoggedSet(
        at=logged.at,
        exercise=logged.exercise,
        order=logged.order,
        kind="normal",
        load_kg=logged.load_kg,
        reps=logged.reps,
        rpe=None,
        target_rpe_low=logged.target_rpe_low,
        target_rpe_high=logged.target_rpe_high,
        target_reps=logged.target_reps,
    )


def _rows(logged: LoggedSet, previous: LoggedSet | None) -> tuple[str, ...]:
    rows = ["all"]
    if previous is not None and (previous.load_kg, previous.reps) != (logged.load_kg, logged.reps):
        rows.append("changed")
    if previous is None or previous.at.date() != logged.at.date():
        rows.append("first of day")
    return tuple(rows)


def _clip(rpe: float) -> float:
    return max(LOWEST_RPE, min(HIGHEST_RPE, rpe))


def _table(name: str, errors: ErrorTable) -> str:
    read = f"{errors.sets_read} sets read, {errors.rows_left_out} rows are no sets of repetitions"
    if not errors.count("all"):
        return f"{name}: {read}\nno set carries an RPE of 1-10 within the days asked for: nothing to foretell"
    head = f"{name}: {read}\n{'mean absolute error of RPE':<28}" + "".join(f"{row:>16}" for row in ROWS)
    counts = f"{'sets':<28}" + "".join(f"{errors.count(row):>16}" for row in ROWS)
    lines = [
        f"{predictor:<28}" + "".join(_cell(errors.mean(row, predictor)) for row in ROWS) for predictor in PREDICTORS
    ]
    return "\n".join([head, counts, *lines])


def _cell(value: float | None) -> str:
    return f"{'–' if value is None else format(value, '.3f'):>16}"


def _as_json(errors: ErrorTable) -> dict[str, dict[str, float | int | None]]:
    return {row: {"sets": errors.count(row), **{name: errors.mean(row, name) for name in PREDICTORS}} for row in ROWS}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument("--since", type=date.fromisoformat, default=date.min, help="score sets from this day on")
    parser.add_argument("--until", type=date.fromisoformat, default=date.max, help="score sets before this day")
    return parser.parse_args(argv)


def _judge(path: Path, since: date, until: date) -> ErrorTable:
    log = read_log(path)
    errors = ErrorTable(len(log.sets), len(log.left_out))
    for scored in walk(log.sets, {name: make() for name, make in PREDICTORS.items()}):
        if since <= scored.at.date() < until:
            errors.add(scored)
    return errors


def main(argv: Sequence[str] | None = None) -> int:
    """Print one table per log; 2 when a log cannot be read, whatever the others said."""
    asked = _arguments(argv)
    tables: dict[str, ErrorTable] = {}
    unread = 0
    for path in asked.logs:
        try:
            tables[str(path)] = _judge(path, asked.since, asked.until)
        except (OSError, UnreadableLogError) as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            unread += 1
    if asked.json:
        print(json.dumps({name: _as_json(errors) for name, errors in tables.items()}, indent=2))
    elif tables:
        print("\n\n".join(_table(name, errors) for name, errors in tables.items()))
    return 2 if unread else 0


if __name__ == "__main__":
    sys.exit(main())
