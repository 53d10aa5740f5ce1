"""Question: what does one strength set cost on the path of a durable event?

Command: `python bench/strength_speed.py`. One player, 20 exercises; CPU of a call, best of seven rounds of 400.
Targets: observe and estimate together ≤ 60 µs, a prediction ≤ 10 µs.
"""

import sys
import time
from collections.abc import Callable
from functools import partial

from dryland.science.strength_state import (
    PlannedSet,
    SetObservation,
    StrengthState,
    estimate,
    load_for,
    observe,
    predict_rpe,
)
from simulated_lifters import WORLDS, train

ROUNDS, SETS = 7, 400
DAY_MS = 86_400_000


def _best_us(action: Callable[[], None]) -> float:
    best_s = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        action()
        best_s = min(best_s, (time.process_time() - begun) / SETS)
    return best_s * 1e6


def _repeat(action: Callable[[], object]) -> None:
    for _ in range(SETS):
        action()


def _player() -> StrengthState:
    state = StrengthState()
    for number in range(20):
        done = SetObservation(exercise=f"exercise {number}", load_kg=100.0, reps=5, at_ms=0, rpe=8.0)
        state = observe(state, done)
    return state


def _training(world: str) -> tuple[Callable[[], None], list[StrengthState]]:
    sets = [one.done for one in train(WORLDS[world], SETS, 1)]
    kept = [_player()]

    def train_once() -> None:
        state = _player()
        for done in sets:
            state = observe(state, done)
            estimate(state, done.exercise)
        kept[0] = state

    return train_once, kept


def main() -> int:
    """Print CPU time per call."""
    for world in ("usual lifters", "velocity measured"):
        train_once, kept = _training(world)
        print(f"observe + estimate, {world:<20} {_best_us(train_once):6.1f} µs")
    state = kept[0]
    last_ms = state.exercises["lift"].capacity.at_ms
    for name, at_ms in (("same session", last_ms + 180_000), ("another day", last_ms + 2 * DAY_MS)):
        ahead = PlannedSet(exercise="lift", load_kg=100.0, reps=5, at_ms=at_ms, target_rpe=8.0)
        predict = partial(predict_rpe, state, ahead)
        load = partial(load_for, state, "lift", 5, rpe=8.0, at_ms=at_ms)
        print(f"predict_rpe, {name:<27} {_best_us(partial(_repeat, predict)):6.1f} µs")
        print(f"load_for, {name:<30} {_best_us(partial(_repeat, load)):6.1f} µs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
