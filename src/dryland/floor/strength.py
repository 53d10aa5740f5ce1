"""Strength: a plan of sets that every player works through at an own pace, with rests as deadlines.

The rules of one player are in `strength_track`, `set_completion`, `prescription` and their neighbours; this machine
brings them together with a session. Facts are judged on their own time; a rest's end is shown on the node's clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from dryland.contract.base import Fact, PlayerStatus, SessionStatus
from dryland.contract.errors import Refusal
from dryland.contract.progress import ExerciseProgress
from dryland.contract.session import SessionUpdate
from dryland.contract.strength import (
    AdviceDecided,
    AdviceLimitsChanged,
    RestTimer,
    SetCompleted,
    WeightUpdated,
)
from dryland.contract.strength_plan import StrengthPlan
from dryland.floor.advice_verdict import ADVICE
from dryland.floor.rest_timer import Rest, time_left_ms
from dryland.floor.state import PlayerState
from dryland.floor.strength_commands import (
    command_rest,
    decide_advice,
    judge_form,
    limit_advice,
    report_progress,
    update_weight,
)
from dryland.floor.strength_evolution import (
    take_form,
    take_progress,
    take_rest,
    take_set,
    take_verdict,
    take_weight,
)
from dryland.floor.strength_record import StrengthRecord, history_after, strength_record
from dryland.floor.strength_session import (
    FORM,
    LIMITS,
    OPEN,
    PROGRESS,
    REST,
    SET,
    WEIGHT,
    Personal,
    StrengthSession,
    known_history,
    lifter_of,
)
from dryland.floor.strength_set_command import complete_set
from dryland.floor.strength_track import Lifter, StrengthTrack, current_step, learned, next_step
from dryland.floor.strength_view import (
    exercise_pointer,
    exercise_progress,
    rest_timer,
    shown_progress,
    timer_event,
)
from dryland.floor.workout import Ledger, Observer, Pointers, Shown

__all__ = [
    "ADVICE",
    "FORM",
    "LIMITS",
    "PROGRESS",
    "REST",
    "SET",
    "WEIGHT",
    "Personal",
    "StrengthSession",
    "StrengthWorkout",
    "lifter_of",
]


class StrengthWorkout:
    """The machine of strength sessions."""

    work_type = StrengthTrack
    plan_type = StrengthPlan

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[[StrengthSession, Any, Ledger], Refusal | None]] = {
            SET: complete_set,
            WEIGHT: update_weight,
            REST: command_rest,
            FORM: judge_form,
            ADVICE: decide_advice,
            LIMITS: limit_advice,
            PROGRESS: report_progress,
        }
        self.evolvers: dict[str, Callable[[StrengthSession, Any], None]] = {
            SET: self._set_done,
            WEIGHT: lambda session, fact: take_weight(self._lifter(session, fact.player_id), fact),
            REST: self._rest_changed,
            FORM: lambda session, fact: take_form(self._lifter(session, fact.player_id), fact),
            ADVICE: lambda session, fact: take_verdict(self._lifter(session, fact.player_id), fact),
            LIMITS: self._advice_limited,
            PROGRESS: self._moved_on,
        }
        self.observers: dict[str, Observer] = {}

    @staticmethod
    def _lifter(session: StrengthSession, player_id: str) -> Lifter:
        return lifter_of(session, session.state.players[player_id])

    def enrol(self, session: StrengthSession, player: PlayerState) -> StrengthTrack:
        """A player begins with the estimates of former sessions."""
        return StrengthTrack(strength=known_history(bytes(player.priors)).strength)

    def renew(self, session: StrengthSession, player: PlayerState) -> None:
        """More of the past is known: the sets of this session are learned anew on top of it."""
        lifter = lifter_of(session, player)
        lifter.track.strength = learned(lifter, None, ())

    def start(self, session: StrengthSession, ledger: Ledger) -> None:
        """Nothing: everybody is at the first set of the plan until they have done it."""

    def end(self, session: StrengthSession, ledger: Ledger) -> None:
        """Nothing: sets that were not done stay open in the record."""

    # Sets

    def _set_done(self, session: StrengthSession, fact: SetCompleted) -> None:
        assert fact.occurred_at is not None
        player = session.state.players[fact.player_id]
        lifter = lifter_of(session, player)
        take_set(lifter, fact)
        session.moved = True
        if lifter.track.finished and player.status is PlayerStatus.ACTIVE:
            player.status = PlayerStatus.COMPLETED
        elif not lifter.track.finished and player.status is PlayerStatus.COMPLETED:
            player.status = PlayerStatus.ACTIVE

    # Loads

    # Rest

    def _rest_changed(self, session: StrengthSession, fact: RestTimer) -> None:
        take_rest(self._lifter(session, fact.player_id), fact)
        session.moved = True

    def tick(self, session: StrengthSession, fact_ms: int, ledger: Ledger) -> None:
        """Move on everybody whose rest is over."""
        for player, rest in self._due(session):
            if rest.ends_ms is not None and rest.ends_ms <= fact_ms:
                self._move_on(session, player, rest, ledger)

    def _due(self, session: StrengthSession) -> list[tuple[PlayerState, Rest]]:
        if session.state.status is not SessionStatus.ACTIVE:
            return []
        found: list[tuple[PlayerState, Rest]] = []
        for player in session.state.present():
            rest = session.works[player.player_id].rest
            if rest is not None and rest.due_ms is not None and player.status is not PlayerStatus.PAUSED:
                found.append((player, rest))
        return found

    @staticmethod
    def _move_on(session: StrengthSession, player: PlayerState, rest: Rest, ledger: Ledger) -> None:
        lifter = lifter_of(session, player)
        step = next_step(lifter.track, lifter.programme) or current_step(lifter.track, lifter.programme)
        over = msgspec.structs.replace(rest, over=True)
        state = session.state
        fields = exercise_progress(state.session_id, player.player_id, lifter, ledger.shift_ms, step, over)
        if fields is not None:
            del fields["session_id"]
            ledger.add(PROGRESS, ExerciseProgress, at_ms=rest.ends_ms, **fields, **player.marks())

    def next_deadline_ms(self, session: StrengthSession) -> int | None:
        """The earliest end of a rest."""
        return min((rest.due_ms for _, rest in self._due(session) if rest.due_ms is not None), default=None)

    # The pointer

    def _moved_on(self, session: StrengthSession, fact: ExerciseProgress) -> None:
        take_progress(self._lifter(session, fact.player_id), fact)
        session.moved = True

    # Form and advice

    @staticmethod
    def _advice_limited(session: StrengthSession, fact: AdviceLimitsChanged) -> None:
        for player_id, track in session.works.items():
            if fact.player_id in {None, player_id}:
                track.limits = fact.advice
                track.preview = None

    # Screens

    def pointers(self, session: StrengthSession, player_id: str) -> Pointers:
        """The player's set."""
        return Pointers(exercise=exercise_pointer(self._lifter(session, player_id), session.state.clock.shift_ms))

    def follow_up(self, session: StrengthSession, name: str, fact: Fact, now_ms: int) -> list[Shown]:
        """New pointers after whatever moved a player, and the timer of a rest that began or changed."""
        if isinstance(fact, SessionUpdate):
            players = session.state.present() if fact.updates.status is not None else []
            return [shown for player in players for shown in self.place(session, player.player_id)]
        if isinstance(fact, AdviceLimitsChanged):
            players = [player for player in session.state.present() if fact.player_id in {None, player.player_id}]
            return [shown for player in players for shown in self.place(session, player.player_id)]
        if isinstance(fact, (SetCompleted, WeightUpdated, AdviceDecided, RestTimer)):
            return [*self.place(session, fact.player_id), *self._timer(session, fact.player_id, now_ms)]
        if isinstance(fact, ExerciseProgress):
            return self._timer(session, fact.player_id, now_ms)
        return []

    def place(self, session: StrengthSession, player_id: str) -> list[Shown]:
        """Where a player is, for whoever shows it."""
        state = session.state
        event = shown_progress(state.session_id, player_id, self._lifter(session, player_id), state.clock.shift_ms)
        return [] if event is None else [Shown(PROGRESS, event, player_id)]

    def _timer(self, session: StrengthSession, player_id: str, now_ms: int) -> list[Shown]:
        lifter, clock = self._lifter(session, player_id), session.state.clock
        rest = lifter.track.rest
        if rest is None:
            return []
        fields = rest_timer(lifter, rest, clock.fact_time_ms(now_ms), clock.shift_ms)
        return [Shown(REST, timer_event(session.state.session_id, player_id, fields), player_id)]

    def derived(self, session: StrengthSession, now_ms: int) -> list[Shown]:
        """Every rest that runs, is held or is over, until nobody wants to see it any more."""
        state = session.state
        if state.status not in OPEN:
            return []
        fact_ms = state.clock.fact_time_ms(now_ms)
        over_ms = session.settings.strength.rest_shown_over_s * 1000
        shown: list[Shown] = []
        for player in state.present():
            rest = session.works[player.player_id].rest
            if rest is not None and time_left_ms(rest, fact_ms) > -over_ms:
                shown += self._timer(session, player.player_id, now_ms)
        return shown

    def steps(self, session: StrengthSession) -> tuple[int, int, str | None]:
        """Sets done and planned, summed over the players; the exercise most of them are at."""
        done = total = 0
        names: list[str] = []
        for player in session.state.present():
            lifter = lifter_of(session, player)
            done += sum(step.key in lifter.track.done for step in lifter.programme.steps)
            total += len(lifter.programme.steps)
            step = current_step(lifter.track, lifter.programme)
            if step is not None and not lifter.track.finished:
                names.append(step.exercise.name)
        return done, total, max(set(names), key=names.count) if names else None

    def progress(self, session: StrengthSession) -> float:
        """Mean share of planned sets that players have behind them."""
        shares: list[float] = []
        for player in session.state.present():
            lifter = lifter_of(session, player)
            steps = lifter.programme.steps
            if steps:
                shares.append(sum(step.key in lifter.track.done for step in steps) / len(steps))
        return 100 * sum(shares) / len(shares) if shares else 0.0

    def priors(self, session: StrengthSession, player_id: str) -> msgspec.Raw | None:
        """The estimates and the history with this session in it; None where nothing was lifted."""
        history = history_after(self._lifter(session, player_id))
        return None if history is None else msgspec.Raw(msgspec.json.encode(history))

    def record(self, session: StrengthSession, player_id: str) -> StrengthRecord:
        """What a player lifted in this session."""
        return strength_record(self._lifter(session, player_id))
