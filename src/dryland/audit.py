"""The trail of every look at and change of guarded data: added to only, each entry sealed by the hash of all before.

It lies in the log, one stream an organisation, so it is on the disk no later than what it is about: entries are
appended before the act, and appends are committed in order. Whoever has a noted hash can prove later that nothing
before it was changed or taken out. Knows no socket and no route.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from dryland.contract.base import Wire
from dryland.store import Line, StorageFault, Store, StoredEvent

__all__ = ["BEGINNING", "AuditTrail", "Checked", "Entry", "Found", "Sealed", "Wanted", "check", "entries", "stream_of"]

BEGINNING: Final = "0" * 64
NAME: Final = "audit:entry"
LOOKED_AT_ONCE: Final = 10_000
_PORTION: Final = 500
_HEALTH: Final = re.compile(r"medical|injur|restriction|alerts|participant:move", re.IGNORECASE)
"""Doors and commands to data of health: injuries, restrictions, notes, and consent to them."""

_encode: Final = msgspec.json.Encoder(order="deterministic").encode


class Entry(Wire, frozen=True, kw_only=True):
    """Who did what to whose data; `what` names the door, `event_id` the command where there was one."""

    org_id: str
    actor: str
    role: str
    action: str
    what: str
    player_ids: tuple[str, ...] = ()
    session_id: str | None = None
    event_id: str | None = None


class Sealed(Wire, frozen=True, kw_only=True):
    """An entry as it is stored: `hash` is SHA-256 over `previous` and everything else in it."""

    number: int
    at_ms: int
    entry: Entry
    previous: str
    hash: str


class Wanted(NamedTuple):
    """Which entries are looked for: those about a player, those about data of health; all where neither is said."""

    player_id: str | None = None
    health: bool = False

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is one of them."""
        about = self.player_id is None or self.player_id in entry.player_ids
        return about and (not self.health or _HEALTH.search(entry.what) is not None)


class Found(Wire, frozen=True, kw_only=True):
    """Entries that fit, the newest first; everything from `back_to` on was looked at."""

    entries: tuple[Sealed, ...]
    back_to: int


class Checked(NamedTuple):
    """What a check of one organisation's trail found; `fault` says where it is broken and how."""

    org_id: str
    entries: int
    last_hash: str
    fault: str | None
    has_noted: bool


def stream_of(org_id: str) -> str:
    """The name of an organisation's trail in the log."""
    return f"audit:{org_id}"


def _hash(number: int, at_ms: int, entry: Entry, previous: str) -> str:
    return hashlib.sha256(_encode([number, at_ms, previous, entry])).hexdigest()


class _Trail:
    def __init__(self, line: Line, last_hash: str) -> None:
        self.line = line
        self.last_hash = last_hash


class AuditTrail:
    """The trails of all organisations of this node. All calls come from the loop's thread."""

    def __init__(self, store: Store, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._now_ms = now_ms
        self._trails: dict[str, _Trail] = {}

    def record(self, entry: Entry, done: Callable[[StorageFault | None], None]) -> None:
        """Add an entry; `done` is called when it is on the disk, or with what kept it from there."""
        try:
            trail = self._trail(entry.org_id)
        except StorageFault as fault:
            done(fault)
            return
        if trail is None:
            done(self._store.fault or StorageFault("The audit trail is being read again."))
            return
        line, now_ms = trail.line, self._now_ms()
        number = line.seq + 1
        sealed = Sealed(
            number=number,
            at_ms=now_ms,
            entry=entry,
            previous=trail.last_hash,
            hash=_hash(number, now_ms, entry, trail.last_hash),
        )
        trail.last_hash = sealed.hash
        stored = StoredEvent(line.stream, number, NAME, None, now_ms, now_ms, entry.actor, _encode(sealed))
        line.append([stored], now_ms, done)

    def read(self, org_id: str, after: int, limit: int) -> list[Sealed]:
        """Entries beyond a number, at most `limit`. Raises `StorageFault`."""
        stream = stream_of(org_id)
        if self._store.head(stream) is None:
            return []
        return list(entries(self._store.events(stream, after, after + limit)))

    def found(self, org_id: str, wanted: Wanted, before: int | None, limit: int) -> Found:
        """Entries that are `wanted` before a number, or before the end, the newest first, at most `limit`.

        Looks through `LOOKED_AT_ONCE` entries at most, so that a long trail holds up nobody; `back_to` is the entry to
        go on before, 1 where the trail begins. Raises `StorageFault`.
        """
        stream = stream_of(org_id)
        head = self._store.head(stream)
        last = 0 if head is None else head.last_seq
        upto = last if before is None else min(before - 1, last)
        kept: list[Sealed] = []
        floor = max(0, upto - LOOKED_AT_ONCE)
        while upto > floor:
            start = max(floor, upto - _PORTION)
            for sealed in reversed(list(entries(self._store.events(stream, start, upto)))):
                upto = sealed.number - 1
                if wanted.fits(sealed.entry):
                    kept.append(sealed)
                    if len(kept) == limit:
                        return Found(entries=tuple(kept), back_to=sealed.number)
            upto = start
        return Found(entries=tuple(kept), back_to=upto + 1)

    def _trail(self, org_id: str) -> _Trail | None:
        """The end of a trail; read again after a failed append, None while others are still under way."""
        trail = self._trails.get(org_id)
        if trail is not None and trail.line.is_broken and not trail.line.is_settled:
            return None
        if trail is None or trail.line.is_broken:  # its end and its hash are read together or not at all
            line = Line(self._store, stream_of(org_id), "audit", org_id)
            trail = self._trails[org_id] = _Trail(line, self._last_hash(line))
        return trail

    def _last_hash(self, line: Line) -> str:
        if line.seq == 0:
            return BEGINNING
        event = next(self._store.events(line.stream, line.seq - 1))
        return msgspec.json.decode(event.payload, type=Sealed).hash


def entries(events: Iterator[StoredEvent]) -> Iterator[Sealed]:
    """The entries of a trail. Raises msgspec errors for one that was spoiled."""
    for event in events:
        yield msgspec.json.decode(event.payload, type=Sealed)


def check(org_id: str, events: Iterator[StoredEvent], noted: str | None = None) -> Checked:
    """Recompute a trail from its first entry on, and look for a hash that somebody had noted.

    The trail alone cannot tell that entries were cut off at its end: the noted hash is then no longer in it.
    """
    previous, number, found = BEGINNING, 0, False
    try:
        for sealed in entries(events):
            fault = _fault(sealed, number + 1, previous)
            if fault is not None:
                return Checked(org_id, number, previous, fault, found)
            previous, number = sealed.hash, sealed.number
            found = found or sealed.hash == noted
    except (msgspec.MsgspecError, StorageFault) as error:
        return Checked(org_id, number, previous, f"Entry {number + 1} cannot be read: {error}", found)
    return Checked(org_id, number, previous, None, found)


def _fault(sealed: Sealed, number: int, previous: str) -> str | None:
    if sealed.number != number:
        return f"Entry {number} is missing."
    if sealed.previous != previous:
        return f"Entry {number} does not follow the one before."
    if sealed.hash != _hash(number, sealed.at_ms, sealed.entry, previous):
        return f"Entry {number} was changed."
    return None
