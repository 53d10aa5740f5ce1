"""From the rows a reader found to a clean recording: times in order, values in range, everything left out counted.

Must not know any file format: readers hand in a `RecordingDraft`, this module decides what of it can be used.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from statistics import median
from typing import Final, NamedTuple

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

__all__ = ["LapDraft", "RecordingDraft", "RowDraft", "Tally", "clean"]


class Plausible(NamedTuple):
    """What a value may be; anything outside is a sensor's fault or an unset field."""

    what: str
    low: float
    high: float
    unit: str


HEART_RATE: Final = Plausible("heart rate", 20, 250, "bpm")
POWER: Final = Plausible("power", 0, 3000, "W")
CADENCE: Final = Plausible("cadence", 0, 300, "rpm")
SPEED: Final = Plausible("speed", 0, 40, "m/s")
DISTANCE: Final = Plausible("distance", 0, 1_000_000, "m")
BEAT_TO_BEAT: Final = Plausible("beat-to-beat interval", 240, 3000, "ms")
"""The time between two beats at 250 and at 20 bpm."""

GAP_MIN_MS: Final = 5_000
GAP_FACTOR: Final = 3
STRANGER_GAP_MS: Final = 24 * 3_600_000
"""Samples that far from all others come from a wrong clock, not from the same workout."""
EVEN_STEP_RANGE_MS: Final = (500, 10_000)
LAP_SEAM_MS: Final = 2_000
"""A lap that ends within this distance of the next one's start ends there: devices round the two differently."""


@dataclass(slots=True)
class RowDraft:
    """One sample as the file has it, nothing checked yet."""

    position: str
    at_ms: int | None = None
    heart_rate_bpm: float | None = None
    power_w: float | None = None
    cadence_rpm: float | None = None
    speed_mps: float | None = None
    distance_m: float | None = None
    rr_ms: list[float] = field(default_factory=list[float])


@dataclass(slots=True)
class LapDraft:
    """One lap as the file has it; `elapsed_s` counts from `start_ms`, pauses included."""

    start_ms: int | None
    elapsed_s: float | None
    timer_s: float | None = None
    name: str = ""
    kind: LapKind | None = None
    automatic: bool = False


