"""Engine.IO v4 and Socket.IO v5 over picows and HTTP polling: bytes to packets and back.

Knows no sport: what an event means is its application's business. Imports nothing of dryland outside this package.
"""

from dryland.gateway.counters import Counters
from dryland.gateway.engineio import Packet
from dryland.gateway.limits import Limits
from dryland.gateway.origin import Origins
from dryland.gateway.outbox import Lane
from dryland.gateway.peer import Application, Peer, Refusal
from dryland.gateway.reasons import Reason
from dryland.gateway.server import Gateway
from dryland.gateway.socketio import BinaryArgs, event_packet

__all__ = [
    "Application",
    "BinaryArgs",
    "Counters",
    "Gateway",
    "Lane",
    "Limits",
    "Origins",
    "Packet",
    "Peer",
    "Reason",
    "Refusal",
    "event_packet",
]
