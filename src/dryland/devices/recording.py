"""The door for recorded workouts: looks at the bytes, not at the file's name, and hands them to the reader that fits.

Must not know the wire, the floor, nor what becomes of a recording.
"""

from pathlib import Path
from typing import Final

from dryland.devices.recording_cleaning import RecordingDraft, clean
from dryland.devices.recording_csv import is_csv, read_csv
from dryland.devices.recording_fit import is_fit, read_fit
from dryland.devices.recording_model import (
    Clock,
    Lap,
    LapKind,
    Pause,
    Recording,
    RecordingError,
    RecordingReport,
    Skip,
)
from dryland.devices.recording_plan import IntervalDraft, interval_plan
from dryland.devices.recording_tcx import is_tcx, read_tcx, xml_root

__all__ = [
    "MAX_BYTES",
    "Clock",
    "IntervalDraft",
    "Lap",
    "LapKind",
    "Pause",
    "Recording",
    "RecordingError",
    "RecordingReport",
    "Skip",
    "interval_plan",
    "read_recording",
]

MAX_BYTES: Final = 64 * 1024 * 1024
"""About 200 hours of one-second samples; more is not one workout."""
EXPORT_AGAIN: Final = "Export the workout as FIT, TCX or CSV"


def read_recording(data: bytes | Path, *, name: str = "") -> Recording:
    """Read one FIT, TCX or CSV workout; raises `RecordingError` for anything that yields no samples, and nothing else.

    `name` is what errors and reports call it; a path's own file name serves when it is not given.
    """
    if isinstance(data, Path):
        name = name or data.name
        data = _bytes_of(data, name)
    if len(data) > MAX_BYTES:
        why = f"it has {len(data):,} bytes, more than the {MAX_BYTES:,} that one workout can need"
        raise RecordingError(name, position="whole file", why=why, remedy=f"{EXPORT_AGAIN}, one workout a file")
    return clean(_draft(data, name))


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as failure:
        why = f"it cannot be opened: {failure.strerror or failure}"
        raise RecordingError(
            name, position="whole file", why=why, remedy="Check the path and its permissions"
        ) from None


def _draft(data: bytes, name: str) -> RecordingDraft:
    if not data:
        raise RecordingError(name, position="byte 0", why="the file is empty", remedy=EXPORT_AGAIN)
    if is_fit(data):
        return read_fit(data, name=name)
    if is_tcx(data):
        return read_tcx(data, name=name)
    if is_csv(data):
        return read_csv(data, name=name)
    raise RecordingError(name, position="byte 0", why=_what_it_is(data), remedy=EXPORT_AGAIN)


def _what_it_is(data: bytes) -> str:
    if data[:2] == b"\x1f\x8b" or data[:4] == b"PK\x03\x04":
        return "it is a compressed archive; unpack it first"
    root = xml_root(data)
    if root:
        return f"it is XML with the root <{root}>, not a TCX workout"
    if len(data) < 12:
        return f"it has only {len(data)} bytes, too few for any workout"
    return "it is neither FIT (no .FIT signature at byte 8) nor TCX, nor CSV with a time column in its first line"
