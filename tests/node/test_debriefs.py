"""Looking back at what happened, over HTTP: the page, the table, the paper, the week, and who may see whose."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dryland.contract.base import WorkoutType
from dryland.seeding import SeedRequest, seed_folder
from tests.node.clients import opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside

SET = "training:strength:set:completion"


def seeded(path: Path, kind: WorkoutType) -> Folder:
    return Folder(path, seed_folder(path, SeedRequest(1, 2, kind)).sessions, ())


@pytest.fixture
def gym(tmp_path: Path) -> Folder:
    return seeded(tmp_path / "gym", WorkoutType.STRENGTH)


@pytest.fixture
def bikes(tmp_path: Path) -> Folder:
    return seeded(tmp_path / "bikes", WorkoutType.CONDITIONING)


async def lift_and_end(site: Inside) -> None:
    gym = site.folder
    async with opened(site.url, gym.trainer) as trainer:
        assert (await trainer.call("training:session:start", gym.session_id))["ok"]
        for number, (weight, outcome) in enumerate(((60, "completed"), (65, "completed"), (590, "failed")), start=1):
            data = {"setNumber": number, "totalSets": 5, "reps": 5, "weight": weight, "rpe": 8, "outcome": outcome}
            told = {"sessionId": gym.session_id, "playerId": gym.player(0)[0], "exerciseId": "back-squat"}
            await trainer.call(SET, {**told, "setData": data})
        assert (await trainer.call("training:session:pause", gym.session_id))["ok"]
        assert (await trainer.call("training:session:resume", gym.session_id))["ok"]
        assert (await trainer.call("training:session:end", gym.session_id))["ok"]


async def asked(site: Inside, path: str, token: str | None = None) -> Any:
    async with site.http(token or site.folder.trainer) as http:
        return await http.get(path)


async def test_a_session_is_seen_on_one_page_as_it_was(gym: Folder) -> None:
    async with inside(gym) as site:
        await lift_and_end(site)
        page = (await asked(site, f"/api/sessions/{gym.session_id}/debrief")).json()
    player = next(each for each in page["players"] if each["playerId"] == gym.player(0)[0])
    assert page["status"] == "completed"
    assert player["tonnageKg"] == 60 * 5 + 65 * 5, "a questioned set is counted nowhere"
    assert player["quality"]["questioned"] == 1
    assert {flag["code"] for flag in player["flags"]} == {"questioned_entries", "failed_sets"}
    assert [each["kind"] for each in page["incidents"]] == ["entry_questioned", "paused", "resumed"]
    assert page["incidents"][0]["detailSayings"], "what was questioned is told in the reader's language"
    assert 0 < player["steps"]["done"] < player["steps"]["planned"]
    assert page["steps"]["planned"] == sum(each["steps"]["planned"] for each in page["players"])


async def test_a_table_has_a_row_for_each_player_or_each_set(gym: Folder) -> None:
    async with inside(gym) as site:
        await lift_and_end(site)
        players = await asked(site, f"/api/sessions/{gym.session_id}/debrief.csv")
        steps = await asked(site, f"/api/sessions/{gym.session_id}/debrief.csv?rows=steps")
    assert len(list(csv.DictReader(io.StringIO(players.text)))) == 2
    rows = list(csv.DictReader(io.StringIO(steps.text)))
    assert [(row["kind"], row["reps"], row["weight"], row["outcome"]) for row in rows] == [
        ("set", "5", "60.0", "completed"), ("set", "5", "65.0", "completed"), ("set", "5", "590.0", "failed"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "sv"])
async def test_the_paper_is_made_also_of_a_session_that_never_began(gym: Folder, language: str) -> None:
    async with inside(gym) as site:
        empty = await asked(site, f"/api/sessions/{gym.session_id}/debrief.pdf?lang={language}")
        await lift_and_end(site)
        full = await asked(site, f"/api/sessions/{gym.session_id}/debrief.pdf?lang={language}")
    assert empty.headers["content-type"] == full.headers["content-type"] == "application/pdf"
    assert empty.content.startswith(b"%PDF-")
    assert b"Inter" in full.content, "the typeface that is carried along is set in"
    assert len(full.content) > len(empty.content)


async def test_a_player_sees_the_own_part_only(gym: Folder) -> None:
    async with inside(gym) as site:
        await lift_and_end(site)
        (own, token), (other, _) = gym.player(0), gym.player(1)
        assert (await asked(site, f"/api/sessions/{gym.session_id}/debrief", token)).status_code == 403
        assert (await asked(site, f"/api/players/{other}/sessions/{gym.session_id}/debrief", token)).status_code == 403
        page = await asked(site, f"/api/players/{own}/sessions/{gym.session_id}/debrief", token)
    assert [each["playerId"] for each in page.json()["players"]] == [own]
    assert other not in page.text


async def test_curves_keep_gaps_as_gaps(bikes: Folder) -> None:
    async with inside(bikes) as site:
        player_id, _ = bikes.player(0)
        async with opened(site.url, bikes.trainer) as trainer:
            begin = datetime.now(UTC) - timedelta(seconds=200)
            start = {"sessionId": bikes.session_id, "occurredAt": begin.isoformat()}
            assert (await trainer.call("training:session:start", start))["ok"]
            times = [begin + timedelta(seconds=second) for second in (*range(60), *range(120, 180))]
            columns = {"t": [time.isoformat() for time in times], "heartRate": [140] * 120, "power": [200] * 120}
            sent = await trainer.call(
                "training:player:samples", {"sessionId": bikes.session_id, "playerId": player_id, "columns": columns}
            )
            assert sent["ok"], sent
            assert (await trainer.call("training:session:end", bikes.session_id))["ok"]
        page = (await asked(site, f"/api/sessions/{bikes.session_id}/debrief")).json()
        paper = await asked(site, f"/api/sessions/{bikes.session_id}/debrief.pdf")
    player = next(each for each in page["players"] if each["playerId"] == player_id)
    assert (player["quality"]["gaps"], player["quality"]["longestGaps"][0]["seconds"]) == (1, 61)
    assert player["quality"]["completeness"] == pytest.approx(100 * 118 / 179, abs=0.1)
    assert player["trace"]["heartRate"].count(None) == pytest.approx(60, abs=1)
    assert {value for value in player["trace"]["power"] if value is not None} == {200.0}
    assert "low_completeness" in {flag["code"] for flag in player["flags"]}
    assert paper.content.startswith(b"%PDF-")


async def test_a_session_that_is_over_counts_in_the_week(gym: Folder) -> None:
    async with inside(gym) as site:
        await lift_and_end(site)

        await site.node.debriefing.caught_up()
        page = (await asked(site, "/api/load/week")).json()
    own = next(each for each in page["players"] if each["playerId"] == gym.player(0)[0])
    assert (own["sessions"], own["tonnageKg"], own["knownDays"]) == (1, 625.0, 1)
    assert "change" not in own or own["change"] is None, "no comparison before 28 days are known"


async def test_a_session_that_ended_when_the_node_died_counts_in_the_week(gym: Folder) -> None:
    async with inside(gym) as site:
        site.node.hall.on_closed.clear()  # it died before anybody heard
        await lift_and_end(site)
    async with inside(gym) as site:
        await site.node.debriefing.caught_up()
        page = (await asked(site, "/api/load/week")).json()
    own = next(each for each in page["players"] if each["playerId"] == gym.player(0)[0])
    assert (own["sessions"], own["tonnageKg"]) == (1, 625.0)


async def test_what_is_not_there_or_another_clubs_is_not_found(gym: Folder) -> None:
    async with inside(gym) as site:
        for path in ("/api/sessions/nothing/debrief", "/api/sessions/nothing/debrief.pdf", "/api/bundles/x/debrief"):
            assert (await asked(site, path)).status_code == 404
