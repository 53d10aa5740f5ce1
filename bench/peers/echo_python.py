"""The least a python-socketio server can do, at its kindest settings: the work of echo_server.py. Prints its port."""

import socket
from typing import Any

import socketio
import uvicorn

server = socketio.AsyncServer(
    async_mode="asgi", transports=["websocket"], async_handlers=False, logger=False, engineio_logger=False
)


@server.on("echo")
async def echo(sid: str, data: Any) -> Any:
    return data


@server.on("join")
async def join(sid: str) -> None:
    await server.enter_room(sid, "all")


@server.on("say")
async def say(sid: str, data: Any) -> None:
    await server.emit("said", data, room="all")


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=4_096)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(
        socketio.ASGIApp(server),
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        loop="uvloop",
        lifespan="off",
        log_level="warning",
        access_log=False,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
