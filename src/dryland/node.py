"""One running node, put together from its parts. The only place that wires."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import structlog

from dryland.alerting import AlertDesk, AlertKeeper, AlertWatch, alerts_for
from dryland.audit import AuditTrail
from dryland.broadcast import PHASES, Broadcast
from dryland.bulk import (
    BulkDesk,
    BulkFloor,
    BundleKeeper,
    Closing,
    Mover,
    Operations,
    Rebalancing,
    Replacing,
    Screens,
    Showing,
    Telling,
)
from dryland.care import CareDesk, CareKeeper
from dryland.contract.aggregates import PerformanceAlert
from dryland.debriefing import Debriefing
from dryland.floor.aggregate import Session
from dryland.floor.lifecycle import TERMINAL
from dryland.front_desk import FrontDesk, put_out
from dryland.gateway import Gateway, Origins
from dryland.hall import Hall
from dryland.instruments import Instruments
from dryland.intake import Ceiling, Intake
from dryland.listing import SessionListing
from dryland.organisations import Organisations
from dryland.priors import PriorsKeeper
from dryland.reception import Reception
from dryland.rooms import NAMESPACE
from dryland.settings import Settings
from dryland.snapshots import SNAPSHOT_EVERY, OrganisationSnapshots
from dryland.store import Append, SqliteStore, StorageFault, open_store
from dryland.store.records import RecordSet, open_records
from dryland.struct_types import build_types
from dryland.timekeeping import NodeClock
from dryland.wear import WearLog
from dryland.web.entrance import Asgi, Entrance
from dryland.web.identity import TokenSigner, open_signer
from dryland.web.opening import open_office

__all__ = ["Node", "running"]

log = structlog.get_logger("dryland.node")

SOCKET_PATH: Final = "/socket.io/"
REFRESH_TURNS: Final = PHASES * 2
SNAPSHOT_TURNS: Final = PHASES * 60
LET_GO_TURNS: Final = PHASES * 60 + 7
"""Not in the turn in which states are written down."""


class Node:
    """Everything that runs on one machine; `start` and `stop` on the loop, `app` for an ASGI server."""

    def __init__(self, settings: Settings, data_dir: Path, *, speed: float = 1.0) -> None:
        self.settings = settings
        self.data_dir = data_dir
        self.clock = NodeClock(speed)
        self.signer: TokenSigner = open_signer(data_dir)
        origins = Origins(
            allowed=frozenset(settings.node.allowed_origins),
            trusted_proxies=frozenset(settings.identity.trusted_proxies),
        )
        self.gateway = Gateway(settings.gateway, path=SOCKET_PATH, origins=origins, on_log=_gateway_log)
        self.broadcast = Broadcast(self.gateway, tick_s=settings.node.tick_s)
        self._store: SqliteStore | None = None
        self._hall: Hall | None = None
        self._priors: PriorsKeeper | None = None
        self._debriefing: Debriefing | None = None
        self._listing: SessionListing | None = None
        self._intake: Intake | None = None
        self._alerts: AlertKeeper | None = None
        self._bulk: BulkFloor | None = None
        self._snapshots: OrganisationSnapshots | None = None
        self.watch: AlertWatch | None = None
        """The rules that look at the floor; only after `start`."""
        self._telling: Telling | None = None
        self._closing: Closing | None = None
        self._replacing: Replacing | None = None
        self._operations: Operations | None = None
        self._turn_timer: asyncio.TimerHandle | None = None
        self._turn_due_s = 0.0
        """When the next moment of a tick is due, on the loop's clock."""
        self._turns = 0
        self._some_doubtful = False
        """Whether figures of players are still to be rebuilt, a few in each turn."""
        self._exposition: Callable[[Instruments], bytes] | None = None
        self.desk = FrontDesk(origins, self.ready, self.metrics)
        self.app = Entrance(self._application, self.gateway.polling_app, SOCKET_PATH, self.ready)
        """What an ASGI server is given."""

    def _application(self) -> Asgi:
        """The application behind the entrance, and all that is loaded for it alone; called in a thread."""
        from dryland.metrics import exposition
        from dryland.web.app import make_app

        self._exposition = exposition
        application = make_app(self.desk)
        build_types()
        return application

    @property
    def hall(self) -> Hall:
        """The sessions; only after `start`."""
        assert self._hall is not None, "the node has not been started"
        return self._hall

    @property
    def intake(self) -> Intake:
        """The door for commands; only after `start`."""
        assert self._intake is not None, "the node has not been started"
        return self._intake

    @property
    def alerts(self) -> AlertKeeper:
        """Whom to ask when somebody must be called; only after `start`."""
        assert self._alerts is not None, "the node has not been started"
        return self._alerts

    @property
    def bulk(self) -> BulkFloor:
        """The floor as bundles see it; only after `start`."""
        assert self._bulk is not None, "the node has not been started"
        return self._bulk

    @property
    def debriefing(self) -> Debriefing:
        """Looks back at sessions; only after `start`."""
        assert self._debriefing is not None, "the node has not been started"
        return self._debriefing

    @property
    def claim_code(self) -> str | None:
        """The code with which somebody takes a new server over; None when that has happened."""
        return self.desk.office.claim.code

    async def start(self) -> None:
        """Open the data, load the sessions, open the doors."""
        loop = asyncio.get_running_loop()
        build_types()
        self._store = open_store(self.data_dir, loop=loop)
        self._hall = Hall(self._store, self.clock, self.settings.floor, self.broadcast)
        self._priors = PriorsKeeper(open_records(self.data_dir), self.clock)
        loaded = self._hall.load()
        audit = AuditTrail(self._store, self.clock.now_ms)
        office = open_office(self.data_dir, self.signer, self.settings.identity, self.clock.now_ms, self.desk, put_out)
        reception = Reception(self._hall, self.broadcast, self._store, audit)
        self._intake = Intake(
            self._hall,
            self.broadcast,
            reception,
            office.doorkeeper,
            self.clock,
            self.settings.floor,
            Ceiling(self.settings.intake.events_per_s, self.settings.intake.events_burst),
            self.gateway.rooms.join,
            office.privacy,
            audit,
        )
        self.broadcast.feed.privacy = office.privacy
        self.organisations = Organisations(self._store, self.clock, self.broadcast)
        snapshots = self._snapshots = OrganisationSnapshots(self._store)
        self._alerts = AlertKeeper(self._store, self.organisations, self.clock, self.settings.floor.alerts, snapshots)
        self._alerts.load()
        self.desk.alert_keeper = self._alerts
        self.watch = AlertWatch(self._alerts, self._hall, self.broadcast, PHASES)
        self._hall.on_told.append(self.watch.told)
        self._intake.attach(AlertDesk(self._alerts, self._hall, office.privacy).handlers)
        reception.alerts_of = lambda org_id, session_id, audience: alerts_for(
            self.alerts.book(org_id), session_id, audience
        )
        self._debriefing = Debriefing(self.data_dir, office.records, self.settings.floor, self.clock.now_ms)
        self._listing = SessionListing(office.records, self.clock.now_ms)
        self._hall.on_told.append(self._listing.told)
        self._hall.on_closed += [self.watch.over, self._session_over]
        self._hall.is_needed = self._is_needed
        self.desk.open(office, self._hall, self._intake, self.organisations, audit, self._debriefing)
        self._intake.attach(self._bulk_desk(reception, office.records, snapshots).handlers)
        self._intake.attach(self.care.handlers)
        self.gateway.mount(NAMESPACE, self._intake)
        self._hall.run()
        assert self._operations is not None
        self._operations.carry_on()
        self._debriefing.catch_up(self._priors.missed)
        self._turn_due_s = loop.time()
        self._turn_again()
        await office.tell()
        log.info("node_ready", sessions=loaded, data=str(self.data_dir))

    def _bulk_desk(self, reception: Reception, records: RecordSet, snapshots: OrganisationSnapshots) -> BulkDesk:
        """The desk for bundles, with those that are under way."""
        assert self._store is not None
        keeper = BundleKeeper(self._store)
        keeper.load(_open_bundles(self.hall))
        rooms = self.gateway.rooms
        floor = self._bulk = BulkFloor(self.hall, keeper, Screens(rooms), self.clock, self.settings.floor)
        wear = self.desk.wear = WearLog(self.data_dir, records, self.settings.floor)
        telling = self._telling = Telling(floor, records)
        telling.alerts = self._in_force
        telling.run()
        self._closing = Closing(floor, records, wear)
        replacing = self._replacing = Replacing(floor, records, self.alerts.raise_alert, self.alerts.over)
        telling.on_stock = replacing.look
        self.desk.replacing = replacing
        self.desk.telling, self.desk.showing = telling, Showing(floor, telling, records)
        mover = Mover(floor, reception, rooms)
        operations = self._operations = Operations(floor, Rebalancing(floor, mover))
        care_keeper = CareKeeper(self._store, self.organisations, snapshots)
        care_keeper.load()
        self.desk.fitness_of = care_keeper.fitness
        self.care = CareDesk(
            floor,
            mover,
            care_keeper,
            self.organisations,
            self._store,
            records,
            self.alerts.raise_alert,
            self.alerts.over,
        )
        bulk_desk = BulkDesk(floor, mover, operations, telling, records, replacing.look)
        self.desk.previewing = bulk_desk.preview
        return bulk_desk

    def _in_force(self, org_id: str, session_ids: frozenset[str]) -> list[PerformanceAlert]:
        """The open alerts of some sessions, in short."""
        raised = (alert.raised for alert in self.alerts.book(org_id).open)
        return [
            PerformanceAlert(
                alert_id=each.alert_id,
                type=each.type.value,
                severity=each.severity.value,
                player_id=each.player_id,
                session_id=each.session_id,
            )
            for each in raised
            if each.session_id in session_ids
        ]

    def _session_over(self, session: Session) -> None:
        """What a session that is over leaves behind: for its players' next one, and for whoever looks back."""
        assert self._priors is not None
        assert self._debriefing is not None
        self._priors.session_over(session)
        self._debriefing.session_over(session)

    def _turn(self) -> None:
        """One of the moments of a tick."""
        self._turn_again()
        self._turns += 1
        for chore in self._chores(self.clock.now_ms()):
            try:
                chore()
            except StorageFault as fault:  # what it must read cannot be read now; its next turn comes
                log.warning("put_off", chore=getattr(chore, "func", chore).__qualname__, fault=str(fault))
            except Exception as error:  # the others have their turn all the same
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "A chore of the node has failed", "exception": error}
                )

    def _turn_again(self) -> None:
        """Come back for the next moment. What a busy machine delays is made up for, up to a tick: else frames that are
        due every second would come slower and slower, each by the delays of all moments before it.
        """
        loop, tick_s = asyncio.get_running_loop(), self.settings.node.tick_s
        self._turn_due_s = max(self._turn_due_s + tick_s / PHASES, loop.time() - tick_s)
        self._turn_timer = loop.call_at(self._turn_due_s, self._turn)

    def _chores(self, now_ms: int) -> Iterator[Callable[[], None]]:
        """What is to be done in this turn. None of them keeps another from its turn."""
        yield partial(self.broadcast.turn, now_ms)
        if self.watch is not None:
            yield partial(self.watch.turn, now_ms)
        if self._turns % PHASES == 0:
            yield partial(self.alerts.tick, now_ms)
            yield partial(self.care.tick, now_ms)
            if self._closing is not None:
                yield self._closing.look
        if self._turns % REFRESH_TURNS == 0 or self._some_doubtful:
            yield partial(self._refresh_live, now_ms)
        if self._turns % REFRESH_TURNS == 0:
            yield partial(self.desk.office.doorkeeper.sweep, now_ms / 1000)
        if self._turns % SNAPSHOT_TURNS == 0:
            yield self._write_down
        if self._turns % LET_GO_TURNS == 0:
            yield partial(self.let_go, now_ms)

    def _refresh_live(self, now_ms: int) -> None:
        self._some_doubtful = self.hall.refresh_live(now_ms)

    def let_go(self, now_ms: int) -> None:
        """Keep in memory what is under way, shown, or was asked for lately; the rest is on the disk."""
        keep_ms = round(self.settings.node.keep_finished_s * 1000)
        self.bulk.keeper.let_go(now_ms, keep_ms)
        self.hall.let_go(now_ms, keep_ms)

    def _is_needed(self, session: Session) -> bool:
        """Whether a session that is over stays at hand: a screen shows it, or its bundle goes on."""
        is_shown = bool(self.broadcast.attendance.readers(session.state.session_id))
        return is_shown or self.bulk.keeper.is_open(session.state.bundle_id)

    def _write_down(self, every: int = SNAPSHOT_EVERY) -> None:
        """Write organisations' states down; a disk that cannot be read now will be another time."""
        if self._snapshots is not None:
            with contextlib.suppress(StorageFault):
                self._snapshots.turn(every)

    async def stop(self) -> None:
        """Close every session of the gateway properly, write down what waits, let go of the data."""
        if self._turn_timer is not None:
            self._turn_timer.cancel()
        await self.gateway.close(self.settings.node.grace_s)
        if self._store is not None:
            try:
                await self._finish(self._store)
            finally:  # the next node needs the folder
                await asyncio.get_running_loop().run_in_executor(None, self._store.close)
        log.info("node_stopped")

    async def _finish(self, store: SqliteStore) -> None:
        """Bring to its end what is under way: first what decides, then who follows the facts."""
        if self._hall is not None:
            self._hall.close()
        if self._telling is not None and self._operations is not None:
            self._telling.close()
            self._operations.close()
        if self._replacing is not None:
            await self._replacing.close()
        await _last_facts(store)
        for follower in (self._closing, self._listing, self._debriefing):
            if follower is not None:
                await follower.close()
        self.desk.close()
        self.alerts.close()
        self._write_down(every=1)
        if self._priors is not None:
            await self._priors.close()

    # How the node is

    def ready(self) -> dict[str, Any]:
        """Whether the node can do its work."""
        if self._hall is None or self._store is None:
            return {"ready": False, "reason": "starting"}
        fault = self._store.fault
        return {"ready": fault is None, "sessions": len(self._hall), "storage": str(fault) if fault else "ok"}

    def metrics(self) -> bytes:
        """Counters in Prometheus' text form."""
        assert self._exposition is not None, "only the application asks"
        window_s = self.settings.floor.alerts.budget_window_s
        return self._exposition(
            Instruments(self.gateway, self.broadcast, self.hall, self.intake, self.alerts, self.clock, window_s)
        )


async def _last_facts(store: SqliteStore) -> None:
    """Wait for what is on its way to the disk: who follows the facts must hear of them before they close."""
    answered = asyncio.Event()
    store.append(Append(), lambda _fault: answered.set())
    await answered.wait()


def _open_bundles(hall: Hall) -> set[str]:
    """The bundles of which a session is not over."""
    states = (session.state for session in hall)
    return {state.bundle_id for state in states if state.bundle_id is not None and state.status not in TERMINAL}


def _gateway_log(event: str, fields: dict[str, object]) -> None:
    log.debug(event, **fields)


@contextlib.asynccontextmanager
async def running(node: Node) -> AsyncGenerator[Node]:
    """A node that runs while the block does."""
    await node.start()
    try:
        yield node
    finally:
        await node.stop()
