"""`dryland serve`: a node on a data folder until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import structlog
from cyclopts import Parameter, validators

from dryland.cli.talk import Failed, put_line, say

__all__ = ["log_to_stderr", "run_on_loop", "serve"]


def serve(
    *,
    host: Annotated[str | None, Parameter(help="Address to listen on. [default: 127.0.0.1, this machine only]")] = None,
    port: Annotated[
        int | None,
        Parameter(validator=validators.Number(gte=0, lte=65_535), help="Port; 0 takes a free one. [default: 8000]"),
    ] = None,
    data: Annotated[Path | None, Parameter(help="The data folder. [default: dryland-data]")] = None,
) -> None:
    """Run a server until Ctrl-C or SIGTERM; its address goes to stdout once it listens.

    Settings come from `config.toml` in the data folder and from `DRYLAND_…` variables; see `dryland config show`.
    """
    from dryland.node import Node
    from dryland.serving import serve as run
    from dryland.settings import load_settings

    given = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    folder = data or Path(load_settings().node.data)
    settings = load_settings(folder, node={**given, "data": str(folder)})
    log_to_stderr(settings.node.log_level)
    _make(folder)
    node = Node(settings, folder)
    run_on_loop(run(node, on_listening=lambda url: _announce(url, node.claim_code)))
    say("Stopped; everything acknowledged is on the disk.")


def _make(folder: Path) -> None:
    """Make the data folder unless it is there. Raises `Failed` where none can be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Failed(
            f"The data folder {folder} cannot be made: {error.strerror}.", "Give one with --data that may be written."
        ) from error


def _announce(url: str, claim_code: str | None) -> None:
    """Say where the server is, and as long as nobody can sign in as an admin, how somebody takes it over."""
    put_line(url)
    sys.stdout.flush()
    say(f"Listening on {url}. Stop with Ctrl-C.")
    if claim_code is not None:
        say(f"Nobody is admin yet. Take this server over with the code {claim_code} at {url}/setup.")


def run_on_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run on the fastest loop this machine has."""
    if sys.platform == "win32":
        asyncio.run(work)
    else:
        import uvloop

        uvloop.run(work)


def log_to_stderr(level: str) -> None:
    """Send the node's log to stderr, from `level` on: one line each, JSON where nobody watches."""
    watched = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
