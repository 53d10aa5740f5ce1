"""The parts of a node that count, for whoever reads them. Knows no format of counters."""

from __future__ import annotations

from dataclasses import dataclass

from dryland.alerting import AlertKeeper
from dryland.broadcast import Broadcast
from dryland.gateway import Gateway
from dryland.hall import Hall
from dryland.intake import Intake
from dryland.timekeeping import NodeClock

__all__ = ["Instruments"]


@dataclass(frozen=True, slots=True)
class Instruments:
    """The parts of a node that count."""

    gateway: Gateway
    broadcast: Broadcast
    hall: Hall
    intake: Intake
    alerts: AlertKeeper
    clock: NodeClock
    budget_window_s: float
    """Over which time calls for a trainer are counted against the budget."""
