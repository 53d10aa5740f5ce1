"""Consent: asked by category, revocable, and enforced where the data come in and go out."""

import json
from typing import Any

from dryland.audit import check, stream_of
from dryland.contract.base import Role
from dryland.store import open_history
from dryland.store.records import Category
from dryland.web.aliases import WORDS
from dryland.web.wording import WORDING
from tests.node.clients import Client, opened
from tests.web.club import Club


async def bikes(club: Club, players: list[str]) -> str:
    body = {"name": "Bikes", "workoutType": "conditioning", "playerIds": players}
    session_id = str((await club.made("/api/sessions", body))["id"])
    async with opened(club.site.url, club.token(Role.TRAINER)) as trainer:
        assert (await trainer.call("training:session:start", session_id))["ok"]
    return session_id


async def refuse(club: Club, player: str, category: str) -> None:
    answer = await club.admin.put(f"/api/players/{player}/consents/{category}", json={"granted": False})
    assert answer.status_code == 200, answer.text


async def test_without_consent_no_heart_rate_is_taken_in_by_any_door(club: Club) -> None:
    first, second = await club.players(2)
    session_id = await bikes(club, [first, second])
    async with opened(club.site.url, club.token(Role.DEVICE)) as strap:
        beat = {"sessionId": session_id, "playerId": first, "heartRate": 120}
        assert (await strap.call("training:conditioning:hr:update", beat))["ok"]
        await refuse(club, first, "heart_rate")
        refused = await strap.call("training:conditioning:hr:update", beat)
        assert refused["error"]["code"] == "CONSENT_MISSING"
        other = await strap.call("training:conditioning:hr:update", {**beat, "playerId": second})
        assert other["ok"]
        columns = {"t": ["2026-01-01T10:00:00Z"], "heartRate": [120]}
        samples = {"sessionId": session_id, "playerId": first, "columns": columns}
        kept = await strap.call("training:player:samples", samples)
        assert kept["error"]["code"] == "CONSENT_MISSING"
        mixed = {"sessionId": session_id, "playerId": first, "metrics": {"heartRate": 150, "power": 200}}
        assert (await strap.call("training:player:metrics", mixed))["ok"]
    session = club.node.hall.session(session_id)
    assert session is not None
    assert session.live[first].analysis.power == 200
    assert session.live[first].analysis.hr == 120
    async with club.http(Role.DEVICE) as http:
        answer = await http.post("/api/events", json={"event": "training:conditioning:hr:update", "payload": beat})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "CONSENT_MISSING")


async def test_notes_and_video_need_consent_but_what_protects_does_not(club: Club) -> None:
    player = (await club.players(1))[0]
    session_id = await bikes(club, [player])
    for category in ("medical", "video"):
        await refuse(club, player, category)
    async with (
        opened(club.site.url, club.token(Role.MEDICAL)) as medic,
        opened(club.site.url, club.token(Role.TRAINER)) as trainer,
    ):
        status = {"playerId": player, "newStatus": "injured", "sessionId": session_id}
        noted = await medic.call("training:medical:status:changed", {**status, "notes": "left knee"})
        assert noted["error"]["code"] == "CONSENT_MISSING"
        form = {"sessionId": session_id, "playerId": player, "exerciseId": "squat", "setNumber": 1, "rating": 3}
        filmed = await trainer.call("training:strength:form:feedback", {**form, "source": "video"})
        assert filmed["error"]["code"] == "CONSENT_MISSING"
        seen = await trainer.call("training:strength:form:feedback", form)
        assert seen.get("error", {}).get("code") != "CONSENT_MISSING"
        bare = await medic.call("training:medical:status:changed", status)
        assert bare.get("error", {}).get("code") != "CONSENT_MISSING"


def rows(wall: Client) -> list[list[Any]]:
    frames = wall.named("training:live:frame")
    return frames[-1]["players"] if frames else []


async def test_a_wall_shows_of_whom_what_they_want_at_once(club: Club) -> None:
    players = await club.players(4)
    session_id = await bikes(club, players)
    for player, shows in zip(players, ("number", "number_only", "zone_only", "off"), strict=True):
        measured = {"quantity": "hr_max", "value": 200, "measuredOn": "2026-01-01"}
        assert (await club.admin.post(f"/api/players/{player}/measured", json=measured)).status_code == 201
        assert (await club.admin.put(f"/api/players/{player}/wall", json={"wall": shows})).status_code == 200
    async with opened(club.site.url, club.token(Role.WALL)) as wall:
        joined = await wall.join(session_id, live="frames")
        assert [player.get("jerseyNumber") for player in joined["wall"]["players"]] == [1, 2, None]
        await wall.until(lambda: len(rows(wall)) == 3)
        number = joined["columns"].index("jerseyNumber")
        assert [row[number] for row in rows(wall)] == [1, 2, None]
        await refuse(club, players[0], "wall")
        await refuse(club, players[2], "wall")
        await wall.until(lambda: len(rows(wall)) == 2)
        zone = joined["columns"].index("zone")
        assert [(row[number], row[zone]) for row in rows(wall)] == [(1, None), (2, None)]


