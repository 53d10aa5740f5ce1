"""The questions that are asked of each kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update

from dryland.contract.base import Role, WorkoutType
from dryland.store.records import tables
from dryland.store.records.repository import Bind, Page, Repository, translated
from dryland.store.records.structs import (
    BundleTemplate,
    DatedValue,
    Enrolment,
    Organisation,
    Physiology,
    Plan,
    Player,
    PlayerMax,
    PlayerTest,
    SessionRecord,
    Team,
    TokenRecord,
    User,
    WallShows,
)

__all__ = [
    "BundleTemplates",
    "Enrolments",
    "Organisations",
    "Plans",
    "PlayerMaxes",
    "PlayerTests",
    "Players",
    "Sessions",
    "Teams",
    "Tokens",
    "Users",
]


class Organisations(Repository[Organisation]):
    """Organisations by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.organisations, Organisation)

    def all(self) -> list[Organisation]:
        """Every organisation, the oldest first."""
        return self._find(select(self._table).order_by(self._table.c.created_at_ms, self._table.c.id))


class Teams(Repository[Team]):
    """Teams by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.teams, Team)

    def of_org(self, org_id: str) -> list[Team]:
        """An organisation's teams by name."""
        return self._find(select(self._table).where(self._table.c.org_id == org_id).order_by(self._table.c.name))


class Players(Repository[Player]):
    """Players by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.players, Player)

    def of_org(self, org_id: str, *, limit: int | None = None, offset: int = 0) -> list[Player]:
        """An organisation's players by name, a page at a time."""
        query = select(self._table).where(self._table.c.org_id == org_id)
        return self._find(query.order_by(self._table.c.name, self._table.c.id).limit(limit).offset(offset))

    def walls(self) -> list[Player]:
        """Everybody of whom a wall shows something else than usual."""
        return self._find(select(self._table).where(self._table.c.wall != WallShows.NUMBER.value))

    def of_team(self, team_id: str) -> list[Player]:
        """A team's players by name."""
        query = select(self._table).where(self._table.c.team_id == team_id)
        return self._find(query.order_by(self._table.c.name, self._table.c.id))

    def page(
        self, org_id: str, page: Page, *, team_id: str | None = None, search: str = "", archived: bool = False
    ) -> list[Player]:
        """A page of an organisation's players by name; `search` is a part of the name."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        query = query.where(columns.archived_at_ms.is_not(None) if archived else columns.archived_at_ms.is_(None))
        if team_id is not None:
            query = query.where(columns.team_id == team_id)
        if search:
            query = query.where(columns.name.icontains(search, autoescape=True))
        return self._page(query, (columns.name, columns.id), page)


class PlayerMaxes(Repository[PlayerMax]):
    """One-repetition maxima by player, exercise and day."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.player_maxes, PlayerMax)

    def of_player(self, player_id: str) -> list[PlayerMax]:
        """All maxima of a player, the oldest first."""
        query = select(self._table).where(self._table.c.player_id == player_id)
        return self._find(query.order_by(self._table.c.measured_on, self._table.c.exercise))


class PlayerTests(Repository[PlayerTest]):
    """Test values by player, quantity and day."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.player_tests, PlayerTest)

    def of_player(self, player_id: str) -> list[PlayerTest]:
        """All tests of a player, the oldest first."""
        query = select(self._table).where(self._table.c.player_id == player_id)
        return self._find(query.order_by(self._table.c.measured_on, self._table.c.quantity))

    def physiology(self, player_ids: Sequence[str], on: date) -> dict[str, Physiology]:
        """What the tests said of each player on that day; players without tests are empty, not absent."""
        newest: dict[str, dict[str, DatedValue]] = {player_id: {} for player_id in player_ids}
        for start in range(0, len(player_ids), 500):
            query = select(self._table).where(
                self._table.c.player_id.in_(player_ids[start : start + 500]),
                self._table.c.measured_on <= on.isoformat(),
            )
            for test in self._find(query.order_by(self._table.c.measured_on)):
                newest[test.player_id][test.quantity] = DatedValue(test.value, test.measured_on)
        return {player_id: Physiology(**values) for player_id, values in newest.items()}


class Users(Repository[User]):
    """Users by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.users, User)

    def by_login(self, login: str) -> User | None:
        """The user who signs in under this name, upper and lower case as saved."""
        found = self._find(select(self._table).where(self._table.c.login == login))
        return found[0] if found else None

    def of_org(self, org_id: str) -> list[User]:
        """An organisation's users by login."""
        return self._find(select(self._table).where(self._table.c.org_id == org_id).order_by(self._table.c.login))

    def page(self, org_id: str, page: Page, *, role: Role | None = None) -> list[User]:
        """A page of an organisation's users by name."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        if role is not None:
            query = query.where(columns.role == role.value)
        return self._page(query, (columns.name, columns.id), page)

    def any_admin(self) -> bool:
        """Whether somebody can already sign in as an admin."""
        columns = self._table.c
        query = select(self._table).where(columns.role == Role.ADMIN.value, columns.password_hash.is_not(None))
        return bool(self._find(query.limit(1)))


class Plans(Repository[Plan]):
    """Plans and templates by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.plans, Plan)

    def of_org(
        self, org_id: str, *, workout_type: WorkoutType | None = None, templates_only: bool = False
    ) -> list[Plan]:
        """An organisation's plans by workout type and name."""
        query = select(self._table).where(self._table.c.org_id == org_id)
        if workout_type is not None:
            query = query.where(self._table.c.workout_type == workout_type.value)
        if templates_only:
            query = query.where(self._table.c.template)
        return self._find(query.order_by(self._table.c.workout_type, self._table.c.name))

    def page(
        self,
        org_id: str,
        page: Page,
        *,
        workout_type: WorkoutType | None = None,
        templates: bool | None = None,
        search: str = "",
    ) -> list[Plan]:
        """A page of an organisation's plans by name; `search` is a part of the name."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        if workout_type is not None:
            query = query.where(columns.workout_type == workout_type.value)
        if templates is not None:
            query = query.where(columns.template.is_(templates))
        if search:
            query = query.where(columns.name.icontains(search, autoescape=True))
        return self._page(query, (columns.name, columns.id), page)


class BundleTemplates(Repository[BundleTemplate]):
    """Templates of bundles by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.bundle_templates, BundleTemplate)

    def of_org(self, org_id: str) -> list[BundleTemplate]:
        """An organisation's templates by name."""
        columns = self._table.c
        return self._find(select(self._table).where(columns.org_id == org_id).order_by(columns.name, columns.id))


