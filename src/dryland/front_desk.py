"""The node's side of HTTP: whose token it is, what the policy says, and the floor's doors for the handlers.

Made before the node runs, so that the application can be built; its office is open while the node does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from dryland.alerting import AlertKeeper
from dryland.audit import AuditTrail, Entry, Found, Sealed, Wanted
from dryland.bulk import HeldBundle, Replacing, Showing, Telling, preview_shown
from dryland.contract.aggregates import ResourceUpdate
from dryland.contract.alerts import AlertRaised, AlertStatus
from dryland.contract.audience import strip
from dryland.contract.base import Audience, OrganisationFact, Wire, WorkoutType
from dryland.contract.bundles import CreateBundle, PreflightCheck
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.decoding import EVENT_DECODERS
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal, TrainingError, error_body
from dryland.contract.medical import MedicalStatusChanged, PlayerFitness
from dryland.debriefing import Debriefing
from dryland.floor.aggregate import Session
from dryland.floor.bundle_preview import Preview
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.opening import NewPlayer, NewSession, enrol_entry
from dryland.floor.session import take_in_late
from dryland.floor.workout import Context, Ledger
from dryland.gateway import Origins, Peer, event_packet
from dryland.guarded import looked
from dryland.hall import Hall
from dryland.held_session import HeldSession, Outcome
from dryland.intake import Intake
from dryland.organisations import Organisations
from dryland.plans import default_plan, has_default_plan
from dryland.policy import may_see, refuse_operation
from dryland.priors import with_priors
from dryland.rooms import NAMESPACE
from dryland.store import StorageFault
from dryland.store.records import EquipmentUse, Notice, Page
from dryland.wear import WearLog
from dryland.web.door import (
    BundlePreview,
    BundlesAsked,
    BundleShown,
    BundleSummary,
    CommandAnswer,
    GearHit,
    NewsEvent,
    NewsPage,
    SessionSummary,
)
from dryland.web.identity import Identity
from dryland.web.office import Office
from dryland.web.refused import RefusedRequest

__all__ = ["FrontDesk", "put_out"]


def put_out(peer: Peer, reason: str) -> None:
    """End the connection of somebody whose token is no longer good, with the reason in words and in the close."""
    body = msgspec.structs.asdict(error_body(Refusal(ErrorCode.UNAUTHENTICATED, f"The {reason}.")))
    told = TrainingError(**body, event="connect")
    peer.send(event_packet(NAMESPACE, "training:error", msgspec.json.encode(told)))
    peer.disconnect(reason, close_transport=True)


def _is_of_fitness(fact: OrganisationFact) -> bool:
    """Whether a fact belongs into a player's medical history: a change of status, or pain that was reported."""
    return isinstance(fact, MedicalStatusChanged) or (isinstance(fact, AlertRaised) and fact.pain is not None)


async def _stored(begin: Callable[[Callable[[StorageFault | None], None]], None]) -> None:
    """Wait until something is on the disk. Raises `StorageFault`."""
    answered: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()

    def done(fault: StorageFault | None) -> None:
        if not answered.done():
            answered.set_result(fault)

    begin(done)
    fault = await answered
    if fault is not None:
        raise fault


