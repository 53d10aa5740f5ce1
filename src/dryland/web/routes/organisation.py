"""One's organisation, and what its log says of a player's fitness."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec.structs import replace

from dryland.contract.base import EventId, MedicalNote, Name, Restriction, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.medical import MedicalStatus, PlayerFitness, ReturnToPlay
from dryland.store.records import Organisation, RecordSet
from dryland.web.access import by, unkept
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.problems import commanded
from dryland.web.refused import RefusedRequest
from dryland.web.squad import player_of

__all__ = ["HANDLERS"]


class OrganisationShown(Wire, frozen=True, kw_only=True):
    """An organisation."""

    id: str
    name: str


class OrganisationPatched(Wire, frozen=True, kw_only=True):
    """What changes of an organisation."""

    name: Name


class MedicalEntry(Wire, frozen=True, kw_only=True):
    """A change of a player's fitness. What is left out stays; `restrictions` replace those in force, `addRestrictions`
    stand beside them. A note that is withdrawn stands no more, but the log keeps it.
    """

    new_status: MedicalStatus
    previous_status: MedicalStatus | None = None
    restrictions: tuple[Restriction, ...] | None = None
    add_restrictions: tuple[Restriction, ...] | None = None
    notes: MedicalNote | None = None
    withdraw_notes: bool = False
    cleared_date: Timestamp | None = None
    return_to_play: ReturnToPlay | None = None
    event_id: EventId | None = None


class _OfPlayer(MedicalEntry, frozen=True, kw_only=True):
    player_id: str


def _own(records: RecordSet, caller: Identity) -> Organisation:
    kept = records.organisations.get(caller.org_id)
    if kept is None:
        raise RefusedRequest(ErrorCode.NOT_FOUND, "This organisation has no record yet.")
    return kept


@get("/api/organisation", opt=by("organisation.read"), summary="Your organisation", tags=["accounts"])
async def organisation(office: TheOffice, caller: Caller) -> OrganisationShown:
    """The one your token is of."""
    kept = await office.ask(lambda records: _own(records, caller))
    return OrganisationShown(id=kept.id, name=kept.name)


@patch("/api/organisation", opt=by("organisation.write"), summary="Rename your organisation", tags=["accounts"])
async def rename(office: TheOffice, caller: Caller, data: JSONBody[OrganisationPatched]) -> OrganisationShown:
    """Its identifier stays."""

    def work(records: RecordSet) -> OrganisationShown:
        kept = replace(_own(records, caller), name=data.name)
        records.organisations.save(kept)
        return OrganisationShown(id=kept.id, name=kept.name)

    return await office.change(work)


@get("/api/players/{player_id:str}/medical", opt=by("medical.read"), summary="A player's fitness", tags=["medical"])
async def medical(office: TheOffice, door: TheDoor, caller: Caller, player_id: FromPath[str]) -> Response[bytes]:
    """Every change of status in order, as the caller may read it: notes for medics only. Looks leave a trail."""
    player = await office.ask(lambda records: player_of(records, caller, player_id))
    found = await door.medical(caller, player.id)
    return Response(msgspec.json.encode(found), media_type="application/json", headers={"cache-control": "no-store"})


@get("/api/medical", opt=by("medical.read"), summary="Everybody's fitness", tags=["medical"])
async def everybody(door: TheDoor, caller: Caller) -> Response[list[PlayerFitness]]:
    """As it stands, of everybody who was ever spoken of; notes for medics only. Looks leave a trail."""
    return Response(list(await door.fitness(caller)), headers={"cache-control": "no-store"})


@post(
    "/api/players/{player_id:str}/medical",
    opt=unkept("medical.write"),
    summary="Change a player's fitness",
    tags=["medical"],
    status_code=HTTP_200_OK,
)
async def change_fitness(
    door: TheDoor, caller: Caller, player_id: FromPath[str], data: JSONBody[MedicalEntry]
) -> Response[bytes]:
    """The command `training:medical:status:changed`: told at once, with what follows on the running floor."""
    payload = _OfPlayer(player_id=player_id, **msgspec.structs.asdict(data))
    return commanded(*await door.post(caller, "training:medical:status:changed", msgspec.json.encode(payload)))


HANDLERS: Final[tuple[Any, ...]] = (organisation, rename, everybody, medical, change_fitness)
