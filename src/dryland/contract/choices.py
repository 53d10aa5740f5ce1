"""What may stand at a place of a payload that takes one of a few words; for answers to whoever sent another."""

from __future__ import annotations

import functools
import re
from typing import Any, Final

from msgspec import inspect

__all__ = ["choices_at"]

_STEP: Final = re.compile(r"\.(?P<name>[^.\[\]]+)|\[(?P<index>[^\]]*)\]")


def choices_at(declared: type[Any], path: str) -> tuple[str, ...]:
    """The words that `declared` takes at a JSON path as `$.setData.outcome`; empty where it takes others too."""
    if not path.startswith("$"):
        return ()
    places = _without_null(_described(declared))
    for step in _STEP.finditer(path):
        places = [inside for place in places for inside in _without_null(_inside(place, step["name"]))]
    return tuple(dict.fromkeys(word for place in places for word in _words(place)))


@functools.cache
def _described(declared: type[Any]) -> inspect.Type:
    return inspect.type_info(declared)


def _without_null(place: inspect.Type | None) -> list[inspect.Type]:
    if place is None or isinstance(place, inspect.NoneType):
        return []
    if isinstance(place, inspect.UnionType):
        return [each for one in place.types for each in _without_null(one)]
    return [place]


def _inside(place: inspect.Type, name: str | None) -> inspect.Type | None:
    """What stands in a field, or where the step is an index, in an item."""
    if isinstance(place, inspect.StructType):
        return next((field.type for field in place.fields if field.encode_name == name), None)
    if isinstance(place, inspect.DictType):
        return place.value_type
    if isinstance(place, inspect.ListType | inspect.VarTupleType):
        return place.item_type
    return None


def _words(place: inspect.Type) -> tuple[str, ...]:
    if isinstance(place, inspect.EnumType):
        return tuple(str(member.value) for member in place.cls)
    return tuple(str(value) for value in place.values) if isinstance(place, inspect.LiteralType) else ()
