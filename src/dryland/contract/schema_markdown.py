"""The contract as pages to read: the event reference and the error reference, as Markdown.

Pure text from the catalogue; the same catalogue gives the same text.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import inspect

from dryland.contract.base import Audience, Role, Severity
from dryland.contract.catalogue import EVENTS
from dryland.contract.error_catalogue import ERRORS, ErrorSpec
from dryland.contract.event_spec import ANYBODY, EVERY_AUDIENCE, PACE_DEFAULTS_S, EventSpec, Pace
from dryland.contract.examples import example
from dryland.contract.roots import roots
from dryland.contract.shapes import FieldShape, bounds, fields, reachable, without_notes

__all__ = ["errors_page", "events_page"]

_EVENTS_HEAD: Final = """\
<!-- Generated from the event catalogue by `dryland schema markdown`. Do not edit: change the catalogue. -->

# Events

Every event that travels over Socket.IO (namespace `/training`) or, one command at a time, over `POST /api/events`.
Payloads are JSON objects with camelCase keys; a field that may be absent is marked `?` and is left out, never null.
Keys that are not listed are ignored. † reaches the medical role only, ‡ the medical role and trainers; other audiences
receive the same event without that field.

Every command may carry `eventId` and `occurredAt`; every stored event carries `seq` and `epoch`, its position.

"""
_ERRORS_HEAD: Final = """\
<!-- Generated from the error catalogue by `dryland schema markdown`. Do not edit: change the catalogue. -->

# Errors

A refused command is answered with `{ok: false, error}`; without an acknowledgement callback the same error arrives as
`training:error`, `training:error:type:specific` or `training:error:bulk:operation`. Programs compare `code`; numbers
are stable and safe to quote.

"""


def _link(cls: type) -> str:
    # Headings of events and types may differ in case alone (CLOCK, Clock): types have anchors of their own.
    return f"[{cls.__name__}](#type-{cls.__name__.lower()})"


def _kind(shape: inspect.Type) -> str:
    match without_notes(shape):
        case inspect.StructType(cls=cls) | inspect.EnumType(cls=cls):
            return _link(cls)
        case inspect.UnionType(types=members):
            return " or ".join(dict.fromkeys(_kind(member) for member in members))
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"list of {_kind(item)}"
        case inspect.DictType(key_type=key, value_type=value):
            return f"map of {_kind(key)} to {_kind(value)}"
        case simple:
            return _WORDS[type(simple)]


_WORDS: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "text",
    inspect.DateTimeType: "time",
    inspect.IntType: "whole number",
    inspect.FloatType: "number",
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.RawType: "JSON",
}


def _mark(field: FieldShape) -> str:
    if field.readers is None:
        return ""
    return " ‡" if Audience.STAFF in field.readers else " †"


def _meaning(field: FieldShape) -> str:
    said = "the plan of the session's workout type" if field.wire == "plan" else field.description
    return "; ".join(part for part in (said, bounds(field.type)) if part)


def _field_row(field: FieldShape) -> str:
    optional = "" if field.required else "?"
    return f"| `{field.wire}`{optional}{_mark(field)} | {_kind(field.type)} | {_meaning(field)} |"


def _type_lines(cls: type[msgspec.Struct] | type[enum.Enum]) -> Iterator[str]:
    yield from (
        f'<a id="type-{cls.__name__.lower()}"></a>',
        "",
        f"### {cls.__name__}",
        "",
        " ".join((cls.__doc__ or "").split()),
        "",
    )
    if issubclass(cls, enum.Enum):
        yield from (" · ".join(f"`{member.value}`" for member in cls), "")
        return
    yield from ("| field | type | meaning |", "|---|---|---|")
    yield from (_field_row(field) for field in fields(cls))
    yield ""


def _senders(row: EventSpec) -> str:
    if row.command is None:
        return "server"
    return "anybody" if row.senders == ANYBODY else ", ".join(role.value for role in Role if role in row.senders)


def _delivery(row: EventSpec) -> str:
    pace = "" if row.pace is Pace.NONE else f", at most every {PACE_DEFAULTS_S[row.pace]:g} s per player"
    command = "" if row.command_delivery is None else f" (command: {row.command_delivery.value})"
    return f"{row.delivery.value}{command}{pace}"


def _facts(row: EventSpec) -> Iterator[str]:
    yield f"- **Wire name** `{row.wire}`"
    yield f"- **From** {_senders(row)} · **delivery** {_delivery(row)}"
    if row.audiences != EVERY_AUDIENCE:
        yield f"- **For** {' and '.join(sorted(audience.value for audience in row.audiences))} only"
    pairs = (("Command", row.command), ("Event", row.event), ("Answer", row.ack))
    yield "- " + " · ".join(f"**{name}** {_link(payload)}" for name, payload in pairs if payload is not None)
    if row.bare_session_id:
        yield "- The session's identifier alone, as a string, is accepted as the payload."


def _event_lines(row: EventSpec) -> Iterator[str]:
    yield from (f"### {row.constant}", "", row.summary, "", *_facts(row), "")
    payload = row.command or row.event
    if payload is not None:
        body = json.dumps(example(payload), ensure_ascii=False, indent=2)
        yield from ("<details><summary>Example</summary>", "", "```json", body, "```", "", "</details>", "")


def events_page() -> str:
    """The reference of every event, its payloads and their parts."""
    lines = ["## Every event", "", "| constant | wire name | from | delivery |", "|---|---|---|---|"]
    lines += [
        f"| [{row.constant}](#{row.constant.lower()}) | `{row.wire}` | {_senders(row)} | {_delivery(row)} |"
        for row in EVENTS
    ]
    lines += ["", "## In detail", ""]
    lines += [line for row in EVENTS for line in _event_lines(row)]
    lines += ["## Types", ""]
    lines += [line for cls in reachable(roots()) for line in _type_lines(cls)]
    return _EVENTS_HEAD + "\n".join(lines).rstrip() + "\n"


_SEVERITIES: Final = {
    Severity.INFO: "for information",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
    Severity.CRITICAL: "critical",
}


def _error_lines(spec: ErrorSpec) -> Iterator[str]:
    yield from (f"## {spec.number} {spec.code.value}", "", spec.message, "")
    retry = "no" if not spec.retryable else f"yes, after {spec.retry_after_ms or 0} ms"
    kind = "" if spec.type is None else f" · **type** `{spec.type.value}`"
    yield f"- **Severity** {_SEVERITIES[spec.severity]} · **send again** {retry}{kind}"
    yield from (f"- **Do** {action}" for action in spec.actions)
    if spec.recovery is not None:
        yield f"- **By itself** {spec.recovery}"
    yield ""


def errors_page() -> str:
    """The reference of every refusal, by number."""
    rows = sorted(ERRORS.values(), key=lambda spec: spec.number)
    return _ERRORS_HEAD + "\n".join(line for spec in rows for line in _error_lines(spec)).rstrip() + "\n"
