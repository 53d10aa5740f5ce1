"""The desk for commands that are about several sessions: bundles, what is done to all of them, moves.

Asks the policy, lets the floor decide and answers; one commit for whatever must hold together.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from dryland.bulk.changing import Changes
from dryland.bulk.floor import Answer, BulkFloor, reading_again
from dryland.bulk.keeper import BundleCommitted, HeldBundle, PreparedBundle
from dryland.bulk.looking_up import look_up
from dryland.bulk.moving import Moved, Mover
from dryland.bulk.operating import Operations
from dryland.bulk.telling import AGGREGATES, Telling
from dryland.connection import Connection
from dryland.contract.aggregates import AggregateRequest
from dryland.contract.audience import strip
from dryland.contract.base import Command, Fact, Role
from dryland.contract.bundles import BulkOperationCommand, CreateBundle, ParticipantMove, UpdateBundle
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.floor.bundle import CREATED, MOVED, REPORTED, UPDATED
from dryland.floor.bundle_moves import MoveOrder
from dryland.floor.bundle_opening import Known, Opening, open_bundle
from dryland.floor.bundle_preview import Preview, preview_bundle
from dryland.floor.facts import SESSION_BUNDLED, SessionBundled
from dryland.floor.opening import open_session
from dryland.floor.workout import Context, Entry, Ledger, to_ms
from dryland.gateway import Lane, Peer, event_packet
from dryland.held_session import Outcome, storage_refusal, stored_event
from dryland.policy import refuse_bundle, refuse_role
from dryland.rooms import NAMESPACE
from dryland.store import Append, StorageFault, StreamHead
from dryland.store.records import RecordSet

__all__ = ["BulkDesk", "Handle"]

Handle = Callable[[Peer | None, Connection, Any, Answer, int], None]
_json: Final = msgspec.json.Encoder().encode


class _Sessions(NamedTuple):
    """New sessions on their way to the disk."""

    append: Append
    settle: Callable[[StorageFault | None], None]


class BulkDesk:
    """Carries out the commands of bundles."""

    def __init__(
        self,
        floor: BulkFloor,
        mover: Mover,
        operations: Operations,
        telling: Telling,
        records: RecordSet,
        on_given: Callable[[str], None],
    ) -> None:
        """`on_given` hears of an organisation whose gear was given out: it may have broken since it was looked up."""
        self._floor = floor
        self._mover = mover
        self._operations = operations
        self._telling = telling
        self._records = records
        self._on_given = on_given
        self._changes = Changes(floor, records, on_given)
        self._opening: set[asyncio.Future[None]] = set()
        self.handlers: Mapping[str, Handle] = {
            CREATED: self._create,
            UPDATED: self._update,
            REPORTED: self._operate,
            MOVED: self._move,
            AGGREGATES: self._aggregates,
        }

    def _context(self, connection: Connection, command: Command, now_ms: int) -> Context:
        identity = connection.identity
        occurred_ms = now_ms if command.occurred_at is None else min(to_ms(command.occurred_at), now_ms)
        settings, called = self._floor.settings, identity.known_as
        return Context(now_ms, occurred_ms, identity.user_id, identity.role, command.event_id, settings, called)

    def _bundle(self, connection: Connection, name: str, bundle_id: str) -> HeldBundle | Refusal:
        """The bundle a command is about, where its sender has a say. Raises `StorageFault`."""
        refusal = refuse_role(CATALOGUE[name], connection.identity)
        if refusal is not None:
            return refusal
        held = self._floor.keeper.find(bundle_id)
        if held is None:
            return Refusal(ErrorCode.BUNDLE_NOT_FOUND, "", ErrorContext(bundle_id=bundle_id))
        refusal = refuse_bundle(connection.identity, held.bundle.org_id, bundle_id)
        return refusal or (reading_again(None) if held.line.is_broken else held)

    # Opening

    def _create(
        self, peer: Peer | None, connection: Connection, command: CreateBundle, answer: Answer, now_ms: int
    ) -> None:
        identity = connection.identity
        bundle_id = command.bundle_id or _bundle_id(identity.org_id, command.event_id)
        refusal = refuse_role(CATALOGUE[CREATED], identity) or refuse_bundle(identity, identity.org_id, bundle_id)
        if refusal is not None:
            answer.refuse(refusal)
            return
        known = self._floor.keeper.find(bundle_id)
        if known is not None:
            self._repeated(known, connection, command, answer)
            return
        context = self._context(connection, command, now_ms)
        opening = asyncio.ensure_future(self._open(bundle_id, connection, command, context, answer))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    def _repeated(self, held: HeldBundle, connection: Connection, command: Command, answer: Answer) -> None:
        """The bundle is there already: the same command again, or another one with its name."""
        bundle = held.bundle
        if bundle.org_id == connection.identity.org_id and command.event_id in held.event_ids:
            self.duplicate(held, connection, command.event_id or "", answer)
        else:
            context = ErrorContext(bundle_id=bundle.bundle_id)
            answer.refuse(refused(ErrorCode.CONFLICT, say("record_name_taken"), context))

    async def _open(
        self, bundle_id: str, connection: Connection, command: CreateBundle, context: Context, answer: Answer
    ) -> None:
        try:
            opened = await self._looked_up(bundle_id, connection.identity.org_id, command, context)
            if isinstance(opened, Refusal):
                answer.refuse(opened)
                return
            if isinstance(opened, HeldBundle):
                self._repeated(opened, connection, command, answer)
                return
            self._commit_opening(*opened, connection, context, answer)
        except StorageFault as fault:
            answer.refuse(storage_refusal(None, fault))
        except msgspec.ValidationError as error:
            detail = f"A plan is not of its session's kind: {error}."
            answer.refuse(Refusal(ErrorCode.VALIDATION_FAILED, detail, ErrorContext(path="$.sessions")))

    async def preview(
        self, org_id: str, user_id: str, role: Role, command: CreateBundle, now_ms: int
    ) -> Preview | Refusal:
        """What would come of a bundle, with the floor as it is. Raises `StorageFault`, `msgspec.ValidationError`."""
        known = await asyncio.to_thread(look_up, self._records, org_id, command, {}, ((), frozenset[str]()), now_ms)
        known = self._with_floor(known, org_id, command, now_ms)
        bundle = self._floor.keeper.new(command.bundle_id or "preview", org_id).bundle
        context = Context(now_ms, now_ms, user_id, role, None, self._floor.settings)
        return preview_bundle(bundle, command, known, context)

    async def _looked_up(
        self, bundle_id: str, org_id: str, command: CreateBundle, context: Context
    ) -> tuple[HeldBundle, Opening] | HeldBundle | Refusal:
        """Read the records off the loop, then decide with the floor as it is by then.

        The bundle itself where it has come into being meanwhile, as by the same command sent again.
        """
        known = await asyncio.to_thread(
            look_up, self._records, org_id, command, {}, ((), frozenset[str]()), context.now_ms
        )
        made = self._floor.keeper.find(bundle_id)
        if made is not None:
            return made
        known = self._with_floor(known, org_id, command, context.now_ms)
        held = self._floor.keeper.new(bundle_id, org_id)
        count = len(command.sessions or command.session_ids or ())
        opening = open_bundle(held.bundle, command, known, context, [secrets.token_hex(6) for _ in range(count)])
        return opening if isinstance(opening, Refusal) else (held, opening)

    def _with_floor(self, known: Known, org_id: str, command: CreateBundle, now_ms: int) -> Known:
        """What is in use, and the sessions that exist already within the organisation."""
        named = [draft.session_id for draft in command.sessions or () if draft.session_id is not None]
        found = {each: self._floor.hall.find(each) for each in (*named, *(command.session_ids or ()))}
        sessions = {
            session_id: held.session
            for session_id, held in found.items()
            if held is not None and held.session.state.org_id == org_id
        }
        needs, items = self._floor.taken(org_id, now_ms)
        return known._replace(sessions=sessions, taken=needs, taken_items=items)

    def _commit_opening(
        self, held: HeldBundle, opening: Opening, connection: Connection, context: Context, answer: Answer
    ) -> None:
        floor = self._floor
        parts: list[tuple[Any, Sequence[Entry]]] = []
        for session_id in opening.attached:
            attached = floor.hall.find(session_id)
            if attached is None or attached.broken:
                answer.refuse(reading_again(session_id))
                return
            ledger = Ledger(attached.session.state, context._replace(event_id=None))
            ledger.add(SESSION_BUNDLED, SessionBundled, bundle_id=held.bundle.bundle_id)
            parts.append((attached, ledger.entries))
        sessions = self._sessions(opening, context)
        floor.keeper.adopt(held)
        prepared = floor.keeper.prepare(held, opening.entries, context.now_ms, floor.screens.tell)
        faults: list[StorageFault] = []

        def settle(fault: StorageFault | None) -> None:
            sessions.settle(fault)
            prepared.settle(fault)
            if fault is not None:
                floor.keeper.drop(held)
                faults.append(fault)

        def on_done(_outcomes: Sequence[Outcome]) -> None:
            if faults:
                answer.refuse(storage_refusal(None, faults[0]))
            else:
                self._accepted(prepared.committed[0], connection, answer)
                self._on_given(held.bundle.org_id)

        append = Append(
            events=[*sessions.append.events, *prepared.append.events],
            new_streams=[*sessions.append.new_streams, *prepared.append.new_streams],
        )
        floor.hall.commit_together(parts, on_done, along=[PreparedBundle(append, prepared.committed, settle)])

    def _sessions(self, opening: Opening, context: Context) -> _Sessions:
        """The new sessions' first facts; the hall takes them in when those are on the disk."""
        opened = [(new, *open_session(new, context.now_ms, self._floor.settings)) for new in opening.new]
        heads = [StreamHead(new.session_id, "session", new.org_id, new.epoch, context.now_ms) for new, _, _ in opened]
        events = [
            stored_event(new.session_id, name, fact, _json(fact))
            for new, _, entries in opened
            for name, fact in _facts(entries)
        ]

        on_their_way = {new.session_id: session for new, session, _ in opened}
        self._floor.opening.update(on_their_way)

        def settle(fault: StorageFault | None) -> None:
            for session_id, session in on_their_way.items():
                self._floor.opening.pop(session_id, None)
                if fault is None:
                    self._floor.hall.adopt(session)

        return _Sessions(Append(events=events, new_streams=heads), settle)

    # Answers

    def duplicate(self, held: HeldBundle, connection: Connection, event_id: str, answer: Answer) -> None:
        """Answer a command that came before with its first result, once that is on the disk."""
        self._floor.first_result(held, event_id, self._answer(connection, answer))

    @staticmethod
    def _accepted(entry: BundleCommitted, connection: Connection, answer: Answer, more: bytes = b"") -> None:
        seen = strip(entry.fact, connection.audience)
        result = b"" if seen is None else b',"result":' + _json(seen)
        answer.ok(b',"seq":%d,"epoch":%b%b%b' % (entry.fact.seq or 0, _json(entry.fact.epoch), result, more))

    # Changes and figures

    def _update(
        self, peer: Peer | None, connection: Connection, command: UpdateBundle, answer: Answer, now_ms: int
    ) -> None:
        held = self._asked(connection, UPDATED, command, answer)
        if held is not None:
            context = self._context(connection, command, now_ms)
            self._changes.change(held, command, context, self._answer(connection, answer))

    def _asked(
        self, connection: Connection, name: str, command: UpdateBundle | BulkOperationCommand, answer: Answer
    ) -> HeldBundle | None:
        """The bundle of a command that is to be carried out; None where it is answered already."""
        held = self._bundle(connection, name, command.bundle_id)
        if isinstance(held, Refusal):
            answer.refuse(held)
            return None
        if command.event_id is not None and command.event_id in held.event_ids:
            self.duplicate(held, connection, command.event_id, answer)
            return None
        return held

    def _answer(self, connection: Connection, answer: Answer) -> Callable[..., None]:
        def done(result: Refusal | BundleCommitted, more: bytes = b"") -> None:
            if isinstance(result, Refusal):
                answer.refuse(result)
            else:
                self._accepted(result, connection, answer, more)

        return done

    def _aggregates(
        self, peer: Peer | None, connection: Connection, command: AggregateRequest, answer: Answer, now_ms: int
    ) -> None:
        """The figures go to whoever asked, in the answer; a screen hears them as an event as well."""
        held = self._bundle(connection, AGGREGATES, command.bundle_id)
        if isinstance(held, Refusal):
            answer.refuse(held)
            return
        payload = _json(strip(self._telling.aggregates(held), connection.audience))
        answer.ok(b',"result":' + payload)
        if peer is not None:
            peer.send(event_packet(NAMESPACE, AGGREGATES, payload), Lane.LATEST, (command.bundle_id, AGGREGATES))

    # Moves and operations

    def _move(
        self, peer: Peer | None, connection: Connection, command: ParticipantMove, answer: Answer, now_ms: int
    ) -> None:
        held = self._bundle(connection, MOVED, command.bundle_id)
        if isinstance(held, Refusal):
            answer.refuse(held)
            return
        if command.event_id is not None and command.event_id in held.event_ids:
            self.duplicate(held, connection, command.event_id, answer)
            return
        order = MoveOrder(
            command.player_id,
            command.source_id,
            command.target_id,
            command.move_reason,
            command.preserve_progress is not False,
            command.medical_notes if connection.identity.role == "medical" else None,
        )

        def done(moved: Moved) -> None:
            if moved.refusal is not None:
                answer.refuse(moved.refusal)
            elif moved.fact is not None:
                self._accepted(BundleCommitted(MOVED, moved.fact, b""), connection, answer)

        self._mover.move(held, order, self._context(connection, command, now_ms), done)

    def _operate(
        self, peer: Peer | None, connection: Connection, command: BulkOperationCommand, answer: Answer, now_ms: int
    ) -> None:
        held = self._asked(connection, REPORTED, command, answer)
        if held is not None:
            context = self._context(connection, command, now_ms)
            self._operations.begin(held, command, context, self._answer(connection, answer))


def _facts(entries: Sequence[Entry]) -> Sequence[tuple[str, Fact]]:
    return [(entry.name, entry.fact) for entry in entries]


def _bundle_id(org_id: str, event_id: str | None) -> str:
    """A name for a bundle that has none; the same command sent again gives the same one."""
    if event_id is None:
        return f"bundle-{secrets.token_hex(8)}"
    return f"bundle-{hashlib.sha256(f'{org_id} {event_id}'.encode()).hexdigest()[:16]}"
