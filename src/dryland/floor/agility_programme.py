"""An agility plan made ready for use: drills by id, layouts, start list. Follows from the plan alone."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from dryland.contract.agility_plan import AgilityPlan, Drill, FaultKind, FaultPolicy, StartListEntry
from dryland.contract.base import Side
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import DrillLayout, lay_out
from dryland.science.faults import FAULTS, fault_policy

__all__ = ["AgilityProgramme", "programme_of"]


class AgilityProgramme:
    """A plan with look-ups."""

    __slots__ = ("_layouts", "drills", "places", "plan")

    def __init__(self, plan: AgilityPlan | None) -> None:
        self.plan = plan
        self.drills: tuple[Drill, ...] = () if plan is None else plan.drills
        self.places = {drill.id: place for place, drill in enumerate(self.drills)}
        self._layouts: dict[tuple[str, Side | None], DrillLayout] = {}

    def drill(self, drill_id: str) -> Drill | None:
        """The drill of that id."""
        place = self.places.get(drill_id)
        return None if place is None else self.drills[place]

    def layout(self, drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
        """Cones and steps of a drill as it is run to `side`."""
        key = drill.id, side
        known = self._layouts.get(key)
        if known is None:
            known = self._layouts[key] = lay_out(drill, side, settings)
        return known

    def starts(self, drill: Drill) -> list[StartListEntry]:
        """Who starts a drill, in order."""
        entries = () if self.plan is None else self.plan.start_list or ()
        return [entry for entry in entries if entry.drill_id in {None, drill.id}]


@lru_cache(maxsize=256)
def _decoded(raw: bytes) -> AgilityPlan | None:
    return msgspec.json.decode(raw, type=AgilityPlan | None)


def programme_of(raw: msgspec.Raw) -> AgilityProgramme:
    """The programme of a stored plan."""
    return AgilityProgramme(_decoded(bytes(raw)))


def voids(drill: Drill, fault: FaultKind, settings: AgilitySettings) -> bool:
    """Whether a fault leaves an attempt without a time: by the plan's own word, else by the test's rules."""
    own = (drill.faults or {}).get(fault)
    if own is not None:
        return own is FaultPolicy.VOID
    return fault.value in FAULTS and fault_policy(drill.pattern.value, fault.value, settings.voiding) == "void"
