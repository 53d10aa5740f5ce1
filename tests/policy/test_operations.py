"""Every HTTP route × role × subject: each route names an operation of the policy, and only whom it is for gets past.

What must happen is read from the table `OPERATIONS` and from who is who; another club's records do not exist.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from litestar.routes import HTTPRoute

from dryland.contract.base import Role
from dryland.node import Node
from dryland.policy import OPERATIONS
from dryland.settings import load_settings
from dryland.web.app import make_app
from dryland.web.identity import open_signer
from tests.node.folder import Folder
from tests.node.site import inside
from tests.web.club import Club, claimed


class Asked(NamedTuple):
    """One method of one route."""

    method: str
    path: str
    operation: str | None
    public: bool


def routes() -> list[Asked]:
    """Everything under `/api`, as the application serves it."""
    with tempfile.TemporaryDirectory() as empty:
        return sorted(set(_served(Node(load_settings(None, {}), Path(empty)))), key=str)


def _served(node: Node) -> Iterator[Asked]:
    for route in make_app(node.desk).routes:
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/") and "/docs" not in route.path:
            for handler in route.route_handlers:
                for method in set(handler.http_methods) - {"OPTIONS", "HEAD"}:
                    opt = handler.opt
                    yield Asked(str(method), route.path_format, opt.get("operation"), bool(opt.get("public")))


ROUTES = routes()
GUARDED = [asked for asked in ROUTES if not asked.public]


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    folder = tmp_path / "data"
    folder.mkdir()
    open_signer(folder)
    async with inside(Folder(folder, (), ()), node={"tick_s": 5.0}) as site, claimed(site) as found:
        yield found


def test_every_route_is_public_or_names_an_operation_that_exists() -> None:
    assert {asked.operation for asked in GUARDED} <= set(OPERATIONS)
    assert {asked.operation for asked in GUARDED} >= set(OPERATIONS)
    assert {(asked.method, asked.path) for asked in ROUTES if asked.public} == {
        ("GET", "/api/setup"),
        ("POST", "/api/setup/claim"),
        ("POST", "/api/sign-in"),
        ("POST", "/api/sign-in/renew"),
        ("POST", "/api/sign-in/foreign"),
        ("POST", "/api/invitations"),
        ("POST", "/api/join"),
        ("GET", "/api/join/{code}"),
    }


_NOBODYS = {"category": "wall"}


async def ask(http: httpx.AsyncClient, asked: Asked, **ids: str) -> httpx.Response:
    """Ask with ids in the path and a body that says nothing."""
    path = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], _NOBODYS.get(found[1], "nobody")), asked.path)
    body = None if asked.method in {"GET", "DELETE"} else {}
    return await http.request(asked.method, path, json=body)


async def test_without_a_token_every_route_but_the_public_ones_is_closed(club: Club) -> None:
    async with club.site.http() as nobody:
        for asked in GUARDED:
            answer = await ask(nobody, asked)
            assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED"), asked


@pytest.mark.parametrize("role", Role)
async def test_every_route_lets_past_whom_it_is_for(club: Club, role: Role) -> None:
    me, mate = await club.players(2)
    player = me if role is Role.PLAYER else None
    async with club.http(role, user=me, player=player) as http:
        for asked in GUARDED:
            rule = OPERATIONS[asked.operation or ""]
            if asked.path == "/api/sign-out":
                continue
            own = "{player_id}" in asked.path and role in rule.own
            for player_id, mine in ((me, role is Role.PLAYER), (mate, False)):
                status = (await ask(http, asked, player_id=player_id)).status_code
                may = role in rule.roles or (own and mine)
                assert (status != 403) == may or (may and _refuses_its_own(asked)), (asked, player_id, status)


def _refuses_its_own(asked: Asked) -> bool:
    """Handlers that may answer 403 for a reason of their own, as a wrong password."""
    return asked.path in {"/api/me/password", "/api/events"}


@pytest.mark.parametrize("scope", ["station", "session"])
async def test_tokens_for_the_floor_do_the_floors_business_only(club: Club, scope: str) -> None:
    more: dict[str, Any] = {"station": True} if scope == "station" else {"session_id": "tuesday"}
    async with club.http(Role.PLAYER if scope == "station" else Role.TRAINER, **more) as http:
        for asked in GUARDED:
            if asked.path == "/api/sign-out":
                continue
            status = (await ask(http, asked)).status_code
            if not OPERATIONS[asked.operation or ""].for_machines:
                assert status == 403, asked


async def test_another_clubs_records_do_not_exist(club: Club) -> None:
    records = await _one_of_each(club)
    before = await _everything(club)
    async with club.http(Role.ADMIN, org="rivals") as rival:
        for asked in GUARDED:
            if "{" in asked.path:
                answer = await ask(rival, asked, **records)
                assert answer.status_code in {400, 404}, (asked, answer.text)
            elif asked.method == "GET" and asked.path not in {"/api/me", "/api/me/sign-ins"}:
                answer = await rival.get(asked.path)
                assert not [name for name in records.values() if name in answer.text], asked
    assert await _everything(club) == before


async def _one_of_each(club: Club) -> dict[str, str]:
    plan = {"intervals": [{"id": "a", "name": "A", "type": "work", "duration": 60}]}
    start, end = "2026-12-01T16:00:00Z", "2026-12-01T17:00:00Z"
    player = (await club.players(1))[0]
    invited = await club.made("/api/users", {"login": "kim@example.org", "name": "Kim", "role": "observer"})
    made = {
        "team_id": ("/api/teams", {"name": "U20"}),
        "plan_id": ("/api/plans", {"name": "P", "workoutType": "conditioning", "plan": plan}),
        "session_id": ("/api/sessions", {"name": "S", "workoutType": "conditioning", "playerIds": [player]}),
        "facility_id": ("/api/facilities", {"name": "Hall", "kind": "gym", "capacity": 3}),
        "item_id": ("/api/equipment", {"type": "bike", "name": "B"}),
        "event_id": ("/api/calendar", {"title": "T", "startTime": start, "endTime": end}),
        "token_id": ("/api/tokens", {"kind": "wall", "name": "W"}),
    }
    ids = {name: str((await club.made(path, body))["id"]) for name, (path, body) in made.items()}
    session = {"workoutType": "conditioning", "planId": ids["plan_id"]}
    template = await club.made("/api/bundle-templates", {"name": "Tuesday", "sessions": [session, session]})
    ids["template_id"] = str(template["id"])
    code = await club.made("/api/join-codes", {"sessionId": ids["session_id"]})
    return {**ids, "code_id": code["id"], "player_id": player, "user_id": invited["user"]["id"]}


async def _everything(club: Club) -> dict[str, str]:
    paths = ("teams", "players", "plans", "bundle-templates", "sessions/history", "facilities", "equipment", "calendar",
             "tokens", "join-codes", "users")  # fmt: skip
    return {path: (await club.admin.get(f"/api/{path}")).text for path in paths}
