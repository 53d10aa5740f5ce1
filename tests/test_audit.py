"""The audit trail: whatever is changed, taken out or put in is found, and a noted hash proves what was before it."""

import asyncio
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dryland.audit
from dryland.audit import BEGINNING, AuditTrail, Entry, Sealed, Wanted, check, stream_of
from dryland.store import MemoryStore, StorageFault, StoredEvent, open_history, open_store

ORG = "club"


def entry(number: int) -> Entry:
    return Entry(org_id=ORG, actor=f"medic-{number}", role="medical", action="look", what="notes", player_ids=("p",))


async def written(count: int) -> list[StoredEvent]:
    """A trail of some entries, as it is stored."""
    store = MemoryStore()
    trail = AuditTrail(store, lambda: 1_000)
    assert [await recorded(trail, number) for number in range(count)] == [None] * count
    return list(store.events(stream_of(ORG)))


async def recorded(trail: AuditTrail, number: int) -> StorageFault | None:
    done: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()
    trail.record(entry(number), done.set_result)
    return await done


def spoiled(event: StoredEvent, **changes: object) -> StoredEvent:
    sealed = msgspec.json.decode(event.payload, type=Sealed)
    return msgspec.structs.replace(event, payload=msgspec.json.encode(msgspec.structs.replace(sealed, **changes)))


async def test_a_whole_trail_is_found_whole() -> None:
    events = await written(5)
    checked = check(ORG, iter(events))
    assert (checked.entries, checked.fault) == (5, None)
    first = msgspec.json.decode(events[0].payload, type=Sealed)
    assert (first.previous, first.number) == (BEGINNING, 1)


@given(place=st.integers(0, 4), kind=st.sampled_from(["actor", "time", "cut", "swap", "number"]))
def test_every_change_is_found(place: int, kind: str) -> None:
    events = asyncio.run(written(6))
    if kind == "actor":
        events[place] = spoiled(events[place], entry=entry(99))
    elif kind == "time":
        events[place] = spoiled(events[place], at_ms=2_000)
    elif kind == "number":
        events[place] = spoiled(events[place], number=17)
    elif kind == "cut":
        del events[place]
    else:
        events[place], events[place + 1] = events[place + 1], events[place]
    checked = check(ORG, iter(events))
    assert checked.fault is not None
    assert checked.entries <= place


async def test_a_trail_cut_at_its_end_lacks_the_hash_somebody_noted() -> None:
    events = await written(4)
    noted = check(ORG, iter(events)).last_hash
    assert check(ORG, iter(events), noted).has_noted
    cut = check(ORG, iter(events[:-1]), noted)
    assert (cut.fault, cut.has_noted) == (None, False)


async def test_a_trail_goes_on_over_a_restart_and_a_hand_in_the_database_is_found(tmp_path: Path) -> None:
    for number in range(3):
        store = open_store(tmp_path, loop=asyncio.get_running_loop())
        assert await recorded(AuditTrail(store, lambda: 1_000), number) is None
        await asyncio.to_thread(store.close)
    assert verdict(tmp_path) == (3, None)
    with sqlite3.connect(tmp_path / "dryland.db") as hand:
        hand.execute("UPDATE events SET payload = CAST(replace(payload, 'medic-1', 'nobody!') AS BLOB) WHERE seq = 2")
    hand.close()
    entries, fault = verdict(tmp_path)
    assert entries == 1
    assert fault is not None


def verdict(folder: Path) -> tuple[int, str | None]:
    history = open_history(folder)
    try:
        checked = check(ORG, history.events(stream_of(ORG)))
    finally:
        history.close()
    return checked.entries, checked.fault


async def test_a_refused_entry_is_told() -> None:
    store = MemoryStore()
    trail = AuditTrail(store, lambda: 1_000)
    assert await recorded(trail, 1) is None
    store.close()
    assert isinstance(await recorded(trail, 2), StorageFault)


async def mixed(count: int) -> AuditTrail:
    """A trail in which every third entry is about player q, every fifth about health."""
    trail = AuditTrail(MemoryStore(), lambda: 1_000)
    for number in range(1, count + 1):
        made = Entry(
            org_id=ORG,
            actor="a",
            role="medical",
            action="look",
            what="GET /api/medical" if number % 5 == 0 else "export",
            player_ids=("q",) if number % 3 == 0 else ("p",),
        )
        done: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()
        trail.record(made, done.set_result)
        assert await done is None
    return trail


@given(
    count=st.integers(0, 40),
    limit=st.integers(1, 7),
    player_id=st.sampled_from([None, "q"]),
    health=st.booleans(),
    at_once=st.integers(1, 12),
)
def test_whatever_is_looked_for_is_found_once_page_by_page(
    count: int, limit: int, player_id: str | None, health: bool, at_once: int
) -> None:
    async def pages() -> list[int]:
        trail, found, before = await mixed(count), list[int](), None
        while before != 1:
            page = trail.found(ORG, Wanted(player_id, health), before, limit)
            assert len(page.entries) <= limit
            found += [each.number for each in page.entries]
            assert before is None or page.back_to < before
            before = page.back_to
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dryland.audit, "LOOKED_AT_ONCE", at_once)
        found = asyncio.run(pages())
    fit = [n for n in range(count, 0, -1) if (player_id is None or n % 3 == 0) and (not health or n % 5 == 0)]
    assert found == fit
