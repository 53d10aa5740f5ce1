"""Sends a heart rate every second with the stock python-socketio client, as a bridge of a strap would.

pip install "python-socketio[asyncio_client]"
python strap.py http://127.0.0.1:8000 SESSION PLAYER TOKEN [SECONDS]
"""

import asyncio
import math
import sys
from datetime import UTC, datetime

import socketio


async def main(url: str, session_id: str, player_id: str, token: str, seconds: int) -> None:
    """Connect, send, and say what the server answers. A live value that is lost is followed by a newer one."""
    client = socketio.AsyncClient()
    client.on("connect_error", lambda why: print("Not let in:", why["message"], file=sys.stderr), namespace="/training")
    await client.connect(url, namespaces=["/training"], auth={"token": token}, transports=["websocket"])
    for second in range(seconds):
        beat = {
            "sessionId": session_id,
            "playerId": player_id,
            "heartRate": round(130 + 20 * math.sin(second / 10)),
            "contact": True,
            "occurredAt": datetime.now(UTC).isoformat(),
        }
        answer = await client.call("training:conditioning:hr:update", beat, namespace="/training", timeout=5)
        if not answer["ok"]:
            error = answer["error"]
            print(f"{error['code']}: {error['message']} {' '.join(error['suggestedActions'])}", file=sys.stderr)
            if not error["retryable"]:
                break
        await asyncio.sleep(1)
    await client.disconnect()


if __name__ == "__main__":
    if len(sys.argv) not in {5, 6}:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:5], seconds=int(sys.argv[5]) if len(sys.argv) > 5 else 60))
