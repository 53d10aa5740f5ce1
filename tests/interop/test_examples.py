"""The examples that the documentation points to, run as a reader would run them."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dryland.contract.base import WorkoutType
from dryland.contract.catalogue import EVENTS
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.node.clients import NODE, needs_node
from tests.node.folder import Folder
from tests.node.site import Inside, inside

pytestmark = pytest.mark.interop

EXAMPLES = Path(__file__).parents[2] / "examples"
PATIENCE_S = 20


class Floor(NamedTuple):
    """A node with a running session of each kind that the examples need."""

    site: Inside
    ride: SeededSession
    lift: SeededSession


@pytest.fixture
async def floor(tmp_path: Path) -> AsyncIterator[Floor]:
    data = tmp_path / "data"
    ride, lift = (
        seed_folder(data, SeedRequest(1, 2, kind)).sessions[0]
        for kind in (WorkoutType.CONDITIONING, WorkoutType.STRENGTH)
    )
    async with inside(Folder(data, (), ())) as site:
        for session in (ride, lift):
            async with site.http(session.trainer.token) as http:
                body = {"event": "training:session:start", "payload": {"sessionId": session.session_id}}
                assert (await http.post("/api/events", json=body)).json()["ok"]
        yield Floor(site, ride, lift)


async def started(folder: Path, *words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*words, cwd=folder, stdout=pipe, stderr=pipe)


async def ended(process: asyncio.subprocess.Process) -> str:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert (process.returncode, err.decode()) == (0, "")
    return out.decode()


@needs_node
async def test_the_watcher_sees_what_the_strap_sends(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "watch.mjs").write_bytes((EXAMPLES / "watch.mjs").read_bytes())
    (tmp_path / "node_modules").symlink_to(NODE / "node_modules")
    trainer, player = floor.ride.trainer.token, floor.ride.players[0]
    watching = await started(tmp_path, "node", "watch.mjs", floor.site.url, floor.ride.session_id, trainer)
    assert watching.stdout is not None
    try:
        while "joined" not in json.loads(await asyncio.wait_for(watching.stdout.readline(), PATIENCE_S)):
            pass
        beats = (floor.site.url, floor.ride.session_id, player.player_id, player.token, "1")
        await ended(await started(tmp_path, sys.executable, str(EXAMPLES / "strap.py"), *beats))
        seen: dict[str, object] = {}
        while seen.get("name") != "training:conditioning:hr:update":
            seen = json.loads(await asyncio.wait_for(watching.stdout.readline(), PATIENCE_S))
        assert (seen["playerId"], seen["heartRate"]) == (player.player_id, 130)
    finally:
        watching.terminate()
        await watching.communicate()


@needs_node
async def test_a_stock_client_joins_logs_moves_and_stops(tmp_path: Path) -> None:
    data = tmp_path / "data"
    lift, other = seed_folder(data, SeedRequest(2, 3, WorkoutType.STRENGTH)).sessions
    (tmp_path / "trainer.mjs").write_bytes((EXAMPLES / "trainer.mjs").read_bytes())
    (tmp_path / "node_modules").symlink_to(NODE / "node_modules")
    async with inside(Folder(data, (), ())) as site:
        words = (site.url, lift.session_id, other.session_id, lift.trainer.token)
        said = (await ended(await started(tmp_path, "node", "trainer.mjs", *words))).splitlines()
        async with site.http(lift.trainer.token) as http:
            shown = {each["sessionId"]: each for each in (await http.get("/api/sessions")).json()}
    assert [line.partition(" ")[0].rstrip(":") for line in said] == ["joined", "start", "logged", "moved", "stop"]
    assert [line for line in said if line.startswith(("start", "stop"))] == [
        "start: completed, 2 of 2",
        "stop: completed, 2 of 2",
    ]
    floor = [shown[each.session_id] for each in (lift, other)]
    assert [(session["totalPlayers"], session["status"]) for session in floor] == [(2, "paused"), (4, "paused")]


@pytest.mark.parametrize("program", sorted(EXAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_an_example_uses_names_of_the_contract_only(program: Path) -> None:
    used = set(re.findall(r"training:[a-z:]+", program.read_text("utf-8")))
    assert used
    assert used <= {row.wire for row in EVENTS}


async def test_the_racks_sets_arrive(floor: Floor, tmp_path: Path) -> None:
    player = floor.lift.players[0]
    words = (floor.site.url, floor.lift.session_id, player.player_id, player.token)
    said = await ended(await started(tmp_path, sys.executable, str(EXAMPLES / "rack.py"), *words))
    assert said.strip() == "0 sets wait for the server, 0 were refused."
