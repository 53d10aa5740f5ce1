"""One player's place in a session, as their own client sees it: who they are, where in the plan, what time it is there.

Knows no kind of workout. Times in ms since 1970 on the server's clock, waits in s of that clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Final, NamedTuple, Protocol, Self, cast

from dryland.client import DrylandClient, Event, NotAcknowledged, Refused
from dryland.client.messages import iso

__all__ = ["Actor", "FloorClock", "Place", "Stage", "ms_of", "patiently_joined"]

UPDATE: Final = "training:session:update"
MOVES: Final = frozenset({"training:conditioning:interval:transition", "training:hybrid:block:transition"})
OVER: Final = frozenset({"completed", "cancelled"})
OUT: Final = frozenset({"completed", "dropped"})
WAIT_S: Final = 0.15
"""Real time between two looks at a session that does not run yet."""


def ms_of(at: str) -> int:
    """A moment as the wire writes it, in ms since 1970."""
    return round(datetime.fromisoformat(at).timestamp() * 1000)


class FloorClock:
    """The server's time as told once, carried on at the speed at which it runs there."""

    def __init__(self, told_ms: float, speed: float) -> None:
        self._told_ms = told_ms
        self._per_s = 1000 * speed
        self._since_s = time.monotonic()

    def now_ms(self) -> float:
        """Milliseconds since 1970 over there; never ahead."""
        return self._told_ms + (time.monotonic() - self._since_s) * self._per_s


class Place(NamedTuple):
    """Where a player is: the session's status and the player's own, plan and pointers as the server shows them."""

    session_status: str
    status: str
    player: Mapping[str, Any]
    plan: Mapping[str, Any]

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to do for this player here."""
        return self.session_status in OVER or self.status in OUT

    @property
    def is_training(self) -> bool:
        """Whether the session runs and the player is not held."""
        return self.session_status == "active" and self.status == "active"


async def patiently_joined(client: DrylandClient, session_id: str) -> Mapping[str, Any]:
    """What a session is now; asks again where a machine is too busy to answer in time."""
    while True:
        with contextlib.suppress(NotAcknowledged):
            return cast("Mapping[str, Any]", await client.join(session_id, live="none"))


class Stage:
    """A player's client in a session, with the coach's for what a coach says of them."""

    def __init__(
        self, client: DrylandClient, coach: DrylandClient, session_id: str, player_id: str, speed: float
    ) -> None:
        self._client = client
        self._coach = coach
        self._clock = FloorClock(0, speed)
        self._moved = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._telling: set[asyncio.Task[object]] = set()
        self.session_id = session_id
        self.player_id = player_id
        self.speed = speed

    async def __aenter__(self) -> Self:
        self._listening = asyncio.ensure_future(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._listening is not None:
            self._listening.cancel()
        for told in self._telling if error is not None else ():
            told.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def look(self) -> Place:
        """Ask the server where the player is; waits while the session has not begun or the player is held."""
        while True:
            place = await self._look()
            if place.is_over or place.is_training:
                return place
            await asyncio.sleep(WAIT_S)

    async def _look(self) -> Place:
        self._moved.clear()
        answer = await patiently_joined(self._client, self.session_id)
        self._clock = FloorClock(ms_of(str(answer["serverTime"])), self.speed)
        state = cast("Mapping[str, Any]", answer["session"])
        mine = [player for player in state["players"] if player["playerId"] == self.player_id]
        player = cast("Mapping[str, Any]", mine[0] if mine else {"status": "dropped"})
        return Place(str(state["status"]), str(player["status"]), player, state.get("plan") or {})

    @property
    def now_ms(self) -> float:
        """The time over there."""
        return self._clock.now_ms()

    @property
    def has_moved(self) -> bool:
        """Whether the player was moved on, or the session changed, since the last look."""
        return self._moved.is_set()

    async def wait(self, wait_s: float) -> None:
        """Let that much of the server's time pass, less when the player is moved on meanwhile."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, wait_s) / self.speed):
                await self._moved.wait()

    async def spend(self, wait_s: float) -> None:
        """Let that much of the server's time pass, whatever happens."""
        await asyncio.sleep(max(0.0, wait_s) / self.speed)

    async def send(
        self, event: str, body: Mapping[str, object], *, at_ms: float | None = None, as_coach: bool = False
    ) -> Mapping[str, Any] | None:
        """Report something of this player; the server's answer, None where it was refused or got lost.

        What is refused is as it is on a real floor: the answer says so on the player's screen, and the workout goes on.
        """
        own = {"sessionId": self.session_id, "playerId": self.player_id}
        stamp = {"occurredAt": iso(self.now_ms if at_ms is None else at_ms)}
        try:
            answer = await (self._coach if as_coach else self._client).send(event, {**own, **body, **stamp})
        except (NotAcknowledged, Refused):
            return None
        return cast("Mapping[str, Any]", answer.body)

    def tell(self, event: str, body: Mapping[str, object], *, at_ms: float | None = None) -> None:
        """Report a passing value without waiting for its answer, which comes only when a batch of them is stored."""
        told = asyncio.ensure_future(self.send(event, body, at_ms=self.now_ms if at_ms is None else at_ms))
        self._telling.add(told)
        told.add_done_callback(self._telling.discard)

    async def _listen(self) -> None:
        async for message in self._client.events():
            if isinstance(message, Event) and self._concerns(message):
                self._moved.set()

    def _concerns(self, event: Event) -> bool:
        if event.session_id != self.session_id:
            return False
        if event.name == UPDATE:
            return "status" in cast("Mapping[str, Any]", event.payload["updates"])
        return event.name in MOVES and event.payload.get("playerId") in (None, self.player_id)


class Actor(Protocol):
    """One player's doing, from before the start of a session to the end of their plan."""

    async def play(self, stage: Stage) -> None:
        """Do the workout."""
        ...
