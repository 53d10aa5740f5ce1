"""A replay sends every sample once, in time, and to the same record whatever the speed."""

import asyncio
import math
from datetime import datetime
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.client import Ack, DrylandClient, Refused
from dryland.client.replay import PlayedSamples, ReplayProgress, replay, replay_mode
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ErrorCode, Refusal, error_body

from .fake_server import FakeServer

START_MS = 1_700_000_000_000


class FakeTime:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, wait_s: float) -> None:
        for _ in range(5):  # whatever is ready happens before time moves on
            await asyncio.sleep(0)
        self.now_s += wait_s


class Record:
    """Takes what is sent, strictly by the contract, and merges it by player and time as a store does."""

    def __init__(self, clock: FakeTime) -> None:
        self.clock = clock
        self.rows: dict[tuple[str, int], dict[str, Any]] = {}
        self.messages: list[tuple[float, str]] = []
        self.refusals: list[Refusal] = []

    async def send(self, event: str, payload: Any, *, event_id: str | None = None, timeout_s: float = 5.0) -> Ack:
        if self.refusals:
            raise Refused.of(msgspec.to_builtins(error_body(self.refusals.pop(0))))
        row = CATALOGUE[event]
        assert row.command is not None
        msgspec.convert(payload, row.command, strict=True)
        self.messages.append((self.clock.now_s, event))
        if event == "training:player:metrics":
            at_ms = round(datetime.fromisoformat(payload["occurredAt"]).timestamp() * 1000)
            self._merge(payload["playerId"], at_ms, payload["metrics"])
        else:
            self._merge_columns(payload["playerId"], payload["columns"])
        return Ack(event_id="x", seq=1, duplicate=False, body={})

    def _merge_columns(self, player: str, columns: dict[str, list[Any]]) -> None:
        times = columns.pop("t")
        for index, at in enumerate(times):
            at_ms = START_MS + at * 1000 if isinstance(at, float) else datetime.fromisoformat(at).timestamp() * 1000
            values = {name: column[index] for name, column in columns.items() if column[index] is not None}
            self._merge(player, round(at_ms), values)

    def _merge(self, player: str, at_ms: int, values: dict[str, Any]) -> None:
        row = self.rows.setdefault((player, at_ms), {})
        assert not row.keys() & values.keys(), "a value was sent twice"
        row |= values


value = st.one_of(st.none(), st.integers(60, 200))
samples = st.lists(
    st.tuples(st.integers(1, 20_000), value, value, st.one_of(st.none(), st.just((800, 810)))), max_size=30
)


def track(player: str, drawn: list[tuple[int, Any, Any, Any]]) -> PlayedSamples:
    at_ms = START_MS
    times = [at_ms := at_ms + step for step, *_ in drawn]
    return PlayedSamples(
        player_id=player,
        at_ms=times,
        heart_rate=[row[1] for row in drawn],
        power=[row[2] for row in drawn],
        rr_ms=[row[3] for row in drawn],
    )


def run(tracks: list[PlayedSamples], **options: Any) -> tuple[Record, Any]:
    clock = FakeTime()
    record = Record(clock)
    result = asyncio.run(replay(record, "s1", tracks, monotonic_s=clock, sleep=clock.sleep, **options))
    return record, result


@given(samples, samples, st.sampled_from([1.0, 7.5, 600.0, math.inf]), st.booleans())
def test_the_record_is_the_same_in_both_ways_and_at_any_speed(
    first: list[Any], second: list[Any], speed: float, from_start: bool
):
    tracks = [track("p1", first), track("p2", second)]
    single, single_result = run(tracks, mode="single")
    start_ms = START_MS if from_start else None
    batch, batch_result = run(tracks, mode="batch", speed=speed, session_start_ms=start_ms)
    assert single.rows == batch.rows
    assert single_result.rows == batch_result.rows == len(single.rows)
    assert single_result.rows + single_result.empty_rows == len(first) + len(second)


@given(samples)
def test_the_record_holds_every_value_once(drawn: list[Any]):
    one = track("p1", drawn)
    record, _ = run([one], mode="batch", speed=100.0)
    expected = {}
    for at_ms, (_, beat, watt, rr) in zip(one.at_ms, drawn, strict=True):
        values = {"heartRate": beat, "power": watt, "rrIntervals": rr}
        if any(one is not None for one in values.values()):
            expected["p1", at_ms] = {name: value for name, value in values.items() if value is not None}
    assert record.rows == expected


def ride(seconds: int, player: str = "p1") -> PlayedSamples:
    return PlayedSamples(
        player_id=player, at_ms=[START_MS + 1000 * s for s in range(seconds)], heart_rate=[120] * seconds
    )


@pytest.mark.parametrize(
    ("players", "speed", "mode"), [(1, 40, "single"), (1, 41, "batch"), (40, 1, "single"), (41, 1, "batch")]
)
def test_samples_go_one_by_one_while_one_connection_can_carry_them(players: int, speed: float, mode: str):
    assert replay_mode([ride(10, f"p{n}") for n in range(players)], speed) == mode


def test_single_samples_leave_when_their_time_has_come():
    record, result = run([ride(30)], speed=10)
    assert [round(at_s, 6) for at_s, _ in record.messages] == [round(n / 10, 6) for n in range(30)]
    assert result.wall_s == pytest.approx(2.9)


def test_batches_leave_at_least_once_a_second():
    record, result = run([ride(600)], speed=60)
    moments = [at_s for at_s, _ in record.messages]
    assert max(later - earlier for earlier, later in pairwise(moments)) <= 1.001
    assert (len(moments), result.rows) == (10, 600)


def test_no_batch_is_longer_than_the_contract_allows():
    record, _ = run([ride(9_000)], speed=math.inf)
    assert len(record.messages) == 3


def test_progress_ends_at_the_whole():
    seen: list[ReplayProgress] = []
    run([ride(120)], speed=60, progress=seen.append)
    assert seen[-1] == ReplayProgress(120, 120, 119.0)


def test_a_passing_refusal_delays_and_a_final_one_ends_the_replay():
    clock = FakeTime()
    record = Record(clock)
    record.refusals = [Refusal(ErrorCode.RATE_LIMITED), Refusal(ErrorCode.STORAGE_UNAVAILABLE)]
    asyncio.run(replay(record, "s1", [ride(5)], monotonic_s=clock, sleep=clock.sleep, mode="batch"))
    assert len(record.rows) == 5
    record.refusals = [Refusal(ErrorCode.PLAYER_NOT_IN_SESSION)]
    with pytest.raises(Refused, match="PLAYER_NOT_IN_SESSION"):
        asyncio.run(replay(record, "s1", [ride(5)], monotonic_s=clock, sleep=clock.sleep))


def test_a_standstill_is_no_speed():
    with pytest.raises(ValueError, match="speed must be above 0"):
        run([ride(5)], speed=0)


async def test_over_a_real_connection_both_ways_leave_the_same_facts(server: FakeServer):
    async with DrylandClient(server.url, "good") as client:
        single = await replay(client, "s1", [ride(40)], speed=40)
        batch = await replay(client, "s1", [ride(40)], speed=400)
    assert (single.mode, single.messages) == ("single", 40)
    assert (batch.mode, batch.messages) == ("batch", 1)
    assert len(server.facts) == 41
    assert server.rate_trips == 0
