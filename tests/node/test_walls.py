"""What a wall is told of each player: what the player chose, under the name that the server made, and nothing else."""

import json

import pytest

from dryland.contract.base import Role
from dryland.contract.live import WALL_FRAME_COLUMNS
from dryland.store.records import WallShows
from dryland.web.aliases import WORDS
from tests.node.clients import opened
from tests.node.site import Inside

SHOWN = {
    WallShows.NUMBER: {"jerseyNumber", "zone"},
    WallShows.NUMBER_ONLY: {"jerseyNumber"},
    WallShows.ALIAS: {"alias", "zone"},
    WallShows.ALIAS_ONLY: {"alias"},
    WallShows.ZONE_ONLY: {"zone"},
}


async def choose(site: Inside, player_id: str, wall: WallShows, **more: bool) -> str | None:
    """Choose for a player; the alias that the server made."""
    async with site.http(site.folder.trainer) as http:
        answer = await http.put(f"/api/players/{player_id}/wall", json={"wall": wall.value, **more})
        assert answer.is_success, answer.text
        alias: str | None = answer.json().get("alias")
        return alias


@pytest.mark.parametrize("choice", WallShows)
async def test_a_wall_is_told_of_a_player_what_the_player_chose(site: Inside, choice: WallShows) -> None:
    session_id = site.folder.session_id
    players = site.node.hall.session(session_id).state.players
    player_id, token = site.folder.player(0)
    number, count = players[player_id].jersey_number, len(players)
    alias = await choose(site, player_id, choice)
    async with (
        opened(site.url, site.folder.token(Role.WALL)) as wall,
        opened(site.url, site.folder.trainer) as trainer,
        opened(site.url, token) as player,
    ):
        joined = await wall.join(session_id, live="frames")
        await trainer.call("training:session:start", {"sessionId": session_id})
        await player.join(session_id)
        await player.call(
            "training:conditioning:hr:update", {"sessionId": session_id, "playerId": player_id, "heartRate": 187}
        )
        await wall.until(lambda: len(wall.named("training:live:frame")) > 2)
        rows = [
            dict(zip(WALL_FRAME_COLUMNS, row, strict=True)) for row in wall.named("training:live:frame")[-1]["players"]
        ]
        in_state, everything = joined["wall"]["players"], json.dumps([joined, *wall.heard], ensure_ascii=False)
    assert not [word for each in players.values() for word in (each.name, each.player_id) if word in everything]
    assert len(rows) == len(in_state) == count - (choice is WallShows.OFF)
    mine = [
        row for row in rows if row["jerseyNumber"] == number or row["alias"] is not None or row["jerseyNumber"] is None
    ]
    if choice is WallShows.OFF:
        assert mine == []
        return
    assert len(mine) == 1
    assert {name for name in ("jerseyNumber", "alias", "zone") if mine[0][name] is not None} == SHOWN[choice]
    assert (mine[0]["alias"] or alias) == alias
    told = [(each.get("jerseyNumber"), each.get("alias")) for each in in_state]
    assert (mine[0]["jerseyNumber"], mine[0]["alias"]) in told


async def test_an_alias_stays_until_another_is_wanted_and_is_worn_once(site: Inside) -> None:
    worn: set[str] = set()
    for place in range(3):
        player_id, _ = site.folder.player(place)
        first = await choose(site, player_id, WallShows.ALIAS)
        assert first in WORDS
        assert await choose(site, player_id, WallShows.NUMBER) == first
        assert await choose(site, player_id, WallShows.ALIAS_ONLY) == first
        other = await choose(site, player_id, WallShows.ALIAS, another=True)
        assert other != first
        assert other not in worn
        worn |= {other or ""}
