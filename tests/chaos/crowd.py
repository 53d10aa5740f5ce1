"""A trainer and players with durable outboxes who work without a pause, and what they were promised."""

import asyncio
import contextlib
import random
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dryland.client import Discontinuity, DrylandClient, Event, LinkChange, NotAcknowledged, Refused, Subscription
from dryland.contract.base import Role
from tests.node.folder import Folder

__all__ = ["Crowd", "Promises"]

STATUS, MESSAGE = "training:player:status", "training:session:message"
HEART_RATE, SAMPLES = "training:conditioning:hr:update", "training:player:samples"
LIVE_IN_FLIGHT = 4
BATCH_ROWS = 5
LAST_WORD = "that was all"
BRISK_S, LONG_S = 0.1, 20.0
BACK_S = 5.0


async def brisk_sleep(rest_s: float) -> None:
    """Waits between attempts are cut short, so that clients are back well before the next blow."""
    await asyncio.sleep(rest_s if rest_s > LONG_S else min(rest_s, BRISK_S))


class Promises:
    """What the node has said yes to, and what it may or must therefore hold."""

    def __init__(self) -> None:
        self.recorded: dict[str, list[str]] = {}
        """Player → ids of facts in the outbox, in the order of recording."""
        self.acknowledged: set[str] = set()
        """Ids of commands that were sent and answered with a yes."""
        self.uncertain: set[str] = set()
        """Ids of commands whose answer never came."""
        self.live: dict[str, dict[int, int]] = {}
        """Player → time of measurement, ms → heart rate that was acknowledged."""
        self.sent: dict[str, dict[int, int]] = {}
        """Player → time of measurement, ms → heart rate, acknowledged or not."""
        self.watched: list[tuple[str, int]] = []
        """Epoch and position of everything the trainer's screen was told, in the order of telling."""
        self.started_from = 0
        self.discontinuities: list[str] = []
        self.shelved: list[str] = []
        self.duplicates = 0
        """Commands whose first answer was lost and that were answered as known the second time."""
        self.reconnects = 0


