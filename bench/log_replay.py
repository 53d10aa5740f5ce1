"""Question: how long does a node take to be ready when its log holds a million events and no snapshot helps?

Command: `python -m bench.log_replay [EVENTS]`. 40 open sessions of 25 players; 25,000 statuses reported in each, every
one with an event id of its own, are written into the log through the store; then `dryland serve` from its start to its
address on stdout. Memory is what the process holds then.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
from bench.rig import Figure, Row, SeededNode, finish, node, ready_for_load, seeded, stopwatch

from dryland.contract.base import PlayerStatus
from dryland.contract.session import PlayerStatusChanged
from dryland.floor.workout import at_time
from dryland.store import Append, SqliteStore, StoredEvent, open_store

COMMAND = "python -m bench.log_replay"
EVENTS, SESSIONS, PLAYERS = 1_000_000, 40, 25
GROUP = 5_000
NAME = "training:player:status"
_encode = msgspec.json.Encoder().encode


def _fill(store: SqliteStore, session: dict[str, Any], count: int) -> None:
    """Write status events behind what a session's log holds."""
    session_id = session["sessionId"]
    head = store.head(session_id)
    assert head is not None
    first = head.last_seq + 1
    created_ms = head.created_at_ms
    for start in range(first, first + count, GROUP):
        events: list[StoredEvent] = []
        for seq in range(start, min(start + GROUP, first + count)):
            fact = PlayerStatusChanged(
                session_id=session_id,
                seq=seq,
                epoch=head.epoch,
                event_id=f"{session_id}-{seq:08}",
                occurred_at=at_time(created_ms + seq),
                recorded_at=at_time(created_ms + seq),
                by="trainer-club",
                player_id=session["players"][seq % PLAYERS]["playerId"],
                status=PlayerStatus.ACTIVE,
            )
            at_ms = created_ms + seq
            events.append(
                StoredEvent(session_id, seq, NAME, fact.event_id, at_ms, at_ms, "trainer-club", _encode(fact))
            )
        store.append_and_wait(Append(events=events))


def write_log(folder: Path, sessions: list[dict[str, Any]], events: int) -> None:
    """Fill the logs of all sessions."""
    store = open_store(folder, loop=None)
    try:
        for session in sessions:
            _fill(store, session, events // len(sessions))
    finally:
        store.close()


def ready_s(seed: SeededNode) -> tuple[float, float]:
    """From the start of the process to its address, s; resident memory then, MB."""
    clock = stopwatch()
    with node(seed) as server:
        return clock(), server.memory_bytes() / 1e6


def rows() -> list[Row]:
    """Ready with the log against ready without it."""
    ready_for_load()
    given = [int(word) for word in sys.argv[1:] if word.isdigit()]
    events = given[0] if given else EVENTS
    with seeded(SESSIONS, PLAYERS) as seed:
        empty_s, empty_mb = ready_s(seed)
        write_log(seed.folder, seed.sessions, events)
        full_s, full_mb = ready_s(seed)
    notes = [
        f"{empty_s:.1f} s and {empty_mb:.0f} MB without the events; {full_mb:.0f} MB with them, "
        f"{(full_mb - empty_mb) * 1e6 / events:.0f} B for each"
    ]
    return [Row(f"Replay of a log of {events:,} events", COMMAND, "s", 10.0, Figure.of([full_s]), notes=notes)]


if __name__ == "__main__":
    finish(rows())
