"""Every figure of the floor that is a choice and not a measurement, with unit, default and where it comes from."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.days import zone_named
from dryland.floor.hybrid_settings import HybridSettings
from dryland.floor.strength_settings import StrengthSettings

__all__ = ["FloorSettings"]


class FloorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the rules. [D] marks an engineering choice, [M] a figure that was not verified in its source."""

    time_zone: Annotated[
        str, Meta(description="the club's time zone, as Europe/Stockholm: its midnights part one day from the next")
    ] = "UTC"
    late_after_s: Annotated[float, Meta(description="s without a value until a signal is late", gt=0)] = 3.0
    lost_after_s: Annotated[float, Meta(description="s until a signal is lost", gt=0)] = 30.0
    hold_s: Annotated[
        float,
        Meta(description="s a value is held; then it is stale: not shown, and in no computation [D]", gt=0),
    ] = 5.0
    hr_min_bpm: Annotated[int, Meta(description="lowest plausible heart rate, bpm [D]", ge=20)] = 30
    hr_max_bpm: Annotated[int, Meta(description="highest plausible heart rate, bpm [D]", le=250)] = 230
    hr_jump_bpm: Annotated[int, Meta(description="largest plausible jump within hr_jump_s, bpm [D]", gt=0)] = 40
    hr_jump_s: Annotated[float, Meta(description="window of the jump rule, s [D]", gt=0)] = 2.0
    hr_accept_s: Annotated[float, Meta(description="s a new level must last after a jump to be believed [D]", gt=0)] = (
        5.0
    )
    hr_frozen_s: Annotated[float, Meta(description="s of the very same heart rate that no heart shows [D]", gt=0)] = (
        120.0
    )
    power_max_w: Annotated[float, Meta(description="highest plausible power, W [D]", gt=0)] = 2_500.0
    lag_grace_s: Annotated[
        float, Meta(description="s at the start of an interval left out of compliance [D]", ge=0)
    ] = 30.0
    zone_margin_bpm: Annotated[
        float, Meta(description="bpm inside the band needed to count as back in it [D]", ge=0)
    ] = 2.0
    violation_alert_s: Annotated[float, Meta(description="s out of the target zone until an alert [D]", gt=0)] = 30.0
    min_completeness_pct: Annotated[
        float, Meta(description="% of data below which no advice is given [D]", ge=0, le=100)
    ] = 60.0
    late_start_s: Annotated[
        float, Meta(description="s after which a start counts as a recording being replayed [D]", gt=0)
    ] = 60.0
    resume_countdown_s: Annotated[float, Meta(description="s of countdown after an emergency release", ge=0)] = 10.0
    gross_efficiency: Annotated[float, Meta(description="work done per energy spent in cycling", gt=0.1, lt=0.4)] = 0.24
    agility: AgilitySettings = AgilitySettings()
    alerts: AlertSettings = AlertSettings()
    hybrid: HybridSettings = HybridSettings()
    strength: StrengthSettings = StrengthSettings()

    def __post_init__(self) -> None:
        """Raises `ValueError` for a time zone that does not exist."""
        zone_named(self.time_zone)
