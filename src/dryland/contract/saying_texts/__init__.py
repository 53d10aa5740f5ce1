"""Every code of a saying with its English text: the one table that sentences, pages and screens are made from.

Texts are ICU messages with `{name}`, `plural` and `select` only. A part that goes on begins with its punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dryland.contract.saying_texts import advice, alerts, cues, errors, gear, refusals

__all__ = ["ENGLISH", "GROUPS"]

GROUPS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "Advice": advice.TEXTS,
        "Alerts": alerts.TEXTS,
        "Cues": cues.TEXTS,
        "Gear and checks before a start": gear.TEXTS,
        "Refusals": refusals.TEXTS,
        "Errors": errors.TEXTS,
    }
)
"""The texts as pages list them."""

ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {code: text for texts in GROUPS.values() for code, text in texts.items()}
)
