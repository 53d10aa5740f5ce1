"""The node under simulation: the real hall, intake, reception, broadcast and rooms on a virtual loop and disk."""

import random
from collections.abc import Callable
from typing import Any

import msgspec

from dryland.broadcast import PHASES, Broadcast
from dryland.floor.settings import FloorSettings
from dryland.gateway import Gateway, Lane
from dryland.gateway.engineio import Packet
from dryland.gateway.outbox import Outbox
from dryland.gateway.peer import Peer
from dryland.hall import Hall
from dryland.intake import Ceiling, Intake
from dryland.reception import Reception
from dryland.rooms import NAMESPACE
from dryland.timekeeping import NodeClock
from dryland.web.doorkeeper import Doorkeeper
from dryland.web.identity import Identity, TokenSigner
from tests.simulation.disk import Disk
from tests.simulation.loop import VirtualLoop

__all__ = ["BUFFERED_BYTES", "Line", "SimulatedNode", "VirtualClock"]

BUFFERED_BYTES = 60_000
SIGNER = TokenSigner(b"s" * 48)


class VirtualClock(NodeClock):
    """The node's clock on the loop's time."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def now_ms(self) -> int:
        return int(self._loop.time() * 1000)


class Line:
    """A receiver that is always busy: what is sent to it waits in a real outbox until the network takes it."""

    write: Callable[[bytes], None] | None = None

    def __init__(self, notify: Callable[[], None]) -> None:
        self.outbox = Outbox()
        self._notify = notify

    def push(self, packet: Packet) -> None:
        raise AssertionError("this line is never clear")

    def push_text(self, text: bytes) -> None:
        raise AssertionError("this line is never clear")

    def enqueue(self, packet: Packet, lane: Lane, key: Any) -> None:
        self.outbox.put(packet, lane, key, None)
        self._notify()

    def hurry(self) -> None:
        """Nothing is held for the end of a turn."""


class SimulatedNode:
    """One life of a node, from its start to its crash."""

    def __init__(self, loop: VirtualLoop, disk: Disk, settings: FloorSettings, rng: random.Random) -> None:
        self._loop = loop
        self.alive = True
        self.clock = VirtualClock(loop)
        self.gateway = Gateway(clock=loop.time)
        self.broadcast = Broadcast(self.gateway, tick_s=1.0)
        self.hall = Hall(disk, self.clock, settings, self.broadcast)
        self.hall.load()
        reception = Reception(self.hall, self.broadcast, disk)
        self.intake = Intake(
            self.hall,
            self.broadcast,
            reception,
            Doorkeeper(SIGNER, _nobody_is_put_out),
            self.clock,
            settings,
            Ceiling(1e6, 1e6),
            self.gateway.rooms.join,
        )
        self.hall.run()
        self._rng = rng
        loop.call_later(1.0 / PHASES, self._turn)

    def _turn(self) -> None:
        if self.alive:
            self.broadcast.turn(self.clock.now_ms())
            self._loop.call_later(1.0 / PHASES, self._turn)

    def let_in(self, identity: Identity, line: Line, sid: str) -> Peer:
        """Admit a client as the gateway does."""
        peer = Peer(sid, NAMESPACE, "here", line, _NoSession())  # type: ignore[arg-type]
        self.intake.admit(peer, identity)
        return peer

    def hear(self, peer: Peer, name: str, payload: bytes, ack_id: int | None) -> None:
        """An event of a client has arrived."""
        if self.alive:
            self.intake.event(peer, name.encode(), [msgspec.Raw(payload)], ack_id)

    def lose(self, peer: Peer, reason: str) -> None:
        """A client's connection is found to be over."""
        if self.alive:
            self.intake.disconnected(peer, reason)
            self.gateway.rooms.leave_all(peer)

    def crash(self) -> None:
        """Everything this node knew is gone."""
        self.alive = False
        self.hall.samples._is_closed = True
        self.hall.samples.cancel()
        self.hall._waking.close()


def _nobody_is_put_out(_peer: Peer, _reason: str) -> None:
    """Tokens of simulated clients are good for ever."""


class _NoSession:
    """Nobody puts out a simulated peer but the network."""
