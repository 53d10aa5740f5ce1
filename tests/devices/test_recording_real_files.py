"""Recordings of real people and devices, compared with figures computed apart from our reader."""

from collections.abc import Callable
from pathlib import Path

import fitdecode
import pytest

from dryland.devices.recording import Recording, interval_plan, read_recording

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "recordings"
EDGE800 = "indoor_trainer_edge800_intervals_38min.fit"
ROWING = "indoor_rowing_vivoactivehr_28min.fit"
FR70 = "edge_case_compressed_headers_no_timestamps.fit"


@pytest.fixture(scope="module")
def read() -> Callable[[str], Recording]:
    def read_one(name: str) -> Recording:
        if not (FOLDER / name).exists():
            pytest.skip(f"the recording {name} is not on this machine")
        return read_recording(FOLDER / name)

    return read_one


def test_every_sample_of_the_trainer_ride_is_used_once(read: Callable[[str], Recording]):
    ride = read(EDGE800)
    assert (ride.report.read, ride.report.used) == (2263, 2263)
    assert len(set(ride.at_ms)) == 2263
    beats = [beat for beat in ride.heart_rate_bpm if beat is not None]
    assert (min(beats), max(beats)) == (81, 176)
    assert max(watt for watt in ride.power_w if watt is not None) == 331
    assert (ride.sport, ride.device) == ("cycling", "garmin edge800")


def test_the_trainer_ride_becomes_five_intervals_with_the_durations_of_its_laps(read: Callable[[str], Recording]):
    plan = interval_plan(read(EDGE800))
    assert [round(interval.duration_s) for interval in plan] == [377, 601, 371, 601, 312]
    assert [interval.kind for interval in plan] == ["warmup", "work", "rest", "work", "cooldown"]


def test_averages_agree_with_what_the_device_computed_for_its_laps(read: Callable[[str], Recording]):
    plan = interval_plan(read(EDGE800))
    with fitdecode.FitReader(FOLDER / EDGE800) as reader:
        laps = [f for f in reader if f.frame_type == fitdecode.FIT_FRAME_DATA and f.name == "lap"]
    for interval, lap in zip(plan, laps, strict=True):
        assert interval.heart_rate_avg_bpm == pytest.approx(lap.get_value("avg_heart_rate"), abs=1.0)
        assert interval.heart_rate_max_bpm == lap.get_value("max_heart_rate")
        assert interval.power_avg_w == pytest.approx(lap.get_value("avg_power"), abs=1.0)


def test_the_rowing_intervals_are_told_apart_by_heart_rate(read: Callable[[str], Recording]):
    rowing = read(ROWING)
    beats = [beat for beat in rowing.heart_rate_bpm if beat is not None]
    assert (min(beats), max(beats)) == (80, 179)
    assert set(rowing.power_w) == {None}
    assert [interval.kind for interval in interval_plan(rowing)] == ["work", "rest"] * 3 + ["work", "cooldown"]


def test_values_that_a_watch_app_repeats_through_the_rests_are_named_and_not_used(read: Callable[[str], Recording]):
    assert any("Power" in warning and "not used" in warning for warning in read(ROWING).report.warnings)


def test_the_run_on_a_power_on_clock_gets_the_date_of_its_local_time(read: Callable[[str], Recording]):
    run = read(FR70)
    assert (run.report.read, run.report.used, run.clock) == (755, 755, "local")
    assert run.at_ms[0] == 1_329_131_776_000  # 2012-02-13T11:16:16, 3,887 s before the end at 12:21:03 local time
    assert (run.report.gap_count, run.report.gap_total_s) == (1, 115.0)
    assert len(run.laps) == 11
    assert (run.pauses[0].end_ms - run.pauses[0].start_ms) == 110_000
