"""Whom the HTTP side asks about a request before anything is done for it. Knows no framework."""

from __future__ import annotations

from typing import Protocol

from dryland.contract.errors import Refusal
from dryland.web.identity import Identity

__all__ = ["Gate"]


class Gate(Protocol):
    """Whoever knows tokens, the policy and the origins."""

    def identity(self, token: str) -> Identity: ...
    def refuse(self, operation: str | None, identity: Identity, player_id: str | None) -> Refusal | None: ...
    def permits(self, origin: str | None, host: str | None) -> bool: ...
    def csrf(self, sign_in_id: str) -> str: ...
    def remote(self, address: str, headers: dict[str, str]) -> str: ...
