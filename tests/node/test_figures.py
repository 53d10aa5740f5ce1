"""Figures that have to be made anew: before a fact that holds them, not before one that holds none."""

from dryland.contract.base import PlayerStatus, Role
from dryland.contract.conditioning import IntervalTransition
from dryland.contract.session import PlayerStatusChange
from dryland.figures import Figures
from dryland.floor.workout import Context
from dryland.held_session import HeldSession, Outcome
from tests.node.clients import opened
from tests.node.folder import Folder
from tests.node.site import inside

METRICS = "training:player:metrics"
STILL = {"tick_s": 1e6}
"""No turns: nothing is made anew beside what a test asks for."""


def doubtful(held: HeldSession) -> list[str]:
    return [player_id for player_id, live in held.session.live.items() if live.analysis.dirty]


async def trained(folder: Folder) -> None:
    """The first session starts and hears of every player, out of order too; then the node stops."""
    async with inside(folder, node=STILL) as site, opened(site.url, folder.trainer) as trainer:
        await trainer.join(folder.session_id)
        await trainer.call("training:session:start", folder.session_id)
        for player in folder.ours[0].players:
            async with opened(site.url, player.token) as client:
                for value in (120, 130, 140, 150):
                    told = {"sessionId": folder.session_id, "playerId": player.player_id}
                    metrics = {"heartRate": value, "power": value + 60}
                    assert (await client.call(METRICS, {**told, "metrics": metrics}))["ok"]


async def test_a_fact_that_holds_no_figures_waits_for_none(folder: Folder) -> None:
    await trained(folder)
    async with inside(folder, node=STILL) as site:
        hall, now_ms = site.node.hall, site.node.clock.now_ms()
        held = hall.find(folder.session_id)
        assert held is not None
        assert len(doubtful(held)) == 3
        context = Context(now_ms, now_ms, "trainer", Role.TRAINER, None, hall.settings)
        outcomes: list[Outcome] = []
        player_id = folder.player(0)[0]
        status = PlayerStatusChange(session_id=folder.session_id, player_id=player_id, status=PlayerStatus.ACTIVE)
        hall.submit(held, "training:player:status", status, context, outcomes.append)
        assert len(doubtful(held)) == 3
        step = IntervalTransition(session_id=folder.session_id, interval_id="none-of-that-name")
        hall.submit(held, "training:conditioning:interval:transition", step, context, outcomes.append)
        assert doubtful(held) == []


async def test_figures_are_the_same_whether_samples_are_read_for_each_player_or_for_all(folder: Folder) -> None:
    await trained(folder)
    async with inside(folder, node=STILL) as site:
        hall, now_ms = site.node.hall, site.node.clock.now_ms()
        held, store = hall.find(folder.session_id), hall._store
        assert held is not None
        hall.figures.before_facts(held, now_ms)
        together = [live.row(now_ms)[1:] for live in held.session.live.values()]
        sums = [(live.analysis.trimp, live.analysis.kcal, live.analysis.wbal_j) for live in held.session.live.values()]
        for live in held.session.live.values():
            live.analysis.dirty = True
            Figures(store, hall.samples).of_player(held, live)
        assert [live.row(now_ms)[1:] for live in held.session.live.values()] == together
        again = [(live.analysis.trimp, live.analysis.kcal, live.analysis.wbal_j) for live in held.session.live.values()]
        assert again == sums
        assert all(kcal for _, kcal, _ in sums)
