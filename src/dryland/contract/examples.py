"""One valid example of every payload, built from the types and a table of believable values.

The schemas, the reference page and the event lab show them; a test decodes each of them.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec
from msgspec import inspect

from dryland.contract.base import WorkoutType
from dryland.contract.event_spec import EventSpec
from dryland.contract.example_values import LEFT_OUT, SPECIAL, VALUES
from dryland.contract.plans import PLANS
from dryland.contract.shapes import FieldShape, fields, without_notes

__all__ = ["command_example", "event_example", "example", "plan_example"]

Json = dict[str, object]
_ABSENT: Final = object()


def _of_type(shape: inspect.Type, workout: WorkoutType) -> object:
    """A value for a field whose name says nothing: an example of its struct, the first of an enumeration."""
    match without_notes(shape):
        case inspect.StructType(cls=cls):
            return example(cls, workout)
        case inspect.EnumType(cls=cls):
            return _first(cls, workout)
        case inspect.VarTupleType(item_type=item):
            value = _of_type(item, workout)
            return _ABSENT if value is _ABSENT else [value]
        case inspect.DictType(key_type=key, value_type=item):
            name, value = _of_type(key, workout), _of_type(item, workout)
            return _ABSENT if value is _ABSENT or name is _ABSENT else {name: value}
        case inspect.UnionType(types=members):
            values = (_of_type(member, workout) for member in members)
            return next((value for value in values if value is not _ABSENT), _ABSENT)
        case inspect.RawType():
            return plan_example(workout)
        case _:
            return _ABSENT


def _first(cls: type[enum.Enum], workout: WorkoutType) -> object:
    return workout.value if cls is WorkoutType else next(iter(cls)).value


def _named(field: FieldShape) -> object:
    """The table's value when it is of the field's kind: one name may stand for a number here and a list there."""
    value = VALUES.get(field.wire, _ABSENT)
    if value is _ABSENT:
        return value
    try:
        msgspec.convert(value, _python_type(field.type), strict=True)
    except (msgspec.ValidationError, KeyError):
        return _ABSENT
    return value


def _python_type(shape: inspect.Type) -> object:
    """The kind of a plain type: enough to tell a number from text from a list."""
    match without_notes(shape):
        case inspect.VarTupleType(item_type=item):
            return list[_python_type(item)]  # pyright: ignore[reportInvalidTypeArguments]
        case inspect.DictType():
            return dict[str, object]
        case inspect.UnionType(types=members):
            return _union(members)
        case inspect.EnumType(cls=cls):
            return cls
        case plain:
            return _PLAIN[type(plain)]


def _union(members: tuple[inspect.Type, ...]) -> object:
    kinds = [_PLAIN[type(without_notes(member))] for member in members if type(without_notes(member)) in _PLAIN]
    joined: object = kinds[0]
    for kind in kinds[1:]:
        joined = joined | kind
    return joined


_PLAIN: Final[dict[type[inspect.Type], type]] = {
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.StrType: str,
    inspect.BoolType: bool,
    inspect.DateTimeType: str,
}


def _value(cls: type[msgspec.Struct], field: FieldShape, workout: WorkoutType) -> object:
    key = (cls.__name__, field.wire)
    if key in LEFT_OUT:
        return _ABSENT
    if key in SPECIAL:
        return SPECIAL[key]
    named = _named(field)
    return _of_type(field.type, workout) if named is _ABSENT else named


def example(cls: type[msgspec.Struct], workout: WorkoutType = WorkoutType.STRENGTH) -> Json:
    """A payload of that type as JSON. Raises LookupError for a required field that the tables do not know."""
    payload: Json = {}
    for field in fields(cls):
        value = _value(cls, field, workout)
        if value is not _ABSENT:
            payload[field.wire] = value
        elif field.required:
            raise LookupError(f"no example value for {cls.__name__}.{field.wire}")
    return payload


def plan_example(workout: WorkoutType) -> Json:
    """A plan of that kind of workout."""
    return example(PLANS[workout], workout)


def command_example(row: EventSpec) -> Json | None:
    """What a client may send; None when clients do not send this event."""
    return None if row.command is None else example(row.command, row.workout or WorkoutType.STRENGTH)


def event_example(row: EventSpec) -> Json | None:
    """What the server sends; None when it does not send this event."""
    return None if row.event is None else example(row.event, row.workout or WorkoutType.STRENGTH)
