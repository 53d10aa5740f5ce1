"""Keeps what sessions were given in step with what works: broken items are replaced, gaps filled, the rest is named.

Looks at what an organisation has and at every bundle that is not over, so that a change which a crash cut short is made
at the next look. Decides by `floor.bundle_gear`; offers moves, never makes them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

import structlog

from dryland.bulk.floor import BulkFloor
from dryland.bulk.keeper import HeldBundle
from dryland.bulk.looking_up import read_stock
from dryland.contract.alerts import AlertSeverity, AlertType, EvidenceGrade
from dryland.contract.base import Role
from dryland.contract.bundles import PlannedMove
from dryland.contract.errors import Refusal
from dryland.contract.sayings import Saying, english, say
from dryland.floor.aggregate import SERVER, Session
from dryland.floor.alert_request import AlertRequest
from dryland.floor.bundle import capacity_of
from dryland.floor.bundle_gear import GearChange, decide_gear
from dryland.floor.bundle_rebalance import rebalance_task, solve
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.stock import Stock
from dryland.floor.workout import Context
from dryland.store import StorageFault
from dryland.store.records import RecordSet
from dryland.web.door import GearHit

__all__ = ["Replacing"]

log = structlog.get_logger("dryland.bulk")

AGAIN_S: Final = 1.0
"""A bundle whose log cannot go on for a moment is looked at again after this time."""

UNASKED_S: Final = 5.0
"""What was found in the background belongs to a change that is answered within this time."""
UNASKED_AT_MOST: Final = 100

RaiseAlert = Callable[[str, AlertRequest], None]
AlertOver = Callable[[str, str], None]


class _Found(NamedTuple):
    """What was found before anybody had asked; `at_s` on the loop's clock."""

    at_s: float
    org_id: str
    hit: GearHit


