"""The generated forms of the contract: as text for stdout, and as the files that are committed.

Knows where the files live; what is in them comes from the contract.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from dryland.contract import revisions, schema, schema_sayings

__all__ = ["COMMITTED", "FORMATS", "render", "stale", "write_all"]


def _as_json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS: Final[dict[str, Callable[[], str]]] = {
    "asyncapi": lambda: _as_json(schema.asyncapi()),
    "jsonschema": lambda: _as_json(schema.json_schema()),
    "typescript": schema.typescript,
    "markdown": lambda: schema.events_page() + "\n" + schema.errors_page() + "\n" + schema_sayings.page(),
    "sayings": schema_sayings.messages,
}
"""What `dryland schema FORMAT` prints."""

COMMITTED: Final[dict[str, Callable[[], str]]] = {
    "src/dryland/contract/revision.py": revisions.revision_python,
    "ui/client/src/generated/contract.ts": schema.typescript,
    "ui/client/src/generated/revision.ts": lambda: revisions.revision_typescript(version("dryland")),
    "ui/app/src/features/lab/generated/commands.json": schema.command_forms,
    "docs/reference/events.md": schema.events_page,
    "docs/reference/errors.md": schema.errors_page,
    "docs/reference/sayings.md": schema_sayings.page,
    "ui/app/src/shared/sayings/en.json": schema_sayings.messages,
    "ui/app/test/generated/sayings.json": schema_sayings.examples,
}
"""Generated files that are kept under version control, by their path below the project's root."""


def render(form: str) -> str:
    """One generated form as text. Raises KeyError for a form that is not in `FORMATS`."""
    return FORMATS[form]()


def stale(root: Path) -> list[str]:
    """The committed files that differ from what the contract says now, or are missing."""
    return [
        name
        for name, text in COMMITTED.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text()
    ]


def write_all(root: Path) -> list[str]:
    """Write the committed files that are stale below `root`; returns their names."""
    names = stale(root)
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(COMMITTED[name](), encoding="utf-8")
    return names
