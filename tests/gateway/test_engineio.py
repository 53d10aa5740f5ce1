import base64

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway.engineio import (
    Packet,
    Part,
    PayloadError,
    Query,
    Refused,
    binary_packet,
    decode_payload,
    encode_payload,
    error_body,
    handshake,
    parse_query,
)


def test_the_open_packet_has_exactly_the_five_keys_in_milliseconds() -> None:
    packet = handshake("abc", upgrades=[], ping_interval_s=25, ping_timeout_s=20, max_payload_bytes=1_000_000)
    assert packet.text == b'0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'


def test_a_payload_mixes_text_and_binary() -> None:
    assert decode_payload(b"4hello\x1ebAQIDBA==", 10) == [Part(False, b"4hello"), Part(True, b"\x01\x02\x03\x04")]


def test_a_packet_encodes_itself_for_both_transports() -> None:
    packet = Packet(b'451-["x",0]', (b"\x01\x02",))
    assert packet.frames == b'\x81\x0b451-["x",0]\x82\x02\x01\x02'
    assert packet.polling == b'451-["x",0]\x1ebAQI='
    assert packet.size == 13


@given(st.lists(st.one_of(st.text(st.characters(exclude_characters="\x1e", exclude_categories=["Cs"])), st.binary())))
@settings(deadline=None)
def test_payloads_round_trip(messages: list[str | bytes]) -> None:
    packets = [Packet(b"4" + item.encode()) if isinstance(item, str) else binary_packet(item) for item in messages]
    expected = [
        Part(isinstance(item, bytes), item if isinstance(item, bytes) else b"4" + item.encode()) for item in messages
    ]
    if packets:
        assert decode_payload(encode_payload(packets), len(packets)) == expected


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_body_is_parts_or_a_payload_error(body: bytes) -> None:
    try:
        parts = decode_payload(body, 50)
    except PayloadError:
        return
    assert len(parts) == body.count(b"\x1e") + 1
    for part, chunk in zip(parts, body.split(b"\x1e"), strict=True):
        assert part.data == (base64.b64decode(chunk[1:]) if part.is_binary else chunk)


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("EIO=4&transport=polling", Query("polling", None)),
        ("transport=websocket&t=abc&EIO=4&token=1&token=2", Query("websocket", None)),
        ("EIO=4&transport=polling&sid=abc", Query("polling", "abc")),
        ("EIO=4&transport=polling&sid=", Query("polling", "")),
        ("transport=polling&sid=abc", Query("polling", "abc")),
        ("", Refused.TRANSPORT_UNKNOWN),
        ("EIO=4&transport=", Refused.TRANSPORT_UNKNOWN),
        ("EIO=4&transport=Polling", Refused.TRANSPORT_UNKNOWN),
        ("EIO=4", Refused.TRANSPORT_UNKNOWN),
        ("transport=polling", Refused.UNSUPPORTED_VERSION),
        ("EIO=3&transport=polling", Refused.UNSUPPORTED_VERSION),
        ("EIO=4&EIO=4&transport=polling", Refused.BAD_REQUEST),
        ("EIO=4&transport=polling&sid=a&sid=a", Refused.BAD_REQUEST),
        ("EIO=4&transport=polling&x=%ff", Refused.BAD_REQUEST),
        ("&".join(["a=b"] * 65), Refused.BAD_REQUEST),
    ],
)
def test_queries(query: str, read: Query | Refused) -> None:
    assert parse_query(query) == read


@given(st.text())
@settings(deadline=None)
def test_any_query_is_read_or_refused(query: str) -> None:
    assert isinstance(parse_query(query), Query | Refused)


def test_refusals_carry_the_protocols_codes() -> None:
    told = {int(refused): msgspec.json.decode(error_body(refused)) for refused in Refused}
    assert {code: fields["message"] for code, fields in told.items()} == {
        0: "Transport unknown",
        1: "Session ID unknown",
        2: "Bad handshake method",
        3: "Bad request",
        4: "Forbidden",
        5: "Unsupported protocol version",
    }
    assert [refused.status for refused in Refused] == [400, 400, 400, 400, 403, 400]
