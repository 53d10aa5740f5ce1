"""Bundles as a screen needs them when it opens: the whole state, in the form that HTTP answers. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from dryland.bulk.floor import BulkFloor
from dryland.bulk.keeper import HeldBundle
from dryland.bulk.telling import Telling
from dryland.contract.aggregates import ResourceUpdate
from dryland.contract.base import SessionStatus
from dryland.contract.bundles import BundleSession, PreflightCheck
from dryland.contract.errors import Refusal
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Operation
from dryland.floor.bundle_moves import choose_session, refuse_arrivals
from dryland.floor.bundle_preflight import preflight
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.workout import at_time
from dryland.web.door import BundleSessionShown, BundleShown, BundleSummary, OperationShown

__all__ = ["Showing"]

OPERATIONS_SHOWN = 20


class Showing:
    """Reads bundles. All calls may raise `StorageFault`."""

    def __init__(self, floor: BulkFloor, telling: Telling) -> None:
        self._floor = floor
        self._telling = telling

    def find(self, org_id: str, bundle_id: str) -> HeldBundle | None:
        """A bundle of an organisation."""
        held = self._floor.keeper.find(bundle_id)
        return held if held is not None and held.bundle.org_id == org_id else None

    def all(self, org_id: str) -> list[BundleSummary]:
        """The bundles of an organisation that are in memory, in the order of their time, then of their making."""
        found = [held for held in self._floor.keeper if held.bundle.org_id == org_id]
        found.sort(key=lambda held: held.bundle.scheduled_ms or 0)
        return [self._summary(held) for held in found]

    def _summary(self, held: HeldBundle) -> BundleSummary:
        bundle = held.bundle
        sessions = self._floor.sessions(held)
        return BundleSummary(
            bundle_id=bundle.bundle_id,
            bundle_name=bundle.name,
            status=_status(list(sessions.values())),
            session_ids=tuple(bundle.sessions),
            total_participants=sum(len(each.state.present()) for each in sessions.values()),
            scheduled_start=None if bundle.scheduled_ms is None else at_time(bundle.scheduled_ms),
            estimated_duration=bundle.estimated_min,
        )

    def whole(self, held: HeldBundle) -> BundleShown:
        """A bundle with its sessions, what they were given, and its last operations."""
        bundle = held.bundle
        sessions = self._floor.sessions(held)
        summary = self._summary(held)
        return BundleShown(
            bundle_id=bundle.bundle_id,
            bundle_name=bundle.name,
            status=summary.status,
            total_participants=summary.total_participants,
            scheduled_start=summary.scheduled_start,
            estimated_duration=bundle.estimated_min,
            epoch=bundle.epoch,
            seq=bundle.seq,
            at=at_time(self._floor.clock.now_ms()),
            counts_down=bundle.must_count_down,
            sessions=tuple(
                _session_shown(bundle.sessions[session_id], session) for session_id, session in sessions.items()
            ),
            operations=tuple(_operation_shown(each) for each in list(bundle.operations.values())[-OPERATIONS_SHOWN:]),
            figures=self._telling.aggregates(held).aggregated_metrics,
        )

    def preflight(self, held: HeldBundle) -> list[PreflightCheck]:
        """What is looked at before a start."""
        stock = self._telling.stock(held.bundle.org_id)
        screens = list(self._floor.screens.of(held.bundle).values())
        return preflight(held.bundle, self._floor.sessions(held), stock, screens, self._floor.clock.now_ms())

    def resources(self, org_id: str) -> ResourceUpdate:
        """Facilities and equipment now."""
        return self._telling.resources(org_id)

    def place_for(self, held: HeldBundle, count: int) -> str | Refusal:
        """The session of a bundle in which late arrivals find a place: the emptiest that holds them all."""
        return choose_session(held.bundle, self._floor.sessions(held), count)

    def refuse_arrivals(self, bundle_id: str, session_id: str, player_ids: Sequence[str]) -> Refusal | None:
        """Why players cannot come into a session of a bundle."""
        held = self._floor.keeper.find(bundle_id)
        if held is None:
            return None
        return refuse_arrivals(held.bundle, self._floor.sessions(held), session_id, player_ids)


def _status(sessions: Sequence[Session]) -> SessionStatus:
    """What a bundle is as a whole: running where anything runs, over where all is over."""
    states = {session.state.status for session in sessions}
    for status in (SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.SCHEDULED):
        if status in states:
            return status
    return SessionStatus.COMPLETED if SessionStatus.COMPLETED in states else SessionStatus.CANCELLED


def _session_shown(given: BundleSession, session: Session) -> BundleSessionShown:
    state = session.state
    return BundleSessionShown(
        session_id=state.session_id,
        name=state.workout_name,
        workout_type=state.workout_type,
        status=state.status,
        emergency=state.emergency,
        player_ids=tuple(player.player_id for player in state.present()),
        resources=given.resources,
        scheduled_start=given.scheduled_start,
        start_offset=given.start_offset,
        progress=round(session.machine.progress(session), 1),
        is_over=state.status in TERMINAL,
    )


def _operation_shown(operation: Operation) -> OperationShown:
    return OperationShown(
        operation_id=operation.operation_id,
        operation=operation.operation,
        status=operation.status,
        executed_by=operation.by,
        began_at=at_time(operation.began_ms),
        affected_sessions=operation.affected,
        reason=operation.reason,
        starts_at=None if operation.starts_ms is None else at_time(operation.starts_ms),
        undoes=operation.undoes,
        undo_until=None if operation.undo_until_ms is None else at_time(operation.undo_until_ms),
        undone=operation.is_undone,
        moves=operation.moves,
    )
