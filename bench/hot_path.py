"""Question: where do the microseconds of a live value and of a durable fact go, once the gateway has handed them over?

Command: `python -m bench.hot_path [live|durable]`. A whole node in this process, without sockets: events go in at the
application's door, frames and answers are encoded and dropped. CPU time of the loop and of other threads, for each
event; of the rounds the lowest stands first, because whatever else the machine does can only add to it. With
`--profile` also the functions of the loop's thread by their own time.
"""

from __future__ import annotations

import asyncio
import cProfile
import gc
import pstats
import sys
import time
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import uvloop
from bench.rig import LOAD_CORE, SeededNode, pin, seeded

from dryland.gateway import Lane, Packet, Peer
from dryland.gateway.frames import TEXT, frame
from dryland.node import Node
from dryland.serving import tune_interpreter
from dryland.settings import IntakeSettings, Settings
from dryland.timekeeping import NodeClock

SESSIONS, PLAYERS = 20, 25
ROUNDS = 40
PAIRS, FACTS = 250, 250


class SteppedClock(NodeClock):
    """Moves when it is told to, so that a second of node time costs only its work."""

    __slots__ = ("at_ms",)

    def __init__(self) -> None:
        super().__init__()
        self.at_ms = NodeClock.now_ms(self)

    def now_ms(self) -> int:
        return self.at_ms


class Nowhere:
    """A line that takes everything and keeps nothing; it encodes as a real one does."""

    def write(self, frames: bytes) -> None:
        """Drop."""

    def push(self, packet: Packet) -> None:
        """Encode and drop."""
        self.write(packet.frames)

    def push_text(self, text: bytes) -> None:
        """Frame and drop."""
        self.write(frame(TEXT, text))

    def hurry(self) -> None:
        """Nothing was held back."""

    def enqueue(self, packet: Packet, lane: Lane, key: Hashable | None) -> None:
        """Never called."""
        raise AssertionError("the line is always clear")


@dataclass
class Cost:
    """CPU time of one part, for each event and round, µs."""

    loop_us: list[float] = field(default_factory=list)
    others_us: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        loop, others = sorted(self.loop_us), sorted(self.others_us)
        middle = len(loop) // 2
        return f"{loop[0]:6.2f} lowest {loop[middle]:6.2f} median; other threads {others[0]:6.2f} {others[middle]:6.2f}"


@contextmanager
def clocked(cost: Cost, events: int) -> Iterator[None]:
    """Add the CPU time of the block."""
    loop_s, all_s = time.thread_time(), time.process_time()
    yield
    loop_s, all_s = time.thread_time() - loop_s, time.process_time() - all_s
    cost.loop_us.append(loop_s / events * 1e6)
    cost.others_us.append((all_s - loop_s) / events * 1e6)


def _peer(node: Node, token: str) -> Peer:
    peer = Peer(token[-20:], "/training", "127.0.0.1", Nowhere(), None)  # pyright: ignore[reportArgumentType]
    refusal = node.intake.connect(peer, msgspec.Raw(b'{"token":"%b"}' % token.encode()))
    assert refusal is None, refusal
    return peer


def _send(node: Node, peer: Peer, name: bytes, payload: bytes, ack_id: int | None = None) -> None:
    node.intake.event(peer, name, [msgspec.Raw(payload)], ack_id)


def _trainers(node: Node, sessions: Sequence[dict[str, Any]], live: bytes) -> None:
    for session in sessions:
        trainer = _peer(node, session["trainer"]["token"])
        session_id = session["sessionId"].encode()
        _send(node, trainer, b"training:session:join", b'{"sessionId":"%b","live":"%b"}' % (session_id, live))
        _send(node, trainer, b"training:session:start", b'{"sessionId":"%b"}' % session_id)


async def _written(node: Node) -> None:
    """Wait until everything is on the disk and told."""
    done = asyncio.get_running_loop().create_future()
    held = node.hall.find(next(iter(node.hall)).state.session_id)
    assert held is not None
    held.pending += 1
    node.hall.after_commits(held, done.set_result)
    await done
    held.pending -= 1


