"""What a player at a rack does: loads the bar, lifts, says how hard it was, rests, and does not always obey.

Follows the plan's pointer; knows what the coach and the player's own body would do with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any, Final

from dryland.cli.acting.stage import Stage, ms_of
from dryland.simulate import Athlete, LiftedSet, Lifter

__all__ = ["Lifting"]

SET: Final = "training:strength:set:completion"
WEIGHT: Final = "training:strength:weight:update"
REST: Final = "training:strength:rest:timer"
FORM: Final = "training:strength:form:feedback"
ADVICE: Final = "training:advice:decision"

ISSUES: Final[Mapping[str, tuple[str, ...]]] = {
    "back_squat": ("knee_valgus", "depth", "forward_lean"),
    "front_squat": ("forward_lean", "depth", "heel_lift"),
    "bench_press": ("elbow_flare", "bounce", "asymmetry"),
}
"""What a coach sees of each lift, the commonest first."""

RESTING: Final = frozenset({"started", "running", "paused"})
OWN_MIND: Final = 0.12
"""Share of sets for which a player takes another load than advised."""
FAR_OFF: Final = 0.07
"""How far from a player's own idea a first working load may be; players know their loads before a server does."""
SEEN: Final = 0.25
"""Share of working sets on which the coach says something."""
HURRIED: Final = 0.06
SLOW: Final = 0.08
"""Shares of rests that are cut short, and that are made longer."""


NEWS_LATE_S: Final = 1.0
"""Real time that news of a set may be late on a busy machine, s: at high speed that is minutes over there."""


