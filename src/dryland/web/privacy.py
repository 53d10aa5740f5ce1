"""What players agreed to, in memory, for whoever must ask at every sample and frame.

The records hold every answer; here stands what follows from the newest ones. Must not know who asks.
"""

from __future__ import annotations

from collections.abc import Iterable

from dryland.store.records import Category, Consent, Player, WallShows

__all__ = ["WORDING", "Privacy", "wording_of"]

WORDING = {
    Category.HEART_RATE: "My heart rate is measured in training, shown to trainers and the group, and kept.",
    Category.VIDEO: "My movements may be judged from video; the judgement is kept, the video is not.",
    Category.MEDICAL: "Medics may write down notes about my health; only medics read them.",
    Category.WALL: "The wall in the hall shows my jersey number with my heart rate zone and timer.",
}
"""What somebody is asked; the answer is kept with these words."""


def wording_of(category: Category) -> str:
    """The words of a category."""
    return WORDING[category]


class Privacy:
    """Newest answers and wall choices. What nobody was asked about counts as `assumed` says."""

    def __init__(self, assumed: Iterable[Category] = tuple(Category)) -> None:
        self._assumed = frozenset(assumed)
        self._answers: dict[Category, dict[str, bool]] = {category: {} for category in Category}
        self._walls: dict[str, WallShows] = {}

    def load(self, consents: Iterable[Consent], players: Iterable[Player]) -> None:
        """Take in what the records say, the oldest answers first."""
        for consent in consents:
            self.answered(consent)
        for player in players:
            self.chose(player.id, player.wall)

    def answered(self, consent: Consent) -> None:
        """Somebody has answered."""
        self._answers[consent.category][consent.player_id] = consent.granted

    def chose(self, player_id: str, shows: WallShows) -> None:
        """What a wall may show of a player was decided."""
        if shows is WallShows.NUMBER:
            self._walls.pop(player_id, None)
        else:
            self._walls[player_id] = shows

    def allows(self, player_id: str, category: Category) -> bool:
        """Whether this may be done with a player's data."""
        answer = self._answers[category].get(player_id)
        return category in self._assumed if answer is None else answer

    def answer(self, player_id: str, category: Category) -> bool | None:
        """What was answered; None where nobody was asked."""
        return self._answers[category].get(player_id)

    def on_wall(self, player_id: str) -> WallShows:
        """What a wall shows of a player: the player's choice, the number alone without consent."""
        choice = self._walls.get(player_id, WallShows.NUMBER)
        if choice is WallShows.OFF or self.allows(player_id, Category.WALL):
            return choice
        return WallShows.NUMBER_ONLY if choice is not WallShows.ZONE_ONLY else WallShows.OFF
