"""The first person takes a new server over with the code it printed; afterwards nobody can."""

import httpx

from tests.node.clients import opened
from tests.node.site import Inside
from tests.web.club import PASSWORD, Club

BODY = {"organisationName": "HC Nordlicht", "name": "Ada", "login": "Ada@Example.org", "password": PASSWORD}


async def test_from_the_printed_code_to_a_socket(empty: Inside, anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.get("/api/setup")).json() == {"claimable": True}
    code = empty.node.claim_code
    assert code is not None
    claimed = await anonymous.post("/api/setup/claim", json={"code": code.lower().replace("-", " "), **BODY})
    assert claimed.status_code == 201
    assert (claimed.json()["me"]["role"], claimed.json()["me"]["orgId"]) == ("admin", "hc-nordlicht")
    assert (await anonymous.get("/api/setup")).json() == {"claimable": False}
    anonymous.cookies.clear()
    signed = await anonymous.post("/api/sign-in", json={"login": "ada@example.ORG", "password": PASSWORD})
    assert signed.status_code == 200
    anonymous.cookies.clear()
    token = signed.json()["accessToken"]
    async with empty.http(token) as admin, opened(empty.url, token) as socket:
        assert (await admin.get("/api/me")).json()["name"] == "Ada"
        assert (await socket.call("training:clock", {"t0": 1}))["t0"] == 1
        team = await admin.post("/api/teams", json={"name": "U20"})
        assert team.status_code == 201
        body = {"name": "Maja Ek", "jerseyNumber": 17, "teamId": team.json()["id"]}
        player = (await admin.post("/api/players", json=body)).json()
        assert (await admin.get(f"/api/players/{player['id']}")).json() == player
        listed = (await admin.get("/api/players")).json()
        assert [each["name"] for each in listed["items"]] == ["Maja Ek"]


async def test_a_wrong_code_changes_nothing_and_guessing_is_slowed_down(
    empty: Inside, anonymous: httpx.AsyncClient
) -> None:
    answers = [await anonymous.post("/api/setup/claim", json={"code": "AAAA-BBBB-CCCC", **BODY}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
    assert answers[-1].json()["retryAfterMs"] > 0
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert empty.node.claim_code is not None
    assert empty.node.desk.office.records.organisations.all() == []


async def test_a_claimed_server_is_not_claimed_again(club: Club) -> None:
    async with club.site.http() as http:
        answer = await http.post("/api/setup/claim", json={"code": "", **BODY})
        assert answer.status_code == 403
    assert club.node.claim_code is None


async def test_an_easy_password_is_not_taken(empty: Inside, anonymous: httpx.AsyncClient) -> None:
    for password in ("short", "aaaaaaaaaaaa", "ada-is-the-login", "x" * 257):
        body = {**BODY, "code": empty.node.claim_code, "password": password}
        answer = await anonymous.post("/api/setup/claim", json=body)
        assert answer.status_code in {400, 429}, password
    assert empty.node.claim_code is not None
