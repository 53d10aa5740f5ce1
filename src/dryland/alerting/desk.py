"""The desk for what people say about alerts: call somebody, take one on, put it aside, clear it.

Asks the policy, lets the floor decide and answers after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from dryland.alerting.keeper import AlertKeeper, AlertOutcome, OnAnswer
from dryland.connection import Connection
from dryland.contract.alerts import AcknowledgeAlert, AlertSeverity, AlertType, ClearAlert, RaiseAlert
from dryland.contract.audience import strip
from dryland.contract.base import Audience, Role, Wire
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal, refused
from dryland.contract.sayings import Saying, say
from dryland.floor.alert_answering import Answered, acknowledge, clear, told
from dryland.floor.alert_book import AlertBook
from dryland.floor.alert_entry import ACKNOWLEDGED, CLEARED, RAISED, AlertEntry
from dryland.floor.alert_request import AlertRequest
from dryland.floor.alert_rules import RULES
from dryland.floor.alert_state import Alert
from dryland.floor.state import SessionState
from dryland.floor.workout import to_ms
from dryland.gateway import Peer
from dryland.hall import Hall
from dryland.policy import may_see, refuse_alert, refuse_player
from dryland.web.privacy import Privacy

__all__ = ["AlertAnswer", "AlertDesk", "Handle", "alerts_for"]

_json: Final = msgspec.json.Encoder().encode
HIGH_PAIN: Final = 7
"""From this level of 10 on a reported pain is high: severe pain on the numeric rating scale."""


class AlertAnswer(Protocol):
    """Where the answer to one command goes."""

    def ok(self, rest: bytes = b"") -> None:
        """Accepted; `rest` is JSON members to add, each with its leading comma."""
        ...

    def refuse(self, refusal: Refusal) -> None:
        """Refused."""
        ...


Handle = Callable[[Peer | None, Connection, Any, AlertAnswer, int], None]


class _About(NamedTuple):
    """Whom and what a call is about, as far as the floor knows it."""

    session: SessionState | None
    player_id: str | None

    @property
    def name(self) -> str | None:
        """The player's name; None where nobody in particular is meant."""
        player = None if self.session is None else self.session.players.get(self.player_id or "")
        return None if player is None else player.name


class AlertDesk:
    """Carries out the commands of alerts."""

    def __init__(self, keeper: AlertKeeper, hall: Hall, privacy: Privacy) -> None:
        self._keeper = keeper
        self._hall = hall
        self._privacy = privacy
        self.handlers: Mapping[str, Handle] = {
            RAISED: self._raise,
            ACKNOWLEDGED: self._acknowledge,
            CLEARED: self._clear,
        }

    # Calling

    def _raise(
        self, peer: Peer | None, connection: Connection, command: RaiseAlert, answer: AlertAnswer, now_ms: int
    ) -> None:
        about = self._about(connection, command)
        request = about if isinstance(about, Refusal) else _request(connection, command, about, now_ms)
        if isinstance(request, Refusal):
            answer.refuse(request)
            return
        self._keeper.raise_alert(connection.identity.org_id, request, self._done(connection, request, answer))

    def _about(self, connection: Connection, command: RaiseAlert) -> _About | Refusal:
        """Whom it is about; a player's own call is about the player."""
        identity = connection.identity
        player_id = command.player_id or identity.player_id
        refusal = refuse_alert(CATALOGUE[RAISED], identity, identity.org_id, player_id)
        if refusal is not None:
            return refusal
        session_id = command.session_id or identity.session_id
        if session_id is None:
            if player_id is not None and not self._privacy.concerns(identity.org_id, player_id):
                return Refusal(ErrorCode.NOT_FOUND, "", ErrorContext(player_id=player_id))
            return _About(None, player_id)
        held = self._hall.find(session_id)
        if held is None:
            return Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id))
        state = held.session.state
        refusal = may_see(identity, state)
        if refusal is None and player_id is not None:
            refusal = refuse_player(identity, state, player_id)
        return refusal or _About(state, player_id)

    def _done(self, connection: Connection, request: AlertRequest, answer: AlertAnswer) -> OnAnswer:
        """The answer names the alert that stands for the call: a new one, or the one that was open already."""

        def done(outcome: AlertOutcome) -> None:
            if outcome.refusal is not None:
                answer.refuse(outcome.refusal)
                return
            alert_id: str | None = getattr(outcome.news[0].fact, "alert_id", None) if outcome.news else None
            members = b"" if alert_id is None else b',"alertId":' + _json(alert_id)
            answer.ok(members + _result(connection, outcome))

        return done

    # Answering

    def _acknowledge(
        self, peer: Peer | None, connection: Connection, command: AcknowledgeAlert, answer: AlertAnswer, now_ms: int
    ) -> None:
        shelve_s = None if command.shelve_minutes is None else command.shelve_minutes * 60
        self._answer(
            connection,
            ACKNOWLEDGED,
            command,
            answer,
            lambda alert, answered: acknowledge(alert, answered, shelve_s),
        )

    def _clear(
        self, peer: Peer | None, connection: Connection, command: ClearAlert, answer: AlertAnswer, now_ms: int
    ) -> None:
        self._answer(connection, CLEARED, command, answer, clear)

    def _answer(
        self,
        connection: Connection,
        name: str,
        command: AcknowledgeAlert | ClearAlert,
        answer: AlertAnswer,
        step: Callable[[Alert, Answered], Sequence[AlertEntry] | Refusal],
    ) -> None:
        identity = connection.identity
        refusal = refuse_alert(CATALOGUE[name], identity, identity.org_id, None)
        if refusal is None and (identity.station or identity.session_id is not None):
            refusal = refused(ErrorCode.FORBIDDEN, say("refused_floor_only"))
        if refusal is not None:
            answer.refuse(refusal)
            return

        def decide(book: AlertBook, now_ms: int) -> Sequence[AlertEntry] | Refusal:
            alert = book.alerts.get(command.alert_id)
            if alert is None:
                return Refusal(ErrorCode.NOT_FOUND, "There is no such alert here.")
            return step(
                alert, Answered(identity.user_id, now_ms, command.event_id, command.reason, identity.name[:120] or None)
            )

        def done(outcome: AlertOutcome) -> None:
            if outcome.refusal is not None:
                answer.refuse(outcome.refusal)
            else:
                answer.ok(_result(connection, outcome))

        self._keeper.submit(identity.org_id, decide, actor=identity.user_id, event_id=command.event_id, done=done)


