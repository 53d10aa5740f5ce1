"""The Python client: stays connected, knows what it has missed, and never loses a fact it has recorded.

Wires link, tracks, clock and outbox together; each of those decides its own part.
"""

import asyncio
import contextlib
import random as chance
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from dryland.client.clock import ServerClock
from dryland.client.delivery import Delivery
from dryland.client.errors import ConnectRefused, NotAcknowledged, OutboxUnavailable, Refused
from dryland.client.identity import EventIds
from dryland.client.link import AckTimeout, Link, LinkLost, Transport, Unreachable
from dryland.client.messages import (
    CLOCK,
    JOIN,
    STORED_IN_BATCHES,
    Ack,
    Json,
    LinkChange,
    Message,
    Payload,
    iso,
    plain,
)
from dryland.client.outbox import OutboxCount
from dryland.client.pacing import Backoff, Patience, TokenBucket
from dryland.client.sessions import JoinedSessions
from dryland.client.standing import Standing
from dryland.client.storage import OutboxThread
from dryland.client.subscription import Subscription
from dryland.client.track import SessionTrack

__all__ = ["DrylandClient", "Live"]

Live = Literal["frames", "events", "none"]
Token = str | Callable[[], Awaitable[str]]

SEND_RATE_HZ: Final = 45.0
SEND_BURST: Final = 150.0
"""Below the server's ceiling of 50 events/s and 200 at once, so that no flush ever reaches it."""
RECONNECT_FIRST_S: Final = 0.25
RECONNECT_CAP_S: Final = 10.0
RETRY_FIRST_S: Final = 0.2
RETRY_CAP_S: Final = 30.0
ANSWER_S: Final = 5.0
LOST_PAUSE_S: Final = 0.02
PROBES_AT_START: Final = 4
PROBE_EVERY_S: Final = 60.0
REFUSED_FOR_GOOD: Final = frozenset({"UNAUTHENTICATED", "FORBIDDEN"})


