"""The contract's fingerprint: changes when what travels changes, not when words about it do.

Pure. The committed fingerprint is in `revision.py`, so that a start need not compute the schema of everything.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final, cast

from dryland.contract.catalogue import EVENTS
from dryland.contract.event_spec import EventSpec
from dryland.contract.schema_json import definitions

__all__ = ["fingerprint", "revision_python", "revision_typescript"]

_WORDS: Final = frozenset({"title", "description", "examples"})
_LENGTH: Final = 12


def _wordless(schema: object) -> object:
    """A schema without what is there for readers; a field that is called `description` is a schema and stays."""
    if isinstance(schema, dict):
        parts = cast("dict[str, object]", schema)
        return {key: _wordless(part) for key, part in parts.items() if key not in _WORDS or _is_schema(part)}
    if isinstance(schema, list):
        return [_wordless(part) for part in cast("list[object]", schema)]
    return schema


def _is_schema(part: object) -> bool:
    return isinstance(part, dict)


def _row(spec: EventSpec) -> list[object]:
    payloads = [None if each is None else each.__name__ for each in (spec.command, spec.event, spec.ack)]
    return [spec.wire, spec.accepts.value, sorted(role.value for role in spec.senders), *payloads]


def fingerprint() -> str:
    """Twelve hexadecimal digits that follow from names, fields, types, ranges, senders and delivery classes."""
    content = {"types": _wordless(definitions()), "events": sorted(json.dumps(_row(spec)) for spec in EVENTS)}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:_LENGTH]


def revision_python() -> str:
    """The module `revision.py`."""
    return (
        '"""The contract\'s fingerprint, written by `make docs`; a test fails when it is stale."""\n\n'
        "from typing import Final\n\n"
        '__all__ = ["CONTRACT"]\n\n'
        f'CONTRACT: Final = "{fingerprint()}"\n'
    )


def revision_typescript(release: str) -> str:
    """The module `revision.ts`: what a client was built with."""
    return (
        "// Written by `make docs`; a test fails when it is stale.\n\n"
        "/** The release and the contract that this client was built with. */\n"
        f'export const BUILT_WITH = {{ release: "{release}", contract: "{fingerprint()}" }} as const;\n'
    )
