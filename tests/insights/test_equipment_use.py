"""Minutes on items of gear, from logs and samples; and when a maker's tasks are due."""

from __future__ import annotations

import pytest

from dryland.floor.clock import Pause, SessionClock
from dryland.insights.equipment_use import Held, Stay, stays_of, uses_of, worked_by_item, worked_s
from dryland.insights.service_due import DAY_MS, service_due, tasks_of
from dryland.store import SampleColumns, StoredEvent
from dryland.store.records import EquipmentService, Worn

MINUTE_MS = 60_000
KINDS = {"b1": "bike", "b2": "bike", "r1": "rower", "k1": "rack"}


def columns(*rows: tuple[int, float | None, float | None]) -> SampleColumns:
    """Rows of (s, power, cadence)."""
    nothing = [None] * len(rows)
    return SampleColumns(
        at_ms=[at_s * 1000 for at_s, _, _ in rows],
        heart_rate=nothing,
        power=[power for _, power, _ in rows],
        cadence=[cadence for _, _, cadence in rows],
        speed=nothing,
        distance=nothing,
        rr_ms=nothing,
        received_at_ms=[0] * len(rows),
    )


def test_a_machine_works_while_it_says_so_and_a_value_counts_for_five_seconds_at_most() -> None:
    told = columns((0, 100, None), (1, 100, None), (2, 0, 0), (3, None, 80), (60, 0, 0))
    assert worked_s(told) == 1 + 1 + 5
    assert worked_s(columns()) == 0


def test_an_item_is_used_while_the_session_goes_on_and_has_it() -> None:
    clock = SessionClock(0, 30 * MINUTE_MS, [Pause(5 * MINUTE_MS, 10 * MINUTE_MS)])
    held = [
        Held("k1", -MINUTE_MS),
        Held("b1", 0, 10 * MINUTE_MS),
        Held("b2", 10 * MINUTE_MS),
        Held("r1", 40 * MINUTE_MS),
    ]
    uses = {use.item_id: (use.minutes, use.is_measured) for use in uses_of(held, KINDS, clock, 0.0, 0)}
    assert uses == {"k1": (25, False), "b1": (5, False), "b2": (20, False)}


def test_what_was_heard_is_shared_by_the_machines_of_one_kind_and_never_more_than_the_session() -> None:
    clock = SessionClock(0, 20 * MINUTE_MS)
    held = [Held("b1", 0), Held("b2", 0), Held("k1", 0)]
    uses = {use.item_id: (use.minutes, use.is_measured) for use in uses_of(held, KINDS, clock, 24 * 60.0, 0)}
    assert uses == {"b1": (12, True), "b2": (12, True), "k1": (20, False)}
    crowded = uses_of(held, KINDS, clock, 90 * 60.0, 0)
    assert [use.minutes for use in crowded if use.is_measured] == [20, 20]
    mixed = uses_of([*held, Held("r1", 0)], KINDS, clock, 24 * 60.0, 0)
    assert not any(use.is_measured for use in mixed), "whose it was is not known"


def told(at_s: int, sender: str, player_id: str) -> StoredEvent:
    payload = f'{{"playerId":"{player_id}"}}'.encode()
    return StoredEvent("s", at_s + 1, "training:fact", None, at_s * 1000, at_s * 1000, sender, payload)


def test_a_player_is_at_the_item_whose_station_told_of_them_last_until_somebody_else_is() -> None:
    items = {"station:one": "b1", "device:two": "b2"}
    events = [
        told(0, "station:one", "ada"),
        told(5, "station:one", "ada"),
        told(9, "trainer", "ada"),
        told(10, "station:one", "eva"),
        told(20, "device:two", "ada"),
        told(30, "station:one", "ada"),
    ]
    assert stays_of(events, items) == {
        "ada": [Stay(0, "b1"), Stay(10_000, None), Stay(20_000, "b2"), Stay(30_000, "b1")],
        "eva": [Stay(10_000, "b1"), Stay(30_000, None)],
    }
    assert stays_of(events, {}) == {}


def test_what_a_player_works_counts_for_the_item_the_player_is_at() -> None:
    samples = columns(*((at_s, 200, None) for at_s in range(30)))
    worked = worked_by_item(samples, [Stay(10_000, "b1"), Stay(20_000, "b2")])
    assert worked == {None: 10, "b1": 10, "b2": 10}


def test_what_is_told_counts_for_its_item_and_the_rest_is_shared_evenly() -> None:
    clock = SessionClock(0, 20 * MINUTE_MS)
    held = [Held("b1", 0), Held("b2", 0), Held("k1", 0)]
    uses = {use.item_id: (use.minutes, use.is_measured) for use in uses_of(held, KINDS, clock, 240.0, 0, {"b1": 600})}
    assert uses == {"b1": (12, True), "b2": (2, True), "k1": (20, False)}
    mixed = uses_of([*held, Held("r1", 0)], KINDS, clock, 240.0, 0, {"r1": 300})
    assert {use.item_id: use.minutes for use in mixed if use.is_measured} == {"r1": 5}


def test_a_session_that_goes_on_counts_until_now_and_one_that_never_began_does_not() -> None:
    assert uses_of([Held("k1", 0)], KINDS, SessionClock(0), 0.0, 3 * MINUTE_MS)[0].minutes == 3
    assert uses_of([Held("k1", 0)], KINDS, SessionClock(), 0.0, MINUTE_MS) == []


OIL = "oil the chain, check screws and monitor battery"


def due(hours: float, per_day: float = 1.0, *, age_days: float = 0.0, reported: bool = False, **last: float):
    services = [EquipmentService("1", "r1", OIL, int(last["at_day"] * DAY_MS), last["used_h"], "ada")] if last else []
    worn = Worn(hours * 60, 3, 0, 0)
    rows = service_due(
        "concept2_rowerg",
        worn,
        services,
        here_since_ms=0,
        hours_per_day=per_day,
        is_reported=reported,
        now_ms=int(age_days * DAY_MS),
    )
    return next(row for row in rows if row.task == OIL)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (due(10), (40, 7, "calendar", False)),
        (due(49, 1.0), (1, 7, "hours", False)),
        (due(51), (-1, 7, "hours", True)),
        (due(10, age_days=8), (40, -1, "calendar", True)),
        (due(70, age_days=8, used_h=60, at_day=6), (40, 5, "calendar", False)),
        (due(1, reported=True), (49, 7, "condition", False)),
        (due(0, 0.0), (50, 7, "calendar", False)),
    ],
    ids=["new", "hours first", "hours over", "calendar over", "after a service", "reported", "never used"],
)
def test_the_earliest_of_hours_calendar_and_condition_asks_for_a_task(row, expected) -> None:
    assert (row.remaining_hours, row.remaining_days, row.trigger, row.overdue) == expected


def test_a_machine_without_a_plan_has_no_tasks() -> None:
    assert tasks_of(None) == []
    assert service_due(None, Worn(), [], here_since_ms=None, hours_per_day=0, is_reported=True, now_ms=0) == []
