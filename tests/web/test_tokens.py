"""Tokens of machines and codes of players: scoped, shown once, taken back at once also on open connections."""

import pytest

from dryland.contract.base import Role
from dryland.insights.equipment_use import stays_of
from dryland.store import open_history
from tests.node.clients import Turned, opened
from tests.web.club import Club

ALL = {"heart_rate": True, "video": False, "medical": True, "wall": True}


async def session_with(club: Club, players: list[str], name: str = "Bikes") -> str:
    body = {"name": name, "workoutType": "conditioning", "playerIds": players}
    return str((await club.made("/api/sessions", body))["id"])


async def test_a_revoked_tablet_is_put_out_at_once_with_the_reason(club: Club) -> None:
    players = await club.players(2)
    session_id = await session_with(club, players)
    given = await club.made("/api/tokens", {"kind": "station", "name": "Rack 3", "sessionId": session_id})
    assert club.node.signer.read(given["token"], 0).station
    async with opened(club.site.url, given["token"]) as tablet:
        joined = await tablet.join(session_id)
        assert len(joined["session"]["players"]) == 2
        ended = (await club.admin.delete(f"/api/tokens/{given['id']}")).json()
        assert ended["connectionsEnded"] == 1
        await tablet.until(lambda: tablet.gone)
        told = tablet.named("training:error")[0]
        assert (told["code"], "revoked" in told["message"]) == ("UNAUTHENTICATED", True)
    with pytest.raises(Turned) as turned:
        async with opened(club.site.url, given["token"]):
            pass
    assert "taken back" in turned.value.message


async def test_a_station_speaks_for_everybody_of_its_session_and_nobody_else(club: Club) -> None:
    ours = await club.players(2)
    theirs = [(await club.made("/api/players", {"name": "Other"}))["id"]]
    session_id, other_id = await session_with(club, ours), await session_with(club, theirs, "Rowers")
    given = await club.made("/api/tokens", {"kind": "station", "name": "Rack 3", "sessionId": session_id})
    async with opened(club.site.url, given["token"]) as tablet:
        await tablet.join(session_id)
        for player in ours:
            beat = {"sessionId": session_id, "playerId": player, "heartRate": 120}
            assert (await tablet.call("training:conditioning:hr:update", beat))["ok"]
        stray = {"sessionId": other_id, "playerId": theirs[0], "heartRate": 120}
        refused = await tablet.call("training:conditioning:hr:update", stray)
        assert refused["error"]["code"] == "SESSION_NOT_FOUND"
        assert (await tablet.call("training:session:start", session_id))["error"]["code"] == "FORBIDDEN"
    async with club.site.http(given["token"]) as tablet:
        assert (await tablet.get("/api/players")).status_code == 403
        assert [each["sessionId"] for each in (await tablet.get("/api/sessions")).json()] == [session_id]


async def test_a_device_of_one_player_speaks_for_that_player(club: Club) -> None:
    first, second = await club.players(2)
    session_id = await session_with(club, [first, second])
    given = await club.made("/api/tokens", {"kind": "device", "name": "Strap 7", "playerId": first})
    async with opened(club.site.url, given["token"]) as strap:
        beat = {"sessionId": session_id, "playerId": first, "heartRate": 120}
        assert (await strap.call("training:conditioning:hr:update", beat))["ok"]
        stray = await strap.call("training:conditioning:hr:update", {**beat, "playerId": second})
        assert stray["error"]["code"] == "FORBIDDEN"


async def test_a_token_is_kept_by_its_id_only_and_a_restart_remembers_it_was_taken_back(club: Club) -> None:
    given = await club.made("/api/tokens", {"kind": "wall", "name": "Wall"})
    listed = (await club.admin.get("/api/tokens")).json()["items"]
    assert "token" not in listed[0]
    await club.admin.delete(f"/api/tokens/{given['id']}")
    assert [token.id for token in club.node.desk.office.records.tokens.revoked()] == [given["id"]]
    async with club.http(Role.TRAINER, org="rivals") as stranger:
        assert (await stranger.delete(f"/api/tokens/{given['id']}")).status_code == 404


async def test_from_a_scanned_code_to_the_right_session(club: Club) -> None:
    players = await club.players(3)
    session_id = await session_with(club, players)
    code = await club.made("/api/join-codes", {"sessionId": session_id, "baseUrl": "https://gym.example"})
    assert len(code["code"].replace("-", "")) in range(6, 9)
    assert code["qrSvg"].startswith("<svg")
    assert code["url"].startswith("https://gym.example/join#code=")
    async with club.site.http() as phone:
        offer = (await phone.get(f"/api/join/{code['code'].lower()}")).json()
        assert [each["playerId"] for each in offer["players"]] == players
        assert {question["category"] for question in offer["questions"]} == set(ALL)
        silent = await phone.post("/api/join", json={"code": code["code"], "playerId": players[1], "consents": {}})
        assert (silent.status_code, silent.json()["context"]["allowed"]) == (400, sorted(ALL, key=list(ALL).index))
        body = {"code": code["code"], "playerId": players[1], "consents": ALL}
        joined = (await phone.post("/api/join", json=body)).json()
    assert joined["sessionId"] == session_id
    async with opened(club.site.url, joined["accessToken"]) as player:
        assert (await player.join(session_id))["session"]["sessionId"] == session_id
        other = {"sessionId": session_id, "playerId": players[0], "heartRate": 120}
        assert (await player.call("training:conditioning:hr:update", other))["error"]["code"] == "FORBIDDEN"
    mine = (await club.admin.get(f"/api/players/{players[1]}/consents")).json()
    assert {each["category"]: each["granted"] for each in mine} == ALL


