"""TCX files (Garmin Training Center XML) to a recording draft.

Must not know what makes a sample usable. Entities and document type declarations are refused before they can expand.
"""

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree  # pyright: ignore[reportMissingTypeStubs]

from dryland.devices.recording_cleaning import LapDraft, RecordingDraft, RowDraft
from dryland.devices.recording_model import LapKind, RecordingError

__all__ = ["is_tcx", "read_tcx", "xml_root"]

ROOT_PATTERN: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
SNIFFED_BYTES: Final = 4096
LAP_KINDS: Final[dict[str, LapKind]] = {"Active": "work", "Resting": "rest"}
AUTOMATIC_TRIGGERS: Final = frozenset({"Distance", "Time", "Location"})


def xml_root(data: bytes) -> str:
    """Return the name of the first element, without its prefix; empty when this is no XML."""
    head = data[:SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<"):
        return ""
    match = ROOT_PATTERN.search(re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL))
    return match.group(1).decode("ascii", "replace") if match else ""


def is_tcx(data: bytes) -> bool:
    """Tell whether the bytes are Training Center XML, whatever the file is called."""
    return xml_root(data) == "TrainingCenterDatabase"


def read_tcx(data: bytes, *, name: str) -> RecordingDraft:
    """Read every trackpoint up to the end or the first damage; raises `RecordingError` on a document that attacks."""
    draft = RecordingDraft(name=name)
    reader = _TcxReader(draft)
    for element in _elements(data, draft):
        reader.take(element)
    reader.close()
    return draft


def _elements(data: bytes, draft: RecordingDraft) -> Iterator[Element]:
    """Yield elements as they end; a break ends the stream with a warning instead of an error."""
    parse = cast(Any, ElementTree).iterparse
    try:
        for _, element in parse(BytesIO(data), events=("end",), forbid_dtd=True):
            yield element
    except DefusedXmlException as attack:
        raise RecordingError(
            draft.name,
            position="document type declaration",
            why=f"it declares entities or a document type ({type(attack).__name__}), which a workout never needs",
            remedy="Do not trust this file; export the workout again from its device or app",
        ) from None
    except ParseError as broken:
        line, column = broken.position
        draft.warnings.append(
            f"The file breaks off or is damaged at line {line}, column {column}; everything before that is used."
        )
    except (LookupError, ValueError) as unreadable:
        draft.warnings.append(f"The file's text encoding cannot be read ({unreadable}).")


class _TcxReader:
    """Collects trackpoints and laps as their elements end (a lap ends after its own trackpoints)."""

    def __init__(self, draft: RecordingDraft) -> None:
        self._draft = draft
        self._zoneless = False
        self._lap_first_row = 0

    def take(self, element: Element) -> None:
        tag = _local(element.tag)
        if tag == "Trackpoint":
            self._trackpoint(element)
            element.clear()
        elif tag == "Lap":
            self._lap(element)
            element.clear()
        elif tag == "Activity":
            self._draft.sport = element.get("Sport", "").lower()
        elif tag == "Creator":
            self._draft.device = (_text(element, "Name") or "").strip()

    def close(self) -> None:
        """Keep what an unfinished last lap already holds; it has samples but no summary."""
        rows = self._draft.rows[self._lap_first_row :]
        if rows and self._draft.laps:
            self._draft.laps.append(LapDraft(start_ms=rows[0].at_ms, elapsed_s=None))
        if self._zoneless:
            self._draft.clock = "local"
            self._draft.warnings.append("Times carry no time zone; they are read as UTC.")

    def _trackpoint(self, element: Element) -> None:
        self._draft.rows.append(
            RowDraft(
                position=f"trackpoint {len(self._draft.rows) + 1}",
                at_ms=self._time(_text(element, "Time")),
                heart_rate_bpm=_number(_text(_child(element, "HeartRateBpm"), "Value")),
                power_w=_number(_deep_text(element, "Watts")),
                cadence_rpm=_number(_deep_text(element, "Cadence") or _deep_text(element, "RunCadence")),
                speed_mps=_number(_deep_text(element, "Speed")),
                distance_m=_number(_text(element, "DistanceMeters")),
            )
        )

    def _lap(self, element: Element) -> None:
        rows = self._draft.rows[self._lap_first_row :]
        self._lap_first_row = len(self._draft.rows)
        started_ms = self._time(element.get("StartTime"))
        if self._draft.start_ms is None:
            self._draft.start_ms = started_ms
        self._draft.laps.append(
            LapDraft(
                start_ms=started_ms if started_ms is not None or not rows else rows[0].at_ms,
                elapsed_s=None,  # TCX states one duration, and writers disagree whether it includes pauses
                timer_s=_number(_text(element, "TotalTimeSeconds")),
                name=(_text(element, "Notes") or "").strip(),
                kind=LAP_KINDS.get(_text(element, "Intensity") or ""),
                automatic=_text(element, "TriggerMethod") in AUTOMATIC_TRIGGERS,
            )
        )

    def _time(self, text: str | None) -> int | None:
        try:
            moment = datetime.fromisoformat((text or "").strip())
            if moment.tzinfo is None:
                self._zoneless = True
                moment = moment.replace(tzinfo=UTC)
            return round(moment.timestamp() * 1000)
        except (ValueError, OverflowError):
            return None


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Element, tag: str) -> Element | None:
    return next((child for child in element if _local(child.tag) == tag), None)


def _text(element: Element | None, tag: str) -> str | None:
    child = None if element is None else _child(element, tag)
    return None if child is None else child.text


def _deep_text(element: Element, tag: str) -> str | None:
    """Return the text of the first descendant called `tag`: extensions nest theirs under changing parents."""
    return next((item.text for item in element.iter() if _local(item.tag) == tag), None)


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None
