"""Foster's weekly load, monotony and strain. Knows no session.

Foster's printed table is inconsistent: its 1.26 comes out only with nine sessions as units and population SD. Here the
units are the values given, seven daily totals with rest as 0, and the population SD: a design choice, 8 % below n - 1.
The flags above 2.0 and 6000 come from small 1998 data and are weak.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, pstdev, stdev

from dryland.science.inputs import finite_inputs

__all__ = ["monotony", "strain", "weekly_load"]


@finite_inputs
def weekly_load(loads: Sequence[float]) -> float:
    """Sum of the week's loads [arbitrary units]. Source: Foster 2001, doi:10.1519/00124278-200102000-00019."""
    return sum(loads)


@finite_inputs
def monotony(loads: Sequence[float], sd: str = "population") -> float | None:
    """Mean over SD of the daily totals; `sd` is `population` (default, provisional choice) or `sample`.

    None when the SD is zero or with fewer than two values, never infinity. Source: Foster 1998, MSSE 30:1164,
    doi:10.1097/00005768-199807000-00023.
    """
    if sd not in {"population", "sample"}:
        raise ValueError(f"sd must be population or sample, not {sd!r}")
    if len(loads) < 2:
        return None
    spread = pstdev(loads) if sd == "population" else stdev(loads)
    return fmean(loads) / spread if spread > 0 else None


@finite_inputs
def strain(loads: Sequence[float], sd: str = "population", monotony_decimals: int | None = None) -> float | None:
    """Weekly load x monotony, the monotony rounded to `monotony_decimals` first where a printed table did.

    None where monotony is. Source: Foster 1998, doi:10.1097/00005768-199807000-00023.
    """
    factor = monotony(loads, sd)
    if factor is None:
        return None
    return weekly_load(loads) * (factor if monotony_decimals is None else round(factor, monotony_decimals))
