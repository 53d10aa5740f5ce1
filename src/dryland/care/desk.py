"""The desk for fitness: a change is stored with what it means for every session, staff are called, the player moves.

The change and the restrictions in all sessions are one commit. What remains to be done afterwards, a move or a pause,
stands in the sessions' own facts, so that it is done after a crash too. Tells; decides by `floor.medical`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from dryland.bulk import BulkFloor, Mover
from dryland.bulk.floor import Answer
from dryland.bulk.moving import Moved
from dryland.care.calling import AlertOver, FitnessCall, RaiseAlert
from dryland.care.keeper import CareKeeper
from dryland.connection import Connection
from dryland.contract.alerts import AlertSeverity, AlertType, EvidenceGrade
from dryland.contract.audience import strip
from dryland.contract.base import Audience, OrganisationFact, PlayerStatus, Role
from dryland.contract.bundles import MoveReason
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ErrorCode, ErrorContext, Notice, Refusal, refused
from dryland.contract.medical import MedicalStatus, MedicalStatusChange, MedicalStatusChanged
from dryland.contract.sayings import Saying, english, say
from dryland.floor.aggregate import SERVER, Session
from dryland.floor.alert_request import AlertRequest
from dryland.floor.bundle_moves import MoveOrder
from dryland.floor.facts import PLAYER_ENROLLED, PLAYER_RESTRICTED
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.medical import CHANGED, MedicalRecord, decide_change, in_force
from dryland.floor.medical_response import destinations, pause, refuse_unfit, restrict
from dryland.floor.state import PlayerState, SessionState
from dryland.floor.workout import Context, Entry, at_time, to_ms
from dryland.gateway import Peer
from dryland.held_session import Committed, HeldSession, Outcome, storage_refusal
from dryland.organisations import Organisations, Prepared, stream_of
from dryland.policy import refuse_role, refuse_subject
from dryland.store import Append, StorageFault, Store
from dryland.store.records import RecordSet

__all__ = ["CareDesk"]

_json: Final = msgspec.json.Encoder().encode


class _Along:
    """An organisation's fact stored in the same breath as facts of sessions; remembers what the disk said."""

    def __init__(self, prepared: Prepared) -> None:
        self.append: Append = prepared.append
        self._settle = prepared.settle
        self.fault: StorageFault | None = None

    def settle(self, fault: StorageFault | None, /) -> None:
        """The disk has answered."""
        self.fault = fault
        self._settle(fault)


