"""Every code of the catalogue is said by something, and what it says is whole: severity, actions, recovery, context."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from dryland.contract.error_catalogue import ERRORS, ErrorCode, ErrorSpec

SOURCE = Path(__file__).parents[2] / "src" / "dryland"


@cache
def said() -> frozenset[str]:
    """Codes that any code outside of the contract names when it refuses or remarks."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path.parts[-2] != "contract" or path.name == "decoding.py":
            found.update(re.findall(r"ErrorCode\.([A-Z_]+)", path.read_text(encoding="utf-8")))
    return frozenset(found)


@pytest.mark.parametrize("code", ErrorCode, ids=lambda code: code.value)
def test_a_code_has_a_producer(code: ErrorCode) -> None:
    assert code.name in said()


@pytest.mark.parametrize("row", ERRORS.values(), ids=lambda row: row.code.value)
def test_a_code_tells_what_to_do(row: ErrorSpec) -> None:
    assert row.message
    assert row.actions
