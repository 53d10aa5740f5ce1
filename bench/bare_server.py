"""Serves answers that are made beforehand over bare sockets: what does an event cost when only the kernel works?

    taskset -c 0 python -m bench.bare_server [echo|room]

Prints the port on stdout. No server in this language that gives each socket a read and a write of its own can be
cheaper: a message is not decoded, only counted by its length, and each answer is the same bytes. As `echo` it answers
what `bench.acked_event` sends, as `room` what `bench.fan_out` sends. Linux only.
"""

from __future__ import annotations

import contextlib
import select
import socket
import sys
from collections.abc import Callable
from typing import Final

from dryland.gateway.frames import TEXT, frame

EVENT_BYTES: Final = 160
SENT_BYTES: Final = EVENT_BYTES + 8
"""A client's frame around a packet: two bytes, two of length, four of mask."""
ACCEPTED: Final = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
OPENED, WELCOME = frame(TEXT, b'0{"sid":"bare"}'), frame(TEXT, b'40{"sid":"bare"}')
ACK = frame(TEXT, b"430[" + b"x" * (EVENT_BYTES - 5) + b"]")
SAID = frame(TEXT, b'42["said",' + b"x" * (EVENT_BYTES - 11) + b"]")

Hear = Callable[[bytes], "Hear"]
"""What the next bytes of a client mean; returns what those after them do."""


class BareServer:
    """One loop over all sockets."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._poll = select.epoll()
        self._clients: dict[int, tuple[socket.socket, Hear]] = {}
        self._room: list[socket.socket] = []

    def run(self) -> None:
        """Serve until killed."""
        with socket.create_server(("127.0.0.1", 0), backlog=4_096) as listener:
            listener.setblocking(False)
            self._poll.register(listener, select.EPOLLIN)
            print(listener.getsockname()[1], flush=True)
            while True:
                for number, _ in self._poll.poll():
                    if number == listener.fileno():
                        self._accept(listener)
                    else:
                        self._read(number)

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                client, _ = listener.accept()
                client.setblocking(False)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._clients[client.fileno()] = client, self._on_request(client)
                self._poll.register(client, select.EPOLLIN)

    def _read(self, number: int) -> None:
        client, hear = self._clients[number]
        try:
            data = client.recv(65_536)
        except ConnectionResetError:
            data = b""
        if data:
            self._clients[number] = client, hear(data)
        else:
            self._poll.unregister(number)
            del self._clients[number]
            client.close()

    def _on_request(self, client: socket.socket) -> Hear:
        def joined(_: bytes) -> Hear:
            client.send(WELCOME)
            return in_room if self._what == "room" else answered

        def requested(_: bytes) -> Hear:
            client.send(ACCEPTED + OPENED)
            return joined

        def answered(data: bytes) -> Hear:
            client.send(ACK * (len(data) // SENT_BYTES))
            return answered

        def in_room(_: bytes) -> Hear:
            self._room.append(client)
            return told

        def told(_: bytes) -> Hear:
            for member in self._room:
                member.send(SAID)
            return told

        return requested


if __name__ == "__main__":
    BareServer(sys.argv[1] if len(sys.argv) > 1 else "echo").run()
