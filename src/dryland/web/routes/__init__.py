"""The handlers of `/api`, one module a subject. Each names the operation of the policy that it carries out."""

from __future__ import annotations

from typing import Any

from dryland.web.routes import accounts, consents, floor, joining, players, signing, teams, tokens

__all__ = ["HANDLERS"]

HANDLERS: tuple[Any, ...] = (
    *accounts.HANDLERS,
    *consents.HANDLERS,
    *floor.HANDLERS,
    *joining.HANDLERS,
    *players.HANDLERS,
    *signing.HANDLERS,
    *teams.HANDLERS,
    *tokens.HANDLERS,
)
"""Everything the application serves under `/api`."""
