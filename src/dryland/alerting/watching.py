"""Lets the rules look at the running floor: at live values once a second, at facts when they are stored.

What they find goes to the keeper. Sessions are looked at spread over the moments of a tick, as frames are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dryland.alerting.keeper import AlertKeeper
from dryland.broadcast import Broadcast
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.floor.aggregate import Session
from dryland.floor.alert_moments import MOMENTOUS, moments
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_watch import SessionWatch
from dryland.hall import Hall
from dryland.held_session import Committed
from dryland.live_events import METRICS

__all__ = ["AlertWatch"]

_SENSOR_ERRORS: Final = {
    "signal_lost": ErrorCode.SENSOR_DROPOUT,
    "signal_implausible": ErrorCode.HEART_RATE_IMPLAUSIBLE,
}


class AlertWatch:
    """All sessions of a node that run; a round of `phases` turns looks at each of them once."""

    def __init__(self, keeper: AlertKeeper, hall: Hall, broadcast: Broadcast, phases: int) -> None:
        self._keeper = keeper
        self._broadcast = broadcast
        self._hall = hall
        self._phases = phases
        self._round: list[str] = []
        self._turn = 0
        self._watches: dict[str, SessionWatch] = {}

    def turn(self, now_ms: int) -> None:
        """One of the moments of a round."""
        place = self._turn % self._phases
        if place == 0:
            self._round = [session.state.session_id for session in self._hall if session.is_active]
        self._turn += 1
        for session_id in self._round[place :: self._phases]:
            session = self._hall.session(session_id)
            if session is not None and session.is_active:
                self._look(session, now_ms)

    def _look(self, session: Session, now_ms: int) -> None:
        session_id, org_id = session.state.session_id, session.state.org_id
        watch = self._watches.get(session_id)
        if watch is None:
            book = self._keeper.book(org_id)
            watch = self._watches[session_id] = SessionWatch(session, lambda cause: book.of_cause(cause) is not None)
        for cause, request in watch.look(session, now_ms):
            if request is None:
                self._keeper.over(org_id, cause)
            else:
                self._keeper.raise_alert(org_id, request)
                self._tell_players(session, request)

    def _tell_players(self, session: Session, request: AlertRequest) -> None:
        """A sensor's own player learns what to do about it, and that it comes back by itself."""
        code = _SENSOR_ERRORS.get(request.rule)
        if code is None:
            return
        for player_id in request.players or (request.player_id,):
            if player_id is not None:
                context = ErrorContext(session_id=session.state.session_id, player_id=player_id)
                self._broadcast.tell_player(session, player_id, METRICS, Refusal(code, "", context))

    def told(self, session: Session, committed: Sequence[Committed]) -> None:
        """Facts of a session are on the disk."""
        state = session.state
        for each in committed:
            for request in () if type(each.fact) not in MOMENTOUS else moments(session, each.fact):
                self._keeper.raise_alert(state.org_id, request)

    def over(self, session: Session) -> None:
        """A session has ended, and the disk knows."""
        state = session.state
        self._watches.pop(state.session_id, None)
        self._keeper.session_over(state.org_id, state.session_id)
