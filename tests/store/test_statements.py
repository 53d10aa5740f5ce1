"""SQL in files: every statement has a name, says what it does, and can be widened."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.store.statements import ManyRows, script, statements


def test_every_statement_of_the_log_is_valid_for_its_tables() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(script("0001_log.sql"))
    for name, statement in statements("log.sql").items():
        if name not in {"begin", "commit", "rollback"}:
            parameters = {"kind": None, "open_only": 0} if ":kind" in statement else (None,) * statement.count("?")
            connection.execute(f"EXPLAIN {statement}", parameters)
    connection.close()


@pytest.mark.parametrize("name", ["events_page", "event_by_id", "stream_position", "chunks", "sample_players"])
def test_reads_of_the_log_use_an_index(name: str) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(script("0001_log.sql"))
    statement = statements("log.sql")[name]
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")).fetchall()
    connection.close()
    assert all("SCAN" not in row[3] for row in plan), plan


@given(count=st.integers(0, 300))
def test_any_number_of_rows_is_inserted_in_order(count: int) -> None:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (a, b)")
        ManyRows("INSERT INTO t (a, b) VALUES (?, ?)").insert(connection, [(row, -row) for row in range(count)])
        assert connection.execute("SELECT a, b FROM t ORDER BY rowid").fetchall() == [(r, -r) for r in range(count)]
