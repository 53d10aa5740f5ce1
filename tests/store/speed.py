"""What keeping a fact costs: `python -m tests.store.speed` prints the store's figures and what lost against them.

CPU is that of the whole process, the writer's thread included; each figure is the lower quartile of its batches,
because other programs share the machine.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dryland.store import Append, SampleRow, SqliteStore, StoredEvent, open_store
from dryland.store.statements import ManyRows

from .facts import NOW_MS, head

PAYLOAD = b"x" * 200
ONE_ROW = "INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
CLUSTERED = """
CREATE TABLE log (stream INTEGER, seq INTEGER, name TEXT, id TEXT, at INTEGER, kept INTEGER, actor TEXT, payload BLOB,
result BLOB, checksum INTEGER, PRIMARY KEY (stream, seq)) WITHOUT ROWID;
CREATE UNIQUE INDEX by_id ON log (stream, id);
"""
ARRIVAL = """
CREATE TABLE log (stream INTEGER, seq INTEGER, name TEXT, id TEXT, at INTEGER, kept INTEGER, actor TEXT, payload BLOB,
result BLOB, checksum INTEGER, UNIQUE (stream, seq));
CREATE UNIQUE INDEX by_id ON log (id, stream);
"""
SAMPLE_ROWS = """
CREATE TABLE log (stream INTEGER, at INTEGER, player INTEGER, hr INTEGER, power INTEGER, cadence REAL, speed REAL,
distance REAL, rr TEXT, kept INTEGER, PRIMARY KEY (stream, at, player)) WITHOUT ROWID
"""
FILLING = " ON CONFLICT DO UPDATE SET hr = coalesce(hr, excluded.hr), power = coalesce(power, excluded.power)"


@contextmanager
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def cpu_us(work: Callable[[], object], count: int) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) / count * 1e6


def quartile(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=4)[0]


def event_batches(streams: int, batches: int, size: int = 100) -> Iterator[list[StoredEvent]]:
    last = [0] * streams
    batch: list[StoredEvent] = []
    for number in range(batches * size):
        if number % size == 0:
            batch = []
        stream = number % streams
        last[stream] += 1
        at = NOW_MS + number
        name = "training:strength:set:completion"
        batch.append(
            StoredEvent(f"s{stream}", last[stream], name, f"0197{number:032d}", at, at, "player-7", PAYLOAD, b"{}")
        )
        if len(batch) == size:
            yield batch


def sample_batches(streams: int, batches: int, size: int = 500) -> Iterator[list[SampleRow]]:
    rows: list[SampleRow] = []
    second = 0
    while batches:
        second += 1
        at = NOW_MS + second * 1000
        rows += [
            SampleRow(f"s{s}", f"player-{p:032d}", at + p * 31, 140, 250, 90.0, 8.3, second * 8.3, None, at + 990)
            for s in range(streams)
            for p in range(25)
        ]
        while len(rows) >= size and batches:
            yield rows[:size]
            rows = rows[size:]
            batches -= 1


def opened(path: Path, streams: int) -> SqliteStore:
    store = open_store(path, loop=None)
    store.append_and_wait(Append(new_streams=[head(f"s{number}") for number in range(streams)]))
    return store


def event_cost_us(streams: int, batches: int = 150) -> float:
    with folder() as path:
        store = opened(path, streams)
        appends = [Append(events=batch) for batch in event_batches(streams, batches)]
        costs = [cpu_us(lambda each=each: store.append_and_wait(each), len(each.events)) for each in appends]
        store.close()
    return quartile(costs)


def sample_cost_us(streams: int, batches: int = 100) -> float:
    with folder() as path:
        store = opened(path, streams)
        appends = [Append(samples=batch) for batch in sample_batches(streams, batches)]
        costs = [cpu_us(lambda each=each: store.append_and_wait(each), len(each.samples)) for each in appends]
        store.close()
    return quartile(costs)


@contextmanager
def busy_thread() -> Iterator[None]:
    stop = False

    def spin() -> None:
        count = 0
        while not stop:
            count += 1

    thread = threading.Thread(target=spin)
    thread.start()
    try:
        yield
    finally:
        stop = True
        thread.join()


@contextmanager
def plain_database(schema: str) -> Iterator[sqlite3.Connection]:
    with folder() as path:
        connection = sqlite3.connect(path / "plain.db", isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 8000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(schema)
        yield connection
        connection.close()


def rows_cost_us(schema: str, batches: Iterator[list[tuple[object, ...]]], suffix: str = "") -> float:
    """Row after row with `executemany`: the plain way, without checks, threads or checksums."""
    costs: list[float] = []
    with plain_database(schema) as connection:
        for batch in batches:

            def commit(batch: list[tuple[object, ...]] = batch) -> None:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(ONE_ROW.format(table="log") + suffix, batch)
                connection.execute("COMMIT")

            costs.append(cpu_us(commit, len(batch)))
    return quartile(costs)


def event_tuples(streams: int, batches: int = 150) -> Iterator[list[tuple[object, ...]]]:
    for batch in event_batches(streams, batches):
        yield [
            (int(e.stream[1:]), e.seq, e.name, e.event_id, e.occurred_at_ms, e.recorded_at_ms, e.actor, *_rest(e))
            for e in batch
        ]


def _rest(event: StoredEvent) -> tuple[object, ...]:
    return (event.payload, event.result, 123_456_789)


def sample_tuples(streams: int, batches: int = 100) -> Iterator[list[tuple[object, ...]]]:
    for batch in sample_batches(streams, batches):
        yield sorted((int(row.stream[1:]), row.at_ms, int(row.player_id[7:]), *row[3:]) for row in batch)


def worst_commit_ms(insert: Callable[[sqlite3.Connection, list[tuple[object, ...]]], object]) -> float:
    """The longest of 20 commits of 100 events while another thread never lets go of the interpreter by itself."""
    spent: list[float] = []
    with busy_thread(), plain_database(ARRIVAL) as connection:
        for batch in event_tuples(1, 20):
            started = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            insert(connection, batch)
            connection.execute("COMMIT")
            spent.append((time.perf_counter() - started) * 1e3)
    return max(spent)


def main() -> None:
    one_row = ONE_ROW.format(table="log")
    lines = [
        ("event, batches of 100, one session, us CPU", event_cost_us(1)),
        ("event, batches of 100, 100 sessions, us CPU", event_cost_us(100)),
        ("  lost: rows clustered by session, 100 sessions, bare insert", rows_cost_us(CLUSTERED, event_tuples(100))),
        ("  same bare insert in order of arrival, ids first", rows_cost_us(ARRIVAL, event_tuples(100))),
        ("sample, batches of 500, one session of 25, us CPU", sample_cost_us(1)),
        ("sample, batches of 500, 20 sessions of 25, us CPU", sample_cost_us(20)),
        ("  lost: a row for each sample, one session, bare", rows_cost_us(SAMPLE_ROWS, sample_tuples(1), FILLING)),
        ("  lost: a row for each sample, 20 sessions, bare", rows_cost_us(SAMPLE_ROWS, sample_tuples(20), FILLING)),
        ("longest of 20 commits of 100 events beside a busy loop, ms", worst_commit_ms(ManyRows(one_row).insert)),
        ("  lost: row by row, ms", worst_commit_ms(lambda connection, rows: connection.executemany(one_row, rows))),
    ]
    for name, figure in lines:
        sys.stdout.write(f"{name:<64} {figure:8.2f}\n")


if __name__ == "__main__":
    main()
