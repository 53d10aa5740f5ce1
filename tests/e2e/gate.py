"""The network between a browser and a server, with a switch: shut, every line is cut and none comes up.

It can be slow, and it can make a server say that it is another one.
"""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType


class Gate:
    """Forwards bytes from a port of its own while it is open."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._open = True
        self.delay_s = 0.0
        """How long what the server says is under way, s."""
        self.revision: tuple[str, str] | None = None
        """Release and contract that the server seems to have; lengths stay, so a release has five characters."""
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> "Gate":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()
        self._listener.close()

    def open(self) -> None:
        """Let lines through from now on."""
        self._open = True

    def shut(self) -> None:
        """Cut every line."""
        with self._lock:
            self._open = False
            for line in self._lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
            self._lines.clear()

    def _told(self, data: bytes) -> bytes:
        time.sleep(self.delay_s)
        if self.revision is None:
            return data
        release, contract = self.revision
        told = f'"server":{{"release":"{release}","contract":"{contract}"}}'.encode()
        return re.sub(rb'"server":\{"release":"[^"]*","contract":"[^"]*"\}', told, data)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                threading.Thread(target=self._join, args=(here,), daemon=True).start()

    def _join(self, here: socket.socket) -> None:
        with here:
            try:
                there = socket.create_connection(self._target)
            except OSError:
                return
            with there:
                with self._lock:
                    if not self._open:
                        return
                    self._lines |= {here, there}
                back = threading.Thread(target=_pump, args=(there, here, self._told), daemon=True)
                back.start()
                _pump(here, there, lambda data: data)
                back.join()
                with self._lock:
                    self._lines -= {here, there}


def _pump(source: socket.socket, sink: socket.socket, through: Callable[[bytes], bytes]) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(through(data))
    for line in (source, sink):
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
