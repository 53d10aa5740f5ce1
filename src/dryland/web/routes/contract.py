"""The contract of live events as a running server tells it, for whoever has the server and not the project."""

from __future__ import annotations

import functools
from typing import Any, Final

import msgspec
from litestar import Response, get

from dryland.contract import schema

__all__ = ["HANDLERS"]

DOCS: Final = "/api/docs"
"""Open to everybody, as the description of the routes is."""


@functools.cache
def _asyncapi() -> bytes:
    return msgspec.json.encode(schema.asyncapi())


@functools.cache
def _json_schema() -> bytes:
    return msgspec.json.encode(schema.json_schema())


@functools.cache
def _typescript() -> bytes:
    return schema.typescript().encode()


@functools.cache
def _pages() -> bytes:
    return f"{schema.events_page()}\n{schema.errors_page()}".encode()


def _answer(body: bytes, media_type: str) -> Response[bytes]:
    return Response(body, media_type=media_type, headers={"cache-control": "no-cache"})


@get(f"{DOCS}/asyncapi.json", sync_to_thread=True, summary="Live events as AsyncAPI 3", tags=["Contract"])
def asyncapi() -> Response[bytes]:
    """Every event, payload and error, as `dryland schema asyncapi` prints it."""
    return _answer(_asyncapi(), "application/json")


@get(f"{DOCS}/jsonschema.json", sync_to_thread=True, summary="Live events as JSON Schema", tags=["Contract"])
def json_schema() -> Response[bytes]:
    """Every payload, as `dryland schema jsonschema` prints it."""
    return _answer(_json_schema(), "application/schema+json")


@get(f"{DOCS}/contract.ts", sync_to_thread=True, summary="Live events as TypeScript", tags=["Contract"])
def typescript() -> Response[bytes]:
    """Types of every payload and answer, as `dryland schema typescript` prints them."""
    return _answer(_typescript(), "text/plain")


@get(f"{DOCS}/events.md", sync_to_thread=True, summary="Live events and errors to read", tags=["Contract"])
def events_page() -> Response[bytes]:
    """Every event and error in words, with an example of each, as Markdown."""
    return _answer(_pages(), "text/plain")


HANDLERS: tuple[Any, ...] = (asyncapi, events_page, json_schema, typescript)
