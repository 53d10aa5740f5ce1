"""What every row of the table needs: servers on a core of their own, their CPU time and memory, rounds, verdicts.

Linux only: CPU time is read from `/proc/<pid>/task/*/schedstat` (all threads, in ns), memory from `statm`. Where the
machine has one core only, server and load share it, and the result says so.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
RESULTS = Path(__file__).parent / "results"
SERVER_CORE, LOAD_CORE = 0, 1
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
"""A server is measured as it is installed: an installer compiles what it installs, once."""
CORES = sorted(os.sched_getaffinity(0))
PINNED = len(CORES) > 1

PEER_SERVERS: Mapping[str, Sequence[str]] = {
    "Node socket.io": ("node", str(PEERS / "echo.mjs")),
    "python-socketio": (sys.executable, str(PEERS / "echo_python.py")),
}
OURS = (sys.executable, "-m", "bench.echo_server")
BARE = "bare sockets, nothing decoded"
"""The floor: the same reads and writes without a protocol."""


def bare(what: str) -> dict[str, Sequence[str]]:
    """The floor as one more peer; `what` it does is `echo` or `room`."""
    return {BARE: (sys.executable, "-m", "bench.bare_server", what)}


@dataclass(frozen=True)
class Figure:
    """One measured number: the median of its rounds, and the lowest and highest of them."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Figure:
        """The figure of some rounds."""
        return cls(statistics.median(values), min(values), max(values), len(values))

    def __str__(self) -> str:
        return f"{self.median:.3g}" if self.rounds == 1 else f"{self.median:.3g} ({self.low:.3g}-{self.high:.3g})"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    question: str
    command: str
    unit: str
    target: float
    ours: Figure
    at_least: bool = False
    """Whether the target is a lower bound."""
    peers: dict[str, Figure] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def met(self) -> bool:
        """Whether the median is within the target."""
        return self.ours.median >= self.target if self.at_least else self.ours.median <= self.target

    @property
    def aim(self) -> str:
        """The target in words."""
        return f"{'≥' if self.at_least else '≤'} {self.target:g} {self.unit}"

    @property
    def verdict(self) -> str:
        """Met, or how far off."""
        return "met" if self.met else f"missed, {self.ours.median / self.target:.2f} x the target"

    def __str__(self) -> str:
        lines = [self.question, f"  target {self.aim}: {self.ours} - {self.verdict}"]
        for name, figure in self.peers.items():
            lines.append(f"  {name}: {figure} {self.unit}, {figure.median / self.ours.median:.1f} x ours")
        return "\n".join(lines + [f"  {note}" for note in self.notes])


@dataclass(frozen=True)
class Machine:
    """Where and when a result was measured, and what else was going on."""

    name: str
    cpu: str
    cores: int
    memory_gb: float
    system: str
    python: str
    node: str
    at: str
    load_average: tuple[float, float, float]


def machine() -> Machine:
    """This machine, now."""
    info = Path("/proc/cpuinfo").read_text()
    cpu = next((line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return Machine(
        platform.node(),
        cpu,
        len(CORES),
        round(memory, 1),
        f"{platform.system()} {platform.release()}",
        platform.python_version(),
        _node_version(),
        datetime.now(UTC).isoformat(timespec="seconds"),
        os.getloadavg(),
    )


def _node_version() -> str:
    node = shutil.which("node")
    if node is None:
        return "none"
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def pin(core: int, pid: int = 0) -> None:
    """Keep a process on one of the cores there are."""
    if PINNED:
        os.sched_setaffinity(pid, {CORES[core]})


def ready_for_load() -> None:
    """Make this process a load generator: its own core, many descriptors, no pauses for collections."""
    pin(LOAD_CORE)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    gc.disable()


class Server:
    """A server process on its own core."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process = process
        self.port = port

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def cpu_s(self) -> float:
        """CPU time of all threads that still run, s."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory_bytes(self) -> int:
        """Resident memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * resource.getpagesize()

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process, gently first."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def serving(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server whose first line on stdout is its port, or a URL that ends with it."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PROJECT,
        env={**{name: value for name, value in os.environ.items() if name != UNCOMPILED}, **(environment or {})},
    )
    pin(SERVER_CORE, process.pid)
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        process.kill()
        raise RuntimeError(f"{' '.join(command)} did not start")
    server = Server(process, int(line.rpartition(":")[2]))
    try:
        yield server
    finally:
        server.kill()


@dataclass(frozen=True)
class SeededNode:
    """A data folder with sessions, and the tokens to use them."""

    folder: Path
    sessions: list[dict[str, Any]]


@contextlib.contextmanager
def seeded(sessions: int, players: int, workout: str = "conditioning") -> Iterator[SeededNode]:
    """A temporary data folder with sessions of made-up people."""
    with tempfile.TemporaryDirectory(prefix="dryland-bench-") as name:
        command = (
            *(sys.executable, "-m", "dryland", "seed", "--data", name, "--sessions", str(sessions)),
            *("--players-per-session", str(players), "--workout", workout, "--json"),
        )
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
        yield SeededNode(Path(name), json.loads(done.stdout)["sessions"])


@contextlib.contextmanager
def node(seed: SeededNode, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The whole product on a seeded folder."""
    command = (sys.executable, "-m", "dryland", "serve", "--data", str(seed.folder), "--port", "0")
    with serving(command, {"DRYLAND_NODE_LOG_LEVEL": "warning", **(environment or {})}) as server:
        yield server


def finish(rows: Sequence[Row]) -> None:
    """Print rows as people read them, or as JSON for the table when `--json` is given."""
    if "--json" in sys.argv:
        print(json.dumps([as_json(row) for row in rows]))
        return
    here = machine()
    load = ", ".join(f"{value:.1f}" for value in here.load_average)
    print(f"{here.at}, {here.cpu}, {here.cores} cores, Python {here.python}, Node {here.node}, load average {load}")
    for row in rows:
        print(row)


def as_json(row: Row) -> dict[str, Any]:
    """A row with its verdict."""
    return {**asdict(row), "met": row.met}


def row_of(fields: Mapping[str, Any]) -> Row:
    """The row that `as_json` wrote."""
    kept = {name: value for name, value in fields.items() if name != "met"}
    peers = {name: Figure(**figure) for name, figure in kept.pop("peers").items()}
    return Row(**{**kept, "ours": Figure(**kept["ours"]), "peers": peers})


def stopwatch() -> Callable[[], float]:
    """Seconds since this call."""
    begun = time.perf_counter()
    return lambda: time.perf_counter() - begun
