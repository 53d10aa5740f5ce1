"""Who plays in a demo of recordings: as they were recorded, or varied and called so, each with its own client."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final, NamedTuple, cast

import msgspec

from dryland.cli.acting import ms_of
from dryland.cli.playing import Part, plan_of, played
from dryland.client import DrylandClient
from dryland.client.replay import PlayedSamples, replay
from dryland.contract.base import WorkoutType
from dryland.devices import Recording
from dryland.floor.opening import NewPlayer, NewSession
from dryland.floor.profile import PlayerProfile

__all__ = ["Cast", "Recorded", "Variation", "recorded_cast", "varied"]

SESSION_ID: Final = "demo"
LIKELY_BPM: Final = (40, 220)


class Cast(NamedTuple):
    """A session and who plays in it, in the order of its players."""

    session: NewSession
    actors: Sequence[Recorded]
    says: str
    own_plans: Sequence[dict[str, Any]] = ()
    """A plan for each player, where they do not all follow the session's."""


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
        start_ms = ms_of(str(state["startTime"]))
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
