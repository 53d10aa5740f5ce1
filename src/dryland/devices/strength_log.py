"""Reads training logs in the Strong and Hevy column styles into sets in the order they were done.

Knows columns, units and languages. Must not know how a set is judged or predicted.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

__all__ = ["KG_PER_LB", "LeftOut", "LoggedSet", "StrengthLog", "UnreadableLogError", "read_log"]

KG_PER_LB = 0.45359237
"""International avoirdupois pound (1959 agreement), exact."""

_COLUMNS: dict[str, tuple[str, ...]] = {
    "at": ("date", "start_time", "datum", "fecha", "data", "dato", "startzeit", "date de debut"),
    "exercise": (
        "exercise name",
        "exercise_title",
        "exercise",
        "name der ubung",
        "ubungsname",
        "ubung",
        "nom de l'exercice",
        "exercice",
        "nombre del ejercicio",
        "nombre de ejercicio",
        "ejercicio",
        "nome dell'esercizio",
        "nome esercizio",
        "esercizio",
        "nome do exercicio",
        "exercicio",
        "ovning",
        "ovningsnamn",
        "oefening",
        "naam oefening",
    ),
    "order": (
        "set order",
        "set_index",
        "reihenfolge festlegen",
        "satzreihenfolge",
        "ordre de la serie",
        "orden de la serie",
        "orden de serie",
        "ordine della serie",
        "ordem da serie",
        "set",
    ),
    "kind": ("set_type", "set type", "satztyp", "type de serie", "tipo de serie"),
    "load": (
        "weight",
        "weight_kg",
        "weight_lbs",
        "weight_lb",
        "gewicht",
        "poids",
        "peso",
        "vikt",
        "vekt",
        "load",
    ),
    "unit": ("weight unit", "gewichtseinheit", "unite de poids", "unidad de peso", "unita di peso", "unidade de peso"),
    "reps": (
        "reps",
        "repetitions",
        "wiederholungen",
        "wiederh.",
        "repeticiones",
        "ripetizioni",
        "repeticoes",
        "herhalingen",
    ),
    "rpe": ("rpe",),
    "target_rpe_low": ("target rpe min", "target rpe"),
    "target_rpe_high": ("target rpe max", "target rpe"),
    "target_reps": ("target reps",),
}
_UNIT_IN_HEADER = re.compile(r"[ _]*\(?\b(kgs?|lbs?)\)?$")
_WARM_UP = frozenset({"w", "warmup", "warm-up", "warm up", "aufwarmen"})
_FAILURE = frozenset({"f", "failure"})
_DROP = frozenset({"d", "dropset", "drop set", "drop"})
_NOT_SETS = frozenset({"rest timer", "note"})
_DATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d %b %Y, %H:%M",
    "%b %d, %Y, %I:%M %p",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d",
)


class UnreadableLogError(ValueError):
    """The file has no header that names a date, an exercise, a load and repetitions."""


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One set as logged; `load_kg` is the number on the bar, without body mass. `row` counts the file's rows from 1.

    `at` is the start of the workout on the lifter's clock: logs tell no zone. `weight` is as entered, in `unit`.
    """

    at: datetime
    exercise: str
    order: str
    kind: str
    load_kg: float
    reps: int
    rpe: float | None
    target_rpe_low: float | None
    target_rpe_high: float | None
    target_reps: int | None
    row: int = 0
    weight: float = 0.0
    unit: str = "kg"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no set of repetitions, and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class StrengthLog:
    """Sets by start of their workout, within it in file order; `left_out` are the rows that are no sets of repetitions.

    Left out are rest timers, notes, distances, timed holds, and rows whose date or numbers cannot be read.
    `unit_told` is False where neither header nor rows name the unit of the weights, so that kg was assumed.
    """

    sets: list[LoggedSet]
    left_out: list[LeftOut]
    unit_told: bool


