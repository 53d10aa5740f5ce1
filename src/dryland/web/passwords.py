"""Passwords: argon2id, off the loop's thread, a few at a time; what a new one must be like."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["LONGEST", "SHORTEST", "Passwords", "TooBusy", "normal_login", "weakness"]

SHORTEST: Final = 10
LONGEST: Final = 256
AT_ONCE: Final = 2
WAITING_AT_MOST: Final = 32

T = TypeVar("T")


class TooBusy(Exception):  # noqa: N818 (named for what is the matter)
    """More passwords wait to be checked than a server should queue."""


def normal_login(login: str) -> str:
    """A login as it is kept and compared: composed, without spaces around, without case."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def weakness(password: str, login: str) -> str | None:
    """What keeps a password from being taken, in words; None for a good one."""
    if len(password) < SHORTEST:
        return f"A password needs at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if len(set(password)) < 5:
        return "A password needs at least five different characters."
    name = normal_login(login).partition("@")[0]
    if len(name) >= 3 and name in password.casefold():
        return "A password must not contain the login."
    return None


class Passwords:
    """Hashes and checks; each takes tens of milliseconds and 64 MiB, so only a few run at once."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._pool = ThreadPoolExecutor(AT_ONCE, "passwords")
        self._waiting = 0
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to keep. Raises `TooBusy`."""
        return await self._run(lambda: self._hasher.hash(password))

    async def check(self, password: str, kept: str | None) -> bool:
        """Whether a password fits; takes as long for somebody who does not exist. Raises `TooBusy`."""
        return await self._run(lambda: self._fits(password, kept))

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _fits(self, password: str, kept: str | None) -> bool:
        if kept is None:
            if self._nobody is None:
                self._nobody = self._hasher.hash(secrets.token_urlsafe(16))
            kept, somebody = self._nobody, False
        else:
            somebody = True
        try:
            return self._hasher.verify(kept, password) and somebody
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= WAITING_AT_MOST:
            raise TooBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1
