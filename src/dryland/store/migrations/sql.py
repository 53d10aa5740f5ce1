"""Runs a script of the package's `sql` folder within a revision."""

from __future__ import annotations

import sqlite3

from alembic import op

from dryland.store.statements import script

__all__ = ["run_script", "split"]


def split(text: str) -> list[str]:
    """The statements of a script, one by one: the driver's own way to run a script would commit in between."""
    found: list[str] = []
    waiting = ""
    for line in text.splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            found.append(waiting.strip())
            waiting = ""
    assert not waiting.strip(), waiting
    return found


def run_script(name: str) -> None:
    """Execute every statement of the script in the revision's transaction."""
    for statement in split(script(name)):
        op.get_bind().exec_driver_sql(statement)
