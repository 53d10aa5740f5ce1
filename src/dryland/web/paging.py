"""Long lists a page at a time: a cursor says where the page before has ended. Pure."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter

from dryland.contract.base import Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import to_ms
from dryland.store.records import Page
from dryland.web.refused import RefusedRequest

__all__ = ["Cursor", "Limit", "Listed", "listed", "moment_ms", "page_of"]

Cursor = Annotated[str | None, QueryParameter(description="`next` of the page before; leave out for the first page")]
Limit = Annotated[int, QueryParameter(ge=1, le=500, description="how many at most")]

T = TypeVar("T")
R = TypeVar("R")


class Listed(Wire, Generic[T], frozen=True, kw_only=True):
    """One page; `next` is the cursor of the following one, absent on the last."""

    items: tuple[T, ...]
    next: str | None = None


def page_of(cursor: str | None, limit: int, *kinds: type, newest_first: bool = False) -> Page:
    """The part of the list that is asked for, one record more than is shown; `kinds` are the types of the keys.

    Raises `RefusedRequest` for a cursor that no page had.
    """
    if cursor is None:
        return Page(limit + 1, None, newest_first)
    try:
        after = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=list[str | int])
    except (ValueError, msgspec.MsgspecError):
        after = []
    if len(after) != len(kinds) or any(type(key) is not kind for key, kind in zip(after, kinds, strict=True)):
        context = ErrorContext(path="$.cursor")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "This cursor comes from no page of this list.", context)
    return Page(limit + 1, tuple(after), newest_first)


def moment_ms(time: datetime | None) -> int | None:
    """A bound in time, ms since 1970. Raises `RefusedRequest` for a time without offset."""
    if time is None:
        return None
    if time.tzinfo is None:
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "Times need an offset, as 2026-09-01T17:00:00Z.")
    return to_ms(time)


def listed(
    found: Sequence[R], page: Page, keys: Callable[[R], tuple[str | int, ...]], shown: Callable[[R], T]
) -> Listed[T]:
    """The page of what was found, with the cursor of the next one where there is more."""
    most = page.limit - 1
    here = found[:most]
    cursor = None
    if len(found) > most:
        cursor = base64.urlsafe_b64encode(msgspec.json.encode(keys(here[-1]))).decode().rstrip("=")
    return Listed(items=tuple(shown(each) for each in here), next=cursor)
