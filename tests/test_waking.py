"""Sessions are woken at their times, one after the other, whatever is wrong with one of them."""

from __future__ import annotations

import asyncio

import pytest

from dryland.timekeeping import NodeClock
from dryland.waking import Waking


class Woken(list[str]):
    """Who was woken, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._more = asyncio.Event()

    def add(self, session_id: str, _now_ms: int) -> None:
        self.append(session_id)
        self._more.set()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self) < count:
                self._more.clear()
                await self._more.wait()


async def test_each_is_woken_at_its_time_and_then_has_none() -> None:
    clock, woken = NodeClock(), Woken()
    waking = Waking(clock, woken.add)
    now_ms = clock.now_ms()
    waking.set("later", now_ms + 40)
    waking.set("moved", now_ms + 10_000)
    waking.set("sooner", now_ms - 5)
    waking.set("taken away", now_ms + 1)
    waking.set("taken away", None)
    waking.set("moved", now_ms + 20)
    await woken.until(3)
    assert woken == ["sooner", "moved", "later"]
    waking.close()


async def test_one_that_fails_keeps_nobody_else_from_waking() -> None:
    clock, woken = NodeClock(), Woken()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, _context: None)

    def wake(session_id: str, now_ms: int) -> None:
        woken.add(session_id, now_ms)
        if session_id == "broken":
            raise RuntimeError("its own fault")

    waking = Waking(clock, wake)
    waking.set("broken", clock.now_ms() - 2)
    waking.set("sound", clock.now_ms() - 1)
    await woken.until(2)
    assert woken == ["broken", "sound"]
    waking.close()


async def test_after_the_end_nobody_is_woken() -> None:
    clock, woken = NodeClock(), Woken()
    waking = Waking(clock, woken.add)
    waking.close()
    waking.set("late", clock.now_ms() - 1)
    waking.run()
    for _ in range(5):
        await asyncio.sleep(0)
    assert waking.is_closed
    assert woken == []


def test_without_a_loop_times_are_kept_until_there_is_one() -> None:
    clock, woken = NodeClock(), Woken()
    waking = Waking(clock, woken.add)
    waking.set("seeded", clock.now_ms() - 1)

    async def run() -> None:
        waking.run()
        await woken.until(1)

    asyncio.run(run())
    assert woken == ["seeded"]


@pytest.mark.parametrize("at_ms", [None, 0])
def test_setting_a_time_twice_wakes_once(at_ms: int | None) -> None:
    clock, woken = NodeClock(), Woken()
    waking = Waking(clock, woken.add)

    async def run() -> None:
        waking.set("one", at_ms)
        waking.set("one", at_ms)
        waking.set("mark", clock.now_ms() + 5)
        await woken.until(1 if at_ms is None else 2)

    asyncio.run(run())
    assert woken == ([] if at_ms is None else ["one"]) + ["mark"]
