"""Conditioning on the wire: the interval plan, live heart rate and power, interval transitions and their analysis."""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    Bpm,
    Command,
    Delivery,
    Identifier,
    Name,
    Percent,
    PlayerFact,
    PlayerOrAllFact,
    Seconds,
    ShortText,
    Timestamp,
    Watts,
    Wire,
    WorkoutType,
)
from dryland.contract.event_spec import ATHLETE, SENSOR, EventSpec, Pace, Subject
from dryland.contract.sayings import Sayings

__all__ = [
    "EVENTS",
    "AdaptiveRecommendation",
    "ConditioningPlan",
    "HeartRateBasis",
    "HeartRateTarget",
    "HeartRateUpdate",
    "HeartRateUpdated",
    "Interval",
    "IntervalAnalysis",
    "IntervalKind",
    "IntervalPointer",
    "IntervalRef",
    "IntervalStep",
    "IntervalTransition",
    "IntervalTransitioned",
    "PerformanceTrend",
    "PowerBasis",
    "PowerTarget",
    "PowerUpdate",
    "PowerUpdated",
    "TargetZone",
    "TransitionKind",
    "ZoneCompliance",
    "ZoneComplianceUpdated",
]


class IntervalKind(enum.StrEnum):
    """What an interval is for."""

    WARMUP = "warmup"
    WORK = "work"
    REST = "rest"
    COOLDOWN = "cooldown"


class HeartRateBasis(enum.StrEnum):
    """What a heart rate target's figures are relative to."""

    BPM = "bpm"
    HR_MAX = "pctHrMax"
    HRR = "pctHrr"
    LTHR = "pctLthr"


class PowerBasis(enum.StrEnum):
    """What a power target's figures are relative to."""

    WATTS = "watts"
    FTP = "pctFtp"
    CP = "pctCp"


