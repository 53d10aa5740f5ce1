"""Records by HTTP: kept, checked, paged, told to whom they concern, the same request carried out once."""

import asyncio
from typing import Any

from dryland.contract.base import Role
from tests.node.clients import opened
from tests.web.club import Club

PLAN = {"intervals": [{"id": "a", "name": "Hard", "type": "work", "duration": 60}]}


async def test_players_come_in_pages_by_name_and_by_a_part_of_it(club: Club) -> None:
    await club.players(7)
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        page = (await club.admin.get(f"/api/players?limit=3{cursor}")).json()
        seen += [each["name"] for each in page["items"]]
        if "next" not in page:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [f"Player {number}" for number in range(1, 8)]
    found = (await club.admin.get("/api/players?search=er%206")).json()["items"]
    assert [each["name"] for each in found] == ["Player 6"]
    for cursor in ("nonsense", "W10", "WyJhIl0"):
        answer = await club.admin.get(f"/api/players?cursor={cursor}")
        assert (answer.status_code, answer.json()["context"]) == (400, {"path": "$.cursor"})


async def test_a_player_is_kept_with_what_was_measured(club: Club) -> None:
    body = {
        "name": "Maja Ek",
        "birthDate": "2008-03-09",
        "sex": "female",
        "weightUnit": "lbs",
        "hrZones": [100, 120, 140, 160, 180],
        "measured": [
            {"quantity": "hr_max", "value": 201, "measuredOn": "2026-08-01"},
            {"quantity": "w_prime_j", "value": 18500, "measuredOn": "2026-08-01"},
        ],
        "maxes": [{"exercise": "back_squat", "valueKg": 92.5, "measuredOn": "2026-08-02"}],
    }
    made = await club.made("/api/players", body)
    assert made["measured"][0]["value"] == 201
    assert made["maxes"][0]["valueKg"] == 92.5
    assert made["hrZones"] == [100, 120, 140, 160, 180]
    more = {"quantity": "hr_max", "value": 204, "measuredOn": "2026-09-01"}
    assert (await club.admin.post(f"/api/players/{made['id']}/measured", json=more)).status_code == 201
    now = (await club.admin.get(f"/api/players/{made['id']}")).json()
    assert [each["value"] for each in now["measured"] if each["quantity"] == "hr_max"] == [204]
    session = await club.made(
        "/api/sessions", {"name": "Bikes", "workoutType": "conditioning", "playerIds": [made["id"]], "plan": PLAN}
    )
    held = club.node.hall.session(session["id"])
    assert held is not None
    profile = held.state.players[made["id"]].profile
    assert (profile.hr_max, profile.w_prime_j, profile.sex) == (204, 18500, "female")
    assert profile.hr_zones == (100, 120, 140, 160, 180)


async def test_implausible_figures_are_refused_with_their_place(club: Club) -> None:
    player = (await club.players(1))[0]
    for body, path in (
        ({"quantity": "hr_max", "value": 20, "measuredOn": "2026-08-01"}, "$.value"),
        ({"quantity": "hr_max", "value": 190, "measuredOn": "2999-01-01"}, "$.measuredOn"),
    ):
        answer = await club.admin.post(f"/api/players/{player}/measured", json=body)
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["context"]["path"]) == (400, "VALIDATION_FAILED", path)
        assert answer.headers["content-type"] == "application/problem+json"
    wrong = await club.admin.post("/api/players", json={"name": "X", "jerseyNumber": 100})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "VALIDATION_FAILED")
    falling = await club.admin.post("/api/players", json={"name": "X", "hrZones": [100, 90, 140, 160, 180]})
    assert falling.json()["context"] == {"path": "$.hrZones"}


