"""A club that has taken a node over: its admin's HTTP client, and short words for what tests do all the time."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx

from dryland.contract.base import Role
from dryland.web.identity import Identity
from tests.node.site import Inside

__all__ = ["PASSWORD", "Club", "claimed"]

PASSWORD = "flat-pucks-glide-well"


class Club:
    """The node, its organisation, and who speaks for it."""

    def __init__(self, site: Inside, admin: httpx.AsyncClient, signed: dict[str, Any]) -> None:
        self.site = site
        self.node = site.node
        self.admin = admin
        self.signed = signed
        self.org_id: str = signed["me"]["orgId"]

    def token(self, role: Role, *, user: str | None = None, player: str | None = None, **more: Any) -> str:
        """A token of the club for any role."""
        identity = Identity(user or f"some-{role}", role, more.pop("org", self.org_id), player_id=player, **more)
        return self.node.signer.sign(identity, self.node.clock.now_ms() // 1000, 3_600)

    def http(self, role: Role, **more: Any) -> httpx.AsyncClient:
        """A client of somebody of the club."""
        return self.site.http(self.token(role, **more))

    async def made(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make a record as the admin."""
        answer = await self.admin.post(path, json=body)
        assert answer.status_code == 201, (path, answer.text)
        made: dict[str, Any] = answer.json()
        return made

    async def players(self, count: int, **more: Any) -> list[str]:
        """Make players; their ids."""
        names = [{"name": f"Player {number}", "jerseyNumber": number, **more} for number in range(1, count + 1)]
        return [(await self.made("/api/players", body))["id"] for body in names]


@contextlib.asynccontextmanager
async def claimed(site: Inside) -> AsyncIterator[Club]:
    """Take a new node over."""
    async with site.http() as http:
        body = {
            "code": site.node.claim_code,
            "organisationName": "HC Nordlicht",
            "name": "Ada",
            "login": "ada@example.org",
            "password": PASSWORD,
        }
        answer = await http.post("/api/setup/claim", json=body)
        assert answer.status_code == 201, answer.text
    signed = answer.json()
    async with site.http(signed["accessToken"]) as admin:
        yield Club(site, admin, signed)
