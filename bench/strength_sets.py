"""Question: what does one strength set cost from decision to state, with every enrichment?

Command: `python bench/strength_sets.py`. One session of 24 players with five exercises; each tells sets in turn, with
RPE, without corrections; CPU of decide and of evolve, medians and 99th percentiles over all sets of three rounds.
Target: 120 µs for decide and evolve together, encoding and storing not counted.

Result (2 shared cores, CPython 3.11, 2026-11-23, under load): median 104 µs, p99 164 µs; half of it is the estimate's.
"""

import sys
import time

import msgspec

from dryland.contract.base import Role, WorkoutType
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import Refusal
from dryland.floor.aggregate import Session
from dryland.floor.opening import NewPlayer, NewSession, open_session
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings
from dryland.floor.strength import SET
from dryland.floor.workout import Context

T0_MS = 1_800_000_000_000
PLAYERS, EXERCISES, SETS = 24, 5, 5
RACK = {"bar": 20, "plates": [{"weight": weight, "pairs": 2} for weight in (25, 20, 15, 10, 5, 2.5, 1.25)]}


def _session() -> Session:
    sets = [{"reps": 5, "targetRpe": 8, "rest": 120}] * SETS
    exercises = [{"id": f"e{place}", "name": f"Lift {place}", "sets": sets} for place in range(EXERCISES)]
    players = [NewPlayer(f"p{place}", f"P {place}", place, PlayerProfile(mass_kg=80.0)) for place in range(PLAYERS)]
    plan = msgspec.json.encode({"exercises": exercises, "rack": RACK})
    new = NewSession("s1", "e1", "club", WorkoutType.STRENGTH, "Bench", players, plan)
    session, _ = open_session(new, T0_MS, FloorSettings())
    _tell(session, "training:session:start", {}, T0_MS)
    return session


def _tell(session: Session, name: str, payload: dict[str, object], at_ms: int) -> tuple[float, float]:
    command = COMMAND_DECODERS[name](msgspec.json.encode({"sessionId": "s1", **payload}))
    context = Context(at_ms, at_ms, "t1", Role.TRAINER, None, session.settings)
    begun = time.thread_time()
    decided = session.decide(name, command, context)
    between = time.thread_time()
    assert not isinstance(decided, Refusal), decided
    for entry, fact in decided:
        session.evolve(entry, fact)
    return between - begun, time.thread_time() - between


def _measure() -> list[tuple[float, float]]:
    session = _session()
    costs: list[tuple[float, float]] = []
    at_ms = T0_MS
    for exercise in range(EXERCISES):
        for number in range(1, SETS + 1):
            for player in range(PLAYERS):
                at_ms += 5_000
                data = {"setNumber": number, "totalSets": SETS, "reps": 5, "weight": 80.0, "rpe": 7 + number % 3}
                payload = {"playerId": f"p{player}", "exerciseId": f"e{exercise}", "setData": data}
                costs.append(_tell(session, SET, payload, at_ms))
    return costs


def main() -> int:
    """Print the cost of a set."""
    _measure()
    costs = [cost for _ in range(3) for cost in _measure()]
    for name, values in (
        ("decide", [decide for decide, _ in costs]),
        ("evolve", [evolve for _, evolve in costs]),
        ("both", [decide + evolve for decide, evolve in costs]),
    ):
        ordered = sorted(values)
        median, late = ordered[len(ordered) // 2] * 1e6, ordered[len(ordered) * 99 // 100] * 1e6
        print(f"{name:<8} median {median:6.1f} µs   p99 {late:6.1f} µs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
