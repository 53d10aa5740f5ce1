"""From the laps of a recording to the intervals of a conditioning plan.

Must not know the wire's plan, nor what a target is in percent of anything: it offers what the athlete did, as numbers.
"""

import math
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Final, Literal

import msgspec

from dryland.devices.recording_model import Lap, LapKind, Recording

__all__ = ["IntervalDraft", "KindSource", "interval_plan"]

KindSource = Literal["file", "inferred", "assumed"]
"""Who said what an interval is: the file, a comparison of the laps' effort, or nobody (then it counts as work)."""

CLEAR_RATIO: Final = 1.15
"""The easiest hard lap must be this much above the hardest easy one, else all laps are of one kind. Our judgement."""
JUDGED_FROM_S: Final = 30.0
"""Heart rate and power of a shorter lap say more about the lap before it."""


class IntervalDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One interval as it was done; averages are over the samples of the lap that carry the value."""

    name: str
    kind: LapKind
    kind_source: KindSource
    duration_s: float
    """From this lap's start to its end, so that the plan's boundaries fall on the recording's."""
    heart_rate_avg_bpm: float | None
    heart_rate_max_bpm: int | None
    power_avg_w: float | None


def interval_plan(recording: Recording) -> tuple[IntervalDraft, ...]:
    """Return one interval per lap in order; without laps, the whole recording as one."""
    laps = recording.laps or (_whole(recording),)
    kinds, source = _kinds(recording, laps)
    names = _names(laps, kinds)
    return tuple(
        _interval(recording, lap, name, kind, source) for lap, name, kind in zip(laps, names, kinds, strict=True)
    )


def _whole(recording: Recording) -> Lap:
    end_ms = recording.end_ms + 1000
    return Lap(start_ms=recording.start_ms, end_ms=end_ms, elapsed_s=(end_ms - recording.start_ms) / 1000)


def _kinds(recording: Recording, laps: Sequence[Lap]) -> tuple[list[LapKind], KindSource]:
    stated: list[LapKind | None] = [lap.kind for lap in laps]
    said: list[LapKind] = [kind for kind in stated if kind is not None]
    if len(said) == len(laps) and set(said) != {"work"}:  # devices that know no kinds call every lap active
        return said, "file"
    hard = None if any(lap.automatic for lap in laps) else _hard_laps(recording, laps)
    if hard is None:
        return ["work"] * len(laps), "assumed"
    return _around_the_work(hard), "inferred"


def _hard_laps(recording: Recording, laps: Sequence[Lap]) -> list[bool] | None:
    """Tell the hard laps from the easy ones; `None` when they do not differ enough to mean anything."""
    judged = [(lap.end_ms - lap.start_ms) / 1000 >= JUDGED_FROM_S for lap in laps]
    for column in (recording.power_w, recording.heart_rate_bpm):
        efforts = [_mean(column[recording.lap_rows(lap)]) for lap in laps]
        known = sorted(effort for effort, fit in zip(efforts, judged, strict=True) if fit and effort)
        if len(known) < 2 or len(known) < sum(judged):
            continue
        split = _best_split([math.log(effort) for effort in known])
        threshold = known[split]
        if threshold / known[split - 1] < CLEAR_RATIO:
            return None
        return [fit and (effort or 0.0) >= threshold for effort, fit in zip(efforts, judged, strict=True)]
    return None


def _best_split(rising: Sequence[float]) -> int:
    """Return where the upper of two groups starts such that the variance between them is largest (Otsu 1979)."""

    def between(split: int) -> float:
        lower, upper = rising[:split], rising[split:]
        return len(lower) * len(upper) * (fmean(upper) - fmean(lower)) ** 2

    return max(range(1, len(rising)), key=between)


def _around_the_work(hard: Sequence[bool]) -> list[LapKind]:
    first = hard.index(True)
    last = len(hard) - 1 - hard[::-1].index(True)
    return ["work" if is_hard else _easy_kind(index, first, last) for index, is_hard in enumerate(hard)]


def _easy_kind(index: int, first_work: int, last_work: int) -> LapKind:
    if index < first_work:
        return "warmup"
    return "cooldown" if index > last_work else "rest"


def _names(laps: Iterable[Lap], kinds: Sequence[LapKind]) -> list[str]:
    words = {"work": "Work", "rest": "Rest", "warmup": "Warm-up", "cooldown": "Cool-down"}
    seen: dict[str, int] = {}
    names: list[str] = []
    for lap, kind in zip(laps, kinds, strict=True):
        seen[kind] = seen.get(kind, 0) + 1
        numbered = f"{words[kind]} {seen[kind]}" if kinds.count(kind) > 1 else words[kind]
        names.append(lap.name or numbered)
    return names


def _interval(recording: Recording, lap: Lap, name: str, kind: LapKind, source: KindSource) -> IntervalDraft:
    rows = recording.lap_rows(lap)
    beats = [beat for beat in recording.heart_rate_bpm[rows] if beat is not None]
    return IntervalDraft(
        name=name,
        kind=kind,
        kind_source=source,
        duration_s=(lap.end_ms - lap.start_ms) / 1000,
        heart_rate_avg_bpm=_mean(beats),
        heart_rate_max_bpm=max(beats, default=None),
        power_avg_w=_mean(recording.power_w[rows]),
    )


def _mean(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
