"""Clients under simulation: the real track of positions, an outbox, and a model of the session fed by events alone."""

from typing import Any

import msgspec

from dryland.client.messages import Discontinuity, Event
from dryland.client.track import SessionTrack
from dryland.web.identity import Identity
from tests.simulation.network import Network

__all__ = ["Model", "SimulatedClient"]

ANSWER_S = 3.0
WINDOW = 6


class Model:
    """What a screen believes: a snapshot, and from then on what events say."""

    FIELDS = ("status", "startTime", "endTime", "pausedAt", "emergency", "plan")

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.players: dict[str, str] = {}

    def replace(self, state: dict[str, Any]) -> None:
        """Believe a snapshot."""
        self.fields = {name: state[name] for name in self.FIELDS if state.get(name) is not None}
        self.players = {player["playerId"]: player["status"] for player in state["players"]}

    def apply(self, event: Event) -> None:
        """Believe an event."""
        payload: Any = event.payload
        match event.name:
            case "training:session:update":
                updates = payload["updates"]
                self.fields |= {name: updates[name] for name in self.FIELDS if name in updates}
                for name in updates.get("cleared", ()):
                    self.fields.pop(name, None)
                if "startTime" in updates:
                    waiting = [player for player, status in self.players.items() if status == "waiting"]
                    self.players |= dict.fromkeys(waiting, "active")
            case "training:conditioning:interval:transition":
                if payload.get("finished"):
                    self.players[payload["playerId"]] = "completed"
            case "training:session:plan":
                if payload.get("playerIds") is None:
                    self.fields["plan"] = payload["plan"]
            case "training:player:join":
                self.players[payload["playerId"]] = payload["player"]["status"]
            case "training:player:leave":
                self.players.pop(payload["playerId"], None)
            case "training:player:status":
                self.players[payload["playerId"]] = payload["status"]
                if payload["status"] == "dropped":
                    self.players.pop(payload["playerId"])


class SimulatedClient:
    """One client: joined to the session whenever it is connected, its outbox delivered in order."""

    def __init__(self, name: str, identity: Identity, session_id: str, network: Network) -> None:
        self.name = name
        self.identity = identity
        self.session_id = session_id
        self.track = SessionTrack(session_id, live="events")
        self.model = Model()
        self.outbox: list[tuple[str, str, dict[str, Any]]] = []
        self.recorded: list[str] = []
        self.acknowledged: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self.deferred = False
        self.discontinuities = 0
        self.positions: list[int] = []
        self._network = network
        self._answers: dict[int, Any] = {}
        self._next_ack = 0
        self._in_flight: set[str] = set()
        self._window = 1
        self.joined = False

    # What the network tells

    def connected(self) -> None:
        """The link is up."""
        self._answers.clear()
        self._in_flight.clear()
        self._window = 1
        self.joined = False
        self.track.fail_join()
        self.join()

    def lost(self) -> None:
        """The link is down."""
        self.joined = False
        self._answers.clear()
        self._in_flight.clear()

    def heard(self, text: bytes) -> None:
        """A packet has come."""
        head, _, body = text.partition(b"/training,")
        if head == b"42":
            name, payload = msgspec.json.decode(body)
            self._event(Event.of(name, payload))
        else:
            ack_id, _, args = body.partition(b"[")
            answer = self._answers.pop(int(ack_id), None)
            if answer is not None:
                answer(msgspec.json.decode(b"[" + args)[0])

    # What it does

    def call(self, name: str, payload: dict[str, Any], answer: Any) -> None:
        """Send an event and hear its acknowledgement; a silence ends the link."""
        self._next_ack += 1
        ack_id = self._next_ack
        self._answers[ack_id] = answer
        link = self._network.link_of(self)
        self._network.send(self, name, msgspec.json.encode(payload), ack_id)

        def overdue() -> None:
            if ack_id in self._answers and self._network.link_of(self) is link:
                self._network.cut(self)

        self._network.loop.call_later(ANSWER_S, overdue)

    def join(self) -> None:
        """Join where it was left."""
        self.call("training:session:join", self.track.begin_join(), self._joined)

    def _joined(self, answer: dict[str, Any]) -> None:
        if not answer["ok"]:
            self.track.fail_join()
            self._network.loop.call_later(0.2, self._join_again, self._network.link_of(self))
            return
        before = self.track.seq
        messages = self.track.finish_join(answer)
        if before is None or any(isinstance(message, Discontinuity) for message in messages):
            self.discontinuities += before is not None
            self._believe(answer)
        for message in messages:
            if isinstance(message, Event):
                self._apply(message)
        self.joined = True
        self.deliver()

    def _believe(self, answer: dict[str, Any]) -> None:
        if answer.get("session") is not None:
            self.model.replace(answer["session"])

    def _join_again(self, link: object) -> None:
        if self._network.link_of(self) is link and link is not None:
            self.join()

    def _event(self, event: Event) -> None:
        ready, missing = self.track.take(event)
        for one in ready:
            self._apply(one)
        if missing and not self.track.joining:
            self.join()

    def _apply(self, event: Event) -> None:
        if event.seq is not None:
            self.positions.append(event.seq)
            self.model.apply(event)

    def record(self, event_id: str, name: str, payload: dict[str, Any]) -> None:
        """Put a fact into the outbox."""
        self.recorded.append(event_id)
        self.outbox.append((event_id, name, {"sessionId": self.session_id, **payload, "eventId": event_id}))
        self.deliver()

    def deliver(self) -> None:
        """Send the oldest facts of the outbox, as many as may be under way; the next ones when all are answered."""
        if not self.joined or self._in_flight:
            return
        for event_id, name, payload in self.outbox[: self._window]:
            self._in_flight.add(event_id)
            self.call(name, payload, lambda answer, event_id=event_id: self._answered(event_id, answer))

    def _answered(self, event_id: str, answer: dict[str, Any]) -> None:
        self._in_flight.discard(event_id)
        if answer["ok"]:
            self.acknowledged[event_id] = answer.get("seq", 0)
            self._settle(event_id)
        elif answer["error"]["retryable"]:
            self.deferred = True
            self._window = 1
        else:
            self.refused[event_id] = answer["error"]["code"]
            self._settle(event_id)
        if not self._in_flight:
            self._network.loop.call_later(0.05 if self.deferred else 0.0, self.deliver)

    def _settle(self, event_id: str) -> None:
        self.outbox = [entry for entry in self.outbox if entry[0] != event_id]
        self._window = min(WINDOW, self._window + 1)
