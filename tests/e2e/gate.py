"""The network between a browser and a server, with a switch: shut, every line is cut and none comes up."""

import contextlib
import socket
import threading
from types import TracebackType


class Gate:
    """Forwards bytes from a port of its own while it is open."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._open = True
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
                back = threading.Thread(target=_pump, args=(there, here), daemon=True)
                back.start()
                _pump(here, there)
                back.join()
                with self._lock:
                    self._lines -= {here, there}


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    for line in (source, sink):
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