class FrontDesk:
    """The door of the HTTP side."""

    def __init__(self, origins: Origins, ready: Callable[[], dict[str, Any]], metrics: Callable[[], bytes]) -> None:
        self._origins = origins
        self.ready = ready
        self.metrics = metrics
        self._office: Office | None = None
        self._hall: Hall | None = None
        self._intake: Intake | None = None
        self._organisations: Organisations | None = None
        self._audit: AuditTrail | None = None
        self.telling: Telling | None = None
        self.showing: Showing | None = None
        self.replacing: Replacing | None = None
        self.wear: WearLog | None = None
        self.previewing: Callable[..., Awaitable[Preview | Refusal]] | None = None
        self.alert_keeper: AlertKeeper | None = None
        self.fitness_of: Callable[[str], list[PlayerFitness]] | None = None
        self._debriefing: Debriefing | None = None

    def open(
        self,
        office: Office,
        hall: Hall,
        intake: Intake,
        organisations: Organisations,
        audit: AuditTrail,
        debriefing: Debriefing,
    ) -> None:
        """The node runs."""
        self._debriefing = debriefing
        self._office, self._hall, self._intake = office, hall, intake
        self._organisations, self._audit = organisations, audit

    def close(self) -> None:
        """The node stops."""
        if self._office is not None:
            self._office.close()

    @property
    def office(self) -> Office:
        """Records and sign-ins. Raises `RefusedRequest` while the node does not run."""
        if self._office is None:
            raise RefusedRequest(ErrorCode.STORAGE_UNAVAILABLE, "The server is starting.")
        return self._office

    @property
    def debriefing(self) -> Debriefing:
        """Debriefs and weeks. Raises `RefusedRequest` while the node does not run."""
        if self._debriefing is None:
            raise RefusedRequest(ErrorCode.STORAGE_UNAVAILABLE, "The server is starting.")
        return self._debriefing

    # Whose token it is and what the policy says

    def identity(self, token: str) -> Identity:
        """Whose token this is. Raises `BadToken`."""
        office = self.office
        return office.doorkeeper.read(token, office.now_ms() / 1000)

    def refuse(self, operation: str | None, identity: Identity, player_id: str | None) -> Refusal | None:
        """What the policy says to an operation."""
        return refuse_operation(operation, identity, player_id, self.office.privacy.wards(identity.user_id))

    def permits(self, origin: str | None, host: str | None) -> bool:
        """Whether a page of that origin may ask."""
        return self._origins.permits(origin, host)

    def csrf(self, sign_in_id: str) -> str:
        """What a page must say beside its cookie."""
        return self.office.sign_ins.csrf(sign_in_id)

    def remote(self, address: str, headers: dict[str, str]) -> str:
        """The address a request counts for."""
        return self._origins.remote(address, headers)

    # Logs

    async def news(self, identity: Identity, after_seq: int, limit: int) -> NewsPage:
        """An organisation's events beyond a position, as this identity may read them; guarded ones leave a trail."""
        organisations = self._organisations
        assert organisations is not None
        found: list[NewsEvent] = []
        guarded: set[str] = set()
        end = after_seq
        for seen in organisations.seen(identity.org_id, after_seq, limit):
            end = seen.seq
            if self._reads(identity, seen.name, seen.fact):
                payload = organisations.payload_for(seen, identity.audience)
                if payload is not None:
                    found.append(NewsEvent(seq=seen.seq, event=seen.name, payload=msgspec.Raw(payload)))
                    if identity.audience is not Audience.OPEN and isinstance(seen.fact, MedicalStatusChanged):
                        guarded.add(seen.fact.player_id)
        if guarded:
            await self.looked(looked(identity, "GET /api/news", sorted(guarded)))
        return NewsPage(epoch=organisations.epoch(identity.org_id), seq=end, events=tuple(found))

    async def medical(self, identity: Identity, player_id: str) -> Sequence[NewsEvent]:
        """The changes of a player's fitness as this identity may read them; the look is in the trail before."""
        organisations = self._organisations
        assert organisations is not None
        await self.looked(looked(identity, "GET /api/players/medical", [player_id]))
        found: list[NewsEvent] = []
        for seen in organisations.seen(identity.org_id, 0):
            if _is_of_fitness(seen.fact) and getattr(seen.fact, "player_id", None) == player_id:
                payload = organisations.payload_for(seen, identity.audience)
                if payload is not None:
                    found.append(NewsEvent(seq=seen.seq, event=seen.name, payload=msgspec.Raw(payload)))
        return found

    async def fitness(self, identity: Identity) -> Sequence[PlayerFitness]:
        """What everybody of the organisation may do, as this identity may read it; the look is in the trail before."""
        assert self.fitness_of is not None
        found = self.fitness_of(identity.org_id)
        if found:
            await self.looked(looked(identity, "GET /api/medical", sorted(each.player_id for each in found)))
        stripped = (strip(each, identity.audience) for each in found)
        return [each for each in stripped if isinstance(each, PlayerFitness)]

    @staticmethod
    def _reads(identity: Identity, name: str, fact: OrganisationFact) -> bool:
        """Whether an event is for this reader: what is about one player is for staff, medics and that player."""
        if identity.audience not in CATALOGUE[name].audiences:
            return False
        about: str | None = getattr(fact, "player_id", None)
        return about is None or identity.audience is not Audience.OPEN or about == identity.player_id

    def alerts(self, identity: Identity) -> Sequence[AlertStatus]:
        """The alerts of the caller's organisation as they may be read. Raises `StorageFault`."""
        assert self.alert_keeper is not None
        book = self.alert_keeper.book(identity.org_id)
        stripped = [strip(alert.status(), identity.audience) for alert in book.alerts.values()]
        return [status for status in stripped if isinstance(status, AlertStatus)]

    async def saw_alerts(self, identity: Identity, alerts: Sequence[AlertStatus]) -> None:
        """Write into the audit trail whose notes are about to be shown. Raises `StorageFault`."""
        guarded = {each.alert.player_id for each in alerts if each.alert.medical_notes and each.alert.player_id}
        if guarded:
            await self.looked(looked(identity, "GET /api/alerts", sorted(guarded)))

    def audit(self, org_id: str, after: int, limit: int) -> Sequence[Sealed]:
        """An organisation's audit trail beyond an entry."""
        assert self._audit is not None
        return self._audit.read(org_id, after, limit)

    def found_audit(self, org_id: str, wanted: Wanted, before: int | None, limit: int) -> Found:
        """Entries that are wanted of an organisation's audit trail, back from an entry or from its end."""
        assert self._audit is not None
        return self._audit.found(org_id, wanted, before, limit)

    # The floor

    async def announce(self, notice: Notice) -> None:
        """Put an event into its organisation's log and tell it; the same notice twice is told once."""
        assert self._organisations is not None
        fact = EVENT_DECODERS[notice.name](notice.payload)
        assert isinstance(fact, OrganisationFact)
        placed = replace(fact, event_id=notice.id, by=notice.actor)
        await self._organisations.tell(notice.org_id, notice.name, placed, notice.actor)

    async def open_session(self, new: NewSession) -> None:
        """Open a session with what former ones tell of its players. Raises `StorageFault`."""
        hall = self._hall
        assert hall is not None
        whole = await asyncio.to_thread(with_priors, self.office.records, new)
        await _stored(lambda done: hall.open(whole, done))

    async def enrol(self, identity: Identity, session_id: str, players: Sequence[NewPlayer]) -> Refusal | None:
        """Take players into an open session; those who are in it stay as they are."""
        assert self._hall is not None
        held = self._hall.find(session_id)
        refusal = (
            Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id))
            if held is None
            else may_see(identity, held.session.state)
        )
        if held is None or refusal is not None or held.broken:
            return refusal or (None if held is None else self._hall.refusal_of(held))
        state = held.session.state
        if state.status in TERMINAL:
            context = ErrorContext(session_id=session_id, state=state.status.value)
            return Refusal(ErrorCode.INVALID_TRANSITION, "This session is over.", context)
        refusal = self._refuse_arrivals(held.session, players)
        if refusal is not None:
            return refusal
        now_ms = self.office.now_ms()
        ledger = Ledger(state, Context(now_ms, now_ms, identity.user_id, identity.role, None, self._hall.settings))
        for player in players:
            if player.player_id not in state.players:
                enrol_entry(player, ledger)
        if not ledger.entries:
            return None
        known = frozenset(state.players)
        refusal = (await self._committed(held, ledger)).refusal
        if refusal is not None or held.broken:
            return refusal
        late = Ledger(held.session.state, ledger.context)
        for player in players:
            if player.player_id not in known:
                take_in_late(held.session, held.session.state.players[player.player_id], late)
        return (await self._committed(held, late)).refusal if late.entries else None

    async def _committed(self, held: HeldSession, ledger: Ledger) -> Outcome:
        """What the disk answers to facts of a session."""
        assert self._hall is not None
        answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._hall.commit(
            held, ledger.entries, lambda outcome: None if answered.done() else answered.set_result(outcome)
        )
        return await answered

    def _refuse_arrivals(self, session: Session, players: Sequence[NewPlayer]) -> Refusal | None:
        bundle_id = session.state.bundle_id
        if bundle_id is None or self.showing is None:
            return None
        player_ids = [player.player_id for player in players]
        return self.showing.refuse_arrivals(bundle_id, session.state.session_id, player_ids)

    # Bundles

    async def bundles(self, identity: Identity, page: Page, asked: BundlesAsked) -> Sequence[tuple[int, BundleSummary]]:
        """A page of the caller's bundles, each with its place in time."""
        assert self.showing is not None
        return await self.showing.page(identity.org_id, page, asked)

    def _bundle(self, identity: Identity, bundle_id: str) -> HeldBundle:
        assert self.showing is not None
        held = self.showing.find(identity.org_id, bundle_id)
        if held is None:
            raise RefusedRequest(ErrorCode.BUNDLE_NOT_FOUND, "", ErrorContext(bundle_id=bundle_id))
        return held

    async def bundle(self, identity: Identity, bundle_id: str) -> BundleShown:
        """One bundle; of one that was read anew the figures are made first. Raises `RefusedRequest`, `StorageFault`."""
        assert self.showing is not None
        held = self._bundle(identity, bundle_id)
        if held.is_closed:
            await self.showing.catch_up(held)
        return self.showing.whole(held)

    def preflight(self, identity: Identity, bundle_id: str) -> Sequence[PreflightCheck]:
        """What is looked at before a start. Raises `RefusedRequest`."""
        assert self.showing is not None
        return self.showing.preflight(self._bundle(identity, bundle_id))

    def plans_to_begin_with(self) -> Mapping[WorkoutType, Wire]:
        """A sensible plan of each kind."""
        return {kind: default_plan(kind) for kind in WorkoutType if has_default_plan(kind)}

    async def preview(self, identity: Identity, command: CreateBundle) -> BundlePreview:
        """What would come of a bundle. Raises `RefusedRequest`, `StorageFault`."""
        assert self.previewing is not None
        assert self._office is not None
        shown = await self.previewing(identity.org_id, identity.user_id, identity.role, command, self._office.now_ms())
        if isinstance(shown, Refusal):
            raise RefusedRequest.of(shown)
        return preview_shown(shown)

    def place_for(self, identity: Identity, bundle_id: str, count: int) -> str:
        """The session in which late arrivals find a place. Raises `RefusedRequest`."""
        assert self.showing is not None
        place = self.showing.place_for(self._bundle(identity, bundle_id), count)
        if isinstance(place, Refusal):
            raise RefusedRequest.of(place)
        return place

    def resources(self, identity: Identity) -> ResourceUpdate:
        """Facilities and equipment now."""
        assert self.showing is not None
        return self.showing.resources(identity.org_id)

    def resources_changed(self, org_id: str) -> None:
        """Places or equipment of an organisation have changed: they are read again and told."""
        if self.telling is not None:
            self.telling.changed(org_id)

    async def gear_changed(self, identity: Identity, item_id: str) -> Sequence[GearHit]:
        """The sessions that a change of an item hits, and what was done for them. Raises `StorageFault`."""
        if self.replacing is None:
            return ()
        hits = await self.replacing.changed(identity.org_id, item_id, identity.user_id, identity.role)
        self.resources_changed(identity.org_id)
        return hits

    def planned_with(self, org_id: str, *, facility_id: str | None = None, item_id: str | None = None) -> list[str]:
        """The names of the bundles that are not over and have a place or an item."""
        if self.showing is None:
            return []
        found = self.showing.with_item_names(org_id, item_id) if item_id is not None else []
        return found + (self.showing.with_facility(org_id, facility_id) if facility_id is not None else [])

    async def uses_so_far(self, identity: Identity, item_id: str) -> Sequence[EquipmentUse]:
        """How an item was used in bundles that are not over. Raises `StorageFault`."""
        assert self.showing is not None
        assert self.wear is not None
        with_it = self.showing.with_item(identity.org_id, item_id)
        now_ms = self.office.now_ms()
        found: list[EquipmentUse] = []
        for bundle_id, session_ids in with_it:
            found += await asyncio.to_thread(self.wear.read, identity.org_id, bundle_id, session_ids, now_ms)
        return [use for use in found if use.item_id == item_id]

    def is_reported(self, identity: Identity, item_id: str) -> bool:
        """Whether an alert about an item is open. Raises `StorageFault`."""
        assert self.alert_keeper is not None
        book = self.alert_keeper.book(identity.org_id)
        return any(alert.raised.equipment_id == item_id for alert in book.open)

    async def looked(self, entry: Entry) -> None:
        """Write into the audit trail. Raises `StorageFault`."""
        audit = self._audit
        assert audit is not None
        await _stored(lambda done: audit.record(entry, done))

    async def post(self, identity: Identity, event: str, payload: bytes) -> CommandAnswer:
        """Carry a command out."""
        assert self._intake is not None
        answered: asyncio.Future[CommandAnswer] = asyncio.get_running_loop().create_future()

        def done(body: bytes, refusal: Refusal | None) -> None:
            if not answered.done():
                answered.set_result(CommandAnswer(body, refusal))

        self._intake.post(identity, event, payload, done)
        return await answered

    def sessions(self, identity: Identity) -> Sequence[SessionSummary]:
        """The open sessions this identity may see."""
        return [
            SessionSummary(
                session_id=session.state.session_id,
                workout_name=session.state.workout_name,
                workout_type=session.state.workout_type,
                status=session.state.status,
                total_players=len(session.state.present()),
                bundle_id=session.state.bundle_id,
            )
            for session in self._hall or ()
            if session.state.status not in TERMINAL and may_see(identity, session.state) is None
        ]
