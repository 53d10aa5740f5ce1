"""Each error of the driver means one fault, and each fault says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dryland import store
from dryland.store import Reason, StorageConflict, StorageFault, StorageRejected, StorageUnavailable
from dryland.store.errors import ADVICE, translate


def failure(script: str) -> Exception:
    """What the driver raises for this."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.Error) as raised:
        connection.executescript(script)
    connection.close()
    return raised.value


def test_a_broken_constraint_is_a_conflict() -> None:
    error = failure("CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)")
    assert isinstance(translate(error), StorageConflict)


def test_a_full_database_is_unavailable() -> None:
    error = failure("PRAGMA max_page_count = 3; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(100000))")
    fault = translate(error)
    assert isinstance(fault, StorageUnavailable)
    assert fault.reason is Reason.DISK_FULL


def test_a_database_for_reading_only_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    sqlite3.connect(path).close()
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with pytest.raises(sqlite3.Error) as raised:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    fault = translate(raised.value)
    assert isinstance(fault, StorageUnavailable)
    assert fault.reason is Reason.READ_ONLY


def test_a_value_that_fits_no_column_is_rejected() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(OverflowError) as raised:
        connection.execute("SELECT ?", (1 << 70,))
    connection.close()
    assert isinstance(translate(raised.value), StorageRejected)


def test_reading_after_the_end_is_unavailable() -> None:
    connection = sqlite3.connect(":memory:")
    connection.close()
    with pytest.raises(sqlite3.Error) as raised:
        connection.execute("SELECT 1")
    fault = translate(raised.value)
    assert isinstance(fault, StorageUnavailable)
    assert fault.reason is Reason.CLOSED


def test_a_fault_stays_what_it_is() -> None:
    fault = StorageConflict("as it was")
    assert translate(fault) is fault


def test_every_reason_comes_with_advice() -> None:
    assert set(ADVICE) == set(Reason)
    assert all(str(StorageUnavailable(reason)).endswith(ADVICE[reason]) for reason in Reason)


def test_a_fault_without_words_says_what_its_kind_means() -> None:
    assert str(StorageFault()) == "Nothing of this append was stored."


def test_the_public_names_exist_and_are_sorted_into_the_tree() -> None:
    assert all(hasattr(store, name) for name in store.__all__)
    faults = [StorageUnavailable, StorageConflict, StorageRejected, store.StorageCorrupt]
    assert all(issubclass(fault, StorageFault) for fault in faults)
