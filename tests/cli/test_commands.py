"""Data goes to stdout, talk to stderr, and the exit code says how it ended."""

import errno
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dryland.cli.app import COMMANDS, GROUPS, run
from dryland.cli.failures import in_words
from dryland.cli.talk import Failed
from dryland.cli.tokens import seconds
from dryland.contract.base import WorkoutType
from dryland.seeding import supported
from dryland.store import open_history
from dryland.store.records import Organisation, open_records
from dryland.web.identity import open_signer

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Carry a call out in this process: exit code, stdout, stderr."""

    def carry_out(*words: object) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return carry_out


@pytest.fixture
def seeded(call: Call, tmp_path: Path) -> tuple[Path, Any]:
    code, out, _ = call(
        "seed", "--data", tmp_path / "club", "--sessions", 2, "--players-per-session", 3, "--workout", "conditioning",
        "--json",
    )  # fmt: skip
    assert code == 0
    return tmp_path / "club", json.loads(out)


def test_seeding_prints_sessions_with_tokens_that_the_folder_knows(seeded: tuple[Path, Any]) -> None:
    data, seeding = seeded
    signer = open_signer(data)

    assert [session["sessionId"] for session in seeding["sessions"]] == ["session-1", "session-2"]
    for session in seeding["sessions"]:
        assert signer.read(session["trainer"]["token"], 0).user_id == session["trainer"]["userId"]
        assert len(session["players"]) == 3
        for player in session["players"]:
            assert signer.read(player["token"], 0).player_id == player["playerId"]


@pytest.mark.parametrize("kind", list(WorkoutType))
def test_a_workout_type_is_seeded_with_a_plan_or_refused_in_words(
    kind: WorkoutType, call: Call, tmp_path: Path
) -> None:
    code, out, err = call("seed", "--data", tmp_path, "--workout", kind.value, "--players-per-session", 2, "--json")
    if kind in supported():
        shown = json.loads(call("session", "show", "session-1", "--data", tmp_path, "--json")[1])
        assert (code, shown["workoutType"], len(shown["players"])) == (0, kind.value, 2)
    else:
        assert (code, out) == (1, "")
        assert f"Sessions of {kind.value} cannot be seeded" in err


def test_seeding_again_adds_sessions_and_touches_none(seeded: tuple[Path, Any], call: Call) -> None:
    data, _ = seeded
    with closing(open_history(data)) as history:
        before = {head.stream: head for head in history.streams()}
    _, out, _ = call("seed", "--data", data, "--json")
    with closing(open_history(data)) as history:
        after = {head.stream: head for head in history.streams()}

    assert [session["sessionId"] for session in json.loads(out)["sessions"]] == ["session-3"]
    assert {name: head for name, head in after.items() if name in before} == before


def test_the_same_seed_makes_the_same_people(call: Call, tmp_path: Path) -> None:
    names: list[list[str]] = []
    for folder in ("a", "b"):
        call("seed", "--data", tmp_path / folder, "--players-per-session", 5, "--seed", 7, "--json")
        _, out, _ = call("session", "show", "session-1", "--data", tmp_path / folder, "--json")
        names.append([player["playerName"] for player in json.loads(out)["players"]])

    assert names[0] == names[1]
    assert len(set(names[0])) > 1


def test_a_token_says_who_its_bearer_is_and_how_long(seeded: tuple[Path, Any], call: Call) -> None:
    data, _ = seeded
    code, out, err = call("token", "create", "--data", data, "--role", "trainer", "--user", "anna", "--ttl", "30m")
    identity = open_signer(data).read(out.strip(), 0)
    _, as_json, _ = call(
        "token", "create", "--data", data, "--role", "player", "--user", "ida", "--player", "s1-p1", "--json"
    )

    assert (code, identity.user_id, identity.role, identity.org_id) == (0, "anna", "trainer", "club")
    assert "Good until" in err
    assert json.loads(as_json)["playerId"] == "s1-p1"


def test_a_token_is_for_the_only_organisation_of_its_folder(seeded: tuple[Path, Any], call: Call) -> None:
    data, _ = seeded
    words = ("token", "create", "--data", data, "--role", "trainer", "--user", "anna")
    with closing(open_records(data)) as records:
        records.organisations.save(Organisation("ik", "IK", 0))
    refused = call(*words)
    named = call(*words, "--org", "ik")

    assert (refused[0], "club, ik" in refused[2], "--org" in refused[2]) == (2, True, True)
    assert open_signer(data).read(named[1].strip(), 0).org_id == "ik"


@pytest.mark.parametrize(
    "words",
    [
        ("token", "create", "--role", "player", "--user", "ida"),
        ("token", "create", "--role", "trainer", "--user", "ida", "--player", "p1"),
        ("token", "create", "--role", "trainer", "--user", "ida", "--ttl", "soon"),
        ("token", "create", "--role", "chef", "--user", "ida"),
        ("seed", "--players-per-session", "0"),
        ("seed", "--workout", "yoga"),
        ("serve", "--port", "70000"),
        ("nonsense",),
    ],
)
def test_a_call_that_cannot_be_meant_ends_with_two_and_says_so(
    words: tuple[str, ...], call: Call, tmp_path: Path
) -> None:
    extra = ("--data", tmp_path) if words[0] in {"token", "seed"} else ()
    code, out, err = call(*words, *extra)

    assert (code, out) == (2, "")
    assert err.strip()


def test_what_is_not_there_ends_with_one_and_says_what_to_do(
    seeded: tuple[Path, Any], call: Call, tmp_path: Path
) -> None:
    data, _ = seeded
    nobody = call("session", "show", "session-9", "--data", data)
    nowhere = call("session", "events", "session-1", "--data", tmp_path / "none")
    no_folder = call("token", "create", "--data", tmp_path / "none", "--role", "wall", "--user", "tv")
    no_file = call("replay", tmp_path / "none.fit", "--url", "http://127.0.0.1:1", "--token", "x", "--session", "s")

    assert [ending[0] for ending in (nobody, nowhere, no_folder, no_file)] == [1, 1, 1, 1]
    assert "There are: session-1, session-2." in nobody[2]
    assert "start a server on it once." in nowhere[2]
    assert "no data folder" in no_folder[2]
    assert "cannot be opened" in no_file[2]


def test_a_session_is_shown_as_data_or_for_people(seeded: tuple[Path, Any], call: Call) -> None:
    data, _ = seeded
    _, out, _ = call("session", "show", "session-1", "--data", data, "--json")
    _, text, _ = call("session", "show", "session-1", "--data", data)
    record = json.loads(out)

    assert (record["status"], record["duration"], len(record["players"])) == ("scheduled", 0, 3)
    assert "startTime" not in record
    assert "Conditioning 1 (session-1): conditioning, scheduled" in text


def test_events_come_one_a_line_in_order_without_a_gap(seeded: tuple[Path, Any], call: Call) -> None:
    data, _ = seeded
    _, out, _ = call("session", "events", "session-1", "--data", data, "--json")
    lines = [json.loads(line) for line in out.splitlines()]

    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0]["name"] == "floor:session:opened"
    assert all(line["payload"]["sessionId"] == "session-1" for line in lines)


def test_every_setting_is_shown_with_its_meaning_and_its_origin(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("[node]\nport = 9\ntick_s = 2.0\n", "utf-8")
    monkeypatch.setenv("DRYLAND_NODE_PORT", "77")
    _, out, _ = call("config", "show", "--data", tmp_path, "--json")
    settings = {f"{one['section']}.{one['name']}": one for one in json.loads(out)}

    assert (settings["node.port"]["value"], settings["node.port"]["source"]) == (77, "DRYLAND_NODE_PORT")
    assert (settings["node.tick_s"]["value"], settings["node.tick_s"]["source"]) == (2.0, str(tmp_path / "config.toml"))
    assert settings["node.host"]["source"] == "default"
    assert [name for name, one in settings.items() if not one["description"]] == []


def test_a_setting_that_does_not_exist_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[node]\nprot = 9\n", "utf-8")
    code, _, err = call("config", "show", "--data", tmp_path)

    assert code == 1
    assert "node.prot" in err


def test_the_doctor_measures_and_explains(call: Call, tmp_path: Path) -> None:
    code, out, err = call("doctor", "--data", tmp_path, "--port", 0, "--json")
    findings = {finding["subject"]: finding for finding in json.loads(out)}

    assert {"python", "disk", "clock", "port", "descriptors", "data folder", "space"} <= findings.keys()
    assert "ms a synced write" in findings["disk"]["found"]
    assert code == (1 if any(finding["verdict"] == "bad" for finding in findings.values()) else 0)
    assert all(finding.get("advice") for finding in findings.values() if finding["verdict"] != "good")
    assert err.strip()


@pytest.mark.parametrize("form", ["asyncapi", "jsonschema"])
def test_schemas_are_json_on_stdout(form: str, call: Call) -> None:
    code, out, err = call("schema", form)

    assert (code, err) == (0, "")
    assert json.loads(out)


@pytest.mark.parametrize(
    ("text", "expected_s"), [("90s", 90), ("30m", 1_800), ("12h", 43_200), ("7d", 604_800), (" 1h ", 3_600)]
)
def test_durations_are_a_number_and_a_unit(text: str, expected_s: int) -> None:
    assert seconds(text) == expected_s


@pytest.mark.parametrize("text", ["", "12", "h", "-1h", "1.5h", "0s", "1w"])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(Failed):
        seconds(text)


def test_every_command_has_examples_in_its_help(call: Call) -> None:
    calls = [entry.path.split(":")[1:] for entry in COMMANDS]
    calls += [[group, entry.path.split(":")[1]] for group, _, entries in GROUPS for entry in entries]
    for words in calls:
        code, out, _ = call(*words, "--help")
        assert code == 0
        assert "Examples" in out
        assert f"dryland {' '.join(words)}" in out


def test_a_folder_or_an_address_that_no_server_can_have_is_said_in_words(call: Call, tmp_path: Path) -> None:
    """Each of them is a caller's mistake, so nobody is to read a trace."""
    file = tmp_path / "file"
    file.write_text("no folder", "utf-8")

    in_a_file = call("serve", "--data", file / "club", "--port", 0)
    looked_at = call("doctor", "--data", file)
    nowhere = call("serve", "--data", tmp_path / "club", "--host", "256.1.1.1", "--port", 0)

    assert [ending[0] for ending in (in_a_file, looked_at, nowhere)] == [1, 1, 1]
    assert f"{file / 'club' / 'config.toml'} cannot be read: Not a directory." in in_a_file[2]
    assert f"{file / 'config.toml'} cannot be read: Not a directory." in looked_at[2]
    assert "This machine has no such address to listen on." in nowhere[2]


def test_a_port_that_a_user_may_not_have_is_no_matter_of_a_file() -> None:
    failure = in_words(PermissionError(errno.EACCES, "Permission denied"))

    assert failure is not None
    assert failure.what == "This user may not listen on that port."
