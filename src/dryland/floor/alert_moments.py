"""Looks at what has just been stored for the rules about moments: sets and attempts against those before them.

Computed from facts alone, so that the log says the same again. Knows no live value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dryland.contract.agility import DrillCompleted
from dryland.contract.base import Fact, PlayerFact
from dryland.contract.strength import SetCompleted
from dryland.floor.aggregate import Session
from dryland.floor.agility_track import AgilityTrack, Attempt
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_rules import RULES
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.strength_session import Personal
from dryland.floor.strength_track import DoneSet, StrengthTrack
from dryland.floor.workout import to_ms
from dryland.science.alerts import drill_decrement_pct, rpe_slope_per_set, sprint_decrement_pct

__all__ = ["moments"]


class _Seen(NamedTuple):
    rule: str
    words: str
    inputs: dict[str, float | str | bool | None]


def moments(session: Session, fact: Fact) -> list[AlertRequest]:
    """What a fact that is in the session's state gives reason to call for."""
    settings = session.settings.alerts
    match fact:
        case SetCompleted() if not fact.withdrawn and not fact.needs_confirmation:
            seen = _of_set(session, fact, settings)
        case DrillCompleted() if fact.valid and not fact.questioned:
            seen = _of_drill(session, fact, settings)
        case _:
            return []
    return [_request(session, fact, each) for each in seen]


def _request(session: Session, fact: PlayerFact, seen: _Seen) -> AlertRequest:
    state, row = session.state, RULES[seen.rule]
    player = state.players[fact.player_id]
    assert fact.occurred_at is not None, "a stored fact has its own time"
    about = seen.inputs.get("exerciseId") or seen.inputs.get("drillId") or ""
    return AlertRequest(
        type=row.type,
        severity=row.severity,
        message=f"{player.name}: {seen.words}."[:500],
        rule=seen.rule,
        inputs=seen.inputs,
        at_ms=to_ms(fact.occurred_at) + state.clock.shift_ms,
        grade=row.grade,
        session_id=state.session_id,
        bundle_id=state.bundle_id,
        player_id=fact.player_id,
        cause=f"{seen.rule}:{state.session_id}:{fact.player_id}:{about}"[:120],
    )


# Sets


def _of_set(session: Session, fact: SetCompleted, settings: AlertSettings) -> Iterator[_Seen]:
    track = _lifting(session, fact.player_id)
    if track is None:
        return
    sets = sorted(
        (done for done in track.done.values() if done.exercise_id == fact.exercise_id and not done.questioned),
        key=lambda done: (done.at_ms, done.seq),
    )
    if not sets or sets[-1].data.set_number != fact.set_data.set_number:
        return
    where: dict[str, float | str | bool | None] = {
        "exerciseId": fact.exercise_id,
        "setNumber": float(fact.set_data.set_number),
    }
    yield from _velocity_loss(session, fact, settings, where)
    yield from _slower(sets, settings, where)
    yield from _drift(sets, settings, where)


def _lifting(session: Session, player_id: str) -> StrengthTrack | None:
    work: Any = session.works.get(player_id)
    if isinstance(work, StrengthTrack):
        return work
    if isinstance(work, HybridTrack):
        return next((run.strength for run in reversed(work.runs) if run.strength is not None), None)
    return None


def _velocity_loss(
    session: Session, fact: SetCompleted, settings: AlertSettings, where: dict[str, float | str | bool | None]
) -> Iterator[_Seen]:
    loss = fact.velocity_loss
    limit = _planned_limit(session, fact) or settings.velocity_loss_pct
    if loss is not None and loss >= limit:
        words = f"{loss:.0f} % velocity lost in the set, the limit is {limit:g} %"
        yield _Seen("velocity_loss", words, {"velocityLossPct": round(loss, 1), "limitPct": limit, **where})


def _planned_limit(session: Session, fact: SetCompleted) -> float | None:
    personal = session.plans.get(fact.player_id)
    if not isinstance(personal, Personal):
        return None
    steps = personal.programme.matching(fact.exercise_id, fact.set_data.set_number, fact.set_data.side)
    return steps[0].planned.velocity_loss_limit if steps else None


