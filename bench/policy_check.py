"""Question: how much CPU does it cost to ask whether this sender may send this command about this player?

Command: `python -m bench.policy_check`. Every command of the catalogue that is about a session, sent by each of the
seven roles about a session of 25 players: role, session, player and consent are asked as the intake asks them, allowed
and refused cells alike. A live sample has the shorter question of its own. One process, no sockets.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
from bench.rig import Figure, Row, finish

from dryland.contract.base import Command, Role, WorkoutType
from dryland.contract.catalogue import EVENTS
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.event_spec import EventSpec, Subject
from dryland.contract.examples import command_example
from dryland.floor.state import PlayerState, SessionState
from dryland.guarded import is_guarded, refuse_unconsented
from dryland.live_intake import may_send
from dryland.policy import refuse_role, refuse_subject
from dryland.web.identity import Identity
from dryland.web.privacy import Privacy

COMMAND = "python -m bench.policy_check"
ROUNDS, TIMES = 9, 400

Cell = tuple[EventSpec, Identity, Command, str | None]


def session() -> SessionState:
    """A session of 25 players."""
    state = SessionState(
        session_id="session-1", org_id="club", epoch="e", workout_type=WorkoutType.CONDITIONING, workout_name="Bikes"
    )
    for number in range(25):
        state.players[f"p{number}"] = PlayerState(player_id=f"p{number}", name=f"Player {number}", joined_ms=0)
    return state


def cells() -> list[Cell]:
    """Every command about a session × every role, about the sender's own player."""

    found: list[Cell] = []
    for spec in EVENTS:
        if spec.command is None or spec.subject not in {Subject.SESSION, Subject.PLAYER}:
            continue
        if "session_id" not in spec.command.__struct_fields__:
            continue
        body = {**command_example(spec), "sessionId": "session-1"}
        player_id = "p7" if "player_id" in spec.command.__struct_fields__ else None
        if player_id is not None:
            body["playerId"] = player_id
        command = COMMAND_DECODERS[spec.wire](msgspec.json.encode(body))
        for role in Role:
            identity = Identity("u", role, "club", player_id="p7" if role is Role.PLAYER else None)
            found.append((spec, identity, command, player_id))
    return found


def best_us(work: Callable[[], int]) -> Figure:
    """CPU of one check in µs, of each round."""
    rounds: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        count = work()
        rounds.append((time.process_time() - start) / count * 1e6)
    return Figure.of(rounds)


def rows() -> list[Row]:
    """A command's check, and a live sample's."""
    table, state, privacy = cells(), session(), Privacy()
    person = Identity("u", Role.PLAYER, "club", player_id="p7")

    def commands() -> int:
        for _ in range(TIMES):
            for spec, identity, command, player_id in table:
                refusal = refuse_role(spec, identity) or refuse_subject(spec, identity, state, player_id)
                if refusal is None and is_guarded(command):
                    refuse_unconsented(command, privacy, "club")
        return TIMES * len(table)

    def samples() -> int:
        for _ in range(TIMES * 100):
            assert may_send(person, "club", "session-1", "p7")
            assert privacy.allows_heart_rate("p7")
        return TIMES * 100

    live = best_us(samples)
    notes = [f"{len(table)} cells of command and role; a live sample's own check {live} µs"]
    return [Row("Policy check of one event", COMMAND, "µs", 2.0, best_us(commands), notes=notes)]


if __name__ == "__main__":
    finish(rows())
