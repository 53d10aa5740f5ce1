"""A player's newest values as single events of the catalogue. Knows no room and no pace."""

from __future__ import annotations

from typing import Final

from dryland.contract.base import Wire
from dryland.contract.conditioning import HeartRateUpdated, PowerUpdated, ZoneComplianceUpdated
from dryland.contract.live import PlayerMetricsUpdated
from dryland.contract.session_state import Metrics
from dryland.floor.aggregate import Session
from dryland.floor.live import LivePlayer
from dryland.floor.targets import ZONE_NAMES

__all__ = ["COMPLIANCE", "HEART_RATE", "METRICS", "POWER", "live_event"]

HEART_RATE: Final = "training:conditioning:hr:update"
POWER: Final = "training:conditioning:power:update"
COMPLIANCE: Final = "training:conditioning:zone:compliance"
METRICS: Final = "training:player:metrics"


def live_event(session: Session, live: LivePlayer, name: str, now_ms: int) -> Wire | None:
    """The newest values of a player as one event of the catalogue."""
    maker = _MAKERS.get(name)
    return None if maker is None else maker(session, live, now_ms)


def _heart_rate(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    if analysis.hr is None:
        return None
    tally = analysis.tally
    return HeartRateUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        heart_rate=analysis.hr,
        zone=analysis.zone,
        zone_name=None if analysis.zone is None else ZONE_NAMES[analysis.zone],
        percent_of_max=analysis.percent_of_max,
        target_zone=analysis.hr_band,
        compliance=analysis.compliance_pct,
        time_in_zone=None if tally is None else tuple(round(seconds, 1) for seconds in tally.zone_s),
    )


def _power(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    if analysis.power is None:
        return None
    percent = live.percent_of_ftp()
    rolling, normalized = analysis.rolling_power_w, analysis.normalized_power_w
    return PowerUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        power=analysis.power,
        cadence=live.cadence,
        speed=live.speed,
        percent_of_ftp=percent,
        power_zone=live.power_zone(percent),
        rolling30s=None if rolling is None else round(rolling, 1),
        normalized_power=None if normalized is None else round(normalized, 1),
        w_balance=None if analysis.wbal_j is None else round(analysis.wbal_j),
        w_balance_percent=live.w_balance_pct(),
    )


def _compliance(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    pointer = session.machine.pointers(session, live.player_id).interval
    if analysis.hr is None or analysis.hr_band is None or analysis.in_zone is None or pointer is None:
        return None
    return ZoneComplianceUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        interval_id=pointer.id,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
        current_heart_rate=analysis.hr,
        target_zone=analysis.hr_band,
        actual_zone=analysis.zone or 0,
        compliance_percentage=analysis.compliance_pct,
        is_in_zone=analysis.in_zone,
        zone_violation_duration=live.out_of_zone_s() or 0.0,
    )


def _metrics(session: Session, live: LivePlayer, now_ms: int) -> Wire | None:
    analysis = live.analysis
    return PlayerMetricsUpdated(
        session_id=session.state.session_id,
        player_id=live.player_id,
        metrics=Metrics(
            heart_rate=analysis.hr,
            power=analysis.power,
            cadence=live.cadence,
            speed=live.speed,
            distance=live.distance,
            calories=round(analysis.kcal, 1) if analysis.kcal else None,
        ),
        signal=live.signal(now_ms),
    )


_MAKERS: Final = {HEART_RATE: _heart_rate, POWER: _power, COMPLIANCE: _compliance, METRICS: _metrics}
"""Name of a live event → the newest values in it."""
