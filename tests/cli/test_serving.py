"""A server says where it is, stops in order, and says in words why it cannot start."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Floor, Result, dryland, serving

pytestmark = pytest.mark.e2e

PAGE_S = 10


@pytest.mark.timeout(60)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_prints_its_address_answers_and_stops_on_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path / "data") as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with urllib.request.urlopen(f"{url}/readyz", timeout=PAGE_S) as answer:
            assert answer.status == 200
        server.send_signal(number)
        _, said = server.communicate(timeout=20)

    assert server.returncode == 0
    assert "node_stopped" in said


@pytest.mark.timeout(60)
def test_a_port_or_a_folder_in_use_is_said_in_words(floor: Floor, tmp_path: Path) -> None:
    port = floor.url.rsplit(":", 1)[1]
    same_folder = dryland("serve", "--data", floor.data, "--port", 0)
    same_port = dryland("serve", "--data", tmp_path / "other", "--port", port)
    seeding = dryland("seed", "--data", floor.data)

    assert [ending.code for ending in (same_folder, same_port, seeding)] == [1, 1, 1]
    assert "in use by another node (process" in same_folder.err
    assert f"The address 127.0.0.1:{port} is in use by another program." in same_port.err
    assert "in use by another node (process" in seeding.err
    assert "Traceback" not in same_folder.err + same_port.err + seeding.err


@pytest.mark.timeout(60)
def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    dryland("seed", "--data", tmp_path)
    with closing(sqlite3.connect(tmp_path / "dryland.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()

    refused = dryland("serve", "--data", tmp_path, "--port", 0)

    assert refused.code == 1
    assert "has revision 9999" in refused.err
    assert "Install the version of Dryland that wrote it" in refused.err


@pytest.mark.timeout(60)
def test_a_reader_that_has_had_enough_is_no_failure(tmp_path: Path) -> None:
    dryland("seed", "--data", tmp_path, "--players-per-session", 99)
    command = [sys.executable, "-m", "dryland", "session", "events", "session-1", "--data", str(tmp_path), "--json"]
    reading, writing = os.pipe()
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, text=True) as events:
        os.close(writing)
        os.close(reading)
        _, said = events.communicate(timeout=20)

    assert (events.returncode, said) == (0, "")


@pytest.mark.timeout(60)
def test_a_wrong_token_or_no_server_ends_a_replay_in_words(floor: Floor, tmp_path: Path) -> None:
    ride = tmp_path / "ride.csv"
    ride.write_text("time,heart_rate\n" + "".join(f"{second},{120 + second}\n" for second in range(20)), "utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"

    def play(url: str, token: str, session: str) -> Result:
        return dryland("replay", ride, "--url", url, "--token", token, "--session", session, "--speed", 0)

    token = floor.sessions[0].trainer.token
    endings = [play(floor.url, "nonsense", "session-1"), play(floor.url, token, "nowhere"), play(nobody, token, "s")]

    assert [ending.code for ending in endings] == [1, 1, 1]
    assert "did not accept the token" in endings[0].err
    assert "SESSION_NOT_FOUND" in endings[1].err
    assert "There is no server at" in endings[2].err
