"""Live values on the wire: single updates, samples in bulk, frames, positions, the clock.

Frames are rows whose column names are sent once, on join. Knows nothing of how a value was judged.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    Command,
    Delivery,
    Identifier,
    PlayerFact,
    Signal,
    Timestamp,
    Wire,
)
from dryland.contract.event_spec import ANYBODY, SENSOR, SERVER, EventSpec, Pace, Subject
from dryland.contract.session_state import Metrics

__all__ = [
    "EVENTS",
    "FRAME_COLUMNS",
    "WALL_FRAME_COLUMNS",
    "Clock",
    "ClockAck",
    "LiveFrame",
    "PlayerMetricsUpdate",
    "PlayerMetricsUpdated",
    "PlayerSamples",
    "PlayerSamplesStored",
    "Position",
    "SampleColumns",
    "ServerRevision",
    "WallFrame",
]

FRAME_COLUMNS: tuple[str, ...] = (
    "playerId",
    "heartRate",
    "power",
    "cadence",
    "speed",
    "distance",
    "zone",
    "percentOfMax",
    "percentOfFtp",
    "powerZone",
    "compliance",
    "inZone",
    "outOfZoneS",
    "wBalancePercent",
    "calories",
    "signal",
    "ageMs",
    "intervalIndex",
    "intervalEndsAtMs",
)
"""Columns of a live frame's rows, in order; sent once on join, so that a client never assumes them."""

WALL_FRAME_COLUMNS: tuple[str, ...] = (
    "jerseyNumber",
    "alias",
    "zone",
    "inZone",
    "signal",
    "intervalIndex",
    "intervalEndsAtMs",
)
"""What a wall may see of a frame: no identity beyond the jersey or an alias, no raw physiology."""


class PlayerMetricsUpdate(Command, frozen=True, kw_only=True):
    """Several live values of one player at once."""

    session_id: Identifier
    player_id: Identifier
    metrics: Metrics


class PlayerMetricsUpdated(PlayerFact, frozen=True, kw_only=True):
    """Newest values of one player, for screens that asked for single events."""

    metrics: Metrics
    signal: Signal


Column = Annotated[tuple[float | None, ...], Meta(max_length=3_600)]


class SampleColumns(Wire, frozen=True, kw_only=True):
    """Samples by column, equally long. `t` is ISO-8601 or seconds from the session's start."""

    t: Annotated[tuple[Timestamp | float, ...], Meta(min_length=1, max_length=3_600)]
    heart_rate: Column | None = None
    power: Column | None = None
    cadence: Column | None = None
    speed: Column | None = None
    distance: Column | None = None
    rr_intervals: Annotated[tuple[tuple[float, ...] | None, ...], Meta(max_length=3_600)] | None = None


class PlayerSamples(Command, frozen=True, kw_only=True):
    """What a device kept while it was away, or a recording."""

    session_id: Identifier
    player_id: Identifier
    columns: SampleColumns


class PlayerSamplesStored(PlayerFact, frozen=True, kw_only=True):
    """Samples were stored; the rows themselves are in the sample store."""

    rows: int
    implausible: int
    first_at: Timestamp
    last_at: Timestamp


Cell = str | float | int | bool | None


class LiveFrame(Wire, frozen=True, kw_only=True):
    """One tick of a session: a row per player, columns as named on join."""

    session_id: Identifier
    at: Timestamp
    players: tuple[tuple[Cell, ...], ...]


class WallFrame(LiveFrame, frozen=True, kw_only=True):
    """A live frame for walls: its rows have the columns of a wall's frame, no identity among them."""


class Position(Wire, frozen=True, kw_only=True):
    """A position notice: an event was stored that this audience may not see, so no gap is a loss.

    `deferred`: the event itself follows when its turn comes; it is to be applied then, though later ones came before.
    """

    session_id: Identifier
    epoch: str
    seq: int
    deferred: bool | None = None


class Clock(Command, frozen=True, kw_only=True):
    """A client's clock reading, in ms since 1970."""

    t0: float


class ServerRevision(Wire, frozen=True, kw_only=True):
    """What the server speaks: its release, and a fingerprint of its contract that changes when what travels changes."""

    release: str
    contract: str


class ClockAck(Wire, frozen=True, kw_only=True):
    """The reading back with the server's receive and send times, in ms since 1970; and which server it is."""

    t0: float
    t1: float
    t2: float
    server: ServerRevision | None = None


_D = Delivery
_P = Subject.PLAYER

EVENTS: Final = (
    EventSpec(constant="PLAYER_METRICS_UPDATE", wire="training:player:metrics", summary="Live values of one player.",
              delivery=_D.LIVE, senders=SENSOR, subject=_P, command=PlayerMetricsUpdate, event=PlayerMetricsUpdated,
              pace=Pace.LIVE),
    EventSpec(constant="PLAYER_SAMPLES", wire="training:player:samples",
              summary="Samples in bulk: an outbox or a recording.", delivery=_D.DURABLE, senders=SENSOR, subject=_P,
              command=PlayerSamples, event=PlayerSamplesStored),
    EventSpec(constant="LIVE_FRAME", wire="training:live:frame", summary="Newest values of every player of a session.",
              delivery=_D.DERIVED, senders=SERVER, event=LiveFrame),
    EventSpec(constant="POSITION", wire="training:position", summary="An event was stored that you may not see.",
              delivery=_D.DERIVED, senders=SERVER, event=Position),
    EventSpec(constant="CLOCK", wire="training:clock", summary="A clock reading there and back.", delivery=_D.NONE,
              senders=ANYBODY, subject=Subject.NOBODY, command=Clock, ack=ClockAck),
)  # fmt: skip
