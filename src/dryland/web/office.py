"""What the handlers work with: records, sign-ins, codes, consent, and the doors to the floor.

Work on records runs on a thread, whole or not at all; events that a change owes are written with it and told after it.
Knows no route and no socket.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec
import structlog

from dryland.audit import Entry
from dryland.contract.base import Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import Refusal
from dryland.floor.opening import NewPlayer, NewSession
from dryland.store.errors import StorageFault
from dryland.store.records import Notice, Records, RecordSet
from dryland.web.claim import Claim
from dryland.web.doorkeeper import Doorkeeper
from dryland.web.identity import Identity, TokenSigner
from dryland.web.issuers import Issuers
from dryland.web.passwords import Passwords, TooBusy
from dryland.web.privacy import Privacy
from dryland.web.refused import RefusedRequest
from dryland.web.settings import IdentitySettings
from dryland.web.signing_in import SignIns
from dryland.web.throttle import Throttle

__all__ = ["ANSWERS_KEPT_MS", "FloorDoor", "Office", "new_id"]

log = structlog.get_logger("dryland.web")

ANSWERS_KEPT_MS: Final = 86_400_000
"""How long the answer to a request that carries a key can be had again."""

T = TypeVar("T")


class FloorDoor(Protocol):
    """What the handlers ask of the running floor."""

    async def announce(self, notice: Notice) -> None:
        """Put an event into its organisation's log and tell it; the same notice twice is told once."""
        ...

    async def open_session(self, new: NewSession) -> None:
        """Open a session. Raises `StorageFault`."""
        ...

    async def enrol(self, identity: Identity, session_id: str, players: Sequence[NewPlayer]) -> Refusal | None:
        """Take players into an open session."""
        ...

    async def looked(self, entry: Entry) -> None:
        """Write into the audit trail; returns when it is on the disk. Raises `StorageFault`."""
        ...


def new_id() -> str:
    """An identifier for a record that nobody named."""
    return secrets.token_hex(8)


class Office:
    """Everything behind the HTTP side."""

    def __init__(
        self,
        records: Records,
        signer: TokenSigner,
        settings: IdentitySettings,
        doorkeeper: Doorkeeper[Any],
        privacy: Privacy,
        claim: Claim,
        issuers: Issuers,
        floor: FloorDoor,
        now_ms: Callable[[], int],
    ) -> None:
        self.records = records
        self.signer = signer
        self.settings = settings
        self.doorkeeper = doorkeeper
        self.privacy = privacy
        self.claim = claim
        self.issuers = issuers
        self.floor = floor
        self.now_ms = now_ms
        self.passwords = Passwords()
        self.sign_ins = SignIns(signer, settings, now_ms)
        self.by_account = Throttle(free=5)
        self.by_address = Throttle(free=30)
        self._telling = asyncio.Lock()

    @property
    def today(self) -> date:
        """The day it is, UTC."""
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC).date()

    async def ask(self, work: Callable[[RecordSet], T]) -> T:
        """Questions to the records. Raises `StorageFault`."""
        return await asyncio.to_thread(work, self.records)

    async def change(self, work: Callable[[RecordSet], T]) -> T:
        """A change of the records, whole or not at all; then what it owes is told. Raises `StorageFault`."""

        def within() -> T:
            with self.records.transaction() as together:
                return work(together)

        result = await asyncio.to_thread(within)
        await self.tell()
        return result

    def owe(self, records: RecordSet, caller: Identity, name: str, event: Wire) -> None:
        """Let a change owe an event: it is told if and only if the change is made."""
        payload = msgspec.json.encode(event)
        records.notices.save(Notice(f"notice-{new_id()}", caller.org_id, name, caller.user_id, payload, self.now_ms()))

    async def tell(self) -> None:
        """Tell every event that is owed, in order; what the disk does not take now stays owed."""
        async with self._telling:
            try:
                while waiting := await self.ask(lambda records: records.notices.waiting()):
                    for notice in waiting:
                        await self.floor.announce(notice)
                    await asyncio.to_thread(self.records.notices.told, [notice.id for notice in waiting])
            except StorageFault as fault:
                log.warning("notices_wait", fault=str(fault))

    async def check_password(self, login: str, password: str, kept: str | None) -> bool:
        """Whether a password fits. Raises `RefusedRequest` when too many wait to be checked."""
        try:
            return await self.passwords.check(password, kept)
        except TooBusy:
            raise RefusedRequest(ErrorCode.RATE_LIMITED, f"Too many sign-ins at once, {login}.") from None

    async def hash_password(self, password: str) -> str:
        """The hash of a new password. Raises `RefusedRequest` when too many wait."""
        try:
            return await self.passwords.hash(password)
        except TooBusy:
            raise RefusedRequest(ErrorCode.RATE_LIMITED, "Too many passwords at once.") from None

    def throttle(self, address: str, account: str | None = None) -> None:
        """Count a guess. Raises `RefusedRequest` while this address or account has to wait."""
        now_ms = self.now_ms()
        wait_ms = self.by_address.wait_ms(address, now_ms)
        if account is not None:
            wait_ms = max(wait_ms, self.by_account.wait_ms(account, now_ms))
        if wait_ms:
            raise RefusedRequest(ErrorCode.RATE_LIMITED, "Too many tries.", retry_after_ms=wait_ms)
        self.by_address.tried(address, now_ms)
        if account is not None:
            self.by_account.tried(account, now_ms)

    def was_right(self, address: str, account: str | None = None) -> None:
        """A guess was right: it does not count against anybody."""
        self.by_address.succeeded(address)
        if account is not None:
            self.by_account.succeeded(account)

    def close(self) -> None:
        """Let go of threads and connections."""
        self.passwords.close()
        self.records.close()
