"""Targets of an interval resolved for one player, and a player's own heart rate zones."""

from __future__ import annotations

from typing import Final

from dryland.contract.conditioning import HeartRateBasis, HeartRateTarget, Interval, PowerBasis, PowerTarget, TargetZone
from dryland.floor.profile import PlayerProfile

__all__ = ["ZONE_NAMES", "heart_rate_band", "power_band", "zone_bounds_bpm", "zones_of"]

ZONE_FRACTIONS: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Lower bounds of the five zones as fractions of HRmax; the lower bound belongs to the zone (Edwards; Foster 2001)."""

ZONE_NAMES: Final = ("below zones", "very light", "light", "moderate", "hard", "maximum")


def zone_bounds_bpm(hr_max: int) -> tuple[float, ...]:
    """Lower bounds of zones 1-5 in bpm."""
    return tuple(fraction * hr_max for fraction in ZONE_FRACTIONS)


def zones_of(profile: PlayerProfile) -> tuple[float, ...] | None:
    """Lower bounds of a player's zones in bpm, as tested or from HRmax; None where neither is known."""
    if profile.hr_zones is not None:
        return profile.hr_zones
    return zone_bounds_bpm(profile.hr_max) if profile.hr_max else None


def _heart_rate_figure(basis: HeartRateBasis, figure: float, profile: PlayerProfile) -> float | None:
    if basis is HeartRateBasis.BPM:
        return figure
    if basis is HeartRateBasis.HR_MAX:
        return figure / 100 * profile.hr_max if profile.hr_max else None
    if basis is HeartRateBasis.LTHR:
        return figure / 100 * profile.lthr if profile.lthr else None
    if profile.hr_max is None or profile.hr_rest is None:
        return None
    return profile.hr_rest + figure / 100 * (profile.hr_max - profile.hr_rest)


def _power_figure(basis: PowerBasis, figure: float, profile: PlayerProfile) -> float | None:
    if basis is PowerBasis.WATTS:
        return figure
    reference = profile.ftp_w if basis is PowerBasis.FTP else profile.cp_w
    return figure / 100 * reference if reference else None


def _band(low: float | None, high: float | None, name: str | None, unit: str) -> TargetZone | None:
    if low is None or high is None:
        return None
    return TargetZone(min=round(low, 1), max=round(high, 1), name=name or f"{low:.0f}-{high:.0f} {unit}")


def heart_rate_band(interval: Interval, profile: PlayerProfile) -> TargetZone | None:
    """The target in bpm; None without a target or where the player's figure that it is relative to is not known."""
    target: HeartRateTarget | None = interval.heart_rate
    if target is None:
        return None
    low = _heart_rate_figure(target.basis, target.min, profile)
    high = _heart_rate_figure(target.basis, target.max, profile)
    return _band(low, high, target.name, "bpm")


def power_band(interval: Interval, profile: PlayerProfile) -> TargetZone | None:
    """The target in W; None without a target or where the player's figure that it is relative to is not known."""
    target: PowerTarget | None = interval.power
    if target is None:
        return None
    low = _power_figure(target.basis, target.min, profile)
    high = _power_figure(target.basis, target.max, profile)
    return _band(low, high, target.name, "W")
