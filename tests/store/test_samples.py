"""Packed samples come back as they went in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from dryland.store import SampleRow, pack_rr, unpack_rr
from dryland.store.samples import merge, pack, unpack

from .facts import NOW_MS, sample

_times = st.integers(-(1 << 40), 1 << 42)
_numbers = st.floats(allow_nan=False, allow_infinity=False)
_rows = st.builds(
    SampleRow,
    stream=st.just("a"),
    player_id=st.sampled_from(["p", "q", "ö"]),
    at_ms=_times,
    heart_rate=st.none() | st.integers(0, 300),
    power=st.none() | st.integers(-50, 3_000),
    cadence=st.none() | _numbers,
    speed=st.none() | _numbers,
    distance=st.none() | _numbers,
    rr_ms=st.none() | st.text(max_size=20),
    received_at_ms=_times,
)
NUMBERS = {"p": 0, "q": 1, "ö": 2}


def _own(rows: list[SampleRow], *players: str) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.at_ms, astuple(row)[3:]) for row in rows if row.player_id in players]


@given(rows=st.lists(_rows, min_size=1, max_size=30))
def test_a_chunk_gives_back_every_row_of_each_player(rows: list[SampleRow]) -> None:
    chunk = pack(rows, NUMBERS.__getitem__)
    for player, number in NUMBERS.items():
        assert list(unpack(chunk.body, number)) == _own(rows, player)
    assert (chunk.first_ms, chunk.last_ms) == (min(row.at_ms for row in rows), max(row.at_ms for row in rows))


@given(rows=st.lists(_rows, max_size=30))
def test_merging_twice_changes_nothing(rows: list[SampleRow]) -> None:
    own = _own(rows, *NUMBERS)
    once = merge(own)
    assert merge(own + own) == once
    assert once.at_ms == sorted({row.at_ms for row in rows})


def test_a_live_chunk_of_25_players_takes_a_few_bytes_for_each_value() -> None:
    rows = [sample("a", f"player-{number}", 0, 140, 250) for number in range(25)]
    chunk = pack(rows, lambda player: int(player[7:]))
    assert len(chunk.body) / 25 < 10


def test_a_span_includes_its_start_and_not_its_end() -> None:
    rows = [(sample("a", "p", second).at_ms, (second, *[None] * 5, 0)) for second in range(5)]
    assert merge(rows, NOW_MS + 1_000, NOW_MS + 3_000).heart_rate == [1, 2]


@given(intervals=st.lists(st.integers(2_000, 25_000).map(lambda tenths: tenths / 10), max_size=8))
def test_beat_intervals_keep_a_tenth_of_a_millisecond(intervals: list[float]) -> None:
    assert unpack_rr(pack_rr(intervals)) == intervals
