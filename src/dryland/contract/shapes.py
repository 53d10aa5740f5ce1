"""What the contract's types look like from outside: fields, bounds, audiences, and which types need which.

The generators and the audiences read types through this, so that none of them spells a field by hand.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, cast

import msgspec
from msgspec import inspect

from dryland.contract.base import MEDICAL_ONLY, STAFF_ONLY, Audience

__all__ = ["FieldShape", "bounds", "children", "fields", "reachable", "said", "without_notes"]

_READERS: Final = {
    STAFF_ONLY["audience"]: frozenset({Audience.MEDICAL, Audience.STAFF}),
    MEDICAL_ONLY["audience"]: frozenset({Audience.MEDICAL}),
}


class FieldShape(msgspec.Struct, frozen=True, kw_only=True):
    """One field: `type` without its optional None, who may read it, what its description and bounds say."""

    attribute: str
    wire: str
    type: inspect.Type
    required: bool
    nullable: bool
    default: object
    readers: frozenset[Audience] | None
    description: str


def without_notes(shape: inspect.Type) -> inspect.Type:
    """The type itself, without descriptions and marks around it."""
    while isinstance(shape, inspect.Metadata):
        shape = shape.type
    return shape


def said(note: inspect.Metadata, key: str) -> object:
    """What a note says under a key, in its schema or its marks; None when it does not."""
    # msgspec types both as bare dictionaries; this is the one place that looks inside.
    spoken = {**(note.extra_json_schema or {}), **(note.extra or {})}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("Mapping[str, object]", spoken).get(key)


def _notes(shape: inspect.Type) -> Iterator[inspect.Metadata]:
    while isinstance(shape, inspect.Metadata):
        yield shape
        shape = shape.type
    if isinstance(shape, inspect.UnionType):
        for member in shape.types:
            yield from _notes(member) if isinstance(member, inspect.Metadata) else ()


def _split_none(shape: inspect.Type) -> tuple[inspect.Type, bool]:
    bare = without_notes(shape)
    if not isinstance(bare, inspect.UnionType) or not bare.includes_none:
        return shape, False
    rest = tuple(member for member in bare.types if not isinstance(member, inspect.NoneType))
    return (rest[0] if len(rest) == 1 else inspect.UnionType(rest)), True


def _field(field: inspect.Field) -> FieldShape:
    notes = tuple(_notes(field.type))
    marks = [mark for note in notes if (mark := said(note, "audience"))]
    words = [words for note in notes if (words := said(note, "description"))]
    shape, nullable = _split_none(field.type)
    return FieldShape(
        attribute=field.name,
        wire=field.encode_name,
        type=shape,
        required=field.required,
        nullable=nullable,
        default=field.default,
        readers=_READERS[str(marks[0])] if marks else None,
        description=str(words[0]) if words else "",
    )


@cache
def fields(struct: type[msgspec.Struct]) -> tuple[FieldShape, ...]:
    """The fields of a struct in wire order."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return tuple(_field(field) for field in info.fields)


def children(shape: inspect.Type) -> Iterator[type[msgspec.Struct] | type[enum.Enum]]:
    """The structs and enumerations that a type names, at any depth short of entering a struct."""
    match without_notes(shape):
        case inspect.StructType(cls=cls) | inspect.EnumType(cls=cls):
            yield cls
        case inspect.UnionType(types=members):
            for member in members:
                yield from children(member)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            yield from children(item)
        case inspect.DictType(key_type=key, value_type=value):
            yield from children(key)
            yield from children(value)
        case _:
            return


def reachable(roots: Iterable[type]) -> tuple[type[msgspec.Struct] | type[enum.Enum], ...]:
    """Every struct and enumeration that the roots need, with them, by name. Raises ValueError for two of one name."""
    found: dict[str, type[msgspec.Struct] | type[enum.Enum]] = {}
    waiting = list(roots)
    while waiting:
        cls = waiting.pop()
        known = found.setdefault(cls.__name__, cls)
        if known is not cls:
            raise ValueError(f"two types are called {cls.__name__}")
        if issubclass(cls, msgspec.Struct):
            needed = {child for field in fields(cls) for child in children(field.type)}
            waiting.extend(child for child in needed if found.get(child.__name__) is not child)
    return tuple(found[name] for name in sorted(found))


def _number_bounds(shape: inspect.IntType | inspect.FloatType) -> str:
    low = f"≥ {shape.ge:g}" if shape.ge is not None else f"> {shape.gt:g}" if shape.gt is not None else ""
    high = f"≤ {shape.le:g}" if shape.le is not None else f"< {shape.lt:g}" if shape.lt is not None else ""
    step = f"in steps of {shape.multiple_of:g}" if shape.multiple_of is not None else ""
    return ", ".join(part for part in (low, high, step) if part)


def _length_bounds(low: int | None, high: int | None, noun: str) -> str:
    if low is None and high is None:
        return ""
    if low is None:
        return f"at most {high:,} {noun}"
    return f"at least {low:,} {noun}" if high is None else f"{low:,} to {high:,} {noun}"


def bounds(shape: inspect.Type) -> str:
    """The range of a type in words, empty when it has none."""
    match without_notes(shape):
        case inspect.IntType() | inspect.FloatType() as number:
            return _number_bounds(number)
        case inspect.StrType(min_length=low, max_length=high):
            return _length_bounds(low, high, "characters")
        case inspect.VarTupleType(min_length=low, max_length=high) | inspect.ListType(min_length=low, max_length=high):
            return _length_bounds(low, high, "items")
        case _:
            return ""
