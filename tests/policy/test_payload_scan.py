"""Nothing that is not theirs reaches anybody: every event, answer, error, frame, recovery and HTTP answer is searched.

What is for medics and staff carries a word that stands nowhere else, so that a search of raw text finds every leak.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import msgspec
import pytest

from dryland.contract.base import Audience, Fact, OrganisationFact, Restriction, RestrictionLevel, Role
from dryland.contract.catalogue import EVENTS
from dryland.contract.event_spec import EventSpec
from dryland.contract.examples import command_example
from dryland.floor.facts import is_internal
from dryland.held_session import Committed
from dryland.organisations import News
from dryland.readings import payload_for
from dryland.web.identity import audience_of
from tests.contract.payloads import MEDICAL_MARK, STAFF_MARK
from tests.node.clients import PythonClient, opened
from tests.node.folder import CLUB, RIVALS, Folder
from tests.node.site import Inside, inside
from tests.policy.filling import filled

pytestmark = pytest.mark.forges

NOTE = f"{MEDICAL_MARK} torn meniscus"
LIMIT = Restriction(body_region=STAFF_MARK, level=RestrictionLevel.NO_IMPACT)
HEARTBEAT = 187


class Reader(NamedTuple):
    """Somebody who reads, and everything that has reached them."""

    role: Role
    org: str
    socket: PythonClient
    answers: list[Any]

    @property
    def audience(self) -> Audience:
        return audience_of(self.role)

    def everything(self) -> str:
        return json.dumps([self.answers, self.socket.heard], ensure_ascii=False, default=str)


def forbidden(reader: Reader, folder: Folder, names: list[str]) -> list[str]:
    """The words that must not have reached a reader."""
    if reader.org != CLUB:
        ids = [player.player_id for session in folder.ours for player in session.players]
        return [MEDICAL_MARK, STAFF_MARK, *names, *(f'"{each}"' for each in ids)]
    match reader.audience:
        case Audience.MEDICAL:
            return []
        case Audience.STAFF:
            return [MEDICAL_MARK]
        case Audience.OPEN:
            return [MEDICAL_MARK, STAFF_MARK]
        case Audience.WALL:
            return [MEDICAL_MARK, STAFF_MARK, *names, str(HEARTBEAT)]


@pytest.fixture
async def site(folder: Folder) -> AsyncIterator[Inside]:
    async with inside(folder, node={"tick_s": 0.1}, intake={"events_per_s": 1e6, "events_burst": 1e6}) as running:
        session = running.node.hall.session(folder.session_id)
        assert session is not None
        for player in session.state.players.values():
            player.restrictions, player.medical_notes = (LIMIT,), NOTE
        yield running


@contextlib.asynccontextmanager
async def readers(site: Inside) -> AsyncIterator[list[Reader]]:
    """One of every role of the club, and two of its rivals."""
    async with contextlib.AsyncExitStack() as stack:
        found: list[Reader] = []
        for org, session in ((CLUB, site.folder.ours[0]), (RIVALS, site.folder.theirs[0])):
            for role in Role if org == CLUB else (Role.MEDICAL, Role.PLAYER):
                player = session.players[0].player_id if role is Role.PLAYER else None
                token = site.folder.token(role, org=org, user=player or f"some-{role}", player=player)
                socket = await stack.enter_async_context(opened(site.url, token))
                assert isinstance(socket, PythonClient)
                found.append(Reader(role, org, socket, []))
        yield found


def names_of(site: Inside) -> list[str]:
    session = site.node.hall.session(site.folder.session_id)
    assert session is not None
    return [player.name for player in session.state.players.values()]


def search(site: Inside, found: list[Reader], names: list[str]) -> None:
    for reader in found:
        text = reader.everything()
        leaks = [word for word in forbidden(reader, site.folder, names) if word in text]
        assert not leaks, (reader.org, reader.role, leaks)


async def drained(found: list[Reader]) -> None:
    """Everything that was sent has come: each socket has heard an answer that was asked for afterwards."""
    for reader in found:
        await reader.socket.call("training:clock", {"t0": 1})


async def test_a_running_session_tells_each_reader_theirs(site: Inside) -> None:
    session_id, names = site.folder.session_id, names_of(site)
    player_id = site.folder.ours[0].players[0].player_id
    async with readers(site) as found:
        first: dict[int, dict[str, Any]] = {}
        for number, reader in enumerate(found):
            live = "frames" if number % 2 or reader.role is Role.WALL else "events"
            joined = await reader.socket.call("training:session:join", {"sessionId": session_id, "live": live})
            reader.answers.append(joined)
            first[number] = joined
        trainer = next(reader for reader in found if reader.role is Role.TRAINER and reader.org == CLUB)
        for event, more in (
            ("training:session:start", {}),
            ("training:player:status", {"playerId": player_id, "status": "paused", "reason": "water"}),
            ("training:player:status", {"playerId": player_id, "status": "active"}),
            ("training:session:message", {"message": "Go on"}),
            ("training:conditioning:interval:transition", {"playerId": player_id, "intervalId": "work-1"}),
        ):
            trainer.answers.append(await trainer.socket.call(event, {"sessionId": session_id, **more}))
        beat = {"sessionId": session_id, "playerId": player_id, "heartRate": HEARTBEAT}
        device = next(reader for reader in found if reader.role is Role.DEVICE and reader.org == CLUB)
        device.answers.append(await device.socket.call("training:conditioning:hr:update", beat))
        kick = {"sessionId": session_id, "playerId": site.folder.ours[0].players[1].player_id}
        trainer.answers.append(await trainer.socket.call("training:player:kick", kick))
        wall = next(reader for reader in found if reader.role is Role.WALL and reader.org == CLUB)
        await wall.socket.next("training:live:frame")
        for number, reader in enumerate(found):
            epoch = first[number].get("epoch")
            again = {"sessionId": session_id, "epoch": epoch, "lastSeq": 0}
            reader.answers.append(await reader.socket.call("training:session:join", again))
        await drained(found)
        search(site, found, names)
        medic = next(reader for reader in found if reader.role is Role.MEDICAL and reader.org == CLUB)
        assert {STAFF_MARK, MEDICAL_MARK} <= {word for word in (STAFF_MARK, MEDICAL_MARK) if word in medic.everything()}
        assert STAFF_MARK in trainer.everything()
        recovered = [answer for answer in wall.answers if answer.get("recovered")]
        assert recovered


async def test_a_change_of_fitness_tells_each_reader_theirs(site: Inside) -> None:
    session_id, names = site.folder.session_id, names_of(site)
    player_id = site.folder.ours[0].players[0].player_id
    limit = {"bodyRegion": STAFF_MARK, "level": "no_training"}
    change = {"playerId": player_id, "newStatus": "injured", "restrictions": [limit], "notes": NOTE}
    async with readers(site) as found:
        for reader in found:
            reader.answers.append(await reader.socket.call("training:session:join", {"sessionId": session_id}))
        for reader in found:
            reader.answers.append(await reader.socket.call("training:medical:status:changed", change))
        medic, trainer = (
            next(reader for reader in found if reader.role is role and reader.org == CLUB)
            for role in (Role.MEDICAL, Role.TRAINER)
        )
        for reader in (medic, trainer):
            await reader.socket.next("training:alert:raised", playerId=player_id)
            await reader.socket.next("training:medical:status:changed", playerId=player_id)
        await medic.socket.next("training:player:status", playerId=player_id, medicalNotes=NOTE)
        await drained(found)
        search(site, found, names)
        assert NOTE in medic.everything()
        assert STAFF_MARK in trainer.everything()


async def test_refusals_say_nothing_of_what_is_guarded(site: Inside) -> None:
    session_id, names = site.folder.session_id, names_of(site)
    player_id = site.folder.ours[0].players[1].player_id
    async with readers(site) as found:
        for reader in found:
            for spec in EVENTS:
                if spec.command is None or spec.wire in {"training:clock", "training:session:join"}:
                    continue
                body = dict(command_example(spec)) | {"sessionId": session_id, "playerId": player_id}
                if reader.role not in spec.senders:
                    reader.answers.append(await reader.socket.call(spec.wire, body))
                await reader.socket.emit(spec.wire, {"sessionId": 17, "playerId": [1]})
        await drained(found)
        search(site, found, names)


async def test_every_event_of_the_catalogue_reaches_each_reader_cut(site: Inside) -> None:
    session_id, names = site.folder.session_id, names_of(site)
    session = site.node.hall.session(session_id)
    assert session is not None
    broadcast = site.node.broadcast
    told: list[str] = []
    async with readers(site) as found:
        for reader in found:
            reader.answers.append(await reader.socket.call("training:session:join", {"sessionId": session_id}))
        for spec in EVENTS:
            if spec.event is None or is_internal(spec.wire):
                continue
            body = filled(spec.event)
            if issubclass(spec.event, OrganisationFact):
                org_fact = decoded(spec, body)
                broadcast.news(CLUB, [News(spec.wire, org_fact, msgspec.json.encode(org_fact))])
                told.append(spec.wire)
            elif issubclass(spec.event, Fact):
                entry = committed(spec, body | {"sessionId": session_id})
                for reader in found:
                    audience = reader.audience
                    payload = payload_for(entry, audience)
                    if payload is not None and reader.org == CLUB:
                        reader.answers.append(json.loads(payload))
                told.append(spec.wire)
        await drained(found)
        guarded = [name for name in names if name]
        search(site, found, guarded)
    assert len(told) > 25


def decoded(spec: EventSpec, body: Any) -> Any:
    assert spec.event is not None
    return msgspec.json.decode(msgspec.json.encode(body), type=spec.event)


def committed(spec: EventSpec, body: dict[str, Any]) -> Committed:
    assert spec.event is not None
    fact = decoded(spec, body)
    assert isinstance(fact, Fact)
    return Committed(spec.wire, fact, msgspec.json.encode(fact))


async def test_http_tells_each_reader_theirs(site: Inside) -> None:
    session_id, names = site.folder.session_id, names_of(site)
    spec = next(spec for spec in EVENTS if spec.constant == "MEDICAL_STATUS_CHANGED")
    assert spec.event is not None
    body = filled(spec.event) | {"playerId": site.folder.ours[0].players[0].player_id, "sessionId": None}
    body.pop("sessionId")
    fact = decoded(spec, body)
    assert isinstance(fact, OrganisationFact)
    await site.node.organisations.tell(CLUB, spec.wire, msgspec.structs.replace(fact, event_id=None), "dr-berg")
    player_id = site.folder.ours[0].players[0].player_id
    paths = ("sessions", "news", "players", f"players/{player_id}", f"players/{player_id}/medical", "calendar",
             "availability", "teams", "sessions/history", f"sessions/{session_id}", "audit", "me")  # fmt: skip
    for org, session in ((CLUB, site.folder.ours[0]), (RIVALS, site.folder.theirs[0])):
        for role in Role:
            player = session.players[0].player_id if role is Role.PLAYER else None
            token = site.folder.token(role, org=org, user=player or "somebody", player=player)
            async with site.http(token) as http:
                text = "".join([(await http.get(f"/api/{path}")).text for path in paths])
            reader = Reader(role, org, PythonClient(), [])
            words = [word for word in forbidden(reader, site.folder, names) if not (org == RIVALS and '"' in word)]
            assert not [word for word in words if word in text], (org, role)
            if (org, role) == (CLUB, Role.MEDICAL):
                assert MEDICAL_MARK in text
            await reader.socket.close()
