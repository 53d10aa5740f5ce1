"""The commands and how they are called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from dryland.contract.base import WorkoutType

__all__ = ["app", "main"]

app = App(name="dryland", help="Runs a team's training floor live.")


@app.command
def serve(*, host: str = "127.0.0.1", port: int = 8000, data: Path = Path("dryland-data")) -> None:
    """Run a node."""
    from dryland.node import Node
    from dryland.node import serve as run
    from dryland.settings import load_settings

    data.mkdir(parents=True, exist_ok=True)
    settings = load_settings(data, node={"host": host, "port": port, "data": str(data)})

    async def go() -> None:
        await run(Node(settings, data), on_listening=lambda url: print(url, file=sys.stderr, flush=True))

    import uvloop

    uvloop.run(go())


@app.command
def seed(
    *,
    data: Path,
    sessions: int = 1,
    players_per_session: int = 24,
    workout: WorkoutType = WorkoutType.CONDITIONING,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Write people, plans and sessions into a data folder."""
    from dryland.seeding import SeedRequest, seed_folder

    seeding = seed_folder(data, SeedRequest(sessions, players_per_session, workout))
    print(msgspec.json.encode(seeding).decode() if as_json else f"{sessions} sessions")


def main() -> None:
    """The console script."""
    app()
