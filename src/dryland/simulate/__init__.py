"""Simulated players: hidden true bodies, what they do and what their sensors report; the same from the same seed."""

from dryland.simulate.athlete import Athlete, Measured, draw_athlete, draw_squad, measure
from dryland.simulate.bike import Bike, BikeReading
from dryland.simulate.engine_room import EngineRoom
from dryland.simulate.lifter import LiftedSet, Lifter, reps_to_failure
from dryland.simulate.runner import Attempt, Runner
from dryland.simulate.sensor import FaultRates, Sensor

__all__ = [
    "Athlete",
    "Attempt",
    "Bike",
    "BikeReading",
    "EngineRoom",
    "FaultRates",
    "LiftedSet",
    "Lifter",
    "Measured",
    "Runner",
    "Sensor",
    "draw_athlete",
    "draw_squad",
    "measure",
    "reps_to_failure",
]
