"""A player's rest as a deadline on the facts' own time: it can be paused, extended, skipped, and counts on past zero.

The body rests through a pause of the session, so the session's pauses do not stop it. Knows no set and no plan.
"""

from __future__ import annotations

import msgspec

from dryland.contract.strength import RestAction, RestTimerState

__all__ = ["Rest", "after_action", "rest_state", "time_left_ms"]


class Rest(msgspec.Struct, frozen=True):
    """A rest after a set; `ends_ms` is None while it is held, `left_ms` says then what remains.

    `over`: its end has passed and the player was moved on; it goes on counting until the next set.
    """

    exercise_id: str
    started_ms: int
    duration_ms: int
    ends_ms: int | None
    left_ms: int = 0
    over: bool = False

    @property
    def due_ms(self) -> int | None:
        """When the player is to be moved on; None while nothing is due."""
        return None if self.over else self.ends_ms


def time_left_ms(rest: Rest, at_ms: int) -> int:
    """What remains of a rest, below zero when it is over."""
    return rest.left_ms if rest.ends_ms is None else rest.ends_ms - at_ms


def rest_state(rest: Rest, at_ms: int) -> RestTimerState:
    """What a rest does at a time of the facts' clock."""
    if rest.ends_ms is None:
        return RestTimerState.PAUSED
    return RestTimerState.OVER if rest.ends_ms <= at_ms else RestTimerState.RUNNING


def after_action(rest: Rest, action: RestAction, at_ms: int, extend_ms: int = 0) -> Rest | None:
    """The rest after somebody's word; None when it is skipped.

    An extension after the end counts from the moment it is asked for: nobody wants time that is already over.
    """
    if action is RestAction.SKIP:
        return None
    left_ms = time_left_ms(rest, at_ms)
    if action is RestAction.PAUSE:
        return rest if rest.ends_ms is None else _held(rest, left_ms)
    if action is RestAction.RESUME:
        return rest if rest.ends_ms is not None else _running(rest, at_ms + rest.left_ms, rest.duration_ms)
    duration_ms = rest.duration_ms + extend_ms
    if rest.ends_ms is None:
        return Rest(rest.exercise_id, rest.started_ms, duration_ms, None, rest.left_ms + extend_ms, rest.over)
    return _running(rest, at_ms + max(0, left_ms) + extend_ms, duration_ms)


def _held(rest: Rest, left_ms: int) -> Rest:
    return Rest(rest.exercise_id, rest.started_ms, rest.duration_ms, None, left_ms, rest.over)


def _running(rest: Rest, ends_ms: int, duration_ms: int) -> Rest:
    return Rest(rest.exercise_id, rest.started_ms, duration_ms, ends_ms, 0, rest.over)
