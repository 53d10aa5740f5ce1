"""Reads the pattern that Bluetooth fitness characteristics share: a flags word, then the fields it announces.

Little-endian throughout. Must not know what a field means; the tables of each characteristic do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
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


@dataclass(frozen=True, slots=True, eq=False)
class FlaggedFormat:
    """A characteristic: width of its flags and, in order of appearance, each flag bit with the fields it announces.

    Bits in `when_clear` announce their fields by being 0 (FTMS "More Data"). Two formats are equal only if they are the
    same object, which makes one cheap to look up.
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


class _Reading(NamedTuple):
    """Where each announced field lies in payloads with one flags word, and from which surplus on they are in doubt."""

    fields: tuple[tuple[Field, int, int], ...]
    size: int
    doubtful_from: int | None


# A device sends a handful of flags words over and over; the bound keeps hostile ones from filling memory.
@lru_cache(maxsize=1024)
def _reading(layout: FlaggedFormat, flags: int) -> _Reading:
    announced = layout.announced(flags)
    fields: list[tuple[Field, int, int]] = []
    offset = layout.flags_width
    for is_here, (_, group) in zip(announced, layout.groups, strict=True):
        for field in group if is_here else ():
            fields.append((field, offset, offset + field.width))
            offset += field.width
    # A field sent ahead of the last announced one although its flag denies it shifts all that follow. A single
    # surplus byte is common padding and tolerated, and so is what no such field could fill.
    last = max((index for index, is_here in enumerate(announced) if is_here), default=-1)
    denied = [group for index, (_, group) in enumerate(layout.groups) if index < last and not announced[index]]
    narrowest = min((sum(field.width for field in group) for group in denied), default=None)
    return _Reading(tuple(fields), offset, None if narrowest is None else max(2, narrowest))


def read_flagged(layout: FlaggedFormat, payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Values of one payload in the units of its table.

    `assume` sets flag bits of a device known to send fields that it does not announce. `strict` refuses left-over
    bytes; otherwise they are counted, unless they put the values in doubt. Raises only PayloadError.
    """
    if len(payload) < layout.flags_width:
        raise TruncatedPayloadError(layout.name, payload, f"{len(payload)} bytes cannot hold the flags")
    flags = int.from_bytes(payload[: layout.flags_width], "little") | assume
    fields, size, doubtful_from = _reading(layout, flags)
    trailing = len(payload) - size
    if trailing < 0:
        raise TruncatedPayloadError(layout.name, payload, f"flags {flags:#06x} promise {-trailing} bytes more")
    if trailing and strict:
        raise TrailingBytesError(layout.name, payload, f"{trailing} bytes are left over")
    if doubtful_from is not None and trailing >= doubtful_from:
        why = f"{trailing} bytes are left over, room for a field the flags deny"
        raise FlagsDisagreeError(layout.name, payload, why)
    values: dict[str, Value] = {}
    for (name, _, signed, divisor, unknown), start, stop in fields:
        raw = int.from_bytes(payload[start:stop], "little", signed=signed)
        values[name] = None if raw == unknown else raw if divisor == 1 else raw / divisor
    return Flagged(values, flags, trailing)
