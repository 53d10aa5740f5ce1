"""The sessions a client is in: joins them, follows their order, fetches what is missing.

Must not know how a connection is made or lost, nor the outbox.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final

from dryland.client.errors import ClientError, Refused
from dryland.client.link import AckTimeout, Link, LinkLost
from dryland.client.messages import JOIN, LEAVE, Discontinuity, Event, Json, Message
from dryland.client.track import SessionTrack

__all__ = ["JoinedSessions"]

ANSWER_S: Final = 5.0


class JoinedSessions:
    """Every session that was joined and not left, with its position; outlives any one connection."""

    def __init__(self, publish: Callable[[Message], None], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._publish = publish
        self._sleep = sleep
        self._tracks: dict[str, SessionTrack] = {}
        self._fetching: set[asyncio.Task[None]] = set()

    async def join(self, link: Link, track: SessionTrack) -> Json:
        """Join a session for the first time; when that fails it is not joined."""
        self._tracks[track.session_id] = track
        try:
            return await self._join(link, track)
        except (LinkLost, AckTimeout, ClientError):
            self._tracks.pop(track.session_id, None)
            raise

    async def leave(self, link: Link | None, session_id: str) -> None:
        """Leave a session; without a link it is simply not joined again."""
        if self._tracks.pop(session_id, None) and link:
            with contextlib.suppress(LinkLost, AckTimeout):
                await link.call(LEAVE, {"sessionId": session_id}, ANSWER_S)

    async def rejoin_all(self, link: Link) -> None:
        """Join every session again on a new connection, each from its position."""
        for track in self._tracks.values():
            track.fail_join()
        for track in list(self._tracks.values()):
            await self._rejoin(link, track)

    def received(self, link: Link, name: str, payload: Json) -> None:
        """Take one event from the wire and publish what is in order now."""
        event = Event.of(name, payload)
        track = self._tracks.get(event.session_id) if event.session_id else None
        if track is None:
            self._publish(event)
            return
        ready, missing = track.take(event)
        for one in ready:
            self._publish(one)
        if missing:
            self._fetch_missing(link, track)

    async def stop_fetching(self) -> None:
        """Give up what is being fetched over a connection that is gone; the next one brings it."""
        fetching = list(self._fetching)
        for task in fetching:
            task.cancel()
        await asyncio.gather(*fetching, return_exceptions=True)

    async def _join(self, link: Link, track: SessionTrack) -> Json:
        answer = await link.call(JOIN, track.begin_join(), ANSWER_S)
        if answer.get("ok") is not True:
            track.fail_join()
            raise Refused.of(answer.get("error"))
        for message in track.finish_join(answer):
            self._publish(message)
        return answer

    async def _rejoin(self, link: Link, track: SessionTrack) -> None:
        """Join again where it was left; a session that can no longer be joined is given up, and said."""
        while True:
            try:
                await self._join(link, track)
                return
            except Refused as refused:
                if not refused.retryable:
                    self._tracks.pop(track.session_id, None)
                    self._publish(Discontinuity(session_id=track.session_id, reason=str(refused)))
                    return
                await self._sleep(refused.retry_after_s or 1.0)

    def _fetch_missing(self, link: Link, track: SessionTrack) -> None:
        """Mend a hole in the order: join again from the last known position, which brings what is missing."""
        track.joining = True

        async def fetch() -> None:
            try:
                await self._rejoin(link, track)
            except (LinkLost, AckTimeout):
                await link.close()

        task = asyncio.ensure_future(fetch())
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)
