from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway.socketio import (
    Frame,
    ParseError,
    ack_packet,
    check_placeholders,
    connect_error_packet,
    connect_packet,
    decode_args,
    decode_frame,
    disconnect_packet,
    event_name,
    event_packet,
    is_too_deep,
    request_packet,
)


@pytest.mark.parametrize(
    ("packet", "frame"),
    [
        (b"40", Frame(0, 0, "/", None, b"")),
        (b"40/custom", Frame(0, 0, "/custom", None, b"")),
        (b'40/custom,{"a":1}', Frame(0, 0, "/custom", None, b'{"a":1}')),
        (b'40{"a":",/x,"}', Frame(0, 0, "/", None, b'{"a":",/x,"}')),
        (b"41/n,", Frame(1, 0, "/n", None, b"")),
        (b'42["a,/b"]', Frame(2, 0, "/", None, b'["a,/b"]')),
        (b'42/n,12["a"]', Frame(2, 0, "/n", 12, b'["a"]')),
        (b'452-/n,3["x"]', Frame(5, 2, "/n", 3, b'["x"]')),
        (b'450-["x"]', Frame(5, 0, "/", None, b'["x"]')),
        (b"469-3[]", Frame(6, 9, "/", 3, b"[]")),
    ],
)
def test_packets_are_taken_apart(packet: bytes, frame: Frame) -> None:
    assert decode_frame(packet) == frame


@pytest.mark.parametrize(
    "packet", [b"", b"4", b"47", b"4-1", b"45", b'45["x"]', b'45-["x"]', b"4abc", b"429007199254740992[]"]
)
def test_what_is_no_packet_is_refused(packet: bytes) -> None:
    with pytest.raises(ParseError):
        decode_frame(packet)


@given(st.binary())
@settings(deadline=None)
def test_any_bytes_are_a_packet_or_refused(data: bytes) -> None:
    try:
        text = (b"4" + data).decode()
    except UnicodeDecodeError:
        return
    try:
        frame = decode_frame(text.encode())
    except ParseError:
        return
    assert 0 <= frame.kind <= 6


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=5), children, max_size=4),
    max_leaves=20,
)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda name: name not in RESERVED)
RESERVED = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}


@given(names, st.lists(values, max_size=4), st.sampled_from(["/", "/floor"]), st.integers(0, 2**53 - 1))
@settings(deadline=None)
def test_requests_come_apart_as_they_were_put_together(name: str, args: list[Any], namespace: str, ack_id: int) -> None:
    payload = b",".join(msgspec.json.encode(value) for value in args)
    frame = decode_frame(request_packet(namespace, name, payload, ack_id).text)
    assert (frame.kind, frame.namespace, frame.ack_id) == (2, namespace, ack_id)
    items = decode_args(frame.payload)
    assert event_name(frame.payload, items) == name.encode()
    assert [msgspec.json.decode(item) for item in items[1:]] == args


def test_outgoing_packets_are_spelled_as_the_protocol_says() -> None:
    assert event_packet("/", "hello", b"").text == b'42["hello"]'
    assert event_packet("/n", 'a"b', b'1,{"x":2}').text == b'42/n,["a\\"b",1,{"x":2}]'
    assert event_packet("/", "b", b'{"_placeholder":true,"num":0}', [b"x"]).text.startswith(b'451-["b",')
    assert ack_packet("/", 7, b"1").text == b"437[1]"
    assert ack_packet("/n", 7, b"", [b"x"]).text == b"461-/n,7[]"
    assert connect_packet("/n", "abc").text == b'40/n,{"sid":"abc"}'
    assert connect_error_packet("/", "no", None).text == b'44{"message":"no"}'
    assert connect_error_packet("/", "no", {"code": 1}).text == b'44{"message":"no","data":{"code":1}}'
    assert disconnect_packet("/").text == b"41"
    assert disconnect_packet("/n").text == b"41/n,"


@pytest.mark.parametrize("payload", [b"", b"{}", b"[1", b"[1]x", b"[01]", b"[tru]", b'["\x01"]', b"[" * 100_000, b"1"])
def test_arguments_must_be_a_json_array(payload: bytes) -> None:
    with pytest.raises(ParseError):
        decode_args(payload)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (rb'["\ud83d"]', "�"),
        (rb'["a\ud83db"]', "a�b"),
        (rb'["\ude00\ud83d"]', "��"),
        (rb'["\ud83d\ude00 \ud83d"]', "😀 �"),
        (rb'["\\ud83d"]', r"\ud83d"),
    ],
)
def test_a_cut_off_emoji_is_mended_not_punished(text: bytes, mended: str) -> None:
    assert msgspec.json.decode(decode_args(text)[0]) == mended


@given(values)
@settings(deadline=None)
def test_depth_is_counted_as_json_nests(value: Any) -> None:
    def depth(item: Any) -> int:
        if isinstance(item, dict):
            return 1 + max(map(depth, item.values()), default=0)
        if isinstance(item, list):
            return 1 + max(map(depth, item), default=0)
        return 0

    payload = msgspec.json.encode([value])
    deepest = depth([value])
    assert not is_too_deep(payload, deepest)
    assert is_too_deep(payload, deepest - 1) or deepest == 1


@given(st.permutations(range(5)))
@settings(deadline=None)
def test_placeholders_may_come_in_any_order_but_each_once(numbers: list[int]) -> None:
    places = [{"_placeholder": True, "num": number} for number in numbers]
    payload = msgspec.json.encode(["x", {"deep": places[:2]}, *places[2:]])
    check_placeholders(payload, 5)
    for wrong in (4, 6):
        with pytest.raises(ParseError):
            check_placeholders(payload, wrong)
