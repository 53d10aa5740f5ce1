"""What falls between two steps of a command: what is not on the disk yet, or not heard of yet, or read and old."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from dryland.contract.base import Role
from dryland.floor.lifecycle import TERMINAL
from dryland.store import Append, Reason, SqliteStore, StorageFault, StorageUnavailable
from dryland.store.records import open_records
from dryland.store.writer import Writer
from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import Inside, inside
from tests.node.test_bundle_figures import UPDATE, furnish, furnished
from tests.node.test_bundles import CREATE, OPERATE, bundle_of
from tests.node.test_debriefs import gym, lift_and_end
from tests.node.test_finished_bundles import closed, is_closed, listed

__all__ = ["gym"]

MESSAGE, END = "training:session:message", "training:session:end"
HEART_RATE = "training:conditioning:hr:update"
OnDone = Callable[[StorageFault | None], None]


class Gate:
    """The node's disk with a gate before it, and one between it and whoever waits for its answers."""

    def __init__(self, store: SqliteStore, patch: pytest.MonkeyPatch) -> None:
        self._append = store.append
        self.coming: list[tuple[Append, OnDone]] | None = None
        self.answers: list[tuple[OnDone, StorageFault | None]] | None = None
        self.refuses: Callable[[Append], bool] = lambda _append: False
        patch.setattr(store, "append", self.append)

    def append(self, append: Append, on_done: OnDone) -> None:
        if self.coming is not None:
            self.coming.append((append, on_done))
        elif self.refuses(append):
            fault = StorageUnavailable(Reason.DISK_FULL)
            self._append(Append(), lambda _fault: self._answer(on_done, fault))
        else:
            self._append(append, lambda fault: self._answer(on_done, fault))

    def _answer(self, on_done: OnDone, fault: StorageFault | None) -> None:
        if self.answers is None:
            on_done(fault)
        else:
            self.answers.append((on_done, fault))

    def hold(self) -> None:
        """Nothing comes to the disk."""
        self.coming = []

    def hold_answers(self) -> None:
        """The disk takes everything, and nobody hears of it."""
        self.answers = []

    def release(self) -> None:
        """Everything goes its way, in its order."""
        coming, self.coming = self.coming or [], None
        answers, self.answers = self.answers or [], None
        for on_done, fault in answers:
            on_done(fault)
        for append, on_done in coming:
            self.append(append, on_done)

    async def holds(self, name: str) -> None:
        """Wait until a fact of that name is on its way."""
        await until(lambda: any(event.name == name for append, _ in self.coming or () for event in append.events))


@pytest.fixture
def gate(site: Inside, monkeypatch: pytest.MonkeyPatch) -> Gate:
    store = site.node._store
    assert store is not None
    return Gate(store, monkeypatch)


async def until(claim: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not claim():  # noqa: ASYNC110 (no client is told of it)
            await asyncio.sleep(0.005)


async def operate(trainer: Client, operation: str, **more: Any) -> dict[str, Any]:
    return await trainer.call(OPERATE, {"bundleId": "tuesday", "operation": operation, **more})


def writes(name: str) -> Callable[[Append], bool]:
    return lambda append: any(event.name == name for event in append.events)


# Operations


async def test_a_start_that_is_called_off_on_its_way_to_the_disk_does_not_begin(site: Inside, gate: Gate) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        for session_id in ("tuesday-1", "tuesday-2"):
            await trainer.join(session_id)
        gate.hold()
        start = asyncio.ensure_future(operate(trainer, "start_all", operationId="start-1"))
        await gate.holds(OPERATE)
        stop = asyncio.ensure_future(operate(trainer, "emergency_stop_all", operationId="stop-1", reason="fall"))
        await until(lambda: "stop-1" in site.node.bulk.keeper.find("tuesday").bundle.operations)
        gate.release()
        await asyncio.gather(start, stop)
        called_off = await trainer.next(OPERATE, operationId="start-1", status="failed")
        assert called_off["progress"]["errors"][0]["error"]["code"] == "CONFLICT"
        await trainer.next(OPERATE, operationId="stop-1", progress={"completed": 2, "total": 2})
        assert trainer.named("training:session:start") == []
        assert site.node.hall.session("tuesday-1").state.status == "scheduled"


async def test_an_operation_that_did_not_get_into_the_log_is_not_reported(site: Inside, gate: Gate) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        gate.refuses = writes(OPERATE)
        refused = await operate(trainer, "start_all", operationId="start-1")
        assert refused["error"]["code"] == "STORAGE_UNAVAILABLE"
        gate.refuses = lambda _append: False
        assert (await operate(trainer, "pause_all", operationId="pause-1"))["ok"]
        await trainer.next(OPERATE, operationId="pause-1", status="failed")
        assert list(site.node.bulk.keeper.find("tuesday").bundle.operations) == ["pause-1"]


async def test_a_report_that_is_tried_again_does_not_come_after_the_last_one(site: Inside, gate: Gate) -> None:
    refused = 0

    def first_progress(append: Append) -> bool:
        nonlocal refused
        is_progress = any(event.name == OPERATE and b'"in_progress"' in event.payload for event in append.events)
        refused += is_progress
        return is_progress and refused == 1

    staggered = bundle_of("s1-p1")
    staggered["sessions"][1]["startOffset"] = 0.5
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, staggered))["ok"]
        gate.refuses = first_progress
        assert (await operate(trainer, "start_all", operationId="start-1"))["ok"]
        await trainer.next(OPERATE, operationId="start-1", status="completed")
        await asyncio.sleep(1.5)  # what was refused is tried again after a second
        statuses = [each["status"] for each in trainer.named(OPERATE)]
        assert statuses[-1] == "completed"
        assert statuses.count("completed") == 1
        assert not site.node.bulk.keeper.find("tuesday").bundle.under_way()


