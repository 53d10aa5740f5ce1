"""The demo is a real floor: players come in by themselves, the address opens it, nothing stays behind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from dryland.cli.demo_bundle import Round, draw_demo_squad
from dryland.cli.demo_cast import Variation, recorded_cast
from dryland.devices import read_recording

RIDE = "time,heart_rate,power\n" + "".join(f"{second},{120 + second},{200 + second}\n" for second in range(60))


def test_of_each_recording_the_first_player_is_as_recorded_and_the_others_are_named_varied() -> None:
    recordings = [read_recording(RIDE.encode(), name=name) for name in ("anna.csv", "ida.csv")]
    cast = recorded_cast(recordings, 5, seed=1)
    names = [player.name for player in cast.session.players]

    assert names[:2] == ["anna", "ida"]
    assert all(re.fullmatch(r"(anna|ida), varied [+-]\d bpm, × [01]\.\d\d W", name) for name in names[2:])
    assert "2 players as recorded, 3 varied" in cast.session.workout_name
    assert [player.name for player in recorded_cast(recordings, 5, seed=1).session.players] == names


def test_a_variation_moves_values_and_leaves_gaps() -> None:
    from dryland.cli.demo_cast import varied
    from dryland.client.replay import PlayedSamples

    track = PlayedSamples(player_id="p", at_ms=[1, 2, 3], heart_rate=[100, None, 219], power=[100, 200, None])
    moved = varied(track, Variation(5, 0.9))

    assert (moved.heart_rate, moved.power) == ((105, None, 220), (90, 180, None))
    assert varied(track, None) is track


def test_a_squad_follows_from_its_seed_and_nobody_shares_a_name_or_a_number() -> None:
    squad = draw_demo_squad(24, 1)
    names = [player.name for player in squad.players]

    assert draw_demo_squad(24, 1) == squad
    assert [player.name for player in draw_demo_squad(24, 2).players] != names
    assert len(set(names)) == len({player.jersey_number for player in squad.players}) == 24


def test_every_round_deals_everybody_out_once_and_on_to_another_kind_of_workout() -> None:
    first, second = Round.deal(1, 24), Round.deal(2, 24)

    for now in (first, second):
        assert sorted(place for _, places in now.sessions.values() for place in places) == list(range(24))
        assert [len(places) for _, places in now.sessions.values()] == [6, 6, 6, 6]
    for kind, (session_id, places) in first.sessions.items():
        assert session_id != second.sessions[kind][0]
        assert not set(places) & set(second.sessions[kind][1])


def test_a_session_that_nobody_is_left_for_is_not_opened() -> None:
    assert len(Round.deal(1, 2).sessions) == 2


def get(url: str, token: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


@pytest.mark.e2e
@pytest.mark.timeout(90)
@pytest.mark.parametrize("recorded", [False, True])
def test_the_demo_prints_an_address_plays_and_leaves_nothing_behind(tmp_path: Path, recorded: bool) -> None:
    (tmp_path / "ride.csv").write_text(RIDE, "utf-8")
    words = ["demo", "--players", "4", "--speed", "10", *(["--recordings", str(tmp_path / "ride.csv")] * recorded)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "dryland", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=environment,
    ) as demo:  # fmt: skip
        assert demo.stdout is not None
        address = demo.stdout.readline().strip()
        try:
            found = re.fullmatch(r"(http://127\.0\.0\.1:\d+)/board#token=([\w.-]+)((?:&session=[\w-]+)+)", address)
            assert found is not None
            url, token, rooms = found.groups()
            accepted = samples_accepted(url, at_least=30)
            sessions = get(f"{url}/api/sessions", token)
        finally:
            demo.send_signal(signal.SIGINT)
            _, said = demo.communicate(timeout=20)

    assert accepted >= 30
    assert {one["sessionId"] for one in sessions} == set(re.findall("session=([\\w-]+)", rooms))
    assert [one["status"] for one in sessions] == ["active"] * len(sessions)
    assert [one["totalPlayers"] for one in sessions] == ([4] if recorded else [1, 1, 1, 1])
    assert recorded or len({one["workoutType"] for one in sessions}) == 4
    assert (demo.returncode, list(tmp_path.glob("dryland-demo-*"))) == (0, []), said
    assert "its data is deleted" in said


def samples_accepted(url: str, at_least: int) -> int:
    """Wait until players have got that much through, 30 s at most; how much it was."""
    count, deadline_s = 0, time.monotonic() + 30
    while count < at_least and time.monotonic() < deadline_s:
        with urllib.request.urlopen(f"{url}/metrics", timeout=10) as answer:
            line = re.search(rb"(?m)^dryland_commands_accepted_total (\S+)", answer.read())
        count = int(float(line[1])) if line else 0
    return count
