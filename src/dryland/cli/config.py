"""`dryland config …`: every setting with its value, what it is, and where it comes from."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, cast, get_args, get_type_hints

import msgspec
from cyclopts import Parameter
from msgspec import Meta

from dryland.cli.options import AsJson
from dryland.cli.talk import put, put_table, say
from dryland.settings import Settings, describe, load_settings, sources

__all__ = ["Setting", "all_settings", "show"]

DEFAULT = "default"


class Setting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One setting; `source` is `default`, a file or a variable of the environment."""

    section: str
    name: str
    value: Any
    default: Any
    description: str
    source: str
    variable: str


def show(
    *,
    data: Annotated[Path | None, Parameter(help="The data folder whose config.toml counts.")] = None,
    json: AsJson = False,
) -> None:
    """Show all settings: value, meaning, and where each comes from.

    Defaults come first, then `config.toml` in the data folder, then variables such as `DRYLAND_NODE_PORT`.
    """
    settings = all_settings(load_settings(data), sources(data))
    if json:
        put(settings)
        return
    rows = [(f"{one.section}.{one.name}", _short(one.value), one.source, one.description) for one in settings]
    put_table(("setting", "value", "from", "what it is"), rows)
    changed = sum(one.source != DEFAULT for one in settings)
    say(f"{len(settings)} settings, {changed} of them changed.")


def _short(value: object) -> str:
    return msgspec.json.encode(value).decode() if not isinstance(value, str) else value


def all_settings(settings: Settings, source: Mapping[tuple[str, str], str]) -> list[Setting]:
    """Every setting in the order of its declaration."""
    defaults = describe(Settings())
    described = {section: _descriptions(cast("type[Any]", type(getattr(settings, section)))) for section in defaults}
    return [
        Setting(
            section=section,
            name=name,
            value=value,
            default=defaults[section][name],
            description=described[section].get(name, ""),
            source=source.get((section, name), DEFAULT),
            variable=f"DRYLAND_{section}_{name}".upper(),
        )
        for section, values in describe(settings).items()
        for name, value in values.items()
    ]


def _descriptions(section: type[Any]) -> dict[str, str]:
    """What each field of a section is, from its annotation, or from the string that stands below it."""
    if dataclasses.is_dataclass(section):
        return _strings_below(section)
    hints = get_type_hints(section, include_extras=True)
    metas = {name: [meta for meta in get_args(hint) if isinstance(meta, Meta)] for name, hint in hints.items()}
    return {name: meta[0].description or "" for name, meta in metas.items() if meta}


def _strings_below(section: type[Any]) -> dict[str, str]:
    declared = ast.parse(textwrap.dedent(inspect.getsource(section))).body[0]
    assert isinstance(declared, ast.ClassDef)
    found: dict[str, str] = {}
    name = ""
    for part in declared.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            name = part.target.id
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and name:
            found[name] = " ".join(str(part.value.value).split()).rstrip(".")
            name = ""
    return found
