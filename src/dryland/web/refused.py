"""The exception by which a handler refuses a request. Knows no framework; how it is answered is not its business."""

from __future__ import annotations

from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.sayings import Saying

__all__ = ["RefusedRequest"]


class RefusedRequest(Exception):  # noqa: N818 (named for what happened)
    """A handler refuses; the application answers with it."""

    def __init__(
        self,
        code: ErrorCode,
        detail: str | Saying = "",
        context: ErrorContext | None = None,
        *,
        retry_after_ms: int | None = None,
    ) -> None:
        sayings = (detail,) if isinstance(detail, Saying) else ()
        words = "" if isinstance(detail, Saying) else detail
        self.refusal = Refusal(code, words, context, retry_after_ms, sayings=sayings)
        super().__init__(f"{code.value}: {self.refusal.detail}")

    @classmethod
    def of(cls, refusal: Refusal) -> RefusedRequest:
        """The exception for a refusal."""
        made = cls(refusal.code, refusal.detail, refusal.context)
        made.refusal = refusal
        return made
