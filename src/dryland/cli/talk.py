"""How the command line speaks: data on stdout, talk on stderr, failures in words. Must not know any command."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from rich.console import Console
from rich.table import Table

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "MISUSED",
    "OK",
    "Failed",
    "Row",
    "err",
    "explain",
    "moment",
    "put",
    "put_line",
    "put_table",
    "say",
]

OK: Final = 0
FAILED: Final = 1
MISUSED: Final = 2
INTERRUPTED: Final = 130

UNWRAPPED: Final = 10_000
"""Columns of a line that goes into a file or a pipe."""

Row = tuple[Any, ...]


class Failed(Exception):  # noqa: N818 (read as a sentence where it is raised)
    """A command could not do what was asked: what happened, and what to do about it."""

    def __init__(self, what: str, advice: str = "", *, code: int = FAILED) -> None:
        self.what = what
        self.advice = advice
        self.code = code
        super().__init__(f"{what} {advice}".rstrip())


def err() -> Console:
    """The console that people read; looked up anew, because tests and shells change stderr."""
    return Console(stderr=True, highlight=False)


def say(text: str, *, style: str | None = None) -> None:
    """Tell people something; never data."""
    err().print(text, style=style, markup=False, soft_wrap=True)


def explain(what: str, advice: str = "") -> None:
    """Say what went wrong and what to do."""
    say(what, style="bold red")
    if advice:
        say(advice)


def put(value: Any, *, indent: bool = True) -> None:
    """Write one JSON document to stdout."""
    encoded = msgspec.json.encode(value)
    put_line(msgspec.json.format(encoded, indent=2) if indent else encoded)


def put_line(line: bytes | str) -> None:
    """Write one line to stdout."""
    sys.stdout.write((line if isinstance(line, str) else line.decode()) + "\n")


def put_table(columns: tuple[str, ...], rows: list[Row], *, title: str | None = None) -> None:
    """Write a table to stdout; `None` is an empty cell."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else UNWRAPPED).print(table, markup=False)


def moment(at: datetime | None) -> str:
    """A time as people compare it, in UTC; empty for none."""
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
