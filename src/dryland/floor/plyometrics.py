"""Plyometrics: sets of jumps, each with its height and reactive strength from flight and contact times.

A jump told again replaces the former word; one whose times no jump has is kept and counts for nothing but its landing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from dryland.contract.base import Fact, PlayerStatus, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Notice, Refusal, noticed, refused
from dryland.contract.plyometrics import (
    Jump,
    JumpKind,
    JumpMeasured,
    JumpMeasurement,
    PlannedJumps,
    PlyometricsPlan,
)
from dryland.contract.sayings import say
from dryland.contract.strength import ExercisePointer
from dryland.floor.adapting import not_allowed, plan_for
from dryland.floor.state import NO_PLAN, PlayerState, SessionState, WorkState
from dryland.floor.workout import Ledger, Observer, Pointers, Shown, at_time, to_ms
from dryland.science.jumps import is_fast_ssc, jump_height_m, rsi, rsi_mod

__all__ = ["JUMP", "JumpTrack", "PlyometricsRecord", "PlyometricsWorkout", "plan_to_begin_with"]

JUMP: Final = "training:plyometrics:jump:measurement"


def plan_to_begin_with() -> PlyometricsPlan:
    """Height, then reactive strength from a box, then quick hops; about sixty landings."""
    return PlyometricsPlan(
        exercises=(
            PlannedJumps(
                id="cmj", name="Countermovement jump", kind=JumpKind.COUNTERMOVEMENT, sets=3, jumps=3, rest=90
            ),
            PlannedJumps(
                id="drop-30", name="Drop jump", kind=JumpKind.DROP, sets=4, jumps=4, rest=120, drop_height=0.3
            ),
            PlannedJumps(id="pogo", name="Repeated hops", kind=JumpKind.REPEATED, sets=3, jumps=10, rest=90),
        )
    )


class DoneJump(msgspec.Struct, frozen=True):
    """A jump as it was told last; `height_m` is None where its flight is none of a jump."""

    set_number: int
    number: int
    at_ms: int
    height_m: float | None
    index: float | None = None


class JumpTrack(WorkState):
    """One player's jumps by exercise, in the order of doing."""

    current: str | None = None
    done: dict[str, list[DoneJump]] = msgspec.field(default_factory=dict[str, list[DoneJump]])

    def jumps(self, exercise_id: str) -> list[DoneJump]:
        """The jumps of one exercise."""
        return self.done.get(exercise_id, [])

    def put(self, exercise_id: str, jump: DoneJump) -> None:
        """Take a jump in, in its turn."""
        turn = jump.set_number, jump.number
        kept = [each for each in self.jumps(exercise_id) if (each.set_number, each.number) != turn]
        self.done[exercise_id] = sorted([*kept, jump], key=lambda each: (each.set_number, each.number))

    def is_finished(self, exercise: PlannedJumps) -> bool:
        """Whether every planned jump was done."""
        return len(self.jumps(exercise.id)) >= exercise.sets * exercise.jumps

    @property
    def contacts(self) -> int:
        """Landings in this session."""
        return sum(len(jumps) for jumps in self.done.values())


class PlyometricsRecord(Wire, frozen=True, kw_only=True):
    """A player's jumps in a session: heights in m, reactive strength in m/s."""

    contacts: int
    best_height: dict[str, float]
    best_index: dict[str, float]
    first_jump: Timestamp | None = None


class _Session:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    works: dict[str, JumpTrack]


@lru_cache(maxsize=256)
def _plan(raw: bytes) -> tuple[PlannedJumps, ...]:
    plan = msgspec.json.decode(raw, type=PlyometricsPlan | None)
    return () if plan is None else plan.exercises


def _exercises(session: _Session, player: PlayerState) -> tuple[PlannedJumps, ...]:
    if player.restrictions:
        left: PlyometricsPlan | None = plan_for(session.state, player)
        return () if left is None else left.exercises
    return _whole(session, player)


def _whole(session: _Session, player: PlayerState) -> tuple[PlannedJumps, ...]:
    own = bytes(player.plan) != bytes(NO_PLAN)
    return _plan(bytes(player.plan if own else session.state.plan))


@lru_cache(maxsize=1024)
def _bests(priors: bytes) -> dict[str, float]:
    """Best height of each exercise in former sessions, m."""
    return msgspec.json.decode(priors, type=dict[str, float] | None) or {}


