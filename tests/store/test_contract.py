"""The cases every store passes, whatever it is built on."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dryland.store import (
    Append,
    MemoryStore,
    SampleRow,
    Snapshot,
    StorageConflict,
    StorageFault,
    StorageUnavailable,
    Store,
    open_store,
    pack_rr,
    unpack_rr,
)

from .facts import NOW_MS, event, head, outcome, run_of, sample, seqs, stored


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store
    if request.param == "memory":
        opened = MemoryStore()
    else:
        opened = open_store(tmp_path / "data", loop=asyncio.get_running_loop())
    yield opened
    opened.close()


class TestEvents:
    async def test_come_back_as_they_were_stored(self, store: Store) -> None:
        facts = [event("a", 1), event("a", 2, None, b"\x00\xff"), event("a", 3, "é-3", b"")]
        await stored(store, Append(new_streams=[head("a")], events=facts))
        assert list(store.events("a")) == facts

    async def test_are_read_from_a_position_to_a_position(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")], events=run_of("a", 1, 9)))
        assert seqs(list(store.events("a", after_seq=3, up_to=6))) == [4, 5, 6]
        assert seqs(list(store.events("a", after_seq=9))) == []
        assert seqs(list(store.events("a", up_to=100))) == list(range(1, 10))

    async def test_of_many_pages_are_read_in_order(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")], events=run_of("a", 1, 2_500)))
        assert seqs(list(store.events("a"))) == list(range(1, 2_501))
        assert [seq for _, seq in store.event_ids("a")] == list(range(1, 2_501))

    async def test_of_an_unknown_stream_are_none(self, store: Store) -> None:
        assert list(store.events("nowhere")) == []
        assert list(store.event_ids("nowhere")) == []
        assert store.find_event("nowhere", "x") is None
        assert store.head("nowhere") is None

    async def test_are_found_by_their_id_in_their_stream_only(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a"), head("b")], events=[event("a", 1, "x"), event("b", 1, "x")]))
        found = store.find_event("b", "x")
        assert found == event("b", 1, "x")
        assert store.find_event("a", "y") is None

    async def test_without_id_are_not_among_the_ids(self, store: Store) -> None:
        facts = [event("a", 1, None), event("a", 2, "x"), event("a", 3, None)]
        await stored(store, Append(new_streams=[head("a")], events=facts))
        assert list(store.event_ids("a")) == [("x", 2)]

    @pytest.mark.parametrize("seq", [1, 2, 4, 0, -1])
    async def test_that_leave_a_gap_or_repeat_a_seq_are_refused(self, store: Store, seq: int) -> None:
        await stored(store, Append(new_streams=[head("a")], events=run_of("a", 1, 2)))
        assert isinstance(await outcome(store, Append(events=[event("a", seq, "new")])), StorageConflict)
        assert seqs(list(store.events("a"))) == [1, 2]

    async def test_with_a_repeated_id_are_refused(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")], events=[event("a", 1, "x")]))
        assert isinstance(await outcome(store, Append(events=[event("a", 2, "x")])), StorageConflict)
        twice = Append(events=[event("a", 2, "y"), event("a", 3, "y")])
        assert isinstance(await outcome(store, twice), StorageConflict)
        await stored(store, Append(events=[event("a", 2, "z")]))

    async def test_for_a_stream_that_does_not_exist_are_refused(self, store: Store) -> None:
        assert isinstance(await outcome(store, Append(events=[event("a", 1)])), StorageConflict)


class TestOneAppend:
    async def test_spans_streams_and_is_stored_whole(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("from"), head("to")]))
        await stored(store, Append(events=[event("from", 1), event("to", 1), event("from", 2)]))
        assert seqs(list(store.events("from"))) == [1, 2]
        assert seqs(list(store.events("to"))) == [1]

    async def test_leaves_nothing_behind_when_a_part_is_refused(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")]))
        spoiled = Append(
            new_streams=[head("b")],
            events=[event("a", 1), event("b", 1), event("a", 3)],
            samples=[sample("a", "p", 0)],
            closed_streams=["a"],
        )
        assert isinstance(await outcome(store, spoiled), StorageConflict)
        assert list(store.events("a")) == []
        assert store.sample_players("a") == []
        assert [each.stream for each in store.streams(open_only=True)] == ["a"]

    async def test_does_not_take_its_neighbours_with_it_when_it_is_refused(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a"), head("b")], events=[event("a", 1, "x")]))
        appends = [Append(events=[event("b", seq)]) for seq in range(1, 20)]
        appends.insert(7, Append(events=[event("a", 2, "x")], samples=[sample("a", "p", 1)]))
        faults: list[StorageFault | None] = []
        last = asyncio.get_running_loop().create_future()
        for append in appends:
            store.append(append, faults.append)
        store.append(Append(), last.set_result)
        assert await last is None
        assert [index for index, fault in enumerate(faults) if fault is not None] == [7]
        assert seqs(list(store.events("b"))) == list(range(1, 20))
        assert store.sample_players("a") == []

    async def test_is_answered_later_and_in_turn(self, store: Store) -> None:
        order: list[int] = []
        done = asyncio.Event()
        await stored(store, Append(new_streams=[head("a")]))
        for seq in range(1, 50):
            refused = seq % 7 == 0
            fact = event("a", seq - seq // 7) if not refused else event("a", 1_000 + seq)
            store.append(Append(events=[fact]), lambda _fault, seq=seq: order.append(seq))
        store.append(Append(), lambda _fault: done.set())
        assert order == []
        await done.wait()
        assert order == list(range(1, 50))

    async def test_whose_answer_raises_keeps_no_other_from_its_turn(self, store: Store) -> None:
        loop = asyncio.get_running_loop()
        complaints: list[str] = []
        loop.set_exception_handler(lambda _loop, context: complaints.append(str(context["exception"])))

        def stumble(_fault: StorageFault | None) -> None:
            raise LookupError("a screen that left")

        store.append(Append(new_streams=[head("a")]), stumble)
        store.append(Append(events=[event("a", 1)]), stumble)
        await stored(store, Append(events=[event("a", 2)]))
        assert complaints == ["a screen that left", "a screen that left"]

    async def test_may_be_waited_for_without_a_loop(self, store: Store) -> None:
        store.append_and_wait(Append(new_streams=[head("a")], events=run_of("a", 1, 3)))
        assert seqs(list(store.events("a"))) == [1, 2, 3]
        with pytest.raises(StorageConflict):
            store.append_and_wait(Append(events=[event("a", 9)]))

    async def test_is_answered_at_the_latest_when_the_store_closes(self, store: Store) -> None:
        faults: list[StorageFault | None] = []
        store.append(Append(new_streams=[head("a")], events=run_of("a", 1, 3)), faults.append)
        store.close()
        assert faults == [None]

    async def test_after_closing_is_refused(self, store: Store) -> None:
        store.close()
        assert isinstance(await outcome(store, Append(new_streams=[head("a")])), StorageUnavailable)
        with pytest.raises(StorageUnavailable):
            store.append_and_wait(Append(new_streams=[head("a")]))


class TestStreams:
    async def test_are_listed_as_they_were_made_with_their_last_seq(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("b"), head("a", "bundle")], events=run_of("a", 1, 4)))
        await stored(store, Append(new_streams=[head("c")]))
        assert [(each.stream, each.last_seq) for each in store.streams()] == [("b", 0), ("a", 4), ("c", 0)]
        assert [each.stream for each in store.streams(kind="bundle")] == ["a"]
        assert store.head("b") == head("b")

    async def test_that_are_closed_are_not_open_but_take_late_facts(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a"), head("b")]))
        await stored(store, Append(events=[event("a", 1)], closed_streams=["a"]))
        assert [each.stream for each in store.streams(open_only=True)] == ["b"]
        await stored(store, Append(events=[event("a", 2)], samples=[sample("a", "p", 1)]))
        kept = store.head("a")
        assert kept is not None
        assert (kept.open, kept.last_seq) == (False, 2)

    async def test_are_made_once(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")]))
        assert isinstance(await outcome(store, Append(new_streams=[head("a")])), StorageConflict)

    async def test_that_are_unknown_cannot_be_closed(self, store: Store) -> None:
        assert isinstance(await outcome(store, Append(closed_streams=["a"])), StorageConflict)


class TestSnapshots:
    async def test_the_newest_is_kept(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")], events=run_of("a", 1, 5)))
        assert store.snapshot("a") is None
        store.save_snapshot(Snapshot("a", 3, 1, b"three"))
        store.save_snapshot(Snapshot("a", 5, 2, b"five"))
        await stored(store, Append())
        assert store.snapshot("a") == Snapshot("a", 5, 2, b"five")

    async def test_one_ahead_of_the_log_is_refused(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")], events=run_of("a", 1, 5)))
        faults: list[StorageFault | None] = []
        store.save_snapshot(Snapshot("a", 6, 1, b"six"), faults.append)
        await stored(store, Append())
        assert isinstance(faults[0], StorageConflict)
        assert store.snapshot("a") is None


class TestSamples:
    async def test_come_back_by_player_sorted_by_time(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")]))
        rows = [sample("a", player, second, 100 + second) for second in (3, 1, 2) for player in ("p", "q")]
        await stored(store, Append(samples=rows))
        columns = store.samples("a", "q")
        assert columns.at_ms == [NOW_MS + 1_000, NOW_MS + 2_000, NOW_MS + 3_000]
        assert columns.heart_rate == [101, 102, 103]
        assert columns.power == [None, None, None]
        assert columns.received_at_ms[0] == NOW_MS + 1_040
        assert store.sample_players("a") == ["p", "q"]

    async def test_keep_every_column(self, store: Store) -> None:
        row = SampleRow("a", "p", NOW_MS, 151, 240, 90.5, 8.25, 1234.5, pack_rr([812, 798.4]), NOW_MS + 1)
        await stored(store, Append(new_streams=[head("a")], samples=[row]))
        columns = store.samples("a", "p")
        assert (columns.power, columns.cadence, columns.speed, columns.distance) == ([240], [90.5], [8.25], [1234.5])
        assert unpack_rr(columns.rr_ms[0] or "") == [812.0, 798.4]

    async def test_that_come_twice_are_there_once(self, store: Store) -> None:
        rows = [sample("a", "p", second) for second in range(40)]
        await stored(store, Append(new_streams=[head("a")], samples=rows))
        await stored(store, Append(samples=rows[10:30]))
        assert len(store.samples("a", "p")) == 40

    async def test_fill_what_was_missing_and_change_nothing_else(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")], samples=[sample("a", "p", 0, 150, None)]))
        await stored(store, Append(samples=[sample("a", "p", 0, 99, 300)]))
        columns = store.samples("a", "p")
        assert (columns.heart_rate, columns.power) == ([150], [300])

    async def test_are_read_for_a_span_of_time(self, store: Store) -> None:
        rows = [sample("a", player, second, 60 + second) for second in range(60) for player in ("p", "q")]
        await stored(store, Append(new_streams=[head("a")], samples=rows))
        columns = store.samples("a", "p", NOW_MS + 10_000, NOW_MS + 12_000)
        assert columns.heart_rate == [70, 71]

    async def test_of_unknown_players_are_none(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a")]))
        assert len(store.samples("a", "p")) == 0
        assert len(store.samples("nowhere", "p")) == 0
        assert store.sample_players("nowhere") == []

    async def test_are_read_once_for_all_players_a_piece_at_a_time(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a"), head("b")], samples=[sample("b", "p", 0, 99)]))
        for second in range(7):
            await stored(store, Append(samples=[sample("a", player, second, 60 + second) for player in "pq"]))
        reading = store.reading("a")
        while not reading.read(3):
            pass
        assert [reading.of(player) for player in "pqr"] == [store.samples("a", player) for player in "pqr"]
        await stored(store, Append(samples=[sample("a", "q", 3, 200), sample("a", "r", 9, 70)]))
        assert reading.read(3), "what was committed meanwhile is met by reading on"
        assert [reading.of(player) for player in "pqr"] == [store.samples("a", player) for player in "pqr"]
        assert store.reading("nowhere").read(1)

    async def test_for_a_stream_that_does_not_exist_are_refused(self, store: Store) -> None:
        assert isinstance(await outcome(store, Append(samples=[sample("a", "p", 0)])), StorageConflict)

    async def test_of_several_streams_stay_apart(self, store: Store) -> None:
        await stored(store, Append(new_streams=[head("a"), head("b")]))
        await stored(store, Append(samples=[sample("a", "p", 0, 100), sample("b", "p", 0, 200)]))
        assert store.samples("a", "p").heart_rate == [100]
        assert store.samples("b", "p").heart_rate == [200]


_ids = st.one_of(st.none(), st.sampled_from(["x", "y", "z"]))
_readings = st.tuples(st.sampled_from("pq"), st.integers(0, 5), st.one_of(st.none(), st.integers(20, 250)))
_steps = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.lists(st.tuples(st.integers(-1, 2), _ids), max_size=3),
        st.lists(_readings, max_size=4),
    ),
    max_size=12,
)


@given(steps=_steps)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_stores_answer_any_sequence_of_appends_alike(
    steps: list[tuple[str, list[tuple[int, str | None]], list[tuple[str, int, int | None]]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    disk = open_store(tmp_path_factory.mktemp("twin"), loop=None)
    memory = MemoryStore()
    answers: list[list[type | None]] = []
    for kept in (disk, memory):
        kept.append_and_wait(Append(new_streams=[head("a"), head("b")]))
        answers.append([_answer(kept, stream, moves, readings) for stream, moves, readings in steps])
    assert answers[0] == answers[1]
    assert disk.streams() == memory.streams()
    for stream, player in itertools.product("ab", "pq"):
        assert list(disk.events(stream)) == list(memory.events(stream))
        assert list(disk.event_ids(stream)) == list(memory.event_ids(stream))
        assert disk.samples(stream, player) == memory.samples(stream, player)
        reading = disk.reading(stream)
        while not reading.read(2):
            pass
        assert reading.of(player) == disk.samples(stream, player)
    disk.close()


def _answer(
    store: Store, stream: str, moves: list[tuple[int, str | None]], readings: list[tuple[str, int, int | None]]
) -> type | None:
    kept = store.head(stream)
    assert kept is not None
    facts = [event(stream, kept.last_seq + 1 + index + slip % 2 * slip, id_) for index, (slip, id_) in enumerate(moves)]
    rows = [sample(stream, player, second, heart_rate) for player, second, heart_rate in readings]
    try:
        store.append_and_wait(Append(events=facts, samples=rows))
    except StorageFault as fault:
        return type(fault)
    return None
