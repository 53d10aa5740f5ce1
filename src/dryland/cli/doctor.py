"""`dryland doctor`: what this machine can do for a floor, and what stands in the way. Measures; changes nothing."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from cyclopts import Parameter

from dryland.cli.options import AsJson
from dryland.cli.talk import FAILED, OK, put, put_table, say
from dryland.settings import load_settings

__all__ = ["Finding", "doctor"]

Verdict = Literal["good", "note", "bad"]
SYNCS: Final = 30
SLOW_SYNC_MS: Final = 20.0
"""A commit waits for the disk: from here on acknowledgements feel slow."""
FEW_FILES: Final = 4_096
LITTLE_SPACE_MB: Final = 500
EARLIEST_S: Final = 1_735_689_600
"""2025-01-01: an earlier clock has lost its time."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at: what was found, and what to do where it is not good."""

    subject: str
    verdict: Verdict
    found: str
    advice: str = ""


def doctor(
    *,
    data: Annotated[Path | None, Parameter(help="The data folder to look at. [default: as `serve`]")] = None,
    port: Annotated[int | None, Parameter(help="The port to look at. [default: as `serve`]")] = None,
    json: AsJson = False,
) -> int:
    """Explain this machine: versions, disk, clock, port, limits, data folder. Ends with 1 when something is bad."""
    settings = load_settings(data).node
    folder = data or Path(settings.data)
    looks: list[Callable[[], Finding]] = [
        _python,
        _sqlite,
        _node,
        _screens,
        _processors,
        lambda: _disk(folder),
        lambda: _space(folder),
        _clock,
        lambda: _port(settings.host, settings.port if port is None else port),
        _descriptors,
        lambda: _folder(folder),
    ]
    findings = [look() for look in looks]
    if json:
        put(findings)
    else:
        put_table(("", "what", "found", "what to do"), [(f.verdict, f.subject, f.found, f.advice) for f in findings])
    bad = [finding.subject for finding in findings if finding.verdict == "bad"]
    say(f"To be mended: {', '.join(bad)}." if bad else "This machine can run a floor.")
    return FAILED if bad else OK


def _python() -> Finding:
    found = f"Python {platform.python_version()} on {platform.platform()}"
    return Finding(subject="python", verdict="good", found=found)


def _sqlite() -> Finding:
    return Finding(subject="sqlite", verdict="good", found=f"SQLite {sqlite3.sqlite_version}, in this process")


def _node() -> Finding:
    program = shutil.which("node")
    if program is None:
        advice = "Only needed to build the screens from source; an installed release has them."
        return Finding(subject="node", verdict="note", found="Node is not installed", advice=advice)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    if int(version.lstrip("v").split(".")[0] or 0) < 20:
        advice = "Node 20 or newer builds the screens; an installed release has them."
        return Finding(subject="node", verdict="note", found=f"Node {version}", advice=advice)
    return Finding(subject="node", verdict="good", found=f"Node {version}")


def _screens() -> Finding:
    from dryland.web.app import STATIC

    if (STATIC / "index.html").exists():
        return Finding(subject="screens", verdict="good", found="built")
    advice = "Run `make ui` in the project's folder, or install a released wheel."
    return Finding(subject="screens", verdict="bad", found="not built; the server runs without them", advice=advice)


def _processors() -> Finding:
    count = os.cpu_count() or 1
    return Finding(subject="processors", verdict="good", found=f"{count}; a server keeps one busy at most")


def _nearest(folder: Path) -> Path:
    """The folder, or the closest one above it that exists."""
    path = folder.resolve()
    while not path.is_dir():
        path = path.parent
    return path


def _disk(folder: Path) -> Finding:
    """How long a small write takes until it survives a power cut."""
    try:
        took_ms = _sync_times_ms(_nearest(folder))
    except OSError as error:
        advice = f"Make {_nearest(folder)} writable for the user that runs Dryland, or choose another --data folder."
        return Finding(subject="disk", verdict="bad", found=f"cannot be written: {error.strerror}", advice=advice)
    median_ms = statistics.median(took_ms)
    found = f"{median_ms:.2f} ms a synced write (median of {SYNCS}, slowest {max(took_ms):.2f} ms)"
    if median_ms > SLOW_SYNC_MS:
        advice = "Acknowledgements will wait that long; put the data folder on an SSD."
        return Finding(subject="disk", verdict="note", found=found, advice=advice)
    return Finding(subject="disk", verdict="good", found=found)


def _sync_times_ms(folder: Path) -> list[float]:
    took_ms: list[float] = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(SYNCS):
            began_s = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            took_ms.append((time.perf_counter() - began_s) * 1000)
    return took_ms


def _space(folder: Path) -> Finding:
    free_mb = shutil.disk_usage(_nearest(folder)).free / 1_000_000
    found = f"{free_mb / 1000:.1f} GB free"
    if free_mb < LITTLE_SPACE_MB:
        return Finding(subject="space", verdict="bad", found=found, advice="Free space; a full disk stops recording.")
    return Finding(subject="space", verdict="good", found=found)


def _clock() -> Finding:
    now_s = time.time()
    found = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now_s))
    if now_s < EARLIEST_S:
        return Finding(subject="clock", verdict="bad", found=found, advice="Set the clock; tokens and facts carry it.")
    began_s, began_ticks_s = time.time(), time.monotonic()
    time.sleep(0.2)
    drift_ms = abs((time.time() - began_s) - (time.monotonic() - began_ticks_s)) * 1000
    if drift_ms > 5:
        advice = "Something is moving the clock now; a running server is not disturbed by it."
        return Finding(subject="clock", verdict="note", found=f"{found}, moving by {drift_ms:.0f} ms", advice=advice)
    return Finding(subject="clock", verdict="good", found=found)


def _port(host: str, port: int) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            found = f"{host}:{port} cannot be taken: {error.strerror}"
            advice = "If that is not Dryland itself, choose another one with --port."
            return Finding(subject="port", verdict="note", found=found, advice=advice)
    return Finding(subject="port", verdict="good", found=f"{host}:{port} is free")


def _descriptors() -> Finding:
    if sys.platform == "win32":
        return Finding(subject="descriptors", verdict="good", found="not limited on this system")
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    found = f"{soft} open files, so about {max(0, soft - 64)} screens and devices at once"
    if soft < FEW_FILES:
        return Finding(subject="descriptors", verdict="note", found=found, advice="Raise it with `ulimit -n 65536`.")
    return Finding(subject="descriptors", verdict="good", found=found)


def _folder(folder: Path) -> Finding:
    from dryland.store import StoreError, open_history
    from dryland.store.folder import LOCK_NAME

    if not (folder / "dryland.db").exists():
        return Finding(subject="data folder", verdict="good", found=f"{folder} has no database yet; one will be made")
    try:
        with contextlib.closing(open_history(folder)) as history:
            sessions = history.streams(kind="session")
    except StoreError as error:
        return Finding(subject="data folder", verdict="bad", found=error.message, advice=error.advice)
    holder = _holder(folder / LOCK_NAME)
    used = f", in use by process {holder}" if holder else ""
    found = f"{folder}: {len(sessions)} sessions, {sum(head.open for head in sessions)} of them open{used}"
    return Finding(subject="data folder", verdict="good", found=found)


def _holder(lock: Path) -> str:
    """The process that runs on a folder, by its own word; empty when it is gone, or where asking would end it."""
    if sys.platform == "win32":
        return ""
    with contextlib.suppress(OSError, ValueError):
        number = int(lock.read_text("ascii"))
        os.kill(number, 0)
        return str(number)
    return ""
