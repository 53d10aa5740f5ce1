"""The generated forms are valid in their own languages, whole, repeatable, and what is committed is up to date.

`asyncapi-3.0.0.json` is the official meta-schema of AsyncAPI 3.0 (Apache-2.0, @asyncapi/specs 6.11.1), minified.
"""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path

import jsonschema
import msgspec
import pytest

from dryland.cli.schema import COMMITTED, FORMATS, render, stale, write_all
from dryland.contract.catalogue import EVENTS
from dryland.contract.error_catalogue import ERRORS
from dryland.contract.examples import example
from dryland.contract.roots import roots
from dryland.contract.schema import asyncapi, errors_page, events_page, json_schema, typescript
from dryland.contract.shapes import reachable

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
META = json.loads((HERE / "asyncapi-3.0.0.json").read_text())
SCHEMA = json_schema()
TSC = ROOT / "ui" / "node_modules" / "typescript" / "bin" / "tsc"
SOCKET_IO = ROOT / "ui" / "node_modules" / "socket.io-client" / "package.json"


def complaints(document: object) -> list[str]:
    return [
        f"{error.json_path}: {error.message[:200]}" for error in jsonschema.Draft7Validator(META).iter_errors(document)
    ]


def test_the_asyncapi_document_is_valid_against_the_official_meta_schema() -> None:
    assert complaints(asyncapi()) == []


def test_the_meta_schema_does_refuse_a_broken_document() -> None:
    broken = copy.deepcopy(asyncapi())
    broken["operations"]["receive.SESSION_START"]["action"] = "shout"
    assert complaints(broken)


def test_every_event_is_a_channel_with_its_operations() -> None:
    document = asyncapi()
    assert {channel["address"] for channel in document["channels"].values()} == {row.wire for row in EVENTS}
    for row in EVENTS:
        assert (f"receive.{row.constant}" in document["operations"]) == (row.command is not None)
        assert (f"send.{row.constant}" in document["operations"]) == (row.event is not None)
    assert document["operations"]["receive.SESSION_START"]["x-roles"] == ["admin", "trainer"]
    assert set(document["x-errors"]) == {code.value for code in ERRORS}


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for item in value.values() for ref in references(item)]
    return [ref for item in value for ref in references(item)] if isinstance(value, list) else []


@pytest.mark.parametrize("document", [asyncapi(), SCHEMA], ids=["asyncapi", "jsonschema"])
def test_every_reference_leads_somewhere(document: dict[str, object]) -> None:
    for ref in set(references(document)):
        found: object = document
        for step in ref.removeprefix("#/").split("/"):
            assert isinstance(found, dict)
            found = found[step]


def test_the_json_schema_is_a_valid_schema_of_every_type() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["$defs"]) == {cls.__name__ for cls in reachable(roots())}


@pytest.mark.parametrize("cls", roots(), ids=lambda cls: cls.__name__)
def test_an_example_meets_its_schema_and_a_wrong_type_does_not(cls: type[msgspec.Struct]) -> None:
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{cls.__name__}", "$defs": SCHEMA["$defs"]})
    payload = example(cls)
    assert [error.message for error in validator.iter_errors(payload)] == []
    for name in SCHEMA["$defs"][cls.__name__].get("required", []):
        assert not validator.is_valid({key: value for key, value in payload.items() if key != name})


def test_a_plan_is_that_of_one_workout_type() -> None:
    plan = SCHEMA["$defs"]["SessionPlan"]["properties"]["plan"]
    assert {member["$ref"].rpartition("/")[2] for member in plan["anyOf"]} == {
        "StrengthPlan", "ConditioningPlan", "HybridPlan", "AgilityPlan", "PlyometricsPlan",
    }  # fmt: skip


def test_restricted_fields_are_marked_with_who_reads_them() -> None:
    properties = SCHEMA["$defs"]["SetCompleted"]["properties"]
    assert properties["medicalNotes"]["x-audiences"] == ["medical"]
    assert properties["restrictions"]["x-audiences"] == ["medical", "staff"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_form_comes_out_the_same_every_time(form: str) -> None:
    assert render(form) == render(form)


@pytest.mark.parametrize("name", COMMITTED)
def test_a_committed_file_says_what_the_contract_says(name: str) -> None:
    assert name not in stale(ROOT), "stale: write the generated files again"


def test_files_are_written_where_they_are_missing_and_left_alone_where_they_are_not(tmp_path: Path) -> None:
    assert write_all(tmp_path) == list(COMMITTED)
    assert write_all(tmp_path) == []
    (tmp_path / "docs/reference/errors.md").write_text("old")
    assert write_all(tmp_path) == ["docs/reference/errors.md"]


def test_the_pages_name_every_event_and_every_error() -> None:
    events, errors = events_page(), errors_page()
    assert all(f"### {row.constant}\n" in events and f"`{row.wire}`" in events for row in EVENTS)
    assert all(f"### {cls.__name__}\n" in events for cls in reachable(roots()))
    assert all(f"## {spec.number} {spec.code.value}\n" in errors for spec in ERRORS.values())


def compile_typescript(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022"]
    modules = ["--module", "nodenext", "--moduleResolution", "nodenext", "--skipLibCheck"]
    command = ["node", str(TSC), *flags, *modules, *(str(folder / name) for name in names)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


@pytest.mark.skipif(not TSC.is_file(), reason="typescript is not installed below ui/")
def test_the_types_compile_under_the_strictest_settings(tmp_path: Path) -> None:
    (tmp_path / "contract.ts").write_text(typescript())
    done = compile_typescript(tmp_path, "contract.ts")
    assert (done.returncode, done.stdout) == (0, "")


USE = """\
import { io, type Socket } from "socket.io-client";
import { ERROR_CODES, EVENTS } from "./contract.js";
import type { ClientToServerEvents, MissedEvent, ServerToClientEvents } from "./contract.js";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("/training");

socket.on(EVENTS.STRENGTH_SET_COMPLETION, (set) => {
  const weight: number | undefined = set.nextSetPreview?.weight;
  const seq: number | undefined = set.seq;
  console.log(weight, seq);
});
export async function join(): Promise<number> {
  const answer = await socket.emitWithAck(EVENTS.JOIN_SESSION, { sessionId: "s", live: "frames" });
  return answer.ok ? answer.seq : ERROR_CODES[answer.error.code].number;
}
export function apply(missed: MissedEvent): string {
  return missed.event === "training:player:join" ? missed.payload.player.status : missed.event;
}
%s
"""


@pytest.mark.skipif(not (TSC.is_file() and SOCKET_IO.is_file()), reason="socket.io-client is not installed below ui/")
@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("", True),
        ('void socket.emitWithAck(EVENTS.SESSION_START, "s");', True),
        ("void socket.emitWithAck(EVENTS.SESSION_START, { session: 1 });", False),
        ('void socket.emitWithAck("training:no:such:event", {});', False),
        ("socket.on(EVENTS.PLAYER_JOIN, (event) => console.log(event.nonsense));", False),
    ],
)
def test_a_socket_io_client_is_typed_by_the_event_maps(tmp_path: Path, line: str, accepted: bool) -> None:
    (tmp_path / "contract.ts").write_text(typescript())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "use.ts").write_text(USE % line)
    (tmp_path / "node_modules").symlink_to(ROOT / "ui" / "node_modules")
    done = compile_typescript(tmp_path, "use.ts")
    assert (done.returncode == 0) == accepted, done.stdout
