"""Serves the bare gateway for benchmarks: what does one event cost before anything is done with it?

    taskset -c 0 python -m bench.echo_server [--port 0]

Prints the port on stdout. In the namespace `/`, event `echo` is acknowledged with its first argument, `join` puts
the sender into the room `all`, and `say` sends `said` with its first argument to that room. `usage` is
acknowledged with the server's CPU seconds and its resident memory in bytes.
"""

import argparse
import resource
import socket
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import uvicorn

from dryland.gateway import Gateway, Limits, Peer, Refusal, event_packet


def rss_bytes() -> int:
    """Resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


class Echo:
    """The least an application can do."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def connect(self, peer: Peer, auth: msgspec.Raw | None) -> Refusal | None:
        del peer, auth
        return None

    def event(self, peer: Peer, name: bytes, args: Sequence[msgspec.Raw], ack_id: int | None) -> None:
        if name == b"echo" and ack_id is not None:
            peer.ack(ack_id, bytes(args[0]))
        elif name == b"say":
            self._gateway.emit("all", event_packet("/", "said", bytes(args[0])))
        elif name == b"join":
            self._gateway.join(peer, "all")
        if name == b"usage" and ack_id is not None:
            peer.ack(ack_id, msgspec.json.encode({"cpu_s": time.process_time(), "rss_bytes": rss_bytes()}))

    def disconnected(self, peer: Peer, reason: str) -> None:
        del peer, reason


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    gateway = Gateway(replace(Limits(), events_per_s=1e9, events_burst=10**9))
    gateway.mount("/", Echo(gateway))
    listener = socket.create_server(("127.0.0.1", options.port), backlog=4_096)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(
        gateway.polling_app,
        http=gateway.http_protocol(),
        ws=gateway.websocket_protocol(),
        loop="uvloop",
        lifespan="off",
        log_level="warning",
        access_log=False,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
