"""A player is hurt while training: staff hear first, the player moves, nobody prescribes what is not allowed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from dryland.contract.base import Role, WorkoutType
from dryland.plans import default_plan
from tests.node.clients import Client, PythonClient, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside

CHANGED = "training:medical:status:changed"
CREATE = "training:bulk:session:created"
RAISED = "training:alert:raised"
SET = "training:strength:set:completion"
NOTE = "Suspected meniscus tear"
LIMIT = {"bodyRegion": "knee", "level": "modified", "bannedMovements": ["squat", "lunge"], "maxLoadPct": 60}
PLAYER = "s1-p1"


def squats(exercise: str = "squat") -> dict[str, Any]:
    planned = {"reps": 5, "load": {"basis": "absolute", "value": 80}, "rest": 60}
    return {"exercises": [{"id": exercise, "name": "Back squat", "lift": "back_squat", "sets": [planned] * 3}]}


def bundle(*others: dict[str, Any]) -> dict[str, Any]:
    strength = {"workoutType": "strength", "plan": squats(), "participantIds": [PLAYER, "s1-p2"]}
    return {"bundleId": "monday", "bundleName": "Monday", "sessions": [strength, *others]}


def of_kind(kind: WorkoutType) -> dict[str, Any]:
    return {"workoutType": kind.value, "plan": msgspec.to_builtins(default_plan(kind)), "participantIds": []}


def hurt(**fields: Any) -> dict[str, Any]:
    return {
        "playerId": PLAYER,
        "newStatus": "injured",
        "restrictions": [LIMIT],
        "notes": NOTE,
        "eventId": "hurt-0001",
        **fields,
    }


def where(site: Inside) -> list[str]:
    return [
        each.state.session_id
        for each in site.node.hall
        if each.state.bundle_id == "monday" and PLAYER in {player.player_id for player in each.state.present()}
    ]


def texts(client: Client) -> str:
    return "".join(str(heard) for heard in client.heard)


def places(client: Client, *names: str) -> list[int]:
    heard = [each.name for each in client.heard]
    return [heard.index(name) for name in names]


@contextlib.asynccontextmanager
async def staff(site: Inside) -> AsyncIterator[tuple[PythonClient, PythonClient]]:
    """A trainer and a medic."""
    medic_token = site.folder.token(Role.MEDICAL, user="medic")
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, medic_token) as medic:
        assert isinstance(trainer, PythonClient)
        assert isinstance(medic, PythonClient)
        yield trainer, medic


async def test_an_injury_calls_staff_moves_the_player_and_adapts_the_plan(site: Inside) -> None:
    folder = site.folder
    async with (
        opened(site.url, folder.trainer) as trainer,
        opened(site.url, folder.token(Role.MEDICAL, user="medic")) as medic,
        opened(site.url, folder.player(0)[1]) as player,
        opened(site.url, folder.player(1)[1]) as mate,
        opened(site.url, folder.token(Role.OBSERVER, user="parent")) as observer,
    ):
        made = await trainer.call(CREATE, bundle(of_kind(WorkoutType.AGILITY), of_kind(WorkoutType.CONDITIONING)))
        assert made["ok"], made
        started = await trainer.call("training:bulk:operation:status", {"bundleId": "monday", "operation": "start_all"})
        assert started["ok"], started
        await trainer.next("training:bulk:operation:status", status="completed")
        for client in (trainer, medic, player, mate, observer):
            await client.join("monday-1")
        for client in (trainer, medic):
            await client.join("monday-3")
        answer = await medic.call(CHANGED, hurt())
        assert answer["ok"], answer
        assert answer["result"]["notes"] == NOTE
        assert (await medic.call(CHANGED, hurt()))["duplicate"]
        await player.next("training:session:joined", sessionId="monday-3")
        assert where(site) == ["monday-3"]
        for client in (trainer, medic):
            alert = await client.next(RAISED, playerId=PLAYER)
            assert (alert["type"], alert["severity"]) == ("injury_risk", "high")
            await client.next("training:player:join", sessionId="monday-3", playerId=PLAYER)
            first = places(client, RAISED, CHANGED, "training:session:plan", "training:player:leave")
            assert first == sorted(first)
        changed = await trainer.next(CHANGED, playerId=PLAYER)
        assert changed["restrictions"][0]["bannedMovements"] == ["squat", "lunge"]
        assert "notes" not in changed
        plan = await trainer.next("training:session:plan", sessionId="monday-1")
        assert plan["playerIds"] == [PLAYER]
        assert plan["adaptations"][0]["kind"] == "replaced"
        told = await trainer.call(
            "training:player:status", {"sessionId": "monday-3", "playerId": PLAYER, "status": "active"}
        )
        assert told["ok"], told
        later = await medic.next("training:player:status", sessionId="monday-3", playerId=PLAYER)
        assert later["medicalNotes"] == NOTE
        assert later["restrictions"][0]["bodyRegion"] == "knee"
        seen = await trainer.next("training:player:status", sessionId="monday-3", playerId=PLAYER)
        assert seen["restrictions"]
        assert "medicalNotes" not in seen
        own = await player.next(CHANGED)
        assert own["message"].startswith("Training is being adapted for")
        for client in (trainer, player, mate, observer):
            assert NOTE not in texts(client)
        for client in (player, mate, observer):
            assert not client.named(RAISED)
            assert "bodyRegion" not in texts(client)
            assert "injured" not in texts(client)
        assert not mate.named(CHANGED)


async def test_without_a_suitable_session_the_player_waits_and_staff_are_called(site: Inside) -> None:
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, site.folder.token(Role.MEDICAL)) as medic,
    ):
        assert (await trainer.call(CREATE, bundle(of_kind(WorkoutType.AGILITY))))["ok"]
        await trainer.call("training:session:start", "monday-1")
        await trainer.join("monday-1")
        rest = [{"bodyRegion": "whole_body", "level": "no_training"}]
        assert (await medic.call(CHANGED, hurt(restrictions=rest)))["ok"]
        status = await trainer.next("training:player:status", sessionId="monday-1", status="paused")
        assert status["reason"] == "Please wait for your trainer."
        alert = await trainer.next(RAISED, type="restriction_violated")
        assert alert["severity"] == "high"
        assert where(site) == ["monday-1"]


async def test_a_trainer_may_tighten_and_not_relax(site: Inside) -> None:
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, site.folder.token(Role.MEDICAL)) as medic,
    ):
        assert (await medic.call(CHANGED, hurt()))["ok"]
        refused = await trainer.call(CHANGED, {"playerId": PLAYER, "newStatus": "healthy"})
        assert refused["error"]["code"] == "FORBIDDEN"
        refused = await trainer.call(CHANGED, {"playerId": PLAYER, "newStatus": "injured", "restrictions": []})
        assert refused["error"]["code"] == "FORBIDDEN"
        more = [LIMIT, {"bodyRegion": "ankle", "level": "no_impact"}]
        assert (await trainer.call(CHANGED, {"playerId": PLAYER, "newStatus": "injured", "restrictions": more}))["ok"]
        unknown = await trainer.call(CHANGED, {"playerId": "r1-p1", "newStatus": "injured"})
        assert unknown["error"]["code"] == "NOT_FOUND"


async def test_a_set_of_banned_work_is_kept_and_staff_are_told(site: Inside) -> None:
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, site.folder.token(Role.MEDICAL)) as medic,
    ):
        assert (await trainer.call(CREATE, bundle(of_kind(WorkoutType.AGILITY))))["ok"]
        await trainer.call("training:session:start", "monday-1")
        await trainer.join("monday-1")
        assert (await medic.call(CHANGED, hurt(newStatus="limited")))["ok"]
        data = {"setNumber": 1, "totalSets": 3, "reps": 5, "weight": 80}
        told = {"sessionId": "monday-1", "playerId": PLAYER, "exerciseId": "squat", "setData": data}
        answer = await trainer.call(SET, told)
        assert (answer["error"]["code"], answer["error"]["kept"]) == ("MEDICAL_RESTRICTION", True)
        fact = await trainer.next(SET, playerId=PLAYER)
        assert fact["notice"]["code"] == "MEDICAL_RESTRICTION"
        assert fact["restrictions"][0]["bodyRegion"] == "knee"
        await trainer.next(RAISED, type="restriction_violated", playerId=PLAYER)


async def test_by_http_with_its_history_and_a_trail(site: Inside) -> None:
    medic = site.folder.token(Role.MEDICAL, user="medic")
    async with site.http(medic) as http:
        body = {key: value for key, value in hurt().items() if key != "playerId"}
        answer = await http.post(f"/api/players/{PLAYER}/medical", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["result"]["newStatus"] == "injured"
        stage = {
            "newStatus": "injured",
            "returnToPlay": {"protocol": "knee", "stage": 1, "since": "2026-01-01T00:00:00Z"},
        }
        assert (await http.post(f"/api/players/{PLAYER}/medical", json=stage)).status_code == 200
        stage["returnToPlay"]["stage"] = 2
        early = await http.post(f"/api/players/{PLAYER}/medical", json=stage)
        assert early.json()["error"]["code"] == "INVALID_TRANSITION"
        history = (await http.get(f"/api/players/{PLAYER}/medical")).json()
        assert [each["payload"]["newStatus"] for each in history] == ["injured", "injured"]
    async with site.http(site.folder.player(0)[1]) as http:
        assert (await http.post(f"/api/players/{PLAYER}/medical", json=body)).status_code == 403
    trail = site.node.desk.audit("club", 0, 100)
    assert [each.entry.actor for each in trail if each.entry.what == CHANGED] == ["medic"] * 3


@pytest.mark.parametrize("kind", [WorkoutType.CONDITIONING, WorkoutType.AGILITY])
async def test_a_start_after_a_crash_does_what_was_left_undone(folder: Folder, kind: WorkoutType) -> None:
    async with inside(folder, node={"tick_s": 0.1}) as site, staff(site) as (trainer, medic):
        assert (await trainer.call(CREATE, bundle(of_kind(kind))))["ok"]
        site.node.hall.on_told.clear()
        site.node.care.tick = lambda now_ms: None
        assert (await medic.call(CHANGED, hurt()))["ok"]
        assert where(site) == ["monday-1"]
    async with inside(folder, node={"tick_s": 0.1}) as site, asyncio.timeout(10):
        while not settled(site, kind):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert len(where(site)) == 1
        (session_id,) = where(site)
        session = site.node.hall.session(session_id)
        assert session is not None
        assert session.state.players[PLAYER].medical_notes == NOTE


def settled(site: Inside, kind: WorkoutType) -> bool:
    if kind is WorkoutType.CONDITIONING:
        return where(site) == ["monday-2"]
    session = site.node.hall.session("monday-1")
    assert session is not None
    return where(site) == ["monday-2"] or session.state.players[PLAYER].status == "paused"


async def test_everybodys_fitness_is_read_at_once_and_a_withdrawn_note_stands_nowhere(site: Inside) -> None:
    place = f"/api/players/{PLAYER}/medical"
    ankle = {"bodyRegion": "ankle", "level": "no_impact"}
    async with (
        site.http(site.folder.token(Role.MEDICAL, user="medic")) as medic,
        site.http(site.folder.trainer) as http,
    ):
        assert (await medic.get("/api/medical")).json() == []
        body = {key: value for key, value in hurt().items() if key != "playerId"}
        assert (await medic.post(place, json=body)).is_success
        added = await http.post(place, json={"newStatus": "limited", "addRestrictions": [ankle]})
        assert added.is_success, added.text
        [as_medic], [as_trainer] = (await medic.get("/api/medical")).json(), (await http.get("/api/medical")).json()
        assert (as_medic["playerId"], as_medic["status"], as_medic["notes"]) == (PLAYER, "injured", NOTE)
        assert [each["bodyRegion"] for each in as_medic["restrictions"]] == ["knee", "ankle"]
        assert as_trainer == {key: value for key, value in as_medic.items() if key != "notes"}
        refused = await http.post(place, json={"newStatus": "injured", "withdrawNotes": True})
        assert refused.status_code == 403
        withdrawn = await medic.post(place, json={"newStatus": "injured", "withdrawNotes": True})
        assert withdrawn.json()["result"]["notesWithdrawn"] is True
        [after] = (await medic.get("/api/medical")).json()
        assert "notes" not in after
        assert len(after["restrictions"]) == 2
        told = (await medic.get(place)).json()
        assert [each["payload"].get("notes") for each in told if each["event"] == CHANGED] == [NOTE, NOTE, None]
        state = site.node.hall.session(site.folder.session_id).state.players[PLAYER]
        assert state.medical_notes is None
        assert len(state.restrictions) == 2
    trail = [each.entry for each in site.node.desk.audit("club", 0, 100)]
    assert [each.action for each in trail if each.what == CHANGED] == ["change", "change", "withdraw", "withdraw"]
    assert {each.actor for each in trail if each.what == "GET /api/medical"} >= {"medic"}


async def test_nobody_but_staff_reads_everybodys_fitness(site: Inside) -> None:
    for role in (Role.OBSERVER, Role.PLAYER, Role.WALL, Role.DEVICE):
        async with site.http(site.folder.token(role, player=PLAYER if role is Role.PLAYER else None)) as http:
            assert (await http.get("/api/medical")).status_code == 403
