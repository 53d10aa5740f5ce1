"""Reads training logs in the Strong and Hevy column styles into sets in the order they were done.

Knows columns, units and languages. Must not know how a set is judged or predicted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dryland.devices.strength_log_cells import DateReader, number, plain, rating, unit_of

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
_MOST_KG = 1_000.0
"""No lift is heavier; a larger figure is a slip of the pen or of a unit."""
_MOST_REPS = 1_000


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
    header, *rows = _rows_of(path) or [[]]
    columns = _find_columns(header)
    missing = [name for name in ("at", "exercise", "load", "reps") if name not in columns]
    if missing:
        raise UnreadableLogError(f"{path.name}: no column for {', '.join(missing)} in header {header!r}")
    header_unit = unit_of(header[columns["load"]])
    read = list(_read_rows(rows, columns, header_unit or assumed_unit))
    sets = [each for each in read if isinstance(each, LoggedSet)]
    left_out = [each for each in read if isinstance(each, LeftOut)]
    # Some exports list the newest workout first; a stable sort keeps the order of sets within each workout.
    return StrengthLog(sorted(sets, key=lambda logged: logged.at), left_out, bool(header_unit) or "unit" in columns)


def _rows_of(path: Path) -> list[list[str]]:
    """The file's rows, whatever separates its columns. Spreadsheets name the separator in a line of its own."""
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", errors="replace")
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    text = text if said is None else text[said.end() :]
    delimiter = max(";,\t|", key=text.partition("\n")[0].count) if said is None else said.group(1)
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error as problem:
        raise UnreadableLogError(f"{path.name}: no table of columns: {problem}") from problem


def _find_columns(header: Iterable[str]) -> dict[str, int]:
    names_there = [plain(name) for name in header]
    without_unit = [_UNIT_IN_HEADER.sub("", name) for name in names_there]
    found: dict[str, int] = {}
    for field, names in _COLUMNS.items():
        for name in names:
            position = next(
                (i for i, (a, b) in enumerate(zip(names_there, without_unit, strict=True)) if name in (a, b)), -1
            )
            if position >= 0:
                found[field] = position
                break
    return found


def _read_rows(rows: Sequence[list[str]], columns: dict[str, int], usual_unit: str) -> Iterator[LoggedSet | LeftOut]:
    cells = [{field: values[i].strip() for field, i in columns.items() if i < len(values)} for values in rows]
    dates = DateReader(cell.get("at", "") for cell in cells)
    for row, cell in enumerate(cells, start=1):
        at = dates.read(cell.get("at", ""))
        why = _why_left_out(cell, at, usual_unit)
        if why is not None:
            yield LeftOut(row, why)
        elif at is not None:
            yield _set_of(row, cell, at, usual_unit)


def _why_left_out(cell: dict[str, str], at: datetime | None, usual_unit: str) -> str | None:
    """Why a row is no set; None for a set."""
    if not cell.get("exercise"):
        return "no exercise"
    if at is None:
        return f"date {cell.get('at', '')!r} cannot be read"
    if plain(cell.get("order", "")) in _NOT_SETS:
        return "no set: " + cell["order"].lower()
    reps, load = number(cell.get("reps", "")), cell.get("load", "")
    if reps is None or reps < 1:
        return "no repetitions: a hold, a distance or an empty row"
    if reps > _MOST_REPS:
        return f"{reps:g} repetitions are not plausible"
    return _why_no_load(load, _kg_per(cell, usual_unit))


def _why_no_load(load: str, kg_per: float) -> str | None:
    """Why a load cannot be used; an empty one is the body alone."""
    weight = number(load)
    if load and weight is None:
        return f"load {load!r} cannot be read"
    if weight is not None and weight < 0:
        return "the load is negative"
    return f"a load of {load} is not plausible" if weight is not None and weight * kg_per > _MOST_KG else None


def _unit(cell: dict[str, str], usual_unit: str) -> str:
    """The unit of a row: its own word, the load's, or that of the file."""
    return unit_of(cell.get("unit", "")) or unit_of(re.sub(r"[\d.,]", " ", cell.get("load", ""))) or usual_unit


def _kg_per(cell: dict[str, str], usual_unit: str) -> float:
    return KG_PER_LB if _unit(cell, usual_unit) == "lb" else 1.0


def _set_of(row: int, cell: dict[str, str], at: datetime, usual_unit: str) -> LoggedSet:
    weight, order = number(cell.get("load", "")) or 0.0, cell.get("order", "")
    unit = _unit(cell, usual_unit)
    return LoggedSet(
        at=at,
        exercise=cell["exercise"],
        order=order,
        kind=_kind(cell.get("kind") or order),
        load_kg=weight * _kg_per(cell, usual_unit),
        reps=int(number(cell["reps"]) or 0),
        rpe=rating(cell.get("rpe", "")),
        target_rpe_low=rating(cell.get("target_rpe_low", "")),
        target_rpe_high=rating(cell.get("target_rpe_high", "")),
        target_reps=int(number(cell.get("target_reps", "")) or 0) or None,
        row=row,
        weight=weight,
        unit=unit,
    )


def _kind(text: str) -> str:
    word = plain(text)
    named = (("warm_up", _WARM_UP), ("failure", _FAILURE), ("drop", _DROP))
    return next((kind for kind, words in named if word in words), "normal")
