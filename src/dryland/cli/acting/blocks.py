"""What a player in a hybrid session does: lifts in one block, pedals in the next, walks over between them.

Made of the lifting and the pedalling player; a strap stays on all the time, so that recovery between blocks is seen.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Any, Final

from dryland.cli.acting.body import Body, step_s
from dryland.cli.acting.lifting import Lifting
from dryland.cli.acting.pedalling import Pedalling
from dryland.cli.acting.stage import Place, Stage, ms_of

__all__ = ["Mixing"]

METRICS: Final = "training:hybrid:mixed:metrics"
MODE: Final = "training:hybrid:mode:switch"

EFFORT_OF_FTP: Final = {"sets": 0.5, "amrap": 0.95, "emom": 0.8, "for_time": 0.95, "transition": 0.12}
"""What a kind of block costs heart and lungs, as if it were pedalled."""
TOLD_EVERY_S: Final = 15.0
EARLY: Final = 0.35
"""Share of ways to the next place on which a player asks for the next screen before the time is up."""


class Mixing:
    """A player who goes through the blocks of a hybrid plan."""

    def __init__(self, lifting: Lifting, body: Body, rng: random.Random) -> None:
        self._lifting = lifting
        self._pedalling = Pedalling(body)
        self._body = body
        self._rng = rng
        self._felt: float | None = None

    async def play(self, stage: Stage) -> None:
        """Block by block, with the strap reporting all along."""
        while not (place := await stage.look()).is_over:
            block: Mapping[str, Any] = place.player.get("block") or {}
            kind = str(block.get("type") or "transition")
            if kind == "interval":
                await self._pedalling.hold(stage, place)
                self._tell(stage, block)
            else:
                await self._away_from_machines(stage, place, block, kind)

    async def _away_from_machines(self, stage: Stage, place: Place, block: Mapping[str, Any], kind: str) -> None:
        effort = EFFORT_OF_FTP[kind if kind == "transition" else str(block.get("scheme") or "sets")]
        since_ms = ms_of(block["startedAt"]) if block.get("startedAt") else stage.now_ms
        self._pedalling.leave(since_ms)
        self._body.begin(effort * self._body.ftp_w, since_ms, on_machine=False)
        strap = asyncio.ensure_future(self._wear_strap(stage, block))
        try:
            if kind == "transition":
                await self._walk(stage, block)
            else:
                await self._lift(stage, place, block)
        finally:
            strap.cancel()

    async def _lift(self, stage: Stage, place: Place, block: Mapping[str, Any]) -> None:
        hurry = 0.25 if block.get("scheme") in {"amrap", "emom", "for_time"} else 1.0
        since_ms = ms_of(block["startedAt"]) if block.get("startedAt") else None
        at: Mapping[str, Any] = place.player.get("exercise") or {}
        done = await self._lifting.go_on(stage, at, place.plan, hurry=hurry, since_ms=since_ms)
        self._felt = done.rpe if done is not None else self._felt

    async def _walk(self, stage: Stage, block: Mapping[str, Any]) -> None:
        """Over to the next place; who is there early asks for the next screen."""
        if block.get("nextType") and self._rng.random() < EARLY:
            await stage.wait(self._rng.uniform(60, 120))
            if not stage.has_moved:
                await stage.send(MODE, {"toMode": block["nextType"], "reason": "ready early"})
        while not stage.has_moved:
            await stage.wait(20.0)

    async def _wear_strap(self, stage: Stage, block: Mapping[str, Any]) -> None:
        """Report heart rate, and now and then everything together, until the block's work is over."""
        told_ms = stage.now_ms
        while True:
            self._body.report(stage, stage.now_ms)
            if stage.now_ms - told_ms >= TOLD_EVERY_S * 1000:
                told_ms = stage.now_ms
                self._tell(stage, block)
            await stage.spend(step_s(stage.speed))

    def _tell(self, stage: Stage, block: Mapping[str, Any]) -> None:
        """What this player does, as one message."""
        if not block:
            return
        metrics: dict[str, object] = {"heartRate": self._body.heart_rate}
        power_w = self._body.power_w
        metrics |= {} if power_w is None else {"power": round(power_w)}
        metrics |= {} if self._felt is None else {"rpe": self._felt, "fatigue": max(1.0, min(10.0, self._felt - 1))}
        stage.tell(METRICS, {"currentBlock": block["id"], "metrics": metrics})