async def live(node: Node, seed: SeededNode) -> dict[str, Cost]:
    """Every player's heart rate and power once a second, a frame for each trainer, the flush to the disk."""
    assert isinstance(node.clock, SteppedClock)
    _trainers(node, seed.sessions, b"frames")
    await _written(node)
    players: list[tuple[Peer, bytes]] = []
    for session in seed.sessions:
        for player in session["players"]:
            head = b'{"sessionId":"%b","playerId":"%b","metrics":{"heartRate":' % (
                session["sessionId"].encode(),
                player["playerId"].encode(),
            )
            players.append((_peer(node, player["token"]), head))
    parts = ("intake of a live value", "frames, for each value", "alert rules, for each value", "flush, for each value")
    costs = {part: Cost() for part in parts}
    intake, frames, rules, flush = costs.values()
    assert node.watch is not None
    for step in range(ROUNDS + 60):
        node.clock.at_ms += 1_000
        tail = b'%d,"power":%d,"distance":%d.5}}' % (140 + step % 17, 200 + step * 7 % 90, step * 8)
        packets = [(peer, head + tail) for peer, head in players]
        with clocked(intake, len(players)):
            for peer, payload in packets:
                _send(node, peer, b"training:player:metrics", payload)
        with clocked(frames, len(players)):
            for _ in range(20):
                node.broadcast.turn(node.clock.at_ms)
        with clocked(rules, len(players)):
            for _ in range(20):
                node.watch.turn(node.clock.at_ms)
        with clocked(flush, len(players)):
            node.hall.samples.flush()
            await _written(node)
    return {name: Cost(cost.loop_us[60:], cost.others_us[60:]) for name, cost in costs.items()}


async def durable(node: Node, seed: SeededNode) -> dict[str, Cost]:
    """A status of each of 250 players at once, in sessions with one trainer and one player."""
    assert isinstance(node.clock, SteppedClock)
    _trainers(node, seed.sessions, b"none")
    players: list[tuple[Peer, bytes, bytes]] = []
    for session in seed.sessions:
        session_id, player_id = session["sessionId"].encode(), session["players"][0]["playerId"].encode()
        peer = _peer(node, session["players"][0]["token"])
        _send(node, peer, b"training:session:join", b'{"sessionId":"%b","live":"none"}' % session_id)
        players.append((peer, session_id, player_id))
    await _written(node)
    costs = {"from the door to the queue of the disk": Cost(), "from the disk to the answer and the room": Cost()}
    there, back = costs.values()
    told = b'{"sessionId":"%b","playerId":"%b","status":"active","eventId":"hot-%08d-%06d"}'
    for step in range(ROUNDS + 5):
        node.clock.at_ms += 1_000
        packets = [(peer, told % (sid, player, step, at)) for at, (peer, sid, player) in enumerate(players)]
        with clocked(there, FACTS):
            for peer, payload in packets:
                _send(node, peer, b"training:player:status", payload, 7)
        with clocked(back, FACTS):
            await _written(node)
    return {name: Cost(cost.loop_us[5:], cost.others_us[5:]) for name, cost in costs.items()}


async def measure(what: str, seed: SeededNode, profile: cProfile.Profile | None) -> dict[str, Cost]:
    """One path through a node of its own."""
    unlimited = IntakeSettings(events_per_s=1e9, events_burst=1e9)
    node = Node(Settings(intake=unlimited), seed.folder)
    node.clock = SteppedClock()
    await node.start()
    gc.collect()
    tune_interpreter()
    try:
        if profile is None:
            return await (live if what == "live" else durable)(node, seed)
        with profile:
            return await (live if what == "live" else durable)(node, seed)
    finally:
        await node.stop()


def main() -> None:
    """Measure what was asked for, or both."""
    pin(LOAD_CORE)
    asked = [word for word in sys.argv[1:] if word in {"live", "durable"}]
    for what in asked or ["live", "durable"]:
        profile = cProfile.Profile() if "--profile" in sys.argv else None
        with seeded(*((SESSIONS, PLAYERS) if what == "live" else (PAIRS, 1))) as seed:
            costs = uvloop.run(measure(what, seed, profile))
        for name, cost in costs.items():
            print(f"{name:42} {cost} µs")
        total = sum(min(cost.loop_us) + min(cost.others_us) for cost in costs.values())
        print(f"{what:42} {total:6.2f} µs in all, lowest rounds")
        if profile is not None:
            pstats.Stats(profile).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
