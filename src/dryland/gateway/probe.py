"""The WebSocket that wants to take over a polling session, until it has or has failed."""

from dryland.gateway.engine_session import EngineSession, House
from dryland.gateway.engineio import PONG_PROBE
from dryland.gateway.phases import Phase
from dryland.gateway.reasons import Reason
from dryland.gateway.websocket import WebSocket
from dryland.gateway.wheel import Alarm

__all__ = ["Probe"]


class Probe:
    """A WebSocket that wants to take over a polling session; failing costs only itself."""

    __slots__ = ("_alarm", "_house", "_session", "_socket")

    def __init__(self, session: EngineSession, house: House) -> None:
        self._session = session
        self._house = house
        self._socket: WebSocket | None = None
        self._alarm: Alarm | None = None

    def opened(self, socket: WebSocket) -> None:
        """Sign up with the session; a second WebSocket for the same session is closed."""
        self._socket = socket
        if not self._session.begin_probe(self):
            self._socket = None
            socket.close()
            return
        self._alarm = self._house.timers.after(self._house.limits.upgrade_timeout_s, self._lose)

    def text(self, data: bytes) -> None:
        """`2probe` is answered, `5` completes the upgrade, anything else ends the probe."""
        socket = self._socket
        if socket is None:
            return
        if data == b"2probe" and self._session.phase is Phase.PROBING:
            socket.write(PONG_PROBE.frames)
            self._session.probed()
        elif data == b"5" and self._session.phase is Phase.UPGRADING:
            self._forget()
            self._session.upgrade(socket)
        else:
            self._lose()

    def binary(self, data: bytes) -> None:
        """No probe sends binary."""
        self._lose()

    def paused(self) -> None:
        """Nothing much is ever written to a probe."""

    def resumed(self) -> None:
        """Nothing much is ever written to a probe."""

    def gone(self, reason: Reason) -> None:
        """The probing socket is closed."""
        self._lose()

    def _forget(self) -> None:
        self._socket = None
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def drop(self) -> None:
        """The session has ended: close the probing socket."""
        socket = self._socket
        self._forget()
        if socket is not None:
            socket.close()

    def _lose(self) -> None:
        if self._socket is not None:
            self.drop()
            self._session.probe_lost()
