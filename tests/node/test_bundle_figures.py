"""What a bundle's screens are told beside facts: aggregates, resources, changes of the bundle itself."""

from typing import Any

from dryland.contract.base import Role
from tests.node.clients import opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside
from tests.node.test_bundles import CREATE, OPERATE, bundle_of

UPDATE = "training:bulk:session:update"
AGGREGATE = "training:bulk:metrics:aggregate"
RESOURCES = "training:resources:update"


async def furnish(site: Inside, bikes: int = 2, capacity: int = 2) -> None:
    """A hall and some bikes."""
    async with site.http(site.folder.trainer) as http:
        made = await http.post(
            "/api/facilities", json={"id": "hall", "name": "Hall", "kind": "hall", "capacity": capacity}
        )
        assert made.status_code < 300, made.text
        for number in range(1, bikes + 1):
            bike = {"id": f"bike-{number}", "type": "bike", "name": f"Bike {number}"}
            assert (await http.post("/api/equipment", json=bike)).status_code < 300


def furnished(*player_ids: str) -> dict[str, Any]:
    bundle = bundle_of(*player_ids)
    bundle["sessions"][0] |= {"facilityId": "hall", "equipment": [{"type": "bike", "count": 2, "perPlayer": 1}]}
    return bundle


async def test_aggregates_come_every_thirty_seconds_by_workout_type_and_on_request(folder: Folder) -> None:
    async with inside(folder, speed=60, node={"tick_s": 0.2}) as site, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2")))["ok"]
        asked = await trainer.call(AGGREGATE, {"bundleId": "tuesday"})
        assert asked["result"]["aggregatedMetrics"]["totalParticipants"] == 2
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        sample = {"sessionId": "tuesday-1", "playerId": "s1-p1", "heartRate": 150}
        await trainer.call("training:conditioning:hr:update", sample)
        told = await trainer.until(
            lambda: next((e for e in trainer.named(AGGREGATE) if e["aggregatedMetrics"]["activeParticipants"]), None)
        )
        figures = told["aggregatedMetrics"]
        assert set(figures["byWorkoutType"]) == {"conditioning", "strength"}
        assert figures["byWorkoutType"]["conditioning"]["activeParticipants"] == 2
        assert 0 <= figures["byWorkoutType"]["conditioning"]["dataCompleteness"] <= 100
        assert "dataCompleteness" not in figures["byWorkoutType"]["strength"]
        await trainer.until(lambda: len(trainer.named(AGGREGATE)) >= 3)


async def test_resources_are_told_when_they_change(site: Inside) -> None:
    await furnish(site)
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, furnished("s1-p1", "s1-p2")))["ok"]
        hall = {"id": "hall", "name": "Hall", "capacity": 2, "assigned": 2, "present": 0}
        before = await trainer.next(RESOURCES, facilities=[hall])
        assert before["equipment"] == [{"type": "bike", "total": 2, "inUse": 0, "outOfService": 0}]
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        await trainer.until(lambda: trainer.named(RESOURCES)[-1]["equipment"][0]["inUse"] == 2)
        count = len(trainer.named(RESOURCES))
        _, token = site.folder.player(0)
        async with opened(site.url, token) as player:
            await player.join("tuesday-1")
            await trainer.until(lambda: trainer.named(RESOURCES)[-1]["facilities"][0]["present"] == 1)
            assert not player.named(RESOURCES)
        assert len(trainer.named(RESOURCES)) == count + 1


async def test_a_bundle_is_renamed_and_given_another_time_and_place_or_refused_by_name(site: Inside) -> None:
    await furnish(site)
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, furnished("s1-p1", "s1-p2")))["ok"]
        await trainer.join("tuesday-1")
        change = {"bundleId": "tuesday", "updateType": "configuration_change"}
        renamed = await trainer.call(UPDATE, {**change, "changes": {"bundleName": "Late"}, "eventId": "renamed-1"})
        assert renamed["ok"], renamed
        assert (await trainer.next(UPDATE))["changes"] == {"bundleName": "Late"}
        assert (await trainer.call(UPDATE, {**change, "changes": {"bundleName": "Late"}, "eventId": "renamed-1"}))[
            "duplicate"
        ]
        fewer = {"equipment": [{"type": "bike", "count": 1, "perPlayer": 1}]}
        refused = await trainer.call(UPDATE, {**change, "affectedSessions": ["tuesday-1"], "changes": fewer})
        assert refused["error"]["code"] == "EQUIPMENT_UNAVAILABLE"
        both = await trainer.call(UPDATE, {**change, "changes": {"equipment": [{"type": "bike", "count": 2}]}})
        assert both["error"]["code"] == "EQUIPMENT_UNAVAILABLE"
        assert "4 × bike" in both["error"]["message"]
        unknown = await trainer.call(UPDATE, {**change, "changes": {"facilityId": "barn"}})
        assert "barn" in unknown["error"]["message"]
        later = {"bundleId": "tuesday", "updateType": "schedule_change"}
        moved = await trainer.call(UPDATE, {**later, "changes": {"scheduledStart": "2030-01-01T10:00:00Z"}})
        assert moved["ok"], moved
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        begun = await trainer.call(UPDATE, {**later, "changes": {"scheduledStart": "2031-01-01T10:00:00Z"}})
        assert begun["error"]["code"] == "INVALID_TRANSITION"
    async with opened(site.url, site.folder.token(Role.PLAYER, player="s1-p1")) as player:
        assert (await player.call(UPDATE, {**change, "changes": {"bundleName": "Mine"}}))["error"][
            "code"
        ] == "FORBIDDEN"
