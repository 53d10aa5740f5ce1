"""Several states of one organisation, written down at a position of its log, so that a start reads what came after.

An organisation's log holds what several parts of the node care for; each of them has its own state and its own
position in the one snapshot that the log has. Knows none of the states.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from dryland.organisations import stream_of
from dryland.store import Snapshot, Store

__all__ = ["SNAPSHOT_EVERY", "OrganisationSnapshots", "StatePart"]

SNAPSHOT_EVERY: Final = 200
"""Facts of an organisation after which the states are written down again; a start reads about as many."""
SNAPSHOT_VERSION: Final = 2
_ALERTS_ALONE: Final = 1
"""The version in which the snapshot was the state of the alerts and nothing else."""


class StatePart(NamedTuple):
    """One state of each organisation. `take` gives None while something of it is on its way to the disk."""

    name: str
    version: int
    take: Callable[[str], bytes | None]


class _Kept(msgspec.Struct, frozen=True):
    seq: int
    version: int
    state: bytes


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(dict[str, _Kept]).decode


class OrganisationSnapshots:
    """The states of all organisations. All calls come from the loop's thread; reads raise `StorageFault`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._parts: dict[str, StatePart] = {}

    def add(self, part: StatePart) -> None:
        """From now on this state is written down too."""
        self._parts[part.name] = part

    def read(self, org_id: str, part: StatePart) -> tuple[int, bytes | None]:
        """A state and the position it was taken at; 0 and None where the log must be read from its beginning."""
        kept = self._kept(org_id).get(part.name)
        if kept is None or kept.version != part.version:
            return 0, None
        return kept.seq, kept.state

    def _kept(self, org_id: str) -> dict[str, _Kept]:
        snapshot = self._store.snapshot(stream_of(org_id))
        if snapshot is None:
            return {}
        if snapshot.version == _ALERTS_ALONE:
            return {"alerts": _Kept(snapshot.seq, 1, snapshot.state)}
        return _decode(snapshot.state) if snapshot.version == SNAPSHOT_VERSION else {}

    def turn(self, every: int = SNAPSHOT_EVERY) -> None:
        """Write down the states of organisations whose logs have grown by `every` facts since."""
        for head in self._store.streams(kind="org"):
            kept = self._kept(head.org_id)
            old = [name for name in self._parts if name not in kept or head.last_seq - kept[name].seq >= every]
            if old and (head.last_seq >= every or kept):
                self._write(head.org_id, head.last_seq, kept, old)

    def _write(self, org_id: str, seq: int, kept: dict[str, _Kept], names: list[str]) -> None:
        """A state with nothing under way holds all of its facts that are on the disk, so up to the log's end."""
        after = dict(kept)
        for name in names:
            part = self._parts[name]
            state = part.take(org_id)
            if state is not None:
                after[name] = _Kept(seq, part.version, state)
        if after != kept:
            self._store.save_snapshot(Snapshot(stream_of(org_id), seq, SNAPSHOT_VERSION, _encode(after)))
