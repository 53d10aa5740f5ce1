"""`dryland config …`: every setting with its value, what it is, and where it comes from."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

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
    """Every setting in the order of its declaration; those of a group within a section are named `group.name`."""
    defaults = describe(Settings())
    return [
        one
        for section, values in describe(settings).items()
        for one in _of_section(_Part(section, type(getattr(settings, section))), values, defaults[section], source)
    ]


class _Part(NamedTuple):
    """A section, or a group of settings within one."""

    section: str
    declared: type[Any]
    group: str = ""


def _of_section(
    part: _Part, values: Mapping[str, Any], defaults: Mapping[str, Any], source: Mapping[tuple[str, str], str]
) -> Iterator[Setting]:
    described, types = _descriptions(part.declared), get_type_hints(part.declared)
    for name, value in values.items():
        if isinstance(types[name], type) and issubclass(types[name], msgspec.Struct):
            yield from _of_section(_Part(part.section, types[name], name), value, defaults[name], source)
            continue
        first = part.group or name
        changed = not part.group or value != defaults[name]
        yield Setting(
            section=part.section,
            name=f"{part.group}.{name}" if part.group else name,
            value=value,
            default=defaults[name],
            description=described.get(name, ""),
            source=source.get((part.section, first), DEFAULT) if changed else DEFAULT,
            variable=f"DRYLAND_{part.section}_{first}".upper(),
        )


def _descriptions(declared: type[Any]) -> dict[str, str]:
    """What each field is, from its annotation, or from the string that stands below it."""
    hints = get_type_hints(declared, include_extras=True)
    metas = {name: [meta for meta in get_args(hint) if isinstance(meta, Meta)] for name, hint in hints.items()}
    annotated = {name: meta[0].description for name, meta in metas.items() if meta and meta[0].description}
    return {**_strings_below(declared), **annotated}


def _strings_below(declared: type[Any]) -> dict[str, str]:
    source = ast.parse(textwrap.dedent(inspect.getsource(declared))).body[0]
    assert isinstance(source, ast.ClassDef)
    found: dict[str, str] = {}
    name = ""
    for part in source.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            name = part.target.id
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and name:
            found[name] = " ".join(str(part.value.value).split()).rstrip(".")
            name = ""
    return found
