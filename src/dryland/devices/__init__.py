"""Bytes from sensors and recording files to samples.

Must not know what a floor makes of them, where bytes come from, nor what time it is.
"""

from dryland.devices.recording import (
    IntervalDraft,
    Lap,
    Recording,
    RecordingError,
    RecordingReport,
    interval_plan,
    read_recording,
)

__all__ = [
    "IntervalDraft",
    "Lap",
    "Recording",
    "RecordingError",
    "RecordingReport",
    "interval_plan",
    "read_recording",
]
