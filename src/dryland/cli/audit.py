"""`dryland audit …`: whether the trail of looks at guarded data is whole; also while a server runs on the folder."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

from cyclopts import Parameter

from dryland.cli.options import AsJson, DataFolder
from dryland.cli.talk import FAILED, OK, put, put_table, say

__all__ = ["verify"]


def verify(
    *,
    data: DataFolder,
    noted: Annotated[str | None, Parameter(help="A last hash that this command printed before.")] = None,
    json: AsJson = False,
) -> int:
    """Recompute every organisation's audit trail, and print how long it is and its last hash.

    Changed, missing and added entries are found by themselves. That entries were cut off at the end shows only against
    a hash noted elsewhere: keep the last one, and give it as --noted next time. Ends with 1 when something is wrong.
    """
    from dryland.audit import check, stream_of
    from dryland.store import open_history

    with closing(open_history(data)) as history:
        trails = [head for head in history.streams() if head.kind == "audit"]
        checked = [check(head.org_id, history.events(stream_of(head.org_id)), noted) for head in trails]
    has_noted = noted is None or any(each.has_noted for each in checked)
    if json:
        put([{"orgId": each.org_id, "entries": each.entries, "lastHash": each.last_hash, "fault": each.fault}
             for each in checked])  # fmt: skip
    else:
        rows = [(each.org_id, each.entries, each.last_hash, each.fault or "whole") for each in checked]
        put_table(("organisation", "entries", "last hash", "state"), rows)
    if not has_noted:
        say("The noted hash is in no trail: entries before it were changed, or cut off.", style="bold red")
    return OK if has_noted and all(each.fault is None for each in checked) else FAILED
