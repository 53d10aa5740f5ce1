"""Samples on their way to the disk: in pieces that let facts through, answered when their own are there."""

from collections import deque
from collections.abc import Callable

from dryland.sample_backlog import MOST_AT_ONCE, SampleBacklog
from dryland.store import Append, MemoryStore, Reason, SampleRow, StorageFault, StorageUnavailable, StreamHead

ROWS = MOST_AT_ONCE * 2 + 5


class Desk:
    """A store whose commits are over when a test says so."""

    def __init__(self) -> None:
        self.owed: deque[Callable[[], None]] = deque()
        self.store = MemoryStore(soon=self.owed.append)
        self.store.append_and_wait(Append(new_streams=[StreamHead("a", "session", "club", "e", 0)]))
        self.backlog = SampleBacklog(self.store)

    def keep(self, count: int, first: int = 0) -> None:
        self.keep_rows([SampleRow("a", "p", at_ms, 60 + at_ms % 100) for at_ms in range(first, first + count)])

    def keep_rows(self, rows: list[SampleRow]) -> None:
        for row in rows:
            self.backlog._rows.setdefault(row.stream, []).append(row)

    def stored(self) -> int:
        return len(self.store.samples("a", "p"))

    def commit(self) -> None:
        self.owed.popleft()()


async def test_a_fact_waits_for_a_piece_and_not_for_all() -> None:
    desk, told = Desk(), list[str]()
    desk.keep(ROWS)
    desk.backlog.flush()
    desk.store.append(Append(), lambda _: told.append(f"fact after {desk.stored()}"))
    while desk.owed:
        desk.commit()
    assert told == [f"fact after {MOST_AT_ONCE * 2}"], "the second piece was sent when the first was there"
    assert desk.stored() == ROWS
    assert desk.backlog.unstored("a", "p") == []


async def test_who_waits_is_answered_when_the_last_piece_is_there() -> None:
    desk, answers = Desk(), list[tuple[StorageFault | None, int]]()
    desk.keep(ROWS)
    desk.backlog._waiting.append(lambda fault: answers.append((fault, desk.stored())))
    desk.backlog.flush()
    assert len(desk.backlog.unstored("a", "p")) == ROWS
    while desk.owed:
        desk.commit()
    assert answers == [(None, ROWS)]


async def test_what_the_disk_refuses_half_way_is_kept_in_order_and_sent_again() -> None:
    desk, answers = Desk(), list[StorageFault | None]()
    desk.keep(ROWS)
    desk.backlog._waiting.append(answers.append)
    desk.backlog.flush()
    desk.store.fault = fault = StorageUnavailable(Reason.DISK_FULL)
    while desk.owed:
        desk.commit()
    assert answers == [fault]
    assert desk.stored() == MOST_AT_ONCE
    assert [row.at_ms for row in desk.backlog._refused] == list(range(MOST_AT_ONCE, ROWS))
    desk.store.fault = None
    desk.backlog.flush()
    while desk.owed:
        desk.commit()
    assert desk.stored() == ROWS


async def test_the_end_hands_over_what_is_left_and_answers_after_it() -> None:
    desk, answers = Desk(), list[tuple[StorageFault | None, int]]()
    desk.keep(ROWS)
    desk.backlog._waiting.append(lambda fault: answers.append((fault, desk.stored())))
    desk.backlog.flush()
    desk.keep(3, first=ROWS)
    desk.backlog.close()
    desk.store.close()
    assert desk.stored() == ROWS + 3
    assert answers[0][0] is None
    assert answers[0][1] >= ROWS


async def test_a_sessions_last_samples_are_sent_ahead_of_the_others_and_none_twice() -> None:
    desk, told, answers = Desk(), list[str](), list[StorageFault | None]()
    desk.store.append_and_wait(Append(new_streams=[StreamHead("b", "session", "club", "e", 0)]))
    desk.keep(ROWS)
    last = [SampleRow("b", "p", at_ms, 150) for at_ms in range(MOST_AT_ONCE)]
    desk.keep_rows(last[:-1])
    desk.backlog.flush()
    desk.keep_rows(last[-1:])
    desk.backlog._waiting.append(answers.append)
    desk.backlog.send({"b"})
    desk.store.append(Append(), lambda _: told.append(f"end after {len(desk.store.samples('b', 'p'))}"))
    assert len(desk.backlog.unstored("b", "p")) == len(last)
    while desk.owed:
        desk.commit()
    assert told == [f"end after {len(last)}"]
    assert desk.stored() == ROWS
    assert answers == [], "the answer waits for its turn"
    desk.backlog.flush()
    while desk.owed:
        desk.commit()
    assert answers == [None]
    assert desk.backlog.unstored("b", "p") == []
