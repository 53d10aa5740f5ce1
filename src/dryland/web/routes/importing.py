"""A club's roster from CSV: every row is reported, the good ones are taken in together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal

from litestar import post
from litestar.params import FromQuery, QueryParameter, RawBody
from litestar.status_codes import HTTP_200_OK
from msgspec.structs import replace

from dryland.contract.base import Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.store.records import Player, PlayerTest, RecordSet, Team
from dryland.web.access import by
from dryland.web.given import Caller, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office, new_id
from dryland.web.refused import RefusedRequest
from dryland.web.roster import RosterRow, RowProblem, read_roster
from dryland.web.routes.teams import team_of
from dryland.web.squad import assigned, checked_number, refuse_value

__all__ = ["HANDLERS"]

MOST_BYTES: Final = 1_048_576


class CellProblem(Wire, frozen=True, kw_only=True):
    """What is wrong in one cell."""

    column: str
    message: str


class RowReport(Wire, frozen=True, kw_only=True):
    """What became of one line of the file."""

    line: int
    name: str
    outcome: Literal["created", "updated", "unchanged", "refused"]
    player_id: str | None = None
    problems: tuple[CellProblem, ...] = ()


class ImportReport(Wire, frozen=True, kw_only=True):
    """What became of a file; with `dryRun` what would become of it."""

    dry_run: bool
    created: int
    updated: int
    unchanged: int
    refused: int
    unknown_columns: tuple[str, ...] = ()
    rows: tuple[RowReport, ...]


class _Undone(Exception):  # noqa: N818
    """A dry run ends its transaction with its report."""

    def __init__(self, rows: list[RowReport]) -> None:
        self.rows = rows
        super().__init__()


@post("/api/players/import", opt=by("players.write"), summary="Import a roster", tags=["players"],
      status_code=HTTP_200_OK)  # fmt: skip
async def import_roster(
    office: TheOffice,
    caller: Caller,
    body: RawBody,
    dry_run: Annotated[bool, QueryParameter(description="report only, change nothing")] = False,
    team_id: FromQuery[str | None] = None,
) -> ImportReport:
    """CSV with a heading line: name, team, jersey, line, birthdate, sex, mass, hrmax, hrrest, lthr, ftp, cp, w'.

    Somebody with the same name and day of birth is changed, not made twice. `teamId` is for rows without a team.
    """
    if len(body) > MOST_BYTES:
        raise RefusedRequest(ErrorCode.PAYLOAD_TOO_LARGE, "A roster has at most 1 MiB.")
    roster = read_roster(body, office.today)
    if roster.problem is not None:
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, roster.problem)

    def work(records: RecordSet) -> list[RowReport]:
        import_ = _Import(office, records, caller, None if team_id is None else team_of(records, caller, team_id))
        rows = [import_.row(row) for row in roster.rows]
        if dry_run:
            raise _Undone(rows)
        return rows

    try:
        rows = await office.change(work)
    except _Undone as undone:
        rows = undone.rows
    counts = {
        outcome: sum(row.outcome == outcome for row in rows)
        for outcome in ("created", "updated", "unchanged", "refused")
    }
    return ImportReport(dry_run=dry_run, unknown_columns=roster.unknown, rows=tuple(rows), **counts)


class _Import:
    """One file on its way into the records."""

    def __init__(self, office: Office, records: RecordSet, caller: Identity, team: Team | None) -> None:
        self._office = office
        self._records = records
        self._caller = caller
        self._team = team
        known = records.players.of_org(caller.org_id)
        self._known = {(player.name.casefold(), player.birth_date): player for player in known}
        self._by_name: dict[str, list[Player]] = {}
        for player in known:
            self._by_name.setdefault(player.name.casefold(), []).append(player)
        self._teams = {team.name.casefold(): team for team in records.teams.of_org(caller.org_id)}

    def row(self, row: RosterRow) -> RowReport:
        """Take one row in, or say why not."""
        problems = list(row.problems)
        before = self._find(row, problems)
        after = None if problems else self._player(row, before, problems)
        if after is None or problems:
            shown = tuple(CellProblem(column=each.column, message=each.message) for each in problems)
            return RowReport(line=row.number, name=row.name, outcome="refused", problems=shown)
        tests = self._tests(row, after)
        if before == after and not tests:
            return RowReport(line=row.number, name=row.name, outcome="unchanged", player_id=after.id)
        self._records.players.save(after)
        self._records.player_tests.save_many(tests)
        assigned(self._office, self._records, self._caller, before, after)
        outcome = "created" if before is None else "updated"
        return RowReport(line=row.number, name=row.name, outcome=outcome, player_id=after.id)

    def _find(self, row: RosterRow, problems: list[RowProblem]) -> Player | None:
        """Who of the records a row is about."""
        exact = self._known.get((row.name.casefold(), row.birth_date))
        if exact is not None or not row.name:
            return exact
        namesakes = self._by_name.get(row.name.casefold(), [])
        unsure = [each for each in namesakes if each.birth_date is None or row.birth_date is None]
        if len(unsure) == 1 and len(namesakes) == 1:
            return unsure[0]
        if unsure:
            problems.append(RowProblem("name", f"There are several called {row.name}; give the day of birth."))
        return None

    def _player(self, row: RosterRow, before: Player | None, problems: list[RowProblem]) -> Player | None:
        team = self._team_of(row, problems)
        told: Mapping[str, Any] = {
            "jersey_number": row.jersey_number,
            "line": row.line,
            "birth_date": row.birth_date,
            "sex": row.sex,
            "team_id": team.id if team is not None else None,
        }
        base = before or Player(new_id(), self._caller.org_id, row.name)
        after = replace(base, **{name: value for name, value in told.items() if value is not None}, archived_at_ms=None)
        for quantity, value in row.measured.items():
            self._attempt(
                problems,
                quantity.value,
                lambda q=quantity, v=value: refuse_value(q, v, self._office.today, self._office.today),
            )
        self._attempt(problems, "jersey_number", lambda: checked_number(self._records, after))
        return after

    def _team_of(self, row: RosterRow, problems: list[RowProblem]) -> Team | None:
        if row.team is None:
            return self._team
        team = self._teams.get(row.team.casefold())
        if team is None:
            problems.append(RowProblem("team", f"There is no team {row.team}; make it first."))
        return team

    @staticmethod
    def _attempt(problems: list[RowProblem], column: str, check: Callable[[], None]) -> None:
        try:
            check()
        except RefusedRequest as refused:
            problems.append(RowProblem(column, refused.refusal.detail))

    def _tests(self, row: RosterRow, player: Player) -> list[PlayerTest]:
        """The figures that are new; what was known before keeps its day."""
        newest = {test.quantity: test.value for test in self._records.player_tests.of_player(player.id)}
        return [
            PlayerTest(player.id, quantity, self._office.today, value, "roster")
            for quantity, value in row.measured.items()
            if newest.get(quantity) != value
        ]


HANDLERS: Final[tuple[Any, ...]] = (import_roster,)
