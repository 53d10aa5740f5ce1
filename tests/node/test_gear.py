"""Equipment on a running floor: what breaks is replaced or named, what was used is counted, what is due is said."""

from typing import Any

from dryland.contract.base import Role
from tests.node.clients import opened
from tests.node.folder import CLUB, Folder
from tests.node.site import Inside, inside
from tests.node.test_bundle_figures import RESOURCES, UPDATE, furnish, furnished
from tests.node.test_bundles import CREATE, OPERATE
from tests.node.test_finished_bundles import closed

OUT = {"outOfService": True, "reason": "chain"}


def given(site: Inside, session_id: str = "tuesday-1") -> tuple[str, ...]:
    held = site.node.bulk.keeper.find("tuesday")
    assert held is not None
    return held.bundle.sessions[session_id].resources.item_ids or ()


async def test_a_broken_item_is_replaced_at_once_and_its_session_is_named(site: Inside) -> None:
    await furnish(site, bikes=3)
    async with site.http(site.folder.trainer) as http, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, furnished("s1-p1", "s1-p2")))["ok"]
        assert given(site) == ("bike-1", "bike-2")
        shown = (await http.patch("/api/equipment/bike-1", json=OUT)).json()
        assert given(site) == ("bike-3", "bike-2")
        hit = shown["hits"][0]
        assert len(shown["hits"]) == 1
        assert (hit["bundleName"], hit["sessionId"], hit["status"]) == ("Tuesday", "tuesday-1", "scheduled")
        assert (hit["lostItemId"], hit["givenItemId"], hit["missing"], hit["playersOver"]) == ("bike-1", "bike-3", 0, 0)
        told = await trainer.next(UPDATE, updateType="configuration_change")
        assert told["allocations"][0]["resources"]["itemIds"] == ["bike-3", "bike-2"]
        again = (await http.patch("/api/equipment/bike-1", json=OUT)).json()
        assert "hits" not in again, "it has nothing any more that could be hit"


async def test_a_gap_is_named_called_and_filled_as_soon_as_something_works_again(site: Inside) -> None:
    await furnish(site, bikes=2)
    async with site.http(site.folder.trainer) as http, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, furnished("s1-p1", "s1-p2")))["ok"]
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
        await trainer.next(OPERATE, operation="start_all", status="completed")
        hit = (await http.patch("/api/equipment/bike-2", json=OUT)).json()["hits"][0]
        assert (hit["missing"], hit["playersOver"], hit["status"]) == (1, 1, "active")
        assert [move["toSessionId"] for move in hit["moves"]] == ["tuesday-2"], "it is offered, not made"
        assert "lacks 1 × bike" in hit["words"]
        assert {player.player_id for player in site.node.hall.session("tuesday-1").state.present()} == {
            "s1-p1",
            "s1-p2",
        }
        alert = await trainer.next("training:alert:raised", type="equipment_issue")
        assert (alert["severity"], alert["sessionId"], alert["evidence"]["rule"]) == (
            "medium",
            "tuesday-1",
            "gear_missing",
        )
        gaps = await trainer.until(lambda: next((r for r in trainer.named(RESOURCES) if _gaps(r)), None))
        assert _gaps(gaps) == [{"bundleId": "tuesday", "sessionId": "tuesday-1", "name": "Conditioning", "missing": 1}]
        full = await http.post("/api/bundles/tuesday/players", json={"playerIds": ["s1-p3"], "sessionId": "tuesday-1"})
        assert full.json()["code"] == "CAPACITY_EXCEEDED"
        back = (await http.patch("/api/equipment/bike-2", json={"outOfService": False})).json()["hits"][0]
        assert (back["givenItemId"], back["missing"]) == ("bike-2", 0)
        assert given(site) == ("bike-1", "bike-2")
        await trainer.next("training:alert:cleared", alertId=alert["alertId"])


def _gaps(update: dict[str, Any]) -> list[dict[str, Any]]:
    return [gap for kind in update["equipment"] for gap in kind.get("gaps", ())]


async def test_what_broke_while_the_node_was_away_is_replaced_at_its_next_start(folder: Folder) -> None:
    async with inside(folder, node={"tick_s": 0.2}) as site:
        await furnish(site, bikes=3)
        async with opened(site.url, site.folder.trainer) as trainer:
            assert (await trainer.call(CREATE, furnished("s1-p1", "s1-p2")))["ok"]
        records = site.node.desk.office.records
        broken = records.equipment.get("bike-2")
        assert broken is not None
    records.equipment.save(type(broken)(broken.id, CLUB, "bike", "Bike 2", out_of_service_at_ms=1))
    async with inside(folder, node={"tick_s": 0.2}) as site, opened(site.url, site.folder.trainer) as trainer:
        await trainer.join("tuesday-1")
        await trainer.until(lambda: given(site) == ("bike-1", "bike-3"), 5)


