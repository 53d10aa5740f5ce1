"""Fitness: who may relax what, stages that cannot be skipped, the most restrictive record in force."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dryland.contract.base import Restriction, RestrictionLevel, Role
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.medical import MedicalStatus, MedicalStatusChange, ReturnToPlay
from dryland.floor.medical import MedicalRecord, decide_change, in_force, merged

T0 = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
DAY_MS = 86_400_000
AT_MS = round(T0.timestamp() * 1000)
KNEE = Restriction(body_region="knee", level=RestrictionLevel.MODIFIED, banned_movements=("squat",), max_load_pct=60)


def change(record: MedicalRecord, role: Role = Role.MEDICAL, at_ms: int = AT_MS, **fields: Any) -> Any:
    fields.setdefault("new_status", MedicalStatus.INJURED)
    return decide_change(record, MedicalStatusChange(player_id="p1", **fields), role, at_ms)


def changed(record: MedicalRecord, role: Role = Role.MEDICAL, at_ms: int = AT_MS, **fields: Any) -> MedicalRecord:
    decided = change(record, role, at_ms, **fields)
    assert isinstance(decided, MedicalRecord), decided
    return decided


HURT = changed(MedicalRecord(player_id="p1"), restrictions=(KNEE,))


def stage(number: int) -> ReturnToPlay:
    return ReturnToPlay(protocol="concussion", stage=number, since=T0)


@pytest.mark.parametrize(
    "fields",
    [
        {"restrictions": ()},
        {"restrictions": (Restriction(body_region="knee", level=RestrictionLevel.MODIFIED),)},
        {"restrictions": (Restriction(body_region="knee", level=RestrictionLevel.MONITOR),)},
        {"new_status": MedicalStatus.HEALTHY},
        {"new_status": MedicalStatus.LIMITED},
        {"notes": "torn"},
        {"return_to_play": stage(1)},
        {"cleared_date": T0},
    ],
)
def test_only_a_medic_relaxes(fields: dict[str, Any]) -> None:
    refused = change(HURT, Role.TRAINER, **fields)
    assert isinstance(refused, Refusal)
    assert refused.code is ErrorCode.FORBIDDEN
    assert isinstance(change(HURT, Role.MEDICAL, **fields), MedicalRecord)


def test_a_trainer_adds_and_tightens() -> None:
    tighter = Restriction(
        body_region="knee",
        level=RestrictionLevel.NO_TRAINING,
        banned_movements=("squat", "lunge"),
        max_load_pct=40,
    )
    ankle = Restriction(body_region="ankle", level=RestrictionLevel.NO_IMPACT)
    assert changed(HURT, Role.TRAINER, restrictions=(tighter, ankle)).restrictions == (tighter, ankle)


def test_of_several_records_the_most_restrictive_figures_hold() -> None:
    other = Restriction(
        body_region="knee",
        level=RestrictionLevel.NO_IMPACT,
        banned_movements=("jump",),
        max_load_pct=80,
        max_heart_rate_pct=75,
    )
    (both,) = merged((KNEE, other))
    assert both.level is RestrictionLevel.NO_IMPACT
    assert both.banned_movements == ("squat", "jump")
    assert (both.max_load_pct, both.max_heart_rate_pct) == (60, 75)


def test_a_restriction_holds_from_its_beginning_to_its_end() -> None:
    week = Restriction(
        body_region="knee",
        level=RestrictionLevel.MODIFIED,
        valid_from=T0 + timedelta(days=1),
        valid_to=T0 + timedelta(days=8),
    )
    record = changed(MedicalRecord(player_id="p1"), restrictions=(week,))
    assert [len(in_force(record, AT_MS + day * DAY_MS)) for day in (0, 1, 7, 8)] == [0, 1, 1, 0]


def test_stages_take_a_day_each_none_is_skipped_and_symptoms_lead_back() -> None:
    first = changed(MedicalRecord(player_id="p1"), return_to_play=stage(1))
    assert first.return_to_play is not None
    assert first.return_to_play.earliest_next == T0 + timedelta(hours=24)
    for wanted, at_ms in ((2, AT_MS + DAY_MS - 1), (3, AT_MS + 5 * DAY_MS)):
        refused = change(first, at_ms=at_ms, return_to_play=stage(wanted))
        assert isinstance(refused, Refusal), (wanted, at_ms)
        assert refused.code is ErrorCode.INVALID_TRANSITION
    second = changed(first, at_ms=AT_MS + DAY_MS, return_to_play=stage(2))
    assert second.return_to_play is not None
    assert second.return_to_play.stage == 2
    back = changed(second, at_ms=AT_MS + DAY_MS + 1, return_to_play=stage(1))
    assert isinstance(change(back, at_ms=AT_MS + 2 * DAY_MS, return_to_play=stage(2)), Refusal)
    assert isinstance(change(MedicalRecord(player_id="p1"), return_to_play=stage(3)), Refusal)


def test_full_contact_needs_clearance_which_a_step_back_takes_away() -> None:
    record = changed(MedicalRecord(player_id="p1"), return_to_play=stage(1))
    for number in (2, 3, 4):
        record = changed(record, at_ms=AT_MS + (number - 1) * DAY_MS, return_to_play=stage(number))
    at_ms = AT_MS + 10 * DAY_MS
    assert isinstance(change(record, at_ms=at_ms, return_to_play=stage(5)), Refusal)
    cleared = changed(record, at_ms=at_ms, return_to_play=stage(5), cleared_date=T0)
    assert in_force(cleared, at_ms) == ()
    back = changed(cleared, at_ms=at_ms, return_to_play=stage(4))
    assert isinstance(change(back, at_ms=at_ms + 2 * DAY_MS, return_to_play=stage(5)), Refusal)


def test_the_first_stage_allows_nothing_and_the_last_everything() -> None:
    record = changed(MedicalRecord(player_id="p1"), return_to_play=stage(1))
    assert in_force(record, AT_MS)[0].level is RestrictionLevel.NO_TRAINING
    refused = change(record, new_status=MedicalStatus.HEALTHY)
    assert isinstance(refused, Refusal)


def test_two_who_change_one_status_do_not_undo_each_other() -> None:
    refused = change(HURT, previous_status=MedicalStatus.HEALTHY)
    assert isinstance(refused, Refusal)
    assert refused.code is ErrorCode.CONFLICT
