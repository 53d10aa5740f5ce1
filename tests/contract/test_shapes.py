"""Types seen from outside: fields, bounds in words, and everything a type needs."""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from dryland.contract.base import Audience, PlayerFact, Restriction, RestrictionLevel, Side
from dryland.contract.shapes import bounds, children, fields, reachable
from dryland.contract.strength import SetData


class Colour(enum.Enum):
    RED = "red"


class Leaf(msgspec.Struct, rename="camel"):
    plain_number: Annotated[int, Meta(ge=1, le=9, description="a figure")]
    perhaps: Annotated[float, Meta(gt=0)] | None = None
    steps: Annotated[float, Meta(ge=1, le=10, multiple_of=0.5)] = 1
    words: Annotated[str, Meta(max_length=20)] = ""
    items: Annotated[tuple[Colour, ...], Meta(min_length=1, max_length=2_000)] | None = None
    free: int = 0


class Branch(msgspec.Struct):
    leaves: dict[str, tuple[Leaf, ...]]
    either: Leaf | None = None


def test_a_field_knows_its_names_its_words_and_whether_it_may_be_absent() -> None:
    number, perhaps = fields(Leaf)[:2]
    assert (number.attribute, number.wire, number.description, number.required) == (
        "plain_number",
        "plainNumber",
        "a figure",
        True,
    )
    assert (perhaps.required, perhaps.nullable, perhaps.default) == (False, True, None)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plainNumber", "≥ 1, ≤ 9"),
        ("perhaps", "> 0"),
        ("steps", "≥ 1, ≤ 10, in steps of 0.5"),
        ("words", "at most 20 characters"),
        ("items", "1 to 2,000 items"),
        ("free", ""),
    ],
)
def test_bounds_are_said_in_words(name: str, words: str) -> None:
    assert next(bounds(field.type) for field in fields(Leaf) if field.wire == name) == words


def test_a_type_brings_everything_it_is_made_of() -> None:
    assert reachable([Branch]) == (Branch, Colour, Leaf)
    assert [child for field in fields(Branch) for child in children(field.type)] == [Leaf, Leaf]


def test_two_types_of_one_name_are_refused() -> None:
    other = msgspec.defstruct("Leaf", [("x", int)])
    with pytest.raises(ValueError, match="two types are called Leaf"):
        reachable([Branch, other])


def test_marked_fields_know_their_readers() -> None:
    readers = {field.wire: field.readers for field in fields(PlayerFact)}
    assert readers["medicalNotes"] == {Audience.MEDICAL}
    assert readers["restrictions"] == {Audience.MEDICAL, Audience.STAFF}
    assert readers["playerId"] is None


def test_real_types_are_read_the_same_way() -> None:
    assert {Restriction, RestrictionLevel, Side} <= set(reachable([PlayerFact]))
    assert next(field for field in fields(SetData) if field.wire == "rpe").nullable
