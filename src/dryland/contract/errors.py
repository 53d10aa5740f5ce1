"""The shapes a refusal travels in; what each code means is in `error_catalogue`.

A refusal is a value, not an exception: the floor and the intake return one, the edge sends it.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from dryland.contract.base import Delivery, Identifier, Name, Severity, Wire, WorkoutType
from dryland.contract.error_catalogue import ERRORS, ErrorCode, ErrorSpec, ErrorType
from dryland.contract.event_spec import SERVER, EventSpec, Subject
from dryland.contract.sayings import Saying, Sayings, english

__all__ = [
    "ERRORS",
    "EVENTS",
    "BulkOperationError",
    "ErrorBody",
    "ErrorCode",
    "ErrorContext",
    "ErrorSpec",
    "ErrorType",
    "Notice",
    "Refusal",
    "TrainingError",
    "TypeSpecificError",
    "error_body",
    "noticed",
    "refused",
]


class ErrorContext(Wire, frozen=True, kw_only=True):
    """Where an error happened; only what applies is filled in."""

    session_id: Identifier | None = None
    bundle_id: Identifier | None = None
    player_id: Identifier | None = None
    exercise_id: Identifier | None = None
    set_number: int | None = None
    interval_id: Identifier | None = None
    block_id: Identifier | None = None
    drill_id: Identifier | None = None
    attempt_number: int | None = None
    path: str | None = None
    state: str | None = None
    allowed: tuple[str, ...] | None = None
    value: float | None = None
    nearest: tuple[float, ...] | None = None
    alternatives: tuple[str, ...] | None = None


class Refusal(msgspec.Struct, frozen=True):
    """An expected refusal, as the floor and the intake return it."""

    code: ErrorCode
    detail: str = ""
    context: ErrorContext | None = None
    retry_after_ms: int | None = None
    kept: bool = False
    sayings: tuple[Saying, ...] = ()
    """What `detail` says; without a `detail` of its own it is made from them."""

    def __post_init__(self) -> None:
        """The English of the sayings, where nothing else is said."""
        if self.sayings and not self.detail:
            msgspec.structs.force_setattr(self, "detail", english(self.sayings))


class Notice(Wire, frozen=True, kw_only=True):
    """What is wrong with an entry that was kept all the same; the answer to its sender is made from it."""

    code: ErrorCode
    detail: str = ""
    detail_sayings: Sayings | None = None
    context: ErrorContext | None = None

    def as_refusal(self) -> Refusal:
        """The answer to the sender, now and to the same entry sent again."""
        return Refusal(self.code, self.detail, self.context, kept=True, sayings=self.detail_sayings or ())


def refused(code: ErrorCode, said: Saying, context: ErrorContext | None = None) -> Refusal:
    """A refusal with one saying of what was wrong in this very case."""
    return Refusal(code, context=context, sayings=(said,))


def noticed(code: ErrorCode, said: Saying, context: ErrorContext | None = None) -> Notice:
    """A notice with one saying of what is wrong."""
    return Notice(code=code, detail=english((said,)), detail_sayings=(said,), context=context)


class ErrorBody(Wire, frozen=True, kw_only=True):
    """A refusal as a person and a program read it."""

    number: int
    code: ErrorCode
    message: str
    detail_sayings: Sayings | None = None
    severity: Severity
    retryable: bool
    retry_after_ms: int | None = None
    suggested_actions: tuple[str, ...]
    automatic_recovery: str | None = None
    context: ErrorContext | None = None
    kept: Annotated[bool, Meta(description="the entry itself was stored")] | None = None


class TrainingError(ErrorBody, frozen=True, kw_only=True):
    """A refusal sent as an event, to a sender who did not ask for an acknowledgement."""

    event: Name
    session_id: Identifier | None = None
    event_id: str | None = None


class TypeSpecificError(TrainingError, frozen=True, kw_only=True):
    """A refusal that belongs to one kind of workout."""

    error_type: ErrorType
    workout_type: WorkoutType


class SessionFailure(Wire, frozen=True, kw_only=True):
    """What went wrong for one session of a bulk operation."""

    session_id: Identifier
    error: ErrorBody


class BulkOperationError(TrainingError, frozen=True, kw_only=True):
    """A bulk operation failed for some sessions or all."""

    bundle_id: Identifier
    operation: Name
    errors: tuple[SessionFailure, ...]


def error_body(refusal: Refusal) -> ErrorBody:
    """Fill a refusal from the catalogue; the detail goes before the catalogue's own words."""
    spec = ERRORS[refusal.code]
    return ErrorBody(
        number=spec.number,
        code=spec.code,
        message=f"{refusal.detail} {spec.message}" if refusal.detail else spec.message,
        detail_sayings=refusal.sayings or None,
        severity=spec.severity,
        retryable=spec.retryable,
        retry_after_ms=refusal.retry_after_ms if refusal.retry_after_ms is not None else spec.retry_after_ms,
        suggested_actions=spec.actions,
        automatic_recovery=spec.recovery,
        context=refusal.context,
        kept=refusal.kept or None,
    )


EVENTS: Final = (
    EventSpec(constant="ERROR", wire="training:error", summary="Something you sent was refused.",
              delivery=Delivery.DERIVED, senders=SERVER, subject=Subject.NOBODY, event=TrainingError),
    EventSpec(constant="TYPE_SPECIFIC_ERROR", wire="training:error:type:specific",
              summary="Something you sent for a kind of workout was refused.", delivery=Delivery.DERIVED,
              senders=SERVER, subject=Subject.NOBODY, event=TypeSpecificError),
    EventSpec(constant="BULK_OPERATION_ERROR", wire="training:error:bulk:operation",
              summary="A bulk operation failed for some sessions or all.", delivery=Delivery.DERIVED, senders=SERVER,
              subject=Subject.NOBODY, event=BulkOperationError),
)  # fmt: skip
