"""Refusals as HTTP says them: problem+json (RFC 9457), with the code, number and advice of the error catalogue.

Knows no route.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final, cast

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_405_METHOD_NOT_ALLOWED, HTTP_409_CONFLICT, HTTP_500_INTERNAL_SERVER_ERROR

from dryland.contract.decoding import in_words
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, error_body, refused
from dryland.contract.sayings import Sayings, say
from dryland.store.errors import StorageConflict, StorageFault, StorageRejected
from dryland.web.refused import RefusedRequest

__all__ = ["HANDLERS", "Problem", "commanded", "status_of"]

log = structlog.get_logger("dryland.web")

_STATUS: Final = {
    ErrorCode.VALIDATION_FAILED: 400,
    ErrorCode.UNKNOWN_EVENT: 404,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.CONSENT_MISSING: 403,
    ErrorCode.SESSION_NOT_FOUND: 404,
    ErrorCode.BUNDLE_NOT_FOUND: 404,
    ErrorCode.PLAYER_NOT_IN_SESSION: 404,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.PAYLOAD_TOO_LARGE: 413,
    ErrorCode.STORAGE_UNAVAILABLE: 503,
    ErrorCode.INTERNAL: 500,
}
_CODES: Final = {
    400: ErrorCode.VALIDATION_FAILED,
    401: ErrorCode.UNAUTHENTICATED,
    403: ErrorCode.FORBIDDEN,
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.NOT_FOUND,
    413: ErrorCode.PAYLOAD_TOO_LARGE,
    429: ErrorCode.RATE_LIMITED,
}


def status_of(code: ErrorCode) -> int:
    """The HTTP status of a refusal."""
    return _STATUS.get(code, HTTP_409_CONFLICT)


class Problem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The body of a refusal."""

    type: str
    title: str
    status: int
    detail: str
    detail_sayings: Sayings | None = None
    code: ErrorCode
    number: int
    severity: str
    retryable: bool
    suggested_actions: tuple[str, ...]
    retry_after_ms: int | None = None
    automatic_recovery: str | None = None
    context: ErrorContext | None = None
    errors: tuple[dict[str, str], ...] | None = None


def answer(
    refusal: Refusal, errors: tuple[dict[str, str], ...] | None = None, status: int | None = None
) -> Response[bytes]:
    """The response that tells a refusal."""
    body = error_body(refusal)
    status = status_of(refusal.code) if status is None else status
    problem = Problem(
        type=f"urn:dryland:error:{refusal.code.value}",
        title=refusal.code.value.replace("_", " ").capitalize(),
        status=status,
        detail=body.message,
        detail_sayings=body.detail_sayings,
        code=body.code,
        number=body.number,
        severity=body.severity.value,
        retryable=body.retryable,
        suggested_actions=body.suggested_actions,
        retry_after_ms=body.retry_after_ms,
        automatic_recovery=body.automatic_recovery,
        context=body.context,
        errors=errors,
    )
    headers = {"cache-control": "no-store", **_retry_after(body.retry_after_ms)}
    if status == 401:
        headers["www-authenticate"] = 'Bearer realm="dryland"'
    return Response(
        msgspec.json.encode(problem), status_code=status, media_type="application/problem+json", headers=headers
    )


def commanded(body: bytes, refusal: Refusal | None) -> Response[bytes]:
    """The response to a command: its acknowledgement as a socket gets it, with the status of a refusal."""
    if refusal is None:
        return Response(body, status_code=200, media_type="application/json")
    headers = _retry_after(error_body(refusal).retry_after_ms)
    return Response(body, status_code=status_of(refusal.code), media_type="application/json", headers=headers)


def _retry_after(retry_after_ms: int | None) -> dict[str, str]:
    """The header for programs that read no body, in s."""
    return {} if retry_after_ms is None else {"retry-after": str(-(-retry_after_ms // 1000))}


def _refused(_request: Request[Any, Any, Any], error: RefusedRequest) -> Response[bytes]:
    return answer(error.refusal)


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework itself refuses, as a body of the wrong form."""
    status = error.status_code
    if status >= HTTP_500_INTERNAL_SERVER_ERROR:
        log.error("request_failed", exc_info=error)
        return answer(Refusal(ErrorCode.INTERNAL), status=status)
    code, errors = _CODES.get(status, ErrorCode.VALIDATION_FAILED), _errors(error.extra)
    detail = _detail(request, error) if errors is None else _first(errors)
    context = None if errors is None else ErrorContext(path=errors[0]["path"])
    return answer(Refusal(code, detail, context), errors, status)


def _first(errors: tuple[dict[str, str], ...]) -> str:
    """The first place that is wrong, and how many more there are."""
    more = "" if len(errors) == 1 else f" {len(errors) - 1} more in `errors`."
    return f"{errors[0]['path']}: {errors[0]['message']}.{more}"


def _detail(request: Request[Any, Any, Any], error: HTTPException) -> str:
    """What was wrong; where the framework has only the status' name to say, the address that was asked."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return f"{error.detail.rstrip('.')}."
    if error.status_code == HTTP_405_METHOD_NOT_ALLOWED:
        return f"{request.url.path} is not there for {request.method}; `/api/docs` says what is."
    return f"There is nothing at {request.url.path}; `/api/docs` says what is."


def _errors(extra: object) -> tuple[dict[str, str], ...] | None:
    """The places that are wrong in a body, as a program can read them."""
    if not isinstance(extra, list):
        return None
    told = [cast("dict[str, object]", entry) for entry in cast("list[object]", extra) if isinstance(entry, dict)]
    return tuple(_error(str(entry.get("key") or ""), str(entry.get("message", ""))) for entry in told) or None


def _error(key: str, message: str) -> dict[str, str]:
    """One place; the framework calls the body itself `data`, and says no more than that where there is none."""
    if key == "data":
        key, message = "", "a body is needed" if message == "'data'" else message
    words = in_words(message)
    return {"path": f"$.{key}" if key else "$", "message": words[:1].lower() + words[1:]}


def _storage(_request: Request[Any, Any, Any], error: StorageFault) -> Response[bytes]:
    if isinstance(error, StorageConflict):
        return answer(refused(ErrorCode.CONFLICT, say("record_exists")))
    if isinstance(error, StorageRejected):
        return answer(Refusal(ErrorCode.VALIDATION_FAILED, error.message))
    return answer(Refusal(ErrorCode.STORAGE_UNAVAILABLE, str(error)))


def _fault(_request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A fault of our own: its trace is logged, the caller learns that it happened and nothing more."""
    log.error("request_failed", exc_info=error)
    return answer(Refusal(ErrorCode.INTERNAL))


HANDLERS: Final[dict[int | type[Exception], Any]] = {
    RefusedRequest: _refused,
    HTTPException: _http,
    StorageFault: _storage,
    Exception: _fault,
}
"""Exception → answer, for the application."""
