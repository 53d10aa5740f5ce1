"""Every figure of the agility machine that is a choice and not a measurement."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from dryland.science.faults import VOIDING_FAULTS

__all__ = ["AgilitySettings"]

_MEAN_SPEED_M_S: Final = {
    "pro_agility": 5.5,
    "t_test": 5.5,
    "illinois": 5.5,
    "lane_agility": 5.0,
    "505": 6.0,
    "linear": 12.5,
    "ladder": 5.0,
    "custom": 12.5,
}
"""m/s that nobody exceeds on average over the drill's path, a tenth or more above the best times known to us [D]."""


class AgilitySettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of attempts and their judgement. [D] marks a choice, [M] a figure not verified in its source."""

    noise_factor: Annotated[
        float, Meta(description="typical errors beyond which a change is real (1.5-2, Hopkins) [D]", gt=0)
    ] = 1.5
    min_error_pairs: Annotated[
        int, Meta(description="pairs of attempts from which a typical error is computed [D]", ge=2)
    ] = 6
    default_error_pct: Annotated[
        float, Meta(description="% of the time taken as typical error until pairs are there (CV 1-3 %) [D]", gt=0)
    ] = 2.0
    hand_error_ms: Annotated[float, Meta(description="ms of error that timing by hand adds [M]", ge=0)] = 100.0
    min_team: Annotated[int, Meta(description="players with a time from which a percentile is given [D]", ge=2)] = 20
    excellent_pct: Annotated[float, Meta(description="team percentile that is excellent [D]", ge=0, le=100)] = 75.0
    good_pct: Annotated[float, Meta(description="team percentile that is good [D]", ge=0, le=100)] = 50.0
    average_pct: Annotated[float, Meta(description="team percentile that is average [D]", ge=0, le=100)] = 25.0
    false_start_ms: Annotated[
        float, Meta(description="ms of reaction below which a start is false (World Athletics rule 16)", ge=0)
    ] = 100.0
    sensor_latency_ms: Annotated[
        float, Meta(description="ms that the start sensor lags behind, taken off a reaction", ge=0)
    ] = 0.0
    max_mean_speed_m_s: Annotated[
        dict[str, float], Meta(description="m/s by pattern that no mean speed exceeds [D]")
    ] = msgspec.field(default_factory=lambda: dict(_MEAN_SPEED_M_S))
    min_time_ms: Annotated[float, Meta(description="ms below which no drill at all is believed [D]", ge=0)] = 500.0
    min_jump_ms: Annotated[
        float, Meta(description="ms that one jump over a side and back takes at least, in a hexagon [D]", ge=0)
    ] = 300.0
    max_time_ms: Annotated[float, Meta(description="ms after which a timer was not stopped [D]", gt=0)] = 300_000.0
    voiding: Annotated[
        dict[str, tuple[str, ...]],
        Meta(description="faults that void an attempt, by pattern [D beyond the tests' rules]"),
    ] = msgspec.field(default_factory=lambda: dict(VOIDING_FAULTS))
    ladder_spacing_m: Annotated[float, Meta(description="m between two rungs (0.38-0.45) [M]", gt=0)] = 0.4
    ladder_rungs: Annotated[int, Meta(description="rungs of a ladder (10-20) [M]", ge=1)] = 10
    start_abandoned_s: Annotated[
        float, Meta(description="s after its last sign that an attempt under way counts as abandoned [D]", gt=0)
    ] = 600.0
