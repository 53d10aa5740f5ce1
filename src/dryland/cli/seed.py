"""`dryland seed`: people, plans and sessions in a data folder, before a server runs on it."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators

from dryland.cli.options import AsJson, DataFolder
from dryland.cli.talk import Failed, put, put_table, say
from dryland.contract.base import WorkoutType

__all__ = ["seed"]

Positive = validators.Number(gte=1)


def seed(
    *,
    data: DataFolder,
    sessions: Annotated[int, Parameter(validator=Positive, help="Sessions to make.")] = 1,
    players_per_session: Annotated[int, Parameter(validator=Positive, help="Players in each of them.")] = 24,
    workout: Annotated[WorkoutType, Parameter(help="What they train.")] = WorkoutType.CONDITIONING,
    seed_number: Annotated[int, Parameter(name="--seed", help="The same number makes the same people.")] = 1,
    json: AsJson = False,
) -> None:
    """Write made-up people, a plan and sessions into a data folder, and print everybody's tokens.

    No server may run on the folder. What is there already stays; new sessions are numbered on.
    """
    from dryland.seeding import SeedRequest, seed_folder, supported

    if workout not in supported():
        able = ", ".join(kind.value for kind in supported())
        raise Failed(f"Sessions of {workout.value} cannot be seeded by this version.", f"It can seed {able}.")
    seeding = seed_folder(data, SeedRequest(sessions, players_per_session, workout, seed_number))
    if json:
        put(seeding, indent=False)
        return
    rows = [(one.session_id, len(one.players), one.trainer.user_id, one.trainer.token) for one in seeding.sessions]
    put_table(("session", "players", "trainer", "trainer's token"), rows)
    say(f"Now start a server on it: dryland serve --data {data}")