class DrylandClient:
    """An async client of one server; offline is a normal state, in which `record` works as always.

    `token` may be a coroutine function that is asked before every connection attempt. Without `outbox` there is no
    `record`. `ack_wait_s` is how long an acknowledgement may take at first, and at most before the connection counts as
    dead. `random` draws from [0, 1); clocks are in s.
    """

    def __init__(
        self,
        url: str,
        token: Token,
        *,
        outbox: Path | None = None,
        transports: Sequence[Transport] = ("websocket",),
        window: int = 32,
        ack_wait_s: tuple[float, float] = (0.8, 5.0),
        send_rate_hz: float = SEND_RATE_HZ,
        send_burst: float = SEND_BURST,
        wall_s: Callable[[], float] = time.time,
        monotonic_s: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.url = url
        self._token = token
        self._transports = tuple(transports)
        self._ack_wait_s = ack_wait_s
        self._monotonic_s = monotonic_s
        self._sleep = sleep
        self.clock = ServerClock(wall_s, monotonic_s)
        self.standing = Standing()
        """Whether the server speaks this client's contract."""
        self._ids = EventIds(lambda: int(self.clock.now_ms()), chance.SystemRandom().getrandbits)
        self._bucket = TokenBucket(send_rate_hz, send_burst, monotonic_s=monotonic_s, sleep=sleep)
        self._reconnect = Backoff(RECONNECT_FIRST_S, RECONNECT_CAP_S, random)
        self._subscriptions: set[Subscription] = set()
        self._sessions = JoinedSessions(self._publish, sleep)
        self._link: Link | None = None
        self._linked = asyncio.Event()
        self._decided = asyncio.Event()
        self._fatal: BaseException | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._storage = OutboxThread(outbox) if outbox is not None else None
        self._settled = asyncio.Event()
        self._delivery = self._make_delivery(window, random) if self._storage else None

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def connected(self) -> bool:
        return self._linked.is_set()

    def now(self) -> datetime:
        """Return the server's present time in UTC as far as it is known; this device's own before the first contact."""
        return self.clock.now()

    async def connect(self, *, wait_s: float = 10.0) -> bool:
        """Start to connect, and to reconnect ever after; tells whether the server was reached within `wait_s`.

        Raises `ConnectRefused` when the server does not accept the token.
        """
        if self._supervisor is None:
            self._supervisor = asyncio.create_task(self._supervise(), name="dryland-client")
            self._supervisor.add_done_callback(self._supervision_ended)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._decided.wait()
        if self._fatal:
            raise self._fatal
        return self.connected

    async def close(self) -> None:
        """Disconnect and stop; what the outbox still holds stays in it."""
        if self._supervisor:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
            self._supervisor = None
        for subscription in list(self._subscriptions):
            subscription.end()
        if self._storage:
            await self._storage.close()
            self._storage = self._delivery = None

    def events(self) -> Subscription:
        """Return an iterator over everything that happens from now on; see `Message` for the kinds."""
        subscription = Subscription(self._subscriptions.discard)
        self._subscriptions.add(subscription)
        return subscription

    async def join(
        self, session_id: str, *, role: str | None = None, live: Live = "events", player_id: str | None = None
    ) -> Json:
        """Join a session and stay in it across reconnects; returns the server's answer, the session's state in it.

        Raises `Refused`, or `NotAcknowledged` when the server cannot be reached; then nothing is joined.
        """
        track = SessionTrack(session_id, role=role, live=live, playerId=player_id)
        link = await self._reachable(JOIN, "", ANSWER_S)
        try:
            return await self._sessions.join(link, track)
        except (LinkLost, AckTimeout):
            raise NotAcknowledged(JOIN, "", ANSWER_S) from None

    async def leave(self, session_id: str) -> None:
        """Leave a session; when offline, it is simply not joined again."""
        await self._sessions.leave(self._link, session_id)

    async def send(self, event: str, payload: Payload, *, event_id: str | None = None, timeout_s: float = 5.0) -> Ack:
        """Send a command and return its acknowledgement, sending again under the same eventId when an answer is lost.

        Raises `Refused`, or `NotAcknowledged` after `timeout_s`; a fact that must survive belongs into `record`.
        """
        body = self._stamped(payload, event_id)
        name = str(body["eventId"])
        deadline_s = self._monotonic_s() + timeout_s
        first_s, last_s = self._ack_wait_s
        patience = Patience(last_s if event in STORED_IN_BATCHES else first_s, last_s)
        while (left_s := deadline_s - self._monotonic_s()) > 0:
            link = await self._reachable(event, name, left_s)
            try:
                return _ack(name, await link.call(event, body, min(left_s, patience.wait_s)))
            except AckTimeout:
                patience.silent()
            except LinkLost:
                await self._sleep(LOST_PAUSE_S)
        raise NotAcknowledged(event, name, timeout_s)

    async def record(
        self,
        event: str,
        payload: Payload,
        *,
        priority: int = 0,
        event_id: str | None = None,
        occurred_at: datetime | None = None,
    ) -> str:
        """Put a fact into the outbox and return its eventId; it is on the disk then, and will be delivered.

        Facts of higher `priority` go first, then in the order of recording. Raises `OutboxUnavailable` when it could
        not be written: then nothing is recorded.
        """
        storage = self._outbox()
        body = self._stamped(payload, event_id, occurred_at)
        name = str(body["eventId"])
        await storage.put(
            event_id=name, event=event, payload=body, recorded_at=str(body["occurredAt"]), priority=priority
        )
        if self._delivery:
            self._delivery.notify()
        return name

    async def outbox_count(self) -> OutboxCount:
        return await self._outbox().count()

    async def flush(self, *, timeout_s: float | None = None) -> OutboxCount:
        """Wait until nothing is pending or the time is up; returns what is left, pending and refused."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                self._settled.clear()
                while (await self._outbox().count()).pending:
                    await self._settled.wait()
                    self._settled.clear()
        return await self._outbox().count()

    async def retry_refused(self, event_id: str) -> bool:
        """Deliver a shelved fact after all; tells whether there was one."""
        found = await self._outbox().retry(event_id)
        if self._delivery:
            self._delivery.notify()
        return found

    async def discard_refused(self, event_id: str) -> bool:
        """Throw a shelved fact away for good; tells whether there was one."""
        return await self._outbox().discard(event_id)

    async def export(self) -> bytes:
        """Return the outbox as JSON: {"pending": […], "refused": […]}, each with its payload and last error."""
        return await self._outbox().export()

    async def _supervise(self) -> None:
        """Connect, serve the connection until it is lost, wait, and again."""
        while self._fatal is None:
            link = Link(on_event=self._sessions.received, bucket=self._bucket)
            try:
                await link.open(self.url, await self._current_token(), self._transports)
                reason = await self._serve(link)
            except ConnectRefused as refused:
                if refused.code in REFUSED_FOR_GOOD and isinstance(self._token, str):
                    self._fatal = refused
                    self._decided.set()
                reason = str(refused)
            except (Unreachable, OutboxUnavailable) as unable:
                reason = str(unable)
            finally:
                self._linked.clear()
                self._link = None
                await link.close()
            self._publish(LinkChange(connected=False, reason=reason, final=self._fatal is not None))
            if self._fatal is None:
                await self._sleep(self._reconnect.next_s())

    def _supervision_ended(self, supervisor: asyncio.Task[None]) -> None:
        """An unexpected end of the supervisor is a fault of ours: everyone who waits learns it, nobody waits on."""
        failure = None if supervisor.cancelled() else supervisor.exception()
        if failure:
            self._fatal = failure
            self._decided.set()
            self._publish(LinkChange(connected=False, reason=repr(failure), final=True))

    async def _serve(self, link: Link) -> str:
        """Do everything that a live connection is for; returns why it ended."""
        try:
            await self._sessions.rejoin_all(link)
            await self._probe(link, PROBES_AT_START)
        except (LinkLost, AckTimeout) as lost:
            return str(lost)
        self._reconnect.reset()
        self._link = link
        self._linked.set()
        self._decided.set()
        self._publish(LinkChange(connected=True))
        return await self._until_lost(link)

    async def _until_lost(self, link: Link) -> str:
        duties = [asyncio.ensure_future(self._keep_time(link)), asyncio.ensure_future(asyncio.shield(link.lost))]
        if self._delivery:
            duties.append(asyncio.ensure_future(self._delivery.run(link)))
        try:
            done, _ = await asyncio.wait(duties, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for duty in duties:
                duty.cancel()
            await asyncio.gather(*duties, return_exceptions=True)
            await self._sessions.stop_fetching()

    async def _keep_time(self, link: Link) -> str:
        while True:
            await self._sleep(PROBE_EVERY_S)
            try:
                await self._probe(link, 1)
            except (LinkLost, AckTimeout) as lost:
                return str(lost) or "the clock probe was not answered"

    async def _probe(self, link: Link, times: int) -> None:
        for _ in range(times):
            sent_s = self._monotonic_s()
            answer = await link.call(CLOCK, {"t0": self.clock.now_ms()}, ANSWER_S)
            received_s = self._monotonic_s()
            self.standing.hear(answer)
            t1, t2 = answer.get("t1"), answer.get("t2")
            if isinstance(t1, int | float) and isinstance(t2, int | float):
                self.clock.observe(sent_s, t1, t2, received_s)

    def _publish(self, message: Message) -> None:
        for subscription in list(self._subscriptions):
            subscription.offer(message)

    async def _reachable(self, event: str, event_id: str, timeout_s: float) -> Link:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while self._fatal is None:
                    await self._linked.wait()
                    if self._link:
                        return self._link
        if self._fatal:
            raise self._fatal
        raise NotAcknowledged(event, event_id, timeout_s)

    async def _current_token(self) -> str:
        return self._token if isinstance(self._token, str) else await self._token()

    def _stamped(
        self, payload: Payload, event_id: str | None, occurred_at: datetime | None = None
    ) -> dict[str, object]:
        body = plain(payload)
        at_ms = occurred_at.timestamp() * 1000 if occurred_at else self.clock.now_ms()
        if event_id is not None or "eventId" not in body:
            body["eventId"] = event_id or self._ids.make()
        if occurred_at is not None or "occurredAt" not in body:
            body["occurredAt"] = iso(at_ms)
        return body

    def _outbox(self) -> OutboxThread:
        if self._storage is None:
            raise OutboxUnavailable("This client was made without an outbox, or is closed")
        return self._storage

    def _make_delivery(self, window: int, random: Callable[[], float]) -> Delivery:
        return Delivery(
            self._outbox(),
            window=window,
            patience=Patience(*self._ack_wait_s),
            bucket=self._bucket,
            backoff=Backoff(RETRY_FIRST_S, RETRY_CAP_S, random),
            monotonic_s=self._monotonic_s,
            sleep=self._sleep,
            tell=self._publish,
            settled=self._settled.set,
        )


def _ack(event_id: str, answer: Json) -> Ack:
    if answer.get("ok") is not True:
        raise Refused.of(answer.get("error"))
    seq = answer.get("seq")
    return Ack(
        event_id=event_id,
        seq=seq if isinstance(seq, int) else None,
        duplicate=answer.get("duplicate") is True,
        body=answer,
    )
