"""Which lift an exercise is, whatever a plan or another app calls it; so that estimates outlive plans.

Knows names only; nothing of loads or players.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import Final

from dryland.contract.base import Side
from dryland.contract.strength_plan import PlannedExercise

__all__ = ["KNOWN_LIFTS", "has_one_rep_max", "is_assisted", "lift_code", "lift_key", "lifts_body", "side_key"]

_SYNONYMS: Final = MappingProxyType(
    {
        "squat": "back_squat",
        "squat_barbell": "back_squat",
        "back_squat_barbell": "back_squat",
        "barbell_back_squat": "back_squat",
        "squat_high_bar": "back_squat",
        "squat_low_bar": "back_squat_low_bar",
        "front_squat_barbell": "front_squat",
        "bench_press_barbell": "bench_press",
        "barbell_bench_press": "bench_press",
        "deadlift_barbell": "deadlift",
        "deadlift_conventional": "deadlift",
        "deadlift_sumo": "sumo_deadlift",
        "sumo_deadlift_barbell": "sumo_deadlift",
        "romanian_deadlift_barbell": "romanian_deadlift",
        "overhead_press_barbell": "overhead_press",
        "military_press": "overhead_press",
        "shoulder_press_barbell": "overhead_press",
        "bent_over_row_barbell": "barbell_row",
        "bent_over_row": "barbell_row",
        "hip_thrust_barbell": "hip_thrust",
        "power_clean_barbell": "power_clean",
        "trap_bar_deadlift_barbell": "trap_bar_deadlift",
        "hexagon_bar_deadlift": "trap_bar_deadlift",
    }
)
"""Other names of a lift → its code."""

KNOWN_LIFTS: Final = tuple(sorted({*_SYNONYMS.values(), *(
    "arm_curl", "bench_pull", "calf_raise", "chest_supported_row", "goblet_squat", "half_squat", "hang_clean",
    "incline_bench_press", "lat_pulldown", "leg_curl", "leg_extension", "leg_press", "push_press", "push_up", "pull_up",
    "snatch", "split_squat", "clean_and_jerk", "nordic_curl", "step_up",
)}))  # fmt: skip
"""Codes to choose from when a plan is written; a plan may name others."""

_OWN_BODY: Final = re.compile(
    r"(?<!lat )\b(pull|chin|muscle|push|press)[ -]?ups?\b|\bdips?\b|klimmz|liegest|traction|dominada|flex(ão|ões|ion)"
    r"|barra fija|trazion|handstand",
    re.IGNORECASE,
)
_HELPED: Final = re.compile(r"machine|assist|cable|maschine|band", re.IGNORECASE)
_ASSISTED: Final = re.compile(r"assist|band", re.IGNORECASE)


_WITHOUT_ONE_REP_MAX: Final = re.compile(
    r"(^|_)(swings?|(push|press|sit)_?ups?|burpees?|crunch(es)?|planks?|carry|carries|farmers?(_s)?_walk|wall_balls?|slams?"
    r"|battle_ropes?|jumps?|hops?|sled|sprawls?|mountain_climbers?)(_|$)"
)
"""Lifts done for time, distance, speed or many reps: no single heaviest rep of them exists."""


def has_one_rep_max(lift: str) -> bool:
    """Whether one heaviest rep of a lift (its code) means anything; a swing or a push-up is not done for one."""
    return _WITHOUT_ONE_REP_MAX.search(lift.partition(":")[0]) is None


def lifts_body(name: str) -> bool:
    """Whether a lift of that name moves the whole body, so that body mass belongs to its load."""
    return _OWN_BODY.search(name) is not None and _HELPED.search(name) is None


def is_assisted(name: str) -> bool:
    """Whether the load of a lift is help instead of work."""
    return _ASSISTED.search(name) is not None


def lift_code(name: str) -> str:
    """The code of a lift by its name: letters and digits in lower case, joined by `_`, synonyms made one."""
    plain = unicodedata.normalize("NFKD", name.strip().lower())
    slug = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")
    return _SYNONYMS.get(slug, slug or "lift")


def lift_key(exercise: PlannedExercise) -> str:
    """What the estimates of an exercise are kept under."""
    return exercise.lift or lift_code(exercise.name)


def side_key(lift: str, side: Side | None) -> str:
    """What the estimates of one side of a lift are kept under."""
    return lift if side is None or side is Side.BOTH else f"{lift}:{side.value}"
