"""Question: how long do the regular turns of a floor of 10,000 players keep everything else waiting?

Command: `python -m bench.turns [PLAYERS]`. A whole node in this process, without sockets, sessions of 25 players
started together, heart rate and power once a second, intervals that end for everybody at once. CPU time of the loop's
thread for each chore of a turn: the middle one and the longest.
"""

from __future__ import annotations

import gc
import sys
import time
from typing import Any

import msgspec
import uvloop
from bench.hot_path import SteppedClock, _peer, _send, _trainers, _written
from bench.rig import LOAD_CORE, SeededNode, pin, seeded

from dryland.attendance import PHASES
from dryland.node import Node
from dryland.serving import tune_interpreter
from dryland.settings import IntakeSettings, NodeSettings, Settings

PLAYERS_PER_SESSION = 25
SECONDS = 75
PLAN: dict[str, Any] = {
    "intervals": [
        {
            "id": f"i{at}",
            "name": f"{at}",
            "type": kind,
            "duration": 20,
            "targetZone": {"type": "hr", "min": 120, "max": 150},
        }
        for at, kind in enumerate(("warmup", "work", "rest", "work", "rest"))
    ]
}


async def _floor(seed: SeededNode) -> dict[str, list[float]]:
    node = Node(
        Settings(intake=IntakeSettings(events_per_s=1e9, events_burst=1e9), node=NodeSettings(tick_s=1e6)), seed.folder
    )
    clock = node.clock = SteppedClock()
    await node.start()
    plan = msgspec.json.encode(PLAN)
    for session in seed.sessions:
        trainer = _peer(node, session["trainer"]["token"])
        _send(
            node,
            trainer,
            b"training:session:plan",
            b'{"sessionId":"%b","plan":%b}' % (session["sessionId"].encode(), plan),
        )
    _trainers(node, seed.sessions, b"frames")
    await _written(node)
    players = [
        (
            _peer(node, player["token"]),
            b'{"sessionId":"%b","playerId":"%b","metrics":{"heartRate":'
            % (session["sessionId"].encode(), player["playerId"].encode()),
        )
        for session in seed.sessions
        for player in session["players"]
    ]
    gc.collect()
    tune_interpreter()
    assert node.watch is not None
    spent: dict[str, list[float]] = {"frames": [], "alert rules": [], "samples to the disk": [], "others": []}

    def clocked(what: str, chore: Any, *given: Any) -> None:
        begun = time.thread_time()
        chore(*given)
        spent[what].append((time.thread_time() - begun) * 1e3)

    for second in range(SECONDS):
        tail = b'%d,"power":%d,"distance":%d.5}}' % (125 + second % 40, 200 + second * 7 % 90, second * 8)
        for turn in range(PHASES):
            clock.at_ms += 50
            for peer, head in players[turn::PHASES]:
                _send(node, peer, b"training:player:metrics", head + tail)
            clocked("frames", node.broadcast.turn, clock.at_ms)
            clocked("alert rules", node.watch.turn, clock.at_ms)
            if turn % 10 == 0:
                clocked("samples to the disk", node.hall.samples.flush)
                await _written(node)
        clocked("others", node.alerts.tick, clock.at_ms)
        clocked("others", node.care.tick, clock.at_ms)
        clocked("others", node.hall.refresh_live, clock.at_ms)
    await node.stop()
    return spent


def main() -> None:
    """Measure and print."""
    pin(LOAD_CORE)
    asked = [int(word) for word in sys.argv[1:] if word.isdigit()]
    with seeded((asked or [10_000])[0] // PLAYERS_PER_SESSION, PLAYERS_PER_SESSION) as seed:
        spent = uvloop.run(_floor(seed))
    for what, turns in spent.items():
        ordered = sorted(turns)
        median, late = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        print(f"{what:22} {median:6.2f} median {late:6.2f} p99 {ordered[-1]:6.2f} longest ms")


if __name__ == "__main__":
    main()
