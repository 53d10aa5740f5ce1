"""Brings the outbox to the server: in order, again and again, until each fact is acknowledged or refused for good.

Must not know how a connection is made; it is handed a live one and returns when that is lost.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from dryland.client.errors import Refused
from dryland.client.link import AckTimeout, LinkLost
from dryland.client.messages import Json, Questioned, Shelved
from dryland.client.outbox import Entry
from dryland.client.pacing import Backoff, Patience, TokenBucket

__all__ = ["Caller", "Delivery", "OutboxAccess", "Round"]

PATIENT_CODES: Final = frozenset({"RATE_LIMITED", "STORAGE_UNAVAILABLE"})
"""Refusals that are about the server and never about the fact: tried for as long as it takes."""
MOST_ATTEMPTS: Final = 12
"""A fact that the server refuses that often as 'retryable' for other reasons goes to the shelf, where people see it."""
FLUSH_RATE_HZ: Final = 800.0
"""Facts a second at most, however fast they are acknowledged: below the 1,000 packets a server takes from one line."""
INTERACTIVE_RESERVE: Final = 20.0
"""Tokens that the outbox leaves to what a person does right now."""


class Caller(Protocol):
    """The part of a link that delivery needs."""

    async def call(self, event: str, payload: Json, timeout_s: float) -> Json: ...


class OutboxAccess(Protocol):
    """The part of the outbox that delivery needs, off the event loop's thread."""

    async def next(self, limit: int, without_lanes: Sequence[str]) -> list[Entry]: ...

    async def settle(
        self, delivered: Sequence[str], refused: Mapping[str, Refused], deferred: Mapping[str, str]
    ) -> None: ...


class Round(msgspec.Struct):
    """What became of the facts that were sent together."""

    delivered: list[str] = msgspec.field(default_factory=list[str])
    questioned: dict[str, Refused] = msgspec.field(default_factory=dict[str, Refused])
    """What was delivered and is doubted."""
    refused: dict[str, Refused] = msgspec.field(default_factory=dict[str, Refused])
    deferred: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    blocked_lanes: dict[str, float] = msgspec.field(default_factory=dict[str, float])
    """Lane → how long to leave it alone, in s."""
    pause_s: float = 0.0
    """How long to leave everything alone."""
    silent: bool = False
    lost: bool = False


