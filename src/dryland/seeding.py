"""People, plans and sessions to begin with, written into a data folder no node runs on. Same seed, same people."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import random
import secrets
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from dryland.contract.base import Role, Wire, WorkoutType
from dryland.floor.opening import NewPlayer, NewSession, open_session
from dryland.floor.profile import PlayerProfile
from dryland.floor.registry import WORKOUTS
from dryland.floor.settings import FloorSettings
from dryland.held_session import stored_event
from dryland.plans import default_plan, has_default_plan
from dryland.priors import with_priors
from dryland.simulate import Athlete, draw_squad, measure
from dryland.store import Append, SqliteStore, StreamHead, open_store
from dryland.store.records import (
    Enrolment,
    Facility,
    Organisation,
    Player,
    PlayerTest,
    Quantity,
    RecordSet,
    SessionRecord,
    User,
    open_records,
)
from dryland.web.identity import Identity, TokenSigner, open_signer

__all__ = [
    "SeedRequest",
    "SeededPlayer",
    "SeededSession",
    "SeededTrainer",
    "Seeding",
    "made_up_player",
    "seed_club",
    "seed_folder",
    "seed_session",
    "supported",
]


class SeedRequest(NamedTuple):
    """How much to make."""

    sessions: int
    players_per_session: int
    workout_type: WorkoutType
    seed: int = 1
    ttl_s: int = 43_200
    org_id: str = "club"


class SeededTrainer(Wire, frozen=True, kw_only=True):
    """Who runs a session, with a token."""

    user_id: str
    token: str


class SeededPlayer(Wire, frozen=True, kw_only=True):
    """Who is in a session, with a token."""

    player_id: str
    token: str


class SeededSession(Wire, frozen=True, kw_only=True):
    """A session with everybody's token."""

    session_id: str
    trainer: SeededTrainer
    players: tuple[SeededPlayer, ...]


class Seeding(Wire, frozen=True, kw_only=True):
    """What was made."""

    sessions: tuple[SeededSession, ...]


class _Folder(NamedTuple):
    """A data folder held for writing."""

    store: SqliteStore
    records: RecordSet
    signer: TokenSigner


@contextlib.contextmanager
def _opened(data_dir: Path) -> Generator[_Folder]:
    with (
        contextlib.closing(open_store(data_dir, loop=None)) as store,
        contextlib.closing(open_records(data_dir)) as rows,
    ):
        yield _Folder(store, rows, open_signer(data_dir))


def seed_folder(data_dir: Path, request: SeedRequest) -> Seeding:
    """Write people, plans and sessions into a data folder that no node runs on; what is there stays.

    Raises `StoreError`, KeyError for a workout type that cannot be seeded.
    """
    plan = msgspec.json.encode(default_plan(request.workout_type))
    trainer = _trainer(request.org_id)
    with _opened(data_dir) as folder:
        sessions = [
            NewSession(
                session_id=f"session-{number}",
                epoch=secrets.token_hex(6),
                org_id=request.org_id,
                workout_type=request.workout_type,
                workout_name=f"{request.workout_type.value.capitalize()} {number}",
                players=_players(request.seed + place, f"s{number}", request.players_per_session),
                plan=plan,
                trainer_id=trainer.user_id,
                trainer_name=trainer.name,
            )
            for place, number in enumerate(itertools.islice(_free_numbers(folder.store), request.sessions))
        ]
        return _write(folder, sessions, trainer, request.ttl_s)


def seed_session(data_dir: Path, new: NewSession, *, ttl_s: int) -> SeededSession:
    """Write one session as it is given, with its players. Raises `StoreError`."""
    with _opened(data_dir) as folder:
        return _write(folder, [new], _trainer(new.org_id), ttl_s).sessions[0]


def seed_club(
    data_dir: Path, org_id: str, players: Sequence[NewPlayer], staff: Sequence[User], rooms: Sequence[Facility]
) -> None:
    """Write a club without sessions: its people with what tests found out, its rooms. Raises `StoreError`."""
    at = datetime.now(UTC)
    with _opened(data_dir) as folder:
        _save_club(folder.records, org_id, players, at)
        for person in staff:
            folder.records.users.save(person)
        for room in rooms:
            folder.records.facilities.save(room)


def _trainer(org_id: str) -> Identity:
    return Identity(f"trainer-{org_id}", Role.TRAINER, org_id, "Trainer")


