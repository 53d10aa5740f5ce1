"""One table of everything that travels: name, payload, who may send it, who may see it, delivery, pacing.

The intake, the broadcast, the generated schemas, the TypeScript types and the reference page read this table; nothing
else says who may send what. Each module of the contract brings its own rows; a new kind of workout is one line here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dryland.contract import (
    aggregates,
    agility,
    alerts,
    bundles,
    conditioning,
    errors,
    hybrid,
    live,
    medical,
    plyometrics,
    progress,
    session,
    strength,
    surroundings,
)
from dryland.contract.event_spec import (
    ANYBODY,
    PACE_DEFAULTS_S,
    STAFF,
    EventSpec,
    Pace,
    Subject,
)

__all__ = ["ANYBODY", "CATALOGUE", "EVENTS", "PACE_DEFAULTS_S", "STAFF", "EventSpec", "Pace", "Subject", "event"]


def _index(rows: Iterable[EventSpec]) -> dict[str, EventSpec]:
    table: dict[str, EventSpec] = {}
    for row in rows:
        if row.wire in table:
            raise ValueError(f"two events are called {row.wire}")
        table[row.wire] = row
    return table


EVENTS: Final[tuple[EventSpec, ...]] = (
    *session.EVENTS,
    *progress.EVENTS,
    *live.EVENTS,
    *strength.EVENTS,
    *conditioning.EVENTS,
    *hybrid.EVENTS,
    *agility.EVENTS,
    *plyometrics.EVENTS,
    *bundles.EVENTS,
    *aggregates.EVENTS,
    *medical.EVENTS,
    *alerts.EVENTS,
    *surroundings.EVENTS,
    *errors.EVENTS,
)
CATALOGUE: Final = _index(EVENTS)
"""Every event, by its name on the wire."""
_BY_CONSTANT: Final = {row.constant: row for row in EVENTS}


def event(constant: str) -> EventSpec:
    """Look an event up by its constant. Raises KeyError for an unknown one."""
    return _BY_CONSTANT[constant]
