"""The rules about recovery: heart rate that falls less in a minute of rest than the player's own usual, or hardly.

The published cut-off is about patients; for athletes only a trend within the athlete is honest, so staff are advised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dryland.contract.conditioning import IntervalAnalysis, IntervalTransitioned
from dryland.contract.sayings import say
from dryland.floor.aggregate import Session
from dryland.floor.alert_seen import Seen
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.conditioning import IntervalTrack
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.recoveries import former_recoveries
from dryland.science.change import own_bound

__all__ = ["of_rest"]


def of_rest(session: Session, fact: IntervalTransitioned) -> Iterator[Seen]:
    """What a rest that is over gives reason to call for."""
    analysis, settings = fact.analysis, session.settings.alerts
    if fact.player_id is None or analysis is None or analysis.heart_rate_recovery is None:
        return
    known = _recoveries(session, fact.player_id)
    # Only a rest that followed work is among them.
    if not known or known[-1] != analysis.heart_rate_recovery or not _was_hard(session, fact.player_id, analysis):
        return
    low = list(_low(known, settings))
    yield from low or _below_own(known, settings)


def _recoveries(session: Session, player_id: str) -> tuple[float, ...]:
    """The player's recoveries after work, oldest first, those of the sessions before among them."""
    work: Any = session.works.get(player_id)
    if not isinstance(work, IntervalTrack | HybridTrack):
        return ()
    return former_recoveries(bytes(session.state.players[player_id].priors)).with_more(work.recoveries).recoveries


def _was_hard(session: Session, player_id: str, analysis: IntervalAnalysis) -> bool:
    """Whether the heart had anything to recover from: the rest began above what a rest is to reach."""
    hr_max = session.state.players[player_id].profile.hr_max
    if not hr_max or analysis.max_heart_rate is None:
        return False
    return analysis.max_heart_rate > hr_max * session.settings.alerts.recovery_pct / 100


def _low(known: Sequence[float], settings: AlertSettings) -> Iterator[Seen]:
    newest = known[-settings.recovery_low_times :]
    if len(newest) == settings.recovery_low_times and max(newest) <= settings.recovery_low_bpm:
        saying = say("alert_recovery_low", recovery_bpm=round(newest[-1]), times=len(newest))
        inputs = {"recoveryBpm": newest[-1], "boundBpm": settings.recovery_low_bpm, "times": float(len(newest))}
        yield Seen("recovery_low", saying, dict(inputs))


def _below_own(known: Sequence[float], settings: AlertSettings) -> Iterator[Seen]:
    earlier, newest = known[:-1], known[-1]
    bound = own_bound(earlier, -settings.recovery_sds, settings.recovery_known, settings.recovery_least_sd_bpm)
    if bound is not None and newest < bound:
        usual = sum(earlier) / len(earlier)
        saying = say("alert_recovery_below_own", recovery_bpm=round(newest), usual_bpm=round(usual))
        inputs = {"recoveryBpm": newest, "boundBpm": round(bound, 1), "usualBpm": round(usual, 1)}
        yield Seen("recovery_below_own", saying, {**inputs, "known": float(len(earlier))})
