"""One node as its own process: `python -m tests.node DATA PORT [--speed X] [--tick S]`; its address goes to stdout."""

import argparse
from pathlib import Path

import uvloop

from dryland.cli.serve import log_to_stderr
from dryland.node import Node
from dryland.serving import serve
from dryland.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--tick", type=float, default=1.0)
    given = parser.parse_args()
    log_to_stderr("warning")
    settings = load_settings(given.data, {}, node={"port": given.port, "tick_s": given.tick})
    node = Node(settings, given.data, speed=given.speed)
    uvloop.run(serve(node, on_listening=lambda url: print(url, flush=True)))


main()
