"""What a player between cones does: steps up, runs past the gates, hears what was wrong, walks back and waits.

The path is the plan's; gates report splits as they are passed, and a beam that is broken too early tells nonsense.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dryland.cli.acting.stage import Stage, ms_of
from dryland.contract.agility_plan import Drill
from dryland.contract.base import Side
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import DrillLayout, lay_out
from dryland.simulate import Attempt, Runner

__all__ = ["Running"]

DRILL: Final = "training:agility:drill:completion"
FAULT: Final = "training:agility:error:tracking"
PATTERN: Final = "training:agility:pattern:progress"
TIMING: Final = "training:agility:timing:update"

BEAM_FAULT: Final = 0.01
"""Share of attempts whose time the gates get wrong."""
BEAM_SHARE: Final = 0.2
"""What of the true time a gate shows that was set off on the way out."""
SPRINT_20_S: Final = 3.15


class Running:
    """A player who goes through the drills of a plan attempt by attempt."""

    def __init__(self, runner: Runner, rng: random.Random) -> None:
        self._runner = runner
        self._rng = rng
        self._settings = AgilitySettings()

    async def play(self, stage: Stage) -> None:
        """Attempt by attempt, until every drill is done."""
        while not (place := await stage.look()).is_over:
            at: Mapping[str, Any] = place.player.get("drill") or {}
            left_s = (ms_of(at["restEndsAt"]) - stage.now_ms) / 1000 if at.get("restEndsAt") else 0.0
            if not at:
                await stage.wait(2.0)
            elif left_s > 0:
                await stage.spend(left_s + self._rng.uniform(0, 12))
            else:
                await self._attempt(stage, at, place.plan)

    async def _attempt(self, stage: Stage, at: Mapping[str, Any], plan: Mapping[str, Any]) -> None:
        drill = next(msgspec.convert(each, Drill) for each in plan["drills"] if each["id"] == at["id"])
        layout = lay_out(drill, Side(at["side"]) if at.get("side") else None, self._settings)
        gates = sum(step.gate is True for step in layout.steps)
        splits = max(1, gates - 1 if gates else min(3, len(layout.steps) - 1))
        run = self._runner.run(at["pattern"], splits, SPRINT_20_S if at["pattern"] == "linear" else None)
        own = {"drillId": at["id"], "attemptNumber": at["attemptNumber"]}
        self._tell_step(stage, own, "setup", 0)
        await stage.spend(self._rng.uniform(6, 15))
        await self._run(stage, own, run, layout)
        await self._finish(stage, at, own, run)

    async def _run(self, stage: Stage, own: Mapping[str, object], run: Attempt, layout: DrillLayout) -> None:
        """From the first step to the last gate, with the steps and splits between as they come."""
        self._tell_step(stage, own, "execution", 1)
        passed_ms = 0
        for index, split_ms in enumerate(run.splits_ms):
            await stage.spend((split_ms - passed_ms) / 1000)
            passed_ms = split_ms
            step = 1 + round((index + 1) / (len(run.splits_ms) + 1) * (len(layout.steps) - 1))
            self._tell_step(stage, own, "execution", step)
            stage.tell(TIMING, {**own, "elapsedMs": split_ms, "split": {"index": index, "time": split_ms}})
        await stage.spend((run.time_ms - passed_ms) / 1000)

    async def _finish(self, stage: Stage, at: Mapping[str, Any], own: Mapping[str, object], run: Attempt) -> None:
        """The time, and what the coach saw."""
        for fault in run.faults:
            error = {"type": fault, "atMs": round(run.time_ms * self._rng.uniform(0.2, 0.9))}
            await stage.send(FAULT, {**own, "error": error}, as_coach=True)
        wrong = self._rng.random() < BEAM_FAULT
        result: dict[str, object] = {
            "drillId": at["id"],
            "drillName": at["name"],
            "pattern": at["pattern"],
            "attemptNumber": at["attemptNumber"],
            "totalAttempts": at["totalAttempts"],
            "completionTime": round(run.time_ms * BEAM_SHARE) if wrong else run.time_ms,
            "splits": () if wrong else run.splits_ms,
            "errors": (),
            "source": "gates",
            "reactionTime": round(1000 * run.reaction_s),
        }
        await stage.send(DRILL, {"drillResult": result})

    def _tell_step(self, stage: Stage, own: Mapping[str, object], phase: str, step: int) -> None:
        stage.tell(PATTERN, {**own, "currentPhase": phase, "patternProgress": {"currentStep": step}})