def _slower(
    sets: Sequence[DoneSet], settings: AlertSettings, where: dict[str, float | str | bool | None]
) -> Iterator[_Seen]:
    last = sets[-1]
    same = [done.data.velocities[0] for done in sets if done.data.velocities and done.bar_kg == last.bar_kg]
    if not last.data.velocities or len(same) < 2:
        return
    baseline, now = max(same[:-1]), same[-1]
    if baseline - now >= settings.velocity_drop_te * settings.velocity_te_mps:
        words = f"first repetition at {now:.2f} m/s, {baseline:.2f} m/s earlier with the same load"
        inputs = {"velocityMps": now, "baselineMps": baseline, "weightKg": round(last.bar_kg, 2), **where}
        yield _Seen("velocity_below_baseline", words, inputs)


def _drift(
    sets: Sequence[DoneSet], settings: AlertSettings, where: dict[str, float | str | bool | None]
) -> Iterator[_Seen]:
    last = sets[-1]
    rpe = last.data.rpe
    if rpe is None:
        return
    alike: list[float] = []
    for done in reversed(sets):
        if done.bar_kg != last.bar_kg or done.data.reps != last.data.reps or done.data.rpe is None:
            break
        alike.insert(0, done.data.rpe)
    slope = rpe_slope_per_set(alike) if len(alike) >= settings.rpe_min_sets else None
    inputs = {"rpe": rpe, "targetRpe": last.target_rpe, "slopePerSet": slope, "sets": float(len(alike)), **where}
    if last.target_rpe is not None and rpe >= last.target_rpe + settings.rpe_over_target:
        yield _Seen("rpe_drift", f"RPE {rpe:g} at a target of {last.target_rpe:g}", inputs)
    elif slope is not None and slope > settings.rpe_slope:
        yield _Seen("rpe_drift", f"RPE rises by {slope:.1f} from set to set at the same load", inputs)


# Attempts


def _of_drill(session: Session, fact: DrillCompleted, settings: AlertSettings) -> Iterator[_Seen]:
    work: Any = session.works.get(fact.player_id)
    if not isinstance(work, AgilityTrack):
        return
    result = fact.drill_result
    attempts = work.drill(result.drill_id).valid(result.side)
    if not attempts or attempts[-1].number != result.attempt_number:
        return
    error_ms = 0.0 if fact.improvement is None else fact.improvement.typical_error or 0.0
    decremented = list(_decrement(attempts, result.drill_id, error_ms, settings))
    yield from decremented
    if not decremented:
        yield from _sprints(attempts, result.drill_id, settings)
    yield from _sides(work, fact, settings)


def _decrement(attempts: Sequence[Attempt], drill_id: str, error_ms: float, settings: AlertSettings) -> Iterator[_Seen]:
    """Two in a row slower than the best before them."""
    if len(attempts) < 3:
        return
    best_ms, now_ms = min(attempt.time_ms for attempt in attempts[:-2]), attempts[-1].time_ms
    limit_pct = max(settings.decrement_pct, 100 * settings.decrement_te * error_ms / best_ms)
    slower = [drill_decrement_pct(best_ms, attempt.time_ms) for attempt in attempts[-2:]]
    if min(slower) > limit_pct:
        words = f"twice in a row more than {limit_pct:.0f} % slower than the best of today"
        inputs: dict[str, float | str | bool | None] = {
            "timeMs": now_ms,
            "bestMs": best_ms,
            "decrementPct": round(slower[-1], 1),
            "limitPct": round(limit_pct, 1),
            "drillId": drill_id,
        }
        yield _Seen("drill_decrement", words, inputs)


def _sprints(attempts: Sequence[Attempt], drill_id: str, settings: AlertSettings) -> Iterator[_Seen]:
    if len(attempts) < settings.sprint_min_attempts:
        return
    decrement = sprint_decrement_pct([attempt.time_ms / 1000 for attempt in attempts])
    if decrement is not None and decrement > settings.sprint_decrement_pct:
        inputs: dict[str, float | str | bool | None] = {
            "decrementPct": round(decrement, 1),
            "attempts": float(len(attempts)),
            "drillId": drill_id,
        }
        yield _Seen("sprint_decrement", f"{decrement:.0f} % decrement over {len(attempts)} attempts", inputs)


def _sides(track: AgilityTrack, fact: DrillCompleted, settings: AlertSettings) -> Iterator[_Seen]:
    """Left and right differ: a reason to test again, and no more than that."""
    asymmetry, drill_id = fact.asymmetry, fact.drill_result.drill_id
    if asymmetry is not None and abs(asymmetry) > settings.asymmetry_pct:
        inputs: dict[str, float | str | bool | None] = {"asymmetryPct": round(asymmetry, 1), "drillId": drill_id}
        yield _Seen("asymmetry", f"{abs(asymmetry):.0f} % between left and right; test again on another day", inputs)
