"""`dryland demo`: a whole floor on this machine, with players, on data that is thrown away afterwards.

Every player comes in through a real client over a real socket; only their bodies are made up, or were recorded before.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter, validators

from dryland.cli.talk import Failed, put_line, say

if TYPE_CHECKING:
    from dryland.cli.demo_bundle import Links
    from dryland.cli.demo_cast import Cast
    from dryland.node import Node
    from dryland.seeding import SeededSession

__all__ = ["board_url", "demo"]

HOURS_S: Final = 24 * 3_600


def demo(
    *,
    players: Annotated[int, Parameter(validator=validators.Number(gte=1, lte=100), help="Players.")] = 24,
    speed: Annotated[
        float, Parameter(validator=validators.Number(gt=0, lte=200), help="Times real time, 200 at most.")
    ] = 1.0,
    seed: Annotated[int, Parameter(help="The same number makes the same players.")] = 1,
    recordings: Annotated[
        list[Path] | None,
        Parameter(consume_multiple=True, negative="", help="FIT, TCX or CSV files to play instead of simulating."),
    ] = None,
    host: Annotated[str, Parameter(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Parameter(validator=validators.Number(gte=0, lte=65_535), help="0 takes a free one.")] = 0,
) -> None:
    """Run a floor with players and print the address of its board. Ctrl-C ends it and deletes its data.

    Players are simulated unless recordings are given: they train in four sessions at once, strength, conditioning,
    hybrid and agility, and begin again when all are over. Of recordings, the first player of each file is as it was
    recorded; further ones are varied by the seed, and are called so.
    """
    from dryland.cli.demo_cast import recorded_cast
    from dryland.cli.replay import report
    from dryland.cli.serve import log_to_stderr, run_on_loop
    from dryland.devices import read_recording

    log_to_stderr("warning")
    files = [read_recording(file) for file in recordings or ()]
    for file in files:
        report(file)
    with tempfile.TemporaryDirectory(prefix="dryland-demo-") as folder:
        if files:
            run_on_loop(_replay(Path(folder), recorded_cast(files, players, seed), speed, (host, port)))
        else:
            run_on_loop(_simulate(Path(folder), players, seed, speed, (host, port)))
    say("The demo is over; its data is deleted.")


def board_url(url: str, session: SeededSession) -> str:
    """Where a trainer sees a session; the token stands behind the #, which no server and no log ever gets."""
    return f"{url}/board#token={session.trainer.token}&session={session.session_id}"


async def _simulate(folder: Path, players: int, seed: int, speed: float, address: tuple[str, int]) -> None:
    from dryland.cli.demo_bundle import ORG_ID, Performance, Tokens, demo_rooms, demo_staff, draw_demo_squad
    from dryland.seeding import seed_club

    squad = draw_demo_squad(players, seed)
    seed_club(folder, ORG_ID, squad.players, demo_staff(), demo_rooms())

    def begin(url: str, node: Node) -> Coroutine[Any, Any, None]:
        return Performance(url, Tokens(node.signer), squad, speed, _announce).run()

    await _serve(folder, speed, address, begin)


def _announce(links: Links, number: int) -> None:
    put_line(links.board)
    sys.stdout.flush()
    say(f"Round {number} begins; all players are simulated. Open the address above; stop with Ctrl-C.")
    say(f"A rack's screen:  {links.station}")
    say(f"{links.player_name}'s phone:  {links.player}")
    say(f"The medic's board:  {links.medic}")


async def _replay(folder: Path, cast: Cast, speed: float, address: tuple[str, int]) -> None:
    from dryland.seeding import seed_session

    session = seed_session(folder, cast.session, ttl_s=HOURS_S)

    def begin(url: str, node: Node) -> Coroutine[Any, Any, None]:
        put_line(board_url(url, session))
        sys.stdout.flush()
        say(f"{cast.says}. Open the address above; stop with Ctrl-C.")
        return _play(url, session, cast, speed)

    await _serve(folder, speed, address, begin)


async def _serve(
    folder: Path,
    speed: float,
    address: tuple[str, int],
    begin: Callable[[str, Node], Coroutine[Any, Any, None]],
) -> None:
    """Run a server on a folder, and on it whatever `begin` gives, until either ends. Raises what that raised."""
    from dryland.node import Node
    from dryland.serving import serve
    from dryland.settings import load_settings

    settings = load_settings(folder, node={"host": address[0], "port": address[1], "data": str(folder), "grace_s": 1.0})
    node, stop = Node(settings, folder, speed=speed), asyncio.Event()
    playing: list[asyncio.Task[None]] = []

    def listening(url: str) -> None:
        playing.append(asyncio.ensure_future(begin(url, node)))
        playing[0].add_done_callback(lambda _: None if playing[0].cancelled() else stop.set())

    await serve(node, on_listening=listening, stop=stop)
    for task in playing:
        task.cancel()
    for outcome in await asyncio.gather(*playing, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def _play(url: str, session: SeededSession, cast: Cast, speed: float) -> None:
    """Let the trainer start the session and every player do the workout, until somebody ends the demo."""
    from dryland.client import DrylandClient

    async with contextlib.AsyncExitStack() as clients:
        joined = [await clients.enter_async_context(DrylandClient(url, player.token)) for player in session.players]
        trainer = await clients.enter_async_context(DrylandClient(url, session.trainer.token))
        if not all(client.connected for client in (trainer, *joined)):
            raise Failed("The demo's own players could not connect.", "Is a firewall between this machine and itself?")
        for player, plan in zip(session.players, cast.own_plans, strict=False):
            body = {"plan": plan, "playerIds": [player.player_id]}
            await trainer.send("training:session:plan", {"sessionId": session.session_id, **body})
        now = (await trainer.join(session.session_id, live="none"))["serverTime"]
        await trainer.send("training:session:start", {"sessionId": session.session_id, "occurredAt": now})
        async with asyncio.TaskGroup() as players:
            for client, player, actor in zip(joined, session.players, cast.actors, strict=True):
                players.create_task(actor.play(client, session.session_id, player.player_id, speed))
        say("Every player is through the workout; the board stays until Ctrl-C.")
        await asyncio.Event().wait()
