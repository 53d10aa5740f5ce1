"""A bulk operation on its way: one attempt at each session, retries of those that fail, a report of how it goes.

What an operation means for a session is the floor's business. Everything that must survive a crash is in the reports: a
node that starts again carries on what is still due, and names the sessions for which it has come too late.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from dryland.bulk.floor import BulkFloor, reading_again
from dryland.bulk.keeper import HeldBundle
from dryland.bulk.screens import Asked
from dryland.contract.bundles import (
    BulkOperation,
    BulkOperationReported,
    BulkProgress,
    BulkStatus,
    SessionOutcome,
    UnreachedScreen,
)
from dryland.contract.errors import ERRORS, ErrorBody, ErrorCode, ErrorContext, Refusal, SessionFailure, error_body
from dryland.floor.bundle import REPORTED, Bundle, BundleLedger, Operation
from dryland.floor.bundle_operations import INVERSE, UNDO_MS, decide_operation, mark_of
from dryland.floor.workout import Context, at_time
from dryland.held_session import Outcome
from dryland.store import StorageFault

__all__ = ["ATTEMPTS", "Run"]

ATTEMPTS: Final = 4
"""The first attempt and three retries."""
BACKOFF_S: Final = 0.1
"""Wait before the first retry; it doubles, and each wait is drawn from its upper half."""
REPORT_AGAIN_S: Final = 1.0
"""After this time a report that could not be written is tried again."""
CARRY_ON_MS: Final = 15_000
"""What was due longer ago than this when a node starts again is not done any more, least of all a stop."""


class Run:
    """One operation of one bundle while it is under way."""

    def __init__(self, floor: BulkFloor, held: HeldBundle, operation: Operation, context: Context) -> None:
        self._floor = floor
        self._does = _effect(held.bundle, operation)
        self.held = held
        self.operation = operation
        self._context = context
        self.mark = mark_of(held.bundle.bundle_id, operation.operation_id)
        """By which the log of a session tells that this operation has changed it, over a restart too."""
        self._results: dict[str, SessionOutcome] = {}
        self._errors: dict[str, ErrorBody] = {}
        self._attempts: dict[str, int] = {}
        self._timers: set[asyncio.TimerHandle] = set()
        self._report_timers: set[asyncio.TimerHandle] = set()
        self._is_stopped = False
        self._told_progress = False
        self.asked: Asked | None = None
        self.on_over: Callable[[Run], None] | None = None

    # Attempts

    def go(self) -> None:
        """Attempt every session, staggered ones in their time; none when it was called off before its time came."""
        if self._is_stopped:
            return
        now_ms = self._floor.clock.now_ms()
        for session_id in self.operation.affected:
            wait_ms = self._due_ms(session_id) - now_ms
            if wait_ms > 0:
                self._later(self._floor.clock.real_s(wait_ms), lambda each=session_id: self._attempt(each))
            else:
                self._attempt(session_id)

    def go_in(self, delay_s: float) -> None:
        """Attempt every session when a countdown is over."""
        self._later(delay_s, self.go)

    def carry_on(self) -> None:
        """Do what is still to be done after a start of the node; what is overdue fails by name."""
        now_ms = self._floor.clock.now_ms()
        late = Refusal(ErrorCode.STALE_COMMAND, "The server was away when this was due.")
        for session_id in self.operation.affected:
            wait_ms = self._due_ms(session_id) - now_ms
            if wait_ms < -CARRY_ON_MS and self._is_to_do(session_id):
                self._errors[session_id] = error_body(late)
            elif wait_ms > 0:
                self._later(self._floor.clock.real_s(wait_ms), lambda each=session_id: self._attempt(each))
            else:
                self._attempt(session_id)
        if self._errors:
            self._progress()

    def _is_to_do(self, session_id: str) -> bool:
        session = self._floor.sessions(self.held).get(session_id)
        if session is None:
            return True
        return decide_operation(session, self._does, self._context, self.operation.reason) != ()

    def go_for(self, session_ids: Sequence[str]) -> None:
        """Attempt some sessions now, and finish when nothing is left to do."""
        for session_id in session_ids:
            self._attempt(session_id)

    def heard(self) -> None:
        """A screen has confirmed, or will not any more."""
        if self._is_done and self.asked is not None and self.asked.is_settled:
            self.finish()

    def _due_ms(self, session_id: str) -> int:
        begin_ms = self.operation.starts_ms or self.operation.began_ms
        if self.operation.operation is not BulkOperation.START_ALL:
            return begin_ms
        return begin_ms + round(self.held.bundle.start_offset_s(session_id) * 1000)

    def _later(self, delay_s: float, call: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(handle)
            call()

        if self._is_stopped:
            return
        handle = asyncio.get_running_loop().call_later(delay_s, run)
        self._timers.add(handle)

    def _attempt(self, session_id: str) -> None:
        if self._is_stopped:
            return
        self._attempts[session_id] = self._attempts.get(session_id, 0) + 1
        now_ms = self._floor.clock.now_ms()
        try:
            held = self._floor.hall.find(session_id)
        except StorageFault:
            self._failed(session_id, reading_again(session_id))
            return
        if held is None:
            self._failed(session_id, Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id)))
            return
        if held.broken:
            self._failed(session_id, self._floor.hall.refusal_of(held))
            return
        context = self._context._replace(now_ms=now_ms, occurred_ms=now_ms)
        did = self.mark in held.event_ids
        mark = None if did else self.mark
        decided = decide_operation(held.session, self._does, context, self.operation.reason, mark)
        if isinstance(decided, Refusal):
            self._failed(session_id, decided)
        elif not decided:
            self._floor.hall.after_commits(held, lambda refusal: self._settled(session_id, refusal, changed=did))
        else:
            self._floor.hall.commit(held, decided, lambda outcome: self.committed(session_id, outcome))

    def committed(self, session_id: str, outcome: Outcome) -> None:
        """The disk has answered for one session's part."""
        self._settled(session_id, outcome.refusal, changed=True)

    def _settled(self, session_id: str, refusal: Refusal | None, *, changed: bool) -> None:
        if refusal is not None:
            self._failed(session_id, refusal)
            return
        held = self._floor.hall.find(session_id)
        assert held is not None
        self._errors.pop(session_id, None)
        self._results[session_id] = SessionOutcome(
            session_id=session_id,
            status=held.session.state.status,
            changed=changed,
            attempts=self._attempts.get(session_id, 1),
        )
        self._progress()

    def _failed(self, session_id: str, refusal: Refusal) -> None:
        """Try again what may succeed; name what did not."""
        tried = self._attempts.setdefault(session_id, 1)
        if ERRORS[refusal.code].retryable and tried < ATTEMPTS:
            delay_s = BACKOFF_S * 2 ** (tried - 1) * random.uniform(0.5, 1.0)  # noqa: S311 (spreads retries)
            self._later(delay_s, lambda: self._attempt(session_id))
            return
        self._errors[session_id] = error_body(refusal)
        self._progress()

    # Reports

    @property
    def _is_done(self) -> bool:
        return len(self._results) + len(self._errors) == len(self.operation.affected)

    def _progress(self) -> None:
        """Say once that it is under way, and in the end what came of it."""
        if not self._told_progress:
            self._told_progress = True
            self.report(BulkStatus.IN_PROGRESS)
        if self._is_done and (self.asked is None or self.asked.is_settled):
            self.finish()

    @property
    def _is_blind(self) -> bool:
        """Whether nobody can say which screens show a stop, because the node has started since they were asked."""
        return self._does is BulkOperation.EMERGENCY_STOP_ALL and self.asked is None

    def call_off(self, refusal: Refusal) -> None:
        """Take back what has not happened yet."""
        self.stop()
        for session_id in self.operation.affected:
            if session_id not in self._results:
                self._errors[session_id] = error_body(refusal)
        self.finish()

    def stop(self) -> None:
        """Attempt nothing more; what has come of it is still reported."""
        self._is_stopped = True
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def close(self) -> None:
        """Attempt and report nothing more; the log knows what is under way."""
        self.stop()
        for timer in self._report_timers:
            timer.cancel()
        self._report_timers.clear()

    def finish(self) -> None:
        """The last report."""
        if self.operation.is_over:
            return
        unreached = self.asked.unreached() if self.asked is not None else ()
        if not self._results:
            status = BulkStatus.FAILED
        elif self._errors or unreached or self._is_blind:
            status = BulkStatus.PARTIALLY_COMPLETED
        else:
            status = BulkStatus.COMPLETED
        changed = any(result.changed for result in self._results.values())
        reversible = self.operation.operation in INVERSE and changed
        until = at_time(self._floor.clock.now_ms() + UNDO_MS) if reversible and self.operation.undoes is None else None
        self.report(status, undo_until=until)
        if self.on_over is not None:
            self.on_over(self)

    def report(self, status: BulkStatus, **more: Any) -> None:
        """Store and tell how far the operation is; tried again until the disk takes it.

        Nothing is reported after the last report, and nothing of an operation that did not get into the log.
        """
        try:
            held = self._floor.keeper.find(self.held.bundle.bundle_id)
        except StorageFault:
            self._report_again(status, more)
            return
        operation = None if held is None else held.bundle.operations.get(self.operation.operation_id)
        if held is None or operation is None or operation.is_over:
            return
        if held.line.is_broken:
            self._report_again(status, more)
            return
        self.held, self.operation = held, operation
        now_ms = self._floor.clock.now_ms()
        ledger = BundleLedger(held.bundle, self._context._replace(now_ms=now_ms, occurred_ms=now_ms, event_id=None))
        ledger.add(REPORTED, BulkOperationReported, status=status, **self.fields(), **more)

        def on_done(fault: StorageFault | None) -> None:
            if fault is not None:
                self._report_again(status, more)

        self._floor.note(held, ledger.entries, on_done)

    def _report_again(self, status: BulkStatus, more: dict[str, Any]) -> None:
        def run() -> None:
            self._report_timers.discard(handle)
            self.report(status, **more)

        handle = asyncio.get_running_loop().call_later(REPORT_AGAIN_S, run)
        self._report_timers.add(handle)

    def fields(self) -> dict[str, Any]:
        """What every report says."""
        operation = self.operation
        return {
            "operation_id": operation.operation_id,
            "operation": operation.operation,
            "progress": progress_of(operation.affected, self._results, self._errors),
            "affected_sessions": operation.affected,
            "executed_by": operation.by,
            "reason": operation.reason,
            "undoes": operation.undoes,
            "results": tuple(self._results.values()) or None,
            **_screen_fields(self.asked),
        }


def _effect(bundle: Bundle, operation: Operation) -> BulkOperation:
    """What is done to each session: the inverse of what an undo takes back."""
    undone = bundle.operations.get(operation.undoes or "")
    return operation.operation if undone is None else INVERSE[undone.operation]


def progress_of(
    affected: Sequence[str], results: dict[str, SessionOutcome], errors: dict[str, ErrorBody]
) -> BulkProgress:
    """How many sessions are done, and which failed why."""
    return BulkProgress(
        completed=len(results),
        total=len(affected),
        failed=tuple(errors),
        errors=tuple(SessionFailure(session_id=session_id, error=error) for session_id, error in errors.items()),
    )


def _screen_fields(asked: Asked | None) -> dict[str, Any]:
    if asked is None:
        return {}
    unreached: tuple[UnreachedScreen, ...] = asked.unreached()
    return {
        "reached_screens": asked.reached,
        "total_screens": asked.total,
        "unreached_screens": unreached or None,
    }
