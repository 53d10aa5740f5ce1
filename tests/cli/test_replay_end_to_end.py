"""A recording goes in through a real client and comes out as the record that its file says, at any speed."""

import json
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import fitdecode
import pytest

from dryland.store import open_history
from tests.devices.fit_encoder import fit_file, fit_time, lap, record

from .conftest import Floor

pytestmark = pytest.mark.e2e

RECORDING = (
    Path(__file__).parents[2] / "../shared/data/recordings/indoor_trainer_edge800_intervals_38min.fit"
).resolve()
LAPS_S = (377, 601, 371, 601, 312)
START_S = 1_400_000_000

needs_recording = pytest.mark.skipif(not RECORDING.exists(), reason="the recordings of ../shared/data are not here")


def normalized_power(watts: Sequence[float]) -> float:
    """Coggan's, written out: the fourth-power mean of 30 s means, the first 29 left out."""
    rolling = [fmean(watts[end - 30 : end]) for end in range(30, len(watts) + 1)]
    return fmean([mean**4 for mean in rolling]) ** 0.25


def read_fit(path: Path) -> tuple[list[dict[str, Any]], list[tuple[float, float]]]:
    """Records and laps (start, end; s since 1970) straight from the file, without the program's own reader."""
    with fitdecode.FitReader(path) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    records = [{field.name: field.value for field in frame.fields} for frame in frames if frame.name == "record"]
    laps = [
        (
            frame.get_value("start_time").timestamp(),
            frame.get_value("start_time").timestamp() + frame.get_value("total_elapsed_time"),
        )
        for frame in frames
        if frame.name == "lap"
    ]
    return records, laps


def expect_interval(interval: dict[str, Any], rows: Sequence[dict[str, Any]]) -> None:
    """An interval's figures are those of the file's rows."""
    beats = [row["heart_rate"] for row in rows]
    watts = [row["power"] for row in rows if row.get("power") is not None]
    assert interval["avgHeartRate"] == pytest.approx(fmean(beats), abs=0.5)
    assert interval["maxHeartRate"] == pytest.approx(max(beats), abs=0.5)
    assert interval["avgPower"] == pytest.approx(fmean(watts), abs=1)
    assert interval["normalizedPower"] == pytest.approx(normalized_power(watts), abs=1)


def without_position(show: dict[str, Any]) -> dict[str, Any]:
    """What two sessions that were played alike have in common."""
    players = [
        {name: value for name, value in player.items() if name not in {"playerId", "playerName"}}
        for player in show["players"][:1]
    ]
    return {name: show[name] for name in ("startTime", "endTime", "duration", "status")} | {"players": players}


@needs_recording
@pytest.mark.timeout(180)
def test_the_recorded_ride_gives_the_same_record_as_its_file_at_every_speed(floor: Floor) -> None:
    modes = [floor.replay(number, RECORDING, "--speed", speed).json() for number, speed in enumerate((600, 0))]
    shows = [floor.show(f"session-{number}") for number in (1, 2)]

    records, laps = read_fit(RECORDING)
    times = [row["timestamp"].timestamp() for row in records]
    intervals = shows[0]["players"][0]["intervals"]
    assert [round(interval["duration"]) for interval in intervals] == list(LAPS_S)
    for interval, (start, end), following in zip(intervals, laps, [*laps[1:], None], strict=True):
        last = end if following is None else following[0]
        expect_interval(interval, [row for row, at in zip(records, times, strict=True) if start <= at < last])

    history = open_history(floor.data)
    stored = history.samples("session-1", floor.sessions[0].players[0].player_id)
    history.close()
    assert stored.at_ms == [round(at * 1000) for at in times]
    assert stored.heart_rate == [row["heart_rate"] for row in records]
    assert stored.power == [row.get("power") for row in records]
    assert [mode["rows"] for mode in modes] == [len(records)] * 2
    assert without_position(shows[0]) == without_position(shows[1])


