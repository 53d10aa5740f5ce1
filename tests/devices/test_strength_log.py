"""Training logs of several dialects become the same sets."""

from pathlib import Path

import pytest

from dryland.devices.strength_log import UnreadableLogError, read_log

STRONG = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",W,60.0,5,0,0,"","",
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",1,100.0,5,0,0,"","",8.5
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",Rest Timer,0,0,0,180,"","",
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",F,100.0,4,0,0,"","",10
2024-05-01 10:00:00,"A",1h,"Plank",1,0,0,0,60,"","",7
"""
STRONG_GERMAN = """Datum;Workout-Name;Name der Übung;Reihenfolge festlegen;Gewicht;Gewichtseinheit;Wiederh.;RPE
2024-05-01 10:00:00;A;Kniebeuge;1;102,5;kg;5;8,5
2024-05-01 10:00:00;A;Kniebeuge;2;220;lbs;5;
"""
HEVY = """"title","start_time","exercise_title","superset_id","set_index","set_type","weight_lbs","reps","rpe"
"B","3 May 2024, 10:00","Bench Press","",0,"normal",200,5,8
"A","1 May 2024, 10:00","Bench Press","",0,"warmup",100,5,
"A","1 May 2024, 10:00","Bench Press","",1,"failure",200,4,10
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_strong_rows_become_sets_and_other_rows_are_left_out(tmp_path: Path) -> None:
    sets = read_log(written(tmp_path, STRONG)).sets
    assert [(s.kind, s.load_kg, s.reps, s.rpe) for s in sets] == [
        ("warm_up", 60.0, 5, None),
        ("normal", 100.0, 5, 8.5),
        ("failure", 100.0, 4, 10.0),
    ]


def test_other_languages_decimal_commas_and_units_by_row_are_read(tmp_path: Path) -> None:
    first, second = read_log(written(tmp_path, STRONG_GERMAN)).sets
    assert (first.exercise, first.load_kg, first.rpe) == ("Kniebeuge", 102.5, 8.5)
    assert second.load_kg == pytest.approx(99.79, abs=0.01)


def test_hevy_is_put_into_the_order_of_time_and_pounds_into_kilograms(tmp_path: Path) -> None:
    sets = read_log(written(tmp_path, HEVY)).sets
    assert [(s.at.isoformat(), s.kind) for s in sets] == [
        ("2024-05-01T10:00:00", "warm_up"),
        ("2024-05-01T10:00:00", "failure"),
        ("2024-05-03T10:00:00", "normal"),
    ]
    assert sets[2].load_kg == pytest.approx(90.718, abs=0.001)


def test_rows_that_are_no_sets_are_named_with_their_reason(tmp_path: Path) -> None:
    log = read_log(written(tmp_path, STRONG))
    assert [(each.row, each.why) for each in log.left_out] == [
        (3, "no set: rest timer"),
        (5, "no repetitions: a hold, a distance or an empty row"),
    ]
    assert not log.unit_told


def test_a_file_without_units_is_read_in_the_unit_that_is_assumed(tmp_path: Path) -> None:
    first = read_log(written(tmp_path, STRONG), "lb").sets[0]
    assert (first.weight, first.unit) == (60, "lb")
    assert first.load_kg == pytest.approx(27.2155, abs=0.001)


def test_a_file_without_the_needed_columns_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLogError, match="no column for exercise, load"):
        read_log(written(tmp_path, "Date,Reps\n2024-05-01,5\n"))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLogError):
        read_log(written(tmp_path, ""))