async def test_a_number_is_worn_once_in_a_team(club: Club) -> None:
    team = (await club.made("/api/teams", {"name": "U20"}))["id"]
    await club.made("/api/players", {"name": "First", "teamId": team, "jerseyNumber": 9})
    twin = await club.admin.post("/api/players", json={"name": "Second", "teamId": team, "jerseyNumber": 9})
    assert (twin.status_code, twin.json()["code"]) == (409, "CONFLICT")
    assert "First" in twin.json()["detail"]
    assert (await club.admin.delete(f"/api/teams/{team}")).status_code == 409


async def test_changes_are_told_once_to_those_whom_they_concern(club: Club) -> None:
    mine, other = await club.players(2)
    team = (await club.made("/api/teams", {"name": "U20"}))["id"]
    async with (
        opened(club.site.url, club.token(Role.TRAINER)) as trainer,
        opened(club.site.url, club.token(Role.PLAYER, user=mine, player=mine)) as player,
        opened(club.site.url, club.token(Role.PLAYER, user=other, player=other)) as stranger,
        opened(club.site.url, club.token(Role.TRAINER, org="rivals")) as rival,
        opened(club.site.url, club.token(Role.WALL)) as wall,
    ):
        await club.admin.patch(f"/api/players/{mine}", json={"teamId": team, "line": "1"})
        moved = await player.next("training:team:assignment:changed")
        assert (moved["newTeamId"], sorted(moved["changed"])) == (team, ["line", "teamId"])
        away = {"availability": "limited", "reason": "exam week"}
        assert (await club.admin.post(f"/api/players/{mine}/availability", json=away)).status_code == 201
        told = await trainer.next("training:player:availability:changed")
        assert (told["newAvailability"], told["reason"]) == ("limited", "exam week")
        assert "reason" not in await player.next("training:player:availability:changed")
        event = {"title": "Dryland", "startTime": "2026-12-01T16:00:00Z", "endTime": "2026-12-01T17:30:00Z"}
        entry = await club.made("/api/calendar", event)
        later = {"startTime": "2026-12-01T16:30:00Z"}
        await club.admin.patch(f"/api/calendar/{entry['id']}", json=later)
        moved = await stranger.next("training:calendar:event:changed", change="rescheduled")
        assert (moved["startTime"], moved["changed"]) == ("2026-12-01T16:30:00Z", ["startTime"])
        body = {"name": "4×4", "workoutType": "conditioning", "plan": PLAN, "template": True}
        plan = await club.made("/api/plans", body)
        updated = await trainer.next("training:template:updated")
        assert (updated["templateId"], updated["change"], updated["version"]) == (plan["id"], "created", 1)
        names = [heard.name for heard in stranger.heard]
        assert "training:player:availability:changed" not in names
        assert "training:team:assignment:changed" not in names
        assert not rival.heard
        assert not wall.heard
        positions = [heard.payload["seq"] for heard in trainer.heard if heard.name != "training:player:join"]
        assert positions == sorted(set(positions))
    news = (await club.admin.get("/api/news")).json()
    assert [event["seq"] for event in news["events"]] == list(range(1, news["seq"] + 1))
    async with club.http(Role.PLAYER, user=other, player=other) as http:
        seen = (await http.get("/api/news")).json()["events"]
        assert {event["event"] for event in seen} == {
            "training:calendar:event:changed",
            "training:template:updated",
            "training:team:assignment:changed",
        }
        assert all(event["payload"].get("playerId") in {None, other} for event in seen)


async def test_what_is_owed_after_a_crash_is_told_at_the_next_start(club: Club) -> None:
    office = club.node.desk.office
    player = (await club.players(1))[0]
    before = (await club.admin.get("/api/news")).json()["seq"]

    def work(records: Any) -> None:
        from dryland.contract.surroundings import CalendarEventChanged, ChangeKind
        from dryland.web.identity import Identity

        event = CalendarEventChanged(
            calendar_event_id="e", change=ChangeKind.CREATED, changed=(), changed_by=player, title="Owed"
        )
        office.owe(records, Identity("ada", Role.ADMIN, club.org_id), "training:calendar:event:changed", event)

    await asyncio.to_thread(work, office.records)
    notice = office.records.notices.waiting()[0]
    await office.tell()
    office.records.notices.save(notice)
    await office.tell()
    news = (await club.admin.get(f"/api/news?after={before}")).json()
    assert [event["payload"]["eventId"] for event in news["events"]] == [notice.id]
    assert office.records.notices.waiting() == []


