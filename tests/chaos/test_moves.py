"""A node killed while players are moved: each is in one session, none too full, a move sent again is one move."""

import asyncio
import contextlib
import random
from typing import Any

import httpx
import pytest

from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import Process, process
from tests.node.test_bundles import CREATE, MOVE, OPERATE, bundle_of

KILLS, SEED = 4, 20_261_128
PLAYERS = ("s1-p1", "s1-p2", "s1-p3")
SESSIONS = ("tuesday-1", "tuesday-2", "tuesday-3")
BUILT_S = 30.0
"""A node that has just started builds what answers HTTP for its first request: a second of work on an idle core."""
PLACES = {"tuesday-1": 3, "tuesday-2": 1, "tuesday-3": 2}


async def furnished(node: Process) -> None:
    """A bundle of three sessions, two of them in small rooms."""
    headers = {"authorization": f"Bearer {node.folder.trainer}"}
    async with httpx.AsyncClient(base_url=node.url, headers=headers, trust_env=False, timeout=BUILT_S) as http:
        for session_id, capacity in PLACES.items():
            room = {"id": f"room-{session_id}", "name": session_id, "kind": "gym", "capacity": capacity}
            assert (await http.post("/api/facilities", json=room)).status_code < 300
    bundle = bundle_of(*PLAYERS)
    bundle["sessions"].append({"workoutType": "strength"})
    for session, session_id in zip(bundle["sessions"], SESSIONS, strict=True):
        session["facilityId"] = f"room-{session_id}"
    async with opened(node.url, node.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle))["ok"]
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        await trainer.next(OPERATE, status="completed")


async def shown(node: Process) -> dict[str, list[str]]:
    """Who is where."""
    headers = {"authorization": f"Bearer {node.folder.trainer}"}
    async with httpx.AsyncClient(base_url=node.url, headers=headers, trust_env=False, timeout=BUILT_S) as http:
        bundle = (await http.get("/api/bundles/tuesday")).json()
        return {session["sessionId"]: session["playerIds"] for session in bundle["sessions"]}


def judge(there: dict[str, list[str]]) -> None:
    assert sorted(player for inside in there.values() for player in inside) == sorted(PLAYERS)
    for session_id, inside in there.items():
        assert len(inside) <= PLACES[session_id], session_id


def a_move(rng: random.Random, number: int) -> dict[str, Any]:
    source, target = rng.sample(SESSIONS, 2)
    ends = {"fromSessionId": source, "toSessionId": target}
    return {"bundleId": "tuesday", "playerId": rng.choice(PLAYERS), **ends, "eventId": f"move-{number:06d}"}


def nothing_to_do(answer: dict[str, Any]) -> bool:
    """Whether a move found its player where it was to bring them."""
    return bool(answer["ok"] and answer["result"].get("moveResult", {}).get("outcome") == "already_there")


async def flood(trainer: Client, commands: list[tuple[str, dict[str, Any]]], answers: dict[str, Any]) -> None:
    """Send all at once; what is answered before the end is kept."""

    async def one(name: str, body: dict[str, Any]) -> None:
        answers[body["eventId"]] = await trainer.call(name, body)

    with contextlib.suppress(Exception):
        await asyncio.gather(*(one(name, body) for name, body in commands))


@pytest.mark.chaos
@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore:Unclosed:ResourceWarning")  # aiohttp, of a connection that was cut
async def test_players_are_moved_through_kills_without_one_being_lost_or_doubled(folder: Folder) -> None:
    rng = random.Random(SEED)
    answered = moved = 0
    async with process(folder) as node:
        await furnished(node)
        for round_ in range(KILLS):
            commands = [(MOVE, a_move(rng, 100 * round_ + number)) for number in range(12)]
            undone = commands[rng.randrange(6)][1]["eventId"]
            undo = {"bundleId": "tuesday", "operation": "undo", "undoes": undone, "eventId": f"undo-{round_:06d}"}
            commands.insert(8, (OPERATE, undo))
            answers: dict[str, Any] = {}
            async with opened(node.url, folder.trainer) as trainer:
                flooding = asyncio.ensure_future(flood(trainer, commands, answers))
                await asyncio.sleep(rng.uniform(0.0, 0.03))
                await node.kill()
                await trainer.until(lambda: trainer.gone is not None)
                flooding.cancel()
            await node.start()
            judge(await shown(node))
            async with opened(node.url, folder.trainer) as trainer:
                for name, body in commands:
                    again = await trainer.call(name, body)
                    before = answers.get(body["eventId"])
                    if before is not None and before["ok"]:
                        answered += 1
                        if nothing_to_do(before):  # it left no fact, and what came after it may have moved the player
                            continue
                        assert again["ok"], again
                        assert again.get("duplicate") or nothing_to_do(again), again
                    moved += bool(again["ok"])
            judge(await shown(node))
    assert moved > KILLS
    print(f"{answered} answered before a kill, {moved} in all")
