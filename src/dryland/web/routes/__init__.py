"""The handlers of `/api`, one module a subject. Each names the operation of the policy that it carries out."""

from __future__ import annotations

from typing import Any

from dryland.web.routes import (
    accounts,
    alerts,
    bundle_templates,
    bundles,
    calendar,
    consents,
    contract,
    debriefs,
    equipment_use,
    exporting,
    floor,
    importing,
    joining,
    news,
    organisation,
    places,
    plans,
    players,
    sessions,
    signing,
    teams,
    tokens,
)

__all__ = ["HANDLERS"]

HANDLERS: tuple[Any, ...] = (
    *accounts.HANDLERS,
    *bundle_templates.HANDLERS,
    *bundles.HANDLERS,
    *alerts.HANDLERS,
    *calendar.HANDLERS,
    *consents.HANDLERS,
    *contract.HANDLERS,
    *exporting.HANDLERS,
    *debriefs.HANDLERS,
    *equipment_use.HANDLERS,
    *floor.HANDLERS,
    *importing.HANDLERS,
    *joining.HANDLERS,
    *news.HANDLERS,
    *organisation.HANDLERS,
    *places.HANDLERS,
    *plans.HANDLERS,
    *players.HANDLERS,
    *sessions.HANDLERS,
    *signing.HANDLERS,
    *teams.HANDLERS,
    *tokens.HANDLERS,
)
"""Everything the application serves under `/api`."""
