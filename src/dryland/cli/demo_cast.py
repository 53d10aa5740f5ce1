"""Who plays in a demo: simulated players who follow their plan, or recordings, each with its own client."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final, NamedTuple, Protocol, cast

import msgspec

from dryland.cli.playing import Part, plan_of, played
from dryland.client import DrylandClient, Event, NotAcknowledged, Refused
from dryland.client.messages import iso
from dryland.client.replay import PlayedSamples, replay
from dryland.contract.base import WorkoutType
from dryland.contract.conditioning import ConditioningPlan, Interval, PowerBasis
from dryland.devices import Recording
from dryland.floor.opening import NewPlayer, NewSession
from dryland.floor.profile import PlayerProfile
from dryland.plans import default_plan
from dryland.seeding import made_up_player
from dryland.simulate import Athlete, EngineRoom, Sensor, draw_squad

__all__ = ["Actor", "Cast", "recorded_cast", "simulated_cast"]

METRICS: Final = "training:player:metrics"
TRANSITION: Final = "training:conditioning:interval:transition"
UPDATE: Final = "training:session:update"
SESSION_ID: Final = "demo"
OVER: Final = frozenset({"completed", "cancelled"})
FASTEST_HZ: Final = 20.0
EASY_OF_FTP: Final = 0.45
LIKELY_BPM: Final = (40, 220)


class Actor(Protocol):
    """One player's doing, from the start of the session on."""

    async def play(self, client: DrylandClient, session_id: str, player_id: str, speed: float) -> None:
        """Send this player's values until the workout is over; `speed` is how fast the server's time runs."""
        ...


class Cast(NamedTuple):
    """A session and who plays in it, in the order of its players."""

    session: NewSession
    actors: Sequence[Actor]
    says: str
    own_plans: Sequence[dict[str, Any]] = ()
    """A plan for each player, where they do not all follow the session's."""


def simulated_cast(count: int, seed: int) -> Cast:
    """Made-up players on the plan to begin with."""
    rng = random.Random(seed)  # noqa: S311 (a demo, not a secret)
    plan = default_plan(WorkoutType.CONDITIONING)
    assert isinstance(plan, ConditioningPlan)
    squad = draw_squad(count, seed)
    players = [made_up_player(athlete, f"{SESSION_ID}-p{place}", rng) for place, athlete in enumerate(squad, 1)]
    actors = [
        Simulated(athlete, player.profile.ftp_w or 0.0, plan.intervals, rng.getrandbits(64))
        for athlete, player in zip(squad, players, strict=True)
    ]
    session = _session("Simulated players", players, msgspec.json.encode(plan))
    return Cast(session, actors, f"{count} players, all simulated")


def recorded_cast(recordings: Sequence[Recording], count: int, seed: int) -> Cast:
    """The recordings in turn; who is not the first of a recording is varied, and named so."""
    rng = random.Random(seed)  # noqa: S311 (a demo, not a secret)
    actors: list[Recorded] = []
    players: list[NewPlayer] = []
    for place in range(count):
        recording = recordings[place % len(recordings)]
        turn = place // len(recordings)
        name = PurePath(recording.name).stem[:60]
        variation = Variation(rng.randint(-9, 9), round(rng.uniform(0.85, 1.15), 2)) if turn else None
        label = name if variation is None else f"{name}, varied {variation}"
        players.append(NewPlayer(f"demo-p{place + 1}", label, place + 1, _seen(recording, variation)))
        actors.append(Recorded(recording, variation))
    plans = [plan_of(recording) for recording in recordings]
    real = min(count, len(recordings))
    says = f"{real} players as recorded" + (f", {count - real} varied from them" if count > real else "")
    session = _session(f"Recordings: {says}", players, msgspec.json.encode(plans[0]))
    return Cast(session, actors, says, [plans[place % len(plans)] for place in range(count)])


def _seen(recording: Recording, variation: Variation | None) -> PlayerProfile:
    """All that a recording tells of a body: its highest heart rate stands in for HRmax, so zones come out high."""
    highest = max((bpm for bpm in recording.heart_rate_bpm if bpm is not None), default=None)
    if highest is None or variation is None:
        return PlayerProfile(hr_max=highest)
    return PlayerProfile(hr_max=_beat(highest, variation))


def _session(name: str, players: Sequence[NewPlayer], plan: bytes) -> NewSession:
    return NewSession(
        session_id=SESSION_ID,
        epoch=secrets.token_hex(6),
        org_id="demo",
        workout_type=WorkoutType.CONDITIONING,
        workout_name=name,
        players=players,
        plan=plan,
        trainer_id="trainer-demo",
        trainer_name="Trainer",
    )


class FloorClock:
    """The server's time as told once, carried on at the speed at which it runs there."""

    def __init__(self, told_ms: float, speed: float) -> None:
        self._told_ms = told_ms
        self._per_s = 1000 * speed
        self._since_s = time.monotonic()

    def now_ms(self) -> float:
        """Milliseconds since 1970 over there; never ahead."""
        return self._told_ms + (time.monotonic() - self._since_s) * self._per_s


