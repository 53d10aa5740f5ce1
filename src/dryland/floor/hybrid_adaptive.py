"""How the next block is changed: from the recovery of heart rate, the drift of effort and the loss of velocity.

Each measure speaks for itself and the strongest one decides; they are not blended into a score. The thresholds are
engineering choices [D]; no trial validates them. Every input and every effect is named. Knows no session.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dryland.contract.hybrid import AdaptiveAdjustments
from dryland.contract.sayings import Saying, english, say
from dryland.floor.hybrid_programme import HybridProgramme
from dryland.floor.hybrid_settings import HybridSettings
from dryland.floor.hybrid_track import BlockRun
from dryland.floor.strength_track import DoneSet

__all__ = [
    "Evidence",
    "adjust",
    "evidence_of",
    "recovery_change_pct",
    "rpe_drift",
    "velocity_limit_pct",
    "velocity_loss_pct",
]


class Evidence(NamedTuple):
    """What was measured; None where nothing was."""

    rpe_drift: float | None = None
    velocity_loss_pct: float | None = None
    recovery_change_pct: float | None = None
    recovery_bpm: float | None = None
    velocity_limit_pct: float | None = None
    """What the plan allows the sets to lose; None where it says nothing, and the setting holds."""


class _Effect(NamedTuple):
    """What one measure asks for: factors, and why."""

    intensity: float
    duration: float
    why: Saying


def rpe_drift(sets: Sequence[DoneSet]) -> float | None:
    """How far the effort of a block's sets lay above its target, RPE points.

    Against the targets where the plan has them; else last against first rated set of the same exercise and load.
    """
    targeted = [
        done.data.rpe - done.target_rpe for done in sets if done.data.rpe is not None and done.target_rpe is not None
    ]
    if targeted:
        return sum(targeted) / len(targeted)
    first: dict[tuple[str, float, int], float] = {}
    last: dict[tuple[str, float, int], float] = {}
    for done in sets:
        if done.data.rpe is not None:
            key = done.exercise_id, done.load_kg, done.data.reps
            first.setdefault(key, done.data.rpe)
            last[key] = done.data.rpe
    repeated = [
        last[key] - first[key]
        for key in first
        if sum((d.exercise_id, d.load_kg, d.data.reps) == key and d.data.rpe is not None for d in sets) > 1
    ]
    return sum(repeated) / len(repeated) if repeated else None


def velocity_loss_pct(sets: Sequence[DoneSet]) -> float | None:
    """Mean loss of velocity within the sets that a sensor measured, %."""
    losses = [done.velocity_loss for done in sets if done.velocity_loss is not None]
    return sum(losses) / len(losses) if losses else None


def velocity_limit_pct(run: BlockRun, programme: HybridProgramme, settings: HybridSettings) -> float | None:
    """Mean of what the measured sets were allowed to lose, %; None where the plan limits none of them."""
    block = programme.work(run.block_id, run.factors)
    if block is None:
        return None
    limits: list[float | None] = []
    for done in run.sets():
        if done.velocity_loss is not None:
            steps = block.strength.matching(done.exercise_id, done.data.set_number, done.data.side)
            limits.append(steps[0].planned.velocity_loss_limit if steps else None)
    if all(limit is None for limit in limits):
        return None
    return sum(settings.velocity_loss_pct if limit is None else limit for limit in limits) / len(limits)


def recovery_change_pct(recoveries: Sequence[float], former: Sequence[float], settings: HybridSettings) -> float | None:
    """This session's newest fall of heart rate in 60 s against the mean of the player's earlier ones, %.

    `former` are those of the sessions before: a heart that recovers badly from the first block on is seen by them.
    """
    earlier = [*former, *recoveries[:-1]]
    if not recoveries or len(earlier) < settings.recoveries_known:
        return None
    mean_bpm = sum(earlier) / len(earlier)
    return 100 * (recoveries[-1] / mean_bpm - 1) if mean_bpm > 0 else None


def evidence_of(
    runs: Sequence[BlockRun],
    recoveries: Sequence[float],
    former: Sequence[float],
    programme: HybridProgramme,
    settings: HybridSettings,
) -> Evidence:
    """What the newest block of sets and the newest recovery tell before the next block; `former`: sessions before."""
    lifted = [run for run in runs[-2:] if run.strength is not None]
    sets = lifted[-1].sets() if lifted else []
    return Evidence(
        rpe_drift(sets),
        velocity_loss_pct(sets),
        recovery_change_pct(recoveries, former, settings),
        recoveries[-1] if recoveries else None,
        velocity_limit_pct(lifted[-1], programme, settings) if lifted else None,
    )


def _by_effort(drift: float | None, settings: HybridSettings) -> _Effect | None:
    if drift is None or abs(drift) < settings.drift_rpe:
        return None
    rest = 1 + settings.rest_per_rpe * max(0.0, drift)
    code = "block_effort_above" if drift > 0 else "block_effort_below"
    return _Effect(1 - settings.intensity_per_rpe * drift, rest, say(code, drift_rpe=round(abs(drift), 1)))


def _by_velocity(loss_pct: float | None, planned_pct: float | None, settings: HybridSettings) -> _Effect | None:
    limit_pct = settings.velocity_loss_pct if planned_pct is None else planned_pct
    if loss_pct is None or loss_pct <= limit_pct:
        return None
    tens = (loss_pct - limit_pct) / 10
    return _Effect(
        1 - settings.intensity_per_loss * tens,
        1 + settings.rest_per_loss * tens,
        say("block_velocity_loss", loss_pct=round(loss_pct), limit_pct=limit_pct),
    )


def _by_recovery(change_pct: float | None, bpm: float | None, settings: HybridSettings) -> _Effect | None:
    if change_pct is None or bpm is None or change_pct > -settings.recovery_fall_pct:
        return None
    fell = say("block_recovery_less", fell_bpm=round(bpm), less_pct=round(-change_pct))
    why = fell if bpm > 0 else say("block_recovery_none")
    return _Effect(settings.recovery_intensity, settings.recovery_rest, why)


def _inputs(found: Evidence) -> dict[str, float]:
    named = {
        "rpeDrift": found.rpe_drift,
        "velocityLossPct": found.velocity_loss_pct,
        "velocityLimitPct": found.velocity_limit_pct,
        "heartRateRecoveryChangePct": found.recovery_change_pct,
        "heartRateRecoveryBpm": found.recovery_bpm,
    }
    return {name: round(value, 2) for name, value in named.items() if value is not None}


def adjust(found: Evidence, settings: HybridSettings) -> AdaptiveAdjustments | None:
    """Factors for the next block, bounded; None where nothing was measured.

    One sign of fatigue is enough to go down; up it goes only when no measure says otherwise.
    """
    inputs = _inputs(found)
    if not inputs:
        return None
    said = (
        _by_effort(found.rpe_drift, settings),
        _by_velocity(found.velocity_loss_pct, found.velocity_limit_pct, settings),
        _by_recovery(found.recovery_change_pct, found.recovery_bpm, settings),
    )
    effects = [effect for effect in said if effect is not None]
    tired = [effect for effect in effects if effect.intensity < 1 or effect.duration > 1]
    deciding = tired or effects
    intensity = min((effect.intensity for effect in deciding), default=1.0)
    duration = max((effect.duration for effect in deciding), default=1.0)
    intensity = round(max(settings.min_intensity, min(settings.max_intensity, intensity)), 3)
    duration = round(max(1.0, min(settings.max_duration, duration)), 3)
    reason = _reason(deciding, intensity, duration)
    return AdaptiveAdjustments(
        intensity_modifier=intensity,
        duration_modifier=duration,
        reason=english(reason),
        reason_sayings=reason,
        inputs=inputs,
    )


def _reason(deciding: Sequence[_Effect], intensity: float, duration: float) -> tuple[Saying, ...]:
    """What was seen and what follows from it, so that a trainer can check it."""
    if not deciding:
        return (say("block_as_planned"),)
    codes = {
        (True, True): "block_both",
        (True, False): "block_intensity",
        (False, True): "block_rest",
        (False, False): "block_no_change",
    }
    harder, longer = round(100 * (intensity - 1), 1), round(100 * (duration - 1))
    effect = say(
        codes[intensity != 1, duration != 1],
        intensity_change_pct=None if intensity == 1 else harder,
        rest_change_pct=None if duration == 1 else longer,
    )
    return (*(each.why for each in deciding), effect)
