"""Form of a lift: what to say for each issue, how the ratings go, and what velocities and tempo tell by themselves.

The cue table is common coaching vocabulary, not a measurement. Knows no session.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from dryland.contract.strength import FormCorrection, Trend
from dryland.floor.programme import Step
from dryland.floor.strength_settings import StrengthSettings
from dryland.floor.strength_track import DoneSet, FormMark
from dryland.science.loading import tempo_tut_seconds

__all__ = ["CUES", "SensorFinding", "corrections_of", "form_trend", "sensor_findings"]

_SQUATS: Final = frozenset({"back_squat", "back_squat_low_bar", "front_squat", "goblet_squat", "split_squat"})
_PRESSES: Final = frozenset({"bench_press", "incline_bench_press", "push_up"})
_HINGES: Final = frozenset({"deadlift", "romanian_deadlift", "sumo_deadlift", "trap_bar_deadlift", "hip_thrust"})
_OVERHEAD: Final = frozenset({"overhead_press", "push_press"})

CUES: Final[MappingProxyType[tuple[str, str], str]] = MappingProxyType(
    {
        ("squat", "knee_valgus"): "Push the knees out over the toes; spread the floor.",
        ("squat", "depth"): "Sit down until the hip crease is below the knee.",
        ("squat", "butt_wink"): "Stop where the back stays flat; brace before the descent.",
        ("squat", "heel_lift"): "Keep the whole foot down; pressure over mid-foot.",
        ("squat", "forward_lean"): "Chest up; drive the back into the bar.",
        ("press", "elbow_flare"): "Tuck the elbows to about 45 degrees.",
        ("press", "bounce"): "Touch the chest softly and pause.",
        ("press", "bar_path"): "Lower to the lower chest, press back over the shoulders.",
        ("press", "hips_off_bench"): "Keep the hips on the bench; drive with the feet.",
        ("press", "shoulder_position"): "Squeeze the shoulder blades together and down.",
        ("hinge", "back_rounding"): "Brace, pull the slack out, keep the back flat.",
        ("hinge", "bar_drift"): "Keep the bar against the legs.",
        ("hinge", "hips_rise_first"): "Push the floor away; hips and shoulders rise together.",
        ("hinge", "hyperextension"): "Finish tall with the glutes; do not lean back.",
        ("overhead", "lumbar_extension"): "Squeeze glutes and ribs down; press without leaning back.",
        ("overhead", "bar_path"): "Move the head back, press straight up, finish over mid-foot.",
        ("", "knee_valgus"): "Keep the knee in line with the toes.",
        ("", "depth"): "Use the full range that was agreed.",
        ("", "back_rounding"): "Brace and keep the back flat.",
        ("", "asymmetry"): "Load both sides the same; look at the bar's ends.",
        ("", "bar_path"): "Keep the bar over mid-foot.",
        ("", "range_of_motion"): "Full range on every rep, or less load.",
        ("", "bracing"): "Breathe in and brace before every rep.",
        ("", "control"): "Lower under control; no dropping.",
        ("", "tempo_fast"): "Slow down: count the planned tempo.",
        ("", "tempo_slow"): "Keep to the planned tempo; take load off if it cannot be kept.",
        ("", "velocity_loss"): "Bar speed has dropped past the limit: end the set here next time.",
        ("", "grip"): "Grip evenly and squeeze the bar.",
    }
)
"""(family of lifts, issue) → what to say; the family "" holds for every lift."""


class SensorFinding(NamedTuple):
    """What a sensor's figures say about a set: issue codes, a rating 1-5, the figures in words."""

    issues: tuple[str, ...]
    rating: int
    note: str


def _family(lift: str) -> str:
    families = (("squat", _SQUATS), ("press", _PRESSES), ("hinge", _HINGES), ("overhead", _OVERHEAD))
    return next((family for family, lifts in families if lift.partition(":")[0] in lifts), "")


def corrections_of(lift: str, issues: Sequence[str]) -> tuple[FormCorrection, ...]:
    """A cue for each issue; for one that no table knows, its own words."""
    family = _family(lift)
    cues = (
        (issue, CUES.get((family, issue)) or CUES.get(("", issue)) or f"Watch: {issue.replace('_', ' ').lower()}.")
        for issue in issues
    )
    return tuple(FormCorrection(issue=issue, cue=cue) for issue, cue in cues)


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
    found: list[tuple[str, float, str]] = []
    limit = settings.velocity_loss_pct
    if step is not None and step.planned.velocity_loss_limit is not None:
        limit = step.planned.velocity_loss_limit
    loss = done.velocity_loss
    if loss is not None and limit > 0 and loss >= limit:
        found.append(("velocity_loss", loss / limit, f"velocity loss {loss:.0f} % at a limit of {limit:g} %"))
    off_pct = _tempo_off_pct(done, step)
    if off_pct is not None and abs(off_pct) >= settings.tempo_off_pct:
        issue = "tempo_fast" if off_pct < 0 else "tempo_slow"
        words = f"time under tension {off_pct:+.0f} % off the planned tempo"
        found.append((issue, abs(off_pct) / settings.tempo_off_pct, words))
    if not found:
        return None
    rating = 2 if len(found) > 1 or found[0][1] >= 1.5 else 3
    words = "; ".join(words for _, _, words in found)
    return SensorFinding(tuple(issue for issue, _, _ in found), rating, words[0].upper() + words[1:] + ".")


def _tempo_off_pct(done: DoneSet, step: Step | None) -> float | None:
    planned = None if step is None else step.planned.tempo
    measured = done.data.tempo
    if planned is None or measured is None or len(planned) != 4 or len(measured) != 4:
        return None
    planned_s, measured_s = tempo_tut_seconds(planned, 1), tempo_tut_seconds(measured, 1)
    return 100 * (measured_s / planned_s - 1) if planned_s > 0 else None
