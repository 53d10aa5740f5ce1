"""Reads the pattern that Bluetooth fitness characteristics share: a flags word, then the fields it announces.

Little-endian throughout. Must not know what a field means; the tables of each characteristic do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dryland.devices.payload_errors import (
    FlagsDisagreeError,
    NotAPayloadError,
    TrailingBytesError,
    TruncatedPayloadError,
)

__all__ = ["Field", "Flagged", "FlaggedFormat", "Value", "bytes_of_hex", "read_flagged"]

Value = float | int | None


class Field(NamedTuple):
    """One number: its name, width in bytes, sign, the divisor that gives its unit, and the raw word for "unknown"."""

    name: str
    width: int
    signed: bool = False
    divisor: int = 1
    unknown: int | None = None


class FlaggedFormat(NamedTuple):
    """A characteristic: width of its flags and, in order of appearance, each flag bit with the fields it announces.

    Bits in `when_clear` announce their fields by being 0 (FTMS "More Data").
    """

    name: str
    flags_width: int
    groups: tuple[tuple[int, tuple[Field, ...]], ...]
    when_clear: frozenset[int] = frozenset()

    def announced(self, flags: int) -> list[bool]:
        """For each group whether `flags` announces it."""
        return [bool(flags >> bit & 1) != (bit in self.when_clear) for bit, _ in self.groups]


class Flagged(msgspec.Struct, frozen=True):
    """What a payload says: values by name (None where the sensor says unknown), the flags, and bytes left over."""

    values: dict[str, Value]
    flags: int
    trailing_bytes: int = 0


def bytes_of_hex(text: str, format_name: str) -> bytes:
    """Bytes of a hexadecimal string; NotAPayloadError when it is none."""
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise NotAPayloadError(format_name, b"", f"{text!r} is not hexadecimal") from error


def _width(fields: Sequence[Field]) -> int:
    return sum(field.width for field in fields)


def _number(field: Field, raw_bytes: bytes) -> Value:
    raw = int.from_bytes(raw_bytes, "little", signed=field.signed)
    if raw == field.unknown:
        return None
    return raw if field.divisor == 1 else raw / field.divisor


def _refuse_doubtful(layout: FlaggedFormat, payload: bytes, announced: list[bool], trailing: int) -> None:
    """Refuse left-over bytes that may be a field sent ahead of the last announced one although its flag denies it.

    A single byte is common padding and tolerated, and so is what no such field could fill.
    """
    last = max((index for index, is_here in enumerate(announced) if is_here), default=-1)
    denied = [fields for index, (_, fields) in enumerate(layout.groups) if index < last and not announced[index]]
    if trailing > 1 and any(0 < _width(fields) <= trailing for fields in denied):
        raise FlagsDisagreeError(
            layout.name, payload, f"{trailing} bytes are left over, room for a field the flags deny"
        )


def read_flagged(layout: FlaggedFormat, payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Values of one payload in the units of its table.

    `assume` sets flag bits of a device known to send fields that it does not announce. `strict` refuses left-over
    bytes; otherwise they are counted, unless they put the values in doubt. Raises only PayloadError.
    """
    if len(payload) < layout.flags_width:
        raise TruncatedPayloadError(layout.name, payload, f"{len(payload)} bytes cannot hold the flags")
    flags = int.from_bytes(payload[: layout.flags_width], "little") | assume
    announced = layout.announced(flags)
    present = [f for is_here, (_, fields) in zip(announced, layout.groups, strict=True) if is_here for f in fields]
    trailing = len(payload) - layout.flags_width - _width(present)
    if trailing < 0:
        raise TruncatedPayloadError(
            layout.name, payload, f"{-trailing} bytes are missing that flags {flags:#06x} promise"
        )
    if trailing and strict:
        raise TrailingBytesError(layout.name, payload, f"{trailing} bytes are left over")
    _refuse_doubtful(layout, payload, announced, trailing)
    values: dict[str, Value] = {}
    offset = layout.flags_width
    for field in present:
        values[field.name] = _number(field, payload[offset : offset + field.width])
        offset += field.width
    return Flagged(values, flags, trailing)
