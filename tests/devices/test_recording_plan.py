"""Laps become intervals: durations from the boundaries, kinds from the file, the effort, or admitted as a guess."""

from dryland.devices.recording import interval_plan
from dryland.devices.recording_cleaning import LapDraft, RecordingDraft, RowDraft, clean


def recording_of(*powers_w: float, lap_s: int = 60, automatic: bool = False, kinds: tuple[str | None, ...] = ()):
    rows = [
        RowDraft(
            position=str(s), at_ms=s * 1000, heart_rate_bpm=100 + powers_w[s // lap_s] / 5, power_w=powers_w[s // lap_s]
        )
        for s in range(lap_s * len(powers_w))
    ]
    laps = [
        LapDraft(n * lap_s * 1000, float(lap_s), automatic=automatic, kind=kinds[n] if kinds else None)  # type: ignore[arg-type]
        for n in range(len(powers_w))
    ]
    return clean(RecordingDraft(name="test", rows=rows, laps=laps))


def kinds_of(*powers_w: float, **options: object) -> list[str]:
    return [interval.kind for interval in interval_plan(recording_of(*powers_w, **options))]  # type: ignore[arg-type]


def test_hard_laps_are_work_and_easy_ones_are_named_by_where_they_stand():
    assert kinds_of(150, 258, 152, 263, 87) == ["warmup", "work", "rest", "work", "cooldown"]


def test_names_count_only_where_there_are_several():
    assert [i.name for i in interval_plan(recording_of(150, 258, 152, 263, 87))] == [
        "Warm-up",
        "Work 1",
        "Rest",
        "Work 2",
        "Cool-down",
    ]


def test_laps_of_like_effort_are_assumed_to_be_work():
    plan = interval_plan(recording_of(200, 210, 205))
    assert {(interval.kind, interval.kind_source) for interval in plan} == {("work", "assumed")}


def test_laps_cut_by_distance_are_not_taken_for_intervals():
    assert kinds_of(150, 258, 152, automatic=True) == ["work", "work", "work"]


def test_kinds_that_the_file_states_win():
    plan = interval_plan(recording_of(150, 258, kinds=("work", "rest")))
    assert [(interval.kind, interval.kind_source) for interval in plan] == [("work", "file"), ("rest", "file")]


def test_a_file_that_calls_every_lap_active_is_not_believed():
    assert kinds_of(150, 258, 152, kinds=("work", "work", "work")) == ["warmup", "work", "cooldown"]


def test_averages_and_maxima_are_those_of_the_lap():
    warm_up, work = interval_plan(recording_of(100, 250))
    assert (warm_up.power_avg_w, work.power_avg_w) == (100, 250)
    assert (warm_up.heart_rate_avg_bpm, work.heart_rate_max_bpm) == (120, 150)
    assert (warm_up.duration_s, work.duration_s) == (60, 60)


def test_without_laps_the_whole_recording_is_one_interval():
    rows = [RowDraft(position=str(s), at_ms=s * 1000, heart_rate_bpm=120) for s in range(10)]
    (interval,) = interval_plan(clean(RecordingDraft(name="test", rows=rows)))
    assert (interval.kind, interval.kind_source, interval.duration_s) == ("work", "assumed", 10.0)
