"""Changes of a bundle that exists: its name, its time, what its sessions were given. Decides; changes nothing."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from dryland.contract.base import SessionStatus
from dryland.contract.bundles import (
    BundleSession,
    BundleUpdated,
    EquipmentNeed,
    ResourceAllocation,
    SessionAllocation,
    UpdateBundle,
    UpdateType,
)
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.floor.aggregate import Session
from dryland.floor.allocation import Need, allocate
from dryland.floor.bundle import UPDATED, Bundle, BundleEntry, BundleLedger, capacity_of
from dryland.floor.bundle_opening import choose_items, conflict_refusal, need_of
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.stock import Stock
from dryland.floor.workout import Context

__all__ = ["Taken", "decide_update"]

Taken = tuple[Sequence[Need], frozenset[str]]
"""What others have: their needs, and the items given to them."""

_OTHER_EVENTS: Final = {
    UpdateType.STATUS_CHANGE: "training:bulk:operation:status",
    UpdateType.PARTICIPANT_MOVE: "training:bulk:participant:move",
}


def decide_update(
    bundle: Bundle,
    sessions: Mapping[str, Session],
    command: UpdateBundle,
    stock: Stock,
    taken: Taken,
    context: Context,
) -> list[BundleEntry] | Refusal:
    """The fact of a change, or why it cannot be. `taken` is what other bundles have."""
    affected = command.affected_sessions or tuple(bundle.sessions)
    refusal = _refuse(bundle, sessions, command, affected)
    if refusal is not None:
        return refusal
    given = _given(bundle, command, affected, stock, taken[1])
    if isinstance(given, Refusal):
        return given
    ledger = BundleLedger(bundle, context)
    ledger.add(
        UPDATED,
        BundleUpdated,
        update_type=command.update_type,
        affected_sessions=tuple(affected),
        changes=command.changes,
        allocations=given or None,
    )
    after = _after(bundle, ledger.entries[0])
    return _refuse_after(after, sessions, stock, taken, context.now_ms) or ledger.entries


def _refuse(
    bundle: Bundle, sessions: Mapping[str, Session], command: UpdateBundle, affected: Sequence[str]
) -> Refusal | None:
    where = ErrorContext(bundle_id=bundle.bundle_id, path="$.updateType")
    other = _OTHER_EVENTS.get(command.update_type)
    if other is not None:
        return Refusal(ErrorCode.VALIDATION_FAILED, f"{command.update_type.value} is asked for by {other}.", where)
    changes = command.changes
    of_time = (changes.scheduled_start, changes.estimated_duration)
    of_set_up = (changes.bundle_name, changes.facility_id, changes.equipment)
    is_time = command.update_type is UpdateType.SCHEDULE_CHANGE
    wanted, foreign = (of_time, of_set_up) if is_time else (of_set_up, of_time)
    if all(each is None for each in wanted) or any(each is not None for each in foreign):
        names = "scheduledStart or estimatedDuration" if is_time else "bundleName, facilityId or equipment"
        detail = f"A {command.update_type.value} changes {names}."
        return Refusal(ErrorCode.VALIDATION_FAILED, detail, ErrorContext(bundle_id=bundle.bundle_id, path="$.changes"))
    unknown = next((each for each in affected if each not in bundle.sessions), None)
    if unknown is not None:
        context = ErrorContext(bundle_id=bundle.bundle_id, session_id=unknown, path="$.affectedSessions")
        return refused(ErrorCode.SESSION_NOT_FOUND, say("refused_not_in_bundle", session=unknown), context)
    return _refuse_begun(bundle, sessions) if changes.scheduled_start is not None else None


def _refuse_begun(bundle: Bundle, sessions: Mapping[str, Session]) -> Refusal | None:
    """What has begun cannot begin at another time."""
    for session in sessions.values():
        state = session.state
        if state.status is not SessionStatus.SCHEDULED:
            context = ErrorContext(
                bundle_id=bundle.bundle_id,
                session_id=state.session_id,
                state=state.status.value,
                allowed=("scheduled",),
            )
            return refused(ErrorCode.INVALID_TRANSITION, say("refused_begun", session=state.workout_name), context)
    return None


def _given(
    bundle: Bundle, command: UpdateBundle, affected: Sequence[str], stock: Stock, taken: frozenset[str]
) -> tuple[SessionAllocation, ...] | Refusal:
    """What the affected sessions are given anew; what is not named stays."""
    changes = command.changes
    if changes.facility_id is None and changes.equipment is None:
        return ()
    facility = stock.facilities.get(changes.facility_id or "")
    if changes.facility_id is not None and facility is None:
        context = ErrorContext(bundle_id=bundle.bundle_id, path="$.changes.facilityId")
        return refused(ErrorCode.NOT_FOUND, say("refused_no_facility", place=changes.facility_id), context)
    others = (session for session_id, session in bundle.sessions.items() if session_id not in affected)
    used = {*taken, *(item for session in others for item in session.resources.item_ids or ())}
    given: list[SessionAllocation] = []
    for session_id in affected:
        resources = bundle.sessions[session_id].resources
        if facility is not None:
            resources = msgspec.structs.replace(
                resources, facility_id=facility.facility_id, facility_name=facility.name, capacity=facility.capacity
            )
        resources = _equipped(resources, changes.equipment, stock, used)
        used.update(resources.item_ids or ())
        given.append(SessionAllocation(session_id=session_id, resources=resources))
    return tuple(given)


def _equipped(
    resources: ResourceAllocation, wanted: Sequence[EquipmentNeed] | None, stock: Stock, used: set[str]
) -> ResourceAllocation:
    if wanted is None:
        return resources
    items = tuple(choose_items(wanted, stock.items, used))
    return msgspec.structs.replace(resources, equipment=tuple(wanted), item_ids=items or None, missing=None)


def _after(bundle: Bundle, entry: BundleEntry) -> Bundle:
    """A copy of a bundle as it is after a fact; the bundle itself stays as it is."""
    after = copy.copy(bundle)
    after.sessions = dict(bundle.sessions)
    after.evolve(entry.name, entry.fact)
    return after


def _refuse_after(
    after: Bundle, sessions: Mapping[str, Session], stock: Stock, taken: Taken, now_ms: int
) -> Refusal | None:
    """Why a bundle cannot be like that: places that do not hold who is there, or what others have."""
    needs: list[Need] = []
    for session_id, given in after.sessions.items():
        session = sessions.get(session_id)
        if session is None or session.state.status in TERMINAL:
            continue
        present = len(session.state.present())
        refusal = _refuse_crowd(given, present)
        if refusal is not None:
            return refusal
        needs.append(need_of(after, given, present, now_ms))
    conflicts = allocate(needs, stock.facilities, stock.gear(), taken[0])
    return conflict_refusal(conflicts[0], conflicts) if conflicts else None


def _refuse_crowd(given: BundleSession, present: int) -> Refusal | None:
    most = capacity_of(given.resources)
    if most is None or present <= most:
        return None
    room_holds = given.resources.capacity is None or present <= given.resources.capacity
    code = ErrorCode.EQUIPMENT_UNAVAILABLE if room_holds else ErrorCode.CAPACITY_EXCEEDED
    context = ErrorContext(session_id=given.session_id, value=present)
    return Refusal(code, f"{given.name} would have places for {most}, and {present} are in it.", context)
