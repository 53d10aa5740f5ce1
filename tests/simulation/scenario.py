"""One seed: a session, its clients, a disk and a network, a stream of troubles, and what must hold all the while.

After each step: every fact that a screen was told of stands in the log as it was told; every acknowledged fact is in
the log, once; what a joining screen was shown is what the log says at that position. At the end, when all troubles are
over: memory equals a replay of the log, every recorded fact is there once and in its device's order, every acknowledged
sample is stored, every screen believes what the server knows.
"""

import random
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import msgspec

from dryland.contract.base import Role, WorkoutType
from dryland.floor.aggregate import Session
from dryland.floor.opening import NewPlayer, NewSession, open_session
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings
from dryland.held_session import stored_event
from dryland.history import read_session
from dryland.store import Append, StreamHead
from dryland.web.identity import Identity
from tests.simulation.client import Model, SimulatedClient
from tests.simulation.disk import Disk
from tests.simulation.loop import VirtualLoop
from tests.simulation.network import Network
from tests.simulation.node import SimulatedNode

__all__ = ["Broken", "Scenario"]

START_S = 1_800_000_000.0
SESSION, EPOCH = "s1", "e1"
PLAN = {"intervals": [{"id": f"i{n}", "name": f"I{n}", "type": "work", "duration": 4 + n} for n in range(4)]}
PROFILE = PlayerProfile(hr_max=190, hr_rest=50, ftp_w=250.0, cp_w=240.0, w_prime_j=20_000.0, mass_kg=80.0, age_y=22.0)
TROUBLES_S = 12.0
QUIET_S = 30.0
ACTIONS = 70


class Broken(AssertionError):
    """An invariant does not hold."""


