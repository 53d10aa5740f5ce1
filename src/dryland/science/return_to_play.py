"""Graduated return to sport after concussion: the published stages and the shortest time in each.

Knows no athlete and decides nothing: a medical role does.
"""

from __future__ import annotations

from typing import NamedTuple

from dryland.science.ranges import non_negative

__all__ = ["CONCUSSION_STAGES", "ConcussionStage", "concussion_hrmax_pct", "concussion_next_stage"]

MIN_HOURS_PER_STAGE = 24.0


class ConcussionStage(NamedTuple):
    """What is allowed, and whether medical clearance must come before."""

    name: str
    activity: str
    needs_clearance: bool = False


CONCUSSION_STAGES = (
    ConcussionStage("symptom_limited", "daily activities that do not provoke symptoms"),
    ConcussionStage("light_aerobic", "walking or stationary cycling, no resistance training"),
    ConcussionStage("sport_specific", "running or skating drills, no head impact"),
    ConcussionStage("non_contact", "harder drills, resistance training may start"),
    ConcussionStage("full_contact", "normal training", needs_clearance=True),
    ConcussionStage("play", "normal game play", needs_clearance=True),
)


def concussion_next_stage(
    stage: int,
    hours_in_stage: float,
    symptom_free: bool,
    medically_cleared: bool,
    min_hours: float = MIN_HOURS_PER_STAGE,
) -> int:
    """Stage 1-6 that may follow now: one up after 24 h without symptoms, one down with symptoms, else the same.

    Stages 5 and 6 need medical clearance. Source: McCrory 2017, BJSM 51:838, doi:10.1136/bjsports-2017-097699.
    """
    if not 1 <= stage <= len(CONCUSSION_STAGES):
        raise ValueError(f"stage must lie in 1 to {len(CONCUSSION_STAGES)}, not {stage}")
    if not symptom_free:
        return max(1, stage - 1)
    if non_negative("hours_in_stage", hours_in_stage) < min_hours or stage == len(CONCUSSION_STAGES):
        return stage
    return stage if CONCUSSION_STAGES[stage].needs_clearance and not medically_cleared else stage + 1


def concussion_hrmax_pct(step: str, light_pct: float = 55.0, moderate_pct: float = 70.0) -> float:
    """Ceiling [% of HRmax] of step `2A` (55) or `2B` (70) of aerobic exercise.

    Provisional: recalled, settings. Source: Amsterdam 2022 statement, Patricios 2023, doi:10.1136/bjsports-2023-106898.
    """
    ceilings = {"2A": light_pct, "2B": moderate_pct}
    if step not in ceilings:
        raise ValueError(f"step must be 2A or 2B, not {step!r}")
    return ceilings[step]
