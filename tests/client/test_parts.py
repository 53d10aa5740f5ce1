"""The pure parts of the client: identifiers, clock, pacing, subscriptions, messages."""

import asyncio
import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dryland.client as package
from dryland.client.clock import ServerClock
from dryland.client.errors import Overrun, Refused
from dryland.client.identity import EventIds
from dryland.client.messages import Event, LinkChange, iso
from dryland.client.pacing import Backoff, Patience, TokenBucket
from dryland.client.subscription import Subscription


def test_the_public_names_exist():
    assert all(hasattr(package, name) for name in package.__all__)


@given(st.lists(st.tuples(st.integers(0, 2**47), st.integers(0, 2**74 - 1)), min_size=1, max_size=30))
def test_identifiers_are_version_7_and_always_rise(draws: list[tuple[int, int]]):
    moments = iter(draws)
    now: list[tuple[int, int]] = []

    def now_ms() -> int:
        now.append(next(moments))
        return now[-1][0]

    ids = EventIds(now_ms, lambda bits: now[-1][1])
    made = [uuid.UUID(ids.make()) for _ in draws]
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)
    assert all(earlier < later for earlier, later in pairwise(made))


def test_an_identifier_carries_its_millisecond():
    made = uuid.UUID(EventIds(lambda: 1_700_000_000_123, lambda bits: 5).make())
    assert made.int >> 80 == 1_700_000_000_123


@given(
    ahead_ms=st.floats(-3.2e10, 3.2e10),
    trips=st.lists(st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), min_size=1, max_size=20),
)
def test_the_clock_is_never_wrong_by_more_than_it_says(ahead_ms: float, trips: list[tuple[float, float]]):
    local_s = [100.0]
    clock = ServerClock(lambda: local_s[0], lambda: local_s[0])
    for there_s, back_s in trips:
        sent_s = local_s[0]
        server_ms = (sent_s + there_s) * 1000 + ahead_ms
        local_s[0] += there_s + back_s
        clock.observe(sent_s, server_ms, server_ms, local_s[0])
    assert clock.uncertainty_ms is not None
    assert abs(clock.now_ms() - (local_s[0] * 1000 + ahead_ms)) <= clock.uncertainty_ms + 1e-3


def test_a_jump_of_the_wall_clock_does_not_move_the_servers_time():
    wall_s, monotonic_s = [1000.0], [5.0]
    clock = ServerClock(lambda: wall_s[0], lambda: monotonic_s[0])
    assert clock.now_ms() == 1_000_000
    clock.observe(5.0, 2_000_000, 2_000_000, 5.0)
    wall_s[0] += 86_400
    monotonic_s[0] += 1
    assert clock.now_ms() == 2_001_000


@given(st.lists(st.floats(0, 3), max_size=60))
def test_the_bucket_never_lets_more_through_than_burst_and_rate(idle_s: list[float]):
    now_s = [0.0]
    taken_at_s: list[float] = []

    async def sleep(wait_s: float) -> None:
        now_s[0] += wait_s

    async def run() -> None:
        bucket = TokenBucket(10, 5, monotonic_s=lambda: now_s[0], sleep=sleep)
        for pause_s in idle_s:
            now_s[0] += pause_s if pause_s > 2 else 0
            await bucket.take()
            taken_at_s.append(now_s[0])

    asyncio.run(run())
    for first, start_s in enumerate(taken_at_s):
        for last, end_s in enumerate(taken_at_s[first:], start=first):
            assert last - first + 1 <= 5 + (end_s - start_s) * 10 + 1e-6


def test_waits_double_up_to_the_cap_and_are_spread_downward():
    assert [round(wait, 3) for wait in waits(lambda: 1.0)] == [1, 2, 4, 8, 8]
    assert [round(wait, 3) for wait in waits(lambda: 0.0)] == [0.5, 1, 2, 4, 4]


def waits(random) -> list[float]:
    backoff = Backoff(1, 8, random)
    return [backoff.next_s() for _ in range(5)]


def test_patience_grows_with_silence_and_is_short_again_after_an_answer():
    patience = Patience(0.8, 5.0)
    grown: list[float] = []
    while not patience.exhausted:
        grown.append(patience.wait_s)
        patience.silent()
    assert grown == [0.8, 1.6, 3.2]
    assert patience.wait_s == 5.0
    patience.answered()
    assert patience.wait_s == 0.8


async def test_a_reader_that_is_too_slow_is_told_instead_of_given_holes():
    reader = Subscription(lambda _: None, most_waiting=3)
    for _ in range(5):
        reader.offer(LinkChange(connected=True))
    for _ in range(3):
        assert await anext(reader) == LinkChange(connected=True)
    with pytest.raises(Overrun):
        await anext(reader)


async def test_a_closed_subscription_ends_after_what_waits():
    closed: list[Subscription] = []
    reader = Subscription(closed.append)
    reader.offer(LinkChange(connected=True))
    reader.close()
    assert [message async for message in reader] == [LinkChange(connected=True)]
    assert reader in closed


@pytest.mark.parametrize("error", [None, "broken", 17, [], {}])
def test_an_answer_that_is_none_counts_as_a_passing_fault(error: object):
    refusal = Refused.of(error)
    assert (refusal.code, refusal.retryable) == ("INTERNAL", True)


def test_an_event_that_only_mentions_a_position_has_none():
    assert Event.of("training:session:joined", {"sessionId": "s", "seq": 4, "epoch": "e"}).seq is None


def test_times_are_written_in_utc_with_milliseconds():
    assert iso(1_700_000_000_123) == "2023-11-14T22:13:20.123Z"
