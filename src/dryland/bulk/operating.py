"""Begins bulk operations: what is refused at once, what is only asked about, the emergency stop in one commit.

What goes on afterwards is a `Run`'s business.
"""

from __future__ import annotations

import secrets
import weakref
from collections.abc import Callable, Sequence
from typing import Any, Final

from dryland.bulk.floor import BulkFloor, reading_again
from dryland.bulk.keeper import BundleCommitted, HeldBundle
from dryland.bulk.rebalancing import Rebalancing
from dryland.bulk.running import Run, progress_of
from dryland.contract.base import Role
from dryland.contract.bundles import (
    BulkOperation,
    BulkOperationCommand,
    BulkOperationReported,
    BulkStatus,
    ParticipantMoved,
    PlannedMove,
)
from dryland.contract.errors import ErrorBody, ErrorCode, ErrorContext, Refusal, error_body, refused
from dryland.contract.sayings import say
from dryland.floor.bundle import REPORTED, Bundle, BundleLedger
from dryland.floor.bundle_operations import decide_operation, mark_of, refuse_undo
from dryland.floor.workout import Context, Entry, at_time, to_ms
from dryland.held_session import HeldSession, Outcome, storage_refusal
from dryland.store import StorageFault

__all__ = ["Operations"]

STOP_EXPIRES_MS: Final = 15_000
"""An emergency stop that took longer to come is not carried out."""
CONFIRM_S: Final = 3.0
"""How long a screen has to confirm a stop."""

OnBegun = Callable[..., None]


