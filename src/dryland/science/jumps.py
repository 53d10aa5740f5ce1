"""Jump height and reactive strength from flight and contact times. Knows no mat.

A flight of 0.25-0.8 s and a contact of 0.1-0.4 s are jumps; outside, a function returns None.
"""

from __future__ import annotations

from dryland.science.ranges import non_negative, positive

__all__ = ["is_fast_ssc", "jump_height_m", "rsi", "rsi_mod"]

GRAVITY_M_S2 = 9.81


def jump_height_m(flight_s: float) -> float | None:
    """Height [m] = 9.81 tf²/8 of a flight [s] of 0.25-0.8 s, None outside. Source: Bosco 1983,
    doi:10.1007/BF00422166.
    """
    return GRAVITY_M_S2 * flight_s**2 / 8 if 0.25 <= flight_s <= 0.8 else None


def rsi(flight_s: float, contact_s: float, form: str = "height") -> float | None:
    """Reactive strength index: `height` over contact [m/s], or `flight` over contact [1]; say which beside it.

    None outside 0.25-0.8 s of flight or 0.1-0.4 s of contact. Source: Flanagan & Comyns 2008, SCJ 30:32,
    doi:10.1519/SSC.0b013e318187e25b.
    """
    if form not in {"height", "flight"}:
        raise ValueError(f"form must be height or flight, not {form!r}")
    height_m = jump_height_m(flight_s)
    if height_m is None or not 0.1 <= contact_s <= 0.4:
        return None
    return (height_m if form == "height" else flight_s) / contact_s


def rsi_mod(jump_height_m: float, time_to_takeoff_s: float) -> float:
    """Modified index [m/s] = height [m]/time to take-off [s]. Source: Ebben & Petushek 2010; Bishop 2022."""
    return non_negative("jump_height_m", jump_height_m) / positive("time_to_takeoff_s", time_to_takeoff_s)


def is_fast_ssc(contact_s: float) -> bool:
    """Whether the contact [s] is a fast stretch-shortening cycle, below 0.25 s. Source: Schmidtbleicher 1992."""
    return positive("contact_s", contact_s) < 0.25