class PlyometricsWorkout:
    """The machine of plyometrics sessions."""

    work_type = JumpTrack
    plan_type = PlyometricsPlan

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., Refusal | None]] = {JUMP: self._measure}
        self.evolvers: dict[str, Callable[..., None]] = {JUMP: self._measured}
        self.observers: dict[str, Observer] = {}

    def enrol(self, session: _Session, player: PlayerState) -> JumpTrack:
        """Nobody has jumped yet."""
        return JumpTrack()

    def start(self, session: _Session, ledger: Ledger) -> None:
        """Nothing follows."""

    def end(self, session: _Session, ledger: Ledger) -> None:
        """Nothing follows."""

    def tick(self, session: _Session, fact_ms: int, ledger: Ledger) -> None:
        """Nothing is due: a rest is an end that screens count down to."""

    def next_deadline_ms(self, session: _Session) -> int | None:
        """Nothing is due."""
        return None

    def follow_up(self, session: _Session, name: str, fact: Fact, now_ms: int) -> list[Shown]:
        """Nothing beside the fact itself."""
        return []

    def derived(self, session: _Session, now_ms: int) -> list[Shown]:
        """Nothing."""
        return []

    def _measure(self, session: _Session, command: JumpMeasurement, ledger: Ledger) -> Refusal | None:
        """A jump was measured: height, indices, how it stands in its set."""
        state, start_ms = session.state, session.state.clock.start_ms
        context = ErrorContext(
            session_id=state.session_id,
            player_id=command.player_id,
            exercise_id=command.exercise_id,
            set_number=command.set_number,
            attempt_number=command.jump_number,
        )
        player = state.players.get(command.player_id)
        if player is None:
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
        if start_ms is None or ledger.context.occurred_ms < start_ms:
            return refused(ErrorCode.INVALID_TRANSITION, say("refused_not_started"), context)
        exercises = _exercises(session, player)
        exercise = next((each for each in _whole(session, player) if each.id == command.exercise_id), None)
        if exercise is None:
            known = tuple(each.id for each in exercises)
            where = msgspec.structs.replace(context, alternatives=known)
            return Refusal(ErrorCode.JUMPS_NOT_IN_PLAN, f"{command.exercise_id}:", where)
        fields = _fields(session.works[player.player_id], player, exercise, command, context)
        if exercise not in exercises:
            fields["notice"] = not_allowed(exercise.name, context)
        ledger.add(JUMP, JumpMeasured, **fields)
        return None

    def _measured(self, session: _Session, fact: JumpMeasured) -> None:
        """Keep the jump."""
        assert fact.occurred_at is not None
        player, track = session.state.players[fact.player_id], session.works[fact.player_id]
        at_ms = to_ms(fact.occurred_at)
        jump = DoneJump(fact.set_number, fact.jump_number, at_ms, fact.height, fact.reactive_strength_index)
        track.put(fact.exercise_id, jump)
        track.current = fact.exercise_id
        player.last_activity_ms = at_ms
        exercises = _exercises(session, player)
        if player.status is PlayerStatus.ACTIVE and all(track.is_finished(each) for each in exercises):
            player.status = PlayerStatus.COMPLETED

    def pointers(self, session: _Session, player_id: str) -> Pointers:
        """The next jump, shown as an exercise: its set is the set, its jumps are the reps."""
        player, track = session.state.players[player_id], session.works[player_id]
        exercises = _exercises(session, player)
        place = _place(track, exercises)
        if place is None:
            return Pointers()
        exercise, jumps = exercises[place], track.jumps(exercises[place].id)
        rest_ms = None
        if jumps and exercise.rest is not None and len(jumps) % exercise.jumps == 0:
            rest_ms = jumps[-1].at_ms + round(exercise.rest * 1000) + session.state.clock.shift_ms
        following = exercises[place + 1] if place + 1 < len(exercises) else None
        pointer = ExercisePointer(
            index=place,
            id=exercise.id,
            name=exercise.name,
            set_number=min(exercise.sets, len(jumps) // exercise.jumps + 1),
            total_sets=exercise.sets,
            total=len(exercises),
            target_reps=exercise.jumps,
            rest_ends_at=None if rest_ms is None else at_time(rest_ms),
            rest_duration=None if rest_ms is None else exercise.rest,
            next_name=None if following is None else following.name,
        )
        return Pointers(exercise=pointer)

    def steps(self, session: _Session) -> tuple[int, int, str | None]:
        """Jumps done and planned, summed over the players; the exercise most of them are at."""
        done = total = 0
        names: list[str] = []
        for player in session.state.present():
            exercises, track = _exercises(session, player), session.works[player.player_id]
            total += sum(each.sets * each.jumps for each in exercises)
            done += sum(min(each.sets * each.jumps, len(track.jumps(each.id))) for each in exercises)
            place = _place(track, exercises)
            if place is not None:
                names.append(exercises[place].name)
        return done, total, max(set(names), key=names.count) if names else None

    def progress(self, session: _Session) -> float:
        """Share of the planned jumps that are done, %."""
        done, total, _ = self.steps(session)
        return 100 * done / total if total else 0.0

    def priors(self, session: _Session, player_id: str) -> msgspec.Raw | None:
        """Best height of each exercise, m."""
        bests = dict(_bests(bytes(session.state.players[player_id].priors)))
        for exercise_id, jumps in session.works[player_id].done.items():
            heights = [jump.height_m for jump in jumps if jump.height_m is not None]
            if heights:
                bests[exercise_id] = max([*heights, bests.get(exercise_id, 0.0)])
        return msgspec.Raw(msgspec.json.encode(bests)) if bests else None

    def record(self, session: _Session, player_id: str) -> PlyometricsRecord:
        """What a player jumped."""
        track = session.works[player_id]
        heights = {name: [j.height_m for j in jumps if j.height_m is not None] for name, jumps in track.done.items()}
        indices = {name: [j.index for j in jumps if j.index is not None] for name, jumps in track.done.items()}
        first_ms = min((jump.at_ms for jumps in track.done.values() for jump in jumps), default=None)
        return PlyometricsRecord(
            contacts=track.contacts,
            best_height={name: max(values) for name, values in heights.items() if values},
            best_index={name: max(values) for name, values in indices.items() if values},
            first_jump=None if first_ms is None else at_time(first_ms),
        )


def _place(track: JumpTrack, exercises: Sequence[PlannedJumps]) -> int | None:
    """The exercise begun last while it lasts, then the next unfinished one."""
    start = next((index for index, each in enumerate(exercises) if each.id == track.current), 0)
    order = (*range(start, len(exercises)), *range(start))
    return next((index for index in order if not track.is_finished(exercises[index])), None)


def _fields(
    track: JumpTrack, player: PlayerState, exercise: PlannedJumps, command: JumpMeasurement, context: ErrorContext
) -> dict[str, Any]:
    """The fields of `JumpMeasured`: what the times say, and how the jump stands among those before it."""
    jump, turn = command.jump, (command.set_number, command.jump_number)
    height_m = jump_height_m(jump.flight_time / 1000)
    others = [each for each in track.jumps(exercise.id) if (each.set_number, each.number) != turn]
    of_set = [each.height_m for each in others if each.set_number == command.set_number and each.height_m is not None]
    known = [each.height_m for each in others if each.height_m is not None]
    heights = of_set if height_m is None else [*of_set, height_m]
    former_m = _bests(bytes(player.priors)).get(exercise.id)
    bests = [each for each in (*known, height_m, former_m) if each is not None]
    fall_pct = None if height_m is None else round(100 * (1 - height_m / max(heights)), 1)
    return {
        "player_id": player.player_id,
        "exercise_id": exercise.id,
        "exercise_name": exercise.name,
        "set_number": command.set_number,
        "jump_number": command.jump_number,
        "jump": jump,
        "height": _rounded(height_m),
        **_indices(jump, height_m),
        "best_height": _rounded(max(bests, default=None)),
        "mean_height": _rounded(sum(heights) / len(heights)) if heights else None,
        "fall_from_best": fall_pct,
        "contacts": track.contacts + (len(others) == len(track.jumps(exercise.id))),
        "notice": _notice(jump, height_m, context),
        **player.marks(),
    }


def _indices(jump: Jump, height_m: float | None) -> dict[str, Any]:
    """Reactive strength where there was a contact, the modified index where the take-off was timed."""
    contact_s = None if jump.contact_time is None else jump.contact_time / 1000
    index = None if contact_s is None else rsi(jump.flight_time / 1000, contact_s)
    modified = None
    if height_m is not None and jump.time_to_takeoff is not None:
        modified = rsi_mod(height_m, jump.time_to_takeoff / 1000)
    return {
        "reactive_strength_index": _rounded(index),
        "modified_index": _rounded(modified),
        "fast_cycle": None if contact_s is None else is_fast_ssc(contact_s),
    }


def _notice(jump: Jump, height_m: float | None, context: ErrorContext) -> Notice | None:
    if height_m is not None:
        return None
    said = say("jump_flight", flight_ms=jump.flight_time)
    return noticed(ErrorCode.JUMP_IMPLAUSIBLE, said, msgspec.structs.replace(context, value=jump.flight_time))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
