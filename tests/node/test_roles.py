"""Who may do what, and who reads what, as stock clients find it: identity comes from the token alone."""

import json
from typing import Any

import pytest

from dryland.contract.base import Role
from dryland.contract.live import WALL_FRAME_COLUMNS
from tests.node.clients import opened
from tests.node.folder import RIVALS
from tests.node.site import Inside

ABOUT_A_SESSION: dict[str, dict[str, Any]] = {
    "training:session:start": {},
    "training:session:pause": {},
    "training:session:resume": {},
    "training:session:end": {},
    "training:session:force:end": {},
    "training:session:message": {"message": "Go"},
    "training:session:plan": {"plan": {"intervals": [{"id": "a", "name": "A", "type": "work", "duration": 60}]}},
    "training:player:kick": {"playerId": "s1-p1"},
}


@pytest.mark.parametrize("role", [Role.PLAYER, Role.OBSERVER, Role.WALL, Role.DEVICE, Role.MEDICAL])
async def test_only_staff_runs_a_session(site: Inside, role: Role) -> None:
    session_id = site.folder.session_id
    player_id, _ = site.folder.player(0)
    token = site.folder.token(role, user=player_id, player=player_id if role is Role.PLAYER else None)
    async with opened(site.url, token) as client:
        for event, more in ABOUT_A_SESSION.items():
            answer = await client.call(event, {"sessionId": session_id, **more, "role": "trainer"})
            assert answer["error"]["code"] == "FORBIDDEN", (event, answer)
    assert site.node.hall.session(session_id).state.status == "scheduled"


async def test_players_speak_for_themselves_only(site: Inside) -> None:
    session_id = site.folder.session_id
    (mine, token), (other, _) = site.folder.player(0), site.folder.player(1)
    async with opened(site.url, token) as player:
        for event, more in {
            "training:conditioning:hr:update": {"heartRate": 120},
            "training:conditioning:power:update": {"power": 120},
            "training:player:metrics": {"metrics": {"heartRate": 120}},
            "training:player:samples": {"columns": {"t": ["2026-01-01T10:00:00Z"], "heartRate": [120]}},
            "training:player:status": {"status": "paused"},
            "training:conditioning:interval:transition": {"intervalId": "warmup"},
        }.items():
            answer = await player.call(event, {"sessionId": session_id, "playerId": other, **more})
            assert (answer["ok"], answer["error"]["code"]) == (False, "FORBIDDEN"), event
        false_self = await player.call("training:session:join", {"sessionId": session_id, "playerId": other})
        assert false_self["error"]["code"] == "FORBIDDEN"
        false_role = await player.call("training:session:join", {"sessionId": session_id, "role": "trainer"})
        assert false_role["error"]["code"] == "FORBIDDEN"
        own = await player.call(
            "training:conditioning:hr:update", {"sessionId": session_id, "playerId": mine, "heartRate": 120}
        )
        assert own["ok"]


async def test_another_clubs_session_does_not_exist(site: Inside) -> None:
    ours, theirs = site.folder.session_id, site.folder.theirs[0].session_id
    stranger = site.folder.token(Role.TRAINER, org=RIVALS)
    async with opened(site.url, stranger) as trainer:
        missing = await trainer.call("training:session:join", {"sessionId": "session-404"})
        for event, more in {"training:session:join": {}, **ABOUT_A_SESSION}.items():
            answer = await trainer.call(event, {"sessionId": ours, **more})
            assert answer["error"]["code"] == "SESSION_NOT_FOUND", event
            assert answer["error"]["message"] == missing["error"]["message"]
        beat = {"sessionId": ours, "playerId": "s1-p1", "heartRate": 120}
        assert (await trainer.call("training:conditioning:hr:update", beat))["error"]["code"] == "SESSION_NOT_FOUND"
        assert (await trainer.join(theirs))["session"]["sessionId"] == theirs
    async with site.http(stranger) as http:
        assert [session["sessionId"] for session in (await http.get("/api/sessions")).json()] == [theirs]


async def test_a_player_of_another_session_stays_outside(site: Inside) -> None:
    token = site.folder.ours[1].players[0].token
    async with opened(site.url, token) as player:
        answer = await player.call("training:session:join", {"sessionId": site.folder.session_id})
        assert answer["error"]["code"] == "PLAYER_NOT_IN_SESSION"