class Sessions(Repository[SessionRecord]):
    """Session records by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.sessions, SessionRecord)

    def of_org(self, org_id: str, *, limit: int | None = None, offset: int = 0) -> list[SessionRecord]:
        """An organisation's sessions, the newest first, a page at a time."""
        query = select(self._table).where(self._table.c.org_id == org_id)
        newest = query.order_by(self._table.c.created_at_ms.desc(), self._table.c.id)
        return self._find(newest.limit(limit).offset(offset))

    def page(self, org_id: str, page: Page, *, workout_type: WorkoutType | None = None) -> list[SessionRecord]:
        """A page of an organisation's sessions in the order in which they were made."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        if workout_type is not None:
            query = query.where(columns.workout_type == workout_type.value)
        return self._page(query, (columns.created_at_ms, columns.id), page)

    def of_bundle(self, bundle_id: str) -> list[SessionRecord]:
        """The sessions that run together."""
        query = select(self._table).where(self._table.c.bundle_id == bundle_id)
        return self._find(query.order_by(self._table.c.created_at_ms, self._table.c.id))

    def of_player(self, player_id: str) -> list[SessionRecord]:
        """Where a player is expected, the newest first."""
        mine = select(tables.enrolments.c.session_id).where(tables.enrolments.c.player_id == player_id)
        query = select(self._table).where(self._table.c.id.in_(mine))
        return self._find(query.order_by(self._table.c.created_at_ms.desc(), self._table.c.id))


class Enrolments(Repository[Enrolment]):
    """Who is expected where, by session and player."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.enrolments, Enrolment)

    def of_session(self, session_id: str) -> list[str]:
        """The ids of the players that a session expects."""
        query = select(self._table).where(self._table.c.session_id == session_id)
        return [each.player_id for each in self._find(query.order_by(self._table.c.player_id))]


class Tokens(Repository[TokenRecord]):
    """Tokens that were given out, by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.tokens, TokenRecord)

    def of_org(self, org_id: str) -> list[TokenRecord]:
        """An organisation's tokens, the oldest first."""
        query = select(self._table).where(self._table.c.org_id == org_id)
        return self._find(query.order_by(self._table.c.created_at_ms, self._table.c.id))

    def page(self, org_id: str, page: Page) -> list[TokenRecord]:
        """A page of an organisation's tokens in the order in which they were given out."""
        columns = self._table.c
        query = select(self._table).where(columns.org_id == org_id)
        return self._page(query, (columns.created_at_ms, columns.id), page)

    def revoked(self) -> list[TokenRecord]:
        """Every token that was taken back: what a node refuses from its first moment on."""
        return self._find(select(self._table).where(self._table.c.revoked_at_ms.is_not(None)))

    def revoke(self, token_id: str, at_ms: int) -> bool:
        """Take a token back; False when there is none or it was taken back before."""
        this_one = update(self._table).where(self._table.c.id == token_id, self._table.c.revoked_at_ms.is_(None))
        with translated(), self._bind(True) as connection:
            return connection.execute(this_one.values(revoked_at_ms=at_ms)).rowcount == 1
