"""Whether a time can be true: bounds that no legs exceed, and clocks that run forward. Knows no player."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dryland.contract.agility_plan import Drill, DrillPattern
from dryland.contract.sayings import Saying, say
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import DrillLayout

__all__ = ["impossible", "impossible_split"]


def impossible(
    drill: Drill, layout: DrillLayout, time_ms: float, splits: Sequence[float], settings: AgilitySettings
) -> Saying | None:
    """Why a time [ms] with its splits cannot be true; None when it may be."""
    if time_ms < settings.min_time_ms:
        return say("time_too_short", time_ms=time_ms)
    if time_ms > settings.max_time_ms:
        return say("time_not_stopped", time_s=round(time_ms / 1000))
    speed = layout.length_m / (time_ms / 1000) if layout.length_m else None
    limit = settings.max_mean_speed_m_s.get(drill.pattern.value)
    if speed is not None and limit is not None and speed > limit:
        mean_mps = round(speed, 1)
        return say("time_too_fast", length_m=layout.length_m, time_s=time_ms / 1000, mean_mps=mean_mps, limit_mps=limit)
    if drill.pattern is DrillPattern.HEXAGON and time_ms < len(layout.steps) * settings.min_jump_ms:
        return say("time_too_many_jumps", jumps=len(layout.steps), time_s=time_ms / 1000)
    if any(later <= earlier for earlier, later in pairwise(splits)):
        return say("time_gates_back")
    if splits and splits[-1] > time_ms:
        return say("time_gate_late", split_ms=splits[-1])
    return None


def impossible_split(splits: Sequence[float], index: int, split_ms: float, elapsed_ms: float) -> str | None:
    """Why a running split [ms] cannot be true; None when it may be."""
    if index and index <= len(splits) and split_ms <= splits[index - 1]:
        return f"Gate {index + 1} reported {split_ms:g} ms, gate {index} {splits[index - 1]:g} ms."
    if split_ms > elapsed_ms:
        return f"Gate {index + 1} reported {split_ms:g} ms, but only {elapsed_ms:g} ms have run."
    return None
