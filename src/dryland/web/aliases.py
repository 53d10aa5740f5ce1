"""What a wall calls a player instead of a number: a short word that no player of the club is called. Knows no route."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import count
from typing import Final

__all__ = ["WORDS", "free_alias"]

WORDS: Final = (
    "ACE", "ARC", "ARK", "ASH", "BAY", "BEE", "BOLT", "BUZZ", "CAPE", "CLAY", "COAL", "COVE", "CRAB", "CREW",
    "CUBE", "DAWN", "DEER", "DOVE", "DRUM", "DUCK", "DUNE", "DUSK", "ECHO", "ELK", "ELM", "EMU", "FERN", "FLOW",
    "FOG", "FOX", "FROG", "GEM", "GOAT", "GOLD", "GULL", "HARE", "HAWK", "HIVE", "IBEX", "IBIS", "ICE", "IRON", "JADE",
    "JAZZ", "JET", "KELP", "KITE", "KOI", "LAVA", "LEAF", "LIME", "LION", "LYNX", "MARS", "MINT", "MIST", "MOLE",
    "MOON", "MOSS", "MOTH", "NEON", "NEWT", "NOVA", "OAK", "ONYX", "ORCA", "OWL", "PEAK", "PIKE", "PINE",
    "PLUM", "PONY", "PUMA", "RAIN", "RAY", "REEF", "RUBY", "SALT", "SEAL", "SNOW", "STAG", "STAR", "SUN", "SWAN",
    "TEAL", "TIDE", "VEGA", "VOLT", "WASP", "WAVE", "WIND", "WOLF", "WREN", "YAK", "YETI", "ZEN", "ZINC",
)  # fmt: skip
"""At most four letters: a wall has room for no more at the size that is read from afar."""

_LETTERS: Final = re.compile(r"[^\W\d_]+")


def free_alias(taken: Collection[str], names: Iterable[str], choose: Callable[[Sequence[str]], str]) -> str:
    """A word that nobody wears and that is no part of anybody's name; `choose` picks one of several.

    Once all are worn, they come again with a digit.
    """
    called = {word.casefold() for name in names for word in _LETTERS.findall(name)}
    words = [word for word in WORDS if word.casefold() not in called]
    for lap in count(1):
        free = [alias for word in words if (alias := word if lap == 1 else f"{word}{lap}") not in taken]
        if free:
            return choose(free)
    raise AssertionError("counting ends never")
