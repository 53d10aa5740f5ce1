"""Real foreign clients, unconfigured: socket.io-client on Node and python-socketio, on every transport."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
import socketio

from dryland.gateway import BinaryArgs, Peer, Refusal, event_packet
from tests.interop.harness import LOCAL, Recorder, running

pytestmark = pytest.mark.interop

NODE = Path(__file__).parent / "node"
TRANSPORTS = pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "socket.io-client").is_dir(),
    reason="needs Node and `npm ci` in tests/interop/node",
)


class Scripted(Recorder):
    """Echoes with an answer; on `go` sends a text event, a binary one and a question, then `done`; `bye` puts out."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []

    def event(self, peer: Peer, name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        if ack_id is not None:
            attachments = args.attachments if isinstance(args, BinaryArgs) else ()
            peer.ack(ack_id, b",".join(bytes(item) for item in args[:1]), attachments)
        elif name == b"go":
            self.perform(peer)
        elif name == b"bye":
            peer.disconnect()

    def perform(self, peer: Peer) -> None:
        peer.send(event_packet("/", "hello", b'{"n":1}'))
        place = b'{"data":{"_placeholder":true,"num":0}}'
        peer.send(event_packet("/", "bytes", place, [b"\x00\x01\xfe\xff"]))
        peer.request("question", b"41", lambda args: self.answered(peer, args), timeout_s=3)

    def answered(self, peer: Peer, args: Sequence[msgspec.Raw]) -> None:
        self.answers.append(msgspec.json.decode(args[0]))
        peer.send(event_packet("/", "done", b""))


@needs_node
@TRANSPORTS
async def test_socketio_client_on_node(transports: list[str]) -> None:
    application = Scripted()
    async with running(application=application) as site:
        process = await asyncio.create_subprocess_exec(
            *("node", "client.mjs", f"http://{LOCAL}:{site.port}", ",".join(transports)),
            cwd=NODE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0, err.decode()
        seen = msgspec.json.decode(out)
        assert seen["first"] == transports[0]
        assert seen["last"] == transports[-1]
        assert seen["acks"] == {
            "text": "ä€😀",
            "binary": [0, 1, 254, 255],
            "other": "namespaced",
            "many": 300,
        }
        assert seen["events"] == [{"n": 1}, [0, 1, 254, 255]]
        assert (seen["refused"], seen["sids"]) == ("Invalid namespace", 3)
        assert seen["reason"] == "io server disconnect"
        assert application.answers == [42]
        assert [bytes(auth or b"") for auth in application.auths] == [b'{"token":"abc"}'] * 2


@TRANSPORTS
async def test_python_socketio_client(transports: list[str]) -> None:
    application = Scripted()
    async with running(application=application) as site:
        client = socketio.AsyncClient(reconnection=False)
        events: list[Any] = []
        done, gone = asyncio.Event(), asyncio.Event()
        client.on("hello", events.append)
        client.on("bytes", lambda value: events.append(value["data"]))
        client.on("question", lambda value: value + 1)
        client.on("done", done.set)
        client.on("disconnect", lambda reason: gone.set())
        await client.connect(
            f"http://{LOCAL}:{site.port}", transports=transports, namespaces=["/", "/other"], auth={"token": "abc"}
        )
        assert await client.call("echo", "ä€😀") == "ä€😀"
        assert await client.call("echo", b"\x00\xff") == b"\x00\xff"
        assert await client.call("echo", "namespaced", namespace="/other") == "namespaced"
        await client.emit("go")
        await asyncio.wait_for(done.wait(), 5)
        assert events == [{"n": 1}, b"\x00\x01\xfe\xff"]
        assert application.answers == [42]
        assert client.transport() == transports[-1]
        await client.emit("bye")
        await client.disconnect()
        await asyncio.wait_for(gone.wait(), 5)


async def test_a_refusal_reaches_the_client_with_its_data() -> None:
    async with running() as site:
        site.application.refusal = Refusal("Not allowed here", {"code": "FORBIDDEN"})
        client = socketio.AsyncClient(reconnection=False)
        errors: asyncio.Queue[Any] = asyncio.Queue()
        client.on("connect_error", errors.put_nowait)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await client.connect(f"http://{LOCAL}:{site.port}", transports=["websocket"])
        assert await errors.get() == {"message": "Not allowed here", "data": {"code": "FORBIDDEN"}}
        assert site.gateway.peers == 0
        await client.disconnect()
