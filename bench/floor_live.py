"""Question: what does a live floor cost, and how soon is everything on the screens?

Command: `python -m bench.floor_live`. The whole product, seeded with sessions of 25 players, every player and one
trainer's screen connected; heart rate and power in one update per player and second, spread over the second; a frame a
second for each trainer. First only live values: CPU time of the server process for each of them, everything analysed
and stored. Then facts too, 50 a second: from sending to the trainer's screen. 500, 5,000 and 10,000 players, one core.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass

import uvloop
from bench.rig import Figure, Row, Server, finish, node, ready_for_load, seeded

from dryland.simulate.floor_load import FloorLoad, Latencies, SessionLogin

COMMAND = "python -m bench.floor_live"
PLAYERS_PER_SESSION = 25
SIZES = (500, 5_000, 10_000)
TICK_MS = 1_000
ROUNDS = 3
ROUND_S = 6.0
FACTS_PER_S = 50.0
FACTS_S = 10.0
FLAT = 1.2
LIVE_RATE_HZ = 20.0


@dataclass
class FloorFigures:
    """What one size of floor has shown."""

    players: int
    cpu_us: Figure
    latencies: Latencies
    behind_ms: float
    missing: int
    refused: int

    def note(self) -> str:
        """The size in a line."""
        live, facts = self.latencies.live_ms, self.latencies.durable_ms
        return (
            f"{self.players} players: {self.cpu_us} µs CPU per player-second; durable to screen p50 "
            f"{Latencies.percentile(facts, 50):.1f} p99 {Latencies.percentile(facts, 99):.1f} ms of {len(facts)}; "
            f"live to screen p99 {Latencies.percentile(live, 99):.0f} ms of {len(live)}; the load was at most "
            f"{self.behind_ms:.0f} ms late; {self.missing} facts missing, {self.refused} refusals"
        )


async def drive(server: Server, load: FloorLoad, rate_hz: float, *, with_facts: bool) -> FloorFigures:
    """Bring everybody in, warm up, measure."""
    await load.connect(players_join=True)
    await load.start_sessions()
    await load.run(4.0, rate_hz=rate_hz)
    costs_us: list[float] = []
    for _ in range(ROUNDS):
        cpu_s, sent = server.cpu_s(), load.sent
        await load.run(ROUND_S, rate_hz=rate_hz)
        costs_us.append((server.cpu_s() - cpu_s) / (load.sent - sent) * 1e6)
    load.take_latencies()
    load.behind_ms = 0.0
    if with_facts:
        await load.run(FACTS_S, rate_hz=rate_hz, facts_per_s=FACTS_PER_S)
        await asyncio.sleep(0.5)
    figures = FloorFigures(
        0, Figure.of(costs_us), load.take_latencies(), load.behind_ms, load.facts_missing, len(load.refused)
    )
    load.close()
    return figures


def measure(players: int, rate_hz: float = 1.0, *, with_facts: bool = True) -> FloorFigures:
    """One size of floor, in a server of its own."""
    with seeded(players // PLAYERS_PER_SESSION, PLAYERS_PER_SESSION) as seed, node(seed) as server:
        load = FloorLoad("127.0.0.1", server.port, [SessionLogin.of(session) for session in seed.sessions])
        figures = uvloop.run(drive(server, load, rate_hz, with_facts=with_facts))
    figures.players = players
    return figures


def floor_rows(sizes: tuple[int, ...]) -> list[Row]:
    """CPU of the smallest floor; how much dearer a player is on the largest; the two latencies at their worst."""
    floors = [measure(size) for size in sizes]
    notes = [floor.note() for floor in floors]
    small = floors[0]
    what = (
        f"The floor, {small.players} players in sessions of {PLAYERS_PER_SESSION}, a trainer's screen with frames each"
    )
    made = [Row(f"{what}: per player-second", COMMAND, "µs CPU", 20.0, small.cpu_us, notes=notes[:1])]
    if len(floors) > 1:
        ratio = max(floor.cpu_us.median for floor in floors[1:]) / small.cpu_us.median
        flat = Figure.of([ratio])
        many = " → ".join(f"{floor.players:,}" for floor in floors)
        made.append(
            Row(f"The floor, {many} players: CPU of a player, x the smallest", COMMAND, "x", FLAT, flat, notes=notes)
        )
    durable = Figure.of([Latencies.percentile(floor.latencies.durable_ms, 99) for floor in floors])
    live = Figure.of([Latencies.percentile(floor.latencies.live_ms, 99) for floor in floors])
    worst_durable, worst_live = Figure.of([durable.high]), Figure.of([live.high])
    made.append(Row("Durable event to screen, p99, worst size", COMMAND, "ms", 50.0, worst_durable))
    made.append(Row("Live value to screen, p99, worst size", COMMAND, "ms", TICK_MS + 50.0, worst_live))
    return made


def live_row() -> Row:
    """One live sample where the loop is busy with little else: 250 players, 20 updates a second each."""
    dense = measure(250, LIVE_RATE_HZ, with_facts=False)
    question = "Live sample: decode, zone and power analysis, store, frame"
    note = f"250 players at {LIVE_RATE_HZ:g} updates a second; heart rate and power in each; {dense.refused} refusals"
    return Row(question, COMMAND, "µs CPU", 12.0, dense.cpu_us, notes=[note])


def rows() -> list[Row]:
    """The floor's rows; sizes may be given as arguments."""
    ready_for_load()
    given = tuple(int(word) for word in sys.argv[1:] if word.isdigit())
    return [live_row(), *floor_rows(given or SIZES)]


if __name__ == "__main__":
    finish(rows())
