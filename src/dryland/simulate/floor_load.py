"""A whole floor as load: sessions of players who send heart rate and power together, and a trainer's screen for each.

Measures what only the outside can tell: how long after it was sent a value or a fact is on the screen. A value is
known again by its distance, which counts the ms of this run; a fact by its event id. Sends are spread evenly over the
period of a player. Must not know how the server works.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from dryland.simulate.load import LoadClient, connect_all, event_frame

__all__ = ["FloorLoad", "Latencies", "SessionLogin"]

NAMESPACE: Final = "/training"
TURN_S: Final = 0.002
"""How often the crowd looks whose turn it is to send."""

DISTANCE: Final = 5
"""Place of the distance in a live frame's rows, checked against the columns named on join."""

_PACKET: Final = len(b"42/training,")
_FRAME_HEAD: Final = b'42/training,["training:live:frame",'
_STATUS_HEAD: Final = b'42/training,["training:player:status",'


class _Row(msgspec.Struct, array_like=True):
    player_id: str
    heart_rate: float | None
    power: float | None
    cadence: float | None
    speed: float | None
    distance: float | None


class _Frame(msgspec.Struct):
    players: list[_Row]


class _Mark(msgspec.Struct, rename="camel"):
    event_id: str | None = None


class _Error(msgspec.Struct):
    code: str
    message: str


class _Answer(msgspec.Struct):
    ok: bool
    columns: tuple[str, ...] | None = None
    error: _Error | None = None


_frame: Final = msgspec.json.Decoder(tuple[str, _Frame]).decode
_mark: Final = msgspec.json.Decoder(tuple[str, _Mark]).decode
_answer: Final = msgspec.json.Decoder(tuple[_Answer]).decode


class SessionLogin(NamedTuple):
    """A session with the tokens of everybody in it."""

    session_id: str
    trainer_token: str
    players: Sequence[tuple[str, str]]
    """(player, token)."""

    @classmethod
    def of(cls, seeded: Mapping[str, Any]) -> SessionLogin:
        """A session as `dryland seed --json` prints it."""
        players = [(player["playerId"], player["token"]) for player in seeded["players"]]
        return cls(seeded["sessionId"], seeded["trainer"]["token"], players)


class Latencies(NamedTuple):
    """Times from sending to the trainer's screen, ms, sorted."""

    live_ms: Sequence[float]
    durable_ms: Sequence[float]

    @staticmethod
    def percentile(values: Sequence[float], percent: float) -> float:
        """The value that `percent` of the sorted values do not exceed; NaN without values."""
        if not values:
            return float("nan")
        return values[min(len(values) - 1, int(len(values) * percent / 100))]


class _Player:
    """One player's client with what they will send, over and over: a minute of plausible values."""

    __slots__ = ("client", "head", "player_id", "session_id", "shown", "step", "values")

    def __init__(self, client: LoadClient, session_id: str, player_id: str, rng: random.Random) -> None:
        self.client = client
        self.session_id = session_id
        self.player_id = player_id
        self.head = b'{"sessionId":"%b","playerId":"%b","metrics":{' % (session_id.encode(), player_id.encode())
        self.values = list(_minute(rng))
        self.step = rng.randrange(60)
        self.shown = -1.0
        """The newest distance that a screen has shown of this player."""

    def send(self, at_ms: float) -> None:
        self.step = (self.step + 1) % 60
        payload = b'%b%b,"distance":%.3f}}' % (self.head, self.values[self.step], at_ms)
        self.client.send(event_frame(NAMESPACE, "training:player:metrics", payload))


