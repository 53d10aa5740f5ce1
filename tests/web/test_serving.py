"""The command line's side of identity: the code a new server prints, and the check of its audit trail."""

import asyncio
import json
import re
import sys
from pathlib import Path

import pytest

from dryland.audit import AuditTrail, Entry
from dryland.cli.app import run
from dryland.store import StorageFault, open_store
from tests.node.site import free_port


async def test_a_new_server_prints_its_claim_code_and_nothing_of_it_on_stdout(tmp_path: Path) -> None:
    port = free_port()
    command = (sys.executable, "-m", "dryland", "serve", "--data", str(tmp_path / "data"), "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip() == f"http://127.0.0.1:{port}"
        code = None
        while code is None:
            line = (await asyncio.wait_for(process.stderr.readline(), 30)).decode()
            code = re.search(r"with the code ([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})", line)
    finally:
        process.terminate()
        rest, _ = await process.communicate()
    assert code[1].encode() not in rest


async def kept(folder: Path, count: int) -> None:
    store = open_store(folder, loop=asyncio.get_running_loop())
    trail = AuditTrail(store, lambda: 1_000)
    for number in range(count):
        done: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()
        trail.record(Entry(org_id="club", actor=f"m{number}", role="medical", action="look", what="x"), done.set_result)
        assert await done is None
    await asyncio.to_thread(store.close)


def test_the_trail_is_checked_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(kept(tmp_path, 3))
    assert run(["audit", "verify", "--data", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["orgId"], each["entries"], each["fault"]) for each in told] == [("club", 3, None)]
    assert run(["audit", "verify", "--data", str(tmp_path), "--noted", told[0]["lastHash"]]) == 0
    assert run(["audit", "verify", "--data", str(tmp_path), "--noted", "0" * 64]) == 1
