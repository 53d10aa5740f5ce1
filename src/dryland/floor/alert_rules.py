"""The rules that call people: one row each, with what it stands on, what bounds it and what it reads.

Rows only; what watches for them is beside it. Thresholds are settings. A rule advises: none of them is a diagnosis.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from dryland.contract.alerts import AlertSeverity, AlertType, EvidenceGrade

__all__ = ["MOMENTS", "RULES", "AlertRule", "Sees"]


class Sees(enum.StrEnum):
    """What a rule looks at: a state that lasts, a moment that is over when it is seen, or what somebody says."""

    STATE = "state"
    MOMENT = "moment"
    REPORT = "report"


class AlertRule(NamedTuple):
    """One rule. `settings` are the names of its thresholds; `holds` is its minimum duration, `ends` its hysteresis."""

    rule: str
    type: AlertType
    severity: AlertSeverity
    grade: EvidenceGrade
    sees: Sees
    fires: str
    holds: str
    ends: str
    inputs: tuple[str, ...]
    settings: tuple[str, ...] = ()
    source: str = ""
    within: tuple[str, ...] = ()
    """Rules that say the same and more; while one of them calls for a player this one waits."""


_T, _S, _G = AlertType, AlertSeverity, EvidenceGrade
_LOW, _MEDIUM, _HIGH = _S.LOW, _S.MEDIUM, _S.HIGH
_MOMENT_ENDS: Final = "by itself after advice_lasts_s"
_PERSON_ENDS: Final = "when somebody clears it"

_ROWS: Final = (
    AlertRule("velocity_loss", _T.HIGH_FATIGUE, _LOW, _G.TRIAL, Sees.MOMENT,
              "velocity lost within a set is at or above the plan's limit", "one set", _MOMENT_ENDS,
              ("velocityLossPct", "limitPct", "exerciseId", "setNumber"), ("velocity_loss_pct",),
              "Pareja-Blanco 2017, for ending a set"),
    AlertRule("velocity_below_baseline", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.MOMENT,
              "the first repetition is slower than the fastest first one at the same load in this session", "one set",
              _MOMENT_ENDS, ("velocityMps", "baselineMps", "weightKg", "exerciseId", "setNumber"),
              ("velocity_drop_te", "velocity_te_mps"), "relation published, threshold a choice"),
    AlertRule("rpe_drift", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.MOMENT,
              "RPE rises from set to set at the same load and repetitions, or stands well over the target",
              "rpe_min_sets sets", _MOMENT_ENDS, ("rpe", "targetRpe", "slopePerSet", "sets", "exerciseId", "setNumber"),
              ("rpe_slope", "rpe_min_sets", "rpe_over_target"), "plausible, without a trial"),
    AlertRule("hr_above_zone", _T.LOW_COMPLIANCE, _LOW, _G.CONVENTION, Sees.STATE,
              "heart rate above the target zone", "hr_above_s", "hr_rearm_s at least hr_rearm_bpm below the bound",
              ("heartRate", "boundBpm", "aboveS"), ("hr_above_s", "hr_rearm_bpm", "hr_rearm_s"),
              "hysteresis a choice; artefacts are filtered first", ("hr_over_limit",)),
    AlertRule("hr_over_limit", _T.HIGH_FATIGUE, _MEDIUM, _G.CONVENTION, Sees.STATE,
              "heart rate above a hard limit: a restriction's or hr_limit_pct of HRmax", "hr_limit_s",
              "hr_rearm_s at least hr_rearm_bpm below the limit", ("heartRate", "boundBpm", "aboveS"),
              ("hr_limit_pct", "hr_limit_s", "hr_rearm_bpm", "hr_rearm_s"), "a choice; a restriction is a medic's"),
    AlertRule("hr_not_recovering", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.STATE,
              "heart rate in a rest has not come down to recovery_pct of HRmax", "recovery_s of rest",
              "when it has, or the rest is over", ("heartRate", "targetBpm", "restS"), ("recovery_pct", "recovery_s"),
              "own trend; Cole 1999 is about patients", ("hr_over_limit",)),
    AlertRule("recovery_below_own", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.MOMENT,
              "heart rate falls clearly less in 60 s of rest after work than is usual for the player",
              "recovery_known recoveries before it", _MOMENT_ENDS, ("recoveryBpm", "boundBpm", "usualBpm", "known"),
              ("recovery_known", "recovery_sds", "recovery_least_sd_bpm", "recovery_pct"), "own trend, a choice",
              ("hr_not_recovering", "hr_over_limit")),
    AlertRule("recovery_low", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.MOMENT,
              "heart rate hardly falls in 60 s of rest after work, in rests one after the other",
              "recovery_low_times rests", _MOMENT_ENDS, ("recoveryBpm", "boundBpm", "times"),
              ("recovery_low_bpm", "recovery_low_times", "recovery_pct"), "Cole 1999 is about patients",
              ("hr_over_limit",)),
    AlertRule("low_compliance", _T.LOW_COMPLIANCE, _LOW, _G.CONVENTION, Sees.STATE,
              "little of an interval was in its target zone", "compliance_judged_s of judged time",
              "compliance_margin_pct above it, or the interval is over", ("compliancePct", "judgedS", "intervalIndex"),
              ("compliance_pct", "compliance_judged_s", "compliance_margin_pct"), "a choice",
              ("hr_above_zone", "hr_over_limit")),
    AlertRule("sprint_decrement", _T.HIGH_FATIGUE, _LOW, _G.MEASURED, Sees.MOMENT,
              "decrement over the repeated attempts of one drill above a limit or above what is usual for the player",
              "sprint_min_attempts attempts", _MOMENT_ENDS,
              ("decrementPct", "limitPct", "known", "attempts", "drillId"),
              ("sprint_decrement_pct", "sprint_min_attempts", "sprint_known", "sprint_sds"),
              "Glaister 2008: the one index of eight that is reliable"),
    AlertRule("drill_decrement", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.MOMENT,
              "two attempts in a row slower than the session's best beyond its error", "2 attempts", _MOMENT_ENDS,
              ("timeMs", "bestMs", "decrementPct", "limitPct", "drillId"), ("decrement_pct", "decrement_te"),
              "a choice"),
    AlertRule("asymmetry", _T.HIGH_FATIGUE, _LOW, _G.CONVENTION, Sees.MOMENT,
              "left and right differ in the same direction day after day: test again", "asymmetry_days days",
              _MOMENT_ENDS, ("asymmetryPct", "days", "slowerSide", "drillId"), ("asymmetry_pct", "asymmetry_days"),
              "Hewit 2012, a convention; Bishop 2018 found little evidence that it tells who gets hurt"),
    AlertRule("signal_lost", _T.SIGNAL_LOST, _LOW, _G.MEASURED, Sees.STATE,
              "no value came from somebody who had sent some", "floor.lost_after_s, then gather_s",
              "when every one of them is heard again", ("players", "sessionPlayers"), ("gather_s",), "counted"),
    AlertRule("signal_implausible", _T.EQUIPMENT_ISSUE, _LOW, _G.CONVENTION, Sees.STATE,
              "heart rate jumps or stands still as no heart does", "implausible_s", "when it makes sense again",
              ("heartRate", "implausibleS"), ("implausible_s",), "the artefact filter's figures are choices"),
    AlertRule("restriction_violated", _T.RESTRICTION_VIOLATED, _MEDIUM, _G.REPORTED, Sees.REPORT,
              "work that a restriction in force does not allow", "at once", _PERSON_ENDS, ("what",), (), "a medic's"),
    AlertRule("no_session_fits", _T.RESTRICTION_VIOLATED, _HIGH, _G.REPORTED, Sees.REPORT,
              "a player may not go on and no session is suitable", "at once", _PERSON_ENDS, ("what",), (), "a medic's"),
    AlertRule("pain_reported", _T.INJURY_RISK, _MEDIUM, _G.REPORTED, Sees.REPORT,
              "somebody reports pain; high from 7 of 10 on", "at once", _PERSON_ENDS, ("bodyRegion", "level"), (),
              "said by the player"),
    AlertRule("help_requested", _T.HELP_REQUESTED, _HIGH, _G.REPORTED, Sees.REPORT,
              "somebody asks for help", "at once", _PERSON_ENDS, (), (), "said by the player"),
    AlertRule("equipment_reported", _T.EQUIPMENT_ISSUE, _LOW, _G.REPORTED, Sees.REPORT,
              "somebody reports equipment", "at once", _PERSON_ENDS, ("equipmentId",), (), "said by whoever uses it"),
    AlertRule("gear_missing", _T.EQUIPMENT_ISSUE, _LOW, _G.REPORTED, Sees.REPORT,
              "an item of a session went out of service and no other is free; medium where players have no place",
              "at once", "when another one is given, or somebody clears it", ("missing", "playersOver", "kind"), (),
              "counted"),
    AlertRule("staff_reported", _T.HIGH_FATIGUE, _MEDIUM, _G.REPORTED, Sees.REPORT,
              "staff report something else; they choose its type and severity", "at once", _PERSON_ENDS, (), (),
              "said by staff"),
)  # fmt: skip

RULES: Final[Mapping[str, AlertRule]] = MappingProxyType({row.rule: row for row in _ROWS})
"""Every rule, by name."""

MOMENTS: Final = frozenset(row.rule for row in _ROWS if row.sees is Sees.MOMENT)
"""Rules about moments: nothing else tells the end of what they see."""
