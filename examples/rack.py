"""Records sets that must not be lost, with Dryland's own Python client: they survive a cut, a crash and a restart.

python rack.py http://127.0.0.1:8000 SESSION PLAYER TOKEN
"""

import asyncio
import json
import sys
from pathlib import Path

from dryland.client import DrylandClient


async def main(url: str, session_id: str, player_id: str, token: str) -> None:
    """Put three sets into an outbox on this disk, then wait until the server has them."""
    async with DrylandClient(url, token, outbox=Path("rack.outbox")) as client:
        for number, weight in enumerate((40, 60, 70), start=1):
            done = {"setNumber": number, "totalSets": 6, "reps": 5, "weight": weight}
            await client.record(
                "training:strength:set:completion",
                {"sessionId": session_id, "playerId": player_id, "exerciseId": "back-squat",
                 "exerciseName": "Back squat", "setData": done},
            )  # fmt: skip
        left = await client.flush(timeout_s=30)
        print(f"{left.pending} sets wait for the server, {left.refused} were refused.")
        for refused in json.loads(await client.export())["refused"]:
            print(f"{refused['error']['code']}: {refused['error']['message']}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:5]))
