"""Every figure of the alerts that is a choice and not a measurement: thresholds, hysteresis, how often they call."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

__all__ = ["AlertSettings"]


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of alerts. [D] marks an engineering choice that no trial has validated."""

    banner_gap_s: Annotated[
        float, Meta(description="s between two banners about one player; high ones do not wait [D]", ge=0)
    ] = 120.0
    escalate_after_s: Annotated[float, Meta(description="s without an answer until the next role is called", gt=0)] = (
        30.0
    )
    gather_s: Annotated[
        float, Meta(description="s in which signals that fall silent together are gathered into one alert [D]", ge=0)
    ] = 3.0
    advice_lasts_s: Annotated[
        float, Meta(description="s until an alert about something that is over clears by itself [D]", gt=0)
    ] = 300.0
    budget_window_s: Annotated[float, Meta(description="s over which alerts per trainer are counted", gt=0)] = 600.0
    budget_per_trainer: Annotated[
        float, Meta(description="alerts per trainer within the window that people still read", gt=0)
    ] = 1.0
    velocity_loss_pct: Annotated[
        float, Meta(description="% velocity loss in a set, where the plan has no limit (Pareja-Blanco 2017)", gt=0)
    ] = 20.0
    velocity_drop_te: Annotated[
        float, Meta(description="typical errors by which a first repetition is slower at the same load [D]", gt=0)
    ] = 2.0
    velocity_te_mps: Annotated[
        float,
        Meta(description="m/s, typical error of a first repetition; twice it is 5 % of 1RM in the squat [D]", gt=0),
    ] = 0.033
    rpe_slope: Annotated[
        float, Meta(description="RPE per set at constant load and repetitions, above which effort drifts [D]", gt=0)
    ] = 0.5
    rpe_min_sets: Annotated[int, Meta(description="sets needed to judge a drift of RPE [D]", ge=3)] = 3
    rpe_over_target: Annotated[
        float, Meta(description="RPE points over the target that count without a drift [D]", gt=0)
    ] = 1.5
    hr_above_s: Annotated[float, Meta(description="s above the target zone until an alert [D]", gt=0)] = 30.0
    hr_limit_pct: Annotated[
        float, Meta(description="% of HRmax that is a hard limit; a restriction may set a lower one [D]", gt=0, le=130)
    ] = 100.0
    hr_limit_s: Annotated[float, Meta(description="s above the hard limit until an alert [D]", gt=0)] = 10.0
    hr_rearm_bpm: Annotated[float, Meta(description="bpm below a bound before it can be crossed again [D]", ge=0)] = 3.0
    hr_rearm_s: Annotated[float, Meta(description="s below it that are needed for that [D]", ge=0)] = 10.0
    recovery_pct: Annotated[
        float, Meta(description="% of HRmax that a heart is to reach in a rest [D]", gt=0, le=100)
    ] = 70.0
    recovery_s: Annotated[float, Meta(description="s of rest in which it is to reach that [D]", gt=0)] = 120.0
    recovery_known: Annotated[
        int, Meta(description="earlier recoveries of the player needed to say what is usual [D]", ge=2)
    ] = 5
    recovery_sds: Annotated[
        float,
        Meta(description="SD below the player's own mean fall of heart rate in 60 s that are a slow one [D]", gt=0),
    ] = 2.0
    recovery_least_sd_bpm: Annotated[
        float, Meta(description="bpm that the SD of a player's recoveries is taken for at least [D]", ge=0)
    ] = 3.0
    recovery_low_bpm: Annotated[
        float, Meta(description="bpm of fall in 60 s that is hardly any (Cole 1999, patients)", gt=0)
    ] = 12.0
    recovery_low_times: Annotated[
        int, Meta(description="rests in a row with so little that advise staff [D]", ge=1)
    ] = 2
    compliance_pct: Annotated[
        float,
        Meta(description="% of judged time in the target zone, below which an interval was missed [D]", ge=0, le=100),
    ] = 40.0
    compliance_judged_s: Annotated[
        float, Meta(description="s that must have been judged before compliance is an alert [D]", gt=0)
    ] = 60.0
    compliance_margin_pct: Annotated[float, Meta(description="% above it before it can be missed again [D]", ge=0)] = (
        10.0
    )
    decrement_pct: Annotated[float, Meta(description="% slower than the session's best, twice in a row [D]", gt=0)] = (
        5.0
    )
    decrement_te: Annotated[
        float, Meta(description="typical errors slower than the session's best, twice in a row [D]", gt=0)
    ] = 2.0
    sprint_decrement_pct: Annotated[
        float, Meta(description="% decrement of repeated attempts (Glaister 2008) that counts as fatigue [D]", gt=0)
    ] = 10.0
    sprint_min_attempts: Annotated[int, Meta(description="attempts needed to judge a sprint decrement [D]", ge=3)] = 4
    sprint_known: Annotated[
        int, Meta(description="former sessions needed to say which decrement is usual for a player [D]", ge=2)
    ] = 4
    sprint_sds: Annotated[
        float, Meta(description="SD above the player's own mean decrement that count as fatigue [D]", gt=0)
    ] = 2.0
    asymmetry_pct: Annotated[
        float, Meta(description="% between left and right that is worth another test (Hewit 2012, a convention)", gt=0)
    ] = 15.0
    asymmetry_days: Annotated[
        int, Meta(description="days on which the sides must differ in the same direction [D]", ge=1)
    ] = 2
    implausible_s: Annotated[
        float, Meta(description="s of implausible values until the machine or strap is to be looked at [D]", gt=0)
    ] = 20.0