def read_log(path: Path, assumed_unit: str = "kg") -> StrengthLog:
    """One file in any of the known styles; `assumed_unit`, kg or lb, where it names none. Raises UnreadableLogError."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    first_line = text.partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    header, *rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row] or [[]]
    columns = _find_columns(header)
    missing = [name for name in ("at", "exercise", "load", "reps") if name not in columns]
    if missing:
        raise UnreadableLogError(f"{path.name}: no column for {', '.join(missing)} in header {header!r}")
    header_unit = _unit_of(header[columns["load"]])
    read = list(_read_rows(rows, columns, header_unit or assumed_unit))
    sets = [each for each in read if isinstance(each, LoggedSet)]
    left_out = [each for each in read if isinstance(each, LeftOut)]
    # Some exports list the newest workout first; a stable sort keeps the order of sets within each workout.
    return StrengthLog(sorted(sets, key=lambda logged: logged.at), left_out, bool(header_unit) or "unit" in columns)


def _find_columns(header: Iterable[str]) -> dict[str, int]:
    plain = [_plain(name) for name in header]
    without_unit = [_UNIT_IN_HEADER.sub("", name) for name in plain]
    found: dict[str, int] = {}
    for field, names in _COLUMNS.items():
        for name in names:
            position = next((i for i, (a, b) in enumerate(zip(plain, without_unit, strict=True)) if name in (a, b)), -1)
            if position >= 0:
                found[field] = position
                break
    return found


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.strip().lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _unit_of(text: str) -> str:
    match = re.search(r"(?:^|[^a-z])(lbs?|kgs?)\b", text.strip().lower().replace("_", " "))
    return match.group(1)[:2] if match else ""


def _read_rows(rows: Iterable[list[str]], columns: dict[str, int], usual_unit: str) -> Iterator[LoggedSet | LeftOut]:
    for row, values in enumerate(rows, start=1):
        cell = {field: values[i].strip() for field, i in columns.items() if i < len(values)}
        why = _why_left_out(cell)
        yield _set_of(row, cell, usual_unit) if why is None else LeftOut(row, why)


def _why_left_out(cell: dict[str, str]) -> str | None:
    """Why a row is no set; None for a set."""
    if not cell.get("exercise"):
        return "no exercise"
    if _date(cell.get("at", "")) is None:
        return f"date {cell.get('at', '')!r} cannot be read"
    if _plain(cell.get("order", "")) in _NOT_SETS:
        return "no set: " + cell["order"].lower()
    reps = _number(cell.get("reps", ""))
    if reps is None or reps < 1:
        return "no repetitions: a hold, a distance or an empty row"
    return "the load is negative" if (_number(cell.get("load", "")) or 0.0) < 0.0 else None


def _set_of(row: int, cell: dict[str, str], usual_unit: str) -> LoggedSet:
    at = _date(cell["at"])
    assert at is not None
    weight, order = _number(cell.get("load", "")) or 0.0, cell.get("order", "")
    unit = _unit_of(cell.get("unit", "")) or usual_unit
    return LoggedSet(
        at=at,
        exercise=cell["exercise"],
        order=order,
        kind=_kind(cell.get("kind") or order),
        load_kg=weight * (KG_PER_LB if unit == "lb" else 1.0),
        reps=int(_number(cell["reps"]) or 0),
        rpe=_rating(cell.get("rpe", "")),
        target_rpe_low=_rating(cell.get("target_rpe_low", "")),
        target_rpe_high=_rating(cell.get("target_rpe_high", "")),
        target_reps=int(_number(cell.get("target_reps", "")) or 0) or None,
        row=row,
        weight=weight,
        unit=unit,
    )


def _kind(text: str) -> str:
    plain = _plain(text)
    named = (("warm_up", _WARM_UP), ("failure", _FAILURE), ("drop", _DROP))
    return next((kind for kind, words in named if plain in words), "normal")


def _date(text: str) -> datetime | None:
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - logs carry the lifter's wall clock without a zone
        except ValueError:
            continue
    return None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        return None


def _rating(text: str) -> float | None:
    number = _number(text)
    return number if number is not None and 1.0 <= number <= 10.0 else None
