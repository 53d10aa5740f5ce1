"""What a session's watch remembers of one player between two looks, and whether a look can be skipped.

Most looks find a heart that is below everything a rule waits for; those must cost next to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from dryland.contract.base import Restriction
from dryland.floor.alert_crossing import Crossing
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.analysis import IntervalTally
from dryland.floor.live import LivePlayer

__all__ = ["PlayerWatch"]

_RULES: Final = {
    "above_zone": "hr_above_zone",
    "over_limit": "hr_over_limit",
    "unrecovered": "hr_not_recovering",
    "missed": "low_compliance",
    "implausible": "signal_implausible",
}
"""Attribute of a watch → the rule it is for."""


class PlayerWatch:
    """`is_open` tells which rules have an alert already, as after a restart."""

    __slots__ = (
        "_calm_bpm",
        "_is_settled",
        "_judged_s",
        "_share",
        "_tally",
        "above_zone",
        "at_ms",
        "implausible",
        "interval",
        "limit_bpm",
        "missed",
        "over_limit",
        "restrictions",
        "target_bpm",
        "unrecovered",
    )

    def __init__(self, settings: AlertSettings, is_open: Callable[[str], bool]) -> None:
        self.at_ms = 0
        self.interval: int | None = -1
        self.target_bpm: float | None = None
        """What the heart is to come down to in this rest; None outside of a rest."""
        self.restrictions: Sequence[Restriction] | None = None
        self.limit_bpm: float | None = None
        """The hard limit that follows from the restrictions."""
        self.above_zone = Crossing(is_on=is_open("hr_above_zone"))
        self.over_limit = Crossing(is_on=is_open("hr_over_limit"))
        self.unrecovered = Crossing(is_on=is_open("hr_not_recovering"))
        self.missed = Crossing(is_on=is_open("low_compliance"))
        self.implausible = Crossing(is_on=is_open("signal_implausible"))
        self._share = settings.compliance_pct / 100
        self._judged_s = settings.compliance_judged_s
        self._is_settled = False
        self._calm_bpm = 0.0
        self._tally: IntervalTally | None = None

    def settle(self, live: LivePlayer) -> None:
        """After a full look: whether, and from which heart rate on, the next one has to be full again."""
        self._is_settled = (
            self.above_zone.is_idle
            and self.over_limit.is_idle
            and self.missed.is_idle
            and self.unrecovered.is_idle
            and self.implausible.is_idle
        )
        if self._is_settled:
            analysis = live.analysis
            self._tally = analysis.tally
            bounds = (self.limit_bpm, self.target_bpm, None if analysis.hr_band is None else analysis.hr_band.max)
            self._calm_bpm = min((bound for bound in bounds if bound is not None), default=math.inf)

    def is_calm(self, live: LivePlayer) -> bool:
        """Whether a full look would find nothing: no rule has begun, and the newest value can begin none."""
        if not self._is_settled:
            return False
        analysis = live.analysis
        bpm, tally = analysis.hr, analysis.tally
        if bpm is None or bpm > self._calm_bpm or analysis.implausible:
            return False
        if tally is not self._tally or live.interval_index != self.interval:
            return False
        return tally is None or tally.hr_in_s >= self._share * tally.hr_judged_s or tally.hr_judged_s < self._judged_s

    def unsettle(self, restrictions: Sequence[Restriction], limit_bpm: float | None) -> None:
        """Other restrictions hold: the next look is a full one."""
        self.restrictions, self.limit_bpm, self._is_settled = restrictions, limit_bpm, False

    def on(self) -> list[str]:
        """The rules whose condition goes on."""
        return [rule for name, rule in _RULES.items() if getattr(self, name).is_on]
