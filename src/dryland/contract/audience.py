"""Who reads which field: an event as each audience may see it.

The marks stand on the fields themselves (`STAFF_ONLY`, `MEDICAL_ONLY`) and are found by introspection, so that a new
field is guarded as soon as it is marked. Walls see what `wall` lists and nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import Final, TypeVar, cast

import msgspec
from msgspec.structs import replace

from dryland.contract.base import Audience, BundleFact, Wire
from dryland.contract.bundles import BundlePosition
from dryland.contract.catalogue import CATALOGUE, EVENTS
from dryland.contract.decoding import EVENT_DECODERS
from dryland.contract.live import Position
from dryland.contract.shapes import children, fields
from dryland.contract.wall import WALL_VIEWS

__all__ = ["is_restricted", "position", "strip", "strip_stored"]

_HIDDEN_FROM: Final = {
    (row.event, audience)
    for row in EVENTS
    if row.event is not None
    for audience in Audience
    if audience not in row.audiences
}


S = TypeVar("S", bound=msgspec.Struct)


_NOTICES: Final[dict[type[Wire], str]] = {
    row.event: row.wire for row in EVENTS if row.event is Position or row.event is BundlePosition
}


class _Cut(msgspec.Struct, frozen=True):
    """A field to look at; `hidden` ones fall back to `default`, the others are entered."""

    attribute: str
    hidden: bool
    default: object


@cache
def _cuts(cls: type[msgspec.Struct], audience: Audience) -> tuple[_Cut, ...]:
    cuts: list[_Cut] = []
    for field in fields(cls):
        hidden = field.readers is not None and audience not in field.readers
        if hidden and field.required:
            raise TypeError(f"{cls.__name__}.{field.attribute} is restricted, so it must be optional")
        nested = any(issubclass(child, msgspec.Struct) and _cuts(child, audience) for child in children(field.type))
        if hidden or nested:
            cuts.append(_Cut(field.attribute, hidden, field.default))
    return tuple(cuts)


def _enter(value: object, audience: Audience) -> object:
    """The value with every struct inside cut; the same object when nothing was hidden."""
    match value:
        case msgspec.Struct():
            return _cut(value, audience)
        case tuple():
            items = cast("tuple[object, ...]", value)
            cut = tuple(_enter(item, audience) for item in items)
            return items if all(new is old for new, old in zip(cut, items, strict=True)) else cut
        case dict():
            entries = cast("dict[object, object]", value)
            return {key: _enter(item, audience) for key, item in entries.items()}
        case _:
            return value


@cache
def _reading(cls: type[msgspec.Struct], audience: Audience) -> tuple[_Cut, ...] | None:
    """What to look at in an event; None for one that this audience learns only the position of."""
    return None if (cls, audience) in _HIDDEN_FROM else _cuts(cls, audience)


def _cut(struct: S, audience: Audience) -> S:
    return _without(struct, _cuts(type(struct), audience), audience)


def _without(struct: S, cuts: tuple[_Cut, ...], audience: Audience) -> S:
    changes: dict[str, object] = {}
    for cut in cuts:
        value: object = getattr(struct, cut.attribute)
        if value is None:
            continue
        kept = cut.default if cut.hidden else _enter(value, audience)
        if kept is not value:
            changes[cut.attribute] = kept
    return replace(struct, **changes) if changes else struct


def is_restricted(cls: type[msgspec.Struct], audience: Audience) -> bool:
    """Whether a type has anything, at any depth, that this audience may not read."""
    return (cls, audience) in _HIDDEN_FROM or bool(_cuts(cls, audience))


def position(event: Wire) -> Position | BundlePosition | None:
    """The bare position of an event in its log; None for one that has none, so that nothing is sent."""
    seq: int | None = getattr(event, "seq", None)
    epoch: str | None = getattr(event, "epoch", None)
    if seq is None or epoch is None:
        return None
    if isinstance(event, BundleFact):
        return BundlePosition(bundle_id=event.bundle_id, epoch=epoch, seq=seq)
    session_id: str | None = getattr(event, "session_id", None)
    return None if session_id is None else Position(session_id=session_id, epoch=epoch, seq=seq)


def _on_wall(event: Wire) -> Wire | None:
    view = WALL_VIEWS.get(type(event))
    seen = None if view is None else view(event)
    return position(event) if seen is None else seen


def strip(event: Wire, audience: Audience) -> Wire | None:
    """An event as this audience may see it: whole (the same object), cut, its position alone, or None for nothing."""
    if audience is Audience.MEDICAL:
        return event
    if audience is Audience.WALL:
        return _on_wall(event)
    cuts = _reading(type(event), audience)
    return position(event) if cuts is None else _without(event, cuts, audience)


def strip_stored(name: str, payload: bytes, audience: Audience) -> tuple[str, bytes] | None:
    """A stored event by name and JSON, as this audience may see it; the same bytes when nothing is hidden from it."""
    spec = CATALOGUE[name]
    assert spec.event is not None
    if audience is not Audience.WALL and not is_restricted(spec.event, audience):
        return name, payload
    seen = strip(EVENT_DECODERS[name](payload), audience)
    return None if seen is None else (_NOTICES.get(type(seen), name), msgspec.json.encode(seen))
