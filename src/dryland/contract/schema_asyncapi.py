"""The contract as AsyncAPI 3.0: one channel per event name, an operation per direction.

Operations are seen from the server: it receives commands and sends events. What AsyncAPI has no word for (roles,
delivery, pace, audiences, errors) stands in `x-` fields.
"""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.acks import Accepted, Refused
from dryland.contract.base import Role
from dryland.contract.catalogue import EVENTS
from dryland.contract.error_catalogue import ERRORS, ErrorSpec
from dryland.contract.event_spec import PACE_DEFAULTS_S, EventSpec
from dryland.contract.examples import example
from dryland.contract.schema_json import Json, definitions

__all__ = ["asyncapi"]

_SCHEMAS: Final = "#/components/schemas/{name}"
_INFO: Final[Json] = {
    "title": "Dryland",
    "version": "1.0.0",
    "description": (
        "Events of a training floor over Socket.IO v5, namespace /training, path /socket.io/. "
        "Generated from the event catalogue by `dryland schema asyncapi`."
    ),
    "license": {"name": "Apache-2.0"},
}
_SERVER: Final[Json] = {
    "host": "127.0.0.1:8000",
    "pathname": "/socket.io/",
    "protocol": "socket.io",
    "description": "A node on this machine. CONNECT to /training with auth {token}.",
    "security": [{"$ref": "#/components/securitySchemes/token"}],
}
_TOKEN: Final[Json] = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "In the CONNECT packet as auth.token, over HTTP as a bearer token. Identity comes from here alone.",
}


def _ref(path: str) -> Json:
    return {"$ref": f"#/{path}"}


def _message(payload: type[msgspec.Struct], row: EventSpec) -> Json:
    return {
        "name": row.wire,
        "title": payload.__name__,
        "summary": row.summary,
        "contentType": "application/json",
        "payload": {"$ref": _SCHEMAS.format(name=payload.__name__)},
        "examples": [{"payload": example(payload)}],
    }


def _answers(row: EventSpec) -> tuple[type[msgspec.Struct], ...]:
    return () if row.command is None else (row.ack or Accepted, Refused)


def _payloads(row: EventSpec) -> tuple[type[msgspec.Struct], ...]:
    own = tuple(payload for payload in (row.command, row.event) if payload is not None)
    return (*own, *_answers(row))


def _key(row: EventSpec, payload: type[msgspec.Struct]) -> str:
    return f"{row.constant}.{payload.__name__}"


def _channel(row: EventSpec) -> Json:
    return {
        "address": row.wire,
        "summary": row.summary,
        "messages": {payload.__name__: _ref(f"components/messages/{_key(row, payload)}") for payload in _payloads(row)},
        "x-audiences": sorted(audience.value for audience in row.audiences),
    }


def _in_channel(row: EventSpec, payload: type[msgspec.Struct]) -> Json:
    return _ref(f"channels/{row.constant}/messages/{payload.__name__}")


def _receive(row: EventSpec, command: type[msgspec.Struct]) -> Json:
    return {
        "action": "receive",
        "channel": _ref(f"channels/{row.constant}"),
        "summary": row.summary,
        "messages": [_in_channel(row, command)],
        "reply": {
            "channel": _ref(f"channels/{row.constant}"),
            "messages": [_in_channel(row, answer) for answer in _answers(row)],
        },
        "x-roles": [role.value for role in Role if role in row.senders],
        "x-subject": row.subject.value,
        "x-delivery": row.accepts.value,
    }


def _send(row: EventSpec, event: type[msgspec.Struct]) -> Json:
    return {
        "action": "send",
        "channel": _ref(f"channels/{row.constant}"),
        "summary": row.summary,
        "messages": [_in_channel(row, event)],
        "x-delivery": row.delivery.value,
        "x-pace-s": PACE_DEFAULTS_S[row.pace],
    }


def _operations() -> Json:
    operations: Json = {}
    for row in EVENTS:
        if row.command is not None:
            operations[f"receive.{row.constant}"] = _receive(row, row.command)
        if row.event is not None:
            operations[f"send.{row.constant}"] = _send(row, row.event)
    return operations


def _error(spec: ErrorSpec) -> Json:
    row: Json = {
        "number": spec.number,
        "message": spec.message,
        "severity": spec.severity.value,
        "retryable": spec.retryable,
        "suggestedActions": list(spec.actions),
        "automaticRecovery": spec.recovery,
        "retryAfterMs": spec.retry_after_ms,
        "errorType": None if spec.type is None else spec.type.value,
    }
    return {key: value for key, value in row.items() if value is not None}


def asyncapi() -> Json:
    """The whole contract as an AsyncAPI 3.0 document."""
    messages = {_key(row, payload): _message(payload, row) for row in EVENTS for payload in _payloads(row)}
    return {
        "asyncapi": "3.0.0",
        "id": "urn:dryland:contract",
        "info": _INFO,
        "defaultContentType": "application/json",
        "servers": {"node": _SERVER},
        "channels": {row.constant: _channel(row) for row in EVENTS},
        "operations": _operations(),
        "components": {
            "schemas": definitions(_SCHEMAS),
            "messages": messages,
            "securitySchemes": {"token": _TOKEN},
        },
        "x-roles": [role.value for role in Role],
        "x-errors": {code.value: _error(spec) for code, spec in ERRORS.items()},
    }
