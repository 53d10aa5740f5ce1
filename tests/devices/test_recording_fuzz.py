"""No bytes whatsoever make the reader raise anything but its own error."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.devices.recording import RecordingError, interval_plan, read_recording

from .fit_encoder import compressed_records_file, fit_file, fit_time, lap, record
from .test_recording_tcx import TWO_LAPS

START_S = 1_700_000_000
FIT = fit_file(
    [
        ("file_id", {"type": 4, "manufacturer": 1, "time_created": fit_time(START_S)}),
        ("event", {"event": 0, "event_type": 0, "timestamp": fit_time(START_S)}),
        *(record(START_S + second, heart_rate=120 + second, power=200, speed=3.2) for second in range(12)),
        ("hrv", {"time": 0.5}),
        lap(START_S, 6, intensity=0, lap_trigger=0),
        lap(START_S + 6, 6, intensity=1, lap_trigger=1),
        ("session", {"start_time": fit_time(START_S), "sport": 2, "sub_sport": 6}),
        ("activity", {"timestamp": fit_time(START_S + 12), "local_timestamp": fit_time(START_S + 3612)}),
    ]
)
CSV = b"time,heart_rate,power,speed_kmh,lap\n" + b"".join(
    b"%d,%d,200,30.5,%d\n" % (s, 120 + s, s // 4) for s in range(12)
)
SEEDS = (FIT, compressed_records_file(range(100, 120)), TWO_LAPS, CSV)

edits = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True), st.sampled_from(["set", "cut", "insert", "drop"]), st.binary(max_size=8)
    ),
    min_size=1,
    max_size=8,
)


def mutate(data: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    for place, action, patch in changes:
        at = int(place * len(data))
        if action == "set":
            data = data[:at] + patch + data[at + len(patch) :]
        elif action == "insert":
            data = data[:at] + patch + data[at:]
        elif action == "drop":
            data = data[:at] + data[at + len(patch) :]
        else:
            data = data[:at]
    return data


def survives(data: bytes) -> None:
    with suppress(RecordingError):
        recording = read_recording(data)
        report = recording.report
        assert report.read == report.used + sum(skip.count for skip in report.skipped.values())
        assert len(recording.at_ms) == len(recording.heart_rate_bpm) == report.used > 0
        assert sum(interval.duration_s for interval in interval_plan(recording)) > 0
        assert str(report)


@given(st.binary(max_size=400))
def test_arbitrary_bytes(data: bytes):
    survives(data)


@given(st.binary(max_size=200), st.sampled_from([12, 14]))
def test_arbitrary_bytes_after_a_fit_header(body: bytes, head_size: int):
    survives(bytes([head_size, 0x10, 0, 0]) + len(body).to_bytes(4, "little") + b".FIT" + body)


@settings(max_examples=300)
@given(st.sampled_from(SEEDS), edits)
def test_mutated_workouts(seed: bytes, changes: list[tuple[float, str, bytes]]):
    survives(mutate(seed, changes))


@given(st.text(max_size=200))
def test_arbitrary_text_below_csv_headings(body: str):
    survives(f"time,hr,watts,lap\n{body}".encode("utf-8", "surrogatepass"))


@given(st.text(max_size=200))
def test_arbitrary_text_inside_a_tcx_document(body: str):
    survives(f"<TrainingCenterDatabase>{body}".encode("utf-8", "surrogatepass"))
