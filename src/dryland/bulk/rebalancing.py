"""Many moves as one operation: a rebalance and what takes it back. Its reports and its moves are one commit.

A crash leaves all of it or nothing, so there is nothing to carry on.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Sequence
from typing import Any, Final

from dryland.bulk.floor import BulkFloor, reading_again
from dryland.bulk.keeper import BundleCommitted, HeldBundle
from dryland.bulk.moving import Mover
from dryland.bulk.running import progress_of
from dryland.contract.bundles import (
    BulkOperationCommand,
    BulkOperationReported,
    BulkStatus,
    MoveReason,
    PlannedMove,
    SessionOutcome,
)
from dryland.contract.errors import Refusal
from dryland.contract.sayings import english, say
from dryland.floor.bundle import REPORTED, BundleEntry, BundleLedger
from dryland.floor.bundle_moves import MoveOrder
from dryland.floor.bundle_operations import UNDO_MS
from dryland.floor.bundle_rebalance import Together, decide_moves, rebalance_task, solve
from dryland.floor.workout import Context, at_time
from dryland.held_session import Outcome, storage_refusal
from dryland.store import StorageFault

__all__ = ["Rebalancing"]

OnBegun = Callable[..., None]


UNDONE: Final = say("move_undone")


class Rebalancing:
    """Carries many moves out together."""

    def __init__(self, floor: BulkFloor, mover: Mover) -> None:
        self._floor = floor
        self._mover = mover
        self._solving: set[asyncio.Future[None]] = set()

    def begin(
        self, held: HeldBundle, command: BulkOperationCommand, context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        """Find the fewest moves off the loop, then make them; `dryRun` only says which they would be."""
        solving = asyncio.ensure_future(self._solve(held, command, context, fields, done))
        self._solving.add(solving)
        solving.add_done_callback(self._solving.discard)

    async def _solve(
        self, held: HeldBundle, command: BulkOperationCommand, context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        floor = self._floor
        try:
            sessions = floor.sessions(held)
            affected, pinned = fields["affected_sessions"], command.pinned_players or ()
            task = rebalance_task(held.bundle, sessions, affected, pinned, floor.fit)
            moves = await asyncio.to_thread(solve, task)
            if isinstance(moves, Refusal):
                done(moves)
            elif command.dry_run:
                done(_would_be(held, moves, context, fields))
            else:
                self.move(held, moves, MoveReason.LOAD_BALANCING, context, fields, done)
        except StorageFault as fault:
            done(storage_refusal(None, fault))

    def back(
        self, held: HeldBundle, moves: Sequence[PlannedMove], context: Context, fields: dict[str, Any], done: OnBegun
    ) -> None:
        """Take moves back, all of them or none. Raises `StorageFault`."""
        reverse = [
            PlannedMove(
                player_id=move.player_id,
                from_session_id=move.to_session_id,
                to_session_id=move.from_session_id,
                reason=english((UNDONE,)),
                reason_sayings=(UNDONE,),
            )
            for move in reversed(moves)
        ]
        self.move(held, reverse, MoveReason.TRAINER_DECISION, context, fields, done, is_undo=True)

    def move(
        self,
        held: HeldBundle,
        moves: Sequence[PlannedMove],
        reason: MoveReason,
        context: Context,
        fields: dict[str, Any],
        done: OnBegun,
        *,
        is_undo: bool = False,
    ) -> None:
        """Make moves in one commit, with the operation's first and last report. Raises `StorageFault`."""
        floor = self._floor
        held = floor.keeper.find(held.bundle.bundle_id) or held
        if context.event_id is not None and context.event_id in held.event_ids:  # it came twice while this one solved
            floor.first_result(held, context.event_id, done)
            return
        sessions = floor.held(held)
        if held.line.is_broken or any(each.broken for each in sessions.values()):
            done(reading_again(None))
            return
        quiet = context._replace(event_id=None)
        orders = [MoveOrder(each.player_id, each.from_session_id, each.to_session_id, reason) for each in moves]
        shadow = copy.copy(held.bundle)
        shadow.seq += 1
        states = {session_id: each.session for session_id, each in sessions.items()}
        decided = decide_moves(shadow, states, orders, quiet, floor.fit)
        if isinstance(decided, Refusal):
            done(decided)
            return
        until = None if is_undo or not moves else at_time(context.now_ms + UNDO_MS)
        entries = _reports(held, decided, tuple(moves), context, {**fields, "undo_until": until})
        prepared = floor.keeper.prepare(held, entries, context.now_ms, floor.screens.tell)

        def on_done(outcomes: Sequence[Outcome]) -> None:
            refusal = next((each.refusal for each in outcomes if each.refusal is not None), None)
            if refusal is None and held.line.is_broken:
                refusal = reading_again(None)
            done(refusal or prepared.committed[0])
            for order in orders if refusal is None else ():
                self._mover.follow(order, quiet)

        parts = [(sessions[session_id], part) for session_id, part in decided.parts.items()]
        floor.hall.commit_together(parts, on_done, along=[prepared])


def _reports(
    held: HeldBundle, decided: Together, moves: tuple[PlannedMove, ...], context: Context, fields: dict[str, Any]
) -> list[BundleEntry]:
    """What goes into the bundle's log: begun, the moves, done."""
    bundle = held.bundle
    first = BundleLedger(bundle, context)
    first.add(
        REPORTED,
        BulkOperationReported,
        status=BulkStatus.INITIATED,
        moves=moves,
        **{**fields, "undo_until": None},
    )
    after = copy.copy(bundle)
    after.seq += 1 + len(decided.told)
    last = BundleLedger(after, context._replace(event_id=None))
    affected: tuple[str, ...] = fields["affected_sessions"]
    results = {session_id: _outcome(session_id, decided) for session_id in affected if session_id in decided.states}
    last.add(
        REPORTED,
        BulkOperationReported,
        status=BulkStatus.COMPLETED,
        moves=moves,
        results=tuple(results.values()),
        **{**fields, "progress": progress_of(affected, results, {})},
    )
    return [*first.entries, *decided.told, *last.entries]


def _outcome(session_id: str, decided: Together) -> SessionOutcome:
    status = decided.states[session_id]
    return SessionOutcome(session_id=session_id, status=status, changed=bool(decided.parts.get(session_id)))


def _would_be(
    held: HeldBundle, moves: Sequence[PlannedMove], context: Context, fields: dict[str, Any]
) -> BundleCommitted:
    """The report a rebalance would end with as things stand."""
    ledger = BundleLedger(held.bundle, context)
    ledger.add(REPORTED, BulkOperationReported, status=BulkStatus.COMPLETED, dry_run=True, moves=tuple(moves), **fields)
    return BundleCommitted(REPORTED, ledger.entries[0].fact, b"")
