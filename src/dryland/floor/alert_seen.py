"""What a rule about a moment has seen: the rule, what people are told, figures for the log."""

from __future__ import annotations

from typing import NamedTuple

from dryland.contract.sayings import Saying

__all__ = ["Inputs", "Seen"]

Inputs = dict[str, float | str | bool | None]
"""Figures by name, as the rule's row lists them."""


class Seen(NamedTuple):
    """A reason to call; the saying is without the player's name."""

    rule: str
    saying: Saying
    inputs: Inputs
