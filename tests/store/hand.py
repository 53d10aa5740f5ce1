"""Programs that run as processes of their own beside a test: `python -m tests.store.hand WHAT FOLDER`.

`append` appends to several streams without end and prints each acknowledged fact; `lock` holds the database's write
lock until its input closes; `hold` opens the store and keeps the folder until its input closes; `small-files` appends
until the system refuses, then is allowed to go on, and prints what happened.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from dryland.store import Append, StorageFault, open_store
from dryland.store.connection import DATABASE_NAME

from .facts import event, head, sample

STREAMS = ("a", "b", "c", "d")
HAND = "tests.store.hand"


async def append_without_end(folder: Path) -> None:
    store = open_store(folder, loop=asyncio.get_running_loop())
    last = dict.fromkeys(STREAMS, 0)
    for stream in STREAMS:
        kept = store.head(stream)
        if kept is None:
            store.append_and_wait(Append(new_streams=[head(stream)]))
        else:
            last[stream] = kept.last_seq

    def acknowledged(stream: str, seq: int) -> Callable[[StorageFault | None], None]:
        def on_done(fault: StorageFault | None) -> None:
            os.write(1, f"{stream} {seq} {fault or 'ok'}\n".encode())

        return on_done

    while True:
        for stream in STREAMS:
            seq = last[stream] = last[stream] + 1
            facts = Append(events=[event(stream, seq)], samples=[sample(stream, "p", seq, 60 + seq % 100)])
            store.append(facts, acknowledged(stream, seq))
        await asyncio.sleep(0)


def hold_lock(folder: Path) -> None:
    connection = sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    os.write(1, b"locked\n")
    sys.stdin.read()
    connection.execute("ROLLBACK")
    connection.close()


def hold_folder(folder: Path) -> None:
    store = open_store(folder, loop=None)
    os.write(1, b"open\n")
    sys.stdin.read()
    store.close()


def append_with_small_files(folder: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = open_store(folder, loop=None)
    store.append_and_wait(Append(new_streams=[head("a")]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, resource.RLIM_INFINITY))
    seq = 0
    try:
        while True:
            store.append_and_wait(Append(events=[event("a", seq + 1, payload=bytes(4_000))]))
            seq += 1
    except StorageFault as fault:
        sys.stdout.write(f"{type(fault).__name__} {len(list(store.events('a'))) == seq}\n")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.append_and_wait(Append(events=[event("a", seq + 1)]))
    sys.stdout.write(f"resumed {len(list(store.events('a'))) == seq + 1}\n")
    store.close()


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "append":
        asyncio.run(append_without_end(folder))
    {"lock": hold_lock, "hold": hold_folder, "small-files": append_with_small_files}[what](folder)


if __name__ == "__main__":
    main()
