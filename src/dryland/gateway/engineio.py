"""The Engine.IO v4 codec: packets, polling payloads, handshake, queries and error bodies.

Pure: bytes in, values out. Knows no socket, no session and nothing of Socket.IO.
"""

import base64
import binascii
import enum
from typing import NamedTuple
from urllib.parse import parse_qsl

import msgspec

from dryland.gateway.frames import BINARY, TEXT, frame

__all__ = [
    "CLOSE",
    "NOOP",
    "OPEN",
    "PING",
    "PONG_PROBE",
    "Packet",
    "Part",
    "PayloadError",
    "Query",
    "Refused",
    "binary_packet",
    "decode_payload",
    "encode_payload",
    "error_body",
    "handshake",
    "parse_query",
]

SEPARATOR = b"\x1e"
PROTOCOL = "4"


class Packet:
    """One outgoing message, encoded once: a text packet, its type digit included, and its binary attachments.

    Shared by every receiver and never changed; the WebSocket frames and the polling form are made when the
    first receiver needs them.
    """

    __slots__ = ("_frames", "_polling", "binaries", "size", "text")

    def __init__(self, text: bytes, binaries: tuple[bytes, ...] = ()) -> None:
        self.text = text
        self.binaries = binaries
        self.size = len(text) + sum(map(len, binaries)) if binaries else len(text)
        self._frames: bytes | None = None
        self._polling: bytes | None = None if binaries else text

    @property
    def frames(self) -> bytes:
        """The packet as it stands on a WebSocket: a text frame, then a binary frame for each attachment."""
        if self._frames is None:
            frames = frame(TEXT, self.text) if self.text else b""
            self._frames = frames + b"".join([frame(BINARY, binary) for binary in self.binaries])
        return self._frames

    @property
    def polling(self) -> bytes:
        """The packet as it stands in a polling payload: attachments follow as base64 packets."""
        if self._polling is None:
            parts = [self.text] if self.text else []
            parts += [b"b" + base64.b64encode(binary) for binary in self.binaries]
            self._polling = SEPARATOR.join(parts)
        return self._polling


OPEN, CLOSE, PING, PONG_PROBE, NOOP = (Packet(text) for text in (b"0", b"1", b"2", b"3probe", b"6"))


def binary_packet(data: bytes) -> Packet:
    """A bare binary message: on WebSocket it has no prefix at all."""
    return Packet(b"", (data,))


class Part(NamedTuple):
    """One packet of a polling payload: text with its type digit, or decoded binary."""

    is_binary: bool
    data: bytes


class PayloadError(ValueError):
    """A polling payload is not what Engine.IO v4 allows."""


def decode_payload(body: bytes, max_packets: int) -> list[Part]:
    """The packets of a POST body, in order; raises PayloadError for bad UTF-8, base64 or too many packets."""
    if body.count(SEPARATOR) >= max_packets:
        raise PayloadError("too many packets")
    if not body.isascii():
        try:
            body.decode()
        except UnicodeDecodeError as error:
            raise PayloadError("invalid UTF-8") from error
    return [_decode_part(chunk) for chunk in body.split(SEPARATOR)]


def _decode_part(chunk: bytes) -> Part:
    if not chunk.startswith(b"b"):
        return Part(False, chunk)
    try:
        return Part(True, base64.b64decode(chunk[1:], validate=True))
    except binascii.Error as error:
        raise PayloadError("invalid base64") from error


def encode_payload(packets: list[Packet]) -> bytes:
    """A GET body of one or more packets."""
    return SEPARATOR.join([packet.polling for packet in packets])


class _Handshake(msgspec.Struct):
    sid: str
    upgrades: list[str]
    pingInterval: int  # noqa: N815  # the wire's own spelling
    pingTimeout: int  # noqa: N815
    maxPayload: int  # noqa: N815


def handshake(
    sid: str, *, upgrades: list[str], ping_interval_s: float, ping_timeout_s: float, max_payload_bytes: int
) -> Packet:
    """The open packet, with exactly the five keys of the protocol; times on the wire are milliseconds."""
    fields = _Handshake(sid, upgrades, round(ping_interval_s * 1000), round(ping_timeout_s * 1000), max_payload_bytes)
    return Packet(b"0" + msgspec.json.encode(fields))


class Refused(enum.IntEnum):
    """Why a request is refused; the value is the protocol's error code."""

    TRANSPORT_UNKNOWN = 0
    SID_UNKNOWN = 1
    BAD_METHOD = 2
    BAD_REQUEST = 3
    FORBIDDEN = 4
    UNSUPPORTED_VERSION = 5

    @property
    def status(self) -> int:
        """The HTTP status the refusal travels with."""
        return 403 if self is Refused.FORBIDDEN else 400


_MESSAGES = {
    Refused.TRANSPORT_UNKNOWN: "Transport unknown",
    Refused.SID_UNKNOWN: "Session ID unknown",
    Refused.BAD_METHOD: "Bad handshake method",
    Refused.BAD_REQUEST: "Bad request",
    Refused.FORBIDDEN: "Forbidden",
    Refused.UNSUPPORTED_VERSION: "Unsupported protocol version",
}


def error_body(refused: Refused) -> bytes:
    """The JSON body of a refusal: its code and its message, nothing of the request."""
    return msgspec.json.encode({"code": int(refused), "message": _MESSAGES[refused]})


class Query(NamedTuple):
    """The three parameters that steer Engine.IO; `sid` is None before the handshake."""

    transport: str
    sid: str | None


_KNOWN = ("EIO", "transport", "sid")


def parse_query(query: str, max_fields: int = 64) -> Query | Refused:
    """Read a query string; unknown keys are ignored, a doubled known key is a bad request."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=max_fields)
    except ValueError:
        return Refused.BAD_REQUEST
    known = [(key, value) for key, value in pairs if key in _KNOWN]
    fields = dict(known)
    if len(fields) != len(known):
        return Refused.BAD_REQUEST
    transport = fields.get("transport", "")
    if transport not in ("polling", "websocket"):
        return Refused.TRANSPORT_UNKNOWN
    sid = fields.get("sid")
    if sid is None and fields.get("EIO") != PROTOCOL:
        return Refused.UNSUPPORTED_VERSION
    return Query(transport, sid)
