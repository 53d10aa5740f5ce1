"""Live samples in: analysed and shown at once, stored within a second, acknowledged only where that is asked for.

The fast way: one look-up for each question, and the words of a refusal are found when there is one. Decides no facts
but those that a player's own samples bring about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from dryland.answering import Answers, Reply
from dryland.attendance import Attendance
from dryland.connection import Connection
from dryland.contract.base import Command, Role
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.conditioning import HeartRateUpdate, PowerUpdate
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.contract.event_spec import EventSpec
from dryland.contract.live import PlayerMetricsUpdate
from dryland.contract.session_state import Metrics
from dryland.floor.aggregate import Session
from dryland.floor.workout import to_ms
from dryland.gateway import Peer
from dryland.guarded import without_consent
from dryland.hall import Hall
from dryland.held_session import storage_refusal
from dryland.live_events import HEART_RATE, METRICS, POWER
from dryland.live_feed import LiveFeed
from dryland.policy import may_see, refuse_player, refuse_role, refuse_subject
from dryland.store.errors import StorageFault
from dryland.store.records import Category
from dryland.store.samples import SampleRow, pack_rr
from dryland.web.identity import Identity
from dryland.web.privacy import Privacy

__all__ = ["LiveIntake", "LiveWay", "may_send"]

LiveWay = Callable[[Peer | None, Connection, Any, int | None, int], None]
"""Takes a live command in: (peer, connection, command, acknowledgement's id, now in ms)."""


class LiveIntake:
    """The door for live commands; `ways` are those that never wait for an answer, by their wire name."""

    def __init__(self, hall: Hall, feed: LiveFeed, attendance: Attendance, privacy: Privacy, answers: Answers) -> None:
        self._hall = hall
        self._feed = feed
        self._attendance = attendance
        self._privacy = privacy
        self._answers = answers
        self.ways: Final[Mapping[str, LiveWay]] = {
            HEART_RATE: self._heart_rate,
            POWER: self._power,
            METRICS: self._metrics,
        }

    def answered(self, peer: Peer | None, connection: Connection, command: Any, reply: Reply, now_ms: int) -> None:
        """A live command by HTTP, or one that is recomputed and never trusted: accepted, nothing stored for it."""
        spec = reply.spec
        assert spec is not None
        refusal = refuse_role(spec, connection.identity)
        held = self._hall.find(command.session_id) if refusal is None else None
        if refusal is None and held is None:
            refusal = Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=command.session_id))
        if refusal is None and held is not None:
            refusal = refuse_subject(spec, connection.identity, held.session.state, command.player_id)
        if refusal is None and isinstance(command, HeartRateUpdate):
            refusal = self._refuse_heart_rate(command.player_id)
        if refusal is not None:
            reply.refuse(refusal)
            return
        if spec.wire in self.ways:
            sample = _sample_of(command)
            self._observe(None, connection, command, sample[0], sample[1], None, now_ms)
        elif held is not None:
            refusal = self._observed_by_workout(held.session, spec, command, now_ms)
            if refusal is not None:
                reply.refuse(refusal)
                return
        reply.ok()

    def _observed_by_workout(self, session: Session, spec: EventSpec, command: Any, now_ms: int) -> Refusal | None:
        """A live command that belongs to one kind of workout: its machine says what screens are to be shown."""
        observer = session.machine.observers.get(spec.wire)
        if observer is None:
            if spec.workout in {None, session.state.workout_type}:
                return None
            detail = f"{spec.wire} does not belong to a {session.state.workout_type.value} session."
            return Refusal(ErrorCode.WRONG_WORKOUT_TYPE, detail, ErrorContext(session_id=session.state.session_id))
        shown = observer(session, command, now_ms)
        if isinstance(shown, Refusal):
            return shown
        if shown is not None:
            self._feed.show(session, command.player_id, spec.wire, shown, now_ms)
        return None

    def _heart_rate(
        self, peer: Peer | None, connection: Connection, command: HeartRateUpdate, ack_id: int | None, now_ms: int
    ) -> None:
        metrics, rr = _sample_of(command)
        self._observe(peer, connection, command, metrics, rr, ack_id, now_ms)

    def _power(
        self, peer: Peer | None, connection: Connection, command: PowerUpdate, ack_id: int | None, now_ms: int
    ) -> None:
        metrics, rr = _sample_of(command)
        self._observe(peer, connection, command, metrics, rr, ack_id, now_ms)

    def _metrics(
        self, peer: Peer | None, connection: Connection, command: PlayerMetricsUpdate, ack_id: int | None, now_ms: int
    ) -> None:
        self._observe(peer, connection, command, command.metrics, None, ack_id, now_ms)

    def _observe(
        self,
        peer: Peer | None,
        connection: Connection,
        command: PlayerMetricsUpdate | HeartRateUpdate | PowerUpdate,
        metrics: Metrics,
        rr: str | None,
        ack_id: int | None,
        now_ms: int,
    ) -> None:
        """The fast path: analyse at once, store within a second, acknowledge when that is done and asked for."""
        session_id, player_id = command.session_id, command.player_id
        session = self._hall.session(session_id) or self._read(session_id)
        live = session.live.get(player_id) if session is not None else None
        identity = connection.identity
        if session is None or live is None or not may_send(identity, session.state.org_id, session_id, player_id):
            if peer is not None:
                self._refuse_live(peer, connection, command, ack_id)
            return
        if metrics.heart_rate is not None and not self._privacy.allows_heart_rate(player_id):
            if isinstance(command, HeartRateUpdate):
                if peer is not None:
                    self._refuse_live(peer, connection, command, ack_id)
                return
            metrics = replace(metrics, heart_rate=None)
        occurred = command.occurred_at
        at_ms = now_ms if occurred is None else min(to_ms(occurred), now_ms)
        if at_ms >= live.boundary_ms:
            held = self._hall.find(session_id)
            if held is not None:
                self._hall.pass_boundary(held, live, at_ms, now_ms)
        live.observe(at_ms, now_ms, metrics)
        power = metrics.power
        row = SampleRow(
            session_id,
            player_id,
            at_ms,
            metrics.heart_rate,
            None if power is None else round(power),
            metrics.cadence,
            metrics.speed,
            metrics.distance,
            rr,
            now_ms,
        )
        if ack_id is None or peer is None:
            self._hall.samples.keep(row)
        else:
            self._keep_and_answer(peer, command, ack_id, row)
        if self._attendance.wants_events(session_id):
            self._feed.live(session, live, _name_of(command), now_ms)

    def _read(self, session_id: str) -> Session | None:
        """A session that is not at hand any more; what comes after its end is kept as well. Raises `StorageFault`."""
        held = self._hall.find(session_id)
        return None if held is None else held.session

    def _keep_and_answer(self, peer: Peer, command: Command, ack_id: int, row: SampleRow) -> None:
        reply = self._answers.to_peer(peer, ack_id, None, command.event_id)

        def when_stored(fault: StorageFault | None) -> None:
            if fault is None:
                reply.ok()
            else:
                reply.refuse(storage_refusal(None, fault))

        self._hall.samples.keep(row, when_stored)

    def _refuse_heart_rate(self, player_id: str) -> Refusal | None:
        """Refuse the heart rate of somebody who did not agree to its being taken in."""
        if self._privacy.allows_heart_rate(player_id):
            return None
        return without_consent(Category.HEART_RATE, player_id)

    def _refuse_live(
        self,
        peer: Peer,
        connection: Connection,
        command: PlayerMetricsUpdate | HeartRateUpdate | PowerUpdate,
        ack_id: int | None,
    ) -> None:
        """Find the reason why a live sample was not taken, in the words of the policy."""
        spec = CATALOGUE[_name_of(command)]
        identity = connection.identity
        refusal = refuse_role(spec, identity)
        held = self._hall.find(command.session_id)
        context = ErrorContext(session_id=command.session_id, player_id=command.player_id)
        if refusal is None and held is None:
            refusal = Refusal(ErrorCode.SESSION_NOT_FOUND, "", context)
        if refusal is None and held is not None:
            refusal = may_see(identity, held.session.state) or refuse_player(
                identity, held.session.state, command.player_id
            )
        if refusal is None and isinstance(command, HeartRateUpdate):
            refusal = self._refuse_heart_rate(command.player_id)
        refusal = refusal or Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        self._answers.to_peer(peer, ack_id, spec, command.event_id).refuse(refusal)


def may_send(identity: Identity, org_id: str, session_id: str, player_id: str) -> bool:
    """The policy of live samples, in the order in which they come: players, then devices and trainers."""
    role = identity.role
    if identity.org_id != org_id or (identity.session_id is not None and identity.session_id != session_id):
        return False
    if role is Role.PLAYER or role is Role.DEVICE:
        return identity.player_id == player_id or identity.speaks_for(player_id)
    return role is Role.TRAINER or role is Role.ADMIN


def _sample_of(command: Any) -> tuple[Metrics, str | None]:
    """A live command's values, and its beat-to-beat intervals as they are stored."""
    if isinstance(command, HeartRateUpdate):
        lost = command.contact is False
        rr = pack_rr(command.rr_intervals) if command.rr_intervals else None
        return Metrics(heart_rate=None if lost else command.heart_rate), rr
    if isinstance(command, PowerUpdate):
        return Metrics(power=command.power, cadence=command.cadence, speed=command.speed), None
    return command.metrics, None


def _name_of(command: Command) -> str:
    if isinstance(command, HeartRateUpdate):
        return HEART_RATE
    return POWER if isinstance(command, PowerUpdate) else METRICS
