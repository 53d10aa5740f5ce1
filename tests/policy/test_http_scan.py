"""Every answer by HTTP and every event of the catalogue, for every role: nothing that is not theirs stands in it.

The routes are those the application serves: a new one is searched as soon as it is there.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from dryland.contract.audience import strip
from dryland.contract.base import Audience, Role, WorkoutType
from dryland.contract.catalogue import EVENTS
from dryland.contract.event_spec import EventSpec
from dryland.plans import default_plan
from dryland.web.routes import HANDLERS
from tests.contract.payloads import MEDICAL_MARK, STAFF_MARK
from tests.node.clients import PythonClient, opened
from tests.node.folder import CLUB, RIVALS, Folder
from tests.node.site import Inside, inside
from tests.node.test_bundle_figures import furnish, furnished
from tests.node.test_bundles import CREATE, OPERATE
from tests.policy.filling import filled
from tests.policy.test_payload_scan import HEARTBEAT, NOTE, Reader, forbidden

DRAWN = re.compile(r"\.pdf$")
"""Drawn from the same pages as the JSON beside them."""

GETS = sorted(
    path
    for handler in HANDLERS
    if "GET" in {str(method) for method in handler.http_methods}
    for path in handler.paths
    if not DRAWN.search(path)
)
TOLD = [spec for spec in EVENTS if spec.event is not None]


@pytest.mark.parametrize("spec", TOLD, ids=lambda spec: spec.constant)
def test_an_event_is_cut_for_each_audience(spec: EventSpec) -> None:
    assert spec.event is not None
    event = msgspec.json.decode(msgspec.json.encode(filled(spec.event)), type=spec.event)
    for audience, words in (
        (Audience.STAFF, [MEDICAL_MARK]),
        (Audience.OPEN, [MEDICAL_MARK, STAFF_MARK]),
        (Audience.WALL, [MEDICAL_MARK, STAFF_MARK]),
    ):
        seen = strip(event, audience) if audience in spec.audiences else None
        text = "" if seen is None else msgspec.json.encode(seen).decode()
        assert not [word for word in words if word in text], audience


async def prepared(site: Inside) -> dict[str, str]:
    """A day with everything in it: a bundle that ran, somebody hurt in it, gear that broke; ids by parameter."""
    await furnish(site, bikes=2)
    medic_token = site.folder.token(Role.MEDICAL, user="dr-berg")
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, medic_token) as medic,
        site.http(site.folder.trainer) as http,
    ):
        plan = msgspec.to_builtins(default_plan(WorkoutType.CONDITIONING))
        body = {"name": "Bikes", "workoutType": "conditioning", "body": plan, "template": True}
        made = await http.post("/api/plans", json=body)
        plan_id = made.json().get("id", "none") if made.status_code < 300 else "none"
        assert (await trainer.call(CREATE, furnished("s1-p1", "s1-p2")))["ok"]
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        await trainer.next(OPERATE, operation="start_all", status="completed")
        beat = {"sessionId": "tuesday-1", "playerId": "s1-p1", "heartRate": HEARTBEAT}
        assert (await trainer.call("training:conditioning:hr:update", beat))["ok"]
        limit = {"bodyRegion": STAFF_MARK, "level": "no_training"}
        change = {"playerId": "s1-p1", "newStatus": "injured", "restrictions": [limit], "notes": NOTE}
        assert (await medic.call("training:medical:status:changed", change))["ok"]
        await trainer.next("training:alert:raised", playerId="s1-p1")
        broken = {"outOfService": True, "reason": "chain"}
        assert (await http.patch("/api/equipment/bike-1", json=broken)).status_code == 200
        for number in (1, 2):
            assert (await trainer.call("training:session:end", f"tuesday-{number}"))["ok"]
    return {
        "session_id": "tuesday-1",
        "bundle_id": "tuesday",
        "player_id": "s1-p1",
        "item_id": "bike-1",
        "plan_id": plan_id,
        "template_id": "none",
        "code": "31X0",
    }


def filled_in(path: str, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+):\w+\}", lambda match: ids[match.group(1)], path)


async def test_every_answer_by_http_holds_what_its_reader_may_read(folder: Folder) -> None:
    async with inside(folder, node={"tick_s": 0.2}) as site:
        names = [player.name for player in site.node.hall.session(folder.session_id).state.players.values()]
        ids = await prepared(site)
        statuses: dict[str, set[int]] = {path: set() for path in GETS}
        seen: dict[tuple[str, Role], str] = {}
        for org, session in ((CLUB, folder.ours[0]), (RIVALS, folder.theirs[0])):
            for role in Role:
                player = session.players[0].player_id if role is Role.PLAYER else None
                token = folder.token(role, org=org, user=player or "somebody", player=player)
                reader = Reader(role, org, PythonClient(), [])
                words = [word for word in forbidden(reader, folder, names) if not (org == RIVALS and '"' in word)]
                async with site.http(token) as http:
                    for path in GETS:
                        answer = await http.get(filled_in(path, ids))
                        statuses[path].add(answer.status_code)
                        assert answer.status_code < 500, (path, org, role, answer.text[:300])
                        seen[org, role] = seen.get((org, role), "") + answer.text
                        leaks: list[Any] = [word for word in words if word in answer.text]
                        assert not leaks, (path, org, role, leaks)
                await reader.socket.close()
        assert MEDICAL_MARK in seen[CLUB, Role.MEDICAL]
        assert STAFF_MARK in seen[CLUB, Role.TRAINER]
        never = {path for path, codes in statuses.items() if 200 not in codes}
        assert never <= {"/api/join/{code:str}", "/api/bundle-templates/{template_id:str}", "/api/plans/{plan_id:str}"}