class Crowd:
    """All clients of one session."""

    def __init__(
        self,
        folder: Folder,
        url: str,
        outboxes: Path,
        rng: random.Random,
        *,
        ack_wait_s: tuple[float, float] = (0.8, 5.0),
    ) -> None:
        self.folder = folder
        self.promises = Promises()
        self._rng = rng
        self._stopped = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.trainer = DrylandClient(url, folder.trainer, ack_wait_s=ack_wait_s, random=rng.random, sleep=brisk_sleep)
        self.players = {
            player.player_id: DrylandClient(
                url,
                folder.token(Role.PLAYER, user=player.player_id, player=player.player_id),
                outbox=outboxes / f"{player.player_id}.sqlite",
                ack_wait_s=ack_wait_s,
                random=rng.random,
                sleep=brisk_sleep,
            )
            for player in folder.ours[0].players
        }

    async def arrive(self) -> None:
        """Connect, join, start the session, begin to work and to watch."""
        session_id = self.folder.session_id
        watching = self.trainer.events()
        await asyncio.gather(self.trainer.connect(), *(player.connect() for player in self.players.values()))
        joined = await self.trainer.join(session_id, live="none")
        seq = joined["seq"]
        assert isinstance(seq, int)
        self.promises.started_from = seq
        await asyncio.gather(*(player.join(session_id, live="frames") for player in self.players.values()))
        await self.trainer.send("training:session:start", {"sessionId": session_id})
        self._go(self._watch(watching))
        self._go(self._command())
        for player_id, player in self.players.items():
            self._go(self._train(player_id, player, random.Random(self._rng.random())))

    async def back(self) -> None:
        """Wait until the trainer has been let in again, as it is within a blink unless the machine is busy."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BACK_S):
                while not self.trainer.connected:  # noqa: ASYNC110 (a poll tells as much as an event would)
                    await asyncio.sleep(0.01)

    def _go(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.ensure_future(work))

    async def _watch(self, messages: Subscription) -> None:
        async for message in messages:
            if isinstance(message, LinkChange):
                self.promises.reconnects += message.connected
            elif isinstance(message, Event) and message.seq is not None:
                self.promises.watched.append((message.epoch or "", message.seq))
                if message.payload.get("message") == LAST_WORD:
                    return
            elif isinstance(message, Discontinuity):
                self.promises.discontinuities.append(message.reason)

    async def _command(self) -> None:
        """The trainer says something, again and again, and now and then pauses and resumes."""
        rng = random.Random(self._rng.random())
        number = 0
        while not self._stopped.is_set():
            number += 1
            event_id = f"said-{number:08d}"
            payload = {"sessionId": self.folder.session_id, "message": f"message {number}"}
            try:
                ack = await self.trainer.send(MESSAGE, payload, event_id=event_id, timeout_s=30)
                self.promises.acknowledged.add(event_id)
                self.promises.duplicates += ack.duplicate
            except NotAcknowledged:
                self.promises.uncertain.add(event_id)
            if number % 25 == 0:
                for action in ("pause", "resume"):
                    with contextlib.suppress(Refused):  # an answer was lost and the repeat came after a newer one
                        await self.trainer.send(
                            f"training:session:{action}", {"sessionId": self.folder.session_id}, timeout_s=30
                        )
            await self._rest(rng.uniform(0, 0.05))

    async def _train(self, player_id: str, player: DrylandClient, rng: random.Random) -> None:
        """A player records facts, keeps batches of samples and sends heartbeats, as fast as a floor ever would."""
        promises = self.promises
        recorded = promises.recorded.setdefault(player_id, [])
        promises.live.setdefault(player_id, {})
        promises.sent.setdefault(player_id, {})
        in_flight: set[asyncio.Task[None]] = set()
        about = {"sessionId": self.folder.session_id, "playerId": player_id}
        number = 0
        while not self._stopped.is_set():
            number += 1
            chance = rng.random()
            if chance < 0.5:
                status = {**about, "status": rng.choice(("active", "paused")), "reason": str(number)}
                recorded.append(await player.record(STATUS, status))
            elif chance < 0.6:
                recorded.append(await player.record(SAMPLES, self._batch(player_id, number)))
            elif len(in_flight) < LIVE_IN_FLIGHT:
                beat = asyncio.ensure_future(self._beat(player_id, player, number))
                in_flight.add(beat)
                beat.add_done_callback(in_flight.discard)
            await self._rest(rng.uniform(0.01, 0.07))
        await asyncio.gather(*in_flight)

    def _batch(self, player_id: str, number: int) -> dict[str, object]:
        """Samples of an hour ago, a few seconds for each batch."""
        start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=30) + timedelta(seconds=number * BATCH_ROWS)
        times = [start + timedelta(seconds=second, milliseconds=number % 1000) for second in range(BATCH_ROWS)]
        values = [100 + (number + row) % 80 for row in range(BATCH_ROWS)]
        sent = self.promises.sent[player_id]
        sent.update({round(at.timestamp() * 1000): value for at, value in zip(times, values, strict=True)})
        self.promises.live[player_id].update(
            {round(at.timestamp() * 1000): value for at, value in zip(times, values, strict=True)}
        )
        columns = {"t": [at.isoformat() for at in times], "heartRate": values}
        return {"sessionId": self.folder.session_id, "playerId": player_id, "columns": columns}

    async def _beat(self, player_id: str, player: DrylandClient, number: int) -> None:
        """One heartbeat at its own moment, with an acknowledgement."""
        at = player.now().replace(microsecond=number % 1000 * 1000)
        at_ms, value = round(at.timestamp() * 1000), 60 + number % 120
        sent = self.promises.sent[player_id]
        if at_ms in sent or at > player.now():
            return
        sent[at_ms] = value
        payload = {
            "sessionId": self.folder.session_id,
            "playerId": player_id,
            "heartRate": value,
            "occurredAt": at.isoformat(timespec="milliseconds"),
        }
        with contextlib.suppress(NotAcknowledged):
            await player.send(HEART_RATE, payload, timeout_s=5)
            self.promises.live[player_id][at_ms] = value

    async def _rest(self, rest_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), rest_s)

    async def finish(self) -> None:
        """Stop working, deliver what the outboxes hold, hear the last word, leave."""
        self._stopped.set()
        watching, *working = self._tasks
        await asyncio.wait_for(asyncio.gather(*working), 60)
        for player in self.players.values():
            left = await player.flush(timeout_s=60)
            assert left.pending == 0, f"{left.pending} facts were not delivered"
            self.promises.shelved += ["?"] * left.refused
        await self.trainer.send(MESSAGE, {"sessionId": self.folder.session_id, "message": LAST_WORD}, timeout_s=30)
        await asyncio.wait_for(watching, 30)
        for client in (self.trainer, *self.players.values()):
            await client.close()
