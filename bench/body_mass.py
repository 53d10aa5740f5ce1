"""What a lifter moves in lifts done with the own body; knows exercise names, must not know how sets are judged."""

import re

from dryland.devices.strength_log import LoggedSet

__all__ = ["ASSUMED_BODY_MASS_KG", "total_load_kg"]

ASSUMED_BODY_MASS_KG = 75.0
"""A round adult mean between the sexes; the logs do not say the lifter's own."""

_HANGING_OR_DIPPING = re.compile(
    r"(?<!lat )\b(pull|chin|muscle|push|press)[ -]?ups?\b|\bdips?\b|klimmz|liegest|traction|dominada|flex(ão|ões|ion)"
    r"|barra fija|trazion|handstand",
    re.IGNORECASE,
)
_HELPED = re.compile(r"machine|assist|cable|maschine|band", re.IGNORECASE)


def total_load_kg(logged: LoggedSet) -> float:
    """Load with body mass where the name of the lift says that the body is lifted."""
    lifts_body = _HANGING_OR_DIPPING.search(logged.exercise) and not _HELPED.search(logged.exercise)
    return logged.load_kg + (ASSUMED_BODY_MASS_KG if lifts_body else 0.0)