class Simulated:
    """A player who does what the plan asks, as the server says where in it they are."""

    def __init__(self, athlete: Athlete, ftp_w: float, intervals: Sequence[Interval], seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 (a demo, not a secret)
        self._body = EngineRoom(athlete, rng)
        self._strap = Sensor(rng)
        self._ftp_w = ftp_w
        self._intervals = intervals
        self._index: int | None = None
        self._status = "active"
        self._clock = FloorClock(0, 1.0)

    async def play(self, client: DrylandClient, session_id: str, player_id: str, speed: float) -> None:
        """Follow the session's events and send one reading a second of the server's time."""
        listening = asyncio.ensure_future(self._listen(client, player_id))
        try:
            await self._join(client, session_id, player_id, speed)
            await self._exert(client, session_id, player_id, speed)
        finally:
            listening.cancel()

    async def _join(self, client: DrylandClient, session_id: str, player_id: str, speed: float) -> None:
        answer = await client.join(session_id, live="none")
        self._clock = FloorClock(_ms(str(answer["serverTime"])), speed)
        state = cast("Mapping[str, Any]", answer["session"])
        self._status = str(state["status"])
        for player in state["players"]:
            if player["playerId"] == player_id and "interval" in player:
                self._index = int(player["interval"]["index"])

    async def _listen(self, client: DrylandClient, player_id: str) -> None:
        async for message in client.events():
            if isinstance(message, Event):
                self._hear(message.name, message.payload, player_id)

    def _hear(self, name: str, payload: Mapping[str, Any], player_id: str) -> None:
        if name == TRANSITION and payload.get("playerId") in (None, player_id):
            self._index = payload.get("index")
        elif name == UPDATE and "status" in payload["updates"]:
            self._status = str(payload["updates"]["status"])

    async def _exert(self, client: DrylandClient, session_id: str, player_id: str, speed: float) -> None:
        step_s = max(1.0, speed / FASTEST_HZ)
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        while self._status not in OVER:
            sample = {"sessionId": session_id, "playerId": player_id, "metrics": self._reading(step_s)}
            await _told(client, {**sample, "occurredAt": iso(self._clock.now_ms())})
            due_s = max(due_s + step_s / speed, loop.time() - step_s)
            await asyncio.sleep(due_s - loop.time())

    def _reading(self, step_s: float) -> dict[str, int]:
        """What machine and strap say after some more time; a strap that lost the skin says nothing."""
        self._body.step(self._asked() * self._ftp_w, step_s)
        heart_rate = self._strap.read(self._body.heart_rate, step_s)
        power = {"power": round(self._body.power_w)}
        return power if heart_rate is None else {**power, "heartRate": heart_rate}

    def _asked(self) -> float:
        """The middle of the present target as a share of FTP; easy pedalling without one, nothing in a pause."""
        if self._status != "active":
            return 0.0
        if self._index is None or not 0 <= self._index < len(self._intervals):
            return 0.0
        target = self._intervals[self._index].power
        if target is None or target.basis is not PowerBasis.FTP:
            return EASY_OF_FTP
        return (target.min + target.max) / 200


async def _told(client: DrylandClient, payload: dict[str, object]) -> None:
    """Send one live value; one that did not get through is past and is not sent again."""
    try:
        await client.send(METRICS, payload, timeout_s=2.0)
    except (NotAcknowledged, Refused):
        return


class Variation(NamedTuple):
    """How a varied player differs from the recording."""

    heart_rate_bpm: int
    power_factor: float

    def __str__(self) -> str:
        return f"{self.heart_rate_bpm:+d} bpm, × {self.power_factor:.2f} W"


class Recorded:
    """A player whose body is a recording."""

    def __init__(self, recording: Recording, variation: Variation | None) -> None:
        self._recording = recording
        self._variation = variation

    async def play(self, client: DrylandClient, session_id: str, player_id: str, speed: float) -> None:
        """Play the recording from the session's start on, on the server's time."""
        answer = await client.join(session_id, live="none")
        state = cast("Mapping[str, Any]", answer["session"])
        start_ms = _ms(str(state["startTime"]))
        track = varied(played(Part(player_id, self._recording.moved_to(start_ms))), self._variation)
        await replay(client, session_id, [track], speed=speed, session_start_ms=start_ms)


def varied(track: PlayedSamples, variation: Variation | None) -> PlayedSamples:
    """The samples of somebody a little fitter or less fit; without a variation the samples as they are."""
    if variation is None:
        return track
    beats, watts = track.heart_rate or (), track.power or ()
    return msgspec.structs.replace(
        track,
        heart_rate=tuple(None if bpm is None else min(220, max(40, bpm + variation.heart_rate_bpm)) for bpm in beats),
        power=tuple(None if power is None else round(power * variation.power_factor) for power in watts),
        rr_ms=None,
    )


def _beat(bpm: int, variation: Variation) -> int:
    return min(LIKELY_BPM[1], max(LIKELY_BPM[0], bpm + variation.heart_rate_bpm))


def _ms(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)
