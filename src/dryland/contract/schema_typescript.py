"""The contract as TypeScript: payload types, event maps for socket.io-client, constants.

Pure text from the catalogue; the same catalogue gives the same text.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import inspect

from dryland.contract import live
from dryland.contract.base import Delivery, Wire, WorkoutType
from dryland.contract.catalogue import EVENTS, PACE_DEFAULTS_S, EventSpec, Pace
from dryland.contract.error_catalogue import ERRORS
from dryland.contract.plans import PLANS
from dryland.contract.roots import roots
from dryland.contract.session import MissedEvent
from dryland.contract.shapes import FieldShape, bounds, fields, reachable, said, without_notes

__all__ = ["typescript"]

_HEADER: Final = """\
// Generated from the event catalogue by `dryland schema typescript`. Do not edit: change the catalogue.
// Optional fields are left out, never null. Timestamps are ISO-8601 strings in UTC.
"""

_MAPS: Final = """\
/** Every event a client may send, with its answer when it asks for one. */
export type ClientToServerEvents = {
  [E in keyof CommandPayloads]: (payload: CommandPayloads[E], answer: (ack: Acks[E]) => void) => void;
};

/** Every event the server sends; an urgent one may ask the screen to confirm that it is shown. */
export type ServerToClientEvents = {
  [E in keyof EventPayloads]: (payload: EventPayloads[E], confirm?: (shown: ScreenConfirmed) => void) => void;
};

/** One event that a returning client had missed, as it was broadcast. */
export type MissedEvent = {
  [E in keyof EventPayloads]: { readonly event: E; readonly payload: EventPayloads[E] };
}[keyof EventPayloads];

