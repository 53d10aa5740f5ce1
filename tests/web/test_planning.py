"""Templates of bundles, and a bundle looked at before it is made."""

from __future__ import annotations

from typing import Any

from .club import Club

PLAN = {"intervals": [{"id": "a", "name": "A", "type": "work", "duration": 60}]}


async def _plan(club: Club) -> str:
    made = await club.made("/api/plans", {"name": "4×4", "workoutType": "conditioning", "plan": PLAN})
    return str(made["id"])


def _sessions(plan_id: str, **more: Any) -> list[dict[str, Any]]:
    return [{"workoutType": "conditioning", "planId": plan_id, "name": name, **more} for name in ("Bikes", "Rowers")]


async def test_a_template_is_changed_only_from_the_version_one_has_seen(club: Club) -> None:
    body = {"name": "Tuesday", "sessions": _sessions(await _plan(club)), "distributeBy": "line"}
    made = await club.made("/api/bundle-templates", body)
    path = f"/api/bundle-templates/{made['id']}"
    first = await club.admin.put(path, json={**body, "name": "Wednesday", "version": 1})
    assert (first.status_code, first.json()["version"], first.json()["name"]) == (200, 2, "Wednesday")
    stale = await club.admin.put(path, json={**body, "name": "Mine", "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "CONFLICT")
    assert [each["name"] for each in (await club.admin.get("/api/bundle-templates")).json()] == ["Wednesday"]
    assert (await club.admin.delete(path)).status_code == 204
    assert (await club.admin.get("/api/bundle-templates")).json() == []


async def test_a_template_with_a_plan_of_another_kind_is_refused_where_it_is_wrong(club: Club) -> None:
    sessions = _sessions(await _plan(club))
    sessions[1]["workoutType"] = "strength"
    answer = await club.admin.post("/api/bundle-templates", json={"name": "Mixed", "sessions": sessions})
    assert (answer.status_code, answer.json()["context"]["path"]) == (400, "$.sessions[1].planId")


async def test_a_preview_says_who_goes_where_and_why_and_makes_nothing(club: Club) -> None:
    plan_id = await _plan(club)
    players = await club.players(5, line="A")
    body = {
        "bundleName": "Tuesday",
        "sessions": [{"workoutType": "conditioning", "templateId": plan_id, "name": name} for name in ("One", "Two")],
        "distribution": {"by": "evenly", "playerIds": players, "pins": {players[0]: 1}},
    }
    shown = (await club.admin.post("/api/bundles/preview", json=body)).json()
    assert [len(each["players"]) for each in shown["sessions"]] == [3, 2]
    reasons = {each["playerId"]: each["reason"] for session in shown["sessions"] for each in session["players"]}
    assert reasons == {players[0]: "pinned", **dict.fromkeys(players[1:], "evenly")}
    assert shown["conflicts"] == []
    assert (await club.admin.get("/api/bundles")).json() == {"items": []}


async def test_a_preview_names_every_conflict_and_the_sessions_it_is_of(club: Club) -> None:
    plan_id = await _plan(club)
    gym = await club.made("/api/facilities", {"name": "Gym", "kind": "gym", "capacity": 2})
    await club.made("/api/equipment", {"type": "bike", "name": "Bike 1"})
    session = {"workoutType": "conditioning", "templateId": plan_id, "facilityId": gym["id"]}
    body = {
        "bundleName": "Tuesday",
        "sessions": [{**session, "equipment": [{"type": "bike", "count": 2}]}, session],
        "distribution": {"playerIds": await club.players(3)},
        "estimatedDuration": 60,
    }
    answer = await club.admin.post("/api/bundles/preview", json=body)
    conflicts = [
        (each["kind"], each["wanted"], each["available"], each["places"]) for each in answer.json()["conflicts"]
    ]
    assert conflicts == [("capacity", 3, 2, [0, 1]), ("equipment", 2, 1, [0])]


async def test_a_preview_of_no_bundle_is_refused_where_it_is_wrong(club: Club) -> None:
    answer = await club.admin.post("/api/bundles/preview", json={"bundleName": "T", "sessions": [{"workoutType": "x"}]})
    assert (answer.status_code, answer.json()["context"]["path"]) == (400, "$.sessions[0].workoutType")


async def test_planning_begins_with_plans_that_can_be_kept_and_with_drills_laid_out(club: Club) -> None:
    starters = (await club.admin.get("/api/plan-starters")).json()
    for each in starters["plans"]:
        await club.made("/api/plans", {"name": each["workoutType"], **each})
    assert {each["workoutType"] for each in starters["plans"]} >= {"strength", "conditioning", "hybrid", "agility"}
    assert all(each["cones"] and len(each["path"]) > 1 for each in starters["layouts"])
    assert all(each["steps"] for each in starters["layouts"])
    assert {"back_squat", "bench_press"} <= set(starters["lifts"])
    assert {"lift": "goblet_squat", "name": "Goblet squat"} in starters["standIns"]


async def test_what_a_planned_bundle_or_a_template_has_is_not_archived(club: Club) -> None:
    plan_id = await _plan(club)
    gym = await club.made("/api/facilities", {"name": "Gym", "kind": "gym", "capacity": 12})
    bike = await club.made("/api/equipment", {"type": "bike", "name": "Bike 1"})
    gear = [{"type": "bike", "count": 1}]
    session = {"workoutType": "conditioning", "templateId": plan_id, "facilityId": gym["id"], "equipment": gear}
    body = {
        "bundleName": "Tuesday",
        "sessions": [session, {**session, "equipment": []}],
        "distribution": {"playerIds": await club.players(1)},
        "estimatedDuration": 60,
    }
    made = await club.admin.post("/api/bundles", json=body)
    assert made.status_code == 200, made.text
    for path in (f"/api/facilities/{gym['id']}", f"/api/equipment/{bike['id']}"):
        refused = await club.admin.patch(path, json={"archived": True})
        assert (refused.status_code, refused.json()["code"]) == (409, "CONFLICT")
        assert "Tuesday" in refused.text
    other = await club.made("/api/facilities", {"name": "Hall", "kind": "hall", "capacity": 12})
    await club.made(
        "/api/bundle-templates", {"name": "Thursday", "sessions": _sessions(plan_id, facilityId=other["id"])}
    )
    refused = await club.admin.patch(f"/api/facilities/{other['id']}", json={"archived": True})
    assert refused.status_code == 409
    assert "Thursday" in refused.text
