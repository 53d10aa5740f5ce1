"""What is kept, what is left out, and that both are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.devices.recording import RecordingError, Skip
from dryland.devices.recording_cleaning import LapDraft, RecordingDraft, RowDraft, clean


def draft_of(*rows: RowDraft, laps: list[LapDraft] | None = None) -> RecordingDraft:
    return RecordingDraft(name="test", rows=list(rows), laps=laps or [])


def rows_at(*seconds: float) -> list[RowDraft]:
    return [
        RowDraft(position=f"record {n}", at_ms=round(s * 1000), heart_rate_bpm=120) for n, s in enumerate(seconds, 1)
    ]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("power_w", 20_000, "power outside 0-3000 W"),
        ("power_w", -5, "power outside 0-3000 W"),
        ("heart_rate_bpm", 255, "heart rate outside 20-250 bpm"),
        ("heart_rate_bpm", 0, "heart rate outside 20-250 bpm"),
        ("cadence_rpm", 301, "cadence outside 0-300 rpm"),
        ("speed_mps", 41, "speed outside 0-40 m/s"),
    ],
)
def test_an_impossible_value_is_dropped_and_its_sample_kept(column: str, value: float, reason: str):
    row = RowDraft(position="record 1", at_ms=0, heart_rate_bpm=120, power_w=200)
    setattr(row, column, value)
    recording = clean(draft_of(row))
    assert getattr(recording, column) == (None,)
    assert recording.report.used == 1
    assert recording.report.dropped_values == {reason: Skip(1, "record 1")}


@pytest.mark.parametrize(("column", "value"), [("power_w", 3000), ("heart_rate_bpm", 20), ("heart_rate_bpm", 250)])
def test_values_on_the_limit_are_kept(column: str, value: float):
    row = RowDraft(position="record 1", at_ms=0)
    setattr(row, column, value)
    assert getattr(clean(draft_of(row)), column) == (value,)


def test_no_heart_rate_at_all_is_usable_and_said():
    recording = clean(draft_of(RowDraft(position="record 1", at_ms=0, power_w=200)))
    assert recording.power_w == (200,)
    assert "no heart rate" in recording.report.warnings[0]


def test_gaps_stay_gaps():
    recording = clean(draft_of(*rows_at(0, 1, 2, 60, 61)))
    assert recording.at_ms == (0, 1000, 2000, 60_000, 61_000)
    assert (recording.report.gap_count, recording.report.gap_total_s) == (1, 58.0)


def test_a_slow_recording_rhythm_is_no_gap():
    assert clean(draft_of(*rows_at(0, 5, 10, 15))).report.gap_count == 0


def test_a_repeated_timestamp_fills_what_the_first_lacks_and_changes_nothing_else():
    first = RowDraft(position="record 1", at_ms=0, heart_rate_bpm=120)
    again = RowDraft(position="record 2", at_ms=0, heart_rate_bpm=170, power_w=210)
    recording = clean(draft_of(first, again))
    assert (recording.heart_rate_bpm, recording.power_w) == ((120,), (210,))
    assert recording.report.skipped == {"same timestamp as an earlier sample (merged)": Skip(1, "record 2")}


def test_a_step_back_in_time_is_left_out():
    recording = clean(draft_of(*rows_at(0, 1, 2, 3, 1.5, 4)))
    assert recording.at_ms == (0, 1000, 2000, 3000, 4000)
    assert recording.report.skipped == {"time runs backward": Skip(1, "record 5")}


def test_one_sample_from_the_future_does_not_cost_the_samples_after_it():
    recording = clean(draft_of(*rows_at(0, 1, 50_000, 2, 3)))
    assert recording.at_ms == (0, 1000, 2000, 3000)


def test_samples_from_another_day_are_left_out():
    recording = clean(draft_of(*rows_at(0, 1, 2, 200_000)))
    assert recording.report.used == 3
    assert recording.report.skipped == {"more than a day away from the other samples": Skip(1, "record 4")}


def test_a_lap_without_samples_in_reach_is_no_lap():
    recording = clean(draft_of(*rows_at(100, 101), laps=[LapDraft(0, 10.0), LapDraft(100_000, 2.0)]))
    assert [lap.start_ms for lap in recording.laps] == [100_000]


def test_nothing_readable_is_an_error_with_a_remedy():
    with pytest.raises(RecordingError, match=r"test, whole file: .*no samples.*Export"):
        clean(draft_of())


def test_moving_a_recording_keeps_every_distance():
    recording = clean(draft_of(*rows_at(10, 11, 15), laps=[LapDraft(10_000, 5.0)]))
    moved = recording.moved_to(1_000_000)
    assert moved.at_ms == (1_000_000, 1_001_000, 1_005_000)
    assert (moved.laps[0].start_ms, moved.laps[0].end_ms) == (1_000_000, 1_005_000)


any_number = st.one_of(st.none(), st.floats(-1e9, 1e9))
any_row = st.builds(
    RowDraft,
    position=st.just("row"),
    at_ms=st.one_of(st.none(), st.integers(-(10**15), 10**15), st.integers(0, 20_000)),
    heart_rate_bpm=any_number,
    power_w=any_number,
    distance_m=any_number,
)


@given(st.lists(any_row, min_size=1, max_size=40))
def test_every_row_is_either_used_or_counted_and_time_only_rises(rows: list[RowDraft]):
    recording = clean(draft_of(*rows))
    report = recording.report
    assert report.read == len(rows) == report.used + sum(skip.count for skip in report.skipped.values())
    assert all(earlier < later for earlier, later in zip(recording.at_ms, recording.at_ms[1:], strict=False))
    columns = (recording.heart_rate_bpm, recording.power_w, recording.cadence_rpm, recording.speed_mps)
    assert {len(column) for column in columns} == {report.used}
    assert all(beat is None or 20 <= beat <= 250 for beat in recording.heart_rate_bpm)
    assert all(watt is None or 0 <= watt <= 3000 for watt in recording.power_w)