class Replacing:
    """Replaces gear. All calls come from the loop's thread."""

    def __init__(self, floor: BulkFloor, records: RecordSet, raise_alert: RaiseAlert, alert_over: AlertOver) -> None:
        self._floor = floor
        self._records = records
        self._raise = raise_alert
        self._over = alert_over
        self._turns: dict[str, asyncio.Lock] = {}
        self._looking: set[asyncio.Future[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._is_closed = False
        self._unasked: deque[_Found] = deque(maxlen=UNASKED_AT_MOST)

    def look(self, org_id: str) -> None:
        """Look in the background, as after the gear of an organisation has changed."""
        if self._is_closed or not any(
            not held.is_closed and held.bundle.org_id == org_id for held in self._floor.keeper
        ):
            return
        looking = asyncio.ensure_future(self._look(org_id))
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)

    async def _look(self, org_id: str) -> None:
        try:
            found = await self._mend(org_id, SERVER, Role.ADMIN)
            self._unasked.extend(_Found(asyncio.get_running_loop().time(), org_id, hit) for hit in found)
        except StorageFault as fault:
            log.warning("gear_not_looked_at", organisation=org_id, fault=str(fault))

    async def changed(self, org_id: str, item_id: str, by: str, role: Role) -> list[GearHit]:
        """Somebody changed an item: the sessions it hits, and what was done for them. Raises `StorageFault`.

        What a look in the background has found of it in this moment counts too.
        """
        hits = await self._mend(org_id, by, role)
        since_s = asyncio.get_running_loop().time() - UNASKED_S
        early = [each for each in self._unasked if each.org_id == org_id and item_id in _items(each.hit)]
        for each in early:
            self._unasked.remove(each)
        hits += [each.hit for each in early if each.at_s >= since_s]
        return [hit for hit in hits if item_id in _items(hit)]

    async def close(self) -> None:
        """Look no more; what is under way is brought to its end, so that nobody misses the call about a gap."""
        self._is_closed = True
        for timer in self._timers:
            timer.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def _mend(self, org_id: str, by: str, role: Role) -> list[GearHit]:
        """What is there is read within the turn: an older look must not give out what has broken since."""
        hits: list[GearHit] = []
        async with self._turns.setdefault(org_id, asyncio.Lock()):
            stock = await asyncio.to_thread(read_stock, self._records, org_id)
            for held in self._floor.keeper:
                if held.bundle.org_id == org_id and not held.is_closed:
                    hits += await self._mend_bundle(held, stock, by, role)
        return hits

    async def _mend_bundle(self, held: HeldBundle, stock: Stock, by: str, role: Role) -> list[GearHit]:
        """One bundle: what is decided is on the disk before it is told."""
        floor, now_ms = self._floor, self._floor.clock.now_ms()
        held = floor.keeper.find(held.bundle.bundle_id) or held
        sessions = floor.sessions(held)
        running = [session_id for session_id, each in sessions.items() if each.state.status not in TERMINAL]
        if not running:
            return []
        if held.line.is_broken:
            self._again(held.bundle.org_id)
            return []
        taken = floor.taken(held.bundle.org_id, now_ms, held.bundle.bundle_id)[1]
        context = Context(now_ms, now_ms, by, role, None, floor.settings)
        decided = decide_gear(held.bundle, running, stock, taken, context)
        if not decided.entries:
            return []
        stored: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()
        floor.note(held, decided.entries, lambda fault: None if stored.done() else stored.set_result(fault))
        fault = await stored
        if fault is not None:
            self._again(held.bundle.org_id)
            raise fault
        return [await self._hit(held, sessions[change.session_id], change, by) for change in decided.changes]

    def _again(self, org_id: str) -> None:
        if self._is_closed:
            return

        def run() -> None:
            self._timers.discard(timer)
            self.look(org_id)

        timer = asyncio.get_running_loop().call_later(AGAIN_S, run)
        self._timers.add(timer)

    async def _hit(self, held: HeldBundle, session: Session, change: GearChange, by: str) -> GearHit:
        """What a change means for a session; whoever has no place any more, and the moves that would give them one."""
        bundle, state = held.bundle, session.state
        resources = bundle.sessions[state.session_id].resources
        missing = next((need.count for need in resources.missing or () if need.type == change.kind), 0)
        most = capacity_of(resources)
        over = 0 if most is None else max(0, len(state.present()) - most)
        moves, why_not = await self._moves(held) if over else ((), None)
        sayings = _sayings(state.workout_name, change, missing, over, why_not)
        hit = GearHit(
            bundle_id=bundle.bundle_id,
            bundle_name=bundle.name,
            session_id=state.session_id,
            session_name=state.workout_name,
            status=state.status,
            lost_item_id=change.lost_id,
            given_item_id=change.given_id,
            missing=missing,
            players_over=over,
            moves=moves,
            words=english(sayings),
            words_sayings=sayings,
        )
        self._call(held, session, change, hit, by)
        return hit

    async def _moves(self, held: HeldBundle) -> tuple[tuple[PlannedMove, ...], Refusal | None]:
        """The fewest moves after which everybody has a place, or why there are none."""
        sessions = self._floor.sessions(held)
        task = rebalance_task(held.bundle, sessions, list(sessions), (), self._floor.fit)
        solved = await asyncio.to_thread(solve, task)
        return ((), solved) if isinstance(solved, Refusal) else (tuple(solved), None)

    def _call(self, held: HeldBundle, session: Session, change: GearChange, hit: GearHit, by: str) -> None:
        """A gap is an alert until it is filled."""
        cause = f"gear_missing:{session.state.session_id}:{change.kind}"[:120]
        if not hit.missing:
            self._over(held.bundle.org_id, cause)
            return
        request = AlertRequest(
            type=AlertType.EQUIPMENT_ISSUE,
            severity=AlertSeverity.MEDIUM if hit.players_over else AlertSeverity.LOW,
            sayings=hit.words_sayings or (),
            rule="gear_missing",
            inputs={"missing": float(hit.missing), "playersOver": float(hit.players_over), "kind": change.kind},
            at_ms=self._floor.clock.now_ms(),
            grade=EvidenceGrade.REPORTED,
            session_id=session.state.session_id,
            bundle_id=held.bundle.bundle_id,
            equipment_id=change.lost_id,
            cause=cause,
            lasting=True,
            by=by,
        )
        self._raise(held.bundle.org_id, request)


def _items(hit: GearHit) -> set[str | None]:
    return {hit.lost_item_id, hit.given_item_id}


def _sayings(name: str, change: GearChange, missing: int, over: int, why_not: Refusal | None) -> tuple[Saying, ...]:
    if change.lost_id is None:
        if not missing:
            return (say("gear_back", session=name, given=change.given_id),)
        return (say("gear_back_missing", session=name, given=change.given_id, missing=missing),)
    if change.given_id is not None:
        return (say("gear_instead", session=name, given=change.given_id, lost=change.lost_id),)
    lacks = say("gear_lacks", session=name, missing=missing, kind=change.kind, lost=change.lost_id)
    if not over:
        return (lacks,)
    return (lacks, say("gear_no_place", players=over), *(() if why_not is None else why_not.sayings))
