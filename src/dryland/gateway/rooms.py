"""Who is in which room, and the fan-out: one packet, encoded once, to many receivers.

Knows no protocol beyond the packet it hands on.
"""

from collections.abc import Collection, Hashable

from dryland.gateway.counters import Counters
from dryland.gateway.engineio import Packet
from dryland.gateway.outbox import Lane
from dryland.gateway.peer import Peer

__all__ = ["Rooms"]


class Rooms:
    """Rooms of one gateway; a room exists while somebody is in it."""

    def __init__(self, counters: Counters) -> None:
        self._rooms: dict[str, dict[Peer, None]] = {}
        self._counters = counters

    def __len__(self) -> int:
        return len(self._rooms)

    def join(self, peer: Peer, room: str) -> None:
        """Put a peer into a room; twice is once."""
        self._rooms.setdefault(room, {})[peer] = None
        peer.rooms.add(room)

    def leave(self, peer: Peer, room: str) -> None:
        """Take a peer out of a room; not being there is fine."""
        members = self._rooms.get(room)
        if members is None or peer not in members:
            return
        del members[peer]
        peer.rooms.discard(room)
        if not members:
            del self._rooms[room]

    def leave_all(self, peer: Peer) -> None:
        """Take a peer out of every room."""
        for room in tuple(peer.rooms):
            self.leave(peer, room)

    def members(self, room: str) -> Collection[Peer]:
        """The peers of a room in the order they joined: a live view, not to be kept across changes."""
        return self._rooms.get(room, {}).keys()

    def emit(
        self,
        room: str,
        packet: Packet,
        lane: Lane = Lane.ORDERED,
        key: Hashable | None = None,
        skip: Peer | None = None,
    ) -> int:
        """Send a packet to everybody in a room but `skip`; returns to how many. What is urgent leaves at once."""
        members = self._rooms.get(room)
        if members is None:
            return 0
        frames = packet.frames
        pushed = queued = 0
        for peer in members:
            if peer is skip:
                continue
            line = peer.line
            write = line.write
            if write is not None:
                write(frames)
                pushed += 1
            else:
                line.enqueue(packet, lane, key if key is None else (peer.namespace, key))
                queued += 1
        if lane is Lane.URGENT:
            for peer in tuple(members):
                peer.line.hurry()
        self._counters.packets_out += pushed
        self._counters.bytes_out += pushed * packet.size
        return pushed + queued
