"""What a rule about a moment has seen: the rule, words for people, figures for the log."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Inputs", "Seen"]

Inputs = dict[str, float | str | bool | None]
"""Figures by name, as the rule's row lists them."""


class Seen(NamedTuple):
    """A reason to call; `words` go behind the player's name."""

    rule: str
    words: str
    inputs: Inputs
