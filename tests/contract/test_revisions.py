"""The contract's fingerprint: blind to words, awake to what travels; the committed one is the one in force."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from dryland.contract import revisions
from dryland.contract.live import ClockAck, ServerRevision
from dryland.contract.revision import CONTRACT
from dryland.contract.schema_json import definitions

ROOT = Path(__file__).parents[2]


def with_set_data(change: dict[str, object]) -> dict[str, dict[str, object]]:
    """All types, one of them changed."""
    types = json.loads(json.dumps(definitions()))
    types["SetData"] |= change
    return types


def test_the_committed_fingerprint_is_the_contracts_own_for_server_and_client_alike() -> None:
    assert revisions.fingerprint() == CONTRACT
    client = (ROOT / "ui/client/src/generated/revision.ts").read_text("utf-8")
    assert re.findall(r'contract: "(\w+)"', client) == [CONTRACT]


def test_other_words_leave_it_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    types = with_set_data({"description": "Another sentence.", "title": "Other"})
    monkeypatch.setattr(revisions, "definitions", lambda: types)
    assert revisions.fingerprint() == CONTRACT


@pytest.mark.parametrize("change", [{"required": []}, {"properties": {"description": {"type": "string"}}}])
def test_other_fields_change_it(monkeypatch: pytest.MonkeyPatch, change: dict[str, object]) -> None:
    types = with_set_data(change)
    monkeypatch.setattr(revisions, "definitions", lambda: types)
    assert revisions.fingerprint() != CONTRACT


def test_a_clock_reading_tells_which_server_it_is_and_one_that_does_not_is_still_understood() -> None:
    ack = ClockAck(t0=1, t1=2, t2=3, server=ServerRevision(release="0.1.0", contract=CONTRACT))
    assert msgspec.json.decode(msgspec.json.encode(ack), type=ClockAck) == ack
    assert msgspec.json.decode(b'{"t0":1,"t1":2,"t2":3}', type=ClockAck).server is None
