"""FIT files that the tests write byte by byte, and what is read from them."""

import pytest

from dryland.devices.recording import Pause, RecordingError, Skip, read_recording

from .fit_encoder import compressed_records_file, fit_file, fit_time, lap, record

START_S = 1_700_000_000


def minute(**values: float | None) -> list[tuple[str, dict[str, float | None]]]:
    return [record(START_S + second, heart_rate=100 + second, **values) for second in range(60)]


def test_columns_carry_every_value_in_its_unit():
    data = fit_file([record(START_S, heart_rate=141, power=252, cadence=88, speed=9.25, distance=1234.5)])
    recording = read_recording(data, name="ride.fit")
    assert recording.at_ms == (START_S * 1000,)
    assert recording.heart_rate_bpm == (141,)
    assert recording.power_w == (252,)
    assert recording.cadence_rpm == (88,)
    assert recording.speed_mps == (9.25,)
    assert recording.distance_m == (1234.5,)
    assert recording.clock == "utc"
    assert (recording.report.read, recording.report.used) == (1, 1)


def test_beat_to_beat_intervals_stay_with_the_sample_before_them():
    data = fit_file(
        [record(START_S, heart_rate=60), ("hrv", {"time": 0.998}), ("hrv", {"time": 1.012}), record(START_S + 1)]
    )
    assert read_recording(data).rr_ms == ((998, 1012), None)


def test_sport_is_the_most_specific_name_known():
    data = fit_file([*minute(), ("session", {"start_time": fit_time(START_S), "sport": 4, "sub_sport": 14})])
    assert read_recording(data).sport == "indoor_rowing"


def test_laps_meet_at_the_next_start_and_the_last_keeps_its_stated_length():
    data = fit_file([*minute(), lap(START_S, 20.4), lap(START_S + 20, 30.2), lap(START_S + 50, 7.5)])
    laps = read_recording(data).laps
    assert [(one.start_ms - START_S * 1000, one.end_ms - START_S * 1000) for one in laps] == [
        (0, 20_000),
        (20_000, 50_000),
        (50_000, 57_500),
    ]
    assert [one.elapsed_s for one in laps] == [20.4, 30.2, 7.5]


def test_a_sample_on_a_boundary_belongs_to_the_later_lap_only():
    recording = read_recording(fit_file([*minute(), lap(START_S, 20), lap(START_S + 20, 40)]))
    first, second = (recording.lap_rows(one) for one in recording.laps)
    assert (first, second) == (slice(0, 20), slice(20, 60))


def test_lap_kinds_are_taken_from_the_file():
    data = fit_file([*minute(), lap(START_S, 20, intensity=2), lap(START_S + 20, 40, intensity=5)])
    assert [one.kind for one in read_recording(data).laps] == ["warmup", "work"]


def test_timer_stops_become_pauses():
    stop, start = (
        {"event": 0, "event_type": kind, "timestamp": fit_time(START_S + at)} for kind, at in ((4, 10), (0, 40))
    )
    assert read_recording(fit_file([*minute(), ("event", stop), ("event", start)])).pauses == (
        Pause((START_S + 10) * 1000, (START_S + 40) * 1000),
    )


@pytest.mark.parametrize("cut", [20, 21, 40, 200])
def test_a_truncated_file_is_used_up_to_the_break_and_says_so(cut: int):
    whole = fit_file(minute())
    recording = read_recording(whole[:-cut])
    assert 0 < recording.report.used < 60
    assert recording.heart_rate_bpm == tuple(range(100, 100 + recording.report.used))
    assert "breaks off at byte" in recording.report.warnings[0]


def test_a_missing_checksum_costs_no_sample():
    assert read_recording(fit_file(minute())[:-1]).report.used == 60


def test_a_wrong_checksum_is_said_and_everything_is_used():
    data = fit_file(minute())
    recording = read_recording(data[:-2] + bytes([data[-2] ^ 1, data[-1]]))
    assert recording.report.used == 60
    assert "checksum" in recording.report.warnings[0]


def test_records_without_any_time_are_laid_out_one_a_second_from_the_start():
    rows = [record(heart_rate=120), record(heart_rate=121), record(heart_rate=122)]
    recording = read_recording(fit_file([("session", {"start_time": fit_time(START_S), "sport": 2}), *rows]))
    assert recording.at_ms == tuple((START_S + second) * 1000 for second in range(3))
    assert recording.clock == "synthesised"
    assert "one sample a second" in recording.report.warnings[0]


def test_records_without_any_time_are_spread_over_the_laps_when_those_have_a_duration():
    rows = [record(heart_rate=120) for _ in range(20)]
    recording = read_recording(fit_file([*rows, lap(START_S, 100)]))
    assert recording.at_ms[:3] == (START_S * 1000, (START_S + 5) * 1000, (START_S + 10) * 1000)
    assert recording.clock == "synthesised"
    assert "spread evenly" in recording.report.warnings[0]


def test_compressed_headers_without_a_base_keep_their_distances_and_admit_the_missing_date():
    recording = read_recording(compressed_records_file(range(100, 170)))
    steps = {later - earlier for earlier, later in zip(recording.at_ms, recording.at_ms[1:], strict=False)}
    assert recording.report.used == 70
    assert steps == {1000}
    assert recording.clock == "unanchored"
    assert "names no date" in recording.report.warnings[0]


def test_a_clock_that_counts_from_power_on_is_anchored_by_the_local_time_of_the_end():
    ended = {"timestamp": 5_000, "local_timestamp": fit_time(START_S)}
    rows = [("record", {"timestamp": 4_900 + second, "heart_rate": 120}) for second in range(3)]
    recording = read_recording(fit_file([*rows, ("activity", ended)]))
    assert recording.at_ms[0] == (START_S - 100) * 1000
    assert recording.clock == "local"


def test_some_records_without_a_time_are_left_out_and_counted():
    recording = read_recording(fit_file([record(START_S, heart_rate=90), record(heart_rate=91)]))
    assert recording.report.skipped == {"no timestamp": Skip(1, "record 2")}


def test_a_file_without_samples_says_what_to_choose_instead():
    with pytest.raises(RecordingError, match="workout, course or settings") as refused:
        read_recording(fit_file([("file_id", {"type": 4, "time_created": fit_time(START_S)})]), name="plan.fit")
    assert refused.value.name == "plan.fit"
    assert refused.value.position.startswith("byte ")


def test_bytes_after_the_last_message_do_not_hide_the_samples():
    recording = read_recording(fit_file(minute()) + b"trailing garbage, more than a header long")
    assert recording.report.used == 60
    assert recording.report.warnings