class Delivery:
    """Sends rounds of up to `window` facts; after any setback single facts, until an answer restores trust."""

    def __init__(
        self,
        outbox: OutboxAccess,
        *,
        window: int,
        patience: Patience,
        bucket: TokenBucket,
        backoff: Backoff,
        monotonic_s: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        tell: Callable[[Shelved | Questioned], None],
        settled: Callable[[], None],
    ) -> None:
        self._outbox = outbox
        self._most = window
        self._window = window
        self._bucket = bucket
        self._flush = TokenBucket(FLUSH_RATE_HZ, float(window), monotonic_s=monotonic_s, sleep=sleep)
        self._backoff = backoff
        self._monotonic_s = monotonic_s
        self._sleep = sleep
        self._tell = tell
        self._settled = settled
        self._patience = patience
        self._blocked_until_s: dict[str, float] = {}
        self._news = asyncio.Event()

    def notify(self) -> None:
        """Tell it that the outbox has something new."""
        self._news.set()

    async def run(self, link: Caller) -> str:
        """Deliver over `link` until it is lost or silent for too long; returns why it ended."""
        self._window = 1
        while True:
            self._news.clear()
            entries = await self._outbox.next(self._window, self._blocked())
            if not entries:
                await self._wait_for_work()
                continue
            while (wait_s := self._bucket.wait_s(reserve=INTERACTIVE_RESERVE)) > 0:
                await self._sleep(wait_s)
            outcome = await self._round(link, entries)
            await self._outbox.settle(outcome.delivered, outcome.refused, outcome.deferred)
            self._settled()
            self._tell_verdicts(entries, outcome)
            if outcome.lost:
                return "the connection was lost"
            if outcome.silent and self._patience.exhausted:
                return f"no acknowledgement within {self._patience.wait_s:g} s"
            await self._adapt(outcome)

    async def _round(self, link: Caller, entries: Sequence[Entry]) -> Round:
        """Send all entries in their order without waiting in between, then gather every answer."""
        calls = [asyncio.ensure_future(self._deliver(link, entry)) for entry in entries]
        try:
            answers = await asyncio.gather(*calls)
        finally:
            for call in calls:
                call.cancel()
        outcome = Round()
        for entry, answer in zip(entries, answers, strict=True):
            self._judge(entry, answer, outcome)
        return outcome

    async def _deliver(self, link: Caller, entry: Entry) -> Json | Exception:
        try:
            await self._flush.take()
            return await link.call(entry.event, entry.payload, self._patience.wait_s)
        except (LinkLost, AckTimeout) as silence:
            return silence

    def _judge(self, entry: Entry, answer: Json | Exception, outcome: Round) -> None:
        if isinstance(answer, Exception):
            outcome.lost |= isinstance(answer, LinkLost)
            outcome.silent |= isinstance(answer, AckTimeout)
            outcome.deferred[entry.event_id] = "no acknowledgement yet"
        elif answer.get("ok") is True:
            self._bucket.give_back()
            outcome.delivered.append(entry.event_id)
        else:
            self._judge_refusal(entry, Refused.of(answer.get("error")), outcome)

    def _judge_refusal(self, entry: Entry, refusal: Refused, outcome: Round) -> None:
        if refusal.kept:
            self._bucket.give_back()
            outcome.delivered.append(entry.event_id)
            outcome.questioned[entry.event_id] = refusal
            return
        patient = refusal.code in PATIENT_CODES
        if not patient and (not refusal.retryable or entry.attempts + 1 >= MOST_ATTEMPTS):
            outcome.refused[entry.event_id] = refusal
            return
        outcome.deferred[entry.event_id] = str(refusal)
        wait_s = max(refusal.retry_after_s or 0.0, self._backoff.next_s())
        if patient:
            outcome.pause_s = max(outcome.pause_s, wait_s)
        else:
            outcome.blocked_lanes[entry.lane] = wait_s

    async def _adapt(self, outcome: Round) -> None:
        """Grow with answers, fall back to one fact at a time after a setback so that order is kept."""
        if outcome.silent:
            self._patience.silent()
        elif outcome.delivered or outcome.refused:
            self._patience.answered()
        until_s = self._monotonic_s()
        self._blocked_until_s |= {lane: until_s + wait_s for lane, wait_s in outcome.blocked_lanes.items()}
        if outcome.deferred:
            self._window = 1
        else:
            self._backoff.reset()
            self._window = min(self._most, self._window * 2)
        if outcome.pause_s:
            await self._sleep(outcome.pause_s)

    def _blocked(self) -> list[str]:
        now_s = self._monotonic_s()
        self._blocked_until_s = {lane: until for lane, until in self._blocked_until_s.items() if until > now_s}
        return list(self._blocked_until_s)

    async def _wait_for_work(self) -> None:
        """Wait for a new fact, or for a lane that becomes free again."""
        if not self._blocked_until_s:
            await self._news.wait()
            return
        wait_s = max(0.0, min(self._blocked_until_s.values()) - self._monotonic_s())
        free = asyncio.ensure_future(self._sleep(wait_s))
        news = asyncio.ensure_future(self._news.wait())
        try:
            await asyncio.wait((free, news), return_when=asyncio.FIRST_COMPLETED)
        finally:
            free.cancel()
            news.cancel()

    def _tell_verdicts(self, entries: Sequence[Entry], outcome: Round) -> None:
        for kind, verdicts in ((Shelved, outcome.refused), (Questioned, outcome.questioned)):
            for entry in entries:
                word = verdicts.get(entry.event_id)
                if word:
                    self._tell(kind(event_id=entry.event_id, event=entry.event, code=word.code, message=word.message))
