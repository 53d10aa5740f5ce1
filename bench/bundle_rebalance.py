"""Question: how long does a rebalance of 200 players in 8 sessions take, from the question to the decided facts?

Command: `python -m bench.bundle_rebalance`. Half of the sessions are crowded, 40 players of 25 places, a tenth of the
players may not be where they are. Finding the moves (the exact solver, off the loop on a node) and deciding all of them
(on the loop) are counted together; the commit is not. One process, no sockets.
"""

from __future__ import annotations

import time

from bench.rig import Figure, Row, finish

from dryland.contract.base import Role, WorkoutType
from dryland.contract.bundles import BundleCreated, BundleSession, PlannedMove, ResourceAllocation
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import Refusal
from dryland.floor.aggregate import Session
from dryland.floor.bundle import CREATED, Bundle, BundleLedger
from dryland.floor.bundle_moves import MoveOrder
from dryland.floor.bundle_rebalance import decide_moves, rebalance_task, solve
from dryland.floor.opening import NewPlayer, NewSession, open_session
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings
from dryland.floor.state import PlayerState
from dryland.floor.workout import Context

COMMAND = "python -m bench.bundle_rebalance"
ROUNDS, SESSIONS, PLACES, CROWDED = 7, 8, 25, 40
SETTINGS = FloorSettings()
NOW_MS = 1_800_000_000_000
CONTEXT = Context(NOW_MS, NOW_MS, "trainer", Role.TRAINER, None, SETTINGS)


def floor() -> tuple[Bundle, dict[str, Session]]:
    """Eight sessions of two kinds, every other one crowded."""
    sessions: dict[str, Session] = {}
    given: list[BundleSession] = []
    for place in range(SESSIONS):
        kind = WorkoutType.CONDITIONING if place % 4 < 2 else WorkoutType.STRENGTH
        count = CROWDED if place % 2 else 2 * PLACES - CROWDED
        people = [NewPlayer(f"p{place}-{n}", f"Player {n}", n, PlayerProfile()) for n in range(count)]
        new = NewSession(f"s{place}", "e", "club", kind, f"Group {place}", people, None, bundle_id="b")
        sessions[f"s{place}"] = open_session(new, NOW_MS, SETTINGS)[0]
        resources = ResourceAllocation(equipment=(), capacity=PLACES)
        given.append(
            BundleSession(
                session_id=f"s{place}",
                workout_type=kind,
                name=f"Group {place}",
                participant_ids=(),
                resources=resources,
            )
        )
    bundle = Bundle("b", "club", "e")
    ledger = BundleLedger(bundle, CONTEXT)
    ledger.add(CREATED, BundleCreated, bundle_name="B", sessions=tuple(given), total_participants=SESSIONS * PLACES)
    bundle.evolve(*ledger.entries[0])
    return bundle, sessions


def fit(session: Session, player: PlayerState) -> Refusal | None:
    """Every tenth player may not be where they came from."""
    place = player.player_id.removeprefix("p").split("-")
    barred = int(place[1]) % 10 == 0 and session.state.session_id == f"s{place[0]}"
    return Refusal(ErrorCode.MEDICAL_RESTRICTION, "no impact") if barred else None


def once() -> tuple[float, list[PlannedMove]]:
    """One rebalance, ms."""
    bundle, sessions = floor()
    began = time.perf_counter()
    moves = solve(rebalance_task(bundle, sessions, set(sessions), (), fit))
    assert not isinstance(moves, Refusal), moves
    orders = [MoveOrder(each.player_id, each.from_session_id, each.to_session_id) for each in moves]
    decided = decide_moves(bundle, sessions, orders, CONTEXT, fit)
    assert not isinstance(decided, Refusal), decided
    return 1000 * (time.perf_counter() - began), moves


def rows() -> list[Row]:
    """The row of the table."""
    measured = [once() for _ in range(ROUNDS)]
    return [
        Row(
            "rebalance of 200 players in 8 sessions",
            COMMAND,
            "ms",
            200.0,
            Figure.of([took for took, _ in measured]),
            notes=[f"{len(measured[0][1])} moves in each round"],
        )
    ]


if __name__ == "__main__":
    finish(rows())
