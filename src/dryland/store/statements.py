"""SQL that lives in files: statements by name, and inserts widened to many rows.

Must not know what the statements mean.
"""

from __future__ import annotations

import functools
import itertools
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Final

__all__ = ["ManyRows", "script", "statements"]

_NAME: Final = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)
_COMMENT: Final = re.compile(r"^--.*\n", re.MULTILINE)
_VALUES: Final = re.compile(r"VALUES\s*(\([?,\s]+\))")
_WIDTHS: Final = (64, 16, 4, 1)


def script(name: str) -> str:
    """The text of a file of the package's `sql` folder."""
    return resources.files("dryland.store").joinpath("sql", name).read_text("utf-8")


@functools.cache
def statements(name: str) -> Mapping[str, str]:
    """The statements of a file by the name that stands above each."""
    parts = _NAME.split(script(name))
    return {
        key: _COMMENT.sub("", text).strip().removesuffix(";")
        for key, text in zip(parts[1::2], parts[2::2], strict=True)
    }


class ManyRows:
    """One insert, run for many rows in few steps.

    Every step of a statement gives up the interpreter lock and must win it back from the loop's thread. Row by row,
    a busy loop stretches a commit of 100 rows to 250 ms; 64 rows a step keep it below 10 ms.
    """

    def __init__(self, statement: str) -> None:
        found = _VALUES.search(statement)
        assert found is not None, statement
        start, end = found.span(1)
        row = found[1]
        self._by_width = [(width, statement[:start] + ",".join([row] * width) + statement[end:]) for width in _WIDTHS]

    def insert(self, connection: sqlite3.Connection, rows: Sequence[Iterable[object]]) -> None:
        """Insert all rows in order."""
        at = 0
        for width, statement in self._by_width:
            while len(rows) - at >= width:
                connection.execute(statement, tuple(itertools.chain.from_iterable(rows[at : at + width])))
                at += width