async def test_an_observer_watches_and_commands_nothing(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, _ = site.folder.player(0)
    async with opened(site.url, site.folder.token(Role.OBSERVER)) as observer:
        await observer.join(session_id, role="observer")
        for event, more in {
            "training:conditioning:hr:update": {"heartRate": 120},
            "training:player:samples": {"columns": {"t": ["2026-01-01T10:00:00Z"], "heartRate": [120]}},
            "training:player:status": {"status": "paused"},
        }.items():
            answer = await observer.call(event, {"sessionId": session_id, "playerId": player_id, **more})
            assert answer["error"]["code"] == "FORBIDDEN", event


async def test_a_wall_reads_numbers_zones_and_timers_but_no_name_and_no_heart_rate(site: Inside) -> None:
    session_id = site.folder.session_id
    session = site.node.hall.session(session_id)
    names = [player.name for player in session.state.players.values()]
    ids = list(session.state.players)
    player_id, player_token = site.folder.player(0)
    async with (
        opened(site.url, site.folder.token(Role.WALL)) as wall,
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, player_token) as player,
    ):
        joined = await wall.join(session_id, live="frames")
        await trainer.join(session_id)
        await player.join(session_id)
        await trainer.call("training:session:start", {"sessionId": session_id})
        await trainer.call("training:session:message", {"sessionId": session_id, "message": f"Bravo {names[0]}"})
        beat = {"sessionId": session_id, "playerId": player_id, "heartRate": 187}
        assert (await player.call("training:conditioning:hr:update", beat))["ok"]
        jersey = session.state.players[player_id].jersey_number
        zone = joined["columns"].index("zone")
        await wall.until(
            lambda: any(
                row[0] == jersey and row[zone] is not None
                for frame in wall.named("training:live:frame")
                for row in frame["players"]
            )
        )
        last = await trainer.call("training:session:pause", {"sessionId": session_id})
        await wall.until(lambda: last["seq"] in wall.positions(session_id))
        everything = json.dumps([joined, *wall.heard], ensure_ascii=False)
        assert not [word for word in (*names, *ids, "187", "Bravo", "heartRate") if word in everything]
        seen = wall.positions(session_id)
        assert seen == list(range(seen[0], seen[-1] + 1))
        assert joined["columns"] == list(WALL_FRAME_COLUMNS)


async def test_words_for_some_players_reach_only_them_live_and_in_recovery(site: Inside) -> None:
    session_id = site.folder.session_id
    (meant, meant_token), (_, other_token) = site.folder.player(0), site.folder.player(1)
    async with (
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, meant_token) as first,
        opened(site.url, other_token) as second,
    ):
        for client in (trainer, first):
            await client.join(session_id)
        before = await second.join(session_id)
        said = await trainer.call(
            "training:session:message", {"sessionId": session_id, "message": "Nur für dich", "targetPlayers": [meant]}
        )
        assert (await first.next("training:session:message"))["message"] == "Nur für dich"
        assert (await trainer.next("training:session:message"))["seq"] == said["seq"]
        await second.next("training:position", seq=said["seq"])
        back = await second.join(session_id, epoch=before["epoch"], lastSeq=before["seq"])
        assert back["recovered"]
        assert said["seq"] in [event["payload"]["seq"] for event in back["events"]]
        assert "Nur für dich" not in json.dumps([back, *second.heard], ensure_ascii=False)
        again = await first.join(session_id, epoch=before["epoch"], lastSeq=before["seq"])
        assert "Nur für dich" in json.dumps(again, ensure_ascii=False)


async def test_a_kicked_player_is_shown_out(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await trainer.join(session_id)
        await player.join(session_id, live="frames")
        kick = {"sessionId": session_id, "playerId": player_id, "reason": "doctor's order"}
        assert (await trainer.call("training:player:kick", kick))["ok"]
        assert (await player.next("training:session:left"))["reason"] == "kicked"
        assert (await trainer.next("training:player:leave", playerId=player_id))["reason"] == "kicked"
        beat = {"sessionId": session_id, "playerId": player_id, "heartRate": 120}
        assert (await player.call("training:conditioning:hr:update", beat))["error"]["code"] == "PLAYER_NOT_IN_SESSION"
        heard = len(player.heard)
        assert (await trainer.call("training:session:start", {"sessionId": session_id}))["ok"]
        await trainer.next("training:session:start")
        await player.call("training:clock", {"t0": 0})
        assert not [entry for entry in player.heard[heard:] if entry.name.startswith("training:session")]


async def test_a_player_who_comes_after_the_end_changes_nothing(site: Inside) -> None:
    session_id = site.folder.session_id
    _, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await trainer.call("training:session:start", session_id)
        await trainer.call("training:session:end", session_id)
        joined = await player.join(session_id)
        assert joined["session"]["status"] == "completed"
        assert (await trainer.join(session_id))["seq"] == joined["seq"]
