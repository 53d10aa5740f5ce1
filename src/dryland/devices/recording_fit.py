"""FIT files (Garmin's Flexible and Interoperable Data Transfer) to a recording draft.

Must not know what makes a sample usable; it knows messages, fields and the two clocks of a FIT device. Fields that
third-party apps add are left aside: apps have been seen to repeat their last value through every rest.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

import fitdecode  # pyright: ignore[reportMissingTypeStubs]

from dryland.devices.recording_cleaning import LapDraft, RecordingDraft, RowDraft
from dryland.devices.recording_model import Clock, LapKind, Pause, RecordingError

__all__ = ["is_fit", "read_fit"]

Fields = dict[str, Any]

FIT_EPOCH_MS: Final = 631_065_600_000
"""1989-12-31T00:00Z, from which FIT counts seconds."""
DEVICE_CLOCK_BELOW_S: Final = 0x10000000
"""Smaller times count seconds since the device was switched on, not since the epoch (FIT protocol, date_time)."""

LAP_KINDS: Final[dict[str, LapKind]] = {
    "active": "work",
    "interval": "work",
    "rest": "rest",
    "recovery": "rest",
    "warmup": "warmup",
    "cooldown": "cooldown",
}
AUTOMATIC_TRIGGERS: Final = frozenset({"time", "distance", "position_start", "position_lap", "position_waypoint"})
USED_MESSAGES: Final = frozenset({"file_id", "record", "hrv", "lap", "session", "event", "activity", "sport"})


def is_fit(data: bytes) -> bool:
    """Tell whether the bytes carry the FIT signature, whatever the file is called."""
    return data[8:12] == b".FIT"


def read_fit(data: bytes, *, name: str) -> RecordingDraft:
    """Read every message up to the end or the first damage; raises `RecordingError` when no sample is readable."""
    found = _Found()
    warnings = list[str]()
    for message, fields in _messages(data, found, warnings):
        found.take(message, fields)
    if not found.records:
        raise RecordingError(
            name,
            position=f"byte {len(data)}",
            why=" ".join(["it holds no samples (FIT record messages).", *warnings]).rstrip("."),
            remedy="Choose the activity file rather than a workout, course or settings file, or export it again",
        )
    return _draft(found, name, warnings)


@dataclass(slots=True)
class _Found:
    """The messages of one file that matter here, in file order."""

    records: list[Fields] = field(default_factory=list[Fields])
    laps: list[Fields] = field(default_factory=list[Fields])
    timer_events: list[Fields] = field(default_factory=list[Fields])
    summary: Fields = field(default_factory=dict[str, Any])
    app_fields: set[str] = field(default_factory=set[str])

    def take(self, message: str, fields: Fields) -> None:
        if message == "record":
            self.records.append(fields)
        elif message == "hrv" and self.records:
            self.records[-1].setdefault("rr", []).extend(_numbers(fields.get("time")))
        elif message == "lap":
            self.laps.append(fields)
        elif message == "event" and fields.get("event") == "timer":
            self.timer_events.append(fields)
        elif message in ("file_id", "session", "activity", "sport"):
            for key, value in fields.items():
                self.summary.setdefault(f"{message}.{key}", value)


def _messages(data: bytes, found: _Found, warnings: list[str]) -> Iterator[tuple[str, Fields]]:
    """Yield the messages that can be decoded; damage ends the stream with a warning instead of an error."""
    reader = cast(
        Any,
        fitdecode.FitReader(
            data,
            processor=None,
            check_crc=fitdecode.CrcCheck.READONLY,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        ),
    )
    size = len(data)
    try:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in USED_MESSAGES:
                yield str(frame.name), _fields(frame, found)
            elif frame.frame_type == fitdecode.FIT_FRAME_CRC and not frame.matched:
                warnings.append("The file's checksum does not match: some of its values may be damaged.")
    except fitdecode.FitEOFError as cut:
        warnings.append(f"The file breaks off at byte {cut.offset} of {size}; everything before that is used.")
    except Exception as damage:  # fitdecode meets hostile bytes with struct, index, type and assertion errors alike
        warnings.append(f"The file is damaged and cannot be read to its end ({type(damage).__name__}).")
    finally:
        reader.close()


def _fields(frame: Any, found: _Found) -> Fields:
    fields: Fields = {}
    for item in frame.fields:
        if item.value is None:
            continue
        if item.field_def is not None and item.field_def.is_dev:
            if frame.name == "record":
                found.app_fields.add(str(item.name))
            continue
        fields[str(item.name)] = item.value
    return fields


def _draft(found: _Found, name: str, warnings: list[str]) -> RecordingDraft:
    clock = _FitClock(found)
    draft = RecordingDraft(
        name=name,
        rows=[_row(index, fields, clock) for index, fields in enumerate(found.records, start=1)],
        laps=[_lap(fields, clock) for fields in found.laps],
        pauses=_pauses(found, clock),
        sport=_sport(found.summary),
        device=_device(found.summary),
        start_ms=clock.ms(_number(found.summary.get("session.start_time"))) or clock.ms(clock.created_s),
        warnings=warnings,
    )
    if clock.warning and any(row.at_ms is not None for row in draft.rows):
        draft.clock = clock.kind
        warnings.append(clock.warning)
    if found.app_fields:
        names = ", ".join(sorted(found.app_fields))
        warnings.append(f"Fields written by an app on the device are not used, only the device's own: {names}.")
    return draft


class _FitClock:
    """Turns the file's seconds into epoch milliseconds, whichever of the two FIT clocks they count on."""

    def __init__(self, found: _Found) -> None:
        self.kind: Clock = "utc"
        self.warning = ""
        self.offset_s = 0.0
        self.created_s = _number(found.summary.get("file_id.time_created"))
        times_s = [second for fields in found.records if (second := _number(fields.get("timestamp"))) is not None]
        self.on_device_clock = bool(times_s) and times_s[0] < DEVICE_CLOCK_BELOW_S
        if self.on_device_clock:
            self._anchor(found, times_s[0])

    def ms(self, second: float | None) -> int | None:
        if second is None:
            return None
        if second < DEVICE_CLOCK_BELOW_S:
            if not self.on_device_clock:
                return None
            second += self.offset_s
        return FIT_EPOCH_MS + round(second * 1000)

    def _anchor(self, found: _Found, first_s: float) -> None:
        """Find one moment that the file gives on both clocks: the end in local time, or the start in UTC."""
        ended_s = _number(found.summary.get("activity.timestamp"))
        local_s = _number(found.summary.get("activity.local_timestamp"))
        started_s = _number(found.summary.get("session.start_time")) or self.created_s
        counted = "Times are counted from when the device was switched on; "
        if ended_s is not None and local_s is not None and ended_s < DEVICE_CLOCK_BELOW_S <= local_s:
            self.kind, self.offset_s = "local", local_s - ended_s
            self.warning = counted + "the date comes from its local time, whose time zone the file does not name."
        elif started_s is not None and started_s >= DEVICE_CLOCK_BELOW_S:
            self.kind, self.offset_s = "utc", started_s - first_s
            self.warning = counted + "the first sample was placed at the file's start time."
        else:
            self.kind = "unanchored"
            self.warning = counted + "the file names no date, so the date shown means nothing."


