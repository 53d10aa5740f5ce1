"""`dryland token …`: who may come in."""

from __future__ import annotations

import re
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from dryland.cli.options import AsJson, DataFolder
from dryland.cli.talk import MISUSED, Failed, moment, put, put_line, say
from dryland.contract.base import Role

__all__ = ["create", "seconds"]

FIRST_ORGANISATION: Final = "club"
"""What `dryland seed` makes; a folder without a database has none yet."""
UNITS_S: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def seconds(text: str) -> int:
    """A duration such as 90s, 30m, 12h or 7d in s. Raises `Failed` for anything else."""
    found = re.fullmatch(r"(\d+)([smhd])", text.strip())
    if found is None or int(found[1]) == 0:
        raise Failed(f"{text!r} is no duration.", "Write a number and a unit: 90s, 30m, 12h or 7d.", code=MISUSED)
    return int(found[1]) * UNITS_S[found[2]]


def create(
    *,
    data: DataFolder,
    role: Annotated[Role, Parameter(help="What the token lets its bearer do.")],
    user: Annotated[str, Parameter(help="Whose token it is; stands in the log beside what they do.")],
    player: Annotated[str | None, Parameter(help="The player somebody is; needed for the role player.")] = None,
    ttl: Annotated[str, Parameter(help="How long it is good: 90s, 30m, 12h, 7d.")] = "12h",
    org: Annotated[
        str | None, Parameter(help="The organisation it is good in. [default: the folder's only one]")
    ] = None,
    json: AsJson = False,
) -> None:
    """Make a token and print it.

    It is signed with the data folder's own key, so it opens servers on that folder only.
    """
    from dryland.web.identity import Identity, open_signer

    if role is Role.PLAYER and player is None:
        raise Failed("A token of the role player needs --player: whose sets and beats it may send.", code=MISUSED)
    if role is not Role.PLAYER and player is not None:
        raise Failed(f"--player belongs to the role player, not to {role.value}.", "Leave it out.", code=MISUSED)
    ttl_s, now_s = seconds(ttl), int(time.time())
    if not data.is_dir():
        raise Failed(f"There is no data folder {data}.", "Start a server on it once, or seed it.")
    org = _only_organisation(data) if org is None else org
    token = open_signer(data).sign(Identity(user, role, org, user, player), now_s, ttl_s)
    expires_at = datetime.fromtimestamp(now_s + ttl_s, UTC)
    if not json:
        put_line(token)
        say(f"Good until {moment(expires_at)} UTC.")
        return
    fields = {"token": token, "userId": user, "role": role, "orgId": org, "expiresAt": expires_at}
    put(fields if player is None else {**fields, "playerId": player})


def _only_organisation(data: Path) -> str:
    """Whom a token is for where nobody says it. Raises `Failed` where it could be one of several."""
    from dryland.store import DatabaseOutdated
    from dryland.store.records import open_records

    try:
        with closing(open_records(data)) as records:
            known = sorted(organisation.id for organisation in records.organisations.all())
    except DatabaseOutdated:
        known = []
    if len(known) > 1:
        raise Failed(f"The folder has several organisations: {', '.join(known)}.", "Name one with --org.", code=MISUSED)
    return known[0] if known else FIRST_ORGANISATION
