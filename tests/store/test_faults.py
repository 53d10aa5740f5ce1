"""Real faults of disk and neighbours: nothing is acknowledged falsely, reads go on, writing resumes by itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dryland.store import (
    Append,
    DataFolderInUse,
    Reason,
    SqliteStore,
    StorageCorrupt,
    StorageFault,
    StorageRejected,
    StorageUnavailable,
    open_history,
    open_store,
)
from dryland.store.connection import DATABASE_NAME
from dryland.store.folder import LOCK_NAME

from .facts import event, head, run_of, sample, seqs
from .hand import HAND

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def beside(what: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has announced itself; it ends with the block."""
    command = [sys.executable, "-m", HAND, what, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline()
        try:
            yield child
        finally:
            child.stdin.close()
            child.wait()


def refusal(store: SqliteStore, append: Append) -> tuple[StorageFault, float]:
    started = time.monotonic()
    with pytest.raises(StorageFault) as raised:
        store.append_and_wait(append)
    return raised.value, time.monotonic() - started


def recovered(store: SqliteStore, within_s: float = 10.0) -> bool:
    """Whether the store finds out by itself, without an append, that it can write again."""
    until = time.monotonic() + within_s
    tick = threading.Event()
    while store.fault is not None and time.monotonic() < until:
        tick.wait(0.02)
    return store.fault is None


def with_one_session(folder: Path) -> SqliteStore:
    store = open_store(folder, loop=None)
    store.append_and_wait(Append(new_streams=[head("a")], events=run_of("a", 1, 3)))
    return store


class TestLockedByAnotherProgram:
    def test_is_said_within_seconds_and_is_over_with_the_lock(self, tmp_path: Path) -> None:
        store = with_one_session(tmp_path)
        with beside("lock", tmp_path):
            fault, waited_s = refusal(store, Append(events=[event("a", 4)]))
            assert isinstance(fault, StorageUnavailable)
            assert fault.reason is Reason.LOCKED
            assert 1.5 < waited_s < 4.0
            _, waited_s = refusal(store, Append(events=[event("a", 4)]))
            assert waited_s < 1.0, "while the fault lasts, refusals are quick"
            assert store.fault is not None
            assert seqs(list(store.events("a"))) == [1, 2, 3]
        assert recovered(store)
        store.append_and_wait(Append(events=[event("a", 4)]))
        assert seqs(list(store.events("a"))) == [1, 2, 3, 4]
        store.close()

    async def test_leaves_the_loop_free(self, tmp_path: Path) -> None:
        with_one_session(tmp_path).close()
        loop = asyncio.get_running_loop()
        store = open_store(tmp_path, loop=loop)
        longest = 0.0
        with beside("lock", tmp_path):
            done: asyncio.Future[StorageFault | None] = loop.create_future()
            store.append(Append(events=[event("a", 4)]), done.set_result)
            while not done.done():
                before = loop.time()
                await asyncio.sleep(0.01)
                longest = max(longest, loop.time() - before)
            assert isinstance(done.result(), StorageUnavailable)
        assert longest < 0.5
        store.close()


async def test_closing_from_another_thread_still_answers_on_the_loop(tmp_path: Path) -> None:
    with_one_session(tmp_path).close()
    loop = asyncio.get_running_loop()
    store = open_store(tmp_path, loop=loop)
    answers: list[tuple[StorageFault | None, int]] = []
    for seq in range(4, 200):
        store.append(Append(events=[event("a", seq)]), lambda fault: answers.append((fault, threading.get_ident())))
    await loop.run_in_executor(None, store.close)
    await asyncio.sleep(0)
    assert answers == [(None, threading.get_ident())] * 196


def mounted(folder: Path, options: str) -> bool:
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and mounted(folder, "size=1m")):
        pytest.skip("a disk of its own can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


class TestDisk:
    def test_that_is_full_refuses_until_there_is_room(self, tiny_disk: Path) -> None:
        store = with_one_session(tiny_disk / "data")
        ballast = tiny_disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4_096))
        fault, _ = refusal(store, Append(events=[event("a", 4, payload=bytes(200_000))]))
        assert isinstance(fault, StorageUnavailable)
        assert fault.reason is Reason.DISK_FULL
        assert "Free space" in fault.advice
        assert seqs(list(store.events("a"))) == [1, 2, 3]
        store.append_and_wait(Append())
        assert store.fault is not None, "an append without content proves nothing of the disk"
        ballast.unlink()
        assert recovered(store)
        store.append_and_wait(Append(events=[event("a", 4, payload=bytes(200_000))]))
        store.close()
        reopened = open_store(tiny_disk / "data", loop=None)
        assert seqs(list(reopened.events("a"))) == [1, 2, 3, 4]
        reopened.close()

    def test_that_is_read_only_is_named_at_the_start(self, tiny_disk: Path) -> None:
        with_one_session(tiny_disk / "data").close()
        subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
        with pytest.raises(StorageUnavailable) as raised:
            open_store(tiny_disk / "data", loop=None)
        assert raised.value.reason is Reason.READ_ONLY
        assert "writable" in raised.value.advice
        history = open_history(tiny_disk / "data")
        assert seqs(list(history.events("a"))) == [1, 2, 3]
        history.close()

    def test_that_refuses_to_grow_a_file_refuses_the_append_and_no_other(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", HAND, "small-files", str(tmp_path)]
        said = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout
        assert said.splitlines() == ["StorageUnavailable True", "resumed True"]


def garble(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(bytes(index * 37 % 251 for index in range(length)))


class TestDamage:
    def test_of_a_page_is_named_and_the_rest_can_be_read(self, tmp_path: Path) -> None:
        store = with_one_session(tmp_path)
        payload = bytes(3_000)
        store.append_and_wait(
            Append(new_streams=[head("b")], events=[event("b", seq, payload=payload) for seq in range(1, 200)])
        )
        store.close()
        path = tmp_path / DATABASE_NAME
        size = path.stat().st_size
        garble(path, size - 4_096, 4_096)
        store = open_store(tmp_path, loop=None)
        with pytest.raises(StorageCorrupt) as raised:
            list(store.events("b"))
        assert "backups" in raised.value.advice
        assert seqs(list(store.events("a"))) == [1, 2, 3]
        store.close()

    def test_of_a_payload_is_found_by_its_checksum(self, tmp_path: Path) -> None:
        store = with_one_session(tmp_path)
        store.close()
        path = tmp_path / DATABASE_NAME
        content = path.read_bytes()
        path.write_bytes(content.replace(b'{"reps":8}', b'{"reps":9}', 1))
        store = open_store(tmp_path, loop=None)
        with pytest.raises(StorageCorrupt, match="of a does not match its checksum"):
            list(store.events("a"))
        store.close()

    @pytest.mark.parametrize("damage", ["cut", "garbled"])
    def test_of_the_last_page_of_the_journal_costs_that_commit_only(self, tmp_path: Path, damage: str) -> None:
        store = with_one_session(tmp_path / "live")
        for seq in range(4, 9):
            store.append_and_wait(Append(events=[event("a", seq)], samples=[sample("a", "p", seq)]))
        copy = tmp_path / "after-power-cut"
        copy.mkdir()
        for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal"):
            (copy / name).write_bytes((tmp_path / "live" / name).read_bytes())
        store.close()
        journal = copy / f"{DATABASE_NAME}-wal"
        end = journal.stat().st_size
        if damage == "cut":
            os.truncate(journal, end - 100)
        else:
            garble(journal, end - 100, 100)
        store = open_store(copy, loop=None)
        assert seqs(list(store.events("a"))) == [1, 2, 3, 4, 5, 6, 7]
        assert len(store.samples("a", "p")) == 4
        store.append_and_wait(Append(events=[event("a", 8)]))
        store.close()

    def test_of_the_whole_file_is_named_at_the_start(self, tmp_path: Path) -> None:
        (tmp_path / DATABASE_NAME).write_bytes(b"not a database at all" * 500)
        with pytest.raises(StorageCorrupt):
            open_store(tmp_path, loop=None)


class TestRecordsThatCannotBeStored:
    def test_are_refused_alone(self, tmp_path: Path) -> None:
        store = with_one_session(tmp_path)
        outcomes: list[StorageFault | None] = []
        too_large = event("a", 4, "x")
        unstorable = Append(new_streams=[head("\ud800")])
        for append in (unstorable, Append(events=[too_large]), Append(events=[event("a", 5)])):
            store.append(append, outcomes.append)
        store.close()
        assert isinstance(outcomes[0], StorageRejected)
        assert outcomes[1:] == [None, None]


class TestDataFolder:
    def test_is_held_by_one_node(self, tmp_path: Path) -> None:
        with_one_session(tmp_path).close()
        with beside("hold", tmp_path) as other:
            with pytest.raises(DataFolderInUse, match=f"process {other.pid}") as raised:
                open_store(tmp_path, loop=None)
            assert "--data" in raised.value.advice
            history = open_history(tmp_path)
            assert seqs(list(history.events("a"))) == [1, 2, 3]
            history.close()
        open_store(tmp_path, loop=None).close()

    def test_is_taken_over_from_a_node_that_died(self, tmp_path: Path) -> None:
        with_one_session(tmp_path).close()
        with beside("hold", tmp_path) as other:
            other.kill()
            other.wait()
        assert (tmp_path / LOCK_NAME).read_text().strip() == str(other.pid)
        open_store(tmp_path, loop=None).close()

    def test_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StorageUnavailable) as raised:
            open_store(tmp_path / "file" / "data", loop=None)
        assert raised.value.reason is Reason.CANNOT_OPEN


def test_more_than_a_slow_disk_can_take_is_refused_in_turn(tmp_path: Path) -> None:
    store = with_one_session(tmp_path)
    outcomes: list[StorageFault | None] = []
    with beside("lock", tmp_path):
        flood = [sample("a", "p", second) for second in range(1_000)]
        store.append(Append(events=[event("a", 4)]), outcomes.append)
        for _ in range(510):
            store.append(Append(samples=flood), outcomes.append)
        assert store.waiting < 510_000
    store.close()
    reasons = [fault.reason for fault in outcomes if isinstance(fault, StorageUnavailable)]
    assert len(outcomes) == 511
    assert reasons[-1] is Reason.OVERLOADED
