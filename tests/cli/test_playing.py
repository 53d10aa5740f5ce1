"""Recordings are placed in time, laid out as plans and given to players before anything is sent."""

from itertools import accumulate

import msgspec
import pytest

from dryland.cli.playing import aligned, cast_parts, plan_end_ms, plan_of, starts_ms
from dryland.contract.conditioning import ConditioningPlan
from dryland.devices import Recording, read_recording
from tests.devices.fit_encoder import fit_file, fit_time, lap, record

START_S = 1_400_000_000
NOW_MS = 1_500_000_000_000


def recorded(*laps: tuple[int, int], seconds: int = 100) -> Recording:
    rows = [record(START_S + second, heart_rate=120) for second in range(seconds)]
    ends = [lap(START_S + start, float(length), timestamp=fit_time(START_S + start + length)) for start, length in laps]
    head = ("file_id", {"type": 4, "manufacturer": 1, "time_created": fit_time(START_S)})
    return read_recording(fit_file([head, *rows, *ends]), name="ride.fit")


def test_a_recording_with_a_date_keeps_it() -> None:
    assert starts_ms(recorded(), NOW_MS) == (START_S * 1000, "")


@pytest.mark.parametrize("clock", ["unanchored", "synthesised"])
def test_a_recording_without_a_date_has_just_ended(clock: str) -> None:
    ride = msgspec.structs.replace(recorded(), clock=clock)
    start_ms, why = starts_ms(ride, NOW_MS)

    assert start_ms == NOW_MS - 99_000
    assert "no date of its own" in why


def test_a_recording_of_a_time_to_come_has_just_ended() -> None:
    start_ms, why = starts_ms(recorded(), START_S * 1000)

    assert start_ms + 99_000 == START_S * 1000
    assert "in the future" in why


@pytest.mark.parametrize(
    "laps", [((0, 40), (40, 60)), ((0, 40), (60, 40)), ((20, 30), (50, 50)), ((10, 20), (50, 10), (80, 20)), ()]
)
def test_the_boundaries_of_the_plan_are_those_of_the_laps(laps: tuple[tuple[int, int], ...]) -> None:
    ride = recorded(*laps)
    plan = msgspec.convert(plan_of(ride), ConditioningPlan)
    ends_s = [round(end, 3) for end in accumulate(interval.duration for interval in plan.intervals)]

    assert {start + length for start, length in laps} <= set(ends_s)
    assert {start for start, _ in laps} <= {0.0, *ends_s}
    assert ride.start_ms + round(ends_s[-1] * 1000) == plan_end_ms(ride)
    assert len({interval.id for interval in plan.intervals}) == len(plan.intervals)


def test_recordings_begin_together_and_go_to_the_players_in_order() -> None:
    early, late = recorded(), recorded().moved_to(NOW_MS)
    parts = cast_parts(aligned([early, late], NOW_MS - 500_000), ["a", "b", "c"])

    assert [part.player_id for part in parts] == ["a", "b"]
    assert {part.recording.start_ms for part in parts} == {NOW_MS - 500_000}
