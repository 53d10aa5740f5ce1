"""CSV tables in the dialects of apps and spreadsheets."""

import pytest

from dryland.devices.recording import Skip, read_recording

FIRST_MS = 1_700_000_000_000  # 2023-11-14T22:13:20Z


@pytest.mark.parametrize(
    ("table", "at_ms", "clock"),
    [
        ("timestamp,hr\n2023-11-14T22:13:20Z,120\n", FIRST_MS, "utc"),
        ("Time;Heart Rate (bpm)\n2023-11-14T23:13:20+01:00;120\n", FIRST_MS, "utc"),
        ("timestamp\thr\n1700000000\t120\n", FIRST_MS, "utc"),
        ("timestamp,hr\n1700000000000,120\n", FIRST_MS, "utc"),
        ("timestamp_ms,hr\n1700000000000,120\n", FIRST_MS, "utc"),
        ("date time,hr\n2023-11-14 22:13:20,120\n", FIRST_MS, "local"),
        ("secs,hr\n90,120\n", 90_000, "unanchored"),
        ("elapsed time,hr\n0:01:30,120\n", 90_000, "unanchored"),
        ("elapsed_ms,hr\n90000,120\n", 90_000, "unanchored"),
    ],
)
def test_times_are_understood_as_written(table: str, at_ms: int, clock: str):
    recording = read_recording(table.encode())
    assert (recording.at_ms, recording.heart_rate_bpm, recording.clock) == ((at_ms,), (120,), clock)


def test_units_in_headings_are_converted():
    recording = read_recording(b"secs,cad,hr,km,kph,watts\n1,86,140,0.5,36,250\n")
    assert (recording.cadence_rpm, recording.power_w, recording.distance_m) == ((86.0,), (250,), (500.0,))
    assert recording.speed_mps == pytest.approx((10.0,))


def test_decimal_commas_are_understood_where_semicolons_separate():
    assert read_recording(b"secs;speed (m/s)\n1,5;2,25\n").speed_mps == (2.25,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheets_are_understood(encoding: str):
    recording = read_recording("secs,hr,größe\n1,120,7\n".encode(encoding))
    assert recording.heart_rate_bpm == (120,)
    assert any("gr" in warning for warning in recording.report.warnings)


def test_a_lap_column_becomes_laps():
    recording = read_recording(b"secs,hr,lap\n0,100,warm\n1,101,warm\n2,140,Hill\n3,141,Hill\n")
    assert [(lap.name, lap.start_ms, lap.end_ms) for lap in recording.laps] == [("warm", 0, 2000), ("Hill", 2000, 3001)]


def test_bad_lines_are_counted_with_their_first_line_number():
    recording = read_recording(b"hr,secs\n120,1\n121\nx,2\n123,never\n124,4\n")
    assert recording.heart_rate_bpm == (120, None, 124)
    assert recording.report.read == 5
    assert recording.report.skipped == {
        "too few values in the line": Skip(1, "line 3"),
        "no timestamp": Skip(1, "line 5"),
    }


def test_a_line_that_breaks_off_keeps_what_it_has():
    assert read_recording(b"secs,hr,power\n1,120,200\n2,12").heart_rate_bpm == (120, None)


def test_comment_lines_before_the_headings_are_passed_over():
    assert read_recording(b"# exported\n\nsecs,hr\n1,120\n").heart_rate_bpm == (120,)
