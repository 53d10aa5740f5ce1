"""The handlers of `/api`, one module a subject. Each names the operation of the policy that it carries out."""

from __future__ import annotations

from typing import Any

from dryland.web.routes import floor, players, signing, teams

__all__ = ["HANDLERS"]

HANDLERS: tuple[Any, ...] = (
    *floor.HANDLERS,
    *players.HANDLERS,
    *signing.HANDLERS,
    *teams.HANDLERS,
)
"""Everything the application serves under `/api`."""
