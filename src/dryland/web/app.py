"""The HTTP side of a node: health, metrics, the screens, and the routes of `/api` behind their guard.

Knows the doors it is given, not what lies behind them.
"""

from __future__ import annotations

import mimetypes
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from litestar import Litestar, Request, Response, get, route
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.response import File
from litestar.status_codes import HTTP_200_OK, HTTP_404_NOT_FOUND, HTTP_503_SERVICE_UNAVAILABLE

from dryland.web.access import make_guard, provide_caller
from dryland.web.door import Door
from dryland.web.office import Office
from dryland.web.problems import HANDLERS as PROBLEMS
from dryland.web.repeats import Repeats
from dryland.web.routes import HANDLERS as ROUTES

__all__ = ["Door", "make_app"]

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")

STATIC: Final = Path(__file__).parent / "static"

SCREENS: Final = frozenset({
    "", "board", "debrief", "entry", "invitation", "join", "lab", "medic", "mine", "own", "people", "plan", "player",
    "session", "settings", "setup", "sign-in", "station", "style", "wall",
})  # fmt: skip
"""First parts of the addresses that the screens route themselves."""


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

    return [healthz, readyz, metrics]


def _screens() -> list[Any]:
    """The built screens: a file where there is one, else the app, which routes its own addresses."""

    @route(["/", "/{path:path}"], http_method=["GET", "HEAD"], sync_to_thread=False, include_in_schema=False)
    def screens(request: Request[Any, Any, Any]) -> File:
        path = str(request.path_params.get("path", "")).lstrip("/")
        file = (STATIC / path).resolve()
        if file.is_file() and file.is_relative_to(STATIC):
            return _shown(file)
        known = path.split("/")[0] in SCREENS
        if not known and (path.startswith("assets/") or "text/html" not in request.headers.get("accept", "")):
            raise NotFoundException(f"There is nothing at /{path}. What can be asked is described at {DOCS}.")
        # A person sees the app's own word for an address that leads nowhere, a program the status.
        return _shown(STATIC / "index.html", HTTP_200_OK if known else HTTP_404_NOT_FOUND)

    return [screens] if (STATIC / "index.html").exists() else [_no_screens()]


def _shown(file: Path, status: int = HTTP_200_OK) -> File:
    """A file of the build; only what has its content's hash in its name may be kept without asking again."""
    asset = file.parent.name == "assets"
    return File(
        file,
        filename=file.name,
        media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        content_disposition_type="inline",
        headers={"cache-control": "public, max-age=31536000, immutable" if asset else "no-cache"},
        status_code=status,
    )


SECURITY: Final = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=()",
}
DOCS: Final = "/api/docs"
NO_SCREENS: Final = "The screens are not built. Run `make ui` in the project's folder, or install a released wheel.\n"


def _secure(response: Response[Any]) -> Response[Any]:
    """What keeps a browser from being talked into more than the screens need, on every answer."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


def _no_screens() -> Any:
    @get("/", sync_to_thread=False, include_in_schema=False, media_type="text/plain")
    def nothing_built() -> str:
        return NO_SCREENS

    return nothing_built


class _ReferencePage(OpenAPIRenderPlugin):
    """The routes to read, as a page of our own build: the policy of every page forbids foreign scripts."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page; it fetches the description itself."""
        page = STATIC / "api-docs.html"
        return page.read_bytes() if page.is_file() else NO_SCREENS.encode()


def make_app(door: Door) -> Litestar:
    """The application behind a node's entrance."""

    def provide_door() -> Door:
        return door

    def provide_office() -> Office:
        return door.office

    return Litestar(
        route_handlers=[*_routes(door), *ROUTES, *_screens()],
        guards=[make_guard(door)],
        dependencies={
            "door": Provide(provide_door, sync_to_thread=False),
            "office": Provide(provide_office, sync_to_thread=False),
            "caller": Provide(provide_caller, sync_to_thread=False),
        },
        middleware=[Repeats(door)],
        exception_handlers=PROBLEMS,
        after_request=_secure,
        openapi_config=OpenAPIConfig(
            title="Dryland",
            version=version("dryland"),
            path=DOCS,
            description="Everything a screen can ask and say by HTTP. Live events: /api/docs/events.md, to read.",
            render_plugins=[_ReferencePage(path="/"), JsonRenderPlugin()],
        ),
        compression_config=CompressionConfig(backend="gzip", exclude=["/metrics"]),
        logging_config=None,
    )