class Scenario:
    """Everything that follows from one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        self.loop = VirtualLoop(START_S)
        self.settings = FloorSettings()
        self.disk = Disk(self.loop, random.Random(seed + 1))
        self.network = Network(self.loop, random.Random(seed + 2))
        self.crashes = 0
        self.disk_troubles = 0
        self.steps = 0
        self.digest = 0
        """Of everything that anybody was told, and when: the same seed gives the same one in every process."""
        self.samples: dict[str, dict[int, int]] = {}
        self._open()
        self.staff = self._client("trainer", Role.TRAINER)
        self.players = [self._client(f"p{number}", Role.PLAYER, f"p{number}") for number in (1, 2, 3)]
        self.observer = self._client("observer", Role.OBSERVER)
        self.wall = self._client("wall", Role.WALL)
        self.clients = [self.staff, *self.players, self.observer, self.wall]
        self._watch_everybody()

    def _open(self) -> None:
        people = [NewPlayer(f"p{number}", f"Player {number}", number, PROFILE) for number in (1, 2, 3)]
        new = NewSession(
            SESSION, EPOCH, "club", WorkoutType.CONDITIONING, "Test", people, msgspec.json.encode(PLAN), trainer_id="t1"
        )
        now_ms = int(START_S * 1000)
        _, entries = open_session(new, now_ms, self.settings)
        stored = [stored_event(SESSION, name, fact, msgspec.json.encode(fact)) for name, fact in entries]
        head = StreamHead(SESSION, "session", "club", EPOCH, now_ms)
        self.disk.append_and_wait(Append(events=stored, new_streams=[head]))

    def _client(self, name: str, role: Role, player: str | None = None) -> SimulatedClient:
        identity = Identity(name, role, "club", player_id=player)
        return SimulatedClient(name, identity, SESSION, self.network)

    # What is watched at every step

    def _watch_everybody(self) -> None:
        for client in self.clients:
            client.heard = self._watched(client, client.heard)  # type: ignore[method-assign]

    def _watched(self, client: SimulatedClient, heard: Any) -> Any:
        def watch(text: bytes) -> None:
            self.digest = crc32(b"%b %f %b" % (client.name.encode(), self.loop.time(), text), self.digest)
            self._check_packet(client, text)
            heard(text)

        return watch

    def _check_packet(self, client: SimulatedClient, text: bytes) -> None:
        head, _, body = text.partition(b"/training,")
        if head == b"43":
            answer = msgspec.json.decode(b"[" + body.partition(b"[")[2])[0]
            self._check_answer(client, answer)
            return
        name, payload = msgspec.json.decode(body)
        if isinstance(payload.get("seq"), int) and name != "training:session:joined":
            self._check_told(client, name, payload)

    def _check_told(self, client: SimulatedClient, name: str, payload: dict[str, Any]) -> None:
        stored = next(self.disk.events(SESSION, payload["seq"] - 1, payload["seq"]), None)
        if stored is None:
            raise Broken(f"{client.name} was told {name} {payload['seq']}, which is not in the log")
        if name == "training:position":
            return
        if stored.name != name or msgspec.json.decode(stored.payload)["recordedAt"] != payload["recordedAt"]:
            raise Broken(f"{client.name} was told {name} as {payload['seq']}, the log has {stored.name}")
        targets = payload.get("targetPlayers")
        if targets and client.identity.role is not Role.TRAINER and client.identity.player_id not in targets:
            raise Broken(f"{client.name} reads words that are for {targets}")

    def _check_answer(self, client: SimulatedClient, answer: dict[str, Any]) -> None:
        if not answer.get("ok"):
            return
        if "eventId" in answer and "seq" in answer:
            stored = self.disk.find_event(SESSION, answer["eventId"])
            if stored is None or stored.seq != answer["seq"]:
                raise Broken(f"{answer['eventId']} was acknowledged as {answer['seq']}, the log has {stored}")
        elif "recovered" in answer:
            self._check_join(client, answer)

    def _check_join(self, client: SimulatedClient, answer: dict[str, Any]) -> None:
        head = self.disk.head(SESSION)
        assert head is not None
        if answer["seq"] > head.last_seq:
            raise Broken(f"{client.name} was shown {answer['seq']}, the log ends with {head.last_seq}")
        for event in answer.get("events") or ():
            self._check_told(client, event["event"], event["payload"])
        if answer.get("session") is not None:
            shown, known = Model(), Model()
            shown.replace(answer["session"])
            known.replace(_as_json(self._replayed(answer["seq"])))
            if vars(shown) != vars(known):
                raise Broken(f"{client.name} was shown {vars(shown)} at {answer['seq']}, the log says {vars(known)}")

    def _replayed(self, up_to: int | None = None) -> Session:
        session = read_session(_Until(self.disk, up_to), SESSION, EPOCH, self.settings).session
        assert session is not None
        return session

    # The run

    def run(self) -> None:
        """Live through everything; raises `Broken`."""
        with self.loop:
            self._start_node()
            for client in self.clients:
                self.network.plug_in(client)
            for number in range(ACTIONS):
                self.loop.call_later(self.rng.uniform(0, TROUBLES_S), self._act, number)
            self._plan_troubles()
            self._run_until(START_S + TROUBLES_S)
            self._calm()
            self._run_until(START_S + TROUBLES_S + QUIET_S, until=self._at_rest)
            self._judge()

    def _run_until(self, at_s: float, until: Any = None) -> None:
        while self.loop.time() < at_s and self.loop.step():
            self.steps += 1
            if until is not None and self.steps % 50 == 0 and until():
                return

    def _start_node(self) -> None:
        self.network.node = SimulatedNode(self.loop, self.disk, self.settings, self.rng)

    def _crash(self) -> None:
        node = self.network.node
        if node is None or not node.alive:
            return
        self.crashes += 1
        node.crash()
        self.disk.crash()
        self.network.cut_all()
        self.loop.call_later(self.rng.uniform(0.05, 1.0), self._start_node)

    def _plan_troubles(self) -> None:
        for _ in range(self.rng.randint(0, 3)):
            self.loop.call_later(self.rng.uniform(0.1, TROUBLES_S - 1.5), self._crash)
        for _ in range(self.rng.randint(0, 2)):
            at_s = self.rng.uniform(0, TROUBLES_S - 1)
            self.disk_troubles += 1
            self.loop.call_later(at_s, self.disk.fail)
            self.loop.call_later(at_s + self.rng.uniform(0.01, 1.5), self.disk.heal)
        for _ in range(self.rng.randint(0, 6)):
            client = self.rng.choice(self.clients)
            self.loop.call_later(self.rng.uniform(0, TROUBLES_S), self.network.cut, client)
        for _ in range(self.rng.randint(0, 3)):
            client = self.rng.choice(self.clients)
            self.loop.call_later(self.rng.uniform(0, TROUBLES_S), self.network.deafen, client, 5.0)

    def _act(self, number: int) -> None:
        rng = self.rng
        if rng.random() < 0.3:
            self._command(number)
            return
        player = rng.choice(self.players)
        player_id = player.name
        chance = rng.random()
        if chance < 0.4:
            status = {"playerId": player_id, "status": rng.choice(("active", "paused", "waiting"))}
            player.record(f"event-{number:06d}", "training:player:status", status)
        elif chance < 0.6:
            self._batch(player, number)
        else:
            self._beat(player, number)

    def _command(self, number: int) -> None:
        event_id, rng = f"event-{number:06d}", self.rng
        chance = rng.random()
        if chance < 0.5:
            action = rng.choice(("start", "start", "pause", "resume", "end" if number > ACTIONS - 6 else "resume"))
            self.staff.record(event_id, f"training:session:{action}", {})
        elif chance < 0.85:
            targets = rng.choice((None, ["p1"], ["p2", "p3"]))
            words = {"message": f"words {number}"} | ({"targetPlayers": targets} if targets else {})
            self.staff.record(event_id, "training:session:message", words)
        else:
            plan = {"intervals": PLAN["intervals"][: rng.randint(1, 4)]}
            self.staff.record(event_id, "training:session:plan", {"plan": plan})

    def _batch(self, player: SimulatedClient, number: int) -> None:
        start_ms = int(self.loop.time() * 1000) - self.rng.randint(0, 5_000)
        rows = {start_ms + 1000 * row - 7_000: 100 + (number + row) % 30 for row in range(5)}
        times = [_iso(at_ms) for at_ms in rows]
        columns = {"t": times, "heartRate": list(rows.values())}
        player.record(f"event-{number:06d}", "training:player:samples", {"playerId": player.name, "columns": columns})
        self.samples.setdefault(f"event-{number:06d}", {}).update(rows)

    def _beat(self, player: SimulatedClient, number: int) -> None:
        at_ms = int(self.loop.time() * 1000)
        key = f"beat-{number:06d}"
        payload = {
            "sessionId": SESSION,
            "playerId": player.name,
            "heartRate": 100 + number % 30,
            "occurredAt": _iso(at_ms),
            "eventId": key,
        }
        if player.joined:
            self.samples[key] = {at_ms: 100 + number % 30}

            def answered(answer: dict[str, Any]) -> None:
                if answer["ok"]:
                    player.acknowledged[key] = 0

            player.call("training:conditioning:hr:update", payload, answered)

    def _calm(self) -> None:
        """No more troubles: the disk works, the node lives, links stay up."""
        self.disk.heal()
        node = self.network.node
        if node is None or not node.alive:
            self._start_node()

    def _at_rest(self) -> bool:
        head, node = self.disk.head(SESSION), self.network.node
        held = None if node is None else node.hall.find(SESSION)
        assert head is not None
        if held is None or held.pending or held.broken:
            return False
        return all(
            client.joined and not client.outbox and client.track.seq == head.last_seq and not client.track.joining
            for client in self.clients
        )

    # The verdict

    def _judge(self) -> None:
        if not self._at_rest():
            states = {client.name: (client.joined, len(client.outbox), client.track.seq) for client in self.clients}
            raise Broken(f"no rest: {states}, the log ends with {self.disk.head(SESSION)}")
        events = list(self.disk.events(SESSION))
        if [event.seq for event in events] != list(range(1, len(events) + 1)):
            raise Broken("seq has a gap")
        ids = [event.event_id for event in events if event.event_id is not None]
        if len(ids) != len(set(ids)):
            raise Broken("a fact is there twice")
        self._judge_outboxes(ids)
        self._judge_samples()
        self._judge_memory()
        self._judge_models()

    def _judge_outboxes(self, ids: list[str]) -> None:
        for client in self.clients:
            kept = [event_id for event_id in client.recorded if event_id not in client.refused]
            missing = set(kept) - set(ids)
            if missing:
                raise Broken(f"{client.name} was told yes to {sorted(missing)}, which the log does not have")
            mine = set(kept)
            if not client.deferred and [event_id for event_id in ids if event_id in mine] != kept:
                raise Broken(f"the log does not have the order of {client.name}")
            odd = set(client.refused.values()) - {"INVALID_TRANSITION"}
            if odd:
                raise Broken(f"{client.name} was refused with {odd}")

    def _judge_samples(self) -> None:
        for player in self.players:
            kept = self.disk.samples(SESSION, player.name)
            if len(kept.at_ms) != len(set(kept.at_ms)):
                raise Broken("a sample is there twice")
            have = set(kept.at_ms)
            for key in player.acknowledged:
                if not self.samples.get(key, {}).keys() <= have:
                    raise Broken(f"samples of {key} were acknowledged and are not stored")

    def _judge_memory(self) -> None:
        node = self.network.node
        assert node is not None
        held = node.hall.find(SESSION)
        assert held is not None
        replayed = self._replayed()
        if msgspec.json.decode(held.session.snapshot()) != msgspec.json.decode(replayed.snapshot()):
            raise Broken("memory is not what the log says")

    def _judge_models(self) -> None:
        truth = Model()
        truth.replace(_as_json(self._replayed()))
        for client in (self.staff, *self.players, self.observer):
            if vars(client.model) != vars(truth):
                raise Broken(f"{client.name} believes {vars(client.model)}, the server knows {vars(truth)}")
            if client.positions != sorted(set(client.positions)):
                raise Broken(f"{client.name} was told out of order")
            if client.discontinuities:
                raise Broken(f"{client.name} was told of a discontinuity without a reason")


class _Until:
    """The log up to a position, without snapshots."""

    def __init__(self, disk: Disk, up_to: int | None) -> None:
        self._disk = disk
        self._up_to = up_to

    def events(self, stream: str, after_seq: int = 0) -> Any:
        return self._disk.events(stream, after_seq, self._up_to)

    def snapshot(self, stream: str) -> None:
        return None


def _as_json(session: Session) -> dict[str, Any]:
    state: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(session.view(int(START_S * 1000))))
    return state


def _iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