class CareDesk:
    """Carries out changes of fitness. All calls come from the loop's thread."""

    def __init__(
        self,
        floor: BulkFloor,
        mover: Mover,
        keeper: CareKeeper,
        organisations: Organisations,
        store: Store,
        records: RecordSet,
        raise_alert: RaiseAlert,
        alert_over: AlertOver,
    ) -> None:
        self._floor = floor
        self._mover = mover
        self._keeper = keeper
        self._organisations = organisations
        self._store = store
        self._records = records
        self._raise = raise_alert
        self._over = alert_over
        self._responding: set[tuple[str, str]] = set()
        self._due: set[str] = set()
        """Sessions with somebody who may have to leave them; all others cost a fact one look."""
        self._under_way: set[str] = set()
        self.handlers: dict[str, Callable[[Peer | None, Connection, Any, Answer, int], None]] = {CHANGED: self._change}
        floor.fit = refuse_unfit
        floor.hall.on_told.append(self._told)

    def record(self, org_id: str, player_id: str) -> MedicalRecord:
        """A player's fitness as it is known now. Raises `StorageFault`."""
        return self._keeper.of(org_id, player_id)

    # A change

    def _change(
        self, peer: Peer | None, connection: Connection, command: MedicalStatusChange, answer: Answer, now_ms: int
    ) -> None:
        identity = connection.identity
        refusal = refuse_role(CATALOGUE[CHANGED], identity) or self._refuse_subject(connection, command)
        if refusal is not None:
            answer.refuse(refusal)
            return
        if command.event_id in self._under_way:
            self._store.append(Append(), lambda _: self._change(peer, connection, command, answer, now_ms))
            return
        if command.event_id is not None and self._repeated(connection, command.event_id, answer):
            return
        known = self._keeper.of(identity.org_id, command.player_id)
        record = decide_change(known, command, identity.role, now_ms)
        if isinstance(record, Refusal):
            answer.refuse(record)
            return
        occurred_ms = now_ms if command.occurred_at is None else min(to_ms(command.occurred_at), now_ms)
        record = replace(record, changed_at=at_time(occurred_ms))
        context = Context(now_ms, occurred_ms, identity.user_id, identity.role, command.event_id, self._floor.settings)
        self._commit(connection, known, record, context, answer)

    def _refuse_subject(self, connection: Connection, command: MedicalStatusChange) -> Refusal | None:
        """Refuse a player that the sender has no say over: by the session that is named, else by the organisation."""
        identity, session_id = connection.identity, command.session_id
        if session_id is not None:
            held = self._floor.hall.find(session_id)
            if held is None:
                return Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id))
            return refuse_subject(CATALOGUE[CHANGED], identity, held.session.state, command.player_id)
        if identity.session_id is not None or identity.station:
            return refused(ErrorCode.FORBIDDEN, say("refused_floor_only"))
        kept = self._records.players.get(command.player_id)
        if kept is not None and kept.org_id == identity.org_id:
            return None
        if self._sessions(identity.org_id, command.player_id):
            return None
        return Refusal(ErrorCode.NOT_FOUND, "", ErrorContext(path="$.playerId"))

    def _repeated(self, connection: Connection, event_id: str, answer: Answer) -> bool:
        stored = self._store.find_event(stream_of(connection.identity.org_id), event_id)
        if stored is None:
            return False
        if stored.name == CHANGED:
            fact = msgspec.json.decode(stored.payload, type=MedicalStatusChanged)
            answer.ok(_result(fact, connection.audience) + b',"duplicate":true')
        else:
            answer.refuse(Refusal(ErrorCode.CONFLICT, "The eventId stands for something else."))
        return True

    def _sessions(self, org_id: str, player_id: str) -> list[HeldSession]:
        """The sessions that a player is in and that are not over."""
        hall = self._floor.hall
        found: list[HeldSession] = []
        for session in hall:
            state = session.state
            player = state.players.get(player_id)
            there = player is not None and player.status is not PlayerStatus.DROPPED
            held = hall.find(state.session_id) if there and state.org_id == org_id else None
            if held is not None and state.status not in TERMINAL:
                found.append(held)
        return found

    def _name(self, org_id: str, player_id: str) -> str:
        for held in self._sessions(org_id, player_id):
            return held.session.state.players[player_id].name
        kept = self._records.players.get(player_id)
        return player_id if kept is None else kept.name

    def _commit(
        self, connection: Connection, known: MedicalRecord, record: MedicalRecord, context: Context, answer: Answer
    ) -> None:
        org_id = connection.identity.org_id
        name = self._name(org_id, record.player_id)
        fact = _fact(known, record, name, context)
        call = self._call_staff(org_id, known, record, name, context)  # before the change has its place in the log
        prepared = self._organisations.prepare(org_id, [(CHANGED, fact)], context.actor)
        if prepared is None:
            if call is not None:
                call.settled(is_stored=False)
            answer.refuse(storage_refusal(None, StorageFault("The organisation's log is being read again.")))
            return
        self._keeper.put(org_id, record)
        parts = [
            (held, self._entries(held, held.session.state.players[record.player_id], record, context))
            for held in self._sessions(org_id, record.player_id)
            if not held.broken
        ]
        along = _Along(prepared)
        if context.event_id is not None:
            self._under_way.add(context.event_id)

        def on_done(_outcomes: Sequence[Outcome]) -> None:
            self._under_way.discard(context.event_id or "")
            self._keeper.settled(org_id, failed=along.fault is not None)
            if call is not None:
                call.settled(is_stored=along.fault is None)
            if along.fault is not None:
                answer.refuse(storage_refusal(None, along.fault))
                return
            if record.status is MedicalStatus.HEALTHY:
                self._over(org_id, _cause(record.player_id))
            placed = prepared.news[0].fact
            answer.ok(_result(placed, connection.audience))

        self._floor.hall.commit_together(parts, on_done, along=[along])

    def _entries(
        self, held: HeldSession, player: PlayerState, record: MedicalRecord, context: Context
    ) -> Sequence[Entry]:
        limits = in_force(record, context.now_ms)
        return restrict(held.session, player, limits, record.notes, record.status, context)

    def _call_staff(
        self, org_id: str, known: MedicalRecord, record: MedicalRecord, name: str, context: Context
    ) -> FitnessCall | None:
        """Trainers and medics hear first; nobody is called about a player who is fit, or about what they know."""
        same = record.status is known.status and record.restrictions == known.restrictions
        if same or record.status is MedicalStatus.HEALTHY:
            return None
        injured = record.status is MedicalStatus.INJURED
        sessions = self._sessions(org_id, record.player_id)
        request = AlertRequest(
            type=AlertType.INJURY_RISK,
            severity=AlertSeverity.HIGH if injured else AlertSeverity.MEDIUM,
            sayings=(say("alert_fitness", player=name, status=record.status.value),),
            rule="fitness_changed",
            inputs={"status": record.status.value, "restrictions": float(len(record.restrictions))},
            at_ms=context.occurred_ms,
            grade=EvidenceGrade.REPORTED,
            session_id=sessions[0].session.state.session_id if sessions else None,
            player_id=record.player_id,
            medical_notes=record.notes,
            cause=_cause(record.player_id),
            players=(record.player_id,),
            by=context.actor,
        )
        is_first = known.status is MedicalStatus.HEALTHY
        return FitnessCall(org_id, request, self._raise, self._over, is_first=is_first)

    # What remains to be done on the floor

    def _told(self, session: Session, committed: Sequence[Committed]) -> None:
        """Facts of a session are on the disk, none where it was taken in just now."""
        has_come, session_id = not committed, session.state.session_id
        for each in committed:
            notice = getattr(each.fact, "notice", None)
            if notice is not None and isinstance(notice, Notice) and notice.code is ErrorCode.MEDICAL_RESTRICTION:
                self._violated(session.state, getattr(each.fact, "player_id", None), notice)
            if each.name == PLAYER_RESTRICTED:
                self._due.add(session_id)
            elif each.name == PLAYER_ENROLLED:
                has_come = True
        if has_come or session_id in self._due:
            self._look_after(session_id, has_come=has_come)

    def _look_after(self, session_id: str, *, has_come: bool) -> None:
        held = self._floor.hall.find(session_id)
        if held is None:
            return
        if has_come:
            self._reconcile(held)
        self._respond(held)

    def _violated(self, state: SessionState, player_id: str | None, notice: Notice) -> None:
        request = AlertRequest(
            type=AlertType.RESTRICTION_VIOLATED,
            severity=AlertSeverity.HIGH,
            sayings=_violation(state.players[player_id].name if player_id in state.players else player_id, notice),
            rule="restriction_violated",
            inputs={"what": notice.detail},
            at_ms=self._floor.clock.now_ms(),
            grade=EvidenceGrade.REPORTED,
            session_id=state.session_id,
            player_id=player_id,
            cause=f"restriction_violated:{state.session_id}:{player_id}",
        )
        self._raise(state.org_id, request)

    def tick(self, now_ms: int) -> None:
        """Let restrictions begin and end in time, and do what a full disk or a crash left undone."""
        if not self._keeper:
            return
        for session in list(self._floor.hall):
            with contextlib.suppress(StorageFault):  # what cannot be read now is looked at in the next moment
                held = self._floor.hall.find(session.state.session_id)
                if held is not None and session.state.status not in TERMINAL:
                    self._reconcile(held)
                    self._respond(held)

    def _reconcile(self, held: HeldSession) -> None:
        """Make a session's players carry what their records say is in force now.

        While a change is on its way to the disk it may still fail; what follows from it follows when it is there.
        """
        state = held.session.state
        if held.broken or state.status in TERMINAL or self._keeper.is_under_way(state.org_id):
            return
        context = self._by_server()
        for player in state.present():
            record = self._keeper.find(state.org_id, player.player_id)
            if record is None:
                continue
            limits = in_force(record, context.now_ms)
            if (player.restrictions, player.medical_notes) != (limits, record.notes):
                entries = self._entries(held, player, record, context)
                self._floor.hall.commit(held, entries, _nobody_waits)

    def _by_server(self) -> Context:
        now_ms = self._floor.clock.now_ms()
        return Context(now_ms, now_ms, SERVER, Role.ADMIN, None, self._floor.settings)

    def _respond(self, held: HeldSession) -> None:
        """Move every player of a session who cannot stay in it, or let them wait for staff."""
        if held.broken or held.pending or held.session.state.status in TERMINAL:
            return
        due = [player for player in held.session.state.present() if player.response_due]
        if not due:
            self._due.discard(held.session.state.session_id)
        for player in due:
            key = held.session.state.session_id, player.player_id
            if key not in self._responding:
                self._responding.add(key)
                try:
                    self._move(held, player, key)
                except StorageFault:  # not forgotten: it is looked at again in the next moment
                    self._responding.discard(key)
                    raise

    def _move(self, held: HeldSession, player: PlayerState, key: tuple[str, str]) -> None:
        state = held.session.state
        bundle = None if state.bundle_id is None else self._floor.keeper.find(state.bundle_id)
        ranked: list[str] = []
        if bundle is not None:
            sessions = self._floor.sessions(bundle)
            ranked = destinations(bundle.bundle, sessions, held.session, player)

        def attempt() -> None:
            if bundle is None or not ranked:
                self._pause(held, player, key)
                return
            target = ranked.pop(0)
            order = MoveOrder(
                player.player_id, state.session_id, target, MoveReason.MEDICAL_RESTRICTION, True, player.medical_notes
            )

            def done(moved: Moved) -> None:
                code = None if moved.refusal is None else moved.refusal.code
                if code is None or code in {ErrorCode.STORAGE_UNAVAILABLE, ErrorCode.CONFLICT}:
                    self._responding.discard(key)
                else:
                    attempt()

            self._mover.move(bundle, order, self._by_server(), done)

        attempt()

    def _pause(self, held: HeldSession, player: PlayerState, key: tuple[str, str]) -> None:
        state = held.session.state

        def done(outcome: Outcome) -> None:
            self._responding.discard(key)
            if outcome.refusal is None:
                self._no_session(held, player)

        if held.broken or player.player_id not in state.players:
            self._responding.discard(key)
            return
        self._floor.hall.commit(held, pause(held.session, player, self._by_server()), done)

    def _no_session(self, held: HeldSession, player: PlayerState) -> None:
        state = held.session.state
        request = AlertRequest(
            type=AlertType.RESTRICTION_VIOLATED,
            severity=AlertSeverity.HIGH,
            sayings=(say("alert_no_session", player=player.name),),
            rule="no_session_fits",
            inputs={"what": state.workout_name},
            at_ms=self._floor.clock.now_ms(),
            grade=EvidenceGrade.REPORTED,
            session_id=state.session_id,
            player_id=player.player_id,
            bundle_id=state.bundle_id,
            medical_notes=player.medical_notes,
            cause=f"no_session_fits:{state.session_id}:{player.player_id}",
        )
        self._raise(state.org_id, request)


