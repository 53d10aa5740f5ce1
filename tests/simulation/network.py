"""The network under simulation: latency, cuts that one side notices later, receivers that do not read."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dryland.gateway.peer import Peer
from tests.simulation.loop import VirtualLoop
from tests.simulation.node import BUFFERED_BYTES, Line, SimulatedNode

if TYPE_CHECKING:
    from tests.simulation.client import SimulatedClient

__all__ = ["Link", "Network"]

LATENCY_S = (0.001, 0.08)
RECONNECT_S = (0.05, 1.0)
NOTICE_S = (0.0, 4.0)


class Link:
    """One connection of one client to one life of the node."""

    def __init__(self, node: SimulatedNode, peer: Peer, line: Line) -> None:
        self.node = node
        self.peer = peer
        self.line = line
        self.up = True
        self.inbound_s = 0.0
        self.outbound_s = 0.0
        self.draining = False
        self.deaf_until_s = 0.0


class Network:
    """Carries packets in order, or not at all."""

    def __init__(self, loop: VirtualLoop, rng: random.Random) -> None:
        self.loop = loop
        self._rng = rng
        self._links: dict[str, Link] = {}
        self._clients: dict[str, SimulatedClient] = {}
        self._sids = 0
        self.node: SimulatedNode | None = None

    def link_of(self, client: SimulatedClient) -> Link | None:
        """The client's link, if it is up."""
        return self._links.get(client.name)

    def plug_in(self, client: SimulatedClient) -> None:
        """Let a client connect, and reconnect ever after."""
        self._clients[client.name] = client
        self._dial(client)

    def _dial(self, client: SimulatedClient) -> None:
        node = self.node
        if client.name in self._links:
            return
        if node is None or not node.alive:
            self.loop.call_later(self._rng.uniform(*RECONNECT_S), self._dial, client)
            return
        self._sids += 1
        line = Line(lambda: self._drain(client, link))
        link = Link(node, node.let_in(client.identity, line, f"sid-{self._sids}"), line)
        self._links[client.name] = link
        client.connected()

    def send(self, client: SimulatedClient, name: str, payload: bytes, ack_id: int | None) -> None:
        """From a client to the node."""
        link = self._links.get(client.name)
        if link is not None:
            link.inbound_s = max(link.inbound_s, self.loop.time() + self._rng.uniform(*LATENCY_S))
            self.loop.call_at(link.inbound_s, self._arrive, link, name, payload, ack_id)

    @staticmethod
    def _arrive(link: Link, name: str, payload: bytes, ack_id: int | None) -> None:
        if link.up:
            link.node.hear(link.peer, name, payload, ack_id)

    def _drain(self, client: SimulatedClient, link: Link) -> None:
        """The node has something for a client; a receiver that lets too much pile up is put out."""
        if link.line.outbox.bytes_queued > BUFFERED_BYTES:
            link.line.outbox.clear()
            self.loop.call_soon(self._put_out, client, link)
        elif link.up and not link.draining:
            link.draining = True
            at_s = max(link.outbound_s, link.deaf_until_s, self.loop.time() + self._rng.uniform(*LATENCY_S))
            link.outbound_s = at_s
            self.loop.call_at(at_s, self._deliver, client, link)

    def _put_out(self, client: SimulatedClient, link: Link) -> None:
        if self._links.get(client.name) is link:
            self.cut(client, notice_s=0.0)

    def _deliver(self, client: SimulatedClient, link: Link) -> None:
        link.draining = False
        packets = [link.line.outbox.take() for _ in range(self._rng.randint(1, 8))]
        for packet in packets:
            if packet is not None and link.up:
                client.heard(packet.text)
        if len(link.line.outbox):
            self._drain(client, link)

    def cut(self, client: SimulatedClient, notice_s: float | None = None) -> None:
        """End a client's link; the node notices after a while, what was under way is lost."""
        link = self._links.pop(client.name, None)
        if link is None:
            return
        link.up = False
        client.lost()
        after_s = self._rng.uniform(*NOTICE_S) if notice_s is None else notice_s
        self.loop.call_later(after_s, link.node.lose, link.peer, "transport close")
        self.loop.call_later(self._rng.uniform(*RECONNECT_S), self._dial, client)

    def deafen(self, client: SimulatedClient, for_s: float) -> None:
        """Let a client not read for a while."""
        link = self._links.get(client.name)
        if link is not None:
            link.deaf_until_s = self.loop.time() + for_s

    def cut_all(self) -> None:
        """The node has crashed: every link is gone."""
        for name in list(self._links):
            self.cut(self._clients[name])