def _free_numbers(store: SqliteStore) -> Iterator[int]:
    """Numbers of sessions that the folder has not had."""
    taken = {head.stream for head in store.streams(kind="session")}
    return (number for number in itertools.count(1) if f"session-{number}" not in taken)


def made_up_player(athlete: Athlete, player_id: str, rng: random.Random) -> NewPlayer:
    """A simulated athlete as a floor knows them: the figures that tests would have found, not the true ones."""
    profile = PlayerProfile(**dataclasses.asdict(measure(athlete, rng)))
    return NewPlayer(player_id, athlete.name, athlete.number, profile)


def _players(seed: int, prefix: str, count: int) -> list[NewPlayer]:
    rng = random.Random(seed)  # noqa: S311 (people, not secrets)
    squad = draw_squad(count, seed)
    return [made_up_player(athlete, f"{prefix}-p{place}", rng) for place, athlete in enumerate(squad, 1)]


def _write(folder: _Folder, sessions: Sequence[NewSession], trainer: Identity, ttl_s: int) -> Seeding:
    """Write sessions, their people and their first facts; returns everybody's tokens."""
    at = datetime.now(UTC)
    now_ms = round(at.timestamp() * 1000)
    sessions = [with_priors(folder.records, new) for new in sessions]
    _save_people(folder.records, sessions, trainer, at)
    heads = [StreamHead(new.session_id, "session", new.org_id, new.epoch, now_ms) for new in sessions]
    facts = [
        stored_event(new.session_id, entry.name, entry.fact, msgspec.json.encode(entry.fact))
        for new in sessions
        for entry in open_session(new, now_ms, FloorSettings())[1]
    ]
    folder.store.append_and_wait(Append(events=facts, new_streams=heads))

    def token(identity: Identity) -> str:
        return folder.signer.sign(identity, now_ms // 1000, ttl_s)

    staff = SeededTrainer(user_id=trainer.user_id, token=token(trainer))
    return Seeding(
        sessions=tuple(
            SeededSession(
                session_id=new.session_id,
                trainer=staff,
                players=tuple(
                    SeededPlayer(player_id=player.player_id, token=token(_player_identity(player, new.org_id)))
                    for player in new.players
                ),
            )
            for new in sessions
        )
    )


def _player_identity(player: NewPlayer, org_id: str) -> Identity:
    return Identity(player.player_id, Role.PLAYER, org_id, player.name, player.player_id)


def _save_people(records: RecordSet, sessions: Sequence[NewSession], trainer: Identity, at: datetime) -> None:
    now_ms, org_id = round(at.timestamp() * 1000), trainer.org_id
    _save_club(records, org_id, [player for new in sessions for player in new.players], at)
    records.users.save(User(trainer.user_id, org_id, trainer.user_id, trainer.name, Role.TRAINER, now_ms))
    records.sessions.save_many(
        SessionRecord(new.session_id, new.org_id, new.workout_name, new.workout_type, trainer.user_id, now_ms)
        for new in sessions
    )
    records.enrolments.save_many(
        Enrolment(new.session_id, player.player_id) for new in sessions for player in new.players
    )


def _save_club(records: RecordSet, org_id: str, players: Sequence[NewPlayer], at: datetime) -> None:
    records.organisations.save(Organisation(org_id, org_id.capitalize(), round(at.timestamp() * 1000)))
    records.players.save_many(_person(player, org_id, at.date()) for player in players)
    records.player_tests.save_many(test for player in players for test in _tests(player, at.date()))


def _person(player: NewPlayer, org_id: str, today: date) -> Player:
    """A made-up player as the roster has them, so that every later session knows what the first one knew."""
    age_y, sex = player.profile.age_y, player.profile.sex
    return Player(
        player.player_id,
        org_id,
        player.name,
        jersey_number=player.jersey_number,
        birth_date=None if age_y is None else today - timedelta(days=round((age_y + 0.5) * 365.25)),
        sex="female" if sex == "female" else "male" if sex == "male" else None,
    )


def _tests(player: NewPlayer, today: date) -> Iterator[PlayerTest]:
    """The figures of a made-up player, marked as such."""
    values = msgspec.structs.asdict(player.profile)
    for quantity in Quantity:
        value = values.get(quantity.value)
        if value is not None:
            yield PlayerTest(player.player_id, quantity, today, float(value), "seeded")


def supported() -> tuple[WorkoutType, ...]:
    """The workout types that can be seeded."""
    return tuple(kind for kind in WORKOUTS if has_default_plan(kind))