async def test_a_plan_is_checked_and_changed_from_the_version_one_knows(club: Club) -> None:
    bad = {"name": "X", "workoutType": "conditioning", "plan": {"intervals": [{"id": "a"}]}}
    answer = await club.admin.post("/api/plans", json=bad)
    assert (answer.status_code, answer.json()["context"]["path"].startswith("$.plan.intervals[0]")) == (400, True)
    plan = await club.made("/api/plans", {"name": "4×4", "workoutType": "conditioning", "plan": PLAN})
    first = await club.admin.patch(f"/api/plans/{plan['id']}", json={"version": 1, "name": "4×4 min"})
    assert first.json()["version"] == 2
    stale = await club.admin.patch(f"/api/plans/{plan['id']}", json={"version": 1, "name": "Mine"})
    assert (stale.status_code, stale.json()["code"]) == (409, "CONFLICT")
    wrong = {"name": "S", "workoutType": "strength", "planId": plan["id"]}
    assert (await club.admin.post("/api/sessions", json=wrong)).json()["code"] == "WRONG_WORKOUT_TYPE"


async def test_a_session_opens_on_the_floor_and_takes_late_players(club: Club) -> None:
    first, late = await club.players(2)
    body = {"name": "Bikes", "workoutType": "conditioning", "playerIds": [first], "plan": PLAN, "id": "tuesday"}
    made = await club.made("/api/sessions", body)
    assert (await club.admin.post("/api/sessions", json=body)).json() == made
    assert (await club.admin.post("/api/sessions", json={**body, "name": "Other"})).status_code == 409
    async with opened(club.site.url, club.token(Role.TRAINER)) as trainer:
        await trainer.join("tuesday")
        assert (await trainer.call("training:session:start", "tuesday"))["ok"]
        added = await club.admin.post("/api/sessions/tuesday/players", json={"playerIds": [late, late]})
        assert (added.status_code, sorted(added.json()["playerIds"])) == (201, sorted([first, late]))
        joined = (await trainer.join("tuesday"))["session"]
        assert joined["totalPlayers"] == 2
        assert {each["weightUnit"] for each in joined["players"]} == {"kg"}, "a shared rack reads it from here"
        said = await club.admin.post("/api/sessions/tuesday/messages", json={"message": "Go"})
        assert said.json()["ok"]
        assert (await trainer.next("training:session:message"))["message"] == "Go"
    history = (await club.admin.get("/api/sessions/history")).json()["items"]
    assert [each["id"] for each in history] == ["tuesday"]


async def test_equipment_goes_out_of_service_with_a_reason_and_comes_back(club: Club) -> None:
    hall = await club.made("/api/facilities", {"name": "Hall", "kind": "gym", "capacity": 24})
    item = await club.made("/api/equipment", {"type": "bike", "name": "Bike 4", "facilityId": hall["id"]})
    out = {"outOfService": True, "reason": "chain"}
    answer = (await club.admin.patch(f"/api/equipment/{item['id']}", json=out)).json()
    assert (answer["outOfServiceReason"], "outOfServiceSince" in answer) == ("chain", True)
    back = (await club.admin.patch(f"/api/equipment/{item['id']}", json={"outOfService": False})).json()
    assert "outOfServiceSince" not in back
    missing = await club.admin.post("/api/equipment", json={"type": "bike", "name": "B", "facilityId": "nowhere"})
    assert missing.status_code == 404