class TransitionKind(enum.StrEnum):
    """What moved the pointer on."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    EARLY_COMPLETION = "early_completion"


class PerformanceTrend(enum.StrEnum):
    """How the finished work interval compares with the earlier ones of the same plan."""

    IMPROVING = "improving"
    STABLE = "stable"
    DECLINING = "declining"
    UNKNOWN = "unknown"


TargetFigure = Annotated[float, Meta(ge=0, le=3_000)]


def _refuse_empty_band(least: float, most: float) -> None:
    if least > most:
        raise ValueError(f"min {least:g} is more than max {most:g}: no value can lie between them")


class HeartRateTarget(Wire, frozen=True, kw_only=True):
    """A band of heart rate: `min` ≤ value ≤ `max`, in bpm or % of the basis."""

    basis: HeartRateBasis
    min: TargetFigure
    max: TargetFigure
    name: Name | None = None

    def __post_init__(self) -> None:
        """Refuse a band that nothing can lie in."""
        _refuse_empty_band(self.min, self.max)


class PowerTarget(Wire, frozen=True, kw_only=True):
    """A band of power: `min` ≤ value ≤ `max`, in W or % of the basis."""

    basis: PowerBasis
    min: TargetFigure
    max: TargetFigure
    name: Name | None = None

    def __post_init__(self) -> None:
        """Refuse a band that nothing can lie in."""
        _refuse_empty_band(self.min, self.max)


class Interval(Wire, frozen=True, kw_only=True):
    """One step of an interval plan. `duration` in s; a `manual` interval waits for a transition by hand."""

    id: Identifier
    name: Name
    type: IntervalKind
    duration: Annotated[float, Meta(gt=0, le=21_600, description="s")]
    intensity: Annotated[int, Meta(ge=1, le=10)] | None = None
    heart_rate: HeartRateTarget | None = None
    power: PowerTarget | None = None
    manual: bool | None = None


class ConditioningPlan(Wire, frozen=True, kw_only=True):
    """What players do in a conditioning session, in order."""

    intervals: Annotated[tuple[Interval, ...], Meta(min_length=1, max_length=500)]
    equipment: ShortText | None = None


class IntervalPointer(Wire, frozen=True, kw_only=True):
    """Where a player is in the plan; all timers are `endsAt`, screens count down to it."""

    index: int
    id: Identifier
    name: Name
    type: IntervalKind
    started_at: Timestamp
    ends_at: Timestamp | None = None
    total: int
    next_name: Name | None = None
    next_type: IntervalKind | None = None
    next_duration: Seconds | None = None
    target_zone: TargetZone | None = None
    target_power: TargetZone | None = None
    intensity_change: Annotated[float | None, Meta(description="% by accepted advice; targetPower has it in")] = None
    next_target_power: TargetZone | None = None
    next_intensity_change: Annotated[
        float | None, Meta(description="% by accepted advice; nextTargetPower has it in")
    ] = None


class TargetZone(Wire, frozen=True, kw_only=True):
    """A target resolved for one player: bounds in bpm (heart rate) or W (power)."""

    min: float
    max: float
    name: Name


class HeartRateUpdate(Command, frozen=True, kw_only=True):
    """A heartbeat from a strap or a machine."""

    session_id: Identifier
    player_id: Identifier
    heart_rate: Bpm
    rr_intervals: Annotated[tuple[Annotated[float, Meta(gt=0, le=5_000)], ...], Meta(max_length=16)] | None = None
    contact: bool | None = None


class HeartRateUpdated(PlayerFact, frozen=True, kw_only=True):
    """A heartbeat with what it means for this player."""

    heart_rate: Bpm
    rr_intervals: tuple[float, ...] | None = None
    contact: bool | None = None
    zone: Annotated[int, Meta(ge=0, le=5)] | None = None
    zone_name: Name | None = None
    percent_of_max: float | None = None
    target_zone: TargetZone | None = None
    compliance: Percent | None = None
    time_in_zone: tuple[float, ...] | None = None


class PowerUpdate(Command, frozen=True, kw_only=True):
    """Power from a machine or a pedal."""

    session_id: Identifier
    player_id: Identifier
    power: Watts
    cadence: Annotated[float, Meta(ge=0, le=300)] | None = None
    speed: Annotated[float, Meta(ge=0, le=40, description="m/s")] | None = None


class PowerUpdated(PlayerFact, frozen=True, kw_only=True):
    """Power with what it means for this player."""

    power: Watts
    cadence: float | None = None
    speed: float | None = None
    percent_of_ftp: float | None = None
    power_zone: Annotated[int, Meta(ge=1, le=7)] | None = None
    rolling30s: float | None = None
    normalized_power: float | None = None
    w_balance: float | None = None
    w_balance_percent: float | None = None


class ZoneCompliance(Command, frozen=True, kw_only=True):
    """A client's own view of compliance; recomputed by the server, never trusted."""

    session_id: Identifier
    player_id: Identifier
    current_heart_rate: Bpm
    interval_id: Identifier | None = None
    target_zone: TargetZone | None = None
    actual_zone: int | str | None = None
    compliance_percentage: Percent | None = None
    is_in_zone: bool | None = None
    zone_violation_duration: Seconds | None = None


class ZoneComplianceUpdated(PlayerFact, frozen=True, kw_only=True):
    """Compliance with the target zone, computed from stored heartbeats after the lag grace."""

    interval_id: Identifier
    current_heart_rate: Bpm
    target_zone: TargetZone
    actual_zone: int
    compliance_percentage: Percent | None = None
    is_in_zone: bool
    zone_violation_duration: float


class IntervalRef(Wire, frozen=True, kw_only=True):
    """An interval as named in a transition."""

    name: Name
    type: IntervalKind
    intensity: Annotated[int, Meta(ge=1, le=10)] | None = None
    duration: Seconds | None = None


class IntervalStep(Wire, frozen=True, kw_only=True):
    """From which interval to which; both ends may be absent at the edges of the plan."""

    from_interval: IntervalRef | None = None
    to_interval: IntervalRef | None = None