def _result(connection: Connection, outcome: AlertOutcome) -> bytes:
    """The first fact as the sender may read it."""
    rest = b""
    if outcome.news and connection.audience in {Audience.STAFF, Audience.MEDICAL}:
        first = outcome.news[0]
        if first.name in CATALOGUE:
            rest = b',"result":' + _json(strip(first.fact, connection.audience))
    return rest + b',"duplicate":true' if outcome.is_duplicate else rest


# What a call says

_BY_PLAYERS: Final = {
    AlertType.HELP_REQUESTED: "help_requested",
    AlertType.INJURY_RISK: "pain_reported",
    AlertType.EQUIPMENT_ISSUE: "equipment_reported",
}
_CODES: Final = {
    "help_requested": "alert_help",
    "pain_reported": "alert_pain",
    "equipment_reported": "alert_equipment",
    "staff_reported": "alert_look",
}
"""Rule → what is said where it is about a player whose name is known; equipment has no name to say."""


def _sayings(rule: str, name: str | None, remark: str | None) -> tuple[Saying, ...]:
    """What somebody calls about, with their own words."""
    code = _CODES[rule]
    if rule == "equipment_reported":
        called = say(code)
    else:
        called = say(f"{code}_somebody") if name is None else say(code, player=name)
    return (called,) if not remark else (called, say("alert_remark", remark=remark))


def _request(connection: Connection, command: RaiseAlert, about: _About, now_ms: int) -> AlertRequest | Refusal:
    """A call as a request; players call for themselves, staff for anything."""
    identity = connection.identity
    rule = _BY_PLAYERS.get(command.type)
    if identity.role is Role.PLAYER and rule is None:
        allowed = tuple(each.value for each in _BY_PLAYERS)
        said = say("refused_own_calls")
        return refused(ErrorCode.FORBIDDEN, said, ErrorContext(path="$.type", allowed=allowed))
    rule = rule or "staff_reported"
    occurred = command.occurred_at
    at_ms = now_ms if occurred is None else min(to_ms(occurred), now_ms)
    inputs: dict[str, float | str | bool | None] = {}
    if command.pain is not None:
        inputs |= {"bodyRegion": command.pain.body_region, "level": command.pain.level}
    if command.equipment_id is not None:
        inputs["equipmentId"] = command.equipment_id
    session_id = None if about.session is None else about.session.session_id
    subject = about.player_id or command.equipment_id or identity.user_id
    return AlertRequest(
        type=command.type,
        severity=_severity(connection, command, rule),
        sayings=_sayings(rule, about.name, command.message),
        rule=rule,
        inputs=inputs,
        at_ms=at_ms,
        grade=RULES[rule].grade,
        session_id=session_id,
        player_id=about.player_id,
        bundle_id=None if about.session is None else about.session.bundle_id,
        equipment_id=command.equipment_id,
        pain=command.pain,
        cause=f"{rule}:{command.type.value}:{session_id or ''}:{subject}"[:120],
        by=identity.user_id,
        event_id=command.event_id,
    )


def _severity(connection: Connection, command: RaiseAlert, rule: str) -> AlertSeverity:
    """How bad it is: staff may say, a player's pain speaks for itself."""
    if command.pain is not None and command.pain.level >= HIGH_PAIN:
        return AlertSeverity.HIGH
    if command.severity is not None and connection.identity.role is not Role.PLAYER:
        return command.severity
    return RULES[rule].severity


def alerts_for(book: AlertBook, session_id: str, audience: Audience) -> Iterator[tuple[str, Wire]]:
    """The events by which somebody who comes to a session hears of what is open there and outside of all sessions."""
    if audience not in {Audience.STAFF, Audience.MEDICAL}:
        return
    for alert in book.open:
        if alert.raised.session_id in {session_id, None}:
            for name, fact in told(alert):
                seen = strip(fact, audience)
                if seen is not None:
                    yield name, seen
