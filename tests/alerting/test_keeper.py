"""The keeper over a store: told after the commit, the same after a restart, one alert for one cause."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dryland.alerting.keeper import AlertKeeper, AlertOutcome
from dryland.contract.alerts import AlertRaised, AlertSeverity, AlertState, AlertType
from dryland.contract.sayings import say
from dryland.floor.alert_answering import Answered, acknowledge
from dryland.floor.alert_entry import ACKNOWLEDGED, RAISED
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_settings import AlertSettings
from dryland.organisations import News, Organisations
from dryland.snapshots import OrganisationSnapshots
from dryland.store import SqliteStore, open_store
from dryland.timekeeping import NodeClock

ORG = "club"


class Heard:
    """Who hears of an organisation's news."""

    def __init__(self) -> None:
        self.told: list[News] = []

    def news(self, org_id: str, news: Sequence[News]) -> None:
        assert org_id == ORG
        self.told.extend(news)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.told]


class Place:
    """One data folder with a keeper over it, that can be opened again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard = Heard()

    def open(self) -> AlertKeeper:
        self.store: SqliteStore = open_store(self.folder, loop=asyncio.get_running_loop())
        clock = NodeClock()
        self.snapshots = OrganisationSnapshots(self.store)
        organisations = Organisations(self.store, clock, self.heard)
        keeper = AlertKeeper(self.store, organisations, clock, AlertSettings(), self.snapshots)
        keeper.load()
        return keeper

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self.store.close)


def help_for(player_id: str, **more: Any) -> AlertRequest:
    fields: dict[str, Any] = {
        "type": AlertType.HELP_REQUESTED,
        "severity": AlertSeverity.HIGH,
        "sayings": (say("alert_remark", remark="Help."),),
        "rule": "help_requested",
        "at_ms": 1_700_000_000_000,
        "player_id": player_id,
        "by": player_id,
    }
    return AlertRequest(**{**fields, **more})


async def answered(ask: Callable[[Callable[[AlertOutcome], None]], None]) -> AlertOutcome:
    outcome: asyncio.Future[AlertOutcome] = asyncio.get_running_loop().create_future()
    ask(outcome.set_result)
    return await asyncio.wait_for(outcome, 10)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


async def test_an_alert_is_told_when_it_is_on_the_disk(place: Place) -> None:
    keeper = place.open()
    outcome = await answered(lambda done: keeper.raise_alert(ORG, help_for("p1"), done))
    assert place.heard.names == [RAISED] == [each.name for each in outcome.news]
    assert [event.name for event in place.store.events(f"org:{ORG}")] == [RAISED]
    await place.close()


async def test_the_same_cause_twice_is_one_alert_and_one_line_in_the_log(place: Place) -> None:
    keeper = place.open()
    await answered(lambda done: keeper.raise_alert(ORG, help_for("p1"), done))
    await answered(lambda done: keeper.raise_alert(ORG, help_for("p1"), done))
    assert place.heard.names == [RAISED]
    assert len(keeper.book(ORG).open) == 1
    assert keeper.noted == {("help_requested", "suppressed_open"): 1}
    await place.close()


async def test_the_same_event_twice_is_answered_with_its_first_result(place: Place) -> None:
    keeper = place.open()
    first = await answered(lambda done: keeper.raise_alert(ORG, help_for("p1", event_id="event-0001"), done))
    second = await answered(lambda done: keeper.raise_alert(ORG, help_for("p1", event_id="event-0001"), done))
    assert second.is_duplicate
    assert second.news[0].payload == first.news[0].payload
    assert place.heard.names == [RAISED]
    await place.close()


async def test_open_alerts_and_their_states_survive_a_restart(place: Place) -> None:
    keeper = place.open()
    raised = await answered(lambda done: keeper.raise_alert(ORG, help_for("p1"), done))
    await answered(lambda done: keeper.raise_alert(ORG, help_for("p2"), done))
    fact = raised.news[0].fact
    assert isinstance(fact, AlertRaised)
    await answered(
        lambda done: keeper.submit(
            ORG, lambda book, now_ms: acknowledge(book.alerts[fact.alert_id], Answered("eva", now_ms)), done=done
        )
    )
    before = keeper.book(ORG).snapshot()
    await place.close()
    again = place.open()
    assert again.book(ORG).snapshot() == before
    assert [(alert.raised.player_id, alert.state) for alert in again.book(ORG).open] == [
        ("p1", AlertState.ACKNOWLEDGED),
        ("p2", AlertState.RAISED),
    ]
    assert place.heard.names == [RAISED, RAISED, ACKNOWLEDGED]
    await place.close()


async def test_a_start_from_a_snapshot_is_the_same_as_one_from_the_log(place: Place) -> None:
    keeper = place.open()
    for number in range(7):
        await answered(lambda done, number=number: keeper.raise_alert(ORG, help_for(f"p{number}"), done))
        place.snapshots.turn(every=3)
    before = keeper.book(ORG).snapshot()
    await place.close()
    again = place.open()
    kept = place.store.snapshot(f"org:{ORG}")
    assert kept is not None
    assert kept.seq == 6
    assert again.book(ORG).snapshot() == before
    await place.close()
