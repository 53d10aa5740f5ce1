"""Commands and their answers: bare ids, paths of errors, repeats, limits, the clock; by socket and by HTTP alike."""

import asyncio
import time
from importlib.metadata import version
from typing import Any

import pytest

from dryland.contract.base import Role
from dryland.contract.revision import CONTRACT
from tests.node.clients import opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside


async def test_a_bare_session_id_will_do(site: Inside) -> None:
    session_id = site.folder.session_id
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call("training:session:join", session_id))["session"]["sessionId"] == session_id
        for event in ("start", "pause", "resume", "end"):
            assert (await trainer.call(f"training:session:{event}", session_id))["ok"], event
        assert (await trainer.call("training:session:leave", session_id))["ok"]
        await trainer.next("training:session:left", sessionId=session_id)


SESSION = {"sessionId": "session-1"}
PLAYER = {**SESSION, "playerId": "s1-p1"}
BACKWARDS = {"intervals": [{"id": "a", "name": "A", "type": "work", "duration": -1}]}
ONE_ROW = ["2026-01-01T10:00:00Z"]


@pytest.mark.parametrize(
    ("event", "payload", "path"),
    [
        ("training:session:start", {}, "$.sessionId"),
        ("training:session:start", {"sessionId": 7}, "$.sessionId"),
        ("training:session:start", {"sessionId": ""}, "$.sessionId"),
        ("training:session:start", [], "$"),
        ("training:session:start", {**SESSION, "eventId": "short"}, "$.eventId"),
        ("training:session:start", {**SESSION, "occurredAt": "yesterday"}, "$.occurredAt"),
        ("training:session:message", {**SESSION, "message": "x" * 501}, "$.message"),
        ("training:session:message", {**SESSION, "message": "a", "targetPlayers": ["s9"]}, "$.targetPlayers"),
        ("training:session:plan", {**SESSION, "plan": BACKWARDS}, "$.plan.intervals[0].duration"),
        ("training:player:samples", {**PLAYER, "columns": {"t": []}}, "$.columns.t"),
        ("training:player:samples", {**PLAYER, "columns": {"t": ONE_ROW, "power": [1, 2]}}, "$.columns.power"),
        ("training:player:metrics", {**PLAYER, "metrics": {"power": -1}}, "$.metrics.power"),
    ],
)
async def test_an_error_names_the_place(site: Inside, event: str, payload: Any, path: str) -> None:
    async with opened(site.url, site.folder.trainer) as trainer, site.http(site.folder.trainer) as http:
        answer = await trainer.call(event, payload)
        assert answer["ok"] is False
        assert answer["error"]["context"]["path"] == path, answer
        await trainer.emit(event, payload)
        error = await trainer.next("training:error", event=event)
        assert (error["code"], error["context"]["path"]) == (answer["error"]["code"], path)
        if isinstance(payload, dict):
            posted = await http.post("/api/events", json={"event": event, "payload": payload})
            assert posted.status_code >= 400
            assert posted.json() == answer


async def test_an_error_of_one_kind_of_workout_says_so(site: Inside) -> None:
    session_id = site.folder.session_id
    async with opened(site.url, site.folder.trainer) as trainer:
        beat = {"sessionId": session_id, "playerId": "s1-p1", "exerciseId": "squat", "exerciseName": "Squat"}
        entry = {"setNumber": 1, "totalSets": 3, "reps": 5, "weight": 100, "weightUnit": "kg", "outcome": "completed"}
        answer = await trainer.call("training:strength:set:completion", {**beat, "setData": entry})
        assert answer["error"]["code"] == "WRONG_WORKOUT_TYPE"


async def test_the_same_event_id_counts_once_however_it_comes(site: Inside) -> None:
    session_id = site.folder.session_id
    message = {"sessionId": session_id, "message": "once", "eventId": "01890000-0000-7000-8000-000000000001"}
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, site.folder.trainer, ["polling"]) as other,
        site.http(site.folder.trainer) as http,
    ):
        await trainer.join(session_id)
        burst = await asyncio.gather(
            *(client.call("training:session:message", message) for client in (trainer, other) * 5)
        )
        posted = (await http.post("/api/events", json={"event": "training:session:message", "payload": message})).json()
        answers = [*burst, posted]
        assert all(answer["ok"] and answer["eventId"] == message["eventId"] for answer in answers)
        assert len({answer["seq"] for answer in answers}) == 1
        assert sum("duplicate" not in answer for answer in answers) == 1
        changed = await trainer.call("training:session:message", {**message, "message": "something else"})
        assert changed["duplicate"]
        await trainer.call("training:session:message", {"sessionId": session_id, "message": "last"})
        await trainer.next("training:session:message", message="last")
        assert [said["message"] for said in trainer.named("training:session:message")] == ["once", "last"]


async def test_the_hard_ceiling_answers_with_when_to_come_again(folder: Folder) -> None:
    async with inside(folder) as site, opened(site.url, folder.trainer) as trainer:
        answers = await asyncio.gather(*(trainer.call("training:clock", {"t0": i}) for i in range(230)))
        refused = [answer for answer in answers if answer.get("ok") is False]
        assert 15 <= len(refused) <= 30
        assert {answer["error"]["code"] for answer in refused} == {"RATE_LIMITED"}
        waits = [answer["error"]["retryAfterMs"] for answer in refused]
        assert all(0 < wait <= 21 for wait in waits)
        async with opened(site.url, folder.trainer) as other:
            assert (await other.call("training:clock", {"t0": 1}))["t0"] == 1
        await asyncio.sleep(max(waits) / 1000)
        assert (await trainer.call("training:clock", {"t0": 2}))["t0"] == 2


async def test_the_clock_answers_with_its_own_time(site: Inside) -> None:
    async with opened(site.url, site.folder.token(Role.WALL)) as wall:
        before = time.time() * 1000
        reading = await wall.call("training:clock", {"t0": before})
        after = time.time() * 1000
        assert reading["t0"] == before
        assert before - 50 <= reading["t1"] <= reading["t2"] <= after + 50
        assert reading["server"] == {"release": version("dryland"), "contract": CONTRACT}


async def test_unknown_keys_are_tolerated(site: Inside) -> None:
    payload = {"sessionId": site.folder.session_id, "playerId": "s1-p1", "heartRate": 99, "colour": "red", "deep": [{}]}
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call("training:conditioning:hr:update", payload))["ok"]


async def test_a_late_fact_keeps_its_own_time(site: Inside) -> None:
    payload = {"sessionId": site.folder.session_id, "message": "late", "occurredAt": "2026-01-05T10:00:00.250Z"}
    async with opened(site.url, site.folder.trainer) as trainer:
        await trainer.join(site.folder.session_id)
        assert (await trainer.call("training:session:message", payload))["ok"]
        fact = await trainer.next("training:session:message")
        assert fact["occurredAt"].startswith("2026-01-05T10:00:00.25")
        assert fact["recordedAt"] > fact["occurredAt"]
