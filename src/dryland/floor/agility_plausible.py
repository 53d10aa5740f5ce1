"""Whether a time can be true: bounds that no legs exceed, and clocks that run forward. Knows no player."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dryland.contract.agility_plan import Drill, DrillPattern
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import DrillLayout

__all__ = ["impossible", "impossible_split"]


def impossible(
    drill: Drill, layout: DrillLayout, time_ms: float, splits: Sequence[float], settings: AgilitySettings
) -> str | None:
    """Why a time [ms] with its splits cannot be true, in words; None when it may be."""
    if time_ms < settings.min_time_ms:
        return f"{time_ms:g} ms is shorter than any drill."
    if time_ms > settings.max_time_ms:
        return f"{time_ms / 1000:.0f} s: the timer was not stopped."
    speed = layout.length_m / (time_ms / 1000) if layout.length_m else None
    limit = settings.max_mean_speed_m_s.get(drill.pattern.value)
    if speed is not None and limit is not None and speed > limit:
        return (
            f"{layout.length_m:g} m in {time_ms / 1000:.2f} s would be {speed:.1f} m/s on average;"
            f" nobody runs this drill faster than {limit:g} m/s."
        )
    if drill.pattern is DrillPattern.HEXAGON and time_ms < len(layout.steps) * settings.min_jump_ms:
        return f"{len(layout.steps)} jumps out and back in {time_ms / 1000:.2f} s are more than feet can do."
    if any(later <= earlier for earlier, later in pairwise(splits)):
        return "A later gate reported an earlier time."
    if splits and splits[-1] > time_ms:
        return f"A gate reported {splits[-1]:g} ms, later than the finish."
    return None


def impossible_split(splits: Sequence[float], index: int, split_ms: float, elapsed_ms: float) -> str | None:
    """Why a running split [ms] cannot be true; None when it may be."""
    if index and index <= len(splits) and split_ms <= splits[index - 1]:
        return f"Gate {index + 1} reported {split_ms:g} ms, gate {index} {splits[index - 1]:g} ms."
    if split_ms > elapsed_ms:
        return f"Gate {index + 1} reported {split_ms:g} ms, but only {elapsed_ms:g} ms have run."
    return None
