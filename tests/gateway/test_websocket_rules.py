"""RFC 6455 on the production listener: framing, pings, fragments, UTF-8, closing, sizes: a bare echo, byte by byte."""

import asyncio
import os
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect

from dryland.gateway import Limits
from dryland.gateway.frames import BINARY, CLOSE, TEXT, close_frame, frame
from tests.interop.harness import HANDSHAKE, LOCAL, masked, serving
from tests.interop.suite_server import BareEcho, SuiteServer

FIN, CONT, PING, PONG = 0x80, 0x00, 0x89, 0x8A


@asynccontextmanager
async def echo_port() -> AsyncIterator[int]:
    server = SuiteServer(Limits(close_linger_s=0.2))
    async with serving(server.config(lifespan="off")) as port:
        yield port


async def talk(sent: list[bytes], gap_s: float = 0.0) -> bytes:
    """Send raw frames to the echo, then read until it hangs up or nothing more is owed."""
    async with echo_port() as port:
        reader, writer = await asyncio.open_connection(LOCAL, port)
        writer.write(f"GET /echo HTTP/1.1\r\nHost: x\r\n{HANDSHAKE}\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        for data in sent:
            writer.write(data)
            await asyncio.sleep(gap_s)
        received = await asyncio.wait_for(reader.read(), 3)
        writer.close()
        return received


BYE = masked(CLOSE, b"\x03\xe8")
ANSWERED_BYE = close_frame(1000, "")


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 128, 65_535])
@pytest.mark.parametrize("first", [TEXT, BINARY])
async def test_messages_of_every_length_form_come_back(size: int, first: int) -> None:
    assert await talk([masked(first, b"*" * size) + BYE]) == frame(first, b"*" * size) + ANSWERED_BYE


@pytest.mark.parametrize("size", [65_536, 16 * 2**20])
async def test_large_messages_come_back(size: int) -> None:
    async with echo_port() as port, connect(f"ws://{LOCAL}:{port}/echo", max_size=None, compression=None) as socket:
        data = os.urandom(size)
        await socket.send(data)
        assert await socket.recv() == data


async def test_real_masks_are_removed() -> None:
    mask, text = os.urandom(4), b"masked for real"
    hidden = bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))
    data = bytes((TEXT, 0x80 | len(text))) + mask + hidden
    assert await talk([data + BYE]) == frame(TEXT, text) + ANSWERED_BYE


class TestPings:
    @pytest.mark.parametrize("payload", [b"", b"hello", bytes(range(125))])
    async def test_are_answered_alike(self, payload: bytes) -> None:
        assert await talk([masked(PING, payload) + BYE]) == frame(PONG, payload) + ANSWERED_BYE

    async def test_are_answered_inside_a_fragmented_message(self) -> None:
        sent = masked(0x01, b"one ") + masked(PING, b"!") + masked(FIN | CONT, b"two")
        assert await talk([sent + BYE]) == frame(PONG, b"!") + frame(TEXT, b"one two") + ANSWERED_BYE

    async def test_unsolicited_pongs_are_nothing(self) -> None:
        assert await talk([masked(PONG, b"x") + masked(TEXT, b"a") + BYE]) == frame(TEXT, b"a") + ANSWERED_BYE


BROKEN = {
    "rsv1": masked(0xC1, b"a"),
    "rsv2": masked(0xA1, b"a"),
    "rsv3": masked(0x91, b"a"),
    "rsv on a ping": masked(0xC9, b""),
    "rsv on a close": masked(0xF8, b""),
    **{f"opcode {opcode}": masked(FIN | opcode, b"") for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)},
    "fragmented ping": masked(0x09, b""),
    "long ping": masked(PING, b"x" * 126),
    "continuation first": masked(FIN | CONT, b"a"),
    "continuation first, open": masked(CONT, b"a"),
    "text inside text": masked(0x01, b"a") + masked(TEXT, b"b"),
    "binary inside text": masked(0x01, b"a") + masked(BINARY, b"b"),
    "unmasked": frame(TEXT, b"a"),
    "length not minimal": b"\x81\xfe\x00\x01\0\0\0\0a",
    "64-bit length not minimal": b"\x81\xff" + struct.pack(">Q", 200) + b"\0\0\0\0" + b"a" * 200,
    "close of one byte": masked(CLOSE, b"\x03"),
    "long close": masked(CLOSE, b"\x03\xe8" + b"x" * 124),
}


