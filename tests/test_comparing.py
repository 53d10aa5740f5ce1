"""A session's machines are compared with what their players did on machines of that kind before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dryland.comparing import Comparing
from dryland.contract.base import WorkoutType
from dryland.history import History
from dryland.store import SampleColumns, Snapshot, StoredEvent, StreamHead, open_store
from dryland.store.records import EquipmentUse, PlayerFigures, Records, open_records

DAY_MS = 86_400_000
KINDS = {"b1": "bike", "b2": "bike", "r1": "rower", "k1": "rack"}


def ridden(share: float = 1.0) -> SampleColumns:
    """Twelve even minutes from 130 to 163 bpm, on a machine that says `share` of the power."""
    seconds = range(12 * 60)
    nothing: list[None] = [None] * len(seconds)
    return SampleColumns(
        at_ms=[second * 1000 for second in seconds],
        heart_rate=[130 + 3 * (second // 60) for second in seconds],
        power=[round(share * (160 + 6 * (second // 60))) for second in seconds],
        cadence=list(nothing),
        speed=list(nothing),
        distance=list(nothing),
        rr_ms=list(nothing),
        received_at_ms=[0] * len(seconds),
    )


class Stored(History):
    """Samples by session and player."""

    def __init__(self, samples: Mapping[tuple[str, str], SampleColumns]) -> None:
        self._samples = samples

    def head(self, stream: str) -> StreamHead | None:
        raise NotImplementedError

    def streams(self) -> list[StreamHead]:
        raise NotImplementedError

    def events(self, stream: str, after_seq: int = 0) -> Iterator[StoredEvent]:
        raise NotImplementedError

    def snapshot(self, stream: str) -> Snapshot | None:
        raise NotImplementedError

    def sample_players(self, stream: str) -> list[str]:
        return [player_id for session_id, player_id in self._samples if session_id == stream]

    def samples(self, stream: str, player_id: str) -> SampleColumns:
        return self._samples[stream, player_id]


def use(item_id: str, session_id: str, day: int, *, is_measured: bool = True) -> EquipmentUse:
    return EquipmentUse(item_id, session_id, "club", "b", "Bikes", day * DAY_MS, 12.0, is_measured)


def figures(session_id: str, player_id: str, day: int) -> PlayerFigures:
    return PlayerFigures(session_id, player_id, "club", day * DAY_MS, WorkoutType.CONDITIONING, 12.0, 1, 1)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    open_store(tmp_path, loop=None).close()
    opened = open_records(tmp_path)
    opened.equipment_uses.save_many(use("b1", f"s{day}", day) for day in range(3))
    opened.figures.save_many(figures(f"s{day}", "ann", day) for day in range(3))
    yield opened
    opened.close()


SAMPLES = {(f"s{day}", "ann"): ridden() for day in range(3)}


def residuals(records: Records, samples: Mapping[tuple[str, str], SampleColumns], *uses: EquipmentUse) -> list[object]:
    found = Comparing(Stored(samples), records, KINDS).with_residuals(uses)
    return [
        (each.residual_pct if each.residual_pct is None else round(each.residual_pct), each.machines) for each in found
    ]


def test_bikes_that_say_a_tenth_too_much_are_found_together_and_the_rack_beside_them_is_none(records: Records) -> None:
    samples = {**SAMPLES, ("now", "ann"): ridden(1.1)}
    told = residuals(records, samples, use("b1", "now", 9), use("k1", "now", 9, is_measured=False), use("b2", "now", 9))
    assert told == [(10, 2), (None, 1), (10, 2)]


def test_the_median_player_speaks_for_a_session_and_one_without_a_past_does_not(records: Records) -> None:
    records.figures.save_many(figures(f"s{day}", each, day) for day in range(3) for each in ("bo", "cy"))
    samples = {**SAMPLES, **{(f"s{day}", each): ridden() for day in range(3) for each in ("bo", "cy")}}
    now = {
        ("now", "ann"): ridden(1.0),
        ("now", "bo"): ridden(1.1),
        ("now", "cy"): ridden(1.3),
        ("now", "new"): ridden(2),
    }
    assert residuals(records, {**samples, **now}, use("b1", "now", 9)) == [(10, 1)]


@pytest.mark.parametrize(("item", "day"), [("r1", 9), ("b1", 0), ("b1", 200)])
def test_another_kind_of_machine_a_later_session_and_a_past_too_old_say_nothing(
    records: Records, item: str, day: int
) -> None:
    assert residuals(records, {**SAMPLES, ("now", "ann"): ridden(1.1)}, use(item, "now", day)) == [(None, 1)]


def test_what_could_be_compared_is_kept_in_the_order_of_time(records: Records) -> None:
    found = Comparing(Stored({**SAMPLES, ("now", "ann"): ridden(0.9)}), records, KINDS)
    records.equipment_uses.save_many(found.with_residuals([use("b1", "now", 9)]))
    kept = records.equipment_uses.compared("b1", 10)
    assert [(each.session_id, round(each.residual_pct or 0), each.machines) for each in kept] == [("now", -10, 1)]
