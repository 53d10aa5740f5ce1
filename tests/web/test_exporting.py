"""What somebody takes along of themselves: theirs alone, without secrets, and never without a trail."""

from dryland.contract.base import Role
from tests.web.club import Club

PROFILE = {"name": "Elin Wikström", "birthDate": "2000-03-09"}


async def test_a_player_takes_everything_along_that_the_records_hold(club: Club) -> None:
    player = (await club.made("/api/players", PROFILE))["id"]
    await club.made(f"/api/players/{player}/measured", {"quantity": "hr_max", "value": 196, "measuredOn": "2026-01-09"})
    async with club.http(Role.PLAYER, player=player) as http:
        answer = await http.get("/api/me/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="dryland-me.json"'
    taken = answer.json()["player"]
    assert (taken["profile"]["name"], taken["tests"][0]["value"]) == ("Elin Wikström", 196)
    assert taken["fromSessions"] == {}


async def test_an_account_is_taken_along_without_what_proves_it(club: Club) -> None:
    answer = await club.admin.get("/api/me/export")
    assert answer.json()["account"]["login"] == "ada@example.org"
    assert "argon2" not in answer.text
    assert "hash" not in answer.text


async def test_a_player_takes_along_nobody_else(club: Club) -> None:
    mine, other = await club.players(2)
    async with club.http(Role.PLAYER, player=mine) as http:
        assert (await http.get(f"/api/players/{mine}/export")).status_code == 200
        assert (await http.get(f"/api/players/{other}/export")).status_code == 403
    async with club.http(Role.TRAINER) as http:
        assert (await http.get(f"/api/players/{mine}/export")).status_code == 403


async def test_an_export_is_in_the_trail(club: Club) -> None:
    (player,) = await club.players(1)
    assert (await club.admin.get(f"/api/players/{player}/export")).status_code == 200
    entries = [sealed["entry"] for sealed in (await club.admin.get("/api/audit")).json()]
    assert [entry["playerIds"] for entry in entries if entry["action"] == "exported"] == [[player]]
