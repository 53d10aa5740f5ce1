"""Signing in, staying in, being put out: by password, cookie, renewal and another issuer's voucher."""

import httpx

from dryland.contract.base import Role
from tests.node.clients import opened
from tests.node.site import HeldClock
from tests.web.club import PASSWORD, Club

LOGIN = {"login": "ada@example.org", "password": PASSWORD}


async def signed(http: httpx.AsyncClient) -> dict[str, str]:
    answer = await http.post("/api/sign-in", json=LOGIN)
    assert answer.status_code == 200, answer.text
    body: dict[str, str] = answer.json()
    return body


async def test_wrong_passwords_and_unknown_logins_look_alike_and_are_slowed_down(club: Club) -> None:
    clock = HeldClock(club.node)  # a password takes as long to check as the machine is busy
    async with club.site.http() as http:
        wrong = await http.post("/api/sign-in", json={**LOGIN, "password": "not-the-right-one"})
        nobody = await http.post("/api/sign-in", json={**LOGIN, "login": "nobody@example.org"})
        assert (wrong.status_code, wrong.json()) == (401, nobody.json())
        for _ in range(4):
            assert (await http.post("/api/sign-in", json={**LOGIN, "password": "x"})).status_code == 401
        right = await http.post("/api/sign-in", json=LOGIN)
        assert right.status_code == 429
        assert int(right.headers["retry-after"]) >= 1
        clock.pass_ms(1_000)
        assert (await http.post("/api/sign-in", json=LOGIN)).status_code == 200


async def test_passwords_are_kept_as_argon2id_and_nowhere_else(club: Club) -> None:
    user = club.node.desk.office.records.users.by_login("ada@example.org")
    assert user is not None
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$")
    for file in club.site.folder.path.iterdir():
        if file.is_file():
            assert PASSWORD.encode() not in file.read_bytes(), file


async def test_a_cookie_reads_but_writes_only_with_the_pages_own_word(club: Club) -> None:
    async with club.site.http() as browser:
        csrf = (await signed(browser))["csrf"]
        cookies = {cookie.name: cookie for cookie in browser.cookies.jar}
        assert cookies["dryland_access"].has_nonstandard_attr("HttpOnly")
        assert cookies["dryland_renewal"].has_nonstandard_attr("HttpOnly")
        assert not cookies["dryland_csrf"].has_nonstandard_attr("HttpOnly")
        assert {cookie.get_nonstandard_attr("SameSite") for cookie in cookies.values()} == {"strict"}
        assert cookies["dryland_renewal"].path == "/api/sign-in"
        assert (await browser.get("/api/me")).status_code == 200
        without = await browser.post("/api/teams", json={"name": "U20"})
        assert (without.status_code, without.json()["code"]) == (403, "FORBIDDEN")
        wrong = await browser.post("/api/teams", json={"name": "U20"}, headers={"x-csrf-token": "0" * 64})
        assert wrong.status_code == 403
        good = await browser.post("/api/teams", json={"name": "U20"}, headers={"x-csrf-token": csrf})
        assert good.status_code == 201
        foreign = {"x-csrf-token": csrf, "origin": "https://evil.example"}
        assert (await browser.post("/api/teams", json={"name": "U18"}, headers=foreign)).status_code == 403
        own = {"x-csrf-token": csrf, "origin": club.site.url}
        assert (await browser.post("/api/teams", json={"name": "U18"}, headers=own)).status_code == 201


async def test_a_renewal_works_once_and_a_second_use_ends_the_sign_in(club: Club) -> None:
    async with club.site.http() as http, club.site.http() as thief:
        first = await signed(http)
        http.cookies.clear()
        second = (await http.post("/api/sign-in/renew", json={"renewal": first["renewal"]})).json()
        http.cookies.clear()
        third = (await http.post("/api/sign-in/renew", json={"renewal": second["renewal"]})).json()
        assert len({first["accessToken"], second["accessToken"], third["accessToken"]}) == 3
        async with opened(club.site.url, third["accessToken"]) as socket:
            stolen = await thief.post("/api/sign-in/renew", json={"renewal": first["renewal"]})
            assert stolen.status_code == 401
            again = await thief.post("/api/sign-in/renew", json={"renewal": "nobody.nothing"})
            assert again.status_code == 401
            assert (await socket.call("training:clock", {"t0": 1}))["t0"] == 1


