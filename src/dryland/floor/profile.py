"""What the floor knows of a player's body: the figures that targets, zones and estimates are relative to."""

from __future__ import annotations

import msgspec

__all__ = ["PlayerProfile", "Sex"]

Sex = str
"""`male`, `female` or empty when it was not given; only formulas with published coefficients per sex use it."""


class PlayerProfile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Measured or estimated figures of one player; `None` means not known, and nothing is invented for it.

    Units: bpm, W, J, kg, years. `weight_unit` is what the player reads loads in, empty where nobody said. `hr_zones`
    are tested lower bounds of zones 1-5; without them they follow from HRmax.
    """

    hr_max: int | None = None
    hr_rest: int | None = None
    lthr: int | None = None
    ftp_w: float | None = None
    cp_w: float | None = None
    w_prime_j: float | None = None
    mass_kg: float | None = None
    age_y: float | None = None
    sex: Sex = ""
    unit: str = "metric"
    weight_unit: str = ""
    hr_zones: tuple[float, ...] | None = None
