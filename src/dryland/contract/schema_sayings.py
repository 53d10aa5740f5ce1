"""The sayings as pages and screens need them: a table to read, messages to translate, examples to compare with.

Knows the table of texts and how a figure stands in one, nothing of what is said when.
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

from dryland.contract.base import WeightUnit
from dryland.contract.saying_texts import ENGLISH, GROUPS
from dryland.contract.sayings import Figure, Saying, choices_of, english, placeholders

__all__ = ["example_of", "examples", "messages", "page"]

_COUNT: Final = 3.0
_FIGURE: Final = 1.25


def messages() -> str:
    """Every code with its English ICU text, as JSON: what a translation begins from."""
    return json.dumps(dict(ENGLISH), ensure_ascii=False, indent=2) + "\n"


def example_of(code: str, *, last: bool = False) -> Saying:
    """A saying with figures of the right kind; `last`: with the other choice of each of its choices."""
    text = ENGLISH[code]
    chosen = choices_of(text)
    figures: dict[str, Figure] = {}
    for name in sorted(placeholders(text)):
        kind, keys = chosen.get(name, ("", ("",)))
        if kind == "select":
            figures[name] = keys[-1] if last else keys[0]
        elif kind == "plural":
            figures[name] = _COUNT if last else 1.0
        else:
            figures[name] = "Alva" if name in _NAMES else _FIGURE
    return Saying(code=code, figures=figures)


_NAMES: Final = frozenset(
    {"player", "session", "source", "parts", "remark", "work", "issue", "given", "lost", "kind", "name", "list"}
)
"""Figures that are names or other texts."""

_JOINED: Final = (
    ("how_cluster", "set_rpe_at", "load_more"),
    ("interval_above", "interval_reserve"),
    ("block_effort_above", "block_recovery_none", "block_both"),
    ("bound_up", "bound_next_load"),
    ("alert_about", "refused_not_today"),
)


def examples() -> str:
    """Sayings with what the server says in English, as JSON: every renderer has to say the same."""
    told = [
        ([example_of(code, last=last)], unit) for code in ENGLISH for last, unit in _BOTH if placeholders(ENGLISH[code])
    ]
    told += [([example_of(code) for code in codes], WeightUnit.KG) for codes in _JOINED]
    rows: list[dict[str, Any]] = [
        {"unit": unit.value, "sayings": [msgspec.to_builtins(each) for each in said], "english": english(said, unit)}
        for said, unit in told
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n"


_BOTH: Final = ((False, WeightUnit.KG), (True, WeightUnit.LBS))

_HEAD: Final = """\
# Sayings

Sentences of the server come twice: in English, and beside it, in a field that ends in `Sayings`, as a list of `{code,
figures}`, so that any screen can say them in its own language and units. The texts here are ICU messages, and
`dryland schema sayings` prints them as JSON. Figures carry their unit last in their name (`Kg`, `S`, `Ms`, `Bpm`,
`Pct`, `Mps`); in a text `…Kg` stands with its unit and `…ChangePct` with its sign. What is text among the figures is
a name, or a code that the text puts into words by `select`.

The parts of one sentence follow each other with `; ` between them. Nothing stands before a part that begins with a
comma, a colon, a semicolon or a full stop; a space stands where a part ends in one of them, in `!` or `?`, and before
a part that begins with `→`, `(` or `–`. Where one of the codes is not known, the English sentence is the one to show.
"""


def page() -> str:
    """The page of all codes."""
    lines = [_HEAD]
    for group, texts in GROUPS.items():
        lines += [f"## {group}", "", "| code | English |", "|---|---|"]
        lines += [f"| `{code}` | {text.replace('|', '&#124;')} |" for code, text in texts.items()]
        lines.append("")
    return "\n".join(lines)