def _violation(name: str | None, notice: Notice) -> tuple[Saying, ...]:
    """Whose work was not allowed, and which; a notice of an older log has its own words only."""
    who = say("alert_about", player=name or "?")
    return (who, *(notice.detail_sayings or (say("alert_remark", remark=notice.detail),)))


def _cause(player_id: str) -> str:
    return f"fitness:{player_id}"


def _fact(known: MedicalRecord, record: MedicalRecord, name: str, context: Context) -> MedicalStatusChanged:
    fit = record.status is MedicalStatus.HEALTHY
    sayings = (say("fit_again" if fit else "being_adapted", player=name),)
    return MedicalStatusChanged(
        event_id=context.event_id,
        occurred_at=at_time(context.occurred_ms),
        by=context.actor,
        player_id=record.player_id,
        message=english(sayings)[:200],
        message_sayings=sayings,
        previous_status=known.status,
        new_status=record.status,
        restrictions=record.restrictions,
        notes=record.notes,
        notes_withdrawn=True if known.notes is not None and record.notes is None and not fit else None,
        cleared_date=record.cleared_date,
        return_to_play=record.return_to_play,
        updated_by=context.actor,
    )


def _result(fact: OrganisationFact, audience: Audience) -> bytes:
    seen = strip(fact, audience)
    return b"" if seen is None else b',"result":' + _json(seen)


def _nobody_waits(_outcome: Outcome) -> None:
    """What could not be stored is tried again at the next tick."""
