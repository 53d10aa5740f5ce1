"""`dryland import strength`: every row answered for, the same file once, estimates in the sessions to come."""

from __future__ import annotations

from pathlib import Path

import pytest

from dryland.contract.base import WorkoutType
from dryland.floor.settings import FloorSettings
from dryland.history import read_session
from dryland.seeding import SeedRequest, seed_folder
from dryland.store import open_history
from tests.cli.conftest import dryland

STRENGTH_LOGS = Path(__file__).parents[2].parent / "shared" / "data" / "strength"
LOG = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",W,60.0,5,0,0,"","",
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",1,100.0,5,0,0,"","",8
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",2,100.0,5,0,0,"","",8.5
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",2,100.0,5,0,0,"","",8.5
2024-05-01 10:00:00,"A",1h,"Squat (Barbell)",Rest Timer,0,0,0,180,"","",
2024-05-01 10:00:00,"A",1h,"Pull Up (Assisted)",1,20.0,8,0,0,"","",
"""
LATER = LOG + '2024-05-08 10:00:00,"A",1h,"Squat (Barbell)",1,102.5,5,0,0,"","",8\n'


@pytest.fixture
def club(tmp_path: Path) -> Path:
    folder = tmp_path / "club"
    seed_folder(folder, SeedRequest(1, 2, WorkoutType.STRENGTH))
    return folder


def written(folder: Path, text: str) -> Path:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_row_is_answered_for_and_the_same_file_changes_nothing(club: Path, tmp_path: Path) -> None:
    command = ("import", "strength", written(tmp_path, LOG), "--data", club, "--player", "s1-p1", "--json")
    first = dryland(*command).json()
    assert (first["rows"], first["imported"], first["known"], first["leftOut"]) == (6, 5, 0, 1)
    assert [row["result"] for row in first["report"]] == ["imported"] * 4 + ["left_out", "imported"]
    assert [row["row"] for row in first["report"] if "why" in row] == [1, 5, 6]
    assert first["sessionsRenewed"] == ["session-1"]
    assert [lift["lift"] for lift in first["estimates"]] == ["back_squat"]
    again = dryland(*command).json()
    assert (again["imported"], again["known"], again["sessionsRenewed"]) == (0, 5, [])
    assert again["estimates"] == first["estimates"]
    written(tmp_path, LATER)
    later = dryland(*command).json()
    assert (later["imported"], later["known"]) == (1, 5)
    assert later["estimates"][0]["sets"] == 4


def test_an_open_session_begins_with_what_was_imported(club: Path, tmp_path: Path) -> None:
    dryland("import", "strength", written(tmp_path, LOG), "--data", club, "--player", "s1-p1", "--json").json()
    history = open_history(club)
    try:
        head = history.head("session-1")
        assert head is not None
        session = read_session(history, "session-1", head.epoch, FloorSettings()).session
    finally:
        history.close()
    assert session is not None
    assert "back_squat" in session.works["s1-p1"].strength.exercises  # type: ignore[attr-defined]
    assert not session.works["s1-p2"].strength.exercises  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--player", "nobody"), "There is no player nobody"),
        (("--player", "s1-p1", "--unit", "stone"), "stone"),
    ],
)
def test_a_wrong_call_is_answered_in_words(club: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    result = dryland("import", "strength", written(tmp_path, LOG), "--data", club, *words)
    assert result.code != 0
    assert said in result.err


def test_a_file_that_is_no_log_is_refused(club: Path, tmp_path: Path) -> None:
    result = dryland("import", "strength", written(tmp_path, "a,b\n1,2\n"), "--data", club, "--player", "s1-p1")
    assert result.code == 1
    assert "no column for" in result.err


@pytest.mark.skipif(not STRENGTH_LOGS.is_dir(), reason="needs the recorded logs in ../shared/data")
@pytest.mark.parametrize(
    ("name", "rows", "left_out"),
    [
        ("strong_breinsp_MIT_2078sets.csv", 2078, 6),
        ("strong_dravenbc_Apache_newformat_266sets.csv", 266, 0),
        ("hevy_mouadja02_MIT_330sets.csv", 330, 0),
    ],
)
def test_the_three_dialects_of_real_exports_are_read(club: Path, name: str, rows: int, left_out: int) -> None:
    report = dryland("import", "strength", STRENGTH_LOGS / name, "--data", club, "--player", "s1-p1", "--json").json()
    assert (report["rows"], report["leftOut"], report["imported"]) == (rows, left_out, rows - left_out)
    assert all("e1rmKg" in lift for lift in report["estimates"] if lift["lift"] in {"bench_press", "back_squat"})
