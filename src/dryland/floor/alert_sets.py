"""The rules about sets: velocity lost, a slower first repetition, effort that drifts. Each set against those before it.

Reads stored facts and the state they make; knows no live value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dryland.contract.sayings import say
from dryland.contract.strength import SetCompleted
from dryland.floor.aggregate import Session
from dryland.floor.alert_seen import Inputs, Seen
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.hybrid_parts import programme_for
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.programme import Programme
from dryland.floor.strength_session import Personal
from dryland.floor.strength_track import DoneSet, StrengthTrack
from dryland.science.alerts import rpe_slope_per_set

__all__ = ["of_set"]


def of_set(session: Session, fact: SetCompleted, settings: AlertSettings) -> Iterator[Seen]:
    """What a set gives reason to call for; only the newest of its exercise does."""
    lifting = _lifting(session, fact.player_id, fact.exercise_id)
    if lifting is None:
        return
    sets = sorted(
        (done for done in lifting.track.done.values() if done.exercise_id == fact.exercise_id and not done.questioned),
        key=lambda done: (done.at_ms, done.seq),
    )
    if not sets or sets[-1].data.set_number != fact.set_data.set_number:
        return
    where: Inputs = {
        "exerciseId": fact.exercise_id,
        "setNumber": float(fact.set_data.set_number),
    }
    yield from _velocity_loss(lifting.programme, fact, settings, where)
    yield from _slower(sets, settings, where)
    yield from _drift(sets, settings, where)


class _Lifting(NamedTuple):
    """The sets that a set belongs to, and the plan of them."""

    track: StrengthTrack
    programme: Programme | None


def _lifting(session: Session, player_id: str, exercise_id: str) -> _Lifting | None:
    work: Any = session.works.get(player_id)
    if isinstance(work, StrengthTrack):
        personal = session.plans.get(player_id)
        return _Lifting(work, personal.programme if isinstance(personal, Personal) else None)
    if not isinstance(work, HybridTrack):
        return None
    hybrid: Any = session
    programme = programme_for(hybrid, session.state.players[player_id])
    run = work.lifting(programme, exercise_id)
    if run is None or run.strength is None:
        return None
    block = programme.work(run.block_id, run.factors)
    return _Lifting(run.strength, None if block is None else block.strength)


def _velocity_loss(
    programme: Programme | None, fact: SetCompleted, settings: AlertSettings, where: Inputs
) -> Iterator[Seen]:
    loss = fact.velocity_loss
    planned = _planned_limit(programme, fact)
    limit = settings.velocity_loss_pct if planned is None else planned
    if loss is not None and loss >= limit:
        saying = say("alert_velocity_loss", loss_pct=round(loss), limit_pct=limit)
        yield Seen("velocity_loss", saying, {"velocityLossPct": round(loss, 1), "limitPct": limit, **where})


def _planned_limit(programme: Programme | None, fact: SetCompleted) -> float | None:
    if programme is None:
        return None
    steps = programme.matching(fact.exercise_id, fact.set_data.set_number, fact.set_data.side)
    return steps[0].planned.velocity_loss_limit if steps else None


def _slower(sets: Sequence[DoneSet], settings: AlertSettings, where: Inputs) -> Iterator[Seen]:
    last = sets[-1]
    same = [done.data.velocities[0] for done in sets if done.data.velocities and done.bar_kg == last.bar_kg]
    if not last.data.velocities or len(same) < 2:
        return
    baseline, now = max(same[:-1]), same[-1]
    if baseline - now >= settings.velocity_drop_te * settings.velocity_te_mps:
        saying = say("alert_slower_first_rep", velocity_mps=now, baseline_mps=baseline)
        inputs = {"velocityMps": now, "baselineMps": baseline, "weightKg": round(last.bar_kg, 2), **where}
        yield Seen("velocity_below_baseline", saying, inputs)


def _drift(sets: Sequence[DoneSet], settings: AlertSettings, where: Inputs) -> Iterator[Seen]:
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
        yield Seen("rpe_drift", say("alert_rpe_over_target", rpe=rpe, target_rpe=last.target_rpe), inputs)
    elif slope is not None and slope > settings.rpe_slope:
        yield Seen("rpe_drift", say("alert_rpe_rises", slope_rpe=round(slope, 1)), inputs)
