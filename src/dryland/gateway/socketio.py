"""The Socket.IO v5 codec: packet text in, a frame out, and the other way round.

Pure: knows no session and no socket. Packets carry the engine's type digit `4` in front, as they travel.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

import msgspec

from dryland.gateway.engineio import Packet

__all__ = [
    "ACK",
    "BINARY_ACK",
    "BINARY_EVENT",
    "CONNECT",
    "CONNECT_ERROR",
    "DISCONNECT",
    "EVENT",
    "RESERVED_EVENTS",
    "BinaryArgs",
    "Frame",
    "ParseError",
    "ack_packet",
    "check_placeholders",
    "connect_error_packet",
    "connect_packet",
    "decode_args",
    "decode_frame",
    "disconnect_packet",
    "event_name",
    "event_packet",
    "head",
    "is_too_deep",
    "request_packet",
]

CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK = range(7)
RESERVED_EVENTS = frozenset(
    (b"connect", b"connect_error", b"disconnect", b"disconnecting", b"newListener", b"removeListener")
)
MAX_ACK_ID = 2**53 - 1
_FRAME = re.compile(
    rb"4(?P<kind>[0-6])(?:(?P<attachments>[0-9]{1,16})-)?(?:(?P<namespace>/[^,]*)(?:,|$))?(?P<ack>[0-9]+)?(?P<payload>.*)",
    re.DOTALL,
)
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_MARKS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{\]}]', re.DOTALL)
"""Strings, closed or not, and brackets; possessive, so that no payload makes it look twice."""
_ARGS = msgspec.json.Decoder(list[msgspec.Raw])


class ParseError(ValueError):
    """A packet is not what Socket.IO v5 allows."""


class BinaryArgs(list[msgspec.Raw]):
    """Arguments of a binary event or answer: `{"_placeholder":true,"num":i}` stands for `attachments[i]`."""

    def __init__(self, args: Sequence[msgspec.Raw], attachments: Sequence[bytes]) -> None:
        super().__init__(args)
        self.attachments = tuple(attachments)


class Frame(NamedTuple):
    """One packet, taken apart; `payload` is JSON text or empty."""

    kind: int
    attachments: int
    namespace: str
    ack_id: int | None
    payload: bytes


def decode_frame(packet: bytes) -> Frame:
    """Take a text packet apart (`4<type>[<n>-][/nsp,][ackid][json]`); raises ParseError."""
    match = _FRAME.fullmatch(packet)
    if match is None:
        raise ParseError("not a packet")
    kind = int(match["kind"])
    attachments, ack = match["attachments"], match["ack"]
    if (attachments is not None) is not (kind in (BINARY_EVENT, BINARY_ACK)):
        raise ParseError("attachments")
    ack_id = None if ack is None else int(ack[:17])
    if ack_id is not None and ack_id > MAX_ACK_ID:
        raise ParseError("ack id")
    namespace = match["namespace"]
    name = "/" if namespace is None else namespace.decode()
    return Frame(kind, int(attachments or 0), name, ack_id, match["payload"])


def decode_args(payload: bytes) -> list[msgspec.Raw]:
    """The items of a JSON array, each still JSON; raises ParseError.

    A lone surrogate, which a browser may well send in a cut-off emoji, becomes U+FFFD.
    """
    try:
        return _ARGS.decode(payload)
    except (msgspec.MsgspecError, RecursionError) as error:
        if b"\\u" not in payload:
            raise ParseError("JSON") from error
    try:
        return _ARGS.decode(_ESCAPES.sub(_mend, payload))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ParseError("JSON") from error


def _mend(match: re.Match[bytes]) -> bytes:
    return match[0] if match["lone"] is None else b"\\ufffd"


def event_name(payload: bytes, args: Sequence[msgspec.Raw]) -> bytes:
    """The name of the event `payload`, whose items are `args`: a string's UTF-8 text, or a number as written.

    Raises ParseError for any other type and for the reserved names.
    """
    if payload.startswith(b'["'):
        name = payload[2 : payload.find(b'"', 2)]
        if b"\\" in name:
            name = cast("str", msgspec.json.decode(args[0])).encode()
    else:
        name = bytes(args[0])
        if name[0] in b"-0123456789":
            return name
        if name[0] != 0x22:
            raise ParseError("event name")
        name = cast("str", msgspec.json.decode(name)).encode()
    if name in RESERVED_EVENTS:
        raise ParseError("reserved event name")
    return name


def is_too_deep(payload: bytes, max_depth: int) -> bool:
    """Whether arrays and objects nest deeper than `max_depth`; brackets inside strings are not counted."""
    if payload.count(b"[") + payload.count(b"{") <= max_depth:
        return False
    depth = 0
    for token in _MARKS.finditer(payload):
        mark = payload[token.start()]
        if mark in b"[{":
            depth += 1
            if depth > max_depth:
                return True
        elif mark in b"]}":
            depth -= 1
    return False


def check_placeholders(payload: bytes, attachments: int) -> None:
    """Each of the attachments must be referred to exactly once; raises ParseError."""
    try:
        numbers = list(_placeholders(msgspec.json.decode(payload)))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ParseError("JSON") from error
    if any(type(number) is not int for number in numbers):
        raise ParseError("placeholder")
    if sorted(cast("list[int]", numbers)) != list(range(attachments)):
        raise ParseError("placeholder")


def _placeholders(value: Any) -> Iterator[object]:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if fields.get("_placeholder") is True:
            yield fields.get("num")
        else:
            for item in fields.values():
                yield from _placeholders(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _placeholders(item)


def head(kind: int, namespace: str, attachments: int = 0) -> bytes:
    """The start of an outgoing packet, up to where an ack id would stand."""
    count = b"%d-" % attachments if attachments else b""
    return b"4%d%b%b" % (kind, count, b"" if namespace == "/" else namespace.encode() + b",")


def event_packet(namespace: str, name: str, payload: bytes, attachments: Sequence[bytes] = ()) -> Packet:
    """An event, encoded once for every receiver of one namespace.

    `payload` is the JSON text of the argument, or of several joined by commas, or empty for none; with
    attachments it holds their placeholders.
    """
    start = head(BINARY_EVENT if attachments else EVENT, namespace, len(attachments))
    return Packet(start + _event_array(name, payload), tuple(attachments))


def _event_array(name: str, payload: bytes) -> bytes:
    return b"[%b%b%b]" % (msgspec.json.encode(name), b"," if payload else b"", payload)


def request_packet(namespace: str, name: str, payload: bytes, ack_id: int) -> Packet:
    """An event that asks its one receiver for an answer."""
    return Packet(b"%b%d%b" % (head(EVENT, namespace), ack_id, _event_array(name, payload)))


def ack_packet(namespace: str, ack_id: int, payload: bytes, attachments: Sequence[bytes] = ()) -> Packet:
    """The answer to an event; `payload` is the JSON text of the arguments, joined by commas."""
    start = head(BINARY_ACK if attachments else ACK, namespace, len(attachments))
    return Packet(b"%b%d[%b]" % (start, ack_id, payload), tuple(attachments))


def connect_packet(namespace: str, sid: str) -> Packet:
    """The welcome to a namespace."""
    return Packet(head(CONNECT, namespace) + msgspec.json.encode({"sid": sid}))


def connect_error_packet(namespace: str, message: str, data: dict[str, Any] | None) -> Packet:
    """The refusal of a namespace; `data` must be JSON-encodable."""
    fields: dict[str, Any] = {"message": message}
    if data is not None:
        fields["data"] = data
    return Packet(head(CONNECT_ERROR, namespace) + msgspec.json.encode(fields))


def disconnect_packet(namespace: str) -> Packet:
    """The server's goodbye in one namespace."""
    return Packet(head(DISCONNECT, namespace))
