"""The HTTP side of a running node."""

import re
from pathlib import Path

from dryland.contract.base import Role
from dryland.web.app import SCREENS
from tests.node.clients import opened
from tests.node.site import Inside

APP = Path(__file__).parents[2] / "ui/app/src"


async def test_health_and_readiness(site: Inside) -> None:
    async with site.http() as http:
        assert (await http.get("/healthz")).json() == {"status": "ok"}
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"ready": True, "sessions": 3, "storage": "ok"})


async def test_metrics_count_what_happened(site: Inside) -> None:
    session_id = site.folder.session_id
    async with site.http() as http, opened(site.url, site.folder.trainer) as trainer:
        await trainer.join(session_id)
        assert (await trainer.call("training:session:start", session_id))["ok"]
        assert not (await trainer.call("training:session:start", session_id))["ok"]
        text = (await http.get("/metrics")).text
        lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        assert float(lines["dryland_sessions"]) == 3
        assert float(lines["dryland_peers"]) == 1
        assert float(lines["dryland_commands_accepted_total"]) == 2
        assert float(lines['dryland_commands_refused_total{code="INVALID_TRANSITION"}']) == 1


async def test_the_reference_is_served(site: Inside) -> None:
    async with site.http() as http:
        page = await http.get("/api/docs")
        assert page.status_code == 200
        assert "http" not in page.text.replace("HTTP", ""), "it loads nothing from elsewhere"
        schema = (await http.get("/api/docs/openapi.json")).json()
        assert {"/api/events", "/api/sessions", "/healthz", "/readyz", "/metrics"} <= set(schema["paths"])


async def test_the_contract_of_events_is_served_in_every_form(site: Inside) -> None:
    async with site.http() as http:
        assert (await http.get("/api/docs/asyncapi.json")).json()["asyncapi"] == "3.0.0"
        assert "$defs" in (await http.get("/api/docs/jsonschema.json")).json()
        assert "export interface" in (await http.get("/api/docs/contract.ts")).text
        assert "## 1001 VALIDATION_FAILED" in (await http.get("/api/docs/events.md")).text


async def test_an_address_that_leads_nowhere_is_named(site: Inside) -> None:
    """A program that watches the wrong address must not read that all is well."""
    async with site.http() as http:
        for path in ("/health", "/api/nowhere", "/assets/gone.js"):
            answer = await http.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
            assert answer.json()["detail"].startswith(f"There is nothing at {path}")
        wrong = await http.delete("/healthz")
        assert "/healthz is not there for DELETE" in wrong.json()["detail"]
        person = await http.get("/nowhere", headers={"accept": "text/html,*/*"})
        assert (person.status_code, person.headers["content-type"][:9]) == (404, "text/html")
        assert (await http.get("/board")).status_code == 200


def test_every_address_that_the_screens_route_is_known_here() -> None:
    """An address of the screens that is missing here would be a 404 to whoever opens it first."""
    routed = set(re.findall(r'<Route path="/([a-z-]*)', (APP / "App.tsx").read_text("utf-8")))
    assert routed
    assert routed == SCREENS


async def test_sessions_are_listed_for_whom_they_concern(site: Inside) -> None:
    async with site.http(site.folder.trainer) as http:
        assert [one["sessionId"] for one in (await http.get("/api/sessions")).json()] == ["session-1", "session-2"]
    async with site.http(site.folder.player(0)[1]) as http:
        assert [one["sessionId"] for one in (await http.get("/api/sessions")).json()] == ["session-1"]


async def test_without_a_good_token_nothing_is_told(site: Inside) -> None:
    for token in (None, "nonsense", site.folder.token(Role.TRAINER, ttl_s=-1)):
        async with site.http(token) as http:
            for response in (
                await http.get("/api/sessions"),
                await http.post("/api/events", json={"event": "training:session:start", "payload": {}}),
            ):
                assert response.status_code == 401
                assert "session-1" not in response.text


async def test_a_wrong_body_is_answered_with_its_place_and_what_belongs_there(site: Inside) -> None:
    cases = {
        b'{"event": 1}': "$.event: expected text, got a whole number.",
        b"[]": "$: expected an object, got a list.",
        b"": "$: a body is needed.",
        b"{nonsense": "JSON is malformed",
    }
    async with site.http(site.folder.trainer) as http:
        for body, words in cases.items():
            answer = await http.post("/api/events", content=body, headers={"content-type": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")
            assert answer.json()["detail"].startswith(words)


async def test_a_command_by_http_is_answered_and_broadcast_as_by_socket(site: Inside) -> None:
    session_id = site.folder.session_id
    async with site.http(site.folder.trainer) as http, opened(site.url, site.folder.trainer) as trainer:
        await trainer.join(session_id)
        body = {"event": "training:session:start", "payload": {"sessionId": session_id, "eventId": "event-0001"}}
        first = await http.post("/api/events", json=body)
        assert (first.status_code, first.json()["ok"], first.json()["eventId"]) == (200, True, "event-0001")
        fact = await trainer.next("training:session:start")
        assert fact["seq"] == first.json()["seq"]
        again = await http.post("/api/events", json=body)
        assert again.json() == {**first.json(), "duplicate": True}


async def test_refusals_by_http_have_a_fitting_status(site: Inside) -> None:
    session_id = site.folder.session_id
    cases = [
        (400, {"event": "training:session:start", "payload": {"sessionId": 1}}),
        (403, {"event": "training:session:start", "payload": {"sessionId": session_id}}),
        (404, {"event": "training:session:strat", "payload": {}}),
        (
            404,
            {"event": "training:player:status", "payload": {"sessionId": "x", "playerId": "s1-p1", "status": "active"}},
        ),
        (400, {"event": "training:session:start"}),
        (400, ["not an object"]),
    ]
    async with site.http(site.folder.player(0)[1]) as http:
        for status, body in cases:
            response = await http.post("/api/events", json=body)
            assert response.status_code == status, (body, response.text)
        assert (
            await http.post("/api/events", content=b"{nonsense", headers={"content-type": "application/json"})
        ).status_code == 400


async def test_nothing_outside_the_screens_can_be_fetched(site: Inside) -> None:
    async with site.http() as http:
        for path in ("/..%2f..%2fapp.py", "/%2e%2e/%2e%2e/web/app.py", "/assets/../../app.py", "//etc/passwd"):
            response = await http.get(path)
            assert "import " not in response.text
            assert "root:" not in response.text
