"""CSV tables of samples, as apps and spreadsheets export them, to a recording draft.

Must not know what makes a sample usable; it knows headings, units, decimal commas and the ways to write a time.
"""

import csv
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Final

from dryland.devices.recording_cleaning import LapDraft, RecordingDraft, RowDraft

__all__ = ["is_csv", "read_csv"]

SNIFFED_BYTES: Final = 16_384
EPOCH_MS_FROM: Final = 1e11
EPOCH_S_FROM: Final = 1e8
"""Numbers from here on are seconds (above: milliseconds) since 1970, smaller ones count from the start."""

TIME_HEADINGS: Final[dict[str, float]] = {
    **dict.fromkeys(("time", "timestamp", "date", "datetime", "date_time", "at", "t"), 1.0),
    **dict.fromkeys(("secs", "sec", "seconds", "time_s", "elapsed", "elapsed_s", "elapsed_time", "time_seconds"), 1.0),
    **dict.fromkeys(("at_ms", "time_ms", "timestamp_ms", "elapsed_ms", "millis"), 0.001),
}
"""Heading → seconds per unit."""
MEASURES: Final[dict[str, tuple[str, float]]] = {
    **dict.fromkeys(("heart_rate", "heartrate", "hr", "bpm", "pulse", "hr_bpm"), ("heart_rate_bpm", 1.0)),
    **dict.fromkeys(("heart_rate_bpm", "heartrate_bpm"), ("heart_rate_bpm", 1.0)),
    **dict.fromkeys(("power", "watts", "watt", "power_w", "power_watts"), ("power_w", 1.0)),
    **dict.fromkeys(
        ("cadence", "cad", "rpm", "spm", "cadence_rpm", "cadence_spm", "stroke_rate"), ("cadence_rpm", 1.0)
    ),
    **dict.fromkeys(("speed", "speed_mps", "speed_m_s", "velocity"), ("speed_mps", 1.0)),
    **dict.fromkeys(("kph", "kmh", "km_h", "speed_kph", "speed_kmh", "speed_km_h"), ("speed_mps", 1 / 3.6)),
    **dict.fromkeys(("mph", "speed_mph"), ("speed_mps", 0.44704)),
    **dict.fromkeys(("distance", "distance_m", "distance_meters", "distance_metres"), ("distance_m", 1.0)),
    **dict.fromkeys(("km", "distance_km"), ("distance_m", 1000.0)),
}
"""Heading → column and the factor to its unit."""
LAP_HEADINGS: Final = frozenset({"lap", "lap_number", "lap_no", "interval", "segment"})
CLOCK_PATTERN: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")


def is_csv(data: bytes) -> bool:
    """Tell whether the first line names a time and at least one measure, whatever the file is called."""
    return _Table.of(_text(data[:SNIFFED_BYTES])) is not None


def read_csv(data: bytes, *, name: str) -> RecordingDraft:
    """Read every line that has as many values as it needs; the others are counted."""
    draft = RecordingDraft(name=name)
    text = _text(data)
    table = _Table.of(text)
    assert table is not None, "only a table that was recognised is read"
    reader = _CsvReader(draft, table)
    for line_number, cells in _lines(text, table, draft):
        reader.take(line_number, cells)
    reader.close()
    return draft


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class _Table:
    """The meaning of the columns, taken from the headings."""

    def __init__(self, delimiter: str, headings: list[str], heading_line: int) -> None:
        self.delimiter = delimiter
        self.heading_line = heading_line
        self.time_column = next((i for i, heading in enumerate(headings) if heading in TIME_HEADINGS), -1)
        self.time_unit_s = TIME_HEADINGS.get(headings[self.time_column], 1.0) if self.time_column >= 0 else 1.0
        self.measures = {i: MEASURES[heading] for i, heading in enumerate(headings) if heading in MEASURES}
        self.lap_column = next((i for i, heading in enumerate(headings) if heading in LAP_HEADINGS), -1)
        self.ignored = [h for h in headings if h and h not in {*TIME_HEADINGS, *MEASURES, *LAP_HEADINGS}]

    @classmethod
    def of(cls, text: str) -> "_Table | None":
        for number, line in enumerate(text.splitlines()[:50], start=1):
            if line.strip() and not line.startswith("#"):
                delimiter = max(",;\t", key=line.count)
                table = cls(delimiter, [_heading(cell) for cell in line.split(delimiter)], number)
                return table if table.time_column >= 0 and table.measures else None
        return None


def _heading(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", cell.strip().lower()).strip("_")


def _lines(text: str, table: _Table, draft: RecordingDraft) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=table.delimiter)
    try:
        for cells in reader:
            if reader.line_num > table.heading_line and any(cells):
                yield reader.line_num, cells
    except csv.Error as broken:
        draft.warnings.append(f"The table is damaged at line {reader.line_num} ({broken}); everything before is used.")


class _CsvReader:
    """Turns lines into rows and lap changes into laps."""

    def __init__(self, draft: RecordingDraft, table: _Table) -> None:
        self._draft = draft
        self._table = table
        self._decimal_comma = table.delimiter == ";"
        self._lap_label: str | None = None
        self._relative = False
        self._zoneless = False

    def take(self, line_number: int, cells: list[str]) -> None:
        position = f"line {line_number}"
        if len(cells) <= self._table.time_column:
            self._draft.unreadable_count += 1
            self._draft.skipped.add("too few values in the line", position)
            return
        row = RowDraft(position=position, at_ms=self._time(cells[self._table.time_column]))
        for column, (measure, factor) in self._table.measures.items():
            value = self._number(cells[column]) if column < len(cells) else None
            if value is not None:
                setattr(row, measure, value * factor)
        self._draft.rows.append(row)
        if 0 <= self._table.lap_column < len(cells):
            self._mark_lap(cells[self._table.lap_column].strip(), row.at_ms)

    def close(self) -> None:
        if self._relative:
            self._draft.clock = "unanchored"
            self._draft.warnings.append("Times count from the start of the table; it names no date.")
        elif self._zoneless:
            self._draft.clock = "local"
            self._draft.warnings.append("Times carry no time zone; they are read as UTC.")
        if self._table.ignored:
            self._draft.warnings.append(f"Columns not used: {', '.join(self._table.ignored)}.")

    def _mark_lap(self, label: str, at_ms: int | None) -> None:
        if label and label != self._lap_label and at_ms is not None:
            self._lap_label = label
            self._draft.laps.append(LapDraft(start_ms=at_ms, elapsed_s=None, name="" if label.isdigit() else label))

    def _time(self, cell: str) -> int | None:
        number = self._number(cell)
        if number is None:
            return self._written_time(cell.strip())
        if number >= EPOCH_MS_FROM:
            return round(number) if number < EPOCH_MS_FROM * 1000 else None
        if number >= EPOCH_S_FROM and self._table.time_unit_s == 1.0:
            return round(number * 1000)
        self._relative = True
        return round(number * self._table.time_unit_s * 1000)

    def _written_time(self, text: str) -> int | None:
        clock = CLOCK_PATTERN.fullmatch(text)
        if clock:
            self._relative = True
            hours, minutes, seconds = clock.groups()
            return round((int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                self._zoneless = True
                moment = moment.replace(tzinfo=UTC)
            return round(moment.timestamp() * 1000)
        except (ValueError, OverflowError):
            return None

    def _number(self, cell: str) -> float | None:
        text = cell.strip()
        try:
            value = float(text.replace(",", ".") if self._decimal_comma else text)
        except ValueError:
            return None
        return value if math.isfinite(value) else None