class Lifting:
    """A player who goes through a strength plan set by set."""

    def __init__(self, athlete: Athlete, rng: random.Random) -> None:
        self._athlete = athlete
        self._rng = rng
        self._lifter = Lifter(athlete, rng)
        self._rested: tuple[str, int] | None = None
        self._warm: set[str] = set()
        self._free_ms: float | None = None
        """Since when the player has been free to get ready: what the news took to come is part of that time."""
        self._meant: dict[str, float] = {}
        """What the player means to lift, by lift, before any set is rated."""

    async def play(self, stage: Stage) -> None:
        """Set by set, until the plan is done."""
        while not (place := await stage.look()).is_over:
            await self.go_on(stage, place.player.get("exercise") or {}, place.plan)

    async def go_on(
        self,
        stage: Stage,
        at: Mapping[str, Any],
        plan: Mapping[str, Any],
        *,
        hurry: float = 1.0,
        since_ms: float | None = None,
    ) -> LiftedSet | None:
        """Rest, or do the set that the pointer is at.

        `hurry` is how long getting ready takes, 1 is usual; `since_ms` is when the block began in which the set stands.
        """
        if not at:
            await stage.wait(2.0)
            return None
        if at.get("restState") in RESTING and at.get("restEndsAt"):
            await self._rest(stage, at)
            return None
        exercise = next(each for each in exercises_of(plan) if each["id"] == at["id"])
        ahead_s = hurry * self._rng.uniform(8, 25) - self._waited_s(stage, since_ms)
        await stage.spend(ahead_s)
        return await self._set(stage, at, exercise, behind_s=min(max(0.0, -ahead_s), NEWS_LATE_S * stage.speed))

    def _waited_s(self, stage: Stage, since_ms: float | None) -> float:
        """For how long the player has been free: since their last set, or since this block began."""
        begins = [each for each in (self._free_ms, since_ms) if each is not None]
        return max(0.0, (stage.now_ms - max(begins)) / 1000) if begins else 0.0

    async def _rest(self, stage: Stage, at: Mapping[str, Any]) -> None:
        """Sit out the rest; now and then skip what is left of it, or take half a minute more."""
        self._free_ms = ms_of(at["restEndsAt"])
        left_s = (self._free_ms - stage.now_ms) / 1000
        mark = str(at["id"]), int(at["setNumber"])
        if left_s > 30 and mark != self._rested:
            self._rested = mark
            whim = self._rng.random()
            if whim < HURRIED:
                await stage.spend(left_s * 0.7)
                await stage.send(REST, {"action": "skip", "exerciseId": at["id"]})
                return
            if whim < HURRIED + SLOW:
                await stage.send(REST, {"action": "extend", "exerciseId": at["id"], "extendBy": 30})
                return
        await stage.spend(max(1.0, left_s + 0.5))

    async def _set(
        self, stage: Stage, at: Mapping[str, Any], exercise: Mapping[str, Any], *, behind_s: float
    ) -> LiftedSet | None:
        """Do the set; `behind_s` of it have passed before the news of it came."""
        kind = str(at.get("kind") or "working")
        own = {"setNumber": at["setNumber"], "totalSets": at["totalSets"], "kind": kind}
        own |= {"side": at["side"]} if at.get("side") else {}
        if kind == "hold":
            await self._hold(stage, at, exercise, own)
            return None
        lift = str(exercise.get("lift") or at["id"])
        weight = await self._weight(stage, at, exercise, kind)
        body_kg = float(exercise.get("bodyweightShare") or 0) * self._athlete.mass_kg
        asked = int(at.get("targetReps") or 8)
        done = self._lifter.lift(lift, weight + body_kg, 20 if kind == "amrap" else asked, stage.now_ms / 1000)
        if kind == "amrap":
            done = self._lifter.stopped_short(done, least=asked)
        await stage.spend(4 + 3.2 * done.reps - behind_s)
        told: dict[str, object] = {**own, "reps": done.reps, "weight": weight, "outcome": done.outcome}
        told |= {} if done.rpe is None or kind == "warmup" else {"rpe": done.rpe}
        told |= {"velocities": done.velocities_ms} if lift in ISSUES and done.reps else {}
        self._free_ms = stage.now_ms
        known = {"confirmed": True} if lift in self._warm or kind == "warmup" else {}
        await stage.send(SET, {"exerciseId": at["id"], "exerciseName": at["name"], "setData": told, **known})
        if kind != "warmup" and lift in ISSUES and self._rng.random() < SEEN:
            await self._judge(stage, at, lift, done)
        return done

    async def _hold(
        self, stage: Stage, at: Mapping[str, Any], exercise: Mapping[str, Any], own: Mapping[str, object]
    ) -> None:
        planned = exercise["sets"][min(int(at["setNumber"]), len(exercise["sets"])) - 1]
        asked_s = float(planned.get("hold") or 30)
        held_s = round(min(asked_s, asked_s * self._rng.gauss(1.1, 0.12)))
        await stage.spend(held_s)
        outcome = "completed" if held_s >= asked_s else "partial"
        told = {**own, "reps": 0, "weight": 0, "holdTime": held_s, "outcome": outcome}
        await stage.send(SET, {"exerciseId": at["id"], "exerciseName": at["name"], "setData": told})

    async def _weight(self, stage: Stage, at: Mapping[str, Any], exercise: Mapping[str, Any], kind: str) -> float:
        """What goes on the bar: the advice, the plan's load, or the player's own idea, which is told first."""
        lift, step_kg = str(exercise.get("lift") or at["id"]), float(exercise.get("step") or 2.5)
        advised: Mapping[str, Any] = at.get("nextSetPreview") or {}
        weight = advised.get("weight", at.get("weight"))
        reps = int(at.get("targetReps") or 8)
        if weight is None:
            return self._lifter.pick_kg(lift, reps, step_kg)
        if kind == "warmup":
            return self._warm_up_kg(float(weight), at, exercise, step_kg)
        if not self._may_choose(at, exercise, kind):
            return float(weight)
        other = self._other_kg(float(weight), lift, reps, step_kg)
        if other is None:
            self._decide(stage, advised, "accepted")
            return float(weight)
        self._decide(stage, advised, "refused")
        why = "felt light" if other > weight else "felt heavy"
        told = {"exerciseId": at["id"], "weight": other, "reason": why, "confirmed": True}
        await stage.send(WEIGHT, told)
        return other

    @staticmethod
    def _may_choose(at: Mapping[str, Any], exercise: Mapping[str, Any], kind: str) -> bool:
        """Where the plan asks for an effort the load is the player's; the second side takes what the first one took."""
        loads = [each.get("load") for each in exercise["sets"] if each.get("kind") != "warmup"]
        by_effort = all(load is None or load["basis"] == "rpe" for load in loads)
        return kind == "working" and by_effort and at.get("side") != "right"

    def _warm_up_kg(self, planned: float, at: Mapping[str, Any], exercise: Mapping[str, Any], step_kg: float) -> float:
        """A ramp to what the player means to lift, where the plan's lies far off it: half, then three quarters."""
        lift = str(exercise.get("lift") or at["id"])
        if lift not in self._meant:
            working = [each for each in exercise["sets"] if each.get("kind") != "warmup"]
            self._meant[lift] = self._lifter.pick_kg(
                lift, int((working or exercise["sets"])[0].get("reps") or 8), step_kg
            )
        warm_ups = sum(each.get("kind") == "warmup" for each in exercise["sets"])
        share = 0.5 if warm_ups == 1 else 0.5 + 0.25 * (int(at["setNumber"]) - 1) / (warm_ups - 1)
        own = max(step_kg, step_kg * round(share * self._meant[lift] / step_kg))
        return own if abs(own - planned) > FAR_OFF * own else planned

    def _other_kg(self, weight: float, lift: str, reps: int, step_kg: float) -> float | None:
        """What the player takes instead: at first what they know they can lift, later a little more or less."""
        is_first = lift not in self._warm
        self._warm.add(lift)
        if is_first:
            own_kg = self._meant.get(lift) or self._lifter.pick_kg(lift, reps, step_kg)
            return own_kg if abs(own_kg - weight) > FAR_OFF * own_kg else None
        if not weight or self._rng.random() >= OWN_MIND:
            return None
        return max(0.0, weight + self._rng.choice((-step_kg, step_kg)))

    @staticmethod
    def _decide(stage: Stage, advised: Mapping[str, Any], verdict: str) -> None:
        """Say what becomes of an advice, on the way to the bar; who takes another load has a reason."""
        if advised.get("adviceId"):
            why = {} if verdict == "accepted" else {"reason": "own choice"}
            stage.tell(ADVICE, {"adviceId": advised["adviceId"], "verdict": verdict, **why})

    async def _judge(self, stage: Stage, at: Mapping[str, Any], lift: str, done: LiftedSet) -> None:
        """The coach's word on a set: the nearer to failure, the more there is to see."""
        hard = done.rpe is None or done.rpe >= 9
        issues = [issue for issue in ISSUES[lift] if self._rng.random() < (0.45 if hard else 0.15)][:2]
        rating = max(1, (4 if hard else 5) - len(issues))
        body = {"exerciseId": at["id"], "setNumber": at["setNumber"], "rating": rating, "issues": issues}
        await stage.send(FORM, {**body, "source": "trainer"}, as_coach=True)


def exercises_of(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The exercises of a strength plan, or of all blocks of a hybrid one."""
    yield from plan.get("exercises") or ()
    for block in plan.get("blocks") or ():
        yield from block.get("exercises") or ()
