"""Alerts over a real node: called for, seen by staff alone, answered, found again after a reconnect and a restart."""

from typing import Any

from dryland.contract.base import Role
from tests.node.clients import opened
from tests.node.folder import RIVALS, Folder
from tests.node.site import Inside, inside

RAISED = "training:alert:raised"
ACKNOWLEDGED = "training:alert:acknowledged"
CLEARED = "training:alert:cleared"


def help_in(folder: Folder, **more: Any) -> dict[str, Any]:
    return {"type": "help_requested", "sessionId": folder.session_id, **more}


async def test_a_player_who_asks_for_help_is_heard_by_staff_and_medics_and_by_no_other_player(site: Inside) -> None:
    player_id, token = site.folder.player(0)
    _, other_token = site.folder.player(1)
    medic_token = site.folder.token(Role.MEDICAL, user="doc")
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, medic_token) as medic,
        opened(site.url, token) as player,
        opened(site.url, other_token) as other,
    ):
        answer = await player.call(RAISED, help_in(site.folder, eventId="help-0001"))
        assert answer["ok"], answer
        for staff in (trainer, medic):
            told = await staff.next(RAISED, alertId=answer["alertId"])
            assert (told["severity"], told["playerId"], "seq" in told) == ("high", player_id, False)
        again = await player.call(RAISED, help_in(site.folder, eventId="help-0001"))
        assert again["duplicate"]
        assert again["alertId"] == answer["alertId"]
        taken = await medic.call(ACKNOWLEDGED, {"alertId": answer["alertId"]})
        assert taken["result"]["acknowledgedBy"] == "doc"
        assert (await trainer.next(ACKNOWLEDGED))["acknowledgedBy"] == "doc"
        assert (await trainer.call(CLEARED, {"alertId": answer["alertId"], "reason": "taped"}))["ok"]
        await medic.next(CLEARED, reason="taped")
        assert other.named(RAISED) == other.named(ACKNOWLEDGED) == []


async def test_steps_that_are_not_legal_are_refused_with_those_that_are(site: Inside) -> None:
    _, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        alert_id = (await player.call(RAISED, help_in(site.folder)))["alertId"]
        refused = await trainer.call(CLEARED, {"alertId": alert_id})
        assert refused["error"]["code"] == "INVALID_TRANSITION"
        assert refused["error"]["context"]["allowed"] == ["acknowledge", "shelve"]
        assert (await player.call(ACKNOWLEDGED, {"alertId": alert_id}))["error"]["code"] == "FORBIDDEN"
        unknown = await trainer.call(ACKNOWLEDGED, {"alertId": "nobody"})
        assert unknown["error"]["code"] == "NOT_FOUND"
        assert (await trainer.call(ACKNOWLEDGED, {"alertId": alert_id, "shelveMinutes": 5}))["error"]["code"] == (
            "VALIDATION_FAILED"
        )
        false = await player.call(RAISED, help_in(site.folder, playerId=site.folder.player(1)[0]))
        assert false["error"]["code"] == "FORBIDDEN"
        odd = await player.call(RAISED, {"type": "low_compliance", "sessionId": site.folder.session_id})
        assert odd["error"]["code"] == "FORBIDDEN"
    rival = site.folder.token(Role.TRAINER, org=RIVALS, user="other")
    async with opened(site.url, rival) as stranger:
        assert (await stranger.call(ACKNOWLEDGED, {"alertId": alert_id}))["error"]["code"] == "NOT_FOUND"
        assert (await stranger.call(RAISED, help_in(site.folder)))["error"]["code"] == "SESSION_NOT_FOUND"


async def test_each_report_is_a_rule_of_its_own_with_what_was_said(site: Inside) -> None:
    player_id, token = site.folder.player(0)
    pain = {"bodyRegion": "knee", "level": 7}
    rows: list[tuple[str, dict[str, Any], str, str, dict[str, Any]]] = [
        ("player", {"type": "help_requested"}, "help_requested", "high", {}),
        ("player", {"type": "injury_risk", "pain": pain}, "pain_reported", "high", pain),
        ("player", {"type": "equipment_issue", "equipmentId": "bike-4"}, "equipment_reported", "low",
         {"equipmentId": "bike-4"}),
        ("trainer", {"type": "high_fatigue", "playerId": player_id}, "staff_reported", "medium", {}),
    ]  # fmt: skip
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        for who, said, rule, severity, inputs in rows:
            sender = player if who == "player" else trainer
            answer = await sender.call(RAISED, {"sessionId": site.folder.session_id, **said})
            assert answer["ok"], answer
            told = await trainer.next(RAISED, alertId=answer["alertId"])
            assert (told["evidence"]["rule"], told["severity"]) == (rule, severity)
            assert told["evidence"]["inputs"] == inputs
            assert told["evidence"]["grade"] == "reported"


async def test_open_alerts_are_there_after_a_restart_for_whoever_joins_and_by_http(folder: Folder) -> None:
    player_id, token = folder.player(0)
    pain = {"type": "injury_risk", "sessionId": folder.session_id, "pain": {"bodyRegion": "knee", "level": 4}}
    async with inside(folder) as site, opened(site.url, token) as player:
        first = (await player.call(RAISED, help_in(folder)))["alertId"]
        second = (await player.call(RAISED, pain))["alertId"]
    async with inside(folder) as site:
        async with opened(site.url, folder.trainer) as trainer, opened(site.url, token) as player:
            await player.join(folder.session_id)
            await trainer.join(folder.session_id)
            await trainer.next(RAISED, alertId=second)
            assert [each["alertId"] for each in trainer.named(RAISED)] == [first, second]
            assert player.named(RAISED) == []
            assert (await trainer.call(ACKNOWLEDGED, {"alertId": first}))["ok"]
            assert (await trainer.call(CLEARED, {"alertId": first}))["ok"]
        async with site.http(folder.trainer) as http:
            page = (await http.get("/api/alerts", params={"limit": 1})).json()
            assert [each["alert"]["alertId"] for each in page["items"]] == [second]
            page = (await http.get("/api/alerts", params={"limit": 1, "cursor": page["next"]})).json()
            assert [each["state"] for each in page["items"]] == ["cleared"]
            assert "next" not in page
            still = (await http.get("/api/alerts", params={"is_open": True, "player_id": player_id})).json()["items"]
            assert [each["alert"]["pain"]["level"] for each in still] == [4]
            posted = await http.post(
                "/api/events",
                json={
                    "event": ACKNOWLEDGED,
                    "payload": {"alertId": second, "shelveMinutes": 5, "reason": "with the medic"},
                },
            )
            assert posted.json()["result"]["reason"] == "with the medic"
        async with site.http(token) as http:
            assert (await http.get("/api/alerts")).status_code == 403
