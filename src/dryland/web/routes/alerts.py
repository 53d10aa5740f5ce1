"""Alerts that are open and those that were, for staff and medics."""

from __future__ import annotations

from typing import Any, Final

from litestar import get
from litestar.params import FromQuery

from dryland.contract.alerts import AlertSeverity, AlertState, AlertStatus, AlertType
from dryland.floor.workout import to_ms
from dryland.web.access import by
from dryland.web.given import Caller, TheDoor
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of

__all__ = ["HANDLERS"]


@get("/api/alerts", opt=by("alerts.read"), summary="Alerts", tags=["alerts"])
async def alerts(
    door: TheDoor,
    caller: Caller,
    is_open: FromQuery[bool | None] = None,
    severity: FromQuery[AlertSeverity | None] = None,
    type: FromQuery[AlertType | None] = None,  # noqa: A002 (the field's name on the wire)
    session_id: FromQuery[str | None] = None,
    player_id: FromQuery[str | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listed[AlertStatus]:
    """Newest first: what is open, and the newest thousand that are over; older ones stand in the news."""
    page = page_of(cursor, limit, int, str, newest_first=True)

    def wanted(status: AlertStatus) -> bool:
        alert = status.alert
        about = {alert.player_id, *alert.player_ids}
        return (
            (is_open is None or is_open is (status.state is not AlertState.CLEARED))
            and (severity is None or alert.severity is severity)
            and (type is None or alert.type is type)
            and (session_id is None or alert.session_id == session_id)
            and (player_id is None or player_id in about)
            and (page.after is None or _key(status) < tuple(page.after))
        )

    found = [status for status in sorted(door.alerts(caller), key=_key, reverse=True) if wanted(status)]
    shown = found[: page.limit]
    await door.saw_alerts(caller, shown)
    return listed(shown, page, _key, lambda status: status)


def _key(status: AlertStatus) -> tuple[int, str]:
    return to_ms(status.alert.since), status.alert.alert_id


HANDLERS: Final[tuple[Any, ...]] = (alerts,)
