"""What is over leaves the memory of the node; whoever asks for it has it read, and what may be corrected still is."""

import gc
import weakref
from datetime import UTC, datetime, timedelta

from tests.node.clients import opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside
from tests.node.test_bundles import CREATE, bundle_of
from tests.node.test_finished_bundles import closed
from tests.node.test_strength import SET, gym, told

__all__ = ["gym"]

METRICS = "training:player:metrics"
LONG_MS = 3_600_000


def let_go(site: Inside) -> None:
    """Two looks, the second one long after the first."""
    now_ms = site.node.clock.now_ms()
    site.node.let_go(now_ms)
    site.node.let_go(now_ms + LONG_MS)


def at_hand(site: Inside) -> set[str]:
    return {session.state.session_id for session in site.node.hall}


async def test_a_session_that_is_over_leaves_the_memory_once_no_screen_shows_it(gym: Folder) -> None:
    async with inside(gym) as site:
        async with opened(site.url, gym.trainer) as trainer:
            await trainer.join(gym.session_id)
            await trainer.call("training:session:start", gym.session_id)
            first = await trainer.call(SET, told(gym, 1, eventId="first-set-told"))
            assert first["ok"], first
            let_go(site)
            assert at_hand(site) == {gym.session_id}, "it runs"
            assert (await trainer.call("training:session:end", gym.session_id))["ok"]
            let_go(site)
            assert at_hand(site) == {gym.session_id}, "a screen shows it"
            held = site.node.hall.find(gym.session_id)
            assert held is not None
            gone = weakref.ref(held.session)
            del held
        async with opened(site.url, gym.trainer) as trainer:
            let_go(site)
            assert at_hand(site) == set()
            gc.collect()
            assert gone() is None

            async with site.http(gym.trainer) as http:
                page = (await http.get(f"/api/sessions/{gym.session_id}/debrief")).json()
                assert page["status"] == "completed"
                export = await http.get(f"/api/sessions/{gym.session_id}/debrief.csv?rows=steps")
                assert len(export.text.strip().splitlines()) == 2
            again = await trainer.call(SET, told(gym, 1, eventId="first-set-told"))
            assert again["ok"], again
            assert again["duplicate"]
            rating = {"sessionId": gym.session_id, "playerId": gym.player(0)[0]}
            for rpe in (8, 6):  # the second one corrects the first
                rated = await trainer.call("training:player:session:rpe", {**rating, "rpe": rpe})
                assert rated["ok"], rated
            joined = await trainer.join(gym.session_id)
            assert joined["session"]["status"] == "completed"
            async with site.http(gym.trainer) as http:
                page = (await http.get(f"/api/sessions/{gym.session_id}/debrief")).json()
            assert [each["sessionRpe"] for each in page["players"] if "sessionRpe" in each] == [6]


async def test_values_that_come_after_the_end_are_kept_all_the_same(folder: Folder) -> None:
    player_id, token = folder.player(0)
    sample = {"sessionId": folder.session_id, "playerId": player_id, "metrics": {"heartRate": 120}}
    async with inside(folder) as site, opened(site.url, token) as player, opened(site.url, folder.trainer) as trainer:
        await trainer.call("training:session:start", folder.session_id)
        await trainer.call("training:session:end", folder.session_id)
        let_go(site)
        assert folder.session_id not in at_hand(site)
        assert (await player.call(METRICS, sample))["ok"]
        assert site.node.hall._store.samples(folder.session_id, player_id).heart_rate == [120]


async def test_a_bundle_that_is_over_is_let_go_with_its_sessions_and_shown_with_its_figures(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, site.folder.player(0)[1]) as player:
        assert (await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2")))["ok"]
        sample = {"sessionId": "tuesday-1", "playerId": "s1-p1", "metrics": {"power": 1500}}
        await trainer.call("training:session:start", "tuesday-1")
        for second in range(10):
            at = datetime.now(UTC) - timedelta(seconds=10 - second)
            assert (await player.call(METRICS, {**sample, "occurredAt": at.isoformat()}))["ok"]
        assert (await trainer.call("training:session:end", "tuesday-1"))["ok"]
        let_go(site)
        assert "tuesday-1" in at_hand(site), "its bundle goes on"
        await trainer.call("training:session:start", "tuesday-2")
        assert (await trainer.call("training:session:end", "tuesday-2"))["ok"]
        await closed(site, "tuesday")
    kept = await shown(site)
    let_go(site)
    assert [each for each in site.node.bulk.keeper if each.bundle.bundle_id == "tuesday"] == []
    assert not {"tuesday-1", "tuesday-2"} & at_hand(site)
    assert await shown(site) == kept
    assert kept["figures"]["totalCaloriesBurned"] > 0


async def shown(site: Inside) -> dict[str, object]:
    async with site.http(site.folder.trainer) as http:
        answer = await http.get("/api/bundles/tuesday")
        assert answer.status_code == 200, answer.text
        return {key: value for key, value in answer.json().items() if key != "at"}
