"""A small FIT writer for tests: literal messages in, bytes with header and checksum out."""

import struct
from collections.abc import Iterable, Mapping

FIT_EPOCH_S = 631_065_600

BASE_TYPES = {"enum": (0x00, "B"), "uint8": (0x02, "B"), "uint16": (0x84, "H"), "uint32": (0x86, "I")}
INVALID = {"B": 0xFF, "H": 0xFFFF, "I": 0xFFFFFFFF}

FIELDS: dict[str, tuple[int, dict[str, tuple[int, str, float]]]] = {
    "file_id": (0, {"type": (0, "enum", 1), "manufacturer": (1, "uint16", 1), "time_created": (4, "uint32", 1)}),
    "session": (18, {"start_time": (2, "uint32", 1), "sport": (5, "enum", 1), "sub_sport": (6, "enum", 1)}),
    "lap": (
        19,
        {
            "start_time": (2, "uint32", 1),
            "total_elapsed_time": (7, "uint32", 1000),
            "total_timer_time": (8, "uint32", 1000),
            "intensity": (23, "enum", 1),
            "lap_trigger": (24, "enum", 1),
            "timestamp": (253, "uint32", 1),
        },
    ),
    "record": (
        20,
        {
            "heart_rate": (3, "uint8", 1),
            "cadence": (4, "uint8", 1),
            "distance": (5, "uint32", 100),
            "speed": (6, "uint16", 1000),
            "power": (7, "uint16", 1),
            "timestamp": (253, "uint32", 1),
        },
    ),
    "event": (21, {"event": (0, "enum", 1), "event_type": (1, "enum", 1), "timestamp": (253, "uint32", 1)}),
    "activity": (34, {"local_timestamp": (5, "uint32", 1), "timestamp": (253, "uint32", 1)}),
    "hrv": (78, {"time": (0, "uint16", 1000)}),
}

Message = tuple[str, Mapping[str, float | None]]


def fit_time(epoch_s: float) -> int:
    """Seconds since 1970 as FIT counts them."""
    return round(epoch_s) - FIT_EPOCH_S


def crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def fit_file(messages: Iterable[Message]) -> bytes:
    """Encode the messages, each with its own definition; a value of `None` is written as the type's invalid value."""
    body = b"".join(_definition(name, fields) + _data(name, fields) for name, fields in messages)
    head = struct.pack("<BBHI4s", 14, 0x10, 2140, len(body), b".FIT")
    head += struct.pack("<H", crc16(head))
    return head + body + struct.pack("<H", crc16(head + body))


def record(at_s: float | None = None, **values: float | None) -> Message:
    return ("record", values if at_s is None else {"timestamp": fit_time(at_s), **values})


def lap(start_s: float, elapsed_s: float, **values: float | None) -> Message:
    return ("lap", {"start_time": fit_time(start_s), "total_elapsed_time": elapsed_s, **values})


def compressed(offset_s: int, heart_rate: int) -> bytes:
    """A record with a compressed timestamp header (local message 0 must be a record of one heart rate byte)."""
    return bytes([0x80 | (offset_s & 0x1F), heart_rate])


def compressed_records_file(heart_rates: Iterable[int]) -> bytes:
    """Records whose only clock is the five bits of their header, one second apart, without any full timestamp."""
    define = struct.pack("<BBBHB", 0x40, 0, 0, 20, 1) + bytes([3, 1, 0x02])
    body = define + b"".join(compressed(index, rate) for index, rate in enumerate(heart_rates))
    head = struct.pack("<BBHI4s", 12, 0x10, 2140, len(body), b".FIT")
    return head + body + struct.pack("<H", crc16(head + body))


def _definition(name: str, fields: Mapping[str, float | None]) -> bytes:
    number, known = FIELDS[name]
    out = struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
    for field in fields:
        field_number, type_name, _ = known[field]
        code, letter = BASE_TYPES[type_name]
        out += bytes([field_number, struct.calcsize(letter), code])
    return out


def _data(name: str, fields: Mapping[str, float | None]) -> bytes:
    known = FIELDS[name][1]
    out = b"\x00"
    for field, value in fields.items():
        _, type_name, scale = known[field]
        letter = BASE_TYPES[type_name][1]
        out += struct.pack("<" + letter, INVALID[letter] if value is None else round(value * scale))
    return out