async def test_two_tabs_may_renew_at_once_but_an_old_renewal_ends_everything(club: Club) -> None:
    async with club.site.http() as http:
        first = await signed(http)
        http.cookies.clear()
        await http.post("/api/sign-in/renew", json={"renewal": first["renewal"]})
        http.cookies.clear()
        late = await http.post("/api/sign-in/renew", json={"renewal": first["renewal"]})
        assert (late.status_code, "renewal" in late.json()) == (200, False)
        office = club.node.desk.office
        sign_in_id = first["renewal"].partition(".")[0]
        kept = office.records.sign_ins.get(sign_in_id)
        assert kept is not None
        office.records.sign_ins.save(type(kept)(**{**_fields(kept), "used_at_ms": kept.used_at_ms - 60_000}))
        async with opened(club.site.url, first["accessToken"]) as socket:
            http.cookies.clear()
            stolen = await http.post("/api/sign-in/renew", json={"renewal": first["renewal"]})
            assert stolen.status_code == 401
            await socket.until(lambda: socket.gone)
            assert socket.named("training:error")[0]["code"] == "UNAUTHENTICATED"
        async with club.site.http(first["accessToken"]) as old:
            assert (await old.get("/api/me")).status_code == 401


def _fields(record: object) -> dict[str, object]:
    names: tuple[str, ...] = record.__struct_fields__  # type: ignore[attr-defined]
    return {name: getattr(record, name) for name in names}


async def test_signing_out_ends_open_connections_and_survives_a_restart(club: Club) -> None:
    async with club.site.http() as http:
        token = (await signed(http))["accessToken"]
        async with opened(club.site.url, token) as socket, club.site.http(token) as own:
            assert (await own.post("/api/sign-out")).status_code == 204
            await socket.until(lambda: socket.gone)
        office = club.node.desk.office
        assert office.records.sign_ins.revoked_since(0)
        async with club.site.http(token) as own:
            assert (await own.get("/api/me")).status_code == 401


async def test_a_new_password_ends_the_other_sign_ins(club: Club) -> None:
    async with club.site.http() as http:
        token = (await signed(http))["accessToken"]
        refused = await club.admin.post("/api/me/password", json={"present": "wrong-wrong", "new": "another-long-word"})
        assert refused.status_code == 403
        body = {"present": PASSWORD, "new": "another-long-word"}
        assert (await club.admin.post("/api/me/password", json=body)).status_code == 204
        async with club.site.http(token) as other:
            assert (await other.get("/api/me")).status_code == 401
        assert (await club.admin.get("/api/me")).status_code == 200
        http.cookies.clear()
        assert (await http.post("/api/sign-in", json=LOGIN)).status_code == 401


async def test_an_invited_trainer_sets_a_password_once(club: Club) -> None:
    invited = await club.made("/api/users", {"login": "Kim@Example.org", "name": "Kim", "role": "trainer"})
    async with club.site.http() as http:
        body = {"code": invited["invitation"], "password": "kerb-and-boards-9"}
        came = await http.post("/api/invitations", json=body)
        assert came.status_code == 201
        assert came.json()["me"]["role"] == "trainer"
        http.cookies.clear()
        assert (await http.post("/api/invitations", json=body)).status_code == 403
    async with club.site.http(came.json()["accessToken"]) as kim:
        assert (await kim.get("/api/users")).status_code == 403
        assert (await kim.get("/api/teams")).status_code == 200
        closed = await club.admin.patch(f"/api/users/{invited['user']['id']}", json={"disabled": True})
        assert closed.json()["disabled"] is True
        assert (await kim.get("/api/teams")).status_code == 401


async def test_the_last_admin_cannot_shut_themselves_out(club: Club) -> None:
    me = club.signed["me"]["userId"]
    assert (await club.admin.patch(f"/api/users/{me}", json={"disabled": True})).status_code == 409
    assert (await club.admin.patch(f"/api/users/{me}", json={"role": "observer"})).status_code == 409


async def test_a_token_of_an_unknown_role_or_club_opens_nothing(club: Club) -> None:
    async with club.http(Role.TRAINER, org="rivals") as stranger:
        assert (await stranger.get("/api/teams")).json() == []
    team = await club.made("/api/teams", {"name": "U20"})
    player = (await club.players(1))[0]
    async with club.http(Role.TRAINER, org="rivals") as stranger:
        for path in (f"/api/teams/{team['id']}", f"/api/players/{player}"):
            answer = await stranger.patch(path, json={"name": "Ours now"})
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
