"""Form of a lift: what to say for each issue, how the ratings go, and what velocities and tempo tell by themselves.

The cue table is common coaching vocabulary, not a measurement. Knows no session.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dryland.contract.saying_texts import cues
from dryland.contract.sayings import Saying, english, say
from dryland.contract.strength import FormCorrection, Trend
from dryland.floor.programme import Step
from dryland.floor.strength_settings import StrengthSettings
from dryland.floor.strength_track import DoneSet, FormMark
from dryland.science.loading import tempo_tut_seconds

__all__ = ["SensorFinding", "corrections_of", "form_trend", "sensor_findings"]

_SQUATS: Final = frozenset({"back_squat", "back_squat_low_bar", "front_squat", "goblet_squat", "split_squat"})
_PRESSES: Final = frozenset({"bench_press", "incline_bench_press", "push_up"})
_HINGES: Final = frozenset({"deadlift", "romanian_deadlift", "sumo_deadlift", "trap_bar_deadlift", "hip_thrust"})
_OVERHEAD: Final = frozenset({"overhead_press", "push_press"})


class SensorFinding(NamedTuple):
    """What a sensor's figures say about a set: issue codes, a rating 1-5, the figures in a saying."""

    issues: tuple[str, ...]
    rating: int
    note: tuple[Saying, ...]


def _family(lift: str) -> str:
    families = (("squat", _SQUATS), ("press", _PRESSES), ("hinge", _HINGES), ("overhead", _OVERHEAD))
    return next((family for family, lifts in families if lift.partition(":")[0] in lifts), "")


def corrections_of(lift: str, issues: Sequence[str]) -> tuple[FormCorrection, ...]:
    """A cue for each issue; for one that no table knows, its own words."""
    family = _family(lift)
    return tuple(_correction(issue, _cue(family, issue)) for issue in issues)


def _cue(family: str, issue: str) -> Saying:
    """What is said for a family of lifts, else for every lift, else the issue itself."""
    code = next((each for each in (f"form_{family}_{issue}", f"form_{issue}") if each in cues.TEXTS), None)
    return say("form_other", issue=issue.replace("_", " ").lower()) if code is None else say(code)


def _correction(issue: str, cue: Saying) -> FormCorrection:
    return FormCorrection(issue=issue, cue=english((cue,)), cue_sayings=(cue,))


def form_trend(marks: Sequence[FormMark], settings: StrengthSettings) -> Trend:
    """Which way the newest ratings of an exercise go: least-squares slope per set; unknown below three."""
    ratings = [mark.rating for mark in marks[-settings.form_trend_sets :]]
    n = len(ratings)
    if n < 3:
        return Trend.UNKNOWN
    middle = (n - 1) / 2
    over = sum((place - middle) * rating for place, rating in enumerate(ratings))
    slope = over / sum((place - middle) ** 2 for place in range(n))
    if abs(slope) < settings.form_trend_slope:
        return Trend.STABLE
    return Trend.IMPROVING if slope > 0 else Trend.DECLINING


def sensor_findings(done: DoneSet, step: Step | None, settings: StrengthSettings) -> SensorFinding | None:
    """What velocities and a measured tempo say by themselves; None where all is as planned or nothing was measured.

    The rating is 3 for one figure past its limit, 2 for one past one and a half times it or for both: a design choice.
    """
    if not done.data.velocities:
        return None
    found: list[tuple[str, float, Saying]] = []
    limit = settings.velocity_loss_pct
    if step is not None and step.planned.velocity_loss_limit is not None:
        limit = step.planned.velocity_loss_limit
    loss = done.velocity_loss
    if loss is not None and limit > 0 and loss >= limit:
        found.append(
            ("velocity_loss", loss / limit, say("form_seen_velocity_loss", loss_pct=round(loss), limit_pct=limit))
        )
    off_pct = _tempo_off_pct(done, step)
    if off_pct is not None and abs(off_pct) >= settings.tempo_off_pct:
        issue = "tempo_fast" if off_pct < 0 else "tempo_slow"
        seen = say("form_seen_tempo", off_change_pct=round(off_pct))
        found.append((issue, abs(off_pct) / settings.tempo_off_pct, seen))
    if not found:
        return None
    rating = 2 if len(found) > 1 or found[0][1] >= 1.5 else 3
    return SensorFinding(tuple(issue for issue, _, _ in found), rating, tuple(seen for _, _, seen in found))


def _tempo_off_pct(done: DoneSet, step: Step | None) -> float | None:
    planned = None if step is None else step.planned.tempo
    measured = done.data.tempo
    if planned is None or measured is None or len(planned) != 4 or len(measured) != 4:
        return None
    planned_s, measured_s = tempo_tut_seconds(planned, 1), tempo_tut_seconds(measured, 1)
    return 100 * (measured_s / planned_s - 1) if planned_s > 0 else None
