"""Strength: a plan of sets that every player works through at an own pace, with rests as deadlines.

The rules of one player are in `strength_track`, `set_completion`, `prescription` and their neighbours; this machine
brings them together with a session. Facts are judged on their own time; a rest's end is shown on the node's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

from dryland.contract.base import Fact, PlayerStatus, Role, SessionStatus, WeightUnit
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice, Refusal
from dryland.contract.progress import ExerciseProgress, ExerciseProgressReport
from dryland.contract.session import SessionUpdate
from dryland.contract.strength import (
    AdviceDecided,
    AdviceDecision,
    AdviceLimits,
    AdviceLimitsChanged,
    FormFeedback,
    FormFeedbackGiven,
    FormSource,
    RestAction,
    RestCommand,
    RestTimer,
    RestTimerState,
    SetCompleted,
    SetCompletion,
    SetOutcome,
    WeightUpdate,
    WeightUpdated,
)
from dryland.contract.strength_plan import StrengthPlan
from dryland.floor.form import corrections_of, form_trend, sensor_findings
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.lifts import lift_code
from dryland.floor.prescription import loader_of, unit_of
from dryland.floor.programme import Programme, Step, programme_of_plan, set_key
from dryland.floor.rack import to_kg
from dryland.floor.rest_timer import Rest, after_action, time_left_ms
from dryland.floor.set_checks import Entered, implausible_load, nearest_loads
from dryland.floor.set_completion import Told, Verdict, judge_set, last_of
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN, PlayerState, SessionState
from dryland.floor.strength_evolution import (
    replaced_by,
    take_form,
    take_progress,
    take_rest,
    take_set,
    take_verdict,
    take_weight,
)
from dryland.floor.strength_history import LiftingHistory, progression
from dryland.floor.strength_record import StrengthRecord, history_after, strength_record
from dryland.floor.strength_track import FormMark, Lifter, StrengthTrack, body_kg, current_step, learned, next_step
from dryland.floor.strength_view import (
    exercise_pointer,
    exercise_progress,
    load_ahead,
    rest_timer,
    shown_progress,
    timer_event,
)
from dryland.floor.workout import Ledger, Observer, Pointers, Shown, at_time

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

SET: Final = "training:strength:set:completion"
WEIGHT: Final = "training:strength:weight:update"
REST: Final = "training:strength:rest:timer"
FORM: Final = "training:strength:form:feedback"
ADVICE: Final = "training:advice:decision"
LIMITS: Final = "training:advice:limits"
PROGRESS: Final = "training:player:exercise:progress"

_OPEN: Final = frozenset({SessionStatus.ACTIVE, SessionStatus.PAUSED})


class Personal(NamedTuple):
    """What is decoded once for a player and holds until a plan changes."""

    programme: Programme
    history: LiftingHistory


class StrengthSession:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    settings: FloorSettings
    works: dict[str, StrengthTrack]
    plans: dict[str, Personal]
    moved: bool


@lru_cache(maxsize=1024)
def _history(priors: bytes) -> LiftingHistory:
    return msgspec.json.decode(priors, type=LiftingHistory | None) or LiftingHistory()


def lifter_of(session: StrengthSession, player: PlayerState) -> Lifter:
    """A player's track with everything its rules look at."""
    personal = session.plans.get(player.player_id)
    if personal is None:
        raw = player.plan if bytes(player.plan) != bytes(NO_PLAN) else session.state.plan
        personal = Personal(programme_of_plan(bytes(raw)), _history(bytes(player.priors)))
        session.plans[player.player_id] = personal
    return Lifter(
        session.works[player.player_id],
        personal.programme,
        personal.history,
        player.profile,
        player.restrictions,
        session.settings.strength,
    )


