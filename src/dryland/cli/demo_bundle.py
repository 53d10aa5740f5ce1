"""A bundle of simulated players: four sessions, each with its part of the squad, run by a coach from start to end.

Every round is a bundle of its own, so that a demo that is left alone stays alive.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import msgspec

from dryland.cli.acting import Actor, Lifting, Mixing, Pedalling, Running, Stage
from dryland.cli.acting.body import Body
from dryland.cli.acting.stage import patiently_joined
from dryland.client import DrylandClient
from dryland.contract.base import Role, WorkoutType
from dryland.floor.opening import NewPlayer
from dryland.plans import default_plan
from dryland.seeding import made_up_player
from dryland.simulate import Athlete, Runner, draw_squad
from dryland.store.records import Facility, User
from dryland.web.identity import Identity, TokenSigner

__all__ = ["ORG_ID", "Links", "Performance", "Round", "Squad", "Tokens", "demo_rooms", "demo_staff", "draw_demo_squad"]

ORG_ID: Final = "demo"
CREATE: Final = "training:bulk:session:created"
OPERATE: Final = "training:bulk:operation:status"
END: Final = "training:session:end"
TTL_S: Final = 7 * 24 * 3_600
LEAST_BREAK_S: Final = 5.0
"""Real time between two rounds at least, so that somebody who looks sees how the last one ended."""
BREAK_S: Final = 60.0
PATIENCE_S: Final = 60.0
DAY_FORM_SD: Final = 0.025

SESSIONS: Final[Mapping[WorkoutType, str]] = {
    WorkoutType.STRENGTH: "Strength: squat and bench",
    WorkoutType.CONDITIONING: "Conditioning: 4 × 4 min",
    WorkoutType.HYBRID: "Hybrid: squats, sprints, circuit",
    WorkoutType.AGILITY: "Agility: tests and turns",
}
"""What a bundle is made of, in the order in which players are dealt out."""


ROOMS: Final[Mapping[WorkoutType, tuple[str, str, int]]] = {
    WorkoutType.STRENGTH: ("Weight room", "weights", 30),
    WorkoutType.CONDITIONING: ("Bike room", "ergometers", 30),
    WorkoutType.HYBRID: ("Studio", "studio", 30),
    WorkoutType.AGILITY: ("Sports hall", "hall", 30),
}
"""Name, kind and capacity of the place for each session."""


class Squad(NamedTuple):
    """Simulated athletes, and the players that a floor knows them as."""

    athletes: Sequence[Athlete]
    players: Sequence[NewPlayer]
    seed: int


def draw_demo_squad(count: int, seed: int) -> Squad:
    """A squad with names and numbers. Same count and seed, same squad."""
    rng = random.Random(seed)  # noqa: S311 (a demo, not a secret)
    athletes = draw_squad(count, seed)
    players = [made_up_player(each, f"{ORG_ID}-p{place}", rng) for place, each in enumerate(athletes, 1)]
    return Squad(athletes, players, seed)


def demo_staff() -> list[User]:
    """Who runs the demo."""
    now_ms = round(time.time() * 1000)
    coach, medic = f"trainer-{ORG_ID}", f"medic-{ORG_ID}"
    return [
        User(coach, ORG_ID, coach, "Coach", Role.TRAINER, now_ms),
        User(medic, ORG_ID, medic, "Physiotherapist", Role.MEDICAL, now_ms),
    ]


def demo_rooms() -> list[Facility]:
    """Where the sessions of a bundle take place."""
    return [Facility(f"{ORG_ID}-{kind.value}", ORG_ID, name, what, size) for kind, (name, what, size) in ROOMS.items()]


class Round(NamedTuple):
    """One bundle: its id, and who is in each of its sessions (places in the squad)."""

    bundle_id: str
    sessions: Mapping[WorkoutType, tuple[str, Sequence[int]]]

    @classmethod
    def deal(cls, number: int, count: int) -> Round:
        """Players are dealt out in turn; from round to round everybody goes on to the next kind of workout."""
        kinds = list(SESSIONS)
        bundle_id = f"{ORG_ID}-{number}"
        dealt = {
            kind: [each for each in range(count) if (each + number - 1) % len(kinds) == place]
            for place, kind in enumerate(kinds)
        }
        return cls(bundle_id, {kind: (f"{bundle_id}-{kind.value}", places) for kind, places in dealt.items() if places})

    def draft(self, squad: Squad, name: str) -> dict[str, Any]:
        """The command that opens it."""
        sessions = [
            {
                "sessionId": session_id,
                "workoutType": kind.value,
                "name": SESSIONS[kind],
                "plan": msgspec.to_builtins(default_plan(kind)),
                "facilityId": f"{ORG_ID}-{kind.value}",
                "participantIds": [squad.players[place].player_id for place in places],
            }
            for kind, (session_id, places) in self.sessions.items()
        ]
        return {"bundleId": self.bundle_id, "bundleName": name, "sessions": sessions}


def actor_for(kind: WorkoutType, athlete: Athlete, player: NewPlayer, rng: random.Random) -> Actor:
    """Who this player is today: everybody has a form of the day, on top of what they are."""
    athlete = replace(athlete, day_form=rng.gauss(1, DAY_FORM_SD))
    body = Body(athlete, player.profile.ftp_w or 0.0, rng)
    match kind:
        case WorkoutType.STRENGTH:
            return Lifting(athlete, rng)
        case WorkoutType.AGILITY:
            return Running(Runner(athlete, rng), rng)
        case WorkoutType.HYBRID:
            return Mixing(Lifting(athlete, rng), body, rng)
        case _:
            return Pedalling(body)


class Tokens:
    """Tokens for everybody on this server's floor."""

    def __init__(self, signer: TokenSigner) -> None:
        self._signer = signer

    def _sign(self, identity: Identity) -> str:
        return self._signer.sign(identity, int(time.time()), TTL_S)

    def trainer(self) -> str:
        """The coach's."""
        return self._sign(Identity(f"trainer-{ORG_ID}", Role.TRAINER, ORG_ID, "Coach"))

    def medic(self) -> str:
        """The physiotherapist's."""
        return self._sign(Identity(f"medic-{ORG_ID}", Role.MEDICAL, ORG_ID, "Physiotherapist"))

    def player(self, player: NewPlayer) -> str:
        """A player's own."""
        return self._sign(Identity(player.player_id, Role.PLAYER, ORG_ID, player.name, player.player_id))

    def station(self, session_id: str) -> str:
        """A shared screen's; it speaks for everybody in its session."""
        return self._sign(
            Identity(f"station-{session_id}", Role.PLAYER, ORG_ID, "Rack 1", session_id=session_id, station=True)
        )


