"""Published methods of sports science: one method, one function, with units, valid range and source.

Pure: numbers in, numbers out. Knows no wire, no store, no clock and no athlete. `FUNCTIONS` maps each function's name
to it, for callers that choose a method by its name.
"""
# ruff: noqa: F403 - each module's __all__ decides what is public

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from dryland.science import (
    acwr,
    alerts,
    autoregulation,
    change,
    control_charts,
    energy,
    ergometer,
    faults,
    field_tests,
    fitness_fatigue,
    foster,
    heart_rate,
    jumps,
    layouts,
    loading,
    norms,
    power,
    readiness,
    recovery,
    reliability,
    repairs,
    rest,
    return_to_play,
    risk,
    rpe_chart,
    service,
    streams,
    strength_e1rm,
    trimp,
    velocity,
    wbal,
    zones,
)
from dryland.science.acwr import *
from dryland.science.alerts import *
from dryland.science.autoregulation import *
from dryland.science.change import *
from dryland.science.control_charts import *
from dryland.science.energy import *
from dryland.science.ergometer import *
from dryland.science.faults import *
from dryland.science.field_tests import *
from dryland.science.fitness_fatigue import *
from dryland.science.foster import *
from dryland.science.heart_rate import *
from dryland.science.jumps import *
from dryland.science.layouts import *
from dryland.science.loading import *
from dryland.science.norms import *
from dryland.science.power import *
from dryland.science.readiness import *
from dryland.science.recovery import *
from dryland.science.reliability import *
from dryland.science.repairs import *
from dryland.science.rest import *
from dryland.science.return_to_play import *
from dryland.science.risk import *
from dryland.science.rpe_chart import *
from dryland.science.service import *
from dryland.science.streams import *
from dryland.science.strength_e1rm import *
from dryland.science.trimp import *
from dryland.science.velocity import *
from dryland.science.wbal import *
from dryland.science.zones import *

_MODULES: tuple[ModuleType, ...] = (
    acwr,
    alerts,
    autoregulation,
    change,
    control_charts,
    energy,
    ergometer,
    faults,
    field_tests,
    fitness_fatigue,
    foster,
    heart_rate,
    jumps,
    layouts,
    loading,
    norms,
    power,
    readiness,
    recovery,
    reliability,
    repairs,
    rest,
    return_to_play,
    risk,
    rpe_chart,
    service,
    streams,
    strength_e1rm,
    trimp,
    velocity,
    wbal,
    zones,
)


def _functions() -> Mapping[str, Callable[..., Any]]:
    return MappingProxyType(
        {name: getattr(m, name) for m in _MODULES for name in m.__all__ if inspect.isfunction(getattr(m, name))}
    )


FUNCTIONS: Mapping[str, Callable[..., Any]] = _functions()

__all__ = ["FUNCTIONS"]
__all__ += acwr.__all__
__all__ += alerts.__all__
__all__ += autoregulation.__all__
__all__ += change.__all__
__all__ += control_charts.__all__
__all__ += energy.__all__
__all__ += ergometer.__all__
__all__ += faults.__all__
__all__ += field_tests.__all__
__all__ += fitness_fatigue.__all__
__all__ += foster.__all__
__all__ += heart_rate.__all__
__all__ += jumps.__all__
__all__ += layouts.__all__
__all__ += loading.__all__
__all__ += norms.__all__
__all__ += power.__all__
__all__ += readiness.__all__
__all__ += recovery.__all__
__all__ += reliability.__all__
__all__ += repairs.__all__
__all__ += rest.__all__
__all__ += return_to_play.__all__
__all__ += risk.__all__
__all__ += rpe_chart.__all__
__all__ += service.__all__
__all__ += streams.__all__
__all__ += strength_e1rm.__all__
__all__ += trimp.__all__
__all__ += velocity.__all__
__all__ += wbal.__all__
__all__ += zones.__all__
