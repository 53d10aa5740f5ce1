"""Simulated players at work: each follows the floor through a client of its own and does what it is asked.

The bodies are those of `dryland.simulate`; here is only what somebody does with theirs, and when.
"""

from dryland.cli.acting.blocks import Mixing
from dryland.cli.acting.drills import Running
from dryland.cli.acting.lifting import Lifting
from dryland.cli.acting.pedalling import Pedalling
from dryland.cli.acting.stage import Actor, FloorClock, Stage, ms_of

__all__ = ["Actor", "FloorClock", "Lifting", "Mixing", "Pedalling", "Running", "Stage", "ms_of"]