class IntervalTransition(Command, frozen=True, kw_only=True):
    """Moves one player, or all when `playerId` is absent, from `intervalId` to the next interval."""

    session_id: Identifier
    interval_id: Identifier
    player_id: Identifier | None = None
    transition: IntervalStep | None = None
    transition_type: TransitionKind | None = None


class IntervalAnalysis(Wire, frozen=True, kw_only=True):
    """What a finished interval was, from the samples whose own time lies in [start, end)."""

    interval_id: Identifier
    index: int
    name: Name
    type: IntervalKind
    start: Timestamp
    end: Timestamp
    duration: float
    samples: int
    data_completeness: Percent
    avg_heart_rate: float | None = None
    max_heart_rate: int | None = None
    min_heart_rate: int | None = None
    zone_compliance: Percent | None = None
    power_compliance: Percent | None = None
    time_in_zone: tuple[float, ...] | None = None
    avg_power: float | None = None
    max_power: float | None = None
    normalized_power: float | None = None
    avg_cadence: float | None = None
    distance: float | None = None
    work_kj: float | None = None
    energy_kcal: float | None = None
    trimp: float | None = None
    heart_rate_recovery: float | None = None
    w_balance_end: float | None = None
    w_balance_min: float | None = None
    implausible_samples: int | None = None


class AdaptiveRecommendation(Wire, frozen=True, kw_only=True):
    """Advice for the next interval: bounded, with the inputs it was computed from."""

    intensity_adjustment: Annotated[float, Meta(ge=-20, le=10, description="% of the next target")]
    recovery_needed: Annotated[
        float,
        Meta(ge=0, le=600, description="s of rest wanted before the next work interval, 0 where the plan will do"),
    ]
    performance_trend: PerformanceTrend
    reason: Annotated[str, Meta(max_length=500)]
    reason_sayings: Sayings | None = None
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    inputs: dict[str, float] | None = None
    advice_id: Annotated[Identifier, Meta(description="names this advice when it is accepted or refused")] | None = None


class IntervalTransitioned(PlayerOrAllFact, frozen=True, kw_only=True):
    """A player, or everybody, is in the next interval; carries the analysis of the finished one per player."""

    interval_id: Identifier
    transition: IntervalStep
    transition_type: TransitionKind
    index: int | None = None
    ends_at: Timestamp | None = None
    analysis: IntervalAnalysis | None = None
    adaptive_recommendations: AdaptiveRecommendation | None = None
    finished: bool | None = None


_D = Delivery
_C = WorkoutType.CONDITIONING
_P = Subject.PLAYER

EVENTS: Final = (
    EventSpec(constant="CONDITIONING_HEART_RATE_UPDATE", wire="training:conditioning:hr:update",
              summary="A heartbeat and its meaning.", workout=_C, delivery=_D.LIVE, senders=SENSOR, subject=_P,
              command=HeartRateUpdate, event=HeartRateUpdated, pace=Pace.LIVE),
    EventSpec(constant="CONDITIONING_POWER_UPDATE", wire="training:conditioning:power:update",
              summary="Power and its meaning.", workout=_C, delivery=_D.LIVE, senders=SENSOR, subject=_P,
              command=PowerUpdate, event=PowerUpdated, pace=Pace.LIVE),
    EventSpec(constant="CONDITIONING_ZONE_COMPLIANCE", wire="training:conditioning:zone:compliance",
              summary="Is the player in the target zone?", workout=_C, delivery=_D.LIVE, senders=SENSOR, subject=_P,
              command=ZoneCompliance, event=ZoneComplianceUpdated, pace=Pace.LIVE),
    EventSpec(constant="CONDITIONING_INTERVAL_TRANSITION", wire="training:conditioning:interval:transition",
              summary="The next interval.", workout=_C, delivery=_D.DURABLE, senders=ATHLETE,
              command=IntervalTransition, event=IntervalTransitioned),
)  # fmt: skip