async def test_a_turn_that_takes_long_still_says_why_a_broken_frame_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = BareEcho.text

    def dawdle(self: BareEcho, data: bytes) -> None:
        time.sleep(0.03)  # longer than the parser waits before it hangs up
        heard(self, data)

    monkeypatch.setattr(BareEcho, "text", dawdle)
    received = await talk([masked(TEXT, b"good") + BROKEN["unmasked"]])
    assert received[:7] == frame(TEXT, b"good") + bytes((CLOSE,))


@pytest.mark.parametrize("case", BROKEN)
async def test_a_broken_frame_closes_with_1002_after_the_good_ones_were_answered(case: str) -> None:
    received = await talk([masked(TEXT, b"good") + BROKEN[case] + masked(TEXT, b"after")])
    assert received[:7] == frame(TEXT, b"good") + bytes((CLOSE,))
    assert received[8:10] == struct.pack(">H", 1002)
    assert b"after" not in received


TEXTS = {
    "plain": "κόσμε".encode(),
    "four bytes": "😀".encode(),
    "highest": "\U0010ffff".encode(),
    "nul": b"\0",
    "noncharacter": "\uffff".encode(),
    "empty": b"",
}
NOT_TEXTS = {
    "lone continuation": b"\x80",
    "cut short": b"\xce",
    "overlong slash": b"\xc0\xaf",
    "overlong nul": b"\xe0\x80\x80",
    "surrogate": b"\xed\xa0\x80",
    "above the highest": b"\xf4\x90\x80\x80",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "impossible": b"\xfe",
}


@pytest.mark.parametrize("case", TEXTS)
async def test_utf8_may_be_cut_anywhere_by_frames(case: str) -> None:
    text = TEXTS[case]
    cut = [masked(0x01, b""), *(masked(CONT, text[i : i + 1]) for i in range(len(text))), masked(FIN | CONT, b"")]
    assert await talk([b"".join(cut) + BYE]) == frame(TEXT, text) + ANSWERED_BYE


@pytest.mark.parametrize("case", NOT_TEXTS)
@pytest.mark.parametrize("whole", [True, False])
async def test_what_is_not_utf8_closes_with_1007(case: str, whole: bool) -> None:
    text = b"ok " + NOT_TEXTS[case]
    sent = masked(TEXT, text) if whole else masked(0x01, text[:4]) + masked(FIN | CONT, text[4:])
    assert (await talk([sent]))[2:4] == struct.pack(">H", 1007)


async def test_impossible_text_is_refused_before_its_last_frame() -> None:
    assert (await talk([masked(0x01, b"ok \xf4"), masked(CONT, b"\x90")], 0.02))[2:4] == struct.pack(">H", 1007)


class TestClosing:
    @pytest.mark.parametrize("code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])
    async def test_a_legal_code_comes_back(self, code: int) -> None:
        sent = struct.pack(">H", code) + "bye ä".encode()
        assert await talk([masked(CLOSE, sent)]) == close_frame(code, "")

    @pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])
    async def test_an_illegal_code_is_a_protocol_error(self, code: int) -> None:
        assert (await talk([masked(CLOSE, struct.pack(">H", code))]))[2:4] == struct.pack(">H", 1002)

    async def test_a_reason_must_be_utf8(self) -> None:
        assert (await talk([masked(CLOSE, b"\x03\xe8\xff")]))[2:4] == struct.pack(">H", 1007)

    async def test_no_code_is_fine(self) -> None:
        assert await talk([masked(CLOSE, b"")]) == close_frame(1000, "")

    async def test_nothing_after_a_close_is_read(self) -> None:
        assert await talk([BYE + masked(TEXT, b"late") + masked(PING, b"late") + BYE]) == ANSWERED_BYE


@given(st.text(), st.integers(1000, 4999))
@settings(max_examples=50, deadline=None)
def test_a_close_frame_always_fits_and_stays_utf8(reason: str, code: int) -> None:
    data = close_frame(code, reason.encode(errors="replace").decode())
    assert len(data) <= 127
    assert data[0] == CLOSE
    assert data[4:].decode() == reason.encode(errors="replace").decode()[: len(data[4:].decode())]
