"""Every role × command × subject, generated from the catalogue and tried against a running node through a real socket.

What must happen is worked out here from the words of the contract, not by asking the policy.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, NamedTuple

import pytest

from dryland.contract.base import Role
from dryland.contract.catalogue import EVENTS
from dryland.contract.event_spec import EventSpec, Subject
from dryland.contract.examples import command_example
from dryland.web.identity import Identity
from tests.node.clients import Client, PythonClient, opened
from tests.node.folder import CLUB, RIVALS, Folder
from tests.node.site import Inside, inside

UNLIMITED = {"events_per_s": 1e6, "events_burst": 1e6}
ROOMY = {"events_per_s": 1_000_000, "events_burst": 1_000_000}
DENIED = {"FORBIDDEN", "SESSION_NOT_FOUND", "PLAYER_NOT_IN_SESSION", "UNAUTHENTICATED"}
OWN_DOORS = {"training:session:join", "training:session:leave", "training:clock"}
COMMANDS = [spec for spec in EVENTS if spec.command is not None and spec.wire not in OWN_DOORS]


def names_of(spec: EventSpec) -> tuple[str, ...]:
    assert spec.command is not None
    return spec.command.__struct_fields__


LAST = ("training:player:kick", "training:session:end", "training:session:force:end")
"""After these a session or a place in it is over, so they come at the end."""
ON_A_SESSION = [
    spec
    for spec in sorted(COMMANDS, key=lambda spec: spec.wire in LAST)
    if spec.subject in {Subject.SESSION, Subject.PLAYER} and "session_id" in names_of(spec)
]
ELSEWHERE = [spec for spec in COMMANDS if spec not in ON_A_SESSION]


class Who(NamedTuple):
    """Somebody: a role with what their token limits them to."""

    name: str
    role: Role
    player: bool = False
    session: bool = False
    station: bool = False
    org: str = CLUB


EVERYBODY = [
    *(Who(role.value, role, player=role is Role.PLAYER) for role in Role),
    Who("station", Role.PLAYER, station=True),
    Who("station of a session", Role.PLAYER, session=True, station=True),
    Who("device of a player", Role.DEVICE, player=True),
    Who("device of a session", Role.DEVICE, session=True),
    Who("trainer of one session", Role.TRAINER, session=True),
    *(Who(f"rival {role.value}", role, player=role is Role.PLAYER, org=RIVALS) for role in Role),
]


class About(NamedTuple):
    """What a command is about: whose session, which player of it."""

    name: str
    session_id: str
    player_id: str
    org: str | None
    is_mine: bool
    """Whether the player is the one that limited tokens name."""
    is_first: bool
    """Whether the session is the one that limited tokens name, in which their player is."""
    is_in: bool
    """Whether the player is in the session."""


def subjects(folder: Folder) -> list[About]:
    first, second, rival = *folder.ours, folder.theirs[0]
    me, mate = first.players[0].player_id, first.players[1].player_id
    other, theirs = second.players[0].player_id, rival.players[0].player_id
    return [
        About("own player", first.session_id, me, CLUB, True, True, True),
        About("other player", first.session_id, mate, CLUB, False, True, True),
        About("player of another session", first.session_id, other, CLUB, False, True, False),
        About("unknown player", first.session_id, "nobody", CLUB, False, True, False),
        About("another session", second.session_id, other, CLUB, False, False, True),
        About("another club", rival.session_id, theirs, RIVALS, False, False, True),
        About("no session", "session-404", me, None, True, False, False),
    ]


def expected(spec: EventSpec, who: Who, about: About) -> str | None:
    """The code of the refusal that must come; None where the policy lets it pass."""
    if who.role not in spec.senders:
        return "FORBIDDEN"
    if about.org != who.org or (who.session and not (about.is_first and who.org == CLUB)):
        return "SESSION_NOT_FOUND"
    has_place = about.is_first if who.org == CLUB else True
    if who.player and not has_place:
        return "PLAYER_NOT_IN_SESSION"
    if "player_id" not in names_of(spec):
        return None
    mine = about.is_mine if who.org == CLUB else about.name == "another club"
    if who.player and not mine:
        return "FORBIDDEN"
    return None if about.is_in else "PLAYER_NOT_IN_SESSION"


def token(folder: Folder, who: Who) -> str:
    sessions = folder.ours if who.org == CLUB else folder.theirs
    player = sessions[0].players[0].player_id if who.player else None
    identity = Identity(
        player or f"some-{who.name}",
        who.role,
        who.org,
        who.name,
        player,
        session_id=sessions[0].session_id if who.session else None,
        station=who.station,
    )
    return folder.signer.sign(identity, 1_700_000_000, 2_000_000_000)


def payload(spec: EventSpec, about: About, number: int) -> dict[str, Any]:
    body: dict[str, Any] = dict(command_example(spec))
    body.pop("playerIds", None)
    body.pop("targetPlayers", None)
    body["sessionId"] = about.session_id
    if spec.constant == "MEDICAL_STATUS_CHANGED":
        for medics_own in ("notes", "returnToPlay", "clearedDate"):
            body.pop(medics_own, None)
    if "player_id" in names_of(spec):
        body["playerId"] = about.player_id
    return {**body, "eventId": f"cell-{number:06d}", "occurredAt": "2026-01-01T10:00:00Z"}


def seqs(node: Inside) -> dict[str, int]:
    return {session.state.session_id: session.state.seq for session in node.node.hall}


@pytest.fixture
async def site(folder: Folder) -> AsyncIterator[Inside]:
    async with inside(folder, node={"tick_s": 5.0}, intake=UNLIMITED, gateway=ROOMY) as running:
        yield running


def cells(folder: Folder) -> Iterator[tuple[EventSpec, About]]:
    for spec in ON_A_SESSION:
        for about in subjects(folder):
            yield spec, about


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name.replace(" ", "-"))
async def test_every_cell_on_a_session(site: Inside, who: Who) -> None:
    async with opened(site.url, token(site.folder, who)) as client:
        for number, (spec, about) in enumerate(cells(site.folder)):
            must = expected(spec, who, about)
            before = seqs(site)
            answer = await client.call(spec.wire, payload(spec, about, number))
            code = answer.get("error", {}).get("code")
            cell = f"{who.name} × {spec.wire} × {about.name}: {answer}"
            if must is None:
                assert code not in DENIED, cell
            else:
                assert code == must, cell
                assert not answer["error"].get("kept"), cell
                assert seqs(site) == before, cell
            await leave_as_it_was(client, site)


async def leave_as_it_was(client: Client, site: Inside) -> None:
    """A kicked player's own socket is shown out of the session, never out of the node."""
    assert client.gone is None
    assert site.node.gateway.peers == 1


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name.replace(" ", "-"))
async def test_nobody_sends_what_is_not_theirs_elsewhere(site: Inside, who: Who) -> None:
    async with opened(site.url, token(site.folder, who)) as client:
        for number, spec in enumerate(ELSEWHERE):
            body = {**command_example(spec), "eventId": f"elsewhere-{number}"}
            code = (await client.call(spec.wire, body)).get("error", {}).get("code")
            if who.role not in spec.senders:
                assert code == "FORBIDDEN", f"{who.name} × {spec.wire}"
            elif who.org == CLUB and not (who.player or who.session or who.station):
                assert code != "UNAUTHENTICATED", f"{who.name} × {spec.wire}"


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name.replace(" ", "-"))
async def test_who_may_watch_what(site: Inside, who: Who) -> None:
    async with opened(site.url, token(site.folder, who)) as client:
        for about in subjects(site.folder):
            answer = await client.call("training:session:join", {"sessionId": about.session_id})
            code = answer.get("error", {}).get("code")
            if about.org != who.org or (who.session and not (about.is_first and who.org == CLUB)):
                assert code == "SESSION_NOT_FOUND", (who.name, about.name)
            elif who.player and who.org == CLUB and not about.is_first:
                assert code == "PLAYER_NOT_IN_SESSION", (who.name, about.name)
            else:
                assert answer["ok"], (who.name, about.name, answer)


async def test_the_events_that_only_the_server_sends_are_nobodys(site: Inside) -> None:
    async with _everybody(site) as clients:
        for client in clients.values():
            for spec in EVENTS:
                if spec.command is None:
                    answer = await client.call(spec.wire, {"sessionId": site.folder.session_id})
                    assert answer["error"]["code"] == "UNKNOWN_EVENT", spec.wire


@contextlib.asynccontextmanager
async def _everybody(site: Inside) -> AsyncIterator[dict[str, PythonClient]]:
    async with contextlib.AsyncExitStack() as stack:
        yield {
            who.name: await stack.enter_async_context(opened(site.url, token(site.folder, who)))  # type: ignore[misc]
            for who in EVERYBODY
            if who.org == CLUB
        }
