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


NOBODY_SAYS = {
    ErrorCode.EQUIPMENT_MALFUNCTION: "no machine's report is judged against what it can mean yet",
    ErrorCode.INTERVAL_NOT_IN_PLAN: "a transition out of the plan is refused as INTERVAL_OUT_OF_ORDER",
    ErrorCode.PARTIAL_FAILURE: "a bulk operation's report names its failed sessions itself",
    ErrorCode.BALANCE_IMPOSSIBLE: "a balance that cannot be had is told in the operation's report",
}
"""Codes that nothing says yet, each with the reason."""


@pytest.mark.parametrize("code", ErrorCode, ids=lambda code: code.value)
def test_a_code_has_a_producer_or_a_reason_to_have_none(code: ErrorCode) -> None:
    assert (code.name in said()) is not (code in NOBODY_SAYS)


@pytest.mark.parametrize("row", ERRORS.values(), ids=lambda row: row.code.value)
def test_a_code_tells_what_to_do(row: ErrorSpec) -> None:
    assert row.message
    assert row.actions
