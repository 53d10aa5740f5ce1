"""What players bring into a session from former ones, and what a session that is over leaves behind for the next.

Carries bodies between the floor's machines and the records; must not know what is in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import structlog

from dryland.contract.base import WorkoutType
from dryland.floor.aggregate import Session
from dryland.floor.opening import NewPlayer, NewSession
from dryland.lane import Lane
from dryland.store import StorageFault
from dryland.store.records import PlayerPriors, Records, RecordSet
from dryland.timekeeping import NodeClock

__all__ = ["PriorsKeeper", "known_priors", "priors_after", "with_priors"]

log = structlog.get_logger("dryland.priors")


def known_priors(records: RecordSet, player_ids: Sequence[str], workout_type: WorkoutType) -> Mapping[str, msgspec.Raw]:
    """What is known of players for a kind of workout; players of whom nothing is known are not in it."""
    bodies = records.priors.of_players(player_ids, workout_type.value)
    return {player_id: msgspec.Raw(body) for player_id, body in bodies.items()}


def with_priors(records: RecordSet, new: NewSession) -> NewSession:
    """A session to be opened, its players with what is known of them."""
    known = known_priors(records, [player.player_id for player in new.players], new.workout_type)
    players = [_with(player, known.get(player.player_id)) for player in new.players]
    return new._replace(players=players)


def _with(player: NewPlayer, priors: msgspec.Raw | None) -> NewPlayer:
    return player if priors is None else player._replace(priors=priors)


def priors_after(session: Session, now_ms: int) -> list[PlayerPriors]:
    """What a session leaves behind of each of its players."""
    kind = session.state.workout_type.value
    left = ((player_id, session.machine.priors(session, player_id)) for player_id in session.works)
    return [PlayerPriors(player_id, kind, bytes(priors), now_ms) for player_id, priors in left if priors is not None]


class PriorsKeeper:
    """Writes down what sessions leave behind, off the loop, once their end is on the disk."""

    def __init__(self, records: Records, clock: NodeClock) -> None:
        self._records = records
        self._clock = clock
        self._lane = Lane("priors")

    def session_over(self, session: Session) -> None:
        """A session has ended; to be called on the loop."""
        left = priors_after(session, self._clock.now_ms())
        if left:
            self._lane.do(self._write, session.state.session_id, left)

    def missed(self, session: Session) -> None:
        """Write what a session leaves behind that ended when the node died, unless something newer is known.

        May be called from any thread.
        """
        began_ms = session.state.clock.start_ms or 0
        left = [each for each in priors_after(session, self._clock.now_ms()) if self._known_ms(each) < began_ms]
        self._write(session.state.session_id, left)

    def _known_ms(self, priors: PlayerPriors) -> int:
        """When something of a kind was last written of a player, 0 for never."""
        known = self._records.priors.of_player(priors.player_id)
        return max((each.updated_at_ms for each in known if each.kind == priors.kind), default=0)

    def _write(self, session_id: str, left: Sequence[PlayerPriors]) -> None:
        try:
            self._records.priors.save_many(left)
        except StorageFault as fault:
            # The facts are safe: an import or the next session's end brings the estimates up to date.
            log.error("priors_not_kept", session=session_id, fault=str(fault))

    async def close(self) -> None:
        """Wait until everything is written."""
        await self._lane.close()
        self._records.close()
