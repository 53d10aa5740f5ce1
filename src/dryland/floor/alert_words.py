"""What the rules about lasting states say: words for people, figures for the log."""

from __future__ import annotations

from typing import NamedTuple

from dryland.floor.alert_seen import Inputs
from dryland.floor.live import LivePlayer

__all__ = ["Said", "above", "implausible", "missed", "unrecovered"]


class Said(NamedTuple):
    """Words for people and figures for the log."""

    words: str
    inputs: Inputs


def above(bpm: int, bound: float, since_ms: int | None, at_ms: int) -> Said:
    """Above a bound for so long."""
    above_s = 0.0 if since_ms is None else (at_ms - since_ms) / 1000
    words = f"heart rate {bpm} above {bound:.0f} bpm for {above_s:.0f} s"
    return Said(words, {"heartRate": float(bpm), "boundBpm": round(bound, 1), "aboveS": round(above_s, 1)})


def unrecovered(bpm: int, target: float, rest_s: float) -> Said:
    """Not come down in a rest."""
    words = f"heart rate still {bpm} after {rest_s:.0f} s of rest, {target:.0f} bpm expected"
    return Said(words, {"heartRate": float(bpm), "targetBpm": round(target, 1), "restS": round(rest_s, 1)})


def missed(live: LivePlayer, pct: float, judged_s: float) -> Said:
    """Little of an interval in its target."""
    words = f"{pct:.0f} % of {judged_s:.0f} s in the target zone"
    place = None if live.interval_index is None else float(live.interval_index)
    return Said(words, {"compliancePct": round(pct, 1), "judgedS": round(judged_s, 1), "intervalIndex": place})


def implausible(live: LivePlayer, since_ms: int | None, at_ms: int) -> Said:
    """A strap that says what no heart does."""
    bad_s = 0.0 if since_ms is None else (at_ms - since_ms) / 1000
    bpm = None if live.analysis.hr is None else float(live.analysis.hr)
    return Said("heart rate makes no sense: check the strap", {"heartRate": bpm, "implausibleS": round(bad_s, 1)})
