"""The HTTP side of a node: health, metrics, commands, the list of sessions, the screens.

Knows the doors it is given, not what lies behind them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final, Protocol

import msgspec
from litestar import Litestar, Request, Response, asgi, get, post, route
from litestar.config.compression import CompressionConfig
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import ScalarRenderPlugin, SwaggerRenderPlugin
from litestar.params import Body
from litestar.response import File
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from dryland.contract.base import SessionStatus, Wire, WorkoutType
from dryland.web.identity import BadToken, Identity

__all__ = ["CommandPosted", "Door", "SessionSummary", "make_app"]

STATIC: Final = Path(__file__).parent / "static"

Asgi = Callable[..., Awaitable[None]]


class SessionSummary(Wire, frozen=True, kw_only=True):
    """A session as it stands in a list."""

    session_id: str
    workout_name: str
    workout_type: WorkoutType
    status: SessionStatus
    total_players: int
    bundle_id: str | None = None


class CommandPosted(Wire, frozen=True, kw_only=True):
    """A command by HTTP: an event's name and its payload, as over a socket."""

    event: str
    payload: dict[str, Any]


class Door(Protocol):
    """What the HTTP side asks of a node."""

    def identity(self, token: str) -> Identity:
        """Whose token this is. Raises `BadToken`."""
        ...

    async def post(self, identity: Identity, event: str, payload: bytes) -> tuple[int, bytes]:
        """Carry a command out; HTTP status and the acknowledgement's JSON."""
        ...

    def sessions(self, identity: Identity) -> Sequence[SessionSummary]:
        """The sessions this identity may see."""
        ...

    def ready(self) -> dict[str, Any]:
        """Whether the node can do its work, and what keeps it from it."""
        ...

    def metrics(self) -> bytes:
        """Counters in Prometheus' text form."""
        ...


def _identity(door: Door, request: Request[Any, Any, Any]) -> Identity:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthorizedException("Send the token in the header `Authorization: Bearer …`.")
    try:
        return door.identity(token)
    except BadToken as error:
        raise NotAuthorizedException(f"{error.reason}. Sign in again.") from error


def _routes(door: Door) -> list[Any]:
    @get("/healthz", sync_to_thread=False, summary="The process is alive", tags=["health"])
    def healthz() -> dict[str, str]:
        """Answers as long as the process runs."""
        return {"status": "ok"}

    @get("/readyz", sync_to_thread=False, summary="The node can do its work", tags=["health"])
    def readyz() -> Response[dict[str, Any]]:
        """200 while sessions are loaded and the disk can be written, else 503 with the reason."""
        state = door.ready()
        return Response(state, status_code=HTTP_200_OK if state["ready"] else HTTP_503_SERVICE_UNAVAILABLE)

    @get("/metrics", sync_to_thread=False, media_type="text/plain; version=0.0.4", summary="Counters", tags=["health"])
    def metrics() -> bytes:
        """Counters in Prometheus' text form."""
        return door.metrics()

    @get("/api/sessions", sync_to_thread=False, summary="Sessions you may see", tags=["sessions"])
    def sessions(request: Request[Any, Any, Any]) -> list[SessionSummary]:
        """The open sessions of the token's organisation; a player sees the ones they are in."""
        return list(door.sessions(_identity(door, request)))

    @post("/api/events", summary="Send one command", tags=["events"], status_code=HTTP_200_OK)
    async def events(request: Request[Any, Any, Any], data: Annotated[CommandPosted, Body()]) -> Response[bytes]:
        """The same commands as over a socket, with the same answer. Give an `eventId` to repeat it safely."""
        identity = _identity(door, request)
        status, body = await door.post(identity, data.event, msgspec.json.encode(data.payload))
        return Response(body, status_code=status, media_type="application/json")

    return [healthz, readyz, metrics, sessions, events]


def _screens() -> list[Any]:
    """The built screens; every path that is no file is the app's own to route."""

    @route(["/", "/{path:path}"], http_method=["GET", "HEAD"], sync_to_thread=False, include_in_schema=False)
    def screens(request: Request[Any, Any, Any]) -> File:
        path = str(request.path_params.get("path", "")).lstrip("/")
        file = (STATIC / path).resolve()
        if not (file.is_file() and file.is_relative_to(STATIC)):
            if path.startswith(("api/", "assets/")):
                raise NotFoundException(f"There is nothing at /{path}.")
            file = STATIC / "index.html"
        asset = file.parent.name == "assets"
        headers = {"cache-control": "public, max-age=31536000, immutable" if asset else "no-cache", **SECURITY}
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return File(file, filename=file.name, media_type=kind, content_disposition_type="inline", headers=headers)

    return [screens] if (STATIC / "index.html").exists() else [_no_screens()]


SECURITY: Final = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def _no_screens() -> Any:
    @get("/", sync_to_thread=False, include_in_schema=False, media_type="text/plain")
    def nothing_built() -> str:
        return "The screens are not built. Run `make ui` in the project's folder, or install a released wheel.\n"

    return nothing_built


def make_app(door: Door, polling: Asgi, polling_path: str, lifespan: Sequence[Any] = ()) -> Litestar:
    """The ASGI application of a node. `polling` serves Engine.IO's HTTP transport under `polling_path`."""

    @asgi(polling_path.rstrip("/"), is_mount=True, copy_scope=False)
    async def engine_io(scope: Any, receive: Any, send: Any) -> None:
        await polling(scope, receive, send)

    return Litestar(
        route_handlers=[*_routes(door), engine_io, *_screens()],
        openapi_config=OpenAPIConfig(
            title="Dryland",
            version=version("dryland"),
            path="/api/docs",
            description="Everything a screen can ask and say by HTTP. Live events: see the event reference.",
            render_plugins=[ScalarRenderPlugin(path="/"), SwaggerRenderPlugin(path="/swagger")],
        ),
        compression_config=CompressionConfig(backend="gzip", exclude=[polling_path, "/metrics"]),
        lifespan=list(lifespan),
        logging_config=None,
    )