class Links(NamedTuple):
    """Addresses to open, one for each kind of screen."""

    board: str
    medic: str
    station: str
    player: str
    player_name: str

    @classmethod
    def of(cls, url: str, tokens: Tokens, now: Round, squad: Squad) -> Links:
        """The addresses of a round."""
        rooms = "".join(f"&session={session_id}" for session_id, _ in now.sessions.values())
        racks, lifters = now.sessions.get(WorkoutType.STRENGTH) or next(iter(now.sessions.values()))
        player = squad.players[lifters[0]]
        return cls(
            f"{url}/board#token={tokens.trainer()}{rooms}",
            f"{url}/board#token={tokens.medic()}{rooms}",
            f"{url}/station#token={tokens.station(racks)}&session={racks}",
            f"{url}/player#token={tokens.player(player)}&session={racks}",
            player.name,
        )


class Performance:
    """The squad with a coach on a running server, each through a client of their own.

    `announce` is told the addresses of each round, and its number. Raises `ClientError` where the coach is refused.
    """

    def __init__(
        self, url: str, tokens: Tokens, squad: Squad, speed: float, announce: Callable[[Links, int], None]
    ) -> None:
        self._url = url
        self._tokens = tokens
        self._squad = squad
        self._speed = speed
        self._announce = announce
        self._coach = DrylandClient(url, tokens.trainer())
        self._clients = [DrylandClient(url, tokens.player(player)) for player in squad.players]

    async def run(self, rounds: int | None = None) -> None:
        """Bring everybody in, then play round after round; so many, or until somebody ends it."""
        everybody = (self._coach, *self._clients)
        try:
            if not all(await asyncio.gather(*(client.connect() for client in everybody))):
                raise ConnectionError("The demo's own players could not connect.")
            for number in itertools.count(1):
                await self._round(Round.deal(number, len(self._squad.players)), number)
                if number == rounds:
                    return
                await asyncio.sleep(max(LEAST_BREAK_S, BREAK_S / self._speed))
        finally:
            await asyncio.gather(*(client.close() for client in everybody))

    async def _round(self, now: Round, number: int) -> None:
        """Open a bundle, start all of it, and let every session run to its end."""
        draft = now.draft(self._squad, f"Simulated players, round {number}")
        await self._coach.send(CREATE, draft, timeout_s=PATIENCE_S)
        self._announce(Links.of(self._url, self._tokens, now, self._squad), number)
        answer = await patiently_joined(self._coach, next(iter(now.sessions.values()))[0])
        start = {"bundleId": now.bundle_id, "operation": "start_all", "occurredAt": str(answer["serverTime"])}
        await self._coach.send(OPERATE, start, timeout_s=PATIENCE_S)
        async with asyncio.TaskGroup() as sessions:
            for kind, (session_id, places) in now.sessions.items():
                sessions.create_task(self._session(kind, session_id, places, number))

    async def _session(self, kind: WorkoutType, session_id: str, places: Sequence[int], number: int) -> None:
        """Everybody of a session trains; when the last one is through, the coach ends it."""
        async with asyncio.TaskGroup() as players:
            for place in places:
                players.create_task(self._train(kind, session_id, place, number))
        answer = await patiently_joined(self._coach, session_id)
        if answer["session"]["status"] in {"active", "paused"}:
            end = {"sessionId": session_id, "occurredAt": str(answer["serverTime"])}
            await self._coach.send(END, end, timeout_s=PATIENCE_S)
        await self._coach.leave(session_id)

    async def _train(self, kind: WorkoutType, session_id: str, place: int, number: int) -> None:
        squad, client = self._squad, self._clients[place]
        rng = random.Random(f"{squad.seed} {number} {place}")  # noqa: S311 (a demo, not a secret)
        player = squad.players[place]
        actor = actor_for(kind, squad.athletes[place], player, rng)
        async with Stage(client, self._coach, session_id, player.player_id, self._speed) as stage:
            await actor.play(stage)
        await client.leave(session_id)