class StrengthWorkout:
    """The machine of strength sessions."""

    work_type = StrengthTrack
    plan_type = StrengthPlan

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[[StrengthSession, Any, Ledger], Refusal | None]] = {
            SET: self._complete_set,
            WEIGHT: self._update_weight,
            REST: self._command_rest,
            FORM: self._judge_form,
            ADVICE: self._decide_advice,
            LIMITS: self._limit_advice,
            PROGRESS: self._report_progress,
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
        return StrengthTrack(strength=_history(bytes(player.priors)).strength)

    def renew(self, session: StrengthSession, player: PlayerState) -> None:
        """More of the past is known: the sets of this session are learned anew on top of it."""
        lifter = lifter_of(session, player)
        lifter.track.strength = learned(lifter, None, ())

    def start(self, session: StrengthSession, ledger: Ledger) -> None:
        """Nothing: everybody is at the first set of the plan until they have done it."""

    def end(self, session: StrengthSession, ledger: Ledger) -> None:
        """Nothing: sets that were not done stay open in the record."""

    # Sets

    def _complete_set(self, session: StrengthSession, command: SetCompletion, ledger: Ledger) -> Refusal | None:
        context = _context(session, command.player_id, command.exercise_id, command.set_data.set_number)
        refusal = _not_trained_then(session, context, ledger, "keep a set")
        if refusal is not None:
            return refusal
        player = session.state.players[command.player_id]
        lifter, seq = lifter_of(session, player), _seq(session, ledger)
        data = command.set_data
        replaced = replaced_by(lifter, set_key(command.exercise_id, data.set_number, data.side), command.corrects)
        if replaced and command.corrects is not None and data.outcome is SetOutcome.SKIPPED:
            self._add_withdrawal(lifter, player, command, ledger)
            return None
        owner = None if replaced or command.corrects is None else self._owner_of(session, command.corrects)
        if owner is not None and ledger.context.role is Role.PLAYER:
            return Refusal(ErrorCode.FORBIDDEN, "Players correct their own sets only.", context)
        at_ms = lifter.track.done[replaced[0]].at_ms if replaced else ledger.context.occurred_ms
        told = Told(
            command.exercise_id,
            command.exercise_name,
            data,
            command.event_id,
            at_ms,
            seq,
            replaced,
            ledger.context.role,
            bool(command.confirmed),
        )
        verdict = judge_set(lifter, told, context)
        self._add_set(lifter, player, command, verdict, replaced, ledger)
        self._add_findings(lifter, player, verdict, ledger)
        if owner is not None:
            self._take_from(session, owner, command, ledger)
        return None

    @staticmethod
    def _add_set(
        lifter: Lifter,
        player: PlayerState,
        command: SetCompletion,
        verdict: Verdict,
        replaced: Sequence[str],
        ledger: Ledger,
    ) -> None:
        done, rest_s = verdict.done, verdict.rest.rest_s
        former = lifter.track.done[replaced[0]].event_id if replaced else None
        ends_ms = done.at_ms + round(rest_s * 1000) + ledger.shift_ms
        ledger.add(
            SET,
            SetCompleted,
            player_id=player.player_id,
            exercise_id=done.exercise_id,
            exercise_name=done.exercise_name,
            set_data=done.data,
            next_set_preview=verdict.preview,
            estimated_one_rep_max=verdict.one_rep_max,
            personal_record=verdict.record,
            velocity_loss=done.velocity_loss,
            corrects=command.corrects or former,
            needs_confirmation=verdict.questioned or None,
            notice=verdict.notice,
            verified=verdict.verified and not verdict.questioned,
            rest_duration=rest_s or None,
            rest_ends_at=at_time(ends_ms) if rest_s else None,
            **player.marks(),
        )

    @staticmethod
    def _add_withdrawal(lifter: Lifter, player: PlayerState, command: SetCompletion, ledger: Ledger) -> None:
        exercise = lifter.programme.exercises.get(command.exercise_id)
        name = exercise.name if exercise is not None else command.exercise_name or command.exercise_id
        ledger.add(
            SET,
            SetCompleted,
            player_id=player.player_id,
            exercise_id=command.exercise_id,
            exercise_name=name,
            set_data=command.set_data,
            corrects=command.corrects,
            withdrawn=True,
            **player.marks(),
        )

    @staticmethod
    def _add_findings(lifter: Lifter, player: PlayerState, verdict: Verdict, ledger: Ledger) -> None:
        """What the velocities of a set say by themselves, as feedback by the sensor."""
        done = verdict.done
        steps = lifter.programme.matching(done.exercise_id, done.data.set_number, done.data.side)
        found = sensor_findings(done, steps[0] if steps else None, lifter.settings)
        if found is None:
            return
        marks = [*lifter.track.marks.get(done.exercise_id, ()), FormMark(done.data.set_number, found.rating)]
        ledger.add(
            FORM,
            FormFeedbackGiven,
            player_id=player.player_id,
            exercise_id=done.exercise_id,
            set_number=done.data.set_number,
            rating=found.rating,
            issues=found.issues,
            source=FormSource.SENSOR,
            corrections=corrections_of(done.lift, found.issues),
            trend=form_trend(marks, lifter.settings),
            note=found.note,
            **player.marks(),
        )

    @staticmethod
    def _owner_of(session: StrengthSession, event_id: str) -> PlayerState | None:
        """The player whose set an event is."""
        for player_id, track in session.works.items():
            if any(done.event_id == event_id for done in track.done.values()):
                return session.state.players[player_id]
        return None

    def _take_from(self, session: StrengthSession, owner: PlayerState, command: SetCompletion, ledger: Ledger) -> None:
        """A set that was told for the wrong player is withdrawn there."""
        lifter = lifter_of(session, owner)
        wrong = next(done for done in lifter.track.done.values() if done.event_id == command.corrects)
        data = msgspec.structs.replace(wrong.data, outcome=SetOutcome.SKIPPED)
        moved = msgspec.structs.replace(
            command, player_id=owner.player_id, exercise_id=wrong.exercise_id, set_data=data
        )
        self._add_withdrawal(lifter, owner, moved, ledger)

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

    def _update_weight(self, session: StrengthSession, command: WeightUpdate, ledger: Ledger) -> Refusal | None:
        context = _context(session, command.player_id, command.exercise_id, command.set_number)
        if session.state.status in TERMINAL:
            return _illegal(session, context, "take another load")
        player = session.state.players[command.player_id]
        lifter = lifter_of(session, player)
        steps = [step for step in lifter.programme.steps if step.exercise.id == command.exercise_id]
        if not steps:
            allowed = tuple(list(lifter.programme.exercises)[:10])
            context = msgspec.structs.replace(context, alternatives=allowed)
            return Refusal(ErrorCode.EXERCISE_NOT_IN_PLAN, "", context)
        at = next((step for step in steps if step.number == command.set_number), None) or _ahead(lifter, steps)
        done = last_of(lifter, command.exercise_id)
        before = load_ahead(lifter, at)
        unit = command.weight_unit or unit_of(lifter, at, done)
        bar_kg = to_kg(command.weight, unit)
        was_kg = to_kg(before.weight, before.weight_unit)
        entered = Entered(
            command.weight, unit, bar_kg + body_kg(at.exercise, lifter.profile), at.reps or 1, at.lift,
            was_kg + body_kg(at.exercise, lifter.profile), context,
        )  # fmt: skip
        odd = None if command.confirmed else implausible_load(lifter, entered)
        nearest = nearest_loads(lifter, at, bar_kg, unit)
        ledger.add(
            WEIGHT,
            WeightUpdated,
            player_id=command.player_id,
            exercise_id=command.exercise_id,
            weight=command.weight,
            weight_unit=unit,
            previous_weight=before.weight,
            change=round(100 * (bar_kg / was_kg - 1), 1) if was_kg else None,
            progression=progression(lifter.history.lifts.get(at.lift), bar_kg, unit, lifter.settings),
            loadable=nearest is None,
            nearest=nearest,
            plates_per_side=_plates(lifter, at, bar_kg, unit),
            reason=command.reason,
            set_number=command.set_number,
            needs_confirmation=True if odd is not None else None,
            notice=odd or _not_loadable(command.weight, unit.value, nearest, context),
            **player.marks(),
        )
        return None

    # Rest

    def _command_rest(self, session: StrengthSession, command: RestCommand, ledger: Ledger) -> Refusal | None:
        context = _context(session, command.player_id, command.exercise_id, None)
        player = session.state.players[command.player_id]
        lifter = lifter_of(session, player)
        rest = lifter.track.rest
        if session.state.status not in _OPEN or rest is None:
            return _illegal(session, context, f"{command.action.value} a rest: no rest runs")
        at_ms = max(ledger.context.occurred_ms, rest.started_ms)
        extend_ms = round((command.extend_by or 0.0) * 1000) if command.action is RestAction.EXTEND else 0
        after = after_action(rest, command.action, at_ms, extend_ms)
        skipped = Rest(rest.exercise_id, rest.started_ms, rest.duration_ms, None, time_left_ms(rest, at_ms))
        state = RestTimerState.SKIPPED if after is None else None
        fields = rest_timer(lifter, after or skipped, at_ms, ledger.shift_ms, state)
        ledger.add(
            REST, RestTimer, at_ms=at_ms, player_id=command.player_id, action=command.action, **fields, **player.marks()
        )
        return None

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

    def _report_progress(
        self, session: StrengthSession, command: ExerciseProgressReport, ledger: Ledger
    ) -> Refusal | None:
        """A person says where a player is: the pointer goes there, where the plan has such a set."""
        context = _context(session, command.player_id, command.exercise_id, command.set_number)
        if session.state.status in TERMINAL:
            return _illegal(session, context, "go to another set")
        player = session.state.players[command.player_id]
        lifter = lifter_of(session, player)
        if command.exercise_id not in lifter.programme.exercises:
            allowed = tuple(list(lifter.programme.exercises)[:10])
            return Refusal(ErrorCode.EXERCISE_NOT_IN_PLAN, "", msgspec.structs.replace(context, alternatives=allowed))
        steps = lifter.programme.matching(command.exercise_id, command.set_number, None)
        if not steps:
            total = lifter.programme.totals[command.exercise_id]
            detail = f"Set {command.set_number} of {total}."
            return Refusal(ErrorCode.SET_OUT_OF_ORDER, detail, msgspec.structs.replace(context, value=float(total)))
        fields = exercise_progress(
            session.state.session_id, player.player_id, lifter, ledger.shift_ms, steps[0], lifter.track.rest
        )
        assert fields is not None
        del fields["session_id"]
        ledger.add(PROGRESS, ExerciseProgress, **fields, **player.marks())
        return None

    def _moved_on(self, session: StrengthSession, fact: ExerciseProgress) -> None:
        take_progress(self._lifter(session, fact.player_id), fact)
        session.moved = True

    # Form and advice

    def _judge_form(self, session: StrengthSession, command: FormFeedback, ledger: Ledger) -> Refusal | None:
        context = _context(session, command.player_id, command.exercise_id, command.set_number)
        refusal = _not_trained_then(session, context, ledger, "keep feedback")
        if refusal is not None:
            return refusal
        player = session.state.players[command.player_id]
        lifter = lifter_of(session, player)
        exercise = lifter.programme.exercises.get(command.exercise_id)
        lift = (exercise and exercise.lift) or lift_code(exercise.name if exercise else command.exercise_id)
        former = [
            mark for mark in lifter.track.marks.get(command.exercise_id, ()) if mark.set_number != command.set_number
        ]
        source = command.source or (FormSource.SENSOR if ledger.context.role is Role.DEVICE else FormSource.TRAINER)
        ledger.add(
            FORM,
            FormFeedbackGiven,
            player_id=command.player_id,
            exercise_id=command.exercise_id,
            set_number=command.set_number,
            rating=command.rating,
            issues=command.issues,
            source=source,
            corrections=corrections_of(lift, command.issues),
            trend=form_trend([*former, FormMark(command.set_number, command.rating)], lifter.settings),
            note=command.note,
            **player.marks(),
        )
        return None

    def _decide_advice(self, session: StrengthSession, command: AdviceDecision, ledger: Ledger) -> Refusal | None:
        player = session.state.players[command.player_id]
        if command.advice_id not in session.works[command.player_id].advice:
            context = _context(session, command.player_id, None, None)
            return Refusal(ErrorCode.NOT_FOUND, f"There is no advice {command.advice_id} for this player.", context)
        ledger.add(
            ADVICE,
            AdviceDecided,
            player_id=command.player_id,
            advice_id=command.advice_id,
            verdict=command.verdict,
            reason=command.reason,
            **player.marks(),
        )
        return None

    @staticmethod
    def _limit_advice(session: StrengthSession, command: AdviceLimits, ledger: Ledger) -> Refusal | None:
        if session.state.status in TERMINAL:
            return _illegal(session, ErrorContext(session_id=session.state.session_id), "change its advice")
        player = None if command.player_id is None else session.state.players[command.player_id]
        marks = {} if player is None else player.marks()
        ledger.add(
            LIMITS,
            AdviceLimitsChanged,
            player_id=command.player_id,
            advice=command.advice,
            reason=command.reason,
            **marks,
        )
        return None

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
            return [shown for player in players for shown in self._progress(session, player.player_id)]
        if isinstance(fact, AdviceLimitsChanged):
            players = [player for player in session.state.present() if fact.player_id in {None, player.player_id}]
            return [shown for player in players for shown in self._progress(session, player.player_id)]
        if isinstance(fact, SetCompleted | WeightUpdated | AdviceDecided | RestTimer):
            return [*self._progress(session, fact.player_id), *self._timer(session, fact.player_id, now_ms)]
        if isinstance(fact, ExerciseProgress):
            return self._timer(session, fact.player_id, now_ms)
        return []

    def _progress(self, session: StrengthSession, player_id: str) -> list[Shown]:
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
        if state.status not in _OPEN:
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


def _seq(session: StrengthSession, ledger: Ledger) -> int:
    return session.state.seq + len(ledger.entries) + 1


def _context(session: StrengthSession, player_id: str, exercise_id: str | None, set_number: int | None) -> ErrorContext:
    return ErrorContext(
        session_id=session.state.session_id, player_id=player_id, exercise_id=exercise_id, set_number=set_number
    )


def _illegal(session: StrengthSession, context: ErrorContext, action: str) -> Refusal:
    status = session.state.status.value
    detail = f"A session that is {status} cannot {action}."
    return Refusal(ErrorCode.INVALID_TRANSITION, detail, msgspec.structs.replace(context, state=status))


def _not_trained_then(session: StrengthSession, context: ErrorContext, ledger: Ledger, action: str) -> Refusal | None:
    """Refuse what did not happen within the session; what comes late from a device that was away is still true."""
    state, end_ms = session.state, session.state.clock.end_ms
    if state.status in _OPEN:
        return None
    if state.status is SessionStatus.COMPLETED and end_ms is not None and ledger.context.occurred_ms <= end_ms:
        return None
    return _illegal(session, context, action)


def _ahead(lifter: Lifter, steps: Sequence[Step]) -> Step:
    """Of an exercise's steps the one to do next, else the last."""
    following = next((step for step in steps if step.key not in lifter.track.done), None)
    return following or steps[-1]


def _plates(lifter: Lifter, step: Step, bar_kg: float, unit: WeightUnit) -> tuple[float, ...] | None:
    change = loader_of(lifter, step.exercise, unit).change(bar_kg, None)
    return None if change is None else change.plates


def _not_loadable(weight: float, unit: str, nearest: tuple[float, ...] | None, context: ErrorContext) -> Notice | None:
    if nearest is None:
        return None
    words = " or ".join(f"{load:g}" for load in nearest)
    detail = f"{weight:g} {unit} cannot be loaded; {words} {unit} can."
    return Notice(code=ErrorCode.NOT_LOADABLE, detail=detail, context=msgspec.structs.replace(context, nearest=nearest))
