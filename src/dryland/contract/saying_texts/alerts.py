"""What staff are called for, one text for each way in which a rule sees it."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final = {
    "alert_heart_rate_above": "{player}: heart rate {heartRate} above {boundBpm} bpm for {aboveS} s.",
    "alert_not_recovering": "{player}: heart rate still {heartRate} after {restS} s of rest, {targetBpm} bpm expected.",
    "alert_low_compliance": "{player}: {compliancePct} % of {judgedS} s in the target zone.",
    "alert_implausible": "{player}: heart rate makes no sense: check the strap.",
    "alert_strap_lost": "{player}: strap lost.",
    "alert_straps_lost": "{players} straps lost, {session}.",
    "alert_velocity_loss": "{player}: {lossPct} % velocity lost in the set, the limit is {limitPct} %.",
    "alert_slower_first_rep": (
        "{player}: first repetition at {velocityMps} m/s, {baselineMps} m/s earlier with the same load."
    ),
    "alert_rpe_over_target": "{player}: RPE {rpe} at a target of {targetRpe}.",
    "alert_rpe_rises": "{player}: RPE rises by {slopeRpe} from set to set at the same load.",
    "alert_drill_slower": "{player}: twice in a row more than {limitPct} % slower than the best of today.",
    "alert_sprint_decrement": (
        "{player}: {decrementPct} % decrement over {attempts, plural, one {# attempt} other {# attempts}}, "
        "the limit is {limitPct} %."
    ),
    "alert_asymmetry": (
        "{player}: {asymmetryPct} % between left and right on {days, plural, one {# day} other {# days}}, "
        "{slowerSide, select, left {left} other {right}} slower: test again."
    ),
    "alert_recovery_low": (
        "{player}: heart rate fell by {recoveryBpm} bpm in 60 s of rest, hardly at all "
        "{times, plural, one {# time} other {# times}} in a row."
    ),
    "alert_recovery_below_own": (
        "{player}: heart rate fell by {recoveryBpm} bpm in 60 s of rest, {usualBpm} bpm is usual."
    ),
    # said by people
    "alert_help": "{player} asks for help.",
    "alert_pain": "{player} reports pain.",
    "alert_equipment": "Equipment needs a look.",
    "alert_look": "{player}: look, please.",
    "alert_help_somebody": "A player asks for help.",
    "alert_pain_somebody": "A player reports pain.",
    "alert_look_somebody": "Staff ask for a look.",
    "alert_remark": "{remark}",
    # fitness to train
    "alert_fitness": (
        "{player} is {status, select, injured {injured} limited {limited} recovery {recovery} other {healthy}}. "
        "What is not allowed is taken out of the training."
    ),
    "alert_about": "{player}:",
    "alert_no_session": "{player} is paused: no session is suitable and has a place.",
    "fit_again": "{player} trains as planned again.",
    "being_adapted": "Training is being adapted for {player}.",
}
