"""Why a load, a rest, an interval or a block is advised."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final = {
    # how a set is done
    "how_amrap": "As many as possible.",
    "how_amrap_at_least": "As many as possible, at least {reps}.",
    "how_hold": "Hold for {holdS} s.",
    "how_cluster": "Cluster {parts}, {restS} s between.",
    # why that load
    "load_other_side": "As with the other side",
    "load_by_hand": "Chosen by hand",
    "load_drop": "Drop of {dropPct} %, straight after",
    "load_advice_off": "As planned; advice is switched off",
    "load_advice_refused": "As planned; the advice was refused",
    "load_planned": "As planned",
    "load_of_1rm": "{sharePct} % of a 1RM of {oneRepMaxKg}",
    "load_meets_rpe": "Meets RPE {rpe} at {reps, plural, one {# rep} other {# reps}} by your sets so far",
    "load_last_session": "As in the last session",
    "load_as_warmup": "No former set is known: as the warm-up, then rate the set",
    "load_start_light": "No former set is known: start light and rate the set",
    "load_not_today": "Not for you today: ask your trainer",
    # what the last set said
    "set_short": "{reps} reps, {outcome, select, failed {failed} other {partial}}",
    "set_short_of": "{reps} of {targetReps} reps, {outcome, select, failed {failed} other {partial}}",
    "set_rpe": "RPE {rpe}",
    "set_rpe_at": "RPE {rpe} at target {targetRpe}",
    "set_fastest": "Fastest rep {velocityMps} m/s",
    # what follows from it
    "load_same": "→ same load",
    "load_more": "→ +{changeKg}",
    "load_less": "→ −{changeKg}",
    # what kept the load from where it was wanted
    "bound_opening": "at most +{upPct} % or a step over the last session",
    "bound_up": "at most +{upPct} % at once",
    "bound_down": "at most −{downPct} % at once",
    "bound_staff": "limit set by staff",
    "bound_next_load": "the next load is {nextKg}",
    # why that rest
    "rest_straight_on": "straight on",
    "rest_planned": "plan",
    "rest_by_goal": (
        "{goal, select, max_strength {max strength} hypertrophy {hypertrophy} power {power} other {endurance}}"
        ": {source}"
    ),
    "rest_by_effort": (
        "{goal, select, max_strength {max strength} hypertrophy {hypertrophy} power {power} other {endurance}}"
        ", RPE {rpe}: {source}"
    ),
    # intervals
    "interval_unrecorded": "only {recordedPct} % of the interval was recorded: no change advised",
    "interval_on_target": "on target: keep the plan",
    "interval_above": "{overPct} % of the time above the target heart rate",
    "interval_below": "{underPct} % of the time below the target heart rate",
    "interval_less_power": "{lessPct} % less power per heartbeat than in the earlier intervals",
    "interval_reserve": "{reservePct} % of W′ left by the model: {restS} s of rest bring back half of it",
    # blocks
    "block_as_planned": "Effort, velocity and recovery are as planned: no change.",
    "block_effort_above": "effort {driftRpe} RPE above target",
    "block_effort_below": "effort {driftRpe} RPE below target",
    "block_velocity_loss": "{lossPct} % velocity loss in the sets, above {limitPct} %",
    "block_recovery_less": "heart rate fell {fellBpm} bpm in 60 s of rest, {lessPct} % less than usual",
    "block_recovery_none": "heart rate did not fall in 60 s of rest, as it had before",
    "block_intensity": ": intensity {intensityChangePct} %.",
    "block_rest": ": rest {restChangePct} %.",
    "block_both": ": intensity {intensityChangePct} %, rest {restChangePct} %.",
    "block_no_change": ": no change.",
    # plans as restrictions leave them
    "work_not_today": "Not for this player today",
}
