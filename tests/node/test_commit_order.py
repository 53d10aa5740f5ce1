"""Fitness and alerts, and the disk: nothing is told before it is stored, and what is refused is refused whole."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from dryland.contract.base import Role, WorkoutType
from dryland.held_session import Committed
from dryland.organisations import News, stream_of
from dryland.store import Append, Reason, SqliteStore, StorageFault, StorageUnavailable
from tests.node.clients import opened
from tests.node.folder import CLUB
from tests.node.site import Inside
from tests.node.test_medical import CHANGED, CREATE, PLAYER, RAISED, bundle, hurt, of_kind, where

ACKNOWLEDGED, CLEARED = "training:alert:acknowledged", "training:alert:cleared"
STATUS = "training:player:status"


class Disk:
    """The node's disk, made to refuse what is asked for; everything else is the real one."""

    def __init__(self, store: SqliteStore, patch: pytest.MonkeyPatch) -> None:
        self._append = store.append
        self.refuses: Callable[[Append], bool] = lambda _append: False
        self.refused = 0
        patch.setattr(store, "append", self.append)

    def append(self, append: Append, on_done: Callable[[StorageFault | None], None]) -> None:
        if not self.refuses(append):
            self._append(append, on_done)
            return
        self.refused += 1
        fault = StorageUnavailable(Reason.DISK_FULL)
        self._append(Append(), lambda _fault: on_done(fault))  # in its turn, as every answer of a disk


@pytest.fixture
def disk(site: Inside, monkeypatch: pytest.MonkeyPatch) -> Disk:
    store = site.node._store
    assert store is not None
    return Disk(store, monkeypatch)


def writes(append: Append, name: str) -> bool:
    return any(event.name == name for event in append.events)


