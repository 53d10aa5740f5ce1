"""The door: contents decide, not names; refusals name file, place, reason and remedy."""

from pathlib import Path

import pytest

from dryland.devices import recording as door
from dryland.devices.recording import RecordingError, read_recording

from .fit_encoder import fit_file, record

RIDE = fit_file([record(1_700_000_000 + second, heart_rate=120) for second in range(5)])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b"abc", "only 3 bytes"),
        (b"\x89PNG\r\n\x1a\n and so on", "neither FIT"),
        (b"just,some,text\n1,2,3\n", "neither FIT"),
        (b"\x1f\x8b\x08\x00rest of an archive", "compressed archive"),
        (b"<?xml version='1.0'?><gpx version='1.1'></gpx>", "root <gpx>"),
        (b"heart_rate,power\n120,200\n", "neither FIT"),
    ],
)
def test_what_is_no_workout_is_refused_with_place_reason_and_remedy(data: bytes, why: str):
    with pytest.raises(RecordingError) as refused:
        read_recording(data, name="thing.fit")
    assert refused.value.name == "thing.fit"
    assert why in refused.value.why
    assert refused.value.position
    assert "Export" in refused.value.remedy


def test_the_content_decides_and_not_the_extension(tmp_path: Path):
    path = tmp_path / "ride.tcx"
    path.write_bytes(RIDE)
    recording = read_recording(path)
    assert (recording.name, recording.report.used) == ("ride.tcx", 5)


def test_a_missing_file_is_a_recording_error(tmp_path: Path):
    with pytest.raises(RecordingError, match=r"gone\.fit.*cannot be opened.*No such file.*Check the path"):
        read_recording(tmp_path / "gone.fit")


def test_a_folder_is_a_recording_error(tmp_path: Path):
    with pytest.raises(RecordingError, match="cannot be opened"):
        read_recording(tmp_path)


def test_a_file_above_the_limit_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(door, "MAX_BYTES", len(RIDE))
    assert read_recording(RIDE).report.used == 5
    with pytest.raises(RecordingError, match="more than"):
        read_recording(RIDE + b"\0")


def test_the_public_names_exist():
    assert all(hasattr(door, name) for name in door.__all__)