async def test_a_minor_may_refuse_alone_but_agrees_through_a_guardian(club: Club) -> None:
    child = (await club.made("/api/players", {"name": "Tuva", "birthDate": "2014-05-06"}))["id"]
    other = (await club.players(1))[0]
    body = {"login": "parent@example.org", "name": "Parent", "role": "observer"}
    invited = await club.made("/api/users", body)
    parent_id = invited["user"]["id"]
    assert (await club.admin.put(f"/api/players/{child}/guardians/{parent_id}")).status_code == 200
    async with club.http(Role.PLAYER, user=child, player=child) as young:
        path = f"/api/players/{child}/consents/heart_rate"
        assert (await young.put(path, json={"granted": False})).status_code == 200
        alone = await young.put(path, json={"granted": True})
        assert (alone.status_code, "guardian" in alone.json()["detail"]) == (403, True)
        assert (await young.get(f"/api/players/{other}/consents")).status_code == 403
    async with club.http(Role.OBSERVER, user=parent_id) as parent:
        asked = (await parent.get(f"/api/players/{child}/consents?language=sv")).json()
        assert [each["wording"] for each in asked] == list(WORDING["sv"].values())
        agreed = (await parent.put(path, json={"granted": True, "language": "sv"})).json()
        assert (agreed["granted"], agreed["allowed"], agreed["asGuardian"]) == (True, True, True)
        taken_along = (await parent.get(f"/api/players/{child}/export")).json()["player"]
        assert taken_along["consents"][-1]["wording"] == WORDING["sv"][Category.HEART_RATE]
        wanted = {"unit": "imperial", "weightUnit": "lbs", "language": "sv"}
        shown = (await parent.put(f"/api/players/{child}/preferences", json=wanted)).json()
        assert {key: shown[key] for key in wanted} == wanted
        assert (await parent.put(f"/api/players/{other}/preferences", json=wanted)).status_code == 403
        wall = (await parent.put(f"/api/players/{child}/wall", json={"wall": "alias"})).json()
        assert wall["alias"] in WORDS
        assert (await parent.get("/api/me")).json()["wards"] == [child]
        assert (await parent.get(f"/api/players/{other}")).status_code == 403
        assert (await parent.get(f"/api/players/{child}")).json()["name"] == "Tuva"
        code = await club.made("/api/teams", {"name": "U13"})
        await club.admin.patch(f"/api/players/{child}", json={"teamId": code["id"]})
        await club.admin.delete(f"/api/players/{child}/guardians/{parent_id}")
        assert (await parent.put(path, json={"granted": False})).status_code == 403


async def test_a_code_asks_a_minor_and_leaves_the_yes_to_a_guardian(club: Club) -> None:
    team = (await club.made("/api/teams", {"name": "U13"}))["id"]
    body = {"name": "Tuva", "birthDate": "2014-05-06", "teamId": team}
    child = (await club.made("/api/players", body))["id"]
    code = (await club.made("/api/join-codes", {"teamId": team}))["code"]
    answers = {"heart_rate": True, "video": False, "medical": True, "wall": False}
    async with club.site.http() as phone:
        offer = (await phone.get(f"/api/join/{code}")).json()
        assert offer["players"][0]["needsGuardian"] is True
        joined = (await phone.post("/api/join", json={"code": code, "playerId": child, "consents": answers})).json()
    assert joined["needsGuardian"] == ["heart_rate", "medical"]
    kept = {
        each["category"]: each.get("granted")
        for each in (await club.admin.get(f"/api/players/{child}/consents")).json()
    }
    assert kept == {"heart_rate": None, "video": False, "medical": None, "wall": False}
    entries = [sealed["entry"] for sealed in (await club.admin.get("/api/audit")).json()]
    left = {(each["what"], each["action"]) for each in entries if child in each["playerIds"]}
    assert left >= {("consent:video", "refused"), ("consent:wall", "refused")}, (
        "answers given while joining leave a trail"
    )


async def test_looks_and_changes_leave_a_trail_that_can_be_checked(club: Club) -> None:
    player = (await club.players(1))[0]
    session_id = await bikes(club, [player])
    async with opened(club.site.url, club.token(Role.MEDICAL, user="dr-berg")) as medic:
        await medic.join(session_id)
        change = {"playerId": player, "newStatus": "limited", "sessionId": session_id, "notes": "ankle"}
        await medic.call("training:medical:status:changed", change)
    await refuse(club, player, "wall")
    trail = (await club.admin.get("/api/audit")).json()
    told = [(each["entry"]["actor"], each["entry"]["action"], each["entry"]["what"]) for each in trail]
    assert told[0] == ("dr-berg", "look", "training:session:join")
    assert ("dr-berg", "change", "training:medical:status:changed") in told
    assert told[-1][1:] == ("refused", "consent:wall")
    assert "ankle" not in json.dumps(trail)
    about = (await club.admin.get(f"/api/audit/found?player_id={player}&health=true&limit=1")).json()
    assert [each["entry"]["what"] for each in about["entries"]] == ["training:medical:status:changed"]
    rest = (await club.admin.get(f"/api/audit/found?before={about['backTo']}")).json()
    assert rest["backTo"] == 1
    assert [each["number"] for each in rest["entries"]] == list(range(about["backTo"] - 1, 0, -1))
    history = open_history(club.site.folder.path)
    checked = check(club.org_id, history.events(stream_of(club.org_id)), trail[0]["hash"])
    assert (checked.entries, checked.fault, checked.has_noted) == (len(trail), None, True)
    history.close()
    async with club.http(Role.TRAINER) as trainer:
        assert (await trainer.get("/api/audit")).status_code == 403
        assert (await trainer.get("/api/audit/found")).status_code == 403
