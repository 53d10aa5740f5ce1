"""Every figure of the hybrid machine that is a choice and not a measurement."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

__all__ = ["HybridSettings"]


class HybridSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of blocks and their adaptation. [D] marks an engineering choice that no trial has validated."""

    notice_s: Annotated[float, Meta(description="s of notice before a screen changes its mode", ge=0)] = 5.0
    emom_period_s: Annotated[
        float, Meta(description="s of one round of an EMOM whose block names no duration", gt=0)
    ] = 60.0
    min_intensity: Annotated[float, Meta(description="lowest factor of a block's intensity [D]", ge=0.5, le=1)] = 0.9
    max_intensity: Annotated[float, Meta(description="highest factor of a block's intensity [D]", ge=1, le=1.5)] = 1.05
    max_duration: Annotated[float, Meta(description="highest factor of a rest's duration [D]", ge=1, le=1.5)] = 1.25
    drift_rpe: Annotated[
        float, Meta(description="RPE points off target from which a block counts as off target [D]", gt=0)
    ] = 0.5
    intensity_per_rpe: Annotated[
        float, Meta(description="share of the intensity for each RPE point off target [D]", gt=0)
    ] = 0.025
    rest_per_rpe: Annotated[float, Meta(description="share of the rest for each RPE point above target [D]", gt=0)] = (
        0.1
    )
    velocity_loss_pct: Annotated[
        float, Meta(description="% mean velocity loss above which a block was too tiring (Pareja-Blanco 2017)", gt=0)
    ] = 20.0
    intensity_per_loss: Annotated[
        float, Meta(description="share of the intensity for each 10 % of velocity loss above that [D]", gt=0)
    ] = 0.025
    rest_per_loss: Annotated[
        float, Meta(description="share of the rest for each 10 % of velocity loss above that [D]", gt=0)
    ] = 0.1
    recovery_fall_pct: Annotated[
        float,
        Meta(description="% fall of the 60 s recovery against the player's own that counts [D]", gt=0),
    ] = 20.0
    recovery_intensity: Annotated[
        float, Meta(description="factor of the intensity after such a fall [D]", ge=0.5, le=1)
    ] = 0.95
    recovery_rest: Annotated[float, Meta(description="factor of the rest after such a fall [D]", ge=1, le=1.5)] = 1.2
    recoveries_known: Annotated[
        int, Meta(description="recoveries of the player before the newest that it is compared with [D]", ge=1)
    ] = 1
