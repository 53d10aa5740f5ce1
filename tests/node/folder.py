"""A data folder with two clubs in it, and tokens for anybody one could think of."""

import shutil
import time
from pathlib import Path

from dryland.contract.base import Role, WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from dryland.web.identity import Identity, TokenSigner, open_signer

__all__ = ["CLUB", "RIVALS", "Folder"]

CLUB, RIVALS = "club", "rivals"


class Folder:
    """A seeded data folder: sessions of the club and one of its rivals."""

    def __init__(self, path: Path, ours: tuple[SeededSession, ...], theirs: tuple[SeededSession, ...]) -> None:
        self.path = path
        self.ours = ours
        self.theirs = theirs
        self.signer: TokenSigner = open_signer(path)

    @classmethod
    def seeded(cls, path: Path, *, sessions: int = 2, players: int = 3) -> "Folder":
        """Write a new folder."""
        ours = seed_folder(path, SeedRequest(sessions, players, WorkoutType.CONDITIONING, org_id=CLUB))
        theirs = seed_folder(path, SeedRequest(1, 2, WorkoutType.CONDITIONING, seed=2, org_id=RIVALS))
        return cls(path, ours.sessions, theirs.sessions)

    def copied(self, path: Path) -> "Folder":
        """The same folder once more, to be written to."""
        shutil.copytree(self.path, path)
        return Folder(path, self.ours, self.theirs)

    def token(
        self, role: Role, *, org: str = CLUB, user: str = "somebody", player: str | None = None, ttl_s: int = 3_600
    ) -> str:
        """A token as this folder's node signs them."""
        identity = Identity(user, role, org, player_id=player)
        return self.signer.sign(identity, int(time.time()), ttl_s)

    @property
    def session_id(self) -> str:
        """The session that most tests are about."""
        return self.ours[0].session_id

    @property
    def trainer(self) -> str:
        """Its trainer's token."""
        return self.ours[0].trainer.token

    def player(self, number: int) -> tuple[str, str]:
        """One of its players: id and token."""
        player = self.ours[0].players[number]
        return player.player_id, player.token