async def test_a_place_and_an_item_are_archived_and_had_back_with_their_names(club: Club) -> None:
    hall = await club.made("/api/facilities", {"name": "Hall", "kind": "gym", "capacity": 24})
    item = await club.made("/api/equipment", {"type": "bike", "name": "Bike 4", "facilityId": hall["id"]})
    place, gear = f"/api/facilities/{hall['id']}", f"/api/equipment/{item['id']}"
    refused = await club.admin.patch(place, json={"archived": True})
    assert refused.status_code == 409
    assert "Bike 4" in refused.text
    assert (await club.admin.patch(gear, json={"archived": True})).json()["archived"] is True
    assert (await club.admin.patch(place, json={"archived": True})).json()["archived"] is True
    for path in ("/api/facilities", "/api/equipment"):
        shown = (await club.admin.get(path)).json()
        assert (shown["items"] if isinstance(shown, dict) else shown) == []
        kept = (await club.admin.get(path, params={"archived": True})).json()
        assert [each["name"] for each in (kept["items"] if isinstance(kept, dict) else kept)] in (["Hall"], ["Bike 4"])
    assert club.node.desk.office.records.equipment.kinds(club.org_id) == {item["id"]: "bike"}, (
        "its uses are still counted"
    )
    back = (await club.admin.patch(place, json={"archived": False})).json()
    assert "archived" not in back
    assert [each["name"] for each in (await club.admin.get("/api/facilities")).json()] == ["Hall"]


async def test_a_place_that_the_calendar_has_is_not_archived_before_that_is_over(club: Club) -> None:
    hall = await club.made("/api/facilities", {"name": "Hall", "kind": "gym", "capacity": 24})
    entry = {"title": "Camp", "facilityId": hall["id"]}
    later = {"startTime": "2099-01-01T10:00:00Z", "endTime": "2099-01-01T11:00:00Z"}
    await club.made("/api/calendar", {**entry, **later})
    refused = await club.admin.patch(f"/api/facilities/{hall['id']}", json={"archived": True})
    assert refused.status_code == 409
    assert "Camp" in refused.text


async def test_the_same_request_again_is_carried_out_once(club: Club) -> None:
    keyed = {"idempotency-key": "team-1"}
    first = await club.admin.post("/api/teams", json={"name": "U20"}, headers=keyed)
    again = await club.admin.post("/api/teams", json={"name": "U20"}, headers=keyed)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = await club.admin.post("/api/teams", json={"name": "U18"}, headers=keyed)
    assert other.json()["context"] == {"path": "Idempotency-Key"}
    assert len((await club.admin.get("/api/teams")).json()) == 1
    refused = {"idempotency-key": "player-1"}
    bad = await club.admin.post("/api/players", json={"name": "", "teamId": "x"}, headers=refused)
    assert bad.status_code == 400
    good = await club.admin.post("/api/players", json={"name": "Now right"}, headers=refused)
    assert good.status_code == 201


async def test_a_long_answer_is_given_again_as_it_was(club: Club) -> None:
    intervals = [{"id": f"i{number}", "name": "Hard", "type": "work", "duration": 60} for number in range(40)]
    body = {"name": "Long", "workoutType": "conditioning", "plan": {"intervals": intervals}}
    keyed = {"idempotency-key": "long", "accept-encoding": "gzip"}
    first, again = [await club.admin.post("/api/plans", json=body, headers=keyed) for _ in range(2)]
    assert first.headers["content-encoding"] == "gzip"
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()


async def test_many_of_the_same_request_at_once_make_one_record(club: Club) -> None:
    keyed = {"idempotency-key": "rush"}
    answers = await asyncio.gather(
        *(club.admin.post("/api/teams", json={"name": "U20"}, headers=keyed) for _ in range(8))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len((await club.admin.get("/api/teams")).json()) == 1


async def test_a_note_with_a_script_comes_back_as_text(club: Club) -> None:
    name = '<script>alert("x")</script>'
    made = await club.made("/api/teams", {"name": name})
    answer = await club.admin.get("/api/teams")
    assert answer.json()[0]["name"] == name == made["name"]
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
