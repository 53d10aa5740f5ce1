"""Everything the records hold of one person, in one file for them to take along. Each export leaves a trail."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from dryland.audit import Entry
from dryland.store.records import RecordSet
from dryland.web.access import by
from dryland.web.door import Door
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office
from dryland.web.squad import player_of

__all__ = ["HANDLERS"]

FORMAT: Final = "dryland-export/1"


def _player(records: RecordSet, caller: Identity, player_id: str) -> dict[str, Any]:
    """The records of a player, field by field as they are kept. Raises `RefusedRequest`."""
    player = player_of(records, caller, player_id)
    return {
        "profile": player,
        "tests": records.player_tests.of_player(player.id),
        "maxes": records.player_maxes.of_player(player.id),
        "liftedSets": [msgspec.Raw(each.body) for each in records.lifted_sets.of_player(player.id)],
        "fromSessions": {each.kind: msgspec.Raw(each.body) for each in records.priors.of_player(player.id)},
        "consents": records.consents.of_player(player.id),
        "guardians": records.guardianships.of_player(player.id),
        "availability": records.availabilities.of_player(player.id),
        "sessions": records.sessions.of_player(player.id),
    }


def _account(records: RecordSet, office: Office, user_id: str) -> dict[str, Any] | None:
    """An account without what proves it; None for whoever came with a token of no account."""
    user = records.users.get(user_id)
    if user is None:
        return None
    kept = {name: getattr(user, name) for name in ("id", "org_id", "login", "name", "role", "created_at_ms")}
    sign_ins = [
        {name: getattr(each, name) for name in ("id", "created_at_ms", "used_at_ms", "address", "agent")}
        for each in records.sign_ins.of_user(user.id, office.now_ms())
    ]
    return {**kept, "signIns": sign_ins}


async def _whole_player(office: Office, door: Door, caller: Identity, player_id: str) -> dict[str, Any]:
    """A player's records and changes of fitness, the latter as the caller may read them."""
    found = await office.ask(lambda records: _player(records, caller, player_id))
    entry = Entry(
        org_id=caller.org_id,
        actor=caller.user_id,
        role=caller.role.value,
        action="exported",
        what="export",
        player_ids=(player_id,),
    )
    await door.looked(entry)
    return {**found, "fitness": list(await door.medical(caller, player_id))}


def _file(office: Office, name: str, content: dict[str, Any]) -> Response[bytes]:
    body = msgspec.json.encode({"format": FORMAT, "madeAtMs": office.now_ms(), **content})
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}.json"'}
    return Response(body, media_type="application/json", headers=headers)


@get("/api/me/export", opt=by("me.export"), summary="Take your data along", tags=["sign-in"])
async def export_me(office: TheOffice, door: TheDoor, caller: Caller) -> Response[bytes]:
    """Your account, and as a player all that the records hold of you; what was told live stands in the sessions."""
    account = await office.ask(lambda records: _account(records, office, caller.user_id))
    own = caller.player_id
    player = None if own is None else await _whole_player(office, door, caller, own)
    return _file(office, "dryland-me", {"account": account, "player": player})


@get("/api/players/{player_id:str}/export", opt=by("players.export"), summary="Take a player's data along",
     tags=["players"])  # fmt: skip
async def export_player(office: TheOffice, door: TheDoor, caller: Caller, player_id: FromPath[str]) -> Response[bytes]:
    """All that the records hold of a player: for the player, whoever answers for them, and admins."""
    return _file(office, "dryland-player", {"player": await _whole_player(office, door, caller, player_id)})


HANDLERS: Final[tuple[Any, ...]] = (export_me, export_player)
