"""Every figure of the strength machine that is a choice and not a measurement."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

__all__ = ["StrengthSettings"]


class StrengthSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of loads, rests, questions. [D] marks a choice, [M] a figure that was not verified in its source."""

    max_increase_pct: Annotated[float, Meta(description="% a single advice may add to a load [D]", ge=0, le=5)] = 5.0
    max_decrease_pct: Annotated[float, Meta(description="% a single advice may take off a load [D]", ge=0, le=10)] = (
        10.0
    )
    max_opening_increase_pct: Annotated[
        float, Meta(description="% or one step over the last session that an estimate may open with [D]", ge=0, le=50)
    ] = 10.0
    round_down_from_pct: Annotated[
        float, Meta(description="% of 1RM from which loads are rounded down to the plates [D]", ge=0, le=100)
    ] = 90.0
    on_target_rpe: Annotated[
        float, Meta(description="RPE points off target that still count as on target [D]", ge=0, le=2)
    ] = 0.25
    foreseen_off_rpe: Annotated[
        float, Meta(description="RPE points the next set must be foreseen off target to be changed [D]", ge=0, le=3)
    ] = 0.75
    failed_target_rpe: Annotated[
        float, Meta(description="RPE aimed at after a failed set of a plan without RPE [D]", ge=6, le=10)
    ] = 9.0
    step_kg: Annotated[
        float, Meta(description="kg between two loads where neither rack nor stack is known [D]", gt=0)
    ] = 2.5
    step_lbs: Annotated[float, Meta(description="lb, the same for loads in pounds [D]", gt=0)] = 5.0
    implausible_1rm_ratio: Annotated[
        float, Meta(description="times the estimated 1RM from which a load is questioned [D]", gt=1)
    ] = 1.4
    implausible_low_ratio: Annotated[
        float, Meta(description="times the expected load below which pounds for kg are suspected [D]", gt=0, lt=1)
    ] = 0.48
    implausible_mass_ratio: Annotated[
        float, Meta(description="times body mass that a first 1RM is questioned above [D]", gt=0)
    ] = 4.0
    implausible_kg: Annotated[
        float, Meta(description="kg that a first 1RM is questioned above where no body mass is known [D]", gt=0)
    ] = 350.0
    unit_slip_share: Annotated[
        float, Meta(description="share by which a pounds-for-kg slip may miss the factor 2.2046 [D]", gt=0, lt=0.5)
    ] = 0.15
    lifter_status: Annotated[str, Meta(description="trained or untrained, for rests that the plan does not name")] = (
        "trained"
    )
    rest_easy_factor: Annotated[float, Meta(description="times the base rest to RPE 7 [D]", gt=0)] = 0.75
    rest_normal_factor: Annotated[float, Meta(description="times the base rest below RPE 9 [D]", gt=0)] = 1.0
    rest_hard_factor: Annotated[float, Meta(description="times the base rest at RPE 9 [D]", gt=0)] = 1.25
    rest_maximal_factor: Annotated[float, Meta(description="times the base rest from RPE 9.5 [D]", gt=0)] = 1.5
    rest_shown_over_s: Annotated[float, Meta(description="s a rest is counted beyond its end on screens [D]", ge=0)] = (
        900.0
    )
    velocity_loss_pct: Annotated[
        float, Meta(description="% velocity loss that is told where the plan names no limit (Pareja-Blanco 2017)", gt=0)
    ] = 20.0
    tempo_off_pct: Annotated[
        float, Meta(description="% of time under tension off the planned tempo that is told [D]", gt=0)
    ] = 30.0
    form_trend_sets: Annotated[int, Meta(description="newest ratings that make a trend of form [D]", ge=3)] = 5
    form_trend_slope: Annotated[
        float, Meta(description="rating points per set from which form improves or declines [D]", gt=0)
    ] = 0.25
    progression_sessions: Annotated[int, Meta(description="former sessions a progression looks at [D]", ge=2)] = 6
    progression_pct: Annotated[
        float, Meta(description="% per session from which a load counts as rising or falling [D]", gt=0)
    ] = 0.5
    sessions_kept: Annotated[int, Meta(description="former sessions kept of each lift [D]", ge=2)] = 12