# The same command twice, before the first has decided


async def test_a_creation_that_is_sent_again_while_the_first_reads_is_the_same_one(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        answers = await asyncio.gather(*(trainer.call(CREATE, bundle_of("s1-p1")) for _ in range(3)))
        assert [answer["ok"] for answer in answers] == [True] * 3, answers
        assert sorted(answer.get("duplicate", False) for answer in answers) == [False, True, True]
        other = {**bundle_of("s1-p2"), "eventId": "made-otherwise"}
        assert (await trainer.call(CREATE, other))["error"]["code"] == "CONFLICT"


@pytest.mark.parametrize("event", [UPDATE, OPERATE])
async def test_a_change_that_is_sent_again_while_the_first_reads_is_made_once(site: Inside, event: str) -> None:
    named = {"updateType": "configuration_change", "changes": {"bundleName": "Evening"}}
    change = named if event == UPDATE else {"operation": "rebalance_participants"}
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1", "s1-p2")))["ok"]
        change = {"bundleId": "tuesday", "eventId": "changed-once", **change}
        answers = await asyncio.gather(*(trainer.call(event, change) for _ in range(3)))
        assert [answer["ok"] for answer in answers] == [True] * 3, answers
        assert sorted(answer.get("duplicate", False) for answer in answers) == [False, True, True]
        assert not site.node.bulk.keeper.find("tuesday").line.is_broken


# Gear


async def test_two_bundles_that_are_made_at_once_do_not_get_the_same_gear(site: Inside, gate: Gate) -> None:
    await furnish(site, bikes=2, capacity=9)
    other = {**furnished("s1-p3"), "bundleId": "evening", "eventId": "made-evening"}
    async with opened(site.url, site.folder.trainer) as trainer:
        gate.hold()
        first = asyncio.ensure_future(trainer.call(CREATE, furnished("s1-p1", "s1-p2")))
        await gate.holds(CREATE)
        second = await trainer.call(CREATE, other)
        gate.release()
        assert (await first)["ok"]
        assert second["error"]["code"] == "EQUIPMENT_UNAVAILABLE"
        assert not site.node.bulk.opening


async def test_what_breaks_while_a_bundle_is_put_together_is_replaced(site: Inside, gate: Gate) -> None:
    await furnish(site, bikes=3)
    equipment = site.node.desk.office.records.equipment
    async with opened(site.url, site.folder.trainer) as trainer:
        gate.hold()
        making = asyncio.ensure_future(trainer.call(CREATE, furnished("s1-p1", "s1-p2")))
        await gate.holds(CREATE)
        bike = equipment.get("bike-1")
        assert bike is not None
        equipment.save(replace(bike, out_of_service_at_ms=1))  # whoever looks now finds no bundle yet
        gate.release()
        assert (await making)["ok"]
        held = site.node.bulk.keeper.find("tuesday")
        await until(lambda: held.bundle.sessions["tuesday-1"].resources.item_ids == ("bike-3", "bike-2"))


# Sessions


async def test_a_session_that_was_read_before_its_opening_was_heard_of_is_the_one_that_is_held(
    site: Inside, gate: Gate
) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        gate.hold_answers()
        making = asyncio.ensure_future(trainer.call(CREATE, bundle_of("s1-p1")))
        await until(lambda: site.node.hall.find("tuesday-1"))  # as whatever looks at bundles now and then does
        saying = asyncio.ensure_future(trainer.call(MESSAGE, {"sessionId": "tuesday-1", "message": "one"}))
        await until(lambda: len(gate.answers or ()) > 1)
        gate.release()
        assert (await making)["ok"]
        said = await saying
        more = await trainer.call(MESSAGE, {"sessionId": "tuesday-1", "message": "two"})
        assert more["ok"], more
        assert more["seq"] == said["seq"] + 1


async def test_a_session_is_over_when_the_disk_knows_and_not_before(site: Inside, gate: Gate) -> None:
    session_id, hall = site.folder.session_id, site.node.hall
    over: list[bool] = []
    hall.on_closed.append(lambda _session: over.append(True))
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call("training:session:start", session_id))["ok"]
        for is_refused in (True, False):
            gate.hold()
            saying = asyncio.ensure_future(trainer.call(MESSAGE, {"sessionId": session_id, "message": "hi"}))
            ending = asyncio.ensure_future(trainer.call(END, session_id))
            await gate.holds(END)
            assert hall.session(session_id).state.status in TERMINAL, "the message is told while it looks ended"
            gate.refuses = writes(END) if is_refused else lambda _append: False
            gate.release()
            assert (await saying)["ok"]
            assert (await ending)["ok"] is not is_refused
            assert len(over) == (0 if is_refused else 1)


