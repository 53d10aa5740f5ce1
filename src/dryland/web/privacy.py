"""What players agreed to and who answers for them, in memory, for whoever must ask at every sample and frame.

The records hold every answer; here stands what follows from the newest ones. Must not know who asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dryland.store.records import Category, Consent, Guardianship, Player, WallShows

__all__ = ["Privacy"]

_WITHOUT_ZONE: Final = {
    WallShows.NUMBER: WallShows.NUMBER_ONLY,
    WallShows.NUMBER_ONLY: WallShows.NUMBER_ONLY,
    WallShows.ALIAS: WallShows.ALIAS_ONLY,
    WallShows.ALIAS_ONLY: WallShows.ALIAS_ONLY,
    WallShows.ZONE_ONLY: WallShows.OFF,
    WallShows.OFF: WallShows.OFF,
}
"""What is left of a choice where the zone was not agreed to."""


class Privacy:
    """Newest answers and wall choices. What nobody was asked about counts as `assumed` says."""

    def __init__(self, assumed: Iterable[Category] = tuple(Category)) -> None:
        self._assumed = frozenset(assumed)
        self._answers: dict[Category, dict[str, bool]] = {category: {} for category in Category}
        self._heart_rate = self._answers[Category.HEART_RATE]
        self._heart_rate_assumed = Category.HEART_RATE in self._assumed
        self._walls: dict[str, WallShows] = {}
        self._aliases: dict[str, str] = {}
        self._orgs: dict[str, str] = {}
        self._wards: dict[str, set[str]] = {}

    def load(
        self, consents: Iterable[Consent], players: Iterable[Player], guardianships: Iterable[Guardianship]
    ) -> None:
        """Take in what the records say, the oldest answers first."""
        for guardianship in guardianships:
            self.guards(guardianship.user_id, guardianship.player_id)
        for player in players:
            self._orgs[player.id] = player.org_id
            self.chose(player.id, player.wall, player.alias)
        for consent in consents:
            self.answered(consent, self._orgs.get(consent.player_id, ""))

    def guards(self, user_id: str, player_id: str) -> None:
        """Somebody answers for a player from now on."""
        self._wards.setdefault(user_id, set()).add(player_id)

    def guards_no_more(self, user_id: str, player_id: str) -> None:
        """Somebody answers for a player no more."""
        self._wards.get(user_id, set[str]()).discard(player_id)

    def wards(self, user_id: str) -> frozenset[str]:
        """The players somebody answers for."""
        return frozenset(self._wards.get(user_id, ()))

    def answered(self, consent: Consent, org_id: str) -> None:
        """Somebody has answered for a player of that organisation."""
        self._orgs[consent.player_id] = org_id
        self._answers[consent.category][consent.player_id] = consent.granted

    def chose(self, player_id: str, shows: WallShows, alias: str | None = None) -> None:
        """What a wall may show of a player was decided, and what it calls a player without a number."""
        if shows is WallShows.NUMBER:
            self._walls.pop(player_id, None)
        else:
            self._walls[player_id] = shows
        if alias is not None:
            self._aliases[player_id] = alias

    def allows_heart_rate(self, player_id: str) -> bool:
        """Whether a player's heart rate may be taken in; asked at every sample."""
        answer = self._heart_rate.get(player_id)
        return self._heart_rate_assumed if answer is None else answer

    def allows(self, player_id: str, category: Category) -> bool:
        """Whether this may be done with a player's data."""
        answer = self._answers[category].get(player_id)
        return category in self._assumed if answer is None else answer

    def answer(self, player_id: str, category: Category) -> bool | None:
        """What was answered; None where nobody was asked."""
        return self._answers[category].get(player_id)

    def concerns(self, org_id: str, player_id: str) -> bool:
        """Whether an organisation may learn what a player answered: not of another one's players."""
        return self._orgs.get(player_id, org_id) == org_id

    def on_wall(self, player_id: str) -> WallShows:
        """What a wall shows of a player: the player's choice, without consent the same without a zone."""
        choice = self._walls.get(player_id, WallShows.NUMBER)
        return choice if self.allows(player_id, Category.WALL) else _WITHOUT_ZONE[choice]

    def alias(self, player_id: str) -> str | None:
        """What a wall calls a player who is not to be known by number."""
        return self._aliases.get(player_id)
