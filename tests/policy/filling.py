"""A payload with every field of its type filled in, guarded text marked: always the same one, made at once."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import inspect

from dryland.contract.base import Audience, WorkoutType
from dryland.contract.examples import plan_example
from dryland.contract.shapes import FieldShape, fields, without_notes
from tests.contract.payloads import MEDICAL_MARK, STAFF_MARK

__all__ = ["filled"]


def filled(cls: type[msgspec.Struct], mark: str = "word") -> dict[str, Any]:
    """A payload of that type as JSON; text in a guarded field, at any depth, carries the field's mark."""
    return {field.wire: _value(field.type, _mark(field, mark)) for field in fields(cls)}


def _mark(field: FieldShape, mark: str) -> str:
    if field.readers is None:
        return mark
    return STAFF_MARK if Audience.STAFF in field.readers else MEDICAL_MARK


def _value(shape: inspect.Type, mark: str) -> Any:
    match without_notes(shape):
        case inspect.StructType(cls=cls):
            return filled(cls, mark)
        case inspect.EnumType(cls=cls):
            return next(iter(cls)).value
        case inspect.VarTupleType(item_type=item, min_length=low) | inspect.ListType(item_type=item, min_length=low):
            return [_value(item, mark)] * max(1, low or 0)
        case inspect.DictType(key_type=key, value_type=value):
            return {_value(key, mark): _value(value, mark)}
        case inspect.UnionType(types=members):
            return _value(next(member for member in members if not isinstance(member, inspect.NoneType)), mark)
        case inspect.IntType(ge=ge, gt=gt):
            return ge if ge is not None else (gt + 1 if gt is not None else 1)
        case inspect.FloatType(ge=ge, gt=gt):
            return float(ge) if ge is not None else (gt + 0.5 if gt is not None else 1.5)
        case inspect.StrType() as text:
            return _text(text, mark)
        case inspect.DateTimeType():
            return "2026-01-01T10:00:00Z"
        case inspect.BoolType():
            return True
        case inspect.RawType():
            return plan_example(WorkoutType.CONDITIONING)
        case other:
            raise TypeError(f"no value for {other}")


def _text(text: inspect.StrType, mark: str) -> str:
    if text.pattern is not None and "{3" in text.pattern:
        return "31X0"
    return (mark + "x" * (text.min_length or 0))[: text.max_length]
