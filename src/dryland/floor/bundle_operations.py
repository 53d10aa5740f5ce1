"""What a bulk operation means for one session. Decides; changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from dryland.contract.base import SessionStatus
from dryland.contract.bundles import BulkOperation
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.session import SessionCommand
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Operation
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.session import emergency_stop, release_emergency
from dryland.floor.workout import Context, Entry, Ledger

__all__ = ["INVERSE", "UNDO_MS", "decide_operation", "mark_of", "refuse_undo"]

UNDO_MS: Final = 10_000
"""How long what is reversible can be taken back, as every undo on the floor."""

INVERSE: Final = MappingProxyType(
    {BulkOperation.PAUSE_ALL: BulkOperation.RESUME_ALL, BulkOperation.RESUME_ALL: BulkOperation.PAUSE_ALL}
)
"""What takes an operation back; a start that has happened and a stop cannot be."""

_COMMANDS: Final = MappingProxyType(
    {
        BulkOperation.START_ALL: ("training:session:start", SessionStatus.ACTIVE),
        BulkOperation.PAUSE_ALL: ("training:session:pause", SessionStatus.PAUSED),
        BulkOperation.RESUME_ALL: ("training:session:resume", SessionStatus.ACTIVE),
    }
)
"""The command of a session that an operation is, and the state in which there is nothing left to do."""


def mark_of(bundle_id: str, operation_id: str) -> str:
    """The `eventId` of what an operation does to a session: from the log it is known what it has changed."""
    return f"op-{hashlib.sha256(f'{bundle_id} {operation_id}'.encode()).hexdigest()[:32]}"


def decide_operation(
    session: Session, operation: BulkOperation, context: Context, reason: str | None, mark: str | None = None
) -> Sequence[Entry] | Refusal:
    """The facts of an operation at one session, none where it is so already, or why it cannot be.

    The first of them carries `mark`.
    """
    quiet = context._replace(event_id=mark)
    state = session.state
    if operation is BulkOperation.EMERGENCY_STOP_ALL:
        return _stop(session, quiet, reason)
    if operation is BulkOperation.RELEASE_STOP_ALL:
        if state.emergency is None:
            return ()
        ledger = Ledger(state, quiet)
        return release_emergency(session, ledger) or ledger.entries
    name, reached = _COMMANDS[operation]
    if state.status is reached:
        return ()
    return session.decide(name, SessionCommand(session_id=state.session_id), quiet)


def refuse_undo(operation: Operation, now_ms: int, bundle_id: str) -> Refusal | None:
    """Why an operation cannot be taken back, by its kind or by now."""
    where = ErrorContext(bundle_id=bundle_id, state=operation.status.value, path="$.undoes")
    name = operation.operation.value
    if operation.is_undone:
        return Refusal(ErrorCode.CONFLICT, f"This {name} has been undone.", where)
    if operation.undo_until_ms is None:
        return Refusal(ErrorCode.INVALID_TRANSITION, f"This {name} changed nothing that can be undone.", where)
    if now_ms > operation.undo_until_ms:
        return Refusal(ErrorCode.STALE_COMMAND, f"The time to undo this {name} is over.", where)
    return None


def _stop(session: Session, context: Context, reason: str | None) -> Sequence[Entry] | Refusal:
    """What has not begun or is over has nothing to be stopped."""
    if session.state.status is SessionStatus.SCHEDULED or session.state.status in TERMINAL:
        return ()
    ledger = Ledger(session.state, context)
    return emergency_stop(session, reason, ledger) or ledger.entries
