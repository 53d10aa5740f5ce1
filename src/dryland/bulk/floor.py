"""What the parts of the bulk desk share: the sessions of a bundle, its keeper, its screens, the node's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from dryland.bulk.keeper import BundleKeeper, HeldBundle
from dryland.bulk.screens import Screens
from dryland.contract.base import SessionStatus
from dryland.contract.errors import Refusal
from dryland.floor.aggregate import Session
from dryland.floor.allocation import Need
from dryland.floor.bundle import BundleEntry
from dryland.floor.bundle_opening import need_of
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.settings import FloorSettings
from dryland.floor.state import PlayerState
from dryland.floor.stock import Assigned
from dryland.floor.workout import at_time
from dryland.hall import Hall
from dryland.held_session import HeldSession, storage_refusal
from dryland.store import StorageFault
from dryland.timekeeping import NodeClock
from dryland.web.door import BundleSummary

__all__ = ["Answer", "BulkFloor", "reading_again"]


class Answer(Protocol):
    """Where the answer to one command goes."""

    def ok(self, rest: bytes = b"") -> None:
        """Accepted; `rest` is JSON members to add, each with its leading comma."""
        ...

    def refuse(self, refusal: Refusal) -> None:
        """Refused."""
        ...


def reading_again(session_id: str | None) -> Refusal:
    """Refused, because a log is being read again after a failed write."""
    return storage_refusal(session_id, StorageFault("It is being read from the log again."))


class BulkFloor:
    """The running floor, as far as bundles are concerned."""

    def __init__(
        self, hall: Hall, keeper: BundleKeeper, screens: Screens, clock: NodeClock, settings: FloorSettings
    ) -> None:
        self.hall = hall
        self.keeper = keeper
        self.screens = screens
        self.clock = clock
        self.settings = settings
        self.opening: dict[str, Session] = {}
        """Sessions of bundles whose first facts are on their way to the disk: what they are given is not free."""
        self.fit: Callable[[Session, PlayerState], Refusal | None] = lambda _session, _player: None
        """Whether a session's work is permitted to a player; whoever knows of restrictions puts the question here."""

    def held(self, bundle: HeldBundle) -> dict[str, HeldSession]:
        """The sessions of a bundle that are there, by id. Raises `StorageFault`."""
        found = ((session_id, self.hall.find(session_id)) for session_id in bundle.bundle.sessions)
        return {session_id: held for session_id, held in found if held is not None}

    def sessions(self, bundle: HeldBundle) -> dict[str, Session]:
        """The states of a bundle's sessions, by id. Raises `StorageFault`."""
        return {session_id: held.session for session_id, held in self.held(bundle).items()}

    def taken(self, org_id: str, now_ms: int, besides: str | None = None) -> tuple[list[Need], frozenset[str]]:
        """What the bundles of an organisation have, all but one of them: needs, and items. Raises `StorageFault`."""
        needs: list[Need] = []
        items: set[str] = set()
        for assigned in self.assigned(org_id):
            bundle = assigned.bundle
            for session in assigned.sessions if bundle.bundle_id != besides else ():
                given = bundle.sessions[session.state.session_id]
                needs.append(need_of(bundle, given, len(session.state.present()), now_ms))
                items.update(given.resources.item_ids or ())
        return needs, frozenset(items)

    def assigned(self, org_id: str) -> Iterator[Assigned]:
        """The bundles of an organisation with their sessions that are not over. Raises `StorageFault`."""
        for held in self.keeper:
            if held.bundle.org_id == org_id and not held.is_closed:
                opening = {each: self.opening[each] for each in held.bundle.sessions if each in self.opening}
                sessions = {**opening, **self.sessions(held)}.values()
                yield Assigned(held.bundle, [each for each in sessions if each.state.status not in TERMINAL])

    def first_result(self, held: HeldBundle, event_id: str, done: Callable[..., None]) -> None:
        """Answer a command that came before with its first result, once that is on the disk."""

        def on_disk(fault: StorageFault | None) -> None:
            try:
                first = None if fault is not None else self.keeper.first(held, event_id)
            except StorageFault as unreadable:
                fault, first = unreadable, None
            if first is None:
                done(reading_again(None) if fault is None else storage_refusal(None, fault))
            else:
                done(first, b',"duplicate":true')

        self.keeper.after_commits(on_disk)

    def summary(self, held: HeldBundle) -> BundleSummary:
        """A bundle in short. Raises `StorageFault`."""
        bundle = held.bundle
        sessions = self.sessions(held)
        return BundleSummary(
            bundle_id=bundle.bundle_id,
            bundle_name=bundle.name,
            status=_status(list(sessions.values())),
            session_ids=tuple(bundle.sessions),
            total_participants=sum(len(each.state.present()) for each in sessions.values()),
            scheduled_start=None if bundle.scheduled_ms is None else at_time(bundle.scheduled_ms),
            estimated_duration=bundle.estimated_min,
        )

    def note(
        self, held: HeldBundle, entries: Sequence[BundleEntry], done: Callable[[StorageFault | None], None]
    ) -> None:
        """Commit facts of a bundle alone and tell them."""
        self.keeper.commit(held, entries, self.clock.now_ms(), self.screens.tell, done)


def _status(sessions: Sequence[Session]) -> SessionStatus:
    """What a bundle is as a whole: running where anything runs, over where all is over."""
    states = {session.state.status for session in sessions}
    for status in (SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.SCHEDULED):
        if status in states:
            return status
    return SessionStatus.COMPLETED if SessionStatus.COMPLETED in states else SessionStatus.CANCELLED
