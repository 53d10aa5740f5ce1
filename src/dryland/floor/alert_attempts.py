"""The rules about attempts: slower than today's best, a decrement over repeats, sides that differ day after day.

Reads stored facts, the state they make and what former sessions left; knows no live value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dryland.contract.agility import DrillCompleted
from dryland.contract.base import Side
from dryland.contract.sayings import say
from dryland.floor.aggregate import Session
from dryland.floor.agility_judgement import drill_key
from dryland.floor.agility_priors import AgilityPriors, SideGap
from dryland.floor.agility_programme import AgilityProgramme
from dryland.floor.agility_session import all_priors_of, programme_for
from dryland.floor.agility_track import AgilityTrack, Attempt
from dryland.floor.alert_seen import Inputs, Seen
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.days import day_of
from dryland.science.alerts import drill_decrement_pct, sprint_decrement_pct
from dryland.science.change import own_bound

__all__ = ["of_drill"]


def of_drill(session: Session, fact: DrillCompleted, settings: AlertSettings) -> Iterator[Seen]:
    """What an attempt gives reason to call for; only the newest of its drill and side does."""
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
        yield from _sprints(session, fact, attempts)
    yield from _sides(session, work, fact)


def _decrement(attempts: Sequence[Attempt], drill_id: str, error_ms: float, settings: AlertSettings) -> Iterator[Seen]:
    """Two in a row slower than the best before them."""
    if len(attempts) < 3:
        return
    best_ms, now_ms = min(attempt.time_ms for attempt in attempts[:-2]), attempts[-1].time_ms
    limit_pct = max(settings.decrement_pct, 100 * settings.decrement_te * error_ms / best_ms)
    slower = [drill_decrement_pct(best_ms, attempt.time_ms) for attempt in attempts[-2:]]
    if min(slower) > limit_pct:
        saying = say("alert_drill_slower", limit_pct=round(limit_pct))
        inputs: Inputs = {
            "timeMs": now_ms,
            "bestMs": best_ms,
            "decrementPct": round(slower[-1], 1),
            "limitPct": round(limit_pct, 1),
            "drillId": drill_id,
        }
        yield Seen("drill_decrement", saying, inputs)


def _sprints(session: Session, fact: DrillCompleted, attempts: Sequence[Attempt]) -> Iterator[Seen]:
    """The decrement of repeated attempts above a fixed limit, or above what is usual for this player in this drill."""
    settings, result = session.settings.alerts, fact.drill_result
    if len(attempts) < settings.sprint_min_attempts:
        return
    decrement = sprint_decrement_pct([attempt.time_ms / 1000 for attempt in attempts])
    former = _former(session, fact).decrements(result.drill_id, result.side)
    own = own_bound(former, settings.sprint_sds, settings.sprint_known)
    limit = settings.sprint_decrement_pct if own is None else min(own, settings.sprint_decrement_pct)
    if decrement is not None and decrement > limit:
        inputs: Inputs = {
            "decrementPct": round(decrement, 1),
            "limitPct": round(limit, 1),
            "known": float(len(former)),
            "attempts": float(len(attempts)),
            "drillId": result.drill_id,
        }
        saying = say(
            "alert_sprint_decrement",
            decrement_pct=round(decrement, 1),
            attempts=len(attempts),
            limit_pct=round(limit, 1),
        )
        yield Seen("sprint_decrement", saying, inputs)


def _sides(session: Session, track: AgilityTrack, fact: DrillCompleted) -> Iterator[Seen]:
    """Left and right differ in the same direction on more than one day: a reason to test again, and no more."""
    settings, drill_id = session.settings.alerts, fact.drill_result.drill_id
    gap_pct = track.drill(drill_id).gap_pct() if fact.asymmetry is not None else None
    start_ms = session.state.clock.start_ms
    if gap_pct is None or start_ms is None or abs(gap_pct) <= settings.asymmetry_pct:
        return
    today = day_of(start_ms, session.settings.time_zone)
    before = _former(session, fact).gaps_before(drill_id, today)[1 - settings.asymmetry_days :]
    if settings.asymmetry_days > 1 and len(before) < settings.asymmetry_days - 1:
        return
    if all(abs(gap.pct) > settings.asymmetry_pct and gap.pct * gap_pct > 0 for gap in before):
        slower = "left" if gap_pct > 0 else "right"
        saying = say("alert_asymmetry", asymmetry_pct=round(abs(gap_pct)), days=len(before) + 1, slower_side=slower)
        inputs: Inputs = {
            "asymmetryPct": round(abs(gap_pct), 1),
            "days": float(len(before) + 1),
            "slowerSide": slower,
            "drillId": drill_id,
        }
        yield Seen("asymmetry", saying, inputs)


class _Former(NamedTuple):
    """What former sessions say of the player's attempts, by the drills of this plan."""

    priors: AgilityPriors
    programme: AgilityProgramme

    def decrements(self, drill_id: str, side: Side | None) -> tuple[float, ...]:
        """Decrements [%] of the sessions before, oldest first."""
        drill = self.programme.drill(drill_id)
        return () if drill is None else self.priors.decrements.get(drill_key(drill, side), ())

    def gaps_before(self, drill_id: str, day: int) -> tuple[SideGap, ...]:
        """Differences of the sides on the days before this one, oldest first."""
        drill = self.programme.drill(drill_id)
        known = () if drill is None else self.priors.gaps.get(drill_key(drill, None), ())
        return tuple(gap for gap in known if gap.day < day)


def _former(session: Session, fact: DrillCompleted) -> _Former:
    agility: Any = session
    player = session.state.players[fact.player_id]
    return _Former(all_priors_of(agility, player), programme_for(agility, player))
