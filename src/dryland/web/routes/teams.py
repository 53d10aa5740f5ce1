"""Teams of an organisation."""

from __future__ import annotations

from typing import Any, Final

from litestar import delete, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from dryland.contract.base import Identifier, Name, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.store.records import RecordSet, Team
from dryland.web.access import by
from dryland.web.given import Caller, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import new_id
from dryland.web.refused import RefusedRequest

__all__ = ["HANDLERS", "team_of"]


class TeamShown(Wire, frozen=True, kw_only=True):
    """A team and how many play in it."""

    id: str
    name: str
    players: int


class TeamPosted(Wire, frozen=True, kw_only=True):
    """A team to be; with an `id` it can be posted again without making two."""

    name: Name
    id: Identifier | None = None


class TeamPatched(Wire, frozen=True, kw_only=True):
    """What changes of a team."""

    name: Name


def team_of(records: RecordSet, caller: Identity, team_id: str) -> Team:
    """A team of the caller's organisation. Raises `RefusedRequest`; another organisation's does not exist."""
    team = records.teams.get(team_id)
    if team is None or team.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no team {team_id}.")
    return team


def _shown(records: RecordSet, team: Team) -> TeamShown:
    return TeamShown(id=team.id, name=team.name, players=len(records.players.of_team(team.id)))


@get("/api/teams", opt=by("teams.read"), summary="Teams", tags=["teams"])
async def teams(office: TheOffice, caller: Caller) -> list[TeamShown]:
    """Your organisation's teams by name."""
    return await office.ask(lambda records: [_shown(records, team) for team in records.teams.of_org(caller.org_id)])


@post("/api/teams", opt=by("teams.write"), summary="Make a team", tags=["teams"])
async def make_team(office: TheOffice, caller: Caller, data: JSONBody[TeamPosted]) -> TeamShown:
    """A new team of your organisation."""
    team = Team(data.id or new_id(), caller.org_id, data.name)

    def work(records: RecordSet) -> TeamShown:
        known = records.teams.get(team.id)
        if known is not None and known != team:
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is a team {team.id} already.")
        records.teams.save(team)
        return _shown(records, team)

    return await office.change(work)


@patch("/api/teams/{team_id:str}", opt=by("teams.write"), summary="Rename a team", tags=["teams"])
async def change_team(
    office: TheOffice, caller: Caller, team_id: FromPath[str], data: JSONBody[TeamPatched]
) -> TeamShown:
    """Everything else about a team follows from its players."""

    def work(records: RecordSet) -> TeamShown:
        team = replace(team_of(records, caller, team_id), name=data.name)
        records.teams.save(team)
        return _shown(records, team)

    return await office.change(work)


@delete("/api/teams/{team_id:str}", opt=by("teams.write"), summary="Delete a team", tags=["teams"])
async def delete_team(office: TheOffice, caller: Caller, team_id: FromPath[str]) -> None:
    """Only a team that nobody plays in and nothing is planned for."""

    def work(records: RecordSet) -> None:
        team = team_of(records, caller, team_id)
        if records.players.of_team(team.id):
            raise RefusedRequest(ErrorCode.CONFLICT, "Players are still in this team.")
        records.teams.remove(team.id)

    await office.change(work)


HANDLERS: Final[tuple[Any, ...]] = (teams, make_team, change_team, delete_team)