def _minute(rng: random.Random) -> list[bytes]:
    """A minute of heart rates and powers that a player could have, ending where it began."""
    heart, power = rng.randint(125, 165), rng.randint(150, 280)
    swing = [abs(30 - second) // 2 for second in range(60)]
    return [b'"heartRate":%d,"power":%d' % (heart + up, power + up * 2 + rng.randint(-15, 15)) for up in swing]


class FloorLoad:
    """Connects everybody, starts the sessions, sends at a rate, and keeps what the screens have shown."""

    def __init__(self, host: str, port: int, sessions: Sequence[SessionLogin], *, seed: int = 1) -> None:
        self._address = host, port
        self._logins = sessions
        self._rng = random.Random(seed)
        self._epoch_s = time.perf_counter()
        self._trainers: list[LoadClient] = []
        self._players: list[_Player] = []
        self._by_id: dict[str, _Player] = {}
        self._answers: dict[LoadClient, asyncio.Future[_Answer]] = {}
        self._facts: dict[str, float] = {}
        self._live_ms: list[float] = []
        self._durable_ms: list[float] = []
        self._next_fact = 0
        self.sent = 0
        self.refused: list[str] = []
        self.behind_ms = 0.0
        """How late the crowd itself was at its worst."""

    def _now_ms(self) -> float:
        return (time.perf_counter() - self._epoch_s) * 1000

    # Coming in

    async def connect(self, *, players_join: bool = True) -> None:
        """Bring everybody in; `players_join` puts players into their session's room too, without live values."""
        host, port = self._address
        trainers = [login.trainer_token for login in self._logins]
        self._trainers = await connect_all(host, port, self._to_trainer, trainers, namespace=NAMESPACE)
        people = [(login.session_id, *player) for login in self._logins for player in login.players]
        tokens = [token for _, _, token in people]
        clients = await connect_all(host, port, self._to_player, tokens, namespace=NAMESPACE)
        for client, (session_id, player_id, _) in zip(clients, people, strict=True):
            player = _Player(client, session_id, player_id, self._rng)
            self._players.append(player)
            self._by_id[player_id] = player
        for client, login in zip(self._trainers, self._logins, strict=True):
            answer = await self._ask(client, "training:session:join", login.session_id, b',"live":"frames"')
            if answer.columns is None or answer.columns[DISTANCE] != "distance":
                raise RuntimeError(f"the columns of live frames are other ones: {answer.columns}")
        for player in self._players if players_join else ():
            await self._ask(player.client, "training:session:join", player.session_id, b',"live":"none"')
        self._rng.shuffle(self._players)

    async def start_sessions(self) -> None:
        """Start every session, as its trainer."""
        for client, login in zip(self._trainers, self._logins, strict=True):
            await self._ask(client, "training:session:start", login.session_id)

    async def _ask(self, client: LoadClient, name: str, session_id: str, rest: bytes = b"") -> _Answer:
        """Send an event and wait for its answer. Raises RuntimeError when it is refused."""
        future: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        self._answers[client] = future
        client.send(event_frame(NAMESPACE, name, b'{"sessionId":"%b"%b}' % (session_id.encode(), rest), 1))
        answer = await asyncio.wait_for(future, 30)
        if not answer.ok:
            raise RuntimeError(f"{name} was refused: {answer.error}")
        return answer

    # What comes back

    def _to_trainer(self, client: LoadClient, packet: bytes) -> None:
        if packet.startswith(_FRAME_HEAD):
            self._shown(packet)
        elif packet.startswith(_STATUS_HEAD):
            event_id = _mark(packet[_PACKET:])[1].event_id
            sent_ms = None if event_id is None else self._facts.pop(event_id, None)
            if sent_ms is not None:
                self._durable_ms.append(self._now_ms() - sent_ms)
        else:
            self._to_player(client, packet)

    def _shown(self, packet: bytes) -> None:
        now_ms, by_id, live_ms = self._now_ms(), self._by_id, self._live_ms
        for row in _frame(packet[_PACKET:])[1].players:
            sent_ms = row.distance
            if sent_ms is None:
                continue
            player = by_id[row.player_id]
            if sent_ms != player.shown:
                player.shown = sent_ms
                live_ms.append(now_ms - sent_ms)

    def _to_player(self, client: LoadClient, packet: bytes) -> None:
        if packet.startswith(b"43/training,1["):
            future = self._answers.pop(client, None)
            if future is not None and not future.done():
                future.set_result(_answer(packet[_PACKET + 1 :])[0])
        elif packet.startswith(b'42/training,["training:error'):
            self.refused.append(packet[_PACKET:].decode())

    # Sending

    async def run(self, seconds: float, *, rate_hz: float = 1.0, facts_per_s: float = 0.0) -> None:
        """Every player sends `rate_hz` updates a second; players report `facts_per_s` durable facts in all."""
        count, per_s = len(self._players), len(self._players) * rate_hz
        begun_s = time.perf_counter()
        sent = facts = 0
        while (passed_s := time.perf_counter() - begun_s) < seconds:
            due = int(passed_s * per_s)
            self.behind_ms = max(self.behind_ms, (due - sent) / per_s * 1000 if sent else 0.0)
            while sent < due:
                self._players[sent % count].send(self._now_ms())
                sent += 1
            while facts < passed_s * facts_per_s:
                self._report()
                facts += 1
            await asyncio.sleep(TURN_S)
        self.sent += sent

    def _report(self) -> None:
        """One player reports a fact."""
        player = self._players[self._next_fact % len(self._players)]
        event_id = f"load-fact-{self._next_fact:08}"
        self._next_fact += 1
        payload = b'{"sessionId":"%b","playerId":"%b","status":"active","eventId":"%b"}' % (
            player.session_id.encode(),
            player.player_id.encode(),
            event_id.encode(),
        )
        self._facts[event_id] = self._now_ms()
        player.client.send(event_frame(NAMESPACE, "training:player:status", payload, 2))

    def take_latencies(self) -> Latencies:
        """What the screens have shown since the last call."""
        taken = Latencies(sorted(self._live_ms), sorted(self._durable_ms))
        self._live_ms, self._durable_ms = [], []
        return taken

    @property
    def facts_missing(self) -> int:
        """Facts that no screen has shown yet."""
        return len(self._facts)

    def close(self) -> None:
        """Cut every connection."""
        for client in (*self._trainers, *(player.client for player in self._players)):
            client.close()
