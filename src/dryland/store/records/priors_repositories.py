"""The questions that are asked of what was known of players before a session, and of what they did in former ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from dryland.store.records import tables
from dryland.store.records.repository import Bind, Repository, translated
from dryland.store.records.structs import LiftedSet, PlayerFigures, PlayerPriors

__all__ = ["Figures", "LiftedSets", "Priors"]


class Priors(Repository[PlayerPriors]):
    """Priors by player and kind of workout."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.player_priors, PlayerPriors)

    def of_players(self, player_ids: Sequence[str], kind: str) -> dict[str, bytes]:
        """The bodies of one kind by player; players without are not in it."""
        found: dict[str, bytes] = {}
        for start in range(0, len(player_ids), 500):
            query = select(self._table).where(
                self._table.c.player_id.in_(player_ids[start : start + 500]), self._table.c.kind == kind
            )
            found |= {each.player_id: each.body for each in self._find(query)}
        return found

    def of_player(self, player_id: str) -> list[PlayerPriors]:
        """Everything that sessions left of one player, by kind."""
        return self._find(select(self._table).where(self._table.c.player_id == player_id).order_by(self._table.c.kind))


class LiftedSets(Repository[LiftedSet]):
    """Imported sets by player and what their row says."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.lifted_sets, LiftedSet)

    def of_player(self, player_id: str) -> list[LiftedSet]:
        """All imported sets of a player, the oldest first."""
        query = select(self._table).where(self._table.c.player_id == player_id)
        return self._find(query.order_by(self._table.c.at_ms, self._table.c.set_id))

    def add_new(self, sets: Iterable[LiftedSet]) -> int:
        """Keep those that are not there yet; returns how many."""
        wanted = {(each.player_id, each.set_id): each for each in sets}
        known = {
            (each.player_id, each.set_id)
            for player_id in {player_id for player_id, _ in wanted}
            for each in self.of_player(player_id)
        }
        fresh = [each for key, each in wanted.items() if key not in known]
        self.save_many(fresh)
        return len(fresh)


class Figures(Repository[PlayerFigures]):
    """What players did, by session and player."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.player_figures, PlayerFigures)

    def between(self, org_id: str, first_ms: int, end_ms: int) -> list[PlayerFigures]:
        """Of sessions that began in [first, end), the oldest first."""
        when = self._table.c.started_at_ms
        query = select(self._table).where(self._table.c.org_id == org_id, when >= first_ms, when < end_ms)
        return self._find(query.order_by(when, self._table.c.session_id, self._table.c.player_id))

    def sessions_since(self, first_ms: int) -> set[str]:
        """The sessions of all organisations of which there are figures, of those that began from then on."""
        query = select(self._table.c.session_id).where(self._table.c.started_at_ms >= first_ms).distinct()
        with translated(), self._bind(False) as connection:
            return {row[0] for row in connection.execute(query)}

    def first_days(self, org_id: str) -> dict[str, int]:
        """When each player's first session began, ms since 1970."""
        query = (
            select(self._table.c.player_id, func.min(self._table.c.started_at_ms))
            .where(self._table.c.org_id == org_id)
            .group_by(self._table.c.player_id)
        )
        with translated(), self._bind(False) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}
