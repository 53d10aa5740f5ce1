"""Players: who they are, what they were measured at, what a wall shows of them."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Annotated, Any, Final

from litestar import delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from dryland.contract.base import Code, Identifier, Name, ShortText, Unit, WeightUnit, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.sayings import say
from dryland.store.records import Language, Player, PlayerMax, PlayerTest, Quantity, RecordSet, Sex, WallShows
from dryland.web.access import by
from dryland.web.aliases import free_alias
from dryland.web.given import Caller, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of
from dryland.web.refused import RefusedRequest
from dryland.web.routes.teams import team_of
from dryland.web.squad import assigned, checked_number, player_of, refuse_value

__all__ = ["HANDLERS"]

Jersey = Annotated[int, Meta(ge=0, le=99)]
Zones = Annotated[tuple[float, float, float, float, float], Meta(description="lower bounds of zones 1-5, bpm")]


class Measured(Wire, frozen=True, kw_only=True):
    """A value and its day; the unit is the end of the quantity's name, bpm where there is none."""

    quantity: Quantity
    value: float
    measured_on: date
    source: ShortText | None = None


class Max(Wire, frozen=True, kw_only=True):
    """The one-repetition maximum of an exercise on a day."""

    exercise: Code
    value_kg: Annotated[float, Meta(gt=0, le=600, description="kg")]
    measured_on: date
    source: ShortText | None = None


class PlayerShown(Wire, frozen=True, kw_only=True):
    """A player; `measured` and `maxes` are the newest of each kind."""

    id: str
    name: str
    team_id: str | None = None
    jersey_number: int | None = None
    line: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    weight_unit: WeightUnit
    unit: Unit
    wall: WallShows
    alias: str | None = None
    language: Language | None = None
    hr_zones: tuple[float, ...] | None = None
    archived: bool | None = None
    measured: tuple[Measured, ...] = ()
    maxes: tuple[Max, ...] = ()


class PlayerPosted(Wire, frozen=True, kw_only=True):
    """A player to be; with an `id` it can be posted again without making two."""

    name: Name
    id: Identifier | None = None
    team_id: Identifier | None = None
    jersey_number: Jersey | None = None
    line: Name | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    weight_unit: WeightUnit = WeightUnit.KG
    unit: Unit = Unit.METRIC
    hr_zones: Zones | None = None
    measured: tuple[Measured, ...] = ()
    maxes: tuple[Max, ...] = ()


class PlayerPatched(Wire, frozen=True, kw_only=True):
    """What changes of a player; null takes a value away, what is left out stays."""

    name: Name | UnsetType = UNSET
    team_id: Identifier | UnsetType | None = UNSET
    jersey_number: Jersey | UnsetType | None = UNSET
    line: Name | UnsetType | None = UNSET
    birth_date: date | UnsetType | None = UNSET
    sex: Sex | UnsetType | None = UNSET
    weight_unit: WeightUnit | UnsetType = UNSET
    unit: Unit | UnsetType = UNSET
    hr_zones: Zones | UnsetType | None = UNSET
    language: Language | UnsetType | None = UNSET
    archived: bool | UnsetType = UNSET


class WallPut(Wire, frozen=True, kw_only=True):
    """What a wall shows of a player. An alias is made by the server; `another` asks for a new one."""

    wall: WallShows
    another: bool = False


class PreferencesPut(Wire, frozen=True, kw_only=True):
    """How a player's screens speak to them; a language of null leaves it to the device."""

    unit: Unit
    weight_unit: WeightUnit
    language: Language | None = None


def _shown(records: RecordSet, player: Player) -> PlayerShown:
    tests = {test.quantity: test for test in records.player_tests.of_player(player.id)}
    maxes = {each.exercise: each for each in records.player_maxes.of_player(player.id)}
    return PlayerShown(
        id=player.id,
        name=player.name,
        team_id=player.team_id,
        jersey_number=player.jersey_number,
        line=player.line,
        birth_date=player.birth_date,
        sex=player.sex,
        weight_unit=player.weight_unit,
        unit=player.unit,
        wall=player.wall,
        alias=player.alias,
        language=player.language,
        hr_zones=player.hr_zones,
        archived=True if player.archived_at_ms is not None else None,
        measured=tuple(_measured(test) for test in tests.values()),
        maxes=tuple(_max(each) for each in maxes.values()),
    )


def _measured(test: PlayerTest) -> Measured:
    return Measured(quantity=test.quantity, value=test.value, measured_on=test.measured_on, source=test.source)


