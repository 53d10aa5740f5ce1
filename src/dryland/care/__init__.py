"""Fitness on the running floor: the records of an organisation's players, and what follows from a change at once."""

from dryland.care.desk import CareDesk
from dryland.care.keeper import CareKeeper

__all__ = ["CareDesk", "CareKeeper"]