def _row(index: int, fields: Fields, clock: _FitClock) -> RowDraft:
    speed_mps = _number(fields.get("enhanced_speed"))
    return RowDraft(
        position=f"record {index}",
        at_ms=clock.ms(_number(fields.get("timestamp"))),
        heart_rate_bpm=_number(fields.get("heart_rate")),
        power_w=_number(fields.get("power")),
        cadence_rpm=_cadence(fields),
        speed_mps=speed_mps if speed_mps is not None else _number(fields.get("speed")),
        distance_m=_number(fields.get("distance")),
        rr_ms=[second * 1000 for second in fields.get("rr", [])],
    )


def _cadence(fields: Fields) -> float | None:
    whole_rpm = _number(fields.get("cadence"))
    return None if whole_rpm is None else whole_rpm + (_number(fields.get("fractional_cadence")) or 0.0)


def _lap(fields: Fields, clock: _FitClock) -> LapDraft:
    return LapDraft(
        start_ms=clock.ms(_number(fields.get("start_time"))),
        elapsed_s=_number(fields.get("total_elapsed_time")),
        timer_s=_number(fields.get("total_timer_time")),
        kind=LAP_KINDS.get(str(fields.get("intensity"))),
        automatic=fields.get("lap_trigger") in AUTOMATIC_TRIGGERS,
    )


def _pauses(found: _Found, clock: _FitClock) -> list[Pause]:
    pauses: list[Pause] = []
    stopped_ms: int | None = None
    for event in found.timer_events:
        at_ms = clock.ms(_number(event.get("timestamp")))
        if at_ms is None:
            continue
        if str(event.get("event_type")).startswith("stop"):
            stopped_ms = at_ms if stopped_ms is None else stopped_ms
        elif event.get("event_type") == "start" and stopped_ms is not None:
            if at_ms > stopped_ms:
                pauses.append(Pause(stopped_ms, at_ms))
            stopped_ms = None
    return pauses


def _sport(summary: Fields) -> str:
    sport = str(summary.get("session.sport", summary.get("sport.sport", "")))
    sub_sport = str(summary.get("session.sub_sport", summary.get("sport.sub_sport", "generic")))
    return sport if sub_sport in ("generic", "all") else sub_sport


def _device(summary: Fields) -> str:
    maker = summary.get("file_id.manufacturer", "")
    product = summary.get("file_id.product_name", summary.get("file_id.garmin_product", ""))
    return f"{maker} {product}".strip()


def _number(value: object) -> float | None:
    """Return a finite number, or `None` for what damaged files put in a number's place."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _numbers(value: object) -> list[float]:
    many = cast(tuple[object, ...], value) if isinstance(value, tuple) else (value,)
    return [number for item in many if (number := _number(item)) is not None]