@needs_recording
@pytest.mark.timeout(180)
def test_the_recorded_ride_at_sixty_times_real_time_gives_the_record_of_the_fastest_replay(floor: Floor) -> None:
    played = [floor.replay(number, RECORDING, "--speed", speed).json() for number, speed in enumerate((60, 0))]
    shows = [without_position(floor.show(f"session-{number}")) for number in (1, 2)]

    assert shows[0] == shows[1]
    assert played[0]["wallS"] == pytest.approx(2263 / 60, rel=0.1)


@pytest.fixture
def ride(tmp_path: Path) -> Path:
    """Two laps of 40 s, a gap of 20 s between them, one absurd power value, one second a sample."""
    rows = [
        record(START_S + second, heart_rate=100 + second, power=20_000 if second == 10 else 150 + second % 7)
        for second in [*range(40), *range(60, 100)]
    ]
    path = tmp_path / "ride.fit"
    path.write_bytes(
        fit_file(
            [
                ("file_id", {"type": 4, "manufacturer": 1, "time_created": fit_time(START_S)}),
                *rows[:40],
                lap(START_S, 40.0, timestamp=fit_time(START_S + 40)),
                *rows[40:],
                lap(START_S + 60, 40.0, timestamp=fit_time(START_S + 100)),
            ]
        )
    )
    return path


@pytest.mark.timeout(120)
def test_single_live_events_and_batches_leave_the_same_record(floor: Floor, ride: Path) -> None:
    live, batched, at_once = (
        floor.replay(number, ride, "--speed", speed).json() for number, speed in enumerate((30, 600, 0))
    )
    shows = [without_position(floor.show(f"session-{number}")) for number in (1, 2, 3)]

    assert (live["mode"], batched["mode"], at_once["mode"]) == ("single", "batch", "batch")
    assert shows[0] == shows[1] == shows[2]
    assert shows[0]["players"][0]["samples"] == 80
    assert [interval["duration"] for interval in shows[0]["players"][0]["intervals"]] == [40, 20, 40]
    assert [interval["name"] for interval in shows[0]["players"][0]["intervals"]][1] == "Between laps"


@pytest.mark.timeout(120)
def test_what_was_left_out_of_a_recording_is_counted_and_said(floor: Floor, ride: Path) -> None:
    done = floor.replay(0, ride, "--speed", 0)

    assert list(done.json()["players"][0]["droppedValues"].values()) == [1]
    assert "left out 1 values: power" in done.err
    assert "1 gaps" in done.err


@pytest.mark.timeout(120)
def test_a_second_replay_into_a_session_is_refused_and_more_files_than_players_too(floor: Floor, ride: Path) -> None:
    assert floor.replay(0, ride, "--speed", 0).code == 0
    again = floor.replay(0, ride, "--speed", 0)
    too_many = floor.replay(1, ride, ride, ride, "--speed", 0)

    assert (again.code, too_many.code) == (1, 1)
    assert "completed already" in again.err
    assert "3 files but 2 players" in too_many.err
    assert again.out == too_many.out == ""


@pytest.mark.timeout(120)
def test_into_a_session_that_runs_only_samples_go_as_they_come_due(floor: Floor, tmp_path: Path) -> None:
    brief = tmp_path / "brief.csv"
    brief.write_text("time,heart_rate\n" + "".join(f"{second},{120 + second}\n" for second in range(4)), "utf-8")
    session = floor.sessions[0]
    command = {"event": "training:session:start", "payload": {"sessionId": session.session_id}}
    headers = {"Authorization": f"Bearer {session.trainer.token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{floor.url}/api/events", json.dumps(command).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200

    played = floor.replay(0, brief, "--speed", 0)
    show = floor.show(session.session_id)

    assert "has started already" in played.err
    assert (played.json()["rows"], show["players"][0]["samples"], show["status"]) == (4, 4, "active")