class Tally:
    """Counts by reason, remembering where each reason came up first."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, str] = {}

    def add(self, reason: str, position: str) -> None:
        self._counts[reason] = self._counts.get(reason, 0) + 1
        self._first.setdefault(reason, position)

    def result(self) -> dict[str, Skip]:
        return {reason: Skip(count, self._first[reason]) for reason, count in self._counts.items()}


@dataclass(slots=True)
class RecordingDraft:
    """Everything a reader found in one file."""

    name: str
    rows: list[RowDraft] = field(default_factory=list[RowDraft])
    laps: list[LapDraft] = field(default_factory=list[LapDraft])
    pauses: list[Pause] = field(default_factory=list[Pause])
    sport: str = ""
    device: str = ""
    clock: Clock = "utc"
    start_ms: int | None = None
    """When the file says that the workout began; used where samples carry no time."""
    warnings: list[str] = field(default_factory=list[str])
    skipped: Tally = field(default_factory=Tally)
    """Rows that the reader itself could not turn into a `RowDraft`."""
    unreadable_count: int = 0


def clean(draft: RecordingDraft) -> Recording:
    """Return the usable part of `draft`; raises `RecordingError` when there is none."""
    if not draft.rows:
        raise RecordingError(
            draft.name,
            position="whole file",
            why="it holds no samples that can be read",
            remedy="Export the workout again as FIT, TCX or CSV with its second-by-second data",
        )
    read_count = len(draft.rows) + draft.unreadable_count
    dropped = Tally()
    rows = _in_order(_timed(draft), draft.skipped)
    for row in rows:
        _drop_implausible(row, dropped)
    _warn_of_missing(rows, draft.warnings)
    gaps_ms = _gaps(rows)
    report = RecordingReport(
        read=read_count,
        used=len(rows),
        skipped=draft.skipped.result(),
        dropped_values=dropped.result(),
        gap_count=len(gaps_ms),
        gap_total_s=sum(gaps_ms) / 1000,
        warnings=tuple(draft.warnings),
    )
    return _assemble(draft, rows, report)


def _timed(draft: RecordingDraft) -> list[RowDraft]:
    timed = [row for row in draft.rows if row.at_ms is not None]
    if timed:
        for row in draft.rows:
            if row.at_ms is None:
                draft.skipped.add("no timestamp", row.position)
        return timed
    return _laid_out_evenly(draft)


def _laid_out_evenly(draft: RecordingDraft) -> list[RowDraft]:
    """Give rows without times one each: spread over the laps when that makes sense, else one a second."""
    starts = [lap.start_ms for lap in draft.laps if lap.start_ms is not None]
    start_ms = draft.start_ms if draft.start_ms is not None else min(starts, default=0)
    elapsed_ms = 1000 * sum(lap.timer_s or lap.elapsed_s or 0 for lap in draft.laps)
    step_ms = elapsed_ms / len(draft.rows)
    if EVEN_STEP_RANGE_MS[0] <= step_ms <= EVEN_STEP_RANGE_MS[1]:
        source = "spread evenly over the duration of the laps"
    else:
        step_ms, source = 1000.0, "taken as one sample a second"
    for index, row in enumerate(draft.rows):
        row.at_ms = start_ms + round(index * step_ms)
    draft.clock = "synthesised"
    since = (
        "the file's start time" if draft.start_ms is not None or starts else "1970-01-01, as it names no start either"
    )
    draft.warnings.append(f"The samples carry no times: they were {source} from {since}.")
    return draft.rows


def _in_order(rows: list[RowDraft], skipped: Tally) -> list[RowDraft]:
    """Keep as many rows as possible such that time only rises; rows of the same instant become one."""
    merged = _merge_repeats(rows, skipped)
    kept = _longest_rising([_time(row) for row in merged])
    kept_set = set(kept)
    for index, row in enumerate(merged):
        if index not in kept_set:
            skipped.add("time runs backward", row.position)
    return _without_strangers([merged[index] for index in kept], skipped)


def _merge_repeats(rows: list[RowDraft], skipped: Tally) -> list[RowDraft]:
    """Fold a row into the earlier one of the same instant: it may fill what that one lacks, never replace it."""
    by_time: dict[int, RowDraft] = {}
    for row in rows:
        first = by_time.setdefault(_time(row), row)
        if first is not row:
            _fill_absent(first, row)
            skipped.add("same timestamp as an earlier sample (merged)", row.position)
    return list(by_time.values())


def _fill_absent(into: RowDraft, source: RowDraft) -> None:
    for column in ("heart_rate_bpm", "power_w", "cadence_rpm", "speed_mps", "distance_m"):
        if getattr(into, column) is None:
            setattr(into, column, getattr(source, column))
    into.rr_ms.extend(source.rr_ms)


def _longest_rising(times_ms: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly rising subsequence (patience sorting, O(n log n))."""
    tails_ms: list[int] = []
    tail_index: list[int] = []
    previous: list[int] = []
    for index, time_ms in enumerate(times_ms):
        pile = bisect_left(tails_ms, time_ms)
        previous.append(tail_index[pile - 1] if pile else -1)
        if pile == len(tails_ms):
            tails_ms.append(time_ms)
            tail_index.append(index)
        else:
            tails_ms[pile], tail_index[pile] = time_ms, index
    chain: list[int] = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def _without_strangers(rows: list[RowDraft], skipped: Tally) -> list[RowDraft]:
    cuts = [index + 1 for index, (a, b) in enumerate(pairwise(rows)) if _time(b) - _time(a) > STRANGER_GAP_MS]
    bounds = [0, *cuts, len(rows)]
    groups = [rows[start:end] for start, end in pairwise(bounds)]
    largest = max(groups, key=len)
    for group in groups:
        if group is not largest:
            for row in group:
                skipped.add("more than a day away from the other samples", row.position)
    return largest


