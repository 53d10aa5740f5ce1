"""Everything that travels on its own: where the generators start from."""

from __future__ import annotations

import msgspec

from dryland.contract import acks
from dryland.contract.catalogue import EVENTS
from dryland.contract.errors import ErrorBody
from dryland.contract.live import WallFrame
from dryland.contract.plans import PLANS

__all__ = ["roots"]


def roots() -> tuple[type[msgspec.Struct], ...]:
    """Commands, events, answers, plans and errors, each once, in the catalogue's order."""
    payloads = (payload for row in EVENTS for payload in (row.command, row.event, row.ack) if payload is not None)
    others = (*PLANS.values(), acks.Accepted, acks.Refused, acks.ScreenConfirmed, ErrorBody, WallFrame)
    return tuple(dict.fromkeys((*payloads, *others)))
