"""Faults of a timed drill and what they do to its time. Knows no drill's session.

A fault that voids a trial gives no time; the others are reported beside the raw time, never as a silent penalty.
"""

from __future__ import annotations

from collections.abc import Mapping

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import look_up, non_negative

__all__ = ["FAULTS", "VOIDING_FAULTS", "false_start", "fault_policy"]

FAULTS = (
    "cone_contact",
    "cone_missed",
    "line_contact",
    "false_start",
    "incomplete",
    "wrong_direction",
    "wrong_foot",
    "crossed_feet",
    "no_touch",
    "fall",
    "timing_error",
)

# The page of each test names the first of its row; the rest leave no valid path or no valid time.
_ALWAYS_VOID = ("incomplete", "timing_error", "false_start")
VOIDING_FAULTS: dict[str, tuple[str, ...]] = {
    "t_test": ("crossed_feet", "no_touch", *_ALWAYS_VOID),
    "hexagon": ("line_contact", "wrong_direction", *_ALWAYS_VOID),
    "illinois": ("cone_contact", *_ALWAYS_VOID),
}


def fault_policy(test: str, fault: str, voiding: Mapping[str, tuple[str, ...]] = VOIDING_FAULTS) -> str:
    """`void` when the fault leaves the trial without a time, else `report`; ValueError for an unknown fault.

    Voiding by the test's rules: T-test crossed feet, hexagon line, Illinois cone. The rest of the table is a
    provisional design choice: `voiding` is a setting.
    """
    look_up("fault", fault, dict.fromkeys(FAULTS, True))
    return "void" if fault in voiding.get(test, _ALWAYS_VOID) else "report"


@finite_inputs
def false_start(reaction_s: float, limit_s: float = 0.100, sensor_latency_s: float = 0.0) -> bool:
    """Whether the reaction [s], less the sensor's latency, is strictly below the limit (0.100 s).

    The limit is disputed: 80 ms reactions were measured and 80-85 ms advised (Komi 2009). Source: World Athletics
    rule 16; Allen 2022, 0.099 out and 0.101 legal.
    """
    return reaction_s - non_negative("sensor_latency_s", sensor_latency_s) < limit_s
