"""Generated payloads: a strategy for any type of the contract, with every optional field filled now and then.

Text in a restricted field carries a mark, so that a test can look for what must not be there.
"""

from __future__ import annotations

import datetime
from typing import Final

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from dryland.contract.base import Audience, WorkoutType
from dryland.contract.examples import plan_example
from dryland.contract.shapes import FieldShape, fields, without_notes

__all__ = ["MEDICAL_MARK", "STAFF_MARK", "payloads"]

MEDICAL_MARK: Final = "MEDICSONLY"
STAFF_MARK: Final = "STAFFONLY"
_START: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
Json = st.SearchStrategy[object]


def _integers(shape: inspect.IntType) -> Json:
    low = shape.ge if shape.ge is not None else (shape.gt + 1 if shape.gt is not None else -1_000)
    high = shape.le if shape.le is not None else max(low, 1_000)
    return st.integers(min_value=int(low), max_value=int(high))


def _floats(shape: inspect.FloatType) -> Json:
    low = shape.ge if shape.ge is not None else (shape.gt + 0.5 if shape.gt is not None else -1_000)
    high = shape.le if shape.le is not None else max(low, 1_000)
    if shape.multiple_of is not None:
        steps = st.integers(min_value=int(low / shape.multiple_of), max_value=int(high / shape.multiple_of))
        return steps.map(lambda step: step * shape.multiple_of)
    return st.floats(min_value=float(low), max_value=float(high), allow_nan=False).map(lambda value: round(value, 3))


def _texts(shape: inspect.StrType, mark: str) -> Json:
    if shape.pattern is not None:
        return st.just(
            "31X0" if "X" in shape.pattern and "0-9" in shape.pattern and "{3" in shape.pattern else f"a{mark}"
        )
    tail = st.text(alphabet="abcdefgh", min_size=shape.min_length or 1, max_size=12)
    return tail.map(lambda text: (mark + text)[: shape.max_length])


def _values(shape: inspect.Type, mark: str, filled: bool) -> Json:
    match without_notes(shape):
        case inspect.StructType(cls=cls):
            return payloads(cls, mark=mark, filled=filled)
        case inspect.EnumType(cls=cls):
            return st.sampled_from([member.value for member in cls])
        case inspect.VarTupleType(item_type=item, min_length=low, max_length=high):
            most = max(low or 0, 1 if filled else min(2, high if high is not None else 2))
            return st.lists(_values(item, mark, filled), min_size=1 if filled else low or 0, max_size=most)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(_values(key, mark, filled), _values(value, mark, filled), min_size=1, max_size=2)
        case inspect.UnionType(types=members):
            return st.one_of([_values(member, mark, filled) for member in members])
        case inspect.IntType() as number:
            return _integers(number)
        case inspect.FloatType() as number:
            return _floats(number)
        case inspect.StrType() as text:
            return _texts(text, mark)
        case inspect.DateTimeType():
            return st.integers(min_value=0, max_value=10**9).map(_moment)
        case inspect.BoolType():
            return st.booleans()
        case inspect.RawType():
            return st.sampled_from([plan_example(workout) for workout in WorkoutType])
        case inspect.NoneType():
            return st.none()
        case other:
            raise TypeError(f"no strategy for {other}")


def _moment(after_s: int) -> str:
    return (_START + datetime.timedelta(seconds=after_s)).isoformat()


def _mark(field: FieldShape, mark: str) -> str:
    if field.readers is None:
        return mark
    return STAFF_MARK if Audience.STAFF in field.readers else MEDICAL_MARK


def payloads(cls: type[msgspec.Struct], *, mark: str = "", filled: bool = False) -> Json:
    """Payloads of that type as JSON; `filled`: every optional field is there."""
    required = {f.wire: _values(f.type, _mark(f, mark), filled) for f in fields(cls) if f.required or filled}
    optional = {f.wire: _values(f.type, _mark(f, mark), filled) for f in fields(cls) if not (f.required or filled)}
    return st.fixed_dictionaries(required, optional=optional)
