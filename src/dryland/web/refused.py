"""The exception by which a handler refuses a request. Knows no framework; how it is answered is not its business."""

from __future__ import annotations

from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal

__all__ = ["RefusedRequest"]


class RefusedRequest(Exception):  # noqa: N818 (named for what happened)
    """A handler refuses; the application answers with it."""

    def __init__(
        self,
        code: ErrorCode,
        detail: str = "",
        context: ErrorContext | None = None,
        *,
        retry_after_ms: int | None = None,
    ) -> None:
        self.refusal = Refusal(code, detail, context, retry_after_ms)
        super().__init__(f"{code.value}: {detail}")

    @classmethod
    def of(cls, refusal: Refusal) -> RefusedRequest:
        """The exception for a refusal."""
        return cls(refusal.code, refusal.detail, refusal.context, retry_after_ms=refusal.retry_after_ms)
