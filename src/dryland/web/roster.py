"""A roster in CSV, as clubs keep it: read row by row, each with what is wrong in it. Pure; knows no record.

Understands commas, semicolons and tabs, UTF-8 and Windows-1252, decimal commas. A day that could be read in two ways
is refused, never guessed.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

import msgspec

from dryland.store.records import Quantity

__all__ = ["COLUMNS", "MOST_ROWS", "Roster", "RosterRow", "RowProblem", "read_roster"]

MOST_ROWS: Final = 2_000

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "player", "fullname", "namn", "spelare"),
    "first_name": ("firstname", "givenname", "förnamn"),
    "last_name": ("lastname", "surname", "familyname", "efternamn"),
    "team": ("team", "lag"),
    "jersey_number": ("jersey", "jerseynumber", "number", "no", "nr", "nummer", "tröjnummer"),
    "line": ("line", "femma", "kedja"),
    "birth_date": ("birthdate", "dateofbirth", "dob", "born", "född", "födelsedatum"),
    "sex": ("sex", "gender", "kön"),
    "mass_kg": ("mass", "masskg", "weight", "weightkg", "vikt", "viktkg"),
    "hr_max": ("hrmax", "maxhr", "maxpuls"),
    "hr_rest": ("hrrest", "resthr", "restinghr", "vilopuls"),
    "lthr": ("lthr", "thresholdhr", "tröskelpuls"),
    "ftp_w": ("ftp", "ftpw"),
    "cp_w": ("cp", "cpw"),
    "w_prime_j": ("wprime", "wprimej", "w'"),
}
"""What a column is called in files, in small letters without spaces and marks."""

_SEXES: Final = {"f": "female", "female": "female", "k": "female", "kvinna": "female", "w": "female",
                 "m": "male", "male": "male", "man": "male"}  # fmt: skip

_DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_EITHER_WAY: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def _readings(text: str) -> list[date]:
    """The days that a text can mean: with the year first one at most, else day and month may stand either way."""
    if found := _DAY.fullmatch(text):
        orders = [(found[1], found[2], found[3])]
    elif found := _EITHER_WAY.fullmatch(text):
        orders = [(found[3], found[2], found[1]), (found[3], found[1], found[2])]
    else:
        return []
    days: dict[date, None] = {}
    for year, month, day in orders:
        with contextlib.suppress(ValueError):
            days[date(int(year), int(month), int(day))] = None
    return list(days)


def _why_no_day(text: str, readings: list[date]) -> str:
    if readings:
        choice = " or ".join(day.isoformat() for day in readings)
        return f"{text!r} can be read in more than one way: write {choice}."
    if _DAY.fullmatch(text) or _EITHER_WAY.fullmatch(text):
        return f"There is no day {text}."
    return f"{text!r} is no day; write it as 2008-03-09."


class RowProblem(msgspec.Struct, frozen=True):
    """What is wrong in one cell; `column` as the file calls it, or the field where several are meant."""

    column: str
    message: str


class RosterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row; `number` counts lines from 1 with the heading. Values that are wrong are absent and named."""

    number: int
    name: str = ""
    team: str | None = None
    jersey_number: int | None = None
    line: str | None = None
    birth_date: date | None = None
    sex: Literal["female", "male"] | None = None
    measured: dict[Quantity, float] = msgspec.field(default_factory=dict[Quantity, float])
    problems: tuple[RowProblem, ...] = ()


class Roster(msgspec.Struct, frozen=True):
    """A file as it was read; `problem` says why nothing of it can be used, `unknown` which columns were passed over."""

    rows: tuple[RosterRow, ...] = ()
    unknown: tuple[str, ...] = ()
    problem: str | None = None


def _plain(heading: str) -> str:
    return re.sub(r"[\s_\-.()\[\]/]", "", heading).casefold().replace("′", "'").replace("’", "'")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _delimiter(heading: str) -> str:
    return max(";\t,", key=heading.count)