class Operations:
    """Bulk operations of this node."""

    def __init__(self, floor: BulkFloor, rebalancing: Rebalancing) -> None:
        self._floor = floor
        self._rebalancing = rebalancing
        self._runs: dict[tuple[str, str], Run] = {}
        self._known: weakref.WeakSet[Run] = weakref.WeakSet()
        """Those too that are over and have still to report it."""

    def begin(self, held: HeldBundle, command: BulkOperationCommand, context: Context, done: OnBegun) -> None:
        """Carry an operation out; `done` hears of its first report on the disk, or why there is none."""
        operation_id = command.operation_id or command.event_id or f"operation-{secrets.token_hex(6)}"
        if command.operation_id in held.bundle.operations:
            done(_conflict(held.bundle, operation_id))
            return
        affected = command.affected_sessions or tuple(held.bundle.sessions)
        refusal = _refuse(held.bundle, command, affected, context)
        if refusal is not None:
            done(refusal)
            return
        fields = _fields(command, operation_id, affected, context)
        if command.operation is BulkOperation.UNDO:
            self._undo(held, command, context, fields, done)
        elif command.operation is BulkOperation.REBALANCE_PARTICIPANTS:
            self._rebalancing.begin(held, command, context, fields, done)
        elif command.dry_run:
            done(self._would_be(held, command, affected, context, fields))
        elif command.operation is BulkOperation.EMERGENCY_STOP_ALL:
            self._stop(held, affected, context, fields, done)
        else:
            self._begin(held, command, context, fields, done)

    def _begin(
        self, held: HeldBundle, command: BulkOperationCommand, context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        wait_ms = self._countdown_ms(held.bundle, command)
        self._call_off(held.bundle, command.operation)
        ledger = BundleLedger(held.bundle, context)
        starts_at = at_time(context.now_ms + wait_ms) if wait_ms else None
        reported = {**fields, "starts_at": starts_at, "undo_until": starts_at}
        ledger.add(REPORTED, BulkOperationReported, status=BulkStatus.INITIATED, **reported)

        def on_done(fault: StorageFault | None) -> None:
            if fault is not None:
                self._forget(run)
                done(storage_refusal(None, fault))
                return
            done(prepared.committed[0])
            if wait_ms:
                run.go_in(self._floor.clock.real_s(wait_ms))
            else:
                run.go()

        prepared = self._floor.keeper.commit(held, ledger.entries, context.now_ms, self._floor.screens.tell, on_done)
        run = self._run(held, fields["operation_id"], context)

    def _countdown_ms(self, bundle: Bundle, command: BulkOperationCommand) -> int:
        """A start counts down where it is asked to, a resumption after a stop always."""
        if command.operation is BulkOperation.RESUME_ALL and bundle.must_count_down:
            return round(self._floor.settings.resume_countdown_s * 1000)
        return round((command.countdown or 0) * 1000) if command.operation is BulkOperation.START_ALL else 0

    def carry_on(self) -> None:
        """Carry on what was under way when the node stopped or died. Raises `StorageFault`."""
        now_ms = self._floor.clock.now_ms()
        for held in self._floor.keeper:
            for operation in held.bundle.under_way():
                context = Context(now_ms, now_ms, operation.by, Role.TRAINER, None, self._floor.settings)
                self._run(held, operation.operation_id, context).carry_on()

    def close(self) -> None:
        """Attempt and report nothing more; the log knows what is under way."""
        for run in self._known:
            run.close()

    # Undo

    def _undo(
        self, held: HeldBundle, command: BulkOperationCommand, context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        """Take an operation or a move back. Raises `StorageFault`."""
        bundle = held.bundle
        undone = bundle.operations.get(command.undoes or "")
        if undone is None:
            self._undo_move(held, command, context, fields, done)
            return
        refusal = refuse_undo(undone, context.now_ms, bundle.bundle_id)
        if refusal is not None:
            done(refusal)
            return
        fields = {**fields, "undoes": undone.operation_id, "affected_sessions": undone.affected}
        run = self._runs.get((bundle.bundle_id, undone.operation_id))
        if undone.moves:
            self._rebalancing.back(held, undone.moves, context, fields, done)
        elif run is not None:
            self._undo_countdown(held, run, context, fields, done)
        else:
            fields = {**fields, "affected_sessions": undone.changed, "progress": progress_of(undone.changed, {}, {})}
            self._begin(held, command, context, fields, done)

    def _undo_move(
        self, held: HeldBundle, command: BulkOperationCommand, context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        first = self._floor.keeper.first(held, command.undoes or "")
        where = ErrorContext(bundle_id=held.bundle.bundle_id, path="$.undoes")
        if first is None or not isinstance(first.fact, ParticipantMoved) or first.fact.undo_until is None:
            done(Refusal(ErrorCode.NOT_FOUND, f"There is nothing to undo under {command.undoes}.", where))
            return
        if context.now_ms > to_ms(first.fact.undo_until):
            done(refused(ErrorCode.STALE_COMMAND, say("refused_undo_late"), where))
            return
        ends = first.fact.from_session.session_id, first.fact.to_session.session_id
        move = PlannedMove(player_id=first.fact.player_id, from_session_id=ends[0], to_session_id=ends[1])
        fields = {**fields, "undoes": command.undoes, "affected_sessions": ends}
        self._rebalancing.back(held, [move], context, fields, done)

    def _undo_countdown(
        self, held: HeldBundle, run: Run, context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        """Nothing has happened yet, and nothing will."""
        run.call_off(refused(ErrorCode.CONFLICT, say("refused_undone")))
        ledger = BundleLedger(held.bundle, context)
        ledger.add(REPORTED, BulkOperationReported, status=BulkStatus.COMPLETED, **fields)

        def on_done(fault: StorageFault | None) -> None:
            done(prepared.committed[0] if fault is None else storage_refusal(None, fault))

        prepared = self._floor.keeper.commit(held, ledger.entries, context.now_ms, self._floor.screens.tell, on_done)

    def _run(self, held: HeldBundle, operation_id: str, context: Context) -> Run:
        run = Run(self._floor, held, held.bundle.operations[operation_id], context)
        self._runs[held.bundle.bundle_id, operation_id] = run
        self._known.add(run)
        run.on_over = self._forget
        return run

    def _forget(self, run: Run) -> None:
        """An operation is over, or was never begun: there is nothing to call off any more."""
        key = run.held.bundle.bundle_id, run.operation.operation_id
        if self._runs.get(key) is run:
            del self._runs[key]

    def _call_off(self, bundle: Bundle, operation: BulkOperation) -> None:
        """A pause or a stop takes back a start or a resumption that has not happened everywhere yet."""
        if operation not in {BulkOperation.PAUSE_ALL, BulkOperation.EMERGENCY_STOP_ALL}:
            return
        refusal = refused(ErrorCode.CONFLICT, say("refused_called_off"))
        for (bundle_id, _), run in list(self._runs.items()):
            goes_on = run.operation.operation in {BulkOperation.RESUME_ALL, BulkOperation.START_ALL}
            if bundle_id == bundle.bundle_id and goes_on:
                run.call_off(refusal)

    # The emergency stop

    def _stop(
        self, held: HeldBundle, affected: Sequence[str], context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        """Every session that can be stopped and the first report in one commit; all screens are asked to confirm."""
        floor = self._floor
        self._call_off(held.bundle, BulkOperation.EMERGENCY_STOP_ALL)
        mark = mark_of(held.bundle.bundle_id, fields["operation_id"])
        parts, later = self._stoppable(held, affected, context, fields["reason"], mark)
        ledger = BundleLedger(held.bundle, context)
        expires_at = at_time(context.occurred_ms + STOP_EXPIRES_MS)
        ledger.add(REPORTED, BulkOperationReported, status=BulkStatus.INITIATED, expires_at=expires_at, **fields)

        def tell(bundle: Bundle, committed: Sequence[BundleCommitted]) -> None:
            run.asked = floor.screens.ask(bundle, committed[0], CONFIRM_S)
            run.asked.on_change = run.heard

        def on_done(outcomes: Sequence[Outcome]) -> None:
            refusal = next((outcome.refusal for outcome in outcomes if outcome.refusal is not None), None)
            if refusal is None and held.line.is_broken:
                refusal = reading_again(None)
            if refusal is not None:
                self._forget(run)
                done(refusal)
                return
            done(prepared.committed[0])
            for (session, _), outcome in zip(parts, outcomes, strict=True):
                run.committed(session.session.state.session_id, outcome)
            run.go_for(later)

        prepared = floor.keeper.prepare(held, ledger.entries, context.now_ms, tell)
        run = self._run(held, fields["operation_id"], context)
        floor.hall.commit_together(parts, on_done, along=[prepared])

    def _stoppable(
        self, held: HeldBundle, affected: Sequence[str], context: Context, reason: str | None, mark: str
    ) -> tuple[list[tuple[HeldSession, Sequence[Entry]]], list[str]]:
        """The stops that can be committed together, and the sessions that need an attempt of their own."""
        parts: list[tuple[HeldSession, Sequence[Entry]]] = []
        later: list[str] = []
        sessions = self._floor.held(held)
        for session_id in affected:
            session = sessions.get(session_id)
            decided: Sequence[Entry] | Refusal = ()
            if session is not None and not session.broken:
                decided = decide_operation(session.session, BulkOperation.EMERGENCY_STOP_ALL, context, reason, mark)
            if session is None or session.broken or isinstance(decided, Refusal) or not decided:
                later.append(session_id)
            else:
                parts.append((session, decided))
        return parts, later

    # What would happen

    def _would_be(
        self,
        held: HeldBundle,
        command: BulkOperationCommand,
        affected: Sequence[str],
        context: Context,
        fields: dict[str, Any],
    ) -> BundleCommitted | Refusal:
        """The report an operation would end with as things stand; nothing is changed and nobody else is told."""
        sessions = self._floor.sessions(held)
        errors: dict[str, ErrorBody] = {}
        for session_id in affected:
            session = sessions.get(session_id)
            if session is None:
                errors[session_id] = error_body(reading_again(session_id))
                continue
            decided = decide_operation(session, command.operation, context, command.reason)
            if isinstance(decided, Refusal):
                errors[session_id] = error_body(decided)
        status = BulkStatus.COMPLETED
        if errors:
            status = BulkStatus.FAILED if len(errors) == len(affected) else BulkStatus.PARTIALLY_COMPLETED
        ledger = BundleLedger(held.bundle, context)
        progress = progress_of(affected, {}, errors)
        ledger.add(REPORTED, BulkOperationReported, status=status, dry_run=True, **{**fields, "progress": progress})
        return BundleCommitted(REPORTED, ledger.entries[0].fact, b"")


def _fields(
    command: BulkOperationCommand, operation_id: str, affected: Sequence[str], context: Context
) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "operation": command.operation,
        "progress": progress_of(affected, {}, {}),
        "affected_sessions": tuple(affected),
        "executed_by": context.actor,
        "reason": command.reason,
    }


def _refuse(bundle: Bundle, command: BulkOperationCommand, affected: Sequence[str], context: Context) -> Refusal | None:
    where = ErrorContext(bundle_id=bundle.bundle_id)
    operation = command.operation
    if operation is BulkOperation.UNDO and command.dry_run:
        context_of = ErrorContext(bundle_id=bundle.bundle_id, path="$.dryRun")
        return Refusal(ErrorCode.VALIDATION_FAILED, "What an undo does stands in what it takes back.", context_of)
    if context.role is Role.MEDICAL and operation is not BulkOperation.EMERGENCY_STOP_ALL:
        return refused(ErrorCode.FORBIDDEN, say("refused_medics_stop"), where)
    unknown = [session_id for session_id in affected if session_id not in bundle.sessions]
    if unknown:
        context_of = ErrorContext(bundle_id=bundle.bundle_id, session_id=unknown[0], path="$.affectedSessions")
        return refused(ErrorCode.SESSION_NOT_FOUND, say("refused_not_in_bundle", session=unknown[0]), context_of)
    late_ms = context.now_ms - context.occurred_ms
    if operation is BulkOperation.EMERGENCY_STOP_ALL and late_ms > STOP_EXPIRES_MS:
        return refused(ErrorCode.STALE_COMMAND, say("refused_late_stop", late_s=round(late_ms / 1000)), where)
    return None


def _conflict(bundle: Bundle, operation_id: str) -> Refusal:
    where = ErrorContext(bundle_id=bundle.bundle_id, state=bundle.operations[operation_id].status.value)
    return Refusal(ErrorCode.CONFLICT, "This operation was begun before.", where)
