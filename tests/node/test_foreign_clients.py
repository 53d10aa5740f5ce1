"""A whole session through stock clients on every transport: what a stranger's program can rely on."""

from typing import Any

import pytest

from dryland.contract.base import Role
from tests.node.clients import TRANSPORTS, Client, NodeClient, PythonClient, Turned, needs_node, opened
from tests.node.site import Inside

pytestmark = pytest.mark.interop

EVERY_CLIENT = pytest.mark.parametrize(
    ("kind", "transports"),
    [
        pytest.param(kind, transports, id=f"{name}-{way}", marks=[needs_node] if kind is NodeClient else [])
        for name, kind in {"python": PythonClient, "node": NodeClient}.items()
        for way, transports in TRANSPORTS.items()
    ],
)


@EVERY_CLIENT
async def test_a_session_from_start_to_end(site: Inside, kind: type[Client], transports: list[str]) -> None:
    session_id = site.folder.session_id
    player_id, player_token = site.folder.player(0)
    about = {"sessionId": session_id}
    async with (
        opened(site.url, site.folder.trainer, transports, kind) as trainer,
        opened(site.url, player_token, transports, kind) as player,
    ):
        joined = await trainer.join(session_id, live="events")
        assert joined["session"]["status"] == "scheduled"
        assert joined["session"]["totalPlayers"] == 3
        told = await trainer.next("training:session:joined")
        assert (told["epoch"], told["seq"], told["recovered"]) == (joined["epoch"], joined["seq"], False)
        await player.join(session_id, role="player", playerId=player_id, live="frames")
        arrived = await trainer.next("training:player:join", playerId=player_id)
        assert arrived["player"]["playerId"] == player_id

        for event, status in (("start", "active"), ("pause", "paused"), ("resume", "active")):
            answer = await trainer.call(f"training:session:{event}", about)
            assert answer["ok"], answer
            fact = await player.next(f"training:session:{event}")
            assert (fact["seq"], fact["epoch"]) == (answer["seq"], answer["epoch"])
            await player.until(
                lambda want=status: player.named("training:session:update")[-1:] and want in statuses(player)
            )

        await transition_and_message(trainer, player, session_id)
        await live_values(site, trainer, player, player_id)

        assert (await trainer.call("training:session:end", about))["ok"]
        await player.next("training:session:end")
        again = await trainer.call("training:session:start", about)
        assert again["error"]["code"] == "INVALID_TRANSITION"
        assert again["error"]["context"]["state"] == "completed"
        await player.until(lambda: "completed" in statuses(player))
        assert await trainer.transport() == transports[-1]
        for client in (trainer, player):
            seen = client.positions(session_id)
            assert seen == list(range(seen[0], seen[-1] + 1))


def statuses(client: Client) -> list[Any]:
    return [update["updates"].get("status") for update in client.named("training:session:update")]


async def transition_and_message(trainer: Client, player: Client, session_id: str) -> None:
    step = await trainer.call(
        "training:conditioning:interval:transition",
        {"sessionId": session_id, "intervalId": "warmup", "transitionType": "manual"},
    )
    assert step["ok"], step
    assert step["result"]["transition"]["fromInterval"]["name"] == "Warm-up"
    moved = await player.next("training:conditioning:interval:transition", transitionType="manual")
    assert moved["transition"]["toInterval"]["name"] == "Work 1"
    said = await trainer.call("training:session:message", {"sessionId": session_id, "message": "Hög fart – nu! 💪"})
    assert said["ok"], said
    assert (await player.next("training:session:message"))["message"] == "Hög fart – nu! 💪"


async def live_values(site: Inside, trainer: Client, player: Client, player_id: str) -> None:
    about = {"sessionId": site.folder.session_id, "playerId": player_id}
    beat = await player.call("training:conditioning:hr:update", {**about, "heartRate": 151, "rrIntervals": [397.5]})
    assert beat["ok"], beat
    await player.emit("training:conditioning:power:update", {**about, "power": 250, "cadence": 88.5})
    await player.emit("training:player:metrics", {**about, "metrics": {"heartRate": 152, "power": 260, "distance": 30}})
    shown = await trainer.next("training:conditioning:hr:update", playerId=player_id)
    assert shown["heartRate"] == 151
    assert shown["zoneName"]
    power = await trainer.next("training:conditioning:power:update", playerId=player_id)
    assert (power["power"], power["cadence"]) == (250, 88.5)
    assert (await trainer.next("training:player:metrics", playerId=player_id))["metrics"]["distance"] == 30
    await player.until(lambda: any(row[0] == player_id and row[1] == 152 for row in newest_frame(player)))


def newest_frame(client: Client) -> list[list[Any]]:
    frames = client.named("training:live:frame")
    return frames[-1]["players"] if frames else []


@EVERY_CLIENT
async def test_a_bad_token_is_turned_away_with_a_code(site: Inside, kind: type[Client], transports: list[str]) -> None:
    flawed: dict[str, Any] = {
        "absent": None,
        "garbage": "not.a.token",
        "expired": site.folder.token(Role.TRAINER, ttl_s=-60),
        "foreign": site.folder.trainer[:-6] + "AAAAAA",
        "number": 17,
    }
    for flaw, token in flawed.items():
        with pytest.raises(Turned) as turned:
            async with opened(site.url, token, transports, kind):
                pass
        assert turned.value.data["code"] == "UNAUTHENTICATED", flaw
        assert turned.value.data["reason"], flaw
        assert str(token) not in turned.value.message, flaw
    assert site.node.gateway.peers == 0


@EVERY_CLIENT
async def test_refusals_come_as_acknowledgement_or_as_event(
    site: Inside, kind: type[Client], transports: list[str]
) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, token, transports, kind) as player:
        wrong = {"sessionId": session_id, "playerId": player_id, "heartRate": 900}
        answer = await player.call("training:conditioning:hr:update", wrong)
        assert (answer["ok"], answer["error"]["code"]) == (False, "VALIDATION_FAILED")
        assert answer["error"]["context"]["path"] == "$.heartRate"
        await player.emit("training:conditioning:hr:update", {**wrong, "heartRate": "fast"})
        error = await player.next("training:error", event="training:conditioning:hr:update")
        assert (error["code"], error["context"]["path"]) == ("VALIDATION_FAILED", "$.heartRate")
        unknown = await player.call("training:session:strat", {"sessionId": session_id})
        assert unknown["error"]["code"] == "UNKNOWN_EVENT"
        assert "training:session:start" in unknown["error"]["context"]["alternatives"]
