"""What a form needs to offer every command: its schema, a valid example, who may send it and how it is kept.

Pure data from the catalogue; the event lab loads it when it is opened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from dryland.contract.catalogue import EVENTS
from dryland.contract.event_spec import EventSpec
from dryland.contract.examples import command_example
from dryland.contract.schema_json import definitions

__all__ = ["command_forms"]

_REFERENCE: Final = re.compile(r'"#/\$defs/(\w+)"')


def _reached(schemas: dict[str, dict[str, object]], roots: Iterable[str]) -> set[str]:
    """The types that the commands are made of, and nothing else."""
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _REFERENCE.findall(json.dumps(schemas[name]))
    return seen


def _form(row: EventSpec, command: str) -> dict[str, object]:
    return {
        "schema": command,
        "summary": row.summary,
        "delivery": row.accepts.value,
        "senders": sorted(role.value for role in row.senders),
        **({} if row.workout is None else {"workoutType": row.workout.value}),
        "example": command_example(row),
    }


def command_forms() -> str:
    """The document as JSON text: `commands` by the name of their event, `$defs` by the name of their type."""
    forms = {row.wire: _form(row, row.command.__name__) for row in EVENTS if row.command is not None}
    schemas = definitions()
    kept = _reached(schemas, (row.command.__name__ for row in EVENTS if row.command is not None))
    document = {"commands": forms, "$defs": {name: schemas[name] for name in sorted(kept)}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