async def test_uses_are_counted_from_the_log_and_services_say_when_the_next_is_due(folder: Folder) -> None:
    async with inside(folder, speed=60, node={"tick_s": 0.2}) as site, site.http(site.folder.trainer) as http:
        await furnish(site, bikes=3)
        rower = {"id": "rower-1", "type": "rower", "name": "Rower 1", "machine": "concept2_rowerg"}
        assert (await http.post("/api/equipment", json=rower)).status_code < 300
        bundle = furnished("s1-p1", "s1-p2")
        bundle["sessions"][1]["equipment"] = [{"type": "rower", "count": 1}]
        async with opened(site.url, site.folder.trainer) as trainer:
            assert (await trainer.call(CREATE, bundle))["ok"]
            assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all"}))["ok"]
            await trainer.next(OPERATE, operation="start_all", status="completed")
            session = site.node.hall.session("tuesday-1")
            start_ms = session.state.clock.start_ms
            assert start_ms is not None
            site_ms = site.node.clock.now_ms
            await trainer.until(lambda: site_ms() > start_ms + 30_000)
            rows = [{"at": second, "power": 150 if second < 20 else 0} for second in range(30)]
            columns = {"t": [row["at"] for row in rows], "power": [row["power"] for row in rows]}
            samples = {"sessionId": "tuesday-1", "playerId": "s1-p1", "columns": columns}
            answer = await trainer.call("training:player:samples", samples)
            assert answer["ok"], answer
            going = (await http.get("/api/equipment/rower-1/usage")).json()
            assert (going["uses"], len(going["now"]), going["sessions"]["items"]) == (1, 1, [])
            assert going["minutes"] > 0.4
            for number in (1, 2):
                assert (await trainer.call("training:session:end", f"tuesday-{number}"))["ok"]
        await closed(site, "tuesday")
        usage = (await http.get("/api/equipment/bike-1/usage")).json()
        assert (usage["uses"], usage["now"]) == (1, [])
        use = usage["sessions"]["items"][0]
        assert (use["sessionId"], use["measured"]) == ("tuesday-1", True)
        assert 0.1 <= use["minutes"] <= 0.2, "20 s of pedalling on two bikes"
        assert (await http.get("/api/equipment/bike-3/usage")).json()["uses"] == 0
        drift = (await http.get("/api/equipment/bike-1/calibration")).json()
        assert (drift["state"], drift["sessions"], drift["points"]) == ("learning", 0, []), "no strap was heard"
        calibrated = await http.post("/api/equipment/bike-1/services", json={"task": "Calibration"})
        assert calibrated.status_code < 300
        assert "calibratedAt" in (await http.get("/api/equipment/bike-1/calibration")).json()
        listed = {each["id"]: each for each in (await http.get("/api/equipment")).json()["items"]}
        assert (listed["bike-1"]["uses"], listed["bike-1"]["usedMinutes"]) == (1, use["minutes"])
        past = {"to_time": "2020-01-01T00:00:00Z"}
        old = (await http.get("/api/equipment/bike-1/usage", params=past)).json()
        assert (old["usesInSpan"], old["sessions"]["items"], old["uses"]) == (0, [], 1)

        rowed = (await http.get("/api/equipment/rower-1/usage")).json()
        assert not rowed["sessions"]["items"][0]["measured"], "nothing was heard of it"
        chain = next(each for each in rowed["service"] if each["task"].startswith("oil the chain"))
        assert 49 < chain["remainingHours"] < 50
        assert 6 < chain["remainingDays"] <= 7
        assert not chain["overdue"]
        done = {"task": chain["task"], "note": "new oil", "id": "service-1"}
        for _ in range(2):
            made = await http.post("/api/equipment/rower-1/services", json=done)
            assert made.status_code == 201, made.text
        rowed = (await http.get("/api/equipment/rower-1/usage")).json()
        assert [each["task"] for each in rowed["services"]] == [chain["task"]]
        chain = next(each for each in rowed["service"] if each["task"].startswith("oil the chain"))
        assert (chain["remainingHours"], chain["lastDoneAt"]) == (50.0, rowed["services"][0]["doneAt"])
        report = {"type": "equipment_issue", "equipmentId": "rower-1", "message": "it squeaks"}
        async with opened(site.url, site.folder.trainer) as trainer:
            assert (await trainer.call("training:alert:raised", report))["ok"]
        rowed = (await http.get("/api/equipment/rower-1/usage")).json()
        assert {each["trigger"] for each in rowed["service"]} == {"condition"}


async def test_usage_is_for_the_club_alone_and_says_what_is_wrong(site: Inside) -> None:
    await furnish(site)
    async with site.http(site.folder.trainer) as http:
        assert (await http.get("/api/equipment/nothing/usage")).json()["code"] == "NOT_FOUND"
        wrong = {"task": "oil", "doneAt": "2100-01-01T00:00:00Z"}
        refused = await http.post("/api/equipment/bike-1/services", json=wrong)
        assert (refused.status_code, refused.json()["context"]["path"]) == (400, "$.doneAt")
    async with site.http(site.folder.token(Role.TRAINER, org="rivals")) as stranger:
        assert (await stranger.get("/api/equipment/bike-1/usage")).status_code == 404
    async with site.http(site.folder.token(Role.PLAYER, player="s1-p1")) as player:
        refused = await player.post("/api/equipment/bike-1/services", json={"task": "oil"})
        assert refused.status_code == 403
