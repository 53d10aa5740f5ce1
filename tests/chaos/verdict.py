"""Holds what the disk has against what was promised."""

import sqlite3
from collections import Counter
from typing import NamedTuple

from dryland.store import open_history
from dryland.store.connection import DATABASE_NAME
from tests.chaos.crowd import Promises
from tests.node.folder import Folder

__all__ = ["Verdict", "judge"]


class Verdict(NamedTuple):
    """What was found; `broken` is empty when every promise was kept."""

    events: int
    samples: int
    recorded: int
    acknowledged: int
    repeated: int
    reconnects: int
    broken: list[str]


def judge(folder: Folder, promises: Promises) -> Verdict:
    """Compare the data folder with the promises, after the node is gone."""
    history = open_history(folder.path)
    broken: list[str] = []
    try:
        events = list(history.events(folder.session_id))
        broken += _gaps([event.seq for event in events], 0, "the log")
        ids = [event.event_id for event in events if event.event_id is not None]
        broken += _once(ids, promises)
        for player_id, recorded in promises.recorded.items():
            mine = set(recorded)
            order = [event_id for event_id in ids if event_id in mine]
            if order != recorded:
                broken.append(f"{player_id}: the log does not have the order of the device")
        samples = 0
        for player_id, sent in promises.sent.items():
            kept = history.samples(folder.session_id, player_id)
            samples += len(kept)
            broken += _samples(
                player_id, dict(zip(kept.at_ms, kept.heart_rate, strict=True)), len(kept), sent, promises
            )
    finally:
        history.close()
    broken += _watched(promises)
    broken += _intact(folder)
    recorded_count = sum(map(len, promises.recorded.values()))
    return Verdict(
        len(events),
        samples,
        recorded_count,
        len(promises.acknowledged),
        promises.duplicates,
        promises.reconnects,
        broken,
    )


def _gaps(seqs: list[int], start: int, what: str) -> list[str]:
    expected = list(range(start + 1, start + 1 + len(seqs)))
    if seqs == expected:
        return []
    at = next(index for index, (seq, want) in enumerate(zip(seqs, expected, strict=True)) if seq != want)
    return [f"{what}: {seqs[at]} stands where {expected[at]} was to be"]


def _once(ids: list[str], promises: Promises) -> list[str]:
    counted = Counter(ids)
    must = promises.acknowledged.union(*promises.recorded.values())
    broken = [f"{event_id} is missing" for event_id in sorted(must - counted.keys())]
    return broken + [f"{event_id} is there {count} times" for event_id, count in counted.items() if count > 1]


def _samples(
    player_id: str, kept: dict[int, int | None], rows: int, sent: dict[int, int], promises: Promises
) -> list[str]:
    broken = [] if rows == len(kept) else [f"{player_id}: a moment is there twice"]
    live = promises.live[player_id]
    broken += [f"{player_id}: the sample at {at_ms} is missing" for at_ms in sorted(live.keys() - kept.keys())]
    broken += [f"{player_id}: the sample at {at_ms} was never sent" for at_ms in sorted(kept.keys() - sent.keys())]
    broken += [
        f"{player_id}: another value at {at_ms}" for at_ms in kept.keys() & sent.keys() if kept[at_ms] != sent[at_ms]
    ]
    return broken


def _watched(promises: Promises) -> list[str]:
    broken = [f"a discontinuity: {reason}" for reason in promises.discontinuities]
    broken += [f"{len(promises.shelved)} facts were refused"] if promises.shelved else []
    if len({epoch for epoch, _ in promises.watched}) > 1:
        broken.append("the epoch has changed")
    return broken + _gaps([seq for _, seq in promises.watched], promises.started_from, "the screen")


def _intact(folder: Folder) -> list[str]:
    with sqlite3.connect(f"file:{folder.path / DATABASE_NAME}?mode=ro", uri=True) as connection:
        (word,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    return [] if word == "ok" else [f"the database: {word}"]
