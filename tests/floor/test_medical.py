"""Fitness: who may relax what, stages that cannot be skipped, the most restrictive record in force."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.contract.base import Restriction, RestrictionLevel, Role
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.medical import MedicalStatus, MedicalStatusChange, ReturnToPlay
from dryland.floor.medical import MedicalRecord, decide_change, in_force, is_at_least, merged

T0 = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
DAY_MS = 86_400_000
AT_MS = round(T0.timestamp() * 1000)
WORSE = (MedicalStatus.HEALTHY, MedicalStatus.RECOVERY, MedicalStatus.LIMITED, MedicalStatus.INJURED)
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
        {"withdraw_notes": True},
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


ANKLE = Restriction(body_region="ankle", level=RestrictionLevel.NO_IMPACT)
LEVELS = st.builds(
    Restriction,
    body_region=st.sampled_from(["knee", "ankle", "head"]),
    level=st.sampled_from(RestrictionLevel),
    banned_movements=st.lists(st.sampled_from(["squat", "run", "jump"]), max_size=2, unique=True).map(tuple),
    max_load_pct=st.none() | st.integers(0, 100).map(float),
)


@given(
    stands=st.lists(LEVELS, max_size=4),
    added=st.lists(LEVELS, min_size=1, max_size=3),
    status=st.sampled_from(MedicalStatus),
    said=st.sampled_from(MedicalStatus),
    role=st.sampled_from([Role.MEDICAL, Role.TRAINER, Role.ADMIN]),
)
def test_what_is_added_stands_beside_what_stood_whoever_adds_it(
    stands: list[Restriction], added: list[Restriction], status: MedicalStatus, said: MedicalStatus, role: Role
) -> None:
    before = MedicalRecord(player_id="p1", status=status, restrictions=tuple(stands), notes="torn")
    after = changed(before, role, new_status=said, add_restrictions=tuple(added))
    assert after.status is max(status, said, key=WORSE.index)
    if after.status is MedicalStatus.HEALTHY:
        return
    assert after.notes == "torn"
    for old in (*stands, *added):
        assert old in after.restrictions
    known = {(each.body_region, each.side): each for each in in_force(after, AT_MS)}
    for old in in_force(before, AT_MS):
        assert is_at_least(known[old.body_region, old.side], old)


def test_no_more_than_fifty_stand_at_once() -> None:
    many = tuple(
        Restriction(body_region="knee", level=RestrictionLevel.MONITOR, max_load_pct=float(pct)) for pct in range(50)
    )
    full = changed(MedicalRecord(player_id="p1"), add_restrictions=many)
    refused = change(full, add_restrictions=(ANKLE,))
    assert isinstance(refused, Refusal)
    assert refused.code is ErrorCode.VALIDATION_FAILED
    assert changed(full, add_restrictions=many[:1]).restrictions == many


def test_a_note_stands_until_it_is_replaced_or_withdrawn() -> None:
    noted = changed(HURT, notes="torn")
    assert changed(noted, add_restrictions=(ANKLE,)).notes == "torn"
    assert changed(noted, notes="sprained", withdraw_notes=True).notes == "sprained"
    withdrawn = changed(noted, withdraw_notes=True)
    assert withdrawn.notes is None
    assert withdrawn.restrictions == noted.restrictions
