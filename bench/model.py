"""The strength state as a predictor of logged sets, with and without the plan's RPE; must not know the baselines."""

import calendar
from dataclasses import dataclass, field

from body_mass import total_load_kg
from dryland.devices.strength_log import LoggedSet
from dryland.science.strength_state import PlannedSet, SetObservation, StrengthState, observe, predict_rpe

__all__ = ["MODELS", "Model"]


@dataclass(slots=True)
class Model:
    """One lifter's strength state; a log without planned RPEs gives both variants the same sets."""

    sees_plan: bool
    state: StrengthState = field(default_factory=StrengthState)

    def predict(self, logged: LoggedSet) -> float:
        ahead = PlannedSet(
            exercise=logged.exercise,
            load_kg=total_load_kg(logged),
            reps=logged.reps,
            at_ms=_at_ms(logged),
            target_rpe=self._plan(logged),
        )
        return predict_rpe(self.state, ahead)

    def learn(self, logged: LoggedSet) -> None:
        done = SetObservation(
            exercise=logged.exercise,
            load_kg=total_load_kg(logged),
            reps=logged.reps,
            at_ms=_at_ms(logged),
            rpe=logged.rpe,
            to_failure=logged.kind == "failure",
            target_rpe=self._plan(logged),
        )
        self.state = observe(self.state, done)

    def _plan(self, logged: LoggedSet) -> float | None:
        return logged.target_rpe_high if self.sees_plan else None


def _at_ms(logged: LoggedSet) -> int:
    return calendar.timegm(logged.at.timetuple()) * 1000


MODELS = {"model": lambda: Model(sees_plan=True), "model without the plan": lambda: Model(sees_plan=False)}