@pytest.fixture
def told(site: Inside, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of everything that goes to screens; each is looked for on the disk when it goes."""
    store, heard = site.node._store, list[str]()
    assert store is not None
    news, committed = site.node.broadcast.news, site.node.broadcast.committed

    def on_disk(stream: str, payloads: Sequence[bytes]) -> None:
        stored = {event.payload for event in store.events(stream)}
        assert set(payloads) <= stored, "told before it was stored"

    def hear_news(org_id: str, entries: Sequence[News]) -> None:
        on_disk(stream_of(org_id), [each.payload for each in entries])
        heard.extend(each.name for each in entries)
        news(org_id, entries)

    def hear_facts(session: Any, entries: Sequence[Committed], now_ms: int) -> None:
        on_disk(session.state.session_id, [each.payload for each in entries])
        heard.extend(each.name for each in entries)
        committed(session, entries, now_ms)

    monkeypatch.setattr(site.node.broadcast, "news", hear_news)
    monkeypatch.setattr(site.node.broadcast, "committed", hear_facts)
    return heard


async def test_what_follows_from_an_injury_is_told_after_it_is_stored_and_staff_hear_first(
    site: Inside, told: list[str]
) -> None:
    medic_token = site.folder.token(Role.MEDICAL, user="dr-berg")
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, medic_token) as medic:
        assert (await trainer.call(CREATE, bundle(of_kind(WorkoutType.CONDITIONING))))["ok"]
        assert (await trainer.call("training:session:start", "monday-1"))["ok"]
        assert (await medic.call(CHANGED, hurt()))["ok"]
        raised = await trainer.next(RAISED, playerId=PLAYER)
        await trainer.until(lambda: where(site) == ["monday-2"])
        order = [name for name in told if name in {RAISED, CHANGED, STATUS}]
        assert order[:2] == [RAISED, CHANGED]
        assert (await trainer.call(ACKNOWLEDGED, {"alertId": raised["alertId"]}))["ok"]
        assert (await trainer.call(CLEARED, {"alertId": raised["alertId"]}))["ok"]
        await medic.next(CLEARED)
        assert {ACKNOWLEDGED, CLEARED, "training:bulk:participant:move"} & set(told)


async def test_a_change_that_the_disk_refuses_leaves_nothing_behind_and_counts_once_when_it_is_sent_again(
    site: Inside, disk: Disk, told: list[str]
) -> None:
    medic_token = site.folder.token(Role.MEDICAL, user="dr-berg")
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, medic_token) as medic:
        assert (await trainer.call(CREATE, bundle(of_kind(WorkoutType.CONDITIONING))))["ok"]
        assert (await trainer.call("training:session:start", "monday-1"))["ok"]
        disk.refuses = lambda append: bool(append.events)
        answer = await medic.call(CHANGED, hurt())
        assert answer["error"]["code"] == "STORAGE_UNAVAILABLE"
        assert answer["error"]["retryable"]
        await asyncio.sleep(1.3)  # longer than what nobody waits for takes to be tried again
        assert CHANGED not in told
        assert RAISED not in told
        assert where(site) == ["monday-1"]
        player = site.node.hall.session("monday-1").state.players[PLAYER]
        assert (player.restrictions, player.medical_notes, player.response_due) == ((), None, False)
        disk.refuses = lambda _append: False
        assert site.node.care.record(CLUB, PLAYER).status == "healthy"
        again = await medic.call(CHANGED, hurt())
        assert again["ok"], again
        assert "duplicate" not in again
        await trainer.until(lambda: where(site) == ["monday-2"])
        assert (await medic.call(CHANGED, hurt()))["duplicate"]
        assert (told.count(CHANGED), told.count(RAISED)) == (1, 1)
        assert len(trainer.named(CHANGED)) == 1


async def test_staff_who_were_called_about_a_change_that_was_not_stored_are_told_so(
    site: Inside, disk: Disk, told: list[str]
) -> None:
    medic_token = site.folder.token(Role.MEDICAL, user="dr-berg")
    limited = hurt(newStatus="limited", eventId="limited-0001")
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, medic_token) as medic:
        disk.refuses = lambda append: writes(append, CHANGED)
        assert (await medic.call(CHANGED, limited))["error"]["code"] == "STORAGE_UNAVAILABLE"
        raised = await trainer.next(RAISED, playerId=PLAYER)
        cleared = await trainer.next(CLEARED, alertId=raised["alertId"])
        assert cleared["reason"] == "The change could not be stored."
        assert CHANGED not in told


async def test_a_recovery_that_the_disk_refuses_leaves_the_call_for_whoever_is_still_hurt(
    site: Inside, disk: Disk
) -> None:
    medic_token = site.folder.token(Role.MEDICAL, user="dr-berg")
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, medic_token) as medic:
        assert (await medic.call(CHANGED, hurt()))["ok"]
        await trainer.next(RAISED, playerId=PLAYER)
        healthy = {"playerId": PLAYER, "newStatus": "healthy", "restrictions": [], "eventId": "healthy-0001"}
        disk.refuses = lambda append: writes(append, CHANGED)
        assert (await medic.call(CHANGED, healthy))["error"]["code"] == "STORAGE_UNAVAILABLE"
        book = site.node.alerts.book(CLUB)
        assert [alert.raised.player_id for alert in book.open] == [PLAYER], "whoever is still hurt is still called for"


async def test_an_alert_that_the_disk_refuses_is_neither_shown_nor_kept_and_says_so(
    site: Inside, disk: Disk, told: list[str]
) -> None:
    _, token = site.folder.player(0)
    help_wanted = {"type": "help_requested", "sessionId": site.folder.session_id, "eventId": "help-0001"}
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        disk.refuses = lambda append: bool(append.events)
        answer = await player.call(RAISED, help_wanted)
        assert answer["error"]["code"] == "STORAGE_UNAVAILABLE"
        assert site.node.alerts.book(CLUB).open == []
        assert told == []
        disk.refuses = lambda _append: False
        assert (await player.call(RAISED, help_wanted))["ok"]
        raised = await trainer.next(RAISED)
        disk.refuses = lambda append: bool(append.events)
        refused = await trainer.call(ACKNOWLEDGED, {"alertId": raised["alertId"]})
        assert refused["error"]["code"] == "STORAGE_UNAVAILABLE"
        assert [alert.state.value for alert in site.node.alerts.book(CLUB).open] == ["raised"]
        disk.refuses = lambda _append: False
        assert (await trainer.call(ACKNOWLEDGED, {"alertId": raised["alertId"]}))["ok"]
        assert (told.count(RAISED), told.count(ACKNOWLEDGED)) == (1, 1)
