"""One heap of deadlines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dryland.floor.deadlines import Deadlines


def test_a_newer_deadline_replaces_the_older_one() -> None:
    deadlines = Deadlines()
    deadlines.set("a", 10)
    deadlines.set("a", 30)
    deadlines.set("b", 20)
    assert list(deadlines.due(25)) == ["b"]
    assert list(deadlines.due(30)) == ["a"]
    assert deadlines.next_ms() is None


def test_no_deadline_any_more_means_no_wake_up() -> None:
    deadlines = Deadlines()
    deadlines.set("a", 10)
    deadlines.set("a", None)
    assert list(deadlines.due(100)) == []
    assert len(deadlines) == 0


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.one_of(st.none(), st.integers(0, 50)))))
def test_owners_come_due_in_order_of_their_last_deadline(changes: list[tuple[str, int | None]]) -> None:
    deadlines, last = Deadlines(), {}
    for owner, at_ms in changes:
        deadlines.set(owner, at_ms)
        last[owner] = at_ms
    expected = sorted(at_ms for at_ms in last.values() if at_ms is not None)
    assert [last[owner] for owner in deadlines.due(50)] == expected
