"""No field reaches an audience that may not read it, at any depth of any event."""

from __future__ import annotations

import timeit
from typing import Annotated

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dryland.contract import audience as audiences
from dryland.contract.audience import is_restricted, position, strip, strip_stored
from dryland.contract.base import MEDICAL_ONLY, Audience, Wire
from dryland.contract.bundles import BundlePosition
from dryland.contract.catalogue import EVENTS, event
from dryland.contract.examples import event_example, example
from dryland.contract.live import LiveFrame, Position, WallFrame
from dryland.contract.session import JoinAck, SessionLifecycle
from dryland.contract.shapes import children, fields
from dryland.contract.strength import SetCompleted

from .payloads import MEDICAL_MARK, STAFF_MARK, payloads

SENT = sorted(
    {row.event for row in EVENTS if row.event is not None} | {JoinAck, WallFrame}, key=lambda cls: cls.__name__
)
SLOW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WALL_SECRETS = (
    *("playerId", "playerName", "trainerId", "trainerName", "medicalNotes", "restrictions", "notes", "heartRate"),
    *("by", "executedBy", "updatedBy", "analysis", "targetZone", "targetPower", "metrics", "evidence", "reason"),
)


def decoded(cls: type[Wire], payload: object) -> Wire:
    return msgspec.json.decode(msgspec.json.encode(payload), type=cls)


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def as_read(sent: Wire, reader: Audience) -> str:
    seen = strip(sent, reader)
    return "{}" if seen is None else msgspec.json.encode(seen).decode()


def filled(cls: type[Wire]) -> st.SearchStrategy[Wire]:
    """Events of that type with every optional field that its own rules allow."""

    def build(payload: object) -> Wire | None:
        try:
            return decoded(cls, payload)
        except msgspec.ValidationError:
            return None

    return payloads(cls, filled=True).map(build).filter(lambda built: built is not None)


@pytest.mark.parametrize("cls", SENT, ids=lambda cls: cls.__name__)
def test_a_restricted_field_survives_at_no_depth_and_a_wall_reads_no_identity(cls: type[Wire]) -> None:
    @SLOW
    @given(filled(cls))
    def check(sent: Wire) -> None:
        staff, others, wall = (as_read(sent, reader) for reader in (Audience.STAFF, Audience.OPEN, Audience.WALL))
        assert MEDICAL_MARK not in staff
        assert MEDICAL_MARK not in others + wall
        assert STAFF_MARK not in others + wall
        assert not {"restrictions", "medicalNotes", "notes"} & keys(msgspec.json.decode(others))
        assert not set(WALL_SECRETS) & keys(msgspec.json.decode(wall))

    check()


@pytest.mark.parametrize("cls", SENT, ids=lambda cls: cls.__name__)
def test_medics_read_everything_and_what_needs_no_cut_is_the_same_object(cls: type[Wire]) -> None:
    sent = decoded(cls, example(cls))
    assert strip(sent, Audience.MEDICAL) is sent
    for reader in (Audience.STAFF, Audience.OPEN):
        assert is_restricted(cls, reader) or strip(sent, reader) is sent


def test_cutting_twice_changes_nothing() -> None:
    for row in EVENTS:
        if row.event is not None:
            once = strip(decoded(row.event, event_example(row)), Audience.OPEN)
            assert once is None or strip(once, Audience.OPEN) == once


def test_trainers_read_restrictions_but_not_notes() -> None:
    row = event("STRENGTH_SET_COMPLETION")
    assert row.event is not None
    payload = event_example(row)
    assert payload is not None
    seen = strip(decoded(row.event, payload), Audience.STAFF)
    assert msgspec.to_builtins(seen) | {"medicalNotes": payload["medicalNotes"]} == msgspec.to_builtins(
        decoded(row.event, payload)
    )


def test_an_alert_shows_others_its_position_in_the_session_alone() -> None:
    alert = event("ALERT_RAISED").event
    assert alert is not None
    sent = decoded(alert, example(alert))
    assert strip(sent, Audience.OPEN) == Position(session_id="session-strength-1", epoch="e1", seq=128)
    assert strip(sent, Audience.STAFF) is not None


def test_an_event_without_a_position_is_not_sent_to_those_who_may_not_read_it() -> None:
    resources = event("RESOURCE_UPDATE").event
    assert resources is not None
    assert strip(decoded(resources, example(resources)), Audience.OPEN) is None


