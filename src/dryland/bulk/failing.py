"""What staff are told when a bulk operation did not work everywhere. Builds it; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from dryland.contract.bundles import BulkOperation
from dryland.contract.errors import (
    BulkOperationError,
    ErrorBody,
    ErrorCode,
    ErrorContext,
    Refusal,
    SessionFailure,
    error_body,
)
from dryland.floor.bundle import REPORTED

__all__ = ["FAILED", "failure_of"]

FAILED = "training:error:bulk:operation"


def failure_of(
    bundle_id: str, operation: BulkOperation, total: int, errors: Mapping[str, ErrorBody]
) -> BulkOperationError:
    """The failed sessions with their errors, under what they have in common.

    Where some sessions worked it is a partial failure; where none did and all for one reason, it is that reason.
    """
    codes = {error.code for error in errors.values()}
    is_partial = len(errors) < total
    code = codes.pop() if len(codes) == 1 and not is_partial else ErrorCode.PARTIAL_FAILURE
    words = f"{operation.value} worked for {total - len(errors)} of {total} sessions."
    context = ErrorContext(bundle_id=bundle_id, alternatives=tuple(errors))
    body = error_body(Refusal(code, words, context))
    return BulkOperationError(
        **msgspec.structs.asdict(body),
        event=REPORTED,
        bundle_id=bundle_id,
        operation=operation.value,
        errors=tuple(SessionFailure(session_id=session_id, error=error) for session_id, error in errors.items()),
    )
