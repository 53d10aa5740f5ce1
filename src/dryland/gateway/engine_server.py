"""An Engine.IO server for one path: handshakes, the book of sessions, and WebSocket upgrades.

Knows neither uvicorn nor Socket.IO: requests come in as values, sessions go out to receivers.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dryland.gateway.admission import Admission
from dryland.gateway.counters import Counters
from dryland.gateway.engine_session import EngineSession, House, Receiver
from dryland.gateway.engineio import Packet, Refused, handshake, parse_query
from dryland.gateway.limits import Limits
from dryland.gateway.loop import Timers
from dryland.gateway.origin import Origins
from dryland.gateway.probe import Probe
from dryland.gateway.reasons import Reason
from dryland.gateway.websocket import Sink, WebSocket

__all__ = ["EngineServer", "Log", "Request"]

Log = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of an HTTP request that decide about a session; header names are lower case."""

    query: str
    headers: Mapping[str, str]
    address: str


class EngineServer:
    """The sessions of one path."""

    def __init__(
        self,
        limits: Limits,
        open_receiver: Callable[[EngineSession], Receiver],
        *,
        timers: Timers,
        counters: Counters,
        origins: Origins,
        admission: Admission,
        log: Log,
    ) -> None:
        self.limits = limits
        self.origins = origins
        self.admission = admission
        self.log = log
        self.sessions: dict[str, EngineSession] = {}
        self.is_closing = False
        self.on_empty: Callable[[], None] | None = None
        """Called whenever the last session is gone."""
        self._open_receiver = open_receiver
        self._house = House(limits, timers, counters, self._forget, log)

    @property
    def timers(self) -> Timers:
        """The alarms of this server."""
        return self._house.timers

    def permits(self, request: Request) -> bool:
        """Whether the request's origin and host may be served."""
        return self.origins.permits(request.headers.get("origin"), request.headers.get("host"))

    def refuse(self, refused: Refused, request: Request) -> Refused:
        """Count and log a refusal; nothing the client wrote gets into the log."""
        counts = self._house.counters.refused
        counts[refused.name.lower()] = counts.get(refused.name.lower(), 0) + 1
        self.log("request refused", {"reason": refused.name.lower(), "remote": request.address})
        return refused

    def open_polling(self, request: Request) -> tuple[EngineSession, bytes] | Refused:
        """A handshake over polling: the new session and the body that announces it."""
        session = self._admit(request)
        if isinstance(session, Refused):
            return session
        hello = self._hello(session, ["websocket"])
        self._start(session)
        return session, hello.text

    def upgrade(self, request: Request) -> Sink | Refused:
        """A WebSocket is asked for: a sink for a new session or for a probe, or a refusal."""
        query = parse_query(request.query)
        if isinstance(query, Refused):
            return self.refuse(query, request)
        if not self.permits(request):
            return self.refuse(Refused.FORBIDDEN, request)
        if query.transport != "websocket":
            return self.refuse(Refused.BAD_REQUEST, request)
        if query.sid is None:
            session = self._admit(request)
            return session if isinstance(session, Refused) else _Opening(session, self)
        session = self.sessions.get(query.sid)
        if session is None:
            return self.refuse(Refused.SID_UNKNOWN, request)
        return Probe(session, self._house)

    def _admit(self, request: Request) -> EngineSession | Refused:
        remote = self.origins.remote(request.address, request.headers)
        if self.is_closing or not self.admission.handshake(remote, self.timers.clock()):
            return self.refuse(Refused.FORBIDDEN, request)
        return EngineSession(secrets.token_urlsafe(15), remote, self._house)

    def _hello(self, session: EngineSession, upgrades: list[str]) -> Packet:
        limits = self.limits
        return handshake(
            session.sid,
            upgrades=upgrades,
            ping_interval_s=limits.ping_interval_s,
            ping_timeout_s=limits.ping_timeout_s,
            max_payload_bytes=limits.max_payload_bytes,
        )

    def _start(self, session: EngineSession) -> None:
        self.sessions[session.sid] = session
        self._house.counters.sessions += 1
        self._house.counters.sessions_opened += 1
        session.begin(self._open_receiver(session))

    def start_on(self, socket: WebSocket, session: EngineSession) -> None:
        """A WebSocket has been accepted for a session of its own."""
        socket.write(self._hello(session, []).frames)
        self._start(session)
        session.opened(socket)

    def _forget(self, session: EngineSession) -> None:
        if self.sessions.pop(session.sid, None) is not None:
            self._house.counters.sessions -= 1
            if not self.sessions and self.on_empty is not None:
                self.on_empty()

    def finish_all(self) -> None:
        """Accept no new session and end every one; what they have queued is still delivered."""
        self.is_closing = True
        for session in tuple(self.sessions.values()):
            session.finish(Reason.SHUTDOWN)

    def close_all(self) -> None:
        """End every session now."""
        for session in tuple(self.sessions.values()):
            session.close(Reason.SHUTDOWN)


class _Opening:
    """The sink of a WebSocket between its request and its accepted handshake."""

    __slots__ = ("_server", "_session")

    def __init__(self, session: EngineSession, server: EngineServer) -> None:
        self._session = session
        self._server = server

    def opened(self, socket: WebSocket) -> None:
        """The handshake is done: the session begins."""
        self._server.start_on(socket, self._session)

    def text(self, data: bytes) -> None:
        """Never called: `opened` has put the session here."""

    def binary(self, data: bytes) -> None:
        """Never called: `opened` has put the session here."""

    def paused(self) -> None:
        """Never called: `opened` has put the session here."""

    def resumed(self) -> None:
        """Never called: `opened` has put the session here."""

    def gone(self, reason: Reason) -> None:
        """The socket failed before it was open."""
        self._session.close(reason)
