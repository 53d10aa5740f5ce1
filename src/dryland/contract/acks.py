"""What an acknowledgement says: accepted with its position, or refused with an error.

Events with an answer of their own (a join, the clock) name it in the catalogue. Knows nothing of sockets.
"""

from __future__ import annotations

import enum
from typing import Annotated

from msgspec import Meta

from dryland.contract.base import Identifier, MaybeRaw, Wire
from dryland.contract.errors import ErrorBody

__all__ = ["Accepted", "No", "Refused", "ScreenConfirmed", "ScreenState", "Yes"]

Yes = Annotated[bool, Meta(extra_json_schema={"const": True})]
No = Annotated[bool, Meta(extra_json_schema={"const": False})]


class Accepted(Wire, frozen=True, kw_only=True):
    """The command was carried out, a durable one is committed; `duplicate`: the same `eventId` had come before.

    `result` is the event that followed, where the answer carries it; `notice` is what the sender should know about it.
    """

    ok: Yes
    event_id: Identifier | None = None
    seq: int | None = None
    epoch: str | None = None
    duplicate: bool | None = None
    result: MaybeRaw = None
    notice: ErrorBody | None = None


class Refused(Wire, frozen=True, kw_only=True):
    """The command was not carried out; `error.kept` says whether the entry itself was stored."""

    ok: No
    error: ErrorBody
    event_id: Identifier | None = None


class ScreenState(enum.StrEnum):
    """What a screen shows after an urgent event."""

    SHOWN = "shown"


class ScreenConfirmed(Wire, frozen=True, kw_only=True):
    """A screen's answer to an urgent event that asks for one: it is on the glass."""

    state: ScreenState
