"""From a request to whoever makes it: bearer token or cookie, then origin, then the page's own token, then the policy.

Every path under `/api/` is refused unless its handler names an operation that the policy gives the caller, or says
that it is public. Knows no record.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler

from dryland.contract.error_catalogue import ErrorCode
from dryland.web.gate import Gate
from dryland.web.identity import BadToken, Identity
from dryland.web.refused import RefusedRequest
from dryland.web.signing_in import Granted

__all__ = [
    "PUBLIC",
    "address_of",
    "bake",
    "by",
    "clear",
    "make_guard",
    "provide_caller",
    "renewal_of",
    "token_of",
    "unkept",
]

ACCESS: Final = "dryland_access"
RENEWAL: Final = "dryland_renewal"
CSRF: Final = "dryland_csrf"
CSRF_HEADER: Final = "x-csrf-token"
API: Final = "/api/"
DOCS: Final = "/api/docs"
RENEWAL_PATH: Final = "/api/sign-in"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

PUBLIC: Final = {"public": True, "unrepeatable": True}
"""`opt` of a handler that anybody may call."""

Connection = ASGIConnection[Any, Any, Any, Any]


def by(operation: str) -> dict[str, Any]:
    """`opt` of a handler that the policy gives to some."""
    return {"operation": operation}


def unkept(operation: str) -> dict[str, Any]:
    """`opt` of a handler whose answer is kept nowhere: it holds a secret, or its commands have ids of their own."""
    return {"operation": operation, "unrepeatable": True}


def make_guard(gate: Gate) -> Callable[[Connection, BaseRouteHandler], None]:
    """The guard of every handler."""

    def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        path = connection.scope["path"]
        if not path.startswith(API) or path.startswith(DOCS):
            return
        unsafe = cast("Mapping[str, object]", connection.scope)["method"] not in _SAFE
        headers = connection.headers
        if unsafe and not gate.permits(headers.get("origin"), headers.get("host")):
            raise RefusedRequest(ErrorCode.FORBIDDEN, "Pages of another site may not do this.")
        if handler.opt.get("public"):
            return
        identity = _caller(gate, connection, unsafe)
        refusal = gate.refuse(handler.opt.get("operation"), identity, connection.path_params.get("player_id"))
        if refusal is not None:
            raise RefusedRequest.of(refusal)
        connection.scope["state"]["caller"] = identity

    return guard


def _bearer(connection: Connection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


def token_of(connection: Connection) -> str | None:
    """The token of a request, from its header or else from its cookie."""
    return _bearer(connection) or connection.cookies.get(ACCESS)


def _caller(gate: Gate, connection: Connection, unsafe: bool) -> Identity:
    token = token_of(connection)
    if not token:
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED, "Send the token in the header `Authorization: Bearer …`.")
    try:
        identity = gate.identity(token)
    except BadToken as error:
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED, f"{error.reason.capitalize()}.") from error
    if unsafe and _bearer(connection) is None:
        said = connection.headers.get(CSRF_HEADER, "")
        if not identity.sign_in or not hmac.compare_digest(said.encode(), gate.csrf(identity.sign_in).encode()):
            detail = f"A request with a cookie needs the header {CSRF_HEADER} that the sign-in gave."
            raise RefusedRequest(ErrorCode.FORBIDDEN, detail)
    return identity


def provide_caller(request: Request[Any, Any, Any]) -> Identity:
    """Who makes the request, as the guard found."""
    caller = request.scope["state"]["caller"]
    assert isinstance(caller, Identity)
    return caller


def renewal_of(request: Request[Any, Any, Any]) -> str | None:
    """The renewal secret of the cookie."""
    return request.cookies.get(RENEWAL)


def address_of(gate: Gate, request: Request[Any, Any, Any]) -> str:
    """The address a request counts for."""
    client = request.client
    return gate.remote(client.host if client is not None else "unknown", dict(request.headers))


def bake(response: Response[Any], granted: Granted, access_ttl_s: int, renewal_ttl_s: int, *, secure: bool) -> None:
    """Give a browser its cookies: scripts read only the one that proves that they are ours."""
    _set(response, ACCESS, granted.access, "/api", access_ttl_s, secure=secure)
    _set(response, CSRF, granted.csrf, "/", renewal_ttl_s, secure=secure, readable=True)
    if granted.renewal is not None:
        _set(response, RENEWAL, granted.renewal, RENEWAL_PATH, renewal_ttl_s, secure=secure)


def _set(
    response: Response[Any], key: str, value: str, path: str, age_s: int, *, secure: bool, readable: bool = False
) -> None:
    cookie = Cookie(
        key=key, value=value, path=path, max_age=age_s, secure=secure, httponly=not readable, samesite="strict"
    )
    response.cookies.append(cookie)


def clear(response: Response[Any]) -> None:
    """Take a browser's cookies away."""
    for key, path in ((ACCESS, "/api"), (CSRF, "/"), (RENEWAL, RENEWAL_PATH)):
        response.delete_cookie(key, path=path)
