"""A closed stream's samples are stored once each, and read the same as before."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.store import Append, SampleRow, open_store
from dryland.store.connection import DATABASE_NAME
from dryland.store.reader import SqliteReader
from dryland.store.rows import LogRows
from dryland.store.samples import SampleColumns
from dryland.store.settle import Settling
from dryland.store.statements import script

from .facts import head, sample

PLAYERS = ("p", "q", "r")
_reading = st.builds(
    sample,
    st.just("a"),
    st.sampled_from(PLAYERS),
    st.integers(0, 8),
    st.none() | st.integers(60, 200),
    st.none() | st.integers(0, 400),
)
_commits = st.lists(st.lists(_reading, min_size=1, max_size=40), max_size=6)


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(script("0001_log.sql"))
        yield connection


def commit(connection: sqlite3.Connection, rows: LogRows, append: Append) -> None:
    connection.execute("BEGIN")
    rows.add(append)
    rows.flush()
    connection.execute("COMMIT")


def settle(connection: sqlite3.Connection) -> None:
    settling = Settling(connection)
    while settling.pending:
        settling.step()


def seen(connection: sqlite3.Connection) -> dict[str, SampleColumns]:
    reader = SqliteReader(connection)
    return {player: reader.samples("a", player) for player in PLAYERS}


@given(live=_commits, late=_commits)
@settings(max_examples=60, deadline=None)
def test_settling_changes_nothing_that_is_read_and_stores_each_sample_once(
    live: list[list[SampleRow]], late: list[list[SampleRow]]
) -> None:
    with database() as connection:
        rows = LogRows(connection)
        commit(connection, rows, Append(new_streams=[head("a")], closed_streams=["a"]))
        for batches in (live, late):
            for batch in batches:
                commit(connection, rows, Append(samples=batch))
            before = seen(connection)
            settle(connection)
            assert seen(connection) == before
            chunks = connection.execute("SELECT player_no, settled FROM sample_chunks ORDER BY player_no").fetchall()
            assert (
                len(chunks) == len({number for number, _ in chunks}) == sum(len(each) > 0 for each in before.values())
            )
            assert all(settled for _, settled in chunks)


def test_an_open_stream_is_left_alone() -> None:
    with database() as connection:
        rows = LogRows(connection)
        commit(connection, rows, Append(new_streams=[head("a")], samples=[sample("a", "p", 1), sample("a", "q", 1)]))
        settle(connection)
        assert connection.execute("SELECT settled FROM sample_chunks").fetchall() == [(0,)]


def test_what_arrives_between_two_steps_is_kept() -> None:
    with database() as connection:
        rows = LogRows(connection)
        first = [sample("a", "p", 1, 100), sample("a", "q", 1, 110)]
        commit(connection, rows, Append(new_streams=[head("a")], samples=first, closed_streams=["a"]))
        settling = Settling(connection)
        settling.step()
        settling.step()
        commit(connection, rows, Append(samples=[sample("a", "p", 2, 120), sample("a", "r", 2, 130)]))
        while settling.pending:
            settling.step()
        assert {player: columns.heart_rate for player, columns in seen(connection).items()} == {
            "p": [100, 120],
            "q": [110],
            "r": [130],
        }


def test_a_node_settles_a_session_by_itself_when_it_is_closed(tmp_path: Path) -> None:
    store = open_store(tmp_path, loop=None)
    store.append_and_wait(Append(new_streams=[head("a")]))
    for second in range(50):
        store.append_and_wait(Append(samples=[sample("a", player, second, 100 + second) for player in PLAYERS]))
    before = [store.samples("a", player) for player in PLAYERS]
    store.append_and_wait(Append(closed_streams=["a"]))
    until = time.monotonic() + 10
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as other:
        while chunk_count(other) != len(PLAYERS) and time.monotonic() < until:
            threading.Event().wait(0.01)
        assert chunk_count(other) == len(PLAYERS)
    assert [store.samples("a", player) for player in PLAYERS] == before
    assert store.fault is None
    store.close()


def chunk_count(connection: sqlite3.Connection) -> int:
    return connection.execute("SELECT count(*) FROM sample_chunks").fetchone()[0]