def read_roster(body: bytes, today: date) -> Roster:
    """Read a file; nothing is raised for what is wrong in it."""
    text = _text(body).replace("\x00", "")
    first = text.lstrip().partition("\n")[0]
    lines = csv.reader(io.StringIO(text.lstrip()), delimiter=_delimiter(first))
    try:
        table = list(lines)
    except csv.Error as error:
        return Roster(problem=f"This is not a CSV file: {error}.")
    if len(table) < 2:
        return Roster(problem="The file needs a line of headings and at least one player.")
    if len(table) > MOST_ROWS + 1:
        return Roster(problem=f"A file has at most {MOST_ROWS} players.")
    headings = table[0]
    known = {_plain(name): field for field, names in COLUMNS.items() for name in names}
    columns = {place: known[_plain(heading)] for place, heading in enumerate(headings) if _plain(heading) in known}
    fields = set(columns.values())
    if "name" not in fields and not {"first_name", "last_name"} <= fields:
        return Roster(problem="A column with the players' names is missing; call it name.")
    unknown = tuple(heading for place, heading in enumerate(headings) if heading.strip() and place not in columns)
    rows = [
        _row(
            number,
            {columns[place]: (headings[place], cell.strip()) for place, cell in enumerate(cells) if place in columns},
            today,
        )
        for number, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    return Roster(tuple(_without_twins(rows)), unknown)


def _row(number: int, cells: Mapping[str, tuple[str, str]], today: date) -> RosterRow:
    reader = _Cells(cells, today)
    name = reader.text("name") or " ".join(
        part for part in (reader.text("first_name"), reader.text("last_name")) if part
    )
    if not name:
        reader.problems.append(RowProblem("name", "There is no name."))
    measured = {each: value for each in Quantity if (value := reader.figure(each.value)) is not None}
    return RosterRow(
        number=number,
        name=name[:120],
        team=reader.text("team"),
        jersey_number=reader.jersey(),
        line=reader.text("line"),
        birth_date=reader.birth_date(),
        sex=reader.sex(),
        measured=measured,
        problems=tuple(reader.problems),
    )


class _Cells:
    """The cells of one row by field, and what was found wrong in them."""

    def __init__(self, cells: Mapping[str, tuple[str, str]], today: date) -> None:
        self._cells = cells
        self._today = today
        self.problems: list[RowProblem] = []

    def text(self, field: str) -> str | None:
        return self._cells.get(field, ("", ""))[1] or None

    def _wrong(self, field: str, message: str) -> None:
        self.problems.append(RowProblem(self._cells[field][0], message))

    def jersey(self) -> int | None:
        text = self.text("jersey_number")
        if text is None:
            return None
        if not re.fullmatch(r"#?\d{1,2}", text):
            self._wrong("jersey_number", f"{text!r} is no number from 0 to 99.")
            return None
        return int(text.lstrip("#"))

    def birth_date(self) -> date | None:
        text = self.text("birth_date")
        if text is None:
            return None
        readings = _readings(text)
        if len(readings) != 1:
            self._wrong("birth_date", _why_no_day(text, readings))
            return None
        born = readings[0]
        if not 4 <= (self._today - born).days / 365.25 <= 100:
            self._wrong("birth_date", f"Nobody who trains was born on {born.isoformat()}.")
            return None
        return born

    def sex(self) -> Literal["female", "male"] | None:
        text = self.text("sex")
        if text is None:
            return None
        meant = _SEXES.get(text.casefold())
        if meant is None:
            self._wrong("sex", f"{text!r} is neither female nor male; leave it empty where it is not known.")
        return "female" if meant == "female" else "male" if meant == "male" else None

    def figure(self, field: str) -> float | None:
        text = self.text(field)
        if text is None:
            return None
        if not re.fullmatch(r"\d{1,6}([.,]\d{1,3})?", text):
            self._wrong(field, f"{text!r} is no number.")
            return None
        return float(text.replace(",", "."))


def _without_twins(rows: list[RosterRow]) -> list[RosterRow]:
    """Mark rows that say somebody or a number of a team again; the first one counts."""
    people: dict[tuple[str, date | None], int] = {}
    numbers: dict[tuple[str | None, int], int] = {}
    marked: list[RosterRow] = []
    for row in rows:
        problems = list(row.problems)
        person = (row.name.casefold(), row.birth_date)
        if row.name and people.setdefault(person, row.number) != row.number:
            problems.append(RowProblem("name", f"{row.name} stands in line {people[person]} already."))
        elif row.jersey_number is not None:
            number = (row.team and row.team.casefold(), row.jersey_number)
            if numbers.setdefault(number, row.number) != row.number:
                words = f"Number {row.jersey_number} stands in line {numbers[number]} already."
                problems.append(RowProblem("jersey_number", words))
        marked.append(msgspec.structs.replace(row, problems=tuple(problems)))
    return marked
