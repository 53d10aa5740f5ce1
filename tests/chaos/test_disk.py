"""A node whose disk is full, locked or read-only: it says so, promises nothing false and recovers by itself."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from dryland.store import Reason, StorageUnavailable
from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import ROOT, Inside, inside

pytestmark = pytest.mark.chaos

HEART_RATE, MESSAGE = "training:conditioning:hr:update", "training:session:message"
FREE = {"events_per_s": 1e6, "events_burst": 1e6}
TICK_S = 0.1


class Floor:
    """A running session: a trainer's screen, and a player whose heart never stops."""

    def __init__(self, site: Inside, trainer: Client, player: Client, player_id: str) -> None:
        self.site = site
        self.trainer = trainer
        self.session_id = site.folder.session_id
        self.player_id = player_id
        self.beats = 0
        self._player = player

    async def beat_forever(self) -> None:
        """Send heartbeats that nobody acknowledges."""
        about = {"sessionId": self.session_id, "playerId": self.player_id}
        while True:
            self.beats += 1
            await self._player.emit(HEART_RATE, {**about, "heartRate": 100 + self.beats % 2})
            await asyncio.sleep(0.05)

    async def say(self, number: int) -> dict[str, Any]:
        """A message under an id of its own; the same number is the same fact."""
        payload = {"sessionId": self.session_id, "message": f"message {number}", "eventId": f"said-{number:04d}"}
        return await self.trainer.call(MESSAGE, payload)

    async def live_goes_on_for(self, ticks: int) -> None:
        """Wait until the trainer has been shown a fresh heart rate for so many ticks."""
        heard = len(self.trainer.named("training:live:frame"))
        await self.trainer.until(lambda: len(self.trainer.named("training:live:frame")) >= heard + ticks)
        for frame in self.trainer.named("training:live:frame")[heard:]:
            row = next(row for row in frame["players"] if row[0] == self.player_id)
            assert row[1] in {100, 101}
            assert "live" in row

    async def readiness(self) -> tuple[int, str]:
        """What the node says of itself."""
        async with self.site.http() as http:
            answer = await http.get("/readyz")
            return answer.status_code, answer.json()["storage"]

    def said(self) -> list[str]:
        """The words that the trainer's screen was told."""
        return [payload["message"] for payload in self.trainer.named(MESSAGE)]


@contextlib.asynccontextmanager
async def floor(folder: Folder) -> AsyncIterator[Floor]:
    """A floor on which a session runs."""
    player_id, token = folder.player(0)
    async with (
        inside(folder, node={"tick_s": TICK_S}, intake=FREE) as site,
        opened(site.url, folder.trainer) as trainer,
        opened(site.url, token) as player,
    ):
        await trainer.join(folder.session_id, live="frames")
        await player.join(folder.session_id, live="none")
        assert (await trainer.call("training:session:start", folder.session_id))["ok"]
        running = Floor(site, trainer, player, player_id)
        beating = asyncio.ensure_future(running.beat_forever())
        try:
            await trainer.until(lambda: trainer.named("training:live:frame"))
            yield running
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)


async def eventually(claim: Callable[[], Awaitable[bool]], patience_s: float = 10.0) -> None:
    """Ask again until it is so."""
    async with asyncio.timeout(patience_s):
        while not await claim():  # noqa: ASYNC110 (what is asked about has no event to wait for)
            await asyncio.sleep(0.05)


async def judge(running: Floor, answers: dict[int, dict[str, Any]]) -> None:
    """What was refused was neither kept nor shown; sent again it counts once; every heartbeat is in the store."""
    trainer, session_id = running.trainer, running.session_id
    accepted = [number for number, answer in answers.items() if answer["ok"]]
    await trainer.until(lambda: len(running.said()) >= len(accepted))
    assert running.said() == [f"message {number}" for number in accepted]
    for number, answer in answers.items():
        again = await running.say(number)
        assert again["ok"], again
        assert again.get("duplicate", False) == answer["ok"]
    last = await running.say(9_999)
    await trainer.until(lambda: trainer.positions(session_id)[-1] == last["seq"])
    told = trainer.positions(session_id)
    assert sorted(set(told)) == list(range(told[0], last["seq"] + 1))
    store = running.site.node.hall._store
    events = list(store.events(session_id))
    assert [event.seq for event in events] == list(range(1, last["seq"] + 1))
    ids = [event.event_id for event in events if event.name == MESSAGE]
    assert len(ids) == len(set(ids)) == len(answers) + 1
    wanted = running.beats

    async def all_kept() -> bool:
        return len(store.samples(session_id, running.player_id)) >= wanted

    await eventually(all_kept)


@contextlib.asynccontextmanager
async def locked(folder: Folder) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Another program holds the database's lock until it is told to let go."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.store.hand", "lock", str(folder.path))
    holder = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT)
    assert holder.stdout is not None
    assert holder.stdin is not None
    await holder.stdout.readline()

    async def unlock() -> int:
        assert holder.stdin is not None
        holder.stdin.close()
        return await holder.wait()

    try:
        yield unlock
    finally:
        await unlock()


async def test_a_database_that_another_program_locks_for_five_seconds(folder: Folder) -> None:
    async with floor(folder) as running:
        answers = {0: await running.say(0)}
        async with locked(folder) as unlock:
            waiting = [asyncio.ensure_future(running.say(number)) for number in range(1, 6)]
            await running.live_goes_on_for(round(5 / TICK_S))
            for number, answer in enumerate(await asyncio.gather(*waiting), start=1):
                answers[number] = answer
                assert answer["error"]["code"] == "STORAGE_UNAVAILABLE"
                assert answer["error"]["retryable"]
            status, why = await running.readiness()
            assert (status, "locked" in why) == (503, True)
            async with opened(running.site.url, folder.trainer) as late:
                assert (await late.join(folder.session_id))["session"]["status"] == "active"
            assert running.said() == ["message 0"]
            await unlock()

        async def ready() -> bool:
            return (await running.readiness())[0] == 200

        await eventually(ready)
        await judge(running, answers)


async def test_a_disk_that_is_full_until_there_is_room_again(template: Folder, tiny_disk: Path) -> None:
    folder = template.copied(tiny_disk / "data")
    ballast = tiny_disk / "ballast"
    async with floor(folder) as running:
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4_096))
        answers: dict[int, dict[str, Any]] = {}
        while len(answers) < 5_000 and all(answer["ok"] for answer in answers.values()):
            answers[len(answers)] = await running.say(len(answers))
        for number in range(len(answers), len(answers) + 5):
            answers[number] = await running.say(number)
        refused = [answer["error"]["code"] for answer in answers.values() if not answer["ok"]]
        assert set(refused) == {"STORAGE_UNAVAILABLE"}
        status, why = await running.readiness()
        assert (status, "disk full" in why) == (503, True)
        await running.live_goes_on_for(10)
        ballast.unlink()

        async def ready() -> bool:
            return (await running.readiness())[0] == 200

        await eventually(ready)
        await judge(running, answers)


async def test_a_read_only_folder_is_named_before_anybody_can_connect(template: Folder, tiny_disk: Path) -> None:
    folder = template.copied(tiny_disk / "data")
    remount = await asyncio.create_subprocess_exec("mount", "-o", "remount,ro", str(tiny_disk))
    assert await remount.wait() == 0
    with pytest.raises(StorageUnavailable) as raised:
        async with inside(folder):
            pass
    assert raised.value.reason is Reason.READ_ONLY
    assert "writable" in raised.value.advice
