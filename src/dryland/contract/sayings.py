"""Sentences as data: a code and the figures in it, so that every screen says them in its own language and units.

The English of a code is in `saying_texts`, and `english` is the only way from a saying to an English sentence: the two
cannot drift. Knows no reason and no rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from dryland.contract.base import Code, WeightUnit, Wire
from dryland.contract.saying_texts import ENGLISH

__all__ = ["Saying", "Sayings", "about", "choices_of", "english", "figure_text", "placeholders", "say"]

KG_PER_LB: Final = 0.45359237
"""International avoirdupois pound (1959 agreement), exact."""

Figure = float | str


class Saying(Wire, frozen=True, kw_only=True):
    """A sentence or a part of one. `code` names its text, `figures` are what stands in it.

    Figures carry their unit last in their name, as `changeKg` or `restS`; what is text is a name, or a code of the
    contract that the text puts into words.
    """

    code: Code
    figures: dict[str, Figure] = msgspec.field(default_factory=dict[str, Figure])


Sayings = Annotated[
    tuple[Saying, ...],
    Meta(max_length=16, description="the sentence beside it as codes and figures, part by part"),
]

_GOES_ON: Final = ",:;."
_LEANS: Final = "→(–"
_STOPS: Final = ".:;!?"


def say(code: str, **figures: Figure | None) -> Saying:
    """A saying; figures are named as in Python (`change_kg`), and one that is None is left out."""
    assert code in ENGLISH, f"{code} has no English text"
    named = {
        _camel(name): value if isinstance(value, str) else float(value)
        for name, value in figures.items()
        if value is not None
    }
    return Saying(code=code, figures=named)


def about(player: str, saying: Saying) -> Saying:
    """The saying with the name of the player that it is about."""
    return msgspec.structs.replace(saying, figures={"player": player, **saying.figures})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def english(sayings: Sequence[Saying], unit: WeightUnit | None = None) -> str:
    """The sentence of some sayings, loads in `unit`. A code of a newer release is left out."""
    parts = [filled(ENGLISH[each.code], each.figures, unit) for each in sayings if each.code in ENGLISH]
    text = ""
    for part in parts:
        text += _between(text, part) + part
    return text


def _between(text: str, part: str) -> str:
    """What stands between two parts: nothing, a space or a semicolon, by their own punctuation."""
    if not text or part[:1] in _GOES_ON:
        return ""
    return " " if text[-1] in _STOPS or part[:1] in _LEANS else "; "


# Texts


_HOLE: Final = re.compile(r"\{(\w+)(?:, (plural|select), ((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*))?\}")
_BRANCH: Final = re.compile(r"(\S+) \{((?:[^{}]|\{[^{}]*\})*)\}")


def filled(text: str, figures: Mapping[str, Figure], unit: WeightUnit | None = None) -> str:
    """An ICU text with its figures: `{name}`, `{name, plural, one {…} other {…}}`, `{name, select, … other {…}}`."""

    def fill(hole: re.Match[str]) -> str:
        name, kind, branches = hole.groups()
        figure = figures.get(name, "")
        if kind is None:
            return figure_text(name, figure, unit)
        chosen = _branch(kind, branches, figure).replace("#", figure_text(name, figure, unit))
        return filled(chosen, figures, unit)

    return _HOLE.sub(fill, text)


def _branch(kind: str, branches: str, figure: Figure) -> str:
    texts = dict(_BRANCH.findall(branches))
    key = ("one" if figure == 1 else "other") if kind == "plural" else str(figure)
    return texts.get(key, texts["other"])


def placeholders(text: str) -> frozenset[str]:
    """The names of the figures that a text takes."""
    names: set[str] = set()
    for name, kind, branches in _HOLE.findall(text):
        names.add(name)
        if kind:
            names.update(*(placeholders(branch) for _, branch in _BRANCH.findall(branches)))
    return frozenset(names)


def choices_of(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The figures that a text chooses by: `plural` or `select`, and what there is to choose from."""
    return {
        name: (kind, tuple(key for key, _ in _BRANCH.findall(branches)))
        for name, kind, branches in _HOLE.findall(text)
        if kind
    }


def figure_text(name: str, figure: Figure, unit: WeightUnit | None = None) -> str:
    """A figure as English reads it: two decimals at most, loads with their unit, changes with their sign."""
    if isinstance(figure, str):
        return figure
    if name.endswith("Kg"):
        return f"{_plain(figure)} kg" if unit is not WeightUnit.LBS else f"{_plain(figure / KG_PER_LB)} lb"
    if name.endswith("Mps"):
        return f"{figure:.2f}"
    if name.endswith("ChangePct"):
        return ("−" if figure < 0 else "+") + _plain(abs(figure))
    return _plain(figure)


def _plain(figure: float) -> str:
    rounded = round(figure, 2)
    return f"{rounded:.2f}".rstrip("0").rstrip(".").replace("-", "−")
