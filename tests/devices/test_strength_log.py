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


HEADER = "Date,Exercise Name,Set Order,Weight,Reps,RPE\n"


def only(folder: Path, row: str, header: str = HEADER) -> tuple[float, str, float | None] | str:
    """What becomes of one row: load as entered, unit and RPE, or why it is left out."""
    log = read_log(written(folder, header + row + "\n"))
    return log.left_out[0].why if log.left_out else (log.sets[0].weight, log.sets[0].unit, log.sets[0].rpe)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('2024-05-01 10:00:00,Squat,1,"102,5",5,"8,5"', (102.5, "kg", 8.5)),
        ("2024-05-01 10:00:00,Squat,1,225 lbs,5,@8", (225.0, "lb", 8.0)),
        ("2024-05-01 10:00:00,Squat,1,100kg,5,RPE 9", (100.0, "kg", 9.0)),
        ('2024-05-01 10:00:00,Squat,1,"1,102.5",5,', "a load of 1,102.5 is not plausible"),
        ("2024-05-01 10:00:00,Pull Up,1,,5,", (0.0, "kg", None)),
        ("2024-05-01 10:00:00,Squat,1,100,5,11", (100.0, "kg", None)),
        ("2024-05-01 10:00:00,Squat,1,100,5,0", (100.0, "kg", None)),
        ("2024-05-01 10:00:00,Squat,1,100,5,nan", (100.0, "kg", None)),
        ("2024-05-01 10:00:00,Squat,1,heavy,5,8", "load 'heavy' cannot be read"),
        ("2024-05-01 10:00:00,Squat,1,inf,5,8", "load 'inf' cannot be read"),
        ("2024-05-01 10:00:00,Squat,1,-5,5,8", "the load is negative"),
        ("2024-05-01 10:00:00,Squat,1,100,99999,8", "99999 repetitions are not plausible"),
        ("2024-05-01 10:00:00,Squat,1,100,5.0,8", (100.0, "kg", 8.0)),
        ("2024-05-01 10:00:00,Squat,1,100", "no repetitions: a hold, a distance or an empty row"),
        ("2024-13-01 10:00:00,Squat,1,100,5,8", "date '2024-13-01 10:00:00' cannot be read"),
        (",,,,,", "no exercise"),
    ],
)
def test_an_odd_cell_is_read_or_named_and_never_becomes_another_figure(
    tmp_path: Path, row: str, expected: tuple[float, str, float | None] | str
) -> None:
    assert only(tmp_path, row) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2024-05-01T10:00:00Z"], ["2024-05-01T10:00:00"]),
        (["2024-05-01 10:00:00.123+02:00"], ["2024-05-01T10:00:00"]),
        (["30 juin 2025, 19:56"], ["2025-06-30T19:56:00"]),
        (["1. Mai 2024, 10:00"], ["2024-05-01T10:00:00"]),
        (["May 1, 2024, 7:05 PM"], ["2024-05-01T19:05:00"]),
        (["03/04/2024 10:00", "13/04/2024 10:00"], ["2024-04-03T10:00:00", "2024-04-13T10:00:00"]),
        (["03/04/2024 10:00", "03/13/2024 10:00"], ["2024-03-04T10:00:00", "2024-03-13T10:00:00"]),
    ],
)
def test_dates_are_read_in_the_way_that_reads_most_of_the_file(
    tmp_path: Path, dates: list[str], expected: list[str]
) -> None:
    rows = "".join(f'"{at}",Squat,1,100,5,8\n' for at in dates)
    assert [each.at.isoformat() for each in read_log(written(tmp_path, HEADER + rows)).sets] == expected


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("said", [False, True])
def test_whatever_separates_the_columns_the_sets_are_the_same(tmp_path: Path, separator: str, said: bool) -> None:
    text = (HEADER + "2024-05-01 10:00:00,Squat,1,100,5,8\n").replace(",", separator)
    sets = read_log(written(tmp_path, (f"sep={separator}\n" if said else "") + text)).sets
    assert [(each.load_kg, each.reps, each.rpe) for each in sets] == [(100.0, 5, 8.0)]


def test_a_spreadsheets_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(HEADER + "2024-05-01 10:00:00,Knäböj,1,100,5,8\n", encoding="utf-16")
    assert read_log(path).sets[0].exercise == "Knäböj"


def test_sets_that_say_the_same_twice_are_two_sets(tmp_path: Path) -> None:
    row = "2024-05-01 10:00:00,Squat,1,100,5,8\n"
    assert len(read_log(written(tmp_path, HEADER + row + row)).sets) == 2


def test_pounds_in_the_header_hold_for_every_row_that_says_nothing_else(tmp_path: Path) -> None:
    header = "Date,Exercise Name,Set Order,Weight (lbs),Weight Unit,Reps,RPE\n"
    rows = "2024-05-01,Squat,1,225,,5,8\n2024-05-01,Squat,2,100,kg,5,8\n"
    assert [each.unit for each in read_log(written(tmp_path, header + rows)).sets] == ["lb", "kg"]
