"""What concerns an organisation and no single session: its log, in which such facts get their position.

Facts come in decided; here they are positioned, stored and handed to whoever tells them. Knows no socket.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

import msgspec
from msgspec.structs import replace

from dryland.contract.audience import strip
from dryland.contract.base import Audience, OrganisationFact
from dryland.contract.decoding import EVENT_DECODERS
from dryland.contract.live import Position
from dryland.floor.workout import at_time, to_ms
from dryland.store import Append, Line, StorageFault, Store, StoredEvent
from dryland.timekeeping import NodeClock

__all__ = ["News", "NewsReaders", "Organisations", "Prepared", "Stored", "stream_of"]

_encode: Final = msgspec.json.Encoder().encode


def stream_of(org_id: str) -> str:
    """The name of an organisation's stream."""
    return f"org:{org_id}"


class News(NamedTuple):
    """A fact of an organisation that is on the disk, with the bytes it was stored as."""

    name: str
    fact: OrganisationFact
    payload: bytes


class NewsReaders(Protocol):
    """Who hears of it."""

    def news(self, org_id: str, news: Sequence[News]) -> None:
        """Facts of an organisation are on the disk."""
        ...


class Prepared(NamedTuple):
    """Facts with their positions: store `append`, alone or within a larger one, then `settle`."""

    append: Append
    news: Sequence[News]
    settle: Callable[[StorageFault | None], None]


class Stored(NamedTuple):
    """A fact of the log at its position."""

    seq: int
    name: str
    fact: OrganisationFact
    payload: bytes


class Organisations:
    """The logs of all organisations of this node. All calls come from the loop's thread."""

    def __init__(self, store: Store, clock: NodeClock, readers: NewsReaders) -> None:
        self._store = store
        self._clock = clock
        self._readers = readers
        self._lines: dict[str, Line] = {}

    def _line(self, org_id: str) -> Line:
        line = self._lines.get(org_id)
        if line is None:
            line = self._lines[org_id] = Line(self._store, stream_of(org_id), "org", org_id)
        line.recover()
        return line

    def epoch(self, org_id: str) -> str:
        """The epoch of an organisation's log. Raises `StorageFault`."""
        return self._line(org_id).epoch

    def prepare(self, org_id: str, entries: Sequence[tuple[str, OrganisationFact]], actor: str) -> Prepared | None:
        """Give facts their positions, to be stored together with something else; None while the log cannot go on.

        Raises `StorageFault`.
        """
        line, now_ms = self._line(org_id), self._clock.now_ms()
        if line.is_broken:
            return None
        news: list[News] = []
        stored: list[StoredEvent] = []
        for offset, (name, fact) in enumerate(entries, 1):
            placed = _placed(fact, line.seq + offset, line.epoch, now_ms)
            news.append(News(name, placed, payload := _encode(placed)))
            occurred_ms = now_ms if placed.occurred_at is None else to_ms(placed.occurred_at)
            seq = line.seq + offset
            stored.append(StoredEvent(line.stream, seq, name, placed.event_id, occurred_ms, now_ms, actor, payload))

        def settle(fault: StorageFault | None) -> None:
            line.settle(fault)
            if fault is None:
                self._readers.news(org_id, [each for each in news if each.name in EVENT_DECODERS])

        return Prepared(line.take(stored, now_ms), news, settle)

    async def tell(self, org_id: str, name: str, fact: OrganisationFact, actor: str) -> None:
        """Store a fact and tell it; one whose `event_id` is stored already is not told again. Raises `StorageFault`."""
        if fact.event_id is not None and self._store.find_event(stream_of(org_id), fact.event_id) is not None:
            return
        prepared = self.prepare(org_id, [(name, fact)], actor)
        while prepared is None:
            await asyncio.sleep(0.05)
            prepared = self.prepare(org_id, [(name, fact)], actor)
        stored: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()

        def on_done(fault: StorageFault | None) -> None:
            prepared.settle(fault)
            if not stored.done():
                stored.set_result(fault)

        self._store.append(prepared.append, on_done)
        fault = await stored
        if fault is not None:
            raise fault

    def seen(self, org_id: str, after_seq: int, limit: int | None = None) -> Iterator[Stored]:
        """Facts of an organisation's log beyond a position, at most `limit`. Raises `StorageFault`."""
        stream = stream_of(org_id)
        if self._store.head(stream) is None:
            return
        for event in self._store.events(stream, after_seq, None if limit is None else after_seq + limit):
            decoder = EVENT_DECODERS.get(event.name)
            fact = None if decoder is None else decoder(event.payload)
            if isinstance(fact, OrganisationFact):
                yield Stored(event.seq, event.name, fact, event.payload)

    @staticmethod
    def payload_for(stored: Stored, audience: Audience) -> bytes | None:
        """A fact as an audience may read it; None where it may not."""
        seen = strip(stored.fact, audience)
        if seen is stored.fact:
            return stored.payload
        return None if seen is None or isinstance(seen, Position) else _encode(seen)


def _placed(fact: OrganisationFact, seq: int, epoch: str, now_ms: int) -> OrganisationFact:
    """A fact with its times, and its position unless it names a session, in whose log clients would count it."""
    recorded_at = at_time(now_ms)
    if fact.session_id is not None:
        return replace(fact, recorded_at=recorded_at, occurred_at=fact.occurred_at or recorded_at)
    return replace(fact, seq=seq, epoch=epoch, recorded_at=recorded_at, occurred_at=fact.occurred_at or recorded_at)
