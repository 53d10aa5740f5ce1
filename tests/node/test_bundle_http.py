"""Bundles by HTTP: what a screen reads when it opens, what is looked at before a start, late arrivals, resources."""

from dryland.contract.base import Role
from tests.node.clients import opened
from tests.node.site import Inside
from tests.node.test_bundle_figures import RESOURCES, furnish, furnished
from tests.node.test_bundles import OPERATE, bundle_of


async def test_a_bundle_is_made_read_and_joined_late(site: Inside) -> None:
    await furnish(site)
    async with site.http(site.folder.trainer) as http, opened(site.url, site.folder.trainer) as trainer:
        made = await http.post("/api/bundles", json=furnished("s1-p1", "s1-p2"))
        assert made.status_code == 201 or made.status_code == 200, made.text
        listed = (await http.get("/api/bundles", params={"status": "scheduled"})).json()["items"]
        assert [each["bundleId"] for each in listed] == ["tuesday"]
        assert (await http.get("/api/bundles", params={"status": "active"})).json() == {"items": []}
        shown = (await http.get("/api/bundles/tuesday")).json()
        assert shown["sessions"][0]["playerIds"] == ["s1-p1", "s1-p2"]
        assert shown["sessions"][0]["resources"]["itemIds"] == ["bike-1", "bike-2"]
        assert shown["figures"]["totalParticipants"] == 2
        full = await http.post("/api/bundles/tuesday/players", json={"playerIds": ["s1-p3"], "sessionId": "tuesday-1"})
        assert full.json()["code"] == "CAPACITY_EXCEEDED", full.text
        late = await http.post("/api/bundles/tuesday/players", json={"playerIds": ["s1-p3"]})
        assert late.json()["sessions"][1]["playerIds"] == ["s1-p3"], late.text
        twice = await http.post("/api/sessions/tuesday-1/players", json={"playerIds": ["s1-p3"]})
        assert twice.status_code in {404, 409}
        assert (await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": "start_all", "operationId": "go-1"}))[
            "ok"
        ]
        await trainer.until(lambda: site.node.hall.session("tuesday-2").state.status == "active")
        shown = (await http.get("/api/bundles/tuesday")).json()
        assert shown["operations"][0]["operationId"] == "go-1"
        assert shown["status"] == "active"
    async with site.http(site.folder.token(Role.TRAINER, org="rivals")) as stranger:
        assert (await stranger.get("/api/bundles/tuesday")).json()["code"] == "BUNDLE_NOT_FOUND"
        assert (await stranger.get("/api/bundles")).json() == {"items": []}


async def test_each_red_line_before_a_start_names_what_mends_it(site: Inside) -> None:
    await furnish(site)
    async with site.http(site.folder.trainer) as http, opened(site.url, site.folder.trainer) as trainer:
        assert (await http.post("/api/bundles", json=furnished("s1-p1", "s1-p2"))).status_code < 300
        await trainer.join("tuesday-1")
        checks = (await http.get("/api/bundles/tuesday/preflight")).json()
        red = {(check["sessionId"], check["kind"]): check["fix"] for check in checks if not check["passed"]}
        assert red == {
            ("tuesday-1", "signal"): "pair_sensor",
            ("tuesday-2", "roster"): "add_players",
            ("tuesday-2", "screens"): "open_screen",
        }
        sample = {"sessionId": "tuesday-1", "playerId": "s1-p1", "heartRate": 90}
        assert (await trainer.call("training:conditioning:hr:update", sample))["ok"]
        checks = (await http.get("/api/bundles/tuesday/preflight")).json()
        signal = next(check for check in checks if check["kind"] == "signal")
        assert signal["playerIds"] == ["s1-p2"]
        before = len(trainer.named(RESOURCES))
        broken = {"outOfService": True, "reason": "chain"}
        assert (await http.patch("/api/equipment/bike-1", json=broken)).status_code == 200
        await trainer.until(lambda: len(trainer.named(RESOURCES)) > before)
        await trainer.until(lambda: trainer.named(RESOURCES)[-1]["equipment"][0]["outOfService"] == 1)
        resources = (await http.get("/api/resources")).json()
        assert resources["equipment"][0]["outOfService"] == 1
        checks = (await http.get("/api/bundles/tuesday/preflight")).json()
        assert [check for check in checks if check["kind"] == "equipment" and check.get("fix")], checks


async def test_a_bundle_that_is_wrong_is_refused_as_over_a_socket(site: Inside) -> None:
    async with site.http(site.folder.trainer) as http:
        wrong = bundle_of("s1-p1")
        wrong["sessions"] = wrong["sessions"][:1]
        refused = await http.post("/api/bundles", json=wrong)
        assert refused.status_code == 400
        assert (await http.get("/api/bundles/nowhere/preflight")).status_code == 404


async def test_a_code_leads_into_a_session_of_a_bundle_also_those_who_come_late(site: Inside) -> None:
    await furnish(site)
    async with site.http(site.folder.trainer) as http:
        assert (await http.post("/api/bundles", json=furnished("s1-p1"))).status_code < 300
        code = None
        while code is None:  # the records follow the facts
            answer = await http.post("/api/join-codes", json={"sessionId": "tuesday-1"})
            code = answer.json().get("code") if answer.status_code < 300 else None
        offer = (await http.get(f"/api/join/{code}")).json()
        assert (offer["sessionName"], [each["playerId"] for each in offer["players"]]) == ("Conditioning", ["s1-p1"])
        late = {"playerIds": ["s1-p2"], "sessionId": "tuesday-1"}
        assert (await http.post("/api/bundles/tuesday/players", json=late)).status_code < 300
        while len(offer["players"]) < 2:
            offer = (await http.get(f"/api/join/{code}")).json()
        assert {each["playerId"] for each in offer["players"]} == {"s1-p1", "s1-p2"}
