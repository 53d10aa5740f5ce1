"""From bytes to typed commands, and from a failed decode to words a person can act on.

One decoder per command; a success costs nothing but the decode. Knows no socket and no session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final, cast

import msgspec

from dryland.contract.base import Command, Identifier, Wire
from dryland.contract.catalogue import CATALOGUE, EVENTS, EventSpec
from dryland.contract.choices import choices_at
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal

__all__ = ["COMMAND_DECODERS", "EVENT_DECODERS", "Encoded", "in_words", "unknown_event", "validation_refusal"]

Encoded = bytes | bytearray | memoryview | str | msgspec.Raw

_IDENTIFIER: Final = msgspec.json.Decoder[str](Identifier)


def _accepting_bare_id(command: type[Command]) -> Callable[[Encoded], Command]:
    """A decoder that also takes the session's identifier alone, as older clients send it."""
    decode = msgspec.json.Decoder(command).decode

    def decode_or_wrap(raw: Encoded) -> Command:
        try:
            return decode(raw)
        except msgspec.ValidationError as refused:
            try:
                session_id = _IDENTIFIER.decode(raw)
            except msgspec.ValidationError:
                raise refused from None
            return msgspec.convert({"sessionId": session_id}, command)

    return decode_or_wrap


def _decoder(row: EventSpec) -> Callable[[Encoded], Command]:
    assert row.command is not None
    return _accepting_bare_id(row.command) if row.bare_session_id else msgspec.json.Decoder(row.command).decode


COMMAND_DECODERS: Final[Mapping[str, Callable[[Encoded], Command]]] = {
    row.wire: _decoder(row) for row in EVENTS if row.command is not None
}
"""By name on the wire: JSON to command. Raises msgspec.DecodeError, for which `validation_refusal` finds the words."""

EVENT_DECODERS: Final[Mapping[str, Callable[[Encoded], Wire]]] = {
    row.wire: msgspec.json.Decoder(row.event).decode for row in EVENTS if row.event is not None
}
"""By name on the wire: a stored event back to its struct."""

_AT: Final = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?`?(?P<path>\$[^`]*)`)?$", re.DOTALL)
_MISSING: Final = re.compile(r"Object missing required field `(?P<field>[^`]+)`")
_CHOSEN: Final = re.compile(r"Invalid enum value (?P<value>.+)$", re.DOTALL)
_WORDS: Final = {
    "RFC3339 encoded datetime": "date and time; write it as 2026-01-15T17:30:00Z",
    "`int`": "a whole number",
    "`float`": "a number",
    "`str`": "text",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "an object",
    "`null`": "null",
    "`datetime`": "a date and time (ISO-8601)",
}


def in_words(what: str) -> str:
    """What a failed decode says, without the decoder's own names of types."""
    for name, words in _WORDS.items():
        what = what.replace(name, words)
    return what.replace("`", "").replace(" | ", " or ")


def _path_and_words(error: msgspec.DecodeError) -> tuple[str, str]:
    """Where the payload is wrong as a JSON path, and what is wrong there."""
    found = _AT.match(str(error))
    assert found is not None
    path, what = found["path"] or "$", found["what"]
    missing = _MISSING.search(what)
    if missing is not None:
        return f"{path}.{missing['field']}", "this field is missing"
    return path, in_words(what)


def _text(payload: Mapping[str, object], key: str) -> str | None:
    value = payload.get(key)
    return value if isinstance(value, str) and 0 < len(value) <= 64 else None


def _number(payload: Mapping[str, object], key: str, *inside: str) -> int | None:
    for name in inside:
        payload = _object(payload.get(name)) or payload
    value = payload.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _object(value: object) -> Mapping[str, object] | None:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else None


def _context(raw: Encoded, path: str) -> ErrorContext:
    """Where it happened, from whatever of the payload can be read."""
    try:
        payload = _object(msgspec.json.decode(raw)) or {}
    except msgspec.DecodeError:
        payload = {}
    return ErrorContext(
        path=path,
        session_id=_text(payload, "sessionId"),
        bundle_id=_text(payload, "bundleId"),
        player_id=_text(payload, "playerId"),
        exercise_id=_text(payload, "exerciseId"),
        set_number=_number(payload, "setNumber", "setData"),
        interval_id=_text(payload, "intervalId"),
        drill_id=_text(payload, "drillId") or _text(_object(payload.get("drillResult")) or {}, "drillId"),
        attempt_number=_number(payload, "attemptNumber", "drillResult"),
    )


def validation_refusal(
    error: msgspec.DecodeError, raw: Encoded, *, base: str = "$", command: type[Command] | None = None
) -> Refusal:
    """Put a failed decode into words, with its JSON path below `base` (as `$.plan`) in the context.

    With the `command` that was decoded, a word that is none of the permitted ones is answered with those.
    """
    if not isinstance(error, msgspec.ValidationError):
        return Refusal(ErrorCode.VALIDATION_FAILED, f"This is not JSON: {error}.", ErrorContext(path=base))
    path, what = _path_and_words(error)
    wrong = _CHOSEN.match(what)
    choices = choices_at(command, path) if command is not None and wrong is not None else ()
    path = base + path.removeprefix("$")
    if choices and wrong is not None:
        detail = f"{path}: {wrong['value']} is none of {', '.join(choices)}."
        return Refusal(
            ErrorCode.VALIDATION_FAILED, detail, msgspec.structs.replace(_context(raw, path), alternatives=choices)
        )
    detail = f"{path}: {what[:1].lower() + what[1:]}."
    return Refusal(ErrorCode.VALIDATION_FAILED, detail, _context(raw, path))


def unknown_event(name: str) -> Refusal:
    """Refuse a name that is not in the catalogue, or that clients may not send, with the nearest that they may."""
    known = CATALOGUE.get(name)
    if known is not None:
        return Refusal(ErrorCode.UNKNOWN_EVENT, f"{name} comes from the server only.")
    near = tuple(get_close_matches(name[:120], COMMAND_DECODERS, n=3, cutoff=0.6))
    detail = f"{name[:120]!r} was sent."
    return Refusal(ErrorCode.UNKNOWN_EVENT, detail, ErrorContext(alternatives=near or None))