def _max(each: PlayerMax) -> Max:
    return Max(exercise=each.exercise, value_kg=each.value_kg, measured_on=each.measured_on, source=each.source)


def _checked_zones(zones: tuple[float, ...] | None) -> None:
    if zones is not None and (list(zones) != sorted(set(zones)) or zones[0] < 20 or zones[-1] > 250):
        said = say("record_zones")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, said, ErrorContext(path="$.hrZones"))


@get("/api/players", opt=by("players.list"), summary="Players", tags=["players"])
async def players(
    office: TheOffice,
    caller: Caller,
    team_id: FromQuery[str | None] = None,
    search: FromQuery[str] = "",
    archived: FromQuery[bool] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[PlayerShown]:
    """Your organisation's players by name; by team and by a part of the name."""
    page = page_of(cursor, limit, str, str)

    def work(records: RecordSet) -> Listed[PlayerShown]:
        found = records.players.page(caller.org_id, page, team_id=team_id, search=search, archived=archived)
        return listed(found, page, lambda player: (player.name, player.id), lambda each: _shown(records, each))

    return await office.ask(work)


@post("/api/players", opt=by("players.write"), summary="Make a player", tags=["players"])
async def make_player(office: TheOffice, caller: Caller, data: JSONBody[PlayerPosted]) -> PlayerShown:
    """A new player of your organisation, with what is known of them."""
    _checked_zones(data.hr_zones)
    for each in data.measured:
        refuse_value(each.quantity, each.value, each.measured_on, office.today)
    player = Player(
        data.id or new_id(),
        caller.org_id,
        data.name,
        data.team_id,
        data.jersey_number,
        data.birth_date,
        data.sex,
        data.weight_unit,
        data.line,
        data.unit,
        hr_zones=data.hr_zones,
    )

    def work(records: RecordSet) -> PlayerShown:
        known = records.players.get(player.id)
        if known is not None and known != player:
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is a player {player.id} already.")
        _checked_place(records, caller, player)
        records.players.save(player)
        records.player_tests.save_many(_test(player.id, each) for each in data.measured)
        records.player_maxes.save_many(_max_record(player.id, each) for each in data.maxes)
        if known is None:
            assigned(office, records, caller, None, player)
        return _shown(records, player)

    return await office.change(work)


def _test(player_id: str, each: Measured) -> PlayerTest:
    return PlayerTest(player_id, each.quantity, each.measured_on, each.value, each.source)


def _max_record(player_id: str, each: Max) -> PlayerMax:
    return PlayerMax(player_id, each.exercise, each.measured_on, each.value_kg, each.source)


def _checked_place(records: RecordSet, caller: Identity, player: Player) -> None:
    """Refuse a team of somebody else and a number that somebody of the team wears."""
    if player.team_id is not None:
        team_of(records, caller, player.team_id)
        checked_number(records, player)


@get("/api/players/{player_id:str}", opt=by("players.read"), summary="A player", tags=["players"])
async def one_player(office: TheOffice, caller: Caller, player_id: FromPath[str]) -> PlayerShown:
    """Players see themselves, guardians whom they answer for."""
    return await office.ask(lambda records: _shown(records, player_of(records, caller, player_id)))


@patch("/api/players/{player_id:str}", opt=by("players.write"), summary="Change a player", tags=["players"])
async def change_player(
    office: TheOffice, caller: Caller, player_id: FromPath[str], data: JSONBody[PlayerPatched]
) -> PlayerShown:
    """A change of team, line or number is told to everybody of the organisation."""
    changes = {
        name: value
        for name in data.__struct_fields__
        if (value := getattr(data, name)) is not UNSET and name != "archived"
    }
    _checked_zones(changes.get("hr_zones"))

    def work(records: RecordSet) -> PlayerShown:
        before = player_of(records, caller, player_id)
        archived_at_ms = before.archived_at_ms
        if data.archived is not UNSET:
            archived_at_ms = (archived_at_ms or office.now_ms()) if data.archived else None
        after = replace(before, **changes, archived_at_ms=archived_at_ms)
        _checked_place(records, caller, after)
        records.players.save(after)
        assigned(office, records, caller, before, after)
        return _shown(records, after)

    return await office.change(work)


@delete("/api/players/{player_id:str}", opt=by("players.write"), summary="Archive a player", tags=["players"])
async def archive_player(office: TheOffice, caller: Caller, player_id: FromPath[str]) -> None:
    """The player leaves the lists and the team; what they did stays."""

    def work(records: RecordSet) -> None:
        before = player_of(records, caller, player_id)
        after = replace(before, team_id=None, archived_at_ms=before.archived_at_ms or office.now_ms())
        records.players.save(after)
        assigned(office, records, caller, before, after)

    await office.change(work)


@get("/api/players/{player_id:str}/measured", opt=by("players.read"), summary="All measurements", tags=["players"])
async def measurements(office: TheOffice, caller: Caller, player_id: FromPath[str]) -> list[Measured]:
    """Every measured value with its day, the oldest first."""

    def work(records: RecordSet) -> list[Measured]:
        player = player_of(records, caller, player_id)
        return [_measured(test) for test in records.player_tests.of_player(player.id)]

    return await office.ask(work)


@post("/api/players/{player_id:str}/measured", opt=by("players.measure"), summary="Add a measurement", tags=["players"])
async def measure(office: TheOffice, caller: Caller, player_id: FromPath[str], data: JSONBody[Measured]) -> Measured:
    """HRmax, resting heart rate, threshold, FTP, CP, W′ or mass of a day; a second one of the day replaces it."""
    refuse_value(data.quantity, data.value, data.measured_on, office.today)

    def work(records: RecordSet) -> Measured:
        records.player_tests.save(_test(player_of(records, caller, player_id).id, data))
        return data

    return await office.change(work)


@get("/api/players/{player_id:str}/maxes", opt=by("players.read"), summary="All maxima", tags=["players"])
async def maxima(office: TheOffice, caller: Caller, player_id: FromPath[str]) -> list[Max]:
    """Every one-repetition maximum with its day, the oldest first."""

    def work(records: RecordSet) -> list[Max]:
        player = player_of(records, caller, player_id)
        return [_max(each) for each in records.player_maxes.of_player(player.id)]

    return await office.ask(work)


@post("/api/players/{player_id:str}/maxes", opt=by("players.measure"), summary="Add a maximum", tags=["players"])
async def add_max(office: TheOffice, caller: Caller, player_id: FromPath[str], data: JSONBody[Max]) -> Max:
    """The one-repetition maximum of an exercise and day; a second one of the day replaces it."""

    def work(records: RecordSet) -> Max:
        records.player_maxes.save(_max_record(player_of(records, caller, player_id).id, data))
        return data

    return await office.change(work)


@put("/api/players/{player_id:str}/wall", opt=by("players.wall"), summary="What a wall shows", tags=["players"])
async def put_wall(office: TheOffice, caller: Caller, player_id: FromPath[str], data: JSONBody[WallPut]) -> PlayerShown:
    """Number or alias, with or without the zone, the zone alone, or nothing; it holds at once on every wall."""

    def work(records: RecordSet) -> PlayerShown:
        before = player_of(records, caller, player_id)
        player = replace(before, wall=data.wall, alias=_alias_for(records, before, data))
        records.players.save(player)
        return _shown(records, player)

    shown = await office.change(work)
    office.privacy.chose(player_id, data.wall, shown.alias)
    return shown


def _alias_for(records: RecordSet, player: Player, data: WallPut) -> str | None:
    """The alias that is there; a free one where one is needed or another is wanted."""
    if data.wall not in {WallShows.ALIAS, WallShows.ALIAS_ONLY} or (player.alias is not None and not data.another):
        return player.alias
    club = records.players.of_org(player.org_id)
    return free_alias({each.alias for each in club if each.alias}, (each.name for each in club), secrets.choice)


@put("/api/players/{player_id:str}/preferences", opt=by("players.prefer"), summary="Language and units",
     tags=["players"])  # fmt: skip
async def put_preferences(
    office: TheOffice, caller: Caller, player_id: FromPath[str], data: JSONBody[PreferencesPut]
) -> PlayerShown:
    """How a player's screens speak: said by the player or the staff. What is stored stays as it is."""

    def work(records: RecordSet) -> PlayerShown:
        before = player_of(records, caller, player_id)
        player = replace(before, unit=data.unit, weight_unit=data.weight_unit, language=data.language)
        records.players.save(player)
        return _shown(records, player)

    return await office.change(work)


HANDLERS: Final[tuple[Any, ...]] = (
    players,
    make_player,
    one_player,
    change_player,
    archive_player,
    measurements,
    measure,
    maxima,
    add_max,
    put_wall,
    put_preferences,
)