async def test_what_was_measured_up_to_the_end_counts_in_the_look_back(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        assert (await trainer.call("training:session:start", session_id))["ok"]
        await player.emit(HEART_RATE, {"sessionId": session_id, "playerId": player_id, "heartRate": 150})
        await until(lambda: len(site.node.hall.samples))  # it waits for others to be stored with
        assert (await trainer.call(END, session_id))["ok"]
        await site.node.debriefing.caught_up()
        page = await site.node.debriefing.session("club", session_id)
    assert page is not None
    assert next(each for each in page.players if each.player_id == player_id).quality.samples == 1


async def test_a_hearer_that_fails_takes_nothing_from_the_others(site: Inside) -> None:
    heard: list[str] = []

    def unreadable(*_: Any) -> None:
        raise StorageUnavailable(Reason.IO_ERROR)

    hall = site.node.hall
    hall.on_told.insert(0, unreadable)
    hall.on_closed.insert(0, unreadable)
    hall.on_told.append(lambda _session, _committed: heard.append("told"))
    hall.on_closed.append(lambda _session: heard.append("closed"))
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call("training:session:start", site.folder.session_id))["ok"]
        assert (await trainer.call(END, site.folder.session_id))["ok"]
    assert heard == ["told", "told", "closed"]


async def test_a_chore_that_fails_takes_nothing_from_the_others(site: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def unreadable(_now_ms: int) -> None:
        raise StorageUnavailable(Reason.IO_ERROR)

    monkeypatch.setattr(site.node.watch, "turn", unreadable)
    monkeypatch.setattr(site.node.care, "tick", turns.append)
    await until(lambda: len(turns) > 1)


async def test_a_stop_in_order_writes_what_its_last_facts_leave_behind(
    gym: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Writer._write

    def late(writer: Writer, jobs: Any) -> Any:
        if any(event.name == END for job in jobs for event in job.append.events):
            time.sleep(0.7)  # longer than a node gives its screens to leave
        return write(writer, jobs)

    monkeypatch.setattr(Writer, "_write", late)
    async with inside(gym) as site:
        sending = asyncio.ensure_future(lift_and_end(site))
        await until(lambda: (each := site.node.hall.session(gym.session_id)) and each.state.status in TERMINAL)
    await asyncio.wait({sending})
    sending.exception()  # the sender may not have heard of it
    with contextlib.closing(open_records(gym.path)) as records:
        figures = records.figures.between("club", 0, 1 << 60)
    assert [each.tonnage_kg for each in figures if each.session_id == gym.session_id] == [625.0]


# Bundles that were taken for over


async def test_a_running_bundle_whose_log_was_closed_goes_on_after_a_start(folder: Folder) -> None:
    """As an earlier release may have left it."""
    quiet = {"tick_s": 0.1}
    async with inside(folder, node=quiet) as site, opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        assert (await operate(trainer, "start_all"))["ok"]
        await trainer.next(OPERATE, operation="start_all", status="completed")
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        site.node._store.append(Append(closed_streams=("tuesday",)), done.set_result)
        assert await done is None
    async with inside(folder, node=quiet) as site, opened(site.url, site.folder.trainer) as trainer:
        assert [held.bundle.bundle_id for held in site.node.bulk.keeper] == ["tuesday"]
        await asyncio.sleep(0.3)
        assert not is_closed(site, "tuesday")
        assert await listed(site, status=["active"]) == ["tuesday"]
        for number in (1, 2):
            assert (await trainer.call(END, f"tuesday-{number}"))["ok"]
        await closed(site, "tuesday")
        assert await listed(site, status=["completed"]) == ["tuesday"]


async def test_a_bundle_that_is_changed_after_its_end_stands_in_the_list_as_it_is(site: Inside) -> None:
    async with opened(site.url, site.folder.trainer) as trainer:
        assert (await trainer.call(CREATE, bundle_of("s1-p1")))["ok"]
        for number in (1, 2):
            await trainer.call("training:session:start", f"tuesday-{number}")
            assert (await trainer.call(END, f"tuesday-{number}"))["ok"]
        await closed(site, "tuesday")
        change = {"updateType": "configuration_change", "changes": {"bundleName": "Evening"}}
        assert (await trainer.call(UPDATE, {"bundleId": "tuesday", **change}))["ok"]
        await closed(site, "tuesday")
    async with site.http(site.folder.token(Role.ADMIN)) as http:
        items = (await http.get("/api/bundles")).json()["items"]
    assert [each["bundleName"] for each in items] == ["Evening"]
