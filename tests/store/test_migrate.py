"""The database only moves forward, with a copy made before, and never ends up between two revisions."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from dryland.store import (
    Append,
    DatabaseOutdated,
    DatabaseTooNew,
    MigrationFailed,
    migrate,
    open_history,
    open_store,
)
from dryland.store.connection import DATABASE_NAME
from dryland.store.migrations import run
from dryland.store.migrations.sql import split
from dryland.store.records import open_records, tables
from dryland.store.statements import script

from .facts import head, run_of

THEN = datetime(2026, 5, 4, 6, 7, 8, tzinfo=UTC)
LOG_TABLES = {"streams", "events", "sample_players", "sample_chunks", "snapshots", "store_probe", "alembic_version"}


def old_database(folder: Path) -> Path:
    """A database as the first revision left it, with one event in it."""
    path = folder / DATABASE_NAME
    connection = sqlite3.connect(path)
    connection.executescript(script("0001_log.sql"))
    connection.executescript("CREATE TABLE alembic_version (version_num VARCHAR(32)); ")
    connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.execute("INSERT INTO streams VALUES (1, 'a', 'session', 'org', 'epoch', 1, 5)")
    connection.commit()
    connection.close()
    return path


def test_the_program_knows_exactly_the_revisions_in_its_folder() -> None:
    assert run.head() == migrate.REVISIONS[-1]
    assert run.revisions() == list(migrate.REVISIONS)


def test_a_new_folder_gets_the_newest_revision_and_no_backup(tmp_path: Path) -> None:
    open_store(tmp_path / "data", loop=None).close()
    assert not (tmp_path / "data" / migrate.BACKUPS_NAME).exists()
    migrate.check_revision(tmp_path / "data" / DATABASE_NAME)


def test_a_folder_may_have_any_name_and_its_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "a %20?#b é"
    store = open_store(folder, loop=None)
    store.append_and_wait(Append(new_streams=[head("a")]))
    names = {DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", "node.lock"}
    assert {each.name for each in folder.iterdir()} == names
    assert {each.stat().st_mode & 0o077 for each in (folder, *folder.iterdir())} == {0}
    records = open_records(folder)
    assert records.organisations.all() == []
    records.close()
    store.close()


def test_an_older_database_is_copied_then_upgraded_and_keeps_its_facts(tmp_path: Path) -> None:
    path = old_database(tmp_path)
    backup = migrate.migrate(path, now=lambda: THEN)
    assert backup is not None
    assert backup == tmp_path / "backups" / "dryland-20260504T060708Z-0001.db"
    with sqlite3.connect(backup) as copy:
        assert migrate.stored_revision(copy) == "0001"
        assert copy.execute("SELECT stream FROM streams").fetchall() == [("a",)]
    copy.close()
    store = open_store(tmp_path, loop=None)
    assert [each.stream for each in store.streams()] == ["a"]
    store.close()
    assert migrate.migrate(path) is None


def test_a_failed_upgrade_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = old_database(tmp_path)
    # A table in the way makes the second revision fail after it has made others.
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE tokens (mine TEXT)")
    connection.close()
    with pytest.raises(MigrationFailed, match="tokens"):
        migrate.migrate(path)
    with sqlite3.connect(path) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert migrate.stored_revision(connection) == "0001"
    connection.close()
    assert names == LOG_TABLES | {"tokens"}
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_without_room_for_a_backup_nothing_is_upgraded(tmp_path: Path) -> None:
    path = old_database(tmp_path)
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(MigrationFailed, match="No backup"):
        migrate.migrate(path)
    with pytest.raises(DatabaseOutdated):
        migrate.check_revision(path)


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = old_database(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9000'")
    connection.close()
    for opens in (lambda: open_store(tmp_path, loop=None), lambda: open_history(tmp_path)):
        with pytest.raises(DatabaseTooNew, match="9000") as refusal:
            opens()
        assert "Install the version" in refusal.value.advice
    with sqlite3.connect(path) as connection:
        assert migrate.stored_revision(connection) == "9000"
    connection.close()


def test_the_tables_that_the_program_sees_are_those_that_the_revisions_make(tmp_path: Path) -> None:
    open_store(tmp_path, loop=None).close()
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / DATABASE_NAME}", poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _parents: kind != "table" or name not in LOG_TABLES},
        )
        assert compare_metadata(context, tables.metadata) == []


def test_history_is_read_while_a_node_runs(tmp_path: Path) -> None:
    store = open_store(tmp_path, loop=None)
    store.append_and_wait(Append(new_streams=[head("a")], events=run_of("a", 1, 3)))
    history = open_history(tmp_path)
    assert list(history.events("a")) == run_of("a", 1, 3)
    store.append_and_wait(Append(events=run_of("a", 4, 5)))
    assert list(history.events("a")) == run_of("a", 1, 5)
    history.close()
    store.close()


def test_a_script_is_split_into_its_statements() -> None:
    text = "-- one\nCREATE TABLE a (\n  x TEXT -- a; b\n);\nINSERT INTO a VALUES (';');\n"
    assert len(split(text)) == 2