export type EventName = (typeof EVENTS)[keyof typeof EVENTS];
export type CommandName = keyof CommandPayloads;
export type ServerEventName = keyof EventPayloads;
export type Ack = Accepted | Refused;
"""


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reference(shape: inspect.Type) -> str:
    """The TypeScript of a type as it is used in a field."""
    match without_notes(shape):
        case inspect.StructType(cls=cls) | inspect.EnumType(cls=cls):
            return cls.__name__
        case inspect.UnionType(types=members):
            return " | ".join(dict.fromkeys(_reference(member) for member in members))
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"readonly {_grouped(_reference(item))}[]"
        case inspect.DictType(key_type=key, value_type=value):
            record = f"Record<{_reference(key)}, {_reference(value)}>"
            is_enum = isinstance(without_notes(key), inspect.EnumType)
            return f"Readonly<{f'Partial<{record}>' if is_enum else record}>"
        case simple:
            return _SIMPLE[type(simple)]


_SIMPLE: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "string",
    inspect.DateTimeType: "Timestamp",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.RawType: "unknown",
}


def _grouped(text: str) -> str:
    return f"({text})" if " " in text and not text.startswith("Readonly<") else text


def _constant(field: FieldShape) -> str | None:
    """The one value a field can have, as in `ok: true`."""
    value = said(field.type, "const") if isinstance(field.type, inspect.Metadata) else None
    return None if value is None else _literal(value)


def _field_type(field: FieldShape) -> str:
    if isinstance(without_notes(field.type), inspect.RawType):
        return "Plan" if field.wire == "plan" else "unknown"
    text = _constant(field) or _reference(field.type)
    return f"{text} | null" if field.nullable and field.required else text


def _comment(text: str, indent: str = "") -> Iterator[str]:
    if text:
        yield f"{indent}/** {' '.join(text.split())} */"


def _field_lines(field: FieldShape) -> Iterator[str]:
    readers = "" if field.readers is None else f"for {' and '.join(sorted(field.readers))} only"
    yield from _comment("; ".join(part for part in (field.description, bounds(field.type), readers) if part), "  ")
    yield f"  readonly {field.wire}{'' if field.required else '?'}: {_field_type(field)};"


def _base(cls: type[msgspec.Struct]) -> type[msgspec.Struct] | None:
    base = cls.__bases__[0]
    return base if issubclass(base, Wire) and base is not Wire else None


def _with_bases(types: Iterable[type[msgspec.Struct]]) -> Iterator[type[msgspec.Struct]]:
    for cls in types:
        yield from (base for base in cls.__mro__ if issubclass(base, Wire) and base is not Wire)


def _declaration(cls: type[msgspec.Struct] | type[enum.Enum]) -> Iterator[str]:
    yield from _comment(cls.__doc__ or "")
    if issubclass(cls, enum.Enum):
        yield f"export type {cls.__name__} = {' | '.join(_literal(member.value) for member in cls)};"
    else:
        base = _base(cls)
        inherited = set[str]() if base is None else {field.wire for field in fields(base)}
        yield f"export interface {cls.__name__}{f' extends {base.__name__}' if base else ''} {{"
        for field in fields(cls):
            yield from _field_lines(field) if field.wire not in inherited else ()
        yield "}"
    yield ""


def _declarations() -> Iterator[str]:
    yield from _comment("ISO-8601 with offset, UTC on the way out")
    yield "export type Timestamp = string;"
    yield ""
    for cls in reachable((*_with_bases(roots()), WorkoutType, Delivery, Pace)):
        if cls is not MissedEvent:
            yield from _declaration(cls)
    yield from _comment("The workout of a session, by its type.")
    yield f"export type Plan = {' | '.join(plan.__name__ for plan in PLANS.values())};"
    yield "export interface PlanByType {"
    yield from (f"  readonly {kind.value}: {plan.__name__};" for kind, plan in PLANS.items())
    yield "}"
    yield ""


def _command_type(row: EventSpec) -> str:
    assert row.command is not None
    return f"{row.command.__name__} | string" if row.bare_session_id else row.command.__name__


def _ack_type(row: EventSpec) -> str:
    return f"{'Accepted' if row.ack is None else row.ack.__name__} | Refused"


def _interface(name: str, doc: str, entries: Iterable[tuple[EventSpec, str]]) -> Iterator[str]:
    yield f"/** {doc} */"
    yield f"export interface {name} {{"
    for row, text in entries:
        yield from _comment(row.summary, "  ")
        yield f"  {_literal(row.wire)}: {text};"
    yield "}"
    yield ""


def _payload_maps() -> Iterator[str]:
    commands = [row for row in EVENTS if row.command is not None]
    yield from _interface("CommandPayloads", "What a client sends.", ((row, _command_type(row)) for row in commands))
    yield from _interface("Acks", "What the server answers.", ((row, _ack_type(row)) for row in commands))
    events = ((row, row.event.__name__) for row in EVENTS if row.event is not None)
    yield from _interface("EventPayloads", "What the server sends.", events)


def _table(name: str, doc: str, entries: Iterable[tuple[str, str]], kind: str = "") -> Iterator[str]:
    yield f"/** {doc} */"
    yield f"export const {name}{f': {kind}' if kind else ''} = {{"
    yield from (f"  {key}: {value}," for key, value in entries)
    yield "};" if kind else "} as const;"
    yield ""


def _list(name: str, doc: str, values: Iterable[str]) -> Iterator[str]:
    yield f"/** {doc} */"
    yield f"export const {name} = ["
    yield from (f"  {_literal(value)}," for value in values)
    yield "] as const;"
    yield ""


def _constants() -> Iterator[str]:
    yield from _table(
        "EVENTS", "Names on the wire, by constant.", ((row.constant, _literal(row.wire)) for row in EVENTS)
    )
    yield from _list(
        "FRAME_COLUMNS", "Columns of a live frame's rows; the join's answer is what counts.", live.FRAME_COLUMNS
    )
    yield from _list("WALL_FRAME_COLUMNS", "Columns of a wall's frame.", live.WALL_FRAME_COLUMNS)
    yield "export type FrameColumn = (typeof FRAME_COLUMNS)[number];"
    yield ""
    paces = ((pace.value, f"{PACE_DEFAULTS_S[pace]:g}") for pace in Pace)
    yield from _table("PACE_DEFAULTS_S", "Least time between broadcasts of one player's event, s.", paces)
    rows = ((_literal(row.wire), _literal(row.pace.value)) for row in EVENTS if row.pace is not Pace.NONE)
    yield from _table("EVENT_PACE", "Which pace an event keeps.", rows, "{ readonly [E in EventName]?: Pace }")
    rows = ((_literal(row.wire), _literal(row.accepts.value)) for row in EVENTS if row.command is not None)
    yield from _table(
        "COMMAND_DELIVERY", "What is promised for a command.", rows, "Readonly<Record<CommandName, Delivery>>"
    )


def _errors() -> Iterator[str]:
    rows = (
        f"{{ number: {spec.number}, severity: {_literal(spec.severity.value)}, retryable: {_literal(spec.retryable)} }}"
        for spec in ERRORS.values()
    )
    entries = zip((code.value for code in ERRORS), rows, strict=True)
    row = "{ readonly number: number; readonly severity: Severity; readonly retryable: boolean }"
    kind = f"Readonly<Record<ErrorCode, {row}>>"
    yield from _table("ERROR_CODES", "Every code a refusal can have.", entries, kind)


def typescript() -> str:
    """All payload types, the event maps for socket.io-client's generics, and the constants."""
    lines = [*_declarations(), *_payload_maps(), *_constants(), *_errors(), _MAPS]
    return _HEADER + "\n" + "\n".join(lines)
