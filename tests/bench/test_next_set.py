"""The walk sees only the past, the rows count what they say, and the model wins on a log that is at hand."""

import dataclasses
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dryland.devices.strength_log import LoggedSet, read_log
from next_set import PREDICTORS, ROWS, ErrorTable, main, walk
from simulated_lifters import WORLDS, train

REAL_LOG = Path(__file__).parents[3] / "shared" / "data" / "strength" / "rpe_log.csv"
NEW_YEAR = datetime.fromisoformat("2024-01-01T10:00:00")
BASELINES = [name for name in PREDICTORS if not name.startswith("model")]
needs_real_log = pytest.mark.skipif(not REAL_LOG.exists(), reason="the shared strength logs are not beside the project")


def simulated_log(sets: int = 60, seed: int = 1) -> list[LoggedSet]:
    trained = [one.done for one in train(WORLDS["usual lifters"], sets, seed)]
    return [
        LoggedSet(
            at=NEW_YEAR + timedelta(milliseconds=done.at_ms - trained[0].at_ms),
            exercise="lift",
            order="1",
            kind="normal",
            load_kg=done.load_kg,
            reps=max(1, done.reps),
            rpe=done.rpe,
            target_rpe_low=7.0,
            target_rpe_high=8.0,
            target_reps=None,
        )
        for done in trained
    ]


def fresh() -> dict[str, object]:
    return {name: make() for name, make in PREDICTORS.items()}


def table(sets: list[LoggedSet]) -> ErrorTable:
    errors = ErrorTable()
    for scored in walk(sets, fresh()):  # type: ignore[arg-type]
        errors.add(scored)
    return errors


def test_what_comes_later_changes_no_earlier_prediction() -> None:
    sets = simulated_log()
    changed = [
        dataclasses.replace(logged, rpe=6.0, load_kg=logged.load_kg * 2.0, reps=1, exercise="other")
        for logged in reversed(sets[30:])
    ]
    as_it_was, otherwise = walk(sets, fresh()), walk(sets[:30] + changed, fresh())  # type: ignore[arg-type]
    assert [one.predicted for one in as_it_was[:30]] == [one.predicted for one in otherwise[:30]]


def test_the_rating_of_a_set_changes_no_prediction_of_that_set() -> None:
    sets = simulated_log()
    changed = [*sets[:30], dataclasses.replace(sets[30], rpe=6.0, kind="failure")]
    as_it_was, otherwise = walk(sets[:31], fresh()), walk(changed, fresh())  # type: ignore[arg-type]
    assert as_it_was[30].predicted == otherwise[30].predicted


def test_rows_count_changed_sets_and_first_sets_of_a_day() -> None:
    day = NEW_YEAR
    plain = LoggedSet(day, "squat", "1", "normal", 100.0, 5, 8.0, None, None, None)
    sets = [
        dataclasses.replace(plain, kind="warm_up", load_kg=60.0),
        plain,
        plain,
        dataclasses.replace(plain, load_kg=105.0, rpe=None),
        dataclasses.replace(plain, load_kg=105.0, reps=4),
        dataclasses.replace(plain, at=day + timedelta(days=2), load_kg=105.0, reps=4),
    ]
    assert [one.rows for one in walk(sets, fresh())] == [  # type: ignore[arg-type]
        ("all", "first of day"),
        ("all",),
        ("all", "changed"),
        ("all", "first of day"),
    ]


def test_every_prediction_is_on_the_chart() -> None:
    assert all(6.0 <= value <= 10.0 for one in walk(simulated_log(), fresh()) for value in one.predicted.values())  # type: ignore[arg-type]


def test_the_model_beats_every_baseline_over_simulated_lifters() -> None:
    errors = ErrorTable()
    for seed in range(12):
        for scored in walk(simulated_log(sets=60, seed=seed), fresh()):  # type: ignore[arg-type]
            errors.add(scored)
    for row in ROWS:
        best = min(errors.mean(row, name) or 0.0 for name in BASELINES)
        assert (errors.mean(row, "model without the plan") or 9.0) < best


@needs_real_log
@pytest.mark.parametrize(("row", "aim"), [("all", 0.50), ("changed", 0.58), ("first of day", 0.62)])
@pytest.mark.parametrize("model", ["model", "model without the plan"])
def test_the_model_reaches_its_aim_on_a_real_log_and_beats_every_baseline(row: str, aim: float, model: str) -> None:
    errors = table(read_log(REAL_LOG).sets)
    said = errors.mean(row, model)
    assert said is not None
    assert said <= aim
    assert all(said < (errors.mean(row, name) or 0.0) for name in BASELINES)


@needs_real_log
@pytest.mark.parametrize("part", ["first half", "second half"])
def test_the_model_beats_every_baseline_in_either_half_started_anew(part: str) -> None:
    sets = read_log(REAL_LOG).sets
    half = len(sets) // 2
    errors = table(sets[:half] if part == "first half" else sets[half:])
    for row in ROWS:
        best = min(errors.mean(row, name) or 0.0 for name in BASELINES)
        assert (errors.mean(row, "model without the plan") or 9.0) < best


def test_json_has_every_row_and_predictor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Date,Exercise Name,Weight,Reps,RPE\n2024-01-01 10:00:00,Squat,100,5,8\n", encoding="utf-8")
    assert main([str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)[str(path)]
    assert set(said) == set(ROWS)
    assert set(said["all"]) == {"sets", *PREDICTORS}
    assert (said["all"]["sets"], said["changed"]["model"]) == (1, None)


def test_a_log_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent.csv")]) == 2
    assert "absent.csv" in capsys.readouterr().err


def test_several_logs_are_scored_though_one_cannot_be_read_and_one_rates_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Date,Exercise Name,Weight,Reps,RPE\n"
    rated, bare, odd = tmp_path / "rated.csv", tmp_path / "bare.csv", tmp_path / "odd.csv"
    rated.write_text(head + "2024-01-01 10:00:00,Squat,100,5,8\n", encoding="utf-8")
    bare.write_text(head + "2024-01-01 10:00:00,Squat,100,5,\n", encoding="utf-8")
    odd.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main([str(odd), str(bare), str(rated)]) == 2
    said = capsys.readouterr()
    assert "odd.csv: no column for at, exercise, load, reps" in said.err
    assert "no set carries an RPE" in said.out.partition("rated.csv")[0]
    assert "constant 8" in said.out.partition("rated.csv")[2]