async def test_an_expired_a_used_and_a_taken_back_code_open_nothing(club: Club) -> None:
    players = await club.players(1)
    session_id = await session_with(club, players)
    once = await club.made("/api/join-codes", {"sessionId": session_id, "maxUses": 1})
    gone = await club.made("/api/join-codes", {"sessionId": session_id})
    late = await club.made("/api/join-codes", {"sessionId": session_id, "expiresIn": 60})
    records = club.node.desk.office.records
    kept = records.codes.get(late["id"])
    assert kept is not None
    fields = {name: getattr(kept, name) for name in kept.__struct_fields__}
    records.codes.save(type(kept)(**{**fields, "expires_at_ms": kept.created_at_ms}))
    assert (await club.admin.delete(f"/api/join-codes/{gone['id']}")).status_code == 204
    async with club.site.http() as phone:
        body = {"playerId": players[0], "consents": ALL}
        assert (await phone.post("/api/join", json={**body, "code": once["code"]})).status_code == 201
        for code in (once["code"], gone["code"], late["code"], "ZZZZ-ZZZZ"):
            answer = await phone.post("/api/join", json={**body, "code": code})
            assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN"), code
    assert len((await club.admin.get("/api/tokens")).json()["items"]) == 1


async def test_codes_cannot_be_tried_out(club: Club) -> None:
    async with club.site.http() as guesser:
        answers = [(await guesser.get(f"/api/join/{number:08d}")).status_code for number in range(40)]
    assert answers[0] == 403
    assert answers[-1] == 429


async def test_a_code_is_for_its_players_only(club: Club) -> None:
    players = await club.players(2)
    session_id = await session_with(club, players[:1])
    code = await club.made("/api/join-codes", {"sessionId": session_id})
    async with club.site.http() as phone:
        body = {"code": code["code"], "playerId": players[1], "consents": ALL}
        assert (await phone.post("/api/join", json=body)).status_code == 404


@pytest.mark.parametrize(("kind", "path"), [("station", "/station"), ("wall", "/wall")])
async def test_a_machine_is_paired_by_scanning_the_address_of_its_screen(club: Club, kind: str, path: str) -> None:
    asked = {"kind": kind, "name": "Hall", "baseUrl": "https://floor.example"}
    given = await club.made("/api/tokens", asked)
    assert given["url"] == f"https://floor.example{path}#token={given['token']}"
    assert given["qrSvg"].startswith("<svg")
    told = await club.made("/api/tokens", {**asked, "screen": "distance=12&mode=timer"})
    assert told["url"] == f"https://floor.example{path}?distance=12&mode=timer#token={told['token']}"
    for wrong in ("", "distance", "a=1#token=x", "a=1&b=<", "next=https://elsewhere.example"):
        refused = await club.admin.post("/api/tokens", json={**asked, "screen": wrong})
        assert refused.status_code == 400, wrong
    kept = (await club.admin.get("/api/tokens")).json()["items"]
    assert all("token" not in each and "url" not in each and "qrSvg" not in each for each in kept)


async def test_a_station_that_stands_at_a_machine_tells_in_the_log_who_is_on_it(club: Club) -> None:
    player = (await club.players(1))[0]
    bike = await club.made("/api/equipment", {"type": "bike", "name": "Bike 1"})
    intervals = [{"id": name, "name": name, "type": "work", "duration": 600} for name in ("one", "two")]
    body = {"name": "Bikes", "workoutType": "conditioning", "playerIds": [player], "plan": {"intervals": intervals}}
    session_id = str((await club.made("/api/sessions", body))["id"])
    given = await club.made("/api/tokens", {"kind": "station", "name": "Bike 1", "itemId": bike["id"]})
    assert given["itemId"] == bike["id"]
    async with opened(club.site.url, club.token(Role.TRAINER)) as trainer:
        assert (await trainer.call("training:session:start", session_id))["ok"]
    async with opened(club.site.url, given["token"]) as tablet:
        await tablet.join(session_id)
        step = {"sessionId": session_id, "playerId": player, "intervalId": "one"}
        assert (await tablet.call("training:conditioning:interval:transition", step))["ok"]
    history = open_history(club.site.folder.path)
    stays = stays_of(history.events(session_id), {f"station:{given['id']}": bike["id"]})
    history.close()
    assert [stay.item_id for stay in stays[player]] == [bike["id"]]


async def test_only_a_station_or_a_device_stands_at_an_item_of_the_club(club: Club) -> None:
    bike = await club.made("/api/equipment", {"type": "bike", "name": "Bike 1"})
    wall = await club.admin.post("/api/tokens", json={"kind": "wall", "name": "TV", "itemId": bike["id"]})
    assert (wall.status_code, wall.json()["context"]["path"]) == (400, "$.itemId")
    lost = await club.admin.post("/api/tokens", json={"kind": "station", "name": "Rack", "itemId": "nowhere"})
    assert lost.status_code == 404
