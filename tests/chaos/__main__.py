"""A nursery of nodes: `python -m tests.chaos DATA PORT` forks a node for every line on stdin,
once the one before is dead.

It has imported everything already, so that a node is ready in the time its data takes to open. `born PID` and, once the
node listens, `ready-PID URL` go to stdout. The node dies with its nursery.
"""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import uvloop

from dryland.cli.serve import log_to_stderr
from dryland.node import Node
from dryland.serving import serve
from dryland.settings import load_settings


def run_node(data: Path, port: int) -> NoReturn:
    """Be a node until killed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    log_to_stderr("critical")
    node = Node(load_settings(data, {}, node={"port": port}), data)
    uvloop.run(serve(node, on_listening=lambda url: print(f"ready-{os.getpid()} {url}", flush=True)))
    os._exit(0)


def bury(*_: Any) -> None:
    """Take note of the dead."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        living.discard(pid)


living: set[int] = set()


def main() -> None:
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGCHLD, bury)
    print("open", flush=True)
    while sys.stdin.readline():
        while living:  # the dying one still holds the port and the folder
            time.sleep(0.001)
        pid = os.fork()
        if pid == 0:
            run_node(data, port)
        living.add(pid)
        print(f"born {pid}", flush=True)
    for pid in tuple(living):
        os.kill(pid, signal.SIGKILL)


main()
