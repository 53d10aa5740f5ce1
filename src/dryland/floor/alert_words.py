"""What the rules about lasting states say: what people are told, figures for the log."""

from __future__ import annotations

from typing import NamedTuple

from dryland.contract.sayings import Saying, say
from dryland.floor.alert_seen import Inputs
from dryland.floor.live import LivePlayer

__all__ = ["Said", "above", "implausible", "missed", "unrecovered"]


class Said(NamedTuple):
    """What people are told, without the player's name, and figures for the log."""

    saying: Saying
    inputs: Inputs


def above(bpm: int, bound: float, since_ms: int | None, at_ms: int) -> Said:
    """Above a bound for so long."""
    above_s = 0.0 if since_ms is None else (at_ms - since_ms) / 1000
    saying = say("alert_heart_rate_above", heart_rate=bpm, bound_bpm=round(bound), above_s=round(above_s))
    return Said(saying, {"heartRate": float(bpm), "boundBpm": round(bound, 1), "aboveS": round(above_s, 1)})


def unrecovered(bpm: int, target: float, rest_s: float) -> Said:
    """Not come down in a rest."""
    saying = say("alert_not_recovering", heart_rate=bpm, rest_s=round(rest_s), target_bpm=round(target))
    return Said(saying, {"heartRate": float(bpm), "targetBpm": round(target, 1), "restS": round(rest_s, 1)})


def missed(live: LivePlayer, pct: float, judged_s: float) -> Said:
    """Little of an interval in its target."""
    saying = say("alert_low_compliance", compliance_pct=round(pct), judged_s=round(judged_s))
    place = None if live.interval_index is None else float(live.interval_index)
    return Said(saying, {"compliancePct": round(pct, 1), "judgedS": round(judged_s, 1), "intervalIndex": place})


def implausible(live: LivePlayer, since_ms: int | None, at_ms: int) -> Said:
    """A strap that says what no heart does."""
    bad_s = 0.0 if since_ms is None else (at_ms - since_ms) / 1000
    bpm = None if live.analysis.hr is None else float(live.analysis.hr)
    return Said(say("alert_implausible"), {"heartRate": bpm, "implausibleS": round(bad_s, 1)})
