"""Question: how long does a floor stand still for the figures of a training that was cut off?

Command: `python -m bench.resume`. One conditioning session of 24 players, 45 min old, heart rate and power once a
second, in chunks as two flushes a second leave them. The process is started again; CPU time of the loop's thread: for
the first fact that takes figures, for one that takes none, and for the longest of the short turns in which the figures
are made anew when no fact asks for them.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvloop
from bench.rig import LOAD_CORE, Figure, Row, SeededNode, finish, pin, seeded

from dryland.contract.base import Command, PlayerStatus, Role
from dryland.contract.conditioning import IntervalTransition
from dryland.contract.session import PlayerStatusChange, SessionCommand
from dryland.floor.workout import Context
from dryland.hall import Hall
from dryland.held_session import Outcome
from dryland.node import Node
from dryland.serving import tune_interpreter
from dryland.settings import NodeSettings, Settings
from dryland.store import Append, open_store
from dryland.store.samples import SampleRow

COMMAND = "python -m bench.resume"
PLAYERS, MINUTES = 24, 45
ROUNDS = 5
TRANSITION, STATUS = "training:conditioning:interval:transition", "training:player:status"


def _context(hall: Hall, now_ms: int) -> Context:
    return Context(now_ms, now_ms, "bench", Role.ADMIN, None, hall.settings)


def _submit(hall: Hall, name: str, command: Command, now_ms: int, outcomes: list[Outcome]) -> None:
    held = hall.find(next(iter(hall)).state.session_id)
    assert held is not None
    hall.submit(held, name, command, _context(hall, now_ms), outcomes.append)


async def _begin(seed: SeededNode) -> int:
    """Start the session; its start, ms."""
    node = Node(Settings(), seed.folder)
    await node.start()
    outcomes: list[Outcome] = []
    now_ms = node.clock.now_ms()
    session_id = seed.sessions[0]["sessionId"]
    _submit(node.hall, "training:session:start", SessionCommand(session_id=session_id), now_ms, outcomes)
    await node.stop()
    assert outcomes[0].refusal is None, outcomes[0].refusal
    return now_ms


def _fill(folder: Path, session: dict[str, Any], start_ms: int) -> None:
    """What 45 minutes of live values leave on the disk."""
    players = [player["playerId"] for player in session["players"]]
    store = open_store(folder, loop=None)
    for half in range(MINUTES * 120):
        at_ms = start_ms + half * 500
        rows = [
            SampleRow(
                session["sessionId"], player, at_ms + place, 120 + half % 50, 180 + half % 60, received_at_ms=at_ms
            )
            for place, player in enumerate(players[half % 2 :: 2])
        ]
        store.append_and_wait(Append(samples=rows))
    store.close()


async def _cpu_ms(folder: Path, work: Callable[[Node], list[float]]) -> list[float]:
    """A process that has just started, without its turns."""
    node = Node(Settings(node=NodeSettings(tick_s=1e6)), folder)
    await node.start()
    gc.collect()
    tune_interpreter()
    try:
        return work(node)
    finally:
        await node.stop()


def _fact(name: str, make: Callable[[str, str], Command]) -> Callable[[Node], list[float]]:
    def work(node: Node) -> list[float]:
        session = next(iter(node.hall))
        command = make(session.state.session_id, next(iter(session.state.players)))
        outcomes: list[Outcome] = []
        begun = time.thread_time()
        _submit(node.hall, name, command, node.clock.now_ms(), outcomes)
        spent = (time.thread_time() - begun) * 1e3
        return [spent]

    return work


def _turns(node: Node) -> list[float]:
    """Turns until every figure is there: the longest, all together, how many."""
    spent: list[float] = []
    now_ms, more = node.clock.now_ms(), True
    while more:
        begun = time.thread_time()
        more = node.hall.refresh_live(now_ms)
        spent.append((time.thread_time() - begun) * 1e3)
    return [max(spent), sum(spent), float(len(spent))]


def _step(session_id: str, player_id: str) -> Command:
    return IntervalTransition(session_id=session_id, player_id=player_id, interval_id="no-such-interval")


def _status(session_id: str, player_id: str) -> Command:
    return PlayerStatusChange(session_id=session_id, player_id=player_id, status=PlayerStatus.ACTIVE)


def rows() -> list[Row]:
    """The pauses after a start."""
    pin(LOAD_CORE)
    figured: list[float] = []
    bare: list[float] = []
    turns: list[list[float]] = []
    with seeded(1, PLAYERS) as seed:
        _fill(seed.folder, seed.sessions[0], uvloop.run(_begin(seed)))
        for _ in range(ROUNDS):
            # Refused in the end: the log stays as it is for the next round.
            figured += uvloop.run(_cpu_ms(seed.folder, _fact(TRANSITION, _step)))
            turns.append(uvloop.run(_cpu_ms(seed.folder, _turns)))
        bare += uvloop.run(_cpu_ms(seed.folder, _fact(STATUS, _status)))
    longest = Figure.of([turn[0] for turn in turns])
    notes = [
        f"{Figure.of(bare)} ms for a fact that takes none",
        f"{Figure.of([turn[1] for turn in turns])} ms in {turns[0][2]:.0f} turns when no fact asks",
    ]
    what = f"Start in the middle of a training, {PLAYERS} players, {MINUTES} min of samples"
    return [
        Row(f"{what}: first fact with figures", COMMAND, "ms CPU", 500.0, Figure.of(figured), notes=notes),
        Row(f"{what}: longest turn", COMMAND, "ms CPU", 25.0, longest),
    ]


if __name__ == "__main__":
    finish(rows())