def _drop_implausible(row: RowDraft, dropped: Tally) -> None:
    def kept(value: float | None, range_: Plausible) -> float | None:
        if value is None or range_.low <= value <= range_.high:
            return value
        dropped.add(f"{range_.what} outside {range_.low}-{range_.high} {range_.unit}", row.position)
        return None

    row.heart_rate_bpm = kept(row.heart_rate_bpm, HEART_RATE)
    row.power_w = kept(row.power_w, POWER)
    row.cadence_rpm = kept(row.cadence_rpm, CADENCE)
    row.speed_mps = kept(row.speed_mps, SPEED)
    row.distance_m = kept(row.distance_m, DISTANCE)
    row.rr_ms = [rr for beat in row.rr_ms if (rr := kept(beat, BEAT_TO_BEAT)) is not None]


def _warn_of_missing(rows: Sequence[RowDraft], warnings: list[str]) -> None:
    if all(row.heart_rate_bpm is None for row in rows):
        warnings.append("There is no heart rate in it; everything else is used.")


def _gaps(rows: Sequence[RowDraft]) -> list[int]:
    steps_ms = [_time(b) - _time(a) for a, b in pairwise(rows)]
    if not steps_ms:
        return []
    usual_ms = median(steps_ms)
    return [step for step in steps_ms if step >= GAP_MIN_MS and step > GAP_FACTOR * usual_ms]


def _assemble(draft: RecordingDraft, rows: Sequence[RowDraft], report: RecordingReport) -> Recording:
    return Recording(
        name=draft.name,
        sport=draft.sport,
        device=draft.device,
        clock=draft.clock,
        at_ms=tuple(_time(row) for row in rows),
        heart_rate_bpm=tuple(_rounded(row.heart_rate_bpm) for row in rows),
        power_w=tuple(_rounded(row.power_w) for row in rows),
        cadence_rpm=tuple(row.cadence_rpm for row in rows),
        speed_mps=tuple(row.speed_mps for row in rows),
        distance_m=tuple(row.distance_m for row in rows),
        rr_ms=tuple(tuple(round(rr) for rr in row.rr_ms) or None for row in rows),
        laps=_laps(draft.laps, rows),
        pauses=tuple(sorted(draft.pauses, key=lambda pause: pause.start_ms)),
        report=report,
    )


def _laps(drafts: Iterable[LapDraft], rows: Sequence[RowDraft]) -> tuple[Lap, ...]:
    """Close each lap where its successor begins when the two meet, else after its stated duration."""
    times_ms = [_time(row) for row in rows]
    begun = sorted((lap for lap in drafts if lap.start_ms is not None), key=lambda lap: lap.start_ms or 0)
    laps: list[Lap] = []
    for lap, follower in zip_longest(begun, begun[1:]):
        start_ms = lap.start_ms or 0
        next_ms = follower.start_ms if follower else None
        end_ms = _lap_end(lap, start_ms, next_ms, times_ms)
        if end_ms > start_ms and bisect_right(times_ms, end_ms) > bisect_left(times_ms, start_ms):
            laps.append(_lap(lap, start_ms, end_ms))
    return tuple(laps)


def _lap_end(lap: LapDraft, start_ms: int, next_ms: int | None, times_ms: Sequence[int]) -> int:
    if lap.elapsed_s is None:
        return next_ms if next_ms is not None else max(times_ms[-1] + 1, start_ms + round((lap.timer_s or 0) * 1000))
    stated_ms = start_ms + round(lap.elapsed_s * 1000)
    if next_ms is not None and stated_ms > next_ms - LAP_SEAM_MS:
        return next_ms
    return stated_ms


def _lap(draft: LapDraft, start_ms: int, end_ms: int) -> Lap:
    return Lap(
        start_ms=start_ms,
        end_ms=end_ms,
        elapsed_s=draft.elapsed_s if draft.elapsed_s is not None else (end_ms - start_ms) / 1000,
        timer_s=draft.timer_s,
        name=draft.name,
        kind=draft.kind,
        automatic=draft.automatic,
    )


def _time(row: RowDraft) -> int:
    assert row.at_ms is not None, "rows without a time are laid out or left out before this point"
    return row.at_ms


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
