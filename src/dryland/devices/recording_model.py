"""What a recorded workout is once it is read: columns of samples, laps, and an honest account of what was left out.

Must not know any file format, nor the wire, nor the floor.
"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal

import msgspec

__all__ = [
    "Clock",
    "Lap",
    "LapKind",
    "Pause",
    "Recording",
    "RecordingError",
    "RecordingReport",
    "Skip",
]

Clock = Literal["utc", "local", "unanchored", "synthesised"]
"""Where the times come from.

`utc`: the file says so. `local`: wall-clock time without a zone, read as if it were UTC. `unanchored`: distances in
time are real, the date is not. `synthesised`: the file has no sample times; they were laid out evenly.
"""

LapKind = Literal["work", "rest", "warmup", "cooldown"]


class RecordingError(ValueError):
    """A file that cannot be read at all: which one, where, why, and what to do about it."""

    def __init__(self, name: str, *, position: str, why: str, remedy: str) -> None:
        self.name = name or "recording"
        self.position = position
        self.why = why
        self.remedy = remedy
        super().__init__(f"{self.name}, {position}: {why}. {remedy}")


class Skip(msgspec.Struct, frozen=True):
    """How often something was left out for one reason, and where first (such as `record 17` or `line 4`)."""

    count: int
    first_position: str


class RecordingReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, used and left out: `read` = `used` + the counts of `skipped`."""

    read: int
    used: int
    skipped: Mapping[str, Skip]
    """Whole samples left out, by reason."""
    dropped_values: Mapping[str, Skip]
    """Single values left out of a sample that was kept, by reason."""
    gap_count: int
    """Stretches without samples of ≥ 5 s and > 3 × the usual distance; they stay empty."""
    gap_total_s: float
    warnings: tuple[str, ...]


class Lap(msgspec.Struct, frozen=True, kw_only=True):
    """One lap; a sample belongs to it when `start_ms <= at_ms < end_ms`."""

    start_ms: int
    end_ms: int
    elapsed_s: float
    """Duration as the device states it, pauses included."""
    timer_s: float | None = None
    """Duration as the device states it, pauses excluded."""
    name: str = ""
    kind: LapKind | None = None
    """As the file states it; `None` when it does not."""
    automatic: bool = False
    """Cut by the device every so many metres or minutes, so it says nothing about the athlete's intervals."""


class Pause(msgspec.Struct, frozen=True):
    """A stretch during which the device's timer was stopped: `start_ms` ≤ t < `end_ms`."""

    start_ms: int
    end_ms: int


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded workout: columns of equal length in strictly rising time; an absent or implausible value is `None`."""

    name: str
    sport: str
    device: str
    clock: Clock
    at_ms: tuple[int, ...]
    """Milliseconds since 1970-01-01T00:00Z; how far to trust them says `clock`."""
    heart_rate_bpm: tuple[int | None, ...]
    power_w: tuple[int | None, ...]
    cadence_rpm: tuple[float | None, ...]
    """Revolutions, strokes or strides per minute, as the sport counts."""
    speed_mps: tuple[float | None, ...]
    distance_m: tuple[float | None, ...]
    rr_ms: tuple[tuple[int, ...] | None, ...]
    """Beat-to-beat intervals that arrived with the sample."""
    laps: tuple[Lap, ...]
    pauses: tuple[Pause, ...]
    report: RecordingReport

    @property
    def start_ms(self) -> int:
        """The first sample's time, or the first lap's when that is earlier."""
        return min(self.at_ms[0], self.laps[0].start_ms) if self.laps else self.at_ms[0]

    @property
    def end_ms(self) -> int:
        """The last sample's time."""
        return self.at_ms[-1]

    def lap_rows(self, lap: Lap) -> slice:
        """Return the rows whose time lies in `lap`, start included, end excluded."""
        return slice(bisect_left(self.at_ms, lap.start_ms), bisect_left(self.at_ms, lap.end_ms))

    def moved_to(self, start_ms: int) -> "Recording":
        """Return the same workout as if it had begun at `start_ms`; every distance in time stays."""
        shift_ms = start_ms - self.start_ms
        return msgspec.structs.replace(
            self,
            at_ms=tuple(at + shift_ms for at in self.at_ms),
            laps=tuple(
                msgspec.structs.replace(lap, start_ms=lap.start_ms + shift_ms, end_ms=lap.end_ms + shift_ms)
                for lap in self.laps
            ),
            pauses=tuple(Pause(pause.start_ms + shift_ms, pause.end_ms + shift_ms) for pause in self.pauses),
        )
