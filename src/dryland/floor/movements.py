"""What work asks of the body: movement patterns, body regions, impact; and what can stand in for what.

Names tell what is known; a plan's own words add to it. Knows no player and no load.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from dryland.contract.agility_plan import Drill
from dryland.contract.plyometrics import PlannedJumps
from dryland.contract.strength_plan import PlannedExercise
from dryland.floor.lifts import lift_key

__all__ = [
    "STAND_INS",
    "Demand",
    "StandIn",
    "demand_of_drill",
    "demand_of_exercise",
    "demand_of_intervals",
    "demand_of_jumps",
    "stand_ins",
]


class Demand(NamedTuple):
    """What work asks for. No regions at all: nobody knows, so that whoever must be spared a region is spared this."""

    movements: frozenset[str]
    regions: frozenset[str]
    has_impact: bool = False
    intent: str = ""


_HIP: Final = ("hip", "groin", "thigh", "hamstring", "glute")
_LEG: Final = (*_HIP, "knee", "calf", "ankle", "foot", "leg", "lower_body")
_SHOULDER: Final = ("shoulder", "elbow", "wrist", "arm", "upper_body")
_TRUNK: Final = ("lower_back", "back", "abdomen", "core")


def _demand(intent: str, movements: str, *regions: str, has_impact: bool = False) -> Demand:
    return Demand(frozenset(movements.split()), frozenset(regions), has_impact, intent)


_PATTERNS: Final = MappingProxyType(
    {
        "olympic": _demand("power", "olympic hinge squat lift", *_LEG, *_TRUNK, *_SHOULDER, has_impact=True),
        "jump": _demand("power", "jump landing", *_LEG, has_impact=True),
        "lunge": _demand("legs", "lunge single_leg lift", *_LEG),
        "squat": _demand("legs", "squat lift", *_LEG, *_TRUNK),
        "leg_press": _demand("legs", "leg_press lift", *_LEG),
        "knee_extension": _demand("legs", "knee_extension lift", "knee", "thigh", "leg", "lower_body"),
        "leg_curl": _demand("legs", "leg_curl lift", "knee", "hamstring", "leg", "lower_body"),
        "bridge": _demand("legs", "bridge lift", *_HIP, "lower_back", "lower_body"),
        "hinge": _demand("legs", "hinge lift", *_HIP, *_TRUNK, "leg", "lower_body"),
        "calf_raise": _demand("legs", "calf_raise lift", "calf", "ankle", "foot", "leg", "lower_body"),
        "vertical_press": _demand("push", "vertical_press overhead lift", *_SHOULDER, "neck", "lower_back"),
        "horizontal_press": _demand("push", "horizontal_press lift", *_SHOULDER, "chest"),
        "vertical_pull": _demand("pull", "vertical_pull overhead lift", *_SHOULDER, "upper_back"),
        "horizontal_pull": _demand("pull", "horizontal_pull lift", *_SHOULDER, "upper_back", "back"),
        "arm_curl": _demand("pull", "arm_curl lift", "elbow", "wrist", "arm", "upper_body"),
        "trunk": _demand("trunk", "trunk", *_TRUNK),
    }
)

_NAMES: Final = (
    ("olympic", r"clean|snatch|jerk"),
    ("jump", r"jump|bound|hop|plyo"),
    ("lunge", r"lunge|split_squat|step_up|pistol|single_leg_squat"),
    ("squat", r"squat|thruster"),
    ("leg_press", r"leg_press"),
    ("knee_extension", r"leg_extension|knee_extension"),
    ("leg_curl", r"leg_curl|hamstring_curl|nordic"),
    ("bridge", r"bridge|hip_thrust"),
    ("hinge", r"deadlift|good_morning|swing|rdl|hinge|back_extension"),
    ("calf_raise", r"calf"),
    ("horizontal_press", r"bench|push_up|pushup|dip|chest"),
    ("vertical_press", r"overhead|shoulder_press|push_press|military|landmine_press"),
    ("vertical_pull", r"pull_up|pullup|chin|pulldown"),
    ("horizontal_pull", r"row"),
    ("arm_curl", r"curl"),
    ("trunk", r"plank|dead_bug|crunch|pallof|hollow|sit_up|ab_|rollout|bird_dog"),
)


@lru_cache(maxsize=1024)
def _by_name(lift: str) -> Demand | None:
    pattern = next((code for code, names in _NAMES if re.search(names, lift)), None)
    return None if pattern is None else _PATTERNS[pattern]


_UNKNOWN: Final = Demand(frozenset(), frozenset())


def _with(known: Demand, movements: tuple[str, ...] | None, regions: tuple[str, ...] | None) -> Demand:
    """What is known with the plan's own words, which add to it and take nothing away: whoever wrote them named what
    matters for training, which is less than what an injury must be spared."""
    return known._replace(
        movements=known.movements | frozenset(movements or ()), regions=known.regions | frozenset(regions or ())
    )


def demand_of_exercise(exercise: PlannedExercise) -> Demand:
    """What a strength exercise asks for."""
    return _with(_by_name(lift_key(exercise)) or _UNKNOWN, exercise.movements, exercise.body_regions)


_RUN: Final = _demand("endurance", "run", *_LEG, has_impact=True)
_MODES: Final = (
    (re.compile(r"run|tread|sprint|shuttle|stair", re.IGNORECASE), _RUN),
    (re.compile(r"bike|cycl|spin|watt", re.IGNORECASE), _demand("endurance", "cycle", *_LEG)),
    (re.compile(r"\brow", re.IGNORECASE), _demand("endurance", "row hinge", *_LEG, *_TRUNK, *_SHOULDER)),
    (re.compile(r"ski|arm", re.IGNORECASE), _demand("endurance", "ski overhead", *_SHOULDER, *_TRUNK)),
    (re.compile(r"skate|slide", re.IGNORECASE), _demand("endurance", "skate", *_LEG)),
    (re.compile(r"swim", re.IGNORECASE), _demand("endurance", "swim overhead", *_SHOULDER, "neck")),
    (re.compile(r"walk", re.IGNORECASE), _demand("endurance", "walk", "ankle", "foot")),
)
_SOME_INTERVALS: Final = Demand(frozenset(), frozenset(), has_impact=True, intent="endurance")


def demand_of_intervals(*words: str | None) -> Demand:
    """What intervals ask for, by the first words that name a machine or a way of moving."""
    for text in words:
        for pattern, demand in _MODES:
            if text and pattern.search(text):
                return demand
    return _SOME_INTERVALS


def demand_of_drill(drill: Drill, movements: frozenset[str]) -> Demand:
    """What an agility drill asks for; `movements` are those of its layout."""
    known = Demand(_RUN.movements | movements | {"change_of_direction"}, _RUN.regions, True, "agility")
    return _with(known, drill.movements, drill.body_regions)


def demand_of_jumps(exercise: PlannedJumps) -> Demand:
    """What jumps ask for."""
    known = _PATTERNS["jump"]
    if exercise.kind.value == "drop":
        known = known._replace(movements=known.movements | {"drop_jump"})
    return _with(known, exercise.movements, exercise.body_regions)


class StandIn(NamedTuple):
    """An exercise that needs no bar and no measured strength, so that it can stand in at once."""

    lift: str
    name: str
    demand: Demand


def _stand_in(lift: str, name: str, pattern: str) -> StandIn:
    return StandIn(lift, name, _PATTERNS[pattern])


STAND_INS: Final = (
    _stand_in("goblet_squat", "Goblet squat", "squat"),
    _stand_in("split_squat", "Split squat", "lunge"),
    _stand_in("glute_bridge", "Glute bridge", "bridge"),
    _stand_in("hip_thrust", "Hip thrust", "bridge"),
    _stand_in("leg_curl", "Leg curl", "leg_curl"),
    _stand_in("leg_extension", "Leg extension", "knee_extension"),
    _stand_in("calf_raise", "Calf raise", "calf_raise"),
    _stand_in("kettlebell_deadlift", "Kettlebell deadlift", "hinge"),
    _stand_in("push_up", "Push-up", "horizontal_press"),
    _stand_in("landmine_press", "Landmine press", "vertical_press"),
    _stand_in("chest_supported_row", "Chest-supported row", "horizontal_pull"),
    _stand_in("lat_pulldown", "Lat pulldown", "vertical_pull"),
    _stand_in("arm_curl", "Arm curl", "arm_curl"),
    _stand_in("dead_bug", "Dead bug", "trunk"),
)

_NEXT_INTENT: Final = MappingProxyType(
    {"power": ("legs", "trunk"), "legs": ("trunk",), "push": ("pull", "trunk"), "pull": ("push", "trunk")}
)
"""What comes nearest to an intent when nothing of its own is left."""


def stand_ins(demand: Demand) -> list[StandIn]:
    """What can stand in for work, the nearest first: most movements shared, then the same intent, then the next one."""
    intents = (demand.intent, *_NEXT_INTENT.get(demand.intent, ("trunk",)))
    fitting = [each for each in STAND_INS if each.demand.intent in intents]
    shared = {each.lift: len(each.demand.movements & demand.movements) for each in fitting}
    return sorted(fitting, key=lambda each: (intents.index(each.demand.intent), -shared[each.lift]))
