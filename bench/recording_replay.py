"""Question: how much faster than real time does a recording play into a session?

Command: `python -m bench.recording_replay [FILE]`. `dryland replay --speed 0` as a person types it, one player, the
whole process counted from its start to its end; the server on its own core. Without a file: the indoor ride of 38 min
in the shared data beside the project, or, where that is absent, an hour made up as CSV.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.rig import PROJECT, Figure, Row, Server, finish, node, ready_for_load, seeded, stopwatch

from dryland.devices import read_recording

COMMAND = "python -m bench.recording_replay"
RIDE = PROJECT.parent / "shared/data/recordings/indoor_trainer_edge800_intervals_38min.fit"
ROUNDS = 3


def _made_up(folder: Path) -> Path:
    """An hour of seconds as CSV."""
    lines = ["time,heart_rate,power"]
    for second in range(3_600):
        minute, at = divmod(second, 60)
        heart, power = 120 + (second // 120) % 40, 150 + (second * 7) % 100
        lines.append(f"2024-05-01T{10 + minute // 60:02}:{minute % 60:02}:{at:02}Z,{heart},{power}")
    file = folder / "hour.csv"
    file.write_text("\n".join(lines) + "\n")
    return file


def _length_s(file: Path) -> float:
    recording = read_recording(file)
    return (recording.end_ms - recording.start_ms) / 1000


def _replay_s(file: Path, server: Server, session: dict[str, Any]) -> float:
    """Wall time of one replay."""
    where = ("--url", f"http://127.0.0.1:{server.port}", "--token", session["trainer"]["token"])
    command = (
        *(sys.executable, "-m", "dryland", "replay", str(file), *where),
        *("--session", session["sessionId"], "--speed", "0"),
    )
    clock = stopwatch()
    subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return clock()


def rows() -> list[Row]:
    """Times real time, in sessions of one player each."""
    ready_for_load()
    with tempfile.TemporaryDirectory(prefix="dryland-bench-") as folder:
        given = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
        file = given[0] if given else RIDE if RIDE.exists() else _made_up(Path(folder))
        length_s = _length_s(file)
        with seeded(ROUNDS, 1) as seed, node(seed) as server:
            took_s = [_replay_s(file, server, session) for session in seed.sessions]
    times = Figure.of([length_s / seconds for seconds in took_s])
    note = f"{file.name}, {length_s / 60:.0f} min in {Figure.of(took_s)} s, the start of the process in it"
    return [Row("Recording replay, one player", COMMAND, "x real time", 500.0, times, at_least=True, notes=[note])]


if __name__ == "__main__":
    finish(rows())