def test_a_bundles_event_shows_a_wall_its_position_in_the_bundle() -> None:
    moved = event("CROSS_SESSION_PARTICIPANT_MOVE").event
    assert moved is not None
    seen = strip(decoded(moved, example(moved)), Audience.WALL)
    assert seen == BundlePosition(bundle_id="bundle-tuesday", epoch="e1", seq=128)


def test_a_move_tells_players_that_it_happened_but_not_why() -> None:
    moved = event("CROSS_SESSION_PARTICIPANT_MOVE").event
    assert moved is not None
    seen = msgspec.to_builtins(strip(decoded(moved, example(moved)), Audience.OPEN))
    assert seen["toSession"]["sessionId"] == "session-recovery-1"
    assert not {"moveReason", "restrictions", "medicalNotes"} & seen.keys()


def test_a_medical_change_reaches_players_as_neutral_words() -> None:
    changed = event("MEDICAL_STATUS_CHANGED").event
    assert changed is not None
    seen = msgspec.to_builtins(strip(decoded(changed, example(changed)), Audience.OPEN))
    assert seen["message"] == "Training is being adapted for player 17."
    assert not {"newStatus", "previousStatus", "restrictions", "notes", "returnToPlay", "clearedDate"} & seen.keys()


def test_a_wall_joins_with_numbers_and_timers() -> None:
    seen = msgspec.to_builtins(strip(decoded(JoinAck, example(JoinAck)), Audience.WALL))
    assert "session" not in seen
    assert seen["wall"]["players"][0]["jerseyNumber"] == 17
    assert seen["wall"]["players"][0]["timer"]["endsAt"]


def test_a_frame_with_identities_never_reaches_a_wall() -> None:
    assert strip(decoded(LiveFrame, example(LiveFrame)), Audience.WALL) is None
    frame = decoded(WallFrame, example(WallFrame))
    assert strip(frame, Audience.WALL) is frame


def test_the_generated_events_do_carry_what_must_be_hidden() -> None:
    @SLOW
    @given(filled(SetCompleted))
    def check(sent: Wire) -> None:
        whole = as_read(sent, Audience.MEDICAL)
        assert MEDICAL_MARK in whole
        assert STAFF_MARK in whole
        assert STAFF_MARK in as_read(sent, Audience.STAFF)

    check()


def test_a_stored_event_is_cut_like_a_fresh_one() -> None:
    for row in EVENTS:
        if row.event is None:
            continue
        sent = decoded(row.event, event_example(row))
        stored = msgspec.json.encode(sent)
        for reader in Audience:
            found = strip_stored(row.wire, stored, reader)
            assert (b"{}" if found is None else found[1]) == as_read(sent, reader).encode()


def test_a_stored_event_that_becomes_a_position_is_renamed() -> None:
    alert = event("ALERT_RAISED").event
    assert alert is not None
    stored = msgspec.json.encode(decoded(alert, example(alert)))
    assert strip_stored("training:alert:raised", stored, Audience.OPEN) == (
        "training:position",
        b'{"sessionId":"session-strength-1","epoch":"e1","seq":128}',
    )
    assert strip_stored("training:alert:raised", stored, Audience.STAFF)[0] == "training:alert:raised"


def test_a_fact_without_a_place_in_a_log_has_no_position() -> None:
    assert position(SessionLifecycle(session_id="s")) is None


def test_a_required_field_cannot_be_restricted() -> None:
    medical = Annotated[str, msgspec.Meta(extra=MEDICAL_ONLY)]
    marked = msgspec.defstruct("Marked", [("secret", medical)])
    with pytest.raises(TypeError, match="must be optional"):
        is_restricted(marked, Audience.OPEN)


def test_every_event_type_is_cut_by_the_marks_on_its_fields() -> None:
    marked = {cls for cls in SENT if any(field.readers is not None for field in fields(cls))}
    assert marked
    assert all(is_restricted(cls, Audience.OPEN) for cls in marked)
    nested = {
        cls for cls in SENT if any(True for field in fields(cls) for child in children(field.type) if child in marked)
    }
    assert all(is_restricted(cls, Audience.OPEN) for cls in nested)


def test_an_uncut_event_costs_a_few_microseconds_at_most() -> None:
    sent = decoded(SessionLifecycle, {"sessionId": "s"})
    best = min(timeit.repeat(lambda: audiences.strip(sent, Audience.OPEN), number=2_000, repeat=5)) / 2_000
    assert best < 10e-6  # ten times what an idle core needs: test machines are shared
